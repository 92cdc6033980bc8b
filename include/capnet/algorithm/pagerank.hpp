#pragma once
/// Where a reader who follows ties at random spends the time.
#include <cmath>
#include <cstddef>
#include <vector>

#include <capnet/algorithm/concepts.hpp>
#include <capnet/core/error.hpp>

namespace capnet {

struct pagerank_options {
  double damping = .85;
  double tolerance = 1e-12;  ///< of the L1 change in one iteration
  int max_iterations = 1000;
  bool weighted = false;  ///< follow an arc in proportion to its weight; weights are then not negative
};

struct pagerank_result {
  std::vector<double> scores;  ///< they sum to 1
  bool converged = false;
  int iterations = 0;
  double residual = 0;  ///< L1 change in the last iteration
};

/// PageRank (Brin & Page 1998): x_v = (1 - d) / n + d (sum over arcs u->v of x_u w_uv / w_u + x_dangling / n).
///
/// Scores are in (0, 1) and sum to 1. What lies on vertices without arcs out (or without weight) is spread uniformly.
/// Undirected edges are followed both ways; a parallel edge is one more way, a loop a way back to where one is. Without
/// vertices: no scores, converged.
///
/// Kernel: power iteration from the uniform vector. Verifier: tests/oracle (a dense table), NetworkX (tests/golden).
/// Pre: 0 <= damping < 1; tolerance > 0; weights are used only of a weighted_graph.   Time O(iterations (n + m)), space
/// O(n).
template <adjacency_graph Graph>
[[nodiscard]] pagerank_result pagerank(const Graph& g, const pagerank_options& options = {}) {
  CAPNET_ASSERT(options.damping >= 0 && options.damping < 1, "damping is at least 0 and below 1");
  CAPNET_ASSERT(options.tolerance > 0, "the tolerance is positive");
  CAPNET_ASSERT(!options.weighted || weighted_graph<Graph>, "only a weighted_graph has weights");
  const vertex_index n = g.order();
  pagerank_result result;
  if (n == 0) {
    result.converged = true;
    return result;
  }
  std::vector<double> strength(n, 0);
  for (vertex_index u = 0; u < n; ++u) {
    strength[u] = static_cast<double>(g.out_degree(u));
    if constexpr (weighted_graph<Graph>) {
      if (!options.weighted) continue;
      strength[u] = 0;
      for (const double weight : g.weights(u)) strength[u] += weight;
    }
  }
  const double uniform = 1.0 / n;
  std::vector<double>& x = result.scores;
  x.assign(n, uniform);
  std::vector<double> passed(n);  // what each vertex passes on for each unit of weight
  std::vector<double> arriving(n);
  const auto pull = [&] {
    if constexpr (bidirectional_graph<Graph>) {
      for (vertex_index v = 0; v < n; ++v) {
        double sum = 0;
        for (const vertex_index u : g.predecessors(v)) sum += passed[u];
        arriving[v] = sum;
      }
    }
  };
  const auto push = [&] {  // adds up in the same order as pull
    arriving.assign(n, 0);
    for (vertex_index u = 0; u < n; ++u) {
      if constexpr (weighted_graph<Graph>) {
        if (options.weighted) {
          auto weight = g.weights(u).begin();
          for (const vertex_index v : g.successors(u)) arriving[v] += passed[u] * *weight++;
          continue;
        }
      }
      for (const vertex_index v : g.successors(u)) arriving[v] += passed[u];
    }
  };
  while (!result.converged && result.iterations < options.max_iterations) {
    double dangling = 0;
    for (vertex_index u = 0; u < n; ++u) {
      passed[u] = strength[u] > 0 ? x[u] / strength[u] : 0;
      if (!(strength[u] > 0)) dangling += x[u];
    }
    bidirectional_graph<Graph> && !options.weighted ? pull() : push();
    const double base = (1 - options.damping + options.damping * dangling) * uniform;
    result.residual = 0;
    for (vertex_index v = 0; v < n; ++v) {
      const double next = base + options.damping * arriving[v];
      result.residual += std::abs(next - x[v]);
      x[v] = next;
    }
    ++result.iterations;
    result.converged = result.residual < options.tolerance;
  }
  return result;
}

}  // namespace capnet
