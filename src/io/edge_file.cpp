#include <capnet/io/edge_file.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <deque>
#include <limits>
#include <optional>
#include <string_view>

#include <capnet/core/date.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/core/text.hpp>
#include <capnet/network/time_columns.hpp>

#include "io/key_table.hpp"
#include "io/numerals.hpp"
#include "io/text_file.hpp"

namespace capnet {
namespace {

using detail::key_table;

constexpr std::size_t none = static_cast<std::size_t>(-1);

/// Which field of a line is what.
struct line_shape {
  char separator = ',';
  std::size_t source = 0, target = 1, weight = none, begin = none, end = none;
  char line_end = '\n';
  std::size_t first_line = 1;  ///< where the edges begin, below a header
};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.back() == '\r' || text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  return text;
}
bool skipped(std::string_view line) { return trimmed(line).empty() || line.front() == '#' || line.front() == '%'; }

/// The first line of a text, which then begins below it. Tabs stay: each ends a cell, empty or not.
std::string_view take_line(std::string_view& text, char line_end) {
  const std::size_t end = std::min(text.find(line_end), text.size());
  std::string_view line = text.substr(0, end);
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
  while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
  text.remove_prefix(std::min(text.size(), end + 1));
  return line;
}

/// Calls `visit(field, column)` for each field of a line; how many there are.
template <class Visit>
std::size_t for_each_field(std::string_view line, char separator, const Visit& visit) {
  for (std::size_t column = 0;; ++column) {
    if (separator == ' ') line = trimmed(line);
    const std::size_t end = line.find(separator);
    visit(trimmed(line.substr(0, end)), column);
    if (end == std::string_view::npos) return column + 1;
    line.remove_prefix(end + 1);
  }
}

constexpr std::string_view lone_return =
    "a carriage return stands inside the line; expected lines that all end alike, with LF, CRLF or CR";

std::string too_many_fields(std::size_t found, std::size_t most) {
  return "the line has " + std::to_string(found) + " fields; expected at most " + std::to_string(most);
}

/// The shape of the lines. A header is taken from the text, with all above it.
line_shape take_shape(std::string_view& text, const std::string& file, const load_limits& limits) {
  line_shape shape{.line_end = text.find('\n') == std::string_view::npos ? '\r' : '\n'};
  std::string_view first, below = text;
  std::size_t number = 0;
  while (skipped(trimmed(first)) && !below.empty()) {
    first = take_line(below, shape.line_end), ++number;
    if (first.find('\r') != std::string_view::npos) throw input_error{{{file, number, 0, std::string{lone_return}}}};
  }
  const auto has = [&](char c) { return std::ranges::count(first, c); };
  shape.separator = has('\t') > 0 ? '\t' : has(';') > has(',') ? ';' : has(',') > 0 ? ',' : ' ';
  line_shape named{.separator = shape.separator,
                   .source = none,
                   .target = none,
                   .line_end = shape.line_end,
                   .first_line = number + 1};
  const std::size_t fields = for_each_field(first, shape.separator, [&](std::string_view field, std::size_t column) {
    const auto names = [&](std::string_view name, std::size_t& at) {
      if (field == name && at == none) at = column;
    };
    names("source", named.source), names("target", named.target), names("weight", named.weight);
    names("begin", named.begin), names("end", named.end);
  });
  if (fields > limits.columns) throw input_error{{{file, number, 0, too_many_fields(fields, limits.columns)}}};
  if (named.source != none && named.target != none) {
    text = below;
    return named;
  }
  if (fields > 2) shape.weight = 2;
  return shape;
}

/// What one piece of the file holds; keys are numbered within it.
struct piece {
  std::string_view text{};
  std::size_t first_line = 0, lines = 0;
  key_table<std::string_view> sources{}, targets{};
  edge_columns edges{};
  problem_list problems{};
  std::vector<std::uint32_t> source_numbers{}, target_numbers{};  ///< of its keys, in the whole file
};

std::string content(const std::filesystem::path& file, const load_limits& limits) {
  problem_list problems;
  auto bytes = detail::read_text(file, limits.bytes, "a file of edges", problems);
  if (!bytes) throw input_error{std::move(problems)};
  return *std::move(bytes);
}

class piece_reader {
 public:
  piece_reader(piece& into, const line_shape& shape, const std::string& file, bool two_mode, const load_limits& limits)
      : into_{into}, shape_{shape}, file_{file}, two_mode_{two_mode}, limits_{limits} {
    const std::size_t most = std::min(into_.lines, into_.text.size() / 4) + 1;  // an edge has at least four bytes
    into_.edges.sources.reserve(most), into_.edges.targets.reserve(most);
    if (shape_.weight != none) into_.edges.weights.reserve(most);
    if (shape_.begin != none) into_.edges.begins.reserve(most);
    if (shape_.end != none) into_.edges.ends.reserve(most);
  }

