#include <capnet/algorithm/harmonic_centrality.hpp>

#include <gtest/gtest.h>

#include "oracle/graphs.hpp"

namespace capnet {
namespace {

//   0---1---2    3    1 + 1/2, 2, 1/2 + 1, nothing
TEST(HarmonicCentrality, AddsInverseDistances) {
  const auto g = compressed_graph::from_edges(4, std::vector<edge>{{0, 1}, {1, 2}});
  EXPECT_EQ(harmonic_centrality(g), (std::vector<double>{1.5, 2, 1.5, 0}));
}

//   0--->1--->2
TEST(HarmonicCentrality, LooksAlongArcs) {
  const auto g = compressed_graph::from_edges(3, std::vector<edge>{{0, 1}, {1, 2}}, {.directed = true});
  EXPECT_EQ(harmonic_centrality(g), (std::vector<double>{1.5, 1, 0}));
}

TEST(HarmonicCentrality, GivesThePublishedValues) {
  EXPECT_NEAR(harmonic_centrality(fixture::karate())[33], 23.25, 1e-12);
  EXPECT_NEAR(harmonic_centrality(fixture::karate())[0], 23.166667, 5e-7);
  EXPECT_NEAR(harmonic_centrality(fixture::florentine())[fixture::medici], 9.5, 1e-12);
}

}  // namespace
}  // namespace capnet
