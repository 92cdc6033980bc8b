#include "report/forecast.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/metric/membership.hpp>
#include <capnet/sim/calendar.hpp>
#include <capnet/sim/fit_counts.hpp>
#include <capnet/sim/fit_joins.hpp>
#include <capnet/sim/growth.hpp>
#include <capnet/sim/membership_data.hpp>

#include "report/day_counts.hpp"
#include "report/forecast_runs.hpp"
#include "report/growth_rules.hpp"
#include "report/measure_series.hpp"

namespace capnet::detail {
namespace {

using boost::json::array;
using boost::json::object;

/// A number that was observed on a day, which may be known only in part.
struct observed_count {
  partial_date stated{};
  date day{};
  double count = 0;
  std::string figure{};  ///< id; empty of joins
};

/// What a program tells of its growth.
struct growth_data {
  vertex_ref program{};
  std::string series{};  ///< empty: by joins
  std::string unit = "organization";
  std::vector<observed_count> observed{};  ///< by day
  join_window joins{};
  bool no_ends = false;  ///< of joins: those who left may be missing
  std::size_t undated = 0, others = 0, cohorts = 0;
  double step = 1;
  date last{};  ///< from which a forecast goes on
};

std::size_t days_of(const std::vector<observed_count>& all) {
  std::set<date> days;
  for (const observed_count& one : all) days.insert(one.day);
  return days.size();
}

/// The counts of the series that says most of a program; none where no series counts it.
growth_data by_counts(const snapshot& net, const std::vector<reported_series>& series, vertex_ref program, date until) {
  growth_data most{.program = program};
  for (const reported_series& one : series) {
    if (one.subject != net.key(program) || one.unit == "person") continue;
    try {
      const series_counts counts = counts_of_series(net, one.name, {}, until);
      if (counts.counts.size() <= most.observed.size()) continue;
      most = {.program = program, .series = one.name, .unit = counts.unit, .step = counts.step};
      for (const series_count& count : counts.counts)
        most.observed.push_back({count.stated, count.day, count.count, count.figure});
      most.last = most.observed.back().day;
    } catch (const input_error&) {  // of several subjects or units: no count of this program
    }
  }
  return most;
}

/// The joins up to a day; no more than `observed` of them where they can't be fitted.
growth_data by_joins(const snapshot& net, vertex_ref program, date until) {
  program_joins all = joins_of_program(network_view{net}, program);
  growth_data joins{.program = program,
                    .unit = all.unit,
                    .no_ends = all.ended == 0,
                    .undated = all.undated,
                    .others = all.others,
                    .cohorts = all.cohorts,
                    .last = until};
  std::erase_if(all.days, [until](const partial_date& one) { return one.latest > until; });
  if (all.days.empty() || all.unit == "person") return joins;
  std::ranges::sort(all.days, {}, [](const partial_date& one) { return std::pair{one.latest, one.earliest}; });
  for (std::size_t k = 0; k < all.days.size(); ++k) {
    const date on = all.days[k].latest;
    if (joins.observed.empty() || joins.observed.back().day != on) joins.observed.push_back({{on, on}, on, 0, {}});
    observed_count& now = joins.observed.back();  // of joins on some day of a year, all by its last
    now.stated.earliest = std::min(now.stated.earliest, all.days[k].earliest);
    now.count = static_cast<double>(k + 1);
  }
  if (joins.observed.front().day < until) joins.joins = window_of(std::move(all.days), until);
  return joins;
}

array observed_json(const snapshot& net, const growth_data& data, source_list& sources) {
  constexpr std::size_t most = 120;
  const std::size_t n = data.observed.size(), shown = std::min(n, most);
  array all;
  for (std::size_t k = 0; k < shown; ++k) {
    const observed_count& at = data.observed[shown < 2 ? k : k * (n - 1) / (shown - 1)];
    object one{{"date", date_json(at.stated)}, {"day", capnet::to_string(at.day)}, {"value", at.count}};
    if (const auto found = std::ranges::find(net.figures(), at.figure, &figure::id);
        !at.figure.empty() && found != net.figures().end())
      sources.cite_cell(one, found->cite);
    all.push_back(std::move(one));
  }
  return all;
}

/// Whether one curve is left, and which they are: the first is the most likely.
object verdict(const growth_fit& fit) {
  const std::vector<const fitted_curve*> family = fit.family();
  const fitted_curve& best = *family.front();
  object said{{"identifiable", fit.identifiable}};
  if (fit.identifiable)
    said["why"] = family.size() == 1 ? "alone" : "alike";
  else if (best.support == curve_support::unjudged)
    said["why"] = best.exact ? "through" : "few";
  else
    said["why"] = family.size() == 1 ? "open" : "apart";
  if (best.support == curve_support::unjudged && best.exact) said["apart"] = spread_of(fit).most;
  array left_out;
  for (const curve_model model : fit.left_out) left_out.emplace_back(to_string(model));
  if (!left_out.empty()) said["left_out"] = std::move(left_out);
  return said;
}

array curves_json(const growth_fit& fit, const std::vector<date>& days) {
  array curves;
  for (const fitted_curve* one : fit.family()) {
    array values, parameters;
    for (const date at : days) values.emplace_back(fit.value(*one, at));
    for (const fitted_parameter& p : one->parameters) {
      object said{{"name", p.name}};
      if (p.value) said["value"] = *p.value;
      if (p.low) said["low"] = *p.low;
      if (p.high) said["high"] = *p.high;
      parameters.push_back(std::move(said));
    }
    object curve{{"model", to_string(one->curve.model)},
                 {"support", to_string(one->support)},
                 {"parameters", std::move(parameters)},
                 {"values", std::move(values)}};
    if (one->aicc) curve["weight"] = one->weight;
    curves.push_back(std::move(curve));
  }
  return curves;
}

/// Days from the first count to the last month ahead, for curves.
std::vector<date> days_for_curves(date first, date last) {
  constexpr std::size_t most = 48;
  std::vector<date> days = days_in_step(first, last, most).days;
  if (days.front() != first) days.insert(days.begin(), first);
  return days;
}

std::vector<dated_count> dated(const growth_data& data) {
  std::vector<dated_count> all;
  for (const observed_count& at : data.observed) all.push_back({at.day, at.count});
  return all;
}

/// Months from `from` on that reach the day of the report and as many ahead as asked.
std::uint32_t months_ahead(date from, date day, std::uint32_t months) {
  constexpr double most = 120;
  return months + static_cast<std::uint32_t>(std::clamp(std::floor(months_between(from, day)), 0.0, most));
}

object forecast_of(const snapshot& net, const growth_data& data, date day, bool stated, source_list& sources,
                   const report_simulation& options) {
  // What makes a default report wait: a fit reads each different day some 10^4 times, and a run begins with all ties.
  constexpr std::size_t quick_joins = 60, quick_rows = 50'000;
  object one{{"of", data.series.empty() ? "joins" : "counts"}, {"unit", clipped(data.unit, 80)}};
  put_text(one, "series", data.series);
  one["observed"] = observed_json(net, data, sources);
  const bool counts = !data.series.empty();
  const std::size_t found = counts ? days_of(data.observed) : data.joins.days.size();
  if (!counts) {
    one["joins"] = {{"no_ends", data.no_ends},
                    {"undated", data.undated},
                    {"persons", data.others},
                    {"groups", data.cohorts},
                    {"before", data.joins.before}};
  }
  const bool slow = !options.forecast && ((!counts && found > quick_joins) || net.order() + net.size() > quick_rows);
  const std::uint32_t months = months_ahead(data.last, day, options.months);
  if (found < 2)
    one["none"] = {{"why", "few"}, {"found", found}};
  else if (slow)
    one["none"] = {{"why", "slow"}, {"found", found}};
  const bool fitted = found >= 2 && !slow, asked = stated && options.growth.has_value();
  if (!fitted && !asked) return one;
  const growth_origin origin = growth_start(net, {.program = net.key(data.program), .start = data.last});
  const auto members = static_cast<double>(origin.state.group(origin.groups.members).headcount());
  const double last = data.observed.empty() ? members : data.observed.back().count;
  std::vector<growth_to_run> growths;
  if (fitted) try {
      const growth_fit fit = counts ? fit_growth(dated(data), {.step = data.step})
                                    : fit_growth(data.joins.days, data.joins.seen, {.before = data.joins.before});
      const std::vector<date> days = days_for_curves(fit.first, *calendar{.start = data.last}.day(months));
      array iso;
      for (const date at : days) iso.emplace_back(capnet::to_string(at));
      one["days"] = std::move(iso);
      one["curves"] = curves_json(fit, days);
      one["verdict"] = verdict(fit);
      if (fit.dispersion > 1) one["dispersion"] = fit.dispersion;
      growths_of_fit by_curves = growths_of(fit, last, members);
      growths = std::move(by_curves.growths);
      if (!by_curves.none.empty()) one["no_bands"] = std::move(by_curves.none);
    } catch (const input_error& error) {  // counts beyond all measure
      one["none"] = {{"why", "refused"}, {"message", clipped(error.what(), 600)}};
    }
  if (asked) growths.push_back({{}, *options.growth});
  add_bands(one, growths, {origin, data.last, months, last, members}, options);
  return one;
}

}  // namespace

void add_forecast(object& payload, const snapshot& net, std::optional<date> day, const picture& drawn,
                  source_list& sources, const report_simulation& options) {
  constexpr std::size_t most_programs = 3;
  if (!day) return;
  std::vector<vertex_ref> programs;
  const auto add = [&](vertex_ref v) {
    if (std::ranges::find(programs, v) == programs.end() && programs.size() < most_programs) programs.push_back(v);
  };
  const std::string asked = options.growth ? options.growth->program : std::string{};
  if (!asked.empty()) add(*program_to_join(network_view{net}, asked));
  const auto main = main_program(net);
  if (main) add(*main);
  const kind_index program_k = net.schema().index_of<kind::program>();
  const std::vector<reported_series> series = all_reported_series(net);
  for (const reported_series& one : series) {
    const auto v = net.find(one.subject);
    if (v && net.schema().is_a(v->kind, program_k) && one.unit != "person" && one.points.size() > 1) add(*v);
  }
  array all;
  for (const vertex_ref program : programs) {
    growth_data data = by_counts(net, series, program, *day);
    if (days_of(data.observed) < 2) data = by_joins(net, program, *day);
    const bool stated = asked.empty() ? program == programs.front() : net.key(program) == asked;
    object one = forecast_of(net, data, *day, stated, sources, options);
    one["program"] = drawn_or_named(net, drawn, program);
    all.push_back(std::move(one));
  }
  if (!all.empty()) payload["forecast"] = std::move(all);
}

}  // namespace capnet::detail
