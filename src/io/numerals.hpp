#pragma once
/// Numbers as people write them, as the rest of the library reads them.
#include <algorithm>
#include <string>
#include <string_view>

namespace capnet::detail {

/// Full-width digits, point and minus as ASCII; other text as it is.
[[nodiscard]] inline std::string narrow_digits(std::string_view text) {
  if (text.find('\xEF') == std::string_view::npos) return std::string{text};
  std::string narrow;
  for (std::size_t at = 0; at < text.size();) {
    if (text.substr(at).starts_with("\xEF\xBC") && at + 2 < text.size()) {  // U+FF00 to U+FF3F
      const int low = static_cast<unsigned char>(text[at + 2]) - 0x80;
      if ((low >= 0x10 && low <= 0x19) || low == 0x0E || low == 0x0D) {
        narrow += static_cast<char>(low + 0x20);
        at += 3;
        continue;
      }
    }
    narrow += text[at++];
  }
  return narrow;
}

/// The text of a number in a table whose fields are separated so. Where `;` separates them, one comma alone is a
/// decimal comma: 12,5 is 12.5.
[[nodiscard]] inline std::string numeral(std::string_view text, char separator) {
  std::string number = narrow_digits(text);
  if (separator == ';' && std::ranges::count(number, ',') == 1 && number.find('.') == std::string::npos)
    std::ranges::replace(number, ',', '.');
  return number;
}

}  // namespace capnet::detail
