#pragma once
/// Samples of spreading: who is reached in each, added up on threads.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

#include <capnet/algorithm/spread_estimate.hpp>
#include <capnet/core/detail/progress_count.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/id.hpp>
#include <capnet/core/large_vector.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/core/wilson.hpp>

namespace capnet {

namespace detail {

__extension__ typedef unsigned __int128 wide_sum;

inline constexpr std::size_t vertices_at_once = std::size_t{1} << 15;

/// What samples add up to. All are whole numbers, so no order of adding can change them.
struct sample_sums {
  explicit sample_sums(std::size_t order) : times(order) {}
  std::vector<std::uint32_t> times;  ///< [vertex] how often reached
  std::uint64_t total = 0;           ///< of the numbers of vertices reached
  wide_sum squares = 0;

  void add(std::span<const vertex_index> reached) {
    for (const vertex_index v : reached) ++times[v];
    total += reached.size();
    squares += static_cast<wide_sum>(reached.size()) * reached.size();
  }
  void add(const sample_sums& other, unsigned threads) {
    parallel_for_blocks(times.size(), vertices_at_once, threads, [&](std::size_t, std::size_t first, std::size_t last) {
      for (std::size_t v = first; v < last; ++v) times[v] += other.times[v];
    });
    total += other.total;
    squares += other.squares;
  }
};

/// Of a mean over samples, from the sum of whole numbers and that of their squares.
[[nodiscard]] inline double standard_error_of(std::uint64_t total, wide_sum squares, std::size_t samples) {
  if (samples < 2) return std::numeric_limits<double>::quiet_NaN();
  const auto n = static_cast<double>(samples);
  // n times the sum of squared deviations, exactly
  const wide_sum off = static_cast<wide_sum>(samples) * squares - static_cast<wide_sum>(total) * total;
  return std::sqrt(static_cast<double>(off) / n / (n - 1) / n);
}

/// Samples that one thread takes in one go: from eight samples on there is work for many, and little is lost on the
/// way between them.
[[nodiscard]] inline std::size_t sample_grain(std::size_t samples) {
  return std::clamp<std::size_t>(samples / 64, 1, 256);
}

/// Threads whose memory of so many bytes each stays near a gigabyte together: at most so many, at least one.
[[nodiscard]] inline unsigned sampling_threads(std::size_t bytes, unsigned threads) {
  if (threads == 0) threads = wanted_threads(threads);
  const std::size_t room = (std::size_t{1} << 30) / (bytes + 1);
  return static_cast<unsigned>(std::clamp<std::size_t>(threads, 1, std::clamp<std::size_t>(room, 1, max_threads)));
}

/// Calls `run(state, first, last)` for blocks of samples; each thread has a state of its own, from `make()`. Then
/// `join(state)` for each, on this thread, in no order. `beside()` is called once, as a task among the others.
template <class Make, class Run, class Join, class Beside>
void for_samples(std::size_t samples, const execution& how, const Make& make, const Run& run, const Join& join,
                 const Beside& beside) {
  using state = decltype(make());
  std::mutex lock;
  std::vector<std::unique_ptr<state>> idle;
  const auto take = [&]() -> std::unique_ptr<state> {
    {
      const std::lock_guard held{lock};
      if (!idle.empty()) {
        auto one = std::move(idle.back());
        idle.pop_back();
        return one;
      }
    }
    return std::make_unique<state>(make());
  };
  const std::size_t grain = sample_grain(samples), blocks = (samples + grain - 1) / grain;
  progress_count told{how.report, samples, "samples"};
  parallel_for_blocks(blocks + 1, 1, how, [&](std::size_t block, std::size_t, std::size_t) {
    if (block == 0) return beside();
    std::unique_ptr<state> one = take();
    const std::size_t first = (block - 1) * grain, last = std::min(samples, block * grain);
    run(*one, first, last);
    told.done(last - first);
    const std::lock_guard held{lock};
    idle.push_back(std::move(one));
  });
  for (const auto& one : idle) join(*one);
}
template <class Make, class Run, class Join>
void for_samples(std::size_t samples, const execution& how, const Make& make, const Run& run, const Join& join) {
  for_samples(samples, how, make, run, join, [] {});
}

/// Who is reached in each of so many samples, summed. A sampler, of which each thread has one from `make()`, is called
/// with the starts and the sample's number, and returns whom it reached; `Sampler::bytes` is its memory for each
/// vertex.
template <class Sampler, class Make, class Beside>
[[nodiscard]] sample_sums sum_samples(std::size_t order, std::size_t samples, const execution& how,
                                      std::span<const vertex_index> starts, const Make& make, const Beside& beside) {
  detail::expect(samples > 0, "0 samples; expected at least 1");
  struct state {
    Sampler sampler;
    sample_sums sums;
  };
  sample_sums all{order};
  for_samples(
      samples, {sampling_threads(order * Sampler::bytes, how.threads), how.stop, how.report},
      [&] { return state{make(), sample_sums{order}}; },
      [&](state& mine, std::size_t first, std::size_t last) {
        for (std::size_t sample = first; sample < last; ++sample) {
          throw_if_stopped(how.stop);
          mine.sums.add(mine.sampler(starts, static_cast<std::uint32_t>(sample)));
        }
      },
      [&](const state& one) { all.add(one.sums, how.threads); }, beside);
  return all;
}

/// Puts sums into an estimate. `reachable`: whom samples can reach.
inline void estimate_from(const sample_sums& all, std::size_t samples, std::span<const vertex_index> starts,
                          std::span<const vertex_index> reachable, unsigned threads, spread_estimate& result) {
  const std::size_t order = all.times.size();
  const auto n = static_cast<double>(samples);
  const double unknown = std::numeric_limits<double>::quiet_NaN();
  result.samples = static_cast<std::uint32_t>(samples);
  result.spread = static_cast<double>(all.total) / n;
  result.standard_error = standard_error_of(all.total, all.squares, samples);
  // Many vertices are reached equally often.
  const auto error_of = [&](std::uint32_t often) {
    const double p = static_cast<double>(often) / n;
    return samples > 1 ? std::sqrt(p * (1 - p) / (n - 1)) : unknown;
  };
  const auto interval_of = [&](std::uint32_t often) { return wilson(often, static_cast<std::int64_t>(samples)); };
  std::vector<std::pair<double, share_interval>> known(samples < order ? samples + 1 : 0);
  for (std::uint32_t often = 0; often < known.size(); ++often) known[often] = {error_of(often), interval_of(often)};
  for (std::vector<double>* const values :
       {&result.probability, &result.probability_error, &result.probability_low, &result.probability_high})
    *values = filled_vector<double>(order);
  parallel_for_blocks(order, vertices_at_once, threads, [&](std::size_t, std::size_t first, std::size_t last) {
    for (std::size_t v = first; v < last; ++v) {
      result.probability[v] = static_cast<double>(all.times[v]) / n;
      result.probability_error[v] = known.empty() ? error_of(all.times[v]) : known[all.times[v]].first;
      result.probability_low[v] = result.probability_high[v] = result.probability[v];
    }
  });
  parallel_for_blocks(
      reachable.size(), vertices_at_once, threads, [&](std::size_t, std::size_t first, std::size_t last) {
        for (const vertex_index v : reachable.subspan(first, last - first)) {
          const share_interval sure = known.empty() ? interval_of(all.times[v]) : known[all.times[v]].second;
          result.probability_low[v] = sure.low;
          result.probability_high[v] = sure.high;
        }
      });
  for (const vertex_index v : starts) result.probability_low[v] = 1;  // whatever the samples
  for (const double p : result.probability_low) result.low += p;
  for (const double p : result.probability_high) result.high += p;
}

/// How many edges leave some of the vertices.
[[nodiscard]] inline std::size_t edges_from(const spread_graph& g, std::span<const vertex_index> vertices) {
  std::size_t n = 0;
  if (!g.both_ways()) {
    for (const vertex_index u : vertices) n += g.out_degree(u);
    return n;
  }
  std::vector<char> counted(g.edges().size());
  for (const vertex_index u : vertices) {
    g.for_each_out(u, [&](vertex_index, std::uint32_t e) {
      n += static_cast<std::size_t>(counted[e] == 0);
      counted[e] = 1;
    });
  }
  return n;
}

/// The estimate of probabilities that are known.
inline void estimate_exactly(std::vector<double> probability, std::span<const vertex_index> starts,
                             spread_estimate& result) {
  for (double& p : probability) p = std::min(p, 1.0);
  for (const vertex_index v : starts) probability[v] = 1;  // sure by definition, whatever the sum of chances rounds to
  result.exact = true;
  result.low = result.high = result.spread;
  result.probability_error.assign(probability.size(), 0);
  result.probability_low = result.probability_high = probability;
  result.probability = std::move(probability);
}

}  // namespace detail
}  // namespace capnet
