#include <capnet/algorithm/betweenness.hpp>

#include <gtest/gtest.h>

#include "oracle/graphs.hpp"

namespace capnet {
namespace {

//     1
//    / \.       0 to 3: two paths, half through 1 and half through 2
//   0   3---4   0 to 4: the same, and through 3; 1 to 4 and 2 to 4: through 3; 1 to 2: half through 0, half through 3
//    \ /
//     2         of (5-1)(5-2)/2 = 6 pairs
TEST(Betweenness, SharesAPairAmongItsShortestPaths) {
  const auto result =
      betweenness(compressed_graph::from_edges(5, std::vector<edge>{{0, 1}, {0, 2}, {1, 3}, {2, 3}, {3, 4}}));
  EXPECT_EQ(result.raw, (std::vector<double>{.5, 1, 1, 3.5, 0}));
  EXPECT_DOUBLE_EQ(*result.normalized(3), 3.5 / 6);
}

//   0--->1--->2    one ordered pair of (3-1)(3-2) = 2
TEST(Betweenness, CountsOrderedPairsIfDirected) {
  const auto result =
      betweenness(compressed_graph::from_edges(3, std::vector<edge>{{0, 1}, {1, 2}}, {.directed = true}));
  EXPECT_EQ(result.raw, (std::vector<double>{0, 1, 0}));
  EXPECT_DOUBLE_EQ(*result.normalized(1), .5);
}

// A repeated edge is not a second path: 0-1-3 and 0-2-3 share the pair evenly.
TEST(Betweenness, IgnoresRepeatsAndLoops) {
  const std::vector<edge> edges{{0, 1}, {0, 1}, {1, 3}, {0, 2}, {2, 3}, {2, 2}};
  const auto result =
      betweenness(compressed_graph::from_edges(4, edges, {.keep_loops = true, .parallel = parallel_edges::all}));
  EXPECT_DOUBLE_EQ(result.raw[1], result.raw[2]);
}

TEST(Betweenness, CannotBeNormalizedBelowThreeVertices) {
  const auto result = betweenness(compressed_graph::from_edges(2, std::vector<edge>{{0, 1}}));
  EXPECT_EQ(result.raw, (std::vector<double>{0, 0}));
  EXPECT_EQ(result.normalized(0), std::nullopt);
  EXPECT_EQ(betweenness_centralization(result), std::nullopt);
  EXPECT_TRUE(betweenness(compressed_graph{}).raw.empty());
}

TEST(Betweenness, GivesThePublishedValues) {
  const auto karate = betweenness(fixture::karate());
  EXPECT_NEAR(karate.raw[0], 231.071429, 5e-7);
  EXPECT_NEAR(karate.raw[33], 160.551587, 5e-7);
  const auto florentine = betweenness(fixture::florentine());
  EXPECT_NEAR(florentine.raw[fixture::medici], 47.5, 1e-12);
  EXPECT_NEAR(*florentine.normalized(fixture::medici), .521978, 5e-7);
  EXPECT_NEAR(*florentine.normalized(fixture::guadagni), .254579, 5e-7);
  EXPECT_NEAR(*florentine.normalized(fixture::albizzi), .212454, 5e-7);
  const auto kite = betweenness(fixture::kite()).raw;
  EXPECT_NEAR(kite[7], 14, 1e-12);
  EXPECT_NEAR(kite[5], 8.333, 5e-4);
  EXPECT_NEAR(kite[6], 8.333, 5e-4);
  EXPECT_NEAR(kite[8], 8, 1e-12);
  EXPECT_NEAR(kite[3], 3.667, 5e-4);
}

TEST(BetweennessCentralization, IsOneForAStar) {
  const std::vector<edge> star{{0, 1}, {0, 2}, {0, 3}};
  EXPECT_DOUBLE_EQ(*betweenness_centralization(betweenness(compressed_graph::from_edges(4, star))), 1);
}

TEST(BetweennessCentralization, GivesThePublishedValueOfTheKarateClub) {
  EXPECT_NEAR(*betweenness_centralization(betweenness(fixture::karate())), .405557, 5e-7);
}

}  // namespace
}  // namespace capnet
