#pragma once
/// The undirected simple graph under any graph: what most structural measures are defined on.
#include <optional>
#include <type_traits>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/algorithm/concepts.hpp>

namespace capnet {

/// Number of other vertices that u has an arc to: `out_degree` without loops and repeats. Time O(out_degree(u)).
template <adjacency_graph Graph>
[[nodiscard]] std::size_t simple_out_degree(const Graph& g, vertex_index u) {
  std::size_t degree = 0;
  vertex_index last = u;  // a successor equal to u is a loop
  for (const vertex_index v : g.successors(u)) {
    degree += v != u && v != last;
    if (v != u) last = v;
  }
  return degree;
}

/// The undirected graph in which u and v are adjacent if an arc joins them in either direction. No loops, no parallel
/// edges, every weight 1. Time and space O(n + m).
template <adjacency_graph Graph>
[[nodiscard]] compressed_graph simple_projection(const Graph& g) {
  std::vector<edge> edges;
  edges.reserve(g.size());
  const vertex_index n = g.order();
  for (vertex_index u = 0; u < n; ++u) {
    for (const vertex_index v : g.successors(u)) {
      if (v > u || (v < u && g.directed())) edges.push_back({u, v});
    }
  }
  return compressed_graph::from_edges(n, edges, {.parallel = parallel_edges::first});  // all weigh 1
}

namespace detail {

/// g without loops and repeats, undirected unless its directions are kept; without a copy if g is so already. Borrows
/// g.
template <adjacency_graph Graph>
class simple_view {
 public:
  explicit simple_view(const Graph& g, bool keep_directions = false) {
    const bool directed = keep_directions && g.directed();
    if constexpr (std::is_same_v<Graph, compressed_graph>) {
      if (g.simple() && g.directed() == directed) {
        view_ = &g;
        return;
      }
    }
    view_ = &own_.emplace(directed ? simple_directed(g) : simple_projection(g));
  }
  simple_view(const simple_view&) = delete;
  simple_view& operator=(const simple_view&) = delete;
  [[nodiscard]] const compressed_graph& operator*() const noexcept { return *view_; }

 private:
  static compressed_graph simple_directed(const Graph& g) {
    std::vector<edge> edges;
    edges.reserve(g.size());
    for (vertex_index u = 0; u < g.order(); ++u) {
      for (const vertex_index v : g.successors(u)) edges.push_back({u, v});
    }
    return compressed_graph::from_edges(g.order(), edges, {.directed = true, .parallel = parallel_edges::first});
  }
  std::optional<compressed_graph> own_;
  const compressed_graph* view_ = nullptr;
};

}  // namespace detail
}  // namespace capnet
