#pragma once
/// Any capnet graph for Boost.Graph, without copying: a wrapper that models VertexListGraph, EdgeListGraph,
/// IncidenceGraph, AdjacencyGraph and BidirectionalGraph, with vertex_index and, for a weighted graph, edge_weight as
/// property maps.
///
///     const auto g = boost_graph(flat.graph);
///     boost::breadth_first_search(g, start, boost::visitor(vis).vertex_index_map(get(boost::vertex_index, g)));
#include <algorithm>
#include <compare>
#include <cstddef>
#include <functional>
#include <ranges>
#include <type_traits>
#include <utility>

#include <boost/graph/graph_traits.hpp>
#include <boost/graph/properties.hpp>
#include <boost/iterator/counting_iterator.hpp>
#include <boost/iterator/iterator_facade.hpp>
#include <boost/iterator/transform_iterator.hpp>
#include <boost/property_map/property_map.hpp>

#include <capnet/algorithm/concepts.hpp>
#include <capnet/core/expect.hpp>

namespace capnet {

/// An edge as seen from `source`. `occurrence` tells parallel edges apart. (After `using namespace capnet`, `source(uv,
/// g)` means the struct `capnet::source`: write `uv.source` there.)
struct boost_edge {
  vertex_index source = 0;
  vertex_index target = 0;
  std::size_t occurrence = 0;
  friend auto operator<=>(const boost_edge&, const boost_edge&) = default;
};
/// The same of an undirected graph: seen from either end it is the same edge.
struct boost_undirected_edge : boost_edge {
  friend bool operator==(const boost_undirected_edge& a, const boost_undirected_edge& b) {
    return a.ordered() == b.ordered();
  }
  friend auto operator<=>(const boost_undirected_edge& a, const boost_undirected_edge& b) {
    return a.ordered() <=> b.ordered();
  }

 private:
  [[nodiscard]] boost_edge ordered() const { return {std::min(source, target), std::max(source, target), occurrence}; }
};

/// Refers to `Graph`, which must outlive it. `Undirected` decides what Boost.Graph takes it for; a loop of an
/// undirected graph stands once in its vertex's edges. Make it with `boost_graph` or `undirected_boost_graph`.
template <bidirectional_graph Graph, bool Undirected = false>
class boost_graph_view {
  using row = decltype(std::declval<const Graph&>().successors(vertex_index{}));
  static constexpr bool weighted = weighted_graph<Graph>;

 public:
  using directed_category = std::conditional_t<Undirected, boost::undirected_tag, boost::bidirectional_tag>;
  struct traversal_category : boost::bidirectional_graph_tag,
                              boost::adjacency_graph_tag,
                              boost::vertex_list_graph_tag,
                              boost::edge_list_graph_tag {};
  using edge_parallel_category = boost::allow_parallel_edge_tag;
  using vertex_descriptor = vertex_index;
  using edge_descriptor = std::conditional_t<Undirected, boost_undirected_edge, boost_edge>;
  using vertices_size_type = std::size_t;
  using edges_size_type = std::size_t;
  using degree_size_type = std::size_t;

