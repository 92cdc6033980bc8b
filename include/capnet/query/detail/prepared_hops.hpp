#pragma once
/// The hops of a plan made ready for one day or several, and how its answer is ranked.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/query/detail/prepared_hop.hpp>
#include <capnet/query/plan.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet::detail {

/// What walks to one end add up to: see `query_row`. A weight that is unknown counts 1 here, and in `unknown_met`.
struct walk_sum {
  std::uint64_t walks = 1;
  double weight = 1;
  static constexpr std::uint64_t unknown = 0;

  void add(const walk_sum& more) {
    walks = saturating_sum(walks, more.walks);
    weight += more.weight;
  }
};

/// How many unknown weights the walks to each row met. Apart from the rows, which few questions make larger so: takes
/// no memory while there is none.
class unknown_met {
 public:
  [[nodiscard]] bool any() const { return !counts_.empty(); }
  [[nodiscard]] std::uint64_t operator[](std::size_t row) const { return row < counts_.size() ? counts_[row] : 0; }
  void add(std::size_t row, std::uint64_t more) {
    if (more == 0) return;
    if (row >= counts_.size()) counts_.resize(row + 1);
    counts_[row] = saturating_sum(counts_[row], more);
  }
  /// Row `to` becomes what row `from` is.   Pre: to <= from.
  void move(std::size_t from, std::size_t to) {
    if (to < counts_.size()) counts_[to] = (*this)[from];
  }
  /// Keeps the first rows.
  void cut(std::size_t rows) { counts_.resize(std::min(rows, counts_.size())); }
  void clear() { counts_.clear(); }

 private:
  std::vector<std::uint64_t> counts_;
};

/// An end that walks reached: by its position, and by the number of the start.
struct reached {
  std::int32_t position = 0;
  std::uint32_t start = 0;
  walk_sum sum{};
};

/// The best k in order; the others are lost. A few are kept sorted as they come: less is moved than in a heap.
template <class Row, class Better>
[[nodiscard]] std::span<Row> best_of(std::span<Row> all, std::size_t k, const Better& better) {
  constexpr std::size_t few = 32;
  if (k > few) {
    std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(k), all.end(), better);
    return all.first(k);
  }
  for (std::size_t at = 1; at < all.size() && k > 0; ++at) {
    if (at >= k && !better(all[at], all[k - 1])) continue;
    const Row one = all[at];
    std::size_t place = std::min(at, k - 1);
    for (; place > 0 && better(one, all[place - 1]); --place) all[place] = all[place - 1];
    all[place] = one;
  }
  return all.first(k);
}

