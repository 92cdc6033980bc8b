// Closeness and harmonic centrality from one breadth-first search for each vertex.
#include <gtest/gtest.h>

#include <capnet/algorithm/closeness_centrality.hpp>
#include <capnet/algorithm/harmonic_centrality.hpp>

#include <cmath>
#include <deque>

#include "oracle/kernel_cases.hpp"

namespace capnet {
namespace {

struct centralities {
  std::vector<double> closeness, harmonic;
};

centralities by_single_searches(const compressed_graph& g) {
  centralities c;
  for (vertex_index s = 0; s < g.order(); ++s) {
    std::vector<int> distance(g.order(), -1);
    std::deque<vertex_index> queue{s};
    distance[s] = 0;
    double total = 0, reached = 0;
    long double inverse = 0;
    for (; !queue.empty(); queue.pop_front()) {
      const int d = distance[queue.front()];
      if (d > 0) {
        total += d;
        ++reached;
        inverse += 1.0L / d;
      }
      for (const vertex_index v : g.successors(queue.front())) {
        if (distance[v] >= 0) continue;
        distance[v] = d + 1;
        queue.push_back(v);
      }
    }
    c.harmonic.push_back(static_cast<double>(inverse));
    c.closeness.push_back(total == 0 ? 0 : reached / (g.order() - 1.0) * (reached / total));
  }
  return c;
}

void expect_equal(const std::vector<double>& found, const std::vector<double>& expected) {
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t u = 0; u < found.size(); ++u)
    ASSERT_NEAR(found[u], expected[u], 1e-15 * (1 + 8 * expected[u])) << "vertex " << u;
}

void check_distances(const compressed_graph& g) {
  const centralities expected = by_single_searches(g);
  const ordered_graph ordered{g};
  const fixture::row_graph rows{g};
  const auto harmonic = harmonic_centrality(g);
  const auto closeness = closeness_centrality(g);
  expect_equal(harmonic, expected.harmonic);
  expect_equal(closeness, expected.closeness);
  for (const unsigned threads : {1u, 2u, 8u}) {
    EXPECT_EQ(harmonic_centrality(g, {.threads = threads}), harmonic);
    EXPECT_EQ(closeness_centrality(g, {.threads = threads}), closeness);
    EXPECT_EQ(harmonic_centrality(ordered, {.threads = threads}), harmonic);
    EXPECT_EQ(closeness_centrality(ordered, {.threads = threads}), closeness);
    EXPECT_EQ(harmonic_centrality(rows, {.threads = threads}), harmonic);
    EXPECT_EQ(closeness_centrality(rows, {.threads = threads}), closeness);
  }
}

TEST(DistanceCentralities, AgreeWithSingleSearchesOnEveryKindOfGraph) {
  fixture::for_kernel_cases([](const fixture::random_case& c) { check_distances(c.g); });
}

TEST(DistanceCentralities, AgreeWithSingleSearchesOnLargerNetworks) {
  check_distances(fixture::make_hub_graph(4'500, 14'000, false));
  check_distances(fixture::make_hub_graph(4'500, 14'000, true));
}

// Above 65,536 vertices threads share a search: a network of many small rings, which all look alike, and one hub with
// its leaves.
TEST(DistanceCentralities, ShareASearchAmongThreads) {
  constexpr vertex_index rings = 12'000, around = 5, leaves = 10'000;
  std::vector<edge> edges;
  for (vertex_index r = 0; r < rings; ++r) {
    for (vertex_index k = 0; k < around; ++k) edges.push_back({r * around + k, r * around + (k + 1) % around});
  }
  for (vertex_index leaf = 1; leaf <= leaves; ++leaf) edges.push_back({rings * around, rings * around + leaf});
  const auto g = compressed_graph::from_edges(rings * around + leaves + 1, edges);
  const auto harmonic = harmonic_centrality(g, {.threads = 2, .samples = 256, .seed = 1});
  EXPECT_EQ(harmonic_centrality(g, {.threads = 1, .samples = 256, .seed = 1}), harmonic);
  const auto exact_of_hub = static_cast<double>(leaves);
  EXPECT_NEAR(harmonic[rings * around], exact_of_hub, g.order() * std::sqrt(std::log(40.) / 512));
}

TEST(DistanceCentralities, OfAllSamplesAreExact) {
  const auto g = fixture::karate();
  EXPECT_EQ(closeness_centrality(g, {.samples = 34}), closeness_centrality(g));
  EXPECT_NE(closeness_centrality(g, {.samples = 20}), closeness_centrality(g));
  // A sampled vertex is not one of the others that it could reach: in a complete graph nothing is off.
  std::vector<edge> edges;
  for (vertex_index u = 0; u < 12; ++u) {
    for (vertex_index v = 0; v < u; ++v) edges.push_back({u, v});
  }
  const auto complete = compressed_graph::from_edges(12, edges);
  EXPECT_EQ(harmonic_centrality(complete, {.samples = 5}), harmonic_centrality(complete));
}

TEST(DistanceCentralities, StopWhenAsked) {
  std::stop_source source;
  source.request_stop();
  EXPECT_THROW(static_cast<void>(closeness_centrality(fixture::karate(), {.stop = source.get_token()})), stopped);
}

}  // namespace
}  // namespace capnet
