#pragma once
/// Definitions of snapshot.hpp: see core/config.hpp.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/config.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/text.hpp>
#include <capnet/network/detail/freezer.hpp>
#include <capnet/network/recorded.hpp>
#include <capnet/network/snapshot.hpp>

namespace capnet {

CAPNET_INLINE std::size_t snapshot::order() const {
  std::size_t n = 0;
  for (std::size_t k = 0; k < parts_->vertices.size(); ++k) n += parts_->order(k);
  return n;
}

CAPNET_INLINE std::size_t snapshot::size() const {
  std::size_t m = 0;
  for (const capnet::layer& ties : parts_->layers) m += ties.size();
  return m;
}

CAPNET_INLINE vertex_ref snapshot::vertex(std::string_view key) const {
  if (const auto found = find(key)) return *found;
  std::vector<std::string> known;
  for (std::size_t k = 0; k < parts_->vertices.size() && order() <= 100'000; ++k) {
    for (const vertex_ref v : vertices(static_cast<kind_index>(k))) known.push_back(this->key(v));
  }
  const std::vector<std::string_view> words(known.begin(), known.end());
  detail::refuse_with({quote(key), " is not in the network; expected the id of a vertex", did_you_mean(key, words)});
}

CAPNET_INLINE std::string snapshot::key(vertex_ref v) const { return table(v).key(v.value); }

CAPNET_INLINE vertex_properties snapshot::properties(vertex_ref v) const {
  (void)table(v);
  return parts_->record(v).properties;
}

CAPNET_INLINE vertex_properties snapshot::properties(vertex_ref v, date day) const {
  vertex_properties now = properties(v);
  now.sector = sector(v, day);
  now.region = region(v, day);
  parts_->changes.for_each(v, [&](const change_record& change) {
    if (change.attribute == "sector" || change.attribute == "region" || change.from > day) return;
    const attribute_value& value = *parts_->changes.value(v, change.attribute, day);
    if (change.attribute == "size") {
      const auto* size = value.get_if<std::int64_t>();
      now.size = size != nullptr ? std::optional{*size} : std::nullopt;
      return;
    }
    std::erase_if(now.attributes, [&](const attribute& known) { return known.first == change.attribute; });
    if (!value.empty()) now.attributes.emplace_back(change.attribute, value);
  });
  return now;
}

CAPNET_INLINE std::optional<attribute_value> snapshot::value(vertex_ref v, std::string_view attribute, date day) const {
  const vertex_table& rows = table(v);
  if (const attribute_value* changed = parts_->changes.value(v, attribute, day))
    return changed->empty() ? std::nullopt : std::optional{*changed};
  const auto k = schema().find_attribute(v.kind, attribute);
  if (k && schema().attribute(v.kind, *k).type != value_type::text) {
    if (const attribute_column* const values = rows.attribute(*k))
      return detail::value_of_cell(values->type, (*values)[v.value - rows.first], words());
    if (!parts_->untyped) return std::nullopt;
  }
  return text_in(properties(v).attributes, attribute);
}

CAPNET_INLINE std::optional<attribute_value> snapshot::value(tie_ref t, std::string_view attribute) const {
  const capnet::layer& ties = layer(t.relation);
  if (attribute == "weight") {
    const auto weight = ties.tie(t.row).weight;
    return weight ? std::optional{attribute_value{*weight}} : std::nullopt;
  }
  const auto k = schema().find_attribute(t.relation, attribute);
  if (k && schema().attribute(t.relation, *k).type != value_type::text) {
    if (const auto value = ties.value(t.row, *k); value || !parts_->untyped) return value;
  }
  return text_in(tie(t).properties.attributes, attribute);
}

CAPNET_INLINE std::string snapshot::label(vertex_ref v) const {
  const vertex_properties p = properties(v);
  return !p.name.empty() ? p.name : !p.name_en.empty() ? p.name_en : key(v);
}

CAPNET_INLINE std::string snapshot::label_en(vertex_ref v) const {
  vertex_properties p = properties(v);
  return !p.name_en.empty() ? p.name_en : !p.name.empty() ? p.name : key(v);
}

CAPNET_INLINE std::vector<change_record> snapshot::changes() const { return parts_->changes.all(); }

CAPNET_INLINE tie_record snapshot::tie(tie_ref t) const { return tie_access{&layer(t.relation)}(t.row); }

CAPNET_INLINE std::string_view snapshot::file_of(const origin& where) const {
  return where.file == 0 || where.file > files().size() ? std::string_view{}
                                                        : std::string_view{files()[where.file - 1]};
}

CAPNET_INLINE bool snapshot::extended() const {
  return parts_->keys.size() > 1 ||  // vertices, perhaps the first of their kind
         std::any_of(parts_->layers.begin(), parts_->layers.end(),
                     [](const capnet::layer& ties) { return ties.extended(); });
}

CAPNET_INLINE event_log snapshot::to_log() const {
  event_log log{.schema = schema(),
                .vertices = std::vector<std::vector<vertex_record>>(parts_->vertices.size()),
                .ties = std::vector<std::vector<tie_record>>(parts_->layers.size()),
                .changes = changes(),
                .figures = figures(),
                .sources = sources(),
                .files = files()};
  for (std::size_t k = 0; k < log.vertices.size(); ++k) {
    const auto rows = records(static_cast<kind_index>(k));
    log.vertices[k].reserve(rows.size());
    for (const vertex_record& v : rows) log.vertices[k].push_back(v);
  }
  for (std::size_t r = 0; r < log.ties.size(); ++r) {
    const auto rows = ties(static_cast<relation_index>(r));
    log.ties[r].reserve(rows.size());
    for (const tie_record& uv : rows) log.ties[r].push_back(uv);
  }
  return log;
}

CAPNET_INLINE snapshot::memory_use snapshot::memory() const {
  memory_use bytes;
  for (const capnet::layer& ties : parts_->layers) {
    bytes.ties += ties.memory();
    bytes.cold += ties.cold_memory();
  }
  for (const auto& tables : parts_->vertices) {
    for (const auto& rows : tables) bytes.vertices += rows->memory();
  }
  for (const auto& index : parts_->keys) bytes.vertices += index->slots.size() * 4 + index->aliases.memory();
  return bytes;
}

CAPNET_INLINE std::optional<attribute_value> snapshot::text_in(const std::vector<attribute>& all,
                                                               std::string_view name) {
  for (const auto& [known, value] : all) {
    if (known == name) return value;
  }
  return std::nullopt;
}

CAPNET_INLINE void snapshot::refuse_kind(vertex_ref v, std::string_view wanted) const {
  detail::refuse(quote(key(v)), " is of the kind ", quote(schema().name(v.kind)), "; expected one of the kind ",
                 quote(wanted));
}

CAPNET_INLINE void snapshot::refuse_vertex(vertex_ref v) const {
  detail::refuse("there is no vertex ", v.value, " of the kind ", quote(schema().name(v.kind)),
                 " in this network, which has ", order(v.kind), " of them; expected one that it gave");
}

}  // namespace capnet

namespace capnet {

CAPNET_INLINE snapshot::snapshot() {
  static const auto nothing = detail::freezer{nullptr, detail::recorded{}, freeze_options{}}();
  parts_ = nothing;
}
CAPNET_INLINE snapshot::snapshot(const event_log& log)
    : parts_{detail::freezer{nullptr, detail::recorded{log}, freeze_options{}}()} {}

CAPNET_INLINE snapshot snapshot::compacted(const freeze_options& how) const {
  if (!extended() && how.by_locality == parts_->by_locality) return *this;
  const detail::recorded nothing{*parts_};
  return snapshot{detail::freezer{parts_.get(), nothing, how, true}()};
}
CAPNET_INLINE snapshot snapshot::compacted() const { return compacted({.by_locality = parts_->by_locality}); }

}  // namespace capnet
