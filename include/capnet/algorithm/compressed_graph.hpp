#pragma once
/// The graph that kernels run on, and that views are flattened into: immutable, in compressed rows.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <type_traits>
#include <utility>

#include <capnet/algorithm/concepts.hpp>
#include <capnet/algorithm/detail/edge_sort.hpp>
#include <capnet/algorithm/parallel_edges.hpp>
#include <capnet/core/error.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/id.hpp>
#include <capnet/core/large_vector.hpp>

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
  parallel_edges parallel = parallel_edges::sum;
  bool unknown_weights = false;  ///< take a NaN for a weight that is not known, rather than for a fault
  unsigned threads = 0;          ///< that build; 0: one for each core. The graph is the same at any number
};

/// Edges that a graph was given and has no longer: loops that were dropped, however often they are repeated, and
/// repeats that became one with an edge between the same vertices.
struct dropped_edges {
  std::size_t loops = 0;
  std::size_t repeats = 0;
  friend bool operator==(const dropped_edges&, const dropped_edges&) = default;
};

/// The arrays of a graph in compressed rows, for kernels: the arcs of u go to columns[offsets[u]] up to
/// columns[offsets[u + 1]]. Borrows them from a graph.
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

namespace detail {

/// Edges as structures, for the build.
struct edge_list {
  std::span<const edge> edges{};
  [[nodiscard]] std::size_t size() const noexcept { return edges.size(); }
  [[nodiscard]] bool may_have_weights() const noexcept { return true; }
  [[nodiscard]] vertex_index source(std::size_t k) const noexcept { return edges[k].source; }
  [[nodiscard]] vertex_index target(std::size_t k) const noexcept { return edges[k].target; }
  [[nodiscard]] double weight(std::size_t k) const noexcept { return edges[k].weight; }
};

}  // namespace detail

/// An immutable graph in compressed rows. Models adjacency_graph, bidirectional_graph and weighted_graph.
///
/// Rows are sorted in ascending order; parallel edges, if kept, stay in the order in which they were given. An
/// undirected edge stands in the rows of both its ends, a loop in its one row once: so `out_degree` counts a kept loop
/// once. Repeats (undirected: a-b and b-a are the same edge) become one edge by `graph_options::parallel`, by default
/// one that weighs their sum: take `min` where weights are lengths. No order of the edges given changes the graph then,
/// but for `first` and `all`. Columns without weights make a graph without weights, whatever is repeated. Weights take
/// no memory while all are 1.
///
/// A weight that is not known is NaN, if `graph_options::unknown_weights` allows it, and so is that of an edge merged
/// with such a one. Algorithms that use weights refuse a graph with unknown ones; others don't mind.
class compressed_graph {
 public:
  /// A graph without vertices.
  compressed_graph() : offsets_(1, 0) {}

  /// Throws: input_error that lists the edges with an end outside [0, order) or a weight that is not finite (the first
  /// hundred such faults), and before it reads any, for an order above 4,294,967,295 and for more edges than give as
  /// many arcs. Kernel: detail/edge_sort.hpp. Verifier: tests/unit (a map of arcs). Time O(order + edges), space
  /// O(order + edges).
  [[nodiscard]] static compressed_graph from_edges(std::size_t order, std::span<const edge> edges,
                                                   const graph_options& options = {}) {
    return compressed_graph{order, detail::edge_list{edges}, options};
  }
  /// The same from columns: edge k joins `sources[k]` to `targets[k]`; without weights all are 1. Throws also if the
  /// columns differ in length.
  [[nodiscard]] static compressed_graph from_columns(std::size_t order, std::span<const vertex_index> sources,
                                                     std::span<const vertex_index> targets,
                                                     std::span<const double> weights = {},
                                                     const graph_options& options = {}) {
    if (sources.size() != targets.size() || (!weights.empty() && weights.size() != sources.size())) {
      throw input_error{"columns of " + std::to_string(sources.size()) + " sources, " + std::to_string(targets.size()) +
                        " targets and " + std::to_string(weights.size()) +
                        " weights; expected one length, or no weights"};
    }
    return compressed_graph{order, detail::edge_columns{sources, targets, weights}, options};
  }

