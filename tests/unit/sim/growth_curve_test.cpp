#include <capnet/sim/growth_curve.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace capnet {
namespace {

// Bass 1969 with p = .03, q = .38, m = 100; the rate is highest at t* = ln(q/p) / (p + q).
TEST(GrowthCurve, OfBassGivesTheReferenceValues) {
  const growth_curve bass{.model = growth_model::bass, .scale = 100, .shape = {.03, .38, 0}};
  EXPECT_NEAR(bass.value(1), 3.575816, 1e-6);
  EXPECT_NEAR(bass.value(2), 8.505628, 1e-6);
  EXPECT_NEAR(bass.value(3), 15.050007, 1e-6);
  EXPECT_NEAR(bass.value(6.192619), 46.052632, 1e-5);
  EXPECT_EQ(bass.value(0), 0);
}

// Bass, started at 45 of 87.44 and without imitation, is the saturating exponential; without innovation the logistic.
TEST(GrowthCurve, OfBassHoldsTheTwoOfTheReskillingCase) {
  const growth_curve saturating{
      .model = growth_model::saturating_exponential, .start = 45, .scale = 87.44, .shape = {.5919}};
  const growth_curve innovation{.model = growth_model::bass, .scale = 87.44, .shape = {.5919, 0, 45 / 87.44}};
  const double midpoint = std::log(87.31 / 45 - 1) / .7207;  // where half of the ceiling is reached
  const growth_curve logistic{.model = growth_model::logistic, .scale = 87.31, .shape = {.7207, midpoint}};
  const growth_curve imitation{.model = growth_model::bass, .scale = 87.31, .shape = {0, .7207, 45 / 87.31}};
  for (const double t : {0.0, 1.0, 5.717, 7.721, 40.0}) {
    EXPECT_NEAR(innovation.value(t), saturating.value(t), 1e-12) << t;
    EXPECT_NEAR(imitation.value(t), logistic.value(t), 1e-12) << t;
  }
  EXPECT_NEAR(saturating.value(5.717), 86, .01);
  EXPECT_NEAR(logistic.value(7.721), 87, .01);
}

// The differential equations that define the curves, by a small step of time.
TEST(GrowthCurve, FollowsItsEquation) {
  struct defined {
    growth_curve curve;
    double (*rate)(const growth_curve&, double t, double n);
  };
  const std::vector<defined> all{
      {{.model = growth_model::constant_rate, .start = 7, .scale = 3},
       [](const growth_curve& c, double, double) { return c.scale; }},
      {{.model = growth_model::changing_rate, .start = 7, .scale = 3, .shape = {-.05}},
       [](const growth_curve& c, double t, double) { return std::max(0.0, c.scale * (1 + c.shape[0] * t)); }},
      {{.model = growth_model::saturating_exponential, .start = 7, .scale = 90, .shape = {.2}},
       [](const growth_curve& c, double, double n) { return c.shape[0] * (c.scale - n); }},
      {{.model = growth_model::logistic, .scale = 90, .shape = {.4, 6}},
       [](const growth_curve& c, double, double n) { return c.shape[0] * n * (1 - n / c.scale); }},
      {{.model = growth_model::gompertz, .scale = 90, .shape = {.4, 6}},
       [](const growth_curve& c, double, double n) { return c.shape[0] * n * std::log(c.scale / n); }},
      {{.model = growth_model::bass, .scale = 90, .shape = {.03, .4, .1}},
       [](const growth_curve& c, double, double n) { return (c.shape[0] + c.shape[1] * n / c.scale) * (c.scale - n); }},
      {{.model = growth_model::weibull, .start = 7, .scale = 90, .shape = {.2, 1.7}},
       [](const growth_curve& c, double t, double n) {  // hazard k a (a t)^(k - 1)
         return c.shape[1] * c.shape[0] * std::pow(c.shape[0] * t, c.shape[1] - 1) * (c.scale - n);
       }}};
  ASSERT_EQ(all.size(), growth_model_names.size());
  for (const auto& [curve, rate] : all) {
    for (const double t : {.5, 3.0, 11.0, 30.0}) {
      const double h = 1e-5, slope = (curve.value(t + h) - curve.value(t - h)) / (2 * h);
      EXPECT_NEAR(slope, rate(curve, t, curve.value(t)), 1e-6) << to_string(curve.model) << ' ' << t;
    }
  }
}

// From 0: (H(t) - H(0)) / (1 - H(0)) of the ceiling.
TEST(GrowthCurve, CountsFromZeroWhereNobodyWasThere) {
  for (const growth_model model : {growth_model::logistic, growth_model::gompertz}) {
    const growth_curve whole{.model = model, .scale = 1, .shape = {.4, 6}};
    const growth_curve from_0{.model = model, .scale = 1, .shape = {.4, 6}, .from_0 = true};
    EXPECT_EQ(from_0.value(0), 0);
    for (const double t : {1.0, 5.0, 20.0}) {
      const double before = whole.value(0);
      EXPECT_NEAR(from_0.value(t), (whole.value(t) - before) / (1 - before), 1e-14) << to_string(model);
    }
  }
  // Far beyond its midpoint either is a saturating exponential: 1 - e^(-.4 t).
  for (const growth_model model : {growth_model::logistic, growth_model::gompertz}) {
    const growth_curve late{.model = model, .scale = 1, .shape = {.4, -80}, .from_0 = true};
    EXPECT_NEAR(late.value(2), 1 - std::exp(-.8), 1e-12) << to_string(model);
  }
}

TEST(GrowthCurve, WithAFallingRateStaysWhereTheRateEnds) {
  const growth_curve curve{.model = growth_model::changing_rate, .scale = 4, .shape = {-.1}};  // ends at t = 10
  EXPECT_NEAR(curve.value(10), 20, 1e-12);
  EXPECT_NEAR(curve.value(50), 20, 1e-12);
}

}  // namespace
}  // namespace capnet
