#pragma once
/// How deep in the thick of the network a vertex lies.
#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include <capnet/algorithm/concepts.hpp>
#include <capnet/algorithm/simple_projection.hpp>

namespace capnet {

/// Core numbers: the largest k such that the vertex is in a subgraph in which all have at least k neighbors (Seidman
/// 1983).
///
/// Of the undirected simple projection: directions, loops and repeats are ignored. An isolated vertex has 0.
///
/// Kernel: vertices in buckets by degree, the smallest removed first (Batagelj & Zaversnik 2003). Verifier:
/// tests/oracle (peeling by the definition). Time and space O(n + m).
template <adjacency_graph Graph>
[[nodiscard]] std::vector<vertex_index> core_numbers(const Graph& graph) {
  const detail::simple_view view{graph};
  const compressed_graph& g = *view;
  const vertex_index n = g.order();
  std::vector<vertex_index> core(n);  // the degree that is left, in the end the core number
  vertex_index largest = 0;
  for (vertex_index u = 0; u < n; ++u)
    largest = std::max(largest, core[u] = static_cast<vertex_index>(g.out_degree(u)));
  std::vector<vertex_index> first(std::size_t{largest} + 2, 0);  // where the bucket of a degree begins
  for (vertex_index u = 0; u < n; ++u) ++first[core[u] + 1];
  for (std::size_t k = 1; k < first.size(); ++k) first[k] += first[k - 1];
  std::vector<vertex_index> place(n);
  std::vector<vertex_index> sorted(n);
  {
    std::vector<vertex_index> next = first;
    for (vertex_index u = 0; u < n; ++u) sorted[place[u] = next[core[u]]++] = u;
  }
  for (vertex_index k = 0; k < n; ++k) {
    const vertex_index u = sorted[k];
    for (const vertex_index v : g.successors(u)) {
      if (core[v] <= core[u]) continue;
      // v moves down one bucket: it trades places with the first of its bucket, which then begins one later.
      const vertex_index w = sorted[first[core[v]]];
      std::swap(sorted[place[v]], sorted[place[w]]);
      std::swap(place[v], place[w]);
      ++first[core[v]--];
    }
  }
  return core;
}

}  // namespace capnet
