#pragma once
/// Tables of text: comma-separated values as people really write them.
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/io/load_limits.hpp>

namespace capnet {

/// One cell and where it begins. Line and column count from 1; the column counts characters, not bytes.
struct csv_cell {
  std::string_view text{};
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

/// A table with a header row (RFC 4180). Cells point into the table: they live as long as it does.
class csv_table {
 public:
  csv_table() = default;
  csv_table(csv_table&&) = default;
  csv_table& operator=(csv_table&&) = default;

  /// Reads a file: UTF-8 with or without BOM, LF or CRLF, `,` or `;` (the one that the header has more of), quotes with
  /// doubled quotes and line breaks inside. Blank lines are skipped; white space around unquoted cells is dropped.
  /// Faults are added to `problems`, all of them, under the name `file`; a table with faults holds the rows that are
  /// whole. Missing or unreadable files, directories, bytes that are not UTF-8 and whatever exceeds `limits` are
  /// faults. Time and space O(bytes).
  static csv_table read(const std::filesystem::path& file, const load_limits& limits, problem_list& problems);
  /// The same for text that is in memory.
  static csv_table parse(std::string text, std::string file, const load_limits& limits, problem_list& problems);

  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] std::span<const csv_cell> header() const { return header_; }
  [[nodiscard]] std::optional<std::size_t> find_column(std::string_view name) const;
  /// Number of rows below the header.
  [[nodiscard]] std::size_t size() const { return header_.empty() ? 0 : cells_.size() / header_.size(); }
  [[nodiscard]] std::span<const csv_cell> row(std::size_t r) const {
    return {cells_.data() + r * header_.size(), header_.size()};
  }

 private:
  std::string file_;
  std::vector<char> text_;  // cells point into it; quoted cells are unescaped in place
  std::vector<csv_cell> header_;
  std::vector<csv_cell> cells_;
};

}  // namespace capnet
