#pragma once
/// Membership over time, as reported and as recorded in ties.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/stable_order.hpp>
#include <capnet/core/text.hpp>
#include <capnet/metric/measure.hpp>
#include <capnet/metric/provenance.hpp>
#include <capnet/model/estimate.hpp>
#include <capnet/network/snapshot.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

namespace measure {
inline constexpr network_measure members{
    .info = {.name = "members",
             .label = {"Organizations taking part", "参加団体"},
             .meaning = {"named in the data; a group known only by its size is not counted here",
                         "データに名前のある団体だけ。人数だけで知られる集団は数えません"},
             .unit = "organization",
             .definition = "organizations named in the data that run or participate in a program",
             .source = "capnet",
             .defined_for = "networks with a program",
             .rank = 20},
    .group = measure_groups::reach,
    .monotone = true,
    .of = [](const network_reading& reading, std::string_view) {
      estimate result{
          .unit = "organization",
          .definition =
              "organizations named in the data that run or participate in a program; cohorts are not counted here"};
      if (reading.history() != nullptr && reading.options().rows == rows_kept::none) {
        result.numerator = reading.history()->member_count(*reading.view().options().day);
      } else {
        provenance rows{reading};
        for (const vertex_ref v : reading.members()) rows.add(v);
        rows.write(result);
        result.numerator = std::ssize(reading.members());
      }
      result.value = static_cast<double>(*result.numerator);
      return result;
    }};
}  // namespace measure

/// Number of organizations that take part: see `member_organizations`. Bounds over partial dates; cohorts are not
/// counted, since their members are no vertices. Time O(ties of both relations).
[[nodiscard]] inline estimate member_order(const network_view& view) { return measure::members(view); }

/// A value on a day.
struct dated_estimate {
  partial_date day{};
  estimate value{};
};

/// What one source or several say of one subject over time.
struct reported_series {
  std::string name{};     ///< the figures' `series`
  std::string subject{};  ///< key of the vertex; empty if the figures name none
  std::string unit{};
  std::vector<dated_estimate> points{};  ///< by date, then value
};

/// The reported series: held figures of kind `count` that share series, subject and unit, ascending by these. Figures
/// without a date or a value, and other kinds, are left out. A stated `rounding` gives `low` and `high`; an approximate
/// figure without one has no bounds, since nothing follows from it exactly. Time O(figures log figures).
[[nodiscard]] inline std::vector<reported_series> all_reported_series(const snapshot& net) {
  std::map<std::tuple<std::string, std::string, std::string>, reported_series> all;
  for (const figure& f : net.figures()) {
    if (f.series.empty() || f.kind != figure_kind::count || f.status != status::held || !f.day || !f.value) continue;
    dated_estimate point{.day = *f.day,
                         .value = {.value = f.value->value(), .unit = f.unit, .definition = "reported: " + f.label}};
    if (f.approximate) point.value.definition += " (approximate)";
    if (f.value->decimals == 0) point.value.numerator = f.value->mantissa;
    if (f.rounding) {
      const double value = *point.value.value, half = std::abs(f.rounding->value()) / 2;
      point.value.low = value < 0 ? value - half : std::max(0.0, value - half);  // what was taken back is negative
      point.value.high = value + half;
      point.value.interval_kind = interval_kinds::rounding;
    }
    for_each_listed(f.cite, [&](std::string_view id) { point.value.cite.emplace_back(id); });
    reported_series& one = all[{f.series, f.subject, f.unit}];
    one.name = f.series;
    one.subject = f.subject;
    one.unit = f.unit;
    one.points.push_back(std::move(point));
  }
  std::vector<reported_series> sorted;
  for (auto& [key, one] : all) {
    std::sort(one.points.begin(), one.points.end(), [](const dated_estimate& x, const dated_estimate& y) {
      return std::tie(x.day, x.value.value, x.value.cite) < std::tie(y.day, y.value.value, y.value.cite);
    });
    sorted.push_back(std::move(one));
  }
  return sorted;
}

