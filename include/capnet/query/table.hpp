#pragma once
/// Matches of a question as a table: selected, grouped, added up, on one day or many.
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/query/match_value.hpp>
#include <capnet/query/plan.hpp>

namespace capnet {

/// A column: a term, or what it comes to over the matches of a row. Each match counts: a vertex that is in five adds
/// its size five times. What is unknown is left out of all but `count` and `unknown`; of nothing known there is no sum.
struct table_column {
  enum class kind : std::uint8_t { term, count, sum, mean, min, max, quantile, unknown };
  std::string text{};  ///< what it is called
  kind how = kind::term;
  query_term of{};            ///< not of `count`
  std::string quantile = {};  ///< the least value that at least this share don't exceed: 0 to 1, as decimals
};

/// Columns in C++, called as they are in text: `term_column(term<attr::hours>("t"))` is `t.hours`,
/// `sum_column<attr::hours>("t")` is `sum(t.hours)`. To add up what is no number does not compile.
[[nodiscard]] inline table_column term_column(query_term of) {
  std::string text = of.attribute.empty() ? of.name : of.name + '.' + of.attribute;
  return {.text = std::move(text), .of = std::move(of)};
}
[[nodiscard]] inline table_column count_column() { return {.text = "count()", .how = table_column::kind::count}; }

namespace detail {
inline constexpr std::array<std::string_view, 8> column_verbs{"",    "count", "sum",      "mean",
                                                              "min", "max",   "quantile", "unknown"};

template <attribute_tag Tag>
[[nodiscard]] table_column column_over(table_column::kind how, std::string name, std::string share = {}) {
  query_term of = term<Tag>(std::move(name));
  std::string text = std::string{column_verbs[static_cast<std::size_t>(how)]} + '(' + of.name + '.' + of.attribute +
                     (share.empty() ? "" : "," + share) + ')';
  return {.text = std::move(text), .how = how, .of = std::move(of), .quantile = std::move(share)};
}
template <attribute_tag Tag>
[[nodiscard]] table_column column_adding(table_column::kind how, std::string name, std::string share = {}) {
  static_assert(is_number(Tag::type), "capnet: this attribute is no number: it can be counted, but not added up");
  return column_over<Tag>(how, std::move(name), std::move(share));
}
}  // namespace detail

template <attribute_tag Tag>
[[nodiscard]] table_column sum_column(std::string name) {
  return detail::column_adding<Tag>(table_column::kind::sum, std::move(name));
}
template <attribute_tag Tag>
[[nodiscard]] table_column mean_column(std::string name) {
  return detail::column_adding<Tag>(table_column::kind::mean, std::move(name));
}
template <attribute_tag Tag>
[[nodiscard]] table_column min_column(std::string name) {
  return detail::column_adding<Tag>(table_column::kind::min, std::move(name));
}
template <attribute_tag Tag>
[[nodiscard]] table_column max_column(std::string name) {
  return detail::column_adding<Tag>(table_column::kind::max, std::move(name));
}
template <attribute_tag Tag>
[[nodiscard]] table_column quantile_column(std::string name, std::string share) {
  return detail::column_adding<Tag>(table_column::kind::quantile, std::move(name), std::move(share));
}
template <attribute_tag Tag>
[[nodiscard]] table_column unknown_column(std::string name) {
  return detail::column_over<Tag>(table_column::kind::unknown, std::move(name));
}

/// Columns of terms first, one row for each tuple of their values; then what is added up.
struct table_request {
  std::vector<table_column> columns{};
  std::string order_by{};  ///< a column, or `matches`: the largest first, what is unknown last; equals by their terms
  bool ascending = false;  ///< the smallest first
  std::optional<std::size_t> top{};  ///< rows of each day
};
struct table_row {
  std::optional<date> as_of{};       ///< if several days are asked
  std::vector<match_value> cells{};  ///< [column]
  std::uint64_t matches = 0;         ///< at most the largest 64-bit number
};

/// The columns of `"a,t.hours"`, and of `"sum(t.hours),count()"`. Throws input_error with what is expected where a text
/// is no term of the plan's names, or what is added up no number.
[[nodiscard]] std::vector<table_column> table_columns(const snapshot& net, const query_plan& plan,
                                                      std::string_view text, bool aggregates);

/// The matches of a plan as a table; on each of `days`, the answer of each day by itself, or as the plan says if there
/// are none; a last `step_top` does not matter. Without columns of terms one row, also if nothing matches. Rows by
/// their terms from left to right: vertices by kind and id, ties by relation and row, numbers, days and texts, what is
/// unknown last; unless ordered otherwise. Throws input_error where a column can't be, as `table_columns` does, or
/// numbers of different units would be added up. Time as of the answer, with what is named told apart: O(matches) at
/// most.
[[nodiscard]] std::vector<table_row> query_table(const snapshot& net, const query_plan& plan,
                                                 const table_request& asked, std::span<const date> days = {});

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/query/table-inl.hpp>  // IWYU pragma: export
#endif
