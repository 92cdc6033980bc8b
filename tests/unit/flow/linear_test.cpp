#include <capnet/flow/linear.hpp>

#include <capnet/algorithm/compressed_graph.hpp>

#include <gtest/gtest.h>

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
    EXPECT_LE(result.residual, 1e-12);
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
  EXPECT_EQ(result.iterations, 2u);
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
