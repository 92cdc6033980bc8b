#pragma once
/// Kinds, relations and attributes as their structs declare them, as data: what a schema reads. Not interface: see
/// schema.hpp.
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include <capnet/model/attribute.hpp>
#include <capnet/model/kinds.hpp>
#include <capnet/model/relations.hpp>

namespace capnet::detail {

struct attribute_declaration {
  std::string_view name{};
  value_type type = value_type::text;
  std::string_view unit{};
  capnet::meaning meaning = capnet::meaning::none;
  std::string_view description{};
};

struct kind_declaration {
  std::string_view name{};
  const kind_declaration* is = nullptr;  ///< what it is one of
  std::span<const attribute_declaration> attributes{};
  bool built_in = false;
};

struct relation_declaration {
  std::string_view name{};
  bool directed = true;
  std::optional<tie_nature> nature{};
  relation_traits traits = relation_traits::none;
  std::span<const kind_declaration* const> sources{}, targets{};
  std::span<const attribute_declaration> attributes{};
  bool built_in = false;
};

template <attribute_tag Tag>
constexpr attribute_declaration declared_attribute() {
  attribute_declaration declared{.name = Tag::name, .type = Tag::type};
  if constexpr (requires { Tag::unit; }) declared.unit = Tag::unit;
  if constexpr (requires { Tag::means; }) declared.meaning = Tag::means;
  if constexpr (requires { Tag::description; }) declared.description = Tag::description;
  return declared;
}

/// The constructor that takes a pointer is one for lists of all lengths.
template <class T, std::size_t Count>
constexpr std::span<const T> span_of(const std::array<T, Count>& list) {
  return {list.data(), Count};
}

template <class List>
struct attributes_of_list;
template <class... Tags>
struct attributes_of_list<attributes<Tags...>> {
  static constexpr std::array<attribute_declaration, sizeof...(Tags)> all{declared_attribute<Tags>()...};
};
/// Those that a kind or relation lists; none if it has no list.
template <class Owner>
constexpr std::span<const attribute_declaration> attributes_of() {
  if constexpr (requires { typename Owner::attributes; })
    return span_of(attributes_of_list<typename Owner::attributes>::all);
  else
    return {};
}

template <vertex_kind Kind>
constexpr kind_declaration declared_kind();
/// One for each kind of the program: known by its address.
template <vertex_kind Kind>
inline constexpr kind_declaration kind_declared = declared_kind<Kind>();
template <vertex_kind Kind>
constexpr kind_declaration declared_kind() {
  kind_declaration declared{.name = Kind::name,
                            .attributes = attributes_of<Kind>(),
                            .built_in = builtin_kinds::admits<Kind> && !specialized_kind<Kind>};
  if constexpr (specialized_kind<Kind>) declared.is = &kind_declared<typename Kind::is>;
  return declared;
}

template <class List>
struct kinds_of_list;
template <class... Kinds>
struct kinds_of_list<kinds<Kinds...>> {
  static constexpr std::array<const kind_declaration*, sizeof...(Kinds)> all{&kind_declared<Kinds>...};
};

template <tie_relation Relation>
constexpr relation_declaration declared_relation() {
  relation_declaration declared{.name = Relation::name,
                                .directed = Relation::directed,
                                .sources = span_of(kinds_of_list<typename Relation::source>::all),
                                .targets = span_of(kinds_of_list<typename Relation::target>::all),
                                .attributes = attributes_of<Relation>(),
                                .built_in = builtin_relations::contains<Relation>};
  if constexpr (requires { Relation::nature; }) declared.nature = Relation::nature;
  if constexpr (requires { Relation::traits; }) declared.traits = Relation::traits;
  return declared;
}
template <tie_relation Relation>
inline constexpr relation_declaration relation_declared = declared_relation<Relation>();

template <class List>
struct relations_of_list;
template <class... Relations>
struct relations_of_list<relations<Relations...>> {
  static constexpr std::array<const relation_declaration*, sizeof...(Relations)> all{&relation_declared<Relations>...};
};

}  // namespace capnet::detail
