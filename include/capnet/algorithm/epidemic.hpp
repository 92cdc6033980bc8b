#pragma once
/// Spreading in steps between states: susceptible, exposed, infectious, recovered.
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include <capnet/algorithm/detail/epidemic_sampler.hpp>
#include <capnet/algorithm/detail/live_reach.hpp>
#include <capnet/algorithm/detail/spread_samples.hpp>
#include <capnet/algorithm/spread_estimate.hpp>
#include <capnet/algorithm/spread_graph.hpp>
#include <capnet/core/expect.hpp>

namespace capnet {

struct epidemic_options {
  epidemic_model model = epidemic_model::sir;
  double recovery = .1;    ///< probability a step that an infectious vertex recovers: SIR, SEIR, SIS (to susceptible)
  double incubation = .2;  ///< probability a step that an exposed vertex becomes infectious: SEIR
  double forgetting = 0;   ///< probability a step that a recovered vertex is susceptible again: SIR and SEIR
  std::uint32_t max_steps = 1'000;
  std::uint32_t samples = 1'000;
  std::uint64_t seed = 0;
  unsigned threads = 0;  ///< 0: one for each core; the result does not depend on it
  coin_keys coins = coin_keys::by_row;
  std::optional<std::int32_t> from{};  ///< dated: step k is at time `from` + k - 1, and edges pass while they hold
  std::stop_token stop{};
  progress_callback report{};
};

/// A mean over samples. `standard_error` of one sample is NaN.
struct sampled_mean {
  double mean = 0;
  double standard_error = 0;
};

/// How many vertices are in each state, after so many steps.
struct epidemic_step {
  std::uint32_t step = 0;  ///< 0: the start
  sampled_mean susceptible{}, exposed{}, infectious{}, recovered{};
};

/// When a vertex is first reached, over the samples in which it is.
struct first_passage {
  std::uint32_t samples = 0;                               ///< in which it was reached
  double mean = std::numeric_limits<double>::quiet_NaN();  ///< step; NaN if it was never reached
  std::uint32_t earliest = 0, latest = 0;                  ///< 0 if it was never reached
};

struct epidemic_result {
  spread_estimate reached{};              ///< who was ever exposed or infectious, the starts counted
  std::vector<epidemic_step> steps{};     ///< from 0 until nothing changes in any sample, or max_steps
  std::vector<first_passage> first{};     ///< [vertex]
  std::vector<double> last_infectious{};  ///< [vertex] share of samples in which it is infectious at the end
  std::uint32_t unfinished = 0;           ///< samples that could still change after max_steps
};

/// SI, SIR, SIS and SEIR in discrete steps (Kermack & McKendrick 1927; on networks Pastor-Satorras et al. 2015), with
/// forgetting, as in SIRS.
///
/// In each step, all at once and by the states before it: along each arc from an infectious to a susceptible vertex it
/// passes with the edge's probability, and whoever it reaches is infectious after the step (SEIR: exposed); an exposed
/// vertex becomes infectious with `incubation`; an infectious one recovers with `recovery` (SIS: is susceptible again;
/// SI: never); a recovered one is susceptible again with `forgetting`. So a state lasts one step at least. Starts are
/// infectious at step 0. A sample ends when nothing can change any more, such as when no one is exposed or infectious
/// or can still forget, or in SI when all are infectious whom starts can reach; its counts then stay. It ends after
/// `max_steps` at the latest.
///
/// Always sampled. Each arc of an infectious vertex has a coin for each step, see `coin_keys`; each vertex one for each
/// step. With forgetting or SIS a vertex may be reached again; `reached` and `first` tell of the first time.
///
/// Dated: the first step happens at time `from`, the next at `from` + 1; an edge passes in a step only if it holds at
/// that time.
///
/// Verified by `tests/unit/algorithm/epidemic_test.cpp`: states enumerated, mean field on complete graphs, and a naive
/// simulation. Throws: input_error for starts outside the graph, rates outside [0, 1], 0 steps, 0 samples, a first time
/// that is none, and two edges of one key where coins are by edge; `stopped`. Time O(samples * steps * arcs of the
/// infectious / threads), space O(threads * (n + steps) + m).
[[nodiscard]] inline epidemic_result simulate_epidemic(const spread_graph& g, std::span<const vertex_index> starts,
                                                       const epidemic_options& options = {}) {
  const auto expect_rate = [](double rate, const char* what) {
    detail::expect(rate >= 0 && rate <= 1, what, " of ", rate, " a step; expected a probability in [0, 1]");
  };
  expect_rate(options.recovery, "a recovery");
  expect_rate(options.incubation, "an incubation");
  expect_rate(options.forgetting, "a forgetting");
  detail::expect(options.max_steps > 0, "0 steps; expected at least 1");
  detail::expect(options.samples > 0, "0 samples; expected at least 1");
  const std::vector<vertex_index> once = distinct_starts(g, starts);
  // Dated, an arc is used a step after its source was reached, the first at `from`.
  constexpr std::int32_t delay = 1;
  if (options.from) detail::expect(*options.from > first_time, "no first time of dated steps; expected one");
  detail::live_reach reach{g, options.from.has_value(), delay};
  const auto reachable = reach(
      once, options.from ? std::optional{*options.from - delay} : std::nullopt,
      [&](std::size_t at) { return g.coins().can_pass(at); }, [](vertex_index) { return true; });
  const detail::epidemic_rules rules{options.model,     options.recovery, options.incubation, options.forgetting,
                                     options.max_steps, options.seed,     options.from};
  const auto names = options.coins == coin_keys::by_edge ? g.coin_names() : std::span<const std::uint64_t>{};
  detail::epidemic_sums all{g.order()};
  detail::for_samples(
      options.samples,
      {detail::sampling_threads(g.order() * detail::epidemic_sampler::bytes, options.threads), options.stop,
       options.report},
      [&] { return detail::epidemic_sampler{g, names, rules, reachable.size()}; },
      [&](detail::epidemic_sampler& mine, std::size_t first, std::size_t last) {
        for (std::size_t sample = first; sample < last; ++sample)
          mine.run(once, static_cast<std::uint32_t>(sample), options.stop);
      },
      [&](const detail::epidemic_sampler& one) { all.add(one.sums(), options.threads); });

  epidemic_result result;
  const auto n = static_cast<double>(options.samples);
  const auto mean_of = [&](const detail::state_sum& sum) {
    return sampled_mean{static_cast<double>(sum.total) / n,
                        detail::standard_error_of(sum.total, sum.squares, options.samples)};
  };
  for (const detail::step_sums& of : all.after_steps()) {
    const auto step = static_cast<std::uint32_t>(result.steps.size());
    result.steps.push_back({step, mean_of(of[0]), mean_of(of[1]), mean_of(of[2]), mean_of(of[3])});
  }
  result.reached.reachable_edges = detail::edges_from(g, reachable);
  result.reached.coins = options.coins;
  detail::estimate_from(all.reached, options.samples, once, reachable, options.threads, result.reached);
  result.first.resize(g.order());
  result.last_infectious.resize(g.order());
  for (std::size_t v = 0; v < g.order(); ++v) {
    const std::uint32_t often = all.reached.times[v];
    if (often > 0)
      result.first[v] = {often, static_cast<double>(all.first_total[v]) / often, all.earliest[v], all.latest[v]};
    result.last_infectious[v] = static_cast<double>(all.infectious[v]) / n;
  }
  result.unfinished = all.unfinished;
  return result;
}

}  // namespace capnet
