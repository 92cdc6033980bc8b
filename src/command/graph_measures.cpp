#include "command/graph_measures.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include <capnet/algorithm/attribute_assortativity.hpp>
#include <capnet/algorithm/betweenness.hpp>
#include <capnet/algorithm/blau_index.hpp>
#include <capnet/algorithm/closeness_centrality.hpp>
#include <capnet/algorithm/components.hpp>
#include <capnet/algorithm/core_numbers.hpp>
#include <capnet/algorithm/cuts.hpp>
#include <capnet/algorithm/degree_assortativity.hpp>
#include <capnet/algorithm/degree_centralization.hpp>
#include <capnet/algorithm/density.hpp>
#include <capnet/algorithm/ei_index.hpp>
#include <capnet/algorithm/harmonic_centrality.hpp>
#include <capnet/algorithm/label_propagation.hpp>
#include <capnet/algorithm/modularity.hpp>
#include <capnet/algorithm/pagerank.hpp>
#include <capnet/algorithm/reciprocity.hpp>
#include <capnet/algorithm/strong_components.hpp>
#include <capnet/algorithm/structural_holes.hpp>
#include <capnet/algorithm/triangles.hpp>

namespace capnet::command {
namespace {

constexpr measure_name names[] = {
    // name, of vertices, only if asked for, of groups, of simple graphs
    {"density", false, false, false, true},
    {"degree_centralization", false, false, false, true},
    {"transitivity", false, false, false, true},
    {"triangles", false, false, false, true},
    {"components", false, false, false, false},
    {"strong_components", false, false, false, false},
    {"articulation_points", false, false, false, false},
    {"bridges", false, false, false, false},
    {"degree_assortativity", false, false, false, true},
    {"max_core", false, false, false, true},
    {"reciprocity", false, false, false, true},
    {"ei_index", false, false, true, false},
    {"assortativity", false, false, true, false},
    {"modularity", false, false, true, false},
    {"blau", false, false, true, false},
    {"communities", false, true, false, false},
    {"betweenness_centralization", false, true, false, true},
    {"degree", true, false, false, true},
    {"core", true, false, false, true},
    {"pagerank", true, false, false, false},
    {"local_clustering", true, false, false, true},
    {"constraint", true, false, false, false},
    {"effective_size", true, false, false, false},
    {"betweenness", true, true, false, true},
    {"betweenness_normalized", true, true, false, true},
    {"closeness", true, true, false, false},
    {"harmonic", true, true, false, false},
    {"community", true, true, false, false},
};

template <class Values>
vertex_column column(std::string name, const Values& values) {
  vertex_column result{.name = std::move(name), .values = {}};
  result.values.reserve(values.size());
  for (const auto& value : values) result.values.emplace_back(static_cast<double>(value));
  return result;
}

/// Computes what several measures share once, and only if one of them is wanted.
class measurer {
 public:
  measurer(const compressed_graph& g, group_map groups, bool weighted, const std::set<std::string, std::less<>>& wanted)
      : g_{g}, groups_{groups}, weighted_{weighted}, wanted_{wanted} {}

  graph_measures measure() {
    add("order", static_cast<double>(g_.order()));
    add("size", static_cast<double>(g_.size()));
    if (wants("density")) add("density", density(g_));
    if (wants("degree_centralization")) add("degree_centralization", degree_centralization(g_));
    around_triangles();
    if (wants("components")) {
      const components_result found = components(g_);
      add("components", found.count);
      add("largest_component", found.largest);
    }
    if (wants("strong_components")) {
      const components_result found = strong_components(g_);
      add("strong_components", found.count);
      add("largest_strong_component", found.largest);
    }
    if (wants("articulation_points") || wants("bridges")) {
      cuts_result found = cuts(g_);
      if (wants("articulation_points")) result_.articulation_points = std::move(found.articulation_points);
      if (wants("bridges")) add("bridges", static_cast<double>(found.bridges.size()));
    }
    if (wants("degree_assortativity")) add("degree_assortativity", degree_assortativity(g_));
    if (wants("degree")) result_.vertices.push_back(column("degree", simple_degrees(g_)));
    around_cores();
    if (wants("reciprocity")) add("reciprocity", reciprocity(g_));
    around_groups();
    if (wants("pagerank")) {
      const pagerank_result found = pagerank(g_, {.weighted = weighted_});
      result_.vertices.push_back(column("pagerank", found.scores));
    }
    if (local_clustering_) result_.vertices.push_back(std::move(*local_clustering_));
    around_holes();
    around_paths();
    around_communities();
    return std::move(result_);
  }

