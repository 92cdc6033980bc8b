#pragma once
/// The measures that `capnet measure` knows, computed over columns in memory.
#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/algorithm/group_map.hpp>

namespace capnet::command {

struct measure_name {
  std::string_view name;
  bool of_vertices;  ///< one value for each vertex, else one for the graph
  bool asked;        ///< only if asked for: more than near-linear time, or it hangs on the order of the nodes
  bool of_groups;    ///< needs groups
  bool of_simple;    ///< defined for graphs without parallel edges
};

/// All measures, in the order in which they are shown.
[[nodiscard]] std::span<const measure_name> measure_names();

struct graph_value {
  std::string name;
  std::optional<double> value;
};
struct vertex_column {
  std::string name;
  std::vector<std::optional<double>> values;
  bool of_ids = false;  ///< the values are numbers of vertices, to be shown as their ids
};

struct graph_measures {
  std::vector<graph_value> graph;
  std::optional<std::vector<vertex_index>> articulation_points;
  std::vector<vertex_column> vertices;
};

/// Measures what `wanted` names. Near-linear time but for betweenness, closeness and harmonic.
/// Pre: `groups` has an entry for every vertex, or is empty and nothing wanted needs groups.
[[nodiscard]] graph_measures measure_graph(const compressed_graph& g, group_map groups, bool weighted,
                                           const std::set<std::string, std::less<>>& wanted);

}  // namespace capnet::command
