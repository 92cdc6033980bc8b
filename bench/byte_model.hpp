#pragma once
/// The bytes that each kernel must at least move, whatever its algorithm: what `limit_fraction` rests on.
///
/// n vertices, a arcs (both directions), r vertices with neighbors, 4 bytes for a number. Input is read once, output is
/// written once; what an algorithm reads twice, or gathers at random, is not in it, so a fraction of 1 can't be reached
/// by a kernel that gathers.
#include <optional>

#include "contender.hpp"

namespace capnet::bench {

inline std::optional<double> least_bytes(kernel k, const dataset& data) {
  const auto n = static_cast<double>(data.order);
  const auto a = static_cast<double>(data.columns.size());
  double r = 0;
  for (std::uint32_t u = 0; u < data.order; ++u) r += data.degree(u) != 0;
  const double graph = 4 * n + 4 * a;
  switch (k) {
    case kernel::build:
      return 8 * static_cast<double>(data.raw_sources.size()) + graph;  // raw columns in, rows out
    case kernel::bfs:
      return 4 * n + 4 * r + 4 * n;  // offsets, one arc for each vertex that is found, distances
    case kernel::pagerank_fp32:
      return graph + 3 * 4 * n;  // all arcs; degrees and scores in, scores out
    case kernel::pagerank_fp64:
      return graph + 4 * n + 2 * 8 * n;
    case kernel::components:
      return 4 * n + 4 * r + 4 * n;  // offsets, one arc for each vertex, labels
    case kernel::core_numbers:
      return graph + 4 * n;  // all arcs, core numbers
    case kernel::betweenness_fp32:
      return 2 * graph + 64 * 4 * n + 4 * n;  // arcs forward and backward, path counts of 64 sources, sums
    case kernel::betweenness_fp64:
      return 2 * graph + 64 * 8 * n + 8 * n;
    case kernel::product_fp32:
      return graph + 2 * 4 * n;  // arcs, x, y
    case kernel::product8_fp32:
      return graph + 2 * 8 * 4 * n;
    case kernel::pagerank_solve:  // the number of iterations is the algorithm's
    case kernel::triangles:       // bound by intersections, not by bytes
    case kernel::shortest_paths:  // bound by its queue
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace capnet::bench
