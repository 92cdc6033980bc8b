#include <capnet/algorithm/core_numbers.hpp>

#include <gtest/gtest.h>

#include "oracle/graphs.hpp"

namespace capnet {
namespace {

//   0---1
//    \ /          the triangle is a 2-core; 3 hangs on it; 4 is alone
//     2---3   4
TEST(CoreNumbers, PeelFromTheOutside) {
  const auto g = compressed_graph::from_edges(5, std::vector<edge>{{0, 1}, {1, 2}, {2, 0}, {2, 3}});
  EXPECT_EQ(core_numbers(g), (std::vector<vertex_index>{2, 2, 2, 1, 0}));
}

//   0<-->1===2    neighbors count, not arcs
TEST(CoreNumbers, ForgetDirectionsLoopsAndRepeats) {
  const auto g = compressed_graph::from_edges(3, std::vector<edge>{{0, 1}, {1, 0}, {1, 2}, {1, 2}, {2, 2}},
                                              {.directed = true, .keep_loops = true, .parallel = parallel_edges::all});
  EXPECT_EQ(core_numbers(g), (std::vector<vertex_index>{1, 1, 1}));
}

TEST(CoreNumbers, GiveThePublishedValuesOfTheKarateClub) {
  std::map<vertex_index, int> vertices;
  for (const vertex_index k : core_numbers(fixture::karate())) ++vertices[k];
  EXPECT_EQ(vertices, (std::map<vertex_index, int>{{1, 1}, {2, 11}, {3, 12}, {4, 10}}));
}

TEST(CoreNumbers, HasNoneWithoutVertices) { EXPECT_TRUE(core_numbers(compressed_graph{}).empty()); }

}  // namespace
}  // namespace capnet
