#pragma once
/// A part of a network as a network of its own: some relations, kinds or sectors, or one end of a relation tied through
/// the other.
#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include <capnet/core/expect.hpp>
#include <capnet/core/hash.hpp>
#include <capnet/core/stable_order.hpp>
#include <capnet/model/sector.hpp>
#include <capnet/network/snapshot.hpp>
#include <capnet/view/network_view.hpp>
#include <capnet/view/projection.hpp>

namespace capnet {

/// What is kept. Empty lists keep all.
struct part_options {
  std::vector<relation_index> relations{};  ///< of ties
  std::vector<kind_index> kinds{};          ///< of vertices, and those that are one of them
  std::vector<sector> sectors{};            ///< of organizations, on the view's day; what is none stays
};

namespace detail {

/// A log with the vertices for which `keeps(vertex_ref)`, and the ties between them for which `keeps_tie(relation)`.
template <class KeepsVertex, class KeepsRelation>
[[nodiscard]] event_log part_of_log(event_log all, const KeepsVertex& keeps, const KeepsRelation& keeps_relation) {
  event_log part;
  part.schema = std::move(all.schema);
  part.vertices.resize(all.vertices.size());
  part.ties.resize(all.ties.size());
  constexpr std::uint32_t gone = 0xFFFFFFFF;
  std::vector<std::vector<std::uint32_t>> ids(all.vertices.size());  // [kind][id before]: id
  std::unordered_set<std::string_view, text_hash> left_out;
  for (std::size_t k = 0; k < all.vertices.size(); ++k) {
    for (std::uint32_t id = 0; id < all.vertices[k].size(); ++id) {
      vertex_record& v = all.vertices[k][id];
      const bool kept = keeps(vertex_ref{static_cast<kind_index>(k), id});
      ids[k].push_back(kept ? static_cast<std::uint32_t>(part.vertices[k].size()) : gone);
      if (kept)
        part.vertices[k].push_back(std::move(v));
      else
        left_out.insert(v.key);
    }
  }
  const auto renumbered = [&](vertex_ref& v) {
    v.value = ids[static_cast<std::size_t>(v.kind)][v.value];
    return v.value != gone;
  };
  for (std::size_t r = 0; r < all.ties.size(); ++r) {
    if (!keeps_relation(static_cast<relation_index>(r))) continue;
    for (tie_record& uv : all.ties[r]) {
      if (renumbered(uv.source) && renumbered(uv.target)) part.ties[r].push_back(std::move(uv));
    }
  }
  for (change_record& change : all.changes) {
    if (renumbered(change.vertex)) part.changes.push_back(std::move(change));
  }
  for (figure& f : all.figures) {
    if (!left_out.contains(f.subject)) part.figures.push_back(std::move(f));
  }
  part.sources = std::move(all.sources);
  part.files = std::move(all.files);
  return part;
}

}  // namespace detail

/// The vertices and ties that are kept, with all that was said of them, of any day and status; ties whose parties are
/// not kept go with them. Figures of what went, and changes, go too. Ids and rows are counted anew, ids of files and
/// sources stay. Throws input_error for a number that the network does not have. Time O(n + m log m).
[[nodiscard]] inline snapshot part_of(const network_view& view, const part_options& options) {
  const schema& names = view.schema();
  std::vector<bool> relations(names.relation_count(), options.relations.empty());
  for (const relation_index r : options.relations)
    (void)names.relation(r), relations[static_cast<std::size_t>(r)] = true;
  std::vector<bool> kinds(names.kind_count(), options.kinds.empty());
  for (const kind_index k : options.kinds) {
    for (const kind_index one : names.subkinds(k)) kinds[static_cast<std::size_t>(one)] = true;
  }
  const kind_index organizations = names.index_of<kind::organization>();
  const auto keeps = [&](vertex_ref v) {
    return kinds[static_cast<std::size_t>(v.kind)] &&
           (options.sectors.empty() || !names.is_a(v.kind, organizations) ||
            std::ranges::find(options.sectors, view.sector(v)) != options.sectors.end());
  };
  return snapshot{detail::part_of_log(view.net().to_log(), keeps,
                                      [&](relation_index r) { return relations[static_cast<std::size_t>(r)]; })};
}

/// The network without some vertices, and without their ties, changes and figures. Ids and rows are counted anew.
/// Throws input_error for a vertex that the network does not have. Time O(n + m log m).
[[nodiscard]] inline snapshot without(const snapshot& net, std::span<const vertex_ref> gone) {
  for (const vertex_ref v : gone) (void)net.held(v);
  return snapshot{detail::part_of_log(
      net.to_log(), [&](vertex_ref v) { return std::ranges::find(gone, v) == gone.end(); },
      [](relation_index) { return true; })};
}

/// What had begun by a day, with all that was said of it: vertices and ties that may have begun, changes up to that
/// day, and figures whose days had surely passed. What has no date stays, as do ends that lie later. Ids and rows are
/// counted anew. Throws: nothing. Time O(n + m log m).
[[nodiscard]] inline snapshot begun_by(const snapshot& net, date day) {
  event_log all = net.to_log();
  for (std::vector<tie_record>& ties : all.ties)
    std::erase_if(ties, [&](const tie_record& uv) { return uv.properties.active.begin.earliest > day; });
  std::erase_if(all.changes, [&](const change_record& change) { return change.from > day; });
  std::erase_if(all.figures, [&](const figure& f) { return f.day && f.day->latest > day; });
  return snapshot{detail::part_of_log(
      std::move(all), [&](vertex_ref v) { return net.properties(v).existence.begin.earliest <= day; },
      [](relation_index) { return true; })};
}

namespace detail {

/// Whether a begin or an end of a vertex or tie, or a change, surely lies after a day. Time O(n + m).
[[nodiscard]] inline bool says_of_later(const snapshot& net, date day) {
  const std::int32_t today = held_when::number(day);
  const auto later = [&](const held_when& when) {
    return when.begin_earliest > today || (when.end_earliest > today && when.end_earliest < last_of_days);
  };
  for (std::size_t k = 0; k < net.schema().kind_count(); ++k) {
    for (const vertex_ref v : net.vertices(static_cast<kind_index>(k))) {
      if (later(net.held(v))) return true;
    }
  }
  bool any = false;
  for (std::size_t r = 0; r < net.schema().relation_count() && !any; ++r) {
    net.for_each_tie_as_it_lies(static_cast<relation_index>(r),
                                [&](std::uint32_t, const dated_tie& uv) { any = any || later(uv.when); });
  }
  return any || std::ranges::any_of(net.changes(), [&](const change_record& change) { return change.from > day; });
}

}  // namespace detail

/// The network as if nothing that lies after a day were known: what had begun by then (`begun_by`), and of that no end
/// that surely comes later. Where no vertex, tie or change is of later days it is the network itself; else ids and rows
/// are counted anew. Throws: nothing. Time O(n + m log m), or O(n + m) where nothing changes.
[[nodiscard]] inline snapshot known_by(const snapshot& net, date day) {
  if (!detail::says_of_later(net, day)) return net;
  event_log log = begun_by(net, day).to_log();
  const auto forget = [&](partial_date& end) {
    if (end.earliest > day) end = never_ends;
  };
  for (std::vector<vertex_record>& vertices : log.vertices) {
    for (vertex_record& v : vertices) forget(v.properties.existence.end);
  }
  for (std::vector<tie_record>& ties : log.ties) {
    for (tie_record& uv : ties) forget(uv.properties.active.end);
  }
  return snapshot{std::move(log)};
}

/// One end of a relation, tied through the other: two vertices that share a neighbor have a tie of the new undirected
/// relation `shared_NAME` for each, held while both ties of NAME are; a deed where NAME is one. Weights of their edge
/// in a flattened graph then sum to what they share (Newman's weights: one_mode_projection). The relation's own ties
/// go, as does its other end; all else stays. Ties that are not held don't count; a vertex is not tied to itself.
///
/// Throws input_error for more than 50 million ties. Time O(n + m log m + ties made).
[[nodiscard]] inline snapshot projection_of(const network_view& view, relation_index relation,
                                            relation_end onto = relation_end::sources) {
  constexpr std::size_t most_ties = 50'000'000;
  const snapshot& net = view.net();
  const relation_info& info = view.schema().relation(relation);
  event_log log = net.to_log();
  const std::vector<kind_index> kinds = onto == relation_end::sources ? info.source_kinds : info.target_kinds;
  const relation_index shared = log.schema.add_relation({.name = "shared_" + info.name,
                                                         .source_kinds = kinds,
                                                         .target_kinds = kinds,
                                                         .directed = false,
                                                         .nature = info.nature});
  log.ties.resize(log.schema.relation_count());
  struct held_tie {
    vertex_ref through, end;
    const tie_record* tie;
  };
  std::vector<held_tie> held;
  for (const tie_record& uv : log.ties[static_cast<std::size_t>(relation)]) {
    if (uv.retracted || uv.properties.status != status::held) continue;
    held.push_back(onto == relation_end::sources ? held_tie{uv.target, uv.source, &uv}
                                                 : held_tie{uv.source, uv.target, &uv});
    if (!info.directed) held.push_back({held.back().end, held.back().through, &uv});
  }
  detail::sort_stably(held, [](const held_tie& a, const held_tie& b) {
    return std::pair{a.through, a.end} < std::pair{b.through, b.end};
  });
  std::vector<tie_record>& made = log.ties[static_cast<std::size_t>(shared)];
  for (std::size_t first = 0, last = 0; first < held.size(); first = last) {
    while (last < held.size() && held[last].through == held[first].through) ++last;
    for (std::size_t a = first; a < last; ++a) {
      for (std::size_t b = a + 1; b < last; ++b) {
        if (held[a].end == held[b].end) continue;
        detail::expect(made.size() < most_ties, "more than 50 million pairs share an end; expected fewer");
        const tie_properties &p = held[a].tie->properties, &q = held[b].tie->properties;
        const auto later = [](const partial_date& x, const partial_date& y) {
          return partial_date{std::max(x.earliest, y.earliest), std::max(x.latest, y.latest)};
        };
        const auto earlier = [](const partial_date& x, const partial_date& y) {
          return partial_date{std::min(x.earliest, y.earliest), std::min(x.latest, y.latest)};
        };
        tie_properties both{
            .active = {.begin = later(p.active.begin, q.active.begin), .end = earlier(p.active.end, q.active.end)},
            .weight = 1.0,
            .cite = p.cite == q.cite ? p.cite : p.cite + "|" + q.cite,
            .where = p.where};
        made.push_back({held[a].end, held[b].end, std::move(both)});
      }
    }
  }
  // Ties that ended before both were there never held.
  std::erase_if(made, [](const tie_record& uv) { return !held_when{uv.properties.active, status::held}.ever(); });
  log.ties[static_cast<std::size_t>(relation)].clear();
  const std::vector<kind_index>& ends = onto == relation_end::sources ? info.sources : info.targets;
  const std::vector<kind_index>& others = onto == relation_end::sources ? info.targets : info.sources;
  return snapshot{detail::part_of_log(
      std::move(log),
      [&](vertex_ref v) {
        return std::ranges::binary_search(ends, v.kind) || !std::ranges::binary_search(others, v.kind);
      },
      [](relation_index) { return true; })};
}

}  // namespace capnet
