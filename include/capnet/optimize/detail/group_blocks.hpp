#pragma once
/// Members who have to be together, as one. Not interface.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <vector>

#include <capnet/optimize/group_problem.hpp>

namespace capnet::detail {

struct group_blocks {
  explicit group_blocks(const group_problem& p) : block_of(p.members) {
    std::vector<std::uint32_t> root(p.members);
    std::iota(root.begin(), root.end(), std::uint32_t{0});
    const auto find = [&](std::uint32_t v) {
      while (root[v] != v) v = root[v] = root[root[v]];
      return v;
    };
    for (const auto& [u, v] : p.together) {
      const std::uint32_t a = find(u), b = find(v);
      root[std::max(a, b)] = std::min(a, b);
    }
    for (std::uint32_t v = 0; v < p.members; ++v) {
      if (find(v) == v) block_of[v] = static_cast<std::uint32_t>(members.size()), members.emplace_back();
      block_of[v] = block_of[find(v)];
      members[block_of[v]].push_back(v);
    }
    fixed.resize(members.size());
    enemies.resize(members.size());
    for (const auto& [u, v] : p.apart) {
      const std::uint32_t a = block_of[u], b = block_of[v];
      contradicted = contradicted || a == b;
      enemies[a].push_back(b), enemies[b].push_back(a);
    }
    for (auto& list : enemies) {
      std::ranges::sort(list);
      list.erase(std::unique(list.begin(), list.end()), list.end());
    }
    for (const auto& [v, g] : p.fixed) {
      auto& to = fixed[block_of[v]];
      contradicted = contradicted || (to && *to != g);
      to = g;
    }
  }
  [[nodiscard]] bool apart(std::uint32_t a, std::uint32_t b) const { return std::ranges::binary_search(enemies[a], b); }

  std::vector<std::uint32_t> block_of;                ///< [member]
  std::vector<std::vector<std::uint32_t>> members{};  ///< [block] ascending; blocks by their first
  std::vector<std::optional<std::uint32_t>> fixed{};  ///< [block] its group
  std::vector<std::vector<std::uint32_t>> enemies{};  ///< [block] those that it can't be with, ascending
  bool contradicted = false;                          ///< two of one block can't be together, or are fixed apart
};

/// Numbers groups so that larger ones come first, then by their first member; those that a member is fixed to keep
/// theirs.
inline void number_groups(const group_problem& p, std::vector<std::uint32_t>& group_of) {
  std::vector<std::size_t> size(p.groups, 0);
  std::vector<std::uint32_t> first(p.groups, p.members), order, free;
  std::vector<char> is_fixed(p.groups, 0);
  for (const auto& [v, g] : p.fixed) is_fixed[g] = 1;
  for (std::uint32_t v = 0; v < p.members; ++v) {
    first[group_of[v]] = std::min(first[group_of[v]], v);
    ++size[group_of[v]];
  }
  for (std::uint32_t g = 0; g < p.groups; ++g) {
    if (is_fixed[g] == 0) order.push_back(g), free.push_back(g);
  }
  std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
    return size[a] != size[b] ? size[a] > size[b] : first[a] < first[b];
  });
  std::vector<std::uint32_t> number(p.groups);
  std::iota(number.begin(), number.end(), std::uint32_t{0});
  for (std::size_t k = 0; k < order.size(); ++k) number[order[k]] = free[k];
  for (std::uint32_t& g : group_of) g = number[g];
}

}  // namespace capnet::detail
