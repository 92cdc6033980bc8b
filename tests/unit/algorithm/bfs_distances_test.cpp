#include <capnet/algorithm/bfs_distances.hpp>

#include <gtest/gtest.h>

#include "oracle/graphs.hpp"

namespace capnet {
namespace {

//   0--->1--->2    3
TEST(BfsDistances, FollowArcs) {
  const auto g = compressed_graph::from_edges(4, std::vector<edge>{{0, 1}, {1, 2}}, {.directed = true});
  EXPECT_EQ(bfs_distances(g, 0), (std::vector<std::uint32_t>{0, 1, 2, unreachable}));
  EXPECT_EQ(bfs_distances(g, 2), (std::vector<std::uint32_t>{unreachable, unreachable, 0, unreachable}));
}

//   0---1---2---3---4    from the nearer of 0 and 4
TEST(BfsDistances, StartFromTheNearestSource) {
  const auto g = compressed_graph::from_edges(5, std::vector<edge>{{0, 1}, {1, 2}, {2, 3}, {3, 4}});
  EXPECT_EQ(bfs_distances(g, std::vector<vertex_index>{0, 4, 0}), (std::vector<std::uint32_t>{0, 1, 2, 1, 0}));
  EXPECT_EQ(bfs_distances(g, std::vector<vertex_index>{}), (std::vector<std::uint32_t>(5, unreachable)));
}

}  // namespace
}  // namespace capnet
