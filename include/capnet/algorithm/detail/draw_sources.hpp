#pragma once
/// Vertices drawn without replacement. Not interface.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include <capnet/core/id.hpp>
#include <capnet/core/large_vector.hpp>
#include <capnet/core/random.hpp>

namespace capnet::detail {

/// `count` different vertices of n in ascending order, each set as likely as any other; all if there are no more than
/// that. Time and space O(n).
inline std::vector<vertex_index> draw_sources(vertex_index n, std::size_t count, std::uint64_t seed) {
  auto drawn = detail::filled_vector<vertex_index>(n);
  std::iota(drawn.begin(), drawn.end(), vertex_index{0});
  if (count >= n) return drawn;
  random_stream rng{{.seed = seed, .purpose = 0x736f7572}};  // "sour"
  for (std::size_t k = 0; k < count; ++k) std::swap(drawn[k], drawn[k + rng.below(static_cast<std::uint32_t>(n - k))]);
  drawn.resize(count);
  std::sort(drawn.begin(), drawn.end());
  return drawn;
}

}  // namespace capnet::detail
