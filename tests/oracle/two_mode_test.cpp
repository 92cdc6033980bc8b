// Two-mode measures from their definitions, on random two-mode graphs with loose ends, and on all small ones; and what
// NetworkX says.
#include <gtest/gtest.h>

#include <capnet/algorithm/one_mode_projection.hpp>
#include <capnet/algorithm/two_mode_centrality.hpp>
#include <capnet/algorithm/two_mode_clustering.hpp>
#include <capnet/algorithm/two_mode_density.hpp>
#include <capnet/algorithm/two_mode_graph.hpp>

#include <cmath>

#include "oracle/graphs.hpp"

namespace capnet {
namespace {

using fixture::matrix;

/// Modes and numbers mixed at random; isolates, empty modes, directions and repeats included.
struct two_mode_case {
  std::vector<mode> modes;
  matrix a;
  compressed_graph everything;
  two_mode_graph g;
};

two_mode_case make_two_mode_case(std::uint32_t replica, vertex_index largest = 12) {
  random_stream rng{{.seed = 1941, .replica = replica}};
  two_mode_case c;
  const vertex_index n = 1 + rng.below(largest);
  for (vertex_index u = 0; u < n; ++u) c.modes.push_back(rng.below(2) == 0 ? mode::first : mode::second);
  c.a.assign(n, std::vector<double>(n, 0));
  std::vector<edge> edges;
  const vertex_index percent = rng.below(100);
  for (vertex_index u = 0; u < n; ++u) {
    for (vertex_index v = 0; v < n; ++v) {
      if (c.modes[u] == c.modes[v] || rng.below(100) >= percent) continue;
      edges.push_back({u, v});
      if (rng.below(4) == 0) edges.push_back({u, v});
      c.a[u][v] = c.a[v][u] = 1;
    }
  }
  c.everything =
      compressed_graph::from_edges(n, edges, {.directed = rng.below(2) == 1, .parallel = parallel_edges::all});
  c.g = two_mode_graph{c.everything, c.modes};
  return c;
}

std::vector<vertex_index> common(const matrix& a, vertex_index u, vertex_index v) {
  std::vector<vertex_index> both;
  for (vertex_index w = 0; w < a.size(); ++w) {
    if (a[u][w] == 1 && a[v][w] == 1) both.push_back(w);
  }
  return both;
}
std::size_t degree(const matrix& a, vertex_index u) { return common(a, u, u).size(); }

TEST(OneModeProjection, AgreesWithPairsOfRows) {
  double seen = 0;
  for (std::uint32_t replica = 0; replica < 300; ++replica) {
    SCOPED_TRACE("replica " + std::to_string(replica));
    const two_mode_case c = make_two_mode_case(replica);
    for (const mode m : {mode::first, mode::second}) {
      const auto of = c.g.vertices(m);
      const auto shared = one_mode_projection(c.g, m);
      const auto newman = one_mode_projection(c.g, m, projection_weight::newman);
      ASSERT_EQ(shared.order(), std::count(c.modes.begin(), c.modes.end(), m));
      for (vertex_index j = 0; j < of.size(); ++j) {
        std::size_t at = 0;
        double strength = 0;
        for (vertex_index k = 0; k < of.size(); ++k) {
          const auto both = common(c.a, of[j], of[k]);
          const bool tied = j != k && !both.empty();
          ASSERT_EQ(shared.has_arc(j, k), tied);
          ASSERT_EQ(newman.has_arc(j, k), tied);
          if (!tied) continue;
          double sum = 0;
          for (const vertex_index w : both) sum += 1 / (static_cast<double>(degree(c.a, w)) - 1);
          EXPECT_EQ(shared.weights(j)[at], static_cast<double>(both.size()));
          EXPECT_NEAR(newman.weights(j)[at], sum, 1e-12);
          strength += newman.weights(j)[at++];
          seen += sum;
        }
        double in_company = 0;
        for (const vertex_index w : c.g.successors(of[j])) in_company += degree(c.a, w) > 1;
        EXPECT_NEAR(strength, in_company, 1e-12);
      }
    }
  }
  EXPECT_GT(seen, 1000);
}

TEST(RobinsAlexanderClustering, AgreesWithAllQuadruples) {
  std::uint64_t seen = 0;
  for (std::uint32_t replica = 0; replica < 300; ++replica) {
    const two_mode_case c = make_two_mode_case(replica, 9);
    const vertex_index n = c.g.order();
    std::uint64_t paths = 0;   // u-v-w-x, each from both ends
    std::uint64_t closed = 0;  // of them, those with x-u: each four-cycle has 4 starts and 2 directions
    for (vertex_index u = 0; u < n; ++u) {
      for (vertex_index v = 0; v < n; ++v) {
        for (vertex_index w = 0; w < n; ++w) {
          for (vertex_index x = 0; x < n; ++x) {
            if (u == w || v == x || c.a[u][v] + c.a[v][w] + c.a[w][x] < 3) continue;
            ++paths;
            closed += c.a[x][u] == 1;
          }
        }
      }
    }
    const auto result = robins_alexander_clustering(c.g);
    EXPECT_EQ(result.three_paths, paths / 2) << "replica " << replica;
    EXPECT_EQ(result.four_cycles, closed / 8) << "replica " << replica;
    EXPECT_EQ(result.value.has_value(), paths > 0);
    if (paths > 0) {
      EXPECT_NEAR(*result.value, static_cast<double>(closed) / static_cast<double>(paths), 1e-12);
    }
    seen += closed;
  }
  EXPECT_GT(seen, 1000u);
}

TEST(TwoModeRedundancy, AgreesWithItsDefinition) {
  for (std::uint32_t replica = 0; replica < 300; ++replica) {
    const two_mode_case c = make_two_mode_case(replica);
    const auto redundancy = two_mode_redundancy(c.g);
    for (vertex_index w = 0; w < c.g.order(); ++w) {
      double pairs = 0;
      double elsewhere = 0;
      for (const vertex_index u : c.g.successors(w)) {
        for (const vertex_index v : c.g.successors(w)) {
          if (u >= v) continue;
          ++pairs;
          for (const vertex_index x : common(c.a, u, v)) {
            if (x == w) continue;
            ++elsewhere;
            break;
          }
        }
      }
      ASSERT_EQ(redundancy[w].has_value(), pairs > 0) << "replica " << replica;
      if (pairs > 0) {
        EXPECT_NEAR(*redundancy[w], elsewhere / pairs, 1e-12) << "replica " << replica;
      }
    }
  }
}

TEST(TwoModeCentrality, AgreesWithDistancesOverATable) {
  std::size_t defined = 0;
  for (std::uint32_t replica = 0; replica < 300; ++replica) {
    const two_mode_case c = make_two_mode_case(replica);
    const vertex_index n = c.g.order();
    matrix d(n, std::vector<double>(n, HUGE_VAL));
    for (vertex_index u = 0; u < n; ++u) {
      for (vertex_index v = 0; v < n; ++v) d[u][v] = u == v ? 0 : c.a[u][v] == 1 ? 1 : HUGE_VAL;
    }
    for (vertex_index k = 0; k < n; ++k) {
      for (vertex_index u = 0; u < n; ++u) {
        for (vertex_index v = 0; v < n; ++v) d[u][v] = std::min(d[u][v], d[u][k] + d[k][v]);
      }
    }
    const auto closeness = two_mode_closeness(c.g);
    const auto share = two_mode_degree(c.g);
    for (vertex_index u = 0; u < n; ++u) {
      double sum = 0;
      double least = 0;
      double across = 0;
      for (vertex_index v = 0; v < n; ++v) {
        sum += d[u][v];
        least += u == v ? 0 : c.modes[u] == c.modes[v] ? 2 : 1;
        across += c.modes[u] != c.modes[v];
      }
      ASSERT_EQ(closeness[u].has_value(), n > 1 && std::isfinite(sum));
      if (closeness[u]) {
        EXPECT_NEAR(*closeness[u], least / sum, 1e-12);
      }
      ASSERT_EQ(share[u].has_value(), across > 0);
      if (across > 0) {
        EXPECT_NEAR(*share[u], static_cast<double>(degree(c.a, u)) / across, 1e-12);
      }
      defined += closeness[u].has_value();
    }
  }
  EXPECT_GT(defined, 300u);
}

TEST(LargestTwoModeBetweenness, IsReachedAndNotExceededByAllSmallGraphs) {
  for (vertex_index own = 1; own <= 7; ++own) {
    for (vertex_index opposite = 0; own + opposite <= 7; ++opposite) {
      double most = 0;
      for (unsigned bits = 0; bits < 1u << (own * opposite); ++bits) {
        std::vector<edge> edges;
        for (vertex_index k = 0; k < own * opposite; ++k) {
          if ((bits >> k & 1u) != 0) edges.push_back({k / opposite, own + k % opposite});
        }
        most = std::max(most, betweenness(compressed_graph::from_edges(own + opposite, edges)).raw[0]);
      }
      EXPECT_NEAR(largest_two_mode_betweenness(own, opposite), most, 1e-9) << own << " and " << opposite;
    }
  }
}

TEST(TwoModeGraph, SaysTheSameOfAnyGraphType) {
  for (std::uint32_t replica = 0; replica < 100; ++replica) {
    const two_mode_case c = make_two_mode_case(replica);
    const two_mode_graph rows{fixture::row_graph{c.everything}, c.modes};
    EXPECT_EQ(two_mode_density(c.g), two_mode_density(rows));
    EXPECT_EQ(two_mode_redundancy(c.g), two_mode_redundancy(rows));
    EXPECT_EQ(two_mode_betweenness(c.g), two_mode_betweenness(rows));
  }
}

TEST(NetworkX, AgreesOnTwoModeGraphs) {
  struct golden {
    vertex_index order = 0;
    vertex_index first_order = 0;
    std::vector<edge> edges;
    std::map<std::pair<std::string, std::string>, double> values;
  };
  std::map<std::string, golden> graphs;
  for (const auto& row : fixture::read_golden("networkx_two_mode_graphs.csv")) {
    golden& from = graphs[row[0]];
    from.order = fixture::number(row[1]);
    from.first_order = fixture::number(row[2]);
    from.edges.push_back({fixture::number(row[3]), fixture::number(row[4])});
  }
  for (const auto& row : fixture::read_golden("networkx_two_mode_values.csv"))
    graphs.at(row[0]).values[{row[1], row[2]}] = std::stod(row[3]);

  std::size_t compared = 0;
  for (const auto& [name, from] : graphs) {
    const two_mode_graph g{compressed_graph::from_edges(from.order, from.edges), from.first_order};
    std::map<std::pair<std::string, std::string>, double> ours;
    const auto put = [&](const std::string& measure, const std::vector<std::optional<double>>& column) {
      for (std::size_t u = 0; u < column.size(); ++u) {
        if (column[u]) ours[{measure, std::to_string(u)}] = *column[u];
      }
    };
    ours[{"density", ""}] = two_mode_density(g).value();
    ours[{"robins_alexander", ""}] = robins_alexander_clustering(g).value.value_or(0);
    put("redundancy", two_mode_redundancy(g));
    put("degree", two_mode_degree(g));
    put("betweenness", two_mode_betweenness(g));
    put("closeness", two_mode_closeness(g));
    for (const mode m : {mode::first, mode::second}) {
      for (const projection_weight weight : {projection_weight::shared, projection_weight::newman}) {
        const auto projected = one_mode_projection(g, m, weight);
        for (vertex_index j = 0; j < projected.order(); ++j) {
          for (std::size_t k = 0; k < projected.out_degree(j); ++k) {
            const vertex_index u = g.vertices(m)[j];
            const vertex_index v = g.vertices(m)[projected.successors(j)[k]];
            if (u < v) {
              ours[{weight == projection_weight::shared ? "shared" : "newman",
                    std::to_string(u) + '-' + std::to_string(v)}] = projected.weights(j)[k];
            }
          }
        }
      }
    }
    for (const auto& [key, value] : from.values) {
      const auto found = ours.find(key);
      ASSERT_NE(found, ours.end()) << name << ' ' << key.first << ' ' << key.second;
      EXPECT_NEAR(found->second, value, 1e-9) << name << ' ' << key.first << ' ' << key.second;
      ++compared;
    }
    for (const auto& [key, value] : ours) {
      if (key.first == "shared" || key.first == "newman") {
        EXPECT_EQ(from.values.count(key), 1u) << name << ' ' << key.second;
      }
    }
  }
  EXPECT_EQ(compared, 1957u);
}

}  // namespace
}  // namespace capnet
