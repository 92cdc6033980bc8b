#pragma once
#include <capnet/sim/forecast_joins.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>

#include <capnet/core/config.hpp>
#include <capnet/core/detail/progress_count.hpp>
#include <capnet/core/distribution.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/sim/detail/join_data.hpp>
#include <capnet/sim/fit_joins.hpp>
#include <capnet/sim/quantile.hpp>

namespace capnet {
namespace detail {

/// A number of joins of that mean, with a variance `dispersion` times the mean.
[[nodiscard]] CAPNET_INLINE double draw_joins(random_stream& rng, double mean, double dispersion) {
  constexpr double many = 1e4, most = 1e12;
  if (!(mean > 0)) return 0;
  if (mean > many)
    return std::max(0.0,
                    std::round(draw_normal(rng, std::min(mean, most), std::sqrt(std::min(mean, most) * dispersion))));
  const double p = 2 / (1 + dispersion);  // batches have 1/p joins on average
  const auto batches = static_cast<double>(draw_poisson(rng, mean * p));
  double joins = batches;
  for (double k = 0; k < batches && p < 1; ++k) joins += static_cast<double>(draw_geometric(rng, p));
  return joins;
}

/// What one replica needs: the curves by weight, and where their shapes lie.
struct weighted_curves {
  std::vector<searched_curve> curves{};
  std::vector<double> weights{};
};
CAPNET_INLINE weighted_curves weighted(const growth_fit& fit, const growth_data& data) {
  weighted_curves all;
  for (const fitted_curve& one : fit.curves) {
    if (!one.aicc || one.weight < 1e-4) continue;
    searched_curve& curve = all.curves.emplace_back();
    curve.curve = one.curve, curve.loss = one.loss;
    curve.at = shape_coordinates(one.curve, data.span());
    all.weights.push_back(one.weight);
  }
  if (all.curves.empty()) refuse("a fit without a curve that can be judged; expected more joins");
  return all;
}

/// Joins by each time after the span, in months; `times` ascend.
CAPNET_INLINE void draw_future(random_stream& rng, const weighted_curves& all, std::span<const join_span> bins,
                               double span, double dispersion, std::span<const double> times, std::span<double> joins) {
  const searched_curve& true_one = all.curves[draw_categorical(rng, all.weights)];
  std::vector<join_span> drawn(bins.begin(), bins.end());
  for (join_span& bin : drawn)
    bin.joins = draw_joins(rng, true_one.curve.value(bin.end) - true_one.curve.value(bin.begin), dispersion);
  const join_data data{span, drawn};
  growth_curve curve = true_one.curve;
  if (data.joins() > 0) {
    const searched_curve again = search_near(data, true_one, 1e-4, 120);
    if (std::isfinite(again.loss)) curve = again.curve;
  }
  double before = curve.value(span), sum = 0;
  for (std::size_t k = 0; k < times.size(); ++k) {
    const double after = curve.value(times[k]);
    joins[k] = sum += draw_joins(rng, after - before, dispersion);
    before = after;
  }
}

/// Joins up to a time, of which those of a span come evenly.
CAPNET_INLINE double joins_by(std::span<const join_span> spans, double time) {
  double sum = 0;
  for (const join_span& one : spans) {
    if (one.begin < time) sum += one.joins * std::min(1.0, (time - one.begin) / (one.end - one.begin));
  }
  return sum;
}
/// The slope of the line of least squares through the joins at the end of each bin, a month.
CAPNET_INLINE double trend(std::span<const join_span> bins) {
  double n = 1, t = 0, tt = 0, y = 0, ty = 0, sum = 0;  // (0, 0) too
  for (const join_span& bin : bins) {
    sum += bin.joins;
    n += 1, t += bin.end, tt += bin.end * bin.end, y += sum, ty += bin.end * sum;
  }
  return (n * ty - t * y) / (n * tt - t * t);
}

}  // namespace detail

CAPNET_INLINE growth_forecast forecast_joins(const growth_fit& fit, std::span<const partial_date> joins, interval seen,
                                             std::span<const date> days, const forecast_options& options) {
  detail::expect(options.level > 0 && options.level < 1, "a band of level ", options.level,
                 "; expected one between 0 and 1, such as 0.8");
  detail::expect(options.replicas > 0 && options.replicas <= 1'000'000, options.replicas,
                 " replicas; expected 1 to 1,000,000");
  detail::expect_joins(joins, seen, {});
  if (fit.first != seen.begin || fit.last != seen.end - std::chrono::days{1})
    detail::refuse("a fit of other days than those seen; expected the fit of these joins");
  for (const date day : days) {
    if (day < seen.end)
      detail::refuse("a forecast for ", to_string(day), ", which is seen; expected days from ", to_string(seen.end),
                     " on");
  }
  const std::vector<detail::join_span> spans = detail::spans_of(joins, seen);
  const std::vector<detail::join_span> bins = detail::binned(seen, spans, static_cast<double>(joins.size()));
  const double span = months_between(seen.begin, seen.end);
  const detail::weighted_curves all = detail::weighted(fit, detail::join_data{span, spans});
  std::vector<std::size_t> order(days.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order,
                    [&](std::size_t a, std::size_t b) { return days[a] != days[b] ? days[a] < days[b] : a < b; });
  std::vector<double> times;
  for (const std::size_t k : order) times.push_back(months_between(seen.begin, days[k] + std::chrono::days{1}));
  std::vector<double> drawn(options.replicas * times.size());
  detail::progress_count told{options.report, options.replicas, "forecast"};
  parallel_for_blocks(
      options.replicas, 16, {options.threads, options.stop, {}}, [&](std::size_t, std::size_t first, std::size_t last) {
        for (std::size_t replica = first; replica < last; ++replica) {
          random_stream rng{
              {.seed = options.seed, .replica = static_cast<std::uint32_t>(replica), .purpose = 0x66697420}};
          detail::draw_future(rng, all, bins, span, fit.dispersion, times,
                              std::span{drawn}.subspan(replica * times.size(), times.size()));
        }
        told.done(last - first);
      });
  growth_forecast forecast(days.size());
  const double slope = detail::trend(bins), joined = fit.before + static_cast<double>(joins.size());
  std::vector<double> values(options.replicas);
  for (std::size_t k = 0; k < times.size(); ++k) {
    for (std::size_t r = 0; r < values.size(); ++r) values[r] = joined + drawn[r * times.size() + k];
    forecast_day& day = forecast[order[k]];
    day.day = days[order[k]];
    std::ranges::sort(values);
    day.center = *sample_quantile(values, .5);
    day.low = *sample_quantile(values, .5 - options.level / 2);
    day.high = *sample_quantile(values, .5 + options.level / 2);
    const double ahead = times[k] - span;
    day.last_value = joined;
    day.linear_trend = joined + slope * ahead;
    if (ahead <= span)
      day.last_period = joined + static_cast<double>(joins.size()) - detail::joins_by(spans, span - ahead);
  }
  return forecast;
}

CAPNET_INLINE void observe(growth_forecast& forecast, std::span<const partial_date> joins, date last) {
  for (forecast_day& day : forecast) {
    if (day.day > last) continue;
    day.observed = static_cast<double>(
        std::ranges::count_if(joins, [&](const partial_date& one) { return one.latest <= day.day; }));
  }
}

}  // namespace capnet
