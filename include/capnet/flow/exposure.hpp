#pragma once
/// Who adopted when, and how many of whom one is tied to had done so before.
#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <capnet/algorithm/exposure.hpp>
#include <capnet/core/text.hpp>
#include <capnet/flow/spread_network.hpp>
#include <capnet/model/validity.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// A vertex that adopted, and when as far as it is known: never_began if it is not known at all.
struct adoption {
  vertex_ref vertex{};
  partial_date when = never_began;
};

/// Who took up something by a tie to it, such as taking part in a program or attending an event: the vertices with a
/// tie of `relation` to `what` that counts in the view, each with its first begin. Ascending.
/// Time O(ties of `what`).
[[nodiscard]] inline std::vector<adoption> adoptions_of(const network_view& view, relation_index relation,
                                                        vertex_ref what) {
  std::map<vertex_ref, partial_date> first;
  const auto add = [&](const tie_end& tie) {
    const partial_date begin = view.net().layer(relation).tie(tie.tie.row).when.when().begin;
    const auto [at, made] = first.emplace(tie.vertex, begin);
    if (made || at->second == begin) return;
    // No begin says nothing of when; of two dates the earlier, as far as each is known.
    if (begin == never_began || at->second == never_began)
      at->second = never_began;
    else
      at->second = {std::min(at->second.earliest, begin.earliest), std::min(at->second.latest, begin.latest)};
  };
  view.for_each_in(relation, what, add);
  if (!view.schema().relation(relation).directed) view.for_each_out(relation, what, add);
  std::vector<adoption> all;
  for (const auto& [v, when] : first) all.push_back({v, when});
  return all;
}

/// The exposure of a vertex to adoption, and a sentence on it.
struct vertex_exposure {
  vertex_ref vertex{};
  exposure around{};
  std::optional<partial_date> adopted{};  ///< when; empty: it has not
  std::string reason{};
};

/// Exposure and thresholds of observed adoption (Valente 1996) along `relations`, see `adoption_exposure`: of those
/// with a tie to a vertex (or, if the relation is undirected, with it) how many had adopted before it did, or at all if
/// it did not. Ties are those that count in the view, of which a threshold takes those that hold on the last day on
/// which the vertex may have adopted, and the exposure of others those that hold on `until`, by the view's certainty.
/// Dates known in part bound the share. For all vertices that a tie or an adoption touches, by kind and id.
///
/// Throws: input_error for a vertex that adopts twice. Time O(m log m), space O(n + m).
[[nodiscard]] inline std::vector<vertex_exposure> exposure_to(const network_view& view,
                                                              std::span<const relation_index> relations,
                                                              std::span<const adoption> adoptions, date until) {
  std::vector<vertex_ref> adopters;
  for (const adoption& one : adoptions) adopters.push_back(one.vertex);
  const spread_network flat = make_spread_network(view, relations, adopters, {.attribute = {}, .otherwise = 1});
  const spread_graph g{flat.vertices.size(), flat.edges};
  std::vector<std::optional<adoption_time>> times(g.order());
  std::vector<std::optional<partial_date>> dates(g.order());
  for (const adoption& one : adoptions) {
    const vertex_index v = flat.numbers.at(one.vertex);
    if (dates[v]) throw input_error{quote(view.net().key(one.vertex)) + " adopts twice; expected once"};
    dates[v] = one.when;
    const bool unknown = one.when == never_began;  // some time, until now
    times[v] = {unknown ? first_time + 1 : held_when::number(one.when.earliest),
                held_when::number(unknown ? until : one.when.latest)};
  }
  const std::vector<exposure> found = adoption_exposure(g, times, true, held_when::number(until));
  std::vector<vertex_exposure> all;
  for (vertex_index v = 0; v < g.order(); ++v) {
    const exposure& around = found[v];
    const std::string those = around.adopted == around.may_have
                                  ? std::to_string(around.adopted)
                                  : std::to_string(around.adopted) + " to " + std::to_string(around.may_have);
    const std::string of = those + " of " + std::to_string(around.neighbors) +
                           (around.neighbors == 1 ? " neighbor had" : " neighbors had");
    const std::string reason = !dates[v] ? "Has not adopted; " + of + " by " + to_string(until) + '.'
                               : *dates[v] == never_began
                                   ? "Adopted, not known when; " + of + " before."
                                   : "Adopted on " + to_string(*dates[v]) + "; " + of + " before.";
    all.push_back({flat.vertices[v], around, dates[v], reason});
  }
  return all;
}

}  // namespace capnet
