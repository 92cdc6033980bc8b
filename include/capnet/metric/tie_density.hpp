#pragma once
/// How many of the ties that the schema admits are there.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/metric/measure.hpp>

namespace capnet {

namespace detail {

/// Pairs of different vertices that ties of the relation join; an undirected pair once. Time O(n + m), O(n + m log m)
/// where ties were added since the network was frozen as a whole.
[[nodiscard]] inline std::int64_t tied_pairs(const network_view& view, relation_index relation) {
  const layer& ties = view.net().layer(relation);
  std::int64_t pairs = 0;
  const relation_info& info = view.schema().relation(relation);
  if (ties.in_rows() && (info.directed || info.sources == info.targets)) {  // the ties of a pair lie side by side
    dated_tie last;
    view.for_each_tie_as_it_lies(relation, [&](tie_ref, const dated_tie& uv) {
      if (uv.source == uv.target) return;
      pairs += pairs == 0 || uv.source != last.source || uv.target != last.target;
      last.source = uv.source, last.target = uv.target;
    });
    return pairs;
  }
  std::vector<vertex_ref> ends;
  for (std::int32_t p = 0; p < ties.sources().size(); ++p) {
    const vertex_ref u = ties.sources().at(p);
    ends.clear();
    view.for_each_out(relation, u, [&](const tie_end& end) {
      if (end.vertex == u || (!ties.directed() && end.vertex < u)) return;
      ends.push_back(end.vertex);
    });
    if (!std::is_sorted(ends.begin(), ends.end())) std::sort(ends.begin(), ends.end());
    pairs += std::unique(ends.begin(), ends.end()) - ends.begin();
  }
  return pairs;
}

[[nodiscard]] inline estimate tie_density_in(const network_reading& reading, relation_index relation) {
  const network_view& view = reading.view();
  const relation_info& info = view.schema().relation(relation);
  std::int64_t sources = 0, targets = 0, both = 0;
  for (std::size_t k = 0; k < view.schema().kind_count(); ++k) {
    const auto kind = static_cast<kind_index>(k);
    const bool from = std::ranges::binary_search(info.sources, kind);
    const bool to = std::ranges::binary_search(info.targets, kind);
    if (!from && !to) continue;
    std::int64_t n = 0;
    if (reading.history() != nullptr)
      n = reading.history()->parties(kind, info.nature, *view.options().day);
    else
      view.for_each_party({&relation, 1}, kind, [&](vertex_ref) { ++n; });
    sources += from ? n : 0;
    targets += to ? n : 0;
    both += from && to ? n : 0;
  }
  // Ordered pairs less loops; unordered: each pair inside `both` was seen twice.
  std::int64_t pairs = sources * targets - both;
  if (!info.directed) pairs -= both * (both - 1) / 2;
  estimate result{.unit = "share",
                  .numerator = reading.history() != nullptr
                                   ? reading.history()->tied_pairs(relation, *view.options().day)
                                   : tied_pairs(view, relation),
                  .denominator = pairs,
                  .definition = "tied pairs of relation " + info.name +
                                " / pairs of vertices that it admits (Wasserman & Faust 1994)"};
  if (pairs > 0) result.value = static_cast<double>(*result.numerator) / static_cast<double>(pairs);
  if (reading.options().rows != rows_kept::none) result.cite = reading.relation_sources(relation);
  if (reading.options().rows == rows_kept::all) {
    view.for_each_tie(relation, [&](tie_ref t, const dated_tie& uv) {
      if (uv.source != uv.target) result.ties.push_back(t);
    });
    std::sort(result.ties.begin(), result.ties.end());
  }
  return result;
}

}  // namespace detail

/// Density of a relation over admissible pairs: tied pairs / pairs of vertices that the relation's kinds admit
/// (Wasserman & Faust 1994; for two kinds the two-mode density m / (n1 n2)). Range [0, 1].
///
/// Parallel ties count once; a vertex is no pair with itself, and loops are left out. Undirected relations count
/// unordered pairs. Only vertices that can be parties of ties that count in the view, of a deed also those that have
/// ended. No admissible pair: `value` is empty.
/// Time O(n + m log m).
[[nodiscard]] inline estimate tie_density(const measure_context& context, relation_index relation) {
  return over_partial_dates(context, false,
                            [&](const network_reading& reading) { return detail::tie_density_in(reading, relation); });
}
[[nodiscard]] inline estimate tie_density(const network_view& view, relation_index relation) {
  return tie_density(measure_context{view}, relation);
}
template <tie_relation Relation>
[[nodiscard]] estimate tie_density(const network_view& view) {
  return tie_density(view, view.schema().template index_of<Relation>());
}

namespace measure {
/// Of each relation in use.
inline constexpr network_measure density_of_relation{
    .info = {.name = "density.",
             .label = {"Density: ", "密度: "},
             .meaning = {"tied pairs of all pairs that the relation admits",
                         "その関係がありうる組のうち、結ばれている割合"},
             .unit = "share",
             .range = value_range{0, 1},
             .definition = "tied pairs of a relation / pairs of vertices that it admits",
             .source = "Wasserman & Faust 1994",
             .cost = measure_cost::near_linear,
             .defined_for = "relations in use",
             .rank = 160},
    .group = measure_groups::structure,
    .of =
        [](const network_reading& reading, std::string_view relation) {
          return detail::tie_density_in(reading, reading.schema().relation_named(std::string{relation}));
        },
    .subjects =
        [](const network_reading& reading) {
          std::vector<std::string> names;
          for (const layer& rows : reading.net().layers()) {
            const bool some = rows.size() != 0 && reading.size(rows.relation()) != 0;
            if (some) names.push_back(reading.schema().relation(rows.relation()).name);
          }
          return names;
        }};
}  // namespace measure

}  // namespace capnet
