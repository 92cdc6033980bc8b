#pragma once
/// How many steps away everyone is, and by which way.
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/algorithm/concepts.hpp>
#include <capnet/algorithm/detail/level_search.hpp>
#include <capnet/algorithm/ordered_graph.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/large_vector.hpp>

namespace capnet {

/// The parent of a vertex that has none: of a source, and of one that no path leads to.
inline constexpr vertex_index no_parent = std::numeric_limits<vertex_index>::max();

/// Shortest paths from one source, one for each vertex.
struct bfs_tree_result {
  std::vector<std::uint32_t> distance{};  ///< as bfs_distances
  std::vector<vertex_index> parent{};  ///< the smallest vertex one step nearer with an arc to this; `no_parent`: none
};

/// For each vertex the number of arcs on a shortest path to it from the nearest of `sources`, or `unreachable`.
///
/// Directed graphs are walked along their arcs. Loops and repeats change nothing. No source: nothing is reachable.
///
/// Kernel: breadth-first search by levels that turns around (Beamer, Asanovic & Patterson 2012): while the level is
/// small its arcs are followed; when it has more than 1/20 of the arcs left, each vertex not yet reached looks for one
/// of its own in the level, kept as a bitmap. Departures: a vertex belongs to the thread that owns its 64 neighbours by
/// number, so that nothing is atomic on the way back; small graphs are searched with a queue. Verifier: tests/oracle (a
/// queue; Floyd & Warshall).
///
/// Throws: input_error for a source that is no vertex; stopped. Time and space O(n + m).
template <adjacency_graph Graph>
[[nodiscard]] std::vector<std::uint32_t> bfs_distances(const Graph& g, std::span<const vertex_index> sources,
                                                       const execution& how = {}) {
  if (g.order() < detail::small_search) return detail::queue_search(g, sources);
  const detail::compressed_view view{g};
  auto distance = detail::filled_vector<std::uint32_t>(g.order());
  detail::level_search((*view).out_rows(), (*view).in_rows(), sources, how).copy_to(distance, {}, how);
  return distance;
}

/// The same from one source.
template <adjacency_graph Graph>
[[nodiscard]] std::vector<std::uint32_t> bfs_distances(const Graph& g, vertex_index source, const execution& how = {}) {
  return bfs_distances(g, std::span<const vertex_index>{&source, 1}, how);
}

/// The same of a graph in order of degree, where the way back finds a parent in few steps; sources and answer in its
/// original numbers.
[[nodiscard]] inline std::vector<std::uint32_t> bfs_distances(const ordered_graph& g,
                                                              std::span<const vertex_index> sources,
                                                              const execution& how = {}) {
  std::vector<vertex_index> positions;
  for (const vertex_index s : sources) {
    detail::expect_vertex(s, g.order());
    positions.push_back(g.position()[s]);
  }
  auto distance = detail::filled_vector<std::uint32_t>(g.order());
  detail::level_search(g.graph().out_rows(), g.graph().in_rows(), positions, how).copy_to(distance, g.position(), how);
  return distance;
}
[[nodiscard]] inline std::vector<std::uint32_t> bfs_distances(const ordered_graph& g, vertex_index source,
                                                              const execution& how = {}) {
  return bfs_distances(g, std::span<const vertex_index>{&source, 1}, how);
}

/// Distances from `source`, and for each vertex the one before it on a shortest path: of several the smallest number.
///
/// Kernel: bfs_distances, then one look along the arcs into each vertex. Verifier: tests/oracle.
///
/// Throws: as there. Time and space O(n + m).
template <adjacency_graph Graph>
[[nodiscard]] bfs_tree_result bfs_tree(const Graph& g, vertex_index source, const execution& how = {}) {
  const detail::compressed_view view{g};
  bfs_tree_result tree;
  tree.distance = bfs_distances(*view, source, how);
  tree.parent = detail::filled_vector<vertex_index>(g.order());
  const compressed_rows in = (*view).in_rows();
  parallel_for_blocks(g.order(), std::size_t{1} << 12, how, [&](std::size_t, std::size_t first, std::size_t last) {
    for (std::size_t v = first; v < last; ++v) {
      tree.parent[v] = no_parent;
      const std::uint32_t d = tree.distance[v];
      if (d == unreachable || d == 0) continue;
      for (const vertex_index u : in[static_cast<vertex_index>(v)]) {
        if (tree.distance[u] + 1 != d) continue;
        tree.parent[v] = u;  // rows are in ascending order
        break;
      }
    }
  });
  return tree;
}

/// The same of a graph in order of degree, in its original numbers.
[[nodiscard]] inline bfs_tree_result bfs_tree(const ordered_graph& g, vertex_index source, const execution& how = {}) {
  detail::expect_vertex(source, g.order());
  const compressed_rows in = g.graph().in_rows();
  const vertex_index start = g.position()[source];
  const auto search = detail::level_search(g.graph().out_rows(), in, std::span<const vertex_index>{&start, 1}, how);
  const std::span<const std::uint32_t> level = search.level();
  bfs_tree_result tree;
  tree.distance = detail::filled_vector<std::uint32_t>(g.order());
  tree.parent = detail::filled_vector<vertex_index>(g.order());
  search.copy_to(tree.distance, g.position(), how);
  parallel_for_blocks(g.order(), std::size_t{1} << 12, how, [&](std::size_t, std::size_t first, std::size_t last) {
    for (std::size_t p = first; p < last; ++p) {
      vertex_index parent = no_parent;
      const std::uint32_t d = level[p];
      if (d != unreachable && d != 0) {
        for (const vertex_index q : in[static_cast<vertex_index>(p)]) {
          if (level[q] + 1 == d && g.original()[q] < parent) parent = g.original()[q];
        }
      }
      tree.parent[g.original()[p]] = parent;
    }
  });
  return tree;
}

}  // namespace capnet
