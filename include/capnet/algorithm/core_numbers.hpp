#pragma once
/// How deep in the thick of the network a vertex lies.
#include <algorithm>
#include <vector>

#include <capnet/algorithm/concepts.hpp>
#include <capnet/algorithm/detail/core_peeling.hpp>
#include <capnet/algorithm/graph_measure.hpp>
#include <capnet/algorithm/ordered_graph.hpp>
#include <capnet/algorithm/simple_projection.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/core/large_vector.hpp>

namespace capnet {

/// Core numbers: the largest k such that the vertex is in a subgraph in which all have at least k neighbors (Seidman
/// 1983).
///
/// Of the undirected simple projection: directions, loops and repeats are ignored. An isolated vertex has 0.
///
/// Kernel: the vertices of k neighbors are taken away, for k = 1, 2, ... (Matula & Beck 1983; Batagelj & Zaversnik
/// 2003); departure: no buckets, but for each k that occurs one look, 16 at a time, at the list of those that are left,
/// which costs no more in all than the sum of core numbers. Runs on one thread, whatever `how` allows. Verifier:
/// tests/oracle (peeling by the definition). Throws: stopped.   Time O(n + m), space O(n).
template <adjacency_graph Graph>
[[nodiscard]] std::vector<vertex_index> core_numbers(const Graph& graph, const execution& how = {}) {
  const detail::simple_view view{graph};
  const auto core = detail::peel((*view).out_rows(), false, how);
  if (how.report) how.report({1, "core numbers"});
  auto result = detail::filled_vector<vertex_index>(core.size());
  std::copy(core.begin(), core.end(), result.begin());
  return result;
}

/// In the numbers of the graph that g was made from.
[[nodiscard]] inline std::vector<vertex_index> core_numbers(const ordered_graph& g, const execution& how = {}) {
  const detail::simple_view view{g.graph()};
  const auto core = detail::peel((*view).out_rows(), !g.directed() && g.graph().simple(), how);
  auto result = detail::filled_vector<vertex_index>(g.order());
  for (vertex_index p = 0; p < g.order(); ++p) result[g.original()[p]] = core[p];
  if (how.report) how.report({1, "core numbers"});
  return result;
}

namespace detail {
struct cores_of;
inline const auto& shared_cores(const graph_context& context) {
  return context.once<cores_of>([&] { return core_numbers(context.graph()); });
}
}  // namespace detail

namespace measure {
inline constexpr graph_measure max_core{
    .info = {.name = "max_core",
             .label = {"Largest core", "最大コア"},
             .meaning = {"the k of the most closely linked core", "もっとも密な核のk"},
             .unit = "edge",
             .definition = "the largest k of which there is a subgraph where all have k links",
             .source = "Seidman 1983",
             .cost = measure_cost::linear,
             .defined_for = "simple graphs",
             .rank = 195},
    .of_simple = true,
    .find = [](const graph_context& context, graph_findings& found) {
      const auto& core = detail::shared_cores(context);
      found.add("max_core", core.empty() ? 0 : *std::max_element(core.begin(), core.end()));
    }};
inline constexpr graph_measure core{
    .info = {.name = "core",
             .label = {"Core number", "コア数"},
             .meaning = {"the k of the closest core that it is in", "属するもっとも密な核のk"},
             .unit = "edge",
             .definition = "the largest k of which the vertex is in a subgraph where all have k links",
             .source = "Seidman 1983; Batagelj & Zaversnik 2003",
             .cost = measure_cost::linear,
             .defined_for = "simple graphs",
             .rank = 220},
    .of_vertices = true,
    .of_simple = true,
    .find = [](const graph_context& context, graph_findings& found) {
      found.add_column("core", detail::shared_cores(context));
    }};
}  // namespace measure

}  // namespace capnet
