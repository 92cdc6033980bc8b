#pragma once
/// How many of the possible ties a graph has.
#include <cstddef>
#include <optional>

#include <capnet/algorithm/concepts.hpp>
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

}  // namespace capnet
