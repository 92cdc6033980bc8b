#include <capnet/skill/scale_conversion.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/random.hpp>

#include "refusal.hpp"

namespace capnet {
namespace {

// O*NET's own examples: 100 (3 - 1) / (5 - 1) = 50, and 100 (5 - 0) / (7 - 0) = 71.43
TEST(StandardizedScore, IsOnetsPercentOfTheScale) {
  EXPECT_DOUBLE_EQ(*standardized_score(3, {1, 5}), 50);
  EXPECT_NEAR(*standardized_score(5, {0, 7}), 71.43, .005);
  EXPECT_DOUBLE_EQ(*standardized_score(1, {1, 5}), 0);
  EXPECT_DOUBLE_EQ(*standardized_score(7, {0, 7}), 100);
}

TEST(StandardizedScore, IsUnknownOutsideTheScale) {
  EXPECT_FALSE(standardized_score(0, {1, 5}));
  EXPECT_FALSE(standardized_score(7.5, {0, 7}));
}

TEST(ScaleConversion, MakesFourBandsOfDigcompsEightLevels) {
  const scale_conversion bands = digcomp_bands();
  for (int level = 1; level <= 8; ++level) {
    const double band = (level + 1) / 2;  // 1 2 | 3 4 | 5 6 | 7 8
    EXPECT_EQ(bands(level), (level_range{band, band})) << level;
  }
  EXPECT_FALSE(bands(0));
  EXPECT_FALSE(bands(9));
  EXPECT_FALSE(bands(2.5)) << "between two bands no rule says anything";
}

TEST(ScaleConversion, GivesTheRangeBackThatALevelMayHaveComeFrom) {
  const scale_conversion back = digcomp_bands().inverse();
  EXPECT_EQ(back(1), (level_range{1, 2}));
  EXPECT_EQ(back(4), (level_range{7, 8}));
  EXPECT_EQ(back(level_range{1, 3}), (level_range{1, 6}));
  EXPECT_EQ(to_string(back), "1=1-2|2=3-4|3=5-6|4=7-8");
  EXPECT_EQ(back.inverse(), digcomp_bands());
}

// 0 1 2 3 -> 1 1 2 2: 1 came from 0 or 1. Every level lies in what comes back of what it became.
TEST(ScaleConversion, ComesBackToWhatItLeft) {
  const auto rule = parse_scale_conversion("0=1|1=1|2=1-2|3=2|4=5");
  for (int level = 0; level <= 4; ++level) {
    const auto there = rule(level);
    ASSERT_TRUE(there);
    const auto again = rule.inverse()(*there);
    ASSERT_TRUE(again) << level;
    EXPECT_LE(again->low, level);
    EXPECT_GE(again->high, level);
  }
}

// 2 + (5 - 0) * (9 - 2) / (7 - 0) = 7; at the ends exactly the ends.
TEST(ScaleConversion, FollowsAStraightLineWhereThatIsStated) {
  const auto rule = scale_conversion::linear({0, 7}, {2, 9});
  EXPECT_EQ(rule(5), (level_range{7, 7}));
  EXPECT_EQ(rule(7), (level_range{9, 9}));
  EXPECT_FALSE(rule(7.1));
  EXPECT_EQ(rule.inverse()(7), (level_range{5, 5}));
}

TEST(ScaleConversion, GoesOnWithAnotherRuleAndStopsWhereOneKnowsNothing) {
  const auto both = digcomp_bands().then(parse_scale_conversion("1=0|2=1"));
  EXPECT_EQ(both(4), (level_range{1, 1}));  // 4 -> band 2 -> 1
  EXPECT_FALSE(both(5));                    // band 3 stands nowhere
  EXPECT_EQ(to_string(both), "1-2=1|3-4=2|5-6=3|7-8=4 then 1=0|2=1");
}

TEST(ScaleConversion, ReachesWhatRowsBetweenTheEndsSayToo) {
  EXPECT_EQ(parse_scale_conversion("1=9").reach({0, 4}), (level_range{9, 9})) << "0 and 4 stand nowhere";
  EXPECT_EQ(parse_scale_conversion("1=7|2=9|6=10").reach({0, 4}), (level_range{7, 9})) << "6 is no level of 0-4";
  EXPECT_EQ(parse_scale_conversion("linear:2-5:1-8").reach({0, 3}), (level_range{1, 1 + 7. / 3})) << "2 leads to 1";
  EXPECT_EQ(parse_scale_conversion("1=2 then 2=20").reach({0, 4}), (level_range{20, 20}));
  EXPECT_FALSE(parse_scale_conversion("1=2 then 3=20").reach({0, 4}));
  EXPECT_FALSE(parse_scale_conversion("5=9").reach({0, 4}));
}

/// Rows with breaks at whole numbers, so that levels and ranges of quarters try all that a rule can say.
scale_conversion some_step(random_stream& rng) {
  constexpr proficiency_scale scales[]{{0, 4}, {2, 6}, {0, 8}, {4, 8}};
  if (rng.below(3) == 0) return scale_conversion::linear(scales[rng.below(4)], scales[rng.below(4)]);
  std::vector<scale_conversion::row> rows;
  double from = 0, low = 0, high = 0;
  for (std::uint32_t k = 0; k < 1 + rng.below(4); ++k) {
    const double first = from + rng.below(2), last = first + rng.below(2);
    from = last + 1;
    low += rng.below(3);
    high = std::max(high, low + rng.below(2));
    rows.push_back({{first, last}, {low, high}});
  }
  return scale_conversion::table(std::move(rows));
}

TEST(ScaleConversion, ReachesWhatTryingAllLevelsAndRangesFinds) {
  std::size_t found = 0, nowhere = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    random_stream rng{{.seed = seed}};
    scale_conversion rule = some_step(rng);
    for (std::uint32_t more = rng.below(3); more > 0; --more) rule = rule.then(some_step(rng));
    const double lowest = rng.below(4), highest = lowest + 1 + rng.below(5);
    std::optional<level_range> expected;
    for (double low = lowest; low <= highest; low += 1. / 16) {
      for (double high = low; high <= highest; high += 1. / 16) {
        const auto one = rule(level_range{low, high});
        if (!one) continue;
        if (!expected) expected = one;
        expected = level_range{std::min(expected->low, one->low), std::max(expected->high, one->high)};
      }
    }
    const auto reached = rule.reach({lowest, highest});
    ASSERT_EQ(reached.has_value(), expected.has_value()) << to_string(rule);
    (expected ? found : nowhere) += 1;
    if (!expected) continue;
    EXPECT_DOUBLE_EQ(reached->low, expected->low) << to_string(rule);
    EXPECT_DOUBLE_EQ(reached->high, expected->high) << to_string(rule);
  }
  EXPECT_GT(found, 100u);
  EXPECT_GT(nowhere, 10u);
}

TEST(ScaleConversion, LeavesLevelsWhereTheyAreTheSame) {
  EXPECT_TRUE(scale_conversion::same().is_same());
  EXPECT_EQ(scale_conversion::same()(4.62), (level_range{4.62, 4.62}));
  EXPECT_EQ(to_string(scale_conversion::same()), "same");
}

TEST(ScaleConversion, ReadsBackWhatItWrites) {
  for (const std::string text :
       {"same", "1=2", "1-2=1|3-4=2", "0-1.99=1-2|2-7=3", "linear:0-7:1-8", "1=1|2=3 then linear:1-3:0-100"})
    EXPECT_EQ(to_string(parse_scale_conversion(text)), text);
}

TEST(ScaleConversion, RefusesTablesThatSayTwoThingsOrFall) {
  EXPECT_EQ(refusal([] { (void)parse_scale_conversion("1-3=1|3-4=2"); }),
            "'1-3=1' and '3-4=2' are both about some level; expected each level once");
  EXPECT_EQ(refusal([] { (void)parse_scale_conversion("1=2|2=1"); }),
            "'2=1' falls below '1=2'; expected that higher levels stay at least as high");
  EXPECT_EQ(refusal([] { (void)scale_conversion::linear({3, 3}, {0, 1}); }),
            "a scale whose highest level is not above its lowest; expected one such as 0-7");
}

TEST(ScaleConversion, RefusesOtherText) {
  for (const std::string text :
       {"", "1", "=", "1=", "a=b", "linear:0-7", "linear:7-0:1-8", "-1=1", "1=nan", "same then "})
    EXPECT_NE(refusal([&] { (void)parse_scale_conversion(text); }).find("expected"), std::string::npos) << text;
  std::string long_table;
  for (int k = 0; k < 1001; ++k) long_table += std::to_string(k) + '=' + std::to_string(k) + '|';
  EXPECT_NE(refusal([&] { (void)parse_scale_conversion(long_table); }), "no refusal");
}

}  // namespace
}  // namespace capnet
