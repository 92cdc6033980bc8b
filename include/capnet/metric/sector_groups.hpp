#pragma once
/// The sectors of vertices as groups.
#include <span>
#include <vector>

#include <capnet/algorithm/group_map.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// The sector of each vertex as a group map; organizations of unknown sector, and vertices of other kinds without one,
/// are unknown.
[[nodiscard]] inline std::vector<group_index> sector_groups(const network_view& view,
                                                            std::span<const vertex_ref> vertices) {
  std::vector<group_index> groups;
  groups.reserve(vertices.size());
  for (const vertex_ref v : vertices) {
    const sector s = view.sector(v);
    groups.push_back(s == sector::unknown ? unknown_group : static_cast<group_index>(s));
  }
  return groups;
}

}  // namespace capnet
