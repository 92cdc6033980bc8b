#pragma once
/// Definitions of recorded.hpp: see core/config.hpp.
#include <capnet/core/config.hpp>
#include <capnet/network/recorded.hpp>

namespace capnet::detail {

CAPNET_INLINE void vertex_rows::add(std::string_view key, const row& fixed, const said_row& more) {
  make_room(rows);
  keys.add(key);
  try {
    said.add(more);
  } catch (...) {
    keys.pop();
    throw;
  }
  rows.push_back(fixed);
}

CAPNET_INLINE void tie_rows::add(const row& fixed, const said_row& more) {
  make_room(rows);
  said.add(more);
  rows.push_back(fixed);
}

CAPNET_INLINE bool tie_rows::is_retracted(std::size_t at) const {
  return std::binary_search(retracted.begin(), retracted.end(), static_cast<std::uint32_t>(at));
}

CAPNET_INLINE tie_record tie_rows::record(std::size_t at, const vocabulary& known,
                                          const std::vector<attribute_info>& infos) const {
  const row& uv = rows[at];
  tie_record full{.source = uv.source,
                  .target = uv.target,
                  .properties = {.active = uv.when.when(), .status = uv.when.status},
                  .retracted = is_retracted(at)};
  if (!std::isnan(uv.weight)) full.properties.weight = uv.weight;
  decode(said.details[at], full.properties, known.names);
  for_each_cell(said.cells[at], [&](attribute_index k, attribute_cell cell) {
    append_value(full.properties.attributes, infos[static_cast<std::size_t>(k)], cell, known.words);
  });
  return full;
}

CAPNET_INLINE recorded::recorded(capnet::schema known) : schema{std::move(known)} { fit(); }

CAPNET_INLINE recorded::recorded(const frozen& base)
    : schema{base.schema}, regions{base.regions}, attributes{base.vocabulary->names}, words{base.vocabulary->words} {
  fit();
}

CAPNET_INLINE recorded::recorded(const event_log& log)
    : schema{log.schema}, changes{log.changes}, figures{log.figures}, sources{log.sources}, files{log.files} {
  fit();
  for (std::size_t k = 0; k < log.vertices.size(); ++k) {
    for (const vertex_record& v : log.vertices[k]) add(k, v.key, vertex_properties{v.properties});
  }
  for (std::size_t r = 0; r < log.ties.size(); ++r) {
    for (const tie_record& uv : log.ties[r]) {
      if (uv.retracted) ties[r].retracted.push_back(static_cast<std::uint32_t>(ties[r].size()));
      add(r, uv.source, uv.target, tie_properties{uv.properties});
    }
  }
  for (const change_record& change : changes) {
    if (change.attribute == "region") (void)regions.number(change.value.text());
  }
}

CAPNET_INLINE void recorded::fit() {
  vertices.resize(schema.kind_count());
  vertex_batches.resize(schema.kind_count());
  ties.resize(schema.relation_count());
  tie_batches.resize(schema.relation_count());
  retracted.resize(schema.relation_count());
}

CAPNET_INLINE void recorded::add(std::size_t kind, std::string_view key, vertex_properties&& p) {
  const std::uint32_t region = regions.number(p.region);
  vertices[kind].add(key, {{p.existence, p.status}, p.sector, region}, say(static_cast<kind_index>(kind), p));
}

CAPNET_INLINE void recorded::add(std::size_t relation, vertex_ref source, vertex_ref target, tie_properties&& p) {
  const double weight = p.weight.value_or(std::numeric_limits<double>::quiet_NaN());
  ties[relation].add({source, target, {p.active, p.status}, weight}, say(static_cast<relation_index>(relation), p));
}

CAPNET_INLINE attribute_value recorded::typed(kind_index kind, const std::string& name, const attribute_value& value) {
  auto known = schema.find_attribute(kind, name);
  if (!known && value.type() != value_type::text)
    known = schema.add_attribute(kind, {.name = name, .type = value.type(), .declared = false});
  if (!known) return value;
  const attribute_info& info = schema.attribute(kind, *known);
  if (info.type == value_type::text) return value.text();
  const auto cell = cell_of(info, value, words);
  return cell ? *value_of_cell(info.type, *cell, words.names()) : attribute_value{};
}

CAPNET_INLINE void recorded::shrink_to_fit() {
  for (tie_rows& of_relation : ties) of_relation.rows.shrink_to_fit(), of_relation.said.shrink_to_fit();
}

CAPNET_INLINE void recorded::append_ties(std::vector<recorded> parts) {
  const auto enter = [](name_list& into, const name_list& names) {
    bool alike = true;
    for (std::size_t k = 0; k < names.size(); ++k) alike = into.number(names.names()[k]) == k && alike;
    return alike;
  };
  std::vector<bool> alike;  // names and words have the same numbers here as there
  for (const recorded& part : parts) {
    const bool same_names = enter(attributes, part.attributes);
    alike.push_back(enter(words, part.words) && same_names);
  }
  for (std::size_t r = 0; r < ties.size(); ++r) {
    const std::vector<attribute_info>& infos = schema.attributes(static_cast<relation_index>(r));
    std::size_t rows = ties[r].size();
    for (const recorded& part : parts) rows += part.ties[r].size();
    ties[r].rows.reserve(rows);
    ties[r].said.reserve(rows, parts, [&](const recorded& part) -> const said_rows& { return part.ties[r].said; });
    for (std::size_t p = 0; p < parts.size(); ++p) {
      const tie_rows from = std::exchange(parts[p].ties[r], {});
      if (alike[p]) {
        ties[r].rows.insert(ties[r].rows.end(), from.rows.begin(), from.rows.end());
        ties[r].said.append(from.said);
        continue;
      }
      const vocabulary known{.names = parts[p].attributes.names(), .words = parts[p].words.names()};
      for (std::size_t row = 0; row < from.size(); ++row) {
        tie_record full = from.record(row, known, infos);
        add(r, full.source, full.target, std::move(full.properties));
      }
    }
  }
}

}  // namespace capnet::detail
