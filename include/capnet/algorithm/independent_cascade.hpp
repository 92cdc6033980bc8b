#pragma once
/// The independent cascade: how many are reached by something that passes along arcs by chance.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

#include <capnet/algorithm/detail/cascade_sampler.hpp>
#include <capnet/algorithm/detail/live_reach.hpp>
#include <capnet/algorithm/detail/spread_samples.hpp>
#include <capnet/algorithm/spread_estimate.hpp>
#include <capnet/algorithm/spread_graph.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/text.hpp>

namespace capnet {

struct independent_cascade_options {
  std::optional<std::uint32_t> samples{};  ///< empty: exact if `exact_up_to` allows, else 10,000
  std::uint64_t seed = 0;
  unsigned threads = 0;          ///< 0: one for each core; the result does not depend on it
  std::size_t exact_up_to = 15;  ///< reachable edges up to which the result is exact; at most 24
  coin_keys coins = coin_keys::by_row;
  double retention = 1;                ///< probability that who is reached keeps it and passes it on; starts do
  std::optional<std::int32_t> from{};  ///< dated: starts have it from that time on, and edges pass while they hold
  std::stop_token stop{};
  progress_callback report{};
};

namespace detail {

/// Whether each of some choices turns out, in every way that those that are neither sure nor shut can: `visit(chance,
/// on)`, where on(k) says it of choice k.
template <class Visit>
void for_each_outcome(std::span<const double> choices, const std::stop_token& stop, const Visit& visit) {
  constexpr std::uint32_t sure = 32, shut = 33;
  std::vector<std::uint32_t> bit_of(choices.size()), open;
  for (std::uint32_t k = 0; k < choices.size(); ++k) {
    bit_of[k] = choices[k] >= 1 ? sure : choices[k] <= 0 ? shut : static_cast<std::uint32_t>(open.size());
    if (bit_of[k] < sure) open.push_back(k);
  }
  for (std::uint32_t live = 0; live < std::uint32_t{1} << open.size(); ++live) {
    if (live % 1024 == 0) throw_if_stopped(stop);
    double chance = 1;
    for (std::size_t b = 0; b < open.size(); ++b)
      chance *= (live >> b & 1u) != 0 ? choices[open[b]] : 1 - choices[open[b]];
    visit(chance,
          [&](std::size_t k) { return bit_of[k] == sure || (bit_of[k] != shut && (live >> bit_of[k] & 1u) != 0); });
  }
}

/// Who is reached, over every way that edges, and vertices that may not keep it, can turn out.
inline void enumerate_cascade(const spread_graph& g, std::span<const vertex_index> starts,
                              std::span<const vertex_index> reachable, const independent_cascade_options& options,
                              spread_estimate& result) {
  constexpr auto none = static_cast<std::size_t>(-1);
  std::vector<double> choices;
  std::vector<std::size_t> of_edge(g.edges().size(), none), of_vertex(g.order(), none);
  for (const vertex_index u : reachable) {
    g.for_each_out(u, [&](vertex_index, std::uint32_t e) {
      if (of_edge[e] != none) return;
      of_edge[e] = choices.size();
      choices.push_back(g.edges()[e].probability);
    });
  }
  for (const vertex_index v : reachable) {
    of_vertex[v] = choices.size();
    choices.push_back(std::ranges::binary_search(starts, v) ? 1 : options.retention);
  }
  live_reach reach{g, options.from.has_value()};
  std::vector<double> probability(g.order());
  for_each_outcome(choices, options.stop, [&](double chance, const auto& on) {
    const auto found = reach(
        starts, options.from, [&](std::size_t at) { return on(of_edge[g.coins().edge[at]]); },
        [&](vertex_index v) { return on(of_vertex[v]); });
    for (const vertex_index v : found) probability[v] += chance;
    result.spread += chance * static_cast<double>(found.size());
  });
  estimate_exactly(std::move(probability), starts, result);
}

/// Whom starts reach if every arc passes that can, and how many edges leave those.
struct cascade_reach {
  std::vector<vertex_index> vertices{};
  std::size_t edges = 0;
};
[[nodiscard]] inline cascade_reach reach_of_cascade(const spread_graph& g, std::span<const vertex_index> starts,
                                                    const independent_cascade_options& options) {
  live_reach reach{g, options.from.has_value()};
  const auto found = reach(
      starts, options.from, [&](std::size_t at) { return g.coins().can_pass(at); },
      [&](vertex_index v) { return options.retention > 0 || std::ranges::binary_search(starts, v); });
  return {{found.begin(), found.end()}, edges_from(g, found)};
}

/// `reach` is found beside the samples if it is not there yet.
inline void sample_cascade(const spread_graph& g, std::span<const vertex_index> starts,
                           std::optional<cascade_reach> reach, const independent_cascade_options& options,
                           spread_estimate& result) {
  const std::size_t samples = options.samples.value_or(10'000);
  const auto names = options.coins == coin_keys::by_edge ? g.coin_names() : std::span<const std::uint64_t>{};
  const sample_sums all = sum_samples<cascade_sampler>(
      g.order(), samples, {options.threads, options.stop, options.report}, starts,
      [&] {
        return cascade_sampler{g, names, {.seed = options.seed, .retention = options.retention, .from = options.from}};
      },
      [&] {
        if (!reach) reach = reach_of_cascade(g, starts, options);
      });
  result.coins = options.coins;
  result.reachable_edges = reach->edges;
  estimate_from(all, samples, starts, reach->vertices, options.threads, result);
}

}  // namespace detail

/// Independent cascade (Kempe, Kleinberg & Tardos 2003, after Goldenberg, Libai & Muller 2001): a vertex that is
/// reached tries once along each of its arcs, which passes with the edge's probability; who was reached stays so.
///
/// Computed over live-edge graphs: every edge passes or not, once and for all, and those are reached whom the starts
/// reach. Exact, by all ways that edges can turn out, if at most `exact_up_to` edges can be reached from the starts
/// and no number of samples is asked for; else from seeded samples. An edge that never or always passes costs nothing
/// exact, but counts. One try serves both directions of an edge: only the direction from whoever is reached first
/// matters. Parallel edges try each; loops do nothing. No starts: spread 0. A `standard_error` of one sample is unknown
/// (NaN).
///
/// With `retention` below 1 a vertex that is reached passes it on with that probability, or else along none of its
/// arcs; it counts as reached all the same. Exact then if edges and reachable vertices together are few.
///
/// Dated, from a time t0 on: the starts have it from t0; an edge passes from a vertex reached at t at max(t, begin),
/// if that lies before its end, without delay. So ways respect time, and waiting is allowed; the try is still one.
///
/// Coins are integers of Philox4x32-10 below a threshold of 64 bits, which differs from p by less than 2^-53. Samples
/// don't depend on threads, instruction sets, or the order in which edges were given; `coin_keys` says on what they do.
/// Kernel: detail/draw_coins.hpp. Verified by `tests/property/spread_test.cpp`: enumeration with a coin for each
/// direction, and a naive simulation of the same random streams.
///
/// Throws: input_error for starts outside the graph, a retention outside [0, 1], an `exact_up_to` above 24, 0 samples,
/// and two edges of one key where coins are by edge; `stopped`. Time O(2^edges (n + m)) or O(samples (n + m) /
/// threads), space O(threads * n + m).
[[nodiscard]] inline spread_estimate independent_cascade(const spread_graph& g, std::span<const vertex_index> starts,
                                                         const independent_cascade_options& options = {}) {
  detail::expect(options.exact_up_to <= 24, "exact up to ", options.exact_up_to,
                 " edges; expected at most 24: more than 2^24 outcomes are better sampled");
  detail::expect(options.retention >= 0 && options.retention <= 1, "a retention of ", options.retention,
                 "; expected a probability in [0, 1]");
  const std::vector<vertex_index> once = distinct_starts(g, starts);
  spread_estimate result;
  if (options.samples) {
    detail::sample_cascade(g, once, {}, options, result);
    return result;
  }
  detail::cascade_reach reach = detail::reach_of_cascade(g, once, options);
  const std::size_t choices = reach.edges + (options.retention < 1 ? reach.vertices.size() - once.size() : 0);
  if (choices <= options.exact_up_to) {
    result.reachable_edges = reach.edges;
    detail::enumerate_cascade(g, once, reach.vertices, options, result);
  } else {
    detail::sample_cascade(g, once, std::move(reach), options, result);
  }
  return result;
}
/// The same for a graph that is asked once. Throws also as its constructor.
[[nodiscard]] inline spread_estimate independent_cascade(std::size_t order, std::span<const spread_edge> edges,
                                                         std::span<const vertex_index> starts,
                                                         const independent_cascade_options& options = {}) {
  return independent_cascade(spread_graph{order, edges}, starts, options);
}

}  // namespace capnet
