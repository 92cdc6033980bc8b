#pragma once
/// Who meets whom: the organizations of a network as one plain graph.
#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/core/large_vector.hpp>
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

namespace detail {

/// Who was at which event.
class meeting_list {
 public:
  void add(vertex_ref event, vertex_index who) {
    const auto next = static_cast<vertex_index>(events_);
    if (numbers_.emplace(event, next)) ++events_;
    meetings_.push_back(*numbers_.find(event));
    present_.push_back(who);
  }
  /// Calls `visit(present)` for each event: who was there, ascending, each once. Time O(n + m log m).
  template <class Visit>
  void for_each(const Visit& visit) const {
    std::vector<std::size_t> first(events_ + 1);
    for (const vertex_index e : meetings_) ++first[e + 1];
    for (std::size_t e = 0; e < events_; ++e) first[e + 1] += first[e];
    std::vector<vertex_index> by_event(present_.size());
    std::vector<std::size_t> at(first.begin(), first.end() - 1);
    for (std::size_t k = 0; k < present_.size(); ++k) by_event[at[meetings_[k]]++] = present_[k];
    for (std::size_t e = 0; e < events_; ++e) {
      const auto begin = by_event.begin() + static_cast<std::ptrdiff_t>(first[e]),
                 end = by_event.begin() + static_cast<std::ptrdiff_t>(first[e + 1]);
      std::sort(begin, end);
      visit(std::span<const vertex_index>{begin, std::unique(begin, end)});
    }
  }

 private:
  vertex_numbers numbers_;
  std::size_t events_ = 0;
  std::vector<vertex_index> meetings_, present_;
};

}  // namespace detail

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
  detail::large_vector<vertex_index> from, to;
  auto link = [&](vertex_index u, vertex_index v) {
    if (u != v) from.push_back(u), to.push_back(v);
  };
  auto link_all = [&](vertex_ref a, vertex_ref b) {
    const auto u = flat.numbers.find(a);
    const auto v = flat.numbers.find(b);
    if (u && v) link(*u, *v);
  };
  if (options.direct) {
    const auto some = [&](const endpoint_domain& ends) {
      return std::ranges::any_of(view.schema().subkinds(organizations), [&](kind_index k) { return ends.admits(k); });
    };
    for (const layer& rows : view.net().layers()) {
      if (!some(rows.sources()) || !some(rows.targets())) continue;
      view.for_each_tie_as_it_lies(rows.relation(),
                                   [&](tie_ref, const dated_tie& uv) { link_all(uv.source, uv.target); });
    }
  }
  if (options.programs) {
    std::vector<std::pair<vertex_ref, vertex_ref>> runners;  // of a program, who
    for_each_running(view, [&](tie_ref, const dated_tie& uv) { runners.emplace_back(uv.target, uv.source); });
    std::sort(runners.begin(), runners.end());
    for_each_participation(view, [&](tie_ref, const dated_tie& uv) {
      for (auto at = std::lower_bound(runners.begin(), runners.end(), std::pair{uv.target, vertex_ref{}});
           at != runners.end() && at->first == uv.target; ++at)
        link_all(at->second, uv.source);
    });
  }
  if (options.events) {
    detail::meeting_list there;
    const kind_index events = view.schema().index_of<kind::event>();
    auto meet = [&](vertex_ref who, vertex_ref where) {
      if (!view.schema().is_a(where.kind, events)) return;
      if (const auto u = flat.numbers.find(who)) there.add(where, *u);
    };
    for (const relation_index r : view.schema().relations_with(relation_traits::delivery | relation_traits::contact)) {
      view.for_each_tie_as_it_lies(r, [&](tie_ref, const dated_tie& uv) {
        meet(uv.source, uv.target);
        meet(uv.target, uv.source);
      });
    }
    there.for_each([&](std::span<const vertex_index> present) {
      if (present.size() > options.largest_meeting) return;
      for (std::size_t a = 0; a < present.size(); ++a) {
        for (std::size_t b = a + 1; b < present.size(); ++b) link(present[a], present[b]);
      }
    });
  }
  flat.graph = compressed_graph::from_columns(flat.vertices.size(), from, to, {},
                                              {.parallel = parallel_edges::first});  // all weigh 1
  return flat;
}

/// The organizations that take part: see `participants`. Time O(ties of both relations).
[[nodiscard]] inline std::vector<vertex_ref> member_organizations(const network_view& view) {
  return participants(view, view.schema().index_of<kind::organization>());
}

}  // namespace capnet
