#pragma once
/// Do like and like keep company?
#include <cstddef>
#include <optional>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/algorithm/concepts.hpp>
#include <capnet/algorithm/graph_measure.hpp>
#include <capnet/algorithm/group_map.hpp>
#include <capnet/core/expect.hpp>

namespace capnet {

struct attribute_assortativity_result {
  std::optional<double> value;
  double coverage = 1;  ///< share of vertices whose group is known
};

/// Attribute assortativity: how far ties stay within groups, beyond what the groups' shares of tie ends make likely
/// (Newman 2003).
///
/// (tr e - sum a_i b_i) / (1 - sum a_i b_i), with e the table of the shares of ties from group to group, an undirected
/// tie taken both ways, and a, b its row and column sums. 1 is all within, 0 is chance; the least value lies in [-1, 0)
/// and depends on the shares.
///
/// Parallel ties count each; loops are ignored. A vertex of unknown group is left out with its ties and lowers
/// `coverage`. No tie left, or all in one group: `value` is empty. Of numbers only those of the groups matter, to the
/// last bits: the sum runs by them.
///
/// Throws: input_error unless `groups` has an entry for every vertex. Time O(n + m + k), space O(k).
template <adjacency_graph Graph>
[[nodiscard]] attribute_assortativity_result attribute_assortativity(const Graph& g, group_map groups) {
  detail::expect_entries(groups.size(), g.order());
  std::vector<std::size_t> from(group_count(groups), 0);
  std::vector<std::size_t> to(from.size(), 0);
  std::size_t within = 0;
  std::size_t arcs = 0;
  for (vertex_index u = 0; u < g.order(); ++u) {
    if (groups[u] == unknown_group) continue;
    for (const vertex_index v : g.successors(u)) {
      if (u == v || groups[v] == unknown_group) continue;
      ++arcs;
      ++from[groups[u]];
      ++to[groups[v]];
      within += groups[u] == groups[v];
    }
  }
  attribute_assortativity_result result{.value = std::nullopt, .coverage = group_coverage(groups)};
  const double m = static_cast<double>(arcs);
  double chance = 0;
  bool one_group = arcs == 0;
  for (std::size_t group = 0; group < from.size(); ++group) {
    chance += static_cast<double>(from[group]) / m * (static_cast<double>(to[group]) / m);
    one_group = one_group || (from[group] == arcs && to[group] == arcs);
  }
  if (!one_group) result.value = (static_cast<double>(within) / m - chance) / (1 - chance);
  return result;
}

namespace measure {
inline constexpr graph_measure assortativity{
    .info = {.name = "assortativity",
             .label = {"Attribute assortativity", "属性の同類性"},
             .meaning = {"1 if all links stay within groups, 0 if as by chance",
                         "1: つながりがすべて集団の中、0: 偶然と同じ"},
             .unit = "index",
             .range = value_range{-1, 1},
             .definition = "(tr e - sum a b) / (1 - sum a b)",
             .source = "Newman 2003",
             .cost = measure_cost::linear,
             .defined_for = "graphs with groups",
             .rank = 198},
    .of_groups = true,
    .find = [](const graph_context& context, graph_findings& found) {
      found.add("assortativity", capnet::attribute_assortativity(context.graph(), context.groups()).value);
    }};
}  // namespace measure

}  // namespace capnet
