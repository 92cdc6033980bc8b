#pragma once
/// Do two neighbors of a vertex know each other?
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <capnet/algorithm/concepts.hpp>
#include <capnet/algorithm/detail/lower_rows.hpp>
#include <capnet/algorithm/detail/triangle_counts.hpp>
#include <capnet/algorithm/graph_measure.hpp>
#include <capnet/algorithm/ordered_graph.hpp>
#include <capnet/algorithm/simple_projection.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/core/large_vector.hpp>

namespace capnet {

struct triangles_result {
  std::uint64_t total = 0;
  std::vector<std::uint64_t> at{};       ///< for each vertex the triangles that it is a corner of
  std::optional<double> transitivity{};  ///< 3 total / connected triples; empty if there is no such triple
  std::vector<std::optional<double>> local_clustering{};  ///< triangles / pairs of neighbors; empty below two neighbors
};

namespace detail {

/// g is undirected and simple; the vertex at position p is `original[p]`.
inline triangles_result triangles_from(const compressed_graph& g, const std::vector<std::uint64_t>& at_position,
                                       std::span<const vertex_index> original) {
  triangles_result result;
  result.at.assign(g.order(), 0);
  result.local_clustering.resize(g.order());
  for (std::size_t p = 0; p < original.size(); ++p) result.at[original[p]] = at_position[p];
  double triples = 0;
  std::uint64_t corners = 0;
  for (vertex_index u = 0; u < g.order(); ++u) {
    corners += result.at[u];
    if (g.out_degree(u) < 2) continue;
    const double pairs = static_cast<double>(g.out_degree(u)) * static_cast<double>(g.out_degree(u) - 1) / 2;
    result.local_clustering[u] = static_cast<double>(result.at[u]) / pairs;
    triples += pairs;
  }
  result.total = corners / 3;
  if (triples > 0) result.transitivity = 3 * static_cast<double>(result.total) / triples;
  return result;
}

inline void report_triangles(const execution& how, double fraction) {
  if (how.report) how.report({fraction, "triangles"});
}

}  // namespace detail

/// Triangles, and with them transitivity and local clustering, of the undirected simple projection.
///
/// Transitivity is the share of the paths u-v-w whose ends are adjacent (Newman, Watts & Strogatz 2002), local
/// clustering of v the share of the pairs of neighbors of v that are (Watts & Strogatz 1998). Both in [0, 1].
/// Directions, loops and repeats are ignored.
///
/// Kernel: each edge from its end of lower degree to that of higher degree, then neighbor lists intersected (Schank &
/// Wagner 2005, "forward"); departures: the 16,384 vertices of largest degree have a bitmap each, of which only the
/// words in which the list has a bit are ANDed and counted; of two others, the neighbors of one are looked up in the
/// bits of the other, whichever is less to read. Verifier: tests/oracle (all triples). Time O(m sqrt(m)), space O(n +
/// m), and a bitmap of n bits a thread.
template <adjacency_graph Graph>
[[nodiscard]] triangles_result triangles(const Graph& graph, const execution& how = {}) {
  const detail::simple_view view{graph};
  const std::vector<vertex_index> original = detail::by_falling_degree((*view).out_rows());
  const detail::lower_rows rows{(*view).out_rows(), original, how};
  detail::report_triangles(how, .15);
  auto result = detail::triangles_from(*view, detail::triangle_counter{rows, how}.at_each(how), original);
  detail::report_triangles(how, 1);
  return result;
}

/// The number of triangles alone: several times faster. As `triangles`.
template <adjacency_graph Graph>
[[nodiscard]] std::uint64_t count_triangles(const Graph& graph, const execution& how = {}) {
  const detail::simple_view view{graph};
  const detail::lower_rows rows{(*view).out_rows(), detail::by_falling_degree((*view).out_rows()), how};
  detail::report_triangles(how, .15);
  const std::uint64_t total = detail::triangle_counter{rows, how}.total(how);
  detail::report_triangles(how, 1);
  return total;
}

/// In the numbers of the graph that g was made from.
[[nodiscard]] inline triangles_result triangles(const ordered_graph& g, const execution& how = {}) {
  triangles_result in_positions;
  if (g.directed() || !g.graph().simple()) {
    in_positions = triangles(g.graph(), how);
  } else {
    const detail::lower_rows rows{g, how};
    auto positions = detail::filled_vector<vertex_index>(g.order());
    for (vertex_index p = 0; p < g.order(); ++p) positions[p] = p;
    in_positions = detail::triangles_from(g.graph(), detail::triangle_counter{rows, how}.at_each(how), positions);
    detail::report_triangles(how, 1);
  }
  triangles_result result;
  result.total = in_positions.total;
  result.transitivity = in_positions.transitivity;
  result.at.resize(g.order());
  result.local_clustering.resize(g.order());
  for (vertex_index p = 0; p < g.order(); ++p) {
    result.at[g.original()[p]] = in_positions.at[p];
    result.local_clustering[g.original()[p]] = in_positions.local_clustering[p];
  }
  return result;
}
[[nodiscard]] inline std::uint64_t count_triangles(const ordered_graph& g, const execution& how = {}) {
  if (g.directed() || !g.graph().simple()) return count_triangles(g.graph(), how);
  const detail::lower_rows rows{g, how};
  const std::uint64_t total = detail::triangle_counter{rows, how}.total(how);
  detail::report_triangles(how, 1);
  return total;
}

namespace detail {
inline const triangles_result& shared_triangles(const graph_context& context) {
  return context.once<triangles_result>([&] { return triangles(context.graph()); });
}
}  // namespace detail

namespace measure {
inline constexpr graph_measure transitivity{
    .info = {.name = "transitivity",
             .label = {"Transitivity", "推移性"},
             .meaning = {"how often two neighbors of a vertex are linked themselves", "隣どうしもつながっている割合"},
             .unit = "share",
             .range = value_range{0, 1},
             .definition = "3 triangles / connected triples",
             .source = "Wasserman & Faust 1994",
             .cost = measure_cost::near_linear,
             .defined_for = "simple graphs",
             .rank = 130},
    .of_simple = true,
    .find = [](const graph_context& context, graph_findings& found) {
      found.add("transitivity", detail::shared_triangles(context).transitivity);
    }};
inline constexpr graph_measure triangles{
    .info = {.name = "triangles",
             .label = {"Triangles", "三角形"},
             .meaning = {"threes of vertices that are all linked", "互いにつながる3つ組の数"},
             .unit = "triangle",
             .definition = "threes of vertices of which all pairs are linked",
             .source = "Wasserman & Faust 1994",
             .cost = measure_cost::near_linear,
             .defined_for = "simple graphs",
             .rank = 140},
    .of_simple = true,
    .find = [](const graph_context& context, graph_findings& found) {
      found.add("triangles", static_cast<double>(detail::shared_triangles(context).total));
    }};
inline constexpr graph_measure local_clustering{
    .info = {.name = "local_clustering",
             .label = {"Local clustering", "局所クラスタ係数"},
             .meaning = {"the share of pairs of its neighbors that are linked; none below two",
                         "隣どうしの組のうち、つながっている割合（隣が2未満なら値なし）"},
             .unit = "share",
             .range = value_range{0, 1},
             .definition = "triangles of a vertex / pairs of its neighbors",
             .source = "Watts & Strogatz 1998",
             .cost = measure_cost::near_linear,
             .defined_for = "simple graphs",
             .rank = 240},
    .of_vertices = true,
    .of_simple = true,
    .find = [](const graph_context& context, graph_findings& found) {
      found.add_column("local_clustering", detail::shared_triangles(context).local_clustering);
    }};
}  // namespace measure

}  // namespace capnet
