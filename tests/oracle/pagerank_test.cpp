// PageRank against power iteration edge by edge, and against itself: on other types of graph, threads and instructions.
#include <capnet/algorithm/pagerank.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "oracle/kernel_cases.hpp"
#include "oracle/naive_kernels.hpp"

namespace capnet {
namespace {

void expect_near(const std::vector<double>& x, const auto& scores, double error) {
  ASSERT_EQ(x.size(), scores.size());
  for (std::size_t u = 0; u < x.size(); ++u) ASSERT_NEAR(static_cast<double>(scores[u]), x[u], error) << "vertex " << u;
}

TEST(Pagerank, EqualsPowerIterationEdgeByEdge) {
  const fixture::any_level restored;
  for (std::uint32_t replica = 0; replica < 1000; ++replica) {
    SCOPED_TRACE("replica " + std::to_string(replica));
    const compressed_graph g = fixture::make_random_case(replica, replica % 2 == 0 ? 9 : 60).g;
    const ordered_graph ordered{g};
    for (const bool weighted : {false, true}) {
      limit_simd(simd_level::portable);
      const auto serial = pagerank(g, {.weighted = weighted, .threads = 1});
      const auto single = pagerank<float>(g, {.weighted = weighted, .threads = 1});
      EXPECT_TRUE(serial.converged && single.converged);
      expect_near(naive::pagerank(g, weighted), serial.scores, 1e-11);
      expect_near(naive::pagerank(g, weighted), single.scores, 1e-5);
      limit_simd(fixture::all_levels[replica % 3]);
      for (const unsigned threads : {1u, 2u, 8u}) {
        ASSERT_EQ(pagerank(g, {.weighted = weighted, .threads = threads}).scores, serial.scores);
        ASSERT_EQ(pagerank<float>(ordered, {.weighted = weighted, .threads = threads}).scores, single.scores);
      }
      ASSERT_EQ(pagerank(ordered, {.weighted = weighted}).scores, serial.scores);
      if (!weighted) {
        ASSERT_EQ(pagerank(fixture::row_graph{g}).scores, serial.scores);
      }
    }
    if (HasFatalFailure()) return;
  }
}

TEST(Pagerank, HasTheSameBitsOfAGraphWithHubs) {
  const fixture::any_level restored;
  for (const bool directed : {false, true}) {
    random_stream rng{{.seed = 9}};
    std::vector<edge> edges;
    for (int k = 0; k < 90'000; ++k) edges.push_back({rng.below(20), rng.below(20'000), 1.0 + rng.below(8)});
    for (int k = 0; k < 40'000; ++k) edges.push_back({rng.below(18'000), rng.below(18'000), 1.0 + rng.below(8)});
    if (directed) {
      for (int k = 0; k < 90'000; ++k) edges.push_back({rng.below(20'000), rng.below(20), 1.0 + rng.below(8)});
    }
    const auto g = compressed_graph::from_edges(
        20'000, edges, {.directed = directed, .keep_loops = true, .parallel = parallel_edges::all});
    const ordered_graph ordered{g};
    for (const bool weighted : {false, true}) {
      limit_simd(simd_level::portable);
      const auto serial = pagerank(g, {.weighted = weighted, .threads = 1});
      const auto single = pagerank<float>(g, {.weighted = weighted, .threads = 1});
      expect_near(naive::pagerank(g, weighted), serial.scores, 1e-11);
      for (const simd_level level : fixture::all_levels) {
        limit_simd(level);
        for (const unsigned threads : {1u, 2u, 8u}) {
          const auto again = pagerank(ordered, {.weighted = weighted, .threads = threads});
          ASSERT_EQ(again.scores, serial.scores);
          ASSERT_EQ(again.residual, serial.residual);
          ASSERT_EQ(pagerank<float>(ordered, {.weighted = weighted, .threads = threads}).scores, single.scores);
        }
      }
    }
  }
}

