#pragma once
/// Samples of the independent cascade: the coins of rows are drawn together, before anyone is looked up.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <capnet/algorithm/detail/draw_coins.hpp>
#include <capnet/algorithm/detail/live_reach.hpp>
#include <capnet/algorithm/spread_graph.hpp>
#include <capnet/core/hash.hpp>
#include <capnet/core/simd.hpp>

namespace capnet::detail {

/// What coins are for: see random_use::purpose.
inline constexpr auto coins_by_edge = static_cast<std::uint32_t>(stable_hash("independent_cascade"));
inline constexpr auto coins_by_row = static_cast<std::uint32_t>(stable_hash("independent_cascade by row"));
inline constexpr auto coins_of_keeping = static_cast<std::uint32_t>(stable_hash("retention"));

/// Marks of vertices, taken back one by one.
class vertex_bits {
 public:
  explicit vertex_bits(std::size_t order) : words_(order / 64 + 1) {}
  /// Whether it was not marked yet.
  bool mark(vertex_index v) {
    std::uint64_t& word = words_[v / 64];
    const std::uint64_t bit = std::uint64_t{1} << (v % 64), before = word & bit;
    word |= bit;
    return before == 0;
  }
  void clear(std::span<const vertex_index> marked) {
    for (const vertex_index v : marked) words_[v / 64] = 0;
  }

 private:
  std::vector<std::uint64_t> words_;
};

/// What a thread needs to sample. Refers to the graph and to the names of its arcs; empty: coins are by row.
class cascade_sampler {
 public:
  struct cascade {
    std::uint64_t seed = 0;
    double retention = 1;
    std::optional<std::int32_t> from{};  ///< dated
  };
  cascade_sampler(const spread_graph& g, std::span<const std::uint64_t> names, const cascade& how)
      : g_{&g},
        source_{g.coins(), names},
        purpose_{names.empty() ? coins_by_row : coins_by_edge},
        how_{how},
        level_{current_simd()},
        marked_{g.order()},
        reached_(how.from ? 0 : g.order() + 1),
        arrivals_{how.from ? g.order() : 0} {}

  /// Bytes for each vertex, with the counts that whoever samples keeps.
  static constexpr std::size_t bytes = 24;

  /// Who is reached in a sample.
  [[nodiscard]] std::span<const vertex_index> operator()(std::span<const vertex_index> starts, std::uint32_t sample) {
    const coin_use use{{.seed = how_.seed, .replica = sample, .purpose = purpose_}};
    return how_.from ? dated(starts, sample, use) : undated(starts, sample, use);
  }
  /// When, in the last sample. Pre: it is dated, and v was reached.
  [[nodiscard]] std::int32_t arrival(vertex_index v) const { return arrivals_.arrival(v); }

 private:
  [[nodiscard]] bool keeps(vertex_index v, std::uint32_t sample, std::span<const vertex_index> starts) const {
    if (how_.retention >= 1 || std::binary_search(starts.begin(), starts.end(), v)) return true;
    return random_stream{{.seed = how_.seed, .entity = v, .replica = sample, .purpose = coins_of_keeping}}.bernoulli(
        how_.retention);
  }

  std::span<const vertex_index> undated(std::span<const vertex_index> starts, std::uint32_t sample,
                                        const coin_use& use) {
    constexpr std::size_t near = 8, far = 24;
    const std::vector<std::uint32_t>& first = g_->coins().first;
    const arc_group* const groups = g_->coins().groups.data();
    const bool all_keep = how_.retention >= 1;
    std::copy(starts.begin(), starts.end(), reached_.begin());
    for (const vertex_index v : starts) marked_.mark(v);
    std::size_t found = starts.size(), next = 0;
    std::uint32_t group = 0, last = 0;  // of the row that is under way
    vertex_index u = 0;
    while (true) {
      while (jobs_.size < coin_jobs::room) {
        if (group == last) {
          if (next == found) break;
          if (next + far < found) prefetch(&first[reached_[next + far]]);
          if (next + near < found) {
            const arc_group* const soon = groups + first[reached_[next + near]];
            prefetch(soon);
            prefetch(soon + 2);
          }
          u = reached_[next++];
          if (!all_keep && !keeps(u, sample, starts)) continue;
          group = first[u];
          last = first[u + 1];
        }
        group = jobs_.add(u, first[u], group, last);
      }
      if (jobs_.size == 0) break;
      const std::size_t passing = draw_coins(source_, use, jobs_, passing_, level_);
      for (std::size_t k = 0; k < passing; ++k) {
        const vertex_index v = g_->coins().target(passing_[k]);
        reached_[found] = v;
        found += static_cast<std::size_t>(marked_.mark(v));
      }
    }
    const std::span<const vertex_index> all{reached_.data(), found};
    marked_.clear(all);
    return all;
  }

  std::span<const vertex_index> dated(std::span<const vertex_index> starts, std::uint32_t sample, const coin_use& use) {
    const arc_coins& arcs = g_->coins();
    arrivals_.start(starts, *how_.from);
    while (const auto u = arrivals_.take()) {
      if (!keeps(*u, sample, starts)) continue;
      for (std::uint32_t group = arcs.first[*u]; group < arcs.first[*u + 1];) {
        group = jobs_.add(*u, arcs.first[*u], group, arcs.first[*u + 1]);
        const std::size_t passing = draw_coins(source_, use, jobs_, passing_, level_);
        for (std::size_t k = 0; k < passing; ++k)
          arrivals_.offer(g_->edges()[arcs.edge[passing_[k]]], arcs.target(passing_[k]), arrivals_.arrival(*u));
      }
    }
    return arrivals_.reached();
  }

  const spread_graph* g_;
  coin_source source_;
  std::uint32_t purpose_;
  cascade how_;
  simd_level level_;
  vertex_bits marked_;
  std::vector<vertex_index> reached_;
  arrival_queue arrivals_;
  coin_jobs jobs_{};
  passing_arcs passing_{};
};

}  // namespace capnet::detail
