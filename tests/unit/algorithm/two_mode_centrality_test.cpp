#include <capnet/algorithm/two_mode_centrality.hpp>

#include <gtest/gtest.h>

#include "oracle/graphs.hpp"

namespace capnet {
namespace {

//   0   1   2      modes of 3 and 2
//    \ / \ /
//     3   4
const two_mode_graph chain{compressed_graph::from_edges(5, std::vector<edge>{{0, 3}, {1, 3}, {1, 4}, {2, 4}}), 3};
const two_mode_graph two_mode_star{compressed_graph::from_edges(4, std::vector<edge>{{0, 3}, {1, 3}, {2, 3}}), 3};

TEST(TwoModeDegree, IsTheShareOfTheOtherMode) {
  const auto degree = two_mode_degree(chain);
  EXPECT_DOUBLE_EQ(*degree[0], 1.0 / 2);
  EXPECT_DOUBLE_EQ(*degree[1], 1);
  EXPECT_DOUBLE_EQ(*degree[4], 2.0 / 3);
}

TEST(TwoModeDegree, IsUndefinedIfTheOtherModeIsEmpty) {
  EXPECT_EQ(two_mode_degree({compressed_graph::from_edges(2, {}), 2}), (std::vector<std::optional<double>>(2)));
}

//   0-3-1-4-2: 1 is between {0, 3} and {4, 2}: 4 pairs. The most that it could: with s = 2 div 2 = 1 and t = 0,
//   (4*4 + 2*2*(-2) - 0) / 2 = 4, which is this graph. 3 is between 0 and {1, 4, 2}: 3 pairs.
//   Of a mode of 2 across from 3: s = 0, t = 1, (9 + 3*(2 - 1) - 1*(3 - 1)) / 2 = 5
TEST(TwoModeBetweenness, IsRelativeToTheMostThatTheModesAllow) {
  EXPECT_DOUBLE_EQ(largest_two_mode_betweenness(3, 2), 4);
  EXPECT_DOUBLE_EQ(largest_two_mode_betweenness(2, 3), 5);
  const auto between = two_mode_betweenness(chain);
  EXPECT_DOUBLE_EQ(*between[1], 1);
  EXPECT_DOUBLE_EQ(*between[3], 3.0 / 5);
  EXPECT_EQ(between[0], 0);
}

//   the center is between all 3 pairs of leaves; no leaf could be between any
TEST(TwoModeBetweenness, IsUndefinedForTheLeavesOfAStar) {
  const auto between = two_mode_betweenness(two_mode_star);
  EXPECT_EQ(between[3], 1);
  EXPECT_EQ(between[0], std::nullopt);
  EXPECT_TRUE(two_mode_betweenness(two_mode_graph{}).empty());
}

//   0: to 3 1, 1 2, 4 3, 2 4: 10; at least 2 + 2*2 = 6.   1: 1 + 1 + 2 + 2 = 6.   3: 1 + 1 + 2 + 3 = 7, at least 3 +
//   2*1 = 5
TEST(TwoModeCloseness, ComparesWithTheLeastSumOfDistances) {
  const auto closeness = two_mode_closeness(chain);
  EXPECT_DOUBLE_EQ(*closeness[0], 6.0 / 10);
  EXPECT_DOUBLE_EQ(*closeness[1], 1);
  EXPECT_DOUBLE_EQ(*closeness[3], 5.0 / 7);
}

//   0---2   1      1 is out of reach
TEST(TwoModeCloseness, IsUndefinedIfSomeoneIsOutOfReach) {
  const auto closeness = two_mode_closeness({compressed_graph::from_edges(3, std::vector<edge>{{0, 2}}), 2});
  EXPECT_EQ(closeness, (std::vector<std::optional<double>>(3)));
  EXPECT_EQ(two_mode_closeness({compressed_graph::from_edges(1, {}), 1})[0], std::nullopt);
}

TEST(TwoModeCentrality, GivesThePublishedValuesOfTheSouthernWomen) {
  const two_mode_graph davis{fixture::southern_women(), fixture::women};
  constexpr vertex_index e8 = fixture::women + 7;
  EXPECT_NEAR(*two_mode_degree(davis)[e8], .78, 5e-3);
  EXPECT_NEAR(*two_mode_betweenness(davis)[e8], .24, 5e-3);
  EXPECT_NEAR(*two_mode_closeness(davis)[e8], .85, 5e-3);
}

TEST(TwoModeCentrality, IsTheSameAtAnyNumberOfThreads) {
  const two_mode_graph davis{fixture::southern_women(), fixture::women};
  EXPECT_EQ(two_mode_betweenness(davis), two_mode_betweenness(davis, {.threads = 3}));
  EXPECT_EQ(two_mode_closeness(davis), two_mode_closeness(davis, {.threads = 3}));
}

}  // namespace
}  // namespace capnet
