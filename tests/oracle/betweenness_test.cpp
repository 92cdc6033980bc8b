// Betweenness from 64 sources at once against one source at a time, and what its options promise.
#include <gtest/gtest.h>

#include <capnet/algorithm/betweenness.hpp>

#include <cmath>
#include <numeric>
#include <set>
#include <utility>

#include "oracle/kernel_cases.hpp"
#include "oracle/naive_kernels.hpp"

namespace capnet {
namespace {

std::vector<vertex_index> all_of(const compressed_graph& g) {
  std::vector<vertex_index> all(g.order());
  std::iota(all.begin(), all.end(), vertex_index{0});
  return all;
}

void expect_near(const std::vector<double>& raw, const std::vector<double>& expected, double relative) {
  ASSERT_EQ(raw.size(), expected.size());
  for (std::size_t u = 0; u < raw.size(); ++u)
    ASSERT_NEAR(raw[u], expected[u], relative * (1e-3 + expected[u])) << "vertex " << u;
}

TEST(BetweennessKernel, FollowsTheBookOnEveryKindOfGraph) {
  fixture::for_kernel_cases([](const fixture::random_case& c) {
    const auto expected = naive::betweenness(c.g, all_of(c.g));
    const auto raw = betweenness(c.g, {.threads = 1}).raw;
    expect_near(raw, expected, 1e-12);
    for (const unsigned threads : {2u, 8u}) EXPECT_EQ(betweenness(c.g, {.threads = threads}).raw, raw);
    EXPECT_EQ(betweenness(fixture::row_graph{c.g}).raw, raw);
    EXPECT_EQ(betweenness(ordered_graph{c.g}).raw, raw);
  });
}

// The batches, which betweenness takes on large graphs alone, on small ones with few lanes and many.
template <class Real>
void expect_batches_by_the_book(double relative) {
  fixture::for_kernel_cases([&](const fixture::random_case& c) {
    const detail::simple_view simple{c.g, true};
    const ordered_graph ordered{*simple};
    std::vector<vertex_index> positions(c.order);
    std::iota(positions.begin(), positions.end(), vertex_index{0});
    auto expected = naive::betweenness(c.g, all_of(c.g));
    std::vector<double> first;
    fixture::for_each_way([&](unsigned threads) {
      const auto sum = detail::batched_dependencies<Real>{ordered, {.threads = threads}}(positions);
      std::vector<double> raw(c.order);
      for (vertex_index p = 0; p < c.order; ++p) raw[ordered.original()[p]] = sum[p] / (c.directed ? 1 : 2);
      expect_near(raw, expected, relative);
      if (first.empty()) first = raw;
      EXPECT_EQ(raw, first);
    });
  });
}
TEST(BetweennessKernel, AddsBatchesByTheBook) { expect_batches_by_the_book<double>(1e-12); }
TEST(BetweennessKernel, AddsBatchesOfFloatsByTheBook) { expect_batches_by_the_book<float>(3e-5); }

TEST(BetweennessKernel, FollowsTheBookOnLargerNetworks) {
  for (const bool directed : {false, true}) {
    const compressed_graph g = fixture::make_hub_graph(6'000, 30'000, directed);
    std::vector<vertex_index> sources;
    random_stream rng{{.seed = 5}};
    for (int k = 0; k < 150; ++k) sources.push_back(rng.below(g.order()));
    const auto expected = naive::betweenness(g, sources);
    const ordered_graph ordered{g};
    std::vector<double> doubles, floats;
    fixture::for_each_way([&](unsigned threads) {
      const auto raw = betweenness(g, {.threads = threads, .sources = sources}).raw;
      const auto single = betweenness(g, {.threads = threads, .sources = sources, .single_precision = true}).raw;
      if (doubles.empty()) {
        expect_near(raw, expected, 1e-11);
        expect_near(single, expected, 1e-4);
        doubles = raw;
        floats = single;
      }
      EXPECT_EQ(raw, doubles);
      EXPECT_EQ(single, floats);
      EXPECT_EQ(betweenness(ordered, {.threads = threads, .sources = sources}).raw, doubles);
    });
  }
}

// A long path and a ladder of diamonds: many levels of few vertices, and 2^1400 shortest paths, more than a double can
// count.
//     1       4
//   0   3   6      two ways through each diamond: through each side goes half of what goes through its tips
//     2       5
TEST(BetweennessKernel, CountsMorePathsThanADoubleHolds) {
  for (const vertex_index diamonds : {vertex_index{1'100}, vertex_index{1'400}}) {
    std::vector<edge> edges;
    for (vertex_index k = 0; k < diamonds; ++k) {
      for (const vertex_index side : {3 * k + 1, 3 * k + 2}) {
        edges.push_back({3 * k, side});
        edges.push_back({side, 3 * k + 3});
      }
    }
    const auto g = compressed_graph::from_edges(3 * diamonds + 1, edges);
    for (const bool single_precision : {false, true}) {
      const auto raw = betweenness(g, {.sources = {0}, .single_precision = single_precision}).raw;
      for (vertex_index k = 0; k < diamonds; k += 99) {
        const double beyond = 3.0 * (diamonds - k);  // vertices after tip k
        EXPECT_NEAR(raw[3 * k], k == 0 ? 0 : beyond / 2, 1e-4 * beyond) << k;
        EXPECT_NEAR(raw[3 * k + 1], (beyond - 2) / 4, 1e-4 * beyond) << k;
      }
    }
  }
}

// Few sources share a distance, so that single ones take over; the values are known, in any order of the vertices.
TEST(BetweennessKernel, KnowsPathsAndCycles) {
  constexpr vertex_index n = 4'097;
  std::vector<vertex_index> number(n);
  std::iota(number.begin(), number.end(), vertex_index{0});
  random_stream rng{{.seed = 1}};
  for (vertex_index k = n; k > 1; --k) std::swap(number[k - 1], number[rng.below(k)]);
  for (const bool closed : {false, true}) {
    std::vector<edge> edges;
    for (vertex_index k = 0; k + 1 < n; ++k) edges.push_back({number[k], number[k + 1]});
    if (closed) edges.push_back({number[n - 1], number[0]});
    const auto g = compressed_graph::from_edges(n, edges, {.directed = closed});
    const auto raw = betweenness(g).raw;
    for (vertex_index k = 0; k < n; ++k)
      ASSERT_EQ(raw[number[k]], closed ? (n - 1.0) * (n - 2) / 2 : k * (n - 1.0 - k)) << k;
    EXPECT_EQ(betweenness(ordered_graph{g}, {.threads = 1}).raw, raw);
  }
}

TEST(SearchPlaces, PutNearVerticesTogether) {
  // 3 - 0 - 4, 1 - 5, and 2 alone
  const auto g = compressed_graph::from_edges(6, std::vector<edge>{{0, 3}, {4, 0}, {5, 1}}, {.directed = true});
  EXPECT_EQ(detail::search_places(g), (std::vector<vertex_index>{0, 3, 5, 1, 2, 4}));
  EXPECT_TRUE(detail::search_places(compressed_graph{}).empty());
}

TEST(BetweennessSamples, ApproachTheExactValueWithinTheirError) {
  const compressed_graph g = fixture::make_hub_graph(5'000, 15'000, false);
  const auto exact = betweenness(g);
  EXPECT_EQ(exact.error, std::nullopt);
  const auto sampled = betweenness(g, {.samples = 1'000, .seed = 3});
  ASSERT_TRUE(sampled.error.has_value());
  EXPECT_NEAR(*sampled.error, std::sqrt(std::log(40.) / 2'000), 1e-4);
  for (vertex_index u = 0; u < g.order(); ++u)
    EXPECT_NEAR(*sampled.normalized(u), *exact.normalized(u), *sampled.error);
  EXPECT_EQ(betweenness(g, {.samples = 1'000, .seed = 3}).raw, sampled.raw);
  EXPECT_NE(betweenness(g, {.samples = 1'000, .seed = 4}).raw, sampled.raw);
  EXPECT_EQ(betweenness(fixture::karate(), {.samples = 34}).raw, betweenness(fixture::karate()).raw);
}

TEST(BetweennessSamples, AreVerticesWithoutRepeats) {
  const auto drawn = detail::draw_sources(1'000, 400, 11);
  EXPECT_EQ(std::set<vertex_index>(drawn.begin(), drawn.end()).size(), 400u);
  EXPECT_LT(drawn.back(), 1'000u);
}

TEST(BetweennessKernel, StopsWhenAskedAndTellsHowFarItIs) {
  std::stop_source source;
  source.request_stop();
  EXPECT_THROW(static_cast<void>(betweenness(fixture::karate(), {.stop = source.get_token()})), stopped);
  double last = 0;
  const auto g = fixture::make_hub_graph(5'000, 9'000, false);
  static_cast<void>(betweenness(
      g,
      {.report = [&](const progress& p) { EXPECT_GE(p.fraction, std::exchange(last, p.fraction)); }, .samples = 200}));
  EXPECT_EQ(last, 1);
}

}  // namespace
}  // namespace capnet
