#include "command/answer_text.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <concepts>
#include <cstdlib>
#include <numeric>
#include <optional>
#include <utility>

#include <capnet/core/detail/characters.hpp>
#include <capnet/core/text.hpp>

#include "command/options.hpp"

namespace capnet::command {
namespace {

constexpr std::size_t usual_width = 100, least_width = 20;
constexpr std::size_t indent = 2, gap = 2, hang = 2;
constexpr std::size_t readable = 24;  // a column of words is made no narrower while there is another way

/// What is not broken: a word, or a wide letter with the marks that may not begin a line.
struct piece {
  std::string_view text{};
  std::size_t width = 0;
  bool spaced = false;  ///< from the one before
};
std::vector<piece> pieces_of(std::string_view text) {
  constexpr std::string_view never_first = "、。，．）」』】〉》］｝！？・：；ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ",
                             never_last = "（「『【〈《［｛";
  std::vector<piece> all;
  bool open = true, spaced = false;  // whether a new piece begins
  std::string_view before;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view letter = text.substr(at, detail::first_character(text.substr(at)).length);
    at += letter.size();
    if (letter == " ") {
      open = spaced = true;
      continue;
    }
    const std::size_t width = display_width(letter);
    const bool wide_border = width == 2 || (!before.empty() && display_width(before) == 2);
    const bool may_break = never_first.find(letter) == std::string_view::npos &&
                           (before.empty() || never_last.find(before) == std::string_view::npos);
    if (open || (wide_border && may_break)) all.push_back({text.substr(at - letter.size(), 0), 0, spaced});
    piece& last = all.back();
    last.text = {last.text.data(), last.text.size() + letter.size()};
    last.width += width;
    open = spaced = false;
    before = letter;
  }
  return all;
}

/// A column as people read it.
struct text_column {
  std::string header{};
  bool right = false;
  std::vector<std::string> cells{};
  std::size_t natural = 0;  ///< columns that it takes if nothing is broken
  std::size_t least = 0;    ///< no word of it fits into less

  text_column(std::string above, bool on_the_right) : header{printable(above)}, right{on_the_right} {
    natural = display_width(header);
    for (const piece& one : pieces_of(header)) least = std::max(least, one.width);
  }
  void add(const std::string& words) {
    const std::string& text = cells.emplace_back(printable(words));
    const std::size_t width = display_width(text);
    natural = std::max(natural, width);
    if (width <= least) return;
    std::size_t longest = right ? width : 0, before = 0;
    for (const piece& one : pieces_of(text)) longest = std::max(longest, one.width + std::exchange(before, hang));
    least = std::max(least, longest);
  }
  [[nodiscard]] std::size_t readable_width() const {
    return right ? least : std::min(natural, std::max(least, readable));
  }
};

/// The widths of columns beside each other: the widest gives way first, down to what it can be read at or, if that is
/// too much, to its words.
std::vector<std::size_t> widths_of(const std::vector<const text_column*>& columns, std::size_t room) {
  std::vector<std::size_t> widths, readable_widths, words;
  for (const text_column* const one : columns) {
    widths.push_back(one->natural);
    readable_widths.push_back(one->readable_width());
    words.push_back(one->least);
  }
  const auto sum_of = [](const auto& all) { return std::accumulate(all.begin(), all.end(), std::size_t{0}); };
  const std::vector<std::size_t>& floors = sum_of(readable_widths) <= room ? readable_widths : words;
  for (std::size_t sum = sum_of(widths); sum > room; --sum) {
    std::size_t* widest = nullptr;
    for (std::size_t c = 0; c < widths.size(); ++c) {
      if (widths[c] > floors[c] && (widest == nullptr || widths[c] > *widest)) widest = &widths[c];
    }
    if (widest == nullptr) break;
    --*widest;
  }
  return widths;
}

void print_beside(std::ostream& out, const std::vector<const text_column*>& columns,
                  const std::vector<std::size_t>& widths) {
  const auto print_row = [&](const auto& text_of, std::size_t hanging, bool bottom) {
    std::vector<std::vector<std::string>> lines;
    std::size_t height = 1;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      lines.push_back(wrapped(text_of(*columns[c]), widths[c], hanging));
      height = std::max(height, lines.back().size());
    }
    for (std::size_t k = 0; k < height; ++k) {
      std::string line(indent, ' ');
      for (std::size_t c = 0; c < columns.size(); ++c) {
        const std::size_t above = bottom ? height - lines[c].size() : 0;
        const std::string text = k >= above && k - above < lines[c].size() ? lines[c][k - above] : std::string{};
        const std::size_t width = display_width(text);
        const std::string space(width < widths[c] ? widths[c] - width : 0, ' ');
        line += (columns[c]->right ? space + text : text + space) + std::string(gap, ' ');
      }
      line.erase(line.find_last_not_of(' ') + 1);
      out << line << '\n';
    }
  };
  if (std::ranges::any_of(columns, [](const text_column* one) { return !one->header.empty(); }))
    print_row([](const text_column& one) { return one.header; }, 0, true);
  for (std::size_t row = 0; row < columns[0]->cells.size(); ++row)
    print_row([&](const text_column& one) { return one.cells[row]; }, hang, false);
}

