#pragma once
/// Every triangle of a graph, once. Not interface.
#include <algorithm>
#include <cstddef>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/core/large_vector.hpp>

namespace capnet::detail {

/// A simple undirected graph with its edges directed towards the end of larger degree, so that no row is longer than
/// sqrt(2m). An edge's number is its position, from 0 to m - 1.
class oriented_graph {
 public:
  /// Pre: g is undirected and simple. Time O(n + m), space O(n + m).
  explicit oriented_graph(const compressed_graph& g) : vertex_of_(g.order()), offsets_(std::size_t{g.order()} + 1, 0) {
    CAPNET_ASSERT(!g.directed() && g.simple(), "triangles are those of an undirected simple graph");
    const vertex_index n = g.order();
    std::size_t largest = 0;
    for (vertex_index u = 0; u < n; ++u) largest = std::max(largest, g.out_degree(u));
    std::vector<vertex_index> first(largest + 2, 0);  // by falling degree; ties by vertex
    for (vertex_index u = 0; u < n; ++u) ++first[largest - g.out_degree(u) + 1];
    for (std::size_t k = 1; k < first.size(); ++k) first[k] += first[k - 1];
    auto rank = detail::filled_vector<vertex_index>(n);
    for (vertex_index u = 0; u < n; ++u) vertex_of_[rank[u] = first[largest - g.out_degree(u)]++] = u;
    for (vertex_index u = 0; u < n; ++u) {
      for (const vertex_index v : g.successors(u)) offsets_[rank[u] + 1] += rank[v] < rank[u];
    }
    for (std::size_t k = 1; k < offsets_.size(); ++k) offsets_[k] += offsets_[k - 1];
    targets_.resize(offsets_.back());
    weights_.resize(offsets_.back());
    std::vector<std::size_t> next(offsets_.begin(), offsets_.end() - 1);
    for (vertex_index r = 0; r < n; ++r) {  // ascending, so rows come out sorted
      const vertex_index v = vertex_of_[r];
      const auto row = g.successors(v);
      for (std::size_t k = 0; k < row.size(); ++k) {
        if (rank[row[k]] <= r) continue;
        const std::size_t place = next[rank[row[k]]]++;
        targets_[place] = r;
        weights_[place] = g.weights(v)[k];
      }
    }
  }

  [[nodiscard]] std::size_t size() const noexcept { return targets_.size(); }
  [[nodiscard]] double weight(std::size_t uv) const noexcept { return weights_[uv]; }

  /// visit(u, v, uv) for each edge uv.
  template <class Visit>
  void for_each_edge(const Visit& visit) const {
    for (std::size_t r = 0; r < vertex_of_.size(); ++r) {
      for (std::size_t k = offsets_[r]; k < offsets_[r + 1]; ++k) visit(vertex_of_[r], vertex_of_[targets_[k]], k);
    }
  }

  /// visit(u, v, w, uv, uw, vw) for each triangle, with the numbers of its edges. Time O(m sqrt(m)), space O(n).
  template <class Visit>
  void for_each_triangle(const Visit& visit) const {
    constexpr std::size_t none = static_cast<std::size_t>(-1);
    std::vector<std::size_t> edge_to(vertex_of_.size(), none);
    for (std::size_t r = 0; r < vertex_of_.size(); ++r) {
      for (std::size_t k = offsets_[r]; k < offsets_[r + 1]; ++k) edge_to[targets_[k]] = k;
      for (std::size_t uv = offsets_[r]; uv < offsets_[r + 1]; ++uv) {
        const vertex_index s = targets_[uv];
        for (std::size_t vw = offsets_[s]; vw < offsets_[s + 1]; ++vw) {
          const std::size_t uw = edge_to[targets_[vw]];
          if (uw != none) visit(vertex_of_[r], vertex_of_[s], vertex_of_[targets_[vw]], uv, uw, vw);
        }
      }
      for (std::size_t k = offsets_[r]; k < offsets_[r + 1]; ++k) edge_to[targets_[k]] = none;
    }
  }

 private:
  std::vector<vertex_index> vertex_of_;  ///< by rank: falling degree
  std::vector<std::size_t> offsets_;     ///< rows by rank; targets are ranks, all smaller than the row's
  std::vector<vertex_index> targets_;
  std::vector<double> weights_;
};

}  // namespace capnet::detail
