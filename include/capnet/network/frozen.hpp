#pragma once
/// What a snapshot consists of: columns, and lists that were said once. Not interface: see snapshot.hpp.
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
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
  std::shared_ptr<const detail::vocabulary> vocabulary;
  std::vector<layer> layers{};
  change_list changes{};
  std::vector<figure> figures{};
  std::vector<source> sources{};
  std::vector<std::string> files{};
  day_spread days{};
  bool by_locality = false;
  bool untyped = false;  ///< from a file of before attributes had types: all of their values are texts
  companion beside{};    ///< of the queries on this network

  frozen();
  frozen(const frozen& other);
  frozen& operator=(const frozen& other) = delete;
  ~frozen();

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
  [[nodiscard]] std::optional<vertex_ref> find(std::string_view key) const;
  /// The number behind a prefix: "o12" behind "o" is 12; nothing for "o012", "o" or another text.
  static std::optional<std::uint64_t> numbered(std::string_view text, std::string_view prefix);

  [[nodiscard]] held_when held(vertex_ref v) const {
    const vertex_table& rows = table_of(v);
    return rows.times[v.value - rows.first];
  }
  [[nodiscard]] vertex_record record(vertex_ref v) const;
  [[nodiscard]] const std::string& region(std::uint32_t code) const {
    return regions[code < regions.size() ? code : 0];
  }

  /// When what is held began or was counted: each tie once.
  [[nodiscard]] day_spread find_days() const;
};

}  // namespace capnet::detail

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/network/frozen-inl.hpp>  // IWYU pragma: export
#endif
