#include "command/table.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <capnet/core/text.hpp>

namespace capnet::command {

std::size_t display_width(std::string_view utf8) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < utf8.size();) {
    const auto lead = static_cast<unsigned char>(utf8[at]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t code = lead < 0x80 ? lead : lead & (0x7Fu >> length);
    for (std::size_t k = 1; k < length && at + k < utf8.size(); ++k) code = code << 6 | (static_cast<unsigned char>(utf8[at + k]) & 0x3Fu);
    const bool wide = (code >= 0x1100 && code <= 0x115F) || (code >= 0x2E80 && code <= 0xA4CF) || (code >= 0xAC00 && code <= 0xD7A3) ||
                      (code >= 0xF900 && code <= 0xFAFF) || (code >= 0xFE30 && code <= 0xFE6F) || (code >= 0xFF01 && code <= 0xFF60) ||
                      (code >= 0x1F300 && code <= 0x1FAFF) || (code >= 0x20000 && code <= 0x3FFFD);
    width += wide ? 2 : 1;
    at += length;
  }
  return width;
}

std::string short_number(std::optional<double> number, int digits) {
  return number && !std::isnan(*number) ? capnet::short_number(*number, digits) : "-";
}

void table::print(std::ostream& out) const {
  std::vector<std::size_t> widths;
  for (const auto& row : rows_) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t k = 0; k < row.size(); ++k) widths[k] = std::max(widths[k], display_width(row[k]));
  }
  for (const auto& row : rows_) {
    std::string line = "  ";
    for (std::size_t k = 0; k < row.size(); ++k) {
      const std::string gap(widths[k] - display_width(row[k]), ' ');
      const bool right = k < right_.size() && right_[k];
      line += right ? gap + row[k] : row[k] + gap;
      line += "  ";
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out << line << '\n';
  }
}

}  // namespace capnet::command
