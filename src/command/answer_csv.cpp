#include "command/answer_csv.hpp"

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
  const auto* texts = cell.get_if<std::vector<std::string>>();
  if (texts == nullptr) return detail::json_text(cell_json(cell));
  std::string joined;
  for (const std::string& one : *texts) joined += (joined.empty() ? "" : "|") + one;
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
