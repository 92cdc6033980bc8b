#pragma once
/// An order in which near vertices stand together, whatever numbers a graph came with. Not interface.
#include <algorithm>
#include <span>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/core/id.hpp>
#include <capnet/core/large_vector.hpp>

namespace capnet::detail {

/// The places of the vertices of g in the order in which breadth-first searches find them. The first search starts at
/// vertex 0, each further one at the smallest vertex that none has found; arcs lead either way. Time and space
/// O(n + m).
inline std::vector<vertex_index> search_places(const compressed_graph& g) {
  const vertex_index n = g.order();
  auto places = filled_vector<vertex_index>(n, n);
  std::vector<vertex_index> found;
  found.reserve(n);
  const auto find = [&](vertex_index v) {
    if (places[v] != n) return;
    places[v] = static_cast<vertex_index>(found.size());
    found.push_back(v);
  };
  for (vertex_index start = 0; start < n; ++start) {
    std::size_t head = found.size();
    for (find(start); head < found.size(); ++head) {
      for (const vertex_index v : g.successors(found[head])) find(v);
      if (!g.directed()) continue;
      for (const vertex_index v : g.predecessors(found[head])) find(v);
    }
  }
  return places;
}

/// Puts vertices in the order of their places, so that those that a search starts from together are near each other.
inline void sort_by_place(std::span<vertex_index> vertices, const std::vector<vertex_index>& places) {
  std::ranges::sort(vertices, {}, [&](vertex_index v) { return places[v]; });
}

/// The graph g, which is simple, with vertex u as number places[u], without weights. Time O(n + m).
inline compressed_graph renumbered(const compressed_graph& g, const std::vector<vertex_index>& places,
                                   unsigned threads) {
  std::vector<vertex_index> sources, targets;
  sources.reserve(g.size());
  targets.reserve(g.size());
  for (vertex_index u = 0; u < g.order(); ++u) {
    for (const vertex_index v : g.successors(u)) {
      if (!g.directed() && v < u) continue;
      sources.push_back(places[u]);
      targets.push_back(places[v]);
    }
  }
  return compressed_graph::from_columns(g.order(), sources, targets, {},
                                        {.directed = g.directed(), .threads = threads});
}

}  // namespace capnet::detail
