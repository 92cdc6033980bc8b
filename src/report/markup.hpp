#pragma once
/// Texts within HTML and SVG.
#include <string>
#include <string_view>

namespace capnet {

/// With what would be read as markup escaped, also within quotes.
[[nodiscard]] inline std::string markup_safe(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

}  // namespace capnet
