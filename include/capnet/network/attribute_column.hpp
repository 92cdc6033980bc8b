#pragma once
/// Values of one attribute, a row each, with a mark where nothing is known.
#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include <capnet/model/attribute.hpp>
#include <capnet/model/validity.hpp>
#include <capnet/network/column.hpp>

namespace capnet {

/// One value in 64 bits: a number's bits, an integer, 1 for no and 2 for yes, the number of a word in the network's
/// list, or the two days of a partial date.
using attribute_cell = std::uint64_t;

/// Where nothing is known: NaN, the least integer, 0 for yes_no and categories, any day at all.
inline constexpr double missing_number = std::numeric_limits<double>::quiet_NaN();
inline constexpr std::int64_t missing_integer = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int32_t missing_from = first_of_days, missing_to = last_of_days;

[[nodiscard]] constexpr attribute_cell cell_of(partial_date day) {
  const auto number = [](date d) { return static_cast<std::uint32_t>(d.time_since_epoch().count()); };
  return std::uint64_t{number(day.earliest)} << 32 | number(day.latest);
}
[[nodiscard]] constexpr attribute_cell missing_cell(value_type type) {
  switch (type) {
    case value_type::number:
      return std::bit_cast<attribute_cell>(missing_number);
    case value_type::integer:
      return static_cast<attribute_cell>(missing_integer);
    case value_type::date:
      return cell_of({unbounded_past, unbounded_future});
    default:
      return 0;
  }
}
[[nodiscard]] constexpr bool is_missing(value_type type, attribute_cell cell) {
  if (type != value_type::number) return cell == missing_cell(type);
  const auto number = std::bit_cast<double>(cell);
  return number != number;
}

/// The values, in the one array that its type has; a date has two. Empty: nothing is known of any row.
struct attribute_column {
  value_type type = value_type::text;
  detail::column<double> numbers{};         ///< missing: NaN
  detail::column<std::int64_t> integers{};  ///< missing: missing_integer
  detail::column<std::uint32_t> words{};    ///< of a category: places in snapshot::words(); missing: 0
  detail::column<std::uint8_t> flags{};     ///< of yes_no: 1 no, 2 yes; missing: 0
  detail::column<std::int32_t> from{};      ///< of a date the first and the last day that it can be, since 1970-01-01;
  detail::column<std::int32_t> to{};        ///< missing: missing_from, missing_to

  [[nodiscard]] std::size_t size() const {
    return std::max({numbers.size(), integers.size(), words.size(), flags.size(), from.size()});
  }
  [[nodiscard]] bool empty() const { return size() == 0; }
  /// Pre: at < size(), or the column is empty.
  [[nodiscard]] attribute_cell operator[](std::size_t at) const {
    if (!numbers.empty()) return std::bit_cast<attribute_cell>(numbers[at]);
    if (!integers.empty()) return static_cast<attribute_cell>(integers[at]);
    if (!words.empty()) return words[at];
    if (!flags.empty()) return flags[at];
    if (from.empty()) return missing_cell(type);
    const std::int32_t first = from[at], last = to[at];  // in their order, whatever a tampered file says
    return cell_of({held_when::day(std::min(first, last)), held_when::day(std::max(first, last))});
  }
  [[nodiscard]] std::size_t memory() const {
    return 8 * (numbers.size() + integers.size()) + 4 * (words.size() + from.size() + to.size()) + flags.size();
  }
};

/// Fills an attribute_column, at any row in any order; different rows from different threads.
class attribute_writer {
 public:
  attribute_writer(value_type type, std::size_t rows);
  void put(std::size_t at, attribute_cell cell);
  [[nodiscard]] attribute_column finish() &&;

 private:
  value_type type_;
  std::vector<double> numbers_;
  std::vector<std::int64_t> integers_;
  std::vector<std::uint32_t> words_;
  std::vector<std::uint8_t> flags_;
  std::vector<std::int32_t> from_, to_;
};

/// Values of one attribute for many vertices or ties at once, a row each: numbers (NaN where unknown), integers
/// (missing_integer), 0 to 2 for unknown, no and yes, days (any day at all where unknown), or texts ("").
struct value_column {
  std::string_view name{};
  std::variant<std::span<const double>, std::span<const std::int64_t>, std::span<const std::uint8_t>,
               std::span<const partial_date>, std::span<const std::string_view>>
      values{};

  [[nodiscard]] std::size_t size() const;
};

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/network/attribute_column-inl.hpp>  // IWYU pragma: export
#endif
