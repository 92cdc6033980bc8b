#pragma once
/// Vertices that together are in as many sets as possible. Not interface.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <queue>
#include <span>
#include <utility>
#include <vector>

#include <capnet/algorithm/detail/reverse_reachable_sets.hpp>
#include <capnet/algorithm/detail/seed_limits.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/core/id.hpp>
#include <capnet/core/large_vector.hpp>
#include <capnet/core/parallel.hpp>

namespace capnet::detail {

struct cover {
  std::vector<vertex_index> chosen{};  ///< in order of choice
  std::size_t covered = 0;             ///< sets that hold one of them
  /// No other choice within the limits is in more sets: of any choice S at most what the chosen ones cover and the
  /// largest further gains that the limits allow together, the least such bound of some prefixes of the choice.
  double at_most = 0;
};

/// Greedy choice of vertices for as many sets as possible (Nemhauser, Wolsey & Fisher 1978), lazily: a gain that was
/// found before is the most it can be now (Minoux 1978). Equal gains: the smaller number.
class greedy_cover {
 public:
  greedy_cover(const reverse_reachable_sets& sets, vertex_index order, const seed_limits& limits, const execution& how)
      : sets_{sets}, limits_{limits}, how_{how}, counts_(order, 0) {
    count();
  }

  [[nodiscard]] cover choose() {
    cover by_gain = run();
    if (!limits_.has_costs()) return by_gain;
    // The best single one, where many cheap ones were chosen in its place (Khuller, Moss & Naor 1999).
    std::size_t most = 0;
    vertex_index best = 0;
    for (vertex_index v = 0; v < first_counts_.size(); ++v) {
      if (first_counts_[v] > most && limits_.allows(v)) most = first_counts_[v], best = v;
    }
    if (most > by_gain.covered) by_gain.chosen = {best}, by_gain.covered = most;
    return by_gain;
  }

 private:
  struct entry {
    double worth = 0;  ///< gain, or gain for each unit of cost
    std::uint32_t gain = 0;
    vertex_index v = 0;
    friend bool operator<(const entry& a, const entry& b) { return a.worth != b.worth ? a.worth < b.worth : a.v > b.v; }
  };

  /// How many sets each vertex is in.
  void count() {
    const auto chunks = sets_.chunks();
    const std::size_t parts =
        std::min<std::size_t>({wanted_threads(how_.threads), std::max<std::size_t>(chunks.size(), 1), 8});
    const std::size_t grain = (chunks.size() + parts - 1) / parts;
    std::vector<large_vector<std::uint32_t>> others(parts);
    if (chunks.empty()) return;
    parallel_for_blocks(chunks.size(), grain, how_, [&](std::size_t part, std::size_t first, std::size_t last) {
      if (part > 0) others[part].assign(counts_.size(), 0);
      std::uint32_t* const counts = part > 0 ? others[part].data() : counts_.data();
      for (std::size_t c = first; c < last; ++c) {
        for (const vertex_index v : chunks[c].members) ++counts[v];
      }
    });
    if (parts == 1) return;
    parallel_for_blocks(counts_.size(), 1u << 16, how_, [&](std::size_t, std::size_t first, std::size_t last) {
      for (std::size_t part = 1; part < parts; ++part) {
        if (others[part].empty()) continue;
        for (std::size_t v = first; v < last; ++v) counts_[v] += others[part][v];
      }
    });
  }

  [[nodiscard]] entry entry_of(vertex_index v) const {
    return {limits_.has_costs() ? counts_[v] / limits_.cost(v) : counts_[v], counts_[v], v};
  }

  /// Lists the sets of the vertices that are in `least` sets or more, and in less than those listed before.
  void list_sets(std::uint32_t least) {
    std::vector<vertex_index> listed;
    std::size_t room = 0;
    for (vertex_index v = 0; v < first_counts_.size(); ++v) {
      if (first_counts_[v] < least || first_counts_[v] >= listed_from_ || !limits_.allows(v)) continue;
      listed.push_back(v);
    }
    const std::size_t base = lists_.size();
    for (const vertex_index v : listed) {
      place_[v] = static_cast<std::uint32_t>(list_begin_.size());
      list_begin_.push_back(base + room);
      list_end_.push_back(base + room);
      room += first_counts_[v];
    }
    lists_.resize(base + room);
    std::uint32_t set = 0;
    const auto first_place = static_cast<std::uint32_t>(list_begin_.size() - listed.size());
    for (const auto& c : sets_.chunks()) {
      std::size_t k = 0;
      for (const std::size_t end : c.ends) {
        for (; k < end; ++k) {
          const std::uint32_t at = place_[c.members[k]];
          if (at >= first_place && at != unlisted) lists_[list_end_[at]++] = set;
        }
        ++set;
      }
    }
    for (const vertex_index v : listed) heap_.push(entry_of(v));
    listed_from_ = least;
  }

