#include "report/forecast_runs.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>

#include <capnet/core/elementary.hpp>
#include <capnet/sim/calendar.hpp>
#include <capnet/sim/ensemble.hpp>
#include <capnet/sim/quantile_bands.hpp>

#include "report/growth_rules.hpp"

namespace capnet::detail {
namespace {

using boost::json::array;
using boost::json::object;

/// A ceiling that the data set an end to.
bool has_known_ceiling(const fitted_curve& one) {
  const auto found = std::ranges::find(one.parameters, "ceiling", &fitted_parameter::name);
  return found != one.parameters.end() && found->value && *found->value < max_growth_arrivals;
}

/// Nobody joins any more: what a pool of nobody and a ceiling that is reached come to.
growth_options nobody() {
  growth_options growth;
  growth.rate = 0;
  return growth;
}

/// The rule, or why there is none: `rule`, the curve is none; `open`, it has no end that the data show; `members`,
/// imitation depends on how many there are, and the network names others than were counted; `fast`, more than all a
/// month.
std::pair<std::optional<growth_options>, const char*> growth_of(const growth_fit& fit, const fitted_curve& one,
                                                                double last, double members) {
  growth_options growth;
  const growth_curve& curve = one.curve;
  switch (curve.model) {
    case curve_model::constant_rate:
      if (!(curve.scale >= 0 && curve.scale <= 1e4)) return {std::nullopt, "fast"};
      growth.rate = curve.scale;
      return {growth, nullptr};
    case curve_model::saturating_exponential: {
      if (!has_known_ceiling(one)) return {std::nullopt, "open"};
      growth.arrivals = growth_arrivals::pool;
      growth.share = one_less_exp(std::max(curve.shape[0], 0.0));
      growth.market = std::floor(fit.before + curve.scale - last + .5);
      return {growth.market > 0 ? growth : nobody(), nullptr};
    }
    case curve_model::logistic:
    case curve_model::bass: {
      if (!has_known_ceiling(one)) return {std::nullopt, "open"};
      if (fit.before > 0 || members != last) return {std::nullopt, "members"};
      const bool bass = curve.model == curve_model::bass;
      growth.arrivals = growth_arrivals::bass;
      growth.innovation = bass ? curve.shape[0] : 0;
      growth.imitation = bass ? curve.shape[1] : curve.shape[0];
      growth.market = curve.scale;
      if (!(growth.innovation <= 1 && growth.imitation <= 1)) return {std::nullopt, "fast"};
      return {growth.market > 0 ? growth : nobody(), nullptr};
    }
    default:
      return {std::nullopt, "rule"};
  }
}

}  // namespace

growths_of_fit growths_of(const growth_fit& fit, double last, double members) {
  constexpr std::size_t most = 3;
  growths_of_fit all;
  for (const fitted_curve* one : fit.family()) {
    if (all.growths.size() == most) break;
    auto [growth, why] = growth_of(fit, *one, last, members);
    if (growth) {
      growth->ties = 0;  // which change nothing in how many join
      all.growths.push_back({std::string{to_string(one->curve.model)}, std::move(*growth)});
    } else {
      all.none.push_back({{"model", to_string(one->curve.model)}, {"why", why}});
    }
  }
  return all;
}

void add_bands(object& into, const std::vector<growth_to_run>& growths, const runs_from& from,
               const report_simulation& options) {
  if (growths.empty()) return;
  std::vector<double> numbers;
  for (std::size_t k = 0; k < growths.size(); ++k) numbers.push_back(static_cast<double>(k));
  const auto members_in_runs = [&](const grid_cell& cell, const random_run& run) {
    growth_options growth =
        growth_asked(growths[static_cast<std::size_t>(cell["growth"])].growth, run.seed, from.months, 1);
    growth.replica = run.replica;
    growth.start = from.start;
    growth_model model = make_growth(from.origin, growth);
    run_rows rows{{"members"}};
    for (std::uint32_t step = 0; step <= from.months; ++step) {
      if (step > 0) model.run.run(1);
      const auto now = static_cast<double>(model.run.state().group(model.groups.members).headcount());
      rows.add(step, {from.last + now - from.members});
    }
    return rows;
  };
  const ensemble_result runs =
      ensemble(members_in_runs, parameter_grid{{{"growth", numbers}}},
               {.replicas = options.replicas, .seed = options.seed, .threads = options.threads});
  std::vector<array> points(growths.size());
  for (const quantile_band& band : quantile_bands(runs)) {
    array five;
    for (const band_quantile& q : band.quantiles) five.emplace_back(q.value);
    points[band.cell].push_back(std::move(five));
  }
  array bands, days;
  for (std::size_t k = 0; k < growths.size(); ++k) {
    object one{{"rules", growth_rules(growths[k].growth)}, {"points", std::move(points[k])}};
    if (!growths[k].model.empty()) one["model"] = growths[k].model;
    bands.push_back(std::move(one));
  }
  const calendar months{.start = from.start};
  for (std::uint32_t step = 0; step <= from.months; ++step) days.emplace_back(capnet::to_string(*months.day(step)));
  into["start"] = capnet::to_string(from.start);
  into["months"] = from.months;
  into["seed"] = std::to_string(options.seed);
  into["replicas"] = options.replicas;
  into["band_days"] = std::move(days);
  into["bands"] = std::move(bands);
}

}  // namespace capnet::detail
