#pragma once
/// One hop of a prepared query: where lists lie, which of their ties may count, and who at their other ends.
#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/simd.hpp>
#include <capnet/query/detail/day_test.hpp>
#include <capnet/query/plan.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet::detail {

/// Positions of one domain that may count: a bit each.
class position_set {
 public:
  explicit position_set(std::size_t n = 0) : words_((n + 63) / 64) {}
  void add(std::size_t p) { words_[p / 64] |= std::uint64_t{1} << (p % 64); }
  [[nodiscard]] bool contains(std::size_t p) const { return (words_[p / 64] >> (p % 64) & 1) != 0; }

 private:
  std::vector<std::uint64_t> words_;
};

/// The part of a sorted list that lies in [low, high): by halving for both ends at once without branches, so that
/// places must be asked for ahead; then by counting.
[[nodiscard]] inline std::pair<std::size_t, std::size_t> range_within(const std::int32_t* list, std::size_t n,
                                                                      std::int32_t low, std::int32_t high) {
  const std::int32_t *first = list, *last = list;
  while (n > 64) {
    const std::size_t half = n / 2;
    prefetch(first + half / 2);
    prefetch(first + half + half / 2);
    first = first[half - 1] < low ? first + half : first;
    last = last[half - 1] < high ? last + half : last;
    n -= half;
  }
  std::int32_t before_first = 0, before_last = 0;
  for (std::size_t k = 0; k < n; ++k) before_first += first[k] < low, before_last += last[k] < high;
  return {static_cast<std::size_t>(first - list + before_first), static_cast<std::size_t>(last - list + before_last)};
}

/// One hop along a relation with the filters behind it, on one day or on several. Ends and beginnings are positions of
/// the relation's domains.
class prepared_hop {
 public:
  static constexpr std::uint32_t none = 0xFFFFFFFFu;
  static constexpr std::uint32_t dated = none - 1;  ///< a region that has to be looked up for each day

  /// The ties of a block, in the direction of the hop.
  struct block {
    const adjacency* side = nullptr;
    bool weighs = true;
    std::vector<day_test> tests{};  ///< [day]
  };
  /// Ties [first, last) of the `list`-th list that was opened; `region`: what their ends are still to be compared with,
  /// or none.
  struct run {
    const block* ties = nullptr;
    std::size_t list = 0, first = 0, last = 0;
    std::uint32_t region = none;

    [[nodiscard]] const adjacency& side() const { return *ties->side; }
    [[nodiscard]] const std::int32_t* ends() const { return side().neighbors.slice(first, last).data(); }
    /// Null if no tie has one, or none is weighed.
    [[nodiscard]] const double* weights() const {
      return side().weights.empty() || !ties->weighs ? nullptr : side().weights.slice(first, last).data();
    }
    /// Of the up to 64 ties from the `at`-th of the run, those that count on a day.
    [[nodiscard]] std::uint64_t counting(const network_view& view, std::size_t day, std::size_t at) const {
      return ties->tests[day](view, side().times, first + at, std::min<std::size_t>(64, last - first - at));
    }
  };

  /// Keeps ends that can be parties of ties of the nature `ends` and pass the filters, on each of the days; with
  /// `same_region`, of the region of the start as well. Weights are read if `weighs`. Pre: the views see one network,
  /// which outlives this.
  prepared_hop(const std::vector<network_view>& views, const step_along& along, tie_nature ends,
               const std::vector<const plan_step*>& filters, bool same_region, bool weighs)
      : net_{&views.front().net()},
        ties_{&net_->layer(along.relation)},
        forward_{along.forward || !ties_->directed()},
        same_region_{same_region},
        day_{views.front().day()} {
    for (const auto& some : ties_->blocks()) {
      const adjacency& side = forward_ ? some->out : some->in;
      blocks_.push_back({.side = &side, .weighs = weighs});
      for (const network_view& view : views) blocks_.back().tests.emplace_back(view, side.times);
    }
    if (ties_->extended()) find_places();
    keep_only(views, ends, filters);
    if (same_region) find_regions();
  }

  [[nodiscard]] const endpoint_domain& from() const { return forward_ ? ties_->sources() : ties_->targets(); }
  [[nodiscard]] const endpoint_domain& to() const { return forward_ ? ties_->targets() : ties_->sources(); }

