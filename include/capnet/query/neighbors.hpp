#pragma once
/// Who lies one tie further: what the questions about ways, neighbors and reach have in common.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/core/id.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// Which way ties lead on: from source to target, from target to source, or either. Undirected ties lead either way
/// whatever is said.
enum class direction : std::uint8_t { out, in, either };

/// The ties to go by. Pre: each relation stands once.
struct tie_ways {
  std::vector<relation_index> relations{};
  direction along = direction::either;

  /// The same ties, backwards.
  [[nodiscard]] tie_ways reversed() const {
    return {relations, along == direction::out  ? direction::in
                       : along == direction::in ? direction::out
                                                : direction::either};
  }
};

/// The ways of a declared relation, or of several: `ways_along<attends, delivers>(net, direction::in)`.
template <tie_relation... Relations>
[[nodiscard]] tie_ways ways_along(const snapshot& net, direction along = direction::either) {
  return {{net.schema().template index_of<Relations>()...}, along};
}

/// Calls `visit(tie_end, forward)` for each tie of the ways that counts and leads from v to a vertex that counts;
/// `forward` if it is taken from its source, or undirected. A loop is visited once. Whether v itself counts is not
/// asked. By relation, out before in.   Time O(degree).
template <class Visit>
void for_each_neighbor(const network_view& view, const tie_ways& ways, vertex_ref v, Visit&& visit) {
  for (const relation_index r : ways.relations) {
    const bool directed = view.schema().relation(r).directed;
    if (!directed || ways.along != direction::in) {
      view.for_each_out(r, v, [&](const tie_end& end) {
        if (view.contains(end.vertex)) visit(end, true);
      });
    }
    if (directed && ways.along != direction::out) {
      view.for_each_in(r, v, [&](const tie_end& end) {
        const bool seen = ways.along == direction::either && end.vertex == v;
        if (!seen && view.contains(end.vertex)) visit(end, false);
      });
    }
  }
}

/// Who is tied to v by these ways: each once, ascending, without v itself; nobody if v does not count.   Time O(degree
/// log degree).
[[nodiscard]] inline std::vector<vertex_ref> neighbors(const network_view& view, const tie_ways& ways, vertex_ref v) {
  std::vector<vertex_ref> found;
  if (!view.contains(v)) return found;
  for_each_neighbor(view, ways, v, [&](const tie_end& end, bool) {
    if (end.vertex != v) found.push_back(end.vertex);
  });
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

/// A way through the network: where it starts, and the ties it takes.
struct tie_path {
  struct leg {
    tie_ref tie{};
    bool forward = true;  ///< from the tie's source to its target; always of an undirected one
    vertex_ref to{};
    friend bool operator==(const leg&, const leg&) = default;
  };
  vertex_ref start{};
  std::vector<leg> legs{};
  friend bool operator==(const tie_path&, const tie_path&) = default;
};

namespace detail {

/// The days on which something counts for a view: [begin, end), surely or possibly. What the view's day and window say
/// is apart.
struct known_days {
  date begin = unbounded_past;
  date end = unbounded_future;
};
[[nodiscard]] inline known_days days_of(const spell& when, certainty sure) {
  return sure == certainty::certain ? known_days{when.begin.latest, when.end.earliest}
                                    : known_days{when.begin.earliest, when.end.latest};
}
[[nodiscard]] inline known_days days_of(const network_view& view, tie_ref t) {
  return days_of(view.net().layer(t.relation).tie(t.row).when.when(), view.options().sure);
}
[[nodiscard]] inline known_days days_of(const network_view& view, vertex_ref v) {
  return days_of(view.net().held(v).when(), view.options().sure);
}
[[nodiscard]] inline std::optional<double> weight_of(const network_view& view, tie_ref t) {
  return view.net().layer(t.relation).tie(t.row).weight;
}

}  // namespace detail

}  // namespace capnet
