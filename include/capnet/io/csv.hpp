#pragma once
/// Tables of text: comma-separated values as people really write them.
#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
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

/// Where a row begins.
struct csv_place {
  std::size_t offset = 0;  ///< in bytes
  std::uint32_t line = 1;
};

/// A table with a header row (RFC 4180), row by row. In memory are the text and one row of cells.
class csv_reader {
 public:
  /// A table without columns.
  csv_reader() = default;
  /// A table in memory: UTF-8 with or without BOM, LF, CRLF or CR, `,`, `;` or tabs (of these the one that the header
  /// has most of), quotes with doubled quotes and line breaks inside. Blank lines are skipped; white space around
  /// unquoted cells is dropped.
  ///
  /// Faults are added to `problems`, here and as rows are read, under the name `file`; `problems` is to outlive the
  /// reader. Bytes that are not UTF-8, a missing header and whatever exceeds `limits` are faults. Time O(bytes).
  csv_reader(std::string text, std::string file, const load_limits& limits, problem_list& problems);
  /// The same for a file, in UTF-8 or another encoding by the name that iconv has for it: utf-16, shift_jis, latin1.
  /// One that is missing, can't be read, is no regular file or not in that encoding is a fault; what begins with the
  /// byte order mark of UTF-8 is UTF-8. Throws input_error for an encoding that is not known.
  static csv_reader read(const std::filesystem::path& file, const load_limits& limits, problem_list& problems,
                         std::string_view encoding = {});

  csv_reader(csv_reader&&) = default;
  csv_reader& operator=(csv_reader&&) = default;

  [[nodiscard]] const std::string& file() const { return file_; }
  /// Of the whole text.
  [[nodiscard]] std::size_t bytes() const { return whole_->size(); }
  /// At least the number of rows that are left. Time O(bytes).
  [[nodiscard]] std::size_t rows_at_most() const;
  /// What stands between the cells of a row.
  [[nodiscard]] char separator() const { return separator_; }
  /// The names of the columns; none if the table can't be used.
  [[nodiscard]] std::span<const csv_cell> header() const { return header_; }
  [[nodiscard]] std::optional<std::size_t> find_column(std::string_view name) const;
  /// Whether no fault was found so far.
  [[nodiscard]] bool sound() const { return sound_; }

  /// Goes to the next row that has as many cells as the header and no fault; false if there is none.
  bool next();
  /// Goes back to a row that `next` went to.
  void seek(csv_place place);
  /// The cells of the row that the reader is at. They live until it goes on.
  [[nodiscard]] std::span<const csv_cell> row() const { return row_; }
  [[nodiscard]] csv_place place() const { return place_; }

  static constexpr std::size_t piece_bytes = std::size_t{1} << 20;  ///< for a thread
  /// Readers of the rows that are left, one after the other: of about so many bytes each, and of all that is left if it
  /// may be more rows than are allowed. Each is to be told where its faults go before it is used.
  [[nodiscard]] std::vector<csv_reader> cut(std::size_t bytes = piece_bytes) const;
  void report_to(problem_list& problems) { problems_ = &problems; }

 private:
  csv_reader(const csv_reader&) = default;  // of the rows that are left: the cells of a row are not a copy's
  void report(problem fault);
  void read_header();
  std::size_t scan_row(std::vector<csv_cell>& cells, std::optional<problem>& fault);
  csv_cell scan_cell(std::optional<problem>& fault);
  std::string_view scan_quoted(std::optional<problem>& fault, const csv_cell& opened);
  [[nodiscard]] bool done() const { return at_ >= text_.size(); }
  [[nodiscard]] char here() const { return text_[at_]; }
  [[nodiscard]] bool at_blank() const { return (here() == ' ' || here() == '\t') && here() != separator_; }
  [[nodiscard]] csv_cell nothing_here() const { return {{}, line_, static_cast<std::uint32_t>(at_ - line_begin_) + 1}; }
  void pass_blanks();
  void pass_cell();
  void pass_quoted(std::size_t end);

  std::string file_;
  std::shared_ptr<const std::string> whole_ = std::make_shared<const std::string>();  // where cells point into
  std::string_view text_;              // of it, up to where this reader ends
  std::deque<std::string> unescaped_;  // or here, those with doubled quotes
  std::shared_ptr<const std::deque<std::string>> header_texts_;
  load_limits limits_;
  problem_list* problems_ = nullptr;
  std::vector<csv_cell> header_, row_;
  csv_place place_;
  std::size_t rows_ = 0;
  bool sound_ = true;
  bool ascii_ = true;  // all of the text
  std::size_t at_ = 0;
  char separator_ = ',';
  std::array<bool, 256> ends_cell_{};  // [byte]: a separator or the end of a line
  std::uint32_t line_ = 1;
  std::size_t line_begin_ = 0;  // and the bytes since that begin no character, so that a column is a difference
};

}  // namespace capnet
