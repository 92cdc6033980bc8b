#pragma once
/// Backbone support: whom the backbone reaches, and what would be left without it (after Kania & Kramer 2011; the
/// operationalization is capnet's own).
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/metric/find_backbone.hpp>
#include <capnet/metric/measure.hpp>
#include <capnet/metric/provenance.hpp>

namespace capnet {

/// What is left of a vertex's component when it is removed.
struct removal_loss {
  std::int64_t others = 0;   ///< other vertices of its component
  std::int64_t largest = 0;  ///< of the pieces that they fall into
  /// The share of the others that fall away from the largest piece; empty if there are none.
  [[nodiscard]] std::optional<double> share() const {
    if (others == 0) return std::nullopt;
    return static_cast<double>(others - largest) / static_cast<double>(others);
  }
};
/// Calls `visit(piece)`, a vector of vertices that it may keep, for each piece that the component of a vertex falls
/// into without it: breadth-first search from each neighbor. Pre: `g` is undirected, hub < g.order(). Time O(n + m).
template <class Visit>
void for_each_piece_without(const compressed_graph& g, vertex_index hub, const Visit& visit) {
  std::vector<bool> seen(g.order());
  seen[hub] = true;
  std::vector<vertex_index> piece;
  for (const vertex_index first : g.successors(hub)) {
    if (seen[first]) continue;
    piece.assign(1, first);
    seen[first] = true;
    for (std::size_t at = 0; at < piece.size(); ++at) {
      for (const vertex_index v : g.successors(piece[at])) {
        if (!seen[v]) seen[v] = true, piece.push_back(v);
      }
    }
    visit(piece);
  }
}
[[nodiscard]] inline removal_loss loss_without(const compressed_graph& g, vertex_index hub) {
  removal_loss loss;
  for_each_piece_without(g, hub, [&](const std::vector<vertex_index>& piece) {
    loss.others += std::ssize(piece);
    loss.largest = std::max<std::int64_t>(loss.largest, std::ssize(piece));
  });
  return loss;
}

namespace detail {

/// The share of all but the backbone that are linked to it.
[[nodiscard]] inline estimate backbone_reach_in(const network_reading& reading, std::optional<vertex_ref> backbone) {
  estimate result{
      .unit = "share",
      .definition = "organizations linked to the backbone / other organizations (capnet, after Kania & Kramer 2011)"};
  const flattened& flat = reading.organizations();
  const auto hub = backbone ? flat.numbers.find(*backbone) : std::nullopt;
  if (!hub || flat.vertices.size() < 2) return result;
  result.numerator = static_cast<std::int64_t>(flat.graph.out_degree(*hub));
  result.denominator = static_cast<std::int64_t>(flat.vertices.size()) - 1;
  result.value = static_cast<double>(*result.numerator) / static_cast<double>(*result.denominator);
  write_organizations(reading, result);
  return result;
}

[[nodiscard]] inline estimate backbone_dependence_in(const network_reading& reading,
                                                     std::optional<vertex_ref> backbone) {
  estimate result{
      .unit = "share",
      .definition = "relative loss of the backbone's component when it is removed (capnet, after Kania & Kramer 2011)"};
  const flattened& flat = reading.organizations();
  const auto hub = backbone ? flat.numbers.find(*backbone) : std::nullopt;
  if (!hub) return result;
  const removal_loss loss = loss_without(flat.graph, *hub);
  if (loss.others == 0) return result;
  result.denominator = loss.others;
  result.numerator = loss.others - loss.largest;
  result.value = loss.share();
  write_organizations(reading, result);
  return result;
}

}  // namespace detail

/// One-hop reach: the share of the other organizations that are linked to the backbone in the organization network.
/// Range [0, 1]. No other organization, or no backbone in the view: `value` is empty. Time as `organization_network`.
[[nodiscard]] inline estimate backbone_reach(const network_view& view, vertex_ref backbone) {
  return over_partial_dates(
      view, false, [&](const network_reading& reading) { return detail::backbone_reach_in(reading, backbone); });
}

/// Dependence: the relative loss of the largest component when the backbone is removed, its own place not counted as
/// lost: (L - 1 - L') / (L - 1), with L the vertices of the backbone's component and L' of the largest piece that is
/// left of it.
///
/// Range [0, 1): near 1 a star of isolates around the hub, 0 a mesh that holds without it. High reach with falling
/// dependence is good. The backbone is linked to nobody, or not in the view: `value` is empty. Time as
/// `organization_network`.
[[nodiscard]] inline estimate backbone_dependence(const network_view& view, vertex_ref backbone) {
  return over_partial_dates(
      view, false, [&](const network_reading& reading) { return detail::backbone_dependence_in(reading, backbone); });
}

namespace measure {
inline constexpr network_measure backbone_reach{
    .info = {.name = "backbone_reach",
             .label = {"Reach of the backbone", "バックボーンの到達"},
             .meaning = {"share of the other organizations that are linked to it",
                         "ほかの団体のうち、直接つながっている割合"},
             .unit = "share",
             .range = value_range{0, 1},
             .definition = "organizations linked to the backbone / other organizations",
             .source = "capnet, after Kania & Kramer 2011",
             .cost = measure_cost::near_linear,
             .defined_for = "networks with a program that an organization runs",
             .rank = 90},
    .group = measure_groups::hub,
    .of = [](const network_reading& reading,
             std::string_view) { return detail::backbone_reach_in(reading, reading.backbone()); },
    .about = [](const network_reading& reading) { return reading.backbone(); }};
inline constexpr network_measure backbone_dependence{
    .info = {.name = "backbone_dependence",
             .label = {"Dependence on the backbone", "バックボーンへの依存"},
             .meaning = {"share of the others in its group that would fall away from the largest piece without it",
                         "それがなくなると最大のまとまりから離れる、ほかの団体の割合"},
             .unit = "share",
             .range = value_range{0, 1},
             .definition = "(L - 1 - L') / (L - 1), with L the organizations of the backbone's component and L' of the "
                           "largest piece left without it",
             .source = "capnet, after Kania & Kramer 2011",
             .cost = measure_cost::near_linear,
             .defined_for = "networks with a program that an organization runs",
             .rank = 91},
    .group = measure_groups::hub,
    .of = [](const network_reading& reading,
             std::string_view) { return detail::backbone_dependence_in(reading, reading.backbone()); },
    .about = [](const network_reading& reading) { return reading.backbone(); }};
}  // namespace measure

}  // namespace capnet
