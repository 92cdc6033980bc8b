#pragma once
/// What of a network counts: as of a day or over a window, surely or possibly, with which statuses.
#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>

#include <capnet/core/date.hpp>
#include <capnet/core/id.hpp>
#include <capnet/model/validity.hpp>
#include <capnet/network/snapshot.hpp>

namespace capnet {

namespace detail {

/// Whether all vertices of a kind, or of a domain's kinds, are held, without bounds.
[[nodiscard]] inline bool always_exist(const snapshot& net, kind_index kind) {
  for (const auto& table : net.parts().vertices[static_cast<std::size_t>(kind)]) {
    if (!table->times.trivial()) return false;
  }
  return true;
}
[[nodiscard]] inline bool always_exist(const snapshot& net, const endpoint_domain& ends) {
  for (const endpoint_domain::extent& extent : ends.extents()) {
    if (!always_exist(net, extent.kind)) return false;
  }
  return true;
}

/// Whether vertices of a domain are active, with the memory of their days ready: for passes over many ties.
class party_reader {
 public:
  party_reader(const snapshot& net, const endpoint_domain& ends, const validity& party) : party_{party} {
    if (always_exist(net, ends)) return;
    tables_.resize(net.parts().vertices.size());
    for (const endpoint_domain::extent& extent : ends.extents()) {
      auto& of = tables_[static_cast<std::size_t>(extent.kind)];
      if (!of.empty()) continue;
      for (const auto& table : net.parts().vertices[static_cast<std::size_t>(extent.kind)])
        of.push_back({table->first, time_reader{table->times}});
    }
  }
  /// Pre: the vertex is one of the domain.
  [[nodiscard]] bool active(vertex_ref v) const {
    if (tables_.empty()) return true;
    const auto& of = tables_[static_cast<std::size_t>(v.kind)];
    std::size_t k = of.size() - 1;
    while (k > 0 && of[k].first > v.value) --k;
    return party_.active(of[k].times[v.value - of[k].first]);
  }

 private:
  struct table {
    std::uint32_t first;
    time_reader times;
  };
  validity party_;
  std::vector<std::vector<table>> tables_;  // [kind]; empty: all are
};

}  // namespace detail

/// A snapshot seen through `view_options`. Nothing is copied; cheap to pass by value. As of a snapshot, a number of
/// a vertex, tie, kind or relation that the network does not have throws input_error.
///
/// What counts is said by `validity` (model/validity.hpp): vertices that are active, and active ties whose parties let
/// them be. So a *state*, such as `employs`, ends with its parties; a *deed*, such as `delivers`, stays counted when
/// they have ended, and then leads to vertices that don't count any more.
class network_view {
 public:
  explicit network_view(snapshot net, view_options options = {})
      : net_{std::move(net)}, options_{options}, counts_{options} {}

  [[nodiscard]] const snapshot& net() const { return net_; }
  [[nodiscard]] const capnet::schema& schema() const { return net_.schema(); }
  [[nodiscard]] const view_options& options() const { return options_; }
  /// The day that dated attributes are read at: the view's day, else the last one of its window, else none.
  [[nodiscard]] date day() const {
    return options_.day      ? *options_.day
           : options_.window ? options_.window->end - std::chrono::days{1}
                             : unbounded_future;
  }
  /// The same view with another certainty.
  [[nodiscard]] network_view with(certainty sure) const {
    network_view other = *this;
    other.options_.sure = sure;
    other.counts_ = validity{other.options_};
    return other;
  }

