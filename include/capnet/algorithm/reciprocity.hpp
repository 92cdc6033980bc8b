#pragma once
/// How often an arc is answered.
#include <algorithm>
#include <cstddef>
#include <optional>

#include <capnet/algorithm/concepts.hpp>
#include <capnet/algorithm/graph_measure.hpp>
#include <capnet/algorithm/simple_projection.hpp>

namespace capnet {

enum class reciprocity_of {
  arcs,   ///< the share of arcs whose reverse is there
  pairs,  ///< the share of tied pairs that are tied both ways
};

/// Reciprocity of a directed graph (Wasserman & Faust 1994).
///
/// Range [0, 1]. With M pairs tied both ways and A one way: of arcs 2M / (2M + A), of pairs M / (M + A). Loops and
/// repeats are ignored. An undirected graph has no arcs to answer, and a graph without arcs none at all: empty. Time
/// O(n + m log d), space O(n + m) if g has loops or repeats, else O(1).
template <adjacency_graph Graph>
[[nodiscard]] std::optional<double> reciprocity(const Graph& graph, reciprocity_of what = reciprocity_of::arcs) {
  if (!graph.directed()) return std::nullopt;
  const detail::simple_view view{graph, true};
  const compressed_graph& g = *view;
  std::size_t answered = 0;
  for (vertex_index u = 0; u < g.order(); ++u) {
    for (const vertex_index v : g.successors(u)) answered += g.has_arc(v, u);
  }
  const double twice_mutual = static_cast<double>(answered);
  const double one_way = static_cast<double>(g.size() - answered);
  if (g.size() == 0) return std::nullopt;
  if (what == reciprocity_of::arcs) return twice_mutual / (twice_mutual + one_way);
  return twice_mutual / (twice_mutual + 2 * one_way);
}

namespace measure {
inline constexpr graph_measure reciprocity{
    .info = {.name = "reciprocity",
             .label = {"Reciprocity", "相互性"},
             .meaning = {"the share of arcs that are returned", "返されている矢印の割合"},
             .unit = "share",
             .range = value_range{0, 1},
             .definition = "reciprocated arcs / arcs",
             .source = "Wasserman & Faust 1994",
             .cost = measure_cost::near_linear,
             .defined_for = "directed simple graphs",
             .rank = 196},
    .of_simple = true,
    .find = [](const graph_context& context, graph_findings& found) {
      found.add("reciprocity", capnet::reciprocity(context.graph()));
    }};
}  // namespace measure

}  // namespace capnet
