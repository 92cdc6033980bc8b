#include "report/notable.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include <capnet/metric/organization_network.hpp>
#include <capnet/model/kinds.hpp>
#include <capnet/model/relations.hpp>

namespace capnet::detail {
namespace {

constexpr relation_traits hosting = relation_traits::delivery | relation_traits::lead;

/// Calls `visit(organization)` for each tie by which one hosts an event.
template <class Visit>
void for_each_hosted_event(const network_view& view, const Visit& visit) {
  const schema& known = view.schema();
  const kind_index organizations = known.index_of<kind::organization>(), events = known.index_of<kind::event>();
  for (const relation_index r : known.relations_with(hosting)) {
    for (const kind_index k : known.subkinds(events)) {
      for (const vertex_ref event : view.net().vertices(k)) {  // who hosted it is so when it is over
        view.for_each_in(r, event, [&](const tie_end& end) {
          if (view.contains(end.vertex) && known.is_a(end.vertex.kind, organizations)) visit(end.vertex);
        });
      }
    }
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
  const auto in_order = [&](auto& counted) {
    std::ranges::sort(counted, [&](const auto& a, const auto& b) {
      return a.second != b.second ? a.second > b.second : net.key(a.first) < net.key(b.first);
    });
  };
  if (const auto backbone = reading.backbone()) add(*backbone, "backbone");
  if (hosts) {
    std::map<vertex_ref, std::size_t> events;
    for_each_hosted_event(view, [&](vertex_ref host) { ++events[host]; });
    std::vector<std::pair<vertex_ref, std::size_t>> counted(events.begin(), events.end());
    in_order(counted);
    for (std::size_t k = 0; k < std::min(counted.size(), most_hosts); ++k) add(counted[k].first, "host");
  }
  const flattened& flat = reading.organizations();
  std::vector<std::pair<vertex_ref, std::size_t>> linked;
  for (vertex_index v = 0; v < flat.vertices.size(); ++v) {
    if (const std::size_t links = flat.graph.out_degree(v); links > 0) linked.emplace_back(flat.vertices[v], links);
  }
  const auto last = linked.begin() + static_cast<std::ptrdiff_t>(std::min(linked.size(), 2 * most));
  std::ranges::partial_sort(linked, last, [&](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : net.key(a.first) < net.key(b.first);
  });
  for (auto one = linked.begin(); one != last; ++one) add(one->first, "linked");
  return all;
}

std::vector<vertex_ref> hosts_of(const network_view& view, vertex_ref v) {
  const schema& known = view.schema();
  const kind_index organizations = known.index_of<kind::organization>();
  if (known.is_a(v.kind, organizations)) return {v};
  std::vector<vertex_ref> hosts;
  for (const relation_index r : known.relations_with(hosting)) {
    view.for_each_in(r, v, [&](const tie_end& end) {
      if (view.contains(end.vertex) && known.is_a(end.vertex.kind, organizations)) hosts.push_back(end.vertex);
    });
  }
  std::ranges::sort(hosts, {}, [&](vertex_ref one) { return view.net().key(one); });
  hosts.erase(std::unique(hosts.begin(), hosts.end()), hosts.end());
  return hosts;
}

}  // namespace capnet::detail
