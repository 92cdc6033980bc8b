#include <capnet/sim/fit_joins.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include <capnet/core/distribution.hpp>

#include "refusal.hpp"

namespace capnet {
namespace {

const date opened = make_date(2015, 11, 1);
const interval ten_years{opened, make_date(2025, 11, 1)};

double months_of(interval window) { return months_between(window.begin, window.end); }

/// The joins of a Poisson process along a curve, by inversion of the times of one of rate 1.
std::vector<partial_date> drawn_joins(const growth_curve& curve, interval seen, std::uint32_t replica) {
  random_stream rng{{.seed = 11, .replica = replica}};
  std::vector<partial_date> joins;
  double expected = 0;
  date day = seen.begin;
  for (;;) {
    expected += draw_exponential(rng);
    while (day < seen.end && curve.value(months_between(seen.begin, day + std::chrono::days{1})) < expected)
      day += std::chrono::days{1};
    if (day >= seen.end) return joins;
    joins.emplace_back(day);
  }
}

const fitted_curve& joined_along(const growth_fit& fit, curve_model model) {
  return *std::ranges::find(fit.curves, model, [](const fitted_curve& one) { return one.curve.model; });
}
const fitted_parameter& told_of(const fitted_curve& curve, std::string_view name) {
  return *std::ranges::find(curve.parameters, name, &fitted_parameter::name);
}

// 12 joins in 12 months: rate n / T = 1. The profile is that of a Poisson number: r T - n - n ln(r T / n) = z^2 / 2,
// which 12 meets at 6.445 and 20.25 for z = 1.96.
TEST(FitJoins, AtAConstantRateAreAPoissonNumber) {
  std::vector<partial_date> joins;
  for (int k = 0; k < 12; ++k) joins.emplace_back(opened + std::chrono::days{15 + k * 30});
  const interval seen{opened, opened + std::chrono::days{365}};
  const growth_fit fit = fit_growth(joins, seen, {.models = {curve_model::constant_rate}});
  EXPECT_EQ(fit.dispersion, 1);
  const fitted_parameter& rate = told_of(fit.curves.front(), "rate");
  const double span = months_of(seen);
  EXPECT_NEAR(*rate.value, 12 / span, 1e-12);
  for (const double bound : {*rate.low * span, *rate.high * span})
    EXPECT_NEAR(bound - 12 - 12 * std::log(bound / 12), 1.959963984540054 * 1.959963984540054 / 2, 1e-4) << bound;
  EXPECT_LT(*rate.low, *rate.value);
  EXPECT_GT(*rate.high, *rate.value);
}

// The oracle: the likelihood of Goel & Okumoto's process written out, over a fine grid of rates.
TEST(FitJoins, FindTheRateThatANaiveSearchFinds) {
  const growth_curve truth{.model = curve_model::saturating_exponential, .scale = 150, .shape = {.03}};
  const std::vector<partial_date> joins = drawn_joins(truth, ten_years, 0);
  const growth_fit fit = fit_growth(joins, ten_years, {.models = {curve_model::saturating_exponential}});
  const double span = months_of(ten_years), n = static_cast<double>(joins.size());
  const auto loss = [&](double rate) {
    const double scale = n / (1 - std::exp(-rate * span));
    double sum = n;
    for (const partial_date& one : joins) {
      const double begin = months_between(opened, one.earliest), end = begin + 1 / days_per_month;
      sum -= std::log(scale * (std::exp(-rate * begin) - std::exp(-rate * end)));
    }
    return sum;
  };
  double best = .001;
  for (double rate = .001; rate < .2; rate += .00001) best = loss(rate) < loss(best) ? rate : best;
  const fitted_curve& found = fit.curves.front();
  EXPECT_NEAR(found.curve.shape[0], best, .00001);
  EXPECT_NEAR(found.loss, loss(found.curve.shape[0]), 1e-6);
  EXPECT_NEAR(found.curve.value(span), n, 1e-9);  // the scale: as many are expected as came
  EXPECT_FALSE(fit.curves.front().curve.start > 0);
}

// Joins at the times at which Bass's curve passes 1/2, 3/2, ...: the fit gives the curve back.
TEST(FitJoins, RecoverBassFromItsOwnTimes) {
  const growth_curve bass{.model = curve_model::bass, .scale = 400, .shape = {.008, .06, 0}, .from_0 = true};
  std::vector<partial_date> joins;
  double expected = .5;
  for (date day = opened; day < ten_years.end; day += std::chrono::days{1}) {
    for (; bass.value(months_between(opened, day + std::chrono::days{1})) >= expected; expected += 1)
      joins.emplace_back(day);
  }
  const growth_fit fit =
      fit_growth(joins, ten_years, {.models = {curve_model::bass, curve_model::saturating_exponential}});
  const fitted_curve& found = joined_along(fit, curve_model::bass);
  EXPECT_NEAR(*told_of(found, "p").value, .008, .0002);
  EXPECT_NEAR(*told_of(found, "q").value, .06, .001);
  EXPECT_NEAR(*told_of(found, "ceiling").value, 400, 3);
  EXPECT_EQ(found.support, curve_support::best);
  EXPECT_LT(found.largest_miss, 1.5);
  // Of joins the logistic curve is Bass's, so that it stands beside it only if it is asked for.
  const growth_fit logistic = fit_growth(joins, ten_years, {.models = {curve_model::logistic}});
  EXPECT_NEAR(logistic.curves.front().loss, found.loss, 1e-5);
  EXPECT_NEAR(logistic.curves.front().curve.scale, found.curve.scale, .01);
}

// 100 processes: intervals of 95% hold the rate in 95% of them; 2.6 standard errors are .057.
TEST(FitJoins, HaveIntervalsThatHoldTheTruthAsOftenAsTheySay) {
  const growth_curve truth{.model = curve_model::saturating_exponential, .scale = 200, .shape = {.02}};
  int rates = 0, ceilings = 0;
  constexpr int runs = 40;
  for (std::uint32_t run = 0; run < runs; ++run) {
    const growth_fit fit =
        fit_growth(drawn_joins(truth, ten_years, run), ten_years, {.models = {curve_model::saturating_exponential}});
    const fitted_parameter &rate = told_of(fit.curves.front(), "rate"), &top = told_of(fit.curves.front(), "ceiling");
    rates += *rate.low <= .02 && .02 <= *rate.high;
    ceilings += *top.low <= 200 && (!top.high || 200 <= *top.high);
  }
  EXPECT_NEAR(rates / double{runs}, .95, .09);  // 2.6 sqrt(.95 x .05 / 40)
  EXPECT_NEAR(ceilings / double{runs}, .95, .09);
}

TEST(FitJoins, OfKnownMonthsAreFittedByTheirMonths) {
  const growth_curve truth{.model = curve_model::saturating_exponential, .scale = 300, .shape = {.03}};
  const std::vector<partial_date> days = drawn_joins(truth, ten_years, 3);
  std::vector<partial_date> months;
  for (const partial_date& one : days) {
    const std::chrono::year_month_day day{one.earliest};
    months.emplace_back(date{day.year() / day.month() / 1}, date{day.year() / day.month() / std::chrono::last});
  }
  const join_fit_options how{.models = {curve_model::saturating_exponential}};
  const double rate = fit_growth(days, ten_years, how).curves.front().curve.shape[0];
  EXPECT_NEAR(fit_growth(months, ten_years, how).curves.front().curve.shape[0], rate, .001);
  std::ranges::reverse(months);
  EXPECT_EQ(fit_growth(months, ten_years, how).curves.front().curve,
            fit_growth(std::vector<partial_date>(months.rbegin(), months.rend()), ten_years, how).curves.front().curve);
}

// Each join is one of four on the same day: four times the variance, half the certainty.
TEST(FitJoins, InBatchesWidenTheIntervals) {
  const growth_curve truth{.model = curve_model::constant_rate, .scale = 2};
  const std::vector<partial_date> alone = drawn_joins(truth, ten_years, 4);
  std::vector<partial_date> fours;
  for (int k = 0; k < 4; ++k) fours.insert(fours.end(), alone.begin(), alone.end());
  const join_fit_options how{.models = {curve_model::constant_rate}};
  const growth_fit one = fit_growth(alone, ten_years, how), four = fit_growth(fours, ten_years, how);
  EXPECT_LT(one.dispersion, 1.5);
  EXPECT_NEAR(four.dispersion, 4, 1);
  const auto width = [](const growth_fit& fit) {
    const fitted_parameter& rate = told_of(fit.curves.front(), "rate");
    return (*rate.high - *rate.low) / *rate.value;
  };
  EXPECT_NEAR(width(four) / width(one), std::sqrt(four.dispersion / one.dispersion / 4), .1);
}

// A steady stream does not tell whether it will ever end.
TEST(FitJoins, AtASteadyRateAreNotIdentifiable) {
  const growth_fit fit =
      fit_growth(drawn_joins({.model = curve_model::constant_rate, .scale = 3}, ten_years, 6), ten_years);
  EXPECT_FALSE(fit.identifiable);
  EXPECT_NE(fit.reason.find("joins can't tell curves apart"), std::string::npos) << fit.reason;
  EXPECT_FALSE(told_of(joined_along(fit, curve_model::saturating_exponential), "ceiling").high);
  EXPECT_GT(fit.family().size(), 1u);
}

TEST(FitJoins, RefuseWhatShowsNoGrowth) {
  const auto refused = [](std::vector<partial_date> joins, interval seen, join_fit_options how = {}) {
    return refusal([&] { (void)fit_growth(joins, seen, how); });
  };
  EXPECT_EQ(refused({}, ten_years), "0 joins: no growth can be told; expected at least two");
  EXPECT_EQ(refused({opened}, ten_years), "1 join: no growth can be told; expected at least two");
  EXPECT_EQ(refused({opened, opened - std::chrono::days{1}}, ten_years),
            "a join on 2015-10-31 is not within 2015-11-01..2025-10-31; expected joins that are seen");
  EXPECT_EQ(refused({opened, opened}, {opened, opened}),
            "joins are seen in a window without begin, end or days; expected one that has them");
  EXPECT_EQ(refused({opened, opened}, {opened, unbounded_future}),
            "joins are seen in a window without begin, end or days; expected one that has them");
  EXPECT_EQ(refused({opened, opened}, ten_years, {.level = 0}),
            "intervals of level 0; expected one between 0 and 1, such as 0.95");
}

TEST(FitJoins, OfOneDayAreFittedWithoutAFault) {
  const std::vector<partial_date> joins(5, opened);
  const growth_fit fit = fit_growth(joins, {opened, opened + std::chrono::days{1}});
  EXPECT_FALSE(fit.identifiable);
  for (const fitted_curve& one : fit.curves) EXPECT_NEAR(one.curve.value(1 / days_per_month), 5, 1e-6);
}

}  // namespace
}  // namespace capnet
