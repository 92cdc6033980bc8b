#pragma once
/// Samples of spreading in steps between states, and what they add up to.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

#include <capnet/algorithm/detail/cascade_sampler.hpp>
#include <capnet/algorithm/detail/draw_coins.hpp>
#include <capnet/algorithm/detail/spread_samples.hpp>
#include <capnet/algorithm/spread_graph.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/core/hash.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/core/simd.hpp>

namespace capnet {

/// Which states there are: susceptible, exposed, infectious, recovered.
enum class epidemic_model : std::uint8_t { si, sir, sis, seir };

namespace detail {

inline constexpr auto coins_of_contact = static_cast<std::uint32_t>(stable_hash("epidemic contact"));
inline constexpr auto coins_of_change = static_cast<std::uint32_t>(stable_hash("epidemic change"));

struct epidemic_rules {
  epidemic_model model;
  double recovery, incubation, forgetting;
  std::uint32_t max_steps;
  std::uint64_t seed;
  std::optional<std::int32_t> from;
};

/// How many vertices are in a state, over samples.
struct state_sum {
  std::uint64_t total = 0;
  wide_sum squares = 0;
  void add(std::uint64_t vertices) {
    total += vertices;
    squares += static_cast<wide_sum>(vertices) * vertices;
  }
  void add(const state_sum& other) {
    total += other.total;
    squares += other.squares;
  }
};
/// Of susceptible, exposed, infectious, recovered.
using step_sums = std::array<state_sum, 4>;

/// What samples add up to, in whole numbers: no order of adding changes them.
struct epidemic_sums {
  explicit epidemic_sums(std::size_t order)
      : reached{order},
        first_total(order),
        earliest(order, std::numeric_limits<std::uint32_t>::max()),
        latest(order),
        infectious(order) {}

  sample_sums reached;
  std::vector<std::uint64_t> first_total;
  std::vector<std::uint32_t> earliest, latest, infectious;
  std::vector<step_sums> steps{};  ///< of samples that had not ended before
  std::vector<step_sums> ended{};  ///< of samples whose last step it was
  std::uint32_t unfinished = 0;

  void record(std::uint32_t step, const std::array<std::size_t, 4>& counts) {
    if (step >= steps.size()) steps.resize(step + 1), ended.resize(step + 1);
    for (std::size_t s = 0; s < 4; ++s) steps[step][s].add(counts[s]);
  }
  void end(std::uint32_t step, const std::array<std::size_t, 4>& counts) {
    for (std::size_t s = 0; s < 4; ++s) ended[step][s].add(counts[s]);
  }
  void add(const epidemic_sums& other, unsigned threads) {
    reached.add(other.reached, threads);
    parallel_for_blocks(first_total.size(), vertices_at_once, threads,
                        [&](std::size_t, std::size_t first, std::size_t last) {
                          for (std::size_t v = first; v < last; ++v) {
                            first_total[v] += other.first_total[v];
                            earliest[v] = std::min(earliest[v], other.earliest[v]);
                            latest[v] = std::max(latest[v], other.latest[v]);
                            infectious[v] += other.infectious[v];
                          }
                        });
    if (other.steps.size() > steps.size()) steps.resize(other.steps.size()), ended.resize(other.steps.size());
    for (std::size_t k = 0; k < other.steps.size(); ++k) {
      for (std::size_t s = 0; s < 4; ++s) {
        steps[k][s].add(other.steps[k][s]);
        ended[k][s].add(other.ended[k][s]);
      }
    }
    unfinished += other.unfinished;
  }
  /// Of all samples after each step: those that ended stay as they were.
  [[nodiscard]] std::vector<step_sums> after_steps() const {
    std::vector<step_sums> all = steps;
    step_sums stay{};
    for (std::size_t k = 0; k < all.size(); ++k) {
      for (std::size_t s = 0; s < 4; ++s) {
        all[k][s].add(stay[s]);
        stay[s].add(ended[k][s]);
      }
    }
    return all;
  }
};

/// What a thread needs to sample, with its sums.
class epidemic_sampler {
 public:
  /// `reachable`: how many vertices starts can ever reach, dates aside.
  epidemic_sampler(const spread_graph& g, std::span<const std::uint64_t> names, const epidemic_rules& rules,
                   std::size_t reachable)
      : g_{&g},
        source_{g.coins(), names},
        rules_{rules},
        reachable_{reachable},
        level_{current_simd()},
        sums_{g.order()},
        state_(g.order(), susceptible) {
    for (const spread_edge& uv : g.edges()) last_end_ = std::max(last_end_, uv.end);
  }

  /// Bytes for each vertex.
  static constexpr std::size_t bytes = 56;
  [[nodiscard]] const epidemic_sums& sums() const { return sums_; }

  void run(std::span<const vertex_index> starts, std::uint32_t sample, const std::stop_token& stop) {
    for (const vertex_index v : starts) reach(v, 0, infectious);
    std::uint32_t step = 0;
    sums_.record(0, counts());
    for (; step < rules_.max_steps && can_change(step); ++step) {
      throw_if_stopped(stop);
      advance(sample, step + 1);
      sums_.record(step + 1, counts());
    }
    if (can_change(step)) ++sums_.unfinished;
    sums_.end(step, counts());
    for (const vertex_index v : in_[infectious]) ++sums_.infectious[v];
    sums_.reached.add(ever_);
    for (const vertex_index v : ever_) state_[v] = susceptible, first_[v] = false;
    ever_.clear();
    for (auto& list : in_) list.clear();
  }

