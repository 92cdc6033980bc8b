#include <capnet/linalg/friedkin_johnsen.hpp>

#include <capnet/core/random.hpp>
#include <capnet/flow/linear.hpp>

#include <gtest/gtest.h>

#include "refusal.hpp"

namespace capnet {
namespace {

compressed_graph listening_graph(std::size_t order, const std::vector<edge>& arcs) {
  return compressed_graph::from_edges(order, arcs,
                                      {.directed = true, .keep_loops = true, .parallel = parallel_edges::all});
}

// Friedkin & Johnsen's example, A = I - diag W.
TEST(SolveFriedkinJohnsen, GivesThePublishedValues) {
  const double w[4][4] = {{.22, .12, .36, .3}, {.147, .215, .344, .294}, {0, 0, 1, 0}, {.09, .178, .446, .286}};
  std::vector<edge> arcs;
  for (vertex_index u = 0; u < 4; ++u) {
    for (vertex_index v = 0; v < 4; ++v) arcs.push_back({u, v, w[u][v]});
  }
  const std::vector<double> susceptibility{1 - .22, 1 - .215, 0, 1 - .286}, start{25, 25, 75, 85};
  const double expected[] = {60.0208, 59.9840, 75, 74.9862};
  for (const sparse_solver solver : {sparse_solver::lu, sparse_solver::bicgstab}) {
    const auto result = solve_friedkin_johnsen(listening_graph(4, arcs), susceptibility, start, {.solver = solver});
    EXPECT_TRUE(result.converged);
    EXPECT_LT(result.bound, 1e-11);
    for (std::size_t v = 0; v < 4; ++v) EXPECT_NEAR(result.values[v], expected[v], 5e-5);
    EXPECT_EQ(result.iterations > 0, solver == sparse_solver::bicgstab);
  }
}

TEST(SolveFriedkinJohnsen, AgreesWithTheStepsToTheTwelfthDigit) {
  for (const vertex_index n : {40u, 3'000u}) {
    random_stream random{{.seed = n}};
    std::vector<edge> arcs;
    std::vector<double> start, susceptibility;
    for (vertex_index u = 0; u < n; ++u) {
      start.push_back(random.uniform());
      susceptibility.push_back(u % 5 == 0 ? .5 * random.uniform() : .9);
      if (u % 11 == 7) continue;  // listens to nobody
      for (int k = 0; k < 4; ++k) arcs.push_back({u, random.below(n), .25});
    }
    const auto g = listening_graph(n, arcs);
    const auto steps = friedkin_johnsen(g, susceptibility, start, {.tolerance = 1e-15});
    ASSERT_TRUE(steps.converged);
    for (const sparse_solver solver : {sparse_solver::lu, sparse_solver::bicgstab}) {
      if (n > 1'000 && solver == sparse_solver::lu) continue;
      const auto solved = solve_friedkin_johnsen(g, susceptibility, start, {.solver = solver});
      EXPECT_TRUE(solved.converged);
      EXPECT_LT(solved.bound, 1e-12);
      for (vertex_index u = 0; u < n; ++u) ASSERT_NEAR(solved.values[u], steps.values[u], 1e-12) << u;
    }
  }
}

//   0 and 1 listen to each other and hold on to a millionth: 14 million steps to the twelfth digit.
TEST(SolveFriedkinJohnsen, IsThereAtOnceWhereStepsAreMany) {
  const auto g = listening_graph(2, {{0, 1, 1}, {1, 0, 1}});
  const double a = 1 - 1e-6;
  const auto result = solve_friedkin_johnsen(g, std::vector<double>{a, a}, std::vector<double>{0, 1});
  // x0 = a x1, x1 = a x0 + 1 - a: x1 = (1 - a) / (1 - a^2) = 1 / (1 + a)
  EXPECT_NEAR(result.values[1], 1 / (1 + a), 1e-9);
  EXPECT_LE(std::abs(result.values[1] - 1 / (1 + a)), result.bound);
  EXPECT_LT(result.bound, 1e-8);
}

TEST(SolveFriedkinJohnsen, SaysThatItDidNotConverge) {
  std::vector<edge> ring;
  for (vertex_index u = 0; u < 100; ++u) ring.push_back({u, (u + 1) % 100, 1});
  std::vector<double> start(100), gives_way(100, .999);
  start[3] = 1;
  const auto result = solve_friedkin_johnsen(listening_graph(100, ring), gives_way, start,
                                             {.solver = sparse_solver::bicgstab, .max_iterations = 1});
  EXPECT_FALSE(result.converged);
  EXPECT_GT(result.bound, 1e-3);
}

TEST(SolveFriedkinJohnsen, OfNobodyHasNoValues) {
  const auto result = solve_friedkin_johnsen(compressed_graph{}, {}, {});
  EXPECT_TRUE(result.values.empty());
  EXPECT_TRUE(result.converged);
}

TEST(SolveFriedkinJohnsen, RefusesWhatHasNoOneSolution) {
  const auto g = listening_graph(3, {{0, 1, 1}, {1, 0, 1}, {2, 0, 1}});
  EXPECT_EQ(
      refusal([&] { return solve_friedkin_johnsen(g, std::vector<double>{1, 1, .5}, std::vector<double>{0, 1, 2}); }),
      "vertex 0 is in a group that listens to itself alone and in which all give way; expected someone who holds "
      "on, or degroot");
  EXPECT_EQ(refusal([&] { return solve_friedkin_johnsen(g, std::vector<double>{1}, std::vector<double>{0, 1, 2}); }),
            "1 susceptibilities for 3 vertices; expected one for each");
  EXPECT_EQ(
      refusal([&] { return solve_friedkin_johnsen(g, std::vector<double>{.5, .5, 2}, std::vector<double>{0, 1, 2}); }),
      "the susceptibility of vertex 2 is 2; expected one in [0, 1]");
}

}  // namespace
}  // namespace capnet
