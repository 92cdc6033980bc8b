#pragma once
/// A question made ready to be asked of many starts: hops over columns, with filters that leave out what can't count.
#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include <capnet/core/execution.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/core/simd.hpp>
#include <capnet/query/detail/prepared_hops.hpp>
#include <capnet/query/plan.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// A plan of hops and filters, ready to be asked of one start after another, or of many at once. Answers equal
/// `query_executor::run` with the start in the plan; the plan's own starts are not used. Serves one thread at a time,
/// and keeps the snapshot alive. On several days at once: query/prepared_days.hpp.
///
/// Filters on kind, sector, region and vertices, and who exists on the day, become one bit for each position, made
/// once; where a network lies by region (`freeze_options::by_locality`), filters on the region become a range, found in
/// a list by halving. Of what is left of a list, the days of up to 64 ties are tested at once.
class prepared_query {
 public:
  /// Throws input_error for a plan that has other steps than hops, filters on kind, sector, region or vertices, and a
  /// last `step_top`. Time O(n hops).
  prepared_query(snapshot net, query_plan plan) {
    const view_options asked{.day = plan.day, .window = plan.window, .sure = plan.sure};
    hops_ = std::make_shared<const detail::prepared_hops>(std::vector{network_view{std::move(net), asked}},
                                                          std::move(plan));
    for (std::size_t h = 0; h < hops_->size(); ++h)
      slots_.emplace_back(static_cast<std::size_t>((*hops_)[h].to().size()), none);
  }

  /// Whether a plan can be prepared.
  [[nodiscard]] static bool fits(const query_plan& plan) { return detail::prepared_hops::fits(plan); }

  /// The answer for one start: valid until the next call. In no order, unless the plan ends with `step_top`: then best
  /// first.
  [[nodiscard]] std::span<const query_row> run(vertex_ref start) {
    follow({&start, 1});
    total_ = frontier_.size();
    hops_->write(frontier_, unknown_, 0, found_);
    return found_;
  }
  /// How many vertices the last answer had before `step_top` cut it.
  [[nodiscard]] std::size_t total() const { return total_; }

  /// The answers for many starts: `visit(k, rows, total)` for each, in order. Some starts are followed side by side, so
  /// that their memory accesses overlap.
  template <class Visit>
  void run(std::span<const vertex_ref> starts, Visit&& visit) {
    constexpr std::size_t side_by_side = 64;
    for (std::size_t first = 0; first < starts.size(); first += side_by_side) {
      const std::size_t count = std::min(side_by_side, starts.size() - first);
      follow(starts.subspan(first, count));
      std::span<detail::reached> rest{frontier_};
      for (std::size_t k = 0; k < count; ++k) {
        const auto own = std::ranges::find_if(rest, [&](const detail::reached& r) { return r.start != k; });
        total_ = static_cast<std::size_t>(own - rest.begin());
        hops_->write(rest.first(total_), unknown_, frontier_.size() - rest.size(), found_);
        rest = rest.subspan(total_);
        visit(first + k, std::span<const query_row>{found_}, total_);
      }
    }
  }
  /// The same from several threads, each with a copy of this query: `visit` may be called from any of them, in any
  /// order.
  template <class Visit>
  void run(std::span<const vertex_ref> starts, const execution& how, Visit&& visit) const {
    constexpr std::size_t grain = 256;
    const std::size_t workers =
        std::min<std::size_t>(detail::wanted_threads(how.threads), (starts.size() + grain - 1) / grain);
    if (workers == 0) return;
    std::atomic<std::size_t> next{0};
    parallel_for_blocks(workers, 1, static_cast<unsigned>(workers), [&](std::size_t, std::size_t, std::size_t) {
      prepared_query own{*this};
      for (std::size_t first; (first = next.fetch_add(grain)) < starts.size();) {
        throw_if_stopped(how.stop);
        const std::size_t last = std::min(starts.size(), first + grain);
        own.run(starts.subspan(first, last - first), [&](std::size_t k, std::span<const query_row> rows,
                                                         std::size_t total) { visit(first + k, rows, total); });
      }
    });
  }

  [[nodiscard]] const query_plan& plan() const { return hops_->plan(); }
  /// Lists opened (`vertices`) and ties whose days were read since the query was prepared: what filters left out is not
  /// among them.
  [[nodiscard]] const query_counters& touched() const { return touched_; }

 private:
  static constexpr std::uint32_t none = detail::prepared_hop::none;
  using run_of_ties = detail::prepared_hop::run;

