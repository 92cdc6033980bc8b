#pragma once
/// What names stand for in a match: who or which, or an attribute of it, and how these compare.
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include <capnet/query/attribute_filter.hpp>
#include <capnet/query/plan.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet::detail {

/// A vertex, a tie or a value; none of them: unknown.
struct match_value {
  std::optional<vertex_ref> vertex{};
  std::optional<tie_ref> tie{};
  std::optional<attribute_value> value{};
  friend bool operator==(const match_value&, const match_value&) = default;

  [[nodiscard]] bool known() const { return vertex || tie || value; }
};

/// Of a vertex its attribute, `id`, `kind`, `sector` or `region`; without an attribute, itself.
[[nodiscard]] inline match_value value_of(const network_view& view, vertex_ref v, std::string_view attribute) {
  if (attribute.empty()) return {.vertex = v};
  const auto text = [](std::string word) {
    return match_value{.value = word.empty() ? std::nullopt : std::optional{attribute_value{std::move(word)}}};
  };
  if (attribute == "id") return text(view.net().key(v));
  if (attribute == "kind") return text(view.schema().name(v.kind));
  if (attribute == "region") return text(view.region(v));
  if (attribute == "sector") {
    const sector s = view.sector(v);
    return text(s == sector::unknown ? std::string{} : std::string{view.schema().name(s)});
  }
  return {.value = value_seen(view, v, attribute)};
}
/// Of a tie its attribute, `weight` too; `relation`; without an attribute, itself.
[[nodiscard]] inline match_value value_of(const snapshot& net, tie_ref t, std::string_view attribute) {
  if (attribute.empty()) return {.tie = t};
  if (attribute == "relation") return {.value = attribute_value{net.schema().relation(t.relation).name}};
  return {.value = net.value(t, attribute)};
}
/// The id of a vertex, the relation and row of a tie, or a value as it stands in a table.
[[nodiscard]] inline std::string to_string(const snapshot& net, const match_value& what) {
  if (what.vertex) return net.key(*what.vertex);
  if (what.tie) return net.schema().relation(what.tie->relation).name + ':' + std::to_string(what.tie->row);
  return what.value ? what.value->text() : std::string{};
}

/// What is unknown, and what can't be compared so, compares with nothing. A vertex or tie equals a text that is its id.
[[nodiscard]] inline bool holds(const snapshot& net, const match_value& a, comparison how, const match_value& b) {
  if (!a.known() || !b.known()) return false;
  if (a.value && b.value) return compares(*a.value, how, *b.value);
  const auto by_order = [&](bool equal, bool less) {
    switch (how) {
      case comparison::equal:
        return equal;
      case comparison::not_equal:
        return !equal;
      case comparison::less:
        return less;
      case comparison::at_most:
        return less || equal;
      case comparison::greater:
        return !less && !equal;
      default:
        return !less;
    }
  };
  if (a.vertex && b.vertex) return by_order(*a.vertex == *b.vertex, comes_before(net, *a.vertex, *b.vertex));
  if (a.tie && b.tie) {
    const auto place = [&](tie_ref t) { return std::pair{net.schema().relation(t.relation).name, t.row}; };
    return by_order(*a.tie == *b.tie, place(*a.tie) < place(*b.tie));
  }
  const std::string x = to_string(net, a), y = to_string(net, b);
  return by_order(x == y, x < y);
}

}  // namespace capnet::detail
