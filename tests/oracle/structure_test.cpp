// Structure by its definition, on 200 small graphs with loops, parallel edges and isolated vertices.
#include <gtest/gtest.h>

#include <capnet/algorithm/components.hpp>
#include <capnet/algorithm/core_numbers.hpp>
#include <capnet/algorithm/cuts.hpp>
#include <capnet/algorithm/reciprocity.hpp>
#include <capnet/algorithm/triangles.hpp>

#include <set>

#include "oracle/graphs.hpp"

namespace capnet {
namespace {

using fixture::matrix;

template <class Check>
void for_random_graphs(const Check& check) {
  for (std::uint32_t replica = 0; replica < 200; ++replica) {
    SCOPED_TRACE("replica " + std::to_string(replica));
    check(fixture::make_random_case(replica));
  }
}

TEST(Triangles, AreTheTriplesThatAreAllTied) {
  std::size_t seen = 0;
  for_random_graphs([&](const fixture::random_case& c) {
    const matrix a = fixture::adjacency(c, false);
    std::vector<std::uint64_t> at(c.order, 0);
    std::uint64_t total = 0;
    double closed = 0;
    double triples = 0;
    for (vertex_index u = 0; u < c.order; ++u) {
      for (vertex_index v = 0; v < c.order; ++v) {
        for (vertex_index w = v + 1; w < c.order; ++w) {
          if (a[u][v] == 0 || a[u][w] == 0) continue;
          ++triples;
          closed += a[v][w];
          at[u] += a[v][w] == 1;
          total += u < v && a[v][w] == 1;
        }
      }
    }
    const auto result = triangles(c.g);
    EXPECT_EQ(result.total, total);
    EXPECT_EQ(result.at, at);
    ASSERT_EQ(result.transitivity.has_value(), triples > 0);
    if (triples > 0) {
      EXPECT_DOUBLE_EQ(*result.transitivity, closed / triples);
    }
    seen += total;
  });
  EXPECT_GT(seen, 100u);
}

// The definition: the largest k such that peeling away all of degree below k, again and again, leaves the vertex.
TEST(CoreNumbers, AreWhatPeelingLeaves) {
  for_random_graphs([](const fixture::random_case& c) {
    std::vector<vertex_index> expected(c.order, 0);
    for (vertex_index k = 1; k < c.order; ++k) {
      matrix a = fixture::adjacency(c, false);
      std::vector<bool> in(c.order, true);
      for (bool again = true; again;) {
        again = false;
        for (vertex_index u = 0; u < c.order; ++u) {
          double degree = 0;
          for (vertex_index v = 0; v < c.order; ++v) degree += in[v] ? a[u][v] : 0;
          if (!in[u] || degree >= k) continue;
          in[u] = false;
          again = true;
        }
      }
      for (vertex_index u = 0; u < c.order; ++u) {
        if (in[u]) expected[u] = k;
      }
    }
    EXPECT_EQ(core_numbers(c.g), expected);
  });
}

std::size_t component_count(vertex_index order, const std::vector<edge>& edges) {
  return components(compressed_graph::from_edges(order, edges)).count;
}

// Without an articulation point there are more components than before, not counting the vertex itself.
TEST(Cuts, AreWhatDisconnectsWhenLeftOut) {
  std::size_t seen = 0;
  for_random_graphs([&](const fixture::random_case& c) {
    const std::size_t before = component_count(c.order, c.edges);
    std::vector<vertex_index> articulation;
    for (vertex_index u = 0; u < c.order; ++u) {
      std::vector<edge> left;
      for (const edge& vw : c.edges) {
        if (vw.source != u && vw.target != u) left.push_back(vw);
      }
      if (component_count(c.order, left) - 1 > before) articulation.push_back(u);
    }
    std::set<std::pair<vertex_index, vertex_index>> bridges;
    for (std::size_t k = 0; k < c.edges.size(); ++k) {
      const auto ends = std::minmax(c.edges[k].source, c.edges[k].target);
      std::vector<edge> left;
      for (std::size_t other = 0; other < c.edges.size(); ++other) {
        // Arcs of a directed graph between the same two vertices are one edge.
        const bool same = std::minmax(c.edges[other].source, c.edges[other].target) == ends;
        if (c.directed ? !same : other != k) left.push_back(c.edges[other]);
      }
      if (component_count(c.order, left) > before) bridges.insert(ends);
    }
    const auto result = cuts(c.g);
    EXPECT_EQ(result.articulation_points, articulation);
    EXPECT_EQ(result.bridges, (std::vector<std::pair<vertex_index, vertex_index>>{bridges.begin(), bridges.end()}));
    seen += articulation.size();
  });
  EXPECT_GT(seen, 100u);
}

TEST(Reciprocity, IsTheShareOfArcsWithTheirReverse) {
  for_random_graphs([](const fixture::random_case& c) {
    const matrix a = fixture::adjacency(c, true);
    double arcs = 0;
    double answered = 0;
    for (vertex_index u = 0; u < c.order; ++u) {
      for (vertex_index v = 0; v < c.order; ++v) {
        arcs += a[u][v];
        answered += a[u][v] * a[v][u];
      }
    }
    const auto result = reciprocity(c.g);
    ASSERT_EQ(result.has_value(), c.directed && arcs > 0);
    if (result) {
      EXPECT_DOUBLE_EQ(*result, answered / arcs);
    }
  });
}

}  // namespace
}  // namespace capnet
