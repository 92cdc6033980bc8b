#include <capnet/optimize/level_cover.hpp>

#include <capnet/core/random.hpp>
#include <capnet/optimize/knapsack_bound.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace capnet {
namespace {

using cover_pair = std::pair<std::uint32_t, std::uint32_t>;  // option, taker

/// f by its definition.
double cover_value(const level_cover_problem& p, const std::vector<cover_pair>& pairs) {
  double value = 0;
  for (const auto& c : p.cells) {
    double level = c.level;
    for (const auto& [o, t] : pairs) {
      const auto& groups = p.takers[t];
      if (std::ranges::find(groups, c.group) == groups.end()) continue;
      for (const auto& lift : p.options[o].lifts) {
        if (lift.topic == c.topic) level = std::max(level, lift.level);
      }
    }
    value += c.worth * (std::min(c.wanted, level) - std::min(c.wanted, c.level));
  }
  return value;
}

/// Whether a choice of options with takers keeps every limit, place and need.
bool keeps_limits(const level_cover_problem& p, const std::vector<cover_pair>& pairs) {
  std::map<std::uint32_t, std::set<std::uint32_t>> takers;
  for (const auto& [o, t] : pairs) takers[o].insert(t);
  if (takers.size() > p.most_options || pairs.size() > p.most_places) return false;
  std::vector<double> spent(p.most_amounts.size());
  for (const auto& [o, who] : takers) {
    const auto& option = p.options[o];
    if (option.barred || option.given || who.size() > option.places) return false;
    for (std::size_t a = 0; a < spent.size(); ++a) spent[a] += option.costs[a];
    for (const std::uint32_t need : option.needs) {
      for (const std::uint32_t t : who) {
        if (p.options[need].given ? !std::ranges::binary_search(p.options[need].takers, t)
                                  : !takers.contains(need) || !takers[need].contains(t))
          return false;
      }
    }
  }
  for (std::size_t a = 0; a < spent.size(); ++a) {
    if (spent[a] > p.most_amounts[a]) return false;
  }
  return true;
}

std::vector<cover_pair> pairs_of(const level_cover_result& result) {
  std::vector<cover_pair> pairs;
  for (const auto& row : result.chosen) {
    for (const std::uint32_t t : row.takers) pairs.emplace_back(row.option, t);
  }
  return pairs;
}

/// The best of all sets of pairs.
double best_by_enumeration(const level_cover_problem& p) {
  std::vector<cover_pair> all;
  for (std::uint32_t o = 0; o < p.options.size(); ++o) {
    for (std::uint32_t t = 0; t < p.takers.size(); ++t) all.emplace_back(o, t);
  }
  double best = 0;
  for (std::uint32_t set = 0; set < (1u << all.size()); ++set) {
    std::vector<cover_pair> pairs;
    for (std::size_t k = 0; k < all.size(); ++k) {
      if ((set >> k & 1u) != 0) pairs.push_back(all[k]);
    }
    if (keeps_limits(p, pairs)) best = std::max(best, cover_value(p, pairs));
  }
  return best;
}

/// Levels, worths and costs are multiples of 1/64, so that every sum of them is exact in any order.
level_cover_problem random_cover(std::uint64_t seed, std::uint32_t options, std::uint32_t takers,
                                 std::uint32_t topics) {
  random_stream rng{{.seed = seed}};
  level_cover_problem p{.groups = takers, .topics = topics};
  for (std::uint32_t t = 0; t < takers; ++t) p.takers.push_back({t});
  for (std::uint32_t g = 0; g < takers; ++g) {
    for (std::uint32_t s = 0; s < topics; ++s) {
      if (rng.below(4) == 0) continue;
      const std::uint32_t level = rng.below(4), wanted = rng.below(5), worth = 1 + rng.below(8);
      p.cells.push_back({g, s, double(level), double(wanted), worth / 64.0});
    }
  }
  for (std::uint32_t o = 0; o < options; ++o) {
    level_cover_problem::option one;
    const std::uint32_t many = 1 + rng.below(2);
    for (std::uint32_t k = 0; k < many; ++k) {
      const std::uint32_t topic = rng.below(topics), level = 1 + rng.below(4);
      one.lifts.push_back({topic, double(level)});
    }
    p.options.push_back(std::move(one));
  }
  return p;
}

// One group wants topics 0 and 1 at 4 and holds 1 and 2: worth 1/8 and 1/4 a level. A lifts topic 0 to 3: 2/8; B topic
// 1 to 4: 2/4; C both to 2: 1/8 + 0. B, then A, together 3/4; C then adds nothing.
TEST(LevelCover, TakesWhatGainsMostFirst) {
  level_cover_problem p{.groups = 1, .topics = 2};
  p.takers = {{0}};
  p.cells = {{0, 0, 1, 4, .125}, {0, 1, 2, 4, .25}};
  p.options = {{.lifts = {{0, 3}}}, {.lifts = {{1, 4}}}, {.lifts = {{0, 2}, {1, 2}}}};
  const auto result = maximum_level_cover(p);
  ASSERT_EQ(result.chosen.size(), 2u);
  EXPECT_EQ(result.chosen[0].option, 1u);
  EXPECT_EQ(result.chosen[0].gain, .5);
  EXPECT_EQ(result.chosen[1].option, 0u);
  EXPECT_EQ(result.chosen[1].gain, .25);
  EXPECT_EQ(result.levels, (std::vector<double>{3, 4}));
  EXPECT_NEAR(result.bound, .75, 1e-11);  // nothing gains any more: what there is is the best
  EXPECT_DOUBLE_EQ(result.guarantee, 1 - std::exp(-1));
}

TEST(LevelCover, GivesPlacesToThoseWhoGainMost) {
  level_cover_problem p{.groups = 3, .topics = 1};
  p.takers = {{0}, {1}, {2}};
  p.cells = {{0, 0, 0, 1, .1}, {1, 0, 0, 1, .3}, {2, 0, 0, 1, .2}};
  p.options = {{.lifts = {{0, 1}}, .places = 2}};
  const auto result = maximum_level_cover(p);
  ASSERT_EQ(result.chosen.size(), 1u);
  EXPECT_EQ(result.chosen[0].takers, (std::vector<std::uint32_t>{1, 2}));
  EXPECT_EQ(result.guarantee, .5);
}

TEST(LevelCover, SendsOneOfAGroupForOneIsEnough) {
  level_cover_problem p{.groups = 1, .topics = 1};
  p.takers = {{0}, {0}, {0}};
  p.cells = {{0, 0, 0, 2, 1}};
  p.options = {{.lifts = {{0, 2}}}};
  EXPECT_EQ(pairs_of(maximum_level_cover(p)), (std::vector<cover_pair>{{0, 0}}));
}

// Who is in both groups serves both, and the single place goes there.
TEST(LevelCover, CountsATakerForAllItsGroups) {
  level_cover_problem p{.groups = 2, .topics = 1};
  p.takers = {{0}, {1}, {0, 1}};
  p.cells = {{0, 0, 0, 2, 1}, {1, 0, 0, 1, 1}};
  p.options = {{.lifts = {{0, 2}}, .places = 1}};
  const auto result = maximum_level_cover(p);
  EXPECT_EQ(pairs_of(result), (std::vector<cover_pair>{{0, 2}}));
  EXPECT_EQ(result.value, 3);
}

// The choice is within its guarantee and its bound of the best of all 2^(options x takers) sets, and keeps the limits.
TEST(LevelCover, LiesBetweenItsGuaranteeAndItsBoundAroundTheOptimum) {
  std::size_t best_found = 0, many = 0;
  for (std::uint64_t seed = 1; seed <= 90; ++seed) {
    level_cover_problem p = random_cover(seed, 4, 3, 3);
    random_stream rng{{.seed = seed, .purpose = 1}};
    const std::uint32_t kind = rng.below(6);
    if (kind % 2 == 1) {
      for (auto& o : p.options) o.places = 1 + rng.below(2);
    }
    if (kind < 2) p.most_options = 2;
    if (kind == 2 || kind == 3) {
      p.most_amounts = {5};
      for (auto& o : p.options) o.costs = {double(rng.below(5))};
    }
    if (kind == 4) {
      p.most_amounts = {5, 4};
      p.most_options = 3;
      for (auto& o : p.options) o.costs = {double(rng.below(5)), double(rng.below(3))};
      p.takers.back() = {1, 2};
    }
    if (kind == 5) {
      p.most_places = 3;
      p.options[3].needs = {1};
      p.options[1].needs = {0};
    }
    const double best = best_by_enumeration(p);
    const auto result = maximum_level_cover(p);
    EXPECT_TRUE(keeps_limits(p, pairs_of(result))) << seed;
    EXPECT_EQ(result.value, cover_value(p, pairs_of(result))) << seed;
    EXPECT_LE(result.value, best) << seed;
    EXPECT_GE(result.bound, best) << seed;
    EXPECT_GE(result.value, result.guarantee * best) << seed;
    best_found += result.value == best ? 1u : 0u;
    ++many;
  }
  EXPECT_GT(best_found, many / 2);
}

// Plain greedy from the definition: of all options the one that, with the takers who gain most, adds most for its cost.
std::vector<std::uint32_t> plain_greedy(const level_cover_problem& p) {
  std::vector<std::uint32_t> order;
  std::vector<cover_pair> pairs;
  while (order.size() < p.most_options) {
    double best = 0;
    std::uint32_t best_option = 0;
    std::vector<cover_pair> best_pairs;
    const double now = cover_value(p, pairs);
    for (std::uint32_t o = 0; o < p.options.size(); ++o) {
      if (std::ranges::find(order, o) != order.end()) continue;
      std::vector<std::pair<double, std::uint32_t>> gains;
      for (std::uint32_t t = 0; t < p.takers.size(); ++t) {
        auto with = pairs;
        with.emplace_back(o, t);
        gains.emplace_back(now - cover_value(p, with), t);
      }
      std::ranges::sort(gains);
      auto with = pairs;
      for (std::size_t k = 0; k < std::min(gains.size(), p.options[o].places); ++k) {
        if (gains[k].first < 0) with.emplace_back(o, gains[k].second);
      }
      const double gain = cover_value(p, with) - now;
      if (gain > best) best = gain, best_option = o, best_pairs = with;
    }
    if (best == 0) break;
    order.push_back(best_option);
    pairs = best_pairs;
  }
  return order;
}

TEST(LevelCover, ChoosesLazilyWhatPlainGreedyChooses) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    level_cover_problem p = random_cover(seed, 30, 12, 8);
    random_stream rng{{.seed = seed, .purpose = 1}};
    for (auto& o : p.options) o.places = 1 + rng.below(12);
    p.most_options = 12;
    const auto lazy = maximum_level_cover(p);
    std::vector<std::uint32_t> order;
    for (const auto& row : lazy.chosen) order.push_back(row.option);
    EXPECT_EQ(order, plain_greedy(p)) << seed;
    const auto plain = maximum_level_cover(p, {.lazy = false});
    EXPECT_EQ(pairs_of(lazy), pairs_of(plain)) << seed;
    EXPECT_LT(lazy.evaluations, plain.evaluations) << seed;
  }
}

