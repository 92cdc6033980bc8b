#pragma once
/// What a builder asks of days and columns before it records them. Not interface: see builder.hpp.
#include <cstddef>
#include <string>
#include <string_view>
#include <tuple>

#include <capnet/core/date.hpp>
#include <capnet/core/error.hpp>
#include <capnet/core/text.hpp>
#include <capnet/model/validity.hpp>

namespace capnet::detail {

[[nodiscard]] inline std::string wrong_length(const char* column, std::size_t found, std::size_t expected) {
  return "column " + quote(column) + " has " + std::to_string(found) + " entries; expected " + std::to_string(expected);
}
inline void expect_length(std::size_t found, std::size_t expected, const char* column) {
  if (found != 0 && found != expected) throw input_error{wrong_length(column, found, expected)};
}
/// Throws input_error unless last days come with first ones, in columns of that length.
template <class Columns>
void expect_partial(const Columns& columns, std::size_t length) {
  for (const auto& [first, last, name] : {std::tuple{columns.begins, columns.last_begins, "last_begins"},
                                          std::tuple{columns.ends, columns.last_ends, "last_ends"}}) {
    expect_length(last.size(), length, name);
    if (!last.empty() && first.empty())
      throw input_error{"column " + quote(name) + " stands without the first days; expected both"};
    for (std::size_t at = 0; at < last.size(); ++at) {
      if (last[at] < first[at])
        throw input_error{"entry " + std::to_string(at) + " of column " + quote(name) +
                          " is before the first day; expected a day that is not"};
    }
  }
}
[[noreturn]] inline void refuse_days(const char* what, std::string_view name) {
  throw input_error{what + quote(name) +
                    " has a day outside the calendar; expected days since 1970-01-01, or first_of_days and "
                    "last_of_days for none"};
}
[[noreturn]] inline void refuse_order(const spell& when, const char* what, std::string_view name) {
  throw input_error{what + quote(name) + " ends on " + to_string(when.end) + ", before it begins on " +
                    to_string(when.begin) + "; expected an end that is not before the begin"};
}
/// Days inside the calendar, and no end before the begin. `what` and `name` say whose, without a text for each call.
inline void expect_order(const spell& when, const char* what, std::string_view name) {
  for (const partial_date& day : {when.begin, when.end}) {
    if (day.earliest < unbounded_past || day.latest > unbounded_future) refuse_days(what, name);
  }
  if (when.begin.earliest > when.end.latest) refuse_order(when, what, name);
}
inline void expect_order(const held_when& when, const char* what, std::string_view name) {
  if (when.begin_earliest < first_of_days || when.end_latest > last_of_days || when.begin_latest > last_of_days ||
      when.end_earliest < first_of_days)
    refuse_days(what, name);
  if (when.begin_earliest > when.end_latest) refuse_order(when.when(), what, name);
}

[[nodiscard]] inline std::string article(const std::string& noun) {
  return (std::string_view{"aeiou"}.find(noun.front()) == std::string_view::npos ? "a " : "an ") + noun;
}

}  // namespace capnet::detail
