#include <capnet/optimize/balanced_groups.hpp>

#include <capnet/core/random.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>
#include <vector>

namespace capnet {
namespace {

group_problem random_groups(std::uint64_t seed, std::uint32_t n, std::uint32_t k) {
  random_stream rng{{.seed = seed}};
  group_problem p{.members = n, .groups = k, .worth = std::vector<std::int64_t>(std::size_t{n} * n)};
  for (std::uint32_t u = 0; u < n; ++u) {
    for (std::uint32_t v = u + 1; v < n; ++v)
      p.worth[u * n + v] = p.worth[v * n + u] = static_cast<std::int64_t>(rng.below(20)) - 5;
  }
  return p;
}

std::vector<std::size_t> group_sizes(const group_problem& p, const std::vector<std::uint32_t>& group_of) {
  std::vector<std::size_t> sizes(p.groups);
  for (const std::uint32_t g : group_of) ++sizes[g];
  return sizes;
}

bool keeps_constraints(const group_problem& p, const std::vector<std::uint32_t>& group_of) {
  auto sizes = group_sizes(p, group_of);
  std::ranges::sort(sizes, std::greater{});
  if (sizes != balanced_sizes(p.members, p.groups)) return false;
  return std::ranges::all_of(p.together, [&](const auto& uv) { return group_of[uv.first] == group_of[uv.second]; }) &&
         std::ranges::all_of(p.apart, [&](const auto& uv) { return group_of[uv.first] != group_of[uv.second]; }) &&
         std::ranges::all_of(p.fixed, [&](const auto& vg) { return group_of[vg.first] == vg.second; });
}

/// The best of all k^n ways that keep every constraint; nothing if there is none.
std::optional<std::int64_t> best_of_all_ways(const group_problem& p) {
  std::optional<std::int64_t> best;
  std::vector<std::uint32_t> group_of(p.members, 0);
  while (true) {
    if (keeps_constraints(p, group_of)) {
      const std::int64_t value = group_value(p, group_of);
      if (!best || value > *best) best = value;
    }
    std::size_t v = 0;
    while (v < group_of.size() && ++group_of[v] == p.groups) group_of[v++] = 0;
    if (v == group_of.size()) return best;
  }
}

TEST(BalancedGroups, SplitThirtyThreeInFiveAsSevenSevenSevenSixSix) {
  EXPECT_EQ(balanced_sizes(33, 5), (std::vector<std::size_t>{7, 7, 7, 6, 6}));
  group_problem p = random_groups(1, 33, 5);
  const auto result = balanced_groups(p);
  EXPECT_EQ(group_sizes(p, result.group_of), (std::vector<std::size_t>{7, 7, 7, 6, 6}));
  EXPECT_EQ(result.value, group_value(p, result.group_of));
  EXPECT_LE(result.value, result.bound);
}

// Two pairs worth 3 each, and worth nothing across: with two groups of two both pairs are together, 6, and no way is
// worth more: each member's largest worth is 3, and half of four times 3 is 6.
TEST(BalancedGroups, PutTogetherWhatIsWorthMost) {
  group_problem p{.members = 4, .groups = 2, .worth = std::vector<std::int64_t>(16)};
  p.worth[0 * 4 + 2] = p.worth[2 * 4 + 0] = p.worth[1 * 4 + 3] = p.worth[3 * 4 + 1] = 3;
  const auto result = balanced_groups(p);
  EXPECT_EQ(result.group_of, (std::vector<std::uint32_t>{0, 1, 0, 1}));
  EXPECT_EQ(result.value, 6);
  EXPECT_EQ(group_value_bound(p), 6);
  EXPECT_TRUE(result.optimal);
}

TEST(BalancedGroups, AgreeWithEveryWayTriedUpToTenMembers) {
  std::size_t infeasible = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    random_stream rng{{.seed = seed, .purpose = 1}};
    const std::uint32_t n = 4 + rng.below(seed % 10 == 0 ? 7 : 5), k = 2 + rng.below(n > 8 ? 2 : 3);
    group_problem p = random_groups(seed, n, k);
    const std::uint32_t pairs = rng.below(5);
    for (std::uint32_t c = 0; c < pairs; ++c) {
      const std::uint32_t u = rng.below(n), v = rng.below(n), kind = rng.below(4), g = rng.below(k);
      if (kind == 0) p.fixed.emplace_back(u, g);
      if (kind == 1 && u != v) p.together.emplace_back(u, v);
      if (kind >= 2 && u != v) p.apart.emplace_back(u, v);
    }
    const auto best = best_of_all_ways(p);
    const auto result = balanced_groups(p);
    ASSERT_EQ(result.group_of.empty(), !best) << seed;
    if (!best) {
      ASSERT_TRUE(result.conflict) << seed;
      EXPECT_TRUE(result.conflict->proven) << seed;
      ++infeasible;
      continue;
    }
    EXPECT_TRUE(keeps_constraints(p, result.group_of)) << seed;
    EXPECT_EQ(result.value, *best) << seed;
    EXPECT_TRUE(result.optimal) << seed;
    EXPECT_GE(group_value_bound(p), *best) << seed;
    // By exchange alone: within the constraints, and never better than the best.
    const auto exchanged = balanced_groups(p, {.starts = 8, .tried_blocks = 0});
    EXPECT_TRUE(keeps_constraints(p, exchanged.group_of)) << seed;
    EXPECT_EQ(exchanged.value, group_value(p, exchanged.group_of)) << seed;
    EXPECT_LE(exchanged.value, *best) << seed;
    EXPECT_GE(exchanged.bound, *best) << seed;
  }
  EXPECT_GT(infeasible, 2u);
}

TEST(BalancedGroups, ByExchangeReachTheBestOfMostSmallOnes) {
  std::size_t reached = 0;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const group_problem p = random_groups(seed, 10, 3);
    reached += balanced_groups(p, {.tried_blocks = 0}).value == balanced_groups(p).value ? 1u : 0u;
  }
  EXPECT_GE(reached, 28u);
}

