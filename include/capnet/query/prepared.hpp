#pragma once
/// A question made ready to be asked of many starts: hops over columns, with filters that leave out what can't count.
#include <algorithm>
#include <array>
#include <atomic>
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

#include <capnet/core/execution.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/core/simd.hpp>
#include <capnet/query/plan.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

namespace detail {

/// Whether a tie counts, as two comparisons of numbers as they are stored.
struct day_test {
  enum class how : std::uint8_t { all, narrow, wide, general } mode = how::all;
  std::int32_t last_begin = 0, first_end = 0;
  bool statuses = false;  ///< some are not held

  day_test() = default;
  day_test(const network_view& view, const time_columns& times) {
    const view_options& asked = view.options();
    if (asked.statuses != 1) {
      mode = how::general;
      return;
    }
    statuses = !times.statuses.empty();
    if (!asked.day && !asked.window) return;
    const bool partial = times.partial && asked.sure == certainty::possible;
    const bool narrow = !times.begin_latest.narrow.empty() && !times.end_earliest.narrow.empty();
    const bool wide = !times.begin_latest.wide.empty() && !times.end_earliest.wide.empty();
    if (times.trivial()) return;
    if (partial || asked.window || (!narrow && !wide)) {
      mode = how::general;
      return;
    }
    const std::int32_t day = held_when::number(*asked.day);
    mode = narrow ? how::narrow : how::wide;
    last_begin = narrow ? times.begin_latest.code_of(day) : day;
    first_end = narrow ? times.end_earliest.code_of(day) : day;
  }
};

/// Positions of one domain that may count: a bit each.
class position_set {
 public:
  explicit position_set(std::size_t n = 0) : words_((n + 63) / 64) {}
  void add(std::size_t p) { words_[p / 64] |= std::uint64_t{1} << (p % 64); }
  [[nodiscard]] bool contains(std::size_t p) const { return (words_[p / 64] >> (p % 64) & 1) != 0; }

 private:
  std::vector<std::uint64_t> words_;
};

}  // namespace detail

/// A plan of hops and filters, ready to be asked of one start after another, or of many at once. Answers equal
/// `query_executor::run` with the start in the plan; the plan's own starts are not used. Serves one thread at a time, and keeps the
/// snapshot alive.
///
/// Filters on kind, sector, region and vertices, and who exists on the day, become one bit for each position, made once; where a
/// network lies by region (`freeze_options::by_locality`), filters on the region become a range, found in a list by halving.
class prepared_query {
 public:
  /// Throws input_error for a plan that has other steps than hops, filters on kind, sector, region or vertices, and a last `step_top`.
  /// Time O(n hops).
  prepared_query(snapshot net, query_plan plan)
      : view_{std::move(net), {.day = plan.day, .window = plan.window, .sure = plan.sure}}, plan_{std::move(plan)} {
    for (std::size_t at = 0; at < plan_.steps.size();) at = prepare(at);
    if (hops_.empty()) throw input_error{"a prepared query has no hop; expected at least one relation to go along"};
    for (const hop& h : hops_) slots_.emplace_back(static_cast<std::size_t>(h.to->size()), none);
  }

  /// Whether a plan can be prepared.
  [[nodiscard]] static bool fits(const query_plan& plan) {
    bool hop = false;
    for (std::size_t at = 0; at < plan.steps.size(); ++at) {
      const plan_step& step = plan.steps[at];
      const bool last = at + 1 == plan.steps.size();
      if (std::holds_alternative<step_where>(step) || std::holds_alternative<step_walk>(step) || (std::holds_alternative<step_top>(step) && !last)) return false;
      if (!hop && !std::holds_alternative<step_along>(step)) return false;
      hop = true;
    }
    return hop;
  }

  /// The answer for one start: valid until the next call. In no order, unless the plan ends with `step_top`: then best first.
  [[nodiscard]] std::span<const query_row> run(vertex_ref start) {
    found_.clear();
    const hop& first = hops_.front();
    if (!view_.contains(start) || !first.from->admits(start.kind)) return {};
    const std::uint32_t region = wants_region_ ? view_.net().region_code(start) : 0;
    if (wants_region_ && region == 0) return {};  // what is not known is the same as nothing
    frontier_.assign(1, {first.from->position(start), 1, 1});
    for (std::size_t h = 0; h < hops_.size(); ++h) {
      advance(hops_[h], slots_[h], region);
      if (next_.empty()) {
        frontier_.clear();
        return {};
      }
      if (h + 1 < hops_.size() && !hops_[h].same_numbers) translate(hops_[h], hops_[h + 1]);
      std::swap(frontier_, next_);
    }
    const endpoint_domain& ends = *hops_.back().to;
    const std::size_t n = frontier_.size();
    if (top_ && n > top_->k) rank_positions(ends);
    for (const reached& r : frontier_) found_.push_back({ends.at(r.position), r.walks, r.weight});
    total_ = n;
    if (top_) {
      std::sort(found_.begin(), found_.end(), [&](const query_row& a, const query_row& b) { return better(a.weight, a.walks, a.vertex, b.weight, b.walks, b.vertex); });
      if (found_.size() > top_->k) found_.resize(top_->k);
    }
    return found_;
  }
  /// How many vertices the last answer had before `step_top` cut it.
  [[nodiscard]] std::size_t total() const { return found_.empty() ? 0 : total_; }

