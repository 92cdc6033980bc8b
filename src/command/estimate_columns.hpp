#pragma once
/// The columns of an estimate, the same wherever rows have one.
#include <string>

#include <capnet/core/answer.hpp>
#include <capnet/model/estimate.hpp>

#include "command/answer_text.hpp"

namespace capnet::command {

/// "0.8571 (6 of 7)" for a share of a count.
[[nodiscard]] inline std::string value_in_words(const estimate& e) {
  const bool share = e.unit == "share" && e.numerator && e.denominator && *e.denominator != 0;
  return short_number(e.value) +
         (share ? " (" + std::to_string(*e.numerator) + " of " + std::to_string(*e.denominator) + ")" : std::string{});
}

/// Of what has an estimate as its `value`: value, unit and how sure it is for people, and what that is made of.
template <class T>
void add_estimate_columns(table_maker<T>& rows) {
  constexpr answer_place detail = answer_place::detail;
  const auto words_of = [](const T& row) { return value_in_words(row.value); };
  rows.add(
          {.name = "value"}, [](const T& row) { return row.value.value; }, words_of)
      .add({.name = "low", .place = detail}, [](const T& row) { return row.value.low; })
      .add({.name = "high", .place = detail}, [](const T& row) { return row.value.high; })
      .add({.name = "unit"}, [](const T& row) { return row.value.unit; })
      .add({.name = "numerator", .place = detail}, [](const T& row) { return row.value.numerator; })
      .add({.name = "denominator", .place = detail}, [](const T& row) { return row.value.denominator; })
      .add({.name = "coverage", .unit = "share", .place = detail}, [](const T& row) { return row.value.coverage; })
      .add({.name = "interval", .place = detail}, [](const T& row) { return row.value.interval_kind; })
      .tell({.header = "how sure", .if_any = true}, [](const T& row) { return interval_in_words(row.value); });
}

}  // namespace capnet::command
