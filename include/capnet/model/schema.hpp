#pragma once
/// Which kinds, relations and sectors a network knows: at run time, so that it can come from a file.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <capnet/core/expect.hpp>
#include <capnet/core/id.hpp>
#include <capnet/model/attribute.hpp>
#include <capnet/model/declaration.hpp>
#include <capnet/model/kinds.hpp>
#include <capnet/model/relations.hpp>
#include <capnet/model/sector.hpp>

namespace capnet {

namespace detail {
class builder_state;
}

/// A relation as known at run time.
struct relation_info {
  std::string name{};
  std::vector<kind_index> source_kinds{};  ///< as declared; ascending
  std::vector<kind_index> target_kinds{};  ///< as declared; ascending
  bool directed = true;
  tie_nature nature = tie_nature::state;
  relation_traits traits = relation_traits::none;
  std::vector<kind_index> sources{};  ///< these and all that are one of them; ascending; the schema's to write
  std::vector<kind_index> targets{};

  [[nodiscard]] bool admits(kind_index source, kind_index target) const;
  [[nodiscard]] bool same_ends(const relation_info& other) const;
  /// Whether they declare the same.
  friend bool operator==(const relation_info& a, const relation_info& b);
};

/// The kinds, relations and sectors of a network. Starts with the built-in ones; append-only, so that an index keeps
/// its meaning.
class schema {
 public:
  static constexpr std::size_t most_kinds = 1'000;
  static constexpr std::size_t most_relations = 1'000;
  static constexpr std::size_t most_attributes = 1'000;  ///< of a kind or relation

  /// The built-in kinds, relations and sectors.
  schema();
  schema(const schema& other);
  schema(schema&& other) noexcept;
  schema& operator=(const schema& other);
  schema& operator=(schema&& other) noexcept;
  ~schema();

  /// The built-in sectors alone: for readers of what numbers kinds, relations and attributes itself.
  [[nodiscard]] static schema no_kinds();
  /// Adds what is missing of the built-in kinds and relations and their attributes. Throws input_error if something
  /// else is known by one of their names.
  void add_built_in();

  /// The kind of that name, whatever it is one of; added, as one of its own, if it is new. Throws input_error for an
  /// empty name or more than `most_kinds` kinds.
  kind_index add_kind(std::string_view name);
  /// Adds a kind that is one of `parent`, or of none, unless it is known so. Throws input_error also if it is known
  /// otherwise, naming both.
  kind_index add_kind(std::string_view name, std::optional<kind_index> parent);
  /// Adds a declared kind with what it is one of and its attributes, or none of these.
  template <vertex_kind Kind>
  kind_index add(Kind = {}) {
    return add(detail::kind_declared<Kind>);
  }
  kind_index add(const detail::kind_declaration& kind);

  /// Adds a relation unless an equal one is known; without traits it is taken to have those that are known. Throws
  /// input_error if another of that name is, naming both, or one of its kinds is not.
  relation_index add_relation(relation_info info);

  /// Adds a declared relation with the kinds it joins and its attributes, or none of these.
  template <tie_relation Relation>
  relation_index add(Relation = {}) {
    return add(detail::relation_declared<Relation>);
  }
  relation_index add(const detail::relation_declaration& relation);

  /// Adds an attribute to a kind and all that are one of it, or to a relation, unless it has it. A declaration
  /// completes what another leaves open: a unit, a meaning. Throws input_error if they say different things, or if a
  /// `weight` is no number.
  attribute_index add_attribute(kind_index k, attribute_info info);
  attribute_index add_attribute(relation_index r, attribute_info info);
  /// The attributes of a kind or relation, by attribute_index. One of a relation may be its `weight`.
  [[nodiscard]] const std::vector<attribute_info>& attributes(kind_index k) const {
    return detail::one_of(kind_attributes_, k, "kind");
  }
  [[nodiscard]] const std::vector<attribute_info>& attributes(relation_index r) const {
    return detail::one_of(relation_attributes_, r, "relation");
  }
  /// Of a kind or relation the attribute of that name.
  [[nodiscard]] std::optional<attribute_index> find_attribute(kind_index owner, std::string_view name) const;
  [[nodiscard]] std::optional<attribute_index> find_attribute(relation_index owner, std::string_view name) const;
  /// What is known of one; by name, null if there is none.
  [[nodiscard]] const attribute_info& attribute(kind_index owner, attribute_index k) const {
    return attributes(owner)[static_cast<std::size_t>(k)];
  }
  [[nodiscard]] const attribute_info& attribute(relation_index owner, attribute_index k) const {
    return attributes(owner)[static_cast<std::size_t>(k)];
  }
  [[nodiscard]] const attribute_info* attribute(kind_index owner, std::string_view name) const {
    return named(attributes(owner), name);
  }
  [[nodiscard]] const attribute_info* attribute(relation_index owner, std::string_view name) const {
    return named(attributes(owner), name);
  }
  /// What the weight of a relation's ties means; none where nothing is declared.
  [[nodiscard]] meaning weight_meaning(relation_index r) const;

  /// The sector of that name, added if it is new. Throws input_error for more than 254 sectors with a name.
  capnet::sector add_sector(std::string_view name);

