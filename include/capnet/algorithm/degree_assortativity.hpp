#pragma once
/// Do the busy know the busy?
#include <cmath>
#include <cstddef>
#include <optional>
#include <vector>

#include <capnet/algorithm/concepts.hpp>
#include <capnet/algorithm/graph_measure.hpp>
#include <capnet/algorithm/simple_projection.hpp>

namespace capnet {

/// Degree assortativity: the correlation of the degrees at the two ends of an edge (Newman 2002, 2003).
///
/// Pearson's r over edges, each undirected one taken both ways; directed: the source's out-degree and the target's
/// in-degree. Range
/// [-1, 1]. Loops and repeats are ignored. No variance at an end (no edge, or all degrees equal): empty. Sums run by
/// the numbers of vertices, on which the last bits depend. Time O(n + m), space O(n + m) if g has loops or repeats,
/// else O(1).
template <adjacency_graph Graph>
[[nodiscard]] std::optional<double> degree_assortativity(const Graph& graph) {
  const detail::simple_view view{graph, true};
  const compressed_graph& g = *view;
  double arcs = 0;
  double sum_x = 0;
  double sum_y = 0;
  const auto for_arcs = [&](const auto& visit) {
    for (vertex_index u = 0; u < g.order(); ++u) {
      for (const vertex_index v : g.successors(u)) {
        visit(static_cast<double>(g.out_degree(u)), static_cast<double>(g.in_degree(v)));
      }
    }
  };
  bool x_varies = false;
  bool y_varies = false;
  double first_x = 0;
  double first_y = 0;
  for_arcs([&](double x, double y) {
    if (arcs == 0) {
      first_x = x;
      first_y = y;
    }
    x_varies = x_varies || x != first_x;
    y_varies = y_varies || y != first_y;
    sum_x += x;
    sum_y += y;
    ++arcs;
  });
  if (!x_varies || !y_varies) return std::nullopt;
  double xx = 0;
  double yy = 0;
  double xy = 0;
  for_arcs([&](double x, double y) {  // around the mean: no cancellation
    x -= sum_x / arcs;
    y -= sum_y / arcs;
    xx += x * x;
    yy += y * y;
    xy += x * y;
  });
  return xy / (std::sqrt(xx) * std::sqrt(yy));
}

namespace measure {
inline constexpr graph_measure degree_assortativity{
    .info = {.name = "degree_assortativity",
             .label = {"Degree assortativity", "次数の同類性"},
             .meaning = {"1 if vertices are linked to those with as many links, -1 to those unlike",
                         "1: 同じ次数どうし、-1: 異なる次数どうしがつながる"},
             .unit = "index",
             .range = value_range{-1, 1},
             .definition = "correlation of the degrees at both ends of edges",
             .source = "Newman 2003",
             .cost = measure_cost::linear,
             .defined_for = "simple graphs",
             .rank = 190},
    .of_simple = true,
    .find = [](const graph_context& context, graph_findings& found) {
      found.add("degree_assortativity", capnet::degree_assortativity(context.graph()));
    }};
}  // namespace measure

}  // namespace capnet
