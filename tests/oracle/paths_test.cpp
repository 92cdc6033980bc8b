// Shortest paths, all of them listed, on 200 small graphs with loops, parallel edges and isolated vertices.
#include <gtest/gtest.h>

#include <capnet/algorithm/betweenness.hpp>
#include <capnet/algorithm/bfs_distances.hpp>
#include <capnet/algorithm/harmonic_centrality.hpp>

#include <cmath>
#include <functional>

#include "oracle/graphs.hpp"

namespace capnet {
namespace {

using fixture::matrix;

matrix floyd_warshall(const fixture::random_case& c) {
  matrix d = fixture::adjacency(c, true);
  for (vertex_index u = 0; u < c.order; ++u) {
    for (vertex_index v = 0; v < c.order; ++v) {
      if (u == v)
        d[u][v] = 0;
      else if (d[u][v] == 0)
        d[u][v] = HUGE_VAL;
    }
  }
  for (vertex_index k = 0; k < c.order; ++k) {
    for (vertex_index u = 0; u < c.order; ++u) {
      for (vertex_index v = 0; v < c.order; ++v) d[u][v] = std::min(d[u][v], d[u][k] + d[k][v]);
    }
  }
  return d;
}

TEST(BfsDistances, AgreeWithFloydAndWarshall) {
  for (std::uint32_t replica = 0; replica < 200; ++replica) {
    const auto c = fixture::make_random_case(replica);
    const matrix d = floyd_warshall(c);
    const auto harmonic = harmonic_centrality(c.g);
    for (vertex_index u = 0; u < c.order; ++u) {
      const auto from_u = bfs_distances(c.g, u);
      double sum = 0;
      for (vertex_index v = 0; v < c.order; ++v) {
        EXPECT_EQ(from_u[v] == unreachable ? HUGE_VAL : from_u[v], d[u][v]) << "replica " << replica;
        if (u != v) sum += 1 / d[u][v];
      }
      EXPECT_NEAR(harmonic[u], sum, 1e-12) << "replica " << replica;
    }
  }
}

TEST(Betweenness, IsTheShareOfListedShortestPaths) {
  double seen = 0;
  for (std::uint32_t replica = 0; replica < 200; ++replica) {
    const auto c = fixture::make_random_case(replica, 8);
    const matrix a = fixture::adjacency(c, true);
    const matrix d = floyd_warshall(c);
    std::vector<double> expected(c.order, 0);
    for (vertex_index s = 0; s < c.order; ++s) {
      for (vertex_index t = 0; t < c.order; ++t) {
        if (s == t || std::isinf(d[s][t])) continue;
        std::vector<std::vector<vertex_index>> paths;  // the vertices strictly between
        std::vector<vertex_index> inner;
        const std::function<void(vertex_index, double)> walk = [&](vertex_index u, double steps) {
          if (u == t) {
            if (steps == d[s][t]) paths.push_back(inner);
            return;
          }
          if (steps == d[s][t]) return;
          for (vertex_index v = 0; v < c.order; ++v) {
            if (a[u][v] == 0) continue;
            if (v != t) inner.push_back(v);
            walk(v, steps + 1);
            if (v != t) inner.pop_back();
          }
        };
        walk(s, 0);
        for (const auto& path : paths) {
          for (const vertex_index u : path) expected[u] += 1.0 / static_cast<double>(paths.size());
        }
      }
    }
    const auto result = betweenness(c.g);
    for (vertex_index u = 0; u < c.order; ++u) {
      EXPECT_NEAR(result.raw[u], expected[u] / (c.directed ? 1 : 2), 1e-12) << "replica " << replica;
      seen += expected[u];
    }
  }
  EXPECT_GT(seen, 1000);
}

TEST(Betweenness, HasTheSameBitsAtAnyNumberOfThreads) {
  const auto c = fixture::make_random_case(3, 200);
  EXPECT_EQ(betweenness(c.g, {.threads = 1}).raw, betweenness(c.g, {.threads = 3}).raw);
  EXPECT_EQ(harmonic_centrality(c.g, {.threads = 1}), harmonic_centrality(c.g, {.threads = 3}));
}

}  // namespace
}  // namespace capnet
