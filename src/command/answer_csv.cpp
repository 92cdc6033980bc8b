#include "command/answer_csv.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "command/answer_json.hpp"
#include "io/json_text.hpp"

namespace capnet::command {
namespace {

std::string quoted_cell(std::string text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  for (std::size_t at = text.find('"'); at != std::string::npos; at = text.find('"', at + 2)) text.insert(at, 1, '"');
  return '"' + text + '"';
}

/// Without the quotes of CSV.
std::string cell_text(const answer_cell& cell) {
  if (!cell.known()) return {};
  if (const auto* text = cell.get_if<std::string>()) return *text;
  std::string joined;
  const auto add = [&](const std::string& one) { joined += (joined.empty() ? "" : "|") + one; };
  if (const auto* texts = cell.get_if<std::vector<std::string>>())
    std::ranges::for_each(*texts, add);
  else if (const auto* numbers = cell.get_if<std::vector<std::int64_t>>())
    std::ranges::for_each(*numbers, [&](std::int64_t number) { add(std::to_string(number)); });
  else
    return detail::json_text(cell_json(cell));
  return joined;
}

}  // namespace

void print_csv(std::ostream& out, const answer_table& table) {
  const auto print_line = [&](const auto& text_of) {
    const char* between = "";
    for (const answer_column& column : table.columns) {
      if (column.name.empty()) continue;
      out << between << quoted_cell(text_of(column));
      between = ",";
    }
    out << "\r\n";
  };
  print_line([](const answer_column& column) { return column.name; });
  for (std::size_t row = 0; row < table.size; ++row)
    print_line([&](const answer_column& column) { return cell_text(column.cell(row)); });
}

}  // namespace capnet::command
