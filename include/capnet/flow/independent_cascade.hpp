#pragma once
/// The independent cascade: how many hear of something that passes along ties by chance.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/hash.hpp>
#include <capnet/core/id.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/core/random.hpp>
#include <capnet/core/text.hpp>
#include <capnet/core/wilson.hpp>

namespace capnet {

/// A tie along which knowledge passes from `source` to `target` with some probability; the other way too if
/// `both_ways`.
struct cascade_tie {
  vertex_index source = 0;
  vertex_index target = 0;
  double probability = 0;
  bool both_ways = false;
  /// Names the tie in every sample: its coin depends on (seed, sample, key) alone; so keys differ. Empty: its ends name
  /// it, and among parallel ties the rank of its probability.
  std::optional<std::uint64_t> key{};
  friend bool operator==(const cascade_tie&, const cascade_tie&) = default;
};

struct independent_cascade_options {
  std::optional<std::uint32_t> samples{};  ///< empty: exact if `exact_up_to` allows, else 10,000
  std::uint64_t seed = 0;
  unsigned threads = 0;          ///< 0: one for each core; the result does not depend on it
  std::size_t exact_up_to = 15;  ///< reachable ties up to which the result is exact; at most 24
};

struct cascade_result {
  double spread = 0;          ///< expected number of informed vertices, the starts counted
  double standard_error = 0;  ///< of `spread`; 0 if exact, and if all samples are alike: see `low` and `high`
  /// Sums of the bounds for the vertices, which is at least as sure as these: errors at most add up. `spread` if exact.
  double low = 0, high = 0;
  bool exact = false;
  std::uint32_t samples = 0;  ///< 0 if exact
  std::size_t reachable_ties = 0;
  std::vector<double> probability{};        ///< [vertex] to be informed
  std::vector<double> probability_error{};  ///< [vertex] standard error; 0 if exact, and if all samples are alike
  /// [vertex] Wilson's interval, 95%, of those that samples can reach: what was never sampled may still be possible.
  /// `probability` of others, and if exact.
  std::vector<double> probability_low{}, probability_high{};
};

/// How knowledge most probably arrives at a vertex: one step of a tree of such ways, walked back by `path_to`.
struct likely_step {
  double probability = 0;            ///< that every tie on the way passes; 1 at a start, 0 if there is no way
  std::optional<std::size_t> tie{};  ///< position of the last tie of the way; empty at a start
  vertex_index from = 0;             ///< where the last tie comes from
};

namespace detail {

/// The ties that leave each vertex, and what of it can be reached. Refers to the ties it was made from.
class cascade_graph {
 public:
  struct arc {
    vertex_index target;
    std::uint32_t tie;
  };

  cascade_graph(std::size_t order, std::span<const cascade_tie> ties) : ties_{ties}, offsets_(order + 1) {
    auto for_arcs = [&](const auto& visit) {
      for (std::uint32_t t = 0; t < ties.size(); ++t) {
        if (ties[t].source == ties[t].target) continue;
        visit(ties[t].source, ties[t].target, t);
        if (ties[t].both_ways) visit(ties[t].target, ties[t].source, t);
      }
    };
    for_arcs([&](vertex_index u, vertex_index, std::uint32_t) { ++offsets_[u + 1]; });
    for (std::size_t u = 0; u < order; ++u) offsets_[u + 1] += offsets_[u];
    arcs_.resize(offsets_.back());
    std::vector<std::size_t> next(offsets_.begin(), offsets_.end() - 1);
    for_arcs([&](vertex_index u, vertex_index v, std::uint32_t t) { arcs_[next[u]++] = {v, t}; });
  }

  [[nodiscard]] std::size_t order() const { return offsets_.size() - 1; }
  [[nodiscard]] std::span<const arc> out(vertex_index u) const {
    return {arcs_.data() + offsets_[u], offsets_[u + 1] - offsets_[u]};
  }
  [[nodiscard]] const cascade_tie& tie(std::uint32_t t) const { return ties_[t]; }

