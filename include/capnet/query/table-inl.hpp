#pragma once
/// Definitions of table.hpp: see core/config.hpp.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include <capnet/core/config.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/text.hpp>
#include <capnet/query/attribute_named.hpp>
#include <capnet/query/detail/kinds_set.hpp>
#include <capnet/query/detail/query_engine.hpp>
#include <capnet/query/detail/table_sum.hpp>
#include <capnet/query/executor-inl.hpp>  // days in their order
#include <capnet/query/table.hpp>

namespace capnet {

namespace detail {

/// How cells are ordered: by what is seen of them, the same whatever the order of recording.
struct cell_key {
  int sort = 0;  ///< unknown last
  std::string kind{};
  double number = 0;
  std::string text{};

  cell_key(const snapshot& net, const match_value& cell) {
    if (!cell.known()) {
      sort = 9;
    } else if (cell.vertex) {
      kind = net.schema().name(cell.vertex->kind), text = net.key(*cell.vertex);
    } else if (cell.tie) {
      sort = 1, kind = net.schema().relation(cell.tie->relation).name, number = cell.tie->row;
    } else if (const auto n = cell.value->number()) {
      sort = 2, number = *n;
    } else if (const auto* day = cell.value->get_if<partial_date>()) {
      sort = 3, number = held_when::number(day->earliest) * 0x1p32 + held_when::number(day->latest);
    } else {
      sort = 4, text = cell.value->text();
    }
  }
  friend bool operator<(const cell_key& a, const cell_key& b) {
    return std::tie(a.sort, a.kind, a.number, a.text) < std::tie(b.sort, b.kind, b.number, b.text);
  }
};

/// What a column comes to over the matches of a row.
[[nodiscard]] inline match_value cell_of(const table_column& column, table_sum& of, std::uint64_t matches) {
  using kind = table_column::kind;
  const auto whole = [](std::uint64_t n) {
    return match_value{.value = n <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())
                                    ? attribute_value{static_cast<std::int64_t>(n)}
                                    : attribute_value{static_cast<double>(n)}};
  };
  if (column.how == kind::count) return whole(matches);
  if (column.how == kind::unknown) return whole(of.unknown());
  if (of.known() == 0) return {};
  switch (column.how) {
    case kind::sum:
      return {.value = of.sum()};
    case kind::mean:
      return {.value = of.mean()};
    case kind::min:
      return {.value = of.least()};
    case kind::max:
      return {.value = of.most()};
    default:
      return {.value = of.quantile(column.quantile)};
  }
}

/// Reads columns.
class column_reader {
 public:
  column_reader(const snapshot& net, const query_plan& plan) : net_{net} {
    for_each_name(plan, [&](const std::string& name, std::size_t, const step_walk* tie, bool again) {
      if (!again) names_[name] = tie == nullptr ? std::vector<step_along>{} : tie->ways;
    });
  }
  [[nodiscard]] table_column term(std::string_view text) const {
    table_column made{.text = std::string{text}};
    made.of = term_of(text);
    return made;
  }
  /// `sum(t.hours)`, `quantile(t.hours,.9)`, `count()`.
  [[nodiscard]] table_column aggregate(std::string_view text) const {
    constexpr auto known = std::span{column_verbs}.subspan(1);
    table_column made{.text = std::string{text}};
    const std::size_t open = text.find('(');
    const std::string_view verb = trimmed(text.substr(0, open));
    const auto found = std::ranges::find(known, verb);
    if (open == std::string_view::npos || !text.ends_with(')') || found == known.end())
      refuse(quote(text), " is nothing that can be added up; expected one of ", join_names(known, " or "),
             " with a term in brackets, such as sum(t.hours)", did_you_mean(verb, known));
    made.how = static_cast<table_column::kind>(found - known.begin() + 1);
    std::string_view inner = trimmed(text.substr(open + 1, text.size() - open - 2));
    if (made.how == table_column::kind::count) {
      if (!inner.empty()) refuse(quote(text), " has a term; expected count()");
      return made;
    }
    if (made.how == table_column::kind::quantile) {
      const std::size_t comma = inner.rfind(',');
      if (comma == std::string_view::npos) refuse_share(text);
      made.quantile = std::string{trimmed(inner.substr(comma + 1))};
      inner = trimmed(inner.substr(0, comma));
    }
    made.of = term_of(inner);
    expect_column(made);
    return made;
  }
  /// Refuses a column that can't be, however it was made.
  void expect_column(const table_column& column) const {
    if (column.how == table_column::kind::count) return;
    if (!names_.contains(column.of.name)) refuse_name(column.of.name, column.of.name);
    const attribute_info info = info_of(column.of);
    if (column.how == table_column::kind::term || column.how == table_column::kind::unknown) return;
    if (!is_number(info.type)) refuse(quote(column.text), " adds up what is no number; expected a term that is one");
    if (column.how != table_column::kind::quantile) return;
    const std::string& share = column.quantile;
    double number = -1;
    const auto read = std::from_chars(share.data(), share.data() + share.size(), number, std::chars_format::fixed);
    const bool decimal = !share.empty() && share.size() <= 12 && share.find_first_not_of(".0123456789") == share.npos;
    if (!decimal || read.ptr != share.data() + share.size() || !(number >= 0 && number <= 1)) refuse_share(column.text);
  }

