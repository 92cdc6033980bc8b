#pragma once
/// Sets of kinds, and where ties lead from them.
#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/text.hpp>
#include <capnet/query/plan.hpp>

namespace capnet::detail {

using kinds_set = std::vector<kind_index>;  ///< ascending

[[nodiscard]] inline kinds_set all_kinds(const schema& schema) {
  kinds_set all;
  for (std::size_t k = 0; k < schema.kind_count(); ++k) all.push_back(static_cast<kind_index>(k));
  return all;
}
[[nodiscard]] inline kinds_set both(const kinds_set& a, const kinds_set& b) {
  kinds_set common;
  std::ranges::set_intersection(a, b, std::back_inserter(common));
  return common;
}
inline void merge(kinds_set& into, const kinds_set& more) {
  kinds_set all;
  std::ranges::set_union(into, more, std::back_inserter(all));
  into = std::move(all);
}
[[nodiscard]] inline std::string in_words(const schema& schema, const kinds_set& kinds) {
  if (kinds.size() == schema.kind_count()) return "any kind";
  std::vector<std::string_view> words;
  for (const kind_index k : kinds) words.push_back(schema.name(k));
  return join_names(words, " or ");
}
/// Kinds at the other end of a tie of the relation that begins at one of `from`.
[[nodiscard]] inline kinds_set image(const schema& schema, const step_along& way, const kinds_set& from) {
  const relation_info& r = schema.relation(way.relation);
  kinds_set reached;
  const auto see = [&](const kinds_set& near, const kinds_set& far) {
    if (!both(near, from).empty()) merge(reached, far);
  };
  if (way.forward || !r.directed) see(r.sources, r.targets);
  if (!way.forward || !r.directed) see(r.targets, r.sources);
  return reached;
}
[[nodiscard]] inline kinds_set image(const schema& schema, const std::vector<step_along>& ways, const kinds_set& from) {
  kinds_set reached;
  for (const step_along& way : ways) merge(reached, image(schema, way, from));
  return reached;
}

}  // namespace capnet::detail
