#pragma once
/// Who lies within k ties.
#include <algorithm>
#include <cstdint>
#include <span>
#include <unordered_set>
#include <vector>

#include <capnet/query/neighbors.hpp>

namespace capnet {

struct hop_row {
  vertex_ref vertex{};
  std::uint32_t distance = 0;  ///< in ties from the nearest start
  friend bool operator==(const hop_row&, const hop_row&) = default;
};

/// The k-hop neighborhood: all vertices that a walk of at most `hops` ties reaches from one of `starts`, with the
/// fewest ties it takes (breadth-first search, Moore 1959). The starts themselves are left out.
///
/// By distance, then kind and id. Ties and vertices that do not count in the view are not passed; a start that does not
/// count reaches nothing. No start or 0 hops: empty.   Time O(ties touched + rows log rows), space O(rows).
[[nodiscard]] inline std::vector<hop_row> k_hop(const network_view& view, std::span<const vertex_ref> starts,
                                                const tie_ways& ways, std::uint32_t hops) {
  std::unordered_set<vertex_ref> seen;
  std::vector<vertex_ref> front, next;
  for (const vertex_ref v : starts) {
    if (view.contains(v) && seen.insert(v).second) front.push_back(v);
  }
  std::vector<hop_row> rows;
  for (std::uint32_t distance = 1; distance <= hops && !front.empty(); ++distance) {
    next.clear();
    for (const vertex_ref u : front) {
      for_each_neighbor(view, ways, u, [&](const tie_end& uv, bool) {
        if (seen.insert(uv.vertex).second) next.push_back(uv.vertex);
      });
    }
    std::ranges::sort(next);
    for (const vertex_ref v : next) rows.push_back({v, distance});
    front.swap(next);
  }
  return rows;
}

}  // namespace capnet
