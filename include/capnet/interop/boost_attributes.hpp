#pragma once
/// Attributes of a network as property maps for Boost.Graph, read where they lie.
///
///     const layer_graph graph = make_layer_graph<collaborates_with>(net);
///     const auto g = boost_graph(graph);
///     boost::dijkstra_shortest_paths(g, start, boost::weight_map(edge_attribute_map<attr::hours>(g)) ...);
#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include <boost/property_map/property_map.hpp>

#include <capnet/core/error.hpp>
#include <capnet/core/text.hpp>
#include <capnet/interop/boost_graph.hpp>
#include <capnet/interop/layer_graph.hpp>

namespace capnet {

namespace detail {

template <class Owner>
void expect_attribute(const snapshot& net, Owner owner, const std::string& of, std::string_view name, value_type type) {
  const attribute_info* const known = net.schema().attribute(owner, name);
  if (known == nullptr && name == "weight" && type == value_type::number) return;
  if (known == nullptr || known->type != type) {
    throw input_error{of + " has no attribute " + quote(name) + " of the type " + std::string{to_string(type)} +
                      "; expected one that it has"};
  }
}

/// What a map gives: numbers as they lie, with their mark where unknown; else an optional.
template <attribute_tag Tag>
using mapped_value = std::conditional_t<
    is_number(Tag::type), value_of<Tag>,
    std::optional<std::conditional_t<std::is_same_v<value_of<Tag>, std::string_view>, std::string, value_of<Tag>>>>;

}  // namespace detail

/// An attribute of the ties of a relation, by edge: a number (NaN where unknown), an integer (missing_integer), or an
/// optional of another type. Found in its source's row in time O(log out_degree). Refers to the graph.
template <attribute_tag Tag, bool Undirected>
struct edge_attribute_property_map {
  using graph = boost_graph_view<layer_graph, Undirected>;
  using key_type = typename graph::edge_descriptor;
  using value_type = detail::mapped_value<Tag>;
  using reference = value_type;
  using category = boost::readable_property_map_tag;
  const layer_graph* ties = nullptr;
  std::optional<attribute_index> attribute{};  ///< else the weight

  friend value_type get(const edge_attribute_property_map& map, const key_type& uv) {
    const auto neighbors = map.ties->successors(uv.source);
    const auto first = static_cast<std::size_t>(std::ranges::lower_bound(neighbors, uv.target) - neighbors.begin());
    const auto [side, at] = map.ties->place(uv.source, first + uv.occurrence);
    const attribute_column* const values = map.attribute ? side->attribute(*map.attribute) : nullptr;
    if constexpr (Tag::type == capnet::value_type::number)
      return !map.attribute ? side->weight(at) : values != nullptr ? values->numbers[at] : missing_number;
    else if constexpr (Tag::type == capnet::value_type::integer)
      return values != nullptr ? values->integers[at] : missing_integer;
    else
      return map.ties->net().template value<Tag>(tie_ref{map.ties->layer().relation(), side->row(at)});
  }
};

/// An attribute of the vertices, as recorded first or as changed since, by number in the graph; unknown as above, and
/// of vertices of kinds without it.
template <attribute_tag Tag>
struct vertex_attribute_property_map {
  using key_type = vertex_index;
  using value_type = detail::mapped_value<Tag>;
  using reference = value_type;
  using category = boost::readable_property_map_tag;
  const layer_graph* ties = nullptr;

  friend value_type get(const vertex_attribute_property_map& map, vertex_index u) {
    const auto value = map.ties->net().template value<Tag>(map.ties->vertex(u));
    if constexpr (Tag::type == capnet::value_type::number)
      return value.value_or(missing_number);
    else if constexpr (Tag::type == capnet::value_type::integer)
      return value.value_or(missing_integer);
    else
      return value;
  }
};

/// Throws input_error if the relation has no such attribute of that type.
template <attribute_tag Tag, bool Undirected>
[[nodiscard]] edge_attribute_property_map<Tag, Undirected> edge_attribute_map(
    const boost_graph_view<layer_graph, Undirected>& g) {
  const layer_graph& ties = g.graph();
  const relation_index relation = ties.layer().relation();
  const schema& known = ties.net().schema();
  detail::expect_attribute(ties.net(), relation, "relation " + quote(known.relation(relation).name), Tag::name,
                           Tag::type);
  if (std::string_view{Tag::name} == "weight") return {&ties, std::nullopt};
  return {&ties, known.find_attribute(relation, Tag::name)};
}
template <attribute_tag Tag, bool Undirected>
[[nodiscard]] vertex_attribute_property_map<Tag> vertex_attribute_map(
    const boost_graph_view<layer_graph, Undirected>& g) {
  return {&g.graph()};
}

}  // namespace capnet
