#pragma once
/// Centralities of two-mode graphs, each relative to the largest that a vertex of its mode can have (Borgatti & Everett
/// 1997).
///
/// One-mode normalization is wrong here: a woman can be tied to the events at most, never to the other women.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <capnet/algorithm/betweenness.hpp>
#include <capnet/algorithm/bfs_distances.hpp>
#include <capnet/algorithm/two_mode_graph.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/parallel.hpp>

namespace capnet {

struct two_mode_centrality_options {
  unsigned threads = 1;  ///< 0: one for each core; the result is the same
};

/// Degree: the share of the other mode that u is adjacent to (Borgatti & Everett 1997).
///
/// Range [0, 1]. The other mode has no vertices: empty.   Time and space O(n).
[[nodiscard]] inline std::vector<std::optional<double>> two_mode_degree(const two_mode_graph& g) {
  std::vector<std::optional<double>> degree(g.order());
  for (vertex_index u = 0; u < g.order(); ++u) {
    const vertex_index most = g.order(other(g.mode_of(u)));
    if (most > 0) degree[u] = static_cast<double>(g.out_degree(u)) / most;
  }
  return degree;
}

/// The largest betweenness, over unordered pairs of all other vertices, that a vertex of a mode can have in any
/// two-mode graph.
///
/// With p = own - 1 other vertices of its mode, s = p div opposite and t = p mod opposite, it is
/// (opposite^2 (s + 1)^2 + opposite (s + 1)(2t - s - 1) - t (2s - t + 3)) / 2: the vertex is adjacent to the whole
/// opposite mode, over which the rest of its own hang as evenly as they can (Borgatti & Everett 1997). 0 if no pair can
/// need it.
///
/// Verifier: tests/oracle (all two-mode graphs of up to 7 vertices).   Throws: input_error if own is 0.   Time O(1).
[[nodiscard]] inline double largest_two_mode_betweenness(vertex_index own, vertex_index opposite) {
  detail::expect(own > 0, "a vertex of a mode that has none; expected 1 or more vertices of its own mode");
  if (opposite == 0) return 0;
  const double n = opposite;
  const double s = std::floor((own - 1.0) / n);
  const double t = own - 1.0 - s * n;
  return (n * n * (s + 1) * (s + 1) + n * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3)) / 2;
}

/// Betweenness over all pairs of other vertices, of either mode, divided by the largest that the two modes allow
/// (Borgatti & Everett 1997).
///
/// Range [0, 1]. Where that largest is 0, as for the leaves of a star: empty.   Time O(n (n + m)), space O(n + m).
[[nodiscard]] inline std::vector<std::optional<double>> two_mode_betweenness(
    const two_mode_graph& g, const two_mode_centrality_options& options = {}) {
  const std::vector<double> raw = betweenness(g.graph(), {.threads = options.threads}).raw;
  std::vector<std::optional<double>> normalized(g.order());
  for (const mode m : {mode::first, mode::second}) {
    if (g.order(m) == 0) continue;
    const double largest = largest_two_mode_betweenness(g.order(m), g.order(other(m)));
    if (!(largest > 0)) continue;
    for (const vertex_index u : g.vertices(m)) normalized[u] = raw[u] / largest;
  }
  return normalized;
}

/// Closeness: the least sum of distances that the two modes allow, opposite + 2 (own - 1), divided by that of u
/// (Borgatti & Everett 1997).
///
/// Range (0, 1]; 1 is adjacent to the whole other mode. A vertex that does not reach all others, or has none: empty, as
/// its sum of distances has no meaning; harmonic_centrality has one there.   Time O(n (n + m)), space O(n) a thread.
[[nodiscard]] inline std::vector<std::optional<double>> two_mode_closeness(
    const two_mode_graph& g, const two_mode_centrality_options& options = {}) {
  std::vector<std::optional<double>> closeness(g.order());
  parallel_for_blocks(g.order(), 64, options.threads, [&](std::size_t, std::size_t first, std::size_t last) {
    for (std::size_t k = first; k < last; ++k) {
      const auto u = static_cast<vertex_index>(k);
      const std::vector<std::uint32_t> distance = bfs_distances(g, u);
      if (distance.size() < 2 || std::ranges::find(distance, unreachable) != distance.end()) continue;
      std::uint64_t sum = 0;
      for (const std::uint32_t d : distance) sum += d;
      const double least = g.order(other(g.mode_of(u))) + 2 * (g.order(g.mode_of(u)) - 1.0);
      closeness[u] = least / static_cast<double>(sum);
    }
  });
  return closeness;
}

}  // namespace capnet
