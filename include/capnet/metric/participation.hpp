#pragma once
/// Who takes part.
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include <capnet/view/network_view.hpp>

namespace capnet {

/// Calls `visit(tie_ref, const dated_tie&)` for each tie that counts of a relation of membership, such as
/// `participates_in`, to a program: its source takes part in that program; in no order of note. Time O(ties of these
/// relations).
template <class Visit>
void for_each_participation(const network_view& view, Visit&& visit) {
  const kind_index programs = view.schema().index_of<kind::program>();
  view.for_each_tie_with(relation_traits::membership, [&](tie_ref t, const dated_tie& uv) {
    if (view.schema().is_a(uv.target.kind, programs)) visit(t, uv);
  });
}
/// The same for the ties of a relation of lead, such as `runs`, to a program: its source runs it.
template <class Visit>
void for_each_running(const network_view& view, Visit&& visit) {
  const kind_index programs = view.schema().index_of<kind::program>();
  view.for_each_tie_with(relation_traits::lead, [&](tie_ref t, const dated_tie& uv) {
    if (view.schema().is_a(uv.target.kind, programs)) visit(t, uv);
  });
}

/// The vertices of a kind, or of one that is, that take part: those who participate in a program or run one.
/// Organizations, persons and cohorts are asked for one at a time, since they are never added together.
/// Ascending. Time O(vertices of the kind + ties of these relations).
[[nodiscard]] inline std::vector<vertex_ref> participants(const network_view& view, kind_index kind) {
  std::vector<std::vector<bool>> seen(view.schema().kind_count());  // [kind][id]
  for (const kind_index k : view.schema().subkinds(kind)) seen[static_cast<std::size_t>(k)].resize(view.net().order(k));
  auto see = [&](tie_ref, const dated_tie& uv) {
    auto& ids = seen[static_cast<std::size_t>(uv.source.kind)];
    if (!ids.empty()) ids[uv.source.value] = true;
  };
  for_each_running(view, see);
  for_each_participation(view, see);
  std::vector<vertex_ref> found;
  for (std::size_t k = 0; k < seen.size(); ++k) {
    for (std::size_t id = 0; id < seen[k].size(); ++id) {
      if (seen[k][id]) found.push_back({static_cast<kind_index>(k), static_cast<std::uint32_t>(id)});
    }
  }
  return found;
}

/// How many take part in each program that counts in the view, persons left out: they are never added to
/// organizations. A program in which nobody takes part has 0. Time O(programs log + ties of these relations).
[[nodiscard]] inline std::map<vertex_ref, std::size_t> followers_of_programs(const network_view& view) {
  std::map<vertex_ref, std::size_t> followers;
  const kind_index persons = view.schema().index_of<kind::person>();
  view.for_each_vertex_of(view.schema().index_of<kind::program>(), [&](vertex_ref p) { followers.try_emplace(p); });
  for_each_participation(view, [&](tie_ref, const dated_tie& uv) {
    followers[uv.target] += !view.schema().is_a(uv.source.kind, persons);
  });
  return followers;
}

}  // namespace capnet
