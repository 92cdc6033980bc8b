#include "report/notable.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/metric/organization_network.hpp>
#include <capnet/model/kinds.hpp>
#include <capnet/model/relations.hpp>

namespace capnet::detail {
namespace {

constexpr relation_traits hosting = relation_traits::delivery | relation_traits::lead;

/// Calls `visit(organization)` for each tie by which one runs or delivers a vertex.
template <class Visit>
void for_each_host(const network_view& view, vertex_ref v, const Visit& visit) {
  const schema& known = view.schema();
  const kind_index organizations = known.index_of<kind::organization>();
  for (const relation_index r : known.relations_with(hosting)) {
    view.for_each_in(r, v, [&](const tie_end& end) {
      if (view.contains(end.vertex) && known.is_a(end.vertex.kind, organizations)) visit(end.vertex);
    });
  }
}

}  // namespace

std::vector<notable> notable_organizations(const measure_context& context, std::size_t most, bool hosts) {
  constexpr std::size_t most_hosts = 2;
  const network_reading& reading = context.certain();
  const network_view& view = reading.view();
  const snapshot& net = view.net();
  std::vector<notable> all;
  const auto add = [&](vertex_ref v, std::string_view why) {
    if (all.size() < most && std::ranges::find(all, v, &notable::organization) == all.end()) all.push_back({v, why});
  };
  using counts = std::vector<std::pair<vertex_ref, std::size_t>>;
  const auto add_first = [&](counts counted, std::size_t wanted, std::string_view why) {
    const auto last = counted.begin() + static_cast<std::ptrdiff_t>(std::min(counted.size(), wanted));
    std::ranges::partial_sort(counted, last, [&](const auto& a, const auto& b) {
      return a.second != b.second ? a.second > b.second : net.key(a.first) < net.key(b.first);
    });
    for (auto one = counted.begin(); one != last; ++one) add(one->first, why);
  };
  if (const auto backbone = reading.backbone()) add(*backbone, "backbone");
  if (hosts) {
    std::map<vertex_ref, std::size_t> events;
    const schema& known = view.schema();
    for (const kind_index k : known.subkinds(known.index_of<kind::event>())) {
      for (const vertex_ref event : net.vertices(k))  // who hosted it is so when it is over
        for_each_host(view, event, [&](vertex_ref host) { ++events[host]; });
    }
    add_first({events.begin(), events.end()}, most_hosts, "host");
  }
  const flattened& flat = reading.organizations();
  counts linked;
  for (vertex_index v = 0; v < flat.vertices.size(); ++v) {
    if (const std::size_t links = flat.graph.out_degree(v); links > 0) linked.emplace_back(flat.vertices[v], links);
  }
  add_first(std::move(linked), 2 * most, "linked");
  return all;
}

std::vector<vertex_ref> hosts_of(const network_view& view, vertex_ref v) {
  std::vector<vertex_ref> hosts;
  for_each_host(view, v, [&](vertex_ref host) { hosts.push_back(host); });
  std::ranges::sort(hosts, {}, [&](vertex_ref one) { return view.net().key(one); });
  hosts.erase(std::unique(hosts.begin(), hosts.end()), hosts.end());
  return hosts;
}

}  // namespace capnet::detail
