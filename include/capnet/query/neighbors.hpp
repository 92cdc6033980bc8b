#pragma once
/// Who lies one tie further: what the questions about ways, neighbors and reach have in common.
#include <algorithm>
#include <cstdint>
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

/// Calls `visit(tie_end, forward)` for each tie of the ways that counts and leads on from v; `forward` if it is taken
/// from its source, or undirected. A loop is visited once. By relation, out before in. A deed may lead to a vertex that
/// has ended (network_view).   Time O(degree).
template <class Visit>
void for_each_neighbor(const network_view& view, const tie_ways& ways, vertex_ref v, Visit&& visit) {
  for (const relation_index r : ways.relations) {
    const bool directed = view.schema().relation(r).directed;
    if (!directed || ways.along != direction::in) {
      view.for_each_out(r, v, [&](const tie_end& end) { visit(end, true); });
    }
    if (directed && ways.along != direction::out) {
      view.for_each_in(r, v, [&](const tie_end& end) {
        const bool seen = ways.along == direction::either && end.vertex == v;
        if (!seen) visit(end, false);
      });
    }
  }
}

/// Who is tied to v by these ways: each once, ascending, without v itself.   Time O(degree log degree).
[[nodiscard]] inline std::vector<vertex_ref> neighbors(const network_view& view, const tie_ways& ways, vertex_ref v) {
  std::vector<vertex_ref> found;
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

/// The days on which something was active, surely or possibly; what the view's day and window say is apart.
[[nodiscard]] inline interval days_of(const network_view& view, tie_ref t) {
  return capnet::days_of(view.net().layer(t.relation).tie(t.row).when.when(), view.options().sure);
}
[[nodiscard]] inline interval days_of(const network_view& view, vertex_ref v) {
  return capnet::days_of(view.net().held(v).when(), view.options().sure);
}

}  // namespace detail

}  // namespace capnet
