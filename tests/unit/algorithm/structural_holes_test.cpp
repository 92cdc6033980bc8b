#include <capnet/algorithm/structural_holes.hpp>

#include <gtest/gtest.h>

#include "oracle/graphs.hpp"

namespace capnet {
namespace {

//   1---0---2    0 invests 1/2 in each: 1/4 + 1/4; 1 invests all in 0: 1; no ties among neighbors
TEST(StructuralHoles, AreOpenWhereNeighborsAreNotTied) {
  const auto result = structural_holes(compressed_graph::from_edges(4, std::vector<edge>{{0, 1}, {0, 2}}));
  EXPECT_DOUBLE_EQ(*result.constraint[0], 1.0 / 2);
  EXPECT_DOUBLE_EQ(*result.constraint[1], 1);
  EXPECT_DOUBLE_EQ(*result.effective_size[0], 2);
  EXPECT_EQ(result.constraint[3], std::nullopt);
  EXPECT_EQ(result.effective_size[3], std::nullopt);
}

//   0---1       each invests 1/2 in either, and as much again by way of the other half of that half: (1/2 + 1/4)^2
//   twice;
//    \ /        2 neighbors with 1 tie: 2 - 2/2
//     2
TEST(StructuralHoles, AreClosedInATriangle) {
  const auto result = structural_holes(compressed_graph::from_edges(3, std::vector<edge>{{0, 1}, {1, 2}, {2, 0}}));
  EXPECT_DOUBLE_EQ(*result.constraint[0], 2 * .5625);
  EXPECT_DOUBLE_EQ(*result.effective_size[0], 1);
}

//   0<-->1--->2   1 invests 2/3 and 1/3: 5/9
TEST(StructuralHoles, WeighTiesBothWaysTwice) {
  const auto g = compressed_graph::from_edges(3, std::vector<edge>{{0, 1}, {1, 0}, {1, 2}}, {.directed = true});
  EXPECT_DOUBLE_EQ(*structural_holes(g).constraint[1], 5.0 / 9);
}

TEST(StructuralHoles, TakeAVertexWhoseTiesWeighNothingForAnIsolate) {
  const auto g = compressed_graph::from_edges(2, std::vector<edge>{{0, 1, 0}});
  EXPECT_EQ(structural_holes(g, {.weighted = true}).constraint[0], std::nullopt);
  EXPECT_DOUBLE_EQ(*structural_holes(g).constraint[0], 1);
}

TEST(StructuralHoles, GiveThePublishedValues) {
  const auto karate = structural_holes(fixture::karate());
  EXPECT_NEAR(*karate.constraint[0], .155423, 5e-7);
  EXPECT_NEAR(*karate.constraint[33], .156419, 5e-7);
  EXPECT_NEAR(*karate.effective_size[33], 15.235294, 5e-7);
  EXPECT_NEAR(*karate.effective_size[0], 13.75, 1e-12);
  const auto florentine = structural_holes(fixture::florentine());
  EXPECT_NEAR(*florentine.constraint[fixture::medici], .209877, 5e-7);
  EXPECT_NEAR(*florentine.effective_size[fixture::medici], 5.666667, 5e-7);
}

TEST(StructuralHoles, GiveBorgattisValues) {
  const auto g = compressed_graph::from_edges(7, fixture::holes_edges());
  const vertex_index a = 0, c = 2, hub = 6;
  const auto plain = structural_holes(g);
  EXPECT_NEAR(*plain.constraint[hub], .400, 5e-4);
  EXPECT_NEAR(*plain.constraint[a], .595, 5e-4);
  EXPECT_NEAR(*plain.constraint[c], 1, 1e-12);
  EXPECT_NEAR(*plain.effective_size[hub], 4.67, 5e-3);
  EXPECT_NEAR(*plain.effective_size[a], 2.50, 5e-3);
  EXPECT_NEAR(*plain.effective_size[c], 1, 1e-12);
  const auto weighted = structural_holes(g, {.weighted = true});
  EXPECT_NEAR(*weighted.constraint[hub], .299, 5e-4);
  EXPECT_NEAR(*weighted.constraint[a], .795, 5e-4);
  EXPECT_NEAR(*weighted.constraint[c], 1, 1e-12);
}

//   K4: 0 1 2 3 --- 8 --- 4 5 6 7 :K4
TEST(StructuralHoles, GiveIgraphsValuesOfTwoCliquesJoinedByAVertex) {
  auto edges = fixture::two_cliques(4);
  edges.push_back({3, 8});
  edges.push_back({8, 4});
  const auto result = structural_holes(compressed_graph::from_edges(9, edges));
  for (const vertex_index u : {0u, 1u, 2u, 5u, 6u, 7u}) EXPECT_NEAR(*result.constraint[u], .865741, 5e-7);
  for (const vertex_index u : {3u, 4u}) EXPECT_NEAR(*result.constraint[u], .583333, 5e-7);
  EXPECT_NEAR(*result.constraint[8], .5, 1e-12);
}

}  // namespace
}  // namespace capnet
