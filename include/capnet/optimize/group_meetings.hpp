#pragma once
/// Several meetings in groups, so that as few as possible meet again.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <capnet/core/expect.hpp>
#include <capnet/optimize/balanced_groups.hpp>

namespace capnet {

struct group_meetings_result {
  std::vector<group_result> meetings{};  ///< `value` and `bound` by the problem's worth alone
  std::int64_t repeats = 0;              ///< pairs in one group who have met, in each meeting anew
  std::int64_t repeats_at_least = 0;     ///< no plan has fewer
};

namespace detail {

/// How many pairs in one group have met before: in `met`, or in another of the meetings; a pair that meets first here
/// counts from its second meeting on.
[[nodiscard]] inline std::int64_t count_repeats(const group_problem& p, const std::vector<char>& met,
                                                const std::vector<group_result>& meetings) {
  std::int64_t repeats = 0;
  for (std::uint32_t u = 0; u < p.members; ++u) {
    for (std::uint32_t v = u + 1; v < p.members; ++v) {
      std::int64_t together = 0;
      for (const group_result& one : meetings) together += one.group_of[u] == one.group_of[v] ? 1 : 0;
      repeats +=
          !met.empty() && met[std::size_t{u} * p.members + v] != 0 ? together : std::max<std::int64_t>(0, together - 1);
    }
  }
  return repeats;
}

/// In all meetings a member meets so many others in its groups, of whom only some are new to it; and seven who come
/// from five groups have at least two pairs of one.
[[nodiscard]] inline std::int64_t least_repeats(const group_problem& p, const std::vector<char>& met,
                                                std::size_t meetings) {
  const auto few = static_cast<std::int64_t>(p.members / p.groups), times = static_cast<std::int64_t>(meetings);
  const auto larger = static_cast<std::int64_t>(p.members % p.groups);
  const std::int64_t places = times * (larger * (few + 1) * few + (p.groups - larger) * few * (few - 1));
  std::int64_t fresh = 0, each = 0;
  for (std::uint32_t v = 0; v < p.members; ++v) {
    std::int64_t mine = 0;
    for (std::uint32_t u = 0; u < p.members; ++u) {
      if (u != v && (met.empty() || met[std::size_t{u} * p.members + v] == 0)) ++mine;
    }
    fresh += mine;
    each += std::max<std::int64_t>(0, times * (few - 1) - mine);
  }
  // Those of a group come from the groups of the meeting before, of which some share one.
  const auto sharing = [&](std::int64_t size) {
    const auto k = static_cast<std::int64_t>(p.groups), q = size / k, r = size % k;
    return r * (q + 1) * q / 2 + (k - r) * q * (q - 1) / 2;
  };
  const std::int64_t again = (times - 1) * (larger * sharing(few + 1) + (p.groups - larger) * sharing(few));
  return std::max((std::max({places - fresh, each, std::int64_t{0}}) + 1) / 2, again);
}

}  // namespace detail

/// Groups for `meetings` meetings in a row: first as few repeated pairs as can be found, then the largest worth (the
/// social golfer's problem, with a worth). `met`: [u * members + v], symmetric, not 0 where two have met before; empty:
/// nobody has.
///
/// One meeting after another by `balanced_groups`, a pair that has met costing more than all worths together; then each
/// anew against all the others, as long as that is better. A heuristic: `repeats_at_least` counts for each member the
/// places beside it in all its groups beyond those who are new to it, or in each group the pairs that must come from
/// one group of the meeting before, and is no more than any plan has; of one meeting of which the groups are known to
/// be the best it is what they have. Constraints hold in every meeting; where there is no way, the one meeting has
/// `conflict`. Throws: input_error as `balanced_groups`, for no meetings, for another size of `met`, and for worths so
/// large that a sum of them could overflow. Time: `balanced_groups` for each meeting, a few times.
[[nodiscard]] inline group_meetings_result group_meetings(const group_problem& problem, std::size_t meetings,
                                                          const std::vector<char>& met = {},
                                                          const group_options& options = {}) {
  detail::expect(meetings > 0, "no meetings; expected at least one");
  detail::expect_groups(problem);
  const std::size_t n = problem.members;
  detail::expect(met.empty() || met.size() == n * n, met.size(), " entries of who met for ", n,
                 " members; expected one for each of the two ways round of every pair");
  std::int64_t largest = 0;
  for (const std::int64_t worth : problem.worth) {
    detail::expect(worth > -(std::int64_t{1} << 40) && worth < std::int64_t{1} << 40, "a worth of ", worth,
                   "; expected less than 2^40");
    largest = std::max({largest, worth, -worth});
  }
  const std::size_t size = n / problem.groups + 1;
  const auto pairs = static_cast<std::int64_t>(std::size_t{problem.groups} * size * (size - 1) / 2);
  detail::expect(largest == 0 || pairs < (std::int64_t{1} << 60) / (2 * largest + 1) / (pairs + 1), "worths of up to ",
                 largest, " for ", pairs, " pairs; expected smaller ones");
  const std::int64_t price = 2 * largest * pairs + 1;  // of a repeated pair: more than any difference of worths

  group_meetings_result result;
  const auto solve = [&](std::size_t meeting, std::uint64_t again) {
    group_problem one = problem;
    if (one.worth.empty()) one.worth.assign(n * n, 0);
    for (std::uint32_t u = 0; u < n; ++u) {
      for (std::uint32_t v = 0; v < n; ++v) {
        bool before = !met.empty() && met[u * n + v] != 0;
        for (std::size_t other = 0; other < result.meetings.size() && !before; ++other)
          before = other != meeting && result.meetings[other].group_of[u] == result.meetings[other].group_of[v];
        if (u != v && before) one.worth[u * n + v] -= price;
      }
    }
    group_options how = options;
    how.seed = options.seed + again * 1'000'003 + meeting;
    return balanced_groups(one, how);
  };
  for (std::size_t m = 0; m < meetings; ++m) {
    result.meetings.push_back(solve(m, 0));
    if (result.meetings.back().conflict) return result;
  }
  const auto standing = [&] {
    std::int64_t worth = 0;
    for (const group_result& one : result.meetings) worth += group_value(problem, one.group_of);
    return std::pair{-detail::count_repeats(problem, met, result.meetings), worth};
  };
  result.repeats_at_least = detail::least_repeats(problem, met, meetings);
  auto best = standing();
  if (meetings == 1 && result.meetings[0].optimal)
    result.repeats_at_least = -best.first;  // they cost more than all worth
  std::size_t unchanged = 0;
  for (std::uint64_t turn = 0; meetings > 1 && unchanged < meetings && turn < 4 * meetings; ++turn) {
    if (-best.first == result.repeats_at_least && problem.worth.empty()) break;
    const std::size_t m = turn % meetings;
    group_result before = result.meetings[m];
    result.meetings[m] = solve(m, 1 + turn / meetings);
    const auto now = standing();
    if (now > best)
      best = now, unchanged = 0;
    else
      result.meetings[m] = std::move(before), ++unchanged;
  }
  const std::int64_t bound = group_value_bound(problem);
  for (group_result& one : result.meetings) {
    one.value = group_value(problem, one.group_of);
    one.optimal = (meetings == 1 && one.optimal) || one.value == bound;
    one.bound = one.optimal && met.empty() ? one.value : bound;
  }
  result.repeats = -best.first;
  return result;
}

}  // namespace capnet
