#pragma once
/// What balanced groups are asked for.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <capnet/core/expect.hpp>

namespace capnet {

/// Members 0, ..., n - 1 to be split into `groups` groups of floor(n / groups) or one more.
struct group_problem {
  std::uint32_t members = 0;
  std::uint32_t groups = 1;
  /// [u * members + v] what it is worth that two are in one group; symmetric, the diagonal does not count. Empty:
  /// nothing. Whole numbers, so that every sum is exact.
  std::vector<std::int64_t> worth{};
  std::vector<std::pair<std::uint32_t, std::uint32_t>> together{};  ///< pairs that have to be in one group
  std::vector<std::pair<std::uint32_t, std::uint32_t>> apart{};     ///< pairs that can't be
  std::vector<std::pair<std::uint32_t, std::uint32_t>> fixed{};     ///< member and group

  [[nodiscard]] std::int64_t worth_of(std::uint32_t u, std::uint32_t v) const {
    return worth.empty() ? 0 : worth[std::size_t{u} * members + v];
  }
};

/// n mod k sizes of floor(n / k) + 1, then the others of floor(n / k): 33 in 5 are 7, 7, 7, 6, 6. Throws input_error
/// for no groups.
[[nodiscard]] inline std::vector<std::size_t> balanced_sizes(std::size_t n, std::size_t k) {
  detail::expect(k > 0, "no groups; expected at least one");
  std::vector<std::size_t> sizes(k, n / k);
  for (std::size_t g = 0; g < n % k; ++g) ++sizes[g];
  return sizes;
}

/// The worth of all pairs in one group. Pre: a group for each member. Time O(n^2).
[[nodiscard]] inline std::int64_t group_value(const group_problem& problem,
                                              const std::vector<std::uint32_t>& group_of) {
  std::int64_t value = 0;
  for (std::uint32_t u = 0; u < problem.members; ++u) {
    for (std::uint32_t v = u + 1; v < problem.members; ++v)
      value += group_of[u] == group_of[v] ? problem.worth_of(u, v) : 0;
  }
  return value;
}

namespace detail {

inline void expect_groups(const group_problem& p) {
  expect(p.groups >= 1 && p.groups <= p.members, p.groups, " groups of ", p.members,
         " members; expected at least one group, and no more than members");
  const std::size_t n = p.members;
  expect(p.worth.empty() || p.worth.size() == n * n, p.worth.size(), " worths for ", n,
         " members; expected one for each of the two ways round of every pair");
  if (!p.worth.empty()) {
    for (std::uint32_t u = 0; u < n; ++u) {
      for (std::uint32_t v = u + 1; v < n; ++v)
        expect(p.worth_of(u, v) == p.worth_of(v, u), "a worth of ", u, " with ", v, " that differs from that of ", v,
               " with ", u, "; expected the same");
    }
  }
  for (const auto* const list : {&p.together, &p.apart}) {
    for (const auto& [u, v] : *list)
      expect(u < n && v < n, "a pair of members ", u, " and ", v, " of ", n, "; expected numbers below that");
  }
  for (const auto& [v, g] : p.fixed)
    expect(v < n && g < p.groups, "member ", v, " fixed to group ", g, "; expected numbers below ", n, " and ",
           p.groups);
}

}  // namespace detail
}  // namespace capnet
