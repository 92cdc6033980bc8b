#include <capnet/algorithm/triangles.hpp>

#include <gtest/gtest.h>

#include "oracle/graphs.hpp"

namespace capnet {
namespace {

//   0---1        one triangle; paths of two: at 0: 1, at 1: 1, at 2: 3; 3 of 5 are closed
//    \ /
//     2---3   4
TEST(Triangles, CountClosedTriples) {
  const auto result = triangles(compressed_graph::from_edges(5, std::vector<edge>{{0, 1}, {1, 2}, {2, 0}, {2, 3}}));
  EXPECT_EQ(result.total, 1u);
  EXPECT_EQ(result.at, (std::vector<std::uint64_t>{1, 1, 1, 0, 0}));
  EXPECT_DOUBLE_EQ(*result.transitivity, 3.0 / 5);
  EXPECT_DOUBLE_EQ(*result.local_clustering[2], 1.0 / 3);
  EXPECT_EQ(result.local_clustering[3], std::nullopt);
}

//   0--->1
//    ^  /        a cycle of arcs, one of them answered and one repeated, and a loop
//     \v
//      2
TEST(Triangles, ForgetDirectionsLoopsAndRepeats) {
  const auto g = compressed_graph::from_edges(3, std::vector<edge>{{0, 1}, {1, 2}, {2, 1}, {2, 0}, {2, 0}, {2, 2}},
                                              {.directed = true, .keep_loops = true, .parallel = parallel_edges::all});
  EXPECT_EQ(triangles(g).total, 1u);
  EXPECT_DOUBLE_EQ(*triangles(g).transitivity, 1);
}

TEST(Triangles, HaveNoTransitivityWithoutATriple) {
  EXPECT_EQ(triangles(compressed_graph::from_edges(2, std::vector<edge>{{0, 1}})).transitivity, std::nullopt);
  EXPECT_EQ(triangles(compressed_graph{}).total, 0u);
}

TEST(Triangles, GiveThePublishedValuesOfTheKarateClub) {
  EXPECT_EQ(triangles(fixture::karate()).total, 45u);
  EXPECT_NEAR(*triangles(fixture::karate()).transitivity, .255682, 5e-7);
}

TEST(Triangles, OfACompleteGraphAreAllTriples) {
  const auto result = triangles(compressed_graph::from_edges(14, fixture::two_cliques(7)));
  EXPECT_EQ(result.total, 2u * 7 * 6 * 5 / 6);
  EXPECT_DOUBLE_EQ(*result.local_clustering[9], 1);
}

}  // namespace
}  // namespace capnet
