#pragma once
/// Which vertices hang together.
#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include <capnet/algorithm/concepts.hpp>

namespace capnet {

struct components_result {
  std::vector<vertex_index> label;  ///< for each vertex the smallest member of its component
  vertex_index count = 0;
  vertex_index largest = 0;  ///< vertices in the largest component
};

/// Connected components; of a directed graph the weak ones, which ignore directions.
///
/// The labels are canonical: they depend on the graph alone. An isolated vertex is a component; loops and parallel
/// edges change nothing; without vertices there is no component.
///
/// Kernel: disjoint sets with links to the smaller root and path halving (Tarjan & van Leeuwen 1984); linking by index
/// instead of by rank makes the label canonical at no cost in practice. Verifier: tests/oracle (breadth-first search).
/// Time O(m log n) at worst, near O(n + m) in practice, space O(n).
template <adjacency_graph Graph>
[[nodiscard]] components_result components(const Graph& g) {
  const vertex_index n = g.order();
  components_result result;
  std::vector<vertex_index>& parent = result.label;
  parent.resize(n);
  for (vertex_index u = 0; u < n; ++u) parent[u] = u;
  const auto root = [&](vertex_index u) {
    while (parent[u] != u) u = parent[u] = parent[parent[u]];
    return u;
  };
  for (vertex_index u = 0; u < n; ++u) {
    for (const vertex_index v : g.successors(u)) {
      if (v > u && !g.directed()) break;  // seen again from v
      const vertex_index a = root(u);
      const vertex_index b = root(v);
      if (a != b) parent[std::max(a, b)] = std::min(a, b);
    }
  }
  std::vector<vertex_index> members(n, 0);
  for (vertex_index u = 0; u < n; ++u) {
    parent[u] = parent[parent[u]];  // the parent is smaller, so it already points at its root
    result.count += parent[u] == u;
    result.largest = std::max(result.largest, ++members[parent[u]]);
  }
  return result;
}

}  // namespace capnet