  /// The answers for many starts: `visit(k, rows, total)` for each, in order. While one is answered, the next ones' memory is fetched.
  template <class Visit>
  void run(std::span<const vertex_ref> starts, Visit&& visit) {
    constexpr std::size_t far = 12, near = 6;
    for (std::size_t k = 0; k < std::min(far, starts.size()); ++k) fetch_offsets(starts[k]);
    for (std::size_t k = 0; k < std::min(near, starts.size()); ++k) fetch_list(starts[k]);
    for (std::size_t k = 0; k < starts.size(); ++k) {
      if (k + far < starts.size()) fetch_offsets(starts[k + far]);
      if (k + near < starts.size()) fetch_list(starts[k + near]);
      if (k + near / 2 < starts.size()) fetch_ends(starts[k + near / 2]);
      const std::span<const query_row> rows = run(starts[k]);
      visit(k, rows, total());
    }
  }
  /// The same from several threads, each with a copy of this query: `visit` may be called from any of them, in any order.
  template <class Visit>
  void run(std::span<const vertex_ref> starts, const execution& how, Visit&& visit) const {
    constexpr std::size_t grain = 256;
    const std::size_t workers = std::min<std::size_t>(detail::wanted_threads(how.threads), (starts.size() + grain - 1) / grain);
    if (workers == 0) return;
    std::atomic<std::size_t> next{0};
    parallel_for_blocks(workers, 1, static_cast<unsigned>(workers), [&](std::size_t, std::size_t, std::size_t) {
      prepared_query own{*this};
      for (std::size_t first; (first = next.fetch_add(grain)) < starts.size();) {
        throw_if_stopped(how.stop);
        const std::size_t last = std::min(starts.size(), first + grain);
        own.run(starts.subspan(first, last - first), [&](std::size_t k, std::span<const query_row> rows, std::size_t total) { visit(first + k, rows, total); });
      }
    });
  }

  [[nodiscard]] const query_plan& plan() const { return plan_; }
  /// Lists opened (`vertices`) and ties whose days were read since the query was prepared: what filters left out is not among them.
  [[nodiscard]] const query_counters& touched() const { return touched_; }

 private:
  static constexpr std::uint32_t none = 0xFFFFFFFFu;
  struct reached {
    std::int32_t position = 0;
    std::uint64_t walks = 1;
    double weight = 1;
  };
  struct hop {
    const layer* ties = nullptr;
    bool forward = true;
    const endpoint_domain* from = nullptr;
    const endpoint_domain* to = nullptr;
    const adjacency* base = nullptr;  // what `test` is for
    detail::day_test test{};
    bool filtered = false;            // `keep` says who counts
    detail::position_set keep{};
    bool same_region = false;         // as the start
    std::vector<std::int32_t> regions{};  // [extent * codes + code]: first position of the region, where the network lies by region
    std::vector<bool> by_region{};        // [extent]: its vertices lie so; else each is looked at
    bool plain = false;                   // all ties lie in memory, in `base`, and count by two numbers of two bytes
    bool same_numbers = true;         // the next hop starts from the positions that this one ends at
  };

