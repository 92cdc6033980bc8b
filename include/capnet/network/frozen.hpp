#pragma once
/// What a snapshot consists of: columns, and lists that were said once. Not interface: see snapshot.hpp.
#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/model/figure.hpp>
#include <capnet/model/schema.hpp>
#include <capnet/network/attribute_cells.hpp>
#include <capnet/network/change_list.hpp>
#include <capnet/network/companion.hpp>
#include <capnet/network/day_spread.hpp>
#include <capnet/network/event_log.hpp>
#include <capnet/network/layer.hpp>
#include <capnet/network/vertex_table.hpp>

namespace capnet::detail {

struct frozen {
  using table = std::shared_ptr<const vertex_table>;
  capnet::schema schema{};
  std::vector<std::vector<table>> vertices{};  ///< [kind]: by id, the first of the network as it was frozen as a whole
  std::vector<std::shared_ptr<const key_index>> keys{};
  std::vector<std::string> regions{std::string{}};  ///< [0] is none
  std::shared_ptr<const detail::vocabulary> vocabulary = std::make_shared<const detail::vocabulary>();
  std::vector<layer> layers{};
  change_list changes{};
  std::vector<figure> figures{};
  std::vector<source> sources{};
  std::vector<std::string> files{};
  day_spread days{};
  bool by_locality = false;
  bool untyped = false;  ///< from a file of before attributes had types: all of their values are texts
  companion beside{};    ///< of the queries on this network

  [[nodiscard]] std::size_t order(std::size_t kind) const {
    const auto& tables = one_of(vertices, kind, "kind");
    return tables.empty() ? 0 : tables.back()->first + tables.back()->count;
  }
  /// The columns that hold a vertex; nothing if the network does not have it.
  [[nodiscard]] const vertex_table* find_table(vertex_ref v) const {
    const auto k = static_cast<std::size_t>(v.kind);
    if (k >= vertices.size()) return nullptr;
    for (auto at = vertices[k].end(); at != vertices[k].begin();) {  // few: one for each later growth
      const vertex_table& rows = **--at;
      if (rows.first <= v.value) return v.value - rows.first < rows.count ? &rows : nullptr;
    }
    return nullptr;
  }
  /// The same for a vertex of the network, here and below.
  [[nodiscard]] const vertex_table& table_of(vertex_ref v) const {
    const auto& tables = vertices[static_cast<std::size_t>(v.kind)];
    std::size_t at = tables.size() - 1;
    while (at > 0 && tables[at]->first > v.value) --at;
    return *tables[at];
  }
  [[nodiscard]] std::optional<vertex_ref> find(std::string_view key) const {
    const auto has_key = [&](vertex_ref v, std::string_view text) { return table_of(v).has_key(v.value, text); };
    for (const auto& index : keys) {
      if (const auto found = index->find(key, has_key)) return found;
    }
    for (std::size_t k = 0; k < vertices.size(); ++k) {
      for (const table& some : vertices[k]) {
        if (const auto id = numbered(key, some->prefix);
            id && *id >= some->first && *id - some->first < some->count && some->keys.offsets.empty()) {
          return vertex_ref{static_cast<kind_index>(k), static_cast<std::uint32_t>(*id)};
        }
      }
    }
    return std::nullopt;
  }
  /// The number behind a prefix: "o12" behind "o" is 12; nothing for "o012", "o" or another text.
  static std::optional<std::uint64_t> numbered(std::string_view text, std::string_view prefix) {
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

  [[nodiscard]] held_when held(vertex_ref v) const {
    const vertex_table& rows = table_of(v);
    return rows.times[v.value - rows.first];
  }
  [[nodiscard]] vertex_record record(vertex_ref v) const {
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
  [[nodiscard]] const std::string& region(std::uint32_t code) const {
    return regions[code < regions.size() ? code : 0];
  }

  /// When what is held began or was counted: each tie once.
  [[nodiscard]] day_spread find_days() const {
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
};

}  // namespace capnet::detail