  /// Leaves in `frontier_` the ends that the starts reach, start by start.
  void follow(std::span<const vertex_ref> starts) {
    frontier_.clear();
    unknown_.clear();
    regions_.clear();
    for (std::uint32_t k = 0; k < starts.size(); ++k) {
      const auto region = hops_->region_of(starts[k]);
      regions_.push_back(region.value_or(none));
      if (region && hops_->days_of(starts[k]) != 0)
        frontier_.push_back({(*hops_)[0].from().position(starts[k]), k, {}});
    }
    for (std::size_t h = 0; h < hops_->size(); ++h) {
      advance((*hops_)[h], slots_[h]);
      if (h + 1 < hops_->size() && !hops_->same_numbers(h)) translate(h);
      std::swap(frontier_, next_);
      std::swap(unknown_, next_unknown_);
    }
  }
  void advance(const detail::prepared_hop& hop, std::vector<std::uint32_t>& slots) {
    next_.clear();
    next_unknown_.clear();
    std::size_t first = 0;  // row of the start at hand
    const auto forget_slots = [&] {
      for (; first < next_.size(); ++first) slots[static_cast<std::size_t>(next_[first].position)] = none;
    };
    hop.open(
        frontier_.size(), runs_,
        [&](std::size_t k) { return std::pair{frontier_[k].position, regions_[frontier_[k].start]}; },
        [&](const run_of_ties& ties) { detail::prefetch(slots.data() + *ties.ends()); },
        [&](std::size_t k, const run_of_ties& ties) {
          if (first < next_.size() && next_[first].start != frontier_[k].start) forget_slots();
          scan(hop, ties, k, slots);
        });
    forget_slots();
  }
  /// `visit(k, p)` for each tie of the run that counts: its place in the run, and the position of its end.
  template <class Visit>
  void for_each_tie(const detail::prepared_hop& hop, const run_of_ties& ties, const Visit& visit) const {
    const std::int32_t* const ends = ties.ends();
    for (std::size_t at = 0; at < ties.last - ties.first; at += 64) {
      for (std::uint64_t word = hop.passing(ends + at, ties.counting(hops_->views().front(), 0, at)); word != 0;
           word &= word - 1) {
        const std::size_t k = at + static_cast<std::size_t>(std::countr_zero(word));
        if (hop.in_region(ends[k], ties.region)) visit(k, ends[k]);
      }
    }
  }
  void scan(const detail::prepared_hop& hop, const run_of_ties& ties, std::size_t row,
            std::vector<std::uint32_t>& slots) {
    ++touched_.vertices;
    touched_.ties += ties.last - ties.first;
    const detail::reached from = frontier_[row];
    const double* const weights = ties.weights();
    const double without = hops_->without_weight();
    double met = 0;  // no number once an unknown weight is met
    for_each_tie(hop, ties, [&](std::size_t k, std::int32_t p) {
      const double tie = weights == nullptr ? without : weights[k];
      met += tie;
      const detail::walk_sum sum{from.sum.walks, tie == tie ? from.sum.weight * tie : from.sum.weight};
      std::uint32_t& slot = slots[static_cast<std::size_t>(p)];
      if (slot == none) {
        slot = static_cast<std::uint32_t>(next_.size());
        next_.push_back({p, from.start, sum});
      } else {
        next_[slot].sum.add(sum);
      }
    });
    if (met != met || unknown_[row] != 0) [[unlikely]]
      count_unknown(hop, ties, row, slots);
  }
  /// Counts the unknown weights that `scan` met.
  [[gnu::cold, gnu::noinline]] void count_unknown(const detail::prepared_hop& hop, const run_of_ties& ties,
                                                  std::size_t row, const std::vector<std::uint32_t>& slots) {
    const double* const weights = ties.weights();
    const std::uint64_t walks = frontier_[row].sum.walks, before = unknown_[row];
    for_each_tie(hop, ties, [&](std::size_t k, std::int32_t p) {
      const double tie = weights == nullptr ? hops_->without_weight() : weights[k];
      next_unknown_.add(slots[static_cast<std::size_t>(p)],
                        tie == tie ? before : detail::saturating_sum(before, walks));
    });
  }
  /// From the numbers of one hop's ends to those of the next one's beginnings; who is none is left out.
  void translate(std::size_t h) {
    std::size_t kept = 0;
    for (std::size_t row = 0; row < next_.size(); ++row) {
      const auto p = hops_->next_position(h, next_[row].position);
      if (!p) continue;
      next_[kept] = {*p, next_[row].start, next_[row].sum};
      next_unknown_.move(row, kept++);
    }
    next_.resize(kept);
    next_unknown_.cut(kept);
  }

  std::shared_ptr<const detail::prepared_hops> hops_;
  std::size_t total_ = 0;
  query_counters touched_{};
  std::vector<std::uint32_t> regions_;  // [start]
  std::vector<detail::reached> frontier_, next_;
  detail::unknown_met unknown_, next_unknown_;  // by row of these
  std::vector<run_of_ties> runs_;
  std::vector<std::vector<std::uint32_t>> slots_;  // [hop][position]: place in next_
  std::vector<query_row> found_;
};

}  // namespace capnet
