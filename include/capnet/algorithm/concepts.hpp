#pragma once
/// What an algorithm asks of a graph. Any type that has these members will do; nothing is inherited.
#include <concepts>
#include <cstddef>
#include <ranges>

#include <capnet/core/id.hpp>

namespace capnet {

/// A graph whose vertices are numbered 0 to order() - 1. `successors(u)` is a range of vertex numbers in ascending
/// order; `size()` counts edges. In an undirected graph each edge is seen from both ends, a loop from its one end once.
template <class G>
concept adjacency_graph = requires(const G& g, vertex_index u) {
  { g.order() } -> std::convertible_to<vertex_index>;
  { g.size() } -> std::convertible_to<std::size_t>;
  { g.directed() } -> std::convertible_to<bool>;
  { g.out_degree(u) } -> std::convertible_to<std::size_t>;
  { g.successors(u) } -> std::ranges::random_access_range;
  requires std::convertible_to<std::ranges::range_reference_t<decltype(g.successors(u))>, vertex_index>;
};

/// Also knows who points at a vertex. In an undirected graph predecessors equal successors.
template <class G>
concept bidirectional_graph = adjacency_graph<G> && requires(const G& g, vertex_index u) {
  { g.predecessors(u) } -> std::ranges::random_access_range;
  { g.in_degree(u) } -> std::convertible_to<std::size_t>;
};

/// Has a weight for each arc: `weights(u)[k]` belongs to `successors(u)[k]`.
template <class G>
concept weighted_graph = adjacency_graph<G> && requires(const G& g, vertex_index u) {
  { g.weights(u) } -> std::ranges::random_access_range;
  requires std::convertible_to<std::ranges::range_reference_t<decltype(g.weights(u))>, double>;
};

}  // namespace capnet
