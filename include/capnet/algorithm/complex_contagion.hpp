#pragma once
/// Complex contagion: adoption by those of whose neighbors enough have adopted.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

#include <capnet/algorithm/detail/adoption_steps.hpp>
#include <capnet/algorithm/detail/spread_samples.hpp>
#include <capnet/algorithm/epidemic.hpp>
#include <capnet/algorithm/spread_estimate.hpp>
#include <capnet/algorithm/spread_graph.hpp>
#include <capnet/core/expect.hpp>

namespace capnet {

struct contagion_options {
  adoption_unit unit = adoption_unit::share;  ///< of thresholds
  std::uint32_t max_steps = 1'000;
  std::optional<std::int32_t> from{};  ///< dated: step k is at time `from` + k - 1; neighbors are those of that time
  std::stop_token stop{};
};

struct contagion_result {
  std::vector<std::optional<std::uint32_t>> adopted{};  ///< [vertex] after which step; 0: a start; empty: never
  std::vector<std::size_t> steps{};                     ///< [step] adopters after it, until nothing changes
  bool finished = true;                                 ///< nothing could change any more
};

/// Complex contagion (Granovetter 1978; Centola & Macy 2007): in each step, all at once, every vertex adopts of whose
/// neighbors in enough adopted before: as many as its threshold, or that share of them. Who adopted stays so.
///
/// Neighbors in are the vertices with an arc to it, each once however many arcs it has, whatever their probability;
/// loops count for nothing. A threshold of 0 or less is met by all at the first step, also without neighbors; a share
/// of no neighbors meets no other. Nothing is drawn. Dated, neighbors are those with an edge that holds at the time of
/// the step. Ends when nothing can change, or after `max_steps`.
///
/// Verified by `tests/unit/algorithm/complex_contagion_test.cpp`: a naive fixed point.
/// Throws: input_error for starts outside the graph, as many thresholds as there are vertices not being given, one that
/// is NaN, and 0 steps; `stopped`. Time O(n + m), dated O(steps * (n + m)); space O(n).
[[nodiscard]] inline contagion_result complex_contagion(const spread_graph& g, std::span<const vertex_index> starts,
                                                        std::span<const double> thresholds,
                                                        const contagion_options& options = {}) {
  detail::expect_entries(thresholds.size(), g.order());
  detail::expect(options.max_steps > 0, "0 steps; expected at least 1");
  for (const double threshold : thresholds)
    detail::expect(!std::isnan(threshold),
                   "a threshold of no number; expected how many or which share of the neighbors");
  const std::vector<vertex_index> once = distinct_starts(g, starts);
  detail::adoption_steps run{g, options.unit, options.from};
  contagion_result result;
  run.start(once, thresholds);
  result.steps.push_back(once.size());
  while (result.steps.size() <= options.max_steps && run.can_change()) {
    throw_if_stopped(options.stop);
    run.advance(thresholds);
    result.steps.push_back(run.adopters().size());
  }
  result.finished = !run.can_change();
  if (result.steps.size() > 1 && result.steps.back() == result.steps[result.steps.size() - 2] && result.finished)
    result.steps.pop_back();  // the step that found that nothing changes
  result.adopted.resize(g.order());
  for (const vertex_index v : run.adopters()) result.adopted[v] = run.step_of(v);
  return result;
}

struct drawn_contagion_options {
  double low = 0, high = 1;  ///< thresholds are shares, uniform between them
  std::uint32_t max_steps = 1'000;
  std::uint32_t samples = 1'000;
  std::uint64_t seed = 0;
  unsigned threads = 0;  ///< 0: one for each core; the result does not depend on it
  std::optional<std::int32_t> from{};
  std::stop_token stop{};
  progress_callback report{};
};

struct drawn_contagion_result {
  spread_estimate adopted{};          ///< who adopts, the starts counted
  std::vector<sampled_mean> steps{};  ///< [step] adopters after it
};

/// The same with thresholds that each sample draws anew: a share for each vertex, uniform in [low, high), keyed by
/// (seed, sample, vertex). Throws also for bounds that are no shares or in the wrong order, and 0 samples.
[[nodiscard]] inline drawn_contagion_result drawn_contagion(const spread_graph& g, std::span<const vertex_index> starts,
                                                            const drawn_contagion_options& options = {}) {
  detail::expect(0 <= options.low && options.low <= options.high && options.high <= 1, "thresholds from ", options.low,
                 " to ", options.high, "; expected shares from 0 to 1, in that order");
  detail::expect(options.max_steps > 0, "0 steps; expected at least 1");
  detail::expect(options.samples > 0, "0 samples; expected at least 1");
  constexpr auto purpose = static_cast<std::uint32_t>(stable_hash("complex_contagion"));
  const std::vector<vertex_index> once = distinct_starts(g, starts);
  struct state {
    detail::adoption_steps run;
    detail::sample_sums sums;
    std::vector<double> thresholds;
    std::vector<detail::state_sum> steps{}, ended{};
  };
  detail::sample_sums all{g.order()};
  std::vector<detail::state_sum> steps, ended;
  const auto room_for = [](std::vector<detail::state_sum>& a, std::vector<detail::state_sum>& b, std::size_t size) {
    if (a.size() < size) a.resize(size), b.resize(size);
  };
  detail::for_samples(
      options.samples, {detail::sampling_threads(g.order() * 40, options.threads), options.stop, options.report},
      [&] {
        return state{
            {g, adoption_unit::share, options.from}, detail::sample_sums{g.order()}, std::vector<double>(g.order())};
      },
      [&](state& mine, std::size_t first, std::size_t last) {
        for (std::size_t sample = first; sample < last; ++sample) {
          const detail::coin_use use{
              {.seed = options.seed, .replica = static_cast<std::uint32_t>(sample), .purpose = purpose}};
          for (vertex_index v = 0; v < g.order(); ++v) {
            const double u = static_cast<double>(use.bits(v) >> 11) * 0x1p-53;
            mine.thresholds[v] = options.low + u * (options.high - options.low);
          }
          mine.run.start(once, mine.thresholds);
          std::size_t step = 0;
          for (;; ++step) {
            room_for(mine.steps, mine.ended, step + 1);
            mine.steps[step].add(mine.run.adopters().size());
            if (step == options.max_steps || !mine.run.can_change()) break;
            throw_if_stopped(options.stop);
            mine.run.advance(mine.thresholds);
          }
          mine.ended[step].add(mine.run.adopters().size());
          mine.sums.add(mine.run.adopters());
        }
      },
      [&](const state& one) {
        all.add(one.sums, options.threads);
        room_for(steps, ended, one.steps.size());
        for (std::size_t k = 0; k < one.steps.size(); ++k) steps[k].add(one.steps[k]), ended[k].add(one.ended[k]);
      });
  drawn_contagion_result result;
  std::vector<vertex_index> anyone(g.order());
  for (vertex_index v = 0; v < g.order(); ++v) anyone[v] = v;
  detail::estimate_from(all, options.samples, once, anyone, options.threads, result.adopted);
  detail::state_sum stay;
  for (std::size_t k = 0; k < steps.size(); ++k) {
    detail::state_sum sum = steps[k];
    sum.add(stay);
    stay.add(ended[k]);
    result.steps.push_back({static_cast<double>(sum.total) / options.samples,
                            detail::standard_error_of(sum.total, sum.squares, options.samples)});
  }
  return result;
}

}  // namespace capnet
