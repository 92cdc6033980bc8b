#pragma once
/// Which vertices may be chosen together. Not interface.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include <capnet/core/id.hpp>

namespace capnet::detail {

/// At most so many, of each group at most so many, or for at most so much together; and none but candidates.
class seed_limits {
 public:
  std::vector<char> candidate{};            ///< [vertex]; empty: all
  std::span<const std::uint32_t> group{};   ///< [vertex]; empty: one group
  std::span<const std::size_t> of_group{};  ///< [group]
  std::span<const double> costs{};          ///< [vertex]; empty: none
  double budget = 0;
  std::size_t count = 0;  ///< of all

  [[nodiscard]] bool has_costs() const { return !costs.empty(); }
  [[nodiscard]] double cost(vertex_index v) const { return costs[v]; }
  [[nodiscard]] std::size_t group_of(vertex_index v) const { return group.empty() ? 0 : group[v]; }
  [[nodiscard]] std::size_t groups() const { return group.empty() ? 1 : of_group.size(); }
  [[nodiscard]] std::size_t most_of(std::size_t g) const {
    return group.empty() ? count : std::min(count, of_group[g]);
  }
  [[nodiscard]] std::size_t most() const { return count; }
  /// Alone.
  [[nodiscard]] bool allows(vertex_index v) const {
    return (candidate.empty() || candidate[v] != 0) && (group.empty() || group[v] < of_group.size()) &&
           (costs.empty() || costs[v] <= budget);
  }
};

/// What the limits still allow beside those taken.
class seed_tally {
 public:
  explicit seed_tally(const seed_limits& limits)
      : limits_{limits}, left_of_(limits.groups()), left_{limits.most()}, money_{limits.budget} {
    for (std::size_t g = 0; g < left_of_.size(); ++g) left_of_[g] = limits.most_of(g);
  }
  [[nodiscard]] bool full() const { return left_ == 0; }
  [[nodiscard]] bool fits(vertex_index v) const {
    return left_ > 0 && left_of_[limits_.group_of(v)] > 0 && (!limits_.has_costs() || limits_.cost(v) <= money_);
  }
  void take(vertex_index v) {
    --left_;
    --left_of_[limits_.group_of(v)];
    if (limits_.has_costs()) money_ -= limits_.cost(v);
  }

 private:
  const seed_limits& limits_;
  std::vector<std::size_t> left_of_;
  std::size_t left_;
  double money_;
};

/// The most that gains within the limits can add up to, of gains that fall from call to call.
class limit_bound {
 public:
  explicit limit_bound(const seed_limits& limits) : limits_{limits}, leaders_(limits.groups()) {}

  /// Of costs, as if the last one could be taken in part. Time O(n), for costs O(n log n).
  [[nodiscard]] double largest_gains(std::span<const std::uint32_t> gains) {
    return limits_.has_costs() ? by_cost(gains) : by_group(gains);
  }

 private:
  [[nodiscard]] double by_cost(std::span<const std::uint32_t> gains) const {
    std::vector<std::pair<double, vertex_index>> worth;
    for (vertex_index v = 0; v < gains.size(); ++v) {
      if (gains[v] > 0 && limits_.allows(v)) worth.push_back({gains[v] / limits_.cost(v), v});
    }
    std::ranges::sort(worth, [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    double sum = 0, money = limits_.budget;
    for (const auto& [each, v] : worth) {
      if (limits_.cost(v) > money) return sum + each * money;
      sum += gains[v];
      money -= limits_.cost(v);
    }
    return sum;
  }

  /// The leaders of a group are those of largest gain when it was asked last: no one below the least of theirs now is
  /// among the leaders of now.
  [[nodiscard]] double by_group(std::span<const std::uint32_t> gains) {
    std::vector<std::uint32_t> least(leaders_.size(), 1);
    for (std::size_t g = 0; g < leaders_.size(); ++g) {
      if (leaders_[g].size() < limits_.most_of(g)) continue;
      std::uint32_t smallest = leaders_[g].empty() ? 1 : gains[leaders_[g].front()];
      for (const vertex_index v : leaders_[g]) smallest = std::min(smallest, gains[v]);
      least[g] = std::max<std::uint32_t>(smallest, 1);
    }
    const std::uint32_t least_of_all = *std::ranges::min_element(least);
    for (auto& some : leaders_) some.clear();
    for (vertex_index v = 0; v < gains.size(); ++v) {
      if (gains[v] < least_of_all || !limits_.allows(v)) continue;
      const std::size_t g = limits_.group_of(v);
      if (gains[v] >= least[g]) leaders_[g].push_back(v);
    }
    const auto larger = [&](vertex_index a, vertex_index b) {
      return gains[a] != gains[b] ? gains[a] > gains[b] : a < b;
    };
    std::vector<std::uint32_t> best;
    for (std::size_t g = 0; g < leaders_.size(); ++g) {
      keep_first(leaders_[g], limits_.most_of(g), larger);
      for (const vertex_index v : leaders_[g]) best.push_back(gains[v]);
    }
    keep_first(best, limits_.most(), std::greater{});
    double sum = 0;
    for (const std::uint32_t gain : best) sum += gain;
    return sum;
  }

  template <class T, class Before>
  static void keep_first(std::vector<T>& all, std::size_t n, const Before& before) {
    if (all.size() <= n) return;
    std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(n), all.end(), before);
    all.resize(n);
  }

  const seed_limits& limits_;
  std::vector<std::vector<vertex_index>> leaders_;
};

}  // namespace capnet::detail
