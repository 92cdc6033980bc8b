#pragma once
/// By which way something most probably arrives, or first.
#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include <capnet/algorithm/detail/live_reach.hpp>
#include <capnet/algorithm/spread_graph.hpp>
#include <capnet/core/expect.hpp>

namespace capnet {

/// How something most probably arrives at a vertex: one step of a tree of such ways, walked back by `path_to`.
struct likely_step {
  double probability = 0;             ///< that every edge on the way passes; 1 at a start, 0 if there is no way
  std::optional<std::size_t> edge{};  ///< position of the last edge of the way; empty at a start
  vertex_index from = 0;              ///< where the last edge comes from
};

/// For each vertex the way from a start along which something most probably arrives: the greatest product of
/// probabilities (Dijkstra 1959). Among equals the one found first, so that the result depends on the numbers of
/// vertices and the places of arcs alone. A vertex hears at least with this probability, and with more if it has
/// several ways. Throws input_error for starts outside the graph. Time O(m log n), space O(n + m).
[[nodiscard]] inline std::vector<likely_step> likely_paths(const spread_graph& g,
                                                           std::span<const vertex_index> starts) {
  const std::vector<vertex_index> once = distinct_starts(g, starts);
  struct step {
    double probability;
    vertex_index vertex;
  };
  auto later = [](const step& a, const step& b) {
    return a.probability != b.probability ? a.probability < b.probability : a.vertex > b.vertex;
  };
  std::vector<likely_step> paths(g.order());
  std::vector<bool> settled(g.order());
  std::vector<step> heap;
  auto push = [&](step s) {
    heap.push_back(s);
    std::ranges::push_heap(heap, later);
  };
  for (const vertex_index v : once) {
    paths[v].probability = 1;
    push({1, v});
  }
  while (!heap.empty()) {
    std::ranges::pop_heap(heap, later);
    const vertex_index u = heap.back().vertex;
    heap.pop_back();
    if (settled[u]) continue;
    settled[u] = true;
    g.for_each_out(u, [&](vertex_index v, std::uint32_t e) {
      const double probability = paths[u].probability * g.edges()[e].probability;
      if (settled[v] || probability <= paths[v].probability) return;
      paths[v] = {probability, e, u};
      push({probability, v});
    });
  }
  return paths;
}

/// For each vertex the way from a start along which something can arrive first, over edges that can pass while they
/// hold: starts have it at `from`, and who has it at t passes it on from t + `delay` on. `probability` is that all
/// edges of the way pass; 0 where there is no way in time. Throws as above, and for a delay other than 0 or 1.
/// Time O(m log n), space O(n + m).
[[nodiscard]] inline std::vector<likely_step> first_paths(const spread_graph& g, std::span<const vertex_index> starts,
                                                          std::int32_t from, std::int32_t delay = 0) {
  detail::expect(delay == 0 || delay == 1, "a delay of ", delay, "; expected 0 or 1");
  const std::vector<vertex_index> once = distinct_starts(g, starts);
  std::vector<likely_step> paths(g.order());
  detail::arrival_queue arrivals{g.order(), delay};
  arrivals.start(once, from);
  for (const vertex_index v : once) paths[v].probability = 1;
  while (const auto u = arrivals.take()) {
    g.for_each_out(*u, [&](vertex_index v, std::uint32_t e) {
      const spread_edge& uv = g.edges()[e];
      if (uv.probability > 0 && arrivals.offer(uv, v, arrivals.arrival(*u)))
        paths[v] = {paths[*u].probability * uv.probability, e, *u};
    });
  }
  return paths;
}

/// The positions of the edges on the way to `v`, from a start on; empty at a start and where there is no
/// way. Pre: `paths` is a result of `likely_paths` or `first_paths`. Time and space O(length of the way).
[[nodiscard]] inline std::vector<std::size_t> path_to(std::span<const likely_step> paths, vertex_index v) {
  detail::expect(v < paths.size(), "vertex ", v, " of ", paths.size(), "; expected a number below that");
  std::vector<std::size_t> edges;
  for (; paths[v].edge; v = paths[v].from) edges.push_back(*paths[v].edge);
  std::ranges::reverse(edges);
  return edges;
}

}  // namespace capnet
