#pragma once
/// How many steps away everyone is.
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include <capnet/algorithm/concepts.hpp>
#include <capnet/core/error.hpp>

namespace capnet {

/// The distance of a vertex to which no path leads.
inline constexpr std::uint32_t unreachable = std::numeric_limits<std::uint32_t>::max();

/// For each vertex the number of arcs on a shortest path to it from the nearest of `sources`, or `unreachable`.
///
/// Directed graphs are walked along their arcs. Loops and repeats change nothing. No source: nothing is reachable.
/// Kernel: breadth-first search (Moore 1959). Verifier: tests/oracle (Floyd & Warshall). Pre: sources are vertices of
/// g. Time and space O(n + m).
template <adjacency_graph Graph>
[[nodiscard]] std::vector<std::uint32_t> bfs_distances(const Graph& g, std::span<const vertex_index> sources) {
  std::vector<std::uint32_t> distance(g.order(), unreachable);
  std::vector<vertex_index> queue;
  for (const vertex_index s : sources) {
    CAPNET_ASSERT(s < g.order(), "a source is a vertex of the graph");
    if (distance[s] == 0) continue;
    distance[s] = 0;
    queue.push_back(s);
  }
  for (std::size_t head = 0; head < queue.size(); ++head) {
    const vertex_index u = queue[head];
    for (const vertex_index v : g.successors(u)) {
      if (distance[v] != unreachable) continue;
      distance[v] = distance[u] + 1;
      queue.push_back(v);
    }
  }
  return distance;
}

/// The same from one source.
template <adjacency_graph Graph>
[[nodiscard]] std::vector<std::uint32_t> bfs_distances(const Graph& g, vertex_index source) {
  return bfs_distances(g, std::span<const vertex_index>{&source, 1});
}

}  // namespace capnet
