#pragma once
/// One question on several days at once, such as before and after: what the days have in common is read once.
#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/core/error.hpp>
#include <capnet/core/simd.hpp>
#include <capnet/query/detail/prepared_hops.hpp>
#include <capnet/query/plan.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// A plan of hops and filters, ready to be asked of one start after another, each time on the same up to 64 days.
///
/// The answer on each day is that of a `prepared_query` with this day in the plan: the same vertices and walks. A list
/// that is reached on several days is opened once, filters and regions are found once, and each tie is read once, for a
/// mask of the days that it counts on. Weights are sums in the order in which ends are reached on any day: from the
/// third hop on, where more than one way leads to an end, their last bits can differ from those of a single day.
///
/// Serves one thread at a time; copies share what was prepared, and keep the snapshot alive.
class prepared_days {
 public:
  static constexpr std::size_t most_days = 64;
  struct day_answer {
    date day{};
    std::span<const query_row> rows{};  ///< in no order, unless the plan ends with `step_top`: then best first
    std::size_t total = 0;              ///< vertices before `step_top` cut them
  };

  /// `days`: in any order; the plan's own day is not used. Throws input_error for none or more than `most_days`, and
  /// for a plan that `prepared_query` refuses. Time O(n hops days), space O(n hops).
  prepared_days(const snapshot& net, query_plan plan, std::span<const date> days) {
    if (days.empty() || days.size() > most_days) {
      throw input_error{"a question is asked on " + std::to_string(days.size()) + " days at once; expected 1 to " +
                        std::to_string(most_days)};
    }
    std::vector<network_view> views;
    for (const date day : days)
      views.emplace_back(net, view_options{.day = day, .window = plan.window, .sure = plan.sure});
    hops_ = std::make_shared<const detail::prepared_hops>(std::move(views), std::move(plan));
    for (std::size_t h = 0; h < hops_->size(); ++h)
      slots_.emplace_back(static_cast<std::size_t>((*hops_)[h].to().size()), none);
    answers_.resize(days.size());
    found_.resize(days.size());
    for (std::size_t d = 0; d < days.size(); ++d) answers_[d].day = days[d];
  }

  /// The answers for one start, a day each, in the order of the days: valid until the next call.
  [[nodiscard]] std::span<const day_answer> run(vertex_ref start) {
    follow(start);
    for (std::size_t d = 0; d < answers_.size(); ++d) {
      ends_.clear();
      ends_unknown_.clear();
      for (std::size_t row = 0; row < frontier_.ends.size(); ++row) {
        const reached_on& r = frontier_.ends[row];
        if ((r.days >> d & 1) == 0) continue;
        ends_unknown_.add(ends_.size(), frontier_.unknown[row * answers_.size() + d]);
        ends_.push_back({r.position, 0, frontier_.sums[row * answers_.size() + d]});
      }
      answers_[d].total = ends_.size();
      hops_->write(ends_, ends_unknown_, 0, found_[d]);
      answers_[d].rows = found_[d];
    }
    return answers_;
  }

  [[nodiscard]] const query_plan& plan() const { return hops_->plan(); }
  /// Lists opened (`vertices`) and ties whose days were read since the question was prepared, for all days together.
  [[nodiscard]] const query_counters& touched() const { return touched_; }

 private:
  static constexpr std::uint32_t none = detail::prepared_hop::none;
  using run_of_ties = detail::prepared_hop::run;
  struct reached_on {
    std::int32_t position = 0;
    std::uint64_t days = 0;  ///< bit d: on the d-th
  };
  struct rows {
    std::vector<reached_on> ends{};
    std::vector<detail::walk_sum> sums{};  ///< [row * days + day], where the row has the day
    detail::unknown_met unknown{};         ///< likewise
  };

