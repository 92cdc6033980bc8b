#pragma once
/// Any measure as a series.
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/metric/membership.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// `measure(view)` on each of `days`, as of that day. Pre: `measure` returns an estimate. Time: that of the measure for
/// each day.
template <class Days, class Measure>
[[nodiscard]] std::vector<dated_estimate> over_days(const snapshot& net, const Days& days, const Measure& measure) {
  std::vector<dated_estimate> series;
  for (const date day : days) series.push_back({.day = day, .value = measure(as_of(net, day))});
  return series;
}

namespace detail {
inline void expect_bounded(interval window) {
  expect(window.begin > unbounded_past && window.end < unbounded_future,
         "a window without a begin or an end; expected both");
}
}  // namespace detail

/// The last days of the months that lie in `window`: days for a monthly series. Throws input_error for a window without
/// begin or end.
[[nodiscard]] inline std::vector<date> month_ends(interval window) {
  detail::expect_bounded(window);
  std::vector<date> days;
  const std::chrono::year_month_day first{window.begin};
  for (std::chrono::year_month month{first.year(), first.month()};; month += std::chrono::months{1}) {
    const date last{month / std::chrono::last};
    if (last >= window.end) return days;
    days.push_back(last);
  }
}

/// `measure(view)` over consecutive windows of `months` months from `window.begin` on, the last one cut at
/// `window.end`: what was active on some day of each. Throws input_error for a window without begin or end,
/// or no months.
template <class Measure>
[[nodiscard]] std::vector<dated_estimate> over_windows(const snapshot& net, interval window, int months,
                                                       const Measure& measure) {
  detail::expect_bounded(window);
  detail::expect(months > 0, "windows of ", months, " months; expected 1 or more");
  std::vector<dated_estimate> series;
  int after = 0;
  for (date begin = window.begin; begin < window.end;) {
    // Counted from the first day, so that a short month moves none of the later windows.
    std::chrono::year_month_day next = std::chrono::year_month_day{window.begin} + std::chrono::months{after += months};
    if (!next.ok()) next = next.year() / next.month() / std::chrono::last;
    const date end = std::min(date{next}, window.end);
    series.push_back({.day = {begin, end - std::chrono::days{1}},
                      .value = measure(network_view{net, {.window = interval{begin, end}}})});
    begin = end;
  }
  return series;
}

}  // namespace capnet
