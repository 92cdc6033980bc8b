#pragma once
/// Do two who meet once meet again? Closure in two-mode graphs, which have no triangles.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <capnet/algorithm/two_mode_graph.hpp>

namespace capnet {

struct two_mode_clustering_result {
  std::uint64_t four_cycles = 0;
  std::uint64_t three_paths = 0;  ///< paths of three edges
  std::optional<double> value;    ///< 4 four_cycles / three_paths; empty if there is no such path
};

/// Robins-Alexander clustering: the share of the paths of three edges whose ends are adjacent, 4 C4 / L3 (Robins &
/// Alexander 2004).
///
/// Range [0, 1]; 1 if every component is complete between its modes. No path of three edges, as in a star: `value` is
/// empty.
///
/// Kernel: each four-cycle is found from its corner of largest degree, through neighbors of smaller (Chiba & Nishizeki
/// 1985). Verifier: tests/oracle (all quadruples), NetworkX. Time O(n + sum over edges of the smaller degree), at most
/// O(m sqrt(m)); space O(n).   Pre: below 2^32 edges, so that the counts fit.
[[nodiscard]] inline two_mode_clustering_result robins_alexander_clustering(const two_mode_graph& g) {
  const auto below = [&](vertex_index u, vertex_index v) {
    return g.out_degree(u) != g.out_degree(v) ? g.out_degree(u) < g.out_degree(v) : u < v;
  };
  two_mode_clustering_result result;
  std::vector<vertex_index> shared(g.order(), 0);
  std::vector<vertex_index> seen;
  for (vertex_index u = 0; u < g.order(); ++u) {
    for (const vertex_index v : g.successors(u)) {
      if (!below(v, u)) continue;
      result.three_paths += std::uint64_t{g.out_degree(u) - 1} * (g.out_degree(v) - 1);  // with uv in the middle
      for (const vertex_index w : g.successors(v)) {
        if (!below(w, u)) continue;
        result.four_cycles += shared[w];  // with each v before this one
        if (shared[w]++ == 0) seen.push_back(w);
      }
    }
    for (const vertex_index w : seen) shared[w] = 0;
    seen.clear();
  }
  if (result.three_paths > 0) {
    result.value = 4 * static_cast<double>(result.four_cycles) / static_cast<double>(result.three_paths);
  }
  return result;
}

/// Redundancy: for each vertex the share of the pairs of its neighbors that share another neighbor too, and so would
/// still be tied in the one-mode projection without it (Latapy, Magnien & Del Vecchio 2008).
///
/// Range [0, 1]; of an event: 1 if everyone there meets elsewhere, 0 if it alone brings them together. Below two
/// neighbors: empty.
///
/// Kernel: from each vertex u the neighbors shared with every other, once; then each neighbor of u counts the pairs
/// with u that share two or more. Verifier: tests/oracle (the definition), NetworkX. Time O(n + sum of d^2), space
/// O(n).
[[nodiscard]] inline std::vector<std::optional<double>> two_mode_redundancy(const two_mode_graph& g) {
  std::vector<std::uint64_t> pairs(g.order(), 0);
  std::vector<vertex_index> shared(g.order(), 0);
  for (vertex_index u = 0; u < g.order(); ++u) {
    const auto for_later = [&](const auto& visit) {
      for (const vertex_index w : g.successors(u)) {
        const auto row = g.successors(w);
        for (std::size_t k = row.size(); k-- > 0 && row[k] > u;) visit(w, row[k]);
      }
    };
    for_later([&](vertex_index, vertex_index v) { ++shared[v]; });
    for_later([&](vertex_index w, vertex_index v) { pairs[w] += shared[v] > 1; });
    for_later([&](vertex_index, vertex_index v) { shared[v] = 0; });
  }
  std::vector<std::optional<double>> redundancy(g.order());
  for (vertex_index w = 0; w < g.order(); ++w) {
    const double d = static_cast<double>(g.out_degree(w));
    if (d > 1) redundancy[w] = static_cast<double>(pairs[w]) / (d * (d - 1) / 2);
  }
  return redundancy;
}

}  // namespace capnet
