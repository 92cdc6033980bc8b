#include <capnet/flow/linear.hpp>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/core/random.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace capnet {
namespace {

using values = std::vector<double>;

compressed_graph matrix(const std::vector<values>& rows) {
  std::vector<edge> arcs;
  for (vertex_index u = 0; u < rows.size(); ++u) {
    for (vertex_index v = 0; v < rows.size(); ++v) {
      if (rows[u][v] != 0) arcs.push_back({u, v, rows[u][v]});
    }
  }
  return compressed_graph::from_edges(rows.size(), arcs, {.directed = true, .keep_loops = true});
}

const std::vector<values> three{{1.0 / 3, 1.0 / 3, 1.0 / 3}, {.5, .5, 0}, {0, .25, .75}};

// The common value weighs the starts by 3/11, 4/11 and 4/11 (DeGroot 1974).
TEST(Degroot, ReachesThePublishedConsensus) {
  const auto g = matrix(three);
  const double weight[] = {3.0 / 11, 4.0 / 11, 4.0 / 11};
  for (vertex_index v = 0; v < 3; ++v) {
    values start(3);
    start[v] = 1;
    const auto result = degroot(g, start);
    EXPECT_TRUE(result.converged);
    EXPECT_LE(result.bound, 1e-12);
    for (const double x : result.values) EXPECT_NEAR(x, weight[v], 1e-10);
  }
}

//   0 <-> 1    each listens to the other alone: they swap for ever
TEST(Degroot, SaysThatItDoesNotConverge) {
  const auto result = degroot(matrix({{0, 1}, {1, 0}}), values{0, 1}, {.max_iterations = 7});
  EXPECT_FALSE(result.converged);
  EXPECT_EQ(result.iterations, 7u);
  EXPECT_EQ(result.residual, 1);
  EXPECT_EQ(result.values, (values{1, 0}));
}

TEST(Degroot, LeavesWhoListensToNobody) {
  const auto result = degroot(matrix({{0, 0}, {1, 0}}), values{3, 8});
  EXPECT_EQ(result.values, (values{3, 3}));
  EXPECT_EQ(result.iterations, 1u);
  EXPECT_EQ(result.bound, 0);
}

//   0 <-> 1, each listening to the other with 5e-7: lambda_2 = 1 - 1e-6. A step moves them by 5e-7, their end is .5.
TEST(Degroot, HasNotConvergedWhereItIsMerelySlow) {
  const double e = 5e-7;
  const auto slow = matrix({{1 - e, e}, {e, 1 - e}});
  const auto early = degroot(slow, values{0, 1}, {.tolerance = 1e-6, .max_iterations = 1'000});
  EXPECT_FALSE(early.converged);
  EXPECT_LT(early.residual, 1e-6);
  EXPECT_NEAR(early.bound, 1 - 1e-3, 1e-6);  // (1 - 1e-6)^1,000
  const auto late = degroot(slow, values{0, 1}, {.tolerance = .5, .max_iterations = 1'000'000});
  EXPECT_TRUE(late.converged);
  EXPECT_EQ(late.iterations, 693'147u);  // ln 2 / 1e-6
  EXPECT_NEAR(late.values[0], .25, 1e-6);
}

//   0 listens to itself and, with 1e-6, to 1, who listens to nobody: on its way to 1 for a million steps
TEST(Degroot, HasNotConvergedWhereASlowOneFollows) {
  const auto slow = matrix({{1 - 1e-6, 1e-6}, {0, 0}});
  const auto early = degroot(slow, values{0, 1}, {.tolerance = 1e-5, .max_iterations = 1'000});
  EXPECT_FALSE(early.converged);
  EXPECT_NEAR(early.bound, 1 - early.values[0], 1e-12);  // the bound is the distance itself
}

//   0 <-> 1 agree on 1, 2 <-> 3 on 5, 4 listens to both pairs: three limits and no consensus of all
TEST(Degroot, ConvergesWithoutAConsensusOfAll) {
  const auto g =
      matrix({{.5, .5, 0, 0, 0}, {.5, .5, 0, 0, 0}, {0, 0, .25, .75, 0}, {0, 0, .75, .25, 0}, {.25, 0, .25, 0, .5}});
  const auto result = degroot(g, values{0, 2, 4, 6, 100});
  EXPECT_TRUE(result.converged);
  const double expected[] = {1, 1, 5, 5, 3};
  for (std::size_t v = 0; v < 5; ++v) EXPECT_NEAR(result.values[v], expected[v], 1e-12);
}

// Weights to nine digits: 3 x .333333333 is 1 - 1e-9. Without the division by it the values sink for ever.
TEST(Degroot, KeepsTheRangeOfItsStartWhereWeightsAreRounded) {
  const double w = .333333333;
  const auto result = degroot(matrix({{w, w, w}, {w, w, w}, {w, w, w}}), values{7, 7, 7}, {.tolerance = -1});
  EXPECT_NEAR(result.values[0], 7, 1e-13);
}

// Random networks, some of several groups: wherever it stops, no value is further from its limit than the bound.
TEST(Degroot, BoundsTheDistanceToItsEnd) {
  for (std::uint32_t replica = 0; replica < 100; ++replica) {
    random_stream rng{{.seed = 9, .replica = replica}};
    const std::uint32_t n = 2 + rng.below(6);
    std::vector<values> rows(n, values(n));
    values start(n), stubborn(n);
    for (std::uint32_t u = 0; u < n; ++u) {
      start[u] = rng.uniform() * 10;
      stubborn[u] = rng.below(3) == 0 ? rng.uniform() : 1;
      double sum = 0;
      for (double& w : rows[u]) sum += w = rng.below(3) == 0 ? rng.uniform() : 0;
      rows[u][u] += .5, sum += .5;  // no cycle goes round for ever
      for (double& w : rows[u]) w /= sum;
    }
    const auto g = matrix(rows);
    for (const values& susceptibility : {values(n, 1.0), stubborn}) {
      const auto end = friedkin_johnsen(g, susceptibility, start);
      EXPECT_TRUE(end.converged);
      for (const std::size_t steps : {1u, 5u, 20u}) {
        const auto now = friedkin_johnsen(g, susceptibility, start, {.max_iterations = steps});
        for (std::uint32_t u = 0; u < n; ++u) EXPECT_LE(std::abs(now.values[u] - end.values[u]), now.bound + 1e-11);
      }
    }
  }
}

TEST(Degroot, RefusesAStartThatIsNotKnown) {
  EXPECT_THROW(static_cast<void>(degroot(matrix(three), values{0, 1, std::nan("")})), input_error);
}

TEST(Degroot, RefusesRowsThatDoNotAddUp) {
  EXPECT_THROW(static_cast<void>(degroot(matrix({{.5, .4}, {0, 1}}), values{0, 1})), input_error);
  EXPECT_THROW(static_cast<void>(degroot(matrix({{1.5, -.5}, {0, 1}}), values{0, 1})), input_error);
  EXPECT_THROW(static_cast<void>(degroot(matrix(three), values{0, 1})), input_error);
}

TEST(Degroot, OfNobodyHasConverged) { EXPECT_TRUE(degroot(compressed_graph{}, values{}).converged); }

// Friedkin & Johnsen's example, A = I - diag W.
TEST(FriedkinJohnsen, ReachesThePublishedValues) {
  const std::vector<values> w{{.22, .12, .36, .3}, {.147, .215, .344, .294}, {0, 0, 1, 0}, {.09, .178, .446, .286}};
  const values susceptibility{1 - .22, 1 - .215, 0, 1 - .286};
  const auto result = friedkin_johnsen(matrix(w), susceptibility, values{25, 25, 75, 85});
  EXPECT_TRUE(result.converged);
  const double expected[] = {60.0208, 59.9840, 75, 74.9862};
  for (std::size_t v = 0; v < 4; ++v) EXPECT_NEAR(result.values[v], expected[v], 5e-5);
}

TEST(FriedkinJohnsen, IsDegrootIfAllGiveWayAndTheStartIfNobodyDoes) {
  const values start{1, 5, 9};
  EXPECT_EQ(friedkin_johnsen(matrix(three), values{1, 1, 1}, start).values, degroot(matrix(three), start).values);
  EXPECT_EQ(friedkin_johnsen(matrix(three), values{0, 0, 0}, start).values, start);
}

TEST(FriedkinJohnsen, RefusesSusceptibilitiesOutsideTheUnitInterval) {
  EXPECT_THROW(static_cast<void>(friedkin_johnsen(matrix(three), values{0, 1.5, 1}, values{0, 0, 0})), input_error);
  EXPECT_THROW(static_cast<void>(friedkin_johnsen(matrix(three), values{0, 1}, values{0, 0, 0})), input_error);
}

}  // namespace
}  // namespace capnet