 private:
  [[nodiscard]] bool wants(std::string_view name) const { return wanted_.contains(name); }
  void add(std::string name, std::optional<double> value) { result_.graph.push_back({std::move(name), value}); }

  void around_triangles() {
    if (!wants("transitivity") && !wants("triangles") && !wants("local_clustering")) return;
    triangles_result found = triangles(g_);
    if (wants("transitivity")) add("transitivity", found.transitivity);
    if (wants("triangles")) add("triangles", static_cast<double>(found.total));
    if (!wants("local_clustering")) return;
    local_clustering_ = vertex_column{.name = "local_clustering", .values = std::move(found.local_clustering)};
  }
  void around_cores() {
    if (!wants("max_core") && !wants("core")) return;
    const auto core = core_numbers(g_);
    if (wants("max_core")) add("max_core", core.empty() ? 0 : *std::max_element(core.begin(), core.end()));
    if (wants("core")) result_.vertices.push_back(column("core", core));
  }
  void around_groups() {
    if (wants("ei_index")) {
      const ei_result found = ei_index(g_, groups_, {.permutations = 0});
      add("ei_index", found.value);
      add("ei_expected", found.expected);
    }
    if (wants("assortativity")) add("assortativity", attribute_assortativity(g_, groups_).value);
    if (wants("modularity")) add("modularity", modularity(g_, groups_, {.weighted = weighted_}));
    if (wants("blau")) add("blau", blau_index(group_sizes(groups_)));
    if (wants("ei_index") || wants("assortativity") || wants("modularity") || wants("blau")) {
      add("group_coverage", group_coverage(groups_));
    }
  }
  void around_holes() {
    if (!wants("constraint") && !wants("effective_size")) return;
    structural_holes_result found = structural_holes(g_, {.weighted = weighted_});
    if (wants("constraint")) result_.vertices.push_back({.name = "constraint", .values = std::move(found.constraint)});
    if (wants("effective_size"))
      result_.vertices.push_back({.name = "effective_size", .values = std::move(found.effective_size)});
  }
  void around_paths() {
    if (wants("betweenness") || wants("betweenness_normalized") || wants("betweenness_centralization")) {
      const betweenness_result found = betweenness(g_, {.threads = 0});
      if (wants("betweenness_centralization")) add("betweenness_centralization", betweenness_centralization(found));
      if (wants("betweenness")) result_.vertices.push_back(column("betweenness", found.raw));
      if (wants("betweenness_normalized")) {
        vertex_column normalized{.name = "betweenness_normalized", .values = {}};
        for (vertex_index u = 0; u < g_.order(); ++u) normalized.values.push_back(found.normalized(u));
        result_.vertices.push_back(std::move(normalized));
      }
    }
    if (wants("closeness")) result_.vertices.push_back(column("closeness", closeness_centrality(g_)));
    if (wants("harmonic")) result_.vertices.push_back(column("harmonic", harmonic_centrality(g_, {.threads = 0})));
  }
  /// Unknown if labels still change after the rounds that label_propagation goes.
  void around_communities() {
    if (!wants("communities") && !wants("community")) return;
    const label_propagation_result found = label_propagation(g_);
    const auto settled = [&](double value) { return found.converged ? std::optional{value} : std::nullopt; };
    if (wants("communities")) add("communities", settled(static_cast<double>(found.communities)));
    if (!wants("community")) return;
    vertex_column labels{.name = "community", .values = {}, .of_ids = true};
    for (const vertex_index label : found.label) labels.values.push_back(settled(label));
    result_.vertices.push_back(std::move(labels));
  }

  const compressed_graph& g_;
  group_map groups_;
  bool weighted_;
  const std::set<std::string, std::less<>>& wanted_;
  graph_measures result_;
  std::optional<vertex_column> local_clustering_;  // shown after PageRank
};

}  // namespace

std::span<const measure_name> measure_names() { return names; }

graph_measures measure_graph(const compressed_graph& g, group_map groups, bool weighted,
                             const std::set<std::string, std::less<>>& wanted) {
  return measurer{g, groups, weighted, wanted}.measure();
}

}  // namespace capnet::command
