#pragma once
/// Kronecker graphs: networks with hubs, as in the Graph500 and GAP benchmarks.
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include <capnet/core/parallel.hpp>
#include <capnet/core/random.hpp>

namespace capnet::bench {

/// Raw edges as two columns: loops and repeats are in, each edge stands once.
struct edge_columns {
  std::uint32_t order = 0;
  std::vector<std::uint32_t> sources{}, targets{};
};

/// Numbers in random order (Fisher & Yates 1938; Durstenfeld 1964).
inline std::vector<std::uint32_t> random_permutation(std::uint32_t n, std::uint64_t seed) {
  std::vector<std::uint32_t> number(n);
  std::iota(number.begin(), number.end(), 0u);
  random_stream rng{{.seed = seed, .purpose = 2}};
  for (std::uint32_t left = n; left > 1; --left) std::swap(number[left - 1], number[rng.below(left)]);
  return number;
}

/// 2^scale vertices and so many raw edges, 16 for each vertex unless stated (Leskovec, Chakrabarti, Kleinberg,
/// Faloutsos & Ghahramani 2010), with the initiator of Graph500 and GAP: A .57, B and C .19, D .05. Each edge descends
/// `scale` times into one quadrant of the matrix; then the vertices are renumbered at random, so that a number says
/// nothing of a degree. Same bits at any number of threads.
inline edge_columns kronecker(unsigned scale, std::uint64_t seed = 1, std::size_t edges = 0) {
  edge_columns made{.order = 1u << scale};
  const std::size_t m = edges != 0 ? edges : std::size_t{16} << scale;
  made.sources.resize(m);
  made.targets.resize(m);
  const std::vector<std::uint32_t> number = random_permutation(made.order, seed);
  constexpr auto share = [](double p) { return static_cast<std::uint32_t>(p * 0x1p32); };
  parallel_for_blocks(m, 1 << 14, 0u, [&](std::size_t, std::size_t first, std::size_t last) {
    for (std::size_t e = first; e < last; ++e) {
      random_stream rng{{.seed = seed, .entity = e, .purpose = 1}};
      std::uint32_t u = 0;
      std::uint32_t v = 0;
      for (unsigned level = 0; level < scale; ++level) {
        const std::uint32_t draw = rng();
        const bool lower = draw >= share(.76);                               // C or D: the source's bit
        const bool right = lower ? draw >= share(.95) : draw >= share(.57);  // B or D: the target's bit
        u = u << 1 | static_cast<std::uint32_t>(lower);
        v = v << 1 | static_cast<std::uint32_t>(right);
      }
      made.sources[e] = number[u];
      made.targets[e] = number[v];
    }
  });
  return made;
}

}  // namespace capnet::bench