  /// Makes the edge at a place of a row. Rows are sorted, so equal neighbours are together and in the same order at
  /// both ends.
  struct edge_at {
    const Graph* graph = nullptr;
    vertex_index vertex = 0;
    bool incoming = false;
    edge_descriptor operator()(std::size_t at) const {
      const row neighbors = incoming ? graph->predecessors(vertex) : graph->successors(vertex);
      const auto neighbor = [&](std::size_t k) {
        return static_cast<vertex_index>(std::ranges::begin(neighbors)[static_cast<std::ptrdiff_t>(k)]);
      };
      std::size_t first = at;
      while (first > 0 && neighbor(first - 1) == neighbor(at)) --first;
      const boost_edge uv =
          incoming ? boost_edge{neighbor(at), vertex, at - first} : boost_edge{vertex, neighbor(at), at - first};
      if constexpr (Undirected)
        return {uv};
      else
        return uv;
    }
  };
  using vertex_iterator = boost::counting_iterator<vertex_index>;
  using out_edge_iterator = boost::transform_iterator<edge_at, boost::counting_iterator<std::size_t>>;
  using in_edge_iterator = out_edge_iterator;
  using adjacency_iterator = std::ranges::iterator_t<const row>;
  /// Over the rows of all vertices, one after the other; an undirected edge stands in the row of its lower end.
  class edge_iterator
      : public boost::iterator_facade<edge_iterator, edge_descriptor, boost::forward_traversal_tag, edge_descriptor> {
   public:
    edge_iterator() = default;
    /// The first edge of vertex `u` or one after it.
    edge_iterator(const Graph* graph, vertex_index u) : graph_{graph}, vertex_{u} {
      if (vertex_ < graph_->order()) at_ = first(), settle();
    }

   private:
    friend class boost::iterator_core_access;
    [[nodiscard]] edge_descriptor dereference() const { return edge_at{graph_, vertex_, false}(at_); }
    [[nodiscard]] bool equal(const edge_iterator& other) const { return vertex_ == other.vertex_ && at_ == other.at_; }
    void increment() {
      ++at_;
      settle();
    }
    void settle() {
      while (at_ >= graph_->out_degree(vertex_)) {
        at_ = 0;
        if (++vertex_ == graph_->order()) return;
        at_ = first();
      }
    }
    [[nodiscard]] std::size_t first() const {
      if constexpr (!Undirected) return 0;
      const row neighbors = graph_->successors(vertex_);
      return static_cast<std::size_t>(std::ranges::lower_bound(neighbors, vertex_, std::less{},
                                                               [](auto v) { return static_cast<vertex_index>(v); }) -
                                      std::ranges::begin(neighbors));
    }

    const Graph* graph_ = nullptr;
    vertex_index vertex_ = 0;
    std::size_t at_ = 0;
  };
  using graph_property_type = boost::no_property;
  using vertex_property_type = boost::no_property;
  using edge_property_type = boost::no_property;

  explicit boost_graph_view(const Graph& g) : graph_{&g} {
    detail::expect(!Undirected || !g.directed(), "a directed graph as an undirected one; expected an undirected graph");
  }
  [[nodiscard]] const Graph& graph() const { return *graph_; }

  static vertex_descriptor null_vertex() { return static_cast<vertex_index>(-1); }

  // VertexListGraph
  friend std::pair<vertex_iterator, vertex_iterator> vertices(const boost_graph_view& g) {
    return {vertex_iterator{0}, vertex_iterator{static_cast<vertex_index>(g.graph().order())}};
  }
  friend vertices_size_type num_vertices(const boost_graph_view& g) { return g.graph().order(); }
  // IncidenceGraph
  friend std::pair<out_edge_iterator, out_edge_iterator> out_edges(vertex_descriptor u, const boost_graph_view& g) {
    return g.edges_of({&g.graph(), u, false}, g.graph().out_degree(u));
  }
  friend degree_size_type out_degree(vertex_descriptor u, const boost_graph_view& g) { return g.graph().out_degree(u); }
  friend vertex_descriptor source(const edge_descriptor& uv, const boost_graph_view&) { return uv.source; }
  friend vertex_descriptor target(const edge_descriptor& uv, const boost_graph_view&) { return uv.target; }
  // EdgeListGraph
  friend std::pair<edge_iterator, edge_iterator> edges(const boost_graph_view& g) {
    return {edge_iterator{&g.graph(), 0}, edge_iterator{&g.graph(), static_cast<vertex_index>(g.graph().order())}};
  }
  /// Time O(1); O(n) for an undirected graph as arcs both ways.
  friend edges_size_type num_edges(const boost_graph_view& g) {
    if (Undirected || g.graph().directed()) return g.graph().size();
    edges_size_type arcs = 0;
    for (vertex_index u = 0; u < g.graph().order(); ++u) arcs += g.graph().out_degree(u);
    return arcs;
  }
  // BidirectionalGraph
  friend std::pair<in_edge_iterator, in_edge_iterator> in_edges(vertex_descriptor u, const boost_graph_view& g) {
    return g.edges_of({&g.graph(), u, true}, g.graph().in_degree(u));
  }
  friend degree_size_type in_degree(vertex_descriptor u, const boost_graph_view& g) { return g.graph().in_degree(u); }
  friend degree_size_type degree(vertex_descriptor u, const boost_graph_view& g) {
    return Undirected ? g.graph().out_degree(u) : g.graph().out_degree(u) + g.graph().in_degree(u);
  }
  // AdjacencyGraph
  friend std::pair<adjacency_iterator, adjacency_iterator> adjacent_vertices(vertex_descriptor u,
                                                                             const boost_graph_view& g) {
    const row neighbors = g.graph().successors(u);
    return {std::ranges::begin(neighbors), std::ranges::end(neighbors)};
  }