  /// Opens n lists: `beginning(k)` is the position of the k-th, and the region that its start is of. Calls `visit(k,
  /// run)` for each run of ties that may count, list by list, and `expect(run)` some lists earlier. The memory of lists
  /// to come is asked for on the way.
  template <class Beginning, class Expect, class Visit>
  void open(std::size_t n, std::vector<run>& runs, const Beginning& beginning, const Expect& expect,
            const Visit& visit) const {
    constexpr std::size_t far = 24, near = 16, next = 8;
    runs.clear();
    if (blocks_.empty()) return;
    std::size_t places = 0, lists = 0, found = 0, visited = 0;
    for (std::size_t k = 0; k < n; ++k) {
      for (; places < std::min(n, k + far); ++places) fetch_place(beginning(places).first);
      for (; lists < std::min(n, k + near); ++lists) fetch_list(beginning(lists).first);
      for (; found < std::min(n, k + next); ++found) {
        const auto [position, region] = beginning(found);
        const std::size_t before = runs.size();
        find_runs(found, position, region, runs);
        for (std::size_t r = before; r < runs.size(); ++r) {
          fetch_run(runs[r]);
          expect(runs[r]);
        }
      }
      for (; visited < runs.size() && runs[visited].list == k; ++visited) visit(k, runs[visited]);
    }
  }
  /// Of the ties whose bits are set, those whose other ends pass the filters on some day. `ends`: who they are.
  [[nodiscard]] std::uint64_t passing(const std::int32_t* ends, std::uint64_t word) const {
    if (!filtered_) return word;
    std::uint64_t kept = 0;
    for (; word != 0; word &= word - 1) {
      const auto k = static_cast<unsigned>(std::countr_zero(word));
      kept |= std::uint64_t{kept_.contains(static_cast<std::size_t>(ends[k]))} << k;
    }
    return kept;
  }
  [[nodiscard]] bool in_region(std::int32_t position, std::uint32_t region) const {
    return region >= dated || net_->region_code(to().at(position), day_) == region;
  }
  /// Of these days those on which an end is of the region that `start` is of then.
  [[nodiscard]] std::uint64_t days_in_region(const std::vector<network_view>& views, std::uint64_t days,
                                             std::int32_t position, vertex_ref start) const {
    for (std::size_t d = 0; d < views.size(); ++d) {
      const std::uint32_t region = views[d].region_code(start);
      if (region == 0 || views[d].region_code(to().at(position)) != region) days &= ~(std::uint64_t{1} << d);
    }
    return days;
  }
  /// The days on which an end that passes on some day does.
  [[nodiscard]] std::uint64_t days_of(std::int32_t position) const {
    return kept_days_.empty() ? ~std::uint64_t{0} : kept_days_[static_cast<std::size_t>(position)];
  }

 private:
  struct list {
    const block* ties = nullptr;
    std::size_t first = 0, last = 0;
  };
  struct place {
    std::uint32_t block = 0, first = 0, last = 0;
  };

