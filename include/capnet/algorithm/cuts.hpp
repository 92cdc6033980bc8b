#pragma once
/// Whose loss, or which tie's loss, takes a network apart.
#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include <capnet/algorithm/concepts.hpp>
#include <capnet/algorithm/graph_measure.hpp>
#include <capnet/algorithm/simple_projection.hpp>

namespace capnet {

struct cuts_result {
  std::vector<vertex_index> articulation_points;               ///< ascending
  std::vector<std::pair<vertex_index, vertex_index>> bridges;  ///< (u, v) with u < v, ascending
};

/// Articulation points, the vertices without which their component falls apart, and bridges, the edges of which the
/// same holds.
///
/// Directions and loops are ignored. A repeat in an undirected graph is a second edge, so neither of the two is a
/// bridge; the arcs of a directed graph between the same two vertices are one edge. Canonical: the result depends on
/// the graph alone.
///
/// Kernel: lowpoints of a depth-first search (Hopcroft & Tarjan 1973), with a stack of our own instead of recursion, so
/// that a path of a million vertices is no danger. Verifier: tests/oracle (leave each out, count components). Time and
/// space O(n + m).
template <adjacency_graph Graph>
[[nodiscard]] cuts_result cuts(const Graph& graph) {
  if (graph.directed()) return cuts(simple_projection(graph));
  const vertex_index n = graph.order();
  struct frame {
    vertex_index u;
    vertex_index parent;
    std::size_t next;          ///< position in the successors of u
    bool parent_edge_is_used;  ///< a second edge to the parent leads back
  };
  std::vector<vertex_index> found(n, 0);  // the time of discovery, from 1
  std::vector<vertex_index> low(n, 0);
  std::vector<bool> cut(n, false);
  std::vector<frame> stack;
  cuts_result result;
  vertex_index time = 0;
  for (vertex_index root = 0; root < n; ++root) {
    if (found[root] != 0) continue;
    std::size_t children = 0;
    found[root] = low[root] = ++time;
    stack.push_back({root, root, 0, true});
    while (!stack.empty()) {
      frame& top = stack.back();
      const vertex_index u = top.u;
      const auto row = graph.successors(u);
      if (top.next < static_cast<std::size_t>(row.size())) {
        const vertex_index v = row.begin()[static_cast<std::ptrdiff_t>(top.next++)];
        if (v == top.parent && !top.parent_edge_is_used) {
          top.parent_edge_is_used = true;
        } else if (found[v] != 0) {
          low[u] = std::min(low[u], found[v]);
        } else {
          found[v] = low[v] = ++time;
          stack.push_back({v, u, 0, false});
        }
        continue;
      }
      const vertex_index parent = top.parent;
      stack.pop_back();
      if (u == root) continue;
      low[parent] = std::min(low[parent], low[u]);
      if (low[u] > found[parent]) result.bridges.emplace_back(std::min(u, parent), std::max(u, parent));
      if (parent == root) {
        ++children;
      } else if (low[u] >= found[parent]) {
        cut[parent] = true;
      }
    }
    cut[root] = children > 1;
  }
  for (vertex_index u = 0; u < n; ++u) {
    if (cut[u]) result.articulation_points.push_back(u);
  }
  std::sort(result.bridges.begin(), result.bridges.end());
  return result;
}

namespace detail {
inline const cuts_result& shared_cuts(const graph_context& context) {
  return context.once<cuts_result>([&] { return cuts(context.graph()); });
}
}  // namespace detail

namespace measure {
inline constexpr graph_measure articulation_points{
    .info = {.name = "articulation_points",
             .label = {"Articulation points", "切断点"},
             .meaning = {"vertices without which their component falls apart", "なくなるとまとまりが分かれる頂点"},
             .unit = "vertex",
             .definition = "vertices whose removal leaves more components",
             .source = "Hopcroft & Tarjan 1973",
             .cost = measure_cost::linear,
             .defined_for = "graphs",
             .rank = 170},
    .find = [](const graph_context& context, graph_findings& found) {
      found.add_list("articulation_points", detail::shared_cuts(context).articulation_points);
    }};
inline constexpr graph_measure bridges{
    .info = {.name = "bridges",
             .label = {"Bridges", "橋"},
             .meaning = {"links without which their component falls apart", "なくなるとまとまりが分かれるつながり"},
             .unit = "edge",
             .definition = "edges whose removal leaves more components",
             .source = "Hopcroft & Tarjan 1973",
             .cost = measure_cost::linear,
             .defined_for = "graphs",
             .rank = 180},
    .find = [](const graph_context& context, graph_findings& found) {
      found.add("bridges", static_cast<double>(detail::shared_cuts(context).bridges.size()));
    }};
}  // namespace measure

}  // namespace capnet