/// Growth from one dated value to a later one.
struct growth_estimates {
  estimate change{};     ///< later - earlier, in their unit
  estimate ratio{};      ///< later / earlier - 1; empty if the earlier is 0
  estimate per_month{};  ///< change / months of 365.2425 / 12 days; bounds over partial dates; empty if the days may
                         ///< coincide
};

/// Growth between two values. Throws input_error unless both have a value and the same unit. Bounds follow from the
/// values' own and from partial dates.
[[nodiscard]] inline growth_estimates growth_between(const dated_estimate& earlier, const dated_estimate& later) {
  detail::expect(earlier.value.value && later.value.value && earlier.value.unit == later.value.unit,
                 "growth between values that are unknown or in different units; expected two known values of one unit");
  growth_estimates growth;
  const double a = *earlier.value.value;
  const double b = *later.value.value;
  const bool bounded = earlier.value.low || later.value.low;
  const double a_low = earlier.value.low.value_or(a), a_high = earlier.value.high.value_or(a);
  const double b_low = later.value.low.value_or(b), b_high = later.value.high.value_or(b);
  std::vector<std::string> cite = earlier.value.cite;
  cite.insert(cite.end(), later.value.cite.begin(), later.value.cite.end());
  std::sort(cite.begin(), cite.end());
  cite.erase(std::unique(cite.begin(), cite.end()), cite.end());
  const std::string between = " from " + to_string(earlier.day) + " to " + to_string(later.day);
  growth.change = {.value = b - a, .unit = later.value.unit, .definition = "change" + between, .cite = cite};
  if (bounded) {
    growth.change.low = b_low - a_high;
    growth.change.high = b_high - a_low;
    growth.change.interval_kind = interval_kinds::rounding;
  }
  growth.ratio = {.unit = "share", .definition = "relative change" + between, .cite = cite};
  if (a > 0) growth.ratio.value = b / a - 1;
  if (bounded && a_low > 0) {
    growth.ratio.low = b_low / a_high - 1;
    growth.ratio.high = b_high / a_low - 1;
    growth.ratio.interval_kind = interval_kinds::rounding;
  }
  constexpr double days_a_month = 365.2425 / 12;
  const double shortest = static_cast<double>((later.day.earliest - earlier.day.latest).count()) / days_a_month;
  const double longest = static_cast<double>((later.day.latest - earlier.day.earliest).count()) / days_a_month;
  growth.per_month = {
      .unit = later.value.unit + " per month", .definition = "change per month" + between, .cite = cite};
  if (shortest > 0) {
    growth.per_month.value = (b - a) / ((shortest + longest) / 2);
    const double extremes[] = {(b_low - a_high) / shortest, (b_low - a_high) / longest, (b_high - a_low) / shortest,
                               (b_high - a_low) / longest};
    growth.per_month.low = *std::min_element(std::begin(extremes), std::end(extremes));
    growth.per_month.high = *std::max_element(std::begin(extremes), std::end(extremes));
    growth.per_month.interval_kind = interval_kinds::dates;
  }
  return growth;
}

/// A reported series up to a day, and the name under which measures have it: that of the series, with subject and unit
/// where another has it too.
struct named_series {
  std::string name{};
  reported_series series{};
};
/// Those with a point up to the view's day, by name. Time O(figures log figures).
[[nodiscard]] inline std::vector<named_series> reported_until(const network_view& view) {
  std::vector<reported_series> all = all_reported_series(view.net());
  std::map<std::string, std::size_t> alike;
  for (const reported_series& one : all) ++alike[one.name];
  std::vector<named_series> named;
  for (reported_series& one : all) {
    if (view.options().day)
      std::erase_if(one.points, [&](const dated_estimate& p) { return p.day.latest > *view.options().day; });
    if (one.points.empty()) continue;
    const std::string name = one.name + (alike[one.name] > 1 ? "." + one.subject + "." + one.unit : "");
    named.push_back({name, std::move(one)});
  }
  detail::sort_stably(named, [](const named_series& a, const named_series& b) { return a.name < b.name; });
  return named;
}

