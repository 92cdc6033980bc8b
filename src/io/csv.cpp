#include <capnet/io/csv.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

#include <capnet/core/text.hpp>

namespace capnet {
namespace {

/// Walks through the text of a table, cell by cell.
class csv_scanner {
 public:
  /// Stores at most `most` cells of a row; more are counted.
  csv_scanner(std::vector<char>& text, char separator, std::size_t most)
      : text_{text}, separator_{separator}, most_{most} {}

  [[nodiscard]] bool done() const { return at_ >= text_.size(); }
  [[nodiscard]] std::uint32_t line() const { return line_; }

  /// The cells of the next row, none if it is blank, and how many it has; `fault` is set where a quote is wrong.
  std::size_t row(std::vector<csv_cell>& cells, std::optional<problem>& fault) {
    cells.clear();
    std::size_t count = 0;
    auto store = [&](const csv_cell& found) {
      if (++count <= most_) cells.push_back(found);
    };
    while (!done()) {
      store(cell(fault));
      if (done() || !accept(separator_)) break;
      if (done()) store({{}, line_, column_});
    }
    accept('\r');
    if (!done() && accept('\n')) next_line();
    if (cells.size() == 1 && cells[0].text.empty()) cells.clear();
    return count;
  }

 private:
  csv_cell cell(std::optional<problem>& fault) {
    while (!done() && (text_[at_] == ' ' || text_[at_] == '\t') && separator_ != text_[at_]) advance();
    csv_cell found{{}, line_, column_};
    if (!done() && text_[at_] == '"') {
      found.text = quoted(fault, found);
      while (!done() && (text_[at_] == ' ' || text_[at_] == '\t')) advance();
      if (!done() && text_[at_] != separator_ && text_[at_] != '\n' && text_[at_] != '\r' && !fault) {
        fault = problem{
            "", line_, column_,
            "text follows a closing quote; expected the end of the cell: double a quote that belongs to the text"};
      }
      while (!done() && text_[at_] != separator_ && text_[at_] != '\n' && text_[at_] != '\r') advance();
      return found;
    }
    const std::size_t first = at_;
    while (!done() && text_[at_] != separator_ && text_[at_] != '\n' &&
           !(text_[at_] == '\r' && (at_ + 1 >= text_.size() || text_[at_ + 1] == '\n'))) {
      advance();
    }
    std::size_t last = at_;
    while (last > first && (text_[last - 1] == ' ' || text_[last - 1] == '\t')) --last;
    found.text = {text_.data() + first, last - first};
    return found;
  }

  std::string_view quoted(std::optional<problem>& fault, const csv_cell& opened) {
    advance();
    const std::size_t first = at_;
    std::size_t last = at_;
    while (!done()) {
      const char c = text_[at_];
      advance();
      if (c == '"') {
        if (done() || text_[at_] != '"') return {text_.data() + first, last - first};
        advance();
      }
      text_[last++] = c;
      if (c == '\n') next_line();
    }
    if (!fault)
      fault = problem{"", opened.line, opened.column, "a quote is opened and never closed; expected a closing quote"};
    return {text_.data() + first, last - first};
  }

  void advance() {
    column_ += (static_cast<unsigned char>(text_[at_]) & 0xC0u) != 0x80u;
    ++at_;
  }
  bool accept(char c) {
    if (done() || text_[at_] != c) return false;
    advance();
    return true;
  }
  void next_line() {
    ++line_;
    column_ = 1;
  }