 private:
  enum : std::uint8_t { susceptible, exposed, infectious, recovered, next_one };

  [[nodiscard]] std::array<std::size_t, 4> counts() const {
    return {state_.size() - in_[exposed].size() - in_[infectious].size() - in_[recovered].size(), in_[exposed].size(),
            in_[infectious].size(), in_[recovered].size()};
  }
  [[nodiscard]] bool returns() const { return rules_.model == epidemic_model::sis || rules_.forgetting > 0; }
  [[nodiscard]] bool can_change(std::uint32_t step) const {
    if (!in_[exposed].empty() && rules_.incubation > 0) return true;
    if (!in_[recovered].empty() && rules_.forgetting > 0) return true;
    if (in_[infectious].empty()) return false;
    if (rules_.model != epidemic_model::si && rules_.recovery > 0) return true;
    const bool edges_left = !rules_.from || std::int64_t{*rules_.from} + step < last_end_;
    return edges_left && (returns() || ever_.size() < reachable_);
  }

  void reach(vertex_index v, std::uint32_t step, std::uint8_t state) {
    state_[v] = state;
    in_[state].push_back(v);
    if (first_[v]) return;
    first_[v] = true;
    ever_.push_back(v);
    sums_.first_total[v] += step;
    sums_.earliest[v] = std::min(sums_.earliest[v], step);
    sums_.latest[v] = std::max(sums_.latest[v], step);
  }

  /// Those of a state for whom a coin falls leave it for another.
  void change(std::uint8_t from, std::uint8_t to, double rate, const coin_use& use, std::vector<vertex_index>& moved) {
    moved.clear();
    if (!(rate > 0)) return;
    const std::uint64_t limit = threshold_of(rate);
    std::erase_if(in_[from], [&](vertex_index v) {
      if (rate < 1 && use.bits(v) >= limit) return false;
      moved.push_back(v);
      state_[v] = to;
      return true;
    });
  }

  void advance(std::uint32_t sample, std::uint32_t step) {
    const coin_use contact{{.seed = rules_.seed, .replica = sample, .step = step, .purpose = coins_of_contact}};
    const coin_use turn{{.seed = rules_.seed, .replica = sample, .step = step, .purpose = coins_of_change}};
    const std::uint8_t entered = rules_.model == epidemic_model::seir ? exposed : infectious;
    const std::uint8_t left = rules_.model == epidemic_model::sis ? susceptible : recovered;
    touched_.clear();
    contacts(contact, step);
    // All by the states before the step: whoever is touched is still susceptible here.
    change(recovered, susceptible, rules_.forgetting, turn, forgot_);
    change(infectious, left, rules_.model == epidemic_model::si ? 0 : rules_.recovery, turn, better_);
    change(exposed, infectious, rules_.incubation, turn, ripe_);
    if (left == recovered) in_[recovered].insert(in_[recovered].end(), better_.begin(), better_.end());
    in_[infectious].insert(in_[infectious].end(), ripe_.begin(), ripe_.end());
    for (const vertex_index v : touched_) reach(v, step, entered);
  }

  void contacts(const coin_use& use, std::uint32_t step) {
    const arc_coins& arcs = g_->coins();
    const std::int64_t now = rules_.from ? std::int64_t{*rules_.from} + step - 1 : 0;
    const auto draw = [&] {
      const std::size_t passing = draw_coins(source_, use, jobs_, passing_, level_);
      for (std::size_t k = 0; k < passing; ++k) {
        const vertex_index v = arcs.target(passing_[k]);
        if (state_[v] != susceptible) continue;
        if (rules_.from) {
          const spread_edge& uv = g_->edges()[arcs.edge[passing_[k]]];
          if (now < uv.begin || now >= uv.end) continue;
        }
        state_[v] = next_one;
        touched_.push_back(v);
      }
    };
    const std::vector<vertex_index>& from = in_[infectious];
    constexpr std::size_t near = 8;
    for (std::size_t k = 0; k < from.size(); ++k) {
      if (k + near < from.size()) prefetch(arcs.groups.data() + arcs.first[from[k + near]]);
      const std::uint32_t first = arcs.first[from[k]], last = arcs.first[from[k] + 1];
      for (std::uint32_t group = first; group < last;) {
        group = jobs_.add(from[k], first, group, last);
        if (jobs_.size == coin_jobs::room) draw();
      }
    }
    if (jobs_.size > 0) draw();
  }

  const spread_graph* g_;
  coin_source source_;
  epidemic_rules rules_;
  std::size_t reachable_;
  simd_level level_;
  std::int32_t last_end_ = first_time;
  epidemic_sums sums_;
  std::vector<std::uint8_t> state_;
  std::vector<bool> first_ = std::vector<bool>(state_.size());
  std::array<std::vector<vertex_index>, 4> in_{};  // [state], but for the susceptible
  std::vector<vertex_index> ever_{}, touched_{}, forgot_{}, better_{}, ripe_{};
  coin_jobs jobs_{};
  passing_arcs passing_{};
};

}  // namespace detail
}  // namespace capnet
