#pragma once
/// Whom to tell first, so that as many as possible hear of it.
#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/algorithm/detail/greedy_cover.hpp>
#include <capnet/algorithm/detail/incoming_arcs.hpp>
#include <capnet/algorithm/detail/reverse_reachable_sets.hpp>
#include <capnet/algorithm/detail/seed_limits.hpp>
#include <capnet/algorithm/influence_bounds.hpp>
#include <capnet/algorithm/ordered_graph.hpp>
#include <capnet/core/elementary.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/core/wilson.hpp>

namespace capnet {

/// How what starts at some vertices goes on along arcs.
enum class diffusion_model : std::uint8_t {
  independent_cascade,  ///< a vertex newly reached tries once along each arc out, which weighs the probability
  linear_threshold,  ///< a vertex is reached once those that reach it weigh as much as its threshold, uniform in [0, 1]
};

struct influence_options {
  diffusion_model model = diffusion_model::independent_cascade;
  double epsilon = .1;  ///< how much of the largest spread may be lost to sampling, beside what greedy choice loses
  double ell = 1;       ///< the guarantee fails with probability order^-ell, and no more than .01
  std::uint64_t seed = 0;
  /// Vertices that may be chosen. Nothing: all; an empty list: none.
  std::optional<std::span<const vertex_index>> candidates{};
  /// [vertex] its group, and [group] how many of it may be chosen; a vertex of a group that is not there may not.
  std::span<const std::uint32_t> group{};
  std::span<const std::size_t> group_limits{};
  std::size_t max_members = std::size_t{1} << 30;  ///< of all samples together, 4 bytes each
  unsigned threads = 0;                            ///< 0: one for each core
  std::stop_token stop{};
  /// The stage is "influence, bound 0.58 of 0.53": what is reached of what is wanted.
  progress_callback report{};
};

struct influence_seed {
  vertex_index vertex = 0;
  double gain = 0;  ///< of the spread, beside the seeds before it
  friend bool operator==(const influence_seed&, const influence_seed&) = default;
};

struct influence_result {
  std::vector<influence_seed> seeds{};  ///< in order of choice
  double spread = 0;          ///< expected number of vertices reached, the seeds counted: the sum of the gains
  double standard_error = 0;  ///< of it
  double low = 0, high = 0;   ///< its 95% interval (Wilson's)
  /// The spread is at least so large a share of the largest that the limits allow, with probability `confidence`,
  /// whatever the graph.
  double guarantee = 0;
  double confidence = 0;
  /// The share that is certain for this graph and these seeds, with the same probability: `spread_at_least` /
  /// `optimum_at_most`.
  double bound = 0;
  double spread_at_least = 0, optimum_at_most = 0;
  std::size_t sets = 0;  ///< samples that were drawn, of which half chose the seeds
};

namespace detail {

/// Chooses seeds by OPIM-C.
class influence_search {
 public:
  influence_search(const compressed_graph& g, seed_limits limits, const influence_options& options)
      : options_{options}, how_{options.threads, options.stop, {}}, order_{g.order()}, limits_{std::move(limits)} {
    expect(options.ell > 0 && std::isfinite(options.ell), "an ell of ", options.ell, "; expected more than 0");
    take_candidates();
    ratio_ = limits_.has_costs() ? (1 - portable_exp(-1)) / 2 : limits_.group.empty() ? 1 - portable_exp(-1) : .5;
    expect(options.epsilon > 0 && options.epsilon < ratio_, "an epsilon of ", options.epsilon,
           "; expected more than 0 and less than ", ratio_, ", the share that greedy choice guarantees");
    throw_if_stopped(options.stop);
    arcs_.emplace(g, options.model == diffusion_model::linear_threshold ? live_arcs::one_of_row : live_arcs::each_alone,
                  how_);
  }

