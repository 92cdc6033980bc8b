#include <capnet/algorithm/two_mode_clustering.hpp>

#include <gtest/gtest.h>

#include "oracle/graphs.hpp"

namespace capnet {
namespace {

two_mode_graph make(vertex_index order, const std::vector<edge>& edges, vertex_index first_order) {
  return {compressed_graph::from_edges(order, edges), first_order};
}

//   0   1   2      four-cycle 0-3-1-4; paths of three edges: around it 4, and on to 2 by 4: 2-4-0-3, 2-4-1-3
//   |\ /|  /       4 * 1 / 6
//   | X | /
//   |/ \|/
//   3   4
TEST(RobinsAlexanderClustering, IsTheShareOfThreePathsThatClose) {
  const auto result = robins_alexander_clustering(make(5, {{0, 3}, {0, 4}, {1, 3}, {1, 4}, {2, 4}}, 3));
  EXPECT_EQ(result.four_cycles, 1u);
  EXPECT_EQ(result.three_paths, 6u);
  EXPECT_DOUBLE_EQ(*result.value, 4.0 / 6);
}

//   K_3,4: pairs of either mode 3 * 6; each of 12 edges in the middle of 2 * 3 paths
TEST(RobinsAlexanderClustering, IsOneIfAllAreEverywhere) {
  std::vector<edge> edges;
  for (vertex_index u = 0; u < 3; ++u) {
    for (vertex_index v = 3; v < 7; ++v) edges.push_back({u, v});
  }
  const auto result = robins_alexander_clustering(make(7, edges, 3));
  EXPECT_EQ(result.four_cycles, 18u);
  EXPECT_EQ(result.three_paths, 72u);
  EXPECT_DOUBLE_EQ(*result.value, 1);
}

//   a star of three leaves has no path of three edges; one edge more has two, and nothing closes
TEST(RobinsAlexanderClustering, IsUndefinedWithoutAPathOfThreeEdges) {
  EXPECT_EQ(robins_alexander_clustering(make(4, {{0, 3}, {1, 3}, {2, 3}}, 3)).value, std::nullopt);
  EXPECT_EQ(robins_alexander_clustering(two_mode_graph{}).value, std::nullopt);
  const auto result = robins_alexander_clustering(make(5, {{0, 3}, {1, 3}, {2, 3}, {2, 4}}, 3));
  EXPECT_EQ(result.three_paths, 2u);
  EXPECT_EQ(result.value, 0);
}

TEST(RobinsAlexanderClustering, GivesThePublishedValueOfTheSouthernWomen) {
  EXPECT_NEAR(*robins_alexander_clustering({fixture::southern_women(), fixture::women}).value, .468, 5e-4);
}

//   0   1   2      3 joins 0-1, who share 4 too: 1 of 1. 4 joins 0-1, 0-2, 1-2, and of these only 0-1 meet elsewhere: 1
//   of 3.
//   |\ /|  /       0 joins 3-4, which share 1 too: 1. 1 likewise. 2 has one neighbor: undefined
//   | X | /
//   |/ \|/
//   3   4
TEST(TwoModeRedundancy, IsTheShareOfPairsThatMeetElsewhereToo) {
  const auto redundancy = two_mode_redundancy(make(5, {{0, 3}, {0, 4}, {1, 3}, {1, 4}, {2, 4}}, 3));
  EXPECT_EQ(redundancy[3], 1);
  EXPECT_DOUBLE_EQ(*redundancy[4], 1.0 / 3);
  EXPECT_EQ(redundancy[0], 1);
  EXPECT_EQ(redundancy[1], 1);
  EXPECT_EQ(redundancy[2], std::nullopt);
}

TEST(TwoModeRedundancy, IsNothingWhereAnEventAloneBringsThemTogether) {
  EXPECT_EQ(two_mode_redundancy(make(4, {{0, 3}, {1, 3}, {2, 3}}, 3))[3], 0);
  EXPECT_TRUE(two_mode_redundancy(two_mode_graph{}).empty());
}

TEST(TwoModeRedundancy, GivesThePublishedValuesOfTheSouthernWomen) {
  const auto redundancy = two_mode_redundancy({fixture::southern_women(), fixture::women});
  EXPECT_NEAR(*redundancy[0], .964286, 5e-7);                   // Evelyn
  EXPECT_NEAR(*redundancy[fixture::women + 7], .802198, 5e-7);  // E8
}

}  // namespace
}  // namespace capnet
