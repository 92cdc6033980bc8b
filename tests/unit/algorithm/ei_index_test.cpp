#include <capnet/algorithm/ei_index.hpp>

#include <gtest/gtest.h>

#include <numeric>
#include <utility>
#include <vector>

#include <capnet/core/random.hpp>

#include "oracle/graphs.hpp"

namespace capnet {
namespace {

//   a1---a2      b1      E = 1 (a2-b1), I = 2 (a1-a2, b1-b2)
//         \     /  |     (1 - 2) / 3 = -1/3
//          +---+   b2
const std::vector<edge> two_pairs{{0, 1}, {1, 2}, {2, 3}};
const std::vector<group_index> a_and_b{0, 0, 1, 1};

TEST(EiIndex, CountsTiesAcrossAndWithin) {
  const auto result = ei_index(compressed_graph::from_edges(4, two_pairs), a_and_b);
  EXPECT_EQ(result.external, 1u);
  EXPECT_EQ(result.internal, 2u);
  EXPECT_NEAR(*result.value, -1.0 / 3, 1e-15);
  EXPECT_EQ(result.coverage, 1);
}

// Of the 6 pairs, 4 join a to b and 2 stay inside: (4 - 2) / 6.
TEST(EiIndex, ExpectsTheMixingOfThePairs) {
  EXPECT_NEAR(*ei_index(compressed_graph::from_edges(4, two_pairs), a_and_b).expected, 1.0 / 3, 1e-15);
}

// b2 unknown: its tie to b1 goes; a1-a2 within and a2-b1 across are left. Expected: pairs a1a2, a1b1, a2b1: (2 - 1)
// / 3.
TEST(EiIndex, LeavesOutTheUnknownAndSaysSo) {
  const auto result =
      ei_index(compressed_graph::from_edges(4, two_pairs), std::vector<group_index>{0, 0, 1, unknown_group});
  EXPECT_DOUBLE_EQ(*result.value, 0);
  EXPECT_NEAR(*result.expected, 1.0 / 3, 1e-15);
  EXPECT_DOUBLE_EQ(result.coverage, .75);
}

TEST(EiIndex, CountsParallelTiesEachAndNoLoops) {
  const auto g = compressed_graph::from_edges(2, std::vector<edge>{{0, 1}, {0, 1}, {0, 0}},
                                              {.keep_loops = true, .parallel = parallel_edges::all});
  EXPECT_EQ(ei_index(g, std::vector<group_index>{0, 1}).external, 2u);
  EXPECT_EQ(ei_index(g, std::vector<group_index>{0, 1}).internal, 0u);
}

TEST(EiIndex, CountsArcsOfADirectedGraphEach) {
  const auto g = compressed_graph::from_edges(3, std::vector<edge>{{0, 1}, {1, 0}, {2, 1}}, {.directed = true});
  EXPECT_NEAR(*ei_index(g, std::vector<group_index>{0, 0, 1}).value, -1.0 / 3, 1e-15);
}

TEST(EiIndex, IsUndefinedWithoutATie) {
  const auto result = ei_index(compressed_graph::from_edges(4, {}), a_and_b);
  EXPECT_EQ(result.value, std::nullopt);
  EXPECT_EQ(result.p, std::nullopt);
  EXPECT_NEAR(*result.expected, 1.0 / 3, 1e-15);
  EXPECT_EQ(ei_index(compressed_graph{}, {}).expected, std::nullopt);
}

TEST(EiIndex, GivesThePublishedValueOfTheKarateClub) {
  const auto result = ei_index(fixture::karate(), fixture::karate_clubs());
  EXPECT_EQ(result.external, 11u);
  EXPECT_EQ(result.internal, 67u);
  EXPECT_NEAR(*result.value, -.717949, 5e-7);
  EXPECT_NEAR(*result.expected, .030303, 5e-7);
  EXPECT_DOUBLE_EQ(*result.p, .001);  // none of 999 relabelings is as far
}

// The 6 ways to call two of four vertices a: on the path 0-1-2-3, {01} and {23} have E = 1, {02} and {13} E = 3, {03}
// and {12} E = 2. Expected E is 3 * 4/6 = 2. E = 1 is as far as 1: E in {1, 3}, 4 of 6. E = 2 is at the center: all are
// as far.
TEST(EiIndex, EstimatesTheShareOfRelabelingsAsFarFromTheExpected) {
  const auto g = compressed_graph::from_edges(4, two_pairs);
  const double sd = std::sqrt(4.0 / 6 * 2 / 6 / 20'000);
  EXPECT_NEAR(*ei_index(g, a_and_b, {.permutations = 20'000}).p, 4.0 / 6, 5 * sd);
  EXPECT_EQ(*ei_index(g, std::vector<group_index>{0, 1, 1, 0}).p, 1);
}

TEST(EiIndex, DependsOnItsSeedAlone) {
  const auto g = compressed_graph::from_edges(4, two_pairs);
  EXPECT_EQ(ei_index(g, a_and_b, {.seed = 3}).p, ei_index(g, a_and_b, {.seed = 3}).p);
  EXPECT_NE(ei_index(g, a_and_b, {.seed = 3}).p, ei_index(g, a_and_b, {.seed = 4}).p);
}

// A random graph with its vertices, edges and groups numbered anew, 20 times: with keys the same p.
TEST(EiIndex, DoesNotDependOnTheNumbersOfVerticesThatHaveKeys) {
  random_stream rng{{.seed = 2}};
  constexpr vertex_index n = 40;
  const auto shuffle = [&](auto& all) {
    for (auto k = static_cast<std::uint32_t>(all.size()); k > 1; --k) std::swap(all[k - 1], all[rng.below(k)]);
  };
  std::vector<edge> edges(120);
  for (edge& uv : edges) uv = {rng.below(n), rng.below(n)};
  std::vector<group_index> groups(n);
  for (group_index& group : groups) group = rng.below(5) == 4 ? unknown_group : rng.below(3);
  std::vector<std::uint64_t> keys(n);
  for (std::uint64_t& key : keys) key = rng.bits64();
  const auto p = *ei_index(compressed_graph::from_edges(n, edges), groups, {.keys = keys}).p;
  std::vector<vertex_index> number(n);
  std::iota(number.begin(), number.end(), vertex_index{0});
  for (int round = 0; round < 20; ++round) {
    shuffle(number);
    shuffle(edges);
    std::vector<edge> moved;
    for (const edge& uv : edges) moved.push_back({number[uv.target], number[uv.source]});
    std::vector<group_index> groups_of(n);
    std::vector<std::uint64_t> key_of(n);
    for (vertex_index u = 0; u < n; ++u) {
      groups_of[number[u]] = groups[u] == unknown_group ? unknown_group : 7 - groups[u];
      key_of[number[u]] = keys[u];
    }
    EXPECT_EQ(*ei_index(compressed_graph::from_edges(n, moved), groups_of, {.keys = key_of}).p, p);
  }
}

TEST(EiIndex, GivesNoPWithoutPermutations) {
  EXPECT_EQ(ei_index(compressed_graph::from_edges(4, two_pairs), a_and_b, {.permutations = 0}).p, std::nullopt);
}

}  // namespace
}  // namespace capnet
