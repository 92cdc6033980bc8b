#pragma once
/// The graph that kernels run on, and that views are flattened into: immutable, in compressed rows.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <capnet/algorithm/concepts.hpp>
#include <capnet/core/error.hpp>
#include <capnet/core/id.hpp>

namespace capnet {

/// An edge to build a graph from; an arc from `source` to `target` if the graph is directed.
struct edge {
  vertex_index source = 0;
  vertex_index target = 0;
  double weight = 1;
  friend bool operator==(const edge&, const edge&) = default;
};

/// What a graph keeps of the edges that it is made from. The defaults make an undirected simple graph.
struct graph_options {
  bool directed = false;
  bool keep_loops = false;
  bool keep_parallel = false;
};

/// Edges that a graph was given and did not keep. A loop that is dropped counts as a loop, however often it is
/// repeated.
struct dropped_edges {
  std::size_t loops = 0;
  std::size_t repeats = 0;
  friend bool operator==(const dropped_edges&, const dropped_edges&) = default;
};

/// The arrays of a graph in compressed rows, for kernels: the arcs of u go to columns[offsets[u]] up to columns[offsets[u + 1]].
/// Borrows them from a graph.
struct compressed_rows {
  std::span<const arc_index> offsets{};  ///< order + 1
  std::span<const vertex_index> columns{};
  std::span<const double> weights{};  ///< beside the columns; empty if all are 1

  [[nodiscard]] vertex_index order() const noexcept { return static_cast<vertex_index>(offsets.size() - 1); }
  [[nodiscard]] arc_index size() const noexcept { return offsets.back(); }
  [[nodiscard]] arc_index degree(vertex_index u) const noexcept { return offsets[u + 1] - offsets[u]; }
  [[nodiscard]] std::span<const vertex_index> operator[](vertex_index u) const noexcept {
    return {columns.data() + offsets[u], degree(u)};
  }
};

/// An immutable graph in compressed rows. Models adjacency_graph, bidirectional_graph and weighted_graph.
///
/// Rows are sorted in ascending order; parallel edges, if kept, stay in the order in which they were given. An
/// undirected edge stands in the rows of both its ends, a loop in its one row once: so `out_degree` counts a kept loop
/// once. A repeat (undirected: a-b and b-a are the same edge) keeps the first weight. Weights take no memory while all
/// are 1.
class compressed_graph {
 public:
  /// A graph without vertices.
  compressed_graph() : offsets_(1, 0) {}

  /// Throws: input_error that lists every edge with an end outside [0, order) or a weight that is not finite, and for
  /// an order that 32 bits can't number. Time O(order + edges), space O(order + edges).
  [[nodiscard]] static compressed_graph from_edges(std::size_t order, std::span<const edge> edges,
                                                   const graph_options& options = {}) {
    check(order, edges);
    compressed_graph g;
    g.directed_ = options.directed;
    const bool weighted = std::any_of(edges.begin(), edges.end(), [](const edge& uv) { return uv.weight != 1; });
    rows sorted = transpose(bucket(order, edges, options, weighted, g.dropped_));
    g.simple_ = !options.keep_loops || !has_loops(sorted);
    if (!options.keep_parallel) {
      g.dropped_.repeats = drop_repeats(sorted, options.directed);
    } else if (g.simple_) {
      g.simple_ = !has_repeats(sorted);
    }
    g.size_ = edges.size() - g.dropped_.loops - g.dropped_.repeats;
    if (options.directed) {
      rows backward = transpose(sorted);
      g.in_offsets_ = std::move(backward.offsets);
      g.sources_ = std::move(backward.columns);
    }
    g.weighted_ = weighted;
    if (!weighted) sorted.weights.assign(longest(sorted), 1.0);
    g.offsets_ = std::move(sorted.offsets);
    g.targets_ = std::move(sorted.columns);
    g.weights_ = std::move(sorted.weights);
    return g;
  }

  [[nodiscard]] vertex_index order() const noexcept { return static_cast<vertex_index>(offsets_.size() - 1); }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool directed() const noexcept { return directed_; }
  /// No loop and no parallel edge was kept.
  [[nodiscard]] bool simple() const noexcept { return simple_; }
  /// Some weight that was given differs from 1.
  [[nodiscard]] bool weighted() const noexcept { return weighted_; }
  [[nodiscard]] dropped_edges dropped() const noexcept { return dropped_; }

