#pragma once
/// Uniform random graphs: networks without hubs.
#include "kronecker.hpp"

namespace capnet::bench {

/// 2^scale vertices and so many raw edges, 16 for each vertex unless stated, both ends drawn uniformly: G(n, m) with
/// repeats and loops (Erdos & Renyi 1959; urand of GAP). Same bits at any number of threads.
inline edge_columns uniform(unsigned scale, std::uint64_t seed = 1, std::size_t edges = 0) {
  edge_columns made{.order = 1u << scale};
  const std::size_t m = edges != 0 ? edges : std::size_t{16} << scale;
  made.sources.resize(m);
  made.targets.resize(m);
  parallel_for_blocks(m, 1 << 14, 0u, [&](std::size_t, std::size_t first, std::size_t last) {
    for (std::size_t e = first; e < last; ++e) {
      random_stream rng{{.seed = seed, .entity = e, .purpose = 3}};
      made.sources[e] = rng.below(made.order);
      made.targets[e] = rng.below(made.order);
    }
  });
  return made;
}

}  // namespace capnet::bench
