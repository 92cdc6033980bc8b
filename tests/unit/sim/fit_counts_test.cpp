#include <capnet/sim/fit_counts.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include <capnet/core/distribution.hpp>

#include "refusal.hpp"

namespace capnet {
namespace {

const date founded = make_date(2023, 5, 10);

date after(int days) { return founded + std::chrono::days{days}; }

/// Counts that lie on a curve, every so many days.
std::vector<dated_count> on_curve(const growth_curve& curve, int counts, int every) {
  std::vector<dated_count> all;
  for (int k = 0; k < counts; ++k) all.push_back({after(k * every), curve.value(k * every / days_per_month)});
  return all;
}

const fitted_curve& curve_of(const growth_fit& fit, growth_model model) {
  return *std::ranges::find(fit.curves, model, [](const fitted_curve& one) { return one.curve.model; });
}
const fitted_parameter& parameter(const fitted_curve& curve, std::string_view name) {
  return *std::ranges::find(curve.parameters, name, &fitted_parameter::name);
}

// 45 in May, 86 at the end of October, 87 at the end of December: t = 0, 5.717, 7.721 months. Two curves are published
// that go through all three, so that neither can be told to be true.
TEST(FitGrowth, CantTellTheCurvesOfThreeCountsApart) {
  const std::vector<dated_count> counts{{after(0), 45}, {make_date(2023, 10, 31), 86}, {make_date(2023, 12, 31), 87}};
  const growth_fit fit = fit_growth(counts);
  EXPECT_FALSE(fit.identifiable);
  EXPECT_TRUE(
      fit.reason.starts_with("3 counts can't tell curves apart: saturating exponential, logistic and Gompertz "
                             "each pass through all of them"))
      << fit.reason;
  const fitted_curve& saturating = curve_of(fit, growth_model::saturating_exponential);
  EXPECT_NEAR(*parameter(saturating, "rate").value, .5919, 5e-5);
  EXPECT_NEAR(*parameter(saturating, "ceiling").value, 87.44, 5e-3);
  EXPECT_NEAR(*parameter(saturating, "start").value, 45, 1e-9);
  const fitted_curve& logistic = curve_of(fit, growth_model::logistic);
  EXPECT_NEAR(*parameter(logistic, "rate").value, .7207, 5e-5);
  EXPECT_NEAR(*parameter(logistic, "ceiling").value, 87.31, 5e-3);
  for (const fitted_curve* one : {&saturating, &logistic}) {
    EXPECT_EQ(one->loss, 0);
    EXPECT_TRUE(one->exact);
    EXPECT_EQ(one->support, curve_support::unjudged);
    for (const fitted_parameter& p : one->parameters) EXPECT_FALSE(p.low || p.high) << p.name;
  }
  EXPECT_EQ(fit.family().size(), 3u);
  EXPECT_EQ(fit.left_out, (std::vector{growth_model::bass, growth_model::weibull}));  // of four parameters
}

TEST(FitGrowth, RecoversBassFromExactCounts) {
  const growth_curve bass{.model = growth_model::bass, .scale = 100, .shape = {.03, .38, 0}};
  const growth_fit fit = fit_growth(on_curve(bass, 16, 30), {.step = 0});
  EXPECT_TRUE(fit.identifiable) << fit.reason;
  const fitted_curve& best = fit.curves.front();
  ASSERT_EQ(best.curve.model, growth_model::bass);
  EXPECT_NEAR(*parameter(best, "ceiling").value, 100, 1e-6);
  EXPECT_NEAR(*parameter(best, "p").value, .03, 1e-6);
  EXPECT_NEAR(*parameter(best, "q").value, .38, 1e-6);
  EXPECT_NEAR(*parameter(best, "start_share").value, 0, 1e-6);
}

TEST(FitGrowth, RecoversEachCurveFromExactCounts) {
  const std::vector<growth_curve> curves{
      {.model = growth_model::constant_rate, .start = 12, .scale = 3.5},
      {.model = growth_model::changing_rate, .start = 12, .scale = 3.5, .shape = {.08}},
      {.model = growth_model::saturating_exponential, .start = 45, .scale = 120, .shape = {.2}},
      {.model = growth_model::logistic, .scale = 200, .shape = {.4, 8}},
      {.model = growth_model::gompertz, .scale = 200, .shape = {.3, 5}},
      {.model = growth_model::weibull, .start = 5, .scale = 90, .shape = {.15, 1.8}}};
  for (const growth_curve& curve : curves) {
    const growth_fit fit = fit_growth(on_curve(curve, 20, 30), {.step = 0});
    const fitted_curve& found = curve_of(fit, curve.model);
    EXPECT_EQ(found.loss, 0) << to_string(curve.model);
    EXPECT_NEAR(found.curve.start, curve.start, 1e-5) << to_string(curve.model);
    EXPECT_NEAR(found.curve.scale, curve.scale, 1e-5) << to_string(curve.model);
    for (std::size_t k = 0; k < 3; ++k)
      EXPECT_NEAR(found.curve.shape[k], curve.shape[k], 1e-6) << to_string(curve.model);
  }
}

// A logistic curve is a Bass curve without innovation: as long as they run along together, neither is a rival.
TEST(FitGrowth, CountsCurvesThatRunAlongTogetherOnce) {
  const growth_fit fit =
      fit_growth(on_curve({.model = growth_model::logistic, .scale = 200, .shape = {.4, 8}}, 20, 30), {.step = 0});
  EXPECT_TRUE(fit.identifiable);
  EXPECT_TRUE(fit.reason.starts_with("logistic is the most likely curve, and Bass runs along with it")) << fit.reason;
}

// The oracle: a straight line by the textbook, y = a + b t with its t interval (Student, n - 2).
TEST(FitGrowth, GivesTheTextbooksIntervalOfAStraightLine) {
  const std::vector<double> y{10, 13, 15, 20, 21, 24, 29};
  std::vector<dated_count> counts;
  double n = 0, t_sum = 0, y_sum = 0, tt = 0, ty = 0;
  for (std::size_t k = 0; k < y.size(); ++k) {
    const double t = static_cast<double>(k) * 28 / days_per_month;
    counts.push_back({after(static_cast<int>(k) * 28), y[k]});
    n += 1, t_sum += t, y_sum += y[k], tt += t * t, ty += t * y[k];
  }
  const double slope = (n * ty - t_sum * y_sum) / (n * tt - t_sum * t_sum), start = (y_sum - slope * t_sum) / n;
  double rss = 0;
  for (std::size_t k = 0; k < y.size(); ++k) {
    const double miss = y[k] - start - slope * static_cast<double>(k) * 28 / days_per_month;
    rss += miss * miss;
  }
  const double error = std::sqrt(rss / (n - 2) / (tt - t_sum * t_sum / n));
  constexpr double t_95 = 2.570581836;  // 5 degrees
  const growth_fit fit = fit_growth(counts, {.models = {growth_model::constant_rate}});
  const fitted_parameter& rate = parameter(fit.curves.front(), "rate");
  EXPECT_NEAR(fit.curves.front().loss, rss, 1e-9);
  EXPECT_NEAR(*rate.value, slope, 1e-10);
  EXPECT_NEAR(*rate.low, slope - t_95 * error, 1e-5);
  EXPECT_NEAR(*rate.high, slope + t_95 * error, 1e-5);
}

// 100 runs of 24 counts with noise of 3 members about one logistic curve: 95% intervals hold the true value in 95% of
// runs; 2.6 standard errors of a share of .95 of 100 are .057.
TEST(FitGrowth, HasIntervalsThatHoldTheTruthAsOftenAsTheySay) {
  const growth_curve truth{.model = growth_model::logistic, .scale = 200, .shape = {.4, 8}};
  int rates = 0, ceilings = 0, midpoints = 0;
  constexpr int runs = 100;
  for (int run = 0; run < runs; ++run) {
    random_stream rng{{.seed = 5, .replica = static_cast<std::uint32_t>(run)}};
    std::vector<dated_count> counts = on_curve(truth, 24, 30);
    for (dated_count& one : counts) one.count = std::max(0.0, one.count + draw_normal(rng, 0, 3));
    const growth_fit fit = fit_growth(counts, {.models = {growth_model::logistic}});
    const auto holds = [&](std::string_view name, double value) {
      const fitted_parameter& p = parameter(fit.curves.front(), name);
      return *p.low <= value && value <= *p.high;
    };
    rates += holds("rate", .4), ceilings += holds("ceiling", 200), midpoints += holds("midpoint", 8);
  }
  for (const int held : {rates, ceilings, midpoints}) EXPECT_NEAR(held / double{runs}, .95, .057) << held;
}

// Counts on the way up, without a bend, leave the ceiling open: its high is missing, not a number.
TEST(FitGrowth, LeavesTheCeilingOpenWhereNothingBends) {
  std::vector<dated_count> counts;
  const double misses[] = {.5, -.5, 0, .5, -.5, .5, 0, -.5, .5, -.5};
  for (int k = 0; k < 10; ++k) counts.push_back({after(30 * k), 10.0 + 4 * k + misses[k]});
  const growth_fit fit = fit_growth(counts);
  EXPECT_FALSE(fit.identifiable);
  EXPECT_TRUE(fit.reason.starts_with("10 counts can't tell curves apart: constant rate is the most likely, but"))
      << fit.reason;
  const fitted_parameter& ceiling = parameter(curve_of(fit, growth_model::saturating_exponential), "ceiling");
  EXPECT_TRUE(ceiling.low);
  EXPECT_FALSE(ceiling.high);
  EXPECT_EQ(fit.curves.front().curve.model, growth_model::constant_rate);
  EXPECT_EQ(fit.curves.front().support, curve_support::best);
}

TEST(FitGrowth, TakesTheMeanOfCountsOfOneDay) {
  const std::vector<dated_count> counts{{after(0), 10}, {after(0), 14}, {after(61), 20}};
  const growth_fit fit = fit_growth(counts, {.models = {growth_model::constant_rate}});
  EXPECT_NEAR(fit.curves.front().curve.start, 12, 1e-9);
  EXPECT_NEAR(fit.curves.front().loss, 8, 1e-9);  // 2^2 + 2^2
  EXPECT_FALSE(fit.identifiable);
}

TEST(FitGrowth, OfCountsThatDoNotChangeHasNoGrowth) {
  std::vector<dated_count> counts;
  for (int k = 0; k < 9; ++k) counts.push_back({after(30 * k), 7});
  for (const fitted_curve& one : fit_growth(counts).curves) {
    EXPECT_NEAR(one.curve.value(3), 7, 1e-3) << to_string(one.curve.model);
    EXPECT_LT(one.largest_miss, 1e-3) << to_string(one.curve.model);
  }
  for (dated_count& one : counts) one.count = 0;
  for (const fitted_curve& one : fit_growth(counts).curves) EXPECT_EQ(one.loss, 0) << to_string(one.curve.model);
}

TEST(FitGrowth, OfFallingCountsFindsAFallingRateAndNoCeiling) {
  std::vector<dated_count> counts;
  for (int k = 0; k < 9; ++k) counts.push_back({after(30 * k), 90.0 - 5 * k});
  const growth_fit fit = fit_growth(counts);
  EXPECT_EQ(fit.curves.front().curve.model, growth_model::constant_rate);
  EXPECT_NEAR(fit.curves.front().curve.scale, -5 * days_per_month / 30, 1e-9);
  EXPECT_NEAR(curve_of(fit, growth_model::saturating_exponential).curve.value(4), 70, 1e-9);  // the mean
}

TEST(FitGrowth, IsTheSameForCountsInAnyOrderAndLargeOnes) {
  std::vector<dated_count> counts =
      on_curve({.model = growth_model::logistic, .scale = 2e14, .shape = {.4, 8}}, 12, 40);
  const growth_fit fit = fit_growth(counts);
  EXPECT_NEAR(curve_of(fit, growth_model::logistic).curve.scale, 2e14, 1e8);
  std::ranges::reverse(counts);
  const growth_fit again = fit_growth(counts);
  for (std::size_t k = 0; k < fit.curves.size(); ++k) EXPECT_EQ(fit.curves[k].curve, again.curves[k].curve);
}

TEST(FitGrowth, RefusesWhatShowsNoGrowth) {
  const auto refused = [](std::vector<dated_count> counts, count_fit_options how = {}) {
    return refusal([&] { (void)fit_growth(counts, how); });
  };
  EXPECT_EQ(refused({}), "0 counts of 0 days: no growth can be told; expected counts of at least two days");
  EXPECT_EQ(refused({{after(0), 4}}), "1 count of 1 day: no growth can be told; expected counts of at least two days");
  EXPECT_EQ(refused({{after(0), 4}, {after(0), 5}}),
            "2 counts of 1 day: no growth can be told; expected counts of at least two days");
  EXPECT_EQ(refused({{after(0), 4}, {after(9), -5}}), "count 1 is -5; expected a number of members from 0 to 1e15");
  EXPECT_EQ(refused({{after(0), std::nan("")}, {after(9), 5}}),
            "count 0 is no number; expected a number of members from 0 to 1e15");
  EXPECT_EQ(refused({{after(0), 1e300}, {after(9), 5}}).substr(0, 10), "count 0 is");
  EXPECT_EQ(refused({{after(0), 4}, {after(9), 5}}, {.step = -1}), "counts in steps of -1; expected a step from 0 on");
  EXPECT_EQ(refused({{after(0), 4}, {after(9), 5}}, {.level = 1}),
            "intervals of level 1; expected one between 0 and 1, such as 0.95");
  EXPECT_EQ(refused({{after(0), 4}, {after(9), 5}}, {.models = {growth_model::bass}}),
            "counts of 2 days are fewer than the parameters of each model that was asked for; expected more counts");
}

TEST(FitGrowth, OfTwoCountsIsOneLineAndSaysSo) {
  const growth_fit fit = fit_growth(std::vector<dated_count>{{after(0), 4}, {after(61), 10}});
  EXPECT_FALSE(fit.identifiable);
  ASSERT_EQ(fit.curves.size(), 1u);
  EXPECT_EQ(fit.reason,
            "2 counts can't tell curves apart: constant rate passes through all of them, as it has as many parameters");
}

}  // namespace
}  // namespace capnet