  [[nodiscard]] std::optional<capnet::sector> find_sector(std::string_view name) const;
  [[nodiscard]] std::size_t kind_count() const { return kinds_.size(); }
  [[nodiscard]] std::size_t relation_count() const { return relations_.size(); }
  [[nodiscard]] const std::vector<std::string>& kind_names() const { return kinds_; }
  [[nodiscard]] const std::vector<std::string>& sector_names() const { return sectors_; }  ///< [0] is "", unknown
  [[nodiscard]] const std::vector<relation_info>& all_relations() const { return relations_; }
  /// Throws input_error, here and below, for a number that this schema did not give.
  [[nodiscard]] const std::string& name(kind_index k) const { return detail::one_of(kinds_, k, "kind"); }
  [[nodiscard]] const std::string& name(capnet::sector s) const { return detail::one_of(sectors_, s, "sector"); }
  [[nodiscard]] const relation_info& relation(relation_index r) const {
    return detail::one_of(relations_, r, "relation");
  }

  /// What a kind is one of; nothing for a kind of its own.
  [[nodiscard]] std::optional<kind_index> parent(kind_index k) const { return detail::one_of(parents_, k, "kind"); }
  /// The kind itself and all that are one of it, at any remove: ascending.
  [[nodiscard]] const std::vector<kind_index>& subkinds(kind_index k) const {
    return detail::one_of(subkinds_, k, "kind");
  }
  /// Whether a kind is another, or one of it at any remove.
  [[nodiscard]] bool is_a(kind_index k, kind_index other) const;
  /// All relations with one of these traits, ascending.
  [[nodiscard]] std::vector<relation_index> relations_with(relation_traits traits) const;

  [[nodiscard]] std::optional<kind_index> find_kind(std::string_view name) const;
  [[nodiscard]] std::optional<relation_index> find_relation(std::string_view name) const;

  /// The index of a declared kind or relation. Throws input_error, naming it, if this schema does not have it, or
  /// knows another of that name.
  template <vertex_kind Kind>
  [[nodiscard]] kind_index index_of(Kind = {}) const {
    if constexpr (builtin_kinds::admits<Kind> && !specialized_kind<Kind>) {  // where it stands unless a file says else
      constexpr std::size_t place = builtin_kinds::place<Kind>;
      if (place < kinds_.size() && kinds_[place] == Kind::name) return static_cast<kind_index>(place);
    }
    return index_of(detail::kind_declared<Kind>);
  }
  template <tie_relation Relation>
  [[nodiscard]] relation_index index_of(Relation = {}) const {
    if constexpr (builtin_relations::contains<Relation>) {
      constexpr std::size_t place = builtin_relations::place<Relation>;
      if (place < relations_.size() && relations_[place].name == Relation::name)
        return static_cast<relation_index>(place);
    }
    return index_of(detail::relation_declared<Relation>);
  }
  [[nodiscard]] kind_index index_of(const detail::kind_declaration& kind) const;
  [[nodiscard]] relation_index index_of(const detail::relation_declaration& relation) const;
  /// Likewise for a name that comes from a user, with the nearest known name.
  [[nodiscard]] relation_index relation_named(std::string_view name) const;

 private:
  friend class detail::builder_state;
  struct sectors_alone {};
  explicit schema(sectors_alone);
  static const schema& built_in();
  void add_each_built_in();
  /// Whether what another declares is declared here by the same numbers.
  [[nodiscard]] bool begins_as(const schema& other) const;
  using attribute_lists = std::vector<std::vector<attribute_info>>;
  /// An attribute that was added, or what it was before it was completed.
  struct change {
    bool of_kind;
    std::uint16_t owner;
    std::size_t place;
    std::optional<attribute_info> was;
  };
  /// How much was declared: what `truncate` goes back to.
  struct mark {
    std::size_t kinds, relations, changes;
  };
  [[nodiscard]] mark declared() const { return {kinds_.size(), relations_.size(), changes_.size()}; }
  /// Forgets what was declared since.
  void truncate(const mark& before) noexcept;
  /// Adds what `add` adds, or nothing if it throws.
  template <class Add>
  std::invoke_result_t<const Add&> or_as_before(const Add& add);

  [[nodiscard]] static attribute_info as_info(const detail::attribute_declaration& declared);
  [[nodiscard]] static std::optional<attribute_index> find_named(const std::vector<attribute_info>& all,
                                                                 std::string_view name);
  [[nodiscard]] static const attribute_info* named(const std::vector<attribute_info>& all, std::string_view name);
  static void order_once(std::vector<kind_index>& kinds);
  [[nodiscard]] std::vector<kind_index> with_subkinds(const std::vector<kind_index>& kinds) const;

  /// Refuses another declaration of a kind; `parent` is empty for one of its own.
  void expect_parent(kind_index known, std::string_view parent) const;
  void expect_same(const relation_info& known, const relation_info& info) const;
  [[noreturn]] void refuse_ends(const relation_info& known, const relation_info& info) const;
  [[nodiscard]] std::string ends_in_words(const relation_info& info) const;
  [[nodiscard]] static std::string in_words(relation_traits traits);

  /// Of the kind, or relation, of that number.
  attribute_index add_attribute(bool of_kind, std::size_t owner, attribute_info info);
  [[nodiscard]] std::string owner_in_words(bool of_kind, std::size_t owner) const;
  /// What two declarations of an attribute say together, or nothing if they differ.
  static std::optional<attribute_info> joined(const attribute_info& known, const attribute_info& other);
  [[nodiscard]] static std::string in_words(const attribute_info& info);

  std::vector<std::string> kinds_;
  std::vector<std::optional<kind_index>> parents_;
  std::vector<std::vector<kind_index>> subkinds_;
  std::vector<relation_info> relations_;
  std::vector<std::string> sectors_;
  attribute_lists kind_attributes_, relation_attributes_;
  std::vector<change> changes_;  // of attributes, in their order
};

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/model/schema-inl.hpp>  // IWYU pragma: export
#endif
