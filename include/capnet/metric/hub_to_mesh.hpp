#pragma once
/// From hub to mesh: which tie, and which meeting, would make a network depend least on its backbone.
#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/id.hpp>
#include <capnet/core/stable_order.hpp>
#include <capnet/metric/backbone.hpp>
#include <capnet/metric/measure.hpp>

namespace capnet {

/// What the hub's component falls into without it.
struct pieces_without_hub {
  std::vector<std::vector<vertex_index>> pieces{};  ///< the largest first; each ascending
  std::int64_t others = 0;                          ///< vertices of all pieces
  [[nodiscard]] std::int64_t largest() const { return pieces.empty() ? 0 : std::ssize(pieces.front()); }
  /// The dependence that is left when the largest piece has so many; empty without others.
  [[nodiscard]] std::optional<double> dependence(std::int64_t size) const {
    if (others == 0) return std::nullopt;
    return static_cast<double>(others - size) / static_cast<double>(others);
  }
};
/// Pieces of one size in the order of `keys`: of the smallest key in each. Pre: `g` is undirected, hub < g.order(), a
/// key for each vertex, all different. Time O(n + m + pieces log).
template <class Key>
[[nodiscard]] pieces_without_hub pieces_without(const compressed_graph& g, vertex_index hub,
                                                const std::vector<Key>& keys) {
  pieces_without_hub found;
  for_each_piece_without(g, hub, [&](std::vector<vertex_index>& piece) {
    std::sort(piece.begin(), piece.end());
    found.others += std::ssize(piece);
    found.pieces.push_back(std::move(piece));
  });
  std::vector<std::pair<const Key*, std::size_t>> order;  // the smallest key of each
  for (std::size_t p = 0; p < found.pieces.size(); ++p) {
    const Key* least = &keys[found.pieces[p].front()];
    for (const vertex_index v : found.pieces[p]) {
      if (keys[v] < *least) least = &keys[v];
    }
    order.emplace_back(least, p);
  }
  std::sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
    const std::size_t x = found.pieces[a.second].size(), y = found.pieces[b.second].size();
    return x != y ? x > y : *a.first < *b.first;
  });
  std::vector<std::vector<vertex_index>> sorted;
  for (const auto& [least, p] : order) sorted.push_back(std::move(found.pieces[p]));
  found.pieces = std::move(sorted);
  return found;
}

/// A tie that would join two pieces.
struct meshing_tie {
  vertex_ref a{}, b{};  ///< the organization with the most links in each piece; `a` is of the larger one
  std::int64_t size_a = 0, size_b = 0;  ///< organizations in the pieces
  double dependence_before = 0, dependence_after = 0;
};
/// A meeting of one organization from each of several pieces.
struct meshing_meeting {
  std::optional<vertex_ref> event{};  ///< a planned one
  std::vector<vertex_ref> present{};
  double dependence_before = 0, dependence_after = 0;
};

namespace detail {

/// The pieces of the organization network without its backbone, and who speaks for each.
struct mesh_plan {
  std::vector<std::string> keys{};  ///< of organizations
  pieces_without_hub without{};
  vertex_index hub = 0;

  /// Made once for a reading.
  [[nodiscard]] static const std::optional<mesh_plan>& of(const network_reading& reading) {
    return reading.once<mesh_plan>([&] { return make(reading); });
  }
  [[nodiscard]] static std::optional<mesh_plan> make(const network_reading& reading) {
    const flattened& flat = reading.organizations();
    const auto backbone = reading.backbone();
    const auto hub = backbone ? flat.numbers.find(*backbone) : std::nullopt;
    if (!hub) return std::nullopt;
    mesh_plan plan{.hub = *hub};
    for (const vertex_ref v : flat.vertices) plan.keys.push_back(reading.net().key(v));
    plan.without = pieces_without(flat.graph, *hub, plan.keys);
    return plan;
  }
  /// The organization of a piece with the most links; of equals the one of the smaller key.
  [[nodiscard]] vertex_index speaker(const network_reading& reading, std::size_t piece) const {
    const compressed_graph& g = reading.organizations().graph;
    const auto& all = without.pieces[piece];
    return *std::min_element(all.begin(), all.end(), [&](vertex_index u, vertex_index v) {
      return g.out_degree(u) != g.out_degree(v) ? g.out_degree(u) > g.out_degree(v) : keys[u] < keys[v];
    });
  }
};

}  // namespace detail

