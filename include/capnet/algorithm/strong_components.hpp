#pragma once
/// Which vertices reach each other.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include <capnet/algorithm/components.hpp>
#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/algorithm/concepts.hpp>
#include <capnet/algorithm/detail/strong_labels.hpp>
#include <capnet/algorithm/graph_measure.hpp>
#include <capnet/algorithm/ordered_graph.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/core/large_vector.hpp>

namespace capnet {

/// Strongly connected components: u and v are in one if paths lead from u to v and from v to u. Of an undirected graph
/// they are its components.
///
/// The labels are canonical, as those of `components`: the smallest member. A vertex on no cycle is a component of its
/// own; loops and parallel arcs change nothing; without vertices there is no component.
///
/// Kernel: vertices without an arc in or out are trimmed, then what a vertex of many arcs reaches both ways is split
/// off (Fleischer, Hendrickson & Pinar 2000; Slota, Rajamanickam & Madduri 2014), each in parallel; the rest goes
/// through a depth-first search (Tarjan 1972) with a stack of its own, so that a long path is no danger. Verifier:
/// tests/oracle (reachability). Throws: stopped. Time O(n + m), space O(n + m).
template <adjacency_graph Graph>
[[nodiscard]] components_result strong_components(const Graph& g, const execution& how = {}) {
  const detail::compressed_view view{g};
  if (!(*view).directed()) return components(*view, how);
  components_result result;
  result.label = detail::strong_labels{(*view).out_rows(), (*view).in_rows(), how}.run();
  auto members = detail::filled_vector<vertex_index>(g.order());
  for (vertex_index u = 0; u < g.order(); ++u) {
    result.count += result.label[u] == u;
    result.largest = std::max(result.largest, ++members[result.label[u]]);
  }
  return result;
}

/// The same of a graph in order of degree, in its original numbers.
[[nodiscard]] inline components_result strong_components(const ordered_graph& g, const execution& how = {}) {
  if (!g.directed()) return components(g, how);
  components_result result = strong_components(g.graph(), how);
  constexpr vertex_index none = std::numeric_limits<vertex_index>::max();
  auto smallest = detail::filled_vector<vertex_index>(g.order(), none);
  auto label = detail::filled_vector<vertex_index>(g.order());
  for (vertex_index u = 0; u < g.order(); ++u) {
    vertex_index& least = smallest[result.label[g.position()[u]]];
    if (least == none) least = u;
    label[u] = least;
  }
  result.label.swap(label);
  return result;
}

namespace detail {
struct strong_components_of;
inline const components_result& shared_strong_components(const graph_context& context) {
  return context.once<strong_components_of>([&] { return capnet::strong_components(context.graph()); });
}
}  // namespace detail

namespace measure {
inline constexpr graph_measure strong_components{
    .info = {.name = "strong_components",
             .label = {"Strong components", "強連結成分"},
             .meaning = {"groups in which every vertex reaches every other along the arcs",
                         "矢印をたどって互いに行き着けるまとまりの数"},
             .unit = "component",
             .definition = "largest sets of vertices that reach each other along arcs",
             .source = "Tarjan 1972",
             .cost = measure_cost::near_linear,
             .defined_for = "graphs",
             .rank = 160},
    .find = [](const graph_context& context, graph_findings& found) {
      const components_result& all = detail::shared_strong_components(context);
      found.add("strong_components", all.count);
      found.add("largest_strong_component", all.largest);
    }};
inline constexpr graph_measure largest_strong_component{
    .info = {.name = "largest_strong_component",
             .label = {"Largest strong component", "最大の強連結成分"},
             .meaning = {"vertices in the largest group in which all reach each other",
                         "互いに行き着ける最大のまとまりの頂点の数"},
             .unit = "vertex",
             .definition = "vertices of the largest strong component",
             .source = "Tarjan 1972",
             .cost = measure_cost::near_linear,
             .defined_for = "graphs",
             .rank = 161},
    .find = [](const graph_context& context, graph_findings& found) {
      found.add("largest_strong_component", detail::shared_strong_components(context).largest);
    }};
}  // namespace measure

}  // namespace capnet
