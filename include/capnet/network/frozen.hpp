#pragma once
/// What a snapshot consists of: columns, and lists that were said once. Not interface: see snapshot.hpp.
#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/model/figure.hpp>
#include <capnet/model/schema.hpp>
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
  std::shared_ptr<const std::vector<std::string>> attribute_names = std::make_shared<const std::vector<std::string>>();
  std::vector<layer> layers{};
  std::vector<sector_record> sectors{};  ///< changes, in order of recording
  std::unordered_map<vertex_ref, std::vector<sector_record>> sector_changes{};
  std::vector<figure> figures{};
  std::vector<source> sources{};
  std::vector<std::string> files{};
  std::optional<date> last_day{};
  bool by_locality = false;

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
    decode(rows.details[v.value - rows.first], full.properties, *attribute_names);
    return full;
  }
  [[nodiscard]] const std::string& region(std::uint32_t code) const {
    return regions[code < regions.size() ? code : 0];
  }

  /// When anything that is held began or was counted last.
  [[nodiscard]] std::optional<date> find_last_day() const {
    std::int32_t last = first_of_days;
    auto see = [&](const time_columns& times, std::size_t n) {
      if (times.begin_latest.is_constant() && times.begin_latest.constant == first_of_days) return;
      for (std::size_t at = 0; at < n; ++at) {
        const std::int32_t begin = times.begin_latest[at];
        if (begin > last && times.status_at(at) == status::held) last = begin;
      }
    };
    for (const auto& tables : vertices) {
      for (const table& rows : tables) see(rows->times, rows->count);
    }
    for (const layer& ties : layers) {
      if (!ties.extended()) {
        see(ties.out().times, ties.out().neighbors.size());
        continue;
      }
      ties.for_each([&](std::uint32_t, const dated_tie& uv) {
        if (uv.when.status == status::held) last = std::max(last, uv.when.begin_latest);
      });
    }
    for (const figure& f : figures) {
      if (f.day && f.status == status::held && *f.day != never_began)
        last = std::max(last, held_when::number(f.day->latest));
    }
    return last == first_of_days ? std::nullopt : std::optional{held_when::day(last)};
  }
};

}  // namespace capnet::detail