/// Those that don't fit beside each other stand below, beside the first ones again, which tell rows apart.
void print_columns(std::ostream& out, const std::vector<text_column>& columns, std::size_t width,
                   std::size_t keys = 1) {
  const auto room = [&](std::size_t n) { return width - std::min(width, indent + gap * (n - 1)); };
  keys = std::min(std::max(keys, std::size_t{1}), columns.size());
  std::size_t next = keys;
  do {
    if (next > keys) out << '\n';
    std::vector<const text_column*> beside;
    std::size_t needed = 0;
    for (std::size_t c = 0; c < keys; ++c) beside.push_back(&columns[c]), needed += columns[c].readable_width();
    for (; next < columns.size(); ++next) {
      needed += columns[next].readable_width();
      if (beside.size() > keys && needed > room(beside.size() + 1)) break;
      beside.push_back(&columns[next]);
    }
    print_beside(out, beside, widths_of(beside, room(beside.size())));
  } while (next < columns.size());
}

template <class T>
std::string joined(const std::vector<T>& all) {
  std::string text;
  for (const T& one : all) {
    if (!text.empty()) text += ", ";
    if constexpr (std::same_as<T, std::string>)
      text += one;
    else
      text += std::to_string(one);
  }
  return text;
}

std::string words_of(const answer_column& column, std::size_t row) {
  if (column.words) return column.words(row);
  const answer_cell cell = column.cell(row);
  struct writer {
    const answer_column& of;
    std::string operator()(std::nullptr_t) const { return of.unknown; }
    std::string operator()(absent) const { return {}; }
    std::string operator()(bool truth) const { return truth ? "yes" : "no"; }
    std::string operator()(std::int64_t number) const {
      return number < 0 ? '-' + grouped(std::uint64_t{0} - static_cast<std::uint64_t>(number))
                        : grouped(static_cast<std::uint64_t>(number));
    }
    std::string operator()(std::uint64_t number) const { return grouped(number); }
    std::string operator()(double number) const {
      return std::isnan(number) ? of.unknown : capnet::short_number(number, of.digits);
    }
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(const std::vector<std::string>& texts) const { return joined(texts); }
    std::string operator()(const std::vector<std::int64_t>& numbers) const { return joined(numbers); }
    std::string operator()(const std::shared_ptr<const answer_table>& inner) const { return grouped(inner->size); }
  };
  return std::visit(writer{column}, cell.value);
}

bool is_right(const answer_column& column) {
  return column.type == answer_type::integer || column.type == answer_type::number;
}

class text_printer {
 public:
  text_printer(std::ostream& out, std::size_t width) : out_{out}, width_{width} {}

  void sentences(const std::vector<std::string>& all) {
    if (all.empty()) return;
    begin_block();
    for (const std::string& one : all) print(one, 0, 0);
  }
  void table(const answer_table& t) {
    const bool shown = std::ranges::any_of(
        t.columns, [](const answer_column& column) { return column.place != answer_place::detail; });
    if (t.size == 0 || !shown) return;
    if (t.shape == answer_shape::fields) {
      if (!t.title.empty()) fields(t);
      return;
    }
    std::vector<std::size_t> rows(t.size);
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    if (t.rows_shown) rows = *t.rows_shown;
    if (rows.empty()) return;
    const auto heading = std::ranges::find(t.columns, answer_place::heading, &answer_column::place);
    if (heading == t.columns.end()) return part(t, t.title, rows);
    for (std::size_t first = 0, last = 0; first < rows.size(); first = last) {
      const std::string title = words_of(*heading, rows[first]);
      while (last < rows.size() && words_of(*heading, rows[last]) == title) ++last;
      part(t, title,
           {rows.begin() + static_cast<std::ptrdiff_t>(first), rows.begin() + static_cast<std::ptrdiff_t>(last)});
    }
  }

