#pragma once
/// Tables as text that `csv_reader` reads back as it was.
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/io/csv.hpp>

#include "io/folder_tables.hpp"
#include "io/key_table.hpp"

namespace capnet::detail {

/// What one row says, by column. An empty cell says nothing.
class row_text {
 public:
  void add(std::string_view column, std::string text) {
    if (!text.empty()) cells_.emplace_back(column, std::move(text));
  }
  [[nodiscard]] const auto& cells() const { return cells_; }
  void clear() { cells_.clear(); }

 private:
  std::vector<std::pair<std::string_view, std::string>> cells_;
};

inline void append_cell(std::string& table, std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  const bool plain = text.find_first_of(",;\t\"\r\n") == std::string_view::npos &&
                     (text.empty() || (!blank(text.front()) && !blank(text.back())));
  if (plain) {
    table += text;
    return;
  }
  table += '"';
  for (const char c : text) table.append(c == '"' ? 2 : 1, c);
  table += '"';
}

/// The table of those rows: of the columns of `shape` the required ones and those in which a row says something, then
/// all others in the order in which they are first said; empty if it has no rows and need not be there.
///
/// `each_row(visit)` calls `visit(const row_text&)` for each row, twice in all, and each time with the same ones.
template <class EachRow>
[[nodiscard]] std::string table_text(const folder_table& shape, const EachRow& each_row) {
  key_table<std::string> columns;
  for (const std::string_view name : shape.columns) columns.add(name);
  std::vector<bool> used(shape.columns.size());
  std::fill_n(used.begin(), shape.required, true);
  std::size_t rows = 0;
  each_row([&](const row_text& row) {
    ++rows;
    for (const auto& [name, text] : row.cells()) {
      const auto [column, fresh] = columns.add(name);
      if (fresh)
        used.push_back(true);
      else
        used[column] = true;
    }
  });
  std::string table;
  if (rows == 0 && !shape.needed) return table;
  std::vector<std::string_view> line(columns.keys().begin(), columns.keys().end());
  const auto append_line = [&] {
    bool first = true;
    for (std::size_t column = 0; column < line.size(); ++column) {
      if (!used[column]) continue;
      if (!std::exchange(first, false)) table += ',';
      append_cell(table, line[column]);
    }
    table += '\n';
  };
  append_line();
  each_row([&](const row_text& row) {
    line.assign(line.size(), {});
    for (const auto& [name, text] : row.cells()) line[*columns.find(name)] = text;
    append_line();
  });
  return table;
}

}  // namespace capnet::detail