  static std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
  }

 private:
  [[nodiscard]] query_term term_of(std::string_view text) const {
    if (names_.contains(std::string{text})) return {.name = std::string{text}};
    const std::size_t point = text.find('.');
    const query_term made{.name = std::string{text.substr(0, point)},
                          .attribute = point == std::string_view::npos ? "" : std::string{text.substr(point + 1)}};
    if (!names_.contains(made.name)) refuse_name(text, made.name);
    static_cast<void>(info_of(made));
    return made;
  }
  [[noreturn]] void refuse_name(std::string_view text, const std::string& name) const {
    std::vector<std::string_view> known;
    for (const auto& [one, ways] : names_) known.push_back(one);
    refuse(quote(text), " is no name of the query; expected ",
           known.empty() ? "a name that it gives, as in orgs -t:teaches-> b:skills" : join_names(known, " or "),
           did_you_mean(name, known));
  }
  [[noreturn]] static void refuse_share(std::string_view text) {
    refuse(quote(text), " has no share from 0 to 1; expected one, such as quantile(t.hours,.9)");
  }
  // Refuses an attribute that what is named can't have.
  [[nodiscard]] attribute_info info_of(const query_term& term) const {
    if (term.attribute.empty()) return {};
    const std::vector<step_along>& ways = names_.at(term.name);
    if (!ways.empty()) {
      if (term.attribute == "relation" && !attribute_named(net_.schema(), net_, ways, "relation"))
        return {.name = "relation"};
      return info_of(term, ways, {"weight", "relation"});
    }
    constexpr std::array<std::string_view, 4> fixed{"id", "kind", "sector", "region"};
    if (std::ranges::find(fixed, term.attribute) != fixed.end()) return {.name = term.attribute};
    return info_of(term, all_kinds(net_.schema()), {"id", "kind", "sector", "region", "size", "name", "name_en"});
  }
  template <class Owners>
  [[nodiscard]] attribute_info info_of(const query_term& term, const Owners& owners,
                                       std::vector<std::string_view> names) const {
    if (auto info = attribute_named(net_.schema(), net_, owners, term.attribute)) return *std::move(info);
    refuse(not_asked_for(net_.schema(), owners, term.name + '.' + term.attribute, term.attribute, std::move(names)));
  }

  const snapshot& net_;
  std::map<std::string, std::vector<step_along>> names_;  // of ties: their ways
};

