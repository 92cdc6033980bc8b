#pragma once
/// Opinions and knowledge as weighted means of those that one listens to.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/algorithm/concepts.hpp>
#include <capnet/algorithm/strong_components.hpp>
#include <capnet/core/error.hpp>
#include <capnet/core/text.hpp>

namespace capnet {

struct linear_flow_options {
  double tolerance = 1e-12;  ///< converged once `bound` is no more than this
  std::size_t max_iterations = 100'000;
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

/// Sums of the weights of each vertex. Throws unless there is a finite start for each, and every row of weights is a
/// distribution or empty.
template <weighted_graph Graph>
[[nodiscard]] std::vector<double> check_stochastic(const Graph& g, std::span<const double> start) {
  if (start.size() != g.order()) {
    throw input_error{std::to_string(start.size()) + " values for " + std::to_string(g.order()) +
                      " vertices; expected one for each"};
  }
  std::vector<double> sums(g.order());
  problem_list problems;
  for (vertex_index u = 0; u < g.order(); ++u) {
    if (!std::isfinite(start[u])) {
      problems.add({"", 0, 0,
                    "the value of vertex " + std::to_string(u) + " is " + short_number(start[u]) +
                        "; expected a finite number"});
    }
    bool wrong = false;
    for (const double weight : g.weights(u)) {
      sums[u] += weight;
      wrong = wrong || !(weight >= 0);
    }
    if (g.out_degree(u) > 0 && (wrong || !(std::abs(sums[u] - 1) <= 1e-9))) {
      problems.add({"", 0, 0,
                    "the weights of vertex " + std::to_string(u) + " add up to " + short_number(sums[u], 12) +
                        (wrong ? ", one of them negative or unknown" : "") +
                        "; expected weights from 0 that add up to 1"});
    }
  }
  if (!problems.empty()) throw input_error{std::move(problems)};
  return sums;
}

/// x <- A W x + (I - A) x0, and how far x can still be from where it tends to.
///
/// The distance e to the fixed point obeys |e| <- A W |e|, so that s <- A W s, begun with the range of x0, stays above
/// it. Where people who all give way listen to each other alone (a strong component that nobody in it looks out of),
/// A W loses nothing, but they agree in the end on a value between the least and the largest of theirs: there s is the
/// range of their present values. Both are bounds, whatever the eigenvalues.
template <weighted_graph Graph>
class linear_iteration {
 public:
  /// `susceptibility` may be empty: all are 1.
  linear_iteration(const Graph& g, std::span<const double> susceptibility, std::span<const double> start)
      : g_{g}, a_{susceptibility}, start_{start}, sums_{check_stochastic(g, start)} {
    find_circles();
  }

  [[nodiscard]] linear_flow_result run(const linear_flow_options& options) {
    linear_flow_result result{.values = {start_.begin(), start_.end()}};
    const auto [least, largest] = std::ranges::minmax_element(start_);
    std::vector<double> next(start_.size());
    std::vector<double> bound(start_.size(), start_.empty() ? 0 : *largest - *least);
    std::vector<double> next_bound(start_.size());
    bound_circles(result.values, bound);
    const double tolerance = std::max(options.tolerance, rounding());
    while (!result.converged && result.iterations < options.max_iterations) {
      result.residual = 0;
      for (vertex_index u = 0; u < g_.order(); ++u) {
        const double a = a_.empty() ? 1 : a_[u];
        next[u] = a * heard(u, result.values) + (1 - a) * start_[u];
        next_bound[u] = a * heard(u, bound);
        result.residual = std::max(result.residual, std::abs(next[u] - result.values[u]));
      }
      std::swap(result.values, next);
      std::swap(bound, next_bound);
      bound_circles(result.values, bound);
      result.bound = bound.empty() ? 0 : *std::ranges::max_element(bound);
      ++result.iterations;
      result.converged = result.bound <= tolerance;
    }
    return result;
  }

