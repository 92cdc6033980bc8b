#pragma once
/// The network as it stands: immutable, in canonical order, shared by copies.
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <capnet/core/expect.hpp>
#include <capnet/core/id.hpp>
#include <capnet/core/indexed_range.hpp>
#include <capnet/core/problem_list.hpp>
#include <capnet/network/event_log.hpp>
#include <capnet/network/frozen.hpp>
#include <capnet/network/layer.hpp>

namespace capnet {

struct freeze_options;  // network/freeze.hpp

/// A typed, dated network, frozen. Copies share it, and so does what a `builder` adds to it; reading from several
/// threads is safe. Made by `builder::freeze()`.
///
/// What it is asked about must be its own: a number of a vertex, tie, kind or relation that it does not have throws
/// input_error. It can't tell an id of another network from its own where it has a vertex of that number too.
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
  struct record_access {
    const detail::frozen* parts = nullptr;
    kind_index kind{};
    vertex_record operator()(std::size_t at) const { return parts->record({kind, static_cast<std::uint32_t>(at)}); }
  };
  struct tie_access {
    const capnet::layer* ties = nullptr;
    tie_record operator()(std::size_t row) const {
      tie_record uv = ties->record(static_cast<std::uint32_t>(row));
      uv.retracted = ties->is_retracted(static_cast<std::uint32_t>(row));
      return uv;
    }
  };

  /// The empty network with the built-in schema.
  snapshot();
  /// Freezes a log whose rows were checked by a `builder`. Time O(n + m log m), space O(n + m).
  explicit snapshot(const event_log& log);
  explicit snapshot(std::shared_ptr<const detail::frozen> parts) : parts_{std::move(parts)} {}

  [[nodiscard]] const capnet::schema& schema() const { return parts_->schema; }

  /// Number of vertices: of all kinds, of one.
  [[nodiscard]] std::size_t order() const;
  [[nodiscard]] std::size_t order(kind_index k) const { return parts_->order(static_cast<std::size_t>(k)); }
  template <vertex_kind Kind>
  [[nodiscard]] std::size_t order() const {
    return order(schema().template index_of<Kind>());
  }
  /// Number of ties that are not retracted, of any status.
  [[nodiscard]] std::size_t size() const;

  /// All vertices of a kind, by id.
  [[nodiscard]] indexed_range<id_access> vertices(kind_index k) const { return {{k}, 0, order(k)}; }
  template <vertex_kind Kind>
  [[nodiscard]] indexed_range<typed_access<Kind>> vertices() const {
    return {{}, 0, order<Kind>()};
  }
  /// The same with everything that was said of them, and all ties of a relation by row, retracted ones too.
  [[nodiscard]] indexed_range<record_access> records(kind_index k) const { return {{parts_.get(), k}, 0, order(k)}; }
  [[nodiscard]] indexed_range<tie_access> ties(relation_index r) const { return {{&layer(r)}, 0, layer(r).rows()}; }

  /// The vertex of a key or alias. Time O(length), expected.
  [[nodiscard]] std::optional<vertex_ref> find(std::string_view key) const { return parts_->find(key); }
  /// The same for a key that must exist. Throws input_error.
  [[nodiscard]] vertex_ref vertex(std::string_view key) const;

  template <vertex_kind Kind>
  [[nodiscard]] vertex_ref ref(id<Kind> v) const {
    return {schema().template index_of<Kind>(), v.value()};
  }
  /// Throws input_error unless the vertex is one of the network, of that kind.
  template <vertex_kind Kind>
  [[nodiscard]] id<Kind> as(vertex_ref v) const {
    if (schema().template index_of<Kind>() != v.kind) [[unlikely]]
      refuse_kind(v, Kind::name);
    (void)table(v);
    return id<Kind>{v.value};
  }

  [[nodiscard]] std::string key(vertex_ref v) const;
  /// Everything that was said of a vertex but its key, as recorded first. Cheaper: `held`, `sector`, `region`, `value`.
  [[nodiscard]] vertex_properties properties(vertex_ref v) const;
  /// The same as of a day: sector, region, size and attributes from their last change up to then.
  [[nodiscard]] vertex_properties properties(vertex_ref v, date day) const;
  /// The value of an attribute of a vertex on a day: from its last change up to then, else as it was recorded first;
  /// nothing where it is unknown, or the kind has no such attribute. Throws input_error for a vertex that the network
  /// does not have.
  [[nodiscard]] std::optional<attribute_value> value(vertex_ref v, std::string_view attribute,
                                                     date day = unbounded_future) const;
  /// The value of an attribute of a tie, `weight` too; nothing where it is unknown.
  [[nodiscard]] std::optional<attribute_value> value(tie_ref t, std::string_view attribute) const;
  /// The same for a declared attribute: a double, std::int64_t, bool, partial_date or std::string.
  template <attribute_tag Tag>
  [[nodiscard]] auto value(vertex_ref v, date day = unbounded_future) const {
    return typed<Tag>(value(v, Tag::name, day));
  }
  template <attribute_tag Tag, vertex_kind Kind>
  [[nodiscard]] auto value(id<Kind> v, date day = unbounded_future) const {
    static_assert(detail::lists_attribute<Kind, Tag>,
                  "capnet: this kind does not list that attribute: see its `attributes`");
    return typed<Tag>(value(ref(v), Tag::name, day));
  }
  template <attribute_tag Tag>
  [[nodiscard]] auto value(tie_ref t) const {
    return typed<Tag>(value(t, Tag::name));
  }
  /// The words of categories, by the numbers in attribute_column::words; [0] is "", unknown.
  [[nodiscard]] const std::vector<std::string>& words() const { return parts_->vocabulary->words; }
  template <vertex_kind Kind>
  [[nodiscard]] vertex_properties properties(id<Kind> v) const {
    return properties(ref(v));
  }
  /// The name, else the English name, else the key.
  [[nodiscard]] std::string label(vertex_ref v) const;
  /// The English name, else the name, else the key: for sentences in English.
  [[nodiscard]] std::string label_en(vertex_ref v) const;
  /// The sector on a day: of the last change up to then, else the one the vertex was recorded with.
  [[nodiscard]] capnet::sector sector(vertex_ref v, date day = unbounded_future) const {
    return parts_->changes.sector(v, day, table(v).sector(v.value));
  }
  /// The region on a day as a number: its place in `regions()`, 0 if none is known.
  [[nodiscard]] std::uint32_t region_code(vertex_ref v, date day = unbounded_future) const {
    return parts_->changes.region(v, day, table(v).region(v.value));
  }
  [[nodiscard]] const std::string& region(vertex_ref v, date day = unbounded_future) const {
    return parts_->region(region_code(v, day));
  }
  /// All regions that vertices name, in order of first mention; [0] is "".
  [[nodiscard]] const std::vector<std::string>& regions() const { return parts_->regions; }
  /// What changed of vertices and when, in order of recording.
  [[nodiscard]] std::vector<change_record> changes() const;

