#pragma once
/// What a builder should hold, in plain rows: each call says whether it is to be refused.
#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/network/event_log.hpp>
#include <capnet/network/tie_columns.hpp>
#include <capnet/network/vertex_columns.hpp>

namespace capnet::fuzz {

struct builder_model {
  event_log log{};
  std::set<tie_ref> borrowed{};  ///< ties of columns since the last base

  builder_model() { fit(); }

  void fit() {
    log.vertices.resize(log.schema.kind_count());
    log.ties.resize(log.schema.relation_count());
  }
  [[nodiscard]] std::optional<vertex_ref> find(std::string_view text) const {
    for (std::size_t k = 0; k < log.vertices.size(); ++k) {
      for (std::size_t at = 0; at < log.vertices[k].size(); ++at) {
        const auto& [key, p] = log.vertices[k][at];
        if (key == text || std::ranges::find(p.aliases, text) != p.aliases.end())
          return vertex_ref{static_cast<kind_index>(k), static_cast<std::uint32_t>(at)};
      }
    }
    return std::nullopt;
  }
  [[nodiscard]] bool has(vertex_ref v) const {
    return static_cast<std::size_t>(v.kind) < log.vertices.size() && v.value < vertices(v.kind).size();
  }
  [[nodiscard]] const std::vector<vertex_record>& vertices(kind_index k) const {
    return log.vertices[static_cast<std::size_t>(k)];
  }
  [[nodiscard]] const vertex_properties& properties(vertex_ref v) const { return vertices(v.kind)[v.value].properties; }
  [[nodiscard]] static bool in_order(const spell& when) { return when.begin.earliest <= when.end.latest; }

  bool add_vertex(kind_index kind, const std::string& key, const vertex_properties& p) {
    bool fits = !key.empty() && !find(key) && in_order(p.existence) && p.size.value_or(0) >= 0 &&
                static_cast<std::size_t>(p.sector) < log.schema.sector_names().size();
    for (const std::string& alias : p.aliases) fits = fits && !alias.empty() && !find(alias);
    if (fits) log.vertices[static_cast<std::size_t>(kind)].push_back({key, p});
    return fits;
  }
  bool add_vertices(kind_index kind, const vertex_columns& columns) {
    auto& rows = log.vertices[static_cast<std::size_t>(kind)];
    const std::size_t before = rows.size();
    for (std::size_t at = 0; at < columns.count; ++at) {
      const vertex_properties p{.sector = columns.sector(at),
                                .region = std::string{columns.region(at)},
                                .existence = columns.when(at).when()};
      if (add_vertex(kind, columns.key(at, before + at), p)) continue;
      rows.resize(before);
      return false;
    }
    return true;
  }
  [[nodiscard]] bool admits(relation_index r, vertex_ref source, vertex_ref target) const {
    return has(source) && has(target) && log.schema.relation(r).admits(source.kind, target.kind);
  }
  bool add_tie(relation_index r, vertex_ref source, vertex_ref target, const tie_properties& p) {
    const bool fits = admits(r, source, target) && std::isfinite(p.weight.value_or(0)) && in_order(p.active);
    if (fits) log.ties[static_cast<std::size_t>(r)].push_back({source, target, p});
    return fits;
  }
  bool add_ties(relation_index r, const tie_columns& columns) {
    auto& rows = log.ties[static_cast<std::size_t>(r)];
    const std::size_t before = rows.size();
    bool fits = log.schema.relation(r).admits(columns.source_kind, columns.target_kind);
    for (std::size_t at = 0; fits && at < columns.size(); ++at) {
      tie_properties p{.active = columns.when(at).when(), .status = columns.status};
      if (!columns.weights.empty() && !std::isnan(columns.weights[at])) p.weight = columns.weights[at];
      fits = add_tie(r, {columns.source_kind, columns.sources[at]}, {columns.target_kind, columns.targets[at]}, p);
    }
    if (!fits) rows.resize(before);
    for (std::size_t row = before; row < rows.size(); ++row) borrowed.insert({r, static_cast<std::uint32_t>(row)});
    return fits;
  }
  bool retract(tie_ref t) {
    auto& rows = log.ties[static_cast<std::size_t>(t.relation)];
    if (t.row >= rows.size() || rows[t.row].retracted || borrowed.contains(t)) return false;
    return rows[t.row].retracted = true;
  }
  bool set_sector(vertex_ref v, sector s, date from) {
    const bool fits = has(v) && static_cast<std::size_t>(s) < log.schema.sector_names().size();
    if (fits) log.changes.push_back({v, "sector", from, log.schema.name(s)});
    return fits;
  }
};

}  // namespace capnet::fuzz