  [[nodiscard]] influence_result run() {
    influence_result result{.guarantee = ratio_ - options_.epsilon, .confidence = 1 - fails(), .bound = 1};
    if (limits_.count == 0) return result;

    per_thread<reverse_search> searches{[&] { return reverse_search{*arcs_}; }};
    // Sizes may not depend on the sets that they are sizes of, so others tell how large sets are.
    reverse_reachable_sets pilot{searches, options_.seed, 0x70696c6f};  // "pilo"
    pilot.grow(64, options_.max_members, how_);
    const double mean = static_cast<double>(pilot.members()) / static_cast<double>(pilot.size());
    const auto cheap =
        static_cast<std::size_t>(std::max(64.0, std::min(cheap_members / mean, cheap_sets) / options_.epsilon));
    const std::size_t enough = largest_number();
    std::size_t sets = std::min(cheap, enough);
    int rounds = 1;
    for (std::size_t all = sets; all < enough; all *= 2) ++rounds;
    const double sure = portable_log(3 * rounds / fails());

    reverse_reachable_sets choosing{searches, options_.seed, 0x63686f6f};  // "choo"
    reverse_reachable_sets checking{searches, options_.seed, 0x63686563};  // "chec"
    cover best;
    for (int round = 1; round <= rounds; ++round, sets *= 2) {
      choosing.grow(sets, options_.max_members, how_);
      best = greedy_cover{choosing, order_, limits_, how_}.choose();
      checking.grow(sets, options_.max_members - choosing.members(), how_);
      bound(best, choosing, checking, sure, result);
      if (options_.report) report(result, round, rounds);
      if (result.bound >= result.guarantee) break;
    }
    result.sets = choosing.size() + checking.size();
    estimate(best.chosen, cheap, searches, result);
    return result;
  }

 private:
  /// By epsilon: samples that cost next to nothing are drawn even where fewer would do, as seeds are the better for it.
  static constexpr double cheap_members = 1u << 21, cheap_sets = 1u << 15;

  void take_candidates() {
    problem_list problems;
    if (options_.candidates) {
      limits_.candidate.assign(order_, 0);
      for (const vertex_index v : *options_.candidates) {
        if (v < order_)
          limits_.candidate[v] = 1;
        else
          problems.add(
              {"", 0, 0,
               "candidate " + std::to_string(v) + " is no vertex; expected one below " + std::to_string(order_)});
      }
    }
    for (vertex_index v = 0; v < order_ && limits_.has_costs(); ++v) {
      if ((!limits_.candidate.empty() && limits_.candidate[v] == 0) ||
          (limits_.costs[v] > 0 && std::isfinite(limits_.costs[v])))
        continue;
      problems.add({"", 0, 0,
                    "the cost of vertex " + std::to_string(v) + " is " + short_number(limits_.costs[v], 12) +
                        "; expected a finite cost above 0 for every candidate"});
    }
    if (!problems.empty()) throw input_error{std::move(problems)};
    // How many can be chosen: of costs the cheapest.
    std::vector<std::size_t> of_group(limits_.groups());
    std::vector<double> costs;
    for (vertex_index v = 0; v < order_; ++v) {
      if (!limits_.allows(v)) continue;
      ++eligible_;
      ++of_group[limits_.group_of(v)];
      if (limits_.has_costs()) costs.push_back(limits_.costs[v]);
    }
    std::size_t most = 0;
    for (std::size_t g = 0; g < of_group.size(); ++g) most += std::min(of_group[g], limits_.most_of(g));
    limits_.count = std::min(limits_.count, most);
    if (!limits_.has_costs()) return;
    std::ranges::sort(costs);
    double money = limits_.budget;
    std::size_t n = 0;
    while (n < costs.size() && costs[n] <= money) money -= costs[n++];
    limits_.count = n;
  }

  /// The probability that is allowed to fail.
  [[nodiscard]] double fails() const {
    return std::min(.01,
                    portable_exp(-options_.ell * portable_log(static_cast<double>(std::max<vertex_index>(order_, 2)))));
  }

  /// So many sets are enough whatever they hold (Tang, Shi & Xiao 2015, lemmas 3 and 4; Tang et al. 2018, lemma 6.1),
  /// as a choice of so many spreads to no less vertices itself.
  [[nodiscard]] std::size_t largest_number() const {
    const std::size_t k = limits_.count;
    double ways = log_binomial(eligible_, limits_.has_costs() ? std::min(k, eligible_ / 2) : k);
    if (limits_.has_costs()) ways += portable_log(static_cast<double>(k) + 1);
    const double a2 = portable_log(6 / fails());
    const double root = ratio_ * std::sqrt(a2) + std::sqrt(ratio_ * (ways + a2));
    const double sets =
        2 * static_cast<double>(order_) * root * root / (options_.epsilon * options_.epsilon) / static_cast<double>(k);
    return sets < static_cast<double>(most_sets) ? static_cast<std::size_t>(sets) + 1 : most_sets;
  }
  static constexpr std::size_t most_sets = std::numeric_limits<std::uint32_t>::max() / 2;

