#pragma once
/// How far a network crosses sectors: heterogeneity of its members, and ties between sectors against ties within.
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include <capnet/algorithm/blau_index.hpp>
#include <capnet/algorithm/ei_index.hpp>
#include <capnet/core/hash.hpp>
#include <capnet/metric/organization_network.hpp>
#include <capnet/metric/partial_dates.hpp>
#include <capnet/metric/provenance.hpp>

namespace capnet {

/// Number of `vertices` in each sector that has any, on the view's day. Unknown sectors are under `sector::unknown`.
/// O(k log k).
[[nodiscard]] inline std::map<sector, std::int64_t> sector_counts(const network_view& view,
                                                                  std::span<const vertex_ref> vertices) {
  std::map<sector, std::int64_t> counts;
  for (const vertex_ref v : vertices) ++counts[view.sector(v)];
  return counts;
}

namespace detail {

/// `index` over the sector counts of the vertices; unknown sectors lower the coverage and count in nothing.
template <class Index>
estimate sector_index(const network_view& view, std::span<const vertex_ref> vertices, const Index& index,
                      std::string definition) {
  std::vector<std::size_t> counts;
  std::int64_t known = 0;
  for (const auto& [which, n] : sector_counts(view, vertices)) {
    if (which == sector::unknown) continue;
    counts.push_back(static_cast<std::size_t>(n));
    known += n;
  }
  provenance rows{view.net()};
  for (const vertex_ref v : vertices) rows.add(v);
  estimate result{.value = index(std::span<const std::size_t>{counts}),
                  .unit = "index",
                  .denominator = known,
                  .coverage = vertices.empty() ? 1 : static_cast<double>(known) / static_cast<double>(vertices.size()),
                  .definition = std::move(definition)};
  rows.write(result);
  return result;
}

}  // namespace detail

/// Blau's index over the sectors of the member organizations (Blau 1977): the chance that two of them, drawn with
/// replacement, are of different sectors. Range [0, 1 - 1/k]. `denominator` is the number of members of known sector;
/// the others lower `coverage`. No member of known sector: `value` is empty. Time O(ties of participation).
[[nodiscard]] inline estimate sector_heterogeneity(const network_view& view) {
  return over_partial_dates(view, false, [](const network_view& sure) {
    return detail::sector_index(
        sure, member_organizations(sure), blau_index,
        "Blau's index over the sectors of the organizations that run or participate in a program (Blau 1977)");
  });
}

/// The same over the largest value that the sectors present allow: the index of qualitative variation (Mueller &
/// Schuessler 1961). Empty where fewer than two sectors are present.
[[nodiscard]] inline estimate sector_variation(const network_view& view) {
  return over_partial_dates(view, false, [](const network_view& sure) {
    return detail::sector_index(
        sure, member_organizations(sure), qualitative_variation,
        "index of qualitative variation over the sectors present among members (Mueller & Schuessler 1961)");
  });
}

/// The sector of each vertex as a group map; organizations of unknown sector, and vertices of other kinds without one,
/// are unknown.
[[nodiscard]] inline std::vector<group_index> sector_groups(const network_view& view,
                                                            std::span<const vertex_ref> vertices) {
  std::vector<group_index> groups;
  for (const vertex_ref v : vertices) {
    const sector s = view.sector(v);
    groups.push_back(s == sector::unknown ? unknown_group : static_cast<group_index>(s));
  }
  return groups;
}

/// A key of each vertex that does not depend on the order of rows: the hash of its id.
[[nodiscard]] inline std::vector<std::uint64_t> vertex_keys(const snapshot& net, std::span<const vertex_ref> vertices) {
  std::vector<std::uint64_t> keys;
  for (const vertex_ref v : vertices) keys.push_back(stable_hash(net.key(v)));
  return keys;
}

/// E-I index of the organization network over sectors (Krackhardt & Stern 1988), with its expectation under random
/// mixing and a permutation p: see `ei_index`. `low` and `high` stay empty: `p` says how sure it is. Vertices have the
/// keys of `vertex_keys` unless there are others, so that p does not depend on the order of rows.
[[nodiscard]] inline ei_result sector_ei_index(const network_view& view, ei_options options = {}) {
  const flattened flat = organization_network(view);
  const std::vector<std::uint64_t> keys = vertex_keys(view.net(), flat.vertices);
  if (options.keys.empty()) options.keys = keys;
  return ei_index(flat.graph, sector_groups(view, flat.vertices), options);
}

}  // namespace capnet