  /// Who is informed if tie t passes just when `passes(t)`: appended to `informed`, which holds the starts. `marks[v]`
  /// is `stamp` for them.
  template <class Passes>
  void inform(std::vector<vertex_index>& informed, std::vector<std::uint32_t>& marks, std::uint32_t stamp,
              const Passes& passes) const {
    for (std::size_t at = 0; at < informed.size(); ++at) {
      for (const arc& uv : out(informed[at])) {
        if (marks[uv.target] == stamp || !passes(uv.tie)) continue;
        marks[uv.target] = stamp;
        informed.push_back(uv.target);
      }
    }
  }

 private:
  std::span<const cascade_tie> ties_;
  std::vector<std::size_t> offsets_;
  std::vector<arc> arcs_;
};

[[nodiscard]] inline std::vector<vertex_index> check_cascade(std::size_t order, std::span<const cascade_tie> ties,
                                                             std::span<const vertex_index> starts) {
  problem_list problems;
  auto fault = [&](std::string message) { problems.add({"", 0, 0, std::move(message)}); };
  if (ties.size() > std::numeric_limits<std::uint32_t>::max()) fault("more than 4294967295 ties; expected fewer");
  for (std::size_t t = 0; t < ties.size(); ++t) {
    if (ties[t].source >= order || ties[t].target >= order) {
      fault("tie " + std::to_string(t) + " ends at no vertex; expected ends below " + std::to_string(order));
    }
    if (!(ties[t].probability >= 0 && ties[t].probability <= 1)) {
      fault("tie " + std::to_string(t) + " passes with probability " + short_number(ties[t].probability, 12) +
            "; expected one in [0, 1]");
    }
  }
  std::vector<vertex_index> once{starts.begin(), starts.end()};
  for (const vertex_index v : once) {
    if (v >= order) fault("start " + std::to_string(v) + " is no vertex; expected one below " + std::to_string(order));
  }
  if (!problems.empty()) throw input_error{std::move(problems)};
  std::ranges::sort(once);
  once.erase(std::unique(once.begin(), once.end()), once.end());
  return once;
}

/// Who is informed, over every way that the ties that are neither sure nor shut can turn out.
inline void enumerate_cascade(const cascade_graph& g, const std::vector<vertex_index>& starts,
                              const std::vector<std::uint32_t>& ties, cascade_result& result) {
  std::vector<std::uint32_t> marks(g.order()), bit_of;
  std::vector<std::uint32_t> open;
  std::uint32_t last = 0;
  for (const std::uint32_t t : ties) last = std::max(last, t);
  constexpr std::uint32_t sure = 32, shut = 33;
  bit_of.assign(std::size_t{last} + 1, shut);
  for (const std::uint32_t t : ties) {
    if (g.tie(t).probability == 1)
      bit_of[t] = sure;
    else if (g.tie(t).probability > 0)
      bit_of[t] = static_cast<std::uint32_t>(open.size()), open.push_back(t);
  }
  std::vector<vertex_index> informed;
  for (std::uint32_t live = 0; live < std::uint32_t{1} << open.size(); ++live) {
    double chance = 1;
    for (std::size_t b = 0; b < open.size(); ++b) {
      const double p = g.tie(open[b]).probability;
      chance *= (live >> b & 1u) != 0 ? p : 1 - p;
    }
    informed = starts;
    for (const vertex_index v : starts) marks[v] = live + 1;
    g.inform(informed, marks, live + 1, [&](std::uint32_t t) {
      return bit_of[t] == sure || (bit_of[t] != shut && (live >> bit_of[t] & 1u) != 0);
    });
    for (const vertex_index v : informed) result.probability[v] += chance;
    result.spread += chance * static_cast<double>(informed.size());
  }
  // Sure by definition, whatever the sum of all chances rounds to.
  for (const vertex_index v : starts) result.probability[v] = 1;
  for (double& p : result.probability) p = std::min(p, 1.0);
}

/// What the coin of a tie depends on, beside seed and sample.
struct cascade_coin {
  std::uint64_t entity = 0;
  std::uint32_t rank = 0;  ///< among parallel ties that no key names
  std::uint32_t purpose = 0;
};

/// The coins of the ties. Throws input_error if two ties have the same key: they would pass together or not at all.
/// Time O(m log m).
[[nodiscard]] inline std::vector<cascade_coin> cascade_coins(std::span<const cascade_tie> ties) {
  constexpr auto by_key = static_cast<std::uint32_t>(stable_hash("independent_cascade"));
  constexpr auto by_ends = static_cast<std::uint32_t>(stable_hash("independent_cascade by ends"));
  constexpr auto by_either_end = static_cast<std::uint32_t>(stable_hash("independent_cascade by ends either way"));
  std::vector<cascade_coin> coins;
  coins.reserve(ties.size());
  for (const cascade_tie& uv : ties) {
    const bool turned = uv.both_ways && uv.target < uv.source;
    const std::uint64_t ends = std::uint64_t{turned ? uv.target : uv.source} << 32 | (turned ? uv.source : uv.target);
    coins.push_back({uv.key.value_or(ends), 0, uv.key ? by_key : uv.both_ways ? by_either_end : by_ends});
  }
  std::vector<std::uint32_t> order(ties.size());
  std::iota(order.begin(), order.end(), std::uint32_t{0});
  const auto named = [&](std::uint32_t t) {  // ties that differ in nothing may be taken for one another
    return std::tuple{coins[t].purpose, coins[t].entity, ties[t].probability};
  };
  std::ranges::sort(order, {}, named);
  for (std::size_t k = 1; k < order.size(); ++k) {
    const cascade_coin& before = coins[order[k - 1]];
    cascade_coin& coin = coins[order[k]];
    if (coin.purpose != before.purpose || coin.entity != before.entity) continue;
    if (coin.purpose == by_key) {
      const auto [first, second] = std::minmax(order[k - 1], order[k]);
      throw input_error{"the ties " + std::to_string(first) + " and " + std::to_string(second) +
                        " have the same key; expected another for each tie, or none"};
    }
    coin.rank = before.rank + 1;
  }
  return coins;
}

/// What samples add up to. All are whole numbers, so no order of adding can change them.
struct cascade_counts {
  explicit cascade_counts(std::size_t order) : times(order), of_size(order + 1), marks(order) {}
  std::vector<std::uint32_t> times;    ///< [vertex] how often informed
  std::vector<std::uint32_t> of_size;  ///< [number of informed] in how many samples
  std::vector<std::uint32_t> marks;
  std::uint32_t stamp = 0;
  std::vector<vertex_index> informed{};
};

/// Threads whose counts together stay near a gigabyte: at most so many, at least one.
[[nodiscard]] inline unsigned cascade_threads(std::size_t order, unsigned threads) {
  if (threads == 0) threads = std::max(1u, std::thread::hardware_concurrency());
  const std::size_t room = (std::size_t{1} << 26) / (order + 1);  // of 16 bytes for each vertex
  return static_cast<unsigned>(std::clamp<std::size_t>(threads, 1, std::clamp<std::size_t>(room, 1, max_threads)));
}

/// Who is informed in each of many independent samples. Each thread adds to counts of its own.
inline void sample_cascade(const cascade_graph& g, const std::vector<vertex_index>& starts,
                           std::span<const vertex_index> reached, std::span<const cascade_coin> coins,
                           const independent_cascade_options& options, cascade_result& result) {
  const std::size_t samples = result.samples;
  std::mutex lock;
  std::vector<std::unique_ptr<cascade_counts>> idle;
  auto take = [&] {
    {
      const std::lock_guard held{lock};
      if (!idle.empty()) {
        auto counts = std::move(idle.back());
        idle.pop_back();
        return counts;
      }
    }
    return std::make_unique<cascade_counts>(g.order());
  };
  const std::size_t grain = std::max<std::size_t>(256, samples / 4096 + 1);
  const unsigned threads = cascade_threads(g.order(), options.threads);
  parallel_for_blocks(samples, grain, threads, [&](std::size_t, std::size_t first, std::size_t last) {
    std::unique_ptr<cascade_counts> counts = take();
    for (std::size_t sample = first; sample < last; ++sample) {
      const std::uint32_t stamp = ++counts->stamp;
      counts->informed = starts;
      for (const vertex_index v : starts) counts->marks[v] = stamp;
      g.inform(counts->informed, counts->marks, stamp, [&](std::uint32_t t) {
        return random_stream{{.seed = options.seed,
                              .entity = coins[t].entity,
                              .replica = static_cast<std::uint32_t>(sample),
                              .step = coins[t].rank,
                              .purpose = coins[t].purpose}}
            .bernoulli(g.tie(t).probability);
      });
      for (const vertex_index v : counts->informed) ++counts->times[v];
      ++counts->of_size[counts->informed.size()];
    }
    const std::lock_guard held{lock};
    idle.push_back(std::move(counts));
  });
  cascade_counts all = std::move(*idle.back());
  idle.pop_back();
  for (const auto& counts : idle) {
    for (std::size_t v = 0; v < all.times.size(); ++v) all.times[v] += counts->times[v];
    for (std::size_t size = 0; size < all.of_size.size(); ++size) all.of_size[size] += counts->of_size[size];
  }
  const auto n = static_cast<double>(samples);
  std::uint64_t total = 0;
  for (const std::uint32_t often : all.times) total += often;
  result.spread = static_cast<double>(total) / n;
  double squares = 0;
  for (std::size_t size = 0; size < all.of_size.size(); ++size) {
    const double off = static_cast<double>(size) - result.spread;
    squares += all.of_size[size] * (off * off);
  }
  result.standard_error = samples > 1 ? std::sqrt(squares / (n - 1) / n) : std::numeric_limits<double>::quiet_NaN();
  for (std::size_t v = 0; v < g.order(); ++v) {
    const double p = result.probability[v] = static_cast<double>(all.times[v]) / n;
    result.probability_error[v] =
        samples > 1 ? std::sqrt(p * (1 - p) / (n - 1)) : std::numeric_limits<double>::quiet_NaN();
  }
  result.probability_low = result.probability_high = result.probability;
  for (const vertex_index v : reached) {
    const share_interval sure = wilson(all.times[v], static_cast<std::int64_t>(samples));
    result.probability_low[v] = sure.low;
    result.probability_high[v] = sure.high;
  }
  for (const vertex_index v : starts) result.probability_low[v] = 1;  // whatever the samples
  for (const double p : result.probability_low) result.low += p;
  for (const double p : result.probability_high) result.high += p;
}

}  // namespace detail

/// Independent cascade (Kempe, Kleinberg & Tardos 2003, after Goldenberg, Libai & Muller 2001): a vertex that becomes
/// informed tries once along each of its ties, which passes with the tie's probability; a vertex once informed stays
/// so.
///
/// Computed over live-edge graphs: every tie passes or not, once and for all, and the informed are whom the starts
/// reach. Exact, by all ways that the ties can turn out, if at most `exact_up_to` ties can be reached from the starts
/// and no number of samples is asked for; else from seeded samples. A tie that is never or always passed costs nothing
/// exact, but counts. One coin serves both directions of a tie: only the direction from whoever is informed first
/// matters, so this has the same distribution as a coin for each. Parallel ties try each; loops do nothing. No starts:
/// spread 0. A `standard_error` of one sample is unknown (NaN). Verified by `tests/property/spread_test.cpp`: samples
/// against enumeration. Samples don't depend on the order of ties or on the number of threads.
///
/// Throws: input_error for ends or starts outside [0, order) and probabilities outside [0, 1], all of them; for an
/// `exact_up_to` above 24; for two ties with one key, when sampling. Time O(2^ties (n + m)) or O(samples (n + m) /
/// threads), space O(n + m), when sampling O(threads * n + m).
[[nodiscard]] inline cascade_result independent_cascade(std::size_t order, std::span<const cascade_tie> ties,
                                                        std::span<const vertex_index> starts,
                                                        const independent_cascade_options& options = {}) {
  detail::expect(options.exact_up_to <= 24, "exact up to ", options.exact_up_to,
                 " ties; expected at most 24: more than 2^24 outcomes are better sampled");
  const std::vector<vertex_index> once = detail::check_cascade(order, ties, starts);
  const detail::cascade_graph g{order, ties};

  std::vector<std::uint32_t> marks(order);
  std::vector<vertex_index> reached = once;
  for (const vertex_index v : once) marks[v] = 1;
  g.inform(reached, marks, 1, [&](std::uint32_t t) { return ties[t].probability > 0; });
  std::vector<std::uint32_t> reachable;
  for (const vertex_index u : reached) {
    for (const auto& uv : g.out(u)) reachable.push_back(uv.tie);
  }
  std::ranges::sort(reachable);
  reachable.erase(std::unique(reachable.begin(), reachable.end()), reachable.end());

  cascade_result result{.reachable_ties = reachable.size(),
                        .probability = std::vector<double>(order),
                        .probability_error = std::vector<double>(order)};
  result.exact = !options.samples && reachable.size() <= options.exact_up_to;
  if (result.exact) {
    detail::enumerate_cascade(g, once, reachable, result);
    result.low = result.high = result.spread;
    result.probability_low = result.probability_high = result.probability;
  } else {
    result.samples = options.samples.value_or(10'000);
    if (result.samples == 0) throw input_error{"0 samples; expected at least 1"};
    detail::sample_cascade(g, once, reached, detail::cascade_coins(ties), options, result);
  }
  return result;
}

/// For each vertex the way from a start along which knowledge most probably arrives: the greatest product of
/// probabilities (Dijkstra 1959). Among equals the one found first, so that the result depends on the numbers of
/// vertices and ties alone. A vertex hears at least with this probability, and with more if it has several ways. Throws
/// as `independent_cascade`. Time O(m log n), space O(n + m).
[[nodiscard]] inline std::vector<likely_step> likely_paths(std::size_t order, std::span<const cascade_tie> ties,
                                                           std::span<const vertex_index> starts) {
  const std::vector<vertex_index> once = detail::check_cascade(order, ties, starts);
  const detail::cascade_graph g{order, ties};
  struct step {
    double probability;
    vertex_index vertex;
  };
  auto later = [](const step& a, const step& b) {
    return a.probability != b.probability ? a.probability < b.probability : a.vertex > b.vertex;
  };
  std::vector<likely_step> paths(order);
  std::vector<bool> settled(order);
  std::vector<step> heap;
  auto push = [&](step s) {
    heap.push_back(s);
    std::ranges::push_heap(heap, later);
  };
  for (const vertex_index v : once) {
    paths[v].probability = 1;
    push({1, v});
  }
  while (!heap.empty()) {
    std::ranges::pop_heap(heap, later);
    const vertex_index u = heap.back().vertex;
    heap.pop_back();
    if (settled[u]) continue;
    settled[u] = true;
    for (const auto& uv : g.out(u)) {
      const double probability = paths[u].probability * ties[uv.tie].probability;
      if (settled[uv.target] || probability <= paths[uv.target].probability) continue;
      paths[uv.target] = {probability, uv.tie, u};
      push({probability, uv.target});
    }
  }
  return paths;
}

/// The positions of the ties on the most probable way to `v`, from a start on; empty at a start and where there is no
/// way. Pre: `paths` is a result of `likely_paths`. Time and space O(length of the way).
[[nodiscard]] inline std::vector<std::size_t> path_to(std::span<const likely_step> paths, vertex_index v) {
  detail::expect(v < paths.size(), "vertex ", v, " of ", paths.size(), "; expected a number below that");
  std::vector<std::size_t> ties;
  for (; paths[v].tie; v = paths[v].from) ties.push_back(*paths[v].tie);
  std::ranges::reverse(ties);
  return ties;
}

}  // namespace capnet
