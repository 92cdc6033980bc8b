#pragma once
/// Which attribute a name in a question means, of vertices and of ties, and what is said where it means none.
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/core/text.hpp>
#include <capnet/query/plan.hpp>

namespace capnet {

namespace detail {
/// A column of text, which no schema lists.
[[nodiscard]] inline bool is_text_column(const snapshot& net, std::string_view name) {
  const auto& texts = net.parts().vocabulary->names;
  return std::ranges::find(texts, name) != texts.end();
}
[[nodiscard]] inline kind_index owner_of(kind_index k) { return k; }
[[nodiscard]] inline relation_index owner_of(const step_along& way) { return way.relation; }
}  // namespace detail

/// The attribute of that name that one of the kinds has; `size`, `name`, `name_en` and columns of text too. Nothing if
/// none has it.
[[nodiscard]] inline std::optional<attribute_info> attribute_named(const schema& schema, const snapshot& net,
                                                                   const std::vector<kind_index>& kinds,
                                                                   std::string_view name) {
  if (name == "size") return attribute_info{.name = "size", .type = value_type::integer, .meaning = meaning::count};
  for (const kind_index k : kinds) {
    if (const attribute_info* const known = schema.attribute(k, name)) return *known;
  }
  if (name == "name" || name == "name_en" || detail::is_text_column(net, name))
    return attribute_info{.name = std::string{name}};
  return std::nullopt;
}
/// The same of ties of one of the ways: `weight` and columns of text too.
[[nodiscard]] inline std::optional<attribute_info> attribute_named(const schema& schema, const snapshot& net,
                                                                   const std::vector<step_along>& ways,
                                                                   std::string_view name) {
  for (const step_along& way : ways) {
    if (const attribute_info* const known = schema.attribute(way.relation, name)) return *known;
  }
  if (name == "weight") return attribute_info{.name = "weight", .type = value_type::number};
  if (detail::is_text_column(net, name)) return attribute_info{.name = std::string{name}};
  return std::nullopt;
}

namespace detail {

/// "'hors' can't be asked for; expected hours or weight; did you mean 'hours'?", of kinds or ways that have `names` and
/// their attributes; `said` is the attribute as it was written.
template <class Owners>
[[nodiscard]] std::string not_asked_for(const schema& schema, const Owners& owners, std::string_view said,
                                        std::string_view attribute, std::vector<std::string_view> names) {
  for (const auto& owner : owners) {
    for (const attribute_info& known : schema.attributes(owner_of(owner))) names.push_back(known.name);
  }
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return quote(said) + " can't be asked for; expected " + join_names(names, " or ") + did_you_mean(attribute, names);
}

}  // namespace detail

}  // namespace capnet
