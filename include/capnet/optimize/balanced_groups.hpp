#pragma once
/// Splitting members into groups of nearly the same size, so that those who are together are worth most to each other.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <capnet/core/execution.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/random.hpp>
#include <capnet/optimize/detail/group_blocks.hpp>
#include <capnet/optimize/detail/group_exchange.hpp>
#include <capnet/optimize/detail/group_search.hpp>
#include <capnet/optimize/group_problem.hpp>

namespace capnet {

/// What speaks against every way to form groups: constraints, by their place in the problem's lists, of which none can
/// be left out, together with the sizes of the groups.
struct group_conflict {
  std::vector<std::size_t> together{}, apart{}, fixed{};
  /// Every way was tried. Else the search was given up, and it may be that there is one.
  bool proven = false;
};

struct group_result {
  std::vector<std::uint32_t> group_of{};     ///< [member]; empty if there is no way
  std::int64_t value = 0;                    ///< the worth of all pairs in one group
  std::int64_t bound = 0;                    ///< no way is worth more
  bool optimal = false;                      ///< nothing is worth more: the value is the bound, or every way was tried
  std::optional<group_conflict> conflict{};  ///< where there is no way, or none was found
};

struct group_options {
  std::uint64_t seed = 0;
  std::size_t starts = 0;         ///< from how many starts the exchange runs; 0: up to 50, fewer of many members
  std::size_t tried_blocks = 12;  ///< up to so many members, or those who have to be together, every way is tried
  std::size_t steps = 2'000'000;  ///< of a search, before it is given up
  execution how{};                ///< runs on one thread
};

/// No way to form balanced groups is worth more: each member counts half of the s - 1 largest worths of its row in a
/// group of s, with those it has to be together with and without those it can't be with, and as many members as there
/// are places in larger groups count for these. Time O(n^2 log n), space O(n).
[[nodiscard]] inline std::int64_t group_value_bound(const group_problem& problem) {
  const detail::group_blocks blocks{problem};
  const std::size_t n = problem.members, few = n / problem.groups;
  std::int64_t sum = 0;
  std::vector<std::int64_t> more, row, mates;
  for (std::uint32_t v = 0; v < n; ++v) {
    row.clear(), mates.clear();
    for (std::uint32_t u = 0; u < n; ++u) {
      if (u == v) continue;
      if (blocks.block_of[u] == blocks.block_of[v])
        mates.push_back(problem.worth_of(u, v));
      else if (!blocks.apart(blocks.block_of[u], blocks.block_of[v]))
        row.push_back(problem.worth_of(u, v));
    }
    std::ranges::sort(row, std::greater{});
    mates.insert(mates.end(), row.begin(), row.end());
    for (std::size_t k = 0; k + 1 < few && k < mates.size(); ++k) sum += mates[k];
    more.push_back(few >= 1 && few - 1 < mates.size() ? mates[few - 1] : 0);  // in a group of one more
  }
  std::ranges::sort(more, std::greater{});
  const std::size_t in_larger = n % problem.groups * (few + 1);
  for (std::size_t k = 0; k < in_larger; ++k) sum += more[k];
  return sum >= 0 ? sum / 2 : -((-sum + 1) / 2);
}

namespace detail {

/// Leaves out one constraint after another as long as no way is found: those that are left conflict.
[[nodiscard]] inline group_conflict conflict_of(const group_problem& problem, std::size_t steps) {
  group_conflict left;
  left.together.resize(problem.together.size());
  left.apart.resize(problem.apart.size());
  left.fixed.resize(problem.fixed.size());
  for (auto* const list : {&left.together, &left.apart, &left.fixed})
    std::iota(list->begin(), list->end(), std::size_t{0});
  const auto has_way = [&] {
    group_problem some{.members = problem.members, .groups = problem.groups};
    for (const std::size_t k : left.together) some.together.push_back(problem.together[k]);
    for (const std::size_t k : left.apart) some.apart.push_back(problem.apart[k]);
    for (const std::size_t k : left.fixed) some.fixed.push_back(problem.fixed[k]);
    const group_blocks blocks{some};
    group_search search{some, blocks, steps};
    return search.first() || search.given_up();
  };
  for (auto* const list : {&left.fixed, &left.apart, &left.together}) {
    for (std::size_t k = list->size(); k-- > 0;) {
      const std::size_t one = (*list)[k];
      list->erase(list->begin() + static_cast<std::ptrdiff_t>(k));
      if (has_way()) list->insert(list->begin() + static_cast<std::ptrdiff_t>(k), one);
    }
  }
  left.proven = !has_way();
  return left;
}

}  // namespace detail

/// Balanced groups of the largest worth that is found.
///
/// Up to `tried_blocks` blocks (a block: those who have to be together) every way is tried: the best, of equals the
/// first. Beyond, from several starts that a search under the constraints finds, members, or blocks for as many others,
/// change places, and one moves to a smaller group, as long as that is worth more (the exchange method of Papenberg &
/// Klau 2021, whose anticlustering is the worth "distance"); then the best of all starts stands, of equals the first.
/// Groups are numbered so that larger ones come first, then by their first member, but for those that a member is fixed
/// to.
///
/// No way: `conflict`. Finding one under constraints is as hard as graph coloring, so that a search of many can be
/// given up. Throws: input_error for no groups, more groups than members, constraints that name what there is not, and
/// a worth that is not symmetric. Time O(starts passes n (n + k)), space O(n (n + k)). The same bits for the same seed.
[[nodiscard]] inline group_result balanced_groups(const group_problem& problem, const group_options& options = {}) {
  detail::expect_groups(problem);
  const detail::group_blocks blocks{problem};
  group_result best;
  detail::group_search search{problem, blocks, options.steps};
  if (!search.first()) {
    best.conflict = search.given_up() ? group_conflict{} : detail::conflict_of(problem, options.steps / 10);
    return best;
  }
  best.bound = group_value_bound(problem);
  if (blocks.members.size() <= options.tried_blocks) {
    search.best();
    best.optimal = !search.given_up();
    best.group_of = search.groups();
  } else {
    const std::size_t n = problem.members;
    const std::size_t starts =
        options.starts > 0 ? options.starts : std::clamp<std::size_t>(10'000'000 / (n * n), 1, 50);
    std::int64_t most = 0;
    for (std::size_t start = 0; start < starts; ++start) {
      throw_if_stopped(options.how.stop);
      random_stream rng{{.seed = options.seed, .replica = static_cast<std::uint32_t>(start)}};
      detail::group_search from{problem, blocks, options.steps};
      if (start > 0 && !from.first(&rng)) continue;
      detail::group_exchange exchange{problem, blocks, start > 0 ? from.groups() : search.groups()};
      exchange.improve(options.how.stop);
      if (best.group_of.empty() || exchange.value() > most) most = exchange.value(), best.group_of = exchange.groups();
      if (most == best.bound) break;
    }
  }
  detail::number_groups(problem, best.group_of);
  best.value = group_value(problem, best.group_of);
  if (best.optimal) best.bound = best.value;
  best.optimal = best.value == best.bound;
  return best;
}

/// Groups after some of their members stayed away.
struct regrouped {
  std::vector<std::uint32_t> group_of{};  ///< [member]; `away` for those who are absent
  std::vector<std::uint32_t> moved{};     ///< who changes groups, ascending
  bool balanced = false;                  ///< else constraints let no further move
  static constexpr std::uint32_t away = 0xFFFFFFFFu;
};

/// Balances groups with the fewest moves after `absent` left: a group that has too many gives a member, or those who
/// have to be together, to one that has too few, each time where that is worth most; of equals the first member, the
/// first group. As few moves as any way needs, since the larger sizes go to the larger groups, unless constraints
/// forbid: then `balanced` is false. Time O(moves n k), space O(n k).
[[nodiscard]] inline regrouped regroup(const group_problem& problem, const std::vector<std::uint32_t>& group_of,
                                       std::span<const std::uint32_t> absent) {
  detail::expect_groups(problem);
  detail::expect(group_of.size() == problem.members, group_of.size(), " groups for ", problem.members,
                 " members; expected one for each");
  regrouped result{.group_of = group_of};
  for (const std::uint32_t v : absent) {
    detail::expect(v < problem.members, "member ", v, " of ", problem.members, "; expected a number below that");
    result.group_of[v] = regrouped::away;
  }
  const detail::group_blocks blocks{problem};
  std::vector<std::vector<std::uint32_t>> groups(problem.groups);
  for (std::uint32_t v = 0; v < problem.members; ++v) {
    if (result.group_of[v] != regrouped::away) groups[result.group_of[v]].push_back(v);
  }
  std::size_t present = 0;
  std::vector<std::uint32_t> order(problem.groups);
  std::iota(order.begin(), order.end(), std::uint32_t{0});
  for (const auto& group : groups) present += group.size();
  detail::expect(present >= problem.groups, present, " members are left for ", problem.groups,
                 " groups; expected at least as many");
  std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
    return groups[a].size() != groups[b].size() ? groups[a].size() > groups[b].size() : a < b;
  });
  const std::vector<std::size_t> sizes = balanced_sizes(present, problem.groups);
  std::vector<std::size_t> target(problem.groups);
  for (std::size_t k = 0; k < order.size(); ++k) target[order[k]] = sizes[k];
  while (true) {
    std::int64_t most = 0;
    std::vector<std::uint32_t> who;
    std::uint32_t to = 0;
    for (std::uint32_t v = 0; v < problem.members; ++v) {
      const std::uint32_t g = result.group_of[v];
      if (g == regrouped::away || groups[g].size() <= target[g]) continue;
      const std::uint32_t block = blocks.block_of[v];
      std::vector<std::uint32_t> unit;
      for (const std::uint32_t u : blocks.members[block]) {
        if (result.group_of[u] != regrouped::away) unit.push_back(u);
      }
      if (unit.front() != v || blocks.fixed[block] || groups[g].size() - target[g] < unit.size()) continue;
      for (std::uint32_t h = 0; h < problem.groups; ++h) {
        if (groups[h].size() + unit.size() > target[h]) continue;
        bool can = true;
        std::int64_t worth = 0;
        for (const std::uint32_t u : groups[h]) {
          can = can && !blocks.apart(block, blocks.block_of[u]);
          for (const std::uint32_t w : unit) worth += problem.worth_of(u, w);
        }
        for (const std::uint32_t u : groups[g]) {
          if (blocks.block_of[u] == block) continue;
          for (const std::uint32_t w : unit) worth -= problem.worth_of(u, w);
        }
        if (can && (who.empty() || worth > most)) most = worth, who = unit, to = h;
      }
    }
    if (who.empty()) break;
    for (const std::uint32_t v : who) {
      std::erase(groups[result.group_of[v]], v);
      groups[to].push_back(v);
      result.group_of[v] = to;
    }
  }
  result.balanced = true;
  for (std::uint32_t g = 0; g < problem.groups; ++g) result.balanced = result.balanced && groups[g].size() == target[g];
  for (std::uint32_t v = 0; v < problem.members; ++v) {
    if (result.group_of[v] != regrouped::away && result.group_of[v] != group_of[v]) result.moved.push_back(v);
  }
  return result;
}

}  // namespace capnet