namespace detail {

enum class reported_part : std::uint8_t { latest, change, per_month };

[[nodiscard]] inline const std::vector<named_series>& reported_by(const network_reading& reading) {
  return reading.once<named_series>([&] { return reported_until(reading.view()); });
}
[[nodiscard]] inline std::vector<std::string> reported_names(const network_reading& reading, std::size_t points) {
  std::vector<std::string> names;
  for (const named_series& one : reported_by(reading)) {
    if (one.series.points.size() >= points) names.push_back(one.name);
  }
  return names;
}
/// The series of that name, or null. Time O(log series).
[[nodiscard]] inline const named_series* reported_named(const network_reading& reading, std::string_view name) {
  const std::vector<named_series>& all = reported_by(reading);
  const auto at =
      std::ranges::lower_bound(all, name, {}, [](const named_series& s) { return std::string_view{s.name}; });
  return at != all.end() && at->name == name ? &*at : nullptr;
}
[[nodiscard]] inline estimate reported_in(const network_reading& reading, std::string_view name, reported_part part) {
  const named_series* one = reported_named(reading, name);
  if (one != nullptr && part == reported_part::latest) {
    const dated_estimate& last = one->series.points.back();
    estimate latest = last.value;
    latest.definition += " (" + to_string(last.day) + ")";
    return latest;
  }
  if (one == nullptr || one->series.points.size() < 2) return {.definition = "nothing was reported by then"};
  const growth_estimates grown = growth_between(one->series.points.front(), one->series.points.back());
  return part == reported_part::change ? grown.change : grown.per_month;
}

}  // namespace detail

namespace measure {
inline constexpr network_measure reported{
    .info = {.name = "reported.",
             .label = {"Reported: ", "報告値: "},
             .meaning = {"the last value that was reported by then", "その時点までの最後の報告値"},
             .unit = "as reported",
             .definition = "the last value of a reported series",
             .source = "as reported",
             .defined_for = "reported series",
             .rank = 210},
    .group = measure_groups::growth,
    .by_reading = false,
    .of = [](const network_reading& reading,
             std::string_view series) { return detail::reported_in(reading, series, detail::reported_part::latest); },
    .subjects = [](const network_reading& reading) { return detail::reported_names(reading, 1); }};
inline constexpr network_measure growth{
    .info = {.name = "growth.",
             .label = {"Growth: ", "増加: "},
             .meaning = {"from the first to the last value reported by then",
                         "その時点までの最初から最後の報告値への増加"},
             .unit = "as reported",
             .definition = "last - first value of a reported series",
             .source = "as reported",
             .defined_for = "reported series",
             .rank = 211},
    .group = measure_groups::growth,
    .by_reading = false,
    .of = [](const network_reading& reading,
             std::string_view series) { return detail::reported_in(reading, series, detail::reported_part::change); },
    .subjects = [](const network_reading& reading) { return detail::reported_names(reading, 2); }};
inline constexpr network_measure growth_per_month{
    .info = {.name = "growth_per_month.",
             .label = {"Growth a month: ", "月あたりの増加: "},
             .meaning = {"the same a month", "同じく月あたり"},
             .unit = "as reported per month",
             .definition = "(last - first value of a reported series) / months of 365.2425 / 12 days",
             .source = "as reported",
             .defined_for = "reported series",
             .rank = 212},
    .group = measure_groups::growth,
    .by_reading = false,
    .of =
        [](const network_reading& reading, std::string_view series) {
          return detail::reported_in(reading, series, detail::reported_part::per_month);
        },
    .subjects = [](const network_reading& reading) { return detail::reported_names(reading, 2); }};
}  // namespace measure

}  // namespace capnet
