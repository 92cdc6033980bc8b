#pragma once
/// The shortest way between two vertices.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <optional>
#include <queue>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/query/neighbors.hpp>

namespace capnet {

namespace detail {

/// Whether values of the attribute make sense as lengths.
template <attribute_tag Tag>
inline constexpr bool adds_up = [] {
  if (Tag::type != value_type::number && Tag::type != value_type::integer) return false;
  if constexpr (requires { Tag::means; }) return Tag::means != meaning::level && Tag::means != meaning::probability;
  return true;
}();

struct path_parent {
  vertex_ref vertex{};
  tie_ref tie{};
  bool forward = true;
  friend bool operator<(const path_parent& a, const path_parent& b) {
    return std::tie(a.vertex, a.tie) < std::tie(b.vertex, b.tie);
  }
};
/// The way back from `to`, turned round. `parent_of(v)` is the parent of any vertex on it but `from`.
template <class ParentOf>
[[nodiscard]] tie_path path_by_parents(vertex_ref from, vertex_ref to, const ParentOf& parent_of) {
  tie_path path{.start = from};
  for (vertex_ref v = to; v != from;) {
    const path_parent& p = parent_of(v);
    path.legs.push_back({p.tie, p.forward, v});
    v = p.vertex;
  }
  std::ranges::reverse(path.legs);
  return path;
}

}  // namespace detail

/// A path with the fewest ties (breadth-first search, Moore 1959), or nothing if there is none or an end does not
/// count.
///
/// Of several, the one whose last vertex before `to` has the least kind and id, then the vertex before that, and so on;
/// of parallel ties the one recorded first. From a vertex to itself: no tie.   Time O(ties within the distance), space
/// O(vertices within it).
[[nodiscard]] inline std::optional<tie_path> shortest_path(const network_view& view, vertex_ref from, vertex_ref to,
                                                           const tie_ways& ways) {
  if (!view.contains(from) || !view.contains(to)) return std::nullopt;
  struct found {
    std::uint32_t level = 0;
    detail::path_parent parent{};
  };
  std::unordered_map<vertex_ref, found> seen{{from, {}}};
  std::vector<vertex_ref> front{from}, next;
  for (std::uint32_t level = 1; !front.empty() && !seen.contains(to); ++level) {
    next.clear();
    for (const vertex_ref u : front) {
      for_each_neighbor(view, ways, u, [&](const tie_end& uv, bool forward) {
        const detail::path_parent parent{u, uv.tie, forward};
        const auto [at, fresh] = seen.try_emplace(uv.vertex, found{level, parent});
        if (fresh)
          next.push_back(uv.vertex);
        else if (at->second.level == level && parent < at->second.parent)
          at->second.parent = parent;
      });
    }
    front.swap(next);
  }
  if (!seen.contains(to)) return std::nullopt;
  return detail::path_by_parents(from, to,
                                 [&](vertex_ref v) -> const detail::path_parent& { return seen.at(v).parent; });
}

/// A path and its length.
struct weighted_path {
  tie_path path{};
  double length = 0;
};

/// A path of least length (Dijkstra 1959). `length(tie_ref)` gives the length of a tie, not negative, or nothing: then
/// the tie can't be taken, so that what is not known is not taken for 0. Otherwise as `shortest_path`; sums are taken
/// from `from` on.
///
/// Throws input_error for a length that is negative or no number.   Time O(m log m) over what is nearer, space O(n).
template <class Length>
[[nodiscard]] std::optional<weighted_path> shortest_path(const network_view& view, vertex_ref from, vertex_ref to,
                                                         const tie_ways& ways, const Length& length) {
  if (!view.contains(from) || !view.contains(to)) return std::nullopt;
  struct found {
    double length = 0;
    bool settled = false;
    detail::path_parent parent{};
  };
  std::unordered_map<vertex_ref, found> seen{{from, {}}};
  using entry = std::pair<double, vertex_ref>;
  std::priority_queue<entry, std::vector<entry>, std::greater<>> open;
  open.push({0, from});
  while (!open.empty()) {
    const vertex_ref u = open.top().second;
    open.pop();
    found& here = seen.at(u);
    if (std::exchange(here.settled, true)) continue;
    if (u == to) {
      return weighted_path{detail::path_by_parents(
                               from, to, [&](vertex_ref v) -> const detail::path_parent& { return seen.at(v).parent; }),
                           here.length};
    }
    const double base = here.length;
    for_each_neighbor(view, ways, u, [&](const tie_end& uv, bool forward) {
      const std::optional<double> own = length(uv.tie);
      if (!own) return;
      if (!(*own >= 0))
        throw input_error{"the length of a tie is negative or no number; expected 0 or more, or nothing if unknown"};
      const double through = base + *own;
      const detail::path_parent parent{u, uv.tie, forward};
      const auto [at, fresh] = seen.try_emplace(uv.vertex, found{through, false, parent});
      found& there = at->second;
      if (fresh || (!there.settled && through < there.length)) {
        there = {through, false, parent};
        open.push({through, uv.vertex});
      } else if (!there.settled && !(through > there.length) && parent < there.parent) {
        there.parent = parent;
      }
    });
  }
  return std::nullopt;
}

/// The same with a declared attribute as the length: `shortest_path<attr::hours>(view, from, to, ways)`. A tie of a
/// relation that does not have it can't be taken, nor one of which it is unknown.
template <attribute_tag Tag>
[[nodiscard]] std::optional<weighted_path> shortest_path(const network_view& view, vertex_ref from, vertex_ref to,
                                                         const tie_ways& ways) {
  static_assert(detail::adds_up<Tag>, "capnet: lengths add up along a path, but levels and probabilities don't");
  return shortest_path(view, from, to, ways, [&](tie_ref t) -> std::optional<double> {
    const auto value = view.template value<Tag>(t);
    return value ? std::optional{static_cast<double>(*value)} : std::nullopt;
  });
}

}  // namespace capnet
