#pragma once
/// Members of groups who change places as long as that is worth more. Not interface.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <utility>
#include <vector>

#include <capnet/core/execution.hpp>
#include <capnet/optimize/detail/group_blocks.hpp>

namespace capnet::detail {

class group_exchange {
 public:
  group_exchange(const group_problem& problem, const group_blocks& blocks, std::vector<std::uint32_t> group_of)
      : problem_{problem}, blocks_{blocks}, group_of_(std::move(group_of)) {
    const std::size_t n = problem.members, k = problem.groups;
    size_.resize(k);
    with_.assign(n * k, 0);
    in_.resize(k);
    for (std::uint32_t v = 0; v < n; ++v) {
      ++size_[group_of_[v]];
      for (std::uint32_t u = 0; u < n; ++u) {
        if (u != v) with_[v * k + group_of_[u]] += problem.worth_of(u, v);
      }
    }
    for (std::uint32_t b = 0; b < blocks.members.size(); ++b) {
      in_[group_of_[blocks.members[b].front()]].push_back(b);
      std::int64_t inner = 0;
      for (const std::uint32_t u : blocks.members[b]) {
        for (const std::uint32_t v : blocks.members[b]) inner += u < v ? problem.worth_of(u, v) : 0;
      }
      inner_.push_back(inner);
    }
    value_ = group_value(problem, group_of_);
  }

  /// Each block in turn makes the change that is worth most, until none is worth anything.
  void improve(const std::stop_token& stop) {
    for (bool any = true; any;) {
      any = false;
      throw_if_stopped(stop);
      for (std::uint32_t a = 0; a < blocks_.members.size(); ++a) {
        if (!blocks_.fixed[a]) any = change(a) || any;
      }
    }
  }
  [[nodiscard]] std::int64_t value() const { return value_; }
  [[nodiscard]] const std::vector<std::uint32_t>& groups() const { return group_of_; }

 private:
  [[nodiscard]] std::uint32_t at(std::uint32_t block) const { return group_of_[blocks_.members[block].front()]; }
  [[nodiscard]] std::int64_t worth(std::uint32_t block, std::uint32_t g) const {
    std::int64_t sum = 0;
    for (const std::uint32_t v : blocks_.members[block]) sum += with_[v * std::size_t{problem_.groups} + g];
    return sum;
  }
  [[nodiscard]] std::int64_t between(std::uint32_t a, std::uint32_t b) const {
    std::int64_t sum = 0;
    for (const std::uint32_t u : blocks_.members[a]) {
      for (const std::uint32_t v : blocks_.members[b]) sum += problem_.worth_of(u, v);
    }
    return sum;
  }
  /// What it is worth that block a goes from its group g to h, and blocks `others` of h to g.
  [[nodiscard]] std::int64_t worth_of_change(std::uint32_t a, const std::vector<std::uint32_t>& others, std::uint32_t g,
                                             std::uint32_t h) const {
    std::int64_t more = worth(a, h) - worth(a, g) + 2 * inner_[a];
    for (std::size_t k = 0; k < others.size(); ++k) {
      const std::uint32_t b = others[k];
      more += worth(b, g) - worth(b, h) + 2 * inner_[b] - 2 * between(a, b);
      for (std::size_t j = 0; j < k; ++j) more += 2 * between(others[j], b);
    }
    return more;
  }
  /// Whether block a can be in group h once `others` have left it.
  [[nodiscard]] bool can_join(std::uint32_t a, std::uint32_t h, const std::vector<std::uint32_t>& others) const {
    return std::ranges::none_of(blocks_.enemies[a], [&](std::uint32_t enemy) {
      return at(enemy) == h && std::ranges::find(others, enemy) == others.end();
    });
  }
  bool change(std::uint32_t a) {
    const std::uint32_t g = at(a);
    const std::size_t size = blocks_.members[a].size();
    std::int64_t most = 0;
    std::uint32_t to = g;
    std::vector<std::uint32_t> best, others;
    const std::vector<std::uint32_t> alone{a};
    const auto weigh = [&](std::uint32_t h) {
      const std::int64_t more = worth_of_change(a, others, g, h);
      if (more <= most) return;
      if (!can_join(a, h, others)) return;
      for (const std::uint32_t b : others) {
        if (!can_join(b, g, alone)) return;
      }
      most = more, to = h, best = others;
    };
    for (std::uint32_t h = 0; h < problem_.groups; ++h) {
      if (h == g) continue;
      if (size == 1 && size_[g] == size_[h] + 1) others.clear(), weigh(h);
      for (const std::uint32_t b : in_[h]) {
        if (blocks_.fixed[b] || blocks_.members[b].size() != size) continue;
        others.assign(1, b);
        weigh(h);
      }
      if (size > 1) {
        others = as_many(h, g, size);
        if (others.size() > 1) weigh(h);
      }
    }
    if (to == g) return false;
    move(a, to);
    for (const std::uint32_t b : best) move(b, g);
    value_ += most;
    return true;
  }
  /// Blocks of h that have `size` members together, for which g is worth most, one after another; none: empty.
  [[nodiscard]] std::vector<std::uint32_t> as_many(std::uint32_t h, std::uint32_t g, std::size_t size) const {
    std::vector<std::pair<std::int64_t, std::uint32_t>> ways;
    for (const std::uint32_t b : in_[h]) {
      if (!blocks_.fixed[b]) ways.emplace_back(worth(b, h) - worth(b, g), b);
    }
    std::ranges::sort(ways);
    std::vector<std::uint32_t> chosen;
    for (const auto& [less, b] : ways) {
      if (blocks_.members[b].size() <= size) size -= blocks_.members[b].size(), chosen.push_back(b);
    }
    if (size > 0) chosen.clear();
    return chosen;
  }
  void move(std::uint32_t block, std::uint32_t to) {
    const std::uint32_t from = at(block);
    std::erase(in_[from], block);
    in_[to].insert(std::ranges::lower_bound(in_[to], block), block);
    for (const std::uint32_t v : blocks_.members[block]) {
      --size_[from], ++size_[to];
      group_of_[v] = to;
      if (problem_.worth.empty()) continue;
      for (std::uint32_t u = 0; u < problem_.members; ++u) {
        if (u == v) continue;
        const std::int64_t worth = problem_.worth_of(u, v);
        with_[u * std::size_t{problem_.groups} + from] -= worth;
        with_[u * std::size_t{problem_.groups} + to] += worth;
      }
    }
  }

  const group_problem& problem_;
  const group_blocks& blocks_;
  std::vector<std::uint32_t> group_of_;
  std::vector<std::size_t> size_{};
  std::vector<std::int64_t> with_{};              ///< [member * groups + group] its worth with those in the group
  std::vector<std::vector<std::uint32_t>> in_{};  ///< [group] blocks, ascending
  std::vector<std::int64_t> inner_{};             ///< [block] worth of the pairs in it
  std::int64_t value_ = 0;
};

}  // namespace capnet::detail
