/// Kernels on small graphs against their definitions: on the graph, on rows of the caller's own, on the graph in order
/// of degree, with one thread and two and any width of vectors. The input is a list of edges.
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include <capnet/algorithm/ordered_graph.hpp>
#include <capnet/algorithm/strong_components.hpp>
#include <capnet/algorithm/triangles.hpp>
#include <capnet/core/simd.hpp>

#include "fuzz/fuzz.hpp"
#include "oracle/naive_kernels.hpp"

namespace capnet {
namespace {

using fuzz::require;

/// Weights are quarters from -1 to 30; of most graphs none is negative.
fixture::random_case decoded(fuzz::byte_reader& input) {
  fixture::random_case c;
  const std::uint8_t how = input.byte();
  c.directed = (how & 1) != 0;
  c.order = 1 + input.below(72);
  while (!input.done() && c.edges.size() < 400) {
    const vertex_index u = input.below(c.order), v = input.below(c.order);
    const double weight = (how & 2) != 0 ? (static_cast<double>(input.below(125)) - ((how & 4) != 0 ? 4 : 0)) / 4 : 1;
    c.edges.push_back({u, v, weight});
  }
  c.g = compressed_graph::from_edges(c.order, c.edges,
                                     {.directed = c.directed, .keep_loops = true, .parallel = parallel_edges::all});
  return c;
}

bool near(double a, double b, double error) { return a == b || std::abs(a - b) <= error * (1 + std::abs(b)); }
void require_near(const auto& is, const std::vector<double>& expected, double error, const char* what) {
  require(is.size() == expected.size(), what);
  for (std::size_t u = 0; u < expected.size(); ++u) require(near(static_cast<double>(is[u]), expected[u], error), what);
}

/// The graph without loops, whose parallel edges became one.
void require_merged(const fixture::random_case& c) {
  std::map<std::pair<vertex_index, vertex_index>, std::vector<double>> edges;
  dropped_edges dropped;
  for (const edge& uv : c.edges) {
    const bool turn = !c.directed && uv.target < uv.source;
    if (uv.source == uv.target)
      ++dropped.loops;
    else
      edges[turn ? std::pair{uv.target, uv.source} : std::pair{uv.source, uv.target}].push_back(uv.weight);
  }
  for (const auto how :
       {parallel_edges::sum, parallel_edges::min, parallel_edges::max, parallel_edges::mean, parallel_edges::first}) {
    const auto g = compressed_graph::from_edges(c.order, c.edges, {.directed = c.directed, .parallel = how});
    require(g.size() == edges.size(), "an edge for each two that have any");
    std::size_t arcs = 0;
    for (vertex_index u = 0; u < c.order; ++u) {
      for (std::size_t k = 0; k < g.out_degree(u); ++k, ++arcs) {
        const vertex_index v = g.successors(u)[k];
        const auto found = edges.find(!c.directed && v < u ? std::pair{v, u} : std::pair{u, v});
        require(found != edges.end() && (k == 0 || g.successors(u)[k - 1] < v), "each edge was given, and stands once");
        const std::vector<double>& w = found->second;
        const double sum = std::accumulate(w.begin(), w.end(), 0.0);
        const double expected = how == parallel_edges::sum    ? sum
                                : how == parallel_edges::min  ? *std::ranges::min_element(w)
                                : how == parallel_edges::max  ? *std::ranges::max_element(w)
                                : how == parallel_edges::mean ? sum / static_cast<double>(w.size())
                                                              : w.front();
        require(near(g.weights(u)[k], expected, 1e-12), "it has the weight of all");
      }
    }
    require(arcs == edges.size() * (c.directed ? 1 : 2), "each edge is in the rows of its ends");
  }
}

void require_equal(const components_result& a, const components_result& b, const char* what) {
  require(a.label == b.label && a.count == b.count && a.largest == b.largest, what);
}

/// What the definitions say of a graph.
struct expectation {
  explicit expectation(const fixture::random_case& c, vertex_index source)
      : tree{naive::bfs(c.g, {source})},
        weak{naive::components(c.g, false)},
        strong{naive::components(c.g, true)},
        cores{naive::core_numbers(c.g)},
        corners{naive::triangles(c)},
        pagerank{naive::pagerank(c.g, false)} {
    std::vector<vertex_index> all(c.order);
    std::iota(all.begin(), all.end(), vertex_index{0});
    betweenness = naive::betweenness(c.g, all);
  }
  bfs_tree_result tree;
  components_result weak, strong;
  std::vector<vertex_index> cores;
  std::vector<std::uint64_t> corners;
  std::vector<double> pagerank, betweenness{};
};

/// All kernels on one form of the graph.
template <class Graph>
void require_kernels(const Graph& g, const expectation& expected, vertex_index source, unsigned threads) {
  const execution how{.threads = threads};
  require(bfs_distances(g, source, how) == expected.tree.distance, "breadth-first distances");
  const bfs_tree_result tree = bfs_tree(g, source, how);
  require(tree.distance == expected.tree.distance && tree.parent == expected.tree.parent, "breadth-first trees");
  require_equal(components(g, how), expected.weak, "components");
  require_equal(strong_components(g, how), expected.strong, "strong components");
  require(core_numbers(g, how) == expected.cores, "core numbers");
  require(triangles(g, how).at == expected.corners, "triangles at each vertex");
  const auto corners = std::accumulate(expected.corners.begin(), expected.corners.end(), std::uint64_t{0});
  require(count_triangles(g, how) == corners / 3, "triangles in all");
  require_near(betweenness(g, {.threads = threads}).raw, expected.betweenness, 1e-9, "betweenness");
  require_near(pagerank(g, {.threads = threads}).scores, expected.pagerank, 1e-10, "PageRank");
}

}  // namespace
}  // namespace capnet

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace capnet;
  fuzz::byte_reader input{data, size};
  const std::uint32_t way = input.below(6);
  const vertex_index start = input.below(72);
  const fixture::random_case c = decoded(input);
  const vertex_index source = start % c.order;
  limit_simd(static_cast<simd_level>(way % 3));
  const unsigned threads = 1 + way / 3;
  require_merged(c);
  const ordered_graph ordered{c.g};
  const expectation expected{c, source};
  require_kernels(c.g, expected, source, threads);
  require_kernels(ordered, expected, source, threads);
  require_kernels(fixture::row_graph{c.g}, expected, source, threads);
  bool negative = false;
  for (const edge& uv : c.edges) negative = negative || uv.weight < 0;
  const bool refused = fuzz::refused([&] {
    const sssp_result tree = sssp_tree(c.g, source, {.threads = threads});
    const sssp_result ways = naive::sssp(c.g, source);
    fuzz::require(tree.distances == ways.distances && tree.parents == ways.parents, "shortest ways");
    fuzz::require(sssp_distances(ordered, source, {.threads = threads}) == ways.distances, "shortest distances");
    require_near(pagerank(c.g, {.weighted = true, .threads = threads}).scores, naive::pagerank(c.g, true), 1e-10,
                 "weighted PageRank");
  });
  fuzz::require(refused == negative, "negative lengths are refused, no others");
  return 0;
}
