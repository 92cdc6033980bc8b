#include <capnet/algorithm/components.hpp>

#include <gtest/gtest.h>

#include "oracle/graphs.hpp"

namespace capnet {
namespace {

//   3---1   0   4---2---5
TEST(Components, LabelsEachVertexWithTheSmallestMember) {
  const auto result = components(compressed_graph::from_edges(6, std::vector<edge>{{3, 1}, {4, 2}, {5, 2}}));
  EXPECT_EQ(result.label, (std::vector<vertex_index>{0, 1, 2, 1, 2, 2}));
  EXPECT_EQ(result.count, 3u);
  EXPECT_EQ(result.largest, 3u);
}

//   2--->0<---1
TEST(Components, IgnoresDirections) {
  const auto result =
      components(compressed_graph::from_edges(3, std::vector<edge>{{2, 0}, {1, 0}}, {.directed = true}));
  EXPECT_EQ(result.label, (std::vector<vertex_index>{0, 0, 0}));
}

TEST(Components, HasNoneWithoutVertices) {
  const auto result = components(compressed_graph{});
  EXPECT_EQ(result.count, 0u);
  EXPECT_EQ(result.largest, 0u);
}

// Oracle: the smallest vertex that a walk from u reaches, by repeated squaring of reachability.
TEST(Components, AgreesWithReachabilityOnRandomGraphs) {
  for (std::uint32_t replica = 0; replica < 200; ++replica) {
    const auto c = fixture::make_random_case(replica);
    auto reach = fixture::adjacency(c, false);
    for (vertex_index u = 0; u < c.order; ++u) reach[u][u] = 1;
    for (vertex_index k = 0; k < c.order; ++k) {
      for (vertex_index u = 0; u < c.order; ++u) {
        for (vertex_index v = 0; v < c.order; ++v) reach[u][v] = std::max(reach[u][v], reach[u][k] * reach[k][v]);
      }
    }
    const auto result = components(c.g);
    std::map<vertex_index, vertex_index> members;
    for (vertex_index u = 0; u < c.order; ++u) {
      const auto smallest =
          static_cast<vertex_index>(std::find(reach[u].begin(), reach[u].end(), 1.0) - reach[u].begin());
      EXPECT_EQ(result.label[u], smallest) << "replica " << replica;
      ++members[smallest];
    }
    vertex_index largest = 0;
    for (const auto& [label, count] : members) largest = std::max(largest, count);
    EXPECT_EQ(result.count, members.size());
    EXPECT_EQ(result.largest, largest);
  }
}

}  // namespace
}  // namespace capnet
