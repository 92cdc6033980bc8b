#pragma once
/// How near a vertex is to all others, also where the graph is not connected.
#include <cstddef>
#include <vector>

#include <capnet/algorithm/bfs_distances.hpp>
#include <capnet/algorithm/concepts.hpp>
#include <capnet/core/parallel.hpp>

namespace capnet {

struct harmonic_options {
  unsigned threads = 1;  ///< 0: one for each core; the result is the same
};

/// Harmonic centrality: the sum of 1 / d(u, v) over all other v (Marchiori & Latora 2000; Rochat 2009). Not normalized.
///
/// Range [0, n - 1]; n - 1 is adjacent to all. What can't be reached from u adds 0. In a directed graph the distances
/// are those from u along arcs. Loops and repeats change nothing. Verifier: tests/oracle (Floyd & Warshall). Time O(n
/// (n + m)), space O(n) a thread.
template <adjacency_graph Graph>
[[nodiscard]] std::vector<double> harmonic_centrality(const Graph& g, const harmonic_options& options = {}) {
  std::vector<double> sum(g.order(), 0);
  parallel_for_blocks(g.order(), 64, options.threads, [&](std::size_t, std::size_t first, std::size_t last) {
    std::vector<std::size_t> reached;
    for (std::size_t u = first; u < last; ++u) {
      reached
          .clear();  // how many at each distance: adding by distance is exact to the last bits in any order of vertices
      for (const std::uint32_t d : bfs_distances(g, static_cast<vertex_index>(u))) {
        if (d == unreachable || d == 0) continue;
        if (d >= reached.size()) reached.resize(std::size_t{d} + 1, 0);
        ++reached[d];
      }
      for (std::size_t d = reached.size(); d-- > 1;) sum[u] += static_cast<double>(reached[d]) / static_cast<double>(d);
    }
  });
  return sum;
}

}  // namespace capnet
