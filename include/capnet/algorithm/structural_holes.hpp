#pragma once
/// How far a vertex's neighbors are tied to each other, and so hem it in.
#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

#include <capnet/algorithm/concepts.hpp>
#include <capnet/algorithm/detail/oriented_graph.hpp>
#include <capnet/algorithm/graph_measure.hpp>
#include <capnet/algorithm/simple_projection.hpp>
#include <capnet/core/expect.hpp>

namespace capnet {

struct structural_holes_options {
  bool weighted = false;  ///< use the graph's weights, which are then not negative; parallel arcs add up
};

struct structural_holes_result {
  std::vector<std::optional<double>> constraint;      ///< empty for an isolate
  std::vector<std::optional<double>> effective_size;  ///< empty for an isolate
};

namespace detail {

/// The undirected simple graph with the weight a_uv + a_vu between u and v; halved throughout if g is undirected, which
/// cancels out.
template <adjacency_graph Graph>
compressed_graph mutual_graph(const Graph& g, bool weighted) {
  if constexpr (weighted_graph<Graph>) {
    if (weighted) expect_known_weights(g);
  }
  std::vector<edge> edges;
  for (vertex_index u = 0; u < g.order(); ++u) {
    std::ptrdiff_t k = 0;
    vertex_index before = u;  // a successor equal to u is a loop
    for (const vertex_index v : g.successors(u)) {
      double weight = 1;
      if constexpr (weighted_graph<Graph>) {
        if (weighted) weight = g.weights(u).begin()[k];
      }
      ++k;
      if (v == u || (!g.directed() && v < u)) continue;
      if (weighted || v != before) edges.push_back({u, v, weight});
      before = v;
    }
  }
  return compressed_graph::from_edges(g.order(), edges, {.parallel = parallel_edges::sum});
}

}  // namespace detail

/// Burt's constraint and effective size (Burt 1992): the fewer holes between its neighbors, the more a vertex is hemmed
/// in.
///
/// With p_ij = (a_ij + a_ji) / sum_k (a_ik + a_ki): the constraint is C_i = sum over the neighbors j of i of
/// (p_ij + sum_q p_iq p_qj)^2, about 1 / degree without ties among neighbors, above 1 in small dense ones. The
/// effective size is sum_j (1 - sum_q p_iq m_jq) with m_jq = (a_jq + a_qj) / max_k (a_jk + a_kj): the number of
/// neighbors less what is redundant; without weights and directions n - 2t/n, with t the ties among n neighbors
/// (Borgatti 1997). Range [1, n].
///
/// Directed: an arc either way makes a neighbor, and both ways weigh twice. Loops are ignored, and repeats unless
/// weighted. A vertex without neighbors, or whose ties all weigh 0: empty. Sums run by the numbers of vertices, on
/// which the last bits depend.
///
/// Kernel: sum_q p_iq p_qj = x_ij / s_i with x_ij = sum_q w_iq w_qj / s_q, which is symmetric; so one pass over the
/// triangles fills one number for each edge, instead of a product of rows. Verifier: tests/oracle (the formula over a
/// dense table), NetworkX.
///
/// Throws: input_error for weights of a graph that has none, and if one is not known. Time O(m sqrt(m)), space
/// O(n + m).
template <adjacency_graph Graph>
[[nodiscard]] structural_holes_result structural_holes(const Graph& graph,
                                                       const structural_holes_options& options = {}) {
  detail::expect(!options.weighted || weighted_graph<Graph>,
                 "weights of a graph that has none; expected a weighted_graph, or weighted = false");
  const compressed_graph g = detail::mutual_graph(graph, options.weighted);
  const vertex_index n = g.order();
  std::vector<double> strength(n, 0);
  std::vector<double> largest(n, 0);
  std::vector<double> neighbors(n, 0);
  for (vertex_index u = 0; u < n; ++u) {
    for (const double weight : g.weights(u)) {
      strength[u] += weight;
      largest[u] = std::max(largest[u], weight);
      neighbors[u] += weight > 0;
    }
  }
  const detail::oriented_graph edges{g};
  std::vector<double> indirect(edges.size(), 0);  // x
  std::vector<double> redundant(n, 0);            // times the strength
  edges.for_each_triangle(
      [&](vertex_index u, vertex_index v, vertex_index w, std::size_t uv, std::size_t uw, std::size_t vw) {
        const double a = edges.weight(uv);
        const double b = edges.weight(uw);
        const double c = edges.weight(vw);
        if (!(a > 0 && b > 0 && c > 0)) return;
        indirect[uv] += b * c / strength[w];
        indirect[uw] += a * c / strength[v];
        indirect[vw] += a * b / strength[u];
        redundant[u] += b * c / largest[v] + a * c / largest[w];
        redundant[v] += c * b / largest[u] + a * b / largest[w];
        redundant[w] += c * a / largest[u] + b * a / largest[v];
      });
  std::vector<double> squares(n, 0);
  edges.for_each_edge([&](vertex_index u, vertex_index v, std::size_t uv) {
    if (!(edges.weight(uv) > 0)) return;
    const double investment = edges.weight(uv) + indirect[uv];
    squares[u] += investment / strength[u] * (investment / strength[u]);
    squares[v] += investment / strength[v] * (investment / strength[v]);
  });
  structural_holes_result result{std::vector<std::optional<double>>(n), std::vector<std::optional<double>>(n)};
  for (vertex_index u = 0; u < n; ++u) {
    if (!(strength[u] > 0)) continue;
    result.constraint[u] = squares[u];
    result.effective_size[u] = neighbors[u] - redundant[u] / strength[u];
  }
  return result;
}

namespace detail {
inline const structural_holes_result& shared_holes(const graph_context& context) {
  return context.once<structural_holes_result>(
      [&] { return structural_holes(context.graph(), {.weighted = context.weighted()}); });
}
}  // namespace detail

namespace measure {
inline constexpr graph_measure constraint{
    .info = {.name = "constraint",
             .label = {"Constraint", "拘束度"},
             .meaning = {"how far its links lead back to each other; none for an isolate",
                         "つながりが互いに重なる度合い（孤立点は値なし）"},
             .unit = "index",
             .definition = "sum over neighbors j of (p_ij + sum_q p_iq p_qj)^2",
             .source = "Burt 1992",
             .cost = measure_cost::near_linear,
             .defined_for = "graphs",
             .rank = 250},
    .of_vertices = true,
    .find = [](const graph_context& context, graph_findings& found) {
      found.add_column("constraint", detail::shared_holes(context).constraint);
    }};
inline constexpr graph_measure effective_size{
    .info = {.name = "effective_size",
             .label = {"Effective size", "有効規模"},
             .meaning = {"neighbors less what they share; none for an isolate",
                         "隣から重なりを引いた数（孤立点は値なし）"},
             .unit = "vertex",
             .definition = "neighbors - mean links of a neighbor to the others",
             .source = "Burt 1992",
             .cost = measure_cost::near_linear,
             .defined_for = "graphs",
             .rank = 260},
    .of_vertices = true,
    .find = [](const graph_context& context, graph_findings& found) {
      found.add_column("effective_size", detail::shared_holes(context).effective_size);
    }};
}  // namespace measure

}  // namespace capnet
