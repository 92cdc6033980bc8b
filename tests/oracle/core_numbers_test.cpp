// Core numbers by their definition on every kind of graph.
#include <gtest/gtest.h>

#include <capnet/algorithm/core_numbers.hpp>

#include "oracle/kernel_cases.hpp"
#include "oracle/naive_kernels.hpp"

namespace capnet {
namespace {

void check_core_numbers(const compressed_graph& g) {
  const auto expected = naive::core_numbers(g);
  const ordered_graph ordered{g};
  const fixture::row_graph rows{g};
  fixture::for_each_way([&](unsigned threads) {
    EXPECT_EQ(core_numbers(g, {.threads = threads}), expected);
    EXPECT_EQ(core_numbers(ordered, {.threads = threads}), expected);
    EXPECT_EQ(core_numbers(rows, {.threads = threads}), expected);
  });
}

TEST(CoreNumbersKernel, PeelsEveryKindOfGraph) {
  fixture::for_kernel_cases([](const fixture::random_case& c) { check_core_numbers(c.g); });
}

TEST(CoreNumbersKernel, PeelsLargerNetworks) {
  check_core_numbers(fixture::make_hub_graph(3'000, 40'000, false));
  check_core_numbers(fixture::make_hub_graph(3'000, 40'000, true));
}

// Levels that nobody has are passed over: a complete graph of 40, and a path.
TEST(CoreNumbersKernel, PassesOverLevelsThatNobodyHas) {
  std::vector<edge> edges{{40, 41}, {41, 42}};
  for (vertex_index u = 0; u < 40; ++u) {
    for (vertex_index v = 0; v < u; ++v) edges.push_back({u, v});
  }
  const auto core = core_numbers(compressed_graph::from_edges(43, edges));
  EXPECT_EQ(core[7], 39u);
  EXPECT_EQ(core[41], 1u);
}

TEST(CoreNumbersKernel, StopsWhenAsked) {
  std::stop_source source;
  source.request_stop();
  EXPECT_THROW(static_cast<void>(core_numbers(fixture::karate(), {.threads = 1, .stop = source.get_token()})), stopped);
}

}  // namespace
}  // namespace capnet
