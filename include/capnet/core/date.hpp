#pragma once
/// Days, partial dates and half-open spells of time.
#include <algorithm>
#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <capnet/core/expect.hpp>

namespace capnet {

/// A day of the civil calendar: `date{2024y / 7 / 23}` (std::chrono).
using date = std::chrono::sys_days;

/// Before and after every day that can be written.
inline constexpr date unbounded_past{std::chrono::days{-100'000'000}};
inline constexpr date unbounded_future{std::chrono::days{100'000'000}};

/// A day from its parts. Throws input_error for one that the calendar does not have.
[[nodiscard]] constexpr date make_date(int year, unsigned month, unsigned day) {
  const std::chrono::year_month_day parts{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
  const bool fits = -32767 <= year && year <= 32767 && month <= 12 && day <= 31;  // into the types of std::chrono
  detail::expect(fits && parts.ok(), "year ", year, ", month ", month, " has no day ", day,
                 "; expected a day of the calendar");
  return date{parts};
}

/// `2024-07-23`.
[[nodiscard]] std::string to_string(date day);

namespace detail {
[[noreturn, gnu::cold]] void refuse_reversed(date first, date last);
}  // namespace detail

/// A day known only to lie between two days, both included: "2024" is 1 January to 31 December.
struct partial_date {
  date earliest{};
  date latest{};

  constexpr partial_date() = default;
  constexpr partial_date(date day) : earliest{day}, latest{day} {}  // NOLINT: a whole date is a partial one
  /// Throws input_error if `first` is after `last`.
  constexpr partial_date(date first, date last) : earliest{first}, latest{last} {
    if (last < first) [[unlikely]]
      detail::refuse_reversed(first, last);
  }
  /// All days of a calendar year, or of a fiscal year (年度: 1 April to 31 March).
  static constexpr partial_date year(int y) { return {make_date(y, 1, 1), make_date(y, 12, 31)}; }
  static constexpr partial_date fiscal_year(int y) { return {make_date(y, 4, 1), make_date(y + 1, 3, 31)}; }

  [[nodiscard]] constexpr bool exact() const { return earliest == latest; }
  friend constexpr auto operator<=>(const partial_date&, const partial_date&) = default;
};

inline constexpr partial_date never_began{unbounded_past, unbounded_past};
inline constexpr partial_date never_ends{unbounded_future, unbounded_future};

/// `2024-07-23`, or `2024-01-01..2024-12-31` if partial.
[[nodiscard]] std::string to_string(const partial_date& day);

/// Days from `begin` until before `end`.
struct interval {
  date begin = unbounded_past;
  date end = unbounded_future;
  friend constexpr bool operator==(const interval&, const interval&) = default;
};

/// How sure a statement must be to count: `certain` is what held whatever the unknown days were, `possible` what may
/// have held.
enum class certainty : std::uint8_t { certain, possible };

/// When something held: [begin, end), either end perhaps known only in part. An absent end is unbounded.
struct spell {
  partial_date begin = never_began;
  partial_date end = never_ends;

  /// Whether it held on `day`: surely if begin.latest <= day < end.earliest, possibly if begin.earliest <= day <
  /// end.latest. What surely held also possibly held.
  [[nodiscard]] constexpr bool active_on(date day, certainty sure = certainty::certain) const {
    return sure == certainty::certain ? begin.latest <= day && day < end.earliest
                                      : begin.earliest <= day && day < end.latest;
  }
  /// Whether it held on some day of `window`.
  [[nodiscard]] constexpr bool active_in(interval window, certainty sure = certainty::certain) const {
    const date from = std::max(window.begin, sure == certainty::certain ? begin.latest : begin.earliest);
    const date until = std::min(window.end, sure == certainty::certain ? end.earliest : end.latest);
    return from < until;
  }
  /// Whether it does not end before it begins, whatever the unknown days were.
  [[nodiscard]] constexpr bool consistent() const { return begin.earliest <= end.latest; }
  friend constexpr bool operator==(const spell&, const spell&) = default;
};

/// Reads `2024-07-23`, `2024/7/23`, `2024年7月23日`, their forms without day or month, `FY2024`, `2024年度`, and
/// Japanese eras from Meiji (`令和6年7月23日`, `平成元年`, `令和6年度`), with full-width digits too, and any two of
/// them with `..` between: from the first day of the one to the last day of the other. Nothing if the text is none of
/// these, the day does not exist or lies after the year 9999, or the era had no such year (明治 ends with 45, 大正 15,
/// 昭和 64, 平成 31). An era year is taken as its calendar year, the era's first and last days unchecked. Throws:
/// nothing.
[[nodiscard]] std::optional<partial_date> parse_date(std::string_view text);

/// The same of a text in which a year of three or four digits may stand last, behind the day and the month or the month
/// alone: `23/7/2024`, `23.07.2024`, `23-7-2024`, `7/2024`.
[[nodiscard]] std::optional<partial_date> parse_day_first(std::string_view text);

/// The shortest text that `parse_date` reads as that: `2024`, `FY2024`, `2024-07`, `2024-07-23`, else
/// `2024-03-01..2024-05-14`. Days before the year 100 and unbounded ones can't be read.
[[nodiscard]] std::string shortest_text(const partial_date& day);

namespace detail {

inline constexpr int last_year = 9999;  // that has four digits

struct year_last {
  int day, month, year;  ///< no day: negative
};
/// The numbers of a text such as `23/7/2024`, whatever they are.
[[nodiscard]] std::optional<year_last> scan_year_last(std::string_view text);

}  // namespace detail

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/core/date-inl.hpp>  // IWYU pragma: export
#endif
