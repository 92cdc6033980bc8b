#pragma once
/// What each kernel is run on in its oracle: many small graphs, one larger, every kind of graph, threads and vector
/// instructions.
#include <gtest/gtest.h>

#include <string>

#include <capnet/algorithm/ordered_graph.hpp>
#include <capnet/core/random.hpp>
#include <capnet/core/simd.hpp>

#include "oracle/graphs.hpp"

namespace capnet::fixture {

inline constexpr simd_level all_levels[] = {simd_level::portable, simd_level::avx2, simd_level::avx512};
/// Ends a test that limits the level.
struct any_level {
  ~any_level() { limit_simd(simd_level::avx512); }
};

/// check(random_case) for 1,000 graphs of up to 9 vertices and a few of some hundred.
template <class Check>
void for_kernel_cases(const Check& check) {
  for (std::uint32_t replica = 0; replica < 1'000; ++replica) {
    SCOPED_TRACE("replica " + std::to_string(replica));
    check(make_random_case(replica));
  }
  for (std::uint32_t replica = 1'000; replica < 1'006; ++replica) {
    SCOPED_TRACE("replica " + std::to_string(replica));
    check(make_random_case(replica, 150));
  }
}

/// run(threads) with each number of threads and each level of vector instructions that this machine has.
template <class Run>
void for_each_way(const Run& run) {
  for (const simd_level level : all_levels) {
    limit_simd(level);
    if (current_simd() != level) continue;
    for (const unsigned threads : {1u, 2u, 8u}) {
      SCOPED_TRACE("level " + std::to_string(static_cast<int>(level)) + ", threads " + std::to_string(threads));
      run(threads);
    }
  }
  limit_simd(simd_level::avx512);
}

/// A network with hubs: the ends of an edge are drawn so that low numbers (after a shuffle) have many.
inline compressed_graph make_hub_graph(vertex_index order, std::size_t edges, bool directed,
                                       std::uint32_t replica = 0) {
  random_stream rng{{.seed = 7, .replica = replica, .purpose = 1}};
  std::vector<vertex_index> name(order);
  for (vertex_index u = 0; u < order; ++u) name[u] = u;
  for (vertex_index u = order; u > 1; --u) std::swap(name[u - 1], name[rng.below(u)]);
  auto end = [&] {
    const double x = rng.uniform();
    return name[static_cast<vertex_index>(x * x * x * order)];
  };
  std::vector<edge> list(edges);
  for (edge& uv : list) {
    uv.source = end();
    uv.target = end();
  }
  return compressed_graph::from_edges(order, list, {.directed = directed});
}

}  // namespace capnet::fixture