/// The ties that lower `backbone_dependence` most, the best first, at most `top`: each joins two of the pieces that the
/// backbone's component falls into without it.
///
/// Exact: any tie between the same two pieces does the same, so there is one for each pair of pieces, between the
/// organizations with the most links (of equals, the smaller key), and the first joins the two largest pieces, since
/// what is left over is all but the largest piece. Ties that change nothing are left out; so are organizations outside
/// the backbone's component, which don't depend on it. No backbone, or fewer than two pieces: none. By dependence, then
/// pieces in their order (size, then smallest key). Time: `organization_network`'s and O(n + m + top^2 log top).
[[nodiscard]] inline std::vector<meshing_tie> meshing_ties(const measure_context& context, std::size_t top = 5) {
  const network_reading& reading = context.certain();
  const auto& plan = detail::mesh_plan::of(reading);
  std::vector<meshing_tie> best;
  if (!plan || top == 0) return best;
  const auto& pieces = plan->without.pieces;
  struct pair {
    std::int64_t size;
    std::size_t a, b;
  };
  std::vector<pair> pairs;  // a best pair has at most `top` better ones, so that a, b <= top
  const std::size_t most = std::min(pieces.size(), top + 1);
  for (std::size_t a = 0; a < most; ++a) {
    for (std::size_t b = a + 1; b < most; ++b) pairs.push_back({std::ssize(pieces[a]) + std::ssize(pieces[b]), a, b});
  }
  std::erase_if(pairs, [&](const pair& p) { return p.size <= plan->without.largest(); });
  detail::sort_stably(pairs, [](const pair& x, const pair& y) { return x.size > y.size; });
  if (pairs.size() > top) pairs.resize(top);
  const auto& vertices = reading.organizations().vertices;
  for (const pair& p : pairs) {
    best.push_back({.a = vertices[plan->speaker(reading, p.a)],
                    .b = vertices[plan->speaker(reading, p.b)],
                    .size_a = std::ssize(pieces[p.a]),
                    .size_b = std::ssize(pieces[p.b]),
                    .dependence_before = *plan->without.dependence(plan->without.largest()),
                    .dependence_after = *plan->without.dependence(p.size)});
  }
  return best;
}

/// The best meetings of 2, 3, ... up to `seats` organizations: of k, one from each of the k largest pieces, those with
/// the most links. Exact as `meshing_ties`: no other k organizations lower the dependence more. Ends where all pieces
/// are joined. No backbone, or fewer than two pieces: none. Time: `organization_network`'s and O(n + m + seats^2).
[[nodiscard]] inline std::vector<meshing_meeting> meshing_meetings(const measure_context& context,
                                                                   std::size_t seats = 5) {
  const network_reading& reading = context.certain();
  const auto& plan = detail::mesh_plan::of(reading);
  std::vector<meshing_meeting> best;
  if (!plan) return best;
  const auto& pieces = plan->without.pieces;
  std::vector<vertex_ref> present;
  std::int64_t joined = 0;
  for (std::size_t k = 0; k < std::min(seats, pieces.size()); ++k) {
    present.push_back(reading.organizations().vertices[plan->speaker(reading, k)]);
    joined += std::ssize(pieces[k]);
    if (k == 0) continue;
    best.push_back({.present = present,
                    .dependence_before = *plan->without.dependence(plan->without.largest()),
                    .dependence_after = *plan->without.dependence(joined)});
  }
  return best;
}

/// What each planned event would do if those planned for it came: events with ties of the traits `delivery` or
/// `contact` of status planned, whatever their days, and with two or more organizations of the network, those with such
/// held ties included. By dependence, then key. The backbone itself and organizations that it does not reach join
/// nothing here. Time: `organization_network`'s and O(n + ties of these relations log).
[[nodiscard]] inline std::vector<meshing_meeting> planned_meetings(const measure_context& context) {
  const network_reading& reading = context.certain();
  const auto& plan = detail::mesh_plan::of(reading);
  std::vector<meshing_meeting> all;
  if (!plan || plan->without.others == 0) return all;
  const schema& known = reading.schema();
  const auto& flat = reading.organizations();
  std::vector<std::size_t> piece_of(flat.vertices.size(), plan->without.pieces.size());
  for (std::size_t p = 0; p < plan->without.pieces.size(); ++p) {
    for (const vertex_index v : plan->without.pieces[p]) piece_of[v] = p;
  }
  std::map<vertex_ref, std::set<vertex_ref>> present;
  std::set<vertex_ref> planned;
  view_options both;
  both.statuses.set(static_cast<std::size_t>(status::planned));
  const network_view plans{reading.net(), both};
  const kind_index events = known.index_of<kind::event>();
  constexpr relation_traits meeting = relation_traits::delivery | relation_traits::contact;
  plans.for_each_tie_with(meeting, [&](tie_ref, const dated_tie& uv) {
    if (uv.when.status == status::planned && known.is_a(uv.target.kind, events)) planned.insert(uv.target);
  });
  if (planned.empty()) return all;
  plans.for_each_tie_with(meeting, [&](tie_ref, const dated_tie& uv) {
    if (planned.contains(uv.target) && flat.numbers.contains(uv.source)) present[uv.target].insert(uv.source);
  });
  for (const vertex_ref event : planned) {
    const std::set<vertex_ref>& who = present[event];
    if (who.size() < 2) continue;
    std::set<std::size_t> pieces;
    for (const vertex_ref v : who) pieces.insert(piece_of[flat.numbers.at(v)]);
    pieces.erase(plan->without.pieces.size());
    std::int64_t joined = 0;
    for (const std::size_t p : pieces) joined += std::ssize(plan->without.pieces[p]);
    all.push_back({.event = event,
                   .present = {who.begin(), who.end()},
                   .dependence_before = *plan->without.dependence(plan->without.largest()),
                   .dependence_after = *plan->without.dependence(std::max(joined, plan->without.largest()))});
  }
  detail::sort_stably(all, [&](const meshing_meeting& x, const meshing_meeting& y) {
    if (x.dependence_after != y.dependence_after) return x.dependence_after < y.dependence_after;
    return reading.net().key(*x.event) < reading.net().key(*y.event);
  });
  return all;
}

}  // namespace capnet
