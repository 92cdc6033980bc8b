#pragma once
/// Which group each vertex belongs to, and that some groups are unknown.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/core/id.hpp>

namespace capnet {

/// Number of a group, from 0. Groups need not all have members.
using group_index = std::uint32_t;

/// The group of a vertex about which nothing is known. It is not a group of its own: measures leave such a vertex out.
inline constexpr group_index unknown_group = std::numeric_limits<group_index>::max();

/// For each vertex its group, or `unknown_group`.
using group_map = std::span<const group_index>;

/// Groups numbered from their names.
struct grouping {
  std::vector<group_index> of;     ///< for each vertex; a group_map
  std::vector<std::string> names;  ///< ascending
};

/// Numbers groups by the ascending order of their names; an empty name is unknown. Time O(n log k).
template <class Names>
[[nodiscard]] grouping make_grouping(const Names& name_of) {
  std::map<std::string_view, group_index> number;
  for (const std::string_view name : name_of) {
    if (!name.empty()) number.emplace(name, 0);
  }
  grouping result;
  for (auto& [name, group] : number) {
    group = static_cast<group_index>(result.names.size());
    result.names.emplace_back(name);
  }
  for (const std::string_view name : name_of) result.of.push_back(name.empty() ? unknown_group : number.at(name));
  return result;
}

/// One more than the largest group, or 0 if every group is unknown. Time O(n).
[[nodiscard]] inline std::size_t group_count(group_map groups) {
  std::size_t count = 0;
  for (const group_index group : groups) {
    if (group != unknown_group) count = std::max<std::size_t>(count, std::size_t{group} + 1);
  }
  return count;
}

/// For each group the number of its vertices. Vertices of unknown group are in none. Time O(n + k).
[[nodiscard]] inline std::vector<std::size_t> group_sizes(group_map groups) {
  std::vector<std::size_t> sizes(group_count(groups), 0);
  for (const group_index group : groups) {
    if (group != unknown_group) ++sizes[group];
  }
  return sizes;
}

/// The share of vertices whose group is known; 1 if there are no vertices. Time O(n).
[[nodiscard]] inline double group_coverage(group_map groups) {
  if (groups.empty()) return 1;
  const auto unknown = std::count(groups.begin(), groups.end(), unknown_group);
  return 1 - static_cast<double>(unknown) / static_cast<double>(groups.size());
}

}  // namespace capnet
