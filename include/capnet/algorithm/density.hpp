#pragma once
/// How many of the possible ties a graph has.
#include <cstddef>
#include <optional>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/algorithm/concepts.hpp>
#include <capnet/algorithm/graph_measure.hpp>
#include <capnet/algorithm/simple_projection.hpp>

namespace capnet {

/// Density: the share of the possible edges that are there (Wasserman & Faust 1994).
///
/// Undirected 2m / (n (n - 1)), directed m / (n (n - 1)), with m the edges without loops and repeats. Range [0, 1].
/// Below two vertices no edge is possible: empty.   Time O(n + m), space O(1).
template <adjacency_graph Graph>
[[nodiscard]] std::optional<double> density(const Graph& g) {
  const double n = g.order();
  if (g.order() < 2) return std::nullopt;
  std::size_t arcs = 0;  // an undirected edge is seen from both ends
  for (vertex_index u = 0; u < g.order(); ++u) arcs += simple_out_degree(g, u);
  return static_cast<double>(arcs) / (n * (n - 1));
}

namespace measure {
inline constexpr graph_measure density{
    .info = {.name = "density",
             .label = {"Density", "密度"},
             .meaning = {"linked pairs of all pairs", "組のうち、つながっている割合"},
             .unit = "share",
             .range = value_range{0, 1},
             .definition = "edges / possible edges",
             .source = "Wasserman & Faust 1994",
             .cost = measure_cost::linear,
             .defined_for = "simple graphs",
             .rank = 110},
    .of_simple = true,
    .find = [](const graph_context& context, graph_findings& found) {
      found.add("density", capnet::density(context.graph()));
    }};
inline constexpr graph_measure order{.info = {.name = "order",
                                              .label = {"Vertices", "頂点"},
                                              .meaning = {"how many there are", "頂点の数"},
                                              .unit = "vertex",
                                              .definition = "number of vertices",
                                              .source = "Wasserman & Faust 1994",
                                              .cost = measure_cost::linear,
                                              .defined_for = "graphs",
                                              .rank = 100},
                                     .find = [](const graph_context& context, graph_findings& found) {
                                       found.add("order", static_cast<double>(context.graph().order()));
                                     }};
inline constexpr graph_measure size{.info = {.name = "size",
                                             .label = {"Edges", "辺"},
                                             .meaning = {"how many links there are", "つながりの数"},
                                             .unit = "edge",
                                             .definition = "number of edges",
                                             .source = "Wasserman & Faust 1994",
                                             .cost = measure_cost::linear,
                                             .defined_for = "graphs",
                                             .rank = 101},
                                    .find = [](const graph_context& context, graph_findings& found) {
                                      found.add("size", static_cast<double>(context.graph().size()));
                                    }};
}  // namespace measure

}  // namespace capnet
