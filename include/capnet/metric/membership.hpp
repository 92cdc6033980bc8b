#pragma once
/// Membership over time, as reported and as recorded in ties.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/metric/organization_network.hpp>
#include <capnet/metric/partial_dates.hpp>
#include <capnet/metric/provenance.hpp>
#include <capnet/model/estimate.hpp>
#include <capnet/network/snapshot.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// Number of organizations that take part: see `member_organizations`. Bounds over partial dates; cohorts are not counted, since
/// their members are no vertices. Time O(ties of both relations).
[[nodiscard]] inline estimate member_order(const network_view& view) {
  return over_partial_dates(view, true, [](const network_view& sure) {
    const std::vector<vertex_ref> members = member_organizations(sure);
    estimate result{.value = static_cast<double>(members.size()), .unit = "organization", .numerator = static_cast<std::int64_t>(members.size()),
                    .definition = "organizations named in the data that run or participate in a program; cohorts are not counted here"};
    provenance rows{sure.net()};
    for (const vertex_ref v : members) rows.add(v);
    rows.write(result);
    return result;
  });
}

/// A value on a day.
struct dated_estimate {
  partial_date day{};
  estimate value{};
};

/// A reported series: the held figures of kind `count` that share `series`, by date. Figures without a date or a value, and other
/// kinds, are left out. `rounding` gives `low` and `high`. Empty if there is no such series. Time O(figures log figures).
[[nodiscard]] inline std::vector<dated_estimate> reported_series(const snapshot& net, std::string_view series) {
  std::vector<dated_estimate> points;
  for (const figure& f : net.figures()) {
    if (f.series != series || f.kind != figure_kind::count || f.status != status::held || !f.day || !f.value) continue;
    dated_estimate point{.day = *f.day, .value = {.value = f.value->value(), .unit = f.unit, .definition = "reported: " + f.label}};
    if (f.value->decimals == 0) point.value.numerator = f.value->mantissa;
    if (f.rounding || f.approximate) {
      const double step = f.rounding ? f.rounding->value() : 1;
      point.value.low = std::max(0.0, *point.value.value - step / 2);
      point.value.high = *point.value.value + step / 2;
      point.value.interval_kind = "as rounded";
    }
    if (!f.cite.empty()) point.value.cite = {f.cite};
    points.push_back(std::move(point));
  }
  std::stable_sort(points.begin(), points.end(), [](const dated_estimate& a, const dated_estimate& b) { return a.day < b.day; });
  return points;
}

/// Names of the series that some held, dated count belongs to; ascending.
[[nodiscard]] inline std::vector<std::string> series_names(const snapshot& net) {
  std::vector<std::string> names;
  for (const figure& f : net.figures()) {
    if (!f.series.empty() && f.kind == figure_kind::count && f.status == status::held && f.day && f.value) names.push_back(f.series);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

/// Growth from one dated value to a later one.
struct growth_estimates {
  estimate change{};     ///< later - earlier, in their unit
  estimate ratio{};      ///< later / earlier - 1; empty if the earlier is 0
  estimate per_month{};  ///< change / months of 365.2425 / 12 days; bounds over partial dates; empty if the days may coincide
};

/// Growth between two values. Pre: both have a value and the same unit. Bounds follow from the values' own and from partial dates.
[[nodiscard]] inline growth_estimates growth_between(const dated_estimate& earlier, const dated_estimate& later) {
  CAPNET_ASSERT(earlier.value.value && later.value.value && earlier.value.unit == later.value.unit, "two known values of one unit");
  growth_estimates growth;
  const double a = *earlier.value.value;
  const double b = *later.value.value;
  const double a_low = earlier.value.low.value_or(a), a_high = earlier.value.high.value_or(a);
  const double b_low = later.value.low.value_or(b), b_high = later.value.high.value_or(b);
  std::vector<std::string> cite = earlier.value.cite;
  cite.insert(cite.end(), later.value.cite.begin(), later.value.cite.end());
  std::sort(cite.begin(), cite.end());
  cite.erase(std::unique(cite.begin(), cite.end()), cite.end());
  const std::string between = " from " + to_string(earlier.day) + " to " + to_string(later.day);
  growth.change = {.value = b - a, .low = b_low - a_high, .high = b_high - a_low, .unit = later.value.unit, .interval_kind = "as rounded",
                   .definition = "change" + between, .cite = cite};
  growth.ratio = {.unit = "share", .definition = "relative change" + between, .cite = cite};
  if (a > 0) growth.ratio.value = b / a - 1;
  if (a_low > 0) {
    growth.ratio.low = b_low / a_high - 1;
    growth.ratio.high = b_high / a_low - 1;
    growth.ratio.interval_kind = "as rounded";
  }
  constexpr double days_a_month = 365.2425 / 12;
  const double shortest = static_cast<double>((later.day.earliest - earlier.day.latest).count()) / days_a_month;
  const double longest = static_cast<double>((later.day.latest - earlier.day.earliest).count()) / days_a_month;
  growth.per_month = {.unit = later.value.unit + " per month", .definition = "change per month" + between, .cite = cite};
  if (shortest > 0) {
    growth.per_month.value = (b - a) / ((shortest + longest) / 2);
    const double extremes[] = {*growth.change.low / shortest, *growth.change.low / longest, *growth.change.high / shortest, *growth.change.high / longest};
    growth.per_month.low = *std::min_element(std::begin(extremes), std::end(extremes));
    growth.per_month.high = *std::max_element(std::begin(extremes), std::end(extremes));
    growth.per_month.interval_kind = "bounds over partial dates";
  }
  return growth;
}

}  // namespace capnet
