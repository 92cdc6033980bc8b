#pragma once
/// Do two neighbors of a vertex know each other?
#include <cstdint>
#include <optional>
#include <vector>

#include <capnet/algorithm/concepts.hpp>
#include <capnet/algorithm/detail/oriented_graph.hpp>
#include <capnet/algorithm/simple_projection.hpp>

namespace capnet {

struct triangles_result {
  std::uint64_t total = 0;
  std::vector<std::uint64_t> at;       ///< for each vertex the triangles that it is a corner of
  std::optional<double> transitivity;  ///< 3 total / connected triples; empty if there is no such triple
  std::vector<std::optional<double>> local_clustering;  ///< triangles / pairs of neighbors; empty below two neighbors
};

/// Triangles, and with them transitivity and local clustering, of the undirected simple projection.
///
/// Transitivity is the share of the paths u-v-w whose ends are adjacent (Newman, Watts & Strogatz 2002), local
/// clustering of v the share of the pairs of neighbors of v that are (Watts & Strogatz 1998). Both in [0, 1].
/// Directions, loops and repeats are ignored.
///
/// Kernel: edges directed towards the end of larger degree, then neighbor lists intersected (Schank & Wagner 2005,
/// "forward"), here with one mark per vertex instead of a merge. Verifier: tests/oracle (all triples). Time O(m
/// sqrt(m)), space O(n + m).
template <adjacency_graph Graph>
[[nodiscard]] triangles_result triangles(const Graph& graph) {
  const detail::simple_view view{graph};
  const compressed_graph& g = *view;
  triangles_result result;
  result.at.assign(g.order(), 0);
  result.local_clustering.resize(g.order());
  detail::oriented_graph{g}.for_each_triangle([&](vertex_index u, vertex_index v, vertex_index w, auto...) {
    ++result.total;
    ++result.at[u];
    ++result.at[v];
    ++result.at[w];
  });
  double triples = 0;
  for (vertex_index u = 0; u < g.order(); ++u) {
    if (g.out_degree(u) < 2) continue;
    const double pairs = static_cast<double>(g.out_degree(u)) * static_cast<double>(g.out_degree(u) - 1) / 2;
    result.local_clustering[u] = static_cast<double>(result.at[u]) / pairs;
    triples += pairs;
  }
  if (triples > 0) result.transitivity = 3 * static_cast<double>(result.total) / triples;
  return result;
}

}  // namespace capnet
