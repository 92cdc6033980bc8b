#pragma once
/// Records vertices, ties and figures, checks each, and freezes them into a snapshot.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <capnet/network/event_log.hpp>
#include <capnet/network/freeze.hpp>
#include <capnet/network/snapshot.hpp>
#include <capnet/network/tie_columns.hpp>
#include <capnet/network/vertex_columns.hpp>

namespace capnet {

namespace detail {
class builder_state;
struct checked_ties;
}  // namespace detail

/// Builds a network:
///
///     capnet::builder net;
///     const auto dell = net.add<organization>("dell", {.name = "Dell", .sector = sector::company});
///     const auto forum = net.add<event>("forum");
///     net.tie<attends>(dell, forum, {.active = {.begin = partial_date::year(2024)}});
///     const snapshot now = net.freeze();
///
/// or goes on from one: `builder next{now};` records what is new, and freezing that costs in proportion to it.
/// Every call either records or throws input_error and leaves the builder as it was. Ids stay valid in all later
/// snapshots. A builder that was moved from can be assigned to or destroyed.
class builder {
 public:
  builder();
  builder(const builder& other);
  builder(builder&& other) noexcept;
  builder& operator=(const builder& other);
  builder& operator=(builder&& other) noexcept;
  ~builder();
  explicit builder(capnet::schema schema);
  /// Goes on from a snapshot. Figures, sources and files are kept.
  explicit builder(snapshot base);
  /// Records what a log says. Throws input_error for rows that can't be.
  explicit builder(const event_log& log);

  [[nodiscard]] const capnet::schema& schema() const;
  [[nodiscard]] std::optional<vertex_ref> find(std::string_view key_or_alias) const;
  /// Empty if there is no such vertex.
  [[nodiscard]] std::string key(vertex_ref v) const;
  /// Number of vertices of a kind, of the base too. Throws input_error for a kind that is not declared.
  [[nodiscard]] std::size_t order(kind_index kind) const;

  /// Makes a kind or relation of your own known; `add` and `tie` do it by themselves for declared ones.
  template <vertex_kind Kind>
  kind_index declare(Kind = {}) {
    return declare(detail::kind_declared<Kind>);
  }
  template <tie_relation Relation>
  relation_index declare(Relation = {}) {
    return declare(detail::relation_declared<Relation>);
  }
  relation_index declare(relation_info info);
  kind_index declare_kind(std::string_view name);
  /// One of `parent`, or of none.
  kind_index declare_kind(std::string_view name, std::optional<kind_index> parent);
  /// Makes an attribute of a kind or relation known, or completes what is known of it. Throws input_error if it is
  /// declared otherwise.
  attribute_index declare_attribute(kind_index of, attribute_info info);
  attribute_index declare_attribute(relation_index of, attribute_info info);
  capnet::sector declare_sector(std::string_view name);

  /// Records a vertex. Throws input_error if the key or an alias is empty or taken, the size negative, or it ends
  /// before it begins.
  template <vertex_kind Kind>
  id<Kind> add(std::string_view key, vertex_properties properties = {}) {
    return id<Kind>{add_vertex(detail::kind_declared<Kind>, key, std::move(properties)).value};
  }
  vertex_ref add_vertex(kind_index kind, std::string_view key, vertex_properties properties = {});

  /// Records many vertices of a kind; returns the first: their ids follow each other. Throws input_error if a key is
  /// empty or taken, a column has another length than `count`, or an entry is none of its kind.
  vertex_ref add_vertices(kind_index kind, vertex_columns columns);
  template <vertex_kind Kind>
  id<Kind> add_vertices(vertex_columns columns) {
    return id<Kind>{add_vertices(detail::kind_declared<Kind>, std::move(columns)).value};
  }

