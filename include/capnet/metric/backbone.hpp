#pragma once
/// Backbone support: whom the backbone reaches, and what would be left without it (after Kania & Kramer 2011; the
/// operationalization is capnet's own).
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include <capnet/algorithm/components.hpp>
#include <capnet/metric/organization_network.hpp>
#include <capnet/metric/partial_dates.hpp>
#include <capnet/metric/provenance.hpp>

namespace capnet {

/// The organization that runs a program with the most organizations and cohorts taking part in what it runs; among
/// equals the one of the smaller id. Nothing if none runs a program. Time O(ties of both relations log).
[[nodiscard]] inline std::optional<vertex_ref> find_backbone(const network_view& view) {
  std::map<vertex_ref, std::set<vertex_ref>> followers;
  std::map<vertex_ref, std::vector<vertex_ref>> runners;
  for_each_running(view, [&](tie_ref, const dated_tie& uv) {
    runners[uv.target].push_back(uv.source);
    followers.try_emplace(uv.source);
  });
  const kind_index persons = view.schema().index_of<kind::person>();
  for_each_participation(view, [&](tie_ref, const dated_tie& uv) {
    if (view.schema().is_a(uv.source.kind, persons)) return;
    if (const auto found = runners.find(uv.target); found != runners.end()) {
      for (const vertex_ref runner : found->second) followers[runner].insert(uv.source);
    }
  });
  std::optional<vertex_ref> best;
  for (const auto& [runner, who] : followers) {
    if (!best || who.size() > followers[*best].size()) best = runner;
  }
  return best;
}

/// One-hop reach: the share of the other organizations that are linked to the backbone in the organization network.
/// Range [0, 1]. No other organization, or no backbone in the view: `value` is empty. Time as `organization_network`.
[[nodiscard]] inline estimate backbone_reach(const network_view& view, vertex_ref backbone) {
  return over_partial_dates(view, false, [&](const network_view& sure) {
    estimate result{
        .unit = "share",
        .definition = "organizations linked to the backbone / other organizations (capnet, after Kania & Kramer 2011)"};
    const flattened flat = organization_network(sure);
    const auto hub = flat.numbers.find(backbone);
    if (!hub || flat.vertices.size() < 2) return result;
    result.numerator = static_cast<std::int64_t>(flat.graph.out_degree(*hub));
    result.denominator = static_cast<std::int64_t>(flat.vertices.size()) - 1;
    result.value = static_cast<double>(*result.numerator) / static_cast<double>(*result.denominator);
    provenance rows{sure.net()};
    for (const vertex_ref v : flat.vertices) rows.add(v);
    rows.write(result);
    return result;
  });
}

/// Dependence: the relative loss of the largest component when the backbone is removed, its own place not counted as
/// lost: (L - 1 - L') / (L - 1), with L the vertices of the backbone's component and L' of the largest piece that is
/// left of it.
///
/// Range [0, 1): near 1 a star of isolates around the hub, 0 a mesh that holds without it. High reach with falling
/// dependence is good. The backbone is linked to nobody, or not in the view: `value` is empty. Time as
/// `organization_network`.
[[nodiscard]] inline estimate backbone_dependence(const network_view& view, vertex_ref backbone) {
  return over_partial_dates(view, false, [&](const network_view& sure) {
    estimate result{
        .unit = "share",
        .definition =
            "relative loss of the backbone's component when it is removed (capnet, after Kania & Kramer 2011)"};
    const flattened flat = organization_network(sure);
    const auto hub = flat.numbers.find(backbone);
    if (!hub) return result;
    const components_result whole = components(flat.graph);
    std::vector<edge> kept;
    std::vector<bool> mine(flat.vertices.size());
    std::int64_t together = 0;
    for (vertex_index u = 0; u < flat.graph.order(); ++u) {
      mine[u] = whole.label[u] == whole.label[*hub];
      together += mine[u];
      for (const vertex_index v : flat.graph.successors(u)) {
        if (u < v && u != *hub && v != *hub) kept.push_back({u, v});
      }
    }
    if (together < 2) return result;
    const components_result without = components(compressed_graph::from_edges(flat.graph.order(), kept));
    std::map<vertex_index, std::int64_t> pieces;
    std::int64_t largest = 0;
    for (vertex_index u = 0; u < flat.graph.order(); ++u) {
      if (mine[u] && u != *hub) largest = std::max(largest, ++pieces[without.label[u]]);
    }
    result.denominator = together - 1;
    result.numerator = together - 1 - largest;
    result.value = static_cast<double>(*result.numerator) / static_cast<double>(*result.denominator);
    provenance rows{sure.net()};
    for (const vertex_ref v : flat.vertices) rows.add(v);
    rows.write(result);
    return result;
  });
}

}  // namespace capnet
