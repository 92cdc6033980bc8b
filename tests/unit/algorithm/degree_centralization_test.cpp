#include <capnet/algorithm/degree_centralization.hpp>

#include <gtest/gtest.h>

#include "oracle/graphs.hpp"

namespace capnet {
namespace {

//   1  2
//    \/
//    0---3     a star: (3-3) + 3 (3-1) = 6 = (4-1)(4-2)
TEST(DegreeCentralization, IsOneForAStar) {
  const std::vector<edge> star{{0, 1}, {0, 2}, {0, 3}};
  EXPECT_DOUBLE_EQ(*degree_centralization(compressed_graph::from_edges(4, star)), 1);
}

TEST(DegreeCentralization, IsOneForADirectedStarOfArcsBothWays) {
  const std::vector<edge> star{{0, 1}, {1, 0}, {0, 2}, {2, 0}, {0, 3}, {3, 0}};
  EXPECT_DOUBLE_EQ(*degree_centralization(compressed_graph::from_edges(4, star, {.directed = true})), 1);
}

//   0---1---2   with 1-2 twice and a loop at 2: still a path: (2-1) + 0 + (2-1) = 2 = (3-1)(3-2)
TEST(DegreeCentralization, IgnoresLoopsAndRepeats) {
  const auto g = compressed_graph::from_edges(3, std::vector<edge>{{0, 1}, {1, 2}, {2, 1}, {2, 2}},
                                              {.keep_loops = true, .parallel = parallel_edges::all});
  EXPECT_DOUBLE_EQ(*degree_centralization(g), 1);
}

TEST(DegreeCentralization, IsZeroIfAllAreEqual) {
  EXPECT_DOUBLE_EQ(*degree_centralization(compressed_graph::from_edges(3, {})), 0);
}

TEST(DegreeCentralization, IsUndefinedBelowThreeVertices) {
  EXPECT_EQ(degree_centralization(compressed_graph::from_edges(2, std::vector<edge>{{0, 1}})), std::nullopt);
  EXPECT_EQ(degree_centralization(compressed_graph{}), std::nullopt);
}

TEST(DegreeCentralization, GivesThePublishedValues) {
  EXPECT_NEAR(*degree_centralization(fixture::karate()), .399621, 5e-7);
  EXPECT_NEAR(*degree_centralization(fixture::florentine()), .274725, 5e-7);
  EXPECT_NEAR(*degree_centralization(fixture::kite()), 1.0 / 3, 1e-15);
}

//   0--->1<-->2    0: 1, 1: 1 out + 2 in, 2: 1 + 1
TEST(SimpleDegrees, CountArcsOutAndIn) {
  const auto g = compressed_graph::from_edges(3, std::vector<edge>{{0, 1}, {0, 1}, {1, 2}, {2, 1}, {2, 2}},
                                              {.directed = true, .keep_loops = true, .parallel = parallel_edges::all});
  EXPECT_EQ(simple_degrees(g), (std::vector<std::size_t>{1, 3, 2}));
}

}  // namespace
}  // namespace capnet