  std::size_t prepare(std::size_t at) {
    const auto* along = std::get_if<step_along>(&plan_.steps[at]);
    if (along == nullptr) {
      if (const auto* top = std::get_if<step_top>(&plan_.steps[at]); top != nullptr && at + 1 == plan_.steps.size() && !hops_.empty()) {
        top_ = *top;
        return at + 1;
      }
      throw input_error{"step " + std::to_string(at + 1) + " of the plan can't be prepared; expected a hop, filters of sector, region, kind or vertices behind one, or a last top"};
    }
    hop h;
    h.ties = &view_.net().layer(along->relation);
    h.forward = along->forward || !h.ties->directed();
    h.from = h.forward ? &h.ties->sources() : &h.ties->targets();
    h.to = h.forward ? &h.ties->targets() : &h.ties->sources();
    if (!h.ties->blocks().empty()) {
      const tie_block& base = *h.ties->blocks().front();
      h.base = h.forward || !h.ties->directed() ? &base.out : &base.in;
      h.test = detail::day_test{view_, h.base->times};
      const adjacency& b = *h.base;
      h.plain = !h.ties->extended() && h.test.mode == detail::day_test::how::narrow && !h.test.statuses && b.offsets.ready() && b.neighbors.ready() &&
                b.weights.ready() && b.times.begin_latest.narrow.ready() && b.times.end_earliest.narrow.ready() &&
                b.offsets.size() > static_cast<std::size_t>(h.from->size());
    }
    if (!hops_.empty()) hops_.back().same_numbers = same_extents(*hops_.back().to, *h.from);
    std::size_t next = at + 1;
    std::vector<const plan_step*> filters;
    for (; next < plan_.steps.size(); ++next) {
      const plan_step& step = plan_.steps[next];
      if (const auto* region = std::get_if<step_region>(&step); region != nullptr && region->same_as_start) {
        h.same_region = wants_region_ = true;
      } else if (std::holds_alternative<step_sector>(step) || std::holds_alternative<step_region>(step) || std::holds_alternative<step_kind>(step) ||
                 std::holds_alternative<step_among>(step)) {
        filters.push_back(&step);
      } else {
        break;
      }
    }
    keep_only(h, filters);
    if (h.same_region) find_regions(h);
    hops_.push_back(std::move(h));
    return next;
  }
  static bool same_extents(const endpoint_domain& a, const endpoint_domain& b) {
    if (&a == &b) return true;
    return std::ranges::equal(a.extents(), b.extents(), [](const auto& x, const auto& y) {
      return x.kind == y.kind && x.first_id == y.first_id && x.count == y.count && x.first_position == y.first_position;
    });
  }
  void keep_only(hop& h, const std::vector<const plan_step*>& filters) const {
    bool all_exist = true;
    for (const auto& extent : h.to->extents()) {
      for (const auto& table : view_.net().parts().vertices[static_cast<std::size_t>(extent.kind)]) all_exist = all_exist && table->times.trivial();
    }
    if (filters.empty() && all_exist && view_.options().statuses.test(0)) return;
    h.filtered = true;
    h.keep = detail::position_set{static_cast<std::size_t>(h.to->size())};
    for (std::int32_t p = 0; p < h.to->size(); ++p) {
      const vertex_ref v = h.to->at(p);
      if (!view_.contains(v)) continue;
      const bool kept = std::ranges::all_of(filters, [&](const plan_step* step) { return detail::passes(view_, *step, v); });
      if (kept) h.keep.add(static_cast<std::size_t>(p));
    }
  }
  /// Where each region begins, if positions lie by region.
  void find_regions(hop& h) const {
    if (!view_.net().parts().by_locality) return;
    const std::size_t codes = view_.net().regions().size() + 1;
    h.regions.assign(h.to->extents().size() * codes, 0);
    h.by_region.assign(h.to->extents().size(), false);
    for (std::size_t e = 0; e < h.to->extents().size(); ++e) {
      const auto& extent = h.to->extents()[e];
      const auto first = static_cast<std::int32_t>(extent.first_position), last = first + static_cast<std::int32_t>(extent.count);
      if (extent.order.ids.empty()) {  // came later, or is alone
        for (std::size_t code = 0; code < codes; ++code) h.regions[e * codes + code] = code == 0 ? first : last;
        continue;
      }
      h.by_region[e] = true;
      std::int32_t p = first;
      for (std::size_t code = 0; code < codes; ++code) {
        while (p < last && view_.net().region_code(h.to->at(p)) < code) ++p;
        h.regions[e * codes + code] = p;
      }
    }
  }

