#include <capnet/algorithm/modularity.hpp>

#include <gtest/gtest.h>

#include "oracle/graphs.hpp"

namespace capnet {
namespace {

//   a0---a1---b2---b3    2 of 3 edges within; degrees 3 and 3 of 6: 2/3 - 2 (1/2)^2 = 1/6
const std::vector<group_index> halves{0, 0, 1, 1};

TEST(Modularity, ComparesEdgesWithinWithDegrees) {
  EXPECT_NEAR(*modularity(compressed_graph::from_edges(4, fixture::path_of_four), halves), 1.0 / 6, 1e-15);
}

// a0-a1 weighs 2: 3 of 4 within, a has 5 of 8 ends: 3/4 - 25/64 - 9/64 = 14/64.
TEST(Modularity, UsesWeightsIfAsked) {
  const auto g = compressed_graph::from_edges(4, std::vector<edge>{{0, 1, 2}, {1, 2}, {2, 3}});
  EXPECT_NEAR(*modularity(g, halves, {.weighted = true}), 14.0 / 64, 1e-15);
  EXPECT_NEAR(*modularity(g, halves), 1.0 / 6, 1e-15);
}

TEST(Modularity, LeavesOutTheUnknown) {
  const auto g = compressed_graph::from_edges(5, std::vector<edge>{{0, 1}, {1, 2}, {2, 3}, {3, 4}});
  EXPECT_NEAR(*modularity(g, std::vector<group_index>{0, 0, 1, 1, unknown_group}), 1.0 / 6, 1e-15);
}

TEST(Modularity, IsUndefinedWithoutAnEdge) {
  EXPECT_EQ(modularity(compressed_graph::from_edges(4, {}), halves), std::nullopt);
}

TEST(Modularity, GivesThePublishedValues) {
  EXPECT_NEAR(*modularity(fixture::karate(), fixture::karate_clubs()), .358235, 5e-7);
  auto edges = fixture::two_cliques(5);
  edges.push_back({0, 5});
  const auto g = compressed_graph::from_edges(10, edges);
  const std::vector<group_index> cliques{0, 0, 0, 0, 0, 1, 1, 1, 1, 1};
  EXPECT_NEAR(*modularity(g, cliques, {.resolution = .5}), .702381, 5e-7);
  EXPECT_NEAR(*modularity(g, cliques), .452381, 5e-7);
  EXPECT_NEAR(*modularity(g, cliques, {.resolution = 1.5}), .202381, 5e-7);
}

}  // namespace
}  // namespace capnet
