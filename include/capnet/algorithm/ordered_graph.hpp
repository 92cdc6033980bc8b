#pragma once
/// A graph renumbered by falling degree: what makes kernels fast on large networks with hubs.
#include <algorithm>
#include <cstddef>
#include <numeric>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>

namespace capnet {

/// A graph whose vertices stand in positions by falling degree (directed: out and in together), equals by number, and the way
/// back. Kernels that take one answer in the numbers of the graph it was made from; it costs one pass over the arcs, once.
class ordered_graph {
 public:
  ordered_graph() = default;
  /// Time O(n + m), space O(n + m).
  explicit ordered_graph(const compressed_graph& g) {
    const vertex_index n = g.order();
    auto degree = [&](vertex_index u) { return g.out_degree(u) + (g.directed() ? g.in_degree(u) : 0); };
    original_.resize(n);
    std::iota(original_.begin(), original_.end(), vertex_index{0});
    std::sort(original_.begin(), original_.end(), [&](vertex_index u, vertex_index v) {
      return degree(u) != degree(v) ? degree(u) > degree(v) : u < v;
    });
    position_.resize(n);
    for (vertex_index p = 0; p < n; ++p) position_[original_[p]] = p;
    std::vector<edge> edges;
    edges.reserve(g.size());
    for (vertex_index u = 0; u < n; ++u) {
      const auto row = g.successors(u);
      for (std::size_t k = 0; k < row.size(); ++k) {
        if (g.directed() || u <= row[k]) edges.push_back({position_[u], position_[row[k]], g.weights(u)[k]});
      }
    }
    graph_ = compressed_graph::from_edges(n, edges, {.directed = g.directed(), .keep_loops = true, .keep_parallel = true});
  }

  [[nodiscard]] vertex_index order() const noexcept { return graph_.order(); }
  [[nodiscard]] std::size_t size() const noexcept { return graph_.size(); }
  [[nodiscard]] bool directed() const noexcept { return graph_.directed(); }
  /// The same graph in positions.
  [[nodiscard]] const compressed_graph& graph() const noexcept { return graph_; }
  /// `original()[p]` is the vertex at position p, `position()[u]` the position of vertex u.
  [[nodiscard]] std::span<const vertex_index> original() const noexcept { return original_; }
  [[nodiscard]] std::span<const vertex_index> position() const noexcept { return position_; }

 private:
  compressed_graph graph_;
  std::vector<vertex_index> original_, position_;
};

namespace detail {

/// g itself if it is in compressed rows, else a copy that is. Borrows g.
template <adjacency_graph Graph>
class compressed_view {
 public:
  explicit compressed_view(const Graph& g) {
    if constexpr (std::is_same_v<Graph, compressed_graph>) {
      view_ = &g;
    } else {
      std::vector<edge> edges;
      edges.reserve(g.size());
      for (vertex_index u = 0; u < g.order(); ++u) {
        std::size_t k = 0;
        for (const vertex_index v : g.successors(u)) {
          double weight = 1;
          if constexpr (weighted_graph<Graph>) weight = g.weights(u)[k];
          if (g.directed() || u <= v) edges.push_back({u, v, weight});
          ++k;
        }
      }
      view_ = &own_.emplace(
          compressed_graph::from_edges(g.order(), edges, {.directed = g.directed(), .keep_loops = true, .keep_parallel = true}));
    }
  }
  compressed_view(const compressed_view&) = delete;
  compressed_view& operator=(const compressed_view&) = delete;
  [[nodiscard]] const compressed_graph& operator*() const noexcept { return *view_; }

 private:
  std::optional<compressed_graph> own_;
  const compressed_graph* view_ = nullptr;
};

}  // namespace detail
}  // namespace capnet