 private:
  void begin_block() {
    if (std::exchange(begun_, true)) out_ << '\n';
  }
  void print(const std::string& text, std::size_t before, std::size_t hanging) {
    for (const std::string& line : wrapped(text, width_ - std::min(width_, before), hanging))
      out_ << std::string(before, ' ') << line << '\n';
  }

  void fields(const answer_table& t) {
    text_column names{{}, false}, values{{}, true};
    for (const answer_column& column : t.columns) {
      if (column.place == answer_place::detail) continue;
      names.add(column.heading());
      values.add(words_of(column, 0));
    }
    begin_block();
    print(t.title, 0, hang);
    if (!names.cells.empty()) print_columns(out_, {names, values}, width_);
  }
  void part(const answer_table& t, const std::string& title, const std::vector<std::size_t>& rows) {
    std::vector<text_column> cells;
    std::vector<const answer_column*> sentences;
    for (const answer_column& column : t.columns) {
      if (column.place == answer_place::sentence) sentences.push_back(&column);
      if (column.place != answer_place::cell) continue;
      text_column shown{column.heading(), is_right(column)};
      for (const std::size_t row : rows) shown.add(words_of(column, row));
      if (!column.if_any || std::ranges::any_of(shown.cells, [](const auto& text) { return !text.empty(); }))
        cells.push_back(std::move(shown));
    }
    begin_block();
    if (!title.empty()) print(title, 0, hang);
    if (!cells.empty()) print_columns(out_, cells, width_, t.keys);
    for (const std::string& note : t.notes) print(note, indent, hang);
    if (sentences.empty()) return;
    const std::string& heading = sentences.front()->header;
    if (!heading.empty()) {
      begin_block();
      print(heading, 0, hang);
    }
    const std::size_t before = heading.empty() ? indent : 0;
    for (const std::size_t row : rows) {
      for (const answer_column* const one : sentences) {
        const std::string sentence = words_of(*one, row);
        if (sentence.empty()) continue;
        const bool first = one == sentences.front();
        print((first && t.label ? t.label(row) + ": " : std::string{}) + sentence, before + (first ? 0 : hang), hang);
      }
    }
  }

  std::ostream& out_;
  std::size_t width_;
  bool begun_ = false;
};

}  // namespace

std::string short_number(std::optional<double> number, int digits) {
  return number && !std::isnan(*number) ? capnet::short_number(*number, digits) : "-";
}

std::size_t text_width() {
  std::size_t width = usual_width;
  if (winsize size{};
      ::isatty(STDOUT_FILENO) != 0 && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    width = size.ws_col;
  } else if (const char* const columns = std::getenv("COLUMNS"); columns != nullptr) {
    const std::string_view text{columns};
    if (std::size_t number = 0;
        std::from_chars(text.data(), text.data() + text.size(), number).ec == std::errc{} && number > 0)
      width = number;
  }
  return std::max(width, least_width);
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width, std::size_t hanging) {
  const std::string shown = printable(text);
  if (display_width(shown) <= width) return {shown};
  std::vector<std::string> lines(1);
  std::size_t used = 0;
  bool fresh = true;  // nothing stands on the line
  for (const piece& one : pieces_of(shown)) {
    const std::size_t space = one.spaced && !fresh ? 1 : 0;
    if (!fresh && used + space + one.width > width) {
      lines.emplace_back(hanging, ' ');
      used = hanging;
    } else {
      lines.back().append(space, ' ');
      used += space;
    }
    lines.back() += one.text;
    used += one.width;
    fresh = false;
  }
  return lines;
}

void print_text(std::ostream& out, const answer& all, std::size_t width) {
  text_printer printer{out, width};
  printer.sentences(all.lead);
  for (const answer_table& one : all.tables) printer.table(one);
  printer.sentences(all.notes);
}

}  // namespace capnet::command