  std::vector<char>& text_;
  std::size_t at_ = 0;
  char separator_;
  std::size_t most_;
  std::uint32_t line_ = 1;
  std::uint32_t column_ = 1;
};

/// The one of , and ; that stands more often outside quotes in the first line.
char separator_of(std::string_view text) {
  int balance = 0;
  bool inside = false;
  for (const char c : text) {
    if (c == '"') inside = !inside;
    if (c == '\n' && !inside) break;
    if (!inside) balance += c == ';' ? 1 : c == ',' ? -1 : 0;
  }
  return balance > 0 ? ';' : ',';
}

problem place_of(std::string_view text, std::size_t at, std::string message) {
  const auto line = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  const std::size_t start = text.rfind('\n', at == 0 ? 0 : at - 1);
  const std::string_view before = text.substr(start == std::string_view::npos ? 0 : start + 1,
                                              at - (start == std::string_view::npos ? 0 : start + 1));
  const auto column = std::count_if(before.begin(), before.end(),
                                    [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; });
  return {"", static_cast<std::size_t>(line) + 1, static_cast<std::size_t>(column) + 1, std::move(message)};
}

}  // namespace

csv_table csv_table::read(const std::filesystem::path& file, const load_limits& limits, problem_list& problems) {
  csv_table nothing;
  nothing.file_ = file.string();
  auto refuse = [&](std::string message) {
    problems.add({file.string(), 0, 0, std::move(message)});
    return std::move(nothing);
  };
  std::error_code failure;
  const auto what = std::filesystem::status(file, failure);
  if (what.type() == std::filesystem::file_type::not_found)
    return refuse("there is no such file; expected a table of comma-separated values");
  if (what.type() == std::filesystem::file_type::directory)
    return refuse("is a directory; expected a file of comma-separated values");
  if (what.type() != std::filesystem::file_type::regular)
    return refuse("is not a regular file; expected a file of comma-separated values");
  std::ifstream in{file, std::ios::binary};
  if (!in) return refuse(std::string{"can't be opened: "} + std::strerror(errno) + "; expected a readable file");
  std::string text;
  char block[1 << 16];
  while (in.read(block, sizeof block), in.gcount() > 0) {
    text.append(block, static_cast<std::size_t>(in.gcount()));
    if (text.size() > limits.bytes)
      return refuse("has more than " + std::to_string(limits.bytes) + " bytes; expected at most that many");
  }
  if (in.bad()) return refuse("can't be read to its end; expected a readable file");
  return parse(std::move(text), file.string(), limits, problems);
}

csv_table csv_table::parse(std::string text, std::string file, const load_limits& limits, problem_list& problems) {
  csv_table table;
  table.file_ = std::move(file);
  auto report = [&](problem fault) {
    fault.file = table.file_;
    problems.add(std::move(fault));
  };
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  if (const std::size_t bad = find_invalid_utf8(text); bad != std::string_view::npos) {
    report(place_of(text, bad,
                    "the bytes here are not UTF-8; expected UTF-8: convert another encoding first, for example with "
                    "'iconv -f SHIFT_JIS -t UTF-8'"));
    return table;
  }
  if (const std::size_t zero = text.find('\0'); zero != std::string::npos) {
    report(place_of(text, zero, "there is a zero byte; expected text"));
    return table;
  }
  const char separator = separator_of(text);
  table.text_.assign(text.begin(), text.end());
  csv_scanner scan{table.text_, separator, limits.columns};
  std::vector<csv_cell> cells;
  std::optional<problem> fault;
  std::size_t columns = 0;
  while (!scan.done() && table.header_.empty()) columns = scan.row(table.header_, fault);
  if (fault) report(*std::exchange(fault, std::nullopt));
  if (table.header_.empty()) {
    report({"", 1, 1, "the table is empty; expected a header row"});
    return table;
  }
  if (columns > limits.columns) {
    report(
        {"", 1, 1,
         "the table has " + std::to_string(columns) + " columns; expected at most " + std::to_string(limits.columns)});
    table.header_.clear();
    return table;
  }
  std::vector<std::string_view> names;
  for (const csv_cell& name : table.header_) {
    if (!name.text.empty() && std::find(names.begin(), names.end(), name.text) != names.end()) {
      report({"", name.line, name.column,
              "column '" + std::string{name.text} + "' stands twice; expected each column once"});
    }
    names.push_back(name.text);
  }
  std::size_t rows = 0;
  while (!scan.done()) {
    const std::uint32_t line = scan.line();
    const std::size_t count = scan.row(cells, fault);
    if (fault) {
      report(*std::exchange(fault, std::nullopt));
      continue;
    }
    if (cells.empty()) continue;
    if (++rows > limits.rows) {
      report({"", line, 1,
              "the table has more than " + std::to_string(limits.rows) + " rows; expected at most that many"});
      break;
    }
    if (count != table.header_.size()) {
      report({"", line, 1,
              "the row has " + std::to_string(count) + (count == 1 ? " cell" : " cells") + "; expected " +
                  std::to_string(table.header_.size()) + " as in the header"});
      continue;
    }
    const auto longest = std::max_element(
        cells.begin(), cells.end(), [](const csv_cell& a, const csv_cell& b) { return a.text.size() < b.text.size(); });
    if (longest->text.size() > limits.field_bytes) {
      report({"", longest->line, longest->column,
              "the cell has " + std::to_string(longest->text.size()) + " bytes; expected at most " +
                  std::to_string(limits.field_bytes)});
      continue;
    }
    table.cells_.insert(table.cells_.end(), cells.begin(), cells.end());
  }
  return table;
}

std::optional<std::size_t> csv_table::find_column(std::string_view name) const {
  for (std::size_t k = 0; k < header_.size(); ++k) {
    if (header_[k].text == name) return k;
  }
  return std::nullopt;
}

}  // namespace capnet
