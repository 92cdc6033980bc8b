#include <capnet/skill/scale_conversion.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

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
