#pragma once
/// How often a vertex lies between two others.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <capnet/algorithm/concepts.hpp>
#include <capnet/algorithm/simple_projection.hpp>
#include <capnet/core/parallel.hpp>

namespace capnet {

struct betweenness_options {
  unsigned threads = 1;  ///< 0: one for each core; the result is the same
};

struct betweenness_result {
  std::vector<double> raw;  ///< undirected: over unordered pairs
  double pairs = 0;         ///< pairs of other vertices: (n - 1)(n - 2), halved if undirected

  /// raw / pairs, in [0, 1]; empty below three vertices.
  [[nodiscard]] std::optional<double> normalized(vertex_index u) const {
    if (!(pairs > 0)) return std::nullopt;
    return raw[u] / pairs;
  }
};

/// Betweenness: over the pairs of other vertices, the share of their shortest paths that pass through u (Freeman 1977).
///
/// Pairs that no path joins add 0. Loops and repeats are ignored: a path is a sequence of vertices. Weights are not
/// used.
///
/// Kernel: Brandes 2001, one breadth-first search and one backward sweep from each vertex; predecessors are found again
/// among the vertices one step nearer instead of being listed. Sources are added up in 16 blocks in fixed order: the
/// same bits at any number of threads. Verifier: tests/oracle (all shortest paths listed), NetworkX (tests/golden).
/// Time O(n (n + m)), space O(16 n + m).
template <adjacency_graph Graph>
[[nodiscard]] betweenness_result betweenness(const Graph& graph, const betweenness_options& options = {}) {
  const detail::simple_view view{graph, true};
  const compressed_graph& g = *view;
  const vertex_index n = g.order();
  betweenness_result result;
  result.raw.assign(n, 0);
  if (n > 2) result.pairs = (n - 1.0) * (n - 2.0) / (g.directed() ? 1 : 2);
  const std::size_t grain = std::max<std::size_t>(1, (std::size_t{n} + 15) / 16);
  std::vector<std::vector<double>> partial(16);
  parallel_for_blocks(n, grain, options.threads, [&](std::size_t block, std::size_t first, std::size_t last) {
    std::vector<double>& sum = partial[block];
    sum.assign(n, 0);
    std::vector<double> paths(n, 0);  // shortest paths from the source
    std::vector<double> share(n, 0);  // dependency of the source on the vertex
    std::vector<vertex_index> distance(n, n);
    std::vector<vertex_index> queue;
    queue.reserve(n);
    for (std::size_t source = first; source < last; ++source) {
      queue.assign(1, static_cast<vertex_index>(source));
      distance[source] = 0;
      paths[source] = 1;
      for (std::size_t head = 0; head < queue.size(); ++head) {
        const vertex_index u = queue[head];
        for (const vertex_index v : g.successors(u)) {
          if (distance[v] == n) {
            distance[v] = distance[u] + 1;
            queue.push_back(v);
          }
          if (distance[v] == distance[u] + 1) paths[v] += paths[u];
        }
      }
      for (std::size_t k = queue.size(); k-- > 0;) {
        const vertex_index u = queue[k];
        for (const vertex_index v : g.successors(u)) {
          if (distance[v] == distance[u] + 1) share[u] += paths[u] / paths[v] * (1 + share[v]);
        }
        if (u != source) sum[u] += share[u];
      }
      for (const vertex_index u : queue) {
        distance[u] = n;
        paths[u] = share[u] = 0;
      }
    }
  });
  for (const std::vector<double>& sum : partial) {
    for (std::size_t u = 0; u < sum.size(); ++u) result.raw[u] += sum[u];
  }
  if (!g.directed()) {
    for (double& value : result.raw) value /= 2;
  }
  return result;
}

/// Betweenness centralization: sum over u of (max b - b_u) / (n - 1), with b normalized (Freeman 1979). Range [0, 1]; 1
/// is a star. Below three vertices: empty.   Time O(n).
[[nodiscard]] inline std::optional<double> betweenness_centralization(const betweenness_result& b) {
  if (!(b.pairs > 0)) return std::nullopt;
  const double largest = *std::max_element(b.raw.begin(), b.raw.end());
  double sum = 0;
  for (const double raw : b.raw) sum += largest - raw;
  return sum / (b.pairs * (static_cast<double>(b.raw.size()) - 1));
}

}  // namespace capnet