  /// An undirected simple graph without weights whose rows are there already: row u is `targets` from `offsets[u]` to
  /// `offsets[u + 1]`. Pre: v stands in row u where u stands in row v. Throws input_error for rows that don't ascend,
  /// or hold a vertex of none, or their own. Time O(order + arcs).
  [[nodiscard]] static compressed_graph from_rows(detail::large_vector<arc_index> offsets,
                                                  detail::large_vector<vertex_index> targets) {
    detail::expect(!offsets.empty() && offsets.front() == 0 && offsets.back() == targets.size(),
                   "rows that don't lie from 0 to ", targets.size(), "; expected them to hold all targets");
    const std::size_t order = offsets.size() - 1;
    arc_index longest = 0;
    for (std::size_t u = 0; u < order; ++u) {
      detail::expect(offsets[u] <= offsets[u + 1] && offsets[u + 1] <= targets.size(), "row ", u,
                     " ends before it begins, or behind all targets; expected rows in order");
      longest = std::max(longest, offsets[u + 1] - offsets[u]);
      const std::size_t first = offsets[u], last = offsets[u + 1];
      std::size_t faults = first != last && (targets[first] == u || targets[last - 1] >= order);
      for (std::size_t a = first + 1; a < last; ++a)
        faults += static_cast<std::size_t>(targets[a - 1] >= targets[a]) + static_cast<std::size_t>(targets[a] == u);
      detail::expect(faults == 0, "row ", u,
                     " does not ascend, or holds itself or no vertex; expected neighbors below ", order, ", ascending");
    }
    compressed_graph g;
    g.offsets_ = std::move(offsets);
    g.targets_ = std::move(targets);
    g.weights_.assign(longest, 1.0);
    g.size_ = g.targets_.size() / 2;
    return g;
  }

  [[nodiscard]] vertex_index order() const noexcept { return static_cast<vertex_index>(offsets_.size() - 1); }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool directed() const noexcept { return directed_; }
  /// No loop and no parallel edge was kept.
  [[nodiscard]] bool simple() const noexcept { return simple_; }
  /// Some weight, of those given or of an edge made of several, differs from 1.
  [[nodiscard]] bool weighted() const noexcept { return weighted_; }
  /// How many edges have a weight that is not known.
  [[nodiscard]] std::size_t unknown_weights() const noexcept { return unknown_weights_; }
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
  friend class ordered_graph;

  template <class Edges>
  compressed_graph(std::size_t order, const Edges& edges, const graph_options& options) : directed_{options.directed} {
    detail::sorted_rows rows = detail::sort_edges(
        order, edges,
        {options.directed, options.keep_loops, options.parallel, options.unknown_weights, options.threads});
    dropped_ = {rows.loops, rows.repeats};
    size_ = edges.size() - rows.loops - rows.repeats;
    simple_ = rows.simple;
    weighted_ = rows.weighted;
    if (!weighted_) rows.weights.assign(rows.longest, 1.0);
    offsets_ = std::move(rows.offsets);
    targets_ = std::move(rows.columns);
    weights_ = std::move(rows.weights);
    in_offsets_ = std::move(rows.in_offsets);
    sources_ = std::move(rows.in_columns);
    if (!rows.unknown) return;
    for (vertex_index u = 0; u < this->order(); ++u) {
      for (std::size_t k = 0; k < out_degree(u); ++k)
        unknown_weights_ += std::isnan(weights(u)[k]) && (directed_ || u <= successors(u)[k]);
    }
  }

  detail::large_vector<arc_index> offsets_;
  detail::large_vector<vertex_index> targets_;
  detail::large_vector<double> weights_;  ///< one for each arc; if not weighted_, as many ones as the longest row needs
  detail::large_vector<arc_index> in_offsets_;  ///< directed only, as sources_
  detail::large_vector<vertex_index> sources_;
  std::size_t size_ = 0;
  dropped_edges dropped_;
  std::size_t unknown_weights_ = 0;
  bool directed_ = false;
  bool simple_ = true;
  bool weighted_ = false;
};

static_assert(adjacency_graph<compressed_graph> && bidirectional_graph<compressed_graph> &&
              weighted_graph<compressed_graph>);

namespace detail {

/// What an algorithm that uses weights asks first. Throws input_error if some are not known: they are neither 0 nor 1.
/// Time O(1) of a compressed_graph, else O(n + m).
template <weighted_graph Graph>
void expect_known_weights(const Graph& g) {
  std::size_t unknown = 0;
  if constexpr (std::is_same_v<Graph, compressed_graph>) {
    unknown = g.unknown_weights();
  } else {
    for (vertex_index u = 0; u < g.order(); ++u) {
      for (const double weight : g.weights(u)) unknown += std::isnan(weight);
    }
  }
  if (unknown == 0) return;
  throw input_error{std::to_string(unknown) + (unknown == 1 ? " weight is" : " weights are") +
                    " not known; expected the weight of every edge"};
}

}  // namespace detail

}  // namespace capnet
