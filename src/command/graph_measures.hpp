#pragma once
/// The measures of graphs that `capnet measure` takes, from the registry.
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/algorithm/graph_measure.hpp>
#include <capnet/core/error.hpp>
#include <capnet/metric/registry.hpp>

namespace capnet::command {

/// Which are wanted, and of what kind of graph.
struct graph_measures_wanted {
  std::vector<std::string> only{};  ///< empty: all that are quick, or `all`
  bool all = false;                 ///< the heavy ones too
  bool grouped = false;             ///< there are groups
  bool parallel = false;            ///< parallel edges stay
};

struct graph_measures_chosen {
  std::vector<const graph_measure*> measures{};  ///< in their order
  std::vector<std::string> left_out{};           ///< that would have been taken of a simple graph
};

/// The names of all measures of graphs, in their order, but what is always given.
[[nodiscard]] std::vector<std::string> graph_measure_names();
/// Names of none, and what can't be, become problems.
[[nodiscard]] graph_measures_chosen choose_measures(const graph_measures_wanted& wanted, problem_list& problems);
/// Order and size, and what was chosen.
[[nodiscard]] graph_findings measure_graph(const graph_context& context, const graph_measures_chosen& chosen);

}  // namespace capnet::command