  /// Pre (also below): u < order().
  [[nodiscard]] std::size_t out_degree(vertex_index u) const noexcept {
    CAPNET_ASSERT(u < order(), "a vertex is below the order of its graph");
    return offsets_[u + 1] - offsets_[u];
  }
  [[nodiscard]] std::span<const vertex_index> successors(vertex_index u) const noexcept {
    return {targets_.data() + offsets_[u], out_degree(u)};
  }
  [[nodiscard]] std::size_t in_degree(vertex_index u) const noexcept {
    return directed_ ? in_offsets_[u + 1] - in_offsets_[u] : out_degree(u);
  }
  [[nodiscard]] std::span<const vertex_index> predecessors(vertex_index u) const noexcept {
    return directed_ ? std::span<const vertex_index>{sources_.data() + in_offsets_[u], in_degree(u)} : successors(u);
  }
  /// `weights(u)[k]` is the weight of the arc to `successors(u)[k]`.
  [[nodiscard]] std::span<const double> weights(vertex_index u) const noexcept {
    return {weights_.data() + (weighted_ ? offsets_[u] : 0), out_degree(u)};
  }
  /// The arrays themselves: arcs out, and arcs in (the same of an undirected graph; without weights of a directed one).
  [[nodiscard]] compressed_rows out_rows() const noexcept {
    return {offsets_, targets_, weighted_ ? std::span<const double>{weights_} : std::span<const double>{}};
  }
  [[nodiscard]] compressed_rows in_rows() const noexcept {
    return directed_ ? compressed_rows{in_offsets_, sources_, {}} : out_rows();
  }
  /// There is an arc from u to v. Time O(log out_degree(u)). Pre: u, v < order().
  [[nodiscard]] bool has_arc(vertex_index u, vertex_index v) const noexcept {
    const auto row = successors(u);
    return std::binary_search(row.begin(), row.end(), v);
  }

 private:
  struct rows {
    std::vector<arc_index> offsets;
    std::vector<vertex_index> columns;
    std::vector<double> weights;  ///< empty if all are 1
  };

  static void check(std::size_t order, std::span<const edge> edges) {
    if (order > std::numeric_limits<vertex_index>::max()) {
      throw input_error{"a graph of order " + std::to_string(order) + "; expected at most 4294967295 vertices"};
    }
    if (edges.size() > std::numeric_limits<arc_index>::max() / 2) {
      throw input_error{"a graph of " + std::to_string(edges.size()) + " edges; expected at most 2147483647"};
    }
    std::vector<problem> problems;
    for (std::size_t k = 0; k < edges.size(); ++k) {
      for (const vertex_index end : {edges[k].source, edges[k].target}) {
        if (end < order) continue;
        problems.push_back({"", 0, 0,
                            "edge " + std::to_string(k) + " ends at vertex " + std::to_string(end) +
                                "; expected a vertex below the order " + std::to_string(order)});
      }
      if (!std::isfinite(edges[k].weight)) {
        problems.push_back({"", 0, 0,
                            "edge " + std::to_string(k) + " has the weight " + std::to_string(edges[k].weight) +
                                "; expected a finite number"});
      }
    }
    if (!problems.empty()) throw input_error{std::move(problems)};
  }

  /// The transpose of the graph, row by row in the order of `edges`: one pass of a stable counting sort by target.
  static rows bucket(std::size_t order, std::span<const edge> edges, const graph_options& options, bool weighted,
                     dropped_edges& dropped) {
    rows by_target;
    by_target.offsets.assign(order + 1, 0);
    const auto for_arcs = [&](const auto& visit) {
      for (const edge& uv : edges) {
        if (uv.source == uv.target && !options.keep_loops) continue;
        visit(uv.target, uv.source, uv.weight);
        if (!options.directed && uv.source != uv.target) visit(uv.source, uv.target, uv.weight);
      }
    };
    for_arcs([&](vertex_index row, vertex_index, double) { ++by_target.offsets[row + 1]; });
    sum_up(by_target.offsets);
    by_target.columns.resize(by_target.offsets.back());
    if (weighted) by_target.weights.resize(by_target.offsets.back());
    std::vector<arc_index> next(by_target.offsets.begin(), by_target.offsets.end() - 1);
    for_arcs([&](vertex_index row, vertex_index column, double weight) {
      const arc_index place = next[row]++;
      by_target.columns[place] = column;
      if (weighted) by_target.weights[place] = weight;
    });
    if (!options.keep_loops) {
      dropped.loops = static_cast<std::size_t>(
          std::count_if(edges.begin(), edges.end(), [](const edge& uv) { return uv.source == uv.target; }));
    }
    return by_target;
  }

