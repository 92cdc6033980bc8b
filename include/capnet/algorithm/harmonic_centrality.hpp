#pragma once
/// How near a vertex is to all others, also where the graph is not connected.
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

struct harmonic_options {
  unsigned threads = 0;  ///< 0: one for each core; the result is the same
  std::stop_token stop{};
  progress_callback report{};
  std::size_t samples = 0;  ///< distances to so many vertices drawn at random, scaled up. 0, or n and more: to all
  std::uint64_t seed = 0;   ///< of the draw
};

namespace detail {

inline std::vector<double> harmonic_of(const compressed_graph& g, const ordered_graph* ordered,
                                       const harmonic_options& options) {
  const sampled_distances d =
      distances_to_samples(g, ordered, options.samples, options.seed, {options.threads, options.stop, options.report});
  auto sum = detail::filled_vector<double>(g.order());
  for (vertex_index u = 0; u < g.order(); ++u) {
    if (d.others[u] > 0) sum[u] = d.sums[u].inverse() * ((g.order() - 1.0) / d.others[u]);
  }
  return sum;
}

}  // namespace detail

/// Harmonic centrality: the sum of 1 / d(u, v) over all other v (Marchiori & Latora 2000; Rochat 2009). Not normalized.
///
/// Range [0, n - 1]; n - 1 is adjacent to all. What can't be reached from u adds 0. In a directed graph the distances
/// are those from u along arcs. Loops and repeats change nothing. With `samples` the mean over that many vertices drawn
/// without replacement, times n - 1 (Eppstein & Wang 2004): with probability 95% a vertex chosen beforehand is off by
/// no more than n sqrt(ln(40) / (2 samples)) (Hoeffding). Seed and numbers of the vertices say which are drawn.
///
/// Kernel: breadth-first search from 64 vertices at once against the arcs (Then et al. 2014), on a large graph in order
/// of degree. Inverse distances are added in units of 2^-57: the same bits in any order. Verifier: tests/oracle (Floyd
/// & Warshall). Throws: stopped.   Time at most O(n (n + m)), mostly near a 64th; space O(n + m), below 65,536 vertices
/// O(n) a thread too.
template <adjacency_graph Graph>
[[nodiscard]] std::vector<double> harmonic_centrality(const Graph& g, const harmonic_options& options = {}) {
  return detail::harmonic_of(*detail::compressed_view<Graph>{g}, nullptr, options);
}

/// In the numbers of the graph that g was made from.
[[nodiscard]] inline std::vector<double> harmonic_centrality(const ordered_graph& g,
                                                             const harmonic_options& options = {}) {
  return detail::harmonic_of(g.graph(), &g, options);
}

namespace measure {
inline constexpr graph_measure harmonic{
    .info = {.name = "harmonic",
             .label = {"Harmonic centrality", "調和中心性"},
             .meaning = {"how near all others are, those out of reach at 0", "ほかのすべてへの近さ（届かない相手は0）"},
             .unit = "index",
             .definition = "sum over others of 1 / distance, not normalized",
             .source = "Boldi & Vigna 2014",
             .cost = measure_cost::heavy,
             .defined_for = "graphs",
             .rank = 290},
    .of_vertices = true,
    .find = [](const graph_context& context, graph_findings& found) {
      found.add_column("harmonic", harmonic_centrality(context.graph(), {.threads = 0}));
    }};
}  // namespace measure

}  // namespace capnet