TEST(LevelCover, HasTheSameBitsAtAnyNumberOfThreads) {
  level_cover_problem p = random_cover(3, 400, 50, 40);
  p.most_options = 20, p.most_places = 60, p.most_amounts = {40};
  random_stream rng{{.seed = 3, .purpose = 1}};
  for (auto& o : p.options) o.costs = {double(1 + rng.below(9))}, o.places = 1 + rng.below(6);
  const auto one = maximum_level_cover(p, {.how = {.threads = 1}});
  const auto three = maximum_level_cover(p, {.how = {.threads = 3}});
  EXPECT_EQ(pairs_of(one), pairs_of(three));
  EXPECT_EQ(one.value, three.value);
  EXPECT_EQ(one.bound, three.bound);
}

// 2 needs 1 needs 0; 0 and 1 lift nothing, 2 lifts to 4. Whoever takes 2 takes the others too; the first has 1 place.
TEST(LevelCover, TakesWhatAnOptionNeedsBeforeIt) {
  level_cover_problem p{.groups = 2, .topics = 1};
  p.takers = {{0}, {1}};
  p.cells = {{0, 0, 0, 4, 1}, {1, 0, 0, 4, 2}};
  p.options = {{.places = 1}, {.needs = {0}}, {.lifts = {{0, 4}}, .needs = {1}}};
  const auto result = maximum_level_cover(p);
  EXPECT_EQ(pairs_of(result), (std::vector<cover_pair>{{0, 1}, {1, 1}, {2, 1}}));
  EXPECT_EQ(result.value, 8);
  EXPECT_EQ(result.guarantee, 0);
  p.most_options = 2;
  EXPECT_TRUE(maximum_level_cover(p).chosen.empty());
}

