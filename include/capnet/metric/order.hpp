#pragma once
/// How many there are: vertices of a kind, ties of a relation.
#include <cstdint>
#include <span>
#include <string>

#include <capnet/metric/measure.hpp>
#include <capnet/metric/provenance.hpp>

namespace capnet {

namespace detail {

/// Number of vertices of some kinds, under the name of the first.
[[nodiscard]] inline estimate order_in(const network_reading& reading, std::span<const kind_index> kinds) {
  provenance rows{reading};
  std::int64_t n = 0;
  for (const kind_index k : kinds) {
    if (reading.history() != nullptr && reading.options().rows == rows_kept::none)
      n += reading.history()->order(k, *reading.view().options().day);
    else
      reading.view().for_each_vertex(k, [&](vertex_ref v) { ++n, rows.add(v); });
  }
  const std::string& name = reading.schema().name(kinds.front());
  estimate result{.value = static_cast<double>(n),
                  .unit = name,
                  .numerator = n,
                  .definition = "number of vertices of kind " + name};
  rows.write(result);
  return result;
}

}  // namespace detail

/// Number of vertices of a kind that count in the view; bounds over partial dates. A cohort is one vertex, whatever its
/// size. An empty network has 0. Time O(vertices of the kind).
[[nodiscard]] inline estimate order_of(const measure_context& context, kind_index kind) {
  return over_partial_dates(context, true,
                            [&](const network_reading& reading) { return detail::order_in(reading, {&kind, 1}); });
}
[[nodiscard]] inline estimate order_of(const network_view& view, kind_index kind) {
  return order_of(measure_context{view}, kind);
}
/// The same with the kinds that are one of it.
[[nodiscard]] inline estimate order_with_subkinds(const network_view& view, kind_index kind) {
  return over_partial_dates(view, true, [&](const network_reading& reading) {
    return detail::order_in(reading, view.schema().subkinds(kind));
  });
}

/// Number of ties of a relation that count in the view; bounds over partial dates. Parallel ties count each. Time
/// O(ties).
[[nodiscard]] inline estimate size_of(const measure_context& context, relation_index relation) {
  return over_partial_dates(context, true, [&](const network_reading& reading) {
    const auto m = static_cast<std::int64_t>(reading.size(relation));
    estimate result{.value = static_cast<double>(m),
                    .unit = "tie",
                    .numerator = m,
                    .definition = "number of ties of relation " + reading.schema().relation(relation).name};
    if (reading.options().rows != rows_kept::none) result.cite = reading.relation_sources(relation);
    if (reading.options().rows == rows_kept::all) {
      reading.view().for_each_tie(relation, [&](tie_ref t, const dated_tie&) { result.ties.push_back(t); });
    }
    return result;
  });
}
[[nodiscard]] inline estimate size_of(const network_view& view, relation_index relation) {
  return size_of(measure_context{view}, relation);
}

/// The same for declared kinds and relations.
template <vertex_kind Kind>
[[nodiscard]] estimate order_of(const network_view& view) {
  return order_of(view, view.schema().template index_of<Kind>());
}
template <tie_relation Relation>
[[nodiscard]] estimate size_of(const network_view& view) {
  return size_of(view, view.schema().template index_of<Relation>());
}

namespace measure {
inline constexpr network_measure organizations{
    .info = {.name = "organizations",
             .label = {"Organizations named", "名前のある団体"},
             .meaning = {"of the data, whether they take part or not", "データにあるもの。参加しているとは限りません"},
             .unit = "organization",
             .definition = "number of vertices of kind organization",
             .source = "capnet",
             .defined_for = "networks",
             .rank = 10},
    .group = measure_groups::reach,
    .monotone = true,
    .of = [](const network_reading& reading, std::string_view) {
      return detail::order_in(reading, reading.schema().subkinds(reading.schema().index_of<kind::organization>()));
    }};
}  // namespace measure

}  // namespace capnet
