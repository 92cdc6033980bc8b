#pragma once
/// How many of the possible ties between two modes there are.
#include <optional>

#include <capnet/algorithm/two_mode_graph.hpp>

namespace capnet {

/// Two-mode density: the share of the possible edges between the modes that are there, m / (n1 n2) (Borgatti & Everett
/// 1997).
///
/// Range [0, 1]. A mode without vertices: empty.   Time O(1).
[[nodiscard]] inline std::optional<double> two_mode_density(const two_mode_graph& g) {
  const double pairs = static_cast<double>(g.order(mode::first)) * g.order(mode::second);
  if (!(pairs > 0)) return std::nullopt;
  return static_cast<double>(g.size()) / pairs;
}

}  // namespace capnet
