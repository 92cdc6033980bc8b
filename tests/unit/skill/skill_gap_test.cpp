#include <capnet/skill/skill_gap.hpp>

#include <capnet/core/random.hpp>

#include <gtest/gtest.h>

#include <array>

namespace capnet {
namespace {

using levels = std::vector<double>;

requirement known(double importance, double required, double held) {
  return {.importance = importance, .required = required, .held = held, .range = {held, held}};
}

// w = 3 2 5 1, r = 3 3 4 2, h = 2 1 1 2: (3*1 + 2*2 + 5*3 + 0) / (9 + 6 + 20 + 2) = 22 / 37
TEST(SkillGap, WeighsWhatFallsShort) {
  const std::vector<requirement> four{known(3, 3, 2), known(2, 3, 1), known(5, 4, 1), known(1, 2, 2)};
  const auto result = skill_gap(four);
  EXPECT_DOUBLE_EQ(*result.gap, 22.0 / 37);
  EXPECT_DOUBLE_EQ(*result.low, 22.0 / 37);
  EXPECT_DOUBLE_EQ(*result.high, 22.0 / 37);
  EXPECT_EQ(result.coverage, 1);
}

// 3/4 each of two that are as important as a double can say; and one alone beside one that is unknown and far heavier.
TEST(SkillGap, NeitherOverflowsNorVanishes) {
  const auto huge = skill_gap(std::vector<requirement>{known(1e308, 4, 1), known(1e308, 4, 1)});
  EXPECT_EQ(huge.gap, .75);
  EXPECT_EQ(huge.low, .75);
  EXPECT_EQ(huge.high, .75);
  EXPECT_EQ(skill_gap(std::vector<requirement>{known(1e-320, 4, 1)}).gap, .75);
  EXPECT_EQ(skill_gap(std::vector<requirement>{known(1e-300, 1e308, 0), known(1e308, 1e-300, 1e-300)}).gap, .5);
  const std::vector<requirement> beside{known(1e-300, 4, 1), {.importance = 1e308, .required = 4, .range = {0, 4}}};
  EXPECT_EQ(skill_gap(beside).gap, .75);
}

TEST(SkillGap, RefusesAnImportanceThatWeighsNothingSensible) {
  for (const double importance :
       {-1.0, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()})
    EXPECT_THROW(static_cast<void>(skill_gap(std::vector<requirement>{known(importance, 4, 1)})), input_error);
}

TEST(HeldLevel, IsAFiniteMeanOfFiniteLevels) { EXPECT_EQ(held_level({1e308, 1e308}, 0, holder_rule::mean()), 1e308); }

TEST(SkillGap, LetsNoSurplusOffsetAnotherSkill) {
  EXPECT_DOUBLE_EQ(*skill_gap(std::vector<requirement>{known(1, 2, 4), known(1, 2, 0)}).gap, .5);
}

// One of two known: (3-2)/3. Unknown is 0 to 4: (1 + 0) / 6 to (1 + 3) / 6.
TEST(SkillGap, LeavesOutTheUnknownAndBoundsIt) {
  const std::vector<requirement> two{known(1, 3, 2), {.required = 3, .range = {0, 4}}};
  const auto result = skill_gap(two);
  EXPECT_DOUBLE_EQ(*result.gap, 1.0 / 3);
  EXPECT_DOUBLE_EQ(*result.low, 1.0 / 6);
  EXPECT_DOUBLE_EQ(*result.high, 4.0 / 6);
  EXPECT_DOUBLE_EQ(result.coverage, .5);
}

TEST(SkillGap, IsEmptyWhereNothingIsKnownOrAsked) {
  const auto unknown = skill_gap(std::vector<requirement>{{.required = 3, .range = {0, 4}}});
  EXPECT_EQ(unknown.gap, std::nullopt);
  EXPECT_EQ(unknown.low, 0);
  EXPECT_EQ(unknown.high, 1);
  EXPECT_EQ(unknown.coverage, 0);
  EXPECT_EQ(skill_gap(std::vector<requirement>{known(1, 0, 2)}).gap, std::nullopt);
  EXPECT_EQ(skill_gap(std::vector<requirement>{known(0, 3, 2)}).high, std::nullopt);
  EXPECT_EQ(skill_gap({}).gap, std::nullopt);
}

TEST(SkillGap, CountsARequirementWithoutALevelAsNotCovered) {
  const auto result = skill_gap(std::vector<requirement>{known(1, 4, 3), {.held = 2, .range = {2, 2}}});
  EXPECT_DOUBLE_EQ(*result.gap, .25);
  EXPECT_DOUBLE_EQ(*result.high, .25);
  EXPECT_DOUBLE_EQ(result.coverage, .5);
}

TEST(HeldLevel, FollowsTheRule) {
  EXPECT_EQ(held_level({1, 4, 2}, 5, holder_rule::best()), 4);
  EXPECT_EQ(held_level({1, 4, 2}, 5, holder_rule::kth_best(2)), 2);
  EXPECT_EQ(held_level({1, 4, 1}, 5, holder_rule::mean()), 2);
  EXPECT_EQ(held_level({4, 4}, 0, holder_rule::kth_best(2)), 4);
}

TEST(HeldLevel, IsUnknownUnlessEnoughIsKnown) {
  EXPECT_EQ(held_level({}, 3, holder_rule::best()), std::nullopt);
  EXPECT_EQ(held_level({}, 3, holder_rule::mean()), std::nullopt);
  EXPECT_EQ(held_level({3}, 1, holder_rule::kth_best(2)), std::nullopt);
  EXPECT_EQ(held_level({}, 0, holder_rule::kth_best(2)), std::nullopt);
}

TEST(HeldLevel, IsNoneWhenTheLastOfTheBestHasGone) {
  EXPECT_EQ(held_level({3}, 0, holder_rule::kth_best(2)), 0);
  EXPECT_EQ(held_range({3}, 0, holder_rule::kth_best(2), proficiency_scale{1, 8}), (level_range{0, 0}));
}

TEST(HeldRange, IsWideOpenWithoutPeopleOrScale) {
  EXPECT_EQ(held_range({}, 0, holder_rule::best(), proficiency_scale{1, 8}), (level_range{1, 8}));
  EXPECT_EQ(held_range({2}, 1, holder_rule::best(), std::nullopt),
            (level_range{2, std::numeric_limits<double>::infinity()}));
}

TEST(HolderRule, ReadsWhatItWrites) {
  for (const std::string text : {"best", "mean", "k:2", "k:10"}) EXPECT_EQ(to_string(parse_holder_rule(text)), text);
  EXPECT_EQ(parse_holder_rule("k:1"), holder_rule::best());
  for (const std::string text : {"", "worst", "k:", "k:0", "k:-1", "k:2x", "k:1.5"})
    EXPECT_THROW(static_cast<void>(parse_holder_rule(text)), input_error);
}

TEST(ParseScale, ReadsTheFormsInUse) {
  for (const char* text : {"1-8", "1..8", "1~8", "1 \xE2\x80\x93 8", "1〜8", "1～8"})
    EXPECT_EQ(parse_scale(text), (proficiency_scale{1, 8})) << text;
  EXPECT_EQ(parse_scale("0-4"), (proficiency_scale{0, 4}));
  for (const char* text : {"", "4", "4-0", "4-4", "low-high", "-1-4", "0-4 points"})
    EXPECT_EQ(parse_scale(text), std::nullopt) << text;
}

// Every way to fill in the unknown levels of small random organizations: the smallest and largest gap are the bounds.
TEST(SkillGap, BoundsEveryCompletion) {
  for (std::uint32_t replica = 0; replica < 400; ++replica) {
    random_stream rng{{.seed = 1, .replica = replica}};
    const auto scale = rng.bernoulli(.5) ? proficiency_scale{0, 3} : proficiency_scale{1, 4};
    const std::size_t people = rng.below(4);
    const std::size_t skills = 1 + rng.below(3);
    const holder_rule rule =
        std::array{holder_rule::best(), holder_rule::mean(), holder_rule::kth_best(2)}[rng.below(3)];
    std::vector<requirement> asked;
    std::vector<levels> held(skills);
    std::vector<std::size_t> unknown(skills);
    std::size_t open = 0;
    for (std::size_t s = 0; s < skills; ++s) {
      for (std::size_t p = 0; p < people; ++p) {
        if (open < 5 && rng.bernoulli(.4))
          ++unknown[s], ++open;
        else
          held[s].push_back(scale.lowest + rng.below(4));
      }
      asked.push_back({.importance = 1.0 + rng.below(5),
                       .required = scale.lowest + rng.below(4),
                       .held = held_level(held[s], unknown[s], rule),
                       .range = held_range(held[s], unknown[s], rule, scale)});
    }
    if (people == 0) continue;
    double total = 0;
    for (const requirement& r : asked) total += r.importance * *r.required;
    if (total == 0) continue;
    double least = 1, most = 0;
    std::size_t ways = 1;
    for (std::size_t o = 0; o < open; ++o) ways *= 4;
    for (std::size_t way = 0; way < ways; ++way) {
      std::size_t digits = way;
      double missing = 0;
      for (std::size_t s = 0; s < skills; ++s) {
        levels complete = held[s];
        for (std::size_t u = 0; u < unknown[s]; ++u, digits /= 4)
          complete.push_back(scale.lowest + static_cast<double>(digits % 4));
        std::sort(complete.rbegin(), complete.rend());
        double level = 0;
        if (rule.is_mean()) {
          for (const double one : complete) level += one / static_cast<double>(complete.size());
        } else if (complete.size() >= rule.k()) {
          level = complete[rule.k() - 1];
        }
        missing += asked[s].importance * std::max(0.0, *asked[s].required - level);
      }
      least = std::min(least, missing / total);
      most = std::max(most, missing / total);
    }
    const auto result = skill_gap(asked);
    EXPECT_NEAR(*result.low, least, 1e-12);
    EXPECT_NEAR(*result.high, most, 1e-12);
    if (result.gap && scale.lowest == 0 && rule.k() < 2) {
      EXPECT_LE(*result.low, *result.gap + 1e-12);
      EXPECT_GE(*result.high, *result.gap - 1e-12);
    }
  }
}

}  // namespace
}  // namespace capnet