/// Rows of one day out of an engine's.
class table_writer {
 public:
  table_writer(const snapshot& net, const query_engine& from, const table_request& asked)
      : net_{net}, from_{from}, asked_{asked} {
    while (terms_ < asked.columns.size() && asked.columns[terms_].how == table_column::kind::term) ++terms_;
    for (const table_column& column : asked.columns) units_.push_back({.of = {.name = column.of.name}});
  }
  void write(std::span<const reached> rows, std::size_t day, std::optional<date> as_of, std::vector<table_row>& into) {
    struct entry {
      std::vector<cell_key> keys;
      table_row row;
      std::vector<table_sum> sums;
    };
    std::map<std::vector<raw_cell>, std::size_t> places;
    std::vector<entry> found;
    const auto entry_of = [&](std::vector<match_value> cells) -> entry& {
      std::vector<raw_cell> raw;
      for (const match_value& cell : cells) raw.push_back(raw_of(cell));
      const auto [place, fresh] = places.try_emplace(std::move(raw), found.size());
      if (fresh) {
        entry& made = found.emplace_back();
        made.row.as_of = as_of;
        made.row.cells = std::move(cells);
        made.sums.resize(asked_.columns.size() - terms_);
      }
      return found[place->second];
    };
    if (terms_ == 0) static_cast<void>(entry_of({}));
    for (const reached& r : rows) {
      if ((r.days >> day & 1) == 0) continue;
      std::vector<match_value> cells;
      for (std::size_t c = 0; c < terms_; ++c) cells.push_back(from_.value(asked_.columns[c].of, r, day));
      entry& of = entry_of(std::move(cells));
      of.row.matches = saturating_sum(of.row.matches, r.walks);
      for (std::size_t c = terms_; c < asked_.columns.size(); ++c) {
        const table_column& column = asked_.columns[c];
        if (column.how == table_column::kind::count) continue;
        of.sums[c - terms_].add(summed(c, r, day).value, r.walks, column.how == table_column::kind::quantile);
      }
    }
    for (entry& one : found) {
      for (std::size_t c = terms_; c < asked_.columns.size(); ++c)
        one.row.cells.push_back(cell_of(asked_.columns[c], one.sums[c - terms_], one.row.matches));
      if (!asked_.order_by.empty()) one.keys.push_back(order_key(one.row));
      for (std::size_t c = 0; c < terms_; ++c) one.keys.emplace_back(net_, one.row.cells[c]);
    }
    const bool turned = !asked_.order_by.empty() && !asked_.ascending;
    const auto before = [&](const entry& a, const entry& b) {
      for (std::size_t k = 0; k < a.keys.size(); ++k) {
        const bool turn = turned && k == 0 && a.keys[0].sort != 9 && b.keys[0].sort != 9;
        if (a.keys[k] < b.keys[k]) return !turn;
        if (b.keys[k] < a.keys[k]) return turn;
      }
      return false;
    };
    const std::size_t most = std::min(asked_.top.value_or(found.size()), found.size());
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(most), found.end(), before);
    for (std::size_t k = 0; k < most; ++k) into.push_back(std::move(found[k].row));
  }

 private:
  // Of a column: whose values were added up last, and the unit of all so far.
  struct unit_of_column {
    query_term of{};
    match_value last{};
    std::optional<std::string> unit{};
  };
  // What is added up of a row. Refuses what is no number there, or is in another unit than before.
  [[nodiscard]] match_value summed(std::size_t c, const reached& r, std::size_t day) {
    const table_column& column = asked_.columns[c];
    match_value cell = from_.value(column.of, r, day);
    if (!cell.value || column.how == table_column::kind::unknown) return cell;
    if (!cell.value->number())
      refuse(quote(column.text), " meets ", quote(cell.value->text()),
             ", which is no number; expected numbers: name a kind");
    unit_of_column& seen = units_[c];
    const match_value whose = from_.value(seen.of, r, day);
    const bool as_last = whose.vertex ? seen.last.vertex && seen.last.vertex->kind == whose.vertex->kind
                                      : seen.last.tie && seen.last.tie->relation == whose.tie->relation;
    if (as_last) return cell;
    seen.last = whose;
    std::string unit = unit_of(whose, column.of.attribute);
    if (!seen.unit) seen.unit = unit;
    if (*seen.unit != unit)
      refuse(quote(column.text), " meets numbers in ", quote(*seen.unit), " and in ", quote(unit),
             "; expected one unit: name a kind or relation");
    return cell;
  }
  [[nodiscard]] std::string unit_of(const match_value& whose, std::string_view attribute) const {
    const schema& known = net_.schema();
    const attribute_info* const info =
        whose.vertex ? known.attribute(whose.vertex->kind, attribute) : known.attribute(whose.tie->relation, attribute);
    return info == nullptr ? std::string{} : info->unit;
  }

  using raw_cell = std::tuple<int, std::uint64_t, std::string>;
  static raw_cell raw_of(const match_value& cell) {
    const auto place = [](auto of, std::uint32_t number) {
      return std::uint64_t{static_cast<std::uint16_t>(of)} << 32 | number;
    };
    if (cell.vertex) return {1, place(cell.vertex->kind, cell.vertex->value), {}};
    if (cell.tie) return {2, place(cell.tie->relation, cell.tie->row), {}};
    if (cell.value) return {3, 0, cell.value->text()};
    return {0, 0, {}};
  }
  [[nodiscard]] cell_key order_key(const table_row& row) const {
    for (std::size_t c = 0; c < asked_.columns.size(); ++c) {
      if (asked_.columns[c].text == asked_.order_by) return {net_, row.cells[c]};
    }
    return {net_, {.value = attribute_value{static_cast<double>(row.matches)}}};
  }

  const snapshot& net_;
  const query_engine& from_;
  const table_request& asked_;
  std::size_t terms_ = 0;
  std::vector<unit_of_column> units_{};
};

}  // namespace detail

