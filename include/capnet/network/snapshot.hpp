#pragma once
/// The network as it stands: immutable, in canonical order, shared by copies.
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <capnet/core/hash.hpp>
#include <capnet/core/id.hpp>
#include <capnet/core/indexed_range.hpp>
#include <capnet/network/event_log.hpp>
#include <capnet/network/layer.hpp>

namespace capnet {

/// A typed, dated network, frozen. Copies share it; reading from several threads is safe. Made by `builder::freeze()`.
///
/// It holds every statement: ask a `network_view` (view/network_view.hpp) for what held on a day.
class snapshot {
 public:
  struct id_access {
    kind_index kind{};
    vertex_ref operator()(std::size_t at) const { return {kind, static_cast<std::uint32_t>(at)}; }
  };
  template <class Kind>
  struct typed_access {
    id<Kind> operator()(std::size_t at) const { return id<Kind>{static_cast<std::uint32_t>(at)}; }
  };

  /// The empty network with the built-in schema.
  snapshot() : snapshot{std::make_shared<event_log>()} {}

  /// Freezes a log whose rows were checked by a `builder`. Time O(n + m log m), space O(n + m).
  explicit snapshot(std::shared_ptr<event_log> log) {
    log->vertices.resize(log->schema.kind_count());
    log->ties.resize(log->schema.relation_count());
    auto parts = std::make_shared<frozen>();
    parts->times.resize(log->vertices.size());
    parts->sectors.resize(log->vertices.size());
    for (std::size_t k = 0; k < log->vertices.size(); ++k) {
      parts->times[k].reserve(log->vertices[k].size());
      for (std::uint32_t v = 0; v < log->vertices[k].size(); ++v) {
        const vertex_record& record = log->vertices[k][v];
        const vertex_ref ref{static_cast<kind_index>(k), v};
        parts->by_key.emplace(record.key, ref);
        parts->times[k].emplace_back(record.properties.existence, record.properties.status);
        parts->sectors[k].push_back(record.properties.sector);
        for (const std::string& alias : record.properties.aliases) parts->by_alias.emplace(alias, ref);
      }
      parts->order += log->vertices[k].size();
    }
    for (std::size_t r = 0; r < log->ties.size(); ++r) {
      const auto relation = static_cast<relation_index>(r);
      parts->layers.emplace_back(relation, log->schema.relation(relation), *log);
    }
    for (const sector_record& change : log->sectors) parts->sector_changes[change.vertex].push_back(change);
    parts->log = std::move(log);
    parts_ = std::move(parts);
  }

  [[nodiscard]] const event_log& log() const { return *parts_->log; }
  [[nodiscard]] const capnet::schema& schema() const { return log().schema; }

  /// Number of vertices: of all kinds, of one.
  [[nodiscard]] std::size_t order() const { return parts_->order; }
  [[nodiscard]] std::size_t order(kind_index k) const { return log().vertices.at(static_cast<std::size_t>(k)).size(); }
  template <vertex_kind Kind>
  [[nodiscard]] std::size_t order() const { return order(schema().template index_of<Kind>()); }

  /// All vertices of a kind, by id.
  [[nodiscard]] indexed_range<id_access> vertices(kind_index k) const { return {{k}, 0, order(k)}; }
  template <vertex_kind Kind>
  [[nodiscard]] indexed_range<typed_access<Kind>> vertices() const { return {{}, 0, order<Kind>()}; }

  /// The vertex of a key, else of an alias. O(1).
  [[nodiscard]] std::optional<vertex_ref> find(std::string_view key) const {
    const std::string name{key};
    if (const auto found = parts_->by_key.find(name); found != parts_->by_key.end()) return found->second;
    if (const auto found = parts_->by_alias.find(name); found != parts_->by_alias.end()) return found->second;
    return std::nullopt;
  }
  /// The same for a key that must exist. Throws input_error.
  [[nodiscard]] vertex_ref vertex(std::string_view key) const {
    if (const auto found = find(key)) return *found;
    std::vector<std::string_view> known;
    for (const auto& [name, v] : parts_->by_key) known.push_back(name);
    std::ranges::sort(known);
    throw input_error{"'" + std::string{key} + "' is not in the network; expected the id of a vertex" + did_you_mean(key, known)};
  }

