// Breadth-first search against a plain queue: on the graph, on rows of the caller's own, on the graph in order of
// degree; at 1, 2 and 8 threads and every level of SIMD.
#include <gtest/gtest.h>

#include <capnet/algorithm/bfs_distances.hpp>
#include <capnet/core/simd.hpp>

#include <queue>
#include <string>
#include <vector>

#include "oracle/naive_kernels.hpp"

namespace capnet {
namespace {

void expect_all(const compressed_graph& g, const std::vector<vertex_index>& sources) {
  const bfs_tree_result many = naive::bfs(g, sources);
  const bfs_tree_result one = naive::bfs(g, {sources[0]});
  const fixture::row_graph rows{g};
  const ordered_graph ordered{g};
  for (const simd_level level : {simd_level::portable, simd_level::avx2, simd_level::avx512}) {
    limit_simd(level);
    for (const unsigned threads : {1u, 2u, 8u}) {
      const execution how{.threads = threads};
      ASSERT_EQ(bfs_distances(g, sources, how), many.distance);
      ASSERT_EQ(bfs_distances(rows, sources, how), many.distance);
      ASSERT_EQ(bfs_distances(ordered, sources, how), many.distance);
      ASSERT_EQ(bfs_distances(ordered, sources[0], how), one.distance);
      for (const bfs_tree_result& tree :
           {bfs_tree(g, sources[0], how), bfs_tree(rows, sources[0], how), bfs_tree(ordered, sources[0], how)}) {
        ASSERT_EQ(tree.distance, one.distance);
        ASSERT_EQ(tree.parent, one.parent);
      }
    }
  }
}

TEST(Bfs, AgreesWithAQueueOnSmallGraphs) {
  for (std::uint32_t replica = 0; replica < 1000; ++replica) {
    SCOPED_TRACE("replica " + std::to_string(replica));
    const auto c = fixture::make_random_case(replica, 30);
    expect_all(c.g, {replica % c.order, (replica / 7) % c.order});
    if (HasFatalFailure()) return;
  }
}

// Large enough that levels turn around and threads share them: hubs, a sparse graph of many levels, and a path.
TEST(Bfs, AgreesWithAQueueOnGraphsOfManyLevels) {
  for (std::uint32_t replica = 0; replica < 8; ++replica) {
    SCOPED_TRACE("replica " + std::to_string(replica));
    random_stream rng{{.seed = 4, .replica = replica}};
    const vertex_index n = 20'000;
    std::vector<edge> edges(replica < 4 ? 150'000 : 26'000);
    for (edge& uv : edges) uv = {rng.below(n), rng.below(2) == 0 ? rng.below(n) : rng.below(200)};
    if (replica >= 6) {
      edges.clear();
      for (vertex_index u = 0; u + 1 < 5000; ++u) edges.push_back({u, u + 1});
    }
    const auto g = compressed_graph::from_edges(
        n, edges, {.directed = replica % 2 == 1, .keep_loops = true, .parallel = parallel_edges::all});
    expect_all(g, {3, 4999, 3});
    if (HasFatalFailure()) return;
  }
}

TEST(Bfs, Stops) {
  std::stop_source source;
  source.request_stop();
  const auto g = compressed_graph::from_edges(2000, std::vector<edge>{{0, 1}});
  EXPECT_THROW((void)bfs_distances(g, 0, {.stop = source.get_token()}), stopped);
}

TEST(Bfs, HasNothingToSayOfAnEmptyGraph) {
  EXPECT_TRUE(bfs_distances(compressed_graph{}, std::span<const vertex_index>{}).empty());
  EXPECT_TRUE(bfs_distances(ordered_graph{compressed_graph{}}, std::span<const vertex_index>{}).empty());
}

}  // namespace
}  // namespace capnet
