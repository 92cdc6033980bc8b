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

/// Nothing where the two can't be compared so: a text with `less`, a number with a text.
[[nodiscard]] inline bool compares(const attribute_value& value, comparison how, const attribute_value& with) {
  const auto holds = [&](bool equal, bool less, bool greater) {
    switch (how) {
      case comparison::equal:
        return equal;
      case comparison::not_equal:
        return less || greater;
      case comparison::less:
        return less;
      case comparison::at_most:
        return less || equal;
      case comparison::greater:
        return greater;
      case comparison::at_least:
        return greater || equal;
    }
    return false;
  };
  if (const auto *a = value.get_if<std::int64_t>(), *b = with.get_if<std::int64_t>(); a != nullptr && b != nullptr)
    return holds(*a == *b, *a<*b, *a> * b);
  if (const auto a = value.number(), b = with.number(); a && b) return holds(*a == *b, *a<*b, *a> * b);
  if (const auto *a = value.get_if<partial_date>(), *b = with.get_if<partial_date>(); a != nullptr && b != nullptr) {
    if (how == comparison::at_most) return a->latest <= b->latest;
    if (how == comparison::at_least) return a->earliest >= b->earliest;
    return holds(b->earliest <= a->earliest && a->latest <= b->latest, a->latest<b->earliest, a->earliest> b->latest);
  }
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
