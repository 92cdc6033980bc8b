#include <capnet/algorithm/degree_assortativity.hpp>

#include <gtest/gtest.h>

#include "oracle/graphs.hpp"

namespace capnet {
namespace {

//   1  2
//    \/       every edge joins 3 to 1: perfectly disassortative
//    0---3
TEST(DegreeAssortativity, IsMinusOneForAStar) {
  EXPECT_DOUBLE_EQ(*degree_assortativity(compressed_graph::from_edges(4, std::vector<edge>{{0, 1}, {0, 2}, {0, 3}})),
                   -1);
}

//   0---1---2---3    both ways, four ends (1,2) or (2,1) and two (2,2): mean 5/3, variance 2/9,
//                    covariance (4 (-2/3)(1/3) + 2 (1/3)(1/3)) / 6 = -1/9
TEST(DegreeAssortativity, CorrelatesTheEndsOfEdges) {
  EXPECT_NEAR(*degree_assortativity(compressed_graph::from_edges(4, std::vector<edge>{{0, 1}, {1, 2}, {2, 3}})), -.5,
              1e-15);
}

TEST(DegreeAssortativity, IsUndefinedWithoutVariance) {
  EXPECT_EQ(degree_assortativity(compressed_graph::from_edges(6, fixture::two_cliques(3))), std::nullopt);
  EXPECT_EQ(degree_assortativity(compressed_graph{}), std::nullopt);
}

TEST(DegreeAssortativity, GivesThePublishedValueOfTheKarateClub) {
  EXPECT_NEAR(*degree_assortativity(fixture::karate()), -.475613, 5e-7);
}

}  // namespace
}  // namespace capnet
