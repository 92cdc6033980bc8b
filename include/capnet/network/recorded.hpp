#pragma once
/// What a builder holds until it is frozen: rows in columns of their own, so that a tie takes some 60 bytes and what is
/// said of it. Not interface: see builder.hpp.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/model/figure.hpp>
#include <capnet/model/schema.hpp>
#include <capnet/network/column.hpp>
#include <capnet/network/details.hpp>
#include <capnet/network/event_log.hpp>
#include <capnet/network/frozen.hpp>
#include <capnet/network/name_list.hpp>
#include <capnet/network/tie_columns.hpp>
#include <capnet/network/time_columns.hpp>
#include <capnet/network/vertex_columns.hpp>

namespace capnet::detail {

/// Room for one more, so that adding it can't throw.
template <class T>
void make_room(std::vector<T>& values) {
  if (values.size() == values.capacity()) values.reserve(std::max<std::size_t>(16, 2 * values.size()));
}

/// Vertices of one kind, in the order of recording.
struct vertex_rows {
  struct row {
    held_when when;
    capnet::sector sector;
    std::uint32_t region;  ///< in `recorded::regions`
  };
  std::vector<row> rows{};
  bytes_writer keys{}, details{};

  [[nodiscard]] std::size_t size() const { return rows.size(); }
  /// Or throws std::bad_alloc and changes nothing.
  void add(std::string_view key, const row& fixed, std::string_view more) {
    make_room(rows);
    keys.add(key);
    try {
      details.add(more);
    } catch (...) {
      keys.pop();
      throw;
    }
    rows.push_back(fixed);
  }
};

/// Ties of one relation, in the order of recording.
struct tie_rows {
  struct row {
    vertex_ref source, target;
    held_when when;
    double weight;  ///< NaN if unknown
  };
  std::vector<row> rows{};
  bytes_writer details{};
  std::vector<std::uint32_t> retracted{};  ///< of these rows, ascending

  [[nodiscard]] std::size_t size() const { return rows.size(); }
  void add(const row& fixed, std::string_view more) {
    make_room(rows);
    details.add(more);
    rows.push_back(fixed);
  }
  [[nodiscard]] bool is_retracted(std::size_t at) const {
    return std::binary_search(retracted.begin(), retracted.end(), static_cast<std::uint32_t>(at));
  }
  /// All that was said of the row.
  [[nodiscard]] tie_record record(std::size_t at, const std::vector<std::string>& names) const {
    const row& uv = rows[at];
    tie_record full{.source = uv.source,
                    .target = uv.target,
                    .properties = {.active = uv.when.when(), .status = uv.when.status},
                    .retracted = is_retracted(at)};
    if (!std::isnan(uv.weight)) full.properties.weight = uv.weight;
    decode(details[at], full.properties, names);
    return full;
  }
};

/// What was recorded since a base: rows, and columns between them.
struct recorded {
  template <class Columns>
  struct batch {
    std::size_t rows_before = 0;  ///< rows that were recorded before it
    Columns columns{};
  };
  capnet::schema schema{};
  name_list regions{std::vector<std::string>{std::string{}}};        ///< those of the base first; [0] is none
  name_list attributes{};                                            ///< names; those of the base first
  std::vector<vertex_rows> vertices{};                               ///< [kind]
  std::vector<tie_rows> ties{};                                      ///< [relation]
  std::vector<std::vector<std::uint32_t>> retracted{};               ///< [relation]: rows of the base
  std::vector<std::vector<batch<vertex_columns>>> vertex_batches{};  ///< [kind]
  std::vector<std::vector<batch<tie_columns>>> tie_batches{};        ///< [relation]
  std::vector<sector_record> sectors{};
  std::vector<figure> figures{};
  std::vector<source> sources{};
  std::vector<std::string> files{};

  explicit recorded(capnet::schema known = {}) : schema{std::move(known)} { fit(); }
  /// Nothing yet, on top of a base.
  explicit recorded(const frozen& base)
      : schema{base.schema}, regions{base.regions}, attributes{*base.attribute_names} {
    fit();
  }
  /// The rows of a log, believed to be as a builder writes them.
  explicit recorded(const event_log& log)
      : schema{log.schema}, sectors{log.sectors}, figures{log.figures}, sources{log.sources}, files{log.files} {
    fit();
    for (std::size_t k = 0; k < log.vertices.size(); ++k) {
      for (const vertex_record& v : log.vertices[k]) add(k, v.key, v.properties);
    }
    for (std::size_t r = 0; r < log.ties.size(); ++r) {
      for (const tie_record& uv : log.ties[r]) {
        if (uv.retracted) ties[r].retracted.push_back(static_cast<std::uint32_t>(ties[r].size()));
        add(r, uv.source, uv.target, uv.properties);
      }
    }
  }

  /// Room for each kind and relation of the schema, and for no other.
  void fit() {
    vertices.resize(schema.kind_count());
    vertex_batches.resize(schema.kind_count());
    ties.resize(schema.relation_count());
    tie_batches.resize(schema.relation_count());
    retracted.resize(schema.relation_count());
  }
  void add(std::size_t kind, std::string_view key, const vertex_properties& p) {
    const std::uint32_t region = regions.number(p.region);
    vertices[kind].add(key, {{p.existence, p.status}, p.sector, region}, encode(p, attributes));
  }
  void add(std::size_t relation, vertex_ref source, vertex_ref target, const tie_properties& p) {
    const double weight = p.weight.value_or(std::numeric_limits<double>::quiet_NaN());
    ties[relation].add({source, target, {p.active, p.status}, weight}, encode(p, attributes));
  }

  template <class Columns>
  static std::size_t batched(const std::vector<batch<Columns>>& batches) {
    std::size_t n = 0;
    for (const auto& b : batches) n += b.columns.size();
    return n;
  }
};

}  // namespace capnet::detail