// No single exchange is worth anything any more: reckoned anew for all pairs in different groups.
TEST(BalancedGroups, LeaveNoExchangeThatIsWorthMore) {
  const group_problem p = random_groups(7, 40, 6);
  const auto result = balanced_groups(p, {.seed = 2, .starts = 1});
  for (std::uint32_t u = 0; u < p.members; ++u) {
    for (std::uint32_t v = u + 1; v < p.members; ++v) {
      auto other = result.group_of;
      std::swap(other[u], other[v]);
      EXPECT_LE(group_value(p, other), result.value);
    }
  }
}

TEST(BalancedGroups, AreTheSameForTheSameSeed) {
  const group_problem p = random_groups(9, 60, 7);
  EXPECT_EQ(balanced_groups(p, {.seed = 4}).group_of, balanced_groups(p, {.seed = 4}).group_of);
}

// Three who can't be together in two groups; what else is asked has nothing to do with it.
TEST(BalancedGroups, TellWhichConstraintsConflict) {
  group_problem p{.members = 8, .groups = 2};
  p.apart = {{0, 5}, {0, 1}, {1, 2}, {6, 7}, {0, 2}};
  p.fixed = {{3, 0}, {4, 1}};
  const auto result = balanced_groups(p);
  EXPECT_TRUE(result.group_of.empty());
  ASSERT_TRUE(result.conflict);
  EXPECT_TRUE(result.conflict->proven);
  EXPECT_EQ(result.conflict->apart, (std::vector<std::size_t>{1, 2, 4}));
  EXPECT_TRUE(result.conflict->fixed.empty());
  EXPECT_TRUE(result.conflict->together.empty());
}

TEST(BalancedGroups, TellThatABlockIsLargerThanAGroup) {
  group_problem p{.members = 5, .groups = 2};  // 3 and 2
  p.together = {{0, 1}, {1, 2}, {2, 3}, {3, 4}};
  const auto result = balanced_groups(p);
  ASSERT_TRUE(result.conflict);
  EXPECT_EQ(result.conflict->together.size(), 3u);  // four together are too many already
}

// 3, 3, 3 without two of the first group: 1, 3, 3 become 3, 2, 2 in the order of size; two moves are the fewest.
TEST(Regrouping, MovesAsFewAsItCan) {
  group_problem p = random_groups(5, 9, 3);
  const std::vector<std::uint32_t> group_of{0, 0, 0, 1, 1, 1, 2, 2, 2}, absent{0, 1};
  const auto result = regroup(p, group_of, absent);
  EXPECT_TRUE(result.balanced);
  EXPECT_EQ(result.moved.size(), 1u);  // 7 in 3: 3, 2, 2
  EXPECT_EQ(result.group_of[0], regrouped::away);
  EXPECT_EQ(result.group_of[result.moved[0]], 0u);
}

TEST(Regrouping, MovesAsFewAsAnyWay) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    random_stream rng{{.seed = seed, .purpose = 2}};
    const group_problem p = random_groups(seed, 8, 3);
    std::vector<std::uint32_t> group_of{0, 0, 0, 1, 1, 1, 2, 2}, absent;
    for (std::uint32_t v = 0; v < 8; ++v) {
      if (rng.below(3) == 0 && absent.size() < 5) absent.push_back(v);
    }
    std::vector<std::uint32_t> present;
    for (std::uint32_t v = 0; v < 8; ++v) {
      if (std::ranges::find(absent, v) == absent.end()) present.push_back(v);
    }
    const auto sizes = balanced_sizes(present.size(), 3);
    std::size_t fewest = 99;
    for (std::size_t way = 0; way < 6561; ++way) {
      std::vector<std::size_t> count(3);
      std::size_t rest = way, moved = 0;
      for (const std::uint32_t v : present) ++count[rest % 3], moved += rest % 3 != group_of[v] ? 1u : 0u, rest /= 3;
      std::ranges::sort(count, std::greater{});
      if (count == sizes) fewest = std::min(fewest, moved);
    }
    const auto result = regroup(p, group_of, absent);
    EXPECT_TRUE(result.balanced) << seed;
    EXPECT_EQ(result.moved.size(), fewest) << seed;
  }
}

TEST(Regrouping, LeavesThoseWhoAreFixedAndPairsThatCannotMeet) {
  group_problem p{.members = 6, .groups = 2};
  p.fixed = {{3, 1}};
  p.apart = {{2, 4}};
  const auto result = regroup(p, {0, 0, 0, 1, 1, 1}, std::vector<std::uint32_t>{0, 1});
  EXPECT_TRUE(result.balanced);
  EXPECT_EQ(result.moved, (std::vector<std::uint32_t>{5}));
}

TEST(BalancedGroups, RefuseWhatCannotBeAsked) {
  EXPECT_THROW((void)balanced_groups({.members = 2, .groups = 3}), input_error);
  EXPECT_THROW((void)balanced_groups({.members = 2, .groups = 0}), input_error);
  EXPECT_THROW((void)balanced_groups({.members = 2, .worth = {0, 1, 2, 0}}), input_error);
  EXPECT_THROW((void)balanced_groups({.members = 2, .fixed = {{0, 1}}}), input_error);
  EXPECT_THROW((void)balanced_groups({.members = 2, .apart = {{0, 2}}}), input_error);
}

}  // namespace
}  // namespace capnet