  /// Stable, so every row of the result is sorted, and repeats stay in their order.
  static rows transpose(const rows& from) {
    rows to;
    to.offsets.assign(from.offsets.size(), 0);
    for (const vertex_index v : from.columns) ++to.offsets[v + 1];
    sum_up(to.offsets);
    to.columns.resize(from.columns.size());
    to.weights.resize(from.weights.size());
    std::vector<arc_index> next(to.offsets.begin(), to.offsets.end() - 1);
    for (std::size_t u = 0; u + 1 < from.offsets.size(); ++u) {
      for (arc_index k = from.offsets[u]; k < from.offsets[u + 1]; ++k) {
        const arc_index place = next[from.columns[k]]++;
        to.columns[place] = static_cast<vertex_index>(u);
        if (!from.weights.empty()) to.weights[place] = from.weights[k];
      }
    }
    return to;
  }

  /// Keeps the first of equal columns in each row. Returns the number of edges that this drops.
  static std::size_t drop_repeats(rows& r, bool directed) {
    arc_index kept = 0;
    std::size_t arcs = 0;
    std::size_t loops = 0;
    arc_index first = 0;
    for (std::size_t u = 0; u + 1 < r.offsets.size(); ++u) {
      const arc_index last = r.offsets[u + 1];
      for (arc_index k = first; k < last; ++k) {
        if (k != first && r.columns[k] == r.columns[k - 1]) {
          ++(r.columns[k] == u ? loops : arcs);
          continue;
        }
        r.columns[kept] = r.columns[k];
        if (!r.weights.empty()) r.weights[kept] = r.weights[k];
        ++kept;
      }
      first = last;
      r.offsets[u + 1] = kept;
    }
    r.columns.resize(kept);
    if (!r.weights.empty()) r.weights.resize(kept);
    return loops + (directed ? arcs : arcs / 2);
  }

  static bool has_loops(const rows& r) {
    for (std::size_t u = 0; u + 1 < r.offsets.size(); ++u) {
      if (std::binary_search(row_begin(r, u), row_begin(r, u + 1), static_cast<vertex_index>(u))) return true;
    }
    return false;
  }
  static bool has_repeats(const rows& r) {
    for (std::size_t u = 0; u + 1 < r.offsets.size(); ++u) {
      if (std::adjacent_find(row_begin(r, u), row_begin(r, u + 1)) != row_begin(r, u + 1)) return true;
    }
    return false;
  }
  static std::vector<vertex_index>::const_iterator row_begin(const rows& r, std::size_t u) {
    return r.columns.begin() + static_cast<std::ptrdiff_t>(r.offsets[u]);
  }
  static arc_index longest(const rows& r) {
    arc_index degree = 0;
    for (std::size_t u = 0; u + 1 < r.offsets.size(); ++u) degree = std::max(degree, r.offsets[u + 1] - r.offsets[u]);
    return degree;
  }
  static void sum_up(std::vector<arc_index>& counts) {
    for (std::size_t u = 1; u < counts.size(); ++u) counts[u] += counts[u - 1];
  }

  std::vector<arc_index> offsets_;
  std::vector<vertex_index> targets_;
  std::vector<double> weights_;          ///< one for each arc; if not weighted_, as many ones as the longest row needs
  std::vector<arc_index> in_offsets_;  ///< directed only, as sources_
  std::vector<vertex_index> sources_;
  std::size_t size_ = 0;
  dropped_edges dropped_;
  bool directed_ = false;
  bool simple_ = true;
  bool weighted_ = false;
};

static_assert(adjacency_graph<compressed_graph> && bidirectional_graph<compressed_graph> &&
              weighted_graph<compressed_graph>);

}  // namespace capnet
