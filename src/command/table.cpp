#include "command/table.hpp"

#include <algorithm>

#include <capnet/core/text.hpp>

namespace capnet::command {

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