  void advance(const hop& h, std::vector<std::uint32_t>& slots, std::uint32_t region) {
    next_.clear();
    if (h.plain && (!h.same_region || (h.regions.size() > 0 && h.by_region.size() == 1 && h.by_region[0]))) {
      advance_plain(h, slots, region);
      for (const reached& r : next_) slots[static_cast<std::size_t>(r.position)] = none;
      return;
    }
    for (const reached& r : frontier_) {
      const layer::row_range list = h.forward ? h.ties->out_row(r.position) : h.ties->in_row(r.position);
      if (list.first == list.last) continue;
      if (h.same_region && !h.regions.empty()) {
        const std::size_t codes = view_.net().regions().size() + 1;
        for (std::size_t e = 0; e < h.to->extents().size(); ++e) {
          const bool range = h.by_region[e];
          const std::int32_t low = h.regions[e * codes + (range ? region : 0)], high = h.regions[e * codes + (range ? region + 1 : 1)];
          if (low == high) continue;
          const auto ends = list.side->neighbors.slice(list.first, list.last);
          const auto begin = std::lower_bound(ends.begin(), ends.end(), low);
          const auto end = std::lower_bound(begin, ends.end(), high);
          scan(h, *list.side, list.first + static_cast<std::size_t>(begin - ends.begin()), list.first + static_cast<std::size_t>(end - ends.begin()), r, slots, range ? none : region);
        }
      } else {
        scan(h, *list.side, list.first, list.last, r, slots, h.same_region ? region : none);
      }
    }
    for (const reached& r : next_) slots[static_cast<std::size_t>(r.position)] = none;
  }
  /// What `scan` does, for a hop whose columns lie in memory and whose ties count by two comparisons.
  void advance_plain(const hop& h, std::vector<std::uint32_t>& slots, std::uint32_t region) {
    const std::int32_t* const offsets = h.base->offsets.data();
    const std::int32_t* const neighbors = h.base->neighbors.data();
    const std::uint16_t* const begins = h.base->times.begin_latest.narrow.data();
    const std::uint16_t* const ends = h.base->times.end_earliest.narrow.data();
    const double* const weights = h.base->weights.empty() ? nullptr : h.base->weights.data();
    const std::int32_t last_begin = h.test.last_begin, first_end = h.test.first_end;
    const std::int32_t low = h.same_region ? h.regions[region] : 0, high = h.same_region ? h.regions[region + 1] : 0;
    std::uint32_t* const slot_of = slots.data();
    std::uint64_t looked = 0;
    for (const reached r : frontier_) {
      const std::int32_t* first = neighbors + offsets[r.position];
      const std::int32_t* last = neighbors + offsets[r.position + 1];
      if (h.same_region) {
        first = std::lower_bound(first, last, low);
        last = std::lower_bound(first, last, high);
      }
      looked += static_cast<std::uint64_t>(last - first);
      for (auto at = static_cast<std::size_t>(first - neighbors); at < static_cast<std::size_t>(last - neighbors); ++at) {
        if (begins[at] > last_begin || ends[at] <= first_end) continue;
        const std::int32_t p = neighbors[at];
        if (h.filtered && !h.keep.contains(static_cast<std::size_t>(p))) continue;
        const double weight = weights == nullptr || weights[at] != weights[at] ? r.weight : r.weight * weights[at];
        reach(slot_of[p], p, r.walks, weight);
      }
    }
    touched_.vertices += frontier_.size();
    touched_.ties += looked;
  }
  void reach(std::uint32_t& slot, std::int32_t position, std::uint64_t walks, double weight) {
    if (slot == none) {
      slot = static_cast<std::uint32_t>(next_.size());
      next_.push_back({position, walks, weight});
      return;
    }
    reached& known = next_[slot];
    known.walks = known.walks > std::numeric_limits<std::uint64_t>::max() - walks ? std::numeric_limits<std::uint64_t>::max() : known.walks + walks;
    known.weight += weight;
  }
  void scan(const hop& h, const adjacency& side, std::size_t first, std::size_t last, const reached& r, std::vector<std::uint32_t>& slots, std::uint32_t region) {
    if (first == last) return;
    ++touched_.vertices;
    touched_.ties += last - first;
    const detail::day_test test = &side == h.base ? h.test : detail::day_test{view_, side.times};
    using how = detail::day_test::how;
    switch (test.mode) {
      case how::all: return scan(h, side, first, last, r, slots, region, test, [](std::size_t) { return true; });
      case how::narrow: {
        const std::uint16_t* begins = side.times.begin_latest.narrow.slice(first, last).data() - first;
        const std::uint16_t* ends = side.times.end_earliest.narrow.slice(first, last).data() - first;
        return scan(h, side, first, last, r, slots, region, test, [=](std::size_t at) { return begins[at] <= test.last_begin && ends[at] > test.first_end; });
      }
      case how::wide: {
        const std::int32_t* begins = side.times.begin_latest.wide.slice(first, last).data() - first;
        const std::int32_t* ends = side.times.end_earliest.wide.slice(first, last).data() - first;
        return scan(h, side, first, last, r, slots, region, test, [=](std::size_t at) { return begins[at] <= test.last_begin && ends[at] > test.first_end; });
      }
      case how::general: return scan(h, side, first, last, r, slots, region, test, [&](std::size_t at) { return view_.keeps(side.times[at]); });
    }
  }
  template <class Counts>
  void scan(const hop& h, const adjacency& side, std::size_t first, std::size_t last, const reached& r, std::vector<std::uint32_t>& slots, std::uint32_t region,
            const detail::day_test& test, const Counts& counts) {
    const std::int32_t* neighbors = side.neighbors.slice(first, last).data() - first;
    const double* weights = side.weights.empty() ? nullptr : side.weights.slice(first, last).data() - first;
    const bool statuses = test.statuses;
    for (std::size_t at = first; at < last; ++at) {
      if (!counts(at)) continue;
      if (statuses && side.times.statuses[at] != 0) continue;
      const std::int32_t p = neighbors[at];
      const auto k = static_cast<std::size_t>(p);
      if (h.filtered && !h.keep.contains(k)) continue;
      if (region != none && view_.net().region_code(h.to->at(p)) != region) continue;
      const double weight = weights == nullptr || weights[at] != weights[at] ? r.weight : r.weight * weights[at];  // NaN is unknown
      reach(slots[k], p, r.walks, weight);
    }
  }
  /// From the numbers of one hop's ends to those of the next one's beginnings; who is none is left out.
  void translate(const hop& from, const hop& to) {
    std::size_t kept = 0;
    for (const reached& r : next_) {
      const vertex_ref v = from.to->at(r.position);
      if (to.from->admits(v.kind)) next_[kept++] = {to.from->position(v), r.walks, r.weight};
    }
    next_.resize(kept);
  }

