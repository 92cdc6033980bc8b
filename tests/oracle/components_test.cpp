// Components and strong components against plain searches: on the graph, on rows of the caller's own, on the graph in
// order of degree; at 1, 2 and 8 threads and every level of SIMD.
#include <gtest/gtest.h>

#include <capnet/algorithm/components.hpp>
#include <capnet/algorithm/strong_components.hpp>
#include <capnet/core/simd.hpp>

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "oracle/kernel_cases.hpp"
#include "oracle/naive_kernels.hpp"

namespace capnet {
namespace {

void expect_equal(const components_result& a, const components_result& b) {
  ASSERT_EQ(a.label, b.label);
  EXPECT_EQ(a.count, b.count);
  EXPECT_EQ(a.largest, b.largest);
}

void expect_all(const compressed_graph& g, std::span<const simd_level> levels = fixture::all_levels) {
  const components_result weak = naive::components(g, false);
  const components_result strong = naive::components(g, true);
  const fixture::row_graph own{g};
  const ordered_graph ordered{g};
  for (const simd_level level : levels) {
    limit_simd(level);
    for (const unsigned threads : {1u, 2u, 8u}) {
      const execution how{.threads = threads};
      expect_equal(components(g, how), weak);
      expect_equal(components(own, how), weak);
      expect_equal(components(ordered, how), weak);
      expect_equal(strong_components(g, how), strong);
      expect_equal(strong_components(own, how), strong);
      expect_equal(strong_components(ordered, how), strong);
    }
  }
}

TEST(Components, AgreeWithSearchesOnSmallGraphs) {
  for (std::uint32_t replica = 0; replica < 1000; ++replica) {
    SCOPED_TRACE("replica " + std::to_string(replica));
    expect_all(fixture::make_random_case(replica, 25).g, {&fixture::all_levels[replica % 3], 1});
    if (HasFatalFailure()) return;
  }
}

// Large enough for blocks: one giant with much outside, many small ones, a path in falling order, a grid of cycles.
TEST(Components, AgreeWithSearchesOnLargerGraphs) {
  for (std::uint32_t replica = 0; replica < 10; ++replica) {
    SCOPED_TRACE("replica " + std::to_string(replica));
    random_stream rng{{.seed = 9, .replica = replica}};
    const vertex_index n = 40'000;
    std::vector<edge> edges;
    if (replica < 6) {
      edges.resize(replica < 2 ? 90'000u : replica < 4 ? 22'000u : 50'000u);
      for (edge& uv : edges) uv = {rng.below(n), rng.below(n)};
    } else if (replica < 8) {
      for (vertex_index u = 0; u + 1 < n; ++u) edges.push_back({n - 1 - u, n - 2 - u});
    } else {
      for (vertex_index u = 0; u < n; ++u) edges.push_back({u, u % 50 == 49 ? u - 49 : u + 1});
      for (vertex_index u = 0; u < 900; ++u) edges.push_back({rng.below(n), rng.below(n)});
    }
    const auto g = compressed_graph::from_edges(
        n, edges, {.directed = replica % 2 == 1, .keep_loops = true, .parallel = parallel_edges::all});
    const auto weak = components(g);
    if (weak.count > 3000) {  // the plain search takes a pass for each: check only what labels promise
      for (vertex_index u = 0; u < n; ++u) {
        ASSERT_LE(weak.label[u], u);
        ASSERT_EQ(weak.label[weak.label[u]], weak.label[u]);
        for (const vertex_index v : g.successors(u)) ASSERT_EQ(weak.label[u], weak.label[v]);
      }
      for (const unsigned threads : {1u, 2u, 8u}) {
        expect_equal(components(g, {.threads = threads}), weak);
        expect_equal(components(ordered_graph{g}, {.threads = threads}), weak);
      }
    } else {
      const components_result expected = naive::components(g, false);
      for (const unsigned threads : {1u, 2u, 8u}) {
        expect_equal(components(g, {.threads = threads}), expected);
        expect_equal(components(ordered_graph{g}, {.threads = threads}), expected);
      }
    }
    if (HasFatalFailure()) return;
  }
}

TEST(StrongComponents, AgreeWithSearchesOnLargerGraphs) {
  for (std::uint32_t replica = 0; replica < 6; replica += 2) {
    SCOPED_TRACE("replica " + std::to_string(replica));
    random_stream rng{{.seed = 10, .replica = replica}};
    const vertex_index n = 6'000;
    std::vector<edge> edges(5'000u + 3'000u * replica);
    for (edge& uv : edges) uv = {rng.below(n), rng.below(n)};
    expect_all(compressed_graph::from_edges(n, edges, {.directed = true, .keep_loops = true}));
    if (HasFatalFailure()) return;
  }
}

// A search that calls itself would overflow the stack.
TEST(StrongComponents, FollowALongPathAndALongCycle) {
  const vertex_index n = 1'000'000;
  std::vector<vertex_index> sources(n), targets(n);
  for (vertex_index u = 0; u < n; ++u) {
    sources[u] = u;
    targets[u] = (u + 1) % n;
  }
  const auto cycle = compressed_graph::from_columns(n, sources, targets, {}, {.directed = true});
  EXPECT_EQ(strong_components(cycle).count, 1u);
  sources.pop_back();
  targets.pop_back();
  const auto path = compressed_graph::from_columns(n, sources, targets, {}, {.directed = true});
  EXPECT_EQ(strong_components(path).count, n);
  EXPECT_EQ(components(path).count, 1u);
}

TEST(Components, StopWhenAsked) {
  std::stop_source source;
  source.request_stop();
  const auto g = compressed_graph::from_edges(20'000, std::vector<edge>{{0, 1}, {1, 0}}, {.directed = true});
  EXPECT_THROW((void)components(g, {.stop = source.get_token()}), stopped);
  EXPECT_THROW((void)strong_components(g, {.stop = source.get_token()}), stopped);
}

TEST(Components, AreNoneOfAnEmptyGraph) { expect_all(compressed_graph{}); }

}  // namespace
}  // namespace capnet