  /// Leaves in `frontier_` the ends that the start reaches on any day.
  void follow(vertex_ref start) {
    frontier_.ends.clear();
    frontier_.unknown.clear();
    start_ = start;
    const auto region = hops_->region_of(start);
    const std::uint64_t days = region ? hops_->days_of(start) : 0;
    if (days == 0) return;
    frontier_.ends.push_back({(*hops_)[0].from().position(start), days});
    frontier_.sums.assign(answers_.size(), {});
    for (std::size_t h = 0; h < hops_->size(); ++h) {
      advance((*hops_)[h], slots_[h], *region);
      if (h + 1 < hops_->size() && !hops_->same_numbers(h)) translate(h);
      std::swap(frontier_, next_);
    }
  }
  void advance(const detail::prepared_hop& hop, std::vector<std::uint32_t>& slots, std::uint32_t region) {
    next_.ends.clear();
    next_.sums.clear();
    next_.unknown.clear();
    hop.open(
        frontier_.ends.size(), runs_, [&](std::size_t k) { return std::pair{frontier_.ends[k].position, region}; },
        [&](const run_of_ties& ties) { detail::prefetch(slots.data() + *ties.ends()); },
        [&](std::size_t k, const run_of_ties& ties) { scan(hop, ties, k, slots); });
    for (const reached_on& r : next_.ends) slots[static_cast<std::size_t>(r.position)] = none;
  }
  void scan(const detail::prepared_hop& hop, const run_of_ties& ties, std::size_t row,
            std::vector<std::uint32_t>& slots) {
    ++touched_.vertices;
    touched_.ties += ties.last - ties.first;
    const std::int32_t* const ends = ties.ends();
    const double* const weights = ties.weights();
    const std::size_t days = answers_.size();
    const std::uint64_t from_days = frontier_.ends[row].days;
    const detail::walk_sum* const from = frontier_.sums.data() + row * days;
    const double without = hops_->without_weight();
    std::array<std::uint64_t, most_days> counting;
    for (std::size_t at = 0; at < ties.last - ties.first; at += 64) {
      std::uint64_t word = 0;
      for_each_bit(from_days, [&](std::size_t d) { word |= counting[d] = ties.counting(hops_->views()[d], d, at); });
      for_each_bit(hop.passing(ends + at, word), [&](std::size_t bit) {
        const std::int32_t p = ends[at + bit];
        if (!hop.in_region(p, ties.region)) return;
        std::uint64_t on = 0;
        std::uint64_t open = from_days & hop.days_of(p);
        if (ties.region == detail::prepared_hop::dated) open = hop.days_in_region(hops_->views(), open, p, start_);
        for_each_bit(open, [&](std::size_t d) { on |= (counting[d] >> bit & 1) << d; });
        if (on == 0) return;
        std::uint32_t& slot = slots[static_cast<std::size_t>(p)];
        if (slot == none) {
          slot = static_cast<std::uint32_t>(next_.ends.size());
          next_.ends.push_back({p, 0});
          next_.sums.resize(next_.sums.size() + days);
        }
        reached_on& r = next_.ends[slot];
        detail::walk_sum* const sums = next_.sums.data() + slot * days;
        const double tie = weights == nullptr ? without : weights[at + bit];
        const bool known = tie == tie;
        for_each_bit(on, [&](std::size_t d) {
          const detail::walk_sum sum{from[d].walks, known ? from[d].weight * tie : from[d].weight};
          if ((r.days >> d & 1) != 0)
            sums[d].add(sum);
          else
            sums[d] = sum;
          const std::uint64_t met = frontier_.unknown[row * days + d];
          if (!known || met != 0) [[unlikely]]
            next_.unknown.add(slot * days + d, known ? met : detail::saturating_sum(met, sum.walks));
        });
        r.days |= on;
      });
    }
  }
  /// From the numbers of one hop's ends to those of the next one's beginnings; who is none is left out.
  void translate(std::size_t h) {
    const std::size_t days = answers_.size();
    std::size_t kept = 0;
    for (std::size_t row = 0; row < next_.ends.size(); ++row) {
      const auto p = hops_->next_position(h, next_.ends[row].position);
      if (!p) continue;
      next_.ends[kept] = {*p, next_.ends[row].days};
      std::copy_n(next_.sums.data() + row * days, days, next_.sums.data() + kept * days);
      for (std::size_t d = 0; d < days; ++d) next_.unknown.move(row * days + d, kept * days + d);
      ++kept;
    }
    next_.ends.resize(kept);
    next_.sums.resize(kept * days);
    next_.unknown.cut(kept * days);
  }
  template <class Visit>
  static void for_each_bit(std::uint64_t word, const Visit& visit) {
    for (; word != 0; word &= word - 1) visit(static_cast<std::size_t>(std::countr_zero(word)));
  }

  std::shared_ptr<const detail::prepared_hops> hops_;
  query_counters touched_{};
  vertex_ref start_{};
  rows frontier_, next_;
  std::vector<detail::reached> ends_;  // of one day
  detail::unknown_met ends_unknown_;   // by row of these
  std::vector<run_of_ties> runs_;
  std::vector<std::vector<std::uint32_t>> slots_;  // [hop][position]: place in next_
  std::vector<day_answer> answers_;
  std::vector<std::vector<query_row>> found_;  // [day]
};

}  // namespace capnet
