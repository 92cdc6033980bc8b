#pragma once
/// The days that the steps of a simulation fall on.
#include <chrono>
#include <cstdint>
#include <optional>

#include <capnet/core/date.hpp>

namespace capnet {

/// What a step is long.
enum class step_unit : std::uint8_t { day, month };

/// A step falls on the day that is `every` days or months after that of the step before, counted from `start`, and on
/// the last day of its month where the day does not exist there. Without a start nothing is dated.
struct calendar {
  std::optional<date> start{};
  step_unit unit = step_unit::month;
  std::uint32_t every = 1;
  std::uint64_t first = 0;  ///< the step that falls on `start`

  /// Days beyond the year 9999 are none: see `simulation`, which refuses to go there.
  [[nodiscard]] std::optional<date> day(std::uint64_t step) const {
    if (!start) return std::nullopt;
    const std::int64_t ahead = (static_cast<std::int64_t>(step) - static_cast<std::int64_t>(first)) * every;
    if (unit == step_unit::day) return *start + std::chrono::days{static_cast<std::chrono::days::rep>(ahead)};
    const std::chrono::year_month_day later =
        std::chrono::year_month_day{*start} + std::chrono::months{static_cast<std::chrono::months::rep>(ahead)};
    return later.ok() ? date{later} : date{later.year() / later.month() / std::chrono::last};
  }

  /// How often a day of the year, such as 1 April, lies after the day of the step before and not after that of `step`:
  /// in months 0 or 1. 0 without a start, and at step 0.
  [[nodiscard]] std::uint32_t passes(std::uint64_t step, std::chrono::month_day of_year) const {
    if (!start || step <= first) return 0;
    const date before = *day(step - 1), now = *day(step);
    std::uint32_t times = 0;
    for (auto year = std::chrono::year_month_day{before}.year(); year <= std::chrono::year_month_day{now}.year();
         ++year) {
      const std::chrono::year_month_day that = year / of_year;
      times += that.ok() && before < date{that} && date{that} <= now ? 1u : 0u;
    }
    return times;
  }
  friend bool operator==(const calendar&, const calendar&) = default;
};

}  // namespace capnet
