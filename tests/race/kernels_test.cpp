/// Kernels on eight threads have the bits of one, and no thread reads what another writes.
#include <gtest/gtest.h>

#include <vector>

#include <capnet/algorithm/betweenness.hpp>
#include <capnet/algorithm/bfs_distances.hpp>
#include <capnet/algorithm/closeness_centrality.hpp>
#include <capnet/algorithm/components.hpp>
#include <capnet/algorithm/core_numbers.hpp>
#include <capnet/algorithm/label_propagation.hpp>
#include <capnet/algorithm/pagerank.hpp>
#include <capnet/algorithm/sssp_distances.hpp>
#include <capnet/algorithm/strong_components.hpp>
#include <capnet/algorithm/triangles.hpp>
#include <capnet/core/random.hpp>
#include <capnet/io/edge_file.hpp>

#include "scratch_folder.hpp"

namespace capnet::race {
namespace {

/// n vertices and 8 n edges, half of them among few: large enough that kernels share their work out.
compressed_graph random_graph(vertex_index n, bool directed, unsigned threads) {
  random_stream rng{{.seed = 11}};
  std::vector<edge> edges;
  for (std::size_t k = 0; k < std::size_t{8} * n; ++k)
    edges.push_back({rng.below(n), rng.below(k % 2 == 0 ? n : n / 50 + 1), .5 + rng.uniform()});
  return compressed_graph::from_edges(n, edges, {.directed = directed, .threads = threads});
}

TEST(ConcurrentKernels, HaveTheBitsOfOneThread) {
  for (const bool directed : {false, true}) {
    const compressed_graph g = random_graph(20'000, directed, 8);
    const ordered_graph ordered{g, 8};
    const execution one{.threads = 1}, many{.threads = 8};
    EXPECT_EQ(bfs_distances(ordered, std::vector<vertex_index>{3}, many), bfs_distances(g, 3, one));
    EXPECT_EQ(bfs_tree(g, 3, many).parent, bfs_tree(g, 3, one).parent);
    EXPECT_EQ(components(g, many).label, components(g, one).label);
    EXPECT_EQ(components(ordered, many).label, components(g, one).label);
    EXPECT_EQ(core_numbers(g, many), core_numbers(g, one));
    EXPECT_EQ(sssp_distances(g, 3, many), sssp_distances(g, 3, one));
    EXPECT_EQ(sssp_tree(g, 3, many).parents, sssp_tree(g, 3, one).parents);
    EXPECT_EQ(pagerank(ordered, {.threads = 8}).scores, pagerank(ordered, {.threads = 1}).scores);
    EXPECT_EQ(label_propagation(g, {.threads = 8}).label, label_propagation(g, {.threads = 1}).label);
    EXPECT_EQ(betweenness(g, {.threads = 8, .samples = 128}).raw, betweenness(g, {.threads = 1, .samples = 128}).raw);
    EXPECT_EQ(closeness_centrality(g, {.threads = 8, .samples = 128}),
              closeness_centrality(g, {.threads = 1, .samples = 128}));
    if (directed) {
      EXPECT_EQ(strong_components(g, many).label, strong_components(g, one).label);
    } else {
      EXPECT_EQ(triangles(g, many).at, triangles(g, one).at);
    }
  }
}

TEST(ConcurrentKernels, ReadEdgesAsOneThread) {
  random_stream rng{{.seed = 12}};
  std::string text = "source,target,weight\n";
  for (int k = 0; k < 60'000; ++k)
    text += "vertex" + std::to_string(rng.below(9'000)) + ",v" + std::to_string(rng.below(9'000)) + ",.5\n";
  const scratch_folder folder{{"edges.csv", text}};
  const edge_columns one = read_edges(folder.path() / "edges.csv", {.threads = 1});
  const edge_columns many = read_edges(folder.path() / "edges.csv", {.threads = 8});
  EXPECT_EQ(many.keys, one.keys);
  EXPECT_EQ(many.sources, one.sources);
  EXPECT_EQ(many.targets, one.targets);
}

}  // namespace
}  // namespace capnet::race
