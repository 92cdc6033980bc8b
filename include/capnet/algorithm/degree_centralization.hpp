#pragma once
/// How far a graph hangs on its busiest vertex.
#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

#include <capnet/algorithm/concepts.hpp>
#include <capnet/algorithm/graph_measure.hpp>
#include <capnet/algorithm/simple_projection.hpp>

namespace capnet {

/// Number of edges at each vertex without loops and repeats; in a directed graph arcs out plus arcs in.
/// Time O(n + m), space O(n).
template <adjacency_graph Graph>
[[nodiscard]] std::vector<std::size_t> simple_degrees(const Graph& g) {
  std::vector<std::size_t> degree(g.order(), 0);
  for (vertex_index u = 0; u < g.order(); ++u) {
    degree[u] += simple_out_degree(g, u);
    if (!g.directed()) continue;
    vertex_index last = u;
    for (const vertex_index v : g.successors(u)) {
      if (v != u && v != last) ++degree[v];
      if (v != u) last = v;
    }
  }
  return degree;
}

/// Degree centralization: how close the degrees come to those of a star (Freeman 1979).
///
/// sum over u of (max d - d_u) / ((n - 1) (n - 2)), with d the degree without loops and repeats. Range [0, 1]; 1 is a
/// star, 0 all equal. Directed: d counts arcs out and in, and the largest possible sum, a star of arcs both ways, is
/// twice that. Below three vertices: empty.   Time O(n + m), space O(n).
template <adjacency_graph Graph>
[[nodiscard]] std::optional<double> degree_centralization(const Graph& g) {
  const double n = g.order();
  if (g.order() < 3) return std::nullopt;
  const std::vector<std::size_t> degrees = simple_degrees(g);
  const std::size_t largest = *std::max_element(degrees.begin(), degrees.end());
  double sum = 0;
  for (const std::size_t degree : degrees) sum += static_cast<double>(largest - degree);
  return sum / ((n - 1) * (n - 2) * (g.directed() ? 2 : 1));
}

namespace measure {
inline constexpr graph_measure degree_centralization{
    .info = {.name = "degree_centralization",
             .label = {"Degree centralization", "次数中心化"},
             .meaning = {"1 for a star around one vertex, 0 if all have as many links",
                         "1: 1つを中心とする星形、0: つながりの数がみな同じ"},
             .unit = "index",
             .range = value_range{0, 1},
             .definition = "sum of differences from the largest degree / the most that a star has",
             .source = "Freeman 1979",
             .cost = measure_cost::linear,
             .defined_for = "simple graphs",
             .rank = 120},
    .of_simple = true,
    .find = [](const graph_context& context, graph_findings& found) {
      found.add("degree_centralization", capnet::degree_centralization(context.graph()));
    }};
inline constexpr graph_measure degree{.info = {.name = "degree",
                                               .label = {"Degree", "次数"},
                                               .meaning = {"how many it is linked to", "つながっている相手の数"},
                                               .unit = "edge",
                                               .definition = "neighbors of the vertex",
                                               .source = "Freeman 1979",
                                               .cost = measure_cost::linear,
                                               .defined_for = "simple graphs",
                                               .rank = 210},
                                      .of_vertices = true,
                                      .of_simple = true,
                                      .find = [](const graph_context& context, graph_findings& found) {
                                        found.add_column("degree", simple_degrees(context.graph()));
                                      }};
}  // namespace measure

}  // namespace capnet
