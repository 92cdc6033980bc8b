#include "report/measure_series.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <span>
#include <string>
#include <utility>

#include <capnet/core/date.hpp>
#include <capnet/metric/measure_series.hpp>

#include "io/json_values.hpp"
#include "report/day_stops.hpp"

namespace capnet::detail {
namespace {

using boost::json::array;
using boost::json::object;

/// Whether a measure's past is worth a line: all conditions, and what people ask for beside them.
bool worth_a_line(const measure_row& row) {
  constexpr std::array<std::string_view, 7> lines{"members",        "participation",       "sector_heterogeneity",
                                                  "backbone_reach", "backbone_dependence", "organization_density",
                                                  "components"};
  if (row.family() || row.info->cost == measure_cost::heavy) return false;
  if (row.network != nullptr && row.network->group.en == measure_groups::conditions.en) return true;
  return std::ranges::find(lines, row.info->name) != lines.end();
}

/// As many days as leave the report quick: each of them reads every vertex and tie some times.
std::size_t days_for(const snapshot& net, std::size_t most) {
  constexpr std::size_t rows_to_read = 6'000'000;
  return std::clamp<std::size_t>(rows_to_read / (net.order() + net.size() + 1), 2, most);
}

array point_json(const estimate& e) {
  const bool open = e.low && e.high && *e.low < *e.high;
  return {to_json(e.value), open ? to_json(e.low) : nullptr, open ? to_json(e.high) : nullptr};
}

}  // namespace

std::string_view interval_word(const estimate& e) {
  if (e.interval_kind == interval_kinds::readings) return "readings";
  return e.interval_kind.ends_with("95%") ? "sampling" : "bounds";
}

day_series days_in_step(date first, date last, std::size_t most) {
  day_series found;
  for (const int months : {1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000, 120000}) {
    found = {.days = {}, .months = months};
    const std::chrono::year_month_day begin{first};
    const int begin_month =
        static_cast<int>(begin.year()) * 12 + static_cast<int>(static_cast<unsigned>(begin.month()));
    // Steps are those of the calendar: quarters end in March, and years in December.
    for (int at = begin_month + (months - begin_month % months) % months; found.days.size() < most; at += months) {
      const std::chrono::year_month month{std::chrono::year{(at - 1) / 12},
                                          std::chrono::month{static_cast<unsigned>((at - 1) % 12 + 1)}};
      const date end{month / std::chrono::last};
      if (end >= last) break;
      found.days.push_back(end);
    }
    if (found.days.size() < most) break;
  }
  if (found.days.size() >= most) found.days.clear();
  if (found.days.empty() && first < last) found.days.push_back(first);
  found.days.push_back(last);
  return found;
}

std::vector<date> add_measure_series(object& payload, const network_view& view, const std::optional<interval>& range,
                                     std::span<const named_estimate> measures) {
  const snapshot& net = view.net();
  if (!range || !view.options().day || range->begin >= *view.options().day) return {};
  std::vector<std::size_t> places;
  std::vector<asked_measure> asked;
  for (std::size_t place = 0; place < measures.size(); ++place) {
    const auto row =
        std::ranges::find(measure_rows(), measures[place].name, [](const measure_row& r) { return r.info->name; });
    if (row == measure_rows().end() || !worth_a_line(*row)) continue;
    places.push_back(place);
    asked.push_back({.name = measures[place].name, .row = &*row});
  }
  if (asked.empty()) return {};

  constexpr std::size_t most_days = 24;
  const std::size_t most = days_for(net, most_days);
  const day_series steps = days_in_step(range->begin, *view.options().day, most);
  std::vector<array> points(asked.size());
  std::vector<std::string_view> kinds(asked.size());
  array days;
  // The last day is the view's, whose values are known.
  const std::size_t earlier = steps.days.size() - 1;
  const std::vector<dated_measure> values = measure_series(net, asked, std::span{steps.days}.first(earlier));
  for (std::size_t d = 0; d < steps.days.size(); ++d) {
    days.emplace_back(capnet::to_string(steps.days[d]));
    for (std::size_t k = 0; k < asked.size(); ++k) {
      const estimate& value = d == earlier ? measures[places[k]].value : values[d * asked.size() + k].value;
      points[k].push_back(point_json(value));
      if (value.low && value.high) kinds[k] = interval_word(value);
    }
  }
  array series;
  for (std::size_t k = 0; k < asked.size(); ++k) {
    const bool known = std::ranges::any_of(points[k], [](const auto& p) { return !p.at(0).is_null(); });
    if (!known) continue;
    object one{{"measure", places[k]}, {"points", std::move(points[k])}};
    if (!kinds[k].empty()) one["interval"] = kinds[k];
    series.push_back(std::move(one));
  }
  object all{{"days", std::move(days)}, {"months", steps.months}, {"series", std::move(series)}};
  if (most < most_days) all["fewer"] = true;
  payload["measure_series"] = std::move(all);
  return steps.days;
}

}  // namespace capnet::detail