/// Solves x = (1 - d) r + d P' x by elimination: P follows arcs, and leads from who has none to where r says.
std::vector<double> solved_pagerank(const compressed_graph& g, std::vector<double> r, double damping, bool weighted) {
  const std::size_t n = g.order();
  double sum = 0;
  for (const double part : r) sum += part;
  for (double& part : r) part /= sum;
  std::vector<std::vector<double>> rows(n, std::vector<double>(n + 1, 0));
  for (std::size_t v = 0; v < n; ++v) rows[v][v] += 1, rows[v][n] = (1 - damping) * r[v];
  for (vertex_index u = 0; u < n; ++u) {
    double strength = 0;
    for (std::size_t k = 0; k < g.out_degree(u); ++k) strength += weighted ? g.weights(u)[k] : 1;
    for (std::size_t k = 0; k < g.out_degree(u) && strength > 0; ++k)
      rows[g.successors(u)[k]][u] -= damping * (weighted ? g.weights(u)[k] : 1) / strength;
    for (std::size_t v = 0; v < n && !(strength > 0); ++v) rows[v][u] -= damping * r[v];
  }
  for (std::size_t pivot = 0; pivot < n; ++pivot) {  // columns dominate: no exchange is needed
    for (std::size_t v = 0; v < n; ++v) {
      const double factor = v == pivot ? 0 : rows[v][pivot] / rows[pivot][pivot];
      for (std::size_t c = pivot; c <= n && factor != 0; ++c) rows[v][c] -= factor * rows[pivot][c];
    }
  }
  std::vector<double> x(n);
  for (std::size_t v = 0; v < n; ++v) x[v] = rows[v][n] / rows[v][v];
  return x;
}

TEST(PersonalizedPagerank, SolvesItsEquations) {
  const fixture::any_level restored;
  for (std::uint32_t replica = 0; replica < 60; ++replica) {
    SCOPED_TRACE("replica " + std::to_string(replica));
    const compressed_graph g = fixture::make_random_case(replica, replica % 2 == 0 ? 9 : 60).g;
    if (g.order() == 0) continue;
    random_stream random{{.seed = 8, .replica = replica}};
    std::vector<double> restart(g.order());
    for (double& part : restart) part = random.below(3) == 0 ? random.uniform() : 0;
    restart[random.below(g.order())] = 2;
    for (const bool weighted : {false, true}) {
      for (const double damping : {.85, .5, 0.0}) {
        limit_simd(simd_level::portable);
        const pagerank_options options{.damping = damping, .weighted = weighted, .threads = 1};
        const auto serial = personalized_pagerank(g, restart, options);
        EXPECT_TRUE(serial.converged);
        const auto exact = solved_pagerank(g, restart, damping, weighted);
        expect_near(exact, serial.scores, 1e-11);
        double distance = 0;
        const auto early =
            personalized_pagerank(g, restart, {.damping = damping, .max_iterations = 3, .weighted = weighted});
        for (std::size_t u = 0; u < exact.size(); ++u) distance += std::abs(exact[u] - early.scores[u]);
        EXPECT_LE(distance, early.bound + 1e-12);
        limit_simd(fixture::all_levels[replica % 3]);
        pagerank_options more = options;
        more.threads = 2;
        ASSERT_EQ(personalized_pagerank(ordered_graph{g}, restart, more).scores, serial.scores);
      }
    }
    const std::vector<double> even(g.order(), 3.5);
    expect_near(pagerank(g).scores, personalized_pagerank(g, even).scores, 1e-11);
  }
}

TEST(Pagerank, ReportsTheResidualAndStops) {
  double last = 0;
  int calls = 0;
  const auto hear = [&](const progress& now) {
    EXPECT_GE(now.fraction, last);
    EXPECT_TRUE(now.stage.starts_with("pagerank, residual "));
    last = now.fraction;
    ++calls;
  };
  const auto result = pagerank(fixture::karate(), {.report = hear});
  EXPECT_EQ(calls, result.iterations);
  EXPECT_EQ(last, 1);
  std::stop_source source;
  source.request_stop();
  EXPECT_THROW((void)pagerank(fixture::karate(), {.stop = source.get_token()}), stopped);
}

}  // namespace
}  // namespace capnet