  void read(std::string_view line, std::size_t number) {
    if (line.find('\r') != std::string_view::npos) return complain(number, std::string{lone_return});
    if (skipped(shape_.separator == '\t' ? line : trimmed(line))) return;
    std::string_view source, target, weighs, begins, ends;
    const std::size_t fields = for_each_field(line, shape_.separator, [&](std::string_view field, std::size_t column) {
      if (column == shape_.source) source = field;
      if (column == shape_.target) target = field;
      if (column == shape_.weight) weighs = field;
      if (column == shape_.begin) begins = field;
      if (column == shape_.end) ends = field;
    });
    if (fields > limits_.columns) return complain(number, too_many_fields(fields, limits_.columns));
    if (source.empty() || target.empty())
      return complain(number,
                      std::string{"a line without a "} + (source.empty() ? "source" : "target") + "; expected both");
    if (const std::size_t longer = std::max(source.size(), target.size()); longer > limits_.id_bytes) {
      return complain(number, "an id of " + std::to_string(longer) + " bytes; expected at most " +
                                  std::to_string(limits_.id_bytes));
    }
    double weight = std::numeric_limits<double>::quiet_NaN();
    if (!weighs.empty()) {
      const std::string text = shape_.separator == ';' ? detail::numeral(weighs, ';') : std::string{weighs};
      const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), weight);
      if (failure != std::errc{} || end != text.data() + text.size() || !std::isfinite(weight)) {
        return complain(
            number, "the weight " + quote(weighs) + " is no number; expected one such as 2.5, or nothing if unknown");
      }
    }
    std::int32_t begin = first_of_days, end = last_of_days;
    if (!day(begins, begin, number) || !day(ends, end, number)) return;
    if (end < begin) return complain(number, "it ends before it begins; expected an end that is not before the begin");
    if (shape_.weight != none) into_.edges.weights.push_back(weight);
    if (shape_.begin != none) into_.edges.begins.push_back(begin);
    if (shape_.end != none) into_.edges.ends.push_back(end);
    into_.edges.sources.push_back(into_.sources.add(source).first);
    into_.edges.targets.push_back((two_mode_ ? into_.targets : into_.sources).add(target).first);
  }

 private:
  bool day(std::string_view text, std::int32_t& number, std::size_t line) {
    if (text.empty()) return true;
    const auto day = parse_date(text);
    if (!day || !day->exact()) {
      complain(line, quote(text) + " is no day; expected one such as 2024-07-23, or nothing if unknown");
      return false;
    }
    number = held_when::number(day->earliest);
    return true;
  }
  void complain(std::size_t line, std::string what) { into_.problems.add({file_, line, 0, std::move(what)}); }
  piece& into_;
  const line_shape& shape_;
  const std::string& file_;
  bool two_mode_;
  const load_limits& limits_;
};

}  // namespace

