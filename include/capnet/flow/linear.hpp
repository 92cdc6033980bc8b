#pragma once
/// Opinions and knowledge as weighted means of those that one listens to.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <capnet/algorithm/concepts.hpp>
#include <capnet/core/error.hpp>
#include <capnet/core/text.hpp>

namespace capnet {

struct linear_flow_options {
  double tolerance = 1e-12;  ///< converged once no value changes by more
  std::size_t max_iterations = 100'000;
};

/// The values reached. Not to converge is an answer: a cycle of listeners can go round for ever.
struct linear_flow_result {
  std::vector<double> values{};
  bool converged = false;
  std::size_t iterations = 0;
  double residual = 0;  ///< the largest change in the last iteration
};

namespace detail {

// Whether u listens to nobody; throws unless every row of weights is a distribution or empty.
template <weighted_graph Graph>
[[nodiscard]] std::vector<bool> check_stochastic(const Graph& g, std::size_t values) {
  if (values != g.order()) {
    throw input_error{std::to_string(values) + " values for " + std::to_string(g.order()) +
                      " vertices; expected one for each"};
  }
  std::vector<bool> alone(g.order());
  std::vector<problem> problems;
  for (vertex_index u = 0; u < g.order(); ++u) {
    double sum = 0;
    bool negative = false;
    for (const double weight : g.weights(u)) {
      sum += weight;
      negative = negative || !(weight >= 0);
    }
    alone[u] = g.out_degree(u) == 0;
    if (!alone[u] && (negative || !(std::abs(sum - 1) <= 1e-9))) {
      problems.push_back({"", 0, 0,
                          "the weights of vertex " + std::to_string(u) + " add up to " + short_number(sum, 12) +
                              (negative ? ", one of them negative" : "") +
                              "; expected weights from 0 that add up to 1"});
    }
  }
  if (!problems.empty()) throw input_error{std::move(problems)};
  return alone;
}

template <weighted_graph Graph, class Blend>
[[nodiscard]] linear_flow_result iterate_linear(const Graph& g, std::span<const double> start,
                                                const linear_flow_options& options, const Blend& blend) {
  const std::vector<bool> alone = check_stochastic(g, start.size());
  linear_flow_result result{.values = {start.begin(), start.end()}};
  std::vector<double> next(start.size());
  while (!result.converged && result.iterations < options.max_iterations) {
    result.residual = 0;
    for (vertex_index u = 0; u < g.order(); ++u) {
      double heard = alone[u] ? result.values[u] : 0;
      for (std::size_t k = 0; k < g.out_degree(u); ++k) heard += g.weights(u)[k] * result.values[g.successors(u)[k]];
      next[u] = blend(u, heard);
      result.residual = std::max(result.residual, std::abs(next[u] - result.values[u]));
    }
    std::swap(result.values, next);
    ++result.iterations;
    result.converged = result.residual <= options.tolerance;
  }
  return result;
}

}  // namespace detail

/// DeGroot (1974): x <- T x until nothing changes. Everyone takes the weighted mean of those they listen to.
///
/// The weight of the arc from u to v is how much u listens to v; the weights of u add up to 1 (within 1e-9), a loop is
/// trust in oneself. A vertex without arcs keeps its value. Values stay within the range of `start`. A strongly
/// connected, aperiodic graph reaches one common value: the weight of v in it is the result for the start that is 1 at
/// v and 0 elsewhere.
///
/// Throws: input_error for weights that are negative or do not add up, and unless `start` has a value for every vertex.
/// Time O(iterations * m), space O(n).
template <weighted_graph Graph>
[[nodiscard]] linear_flow_result degroot(const Graph& g, std::span<const double> start,
                                         const linear_flow_options& options = {}) {
  return detail::iterate_linear(g, start, options, [](vertex_index, double heard) { return heard; });
}

/// Friedkin & Johnsen (1990): x <- A W x + (I - A) x0. Everyone keeps to where they began with weight 1 -
/// `susceptibility`[u].
///
/// Weights as for `degroot`, which this is where every susceptibility is 1. Converges if from every vertex a chain of
/// listening leads to someone with susceptibility below 1.
///
/// Throws: input_error as `degroot`, and for susceptibilities outside [0, 1] or not one for each vertex.
/// Time O(iterations * m), space O(n).
template <weighted_graph Graph>
[[nodiscard]] linear_flow_result friedkin_johnsen(const Graph& g, std::span<const double> susceptibility,
                                                  std::span<const double> start,
                                                  const linear_flow_options& options = {}) {
  if (susceptibility.size() != g.order()) {
    throw input_error{std::to_string(susceptibility.size()) + " susceptibilities for " + std::to_string(g.order()) +
                      " vertices; expected one for each"};
  }
  for (const double a : susceptibility) {
    if (!(a >= 0 && a <= 1)) throw input_error{"susceptibility " + short_number(a, 12) + "; expected one in [0, 1]"};
  }
  return detail::iterate_linear(g, start, options, [&](vertex_index u, double heard) {
    return susceptibility[u] * heard + (1 - susceptibility[u]) * start[u];
  });
}

}  // namespace capnet
