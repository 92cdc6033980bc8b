#pragma once
/// How much denser than chance the groups of a partition are.
#include <cstddef>
#include <optional>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/algorithm/concepts.hpp>
#include <capnet/algorithm/graph_measure.hpp>
#include <capnet/algorithm/group_map.hpp>
#include <capnet/core/expect.hpp>

namespace capnet {

struct modularity_options {
  double resolution = 1;  ///< gamma; larger favors smaller groups
  bool weighted = false;  ///< use the graph's weights, which are then not negative
};

/// Modularity of a given partition (Newman & Girvan 2004; resolution: Reichardt & Bornholdt 2006; directed: Leicht &
/// Newman 2008).
///
/// sum over groups c of L_c / m - gamma (d_c / 2m)^2, with L_c the edges within and d_c the sum of degrees; directed
/// L_c / m - gamma out_c in_c / m^2. For gamma 1 the range is [-1/2, 1).
///
/// Parallel edges count each; a loop is an edge within, with both its ends there. A vertex of unknown group is left out
/// with its edges. No edge left, or no weight: empty. Sums run by the numbers of groups and, if weighted, of vertices,
/// on which the last bits depend.
///
/// Throws: input_error unless `groups` has an entry for every vertex, for weights of a graph that has none, and if one
/// is not known. Time O(n + m + k), space O(k).
template <adjacency_graph Graph>
[[nodiscard]] std::optional<double> modularity(const Graph& g, group_map groups,
                                               const modularity_options& options = {}) {
  detail::expect_entries(groups.size(), g.order());
  detail::expect(!options.weighted || weighted_graph<Graph>,
                 "weights of a graph that has none; expected a weighted_graph, or weighted = false");
  if constexpr (weighted_graph<Graph>) {
    if (options.weighted) detail::expect_known_weights(g);
  }
  struct sums {
    double within = 0;  // undirected: each edge from both ends
    double out = 0;
    double in = 0;
  };
  std::vector<sums> of(group_count(groups));
  double total = 0;
  for (vertex_index u = 0; u < g.order(); ++u) {
    if (groups[u] == unknown_group) continue;
    std::ptrdiff_t k = 0;
    for (const vertex_index v : g.successors(u)) {
      double weight = 1;
      if constexpr (weighted_graph<Graph>) {
        if (options.weighted) weight = g.weights(u).begin()[k];
      }
      ++k;
      if (groups[v] == unknown_group) continue;
      if (u == v && !g.directed()) weight *= 2;
      total += weight;
      of[groups[u]].out += weight;
      of[groups[v]].in += weight;
      if (groups[u] == groups[v]) of[groups[u]].within += weight;
    }
  }
  if (!(total > 0)) return std::nullopt;
  double q = 0;
  for (const sums& c : of) q += c.within / total - options.resolution * (c.out / total) * (c.in / total);
  return q;
}

namespace measure {
inline constexpr graph_measure modularity{
    .info = {.name = "modularity",
             .label = {"Modularity", "モジュラリティ"},
             .meaning = {"links within groups beyond what chance would give", "偶然を超えて集団の中にあるつながり"},
             .unit = "index",
             .range = value_range{-1, 1},
             .definition = "sum over groups of (edges within / m - (degrees / 2m)^2)",
             .source = "Newman & Girvan 2004",
             .cost = measure_cost::linear,
             .defined_for = "graphs with groups",
             .rank = 199},
    .of_groups = true,
    .find = [](const graph_context& context, graph_findings& found) {
      found.add("modularity", capnet::modularity(context.graph(), context.groups(), {.weighted = context.weighted()}));
    }};
}  // namespace measure

}  // namespace capnet
