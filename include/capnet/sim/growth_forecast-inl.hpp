#pragma once
#include <capnet/sim/growth_forecast.hpp>

#include <algorithm>
#include <array>
#include <cmath>

#include <capnet/core/config.hpp>
#include <capnet/core/expect.hpp>

namespace capnet {

CAPNET_INLINE growth_forecast forecast_counts(const growth_fit& fit, std::span<const dated_count> counts,
                                              std::span<const dated_count> later) {
  if (counts.empty()) detail::refuse("a forecast from no counts; expected those of the fit");
  const dated_count last = *std::ranges::max_element(counts, {}, &dated_count::day);
  const std::array<growth_model, 1> line{growth_model::constant_rate};
  const growth_fit straight = fit_growth(counts, {.models = {line.begin(), line.end()}});
  const std::vector<const fitted_curve*> family = fit.family();
  growth_forecast forecast;
  for (const dated_count& one : later) {
    forecast_day& day = forecast.emplace_back();
    day.day = one.day, day.observed = one.count, day.last_value = last.count;
    day.center = day.low = day.high = fit.value(*family.front(), one.day);
    for (const fitted_curve* curve : family) {
      const double value = fit.value(*curve, one.day);
      day.low = std::min(day.low, value), day.high = std::max(day.high, value);
    }
    day.linear_trend = straight.value(straight.curves.front(), one.day);
  }
  return forecast;
}

CAPNET_INLINE std::optional<forecast_score> score_of(const growth_forecast& forecast) {
  forecast_score score{.last_period_error = 0};
  for (const forecast_day& day : forecast) {
    if (!day.observed) continue;
    const double by = *day.observed;
    ++score.days, score.inside += *day.inside();
    score.center_error += std::abs(day.center - by), score.last_value_error += std::abs(day.last_value - by);
    score.linear_trend_error += std::abs(day.linear_trend - by);
    if (!day.last_period) score.last_period_error.reset();
    if (score.last_period_error) *score.last_period_error += std::abs(*day.last_period - by);
  }
  if (score.days == 0) return std::nullopt;
  const auto n = static_cast<double>(score.days);
  score.coverage = static_cast<double>(score.inside) / n;
  score.center_error /= n, score.last_value_error /= n, score.linear_trend_error /= n;
  if (score.last_period_error) *score.last_period_error /= n;
  return score;
}

}  // namespace capnet
