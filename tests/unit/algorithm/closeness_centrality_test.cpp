#include <capnet/algorithm/closeness_centrality.hpp>

#include <gtest/gtest.h>

#include "oracle/graphs.hpp"

namespace capnet {
namespace {

//   0---1---2    3    0: reaches 2 of 3 others, distances 1 + 2: 2/3 * 2/3; 1: 2/3 * 2/2
TEST(ClosenessCentrality, CountsHowManyAreReachedAndHowNear) {
  const auto g = compressed_graph::from_edges(4, std::vector<edge>{{0, 1}, {1, 2}});
  const auto closeness = closeness_centrality(g);
  EXPECT_DOUBLE_EQ(closeness[0], 2. / 3 * 2 / 3);
  EXPECT_DOUBLE_EQ(closeness[1], 2. / 3);
  EXPECT_EQ(closeness[3], 0);
}

//   0--->1--->2
TEST(ClosenessCentrality, LooksAlongArcs) {
  const auto g = compressed_graph::from_edges(3, std::vector<edge>{{0, 1}, {1, 2}}, {.directed = true});
  EXPECT_EQ(closeness_centrality(g), (std::vector<double>{2. / 3, .5, 0}));
}

TEST(ClosenessCentrality, GivesThePublishedValues) {
  EXPECT_NEAR(closeness_centrality(fixture::florentine())[fixture::medici], .56, 5e-15);
  EXPECT_NEAR(closeness_centrality(fixture::kite())[5], .642857, 5e-7);
  EXPECT_NEAR(closeness_centrality(fixture::karate())[0], .568966, 5e-7);
}

TEST(ClosenessCentrality, IsNothingWithoutOthers) {
  EXPECT_TRUE(closeness_centrality(compressed_graph{}).empty());
  EXPECT_EQ(closeness_centrality(compressed_graph::from_edges(1, {})), std::vector<double>{0});
}

}  // namespace
}  // namespace capnet