  /// When a vertex exists, and how.
  [[nodiscard]] held_when held(vertex_ref v) const {
    const vertex_table& rows = table(v);
    return rows.times[v.value - rows.first];
  }

  [[nodiscard]] const capnet::layer& layer(relation_index r) const {
    return detail::one_of(parts_->layers, r, "relation");
  }
  template <tie_relation Relation>
  [[nodiscard]] const capnet::layer& layer() const {
    return layer(schema().template index_of<Relation>());
  }
  [[nodiscard]] const std::vector<capnet::layer>& layers() const { return parts_->layers; }
  /// Calls `visit(row, dated_tie)` for each tie of a relation that is not retracted, in the order in which they lie,
  /// which is quicker than by row and says nothing. The ends of an undirected tie may come the other way round where
  /// the relation admits the same kinds at both. Time O(n + m) unless ties were added later.
  template <class Visit>
  void for_each_tie_as_it_lies(relation_index r, Visit&& visit) const {
    const relation_info& info = schema().relation(r);
    if (info.directed || info.sources == info.targets)
      layer(r).for_each_as_it_lies(visit);
    else
      layer(r).for_each(visit);
  }
  /// Everything that was said of a tie. Cheaper: `layer(r).tie(row)`.
  [[nodiscard]] tie_record tie(tie_ref t) const;

  [[nodiscard]] const std::vector<figure>& figures() const { return parts_->figures; }
  [[nodiscard]] const std::vector<source>& sources() const { return parts_->sources; }
  [[nodiscard]] const std::vector<std::string>& files() const { return parts_->files; }
  /// The file of an origin; empty if it names none.
  [[nodiscard]] std::string_view file_of(const origin& where) const;
  /// What is wrong with that which stands there.
  [[nodiscard]] problem problem_at(const origin& where, std::string message) const {
    return {std::string{file_of(where)}, where.line, 0, std::move(message)};
  }

  /// The last day on which the data says, with status held, that something began or was counted, outlying days left
  /// out; nothing if it has no dates. O(1).
  [[nodiscard]] std::optional<date> last_day() const { return parts_->days.last(); }
  /// Whether a day lies so far from those of the data that it is likely a slip of the pen: see day_spread. Such days
  /// choose nothing. O(1).
  [[nodiscard]] bool outlying(date day) const { return parts_->days.outlying(day); }
  /// A day around which those of the data lie: within two years of their median; nothing if there are none.
  [[nodiscard]] std::optional<date> usual_day() const { return parts_->days.usual(); }

  /// Some ties or vertices were added since the network was frozen as a whole.
  [[nodiscard]] bool extended() const;
  /// The same network, frozen as a whole, and laid anew where it does not lie as asked. Ids and rows stay.
  /// Time O(n log n + m log m).
  [[nodiscard]] snapshot compacted(const freeze_options& how) const;
  /// The same, vertices in the order that they have.
  [[nodiscard]] snapshot compacted() const;

  /// Everything as rows of a log: for other stores. Time and space O(n + m).
  [[nodiscard]] event_log to_log() const;

  /// Bytes of the ties (both directions, weights, days), of their cold columns, and of the vertices.
  struct memory_use {
    std::size_t ties = 0, cold = 0, vertices = 0;
  };
  [[nodiscard]] memory_use memory() const;
  [[nodiscard]] const detail::frozen& parts() const { return *parts_; }

 private:
  static std::optional<attribute_value> text_in(const std::vector<attribute>& all, std::string_view name);
  template <attribute_tag Tag>
  static auto typed(const std::optional<attribute_value>& value) {
    using type = std::conditional_t<std::is_same_v<value_of<Tag>, std::string_view>, std::string, value_of<Tag>>;
    if (!value) return std::optional<type>{};
    const auto as = Tag::type == value_type::text ? std::optional{*value} : detail::as_type(Tag::type, *value);
    return as ? std::optional{*as->template get_if<type>()} : std::nullopt;
  }
  [[noreturn, gnu::cold]] void refuse_kind(vertex_ref v, std::string_view wanted) const;
  [[noreturn, gnu::cold]] void refuse_vertex(vertex_ref v) const;
  /// The columns that hold a vertex.
  [[nodiscard]] const vertex_table& table(vertex_ref v) const {
    const vertex_table* const rows = parts_->find_table(v);
    if (rows == nullptr) [[unlikely]]
      refuse_vertex(v);
    return *rows;
  }
  std::shared_ptr<const detail::frozen> parts_;
};

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/network/snapshot-inl.hpp>  // IWYU pragma: export
#endif
