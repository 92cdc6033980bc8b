#pragma once
/// Which region a text of the data means. Not interface: see skill/match_parties.hpp and skill/peer_profile.hpp.
#include <functional>
#include <map>
#include <string>

#include <capnet/model/kinds.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet::detail {

/// The regions of a view by key, name and English name; of several with one name the first. Time O(regions log
/// regions).
[[nodiscard]] inline std::map<std::string, vertex_ref, std::less<>> regions_by_name(const network_view& view) {
  std::map<std::string, vertex_ref, std::less<>> named;
  view.for_each_vertex_of(view.schema().index_of<kind::region>(), [&](vertex_ref v) {
    const vertex_properties p = view.properties(v);
    for (const std::string& name : {view.net().key(v), p.name, p.name_en}) {
      if (!name.empty()) named.emplace(name, v);
    }
  });
  return named;
}

}  // namespace capnet::detail