edge_columns read_edges(const std::filesystem::path& file, const edge_file_options& options) {
  const std::string bytes = content(file, options.limits);
  std::string_view text = bytes;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::string name = file.string();
  const line_shape shape = take_shape(text, name, options.limits);
  // Pieces of about 4 MiB that end with a line: they depend on the file alone.
  std::deque<piece> pieces;
  for (std::size_t first = 0; first < text.size();) {
    std::size_t last = std::min(text.size(), first + (std::size_t{4} << 20));
    if (last < text.size()) last = std::min(text.find(shape.line_end, last), text.size() - 1) + 1;
    pieces.emplace_back().text = text.substr(first, last - first);
    pieces.back().problems = problem_list{options.limits.problems};
    first = last;
  }
  const execution how{.threads = options.threads, .stop = options.stop};
  parallel_for_blocks(pieces.size(), 1, how, [&](std::size_t p, std::size_t, std::size_t) {
    pieces[p].lines = static_cast<std::size_t>(std::ranges::count(pieces[p].text, shape.line_end));
  });
  std::size_t line = shape.first_line;
  for (piece& p : pieces) {
    p.first_line = line;
    line += p.lines;
  }
  parallel_for_blocks(pieces.size(), 1, how, [&](std::size_t p, std::size_t, std::size_t) {
    piece_reader reader{pieces[p], shape, name, options.two_mode, options.limits};
    std::size_t number = pieces[p].first_line;
    for (std::string_view rest = pieces[p].text; !rest.empty(); ++number)
      reader.read(take_line(rest, shape.line_end), number);
    pieces[p].sources.close(), pieces[p].targets.close();
  });
  problem_list problems{options.limits.problems, name};
  std::size_t edges = 0;
  for (piece& p : pieces) {
    problems.add(std::move(p.problems));
    edges += p.edges.sources.size();
  }
  if (!problems.empty()) throw input_error{std::move(problems)};
  if (edges > options.limits.rows)
    throw input_error{
        {{name, 0, 0,
          "has " + std::to_string(edges) + " edges; expected at most " + std::to_string(options.limits.rows)}}};

  edge_columns all;
  key_table<std::string_view> sources, targets;
  std::size_t source_keys = 0, target_keys = 0;
  for (const piece& p : pieces) source_keys += p.sources.keys().size(), target_keys += p.targets.keys().size();
  sources.reserve(source_keys), targets.reserve(target_keys);
  for (piece& p : pieces) {  // in the order of the file
    for (const std::string_view key : p.sources.take_keys()) p.source_numbers.push_back(sources.add(key).first);
    for (const std::string_view key : p.targets.take_keys()) p.target_numbers.push_back(targets.add(key).first);
    if (sources.keys().size() > 0x7FFFFFFF ||
        targets.keys().size() > 0x7FFFFFFF) {  // a piece has too few to pass 32 bits
      throw input_error{{{name, 0, 0, "has more than 2,147,483,647 vertices; expected at most that many"}}};
    }
  }
  const auto strings = [](const std::vector<std::string_view>& keys) {
    return std::vector<std::string>(keys.begin(), keys.end());
  };
  all.keys = strings(sources.take_keys());
  all.target_keys = strings(targets.take_keys());
  std::vector<std::size_t> place(pieces.size() + 1, 0);
  for (std::size_t p = 0; p < pieces.size(); ++p) place[p + 1] = place[p] + pieces[p].edges.sources.size();
  all.sources.resize(edges), all.targets.resize(edges);
  if (shape.weight != none) all.weights.resize(edges);
  if (shape.begin != none) all.begins.resize(edges);
  if (shape.end != none) all.ends.resize(edges);
  parallel_for_blocks(pieces.size(), 1, how, [&](std::size_t p, std::size_t, std::size_t) {
    piece& one = pieces[p];
    const std::vector<std::uint32_t>& target_numbers = options.two_mode ? one.target_numbers : one.source_numbers;
    for (std::size_t k = 0; k < one.edges.sources.size(); ++k) {
      all.sources[place[p] + k] = one.source_numbers[one.edges.sources[k]];
      all.targets[place[p] + k] = target_numbers[one.edges.targets[k]];
    }
    std::ranges::copy(one.edges.weights,
                      all.weights.begin() + static_cast<std::ptrdiff_t>(shape.weight != none ? place[p] : 0));
    std::ranges::copy(one.edges.begins,
                      all.begins.begin() + static_cast<std::ptrdiff_t>(shape.begin != none ? place[p] : 0));
    std::ranges::copy(one.edges.ends, all.ends.begin() + static_cast<std::ptrdiff_t>(shape.end != none ? place[p] : 0));
    one.edges = {};
  });
  return all;
}

}  // namespace capnet
