// What NetworkX 2.8.8 says about 23 graphs: tests/golden/make_networkx_golden.py.
#include <gtest/gtest.h>

#include <capnet/algorithm/betweenness.hpp>
#include <capnet/algorithm/components.hpp>
#include <capnet/algorithm/core_numbers.hpp>
#include <capnet/algorithm/cuts.hpp>
#include <capnet/algorithm/density.hpp>
#include <capnet/algorithm/harmonic_centrality.hpp>
#include <capnet/algorithm/modularity.hpp>
#include <capnet/algorithm/pagerank.hpp>
#include <capnet/algorithm/reciprocity.hpp>
#include <capnet/algorithm/structural_holes.hpp>
#include <capnet/algorithm/triangles.hpp>

#include "oracle/graphs.hpp"

namespace capnet {
namespace {

struct golden_graph {
  bool directed = false;
  vertex_index order = 0;
  std::vector<edge> edges;
};

std::map<std::string, golden_graph> golden_graphs() {
  std::map<std::string, golden_graph> graphs;
  for (const auto& row : fixture::read_golden("networkx_graphs.csv")) {
    golden_graph& g = graphs[row[0]];
    g.directed = row[1] == "1";
    g.order = fixture::number(row[2]);
    g.edges.push_back({fixture::number(row[3]), fixture::number(row[4]), std::stod(row[5])});
  }
  return graphs;
}

// By measure and vertex; a measure of the whole graph has the vertex "". What is undefined is not there.
using values = std::map<std::pair<std::string, std::string>, double>;

template <class Column>
void put(values& all, const std::string& measure, const Column& column) {
  for (std::size_t u = 0; u < column.size(); ++u) all[{measure, std::to_string(u)}] = static_cast<double>(column[u]);
}
void put(values& all, const std::string& measure, const std::vector<std::optional<double>>& column) {
  for (std::size_t u = 0; u < column.size(); ++u) {
    if (column[u]) all[{measure, std::to_string(u)}] = *column[u];
  }
}

values measure(const golden_graph& from) {
  const auto g = compressed_graph::from_edges(from.order, from.edges, {.directed = from.directed});
  values all;
  all[{"density", ""}] = *density(g);
  all[{"components", ""}] = components(g).count;
  if (const auto value = reciprocity(g)) all[{"reciprocity", ""}] = *value;

  const auto around = triangles(g);
  all[{"transitivity", ""}] = around.transitivity.value_or(0);
  all[{"triangles", ""}] = static_cast<double>(around.total);
  put(all, "local_clustering", around.local_clustering);

  const auto cut = cuts(g);
  all[{"bridges", ""}] = static_cast<double>(cut.bridges.size());
  std::vector<int> articulation(g.order(), 0);
  for (const vertex_index u : cut.articulation_points) articulation[u] = 1;
  put(all, "articulation", articulation);
  put(all, "core", core_numbers(g));

  std::vector<group_index> parity(g.order());
  for (vertex_index u = 0; u < g.order(); ++u) parity[u] = u % 2;
  all[{"modularity", ""}] = *modularity(g, parity);
  all[{"modularity_weighted_2", ""}] = *modularity(g, parity, {.resolution = 2, .weighted = true});

  put(all, "pagerank", pagerank(g).scores);
  put(all, "pagerank_weighted", pagerank(g, {.weighted = true}).scores);
  put(all, "harmonic", harmonic_centrality(g));
  const auto between = betweenness(g);
  put(all, "betweenness", between.raw);
  for (vertex_index u = 0; u < g.order(); ++u) {
    all[{"betweenness_normalized", std::to_string(u)}] = *between.normalized(u);
  }
  const auto holes = structural_holes(g);
  put(all, "constraint", holes.constraint);
  put(all, "effective_size", holes.effective_size);
  const auto weighted_holes = structural_holes(g, {.weighted = true});
  put(all, "constraint_weighted", weighted_holes.constraint);
  put(all, "effective_size_weighted", weighted_holes.effective_size);
  return all;
}

TEST(NetworkX, AgreesOnEveryMeasureOfEveryGraph) {
  std::map<std::string, values> expected;
  for (const auto& row : fixture::read_golden("networkx_values.csv")) {
    expected[row[0]][{row[1], row[2]}] = std::stod(row[3]);
  }
  std::size_t compared = 0;
  for (const auto& [name, graph] : golden_graphs()) {
    const values ours = measure(graph);
    for (const auto& [key, value] : expected.at(name)) {
      const auto found = ours.find(key);
      ASSERT_NE(found, ours.end()) << name << ' ' << key.first << ' ' << key.second;
      EXPECT_NEAR(found->second, value, 1e-9 * std::max(1.0, std::abs(value)))
          << name << ' ' << key.first << ' ' << key.second;
      ++compared;
    }
  }
  EXPECT_EQ(compared, 3789u);
}

}  // namespace
}  // namespace capnet
