#pragma once
/// How sure a measure over members is: the bootstrap.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <capnet/core/parallel.hpp>
#include <capnet/core/random.hpp>
#include <capnet/core/stable_order.hpp>
#include <capnet/metric/reading.hpp>
#include <capnet/metric/vertex_keys.hpp>
#include <capnet/model/estimate.hpp>

namespace capnet {

struct bootstrap_options {
  std::uint64_t seed = 0;
  std::uint32_t purpose = 0x626f6f74;  ///< of the random numbers: see random_use
  std::uint32_t replicas = 999;        ///< at most: fewer where `most_work` allows no more, but not below 39
  std::size_t work = 0;                ///< steps that the statistic of a replica takes beside the draws of members
  std::size_t most_work = 10'000'000;  ///< draws and steps of all replicas
  unsigned threads = 0;                ///< 0: one for each core; the result is the same
};

/// The ends of an interval, and how many replicas gave them.
struct bootstrap_bounds {
  double low = 0, high = 0;
  std::uint32_t replicas = 0;
};

/// Percentile interval, 95%, of a statistic of n members (Efron 1979): the members are drawn anew, n with replacement,
/// in each replica; `low` and `high` are the quantiles 2.5% and 97.5% of the replicas' values, each a value that some
/// replica has (of 999 the 25th and the 975th).
///
/// `statistic(times)` is the value, an optional double, where member k was drawn `times[k]` times; it is called from
/// several threads. `keys[k]` is a key of member k, such as the hash of its id: the draws depend on the set of keys and
/// the seed, neither on the order of members nor on the number of threads. Replicas without a value are left out.
///
/// Nothing for fewer than two members, or where fewer than half of the replicas have a value. It says how far the value
/// would vary if other members like these had taken part; it knows nothing of members of a kind that is missing, and of
/// few members (below about 10) it is too narrow.
///
/// Time O(replicas (n + work)), at most `most_work` or 39 replicas' worth; space O(n) a thread.
template <class Statistic>
[[nodiscard]] std::optional<bootstrap_bounds> bootstrap(std::span<const std::uint64_t> keys, const Statistic& statistic,
                                                        const bootstrap_options& options = {}) {
  const std::size_t n = keys.size();
  if (n < 2 || n > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  const std::size_t affordable = options.most_work / (n + options.work);
  const auto replicas =
      static_cast<std::uint32_t>(std::min<std::size_t>(options.replicas, std::max<std::size_t>(affordable, 39)));
  std::vector<std::uint32_t> by_key(n);
  std::iota(by_key.begin(), by_key.end(), 0u);
  detail::sort_stably(by_key, [&](auto a, auto b) { return keys[a] < keys[b]; });
  std::vector<std::optional<double>> values(replicas);
  parallel_for_blocks(replicas, 16, options.threads, [&](std::size_t, std::size_t first, std::size_t last) {
    std::vector<std::uint32_t> times(n);
    for (std::size_t replica = first; replica < last; ++replica) {
      std::fill(times.begin(), times.end(), 0u);
      random_stream draws{
          {.seed = options.seed, .replica = static_cast<std::uint32_t>(replica), .purpose = options.purpose}};
      for (std::size_t k = 0; k < n; ++k) ++times[by_key[draws.below(static_cast<std::uint32_t>(n))]];
      values[replica] = statistic(std::span<const std::uint32_t>{times});
    }
  });
  std::vector<double> known;
  for (const std::optional<double>& value : values) {
    if (value) known.push_back(*value);
  }
  if (known.empty() || 2 * known.size() < replicas) return std::nullopt;
  std::sort(known.begin(), known.end());
  const auto rank = static_cast<std::size_t>(.025 * static_cast<double>(known.size() + 1));
  const std::size_t low = std::max<std::size_t>(rank, 1) - 1;
  return bootstrap_bounds{known[low], known[known.size() - 1 - low], static_cast<std::uint32_t>(known.size())};
}

namespace detail {

/// Writes the interval of a statistic of `members` into its estimate, if it has a value.
template <class Statistic>
void write_bootstrap(const network_reading& reading, std::span<const vertex_ref> members, const Statistic& statistic,
                     estimate& into, std::size_t work = 0, std::uint32_t purpose = 0x626f6f74) {
  if (!into.value) return;
  const auto bounds = bootstrap(vertex_keys(reading.net(), members), statistic,
                                {.seed = reading.options().seed, .purpose = purpose, .work = work});
  if (!bounds) return;
  into.low = std::min(bounds->low, *into.value);
  into.high = std::max(bounds->high, *into.value);
  into.interval_kind = std::string{interval_kinds::bootstrap};
}

}  // namespace detail

}  // namespace capnet
