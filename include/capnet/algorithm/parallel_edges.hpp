#pragma once
/// What becomes of several edges between the same two vertices.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include <capnet/core/error.hpp>

namespace capnet {

/// How parallel edges (of an undirected graph a-b and b-a too) become one.
enum class parallel_edges : std::uint8_t {
  sum,    ///< they weigh together what each weighs: fits weights that are a strength
  min,    ///< the least weight: fits weights that are a length
  max,    ///< the largest weight
  mean,   ///< the mean weight
  first,  ///< the weight given first: depends on the order in which the edges are given, as no other of these does
  all,    ///< they stay side by side: the graph is no longer simple
};

/// The weight of the one edge that several become; the same bits whatever their order, but for `first`.
///
/// Sums run from the least weight to the largest. A weight that is not known (NaN) makes one that is not known, but for
/// `first` behind a known one: what is missing is neither 0 nor left out. A sum beyond all doubles is infinite.
///
/// Puts `weights` in order.   Pre: not empty; `how` is not `all`.   Time O(k log k).
[[nodiscard]] inline double merged_weight(std::span<double> weights, parallel_edges how) {
  CAPNET_ASSERT(!weights.empty() && how != parallel_edges::all, "one edge is made of at least one");
  if (how == parallel_edges::first) return weights.front();
  if (std::ranges::any_of(weights, [](double w) { return std::isnan(w); })) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  std::ranges::sort(weights);
  if (how == parallel_edges::min) return weights.front() + 0.0;  // of 0 and -0 always 0
  if (how == parallel_edges::max) return weights.back() + 0.0;
  double sum = 0;
  for (const double weight : weights) sum += weight;
  return how == parallel_edges::mean ? sum / static_cast<double>(weights.size()) : sum;
}

}  // namespace capnet
