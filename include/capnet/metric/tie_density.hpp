#pragma once
/// How many of the ties that the schema admits are there.
#include <cstdint>
#include <set>
#include <utility>

#include <capnet/metric/partial_dates.hpp>
#include <capnet/metric/provenance.hpp>

namespace capnet {

/// Density of a relation over admissible pairs: tied pairs / pairs of vertices that the relation's kinds admit
/// (Wasserman & Faust 1994; for two kinds the two-mode density m / (n1 n2)). Range [0, 1].
///
/// Parallel ties count once; a vertex is no pair with itself, and loops are left out. Undirected relations count
/// unordered pairs. Only vertices that can be parties of ties that count in the view, of a deed also those that have
/// ended. No admissible pair: `value` is empty.
/// Time O(n + m log m).
[[nodiscard]] inline estimate tie_density(const network_view& view, relation_index relation) {
  return over_partial_dates(view, false, [&](const network_view& sure) {
    const relation_info& info = sure.schema().relation(relation);
    std::int64_t sources = 0, targets = 0, both = 0;
    for (std::size_t k = 0; k < sure.schema().kind_count(); ++k) {
      const auto kind = static_cast<kind_index>(k);
      const bool from = std::ranges::binary_search(info.sources, kind);
      const bool to = std::ranges::binary_search(info.targets, kind);
      if (!from && !to) continue;
      std::int64_t n = 0;
      sure.for_each_party({&relation, 1}, kind, [&](vertex_ref) { ++n; });
      sources += from ? n : 0;
      targets += to ? n : 0;
      both += from && to ? n : 0;
    }
    // Ordered pairs less loops; unordered: each pair inside `both` was seen twice.
    std::int64_t pairs = sources * targets - both;
    if (!info.directed) pairs -= both * (both - 1) / 2;
    provenance rows{sure.net()};
    std::set<std::pair<vertex_ref, vertex_ref>> tied;
    sure.for_each_tie(relation, [&](tie_ref t, const dated_tie& uv) {
      if (uv.source == uv.target) return;
      const bool swap = !info.directed && uv.target < uv.source;
      tied.emplace(swap ? uv.target : uv.source, swap ? uv.source : uv.target);
      rows.add(t);
    });
    estimate result{.unit = "share",
                    .numerator = static_cast<std::int64_t>(tied.size()),
                    .denominator = pairs,
                    .definition = "tied pairs of relation " + info.name +
                                  " / pairs of vertices that it admits (Wasserman & Faust 1994)"};
    if (pairs > 0) result.value = static_cast<double>(tied.size()) / static_cast<double>(pairs);
    rows.write(result);
    return result;
  });
}

template <tie_relation Relation>
[[nodiscard]] estimate tie_density(const network_view& view) {
  return tie_density(view, view.schema().template index_of<Relation>());
}

}  // namespace capnet
