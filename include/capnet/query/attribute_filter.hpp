#pragma once
/// Filters by attributes of vertices: `[hours>=5]`, as data.
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/model/attribute.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

enum class comparison : std::uint8_t { equal, not_equal, less, at_most, greater, at_least };

inline constexpr std::array<std::string_view, 6> comparison_signs{"=", "!=", "<", "<=", ">", ">="};
[[nodiscard]] constexpr std::string_view to_string(comparison c) {
  return comparison_signs[static_cast<std::size_t>(c)];
}

/// Vertices whose attribute, or `size`, `name` or `name_en`, compares so with one of these values as of the day of the
/// question. What is unknown equals nothing, differs from nothing and is neither less nor more; an empty text among the
/// values stands for it: `= ""` keeps what is unknown, `!= ""` what is known.
///
/// Numbers compare by value. A date is equal to a value that holds all days that it can be, and less than one if all of
/// these lie before all days of the value. Texts and categories are equal or not; so are yes and no.
struct step_attribute {
  std::string attribute{};
  comparison how = comparison::equal;
  std::vector<attribute_value> values{};
  friend bool operator==(const step_attribute&, const step_attribute&) = default;
};

namespace detail {

/// Whether it asks for less or more.
[[nodiscard]] constexpr bool is_order(comparison c) { return c != comparison::equal && c != comparison::not_equal; }
/// The comparison as seen from the other side.
[[nodiscard]] constexpr comparison mirrored(comparison c) {
  constexpr std::array sides{comparison::equal,    comparison::not_equal, comparison::greater,
                             comparison::at_least, comparison::less,      comparison::at_most};
  return sides[static_cast<std::size_t>(c)];
}
/// Calls `use` with a comparison of two numbers; of what is no number (NaN) none holds.
template <class Use>
constexpr auto with_sign(comparison how, const Use& use) {
  switch (how) {
    case comparison::equal:
      return use([](auto a, auto b) { return a == b; });
    case comparison::not_equal:
      return use([](auto a, auto b) { return (a < b) | (a > b); });
    case comparison::less:
      return use([](auto a, auto b) { return a < b; });
    case comparison::at_most:
      return use([](auto a, auto b) { return a <= b; });
    case comparison::greater:
      return use([](auto a, auto b) { return a > b; });
    default:
      return use([](auto a, auto b) { return a >= b; });
  }
}
template <class Number>
[[nodiscard]] constexpr bool compares_numbers(Number a, comparison how, Number b) {
  return with_sign(how, [&](const auto& holds) { return static_cast<bool>(holds(a, b)); });
}
[[nodiscard]] inline bool compares_days(const partial_date& a, comparison how, const partial_date& b) {
  if (how == comparison::equal) return b.earliest <= a.earliest && a.latest <= b.latest;
  if (how == comparison::at_most) return a.latest <= b.latest;
  if (how == comparison::at_least) return a.earliest >= b.earliest;
  return compares_numbers(a.latest < b.earliest ? -1 : a.earliest > b.latest ? 1 : 0, how, 0);
}

/// Nothing where the two can't be compared so: a text with `less`, a number with a text.
[[nodiscard]] inline bool compares(const attribute_value& value, comparison how, const attribute_value& with) {
  if (const auto *a = value.get_if<std::int64_t>(), *b = with.get_if<std::int64_t>(); a != nullptr && b != nullptr)
    return compares_numbers(*a, how, *b);
  if (const auto a = value.number(), b = with.number(); a && b) return compares_numbers(*a, how, *b);
  if (const auto *a = value.get_if<partial_date>(), *b = with.get_if<partial_date>(); a != nullptr && b != nullptr)
    return compares_days(*a, how, *b);
  if (how == comparison::equal) return value == with;
  return how == comparison::not_equal && value != with;
}

/// The value that filters and ranks see: of an attribute, of `size` or a name.
[[nodiscard]] inline std::optional<attribute_value> value_seen(const network_view& view, vertex_ref v,
                                                               std::string_view attribute) {
  if (attribute != "size" && attribute != "name" && attribute != "name_en") return view.value(v, attribute);
  const vertex_properties p = view.properties(v);
  if (attribute == "size") return p.size ? std::optional{attribute_value{*p.size}} : std::nullopt;
  const std::string& name = attribute == "name" ? p.name : p.name_en;
  return name.empty() ? std::nullopt : std::optional{attribute_value{name}};
}

/// Whether a value, or one that is not known, passes.
[[nodiscard]] inline bool value_passes(const std::optional<attribute_value>& value, const step_attribute& filter) {
  const auto one = [&](const attribute_value& with) {
    if (with.empty()) return value.has_value() == (filter.how == comparison::not_equal);
    return value && compares(*value, filter.how, with);
  };
  // Different from one means from each of them.
  return filter.how == comparison::not_equal ? std::ranges::all_of(filter.values, one)
                                             : std::ranges::any_of(filter.values, one);
}
[[nodiscard]] inline bool passes(const network_view& view, const step_attribute& filter, vertex_ref v) {
  return value_passes(value_seen(view, v, filter.attribute), filter);
}

}  // namespace detail

/// Keeps vertices by a declared attribute: `where_attribute<attr::hours>(comparison::at_least, 5)`.
template <attribute_tag Tag>
struct attribute_filter : step_attribute {};
template <attribute_tag Tag>
[[nodiscard]] attribute_filter<Tag> where_attribute(comparison how, value_of<Tag> value) {
  return {{std::string{Tag::name}, how, {attribute_value{value}}}};
}

}  // namespace capnet
