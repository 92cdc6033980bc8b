#pragma once
/// Who shares what: one mode of a two-mode graph, tied through the other.
#include <cstddef>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/algorithm/two_mode_graph.hpp>

namespace capnet {

/// What an edge of a one-mode projection weighs.
enum class projection_weight {
  shared,  ///< the number of neighbors shared
  newman,  ///< sum over the neighbors shared of 1 / (k - 1), with k the degree of that neighbor (Newman 2001)
};

/// The vertices of one mode, adjacent if they share a neighbor in the other (Breiger 1974).
///
/// Vertex k is `g.vertices(onto)[k]`; who shares nothing is an isolate. Undirected, simple. Newman's weights give a
/// large meeting less say: all edges of a vertex then sum to the number of its neighbors that it shares with anyone.
/// What the projection forgets can't be had back, and one neighbor of degree k makes a complete graph of k vertices, so
/// clustering in it says little: see robins_alexander_clustering.
///
/// Kernel: the vertices two steps on, counted in one array. Verifier: tests/oracle (pairs of rows), NetworkX
/// (tests/golden). Time O(n + sum of d^2 over the other mode): quadratic in the largest meeting. Space O(n + edges of
/// the result).
[[nodiscard]] inline compressed_graph one_mode_projection(const two_mode_graph& g, mode onto,
                                                          projection_weight weight = projection_weight::shared) {
  const vertex_index n = g.order(onto);
  std::vector<double> sum(n, 0);
  std::vector<vertex_index> seen;
  std::vector<edge> edges;
  for (vertex_index k = 0; k < n; ++k) {
    const vertex_index u = g.vertices(onto)[k];
    for (const vertex_index w : g.successors(u)) {
      const auto row = g.successors(w);
      if (row.size() < 2) continue;
      const double share = weight == projection_weight::shared ? 1 : 1 / (static_cast<double>(row.size()) - 1);
      for (std::size_t j = row.size(); j-- > 0 && row[j] > u;) {
        double& total = sum[g.place(row[j])];
        if (total == 0) seen.push_back(g.place(row[j]));
        total += share;
      }
    }
    for (const vertex_index v : seen) {
      edges.push_back({k, v, sum[v]});
      sum[v] = 0;
    }
    seen.clear();
  }
  return compressed_graph::from_edges(n, edges);
}

}  // namespace capnet