  [[nodiscard]] bool better(double weight_a, std::uint64_t walks_a, vertex_ref a, double weight_b, std::uint64_t walks_b, vertex_ref b) const {
    if (top_->by_weight) {  // an overflow times 0 is no number: last
      if (std::isnan(weight_a) != std::isnan(weight_b)) return std::isnan(weight_b);
      if (weight_a > weight_b || weight_a < weight_b) return weight_a > weight_b;
    } else if (walks_a != walks_b) {
      return walks_a > walks_b;
    }
    return a < b;
  }
  /// Leaves the best in front, before the rest is looked at closer.
  void rank_positions(const endpoint_domain& ends) {
    const auto k = static_cast<std::ptrdiff_t>(top_->k);
    std::nth_element(frontier_.begin(), frontier_.begin() + k, frontier_.end(), [&](const reached& a, const reached& b) {
      if (top_->by_weight && a.weight == a.weight && b.weight == b.weight && a.weight != b.weight) return a.weight > b.weight;
      return better(a.weight, a.walks, ends.at(a.position), b.weight, b.walks, ends.at(b.position));
    });
    frontier_.resize(top_->k);
  }

  void fetch_offsets(vertex_ref start) const {
    const hop& h = hops_.front();
    if (h.base == nullptr || !h.from->admits(start.kind)) return;
    __builtin_prefetch(h.base->offsets.data() + h.from->position(start));
  }
  void fetch_list(vertex_ref start) const {
    const hop& h = hops_.front();
    if (h.base == nullptr || h.ties->extended() || !h.from->admits(start.kind)) return;
    const auto first = static_cast<std::size_t>(h.base->offsets[static_cast<std::size_t>(h.from->position(start))]);
    const auto fetch = [first](const auto& values) {
      if (!values.empty()) detail::prefetch(values.data() + first);
    };
    fetch(h.base->neighbors);
    fetch(h.base->times.begin_latest.narrow);
    fetch(h.base->times.end_earliest.narrow);
    fetch(h.base->weights);
  }
  void fetch_ends(vertex_ref start) const {
    const hop& h = hops_.front();
    if (hops_.size() < 2 || h.base == nullptr || h.ties->extended() || !h.same_numbers || hops_[1].base == nullptr || !h.from->admits(start.kind)) return;
    const auto p = static_cast<std::size_t>(h.from->position(start));
    const auto first = static_cast<std::size_t>(h.base->offsets[p]), last = static_cast<std::size_t>(h.base->offsets[p + 1]);
    for (const std::int32_t end : h.base->neighbors.slice(first, std::min(last, first + 16))) {
      if (static_cast<std::size_t>(end) < hops_[1].base->offsets.size()) __builtin_prefetch(hops_[1].base->offsets.data() + end);
    }
  }

  network_view view_;
  query_plan plan_;
  std::vector<hop> hops_;
  std::optional<step_top> top_;
  bool wants_region_ = false;
  std::size_t total_ = 0;
  query_counters touched_{};
  std::vector<reached> frontier_, next_;
  std::vector<std::vector<std::uint32_t>> slots_;  // [hop][position]: place in next_
  std::vector<query_row> found_;
};

}  // namespace capnet
