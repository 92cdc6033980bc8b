#pragma once
/// Who takes part.
#include <set>
#include <vector>

#include <capnet/view/network_view.hpp>

namespace capnet {

/// The vertices of a kind that take part: those with a tie that counts of `runs` or `participates_in` to a program.
/// Organizations, persons and cohorts are asked for one at a time, since they are never added together.
/// Ascending. Time O(ties of both relations).
[[nodiscard]] inline std::vector<vertex_ref> participants(const network_view& view, kind_index kind) {
  std::set<vertex_ref> found;
  const kind_index programs = view.schema().index_of<program>();
  auto see = [&](tie_ref, const dated_tie& uv) {
    if (uv.source.kind == kind && uv.target.kind == programs) found.insert(uv.source);
  };
  view.for_each_tie(view.schema().index_of<runs>(), see);
  view.for_each_tie(view.schema().index_of<participates_in>(), see);
  return {found.begin(), found.end()};
}

}  // namespace capnet