  /// So that about four times as many vertices as can be chosen are listed first: those behind are hardly ever asked.
  [[nodiscard]] std::uint32_t first_tier() const {
    if (limits_.has_costs()) return 1;
    std::vector<std::uint32_t> counts;
    for (vertex_index v = 0; v < counts_.size(); ++v) {
      if (counts_[v] > 0 && limits_.allows(v)) counts.push_back(counts_[v]);
    }
    const std::size_t wanted = 4 * limits_.most() + 64;
    if (counts.size() <= wanted) return 1;
    std::nth_element(counts.begin(), counts.begin() + static_cast<std::ptrdiff_t>(wanted), counts.end(),
                     std::greater{});
    return std::max<std::uint32_t>(1, counts[wanted]);
  }

  cover run() {
    cover result;
    first_counts_ = counts_;
    place_.assign(counts_.size(), unlisted);
    covered_.assign((sets_.size() + 63) / 64, 0);
    seed_tally taken{limits_};
    limit_bound bound{limits_};
    result.at_most = std::numeric_limits<double>::infinity();
    std::size_t step = 0;
    const auto tighten = [&] {
      if ((step & (step - 1)) != 0) return;
      result.at_most = std::min(result.at_most, static_cast<double>(result.covered) + bound.largest_gains(counts_));
    };
    list_sets(first_tier());
    while (true) {
      throw_if_stopped(how_.stop);
      tighten();
      const vertex_index v = next(taken);
      if (v == none) break;
      take(v, result.covered);
      taken.take(v);
      result.chosen.push_back(v);
      ++step;
    }
    step = 0;
    tighten();
    if (!limits_.has_costs()) fill_up(taken, result.chosen);
    return result;
  }

  /// What no further set asks for still counts for itself.
  void fill_up(seed_tally& taken, std::vector<vertex_index>& chosen) const {
    std::vector<char> is_chosen(taken.full() ? 0 : counts_.size());
    if (!taken.full()) {
      for (const vertex_index v : chosen) is_chosen[v] = 1;
    }
    for (vertex_index v = 0; v < counts_.size() && !taken.full(); ++v) {
      if (counts_[v] > 0 || is_chosen[v] != 0 || !limits_.allows(v) || !taken.fits(v)) continue;
      taken.take(v);
      chosen.push_back(v);
    }
  }

  static constexpr vertex_index none = std::numeric_limits<vertex_index>::max();
  static constexpr std::uint32_t unlisted = std::numeric_limits<std::uint32_t>::max();

  /// The vertex of the largest gain, if any gains.
  [[nodiscard]] vertex_index next(const seed_tally& taken) {
    if (taken.full()) return none;
    while (true) {
      // A vertex that is not listed may gain as much as its count allows.
      if (listed_from_ > 1 && (heap_.empty() || heap_.top().gain < listed_from_)) {
        list_sets(std::max<std::uint32_t>(1, listed_from_ / 4));
        continue;
      }
      if (heap_.empty()) return none;
      const entry top = heap_.top();
      heap_.pop();
      if (counts_[top.v] == 0 || !taken.fits(top.v)) continue;  // nor will it later
      if (counts_[top.v] == top.gain) return top.v;
      heap_.push(entry_of(top.v));
    }
  }

  /// Covers the sets of v: their members gain less.
  void take(vertex_index v, std::size_t& covered) {
    for (std::size_t k = list_begin_[place_[v]]; k < list_end_[place_[v]]; ++k) {
      const std::uint32_t set = lists_[k];
      if ((covered_[set / 64] >> set % 64 & 1u) != 0) continue;
      covered_[set / 64] |= std::uint64_t{1} << set % 64;
      ++covered;
      for (const vertex_index u : members_of(set)) --counts_[u];
    }
  }

  [[nodiscard]] std::span<const vertex_index> members_of(std::uint32_t set) {
    if (first_set_.empty()) {
      std::uint32_t first = 0;
      for (const auto& c : sets_.chunks()) {
        first_set_.push_back(first);
        first += static_cast<std::uint32_t>(c.size());
      }
    }
    const auto c = static_cast<std::size_t>(std::ranges::upper_bound(first_set_, set) - first_set_.begin()) - 1;
    return sets_.chunks()[c][set - first_set_[c]];
  }

  const reverse_reachable_sets& sets_;
  const seed_limits& limits_;
  const execution& how_;
  large_vector<std::uint32_t> counts_;        ///< [vertex] sets that hold it and nobody chosen
  large_vector<std::uint32_t> first_counts_;  ///< before anyone was chosen
  large_vector<std::uint32_t> place_;         ///< [vertex] of its list, or unlisted
  std::uint32_t listed_from_ = unlisted;      ///< vertices in as many sets are listed
  std::vector<std::size_t> list_begin_, list_end_;
  large_vector<std::uint32_t> lists_;
  std::vector<std::uint64_t> covered_;
  std::vector<std::uint32_t> first_set_;  ///< [chunk]
  std::priority_queue<entry> heap_;
};

}  // namespace capnet::detail
