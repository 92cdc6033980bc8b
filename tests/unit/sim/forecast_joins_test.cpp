#include <capnet/sim/forecast_joins.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include <capnet/core/distribution.hpp>
#include <capnet/sim/fit_joins.hpp>

#include "refusal.hpp"

namespace capnet {
namespace {

const interval six_years{make_date(2015, 11, 1), make_date(2021, 11, 1)};

/// A Poisson process of a rate a month, over `months` of 30 days from the first day on.
std::vector<partial_date> steady_joins(double rate, int months, std::uint32_t replica) {
  random_stream rng{{.seed = 23, .replica = replica}};
  std::vector<partial_date> joins;
  for (int day = 0; day < months * 30; ++day) {
    for (std::uint64_t k = draw_poisson(rng, rate / 30); k > 0; --k)
      joins.emplace_back(six_years.begin + std::chrono::days{day});
  }
  return joins;
}
std::vector<partial_date> until(const std::vector<partial_date>& joins, date end) {
  std::vector<partial_date> some;
  for (const partial_date& one : joins) {
    if (one.latest < end) some.push_back(one);
  }
  return some;
}
const join_fit_options steady{.models = {growth_model::constant_rate}};

// n joins in T months at a constant rate: m = n h / T are to come in h months. Their variance is that of the process
// and of the rate, m + m h / T; 80% lie within 1.2816 deviations.
TEST(ForecastJoins, HaveTheBandOfAPoissonNumberWhoseRateIsEstimated) {
  const std::vector<partial_date> joins = until(steady_joins(8, 80, 1), six_years.end);
  const growth_fit fit = fit_growth(joins, six_years, steady);
  ASSERT_EQ(fit.dispersion, 1);
  const std::vector<date> days{make_date(2023, 10, 31)};
  const forecast_day day = forecast_joins(fit, joins, six_years, days, {.replicas = 4000})[0];
  const double span = months_between(six_years.begin, six_years.end), n = static_cast<double>(joins.size());
  const double ahead = months_between(six_years.end, days[0] + std::chrono::days{1}), m = n * ahead / span;
  const double deviation = std::sqrt(m + m * ahead / span);
  EXPECT_NEAR(day.center, n + m, 4);
  EXPECT_NEAR(day.low, n + m - 1.2816 * deviation, 5);
  EXPECT_NEAR(day.high, n + m + 1.2816 * deviation, 5);
  EXPECT_EQ(day.last_value, n);
  EXPECT_NEAR(day.linear_trend, n + m, .1 * m);
}

// 60 processes, each forecast two years ahead: 80% bands hold what came in 80% of them, give or take 2.6 x .052.
TEST(ForecastJoins, HaveBandsThatHoldWhatComesAsOftenAsTheySay) {
  int inside = 0;
  constexpr int runs = 60;
  for (std::uint32_t run = 0; run < runs; ++run) {
    const std::vector<partial_date> all = steady_joins(4, 98, 100 + run), joins = until(all, six_years.end);
    const growth_fit fit =
        fit_growth(joins, six_years, {.models = {growth_model::constant_rate, growth_model::changing_rate}});
    const std::vector<date> days{make_date(2023, 10, 31)};
    growth_forecast forecast = forecast_joins(fit, joins, six_years, days, {.replicas = 200});
    observe(forecast, all, days[0]);
    inside += score_of(forecast)->inside == 1;
  }
  EXPECT_NEAR(inside / double{runs}, .8, .135);
}

TEST(ForecastJoins, AreTheSameAtAnyNumberOfThreads) {
  const std::vector<partial_date> joins = until(steady_joins(3, 80, 2), six_years.end);
  const growth_fit fit = fit_growth(joins, six_years);
  const std::vector<date> days{make_date(2024, 1, 31), make_date(2022, 1, 31), make_date(2022, 1, 31)};
  const auto numbers = [&](unsigned threads, std::uint64_t seed) {
    std::vector<double> all;
    for (const forecast_day& one :
         forecast_joins(fit, joins, six_years, days, {.replicas = 100, .seed = seed, .threads = threads}))
      all.insert(all.end(), {one.low, one.center, one.high, one.linear_trend});
    return all;
  };
  const std::vector<double> one = numbers(1, 5);
  EXPECT_EQ(one, numbers(2, 5));
  EXPECT_EQ(one, numbers(8, 5));
  EXPECT_NE(one, numbers(1, 6));
  EXPECT_GT(one[1], one[5]);  // in the order given
  EXPECT_EQ(std::vector(one.begin() + 4, one.begin() + 8), std::vector(one.begin() + 8, one.end()));
}

// A join on each first of a month: 12 in the first year, and as many again in the next.
TEST(ForecastJoins, StandBesideOnesThatNeedNoCurve) {
  std::vector<partial_date> joins;
  for (unsigned month = 1; month <= 12; ++month) joins.emplace_back(make_date(2020, month, 1));
  const interval year{make_date(2020, 1, 1), make_date(2021, 1, 1)};
  const growth_fit fit = fit_growth(joins, year, steady);
  const std::vector<date> days{make_date(2021, 6, 30), make_date(2021, 12, 31), make_date(2023, 1, 1)};
  growth_forecast forecast = forecast_joins(fit, joins, year, days, {.replicas = 10});
  EXPECT_NEAR(*forecast[0].last_period, 17, 1e-9);  // 181 days back is 4 July: five came since
  EXPECT_NEAR(*forecast[1].last_period, 23, 1e-9);  // 365 days back is 2 January
  EXPECT_FALSE(forecast[2].last_period);            // the joins do not reach back so far
  EXPECT_NEAR(forecast[1].linear_trend, 24, .1);    // one at the end of each month: a line of 12 a year
  EXPECT_EQ(forecast[1].last_value, 12);
  // What came: one more, in the first half. Errors are means over the two days that were observed.
  joins.emplace_back(make_date(2021, 3, 1), make_date(2021, 3, 31));
  observe(forecast, joins, days[1]);
  EXPECT_EQ(forecast[0].observed, 13);
  EXPECT_EQ(forecast[1].observed, 13);
  EXPECT_FALSE(forecast[2].observed);
  const forecast_score score = *score_of(forecast);
  EXPECT_EQ(score.days, 2u);
  EXPECT_EQ(score.last_value_error, 1);
  EXPECT_NEAR(*score.last_period_error, (4 + 10) / 2.0, 1e-9);
  EXPECT_EQ(score.coverage, static_cast<double>(score.inside) / 2);
}

TEST(ForecastJoins, CountThoseWhoJoinedBeforeTheDaysSeen) {
  const std::vector<partial_date> joins = until(steady_joins(3, 80, 2), six_years.end);
  const std::vector<date> days{make_date(2022, 10, 31)};
  const growth_fit fit = fit_growth(joins, six_years, steady),
                   later = fit_growth(joins, six_years, {.models = steady.models, .before = 100});
  EXPECT_EQ(fit.curves.front().curve, later.curves.front().curve);
  EXPECT_EQ(later.value(later.curves.front(), days[0]), fit.value(fit.curves.front(), days[0]) + 100);
  const forecast_day one = forecast_joins(fit, joins, six_years, days, {.replicas = 50})[0],
                     other = forecast_joins(later, joins, six_years, days, {.replicas = 50})[0];
  EXPECT_EQ(other.low, one.low + 100);
  EXPECT_EQ(other.center, one.center + 100);
  EXPECT_EQ(other.last_value, one.last_value + 100);
  EXPECT_EQ(*other.last_period, *one.last_period + 100);
  EXPECT_EQ(other.linear_trend, one.linear_trend + 100);
}

TEST(ForecastJoins, RefuseDaysThatAreSeenAndOtherFits) {
  const std::vector<partial_date> joins = until(steady_joins(3, 80, 2), six_years.end);
  const growth_fit fit = fit_growth(joins, six_years, steady);
  const std::vector<date> seen{make_date(2021, 10, 31)}, later{make_date(2022, 10, 31)};
  EXPECT_EQ(refusal([&] { (void)forecast_joins(fit, joins, six_years, seen); }),
            "a forecast for 2021-10-31, which is seen; expected days from 2021-11-01 on");
  EXPECT_EQ(refusal([&] { (void)forecast_joins(fit, joins, six_years, later, {.replicas = 0}); }),
            "0 replicas; expected 1 to 1,000,000");
  EXPECT_EQ(refusal([&] { (void)forecast_joins(fit, joins, six_years, later, {.level = 1.5}); }),
            "a band of level 1.5; expected one between 0 and 1, such as 0.8");
  EXPECT_EQ(refusal([&] { (void)forecast_joins(fit, joins, {six_years.begin, later[0]}, later); }),
            "a fit of other days than those seen; expected the fit of these joins");
  EXPECT_TRUE(forecast_joins(fit, joins, six_years, {}).empty());
  EXPECT_FALSE(score_of({}));
}

// The family of three counts is at 87.4 in the end; the line through the first two goes on.
TEST(ForecastCounts, LieBetweenTheCurves) {
  const date first = make_date(2023, 5, 10);
  const std::vector<dated_count> counts{{first, 45}, {make_date(2023, 10, 31), 86}, {make_date(2023, 12, 31), 87}};
  const std::vector<dated_count> later{{make_date(2024, 12, 31), 87}};
  const growth_forecast forecast = forecast_counts(fit_growth(counts), counts, later);
  EXPECT_NEAR(forecast[0].low, 87.31, .01);
  EXPECT_NEAR(forecast[0].high, 87.44, .01);
  EXPECT_EQ(forecast[0].inside(), false);
  EXPECT_EQ(forecast[0].last_value, 87);
  EXPECT_GT(forecast[0].linear_trend, 150);
}

}  // namespace
}  // namespace capnet