TEST(LevelCover, LetsOnlyThoseTakeWhatNeedsAGivenOneWhoTookThat) {
  level_cover_problem p{.groups = 2, .topics = 1};
  p.takers = {{0}, {1}};
  p.cells = {{0, 0, 0, 4, 1}, {1, 0, 0, 4, 2}};
  p.options = {{.given = true, .takers = {0}}, {.lifts = {{0, 4}}, .needs = {0}}};
  const auto result = maximum_level_cover(p);
  EXPECT_EQ(pairs_of(result), (std::vector<cover_pair>{{1, 0}}));
  EXPECT_NEAR(result.bound, 4, 1e-10);
}

// 0 gains 1 for 1, 1 gains 9 for 10, under 10. By gain for cost 0 comes first and leaves no money for 1.
TEST(LevelCover, DoesNotLoseTheOneBigChoiceToASmallOneThatIsCheap) {
  level_cover_problem p{.groups = 1, .topics = 2};
  p.takers = {{0}};
  p.cells = {{0, 0, 0, 1, 1}, {0, 1, 0, 1, 9}};
  p.options = {{.lifts = {{0, 1}}, .costs = {1}}, {.lifts = {{1, 1}}, .costs = {10}}};
  p.most_amounts = {10};
  const auto result = maximum_level_cover(p);
  EXPECT_EQ(result.value, 9);
  EXPECT_NEAR(result.bound, 9.1, 1e-8);  // 1 for 1, and nine tenths of 9 for the 9 that are left
}

