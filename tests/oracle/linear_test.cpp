/// Linear flow against dense tables.
#include <capnet/flow/linear.hpp>

#include <capnet/core/random.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace capnet {
namespace {

struct listening {
  compressed_graph graph;
  std::vector<double> start{}, susceptibility{};
};

/// n vertices, some rows of which are empty and one listens to all if `crowd`; every third holds on to its start if
/// `stubborn`.
listening random_listening(std::uint32_t n, std::uint32_t degree, bool crowd, bool stubborn, std::uint64_t seed) {
  random_stream random{{.seed = seed}};
  std::vector<edge> arcs;
  for (vertex_index u = 0; u < n; ++u) {
    if (u % 17 == 3) continue;
    const std::uint32_t heard = crowd && u == 1 ? n : 1 + random.below(degree);
    const std::size_t first = arcs.size();
    double sum = 0;
    for (std::uint32_t k = 0; k < heard; ++k) {
      arcs.push_back({u, crowd && u == 1 ? k : random.below(n), random.below(9) == 0 ? 0 : random.uniform()});
      sum += arcs.back().weight;
    }
    if (sum == 0) sum = arcs.back().weight = 1;
    for (std::size_t a = first; a < arcs.size(); ++a) arcs[a].weight /= sum;
  }
  listening made{
      compressed_graph::from_edges(n, arcs, {.directed = true, .keep_loops = true, .parallel = parallel_edges::all})};
  for (vertex_index u = 0; u < n; ++u) {
    made.start.push_back(random.uniform() * 10 - 5);
    made.susceptibility.push_back(stubborn && u % 3 == 0 ? random.uniform() : 1);
  }
  return made;
}

std::vector<double> steps_of(const listening& of, std::size_t steps) {
  std::vector<double> x = of.start;
  for (std::size_t k = 0; k < steps; ++k) {
    std::vector<double> next(x.size());
    for (vertex_index u = 0; u < x.size(); ++u) {
      double sum = 0, weights = 0;
      for (std::size_t a = 0; a < of.graph.out_degree(u); ++a) {
        sum += of.graph.weights(u)[a] * x[of.graph.successors(u)[a]];
        weights += of.graph.weights(u)[a];
      }
      next[u] = of.graph.out_degree(u) == 0
                    ? x[u]
                    : of.susceptibility[u] * sum / weights + (1 - of.susceptibility[u]) * of.start[u];
    }
    x = next;
  }
  return x;
}

TEST(LinearFlow, StepsAsATableDoes) {
  for (const bool stubborn : {false, true}) {
    for (const bool crowd : {false, true}) {
      const listening of = random_listening(6'000, 12, crowd, stubborn, 3);
      for (const std::size_t steps : {1u, 2u, 9u}) {
        const auto now = friedkin_johnsen(of.graph, of.susceptibility, of.start, {.max_iterations = steps});
        const auto expected = steps_of(of, steps);
        for (vertex_index u = 0; u < expected.size(); ++u) ASSERT_NEAR(now.values[u], expected[u], 1e-13) << u;
      }
    }
  }
}

TEST(LinearFlow, HasTheSameBitsAtAnyNumberOfThreadsAndWithAnyInstructions) {
  for (const bool stubborn : {false, true}) {
    const listening of = random_listening(20'000, 30, true, stubborn, 4);
    const auto run = [&](unsigned threads) {
      return friedkin_johnsen(of.graph, of.susceptibility, of.start, {.max_iterations = 20, .threads = threads});
    };
    const auto one = run(1);
    for (const unsigned threads : {2u, 8u}) {
      EXPECT_EQ(run(threads).values, one.values);
      EXPECT_EQ(run(threads).bound, one.bound);
      EXPECT_EQ(run(threads).residual, one.residual);
    }
    limit_simd(simd_level::portable);
    EXPECT_EQ(run(1).values, one.values);
    EXPECT_EQ(run(1).bound, one.bound);
    limit_simd(simd_level::avx2);
    EXPECT_EQ(run(1).values, one.values);
    limit_simd(simd_level::avx512);
  }
}

//   two circles that agree each, and many who listen to them
TEST(LinearFlow, BoundsManyCirclesAtOnce) {
  random_stream random{{.seed = 6}};
  std::vector<edge> arcs;
  std::vector<double> start;
  for (vertex_index u = 0; u < 300; ++u) {
    start.push_back(random.uniform());
    const vertex_index first = u < 40 ? 0 : u < 90 ? 40 : 0, size = u < 40 ? 40 : u < 90 ? 50 : 300;
    for (int k = 0; k < 8; ++k) arcs.push_back({u, first + random.below(size), .1});
    arcs.push_back({u, u, .2});
  }
  const auto g = compressed_graph::from_edges(300, arcs, {.directed = true, .keep_loops = true});
  const auto end = degroot(g, start, {.tolerance = 1e-13});
  EXPECT_TRUE(end.converged);
  for (const std::size_t steps : {1u, 4u, 12u, 30u}) {
    const auto now = degroot(g, start, {.max_iterations = steps});
    double furthest = 0;
    for (vertex_index u = 0; u < 300; ++u) furthest = std::max(furthest, std::abs(now.values[u] - end.values[u]));
    EXPECT_LE(furthest, now.bound + 1e-12);
    EXPECT_LT(now.bound, 1);
  }
  for (vertex_index u = 1; u < 40; ++u) EXPECT_NEAR(end.values[u], end.values[0], 1e-12);
}

TEST(LinearFlow, BoundsTheDistanceByTheLastChangeWhereAllHoldOn) {
  for (const double most : {.5, .9, .989}) {
    listening of = random_listening(300, 6, true, false, 8);
    random_stream random{{.seed = 9}};
    for (double& a : of.susceptibility) a = most * (random.below(3) == 0 ? random.uniform() : 1);
    const auto end = friedkin_johnsen(of.graph, of.susceptibility, of.start, {.tolerance = 1e-13});
    ASSERT_TRUE(end.converged);
    const auto near = steps_of(of, 4'000);
    for (vertex_index u = 0; u < 300; ++u) ASSERT_NEAR(end.values[u], near[u], 1e-11);
    for (const std::size_t steps : {1u, 3u, 10u, 40u}) {
      const auto now = friedkin_johnsen(of.graph, of.susceptibility, of.start, {.max_iterations = steps});
      double furthest = 0;
      for (vertex_index u = 0; u < 300; ++u) furthest = std::max(furthest, std::abs(now.values[u] - end.values[u]));
      EXPECT_LE(furthest, now.bound + 1e-12);
    }
  }
}

TEST(LinearFlow, SaysHowFarItIsAndStopsIfAsked) {
  const listening of = random_listening(500, 6, false, true, 5);
  std::vector<double> fractions;
  linear_flow_options options{.report = [&](const progress& p) { fractions.push_back(p.fraction); }};
  EXPECT_TRUE(friedkin_johnsen(of.graph, of.susceptibility, of.start, options).converged);
  EXPECT_TRUE(std::ranges::is_sorted(fractions));
  EXPECT_EQ(fractions.back(), 1);
  std::stop_source stop;
  options.stop = stop.get_token();
  options.report = [&](const progress&) { stop.request_stop(); };
  EXPECT_THROW((void)friedkin_johnsen(of.graph, of.susceptibility, of.start, options), stopped);
}

}  // namespace
}  // namespace capnet
