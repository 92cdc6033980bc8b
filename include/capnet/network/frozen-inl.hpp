#pragma once
/// Definitions of frozen.hpp: see core/config.hpp.
#include <capnet/core/config.hpp>
#include <capnet/network/details.hpp>
#include <capnet/network/frozen.hpp>

namespace capnet::detail {

CAPNET_INLINE frozen::frozen() : vocabulary{std::make_shared<const detail::vocabulary>()} {}
CAPNET_INLINE frozen::frozen(const frozen& other) = default;
CAPNET_INLINE frozen::~frozen() = default;

CAPNET_INLINE std::optional<vertex_ref> frozen::find(std::string_view key) const {
  const auto has_key = [&](vertex_ref v, std::string_view text) { return table_of(v).has_key(v.value, text); };
  for (const auto& index : keys) {
    if (const auto found = index->find(key, has_key)) return found;
  }
  for (std::size_t k = 0; k < vertices.size(); ++k) {
    for (const table& some : vertices[k]) {
      if (!some->keys.offsets.empty()) continue;
      if (const auto id = numbered(key, some->prefix); id && *id >= some->first && *id - some->first < some->count) {
        return vertex_ref{static_cast<kind_index>(k), static_cast<std::uint32_t>(*id)};
      }
    }
  }
  return std::nullopt;
}

CAPNET_INLINE std::optional<std::uint64_t> frozen::numbered(std::string_view text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return std::nullopt;
  text.remove_prefix(prefix.size());
  if (text.empty() || text.size() > 10 || (text[0] == '0' && text.size() > 1)) return std::nullopt;
  std::uint64_t number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return number;
}

CAPNET_INLINE vertex_record frozen::record(vertex_ref v) const {
  const vertex_table& rows = table_of(v);
  vertex_record full{.key = rows.key(v.value), .properties = {.sector = rows.sector(v.value)}};
  const held_when when = rows.times[v.value - rows.first];
  full.properties.existence = when.when();
  full.properties.status = when.status;
  full.properties.region = region(rows.region(v.value));
  decode(rows.details[v.value - rows.first], full.properties, vocabulary->names);
  const std::vector<attribute_info>& infos = schema.attributes(v.kind);
  rows.for_each_cell(v.value, [&](attribute_index k, attribute_cell cell) {
    append_value(full.properties.attributes, infos[static_cast<std::size_t>(k)], cell, vocabulary->words);
  });
  return full;
}

CAPNET_INLINE day_spread frozen::find_days() const {
  day_spread found;
  for (const auto& tables : vertices) {
    for (const table& rows : tables) found.see(rows->times, rows->count);
  }
  for (const layer& ties : layers) {
    if (ties.rows() == 0) continue;
    if (ties.extended()) {
      ties.for_each([&](std::uint32_t, const dated_tie& uv) {
        if (uv.when.status == status::held) found.see(uv.when.begin_latest);
      });
      continue;
    }
    const time_columns& times = ties.out().times;
    const tie_block& block = *ties.blocks().front();
    if (block.places.empty() || ties.directed()) {
      found.see(times, ties.out().neighbors.size());
      continue;
    }
    for (std::uint32_t row = 0; row < block.row_count; ++row) {  // of an undirected tie one of its two places
      const std::uint32_t at = block.places[row];
      if (!ties.is_retracted(row) && times.status_at(at) == status::held) found.see(times.begin_latest[at]);
    }
  }
  for (const figure& f : figures) {
    if (f.day && f.status == status::held) found.see(held_when::number(f.day->latest));
  }
  found.settle();
  return found;
}

}  // namespace capnet::detail
