/// Forgetting and turnover, against closed forms and trying all ways that people can leave.
#include <capnet/skill/leaving.hpp>

#include <capnet/core/random.hpp>
#include <capnet/skill/forgetting.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace capnet {
namespace {

using namespace std::chrono_literals;

constexpr date april_2024 = date{2024y / 4 / 1}, april_2025 = date{2025y / 4 / 1};

// 365 days of hazard .3 a year: 1 - exp(-.3 x 365 / 365.25)
TEST(Leaving, FollowsTheHazard) {
  const leaving_law law = leaving_hazard{.3};
  EXPECT_NEAR(*law.probability(april_2024, april_2025), 1 - std::exp(-.3 * 365 / 365.25), 1e-15);
  EXPECT_EQ(*law.probability(april_2024, april_2024), 0);
  EXPECT_FALSE(law.probability({}, {}));
}

// From 31 March 2024 to 1 April 2026: three days of rotation, 1 - .75^3; from 1 April 2024 on two.
TEST(Leaving, RotatesOnTheDayOfEachYear) {
  const leaving_law law = yearly_rotation{.25};
  EXPECT_DOUBLE_EQ(*law.probability(april_2024 - std::chrono::days{1}, date{2026y / 4 / 1}), 1 - .75 * .75 * .75);
  EXPECT_DOUBLE_EQ(*law.probability(april_2024, date{2026y / 4 / 1}), 1 - .75 * .75);
  EXPECT_EQ(*law.probability(april_2024, april_2025 - std::chrono::days{1}), 0);
  EXPECT_EQ(times_passed(std::chrono::February / 29, date{2023y / 1 / 1}, date{2028y / 12 / 31}), 2u);
  EXPECT_EQ(next_day_of_year(std::chrono::April / 1, april_2024), april_2025);
  EXPECT_EQ(next_day_of_year(std::chrono::April / 1, april_2024 - std::chrono::days{1}), april_2024);
}

TEST(Leaving, IsUnknownWithoutALaw) {
  EXPECT_FALSE(leaving_law{}.probability(april_2024, april_2025));
  EXPECT_EQ(*leaving_law{gone_by_then{.25}}.probability({}, {}), .25);
}

TEST(Leaving, RefusesWhatIsNoProbability) {
  for (const double p : {-.1, 1.1, std::nan("")}) {
    EXPECT_THROW(leaving_law{gone_by_then{p}}, input_error);
    EXPECT_THROW(leaving_law{yearly_rotation{p}}, input_error);
  }
  for (const double h : {-1., std::numeric_limits<double>::infinity(), std::nan("")})
    EXPECT_THROW(leaving_law{leaving_hazard{h}}, input_error);
  try {
    static_cast<void>(leaving_law{leaving_hazard{1e308}});
    FAIL();
  } catch (const input_error& fault) {
    EXPECT_STREQ(fault.what(), "a hazard of 1e+308 a year; expected a number from 0 to 1e6");
  }
  EXPECT_THROW((leaving_law{yearly_rotation{.2, std::chrono::February / 30}}), input_error);
}

TEST(Leaving, KeepsASkillAsTheClosedFormSaysForEqualHazards) {
  for (const double h : {.05, .3, 2.}) {
    for (const double years : {.5, 1., 4.}) {
      const double gone = 1 - std::exp(-h * years);
      for (std::size_t m = 1; m <= 12; ++m) {
        const std::vector<double> leave(m, gone);
        EXPECT_NEAR(kept_probability(leave), 1 - std::pow(gone, static_cast<double>(m)), 1e-14);
      }
    }
  }
}

TEST(Leaving, KeepsASkillAsAllWaysToLeaveSay) {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    random_stream rng{{.seed = seed}};
    std::vector<double> leave(seed % 9);
    for (double& p : leave) p = rng.bernoulli(.2) ? 1 : rng.uniform();
    for (std::size_t needed = 0; needed <= leave.size() + 1; ++needed) {
      double kept = 0;
      for (std::size_t gone = 0; gone < std::size_t{1} << leave.size(); ++gone) {
        double product = 1;
        std::size_t left = 0;
        for (std::size_t k = 0; k < leave.size(); ++k) {
          const bool goes = (gone >> k & 1u) != 0;
          product *= goes ? leave[k] : 1 - leave[k];
          left += goes ? 0 : 1;
        }
        if (left >= needed) kept += product;
      }
      EXPECT_NEAR(kept_probability(leave, needed), kept, 1e-14);
    }
  }
}

// Level 4 with S = 100 days: 4/e after 100, below 2 after 100 ln 2 = 69.3 days
TEST(Forgetting, FallsExponentially) {
  const forgetting_law law{100};
  EXPECT_NEAR(law.level_after(4, 100), 4 / std::exp(1), 1e-14);
  EXPECT_EQ(law.level_after(4, 0), 4);
  EXPECT_EQ(law.level_after(4, -5), 4);
  const double days = *law.days_until_below(4, 2);
  EXPECT_NEAR(days, 100 * std::log(2), 1e-12);
  EXPECT_GE(law.level_after(4, days - 1e-9), 2);
  EXPECT_LT(law.level_after(4, days + 1e-9), 2);
  EXPECT_EQ(law.days_until_below(1, 2), 0);
  EXPECT_FALSE(law.days_until_below(1, 0));
}

TEST(Forgetting, IsNoneUnlessAStabilityIsStated) {
  EXPECT_EQ(forgetting_law{}.level_after(4, 1e9), 4);
  EXPECT_FALSE(forgetting_law{}.days_until_below(4, 2));
  EXPECT_EQ(forgetting_law{std::numeric_limits<double>::infinity()}.level_after(4, 1e9), 4);
  for (const double s : {0., -1., std::nan("")}) EXPECT_THROW(forgetting_law{s}, input_error);
}

}  // namespace
}  // namespace capnet
