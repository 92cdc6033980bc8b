#include <capnet/algorithm/simple_projection.hpp>

#include <gtest/gtest.h>

#include "oracle/graphs.hpp"

namespace capnet {
namespace {

//   .-.
//   '-0<-->1===2       becomes      0---1---2
TEST(SimpleProjection, ForgetsDirectionsLoopsAndRepeats) {
  const auto g = compressed_graph::from_edges(3, std::vector<edge>{{0, 0}, {0, 1, 7}, {1, 0}, {2, 1}, {2, 1}},
                                              {.directed = true, .keep_loops = true, .parallel = parallel_edges::all});
  const auto simple = simple_projection(g);
  EXPECT_EQ(simple.size(), 2u);
  EXPECT_FALSE(simple.directed());
  EXPECT_TRUE(simple.simple());
  EXPECT_FALSE(simple.weighted());
  EXPECT_TRUE(simple.has_arc(1, 2));
}

TEST(SimpleOutDegree, CountsOtherVerticesOnce) {
  const auto g = compressed_graph::from_edges(3, std::vector<edge>{{1, 0}, {1, 0}, {1, 1}, {1, 2}, {1, 2}},
                                              {.directed = true, .keep_loops = true, .parallel = parallel_edges::all});
  EXPECT_EQ(simple_out_degree(g, 1), 2u);
  EXPECT_EQ(simple_out_degree(g, 0), 0u);
}

TEST(SimpleProjection, AgreesWithATableOnRandomGraphs) {
  for (std::uint32_t replica = 0; replica < 200; ++replica) {
    const auto c = fixture::make_random_case(replica);
    const auto table = fixture::adjacency(c, false);
    const auto simple = simple_projection(c.g);
    for (vertex_index u = 0; u < c.order; ++u) {
      for (vertex_index v = 0; v < c.order; ++v) EXPECT_EQ(simple.has_arc(u, v), table[u][v] == 1);
    }
    EXPECT_TRUE(simple.simple());
  }
}

}  // namespace
}  // namespace capnet
