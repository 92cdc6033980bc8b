#pragma once
/// Which options to choose, and who takes them, so that as much as possible of what is wanted is reached.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include <capnet/core/elementary.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/optimize/detail/level_cover_greedy.hpp>
#include <capnet/optimize/level_cover_problem.hpp>

namespace capnet {

struct level_cover_options {
  bool lazy = true;            ///< else every gain is reckoned anew at every step; the choice is the same
  std::size_t starts = 3'000;  ///< tries of up to three options to begin with, if there are no more
  execution how{};
};

namespace detail {

/// The share of the best that the greedy choice is sure to have; 0: none is known. `sure_starts`: all starts of up to
/// three options were tried.
[[nodiscard]] inline double cover_guarantee(const level_cover_index& index, bool short_of_places, bool sure_starts) {
  const auto& p = index.problem;
  const double whole = 1 - portable_exp(-1);
  std::size_t candidates = 0;
  for (const auto& o : p.options) {
    if (!o.needs.empty()) return 0;
    if (!o.given && !o.barred) ++candidates;
  }
  if (p.most_places != level_cover_problem::unlimited) return 0;
  if (short_of_places) return index.in_several || !p.most_amounts.empty() ? 0 : .5;
  if (p.most_amounts.empty()) return whole;
  if (p.most_amounts.size() > 1 || p.most_options < candidates) return 0;
  return sure_starts ? whole : whole / 2;
}

}  // namespace detail

/// Greedy choice: again and again the option, together with those it needs, that gains most; and, where amounts are
/// limited, a second choice by gain for its cost and a third for its shares of all limits; and, where few can be
/// chosen, from every start of up to three. The best stands. A gain that was found before is the most it can be now, so
/// that few are reckoned anew (Minoux 1978); equals: the smaller number. Of an option with fewer places than would
/// gain, those take it that gain most, of equals the smaller number; of takers in the same groups the first, or whoever
/// has taken most of what it needs.
///
/// The value is at least, of the best:
///   1 - 1/e        by number alone, with places for all that would gain (Nemhauser, Wolsey & Fisher 1978);
///   1/2            where places are short: an option with its takers is one of a partition matroid (Fisher, Nemhauser
///   &
///                  Wolsey 1978). As a function of the options alone the value need not be submodular then;
///   (1 - 1/e) / 2  under one amount alone with places for all (Khuller, Moss & Naor 1999), and 1 - 1/e if all starts
///   of
///                  up to three options were tried (Sviridenko 2004);
///   nothing        otherwise: with needs, several limits, or takers in several groups where places are short.
/// `bound` holds in each case: f(X) and the most that the limits let all options add to X together, by number the
/// largest (Leskovec et al. 2007), by amount `knapsack_bound`, by places the largest gains of pairs; the least of
/// several X. It leaves needs aside, which only makes it larger.
///
/// Throws: input_error for needs that go round or name no option, for other numbers than there are costs, topics,
/// groups and takers, and for levels, worths, costs and limits that are negative or not finite. Time O(cells of the
/// topics of all options) for a first round and usually little more, on `how.threads` threads; the same bits for any
/// number of them. Nothing to choose or to gain: nothing chosen, value and bound 0.
[[nodiscard]] inline level_cover_result maximum_level_cover(const level_cover_problem& problem,
                                                            const level_cover_options& options = {}) {
  const detail::level_cover_index index{problem};
  detail::level_cover_bound bound{index, options.how};
  bool short_of_places = false;
  std::vector<double> first = bound.uppers(detail::level_cover_state{index}, nullptr, &short_of_places);
  std::size_t evaluations = first.size();
  std::size_t candidates = 0;
  for (std::uint32_t o = 0; o < first.size(); ++o) {
    if (!bound.possible(o)) continue;
    candidates += first[o] > 0 ? 1u : 0u;
    if (index.closure[o].size() == 1) continue;  // else of all that comes with it
    detail::level_cover_scratch& s = bound.scratch();
    detail::level_cover_state{index}.find_gains(index.closure_lifts[o], s);
    first[o] = detail::level_cover_state::best_classes(s, problem.options[o].places);
  }

  // By gain, by gain for its cost, and by gain for its share of all limits.
  const std::size_t amounts = problem.most_amounts.size();
  std::vector<double> shares;
  for (const double most : problem.most_amounts) shares.push_back(most > 0 ? 1 / most : 0);
  std::vector<detail::cover_price> prices{{1, std::vector<double>(amounts, 0)}};
  if (amounts > 0) prices.push_back({0, shares});
  if (amounts > 0 && problem.most_options < candidates)
    prices.push_back({1 / static_cast<double>(std::max<std::size_t>(problem.most_options, 1)), shares});

  level_cover_result best;
  double at_most = std::numeric_limits<double>::infinity();
  bool any = false;
  const auto keep = [&](const detail::level_cover_run& run) {
    evaluations += run.evaluations;
    if (any && !(run.value() > best.value)) return;
    any = true;
    best = run.result();
  };
  for (const detail::cover_price& price : prices) {
    detail::level_cover_run run{index, price, first, options.lazy, bound.scratch()};
    std::size_t step = 0;
    double last_value = -1;
    const detail::level_cover_state* last = nullptr;
    run.choose([&](const detail::level_cover_state& state, double value) {
      throw_if_stopped(options.how.stop);
      const bool seen = step == 0 && any;  // at first all runs stand at the same
      if ((step & (step - 1)) == 0 && !seen)
        at_most = std::min(at_most, bound.at_most(state, value)), last_value = value;
      last = &state;
      ++step;
    });
    if (last != nullptr && run.value() != last_value) at_most = std::min(at_most, bound.at_most(*last, run.value()));
    keep(run);
  }

  // All starts of up to three, where that takes no more than a moment; or seconds, if they are sure to be better.
  std::vector<std::uint32_t> can;
  std::size_t work = 0;  // cells that one look at all candidates reads
  bool needs = false;
  for (std::uint32_t o = 0; o < first.size(); ++o) {
    needs = needs || !problem.options[o].needs.empty();
    if (!bound.possible(o) || !(first[o] > 0)) continue;
    can.push_back(o);
    for (const auto& lift : index.closure_lifts[o])
      work += index.of_topic[lift.topic].last - index.of_topic[lift.topic].first;
  }
  const std::size_t n = can.size(), most_work = amounts == 1 && !needs ? 300'000'000 : 10'000'000;
  const std::size_t tries =  // C(n,1) + C(n,2) + C(n,3)
      n < 1'000 ? n * (n * n + 5) / 6 : std::numeric_limits<std::size_t>::max();
  const bool tried = tries <= options.starts && work < most_work / std::max<std::size_t>(tries, 1);
  if (tried) {
    const auto from = [&](std::initializer_list<std::uint32_t> start) {
      throw_if_stopped(options.how.stop);
      detail::level_cover_run run{index, prices[amounts > 0 ? 1 : 0], first, options.lazy, bound.scratch()};
      for (const std::uint32_t o : start) {
        if (!run.start_with(o)) return;
      }
      run.choose([](const auto&, double) {});
      if (run.value() > best.value * (1 + 1e-12)) keep(run);  // the same choice in another order is no better
    };
    for (std::size_t a = 0; a < n; ++a) {
      from({can[a]});
      for (std::size_t b = a + 1; b < n; ++b) {
        from({can[a], can[b]});
        for (std::size_t c = b + 1; c < n; ++c) from({can[a], can[b], can[c]});
      }
    }
  }
  best.bound = std::max(at_most, best.value);
  best.guarantee = detail::cover_guarantee(index, short_of_places, tried);
  best.evaluations = evaluations;
  return best;
}

}  // namespace capnet