  /// What is certain now: how many the seeds spread to at least, of what the best could at most.
  void bound(const cover& best, const reverse_reachable_sets& choosing, const reverse_reachable_sets& checking,
             double sure, influence_result& result) const {
    const double order = static_cast<double>(order_), seeds = static_cast<double>(best.chosen.size());
    const auto covered = static_cast<double>(checking.holding(best.chosen, order_, how_));
    result.spread_at_least =
        std::max(seeds, spread_at_least(covered, static_cast<double>(checking.size()), order, sure));
    result.optimum_at_most =
        std::min(order, spread_at_most(best.at_most, static_cast<double>(choosing.size()), order, sure));
    if (best.chosen.size() == eligible_) result.optimum_at_most = result.spread_at_least;  // there is no other choice
    result.optimum_at_most = std::max(result.optimum_at_most, result.spread_at_least);
    result.bound = result.spread_at_least / result.optimum_at_most;
  }

  /// The spread of the seeds by sets that they don't depend on.
  void estimate(const std::vector<vertex_index>& seeds, std::size_t sets, per_thread<reverse_search>& searches,
                influence_result& result) const {
    large_vector<std::uint32_t> rank(order_, static_cast<std::uint32_t>(seeds.size()));
    for (std::size_t k = 0; k < seeds.size(); ++k) rank[seeds[k]] = static_cast<std::uint32_t>(k);
    std::vector<std::atomic<std::uint32_t>> first(seeds.size() + 1);  // whole numbers: no order of adding matters
    const std::size_t grain = std::max<std::size_t>(16, sets / 64);
    parallel_for_blocks(sets, grain, how_, [&](std::size_t, std::size_t from, std::size_t to) {
      searches.local().draw(from, to, options_.seed, 0x73707265,  // "spre"
                            [&](std::uint64_t, std::span<const vertex_index> members) {
                              auto least = static_cast<std::uint32_t>(seeds.size());
                              for (const vertex_index v : members) least = std::min(least, rank[v]);
                              ++first[least];
                            });
    });
    const double scale = static_cast<double>(order_) / static_cast<double>(sets);
    std::size_t hits = 0;
    for (std::size_t k = 0; k < seeds.size(); ++k) {
      result.seeds.push_back({seeds[k], static_cast<double>(first[k]) * scale});
      hits += first[k];
    }
    const share_interval share = wilson(static_cast<std::int64_t>(hits), static_cast<std::int64_t>(sets));
    result.spread = static_cast<double>(hits) * scale;
    result.standard_error =
        static_cast<double>(order_) * std::sqrt(share.share * (1 - share.share) / static_cast<double>(sets - 1));
    result.low = std::max(share.low * order_, std::min(result.spread, static_cast<double>(seeds.size())));
    result.high = share.high * order_;
  }

  void report(const influence_result& result, int round, int rounds) {
    fraction_ =
        std::max({fraction_, std::min(1.0, result.bound / result.guarantee), static_cast<double>(round) / rounds});
    char text[64];
    std::snprintf(text, sizeof text, "influence, bound %.2g of %.2g", result.bound, result.guarantee);
    options_.report({fraction_, text});
  }