  /// Whether what held then and so is active.
  [[nodiscard]] bool keeps(const held_when& when) const { return counts_.active(when); }
  /// Whether a tie of a relation counts, given its parties.
  [[nodiscard]] bool keeps(relation_index r, const dated_tie& uv) const {
    const validity party = parties(r);
    return keeps(uv.when) && party.active(net_.parts().held(uv.source)) && party.active(net_.parts().held(uv.target));
  }
  [[nodiscard]] const validity& counts() const { return counts_; }
  /// What vertices have to be active for to be parties of a relation's ties.
  [[nodiscard]] validity parties(relation_index r) const { return counts_.parties(schema().relation(r).nature); }
  [[nodiscard]] bool contains(vertex_ref v) const { return keeps(net_.held(v)); }
  /// Whether the tie counts.
  [[nodiscard]] bool contains(tie_ref t) const {
    const capnet::layer& ties = net_.layer(t.relation);
    return !ties.is_retracted(t.row) && keeps(t.relation, ties.tie(t.row));
  }
  /// Sector, region and other attributes of a vertex as of `day()`; of a tie as they are.
  [[nodiscard]] capnet::sector sector(vertex_ref v) const { return net_.sector(v, day()); }
  [[nodiscard]] std::uint32_t region_code(vertex_ref v) const { return net_.region_code(v, day()); }
  [[nodiscard]] const std::string& region(vertex_ref v) const { return net_.region(v, day()); }
  [[nodiscard]] vertex_properties properties(vertex_ref v) const { return net_.properties(v, day()); }
  [[nodiscard]] std::optional<attribute_value> value(vertex_ref v, std::string_view attribute) const {
    return net_.value(v, attribute, day());
  }
  [[nodiscard]] std::optional<attribute_value> value(tie_ref t, std::string_view attribute) const {
    return net_.value(t, attribute);
  }
  template <attribute_tag Tag>
  [[nodiscard]] auto value(vertex_ref v) const {
    return net_.template value<Tag>(v, day());
  }
  template <attribute_tag Tag>
  [[nodiscard]] auto value(tie_ref t) const {
    return net_.template value<Tag>(t);
  }

  /// Calls `visit(vertex_ref)` for each vertex of a kind that counts, by id. Time O(vertices of the kind).
  template <class Visit>
  void for_each_vertex(kind_index k, Visit&& visit) const {
    for (const vertex_ref v : net_.vertices(k)) {
      if (keeps(net_.parts().held(v))) visit(v);
    }
  }
  /// The same for each vertex that is one of a kind: of it, and then of each kind that is one.
  template <class Visit>
  void for_each_vertex_of(kind_index k, Visit&& visit) const {
    for (const kind_index one : schema().subkinds(k)) for_each_vertex(one, visit);
  }
  /// Calls `visit(vertex_ref)` for each vertex of a kind that can be a party of ties of one of the relations, by id:
  /// whoever counts, and for a deed also who has ended. Time O(vertices of the kind).
  template <class Visit>
  void for_each_party(std::span<const relation_index> relations, kind_index k, Visit&& visit) const {
    const bool deeds = std::any_of(relations.begin(), relations.end(), [&](relation_index r) {
      const relation_info& info = schema().relation(r);
      return info.nature == tie_nature::deed && (std::binary_search(info.sources.begin(), info.sources.end(), k) ||
                                                 std::binary_search(info.targets.begin(), info.targets.end(), k));
    });
    const validity party = counts_.parties(deeds ? tie_nature::deed : tie_nature::state);
    for (const vertex_ref v : net_.vertices(k)) {
      if (party.active(net_.parts().held(v))) visit(v);
    }
  }
  /// Calls `visit(tie_ref, const dated_tie&)` for each tie of a relation that counts, by row. Time O(ties of the
  /// relation).
  template <class Visit>
  void for_each_tie(relation_index r, Visit&& visit) const {
    const capnet::layer& ties = net_.layer(r);
    if (ties.size() != 0) ties.for_each(counted(ties, visit));
  }
  /// The same in the order in which ties lie (snapshot::for_each_tie_as_it_lies), for what does not depend on it.
  template <class Visit>
  void for_each_tie_as_it_lies(relation_index r, Visit&& visit) const {
    const capnet::layer& ties = net_.layer(r);
    if (ties.size() != 0) net_.for_each_tie_as_it_lies(r, counted(ties, visit));
  }
  /// The same with the values of declared attributes, each an optional:
  /// `view.for_each_tie<teaches, attr::hours>([](tie_ref, const dated_tie&, std::optional<double> hours) {...})`.
  template <tie_relation Relation, attribute_tag... Tags, class Visit>
  void for_each_tie(Visit&& visit) const {
    static_assert((detail::lists_attribute<Relation, Tags> && ...),
                  "capnet: this relation does not list that attribute: see its `attributes`");
    for_each_tie(schema().template index_of<Relation>(),
                 [&](tie_ref t, const dated_tie& uv) { visit(t, uv, net_.template value<Tags>(t)...); });
  }
  /// Calls `visit(id<Kind>, values...)` for each vertex of a kind that counts, with attributes as of `day()`.
  template <vertex_kind Kind, attribute_tag... Tags, class Visit>
  void for_each_vertex(Visit&& visit) const {
    static_assert((detail::lists_attribute<Kind, Tags> && ...),
                  "capnet: this kind does not list that attribute: see its `attributes`");
    for_each_vertex(schema().template index_of<Kind>(),
                    [&](vertex_ref v) { visit(id<Kind>{v.value}, value<Tags>(v)...); });
  }
  /// The same for each tie of a relation with one of the traits, relation by relation, as they lie.
  template <class Visit>
  void for_each_tie_with(relation_traits traits, Visit&& visit) const {
    for (const relation_index r : schema().relations_with(traits)) for_each_tie_as_it_lies(r, visit);
  }
  /// Calls `visit(tie_end)` for each tie that leaves (`out`) or reaches (`in`) a vertex and counts. Time O(degree).
  template <class Visit>
  void for_each_out(relation_index r, vertex_ref v, Visit&& visit) const {
    filter(net_.layer(r), true, v, visit);
  }
  template <class Visit>
  void for_each_in(relation_index r, vertex_ref v, Visit&& visit) const {
    filter(net_.layer(r), false, v, visit);
  }

