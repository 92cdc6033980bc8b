#include <capnet/io/csv.hpp>

#include <algorithm>
#include <array>
#include <utility>

#include <capnet/core/text.hpp>

#include "io/encoding.hpp"
#include "io/text_file.hpp"

namespace capnet {
namespace {

/// Whether a line ends with the byte at `at`: LF, CRLF or CR.
bool ends_line(std::string_view text, std::size_t at) {
  return text[at] == '\n' || (text[at] == '\r' && (at + 1 == text.size() || text[at + 1] != '\n'));
}

/// Whether the byte goes on a character of UTF-8.
bool begins_no_character(char c) { return (static_cast<unsigned char>(c) & 0xC0u) == 0x80u; }

/// The one of , ; and tab that stands most often outside quotes in the first line that is not blank.
char separator_of(std::string_view text) {
  constexpr std::string_view separators = ",;\t";
  std::array<std::size_t, separators.size()> counts{};
  bool inside = false, blank = true;
  for (const char c : text) {
    if (c == '"') inside = !inside;
    if ((c == '\n' || c == '\r') && !inside) {
      if (!blank) break;
      counts = {};
    }
    blank = blank && (c == '\n' || c == '\r' || c == ' ' || c == '\t');
    if (const std::size_t which = separators.find(c); which < counts.size() && !inside) ++counts[which];
  }
  return separators[static_cast<std::size_t>(std::ranges::max_element(counts) - counts.begin())];
}

problem place_of(std::string_view text, std::size_t at, std::string message) {
  std::size_t line = 1, start = 0;
  for (std::size_t k = 0; k < at; ++k) {
    if (ends_line(text, k)) ++line, start = k + 1;
  }
  const auto more = std::ranges::count_if(text.substr(start, at - start), begins_no_character);
  return {"", line, at - start - static_cast<std::size_t>(more) + 1, std::move(message)};
}

/// The byte behind the end of the line at `end`.
std::size_t behind_line(std::string_view text, std::size_t end) { return end + 1 + (ends_line(text, end) ? 0 : 1); }

/// Whether the quote at `at` opens a cell: nothing stands before it there.
bool opens_cell(std::string_view text, char separator, std::size_t at) {
  const auto before = [&] { return text[at - 1]; };
  while (at > 0 && (before() == ' ' || before() == '\t') && before() != separator) --at;
  return at == 0 || before() == separator || before() == '\n' || before() == '\r';
}
/// The byte behind the quote that closes what the quote at `at` opens.
std::size_t behind_quoted(std::string_view text, std::size_t at) {
  for (++at; at < text.size(); at += 2) {
    at = std::min(text.find('"', at), text.size());
    if (at + 1 >= text.size() || text[at + 1] != '"') break;
  }
  return std::min(at + 1, text.size());
}
/// Where the first row that begins at `goal` or behind it begins, or the end of the text. Pre: a row begins at `at`.
std::size_t find_row(std::string_view text, char separator, std::size_t at, std::size_t goal) {
  for (std::size_t end = 0;;) {
    if (end < at) end = text.find_first_of("\r\n", std::max(at, goal));
    if (end == std::string_view::npos) return text.size();
    const std::size_t quote = text.substr(0, end).find('"', at);
    if (quote == std::string_view::npos) return behind_line(text, end);
    at = opens_cell(text, separator, quote) ? behind_quoted(text, quote) : quote + 1;
  }
}
/// How many lines end in [first, last).
std::size_t count_lines(std::string_view text, std::size_t first, std::size_t last) {
  const std::string_view part = text.substr(first, last - first);
  auto lines = static_cast<std::size_t>(std::ranges::count(part, '\n'));
  for (std::size_t at = part.find('\r'); at < part.size(); at = part.find('\r', at + 1)) {
    lines += ends_line(text, first + at);
  }
  return lines;
}

}  // namespace

csv_reader::csv_reader(std::string text, std::string file, const load_limits& limits, problem_list& problems)
    : file_{std::move(file)}, limits_{limits}, problems_{&problems} {
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  unsigned char seen = 0;
  for (const char c : text) seen |= static_cast<unsigned char>(c);
  ascii_ = seen < 0x80;
  if (const std::size_t bad = ascii_ ? std::string_view::npos : find_invalid_utf8(text);
      bad != std::string_view::npos) {
    report(place_of(text, bad,
                    "the bytes here are not UTF-8; expected UTF-8, or --encoding with what the file is in: " +
                        detail::possible_encodings(text)));
    return;
  }
  if (const std::size_t zero = text.find('\0'); zero != std::string::npos) {
    const bool wide = !detail::utf_16_of(text).empty();
    report(place_of(text, zero,
                    "there is a zero byte; expected text" +
                        (wide ? ", or --encoding with what the file is in: " + detail::possible_encodings(text) : "")));
    return;
  }
  separator_ = separator_of(text);
  for (const char c : {separator_, '\n', '\r'}) ends_cell_[static_cast<unsigned char>(c)] = true;
  whole_ = std::make_shared<const std::string>(std::move(text));
  text_ = *whole_;
  read_header();
}

csv_reader csv_reader::read(const std::filesystem::path& file, const load_limits& limits, problem_list& problems,
                            std::string_view encoding) {
  csv_reader nothing;
  nothing.file_ = file.string();
  nothing.sound_ = false;
  auto bytes = detail::read_text(file, limits.bytes, "a file of comma-separated values", problems);
  if (!bytes) return nothing;
  if (encoding.empty()) return {*std::move(bytes), file.string(), limits, problems};
  nothing.problems_ = &problems;
  detail::decoded read = detail::decode(*bytes, encoding, limits.bytes);
  if (read.text.size() > limits.bytes) {
    nothing.report(
        {"", 0, 0, "has more than " + std::to_string(limits.bytes) + " bytes in UTF-8; expected at most that many"});
    return nothing;
  }
  if (!read.whole) {
    nothing.report(
        place_of(read.text, read.text.size(),
                 "the bytes here are not " + printable(encoding) +
                     "; expected --encoding with what the file is in: " + detail::possible_encodings(*bytes)));
    return nothing;
  }
  return {std::move(read.text), file.string(), limits, problems};
}

void csv_reader::report(problem fault) {
  sound_ = false;
  fault.file = file_;
  problems_->add(std::move(fault));
}

void csv_reader::read_header() {
  std::optional<problem> fault;
  std::size_t columns = 0;
  while (!done() && header_.empty()) columns = scan_row(header_, fault);
  if (fault) report(*std::move(fault));
  if (header_.empty()) return report({"", 1, 1, "the table is empty; expected a header row"});
  auto refuse = [&](const csv_cell& where, std::string message) {
    report({"", where.line, where.column, std::move(message)});
    header_.clear();
    at_ = text_.size();
  };
  if (columns > limits_.columns) {
    return refuse(header_.front(), "the table has " + std::to_string(columns) + " columns; expected at most " +
                                       std::to_string(limits_.columns));
  }
  for (const csv_cell& name : header_) {
    if (name.text.size() > limits_.header_bytes) {
      return refuse(name, "the name of the column has " + std::to_string(name.text.size()) +
                              " bytes; expected at most " + std::to_string(limits_.header_bytes));
    }
  }
  for (const csv_cell& name : header_) {
    if (!name.text.empty() && &header_[*find_column(name.text)] != &name)
      report({"", name.line, name.column, "column " + quote(name.text) + " stands twice; expected each column once"});
  }
  // What the names were unescaped into stays as long as they do.
  header_texts_ = std::make_shared<const std::deque<std::string>>(std::exchange(unescaped_, {}));
}

bool csv_reader::next() {
  while (!done()) {
    place_ = {at_, line_};
    std::optional<problem> fault;
    const std::size_t cells = scan_row(row_, fault);
    if (fault) {
      report(*std::move(fault));
      continue;
    }
    if (row_.empty()) continue;
    if (++rows_ > limits_.rows) {
      report({"", place_.line, 1,
              "the table has more than " + std::to_string(limits_.rows) + " rows; expected at most that many"});
      at_ = text_.size();
      break;
    }
    if (cells != header_.size()) {
      report({"", place_.line, 1,
              "the row has " + std::to_string(cells) + (cells == 1 ? " cell" : " cells") + "; expected " +
                  std::to_string(header_.size()) + " as in the header"});
      continue;
    }
    const csv_cell& longest = *std::ranges::max_element(row_, {}, [](const csv_cell& c) { return c.text.size(); });
    if (longest.text.size() > limits_.field_bytes) {
      report({"", longest.line, longest.column,
              "the cell has " + std::to_string(longest.text.size()) + " bytes; expected at most " +
                  std::to_string(limits_.field_bytes)});
      continue;
    }
    return true;
  }
  row_.clear();
  return false;
}

void csv_reader::seek(csv_place place) {
  place_ = place;
  at_ = place.offset;
  line_ = place.line;
  line_begin_ = at_;
  std::optional<problem> none;
  scan_row(row_, none);
}

std::optional<std::size_t> csv_reader::find_column(std::string_view name) const {
  const auto found = std::ranges::find(header_, name, &csv_cell::text);
  return found == header_.end() ? std::nullopt : std::optional{static_cast<std::size_t>(found - header_.begin())};
}

std::size_t csv_reader::rows_at_most() const { return 1 + count_lines(text_, at_, text_.size()); }

std::vector<csv_reader> csv_reader::cut(std::size_t bytes) const {
  std::vector<csv_reader> parts;
  for (csv_place from{at_, line_}; from.offset < text_.size();) {
    const std::size_t rest = text_.size() - from.offset;
    const std::size_t last =
        rest <= bytes ? text_.size() : find_row(text_, separator_, from.offset, from.offset + bytes);
    csv_reader& part = parts.emplace_back(csv_reader{*this});
    part.row_.clear(), part.unescaped_.clear();
    part.at_ = part.line_begin_ = from.offset;
    part.line_ = from.line;
    part.text_ = text_.substr(0, last);
    from = {last, from.line + static_cast<std::uint32_t>(count_lines(text_, from.offset, last))};
    // Who counts the rows is to see them all.
    if (from.line - line_ >= limits_.rows - std::min(rows_, limits_.rows) && bytes < text_.size())
      return cut(text_.size());
  }
  return parts;
}

/// The cells of the next row, none if it is blank, and how many it has: no more are stored than the limit. `fault` is
/// set where a quote is wrong.
std::size_t csv_reader::scan_row(std::vector<csv_cell>& cells, std::optional<problem>& fault) {
  cells.clear();
  unescaped_.clear();
  std::size_t count = 0;
  auto store = [&](const csv_cell& found) {
    if (++count <= limits_.columns) cells.push_back(found);
  };
  while (!done()) {
    store(scan_cell(fault));
    if (done() || here() != separator_) break;
    ++at_;
    if (done()) store(nothing_here());
  }
  if (!done()) {
    at_ = behind_line(text_, at_);
    line_begin_ = at_;
    ++line_;
  }
  if (cells.size() == 1 && cells[0].text.empty()) cells.clear();
  return count;
}

csv_cell csv_reader::scan_cell(std::optional<problem>& fault) {
  pass_blanks();
  csv_cell found = nothing_here();
  if (!done() && here() == '"') {
    found.text = scan_quoted(fault, found);
    pass_blanks();
    if (!done() && !ends_cell_[static_cast<unsigned char>(here())] && !fault) {
      const csv_cell follows = nothing_here();
      fault = problem{
          "", follows.line, follows.column,
          "text follows a closing quote; expected the end of the cell: double a quote that belongs to the text"};
    }
    pass_cell();
    return found;
  }
  const std::size_t first = at_;
  pass_cell();
  found.text = text_.substr(first, at_ - first);
  while (!found.text.empty() && (found.text.back() == ' ' || found.text.back() == '\t')) found.text.remove_suffix(1);
  return found;
}

std::string_view csv_reader::scan_quoted(std::optional<problem>& fault, const csv_cell& opened) {
  const std::size_t first = ++at_;
  std::size_t doubled = 0;
  auto inside = [&](std::size_t end) -> std::string_view {
    const std::string_view raw = text_.substr(first, end - first);
    if (doubled == 0) return raw;
    std::string& text = unescaped_.emplace_back();
    text.reserve(raw.size() - doubled);
    for (std::size_t at = 0; at < raw.size(); ++at) {
      text += raw[at];
      at += raw[at] == '"';  // which is followed by another
    }
    return text;
  };
  for (;; ++at_, ++doubled) {
    pass_quoted(std::min(text_.find('"', at_), text_.size()));
    if (done()) break;
    ++at_;
    if (done() || here() != '"') return inside(at_ - 1);
  }
  if (!fault)
    fault = problem{"", opened.line, opened.column, "a quote is opened and never closed; expected a closing quote"};
  return inside(at_);
}

void csv_reader::pass_blanks() {
  while (!done() && at_blank()) ++at_;
}
/// Goes to the end of the cell.
void csv_reader::pass_cell() {
  const std::size_t first = at_;
  while (!done() && !ends_cell_[static_cast<unsigned char>(here())]) ++at_;
  if (!ascii_)
    line_begin_ +=
        static_cast<std::size_t>(std::ranges::count_if(text_.substr(first, at_ - first), begins_no_character));
}
/// Goes through text in quotes, and the ends of its lines.
void csv_reader::pass_quoted(std::size_t end) {
  for (; at_ < end; ++at_) {
    if (ends_line(text_, at_))
      ++line_, line_begin_ = at_ + 1;
    else
      line_begin_ += begins_no_character(here());
  }
}

}  // namespace capnet
