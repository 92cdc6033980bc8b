#pragma once
/// Letters of a text, and those that a terminal would obey. Not interface: see text.hpp.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <capnet/core/text.hpp>

namespace capnet::detail {

/// The first character of a text, one byte of it if it is no UTF-8.
struct character {
  std::uint32_t code = 0;
  std::size_t length = 1;
  bool well_formed = false;
};
/// Pre: `text` is not empty.
[[nodiscard]] constexpr character first_character(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (text.size() < length || find_invalid_utf8(text.substr(0, length)) != std::string_view::npos) return {lead};
  std::uint32_t code = lead < 0x80 ? lead : lead & (0x7Fu >> length);
  for (std::size_t k = 1; k < length; ++k) code = code << 6 | (static_cast<unsigned char>(text[k]) & 0x3Fu);
  return {code, length, true};
}

/// Whether a terminal would obey it rather than show it: control characters, marks and overrides of direction, line
/// separators, the byte order mark.
[[nodiscard]] constexpr bool steers_terminals(std::uint32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x061C || code == 0x200E || code == 0x200F ||
         (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF;
}

/// `\x1b`, `\u202e`: the last digits of a number behind a backslash and a letter.
inline void append_escape(std::string& to, char letter, std::uint32_t code, int digits) {
  to += '\\';
  to += letter;
  for (int k = digits - 1; k >= 0; --k) to += "0123456789abcdef"[code >> (4 * k) & 0xFu];
}

}  // namespace capnet::detail
