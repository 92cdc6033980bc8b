#pragma once
/// Steps of adoption by thresholds.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include <capnet/algorithm/spread_graph.hpp>

namespace capnet {

/// What thresholds of adoption count: neighbors, or their share of all.
enum class adoption_unit : std::uint8_t { neighbors, share };

namespace detail {

/// Calls `visit(target)` once for each vertex with an arc from u, at a time, if there is one, only over edges that hold
/// then.
template <class Visit>
void for_each_neighbor_out(const spread_graph& g, vertex_index u, std::optional<std::int64_t> now, const Visit& visit) {
  constexpr vertex_index none = std::numeric_limits<vertex_index>::max();
  vertex_index last = none;  // rows are sorted by target
  g.for_each_out(u, [&](vertex_index v, std::uint32_t e) {
    const spread_edge& uv = g.edges()[e];
    if (v == last || (now && (*now < uv.begin || *now >= uv.end))) return;
    last = v;
    visit(v);
  });
}

/// Adopters step by step, to be started again.
class adoption_steps {
 public:
  adoption_steps(const spread_graph& g, adoption_unit unit, std::optional<std::int32_t> from)
      : g_{&g}, unit_{unit}, from_{from}, neighbors_(g.order()), count_(g.order()), step_(g.order(), never) {
    for (const spread_edge& uv : g.edges()) {
      if (uv.begin != first_time) last_change_ = std::max<std::int64_t>(last_change_, uv.begin);
      if (uv.end != last_time) last_change_ = std::max<std::int64_t>(last_change_, uv.end);
    }
    if (!from) count_neighbors({});
  }

  void start(std::span<const vertex_index> starts, std::span<const double> thresholds) {
    for (const vertex_index v : adopters_) step_[v] = never;
    std::ranges::fill(count_, 0u);
    adopters_.assign(starts.begin(), starts.end());
    for (const vertex_index v : starts) step_[v] = 0;
    new_ = 0;
    now_ = 0;
    anyway_.clear();
    for (vertex_index v = 0; v < g_->order(); ++v) {
      if (thresholds[v] <= 0) anyway_.push_back(v);
    }
  }
  void advance(std::span<const double> thresholds) {
    ++now_;
    const std::size_t before = adopters_.size();
    const auto time = from_ ? std::optional{std::int64_t{*from_} + now_ - 1} : std::nullopt;
    if (time) {  // who is whose neighbor changes
      std::ranges::fill(count_, 0u);
      if (unit_ == adoption_unit::share) count_neighbors(time);
    }
    touched_.clear();
    for (std::size_t k = time ? 0 : new_; k < before; ++k) {
      for_each_neighbor_out(*g_, adopters_[k], time, [&](vertex_index v) {
        ++count_[v];
        touched_.push_back(v);
      });
    }
    if (now_ == 1) touched_.insert(touched_.end(), anyway_.begin(), anyway_.end());
    for (const vertex_index v : touched_) {
      if (step_[v] != never || !meets(v, thresholds[v])) continue;
      step_[v] = now_;
      adopters_.push_back(v);
    }
    new_ = before;
  }
  /// Some step may bring another adopter.
  [[nodiscard]] bool can_change() const {
    if (adopters_.size() == g_->order()) return false;
    if (now_ == 0) return !adopters_.empty() || !anyway_.empty();
    return new_ < adopters_.size() || (from_ && std::int64_t{*from_} + now_ - 1 < last_change_);
  }
  [[nodiscard]] std::span<const vertex_index> adopters() const { return adopters_; }
  [[nodiscard]] std::uint32_t step_of(vertex_index v) const { return step_[v]; }

 private:
  static constexpr std::uint32_t never = std::numeric_limits<std::uint32_t>::max();

  void count_neighbors(std::optional<std::int64_t> time) {
    std::ranges::fill(neighbors_, 0u);
    for (vertex_index u = 0; u < g_->order(); ++u)
      for_each_neighbor_out(*g_, u, time, [&](vertex_index v) { ++neighbors_[v]; });
  }
  [[nodiscard]] bool meets(vertex_index v, double threshold) const {
    if (threshold <= 0) return true;
    const double adopted = count_[v];
    if (unit_ == adoption_unit::neighbors) return adopted >= threshold;
    return neighbors_[v] > 0 && adopted / neighbors_[v] >= threshold;
  }

  const spread_graph* g_;
  adoption_unit unit_;
  std::optional<std::int32_t> from_;
  std::int64_t last_change_ = std::numeric_limits<std::int64_t>::min();
  std::vector<std::uint32_t> neighbors_, count_, step_;
  std::vector<vertex_index> adopters_{}, touched_{}, anyway_{};
  std::size_t new_ = 0;  // of `adopters_`: those of the last step
  std::uint32_t now_ = 0;
};

}  // namespace detail
}  // namespace capnet
