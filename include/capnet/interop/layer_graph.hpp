#pragma once
/// One relation of a snapshot as a plain graph, without copying: for kernels and, with boost_graph.hpp, for
/// Boost.Graph.
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include <capnet/algorithm/concepts.hpp>
#include <capnet/core/error.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/indexed_range.hpp>
#include <capnet/core/text.hpp>
#include <capnet/network/snapshot.hpp>

namespace capnet {

/// A relation whose ends are of the same kinds, seen where it lies. Models adjacency_graph and bidirectional_graph.
///
/// It holds all that was ever recorded of the relation, of any day and status, with loops and parallel ties; flatten a
/// view for what held on a day, for relations between different kinds, and for weights (which may be unknown here).
/// Keeps the snapshot alive.
class layer_graph {
 public:
  struct neighbor_access {
    const std::int32_t* neighbors = nullptr;
    vertex_index operator()(std::size_t at) const { return static_cast<vertex_index>(neighbors[at]); }
  };
  using neighbor_range = indexed_range<neighbor_access>;

  /// Throws input_error if the relation's ends differ in their kinds.
  layer_graph(snapshot net, relation_index relation) : net_{std::move(net)}, layer_{&net_.layer(relation)} {
    const relation_info& info = net_.schema().relation(relation);
    if (info.directed && info.sources != info.targets) {
      throw input_error{
          "relation " + quote(info.name) +
          " joins different kinds at its two ends; expected the same ones, or flatten() for a graph of both"};
    }
  }

  [[nodiscard]] vertex_index order() const { return static_cast<vertex_index>(layer_->sources().size()); }
  [[nodiscard]] std::size_t size() const { return layer_->size(); }
  [[nodiscard]] bool directed() const { return layer_->directed(); }
  /// Pre (also below): u < order().
  [[nodiscard]] std::size_t out_degree(vertex_index u) const { return row(true, u).size(); }
  [[nodiscard]] std::size_t in_degree(vertex_index u) const { return row(false, u).size(); }
  [[nodiscard]] neighbor_range successors(vertex_index u) const { return row(true, u); }
  [[nodiscard]] neighbor_range predecessors(vertex_index u) const { return row(false, u); }

  /// Where the entry of `successors(u)[k]` lies in the relation's columns, and those columns.
  [[nodiscard]] std::pair<const adjacency*, std::size_t> place(vertex_index u, std::size_t k) const {
    const capnet::layer::row_range ties = layer_->out_row(static_cast<std::int32_t>(u));
    return {ties.side, ties.first + k};
  }
  [[nodiscard]] const snapshot& net() const { return net_; }
  [[nodiscard]] const capnet::layer& layer() const { return *layer_; }

  /// Whom a number stands for, and back. Throws input_error for a number that no vertex has, and for a vertex without.
  [[nodiscard]] vertex_ref vertex(vertex_index u) const {
    detail::expect_vertex(u, order());
    return layer_->sources().at(static_cast<std::int32_t>(u));
  }
  [[nodiscard]] vertex_index number(vertex_ref v) const {
    return static_cast<vertex_index>(layer_->sources().checked_position(v));
  }

 private:
  [[nodiscard]] neighbor_range row(bool forward, vertex_index u) const {
    CAPNET_ASSERT(u < order(), "a vertex is below the order of its graph");
    const auto p = static_cast<std::int32_t>(u);
    const capnet::layer::row_range ties = forward ? layer_->out_row(p) : layer_->in_row(p);
    return {{ties.side->neighbors.slice(ties.first, ties.last).data() - ties.first}, ties.first, ties.last};
  }
  snapshot net_;
  const capnet::layer* layer_;
};

static_assert(bidirectional_graph<layer_graph>);

/// The same for a declared relation; ends of different kinds fail at compile time.
template <tie_relation Relation>
[[nodiscard]] layer_graph make_layer_graph(const snapshot& net) {
  static_assert(!Relation::directed || std::same_as<typename Relation::source, typename Relation::target>,
                "capnet: this relation joins different kinds at its two ends: flatten() makes a graph of both");
  return layer_graph{net, net.schema().template index_of<Relation>()};
}

}  // namespace capnet