 private:
  static constexpr vertex_index nowhere = std::numeric_limits<vertex_index>::max();
  struct range {
    double least = std::numeric_limits<double>::infinity();
    double largest = -std::numeric_limits<double>::infinity();
  };

  /// The mean of what u listens to; of who listens to nobody the own value.
  [[nodiscard]] double heard(vertex_index u, const std::vector<double>& x) const {
    if (g_.out_degree(u) == 0) return x[u];
    double sum = 0;
    for (std::size_t k = 0; k < g_.out_degree(u); ++k) sum += g_.weights(u)[k] * x[g_.successors(u)[k]];
    return sum / sums_[u];
  }

  /// Who is in a circle of people that all give way and listen to each other alone.
  void find_circles() {
    std::vector<edge> listening;
    for (vertex_index u = 0; u < g_.order(); ++u) {
      for (std::size_t k = 0; k < g_.out_degree(u); ++k) {
        if (g_.weights(u)[k] > 0) listening.push_back({u, g_.successors(u)[k]});
      }
    }
    circle_ = strong_components(compressed_graph::from_edges(g_.order(), listening,
                                                             {.directed = true, .parallel = parallel_edges::first}),
                                {.threads = 1})
                  .label;
    std::vector<bool> open(g_.order());
    for (const edge& uv : listening) {
      if (circle_[uv.source] != circle_[uv.target]) open[circle_[uv.source]] = true;
    }
    for (vertex_index u = 0; u < g_.order() && !a_.empty(); ++u) {
      if (a_[u] < 1) open[circle_[u]] = true;
    }
    for (vertex_index& label : circle_) label = open[label] ? nowhere : label;
    ranges_.resize(g_.order());
  }

  void bound_circles(const std::vector<double>& x, std::vector<double>& bound) {
    std::ranges::fill(ranges_, range{});
    for (vertex_index u = 0; u < g_.order(); ++u) {
      if (circle_[u] == nowhere) continue;
      range& all = ranges_[circle_[u]];
      all = {std::min(all.least, x[u]), std::max(all.largest, x[u])};
    }
    for (vertex_index u = 0; u < g_.order(); ++u) {
      if (circle_[u] != nowhere) bound[u] = ranges_[circle_[u]].largest - ranges_[circle_[u]].least;
    }
  }

  /// Values that differ by less may be the same but for rounding.
  [[nodiscard]] double rounding() const {
    std::size_t longest = 0;
    double size = 0;
    for (vertex_index u = 0; u < g_.order(); ++u) {
      longest = std::max(longest, g_.out_degree(u));
      size = std::max(size, std::abs(start_[u]));
    }
    return (8 + 4 * static_cast<double>(longest)) * size * 0x1p-53;
  }

  const Graph& g_;
  std::span<const double> a_, start_;
  std::vector<double> sums_;
  std::vector<vertex_index> circle_;  ///< its smallest member, or nowhere
  std::vector<range> ranges_;         ///< [smallest member]
};

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
/// Throws: input_error for weights that are negative, unknown or do not add up, and unless `start` has a finite value
/// for every vertex. Time O(iterations * m), space O(n + m).
template <weighted_graph Graph>
[[nodiscard]] linear_flow_result degroot(const Graph& g, std::span<const double> start,
                                         const linear_flow_options& options = {}) {
  return detail::linear_iteration{g, {}, start}.run(options);
}

/// Friedkin & Johnsen (1990): x <- A W x + (I - A) x0. Everyone keeps to where they began with weight 1 -
/// `susceptibility`[u].
///
/// Weights, and what converged means, as for `degroot`, which this is where every susceptibility is 1. Converges if
/// from every vertex a chain of listening leads to someone with susceptibility below 1.
///
/// Throws: input_error as `degroot`, and for susceptibilities outside [0, 1] or not one for each vertex.
/// Time O(iterations * m), space O(n + m).
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
  return detail::linear_iteration{g, susceptibility, start}.run(options);
}

}  // namespace capnet
