#pragma once
/// All measures by name: what commands, report and documents are made from.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/metric/measure.hpp>

namespace capnet {

/// A measure as it stands in its header: of a network, or of any graph.
struct measure_row {
  const measure_info* info = nullptr;
  std::string_view header{};                 ///< "metric/sector_mix.hpp"
  const network_measure* network = nullptr;  ///< one of the two
  const graph_measure* graph = nullptr;
  /// One for each of its subjects, whose names follow its own: `density.` of `attends` is `density.attends`.
  [[nodiscard]] bool family() const { return network != nullptr && network->subjects != nullptr; }
};

/// The rows of all headers, by rank, then name.
[[nodiscard]] std::span<const measure_row> measure_rows();

/// A measure that was asked for by name.
struct asked_measure {
  std::string name{};
  const measure_row* row = nullptr;
  std::string subject{};  ///< of a family

  /// Throws input_error for a subject that there is not. Values of vertices are no estimate: see `find_measures`.
  [[nodiscard]] estimate operator()(const measure_context& context) const;
};

/// The measures of those names, in that order. Throws input_error, with all that are wrong, for names of none, and for
/// measures that give a value for each vertex.
[[nodiscard]] std::vector<asked_measure> find_measures(std::span<const std::string> names);

}  // namespace capnet
