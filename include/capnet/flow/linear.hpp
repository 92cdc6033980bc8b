#pragma once
/// Opinions and knowledge as weighted means of those that one listens to.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <span>
#include <stop_token>
#include <vector>

#include <capnet/algorithm/concepts.hpp>
#include <capnet/algorithm/detail/linear_averaging.hpp>
#include <capnet/algorithm/ordered_graph.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/core/expect.hpp>

namespace capnet {

struct linear_flow_options {
  double tolerance = 1e-12;  ///< converged once `bound` is no more than this
  std::size_t max_iterations = 100'000;
  unsigned threads = 0;  ///< 0: one for each core
  std::stop_token stop{};
  progress_callback report{};  ///< the stage is "linear flow, bound 1.2e-05"
};

/// The values reached. Not to converge is an answer: a cycle of listeners can go round for ever, and a slow network is
/// far from its end after many small steps.
struct linear_flow_result {
  std::vector<double> values{};
  bool converged = false;
  std::size_t iterations = 0;
  double residual = 0;  ///< the largest change in the last iteration: small also where small changes go on for long
  double bound = 0;     ///< no value is further from where it tends to than this, but for rounding
};

namespace detail {

/// Steps until the bound is within the tolerance.
[[nodiscard]] inline linear_flow_result run_averaging(averaging of, const linear_flow_options& options) {
  const execution how{options.threads, options.stop, {}};
  of.sums = check_averaging(of, how);
  of.circle = closed_circles(of, how);
  // Values that differ by less may be the same but for rounding.
  std::size_t longest = 0;
  double size = 0;
  for (vertex_index u = 0; u < of.graph->order(); ++u) {
    longest = std::max(longest, of.graph->out_degree(u));
    size = std::max(size, std::abs(of.start[u]));
  }
  const double tolerance = std::max(options.tolerance, (8 + 4 * static_cast<double>(longest)) * size * 0x1p-53);
  averaging_steps steps{of, how};
  linear_flow_result result{.bound = steps.bound()};
  double fraction = 0;
  const double first = std::max(steps.bound(), tolerance);
  while (!result.converged && result.iterations < options.max_iterations) {
    throw_if_stopped(options.stop);
    steps.step();
    ++result.iterations;
    result.bound = steps.bound();
    result.residual = steps.residual();
    result.converged = result.bound <= tolerance;
    if (!options.report) continue;
    const double digits = result.converged ? 1 : std::log(result.bound / first) / std::log(tolerance / (2 * first));
    fraction = std::clamp(digits, fraction, 1.0);
    char text[48];
    std::snprintf(text, sizeof text, "linear flow, bound %.2g", result.bound);
    options.report({fraction, text});
  }
  result.values = steps.values();
  return result;
}

}  // namespace detail

/// DeGroot (1974): x <- T x until all are near where they tend to. Everyone takes the weighted mean of those they
/// listen to.
///
/// The weight of the arc from u to v is how much u listens to v; the weights of u add up to 1 (within 1e-9; they are
/// divided by their sum), a loop is trust in oneself. A vertex without arcs keeps its value. Values stay within the
/// range of `start`. A strongly connected, aperiodic graph reaches one common value: the weight of v in it is the
/// result for the start that is 1 at v and 0 elsewhere.
///
/// Converged means near the end, not slow: by a bound on the distance to it (see linear_flow_result::bound), of which
/// `tolerance` is the most. Within a group that listens to itself alone it is the range of its values, beyond such
/// groups what of the range of `start` is left after as many steps. A tolerance below rounding, (8 + 4 arcs of the
/// longest row) 2^-53 times the largest value, counts as that.
///
/// Kernel: 16 rows side by side, values and bounds in one pass (detail/linear_averaging.hpp); the same bits at any
/// number of threads. Verifier: tests/oracle/linear_test.cpp (dense tables).
///
/// Throws: input_error for weights that are negative, unknown or do not add up, and unless `start` has a finite value
/// for every vertex; stopped. Time O(iterations (n + m) / threads), space O(n + m).
template <weighted_graph Graph>
[[nodiscard]] linear_flow_result degroot(const Graph& g, std::span<const double> start,
                                         const linear_flow_options& options = {}) {
  const detail::compressed_view<Graph> view{g};
  return detail::run_averaging({.graph = &*view, .start = start}, options);
}

/// Friedkin & Johnsen (1990): x <- A W x + (I - A) x0. Everyone keeps to where they began with weight 1 -
/// `susceptibility`[u].
///
/// Weights, and what converged means, as for `degroot`, which this is where every susceptibility is 1. Converges if
/// from every vertex a chain of listening leads to someone with susceptibility below 1.
///
/// Throws: input_error as `degroot`, and for susceptibilities outside [0, 1] or not one for each vertex.
/// Time O(iterations (n + m) / threads), space O(n + m).
template <weighted_graph Graph>
[[nodiscard]] linear_flow_result friedkin_johnsen(const Graph& g, std::span<const double> susceptibility,
                                                  std::span<const double> start,
                                                  const linear_flow_options& options = {}) {
  if (susceptibility.size() != g.order())
    detail::refuse(susceptibility.size(), " susceptibilities for ", g.order(), " vertices; expected one for each");
  const detail::compressed_view<Graph> view{g};
  return detail::run_averaging({.graph = &*view, .susceptibility = susceptibility, .start = start}, options);
}

}  // namespace capnet