  /// Records a tie. Misuse of the kinds fails at compile time.
  template <tie_relation Relation, vertex_kind Source, vertex_kind Target>
  tie_ref tie(id<Source> source, id<Target> target, tie_properties properties = {}) {
    constexpr bool forward = Relation::source::template admits<Source> && Relation::target::template admits<Target>;
    constexpr bool backward =
        !Relation::directed && Relation::source::template admits<Target> && Relation::target::template admits<Source>;
    static_assert(forward || backward,
                  "capnet: this relation does not join these two kinds: see its `source` and `target`");
    return add_tie(detail::relation_declared<Relation>, detail::kind_declared<Source>, source.value(),
                   detail::kind_declared<Target>, target.value(), std::move(properties));
  }
  /// The same for a relation known at run time. Throws input_error if the relation does not join these kinds, if the
  /// tie ends before it begins, or if its weight is not finite.
  tie_ref add_tie(relation_index relation, vertex_ref source, vertex_ref target, tie_properties properties = {});

  /// Records many ties; returns the first: their rows follow each other, unless `freeze_options::renumber` says
  /// otherwise. Throws input_error if the relation does not join the kinds, a column has another length than `sources`,
  /// an end is no vertex, a weight is infinite or not what it means, or a tie ends before it begins. Time O(ties).
  tie_ref add_ties(relation_index relation, tie_columns columns);
  template <tie_relation Relation>
  tie_ref add_ties(tie_columns columns) {
    return add_ties(detail::relation_declared<Relation>, std::move(columns));
  }

  /// Takes back a tie that was recorded in error, row by row or in the base. Its row stays unused; no other tie
  /// changes. Throws if there is none such.
  void retract(tie_ref tie);

  /// From `from` on, an attribute of the vertex has another value: `sector` (a name; a new one is declared), `region`,
  /// `size` or one of its own; an empty text: unknown. Throws input_error for a value that it can't have.
  void change_attribute(change_record change);
  void change_attribute(vertex_ref v, std::string_view attribute, attribute_value value, date from,
                        std::string cite = {});
  /// The same for a declared attribute of a kind.
  template <attribute_tag Tag, vertex_kind Kind>
  void change_attribute(id<Kind> v, value_of<Tag> value, date from) {
    static_assert(detail::lists_attribute<Kind, Tag>,
                  "capnet: this kind does not list that attribute: see its `attributes`");
    change_attribute(vertex_ref{schema().template index_of<Kind>(), v.value()}, Tag::name, attribute_value{value},
                     from);
  }
  /// From `from` on, the vertex belongs to `sector`.
  void set_sector(vertex_ref v, capnet::sector sector, date from);
  template <vertex_kind Kind>
  void set_sector(id<Kind> v, capnet::sector sector, date from) {
    set_sector(vertex_ref{schema().template index_of<Kind>(), v.value()}, sector, from);
  }

  void add_figure(figure reported);
  void add_source(source where);
  /// Remembers a file that rows come from; for `origin::file`.
  std::uint32_t add_file(std::string name);

  /// The network as recorded so far. The builder can go on. Time O(n + m log m); of a base and little more (an eighth
  /// of it at most), in proportion to what is new and the degrees of what it touches, and the snapshots share the rest.
  [[nodiscard]] snapshot freeze(const freeze_options& how = {}) const;

  /// Why a relation can't join two vertices, with relations that could.
  [[nodiscard]] std::string misfit(const relation_info& info, vertex_ref source, vertex_ref target) const;

 private:
  friend struct detail::checked_ties;

  kind_index declare(const detail::kind_declaration& kind);
  relation_index declare(const detail::relation_declaration& relation);
  vertex_ref add_vertex(const detail::kind_declaration& kind, std::string_view key, vertex_properties&& properties);
  vertex_ref add_vertices(const detail::kind_declaration& kind, vertex_columns columns);
  tie_ref add_tie(const detail::relation_declaration& relation, const detail::kind_declaration& source_kind,
                  std::uint32_t source, const detail::kind_declaration& target_kind, std::uint32_t target,
                  tie_properties&& properties);
  tie_ref add_ties(const detail::relation_declaration& relation, tie_columns columns);

  std::unique_ptr<detail::builder_state> state_;
};

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/network/builder-inl.hpp>  // IWYU pragma: export
#endif