  const influence_options& options_;
  execution how_;
  vertex_index order_;
  seed_limits limits_;
  std::size_t eligible_ = 0;  ///< vertices that may be chosen
  double ratio_ = 0;          ///< what greedy choice guarantees if the spread is known
  std::optional<incoming_arcs> arcs_{};
  double fraction_ = 0;
};

/// The limits that the options set, beside a number or costs.
[[nodiscard]] inline seed_limits limits_of(const compressed_graph& g, const influence_options& options) {
  expect(options.group.empty() || options.group.size() == g.order(), "groups of ", options.group.size(),
         " vertices of ", g.order(), "; expected one for each, or none");
  expect(!options.group.empty() || options.group_limits.empty(), "limits of groups without groups; expected both");
  seed_limits limits;
  limits.group = options.group;
  limits.of_group = options.group_limits;
  return limits;
}

}  // namespace detail

/// Influence maximization (Kempe, Kleinberg & Tardos 2003): `seeds` vertices from which what starts there reaches as
/// many vertices as possible on average. NP-hard; the answer is certain to be near: see `influence_result`.
///
/// The weight of an arc is the probability that it passes (independent cascade) or how much its source counts for its
/// target (linear threshold: those of the arcs in add up to at most 1). Undirected edges pass either way, each way on
/// its own; parallel arcs are tries of their own; loops and arcs of weight 0 don't count. Fewer seeds if there are not
/// as many candidates; vertices that no sample asks for come last, by number. Equal gains: the smaller number.
///
/// Guarantee: (1 - 1/e - epsilon) of the largest spread, with probability 1 - order^-ell (and
/// at least .99); 1/2 - epsilon with limits of
/// groups (greedy choice in a matroid: Fisher, Nemhauser & Wolsey 1978). `bound` says what holds here, and is usually
/// far more.
///
/// Kernel: OPIM-C (Tang, Tang, Xiao & Yuan 2018) over reverse-reachable sets: one half chooses, the other half, which
/// the choice does not depend on, tells the spread; both double until the bound reaches the guarantee, or until there
/// are as many as IMM (Tang, Shi & Xiao 2015) shows to be enough. So it has not the gap that Chen (2018) found in IMM,
/// which reuses the sets that told it how many to draw. Live arcs by subset sampling (Guo et al. 2020). Spread and
/// gains come from a third lot of sets. A set is a function of the seed and its number: the same bits at any number of
/// threads. Verifier: tests/oracle/influence_test.cpp (all choices, all live-edge graphs; a naive simulator).
///
/// Throws: input_error unless 0 < epsilon < the share guaranteed and ell > 0; for weights that are no probabilities or
/// unknown, and, of the threshold model, add up to more than 1 (+ 1e-9); for candidates and groups that don't fit the
/// graph; and where the samples have more than `max_members` members. stopped. Expected time about O((seeds + ell) (n +
/// m) log n / epsilon^2) in the worst case, less as the bound is reached sooner; space O(n + m + members).
[[nodiscard]] inline influence_result influence_maximization(const compressed_graph& g, std::size_t seeds,
                                                             const influence_options& options = {}) {
  detail::seed_limits limits = detail::limits_of(g, options);
  limits.count = seeds;
  return detail::influence_search{g, std::move(limits), options}.run();
}

/// The same for seeds that cost: [vertex] a cost above 0, `budget` for all together.
///
/// Greedy choice by gain for each unit of cost among those that still can be paid, or the best single one: (1 - 1/e) /
/// 2
/// - epsilon of the largest spread (Khuller, Moss & Naor 1999). Nothing is paid for a vertex that no sample asks for.
///
/// Throws: input_error as above, for costs that are missing, not finite or not above 0 (of candidates), for a budget
/// below 0, and with groups.
[[nodiscard]] inline influence_result influence_within_budget(const compressed_graph& g, std::span<const double> costs,
                                                              double budget, const influence_options& options = {}) {
  detail::expect(costs.size() == g.order(), costs.size(), " costs for ", g.order(), " vertices; expected one for each");
  detail::expect(budget >= 0 && std::isfinite(budget), "a budget of ", budget, "; expected a finite one from 0");
  detail::expect(options.group.empty(), "limits of groups beside costs; expected one of the two");
  detail::seed_limits limits = detail::limits_of(g, options);
  limits.costs = costs;
  limits.budget = budget;
  limits.count = g.order();
  return detail::influence_search{g, std::move(limits), options}.run();
}

/// Of any other graph that models the concepts.
template <weighted_graph Graph>
[[nodiscard]] influence_result influence_maximization(const Graph& g, std::size_t seeds,
                                                      const influence_options& options = {}) {
  return influence_maximization(*detail::compressed_view<Graph>{g}, seeds, options);
}
template <weighted_graph Graph>
[[nodiscard]] influence_result influence_within_budget(const Graph& g, std::span<const double> costs, double budget,
                                                       const influence_options& options = {}) {
  return influence_within_budget(*detail::compressed_view<Graph>{g}, costs, budget, options);
}

}  // namespace capnet
