#pragma once
/// How far something spreads, by any model.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <capnet/algorithm/spread_graph.hpp>

namespace capnet {

/// How far something spreads: whom it reaches, exactly or in samples.
struct spread_estimate {
  double spread = 0;          ///< expected number of vertices reached, the starts counted
  double standard_error = 0;  ///< of `spread`; 0 if exact, and if all samples are alike: see `low` and `high`
  /// Sums of the bounds for the vertices, which is at least as sure as these: errors at most add up. `spread` if exact.
  double low = 0, high = 0;
  bool exact = false;
  std::uint32_t samples = 0;         ///< 0 if exact
  std::optional<coin_keys> coins{};  ///< what the coins of arcs were drawn by, where there are such
  std::size_t reachable_edges = 0;
  std::vector<double> probability{};        ///< [vertex] to be reached
  std::vector<double> probability_error{};  ///< [vertex] standard error; 0 if exact, and if all samples are alike
  /// [vertex] Wilson's interval, 95%, of those that samples can reach: what was never sampled may still be possible.
  /// `probability` of others, and if exact.
  std::vector<double> probability_low{}, probability_high{};
};

}  // namespace capnet
