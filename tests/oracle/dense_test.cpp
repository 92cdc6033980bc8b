// Formulas over a dense table, on 200 small graphs with loops, parallel edges, weights and isolated vertices.
#include <gtest/gtest.h>

#include <capnet/algorithm/attribute_assortativity.hpp>
#include <capnet/algorithm/degree_assortativity.hpp>
#include <capnet/algorithm/modularity.hpp>
#include <capnet/algorithm/pagerank.hpp>
#include <capnet/algorithm/structural_holes.hpp>

#include <cmath>

#include "oracle/graphs.hpp"

namespace capnet {
namespace {

using fixture::matrix;

// Weights of all arcs from u to v; an undirected edge goes both ways, an undirected loop once.
matrix arc_weights(const fixture::random_case& c, bool weighted) {
  matrix w(c.order, std::vector<double>(c.order, 0));
  for (const edge& uv : c.edges) {
    w[uv.source][uv.target] += weighted ? uv.weight : 1;
    if (!c.directed && uv.source != uv.target) w[uv.target][uv.source] += weighted ? uv.weight : 1;
  }
  return w;
}

TEST(Pagerank, IsTheFixedPointOfADenseTable) {
  for (std::uint32_t replica = 0; replica < 200; ++replica) {
    for (const bool weighted : {false, true}) {
      const auto c = fixture::make_random_case(replica);
      const double n = c.order;
      matrix google = arc_weights(c, weighted);
      for (auto& row : google) {
        double sum = 0;
        for (const double w : row) sum += w;
        for (double& w : row) w = .15 / n + .85 * (sum > 0 ? w / sum : 1 / n);
      }
      std::vector<double> x(c.order, 1 / n);
      for (int step = 0; step < 400; ++step) {
        std::vector<double> next(c.order, 0);
        for (vertex_index u = 0; u < c.order; ++u) {
          for (vertex_index v = 0; v < c.order; ++v) next[v] += x[u] * google[u][v];
        }
        x = next;
      }
      const auto result = pagerank(c.g, {.weighted = weighted});
      EXPECT_TRUE(result.converged);
      for (vertex_index u = 0; u < c.order; ++u) EXPECT_NEAR(result.scores[u], x[u], 1e-11) << "replica " << replica;
    }
  }
}

TEST(StructuralHoles, FollowBurtsFormulas) {
  for (std::uint32_t replica = 0; replica < 200; ++replica) {
    for (const bool weighted : {false, true}) {
      const auto c = fixture::make_random_case(replica);
      const matrix a = weighted ? arc_weights(c, true) : fixture::adjacency(c, true);
      matrix p(c.order, std::vector<double>(c.order, 0));
      matrix m = p;
      std::vector<double> strength(c.order, 0);
      for (vertex_index u = 0; u < c.order; ++u) {
        double largest = 0;
        for (vertex_index v = 0; v < c.order; ++v) {
          if (u == v) continue;
          strength[u] += a[u][v] + a[v][u];
          largest = std::max(largest, a[u][v] + a[v][u]);
        }
        for (vertex_index v = 0; v < c.order && strength[u] > 0; ++v) {
          if (u == v) continue;
          p[u][v] = (a[u][v] + a[v][u]) / strength[u];
          m[u][v] = (a[u][v] + a[v][u]) / largest;
        }
      }
      const auto result = structural_holes(c.g, {.weighted = weighted});
      for (vertex_index i = 0; i < c.order; ++i) {
        ASSERT_EQ(result.constraint[i].has_value(), strength[i] > 0);
        ASSERT_EQ(result.effective_size[i].has_value(), strength[i] > 0);
        if (!(strength[i] > 0)) continue;
        double constraint = 0;
        double size = 0;
        for (vertex_index j = 0; j < c.order; ++j) {
          if (p[i][j] == 0) continue;
          double indirect = 0;
          double redundancy = 0;
          for (vertex_index q = 0; q < c.order; ++q) {
            indirect += p[i][q] * p[q][j];
            redundancy += p[i][q] * m[j][q];
          }
          constraint += (p[i][j] + indirect) * (p[i][j] + indirect);
          size += 1 - redundancy;
        }
        EXPECT_NEAR(*result.constraint[i], constraint, 1e-12) << "replica " << replica << " vertex " << i;
        EXPECT_NEAR(*result.effective_size[i], size, 1e-12) << "replica " << replica << " vertex " << i;
      }
    }
  }
}

TEST(DegreeAssortativity, IsPearsonsCorrelationOverArcs) {
  std::size_t defined = 0;
  for (std::uint32_t replica = 0; replica < 200; ++replica) {
    const auto c = fixture::make_random_case(replica);
    const matrix a = fixture::adjacency(c, true);
    std::vector<double> out(c.order, 0);
    std::vector<double> in(c.order, 0);
    std::vector<std::pair<double, double>> ends;
    for (vertex_index u = 0; u < c.order; ++u) {
      for (vertex_index v = 0; v < c.order; ++v) {
        out[u] += a[u][v];
        in[v] += a[u][v];
      }
    }
    double mx = 0, my = 0, xx = 0, yy = 0, xy = 0, n = 0;
    for (vertex_index u = 0; u < c.order; ++u) {
      for (vertex_index v = 0; v < c.order; ++v) {
        n += a[u][v];
        mx += a[u][v] * out[u];
        my += a[u][v] * in[v];
        xx += a[u][v] * out[u] * out[u];
        yy += a[u][v] * in[v] * in[v];
        xy += a[u][v] * out[u] * in[v];
      }
    }
    // Small integers: n * xx - mx^2 is exact, and 0 if and only if there is no variance.
    const bool varies = n * xx != mx * mx && n * yy != my * my;
    const auto result = degree_assortativity(c.g);
    ASSERT_EQ(result.has_value(), varies) << "replica " << replica;
    if (!varies) continue;
    ++defined;
    EXPECT_NEAR(*result, (n * xy - mx * my) / std::sqrt((n * xx - mx * mx) * (n * yy - my * my)), 1e-12);
  }
  EXPECT_GT(defined, 100u);
}

TEST(AttributeAssortativity, FollowsNewmansFormulaOverTheMixingTable) {
  std::size_t defined = 0;
  for (std::uint32_t replica = 0; replica < 200; ++replica) {
    const auto c = fixture::make_random_case(replica);
    random_stream rng{{.seed = 5, .replica = replica}};
    std::vector<group_index> groups(c.order);
    for (group_index& group : groups) group = rng.below(4) == 0 ? unknown_group : rng.below(3);
    double e[3][3] = {};
    double m = 0;
    for (const edge& uv : c.edges) {
      const group_index s = groups[uv.source];
      const group_index t = groups[uv.target];
      if (uv.source == uv.target || s == unknown_group || t == unknown_group) continue;
      ++m;
      ++e[s][t];
      if (!c.directed) ++m, ++e[t][s];
    }
    double trace = 0;
    double chance = 0;
    for (int i = 0; i < 3; ++i) {
      trace += e[i][i] / m;
      double a = 0;
      double b = 0;
      for (int k = 0; k < 3; ++k) {
        a += e[i][k] / m;
        b += e[k][i] / m;
      }
      chance += a * b;
    }
    const auto result = attribute_assortativity(c.g, groups);
    ASSERT_EQ(result.value.has_value(), m > 0 && chance < 1 - 1e-9) << "replica " << replica;
    if (!result.value) continue;
    ++defined;
    EXPECT_NEAR(*result.value, (trace - chance) / (1 - chance), 1e-12);
  }
  EXPECT_GT(defined, 80u);
}

// Q = 1/m sum over u, v of (A_uv - gamma k_u k_v / m) [same group], with m the sum of A; an undirected loop adds 2 to
// A_uu.
TEST(Modularity, FollowsTheSumOverPairs) {
  for (std::uint32_t replica = 0; replica < 200; ++replica) {
    const auto c = fixture::make_random_case(replica);
    matrix a = arc_weights(c, true);
    std::vector<double> out(c.order, 0);
    std::vector<double> in(c.order, 0);
    double m = 0;
    for (vertex_index u = 0; u < c.order; ++u) {
      if (!c.directed) a[u][u] *= 2;
      for (vertex_index v = 0; v < c.order; ++v) {
        out[u] += a[u][v];
        in[v] += a[u][v];
        m += a[u][v];
      }
    }
    std::vector<group_index> groups(c.order);
    double q = 0;
    for (vertex_index u = 0; u < c.order; ++u) groups[u] = u % 3;
    for (vertex_index u = 0; u < c.order; ++u) {
      for (vertex_index v = 0; v < c.order; ++v) {
        if (groups[u] == groups[v]) q += (a[u][v] - 1.5 * out[u] * in[v] / m) / m;
      }
    }
    const auto result = modularity(c.g, groups, {.resolution = 1.5, .weighted = true});
    ASSERT_EQ(result.has_value(), m > 0);
    if (result) {
      EXPECT_NEAR(*result, q, 1e-12);
    }
  }
}

}  // namespace
}  // namespace capnet
