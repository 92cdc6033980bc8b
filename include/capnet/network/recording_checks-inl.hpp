#pragma once
/// Definitions of recording_checks.hpp: see core/config.hpp.
#include <capnet/core/config.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/network/recording_checks.hpp>

namespace capnet::detail {

CAPNET_INLINE std::string wrong_length(const char* column, std::size_t found, std::size_t expected) {
  return "column " + quote(column) + " has " + std::to_string(found) + " entries; expected " + std::to_string(expected);
}

CAPNET_INLINE void expect_length(std::size_t found, std::size_t expected, const char* column) {
  if (found != 0 && found != expected) throw input_error{wrong_length(column, found, expected)};
}

CAPNET_INLINE void expect_last_days(std::span<const std::int32_t> first, std::span<const std::int32_t> last,
                                    std::size_t length, const char* column) {
  expect_length(last.size(), length, column);
  if (!last.empty() && first.empty())
    refuse_with({"column ", quote(column), " stands without the first days; expected both"});
  for (std::size_t at = 0; at < last.size(); ++at) {
    if (last[at] < first[at])
      refuse_with({"entry ", at, " of column ", quote(column), " is before the first day; expected a day that is not"});
  }
}

CAPNET_INLINE void refuse_days(const char* what, std::string_view name) {
  refuse_with({what, quote(name),
               " has a day outside the calendar; expected days since 1970-01-01, or first_of_days and "
               "last_of_days for none"});
}

CAPNET_INLINE void refuse_order(const spell& when, const char* what, std::string_view name) {
  refuse_with({what, quote(name), " ends on ", to_string(when.end), ", before it begins on ", to_string(when.begin),
               "; expected an end that is not before the begin"});
}

CAPNET_INLINE void expect_order(const spell& when, const char* what, std::string_view name) {
  for (const partial_date& day : {when.begin, when.end}) {
    if (day.earliest < unbounded_past || day.latest > unbounded_future) refuse_days(what, name);
  }
  if (when.begin.earliest > when.end.latest) refuse_order(when, what, name);
}

CAPNET_INLINE void expect_order(const held_when& when, const char* what, std::string_view name) {
  if (when.begin_earliest < first_of_days || when.end_latest > last_of_days || when.begin_latest > last_of_days ||
      when.end_earliest < first_of_days)
    refuse_days(what, name);
  if (when.begin_earliest > when.end_latest) refuse_order(when.when(), what, name);
}

CAPNET_INLINE std::string article(const std::string& noun) {
  return (std::string_view{"aeiou"}.find(noun.front()) == std::string_view::npos ? "a " : "an ") + noun;
}

}  // namespace capnet::detail