/// The hops of a plan, and how its answer is ranked.
class prepared_hops {
 public:
  /// `views`: the network on each of the days; at least one, at most 64. Throws input_error for a plan that can't be
  /// prepared.
  prepared_hops(std::vector<network_view> views, query_plan plan) : views_{std::move(views)}, plan_{std::move(plan)} {
    expect_steps_of(net(), plan_);
    weighs_ = weighs(net(), plan_);
    if (weighs_) without_weight_ = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t at = 0; at < plan_.steps.size();) at = prepare(at);
    if (hops_.empty()) throw input_error{"a prepared query has no hop; expected at least one relation to go along"};
    for (std::size_t h = 0; h + 1 < hops_.size(); ++h)
      same_numbers_.push_back(same_extents(hops_[h].to(), hops_[h + 1].from()));
  }

  prepared_hops(const prepared_hops&) = delete;  // hops point into the views
  prepared_hops& operator=(const prepared_hops&) = delete;

  [[nodiscard]] static bool fits(const query_plan& plan) {
    bool hop = false;
    for (std::size_t at = 0; at < plan.steps.size(); ++at) {
      const plan_step& step = plan.steps[at];
      const bool early = at + 1 < plan.steps.size();
      if (std::holds_alternative<step_where>(step) || std::holds_alternative<step_walk>(step)) return false;
      if (early && std::holds_alternative<step_top>(step)) return false;
      if (!hop && !std::holds_alternative<step_along>(step)) return false;
      hop = true;
    }
    return hop;
  }

  [[nodiscard]] const query_plan& plan() const { return plan_; }
  [[nodiscard]] const std::vector<network_view>& views() const { return views_; }
  [[nodiscard]] const snapshot& net() const { return views_.front().net(); }
  [[nodiscard]] std::size_t size() const { return hops_.size(); }
  [[nodiscard]] const prepared_hop& operator[](std::size_t h) const { return hops_[h]; }
  [[nodiscard]] const endpoint_domain& ends() const { return hops_.back().to(); }

  /// What a tie without a weight has: an unknown one, which is NaN, or 1 where nothing is weighed (see query_plan).
  [[nodiscard]] double without_weight() const { return without_weight_; }
  /// The region that ends are to be of; none if no filter asks for it; nothing if the start's is not known, so that no
  /// one can be.
  [[nodiscard]] std::optional<std::uint32_t> region_of(vertex_ref start) const {
    if (!wants_region_) return prepared_hop::none;
    if (views_.size() > 1 && net().parts().changes.changes_regions()) return prepared_hop::dated;
    const std::uint32_t region = views_.front().region_code(start);
    return region == 0 ? std::nullopt : std::optional{region};
  }
  /// The days on which a vertex can be a start. Throws input_error for one that is not in the network.
  [[nodiscard]] std::uint64_t days_of(vertex_ref start) const {
    const held_when when = net().held(start);
    if (!hops_.front().from().admits(start.kind)) return 0;
    std::uint64_t days = 0;
    for (std::size_t d = 0; d < views_.size(); ++d)
      days |= std::uint64_t{views_[d].counts().parties(first_).active(when)} << d;
    return days;
  }
  /// Where an end of hop h lies among the beginnings of the next; nothing if it is none of them.
  [[nodiscard]] std::optional<std::int32_t> next_position(std::size_t h, std::int32_t position) const {
    if (same_numbers_[h]) return position;
    const vertex_ref v = hops_[h].to().at(position);
    if (!hops_[h + 1].from().admits(v.kind)) return std::nullopt;
    return hops_[h + 1].from().position(v);
  }
  [[nodiscard]] bool same_numbers(std::size_t h) const { return same_numbers_[h]; }

  /// Writes the answer out of all ends that were reached, which it may reorder; the k-th of them met as many unknown
  /// weights as row `first` + k.
  void write(std::span<reached> all, const unknown_met& unknown, std::size_t first,
             std::vector<query_row>& rows) const {
    rows.clear();
    if (unknown.any()) [[unlikely]] {
      for (std::size_t k = 0; k < all.size(); ++k)
        rows.emplace_back(vertex_of(all[k]), all[k].sum.walks, all[k].sum.weight, unknown[first + k]);
      rows.resize(top(std::span{rows}).size());
      return;
    }
    all = top(all);
    rows.reserve(all.size());
    for (const reached& r : all) rows.emplace_back(vertex_of(r), r.sum.walks, r.sum.weight);
  }

 private:
  [[nodiscard]] static const walk_sum& sum_of(const reached& r) { return r.sum; }
  [[nodiscard]] static const query_row& sum_of(const query_row& row) { return row; }
  [[nodiscard]] vertex_ref vertex_of(const reached& r) const { return ends().at(r.position); }
  [[nodiscard]] static vertex_ref vertex_of(const query_row& row) { return row.vertex; }
  /// The best of them, as the last `step_top` ranks; all if there is none.
  template <class Row>
  [[nodiscard]] std::span<Row> top(std::span<Row> all) const {
    if (!top_) return all;
    return best_of(all, std::min(top_->k, all.size()), [&](const Row& a, const Row& b) {
      return better_for_top(*top_, sum_of(a), sum_of(b), [&] {
        const vertex_ref u = vertex_of(a), v = vertex_of(b);
        return top_->by_key ? comes_before(net(), u, v) : u < v;
      });
    });
  }
  std::size_t prepare(std::size_t at) {
    const auto* along = std::get_if<step_along>(&plan_.steps[at]);
    if (along == nullptr) {
      if (const auto* top = std::get_if<step_top>(&plan_.steps[at]);
          top != nullptr && at + 1 == plan_.steps.size() && !hops_.empty()) {
        top_ = *top;
        return at + 1;
      }
      throw input_error{
          "step " + std::to_string(at + 1) +
          " of the plan can't be prepared; expected a hop, filters of sector, region, kind, attribute or vertices "
          "behind one, or a last top"};
    }
    bool same_region = false;
    std::size_t next = at + 1;
    std::vector<const plan_step*> filters;
    for (; next < plan_.steps.size(); ++next) {
      const plan_step& step = plan_.steps[next];
      if (const auto* region = std::get_if<step_region>(&step); region != nullptr && region->same_as_start) {
        same_region = wants_region_ = true;
      } else if (region != nullptr || std::holds_alternative<step_sector>(step) ||
                 std::holds_alternative<step_kind>(step) || std::holds_alternative<step_among>(step) ||
                 std::holds_alternative<step_attribute>(step)) {
        filters.push_back(&step);
      } else {
        break;
      }
    }
    // An end has to let the tie that led to it count, and the one that leads on.
    const tie_nature led = nature(*along);
    const auto* onward = next < plan_.steps.size() ? std::get_if<step_along>(&plan_.steps[next]) : nullptr;
    if (hops_.empty()) first_ = led;
    hops_.emplace_back(views_, *along, onward != nullptr && led == tie_nature::deed ? nature(*onward) : led, filters,
                       same_region, weighs_);
    return next;
  }
  [[nodiscard]] tie_nature nature(const step_along& along) const {
    return net().schema().relation(along.relation).nature;
  }
  static bool same_extents(const endpoint_domain& a, const endpoint_domain& b) {
    if (&a == &b) return true;
    return std::ranges::equal(a.extents(), b.extents(), [](const auto& x, const auto& y) {
      return x.kind == y.kind && x.first_id == y.first_id && x.count == y.count && x.first_position == y.first_position;
    });
  }

  std::vector<network_view> views_;
  query_plan plan_;
  std::vector<prepared_hop> hops_;
  std::vector<bool> same_numbers_;        // [hop]: the next one starts from the positions that it ends at
  tie_nature first_ = tie_nature::state;  // of the first hop
  std::optional<step_top> top_;
  bool weighs_ = false;
  double without_weight_ = 1;
  bool wants_region_ = false;
};

}  // namespace capnet::detail