  // Property maps.
  using index_map = boost::typed_identity_property_map<vertex_descriptor>;
  friend index_map get(boost::vertex_index_t, const boost_graph_view&) { return {}; }
  friend vertex_descriptor get(boost::vertex_index_t, const boost_graph_view&, vertex_descriptor u) { return u; }

  /// The weight of an edge, found in its source's row in time O(log out_degree).
  struct weight_map {
    using key_type = edge_descriptor;
    using value_type = double;
    using reference = double;
    using category = boost::readable_property_map_tag;
    const Graph* graph = nullptr;
    friend double get(const weight_map& weights, const edge_descriptor& uv)
      requires weighted
    {
      const row neighbors = weights.graph->successors(uv.source);
      const auto first = std::ranges::lower_bound(neighbors, uv.target) - std::ranges::begin(neighbors);
      return weights.graph->weights(uv.source)[static_cast<std::size_t>(first) + uv.occurrence];
    }
  };
  friend weight_map get(boost::edge_weight_t, const boost_graph_view& g)
    requires weighted
  {
    return {&g.graph()};
  }
  friend double get(boost::edge_weight_t, const boost_graph_view& g, const edge_descriptor& uv)
    requires weighted
  {
    return get(weight_map{&g.graph()}, uv);
  }

 private:
  [[nodiscard]] std::pair<out_edge_iterator, out_edge_iterator> edges_of(edge_at make, std::size_t degree) const {
    using place = boost::counting_iterator<std::size_t>;
    return {out_edge_iterator{place{0}, make}, out_edge_iterator{place{degree}, make}};
  }
  const Graph* graph_;
};

/// A graph as Boost.Graph's directed, bidirectional graph; an undirected one becomes arcs both ways. Pre: `g` outlives
/// the result.
template <bidirectional_graph Graph>
[[nodiscard]] boost_graph_view<Graph> boost_graph(const Graph& g) {
  return boost_graph_view<Graph>{g};
}
/// The same for algorithms that ask for an undirected graph. Throws input_error for a directed one. Pre: `g` outlives
/// the result.
template <bidirectional_graph Graph>
[[nodiscard]] boost_graph_view<Graph, true> undirected_boost_graph(const Graph& g) {
  return boost_graph_view<Graph, true>{g};
}
template <bidirectional_graph Graph>
void boost_graph(const Graph&&) = delete;
template <bidirectional_graph Graph>
void undirected_boost_graph(const Graph&&) = delete;

}  // namespace capnet

namespace boost {

template <class Graph, bool Undirected>
struct property_map<capnet::boost_graph_view<Graph, Undirected>, vertex_index_t> {
  using type = typename capnet::boost_graph_view<Graph, Undirected>::index_map;
  using const_type = type;
};
template <class Graph, bool Undirected>
struct property_map<capnet::boost_graph_view<Graph, Undirected>, edge_weight_t> {
  using type = typename capnet::boost_graph_view<Graph, Undirected>::weight_map;
  using const_type = type;
};

}  // namespace boost
