#pragma once
/// Live-edge graphs of the linear threshold model: which arc each vertex picks, sampled and enumerated.
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
#include <capnet/algorithm/spread_graph.hpp>
#include <capnet/core/random.hpp>

namespace capnet::detail {

inline constexpr auto coins_of_picks = static_cast<std::uint32_t>(stable_hash("linear_threshold"));

/// An arc is the one that its target picks if that one's 64 bits lie in [low, high), or above `low` where `high` is all
/// ones.
struct threshold_picks {
  struct range {
    std::uint64_t low = 0, high = 0;
    [[nodiscard]] bool holds(std::uint64_t bits) const {
      return bits >= low && (bits < high || high == ~std::uint64_t{0});
    }
  };
  std::vector<range> of_arc{};

  explicit threshold_picks(const spread_graph& g) : of_arc(g.coins().edge.size()) {
    std::vector<double> sums(g.order());
    const arc_coins& arcs = g.coins();
    for (vertex_index u = 0; u < g.order(); ++u) {
      for (std::size_t at = arcs.row_begin(u); at < arcs.row_end(u); ++at) {
        double& sum = sums[arcs.target(at)];
        of_arc[at].low = threshold_of(std::min(sum, 1.0));
        sum += g.edges()[arcs.edge[at]].probability;
        of_arc[at].high = threshold_of(std::min(sum, 1.0));
      }
    }
  }
};

/// Samples: who is reached if each vertex picks. Refers to the graph and its picks.
class threshold_sampler {
 public:
  threshold_sampler(const spread_graph& g, const threshold_picks& picks, std::uint64_t seed, double retention,
                    std::optional<std::int32_t> from)
      : g_{&g},
        picks_{&picks},
        seed_{seed},
        retention_{retention},
        from_{from},
        reach_{g, from.has_value()},
        bits_(g.order()),
        drawn_(g.order()) {}

  /// Bytes for each vertex, with the counts that whoever samples keeps.
  static constexpr std::size_t bytes = 40;

  [[nodiscard]] std::span<const vertex_index> operator()(std::span<const vertex_index> starts, std::uint32_t sample) {
    const coin_use use{{.seed = seed_, .replica = sample, .purpose = coins_of_picks}};
    ++stamp_;
    return reach_(
        starts, from_,
        [&](std::size_t at) {
          const vertex_index v = g_->coins().target(at);
          if (drawn_[v] != stamp_) drawn_[v] = stamp_, bits_[v] = use.bits(v);
          return picks_->of_arc[at].holds(bits_[v]);
        },
        [&](vertex_index v) {
          return retention_ >= 1 || std::ranges::binary_search(starts, v) ||
                 random_stream{{.seed = seed_, .entity = v, .replica = sample, .purpose = coins_of_keeping}}.bernoulli(
                     retention_);
        });
  }
  [[nodiscard]] std::int32_t arrival(vertex_index v) const { return reach_.arrival(v); }

 private:
  const spread_graph* g_;
  const threshold_picks* picks_;
  std::uint64_t seed_;
  double retention_;
  std::optional<std::int32_t> from_;
  live_reach reach_;
  std::vector<std::uint64_t> bits_;
  std::vector<std::uint32_t> drawn_;
  std::uint32_t stamp_ = 0;
};

/// For each of `reachable` the arcs with weight into it from those; none into starts.
[[nodiscard]] inline std::vector<std::vector<std::size_t>> arcs_into(const spread_graph& g,
                                                                     std::span<const vertex_index> starts,
                                                                     std::span<const vertex_index> reachable) {
  constexpr auto none = static_cast<std::size_t>(-1);
  std::vector<std::size_t> place(g.order(), none);
  for (std::size_t k = 0; k < reachable.size(); ++k) place[reachable[k]] = k;
  for (const vertex_index v : starts) place[v] = none;
  std::vector<std::vector<std::size_t>> into(reachable.size());
  const arc_coins& arcs = g.coins();
  for (const vertex_index u : reachable) {
    for (std::size_t at = arcs.row_begin(u); at < arcs.row_end(u); ++at) {
      const std::size_t v = place[arcs.target(at)];
      if (v != none && arcs.can_pass(at)) into[v].push_back(at);
    }
  }
  return into;
}

/// Every way that vertices can pick, and keep what they got or not.
class threshold_outcomes {
 public:
  threshold_outcomes(const spread_graph& g, std::span<const vertex_index> starts,
                     std::span<const vertex_index> reachable, std::span<const std::vector<std::size_t>> into,
                     double retention, std::stop_token stop)
      : g_{g},
        reachable_{reachable},
        into_{into},
        retention_{retention},
        stop_{std::move(stop)},
        pick_(g.order(), none),
        keeps_(g.order(), true) {
    for (std::size_t k = 0; k < reachable.size(); ++k) {
      if (!std::ranges::binary_search(starts, reachable[k])) open_.push_back(k);
    }
  }

  /// Calls `visit(chance, live, keeps)`.
  template <class Visit>
  void for_each(const Visit& visit) {
    pick(0, 1, visit);
  }

 private:
  static constexpr auto none = static_cast<std::size_t>(-1);

  template <class Visit>
  void pick(std::size_t next, double chance, const Visit& visit) {
    if (next == open_.size()) {
      throw_if_stopped(stop_);
      visit(
          chance, [&](std::size_t at) { return pick_[g_.coins().target(at)] == at; },
          [&](vertex_index v) { return keeps_[v]; });
      return;
    }
    const vertex_index v = reachable_[open_[next]];
    double rest = 1;
    for (const std::size_t at : into_[open_[next]]) {
      const double weight = g_.edges()[g_.coins().edge[at]].probability;
      rest -= weight;
      pick_[v] = at;
      keep(next, chance * weight, visit);
    }
    pick_[v] = none;
    if (rest > 1e-12) keep(next, chance * rest, visit);
  }
  template <class Visit>
  void keep(std::size_t next, double chance, const Visit& visit) {
    const vertex_index v = reachable_[open_[next]];
    if (retention_ > 0) keeps_[v] = true, pick(next + 1, chance * retention_, visit);
    if (retention_ < 1) keeps_[v] = false, pick(next + 1, chance * (1 - retention_), visit);
  }

  const spread_graph& g_;
  std::span<const vertex_index> reachable_;
  std::span<const std::vector<std::size_t>> into_;
  double retention_;
  std::stop_token stop_;
  std::vector<std::size_t> open_{};  ///< of `reachable_`: all but starts
  std::vector<std::size_t> pick_;
  std::vector<bool> keeps_;
};

}  // namespace capnet::detail
