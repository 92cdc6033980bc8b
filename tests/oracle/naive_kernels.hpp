#pragma once
/// Kernels written by their definitions, slow and plain: what the fast ones must equal. For tests.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <queue>
#include <set>
#include <vector>

#include <capnet/algorithm/betweenness.hpp>
#include <capnet/algorithm/bfs_distances.hpp>
#include <capnet/algorithm/components.hpp>
#include <capnet/algorithm/core_numbers.hpp>
#include <capnet/algorithm/pagerank.hpp>
#include <capnet/algorithm/sssp_distances.hpp>

#include "oracle/graphs.hpp"

namespace capnet::naive {

/// Distances and least parents from a queue.
inline bfs_tree_result bfs(const compressed_graph& g, const std::vector<vertex_index>& sources) {
  bfs_tree_result expected{std::vector<std::uint32_t>(g.order(), unreachable),
                           std::vector<vertex_index>(g.order(), no_parent)};
  std::queue<vertex_index> queue;
  for (const vertex_index s : sources) {
    expected.distance[s] = 0;
    queue.push(s);
  }
  for (; !queue.empty(); queue.pop()) {
    const vertex_index u = queue.front();
    for (const vertex_index v : g.successors(u)) {
      if (expected.distance[v] != unreachable) continue;
      expected.distance[v] = expected.distance[u] + 1;
      queue.push(v);
    }
  }
  for (vertex_index u = 0; u < g.order(); ++u) {
    for (const vertex_index v : g.successors(u)) {
      if (expected.distance[u] == unreachable || expected.distance[v] != expected.distance[u] + 1) continue;
      expected.parent[v] = std::min(expected.parent[v], u);
    }
  }
  return expected;
}

using rows = std::vector<std::vector<vertex_index>>;

/// What a walk from `start` reaches, itself too.
inline std::vector<bool> reached(const rows& arcs, vertex_index start) {
  std::vector<bool> seen(arcs.size());
  std::vector<vertex_index> stack{start};
  seen[start] = true;
  while (!stack.empty()) {
    const vertex_index u = stack.back();
    stack.pop_back();
    for (const vertex_index v : arcs[u]) {
      if (!seen[v]) stack.push_back(v);
      seen[v] = true;
    }
  }
  return seen;
}

/// Vertex by vertex in ascending order: whoever it reaches, and is reached by, and has no label yet, gets its.
inline components_result components(const compressed_graph& g, bool strong) {
  rows out(g.order()), in(g.order());
  for (vertex_index u = 0; u < g.order(); ++u) {
    for (const vertex_index v : g.successors(u)) {
      out[u].push_back(v);
      in[v].push_back(u);
      if (strong) continue;
      out[v].push_back(u);
      in[u].push_back(v);
    }
  }
  components_result expected;
  std::vector<bool> labeled(g.order());
  expected.label.resize(g.order());
  for (vertex_index u = 0; u < g.order(); ++u) {
    if (labeled[u]) continue;
    const auto to = reached(out, u);
    const auto from = strong ? reached(in, u) : to;
    vertex_index members = 0;
    for (vertex_index v = 0; v < g.order(); ++v) {
      if (!to[v] || !from[v]) continue;
      labeled[v] = true;
      expected.label[v] = u;
      ++members;
    }
    ++expected.count;
    expected.largest = std::max(expected.largest, members);
  }
  return expected;
}

/// For each k: take away all of fewer than k neighbors, until none has.
inline std::vector<vertex_index> core_numbers(const compressed_graph& any) {
  const compressed_graph g = simple_projection(any);
  std::vector<vertex_index> core(g.order(), 0);
  std::vector<bool> in(g.order(), true);
  for (vertex_index k = 1;; ++k) {
    for (bool again = true; again;) {
      again = false;
      for (vertex_index u = 0; u < g.order(); ++u) {
        if (!in[u]) continue;
        vertex_index degree = 0;
        for (const vertex_index v : g.successors(u)) degree += in[v];
        if (degree >= k) continue;
        in[u] = false;
        again = true;
      }
    }
    bool any_left = false;
    for (vertex_index u = 0; u < g.order(); ++u) {
      if (in[u]) core[u] = k;
      any_left = any_left || in[u];
    }
    if (!any_left) return core;
  }
}

/// Triangles at each vertex: all triples looked at.
inline std::vector<std::uint64_t> triangles(const fixture::random_case& c) {
  const fixture::matrix a = fixture::adjacency(c, false);
  std::vector<std::uint64_t> at(c.order, 0);
  for (vertex_index u = 0; u < c.order; ++u) {
    for (vertex_index v = u + 1; v < c.order; ++v) {
      for (vertex_index w = v + 1; a[u][v] != 0 && w < c.order; ++w) {
        if (a[u][w] == 0 || a[v][w] == 0) continue;
        ++at[u];
        ++at[v];
        ++at[w];
      }
    }
  }
  return at;
}

/// Power iteration edge by edge.
inline std::vector<double> pagerank(const compressed_graph& g, bool weighted) {
  const vertex_index n = g.order();
  std::vector<double> x(n, 1.0 / n), strength(n, 0);
  for (vertex_index u = 0; u < n; ++u) {
    for (const double w : g.weights(u)) strength[u] += weighted ? w : 1;
  }
  for (double change = 1; change >= 1e-14;) {
    std::vector<double> next(n, 0);
    double dangling = 0;
    for (vertex_index u = 0; u < n; ++u) {
      if (strength[u] <= 0) dangling += x[u];
      for (std::size_t k = 0; k < g.out_degree(u) && strength[u] > 0; ++k)
        next[g.successors(u)[k]] += x[u] * (weighted ? g.weights(u)[k] : 1) / strength[u];
    }
    change = 0;
    for (vertex_index u = 0; u < n; ++u) {
      next[u] = .15 / n + .85 * (next[u] + dangling / n);
      change += std::abs(next[u] - x[u]);
    }
    x = next;
  }
  return x;
}

/// Brandes 2001 as it is written: predecessors in lists, long doubles.
inline std::vector<double> betweenness(const compressed_graph& g, const std::vector<vertex_index>& sources) {
  const vertex_index n = g.order();
  std::vector<long double> sum(n, 0);
  for (const vertex_index s : sources) {
    std::vector<std::set<vertex_index>> before(n);
    std::vector<long double> paths(n, 0), share(n, 0);
    std::vector<int> distance(n, -1);
    std::vector<vertex_index> queue{s};
    paths[s] = 1;
    distance[s] = 0;
    for (std::size_t head = 0; head < queue.size(); ++head) {
      const vertex_index u = queue[head];
      const std::set<vertex_index> next(g.successors(u).begin(), g.successors(u).end());
      for (const vertex_index v : next) {
        if (distance[v] < 0) {
          distance[v] = distance[u] + 1;
          queue.push_back(v);
        }
        if (distance[v] == distance[u] + 1) {
          paths[v] += paths[u];
          before[v].insert(u);
        }
      }
    }
    for (std::size_t k = queue.size(); k-- > 1;) {
      const vertex_index v = queue[k];
      for (const vertex_index u : before[v]) share[u] += paths[u] / paths[v] * (1 + share[v]);
      sum[v] += share[v];
    }
  }
  std::vector<double> raw(n);
  for (vertex_index u = 0; u < n; ++u) raw[u] = static_cast<double>(sum[u] / (g.directed() ? 1 : 2));
  return raw;
}

inline constexpr double unreached = std::numeric_limits<double>::infinity();

/// Shortest ways in Bellman and Ford's rounds over all arcs: lowers labels until nothing falls, then counts the fewest
/// arcs of a shortest way the same way.
inline sssp_result sssp(const compressed_graph& g, vertex_index source) {
  const auto for_arcs = [&](const auto& visit) {
    for (vertex_index u = 0; u < g.order(); ++u) {
      for (std::size_t k = 0; k < g.out_degree(u); ++k) visit(u, g.successors(u)[k], g.weights(u)[k]);
    }
  };
  sssp_result result{std::vector<double>(g.order(), unreached), std::vector<vertex_index>(g.order(), sssp_no_parent)};
  auto& d = result.distances;
  std::vector<double> arcs(g.order(), unreached);
  d[source] = arcs[source] = 0;
  for (bool fell = true; fell;) {
    fell = false;
    for_arcs([&](vertex_index u, vertex_index v, double w) {
      if (d[u] + w < d[v]) {
        d[v] = d[u] + w;
        fell = true;
      }
    });
  }
  for (bool fell = true; fell;) {
    fell = false;
    for_arcs([&](vertex_index u, vertex_index v, double w) {
      if (d[u] + w == d[v] && arcs[u] + 1 < arcs[v]) {
        arcs[v] = arcs[u] + 1;
        fell = true;
      }
    });
  }
  for_arcs([&](vertex_index u, vertex_index v, double w) {
    if (v != source && d[v] < unreached && d[u] + w == d[v] && arcs[u] + 1 == arcs[v])
      result.parents[v] = std::min(result.parents[v], u);
  });
  return result;
}

}  // namespace capnet::naive
