#pragma once
/// What names stand for in a match: who or which, or an attribute of it, and how these compare.
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include <capnet/query/attribute_filter.hpp>
#include <capnet/query/plan.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// A vertex, a tie or a value; none of them: unknown.
struct match_value {
  std::optional<vertex_ref> vertex{};
  std::optional<tie_ref> tie{};
  std::optional<attribute_value> value{};
  friend bool operator==(const match_value&, const match_value&) = default;

  [[nodiscard]] bool known() const { return vertex || tie || value; }
};

/// The id of a vertex, the relation and row of a tie, or a value as it stands in a table; "" for what is unknown.
[[nodiscard]] inline std::string to_string(const snapshot& net, const match_value& what) {
  if (what.vertex) return net.key(*what.vertex);
  if (what.tie) return net.schema().relation(what.tie->relation).name + ':' + std::to_string(what.tie->row);
  return what.value ? what.value->text() : std::string{};
}

namespace detail {

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
/// What is unknown, and what can't be compared so, compares with nothing; days that are not known to the day, only
/// where it holds whichever they are.
[[nodiscard]] inline bool holds(const snapshot& net, const match_value& a, comparison how, const match_value& b) {
  if (!a.known() || !b.known()) return false;
  if (a.value && b.value) {
    const auto *x = a.value->get_if<partial_date>(), *y = b.value->get_if<partial_date>();
    if (x == nullptr || y == nullptr) return compares(*a.value, how, *b.value);
    if (how == comparison::equal) return x->earliest == x->latest && *x == *y;
    if (how == comparison::at_most) return x->latest <= y->earliest;
    if (how == comparison::at_least) return x->earliest >= y->latest;
    return compares(*a.value, how, *b.value);
  }
  const auto side = [](bool equal, bool less) { return equal ? 0 : less ? -1 : 1; };
  if (a.vertex && b.vertex)
    return compares_numbers(side(*a.vertex == *b.vertex, comes_before(net, *a.vertex, *b.vertex)), how, 0);
  if (a.tie && b.tie) {
    const auto place = [&](tie_ref t) { return std::pair{net.schema().relation(t.relation).name, t.row}; };
    return compares_numbers(side(*a.tie == *b.tie, place(*a.tie) < place(*b.tie)), how, 0);
  }
  return false;
}
/// The same with a value as it was written, as in a filter: "" stands for what is unknown; who or which has the id.
[[nodiscard]] inline bool holds_literally(const snapshot& net, const match_value& a, comparison how,
                                          const match_value& literal) {
  if (!literal.known()) return a.known() == (how == comparison::not_equal);
  if (!a.known()) return false;
  if (a.value) return compares(*a.value, how, *literal.value);
  const auto v = a.vertex ? net.find(literal.value->text()) : std::nullopt;
  return v ? holds(net, a, how, {.vertex = v}) : how == comparison::not_equal;
}

/// Whether a condition holds of what its terms stand for.
[[nodiscard]] inline bool holds(const snapshot& net, const query_condition& condition, const match_value& left,
                                const match_value& right) {
  if (condition.right.name.empty()) return holds_literally(net, left, condition.how, right);
  if (condition.left.name.empty()) return holds_literally(net, right, mirrored(condition.how), left);
  return holds(net, left, condition.how, right);
}

}  // namespace detail

}  // namespace capnet