  [[nodiscard]] list list_of(std::int32_t position) const {
    const auto p = static_cast<std::size_t>(position);
    if (!places_.empty()) return {&blocks_[places_[p].block], places_[p].first, places_[p].last};
    if (p + 1 >= blocks_.front().side->offsets.size()) return {};  // came later, without ties
    const auto [first, last] = checked(*blocks_.front().side, p);
    return {&blocks_.front(), first, last};
  }
  void find_runs(std::size_t k, std::int32_t position, std::uint32_t start_region, std::vector<run>& runs) const {
    const auto [ties, first, last] = list_of(position);
    if (first == last) return;
    if (!same_region_ || ranges_.empty()) {
      runs.push_back({ties, k, first, last, same_region_ ? start_region : none});
      return;
    }
    const std::int32_t* const ends = ties->side->neighbors.slice(first, last).data();
    for (std::size_t e = 0; e < by_region_.size(); ++e) {
      const std::int32_t* const range = ranges_.data() + e * codes_ + (by_region_[e] ? start_region : 0);
      if (range[0] == range[1]) continue;
      const auto [a, b] = range_within(ends, last - first, range[0], range[1]);
      if (a != b) runs.push_back({ties, k, first + a, first + b, by_region_[e] ? none : start_region});
    }
  }
  void fetch_place(std::int32_t position) const {
    if (places_.empty())
      prefetch(blocks_.front().side->offsets.data() + position);
    else
      prefetch(places_.data() + position);
  }
  /// Where `find_runs` looks first.
  void fetch_list(std::int32_t position) const {
    const auto [ties, first, last] = list_of(position);
    if (first == last) return;
    const std::int32_t* const ends = ties->side->neighbors.data();
    prefetch(ends + first);
    if (!same_region_) return;
    prefetch(ends + first + (last - first) / 4);
    prefetch(ends + first + (last - first) / 2);
    prefetch(ends + first + (last - first) / 4 * 3);
  }
  static void fetch_run(const run& some) {
    some.ties->tests.front().prefetch(some.first);
    if (some.ties->weighs && !some.side().weights.empty()) prefetch(some.side().weights.data() + some.first);
  }
  static std::pair<std::size_t, std::size_t> checked(const adjacency& side, std::size_t k) {
    const std::int32_t first = side.offsets[k], last = side.offsets[k + 1];
    if (first < 0 || first > last || static_cast<std::size_t>(last) > side.neighbors.size()) {
      throw input_error{"a row of ties ends outside its column; expected a file that was not tampered with"};
    }
    return {static_cast<std::size_t>(first), static_cast<std::size_t>(last)};
  }
  /// Where each list lies, in the last block that holds it: one look instead of one for each block.
  void find_places() {
    places_.resize(static_cast<std::size_t>(from().size()));
    for (std::size_t b = 0; b < blocks_.size(); ++b) {
      const adjacency& side = *blocks_[b].side;
      for (std::size_t k = 0; k + 1 < side.offsets.size(); ++k) {
        const auto [first, last] = checked(side, k);
        const std::size_t p = b == 0 ? k : static_cast<std::size_t>(side.touched[k]);
        places_[p] = {static_cast<std::uint32_t>(b), static_cast<std::uint32_t>(first),
                      static_cast<std::uint32_t>(last)};
      }
    }
  }
  /// Filters are judged once for all days, unless something of the vertex changed.
  void keep_only(const std::vector<network_view>& views, tie_nature ends,
                 const std::vector<const plan_step*>& filters) {
    if (filters.empty() && always_exist(*net_, to())) return;
    std::vector<validity> parties;
    for (const network_view& view : views) parties.push_back(view.counts().parties(ends));
    const auto n = static_cast<std::size_t>(to().size());
    const std::uint64_t every_day = low_bits(views.size());
    bool days_differ = false;
    filtered_ = true;
    kept_ = position_set{n};
    kept_days_.resize(views.size() > 1 ? n : 0);
    const auto pass = [&](const network_view& view, vertex_ref v) {
      return std::ranges::all_of(filters, [&](const plan_step* step) { return passes(view, *step, v); });
    };
    for (std::size_t p = 0; p < n; ++p) {
      const vertex_ref v = to().at(static_cast<std::int32_t>(p));
      const held_when when = net_->held(v);
      std::uint64_t days = 0;
      for (std::size_t d = 0; d < views.size(); ++d) days |= std::uint64_t{parties[d].active(when)} << d;
      if (!net_->parts().changes.changes(v)) {
        if (days != 0 && !pass(views.front(), v)) days = 0;
      } else {
        for (std::size_t d = 0; d < views.size(); ++d) days &= ~(std::uint64_t{!pass(views[d], v)} << d);
      }
      if (days != 0) kept_.add(p);
      if (views.size() > 1) kept_days_[p] = days;
      days_differ = days_differ || (days != 0 && days != every_day);
    }
    if (!days_differ) kept_days_ = {};
  }
  /// Where each region begins, if positions lie by region.
  void find_regions() {
    if (!net_->parts().by_locality || net_->parts().changes.changes_regions()) return;
    codes_ = net_->regions().size() + 1;
    by_region_.assign(to().extents().size(), false);
    ranges_.assign(by_region_.size() * codes_, 0);
    for (std::size_t e = 0; e < by_region_.size(); ++e) {
      const auto& extent = to().extents()[e];
      const auto first = static_cast<std::int32_t>(extent.first_position),
                 last = first + static_cast<std::int32_t>(extent.count);
      by_region_[e] = !extent.order.ids.empty();  // else it came later, or is alone
      std::int32_t p = first;
      for (std::size_t code = 0; code < codes_; ++code) {
        while (by_region_[e] && p < last && net_->region_code(to().at(p)) < code) ++p;
        ranges_[e * codes_ + code] = by_region_[e] || code == 0 ? p : last;
      }
    }
  }

  const snapshot* net_;
  const layer* ties_;
  bool forward_;
  std::vector<block> blocks_;
  std::vector<place> places_;  // [position], where ties were added; empty: as the offsets say
  bool filtered_ = false;      // `kept_` says who counts on some day
  position_set kept_;
  std::vector<std::uint64_t> kept_days_;  // [position]: on which; empty: on all
  bool same_region_;                      // as the start
  date day_;                              // that regions are read at, if it is one
  std::size_t codes_ = 0;
  std::vector<std::int32_t>
      ranges_;  // [extent * codes + code]: first position of the region, where the network lies by region
  std::vector<bool> by_region_;  // [extent]: its vertices lie so; else each is looked at
};

}  // namespace capnet::detail