  template <vertex_kind Kind>
  [[nodiscard]] vertex_ref ref(id<Kind> v) const { return {schema().template index_of<Kind>(), v.value()}; }
  /// Pre: the vertex is of that kind.
  template <vertex_kind Kind>
  [[nodiscard]] id<Kind> as(vertex_ref v) const {
    CAPNET_ASSERT(schema().template index_of<Kind>() == v.kind, "the vertex is of the kind it is read as");
    return id<Kind>{v.value};
  }

  [[nodiscard]] const std::string& key(vertex_ref v) const { return record(v).key; }
  [[nodiscard]] const vertex_properties& properties(vertex_ref v) const { return record(v).properties; }
  template <vertex_kind Kind>
  [[nodiscard]] const vertex_properties& properties(id<Kind> v) const { return properties(ref(v)); }
  /// The name, else the English name, else the key.
  [[nodiscard]] const std::string& label(vertex_ref v) const {
    const vertex_properties& p = properties(v);
    return !p.name.empty() ? p.name : !p.name_en.empty() ? p.name_en : key(v);
  }
  /// The English name, else the name, else the key: for sentences in English.
  [[nodiscard]] const std::string& label_en(vertex_ref v) const {
    const vertex_properties& p = properties(v);
    return p.name_en.empty() ? label(v) : p.name_en;
  }
  /// The sector on a day: of the last change up to then, else the one the vertex was recorded with.
  [[nodiscard]] capnet::sector sector(vertex_ref v, date day = unbounded_future) const {
    capnet::sector now = parts_->sectors[static_cast<std::size_t>(v.kind)][v.value];
    if (parts_->sector_changes.empty()) return now;
    const auto changes = parts_->sector_changes.find(v);
    if (changes == parts_->sector_changes.end()) return now;
    date since = unbounded_past;
    for (const sector_record& change : changes->second) {
      if (change.from <= day && change.from >= since) {
        now = change.sector;
        since = change.from;
      }
    }
    return now;
  }

  /// When the vertices of a kind exist, and how, by id.
  [[nodiscard]] const std::vector<held_when>& existence(kind_index k) const { return parts_->times[static_cast<std::size_t>(k)]; }

  [[nodiscard]] const capnet::layer& layer(relation_index r) const { return parts_->layers.at(static_cast<std::size_t>(r)); }
  template <tie_relation Relation>
  [[nodiscard]] const capnet::layer& layer() const { return layer(schema().template index_of<Relation>()); }
  [[nodiscard]] const std::vector<capnet::layer>& layers() const { return parts_->layers; }
  [[nodiscard]] const tie_record& tie(tie_ref t) const { return log().ties[static_cast<std::size_t>(t.relation)][t.row]; }

  [[nodiscard]] const std::vector<figure>& figures() const { return log().figures; }
  [[nodiscard]] const std::vector<source>& sources() const { return log().sources; }

  /// The last day on which the data says, with status held, that something began or was counted; nothing if it has no dates.
  [[nodiscard]] std::optional<date> last_day() const {
    std::optional<date> last;
    auto see = [&](status how, const partial_date& day) {
      if (how == status::held && day != never_began && (!last || day.latest > *last)) last = day.latest;
    };
    for (const auto& kind : log().vertices) {
      for (const vertex_record& v : kind) see(v.properties.status, v.properties.existence.begin);
    }
    for (const auto& relation : log().ties) {
      for (const tie_record& uv : relation) see(uv.retracted ? status::target : uv.properties.status, uv.properties.active.begin);
    }
    for (const figure& f : figures()) {
      if (f.day) see(f.status, *f.day);
    }
    return last;
  }

 private:
  struct frozen {
    std::shared_ptr<const event_log> log;
    std::size_t order = 0;
    std::vector<capnet::layer> layers;
    std::vector<std::vector<held_when>> times;            // [kind][id]
    std::vector<std::vector<capnet::sector>> sectors;  // [kind][id]: as recorded first
    std::unordered_map<std::string, vertex_ref> by_key;
    std::unordered_map<std::string, vertex_ref> by_alias;
    std::unordered_map<vertex_ref, std::vector<sector_record>> sector_changes;
  };
  [[nodiscard]] const vertex_record& record(vertex_ref v) const {
    CAPNET_ASSERT(v.value < order(v.kind), "the vertex belongs to this network");
    return log().vertices[static_cast<std::size_t>(v.kind)][v.value];
  }
  std::shared_ptr<const frozen> parts_;
};

}  // namespace capnet