CAPNET_INLINE std::vector<table_column> table_columns(const snapshot& net, const query_plan& plan,
                                                      std::string_view text, bool aggregates) {
  const detail::column_reader reader{net, plan};
  std::vector<table_column> columns;
  for (std::size_t first = 0; first <= text.size();) {
    std::size_t last = first, depth = 0;
    for (; last < text.size() && (text[last] != ',' || depth > 0); ++last) {
      if (text[last] == '(') ++depth;
      if (text[last] == ')' && depth > 0) --depth;
    }
    const std::string_view one = detail::column_reader::trimmed(text.substr(first, last - first));
    if (one.empty()) detail::refuse("a column is empty; expected names with commas between them, such as a,t.hours");
    if (std::ranges::find(columns, one, &table_column::text) != columns.end())
      detail::refuse(quote(one), " stands twice; expected each column once");
    columns.push_back(aggregates ? reader.aggregate(one) : reader.term(one));
    first = last + 1;
  }
  return columns;
}

CAPNET_INLINE std::vector<table_row> query_table(const snapshot& net, const query_plan& plan,
                                                 const table_request& asked, std::span<const date> days) {
  const detail::column_reader reader{net, plan};
  std::vector<std::string> wanted;
  bool sums = false;
  for (const table_column& column : asked.columns) {
    const bool term = column.how == table_column::kind::term;
    detail::expect(!term || !sums, "a term stands behind what is added up; expected all terms first");
    sums = sums || !term;
    reader.expect_column(column);
    if (!column.of.name.empty()) wanted.push_back(column.of.name);
  }
  if (!asked.order_by.empty() && asked.order_by != "matches" &&
      std::ranges::find(asked.columns, asked.order_by, &table_column::text) == asked.columns.end()) {
    std::vector<std::string_view> known{"matches"};
    for (const table_column& column : asked.columns) known.push_back(column.text);
    detail::refuse("rows can't be ordered by ", quote(asked.order_by), "; expected ", join_names(known, " or "),
                   did_you_mean(asked.order_by, known));
  }
  const detail::sorted_days on{days};
  std::vector<std::vector<table_row>> found(std::max<std::size_t>(on.days.size(), 1));
  const auto answer = [&](std::size_t first, std::span<const date> some) {
    detail::query_engine engine{net, plan, some, wanted};
    engine.follow();
    engine.order_rows();
    detail::table_writer writer{net, engine, asked};
    for (std::size_t d = 0; d < std::max<std::size_t>(some.size(), 1); ++d)
      writer.write(engine.rows(), d, some.empty() ? std::nullopt : std::optional{some[d]}, found[first + d]);
    engine.done();
  };
  if (days.empty()) {
    answer(0, {});
    return found.front();
  }
  on.for_each_part(answer);
  std::vector<table_row> all;
  for (const std::size_t place : on.places) all.insert(all.end(), found[place].begin(), found[place].end());
  return all;
}

}  // namespace capnet
