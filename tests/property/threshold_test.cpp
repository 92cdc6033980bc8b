#include <capnet/algorithm/linear_threshold.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace capnet {
namespace {

/// A few vertices whose weights into each sum to less than 1.
std::vector<spread_edge> random_weights(std::uint32_t n, std::uint32_t replica) {
  random_stream rng{{.seed = 12, .replica = replica}};
  std::vector<spread_edge> edges;
  std::vector<double> left(n, 1);
  for (std::uint32_t k = 0; k < 12; ++k) {
    const vertex_index u = rng.below(n), v = rng.below(n);
    const double weight = left[v] * rng.below(10) / 10.0;
    if (u != v) left[v] -= weight;
    edges.push_back({u, v, weight});
  }
  return edges;
}

/// As the model is told: thresholds are drawn, and vertices join while the weights suffice.
std::size_t reached_by_thresholds(std::size_t n, const std::vector<spread_edge>& edges, vertex_index start,
                                  std::mt19937_64& rng) {
  std::vector<double> threshold(n);
  for (double& theta : threshold) theta = 1 - static_cast<double>(rng() >> 11) * 0x1p-53;  // (0, 1]
  std::vector<bool> in(n);
  in[start] = true;
  for (bool more = true; more;) {
    more = false;
    for (vertex_index v = 0; v < n; ++v) {
      double sum = 0;
      for (const spread_edge& uv : edges) sum += uv.target == v && uv.source != v && in[uv.source] ? uv.probability : 0;
      if (!in[v] && sum >= threshold[v]) in[v] = more = true;
    }
  }
  return static_cast<std::size_t>(std::ranges::count(in, true));
}

// 4 standard errors miss by chance in one of 16,000.
TEST(ThresholdProperty, LiveEdgesSpreadAsDrawnThresholdsDo) {
  std::mt19937_64 rng{1};
  for (std::uint32_t replica = 0; replica < 60; ++replica) {
    const std::uint32_t n = 3 + replica % 4;
    const auto edges = random_weights(n, replica);
    const auto exact = linear_threshold(n, edges, std::vector<vertex_index>{0});
    ASSERT_TRUE(exact.exact);
    constexpr int times = 4'000;
    double sum = 0, squares = 0;
    for (int k = 0; k < times; ++k) {
      const auto size = static_cast<double>(reached_by_thresholds(n, edges, 0, rng));
      sum += size;
      squares += size * size;
    }
    const double mean = sum / times, error = std::sqrt((squares / times - mean * mean) / times);
    EXPECT_NEAR(exact.spread, mean, 4 * error + 1e-9) << replica;
    const auto sampled = linear_threshold(n, edges, std::vector<vertex_index>{0}, {.samples = 4'000, .seed = replica});
    EXPECT_NEAR(sampled.spread, exact.spread, 4 * sampled.standard_error + 1e-12) << replica;
  }
}

}  // namespace
}  // namespace capnet
