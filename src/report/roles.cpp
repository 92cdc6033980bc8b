#include "report/roles.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

#include <capnet/algorithm/cuts.hpp>
#include <capnet/algorithm/label_propagation.hpp>
#include <capnet/core/stable_order.hpp>

namespace capnet::detail {
namespace {

using boost::json::array;
using boost::json::object;

/// The known sectors of an organization's neighbors that are not its own; 2 stands for more.
std::size_t other_sectors(const flattened& flat, const std::vector<group_index>& sectors, vertex_index v) {
  std::optional<group_index> first;
  for (const vertex_index u : flat.graph.successors(v)) {
    const group_index s = sectors[u];
    if (u == v || s == unknown_group || s == sectors[v] || s == first) continue;
    if (first) return 2;
    first = s;
  }
  return first ? 1 : 0;
}

}  // namespace

organization_roles::organization_roles(const measure_context& context)
    : reading_{context.certain()}, flat_{context.certain().organizations()}, parts_(flat_.vertices.size()) {
  if (const auto backbone = reading_.backbone()) backbone_ = flat_.numbers.find(*backbone);
  for (const vertex_index v : cuts(flat_.graph).articulation_points) parts_[v].bridge = true;
  const std::vector<group_index> sectors = sector_groups(reading_.view(), flat_.vertices);
  for (vertex_index v = 0; v < parts_.size(); ++v) parts_[v].connector = other_sectors(flat_, sectors, v) > 1;
  find_communities();
}

void organization_roles::find_communities() {
  const label_propagation_result found = label_propagation(flat_.graph);
  settled_ = found.converged;
  if (!settled_) return;
  std::vector<std::vector<vertex_index>> by_label(parts_.size());
  for (vertex_index v = 0; v < parts_.size(); ++v) {
    if (flat_.graph.out_degree(v) > 0) by_label[found.label[v]].push_back(v);
  }
  std::erase_if(by_label, [](const auto& members) { return members.empty(); });
  sort_stably(by_label, [](const auto& a, const auto& b) { return a.size() > b.size(); });
  for (std::size_t c = 0; c < by_label.size(); ++c) {
    for (const vertex_index v : by_label[c]) parts_[v].community = c + 1;
    sort_stably(by_label[c],
                [&](vertex_index a, vertex_index b) { return flat_.graph.out_degree(a) > flat_.graph.out_degree(b); });
  }
  communities_ = std::move(by_label);
}

array organization_roles::words(vertex_index v) const {
  array all;
  if (backbone_ == v) all.emplace_back("backbone");
  if (parts_[v].bridge) all.emplace_back("bridge");
  if (parts_[v].connector) all.emplace_back("connector");
  if (all.empty() && flat_.graph.out_degree(v) == 1) all.emplace_back("peripheral");
  if (all.empty() && flat_.graph.out_degree(v) == 0) all.emplace_back("alone");
  return all;
}

void organization_roles::write(vertex_ref who, object& into) const {
  const auto v = flat_.numbers.find(who);
  if (!v) return;
  if (array all = words(*v); !all.empty()) into["role"] = std::move(all);
  if (parts_[*v].community != 0) into["community"] = parts_[*v].community;
}

void organization_roles::add(object& payload, const picture& drawn) const {
  constexpr std::size_t most_communities = 20, most_members = 5, most_sectors = 8;
  if (parts_.empty()) return;
  constexpr std::array<std::string_view, 5> names{"backbone", "bridge", "connector", "peripheral", "alone"};
  std::array<std::size_t, 5> counts{};
  for (vertex_index v = 0; v < parts_.size(); ++v) {
    for (const auto& word : words(v))
      ++counts[static_cast<std::size_t>(std::ranges::find(names, std::string_view{word.as_string()}) - names.begin())];
  }
  array roles;
  for (std::size_t k = 0; k < names.size(); ++k) roles.push_back({{"role", names[k]}, {"count", counts[k]}});
  payload["roles"] = std::move(roles);

  object communities{{"settled", settled_}, {"total", communities_.size()}};
  array rows;
  for (const auto& members : communities_) {
    if (rows.size() == most_communities) break;
    std::map<std::string, std::size_t> by_sector;
    for (const vertex_index v : members)
      ++by_sector[std::string{reading_.schema().name(reading_.view().sector(flat_.vertices[v]))}];
    std::vector<std::pair<std::string, std::size_t>> sorted(by_sector.begin(), by_sector.end());
    std::ranges::sort(sorted, {}, [](const auto& s) {
      return std::tuple{s.first.empty(), -static_cast<std::ptrdiff_t>(s.second), std::string_view{s.first}};
    });
    array sectors, first;
    for (std::size_t k = 0; k < std::min(sorted.size(), most_sectors); ++k)
      sectors.push_back({{"name", clipped(sorted[k].first, 120)}, {"count", sorted[k].second}});
    for (std::size_t k = 0; k < std::min(members.size(), most_members); ++k)
      first.push_back(drawn_or_named(reading_.net(), drawn, flat_.vertices[members[k]]));
    object one{{"size", members.size()}, {"sectors", std::move(sectors)}, {"members", std::move(first)}};
    if (sorted.size() > most_sectors) one["more_sectors"] = sorted.size() - most_sectors;
    rows.push_back(std::move(one));
  }
  communities["rows"] = std::move(rows);
  payload["communities"] = std::move(communities);
}

}  // namespace capnet::detail