  /// Number of vertices of a kind, and of ties of a relation, that count.
  [[nodiscard]] std::size_t order(kind_index k) const {
    std::size_t n = 0;
    for_each_vertex(k, [&](vertex_ref) { ++n; });
    return n;
  }
  [[nodiscard]] std::size_t size(relation_index r) const {
    std::size_t m = 0;
    for_each_tie_as_it_lies(r, [&](tie_ref, const dated_tie&) { ++m; });
    return m;
  }

 private:
  /// Of the ties of a relation hands on those that count.
  template <class Visit>
  [[nodiscard]] auto counted(const capnet::layer& ties, Visit& visit) const {
    const relation_index r = ties.relation();
    return [r, counts = counts_, sources = detail::party_reader{net_, ties.sources(), parties(r)},
            targets = detail::party_reader{net_, ties.targets(), parties(r)},
            &visit](std::uint32_t row, const dated_tie& uv) {
      if (counts.active(uv.when) && sources.active(uv.source) && targets.active(uv.target)) visit(tie_ref{r, row}, uv);
    };
  }
  template <class Visit>
  void filter(const layer& ties, bool forward, vertex_ref v, Visit&& visit) const {
    const endpoint_domain& mine = forward ? ties.sources() : ties.targets();
    const endpoint_domain& other = forward ? ties.targets() : ties.sources();
    const validity party = parties(ties.relation());
    if (!party.active(net_.held(v)) || !mine.admits(v.kind)) return;
    const layer::row_range row = forward ? ties.out_row(mine.position(v)) : ties.in_row(mine.position(v));
    for (std::size_t at = row.first; at < row.last; ++at) {
      if (!keeps(row.side->times[at])) continue;
      const vertex_ref end = other.at(row.side->neighbors[at]);
      if (party.active(net_.parts().held(end))) visit(tie_end{end, {ties.relation(), row.side->row(at)}});
    }
  }
  snapshot net_;
  view_options options_;
  validity counts_;
};

/// The network as it stood on a day. `certain` is never more than `possible`.
///
/// It equals a network rebuilt from the ties active on that day: of states (`participates_in`, `employs`, `member_of`)
/// those whose parties exist then, and of deeds (`delivers`, `attends`) also those whose parties have ended since.
[[nodiscard]] inline network_view as_of(const snapshot& net, date day, certainty sure = certainty::certain) {
  return network_view{net, {.day = day, .sure = sure}};
}
/// All that was ever held.
[[nodiscard]] inline network_view all_held(const snapshot& net) { return network_view{net}; }

}  // namespace capnet
