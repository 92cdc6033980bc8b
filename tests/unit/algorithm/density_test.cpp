#include <capnet/algorithm/density.hpp>

#include <gtest/gtest.h>

#include "oracle/graphs.hpp"

namespace capnet {
namespace {

//   0---1   2     1 of 3 pairs
TEST(Density, IsTheShareOfPairsThatAreTied) {
  EXPECT_DOUBLE_EQ(*density(compressed_graph::from_edges(3, std::vector<edge>{{0, 1}})), 1.0 / 3);
}

//   0--->1   2    1 of 6 ordered pairs
TEST(Density, CountsOrderedPairsIfDirected) {
  EXPECT_DOUBLE_EQ(*density(compressed_graph::from_edges(3, std::vector<edge>{{0, 1}}, {.directed = true})), 1.0 / 6);
}

//   0===1-.  2    loop and repeat add no pair
//       '-'
TEST(Density, IgnoresLoopsAndRepeats) {
  const auto g = compressed_graph::from_edges(3, std::vector<edge>{{0, 1}, {1, 0}, {1, 1}},
                                              {.keep_loops = true, .parallel = parallel_edges::all});
  EXPECT_DOUBLE_EQ(*density(g), 1.0 / 3);
}

TEST(Density, IsUndefinedWithoutAPair) {
  EXPECT_EQ(density(compressed_graph{}), std::nullopt);
  EXPECT_EQ(density(compressed_graph::from_edges(1, {})), std::nullopt);
}

TEST(Density, GivesThePublishedValues) {
  EXPECT_NEAR(*density(fixture::karate()), .139037, 5e-7);
  EXPECT_NEAR(*density(fixture::florentine()), .190476, 5e-7);
}

}  // namespace
}  // namespace capnet
