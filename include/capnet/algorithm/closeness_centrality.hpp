#pragma once
/// How near a vertex is to those it reaches.
#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/algorithm/concepts.hpp>
#include <capnet/algorithm/detail/distance_sums.hpp>
#include <capnet/algorithm/graph_measure.hpp>
#include <capnet/algorithm/ordered_graph.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/core/large_vector.hpp>

namespace capnet {

struct closeness_options {
  unsigned threads = 0;  ///< 0: one for each core; the result is the same
  std::stop_token stop{};
  progress_callback report{};
  std::size_t samples = 0;  ///< distances to so many vertices drawn at random. 0, or n and more: to all
  std::uint64_t seed = 0;   ///< of the draw
};

namespace detail {

inline std::vector<double> closeness_of(const compressed_graph& g, const ordered_graph* ordered,
                                        const closeness_options& options) {
  const sampled_distances d =
      distances_to_samples(g, ordered, options.samples, options.seed, {options.threads, options.stop, options.report});
  auto closeness = detail::filled_vector<double>(g.order());
  for (vertex_index u = 0; u < g.order(); ++u) {
    if (d.sums[u].total == 0) continue;
    const double reached = d.sums[u].reached;
    closeness[u] = reached / static_cast<double>(d.sums[u].total) * (reached / d.others[u]);
  }
  return closeness;
}

}  // namespace detail

/// Closeness: r / (n - 1) times r / (sum of the distances from u to the r others that it reaches) (Wasserman & Faust
/// 1994, p. 201).
///
/// In a connected graph (n - 1) / (sum of distances) (Freeman 1979); the first factor keeps a vertex of a small part
/// from seeming central. Range [0, 1]; 1 is adjacent to all. Reaches none: 0. In a directed graph the distances are
/// those from u along arcs. Loops and repeats change nothing. With `samples` all sums are over that many vertices drawn
/// without replacement, with their number for n - 1 (less one where u is drawn; Eppstein & Wang 2004); seed and numbers
/// of the vertices say which are drawn.
///
/// Kernel: as harmonic_centrality; sums of distances are integers. Verifier: tests/oracle (Floyd & Warshall). Throws:
/// stopped. Time at most O(n (n + m)), mostly near a 64th; space O(n + m), below 65,536 vertices O(n) a thread too.
template <adjacency_graph Graph>
[[nodiscard]] std::vector<double> closeness_centrality(const Graph& g, const closeness_options& options = {}) {
  return detail::closeness_of(*detail::compressed_view<Graph>{g}, nullptr, options);
}

/// In the numbers of the graph that g was made from.
[[nodiscard]] inline std::vector<double> closeness_centrality(const ordered_graph& g,
                                                              const closeness_options& options = {}) {
  return detail::closeness_of(g.graph(), &g, options);
}

namespace measure {
inline constexpr graph_measure closeness{
    .info = {.name = "closeness",
             .label = {"Closeness", "近接中心性"},
             .meaning = {"how near the others are that it reaches", "行き着ける相手への近さ"},
             .unit = "index",
             .range = value_range{0, 1},
             .definition = "reached / all others, times reached / sum of their distances",
             .source = "Wasserman & Faust 1994",
             .cost = measure_cost::heavy,
             .defined_for = "graphs",
             .rank = 280},
    .of_vertices = true,
    .find = [](const graph_context& context, graph_findings& found) {
      found.add_column("closeness", closeness_centrality(context.graph()));
    }};
}  // namespace measure

}  // namespace capnet