// Two options at most. C alone lifts from 0 to 2 of 3; B lifts to 3, but needs A. Greedy takes C and has no room for B.
TEST(LevelCover, TriesFewOptionsFromEveryStart) {
  level_cover_problem p{.groups = 1, .topics = 1};
  p.takers = {{0}};
  p.cells = {{0, 0, 0, 3, 1}};
  p.options = {{}, {.lifts = {{0, 3}}, .needs = {0}}, {.lifts = {{0, 2}}}};
  p.most_options = 2;
  EXPECT_EQ(maximum_level_cover(p).value, 3);
  EXPECT_EQ(maximum_level_cover(p, {.starts = 0}).value, 2);
}

TEST(LevelCover, FindsTheRoundThatNeedsMake) {
  level_cover_problem p;
  p.options = {{.needs = {1}}, {.needs = {2}}, {.needs = {3}}, {.needs = {1}}};
  EXPECT_EQ(cycle_of_needs(p), (std::vector<std::uint32_t>{1, 2, 3, 1}));
  EXPECT_THROW((void)maximum_level_cover(p), input_error);
  p.options[3].needs.clear();
  EXPECT_TRUE(cycle_of_needs(p).empty());
}

TEST(LevelCover, RefusesNumbersThatMeanNothing) {
  level_cover_problem p{.groups = 1, .topics = 1};
  p.takers = {{0}};
  p.cells = {{0, 0, 0, 1, -1}};
  EXPECT_THROW((void)maximum_level_cover(p), input_error);
  p.cells = {{0, 1, 0, 1, 1}};
  EXPECT_THROW((void)maximum_level_cover(p), input_error);
  p.cells.clear();
  p.options = {{.lifts = {{0, 1}}, .costs = {1}}};
  EXPECT_THROW((void)maximum_level_cover(p), input_error);
  p.options.clear();
  EXPECT_EQ(maximum_level_cover(p).bound, 0);
}

// Gains 6, 5, 4 for 3, 2, 2: for each unit of cost 2, 2.5, 2. Under 4: 5 for 2, and 2 x 2 for the 2 that are left.
TEST(KnapsackBound, IsTheFractionalOptimum) {
  const std::vector<double> gains{6, 5, 4}, costs{3, 2, 2};
  EXPECT_NEAR(knapsack_bound(gains, costs, 4, 9), 9, 1e-8);
  EXPECT_NEAR(knapsack_bound(gains, costs, 6, 9), 13, 1e-8);  // 5 for 2, 6 for 3, half of 4 for the 1 that is left
  EXPECT_NEAR(knapsack_bound(gains, costs, 100, 1), 6, 1e-8);
  EXPECT_NEAR(knapsack_bound(gains, costs, 2, 9), 5, 1e-8);  // the first costs more than there is
  EXPECT_EQ(knapsack_bound({}, {}, 1, 1), 0);
}

}  // namespace
}  // namespace capnet
