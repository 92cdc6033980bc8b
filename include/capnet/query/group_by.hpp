#pragma once
/// Rows of an answer added up by group.
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <capnet/query/plan.hpp>

namespace capnet {

/// What the rows of one group come to.
struct group_row {
  std::optional<std::string> group{};  ///< nothing: what the rows have no value for, which is a group of its own
  std::size_t vertices = 0;
  std::uint64_t walks = 0;  ///< stays at the largest 64-bit number if there are more
  double weight = 0;
  std::uint64_t unknown = 0;  ///< unknown weights that the walks met
  friend bool operator==(const group_row&, const group_row&) = default;
};

/// The rows by `key(vertex_ref)`, an optional text: in order of the key, what has none last. Weights are summed in the
/// order of the rows. Time O(rows x log groups).
template <class Key>
[[nodiscard]] std::vector<group_row> group_by(std::span<const query_row> rows, const Key& key) {
  std::map<std::pair<bool, std::string>, group_row> groups;
  for (const query_row& row : rows) {
    std::optional<std::string> name = key(row.vertex);
    group_row& group = groups[{!name, name.value_or(std::string{})}];
    if (group.vertices == 0) group.group = std::move(name);
    ++group.vertices;
    group.walks = detail::saturating_sum(group.walks, row.walks);
    group.weight += row.weight;
    group.unknown = detail::saturating_sum(group.unknown, row.unknown);
  }
  std::vector<group_row> found;
  for (auto& [name, group] : groups) found.push_back(std::move(group));
  return found;
}

/// Keys: the sector on the view's day, the region, the kind.
[[nodiscard]] inline auto by_sector(const network_view& view) {
  return [view](vertex_ref v) -> std::optional<std::string> {
    const sector s = view.sector(v);
    return s == sector::unknown ? std::nullopt : std::optional{view.schema().name(s)};
  };
}
[[nodiscard]] inline auto by_region(const network_view& view) {
  return [view](vertex_ref v) -> std::optional<std::string> {
    std::string region = view.region(v);
    return region.empty() ? std::nullopt : std::optional{std::move(region)};
  };
}
[[nodiscard]] inline auto by_kind(const network_view& view) {
  return [view](vertex_ref v) -> std::optional<std::string> { return view.schema().name(v.kind); };
}

}  // namespace capnet
