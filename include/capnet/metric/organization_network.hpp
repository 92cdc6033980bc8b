#pragma once
/// Who meets whom: the organizations of a network as one plain graph.
#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/metric/participation.hpp>
#include <capnet/view/flatten.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// What links two organizations. capnet's own operationalization: no source defines one for networks of this kind.
struct organization_network_options {
  bool direct = true;    ///< a tie from one to the other, of any relation
  bool programs = true;  ///< one runs a program that the other participates in (a membership): the spokes of a backbone
  bool events = true;    ///< both have a delivery or contact (see relation_traits) at the same event: the meetings that
                         ///< turn a hub into a mesh
  std::size_t largest_meeting = 50;  ///< where more organizations come together, being there does not link them
};

/// The organizations that count in the view, linked by the ties that count: an undirected simple graph. Cohorts and
/// persons are no organizations and are left out; so are organizations that have closed. A meeting links those who were
/// there also when it is over. Weights are 1. Time O(n + m log m + sum over events of organizations there^2), which
/// `largest_meeting` bounds by O(25 m).
[[nodiscard]] inline flattened organization_network(const network_view& view,
                                                    const organization_network_options& options = {}) {
  flattened flat;
  const kind_index organizations = view.schema().index_of<kind::organization>();
  view.for_each_vertex_of(organizations, [&](vertex_ref v) {
    flat.numbers.emplace(v, static_cast<vertex_index>(flat.vertices.size()));
    flat.vertices.push_back(v);
  });
  std::vector<edge> edges;
  auto link = [&](vertex_ref a, vertex_ref b) {
    const auto u = flat.numbers.find(a);
    const auto v = flat.numbers.find(b);
    if (u && v && *u != *v) edges.push_back({*u, *v});
  };
  if (options.direct) {
    const auto some = [&](const endpoint_domain& ends) {
      return std::ranges::any_of(view.schema().subkinds(organizations), [&](kind_index k) { return ends.admits(k); });
    };
    for (const layer& rows : view.net().layers()) {
      if (!some(rows.sources()) || !some(rows.targets())) continue;
      view.for_each_tie(rows.relation(), [&](tie_ref, const dated_tie& uv) { link(uv.source, uv.target); });
    }
  }
  if (options.programs) {
    std::map<vertex_ref, std::vector<vertex_ref>> runners;
    for_each_running(view, [&](tie_ref, const dated_tie& uv) { runners[uv.target].push_back(uv.source); });
    for_each_participation(view, [&](tie_ref, const dated_tie& uv) {
      if (const auto found = runners.find(uv.target); found != runners.end()) {
        for (const vertex_ref runner : found->second) link(runner, uv.source);
      }
    });
  }
  if (options.events) {
    std::map<vertex_ref, std::set<vertex_ref>> there;
    const kind_index events = view.schema().index_of<kind::event>();
    auto meet = [&](vertex_ref who, vertex_ref where) {
      if (view.schema().is_a(where.kind, events) && flat.numbers.contains(who)) there[where].insert(who);
    };
    view.for_each_tie_with(relation_traits::delivery | relation_traits::contact, [&](tie_ref, const dated_tie& uv) {
      meet(uv.source, uv.target);
      meet(uv.target, uv.source);
    });
    for (const auto& [meeting, present] : there) {
      if (present.size() > options.largest_meeting) continue;
      for (auto a = present.begin(); a != present.end(); ++a) {
        for (auto b = std::next(a); b != present.end(); ++b) link(*a, *b);
      }
    }
  }
  flat.graph = compressed_graph::from_edges(static_cast<vertex_index>(flat.vertices.size()), edges,
                                            {.parallel = parallel_edges::first});  // all weigh 1
  return flat;
}

/// The organizations that take part: see `participants`. Time O(ties of both relations).
[[nodiscard]] inline std::vector<vertex_ref> member_organizations(const network_view& view) {
  return participants(view, view.schema().index_of<kind::organization>());
}

}  // namespace capnet
