#pragma once
/// The linear threshold model: how many are reached by something that is taken up when enough of those before have it.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <capnet/algorithm/detail/threshold_sampler.hpp>
#include <capnet/algorithm/spread_estimate.hpp>
#include <capnet/algorithm/spread_graph.hpp>
#include <capnet/core/error.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/problem_list.hpp>
#include <capnet/core/text.hpp>

namespace capnet {

struct linear_threshold_options {
  std::optional<std::uint32_t> samples{};  ///< empty: exact if `exact_up_to` allows, else 10,000
  std::uint64_t seed = 0;
  unsigned threads = 0;                ///< 0: one for each core; the result does not depend on it
  std::size_t exact_up_to = 15;        ///< reachable arcs up to which the result is exact; at most 24
  double retention = 1;                ///< probability that who is reached keeps it and passes it on; starts do
  std::optional<std::int32_t> from{};  ///< dated: starts have it from that time on, and edges pass while they hold
  std::stop_token stop{};
  progress_callback report{};
};

/// The weights into a vertex, together.
struct in_weight {
  vertex_index vertex = 0;
  double sum = 0;
};
/// The vertices whose weights of arcs into them sum to more than 1, by more than 1e-9: sums round. Ascending. Time
/// O(n + m).
[[nodiscard]] inline std::vector<in_weight> excessive_in_weights(const spread_graph& g) {
  std::vector<double> sums(g.order());
  g.for_each_arc([&](vertex_index, vertex_index v, std::uint32_t e) { sums[v] += g.edges()[e].probability; });
  std::vector<in_weight> found;
  for (vertex_index v = 0; v < g.order(); ++v) {
    if (sums[v] > 1 + 1e-9) found.push_back({v, sums[v]});
  }
  return found;
}

/// Edges whose weights into each vertex sum to at most 1, and which of those given each was.
struct threshold_edges {
  std::vector<spread_edge> edges{};
  std::vector<std::uint32_t> origin{};
};

/// Divides the weights into each vertex by their sum where that is over 1; what sums to less is left as it is. An edge
/// of both ways becomes two, since its weight may differ by direction. Loops are left out of the sums.
/// Throws: input_error that lists ends outside [0, order) and weights that are negative or not finite. Time O(n + m).
[[nodiscard]] inline threshold_edges normalized_in_weights(std::size_t order, std::span<const spread_edge> edges) {
  problem_list problems;
  for (std::size_t e = 0; e < edges.size(); ++e) {
    if (edges[e].source < order && edges[e].target < order && edges[e].probability >= 0 &&
        edges[e].probability <= 0x1p1000)
      continue;
    problems.add({"", 0, 0,
                  "edge " + std::to_string(e) + " weighs " + short_number(edges[e].probability, 12) + ", from vertex " +
                      std::to_string(edges[e].source) + " to " + std::to_string(edges[e].target) +
                      "; expected a weight that is not negative, and vertices below " + std::to_string(order)});
  }
  if (!problems.empty()) throw input_error{std::move(problems)};
  threshold_edges made;
  std::vector<double> sums(order);
  const auto add = [&](spread_edge uv, std::uint32_t origin) {
    if (uv.source != uv.target) sums[uv.target] += uv.probability;
    uv.both_ways = false;
    made.edges.push_back(uv);
    made.origin.push_back(origin);
  };
  for (std::uint32_t e = 0; e < edges.size(); ++e) {
    spread_edge uv = edges[e];
    const bool both = uv.both_ways && uv.source != uv.target;
    if (both) uv.key.reset();  // two have no key in common
    add(uv, e);
    if (both) std::swap(uv.source, uv.target), add(uv, e);
  }
  for (spread_edge& uv : made.edges) {
    if (uv.source == uv.target)
      uv.probability = std::min(uv.probability, 1.0);
    else if (sums[uv.target] > 1)
      uv.probability /= sums[uv.target];
  }
  return made;
}

/// Linear threshold (Granovetter 1978; Kempe, Kleinberg & Tardos 2003): each vertex draws a threshold uniform in [0, 1]
/// and is reached when the weights of the arcs from those who were reached sum to at least that. The weights into a
/// vertex sum to at most 1.
///
/// Computed over live-edge graphs, to the same distribution: each vertex picks at most one of the arcs into it, each
/// with a probability of its weight, and is reached if that one comes from who was. Exact, by all picks, if at most
/// `exact_up_to` arcs between vertices that can be reached count and no number of samples is asked for; else from
/// seeded samples. Loops do nothing; parallel edges add up; an edge of both ways weighs so much into each end. No
/// starts: spread 0. `retention` and a dated start as in `independent_cascade`: a pick passes while its edge holds, and
/// weights are of all edges whenever they hold.
///
/// Verified by `tests/property/threshold_test.cpp`: thresholds drawn naively, and enumeration.
///
/// Throws: input_error that lists the vertices whose weights sum to more than 1 (by more than 1e-9: sums round), for
/// starts outside the graph, a retention outside [0, 1], an `exact_up_to` above 24, and 0 samples; `stopped`. Time
/// O(2^arcs (n + m)) or O(samples (n + m) / threads), space O(threads * n + m).
[[nodiscard]] inline spread_estimate linear_threshold(const spread_graph& g, std::span<const vertex_index> starts,
                                                      const linear_threshold_options& options = {}) {
  detail::expect(options.exact_up_to <= 24, "exact up to ", options.exact_up_to,
                 " arcs; expected at most 24: more than 2^24 outcomes are better sampled");
  detail::expect(options.retention >= 0 && options.retention <= 1, "a retention of ", options.retention,
                 "; expected a probability in [0, 1]");
  const std::vector<vertex_index> once = distinct_starts(g, starts);
  problem_list problems;
  for (const auto& [v, sum] : excessive_in_weights(g)) {
    problems.add({"", 0, 0,
                  "the weights into vertex " + std::to_string(v) + " sum to " + short_number(sum, 12) +
                      "; expected at most 1, or normalized_in_weights"});
  }
  if (!problems.empty()) throw input_error{std::move(problems)};
  const detail::threshold_picks picks{g};
  detail::live_reach reach{g, options.from.has_value()};
  const auto found = reach(
      once, options.from, [&](std::size_t at) { return g.coins().can_pass(at); },
      [&](vertex_index v) { return options.retention > 0 || std::ranges::binary_search(once, v); });
  const std::vector<vertex_index> reachable{found.begin(), found.end()};

  spread_estimate result;
  const auto into = detail::arcs_into(g, once, reachable);
  for (const auto& arcs : into) result.reachable_edges += arcs.size();
  const std::size_t choices = result.reachable_edges + (options.retention < 1 ? reachable.size() - once.size() : 0);
  if (!options.samples && choices <= options.exact_up_to) {
    double spread = 0;
    std::vector<double> probability(g.order());
    detail::threshold_outcomes outcomes{g, once, reachable, into, options.retention, options.stop};
    outcomes.for_each([&](double chance, const auto& live, const auto& keeps) {
      const auto reached = reach(once, options.from, live, keeps);
      for (const vertex_index v : reached) probability[v] += chance;
      spread += chance * static_cast<double>(reached.size());
    });
    result.spread = spread;
    detail::estimate_exactly(std::move(probability), once, result);
    return result;
  }
  const std::size_t samples = options.samples.value_or(10'000);
  const detail::sample_sums all = detail::sum_samples<detail::threshold_sampler>(
      g.order(), samples, {options.threads, options.stop, options.report}, once,
      [&] { return detail::threshold_sampler{g, picks, options.seed, options.retention, options.from}; }, [] {});
  detail::estimate_from(all, samples, once, reachable, options.threads, result);
  return result;
}
/// The same for a graph that is asked once. Throws also as its constructor.
[[nodiscard]] inline spread_estimate linear_threshold(std::size_t order, std::span<const spread_edge> edges,
                                                      std::span<const vertex_index> starts,
                                                      const linear_threshold_options& options = {}) {
  return linear_threshold(spread_graph{order, edges}, starts, options);
}

}  // namespace capnet
