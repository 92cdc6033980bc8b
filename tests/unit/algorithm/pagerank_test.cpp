#include <capnet/algorithm/pagerank.hpp>

#include <gtest/gtest.h>

#include "oracle/graphs.hpp"
#include "refusal.hpp"

namespace capnet {
namespace {

//   0--->1    x0 = .15/2 + .85 x1/2, x1 = .15/2 + .85 (x0 + x1/2), x0 + x1 = 1: x0 = .5 / 1.425
TEST(Pagerank, SpreadsWhatDanglesUniformly) {
  const auto result = pagerank(compressed_graph::from_edges(2, std::vector<edge>{{0, 1}}, {.directed = true}));
  EXPECT_TRUE(result.converged);
  EXPECT_LT(result.residual, 1e-12);
  EXPECT_NEAR(result.scores[0], .5 / 1.425, 1e-12);
  EXPECT_NEAR(result.scores[1], .925 / 1.425, 1e-12);
}

TEST(Pagerank, FollowsWeightsIfAsked) {
  //  1 <-(3)- 0 -(1)-> 2   what 1 gets from 0 is three times what 2 gets
  const auto g = compressed_graph::from_edges(3, std::vector<edge>{{0, 1, 3}, {0, 2, 1}}, {.directed = true});
  const auto even = pagerank(g).scores;
  EXPECT_DOUBLE_EQ(even[1], even[2]);
  const auto x = pagerank(g, {.weighted = true}).scores;
  EXPECT_NEAR(x[1] - x[0], 3 * (x[2] - x[0]), 1e-12);
}

TEST(Pagerank, TreatsAVertexWithoutWeightAsDangling) {
  const auto g = compressed_graph::from_edges(2, std::vector<edge>{{0, 1, 0}}, {.directed = true});
  EXPECT_NEAR(pagerank(g, {.weighted = true}).scores[0], .5, 1e-12);
}

TEST(Pagerank, SaysThatItDidNotConverge) {
  const auto result = pagerank(fixture::karate(), {.max_iterations = 3});
  EXPECT_FALSE(result.converged);
  EXPECT_EQ(result.iterations, 3);
  EXPECT_GT(result.residual, 1e-12);
}

//   0--->1    restart at 0 alone, where what dangles on 1 goes too: x0 = .15 + .85 x1, x1 = .85 x0: x0 = 1 / 1.85
TEST(PersonalizedPagerank, StartsAnewWhereItIsTold) {
  const auto g = compressed_graph::from_edges(2, std::vector<edge>{{0, 1}}, {.directed = true});
  const auto result = personalized_pagerank(g, std::vector<double>{7, 0});
  EXPECT_TRUE(result.converged);
  EXPECT_LT(result.bound, 1e-11);
  EXPECT_NEAR(result.scores[0], 1 / 1.85, 1e-12);
  EXPECT_NEAR(result.scores[1], .85 / 1.85, 1e-12);
}

TEST(PersonalizedPagerank, RefusesARestartThatIsNoDistribution) {
  const auto g = compressed_graph::from_edges(2, std::vector<edge>{{0, 1}}, {.directed = true});
  EXPECT_EQ(refusal([&] { return personalized_pagerank(g, std::vector<double>{}); }),
            "restarts at 0 of 2 vertices; expected one for each");
  EXPECT_EQ(refusal([&] { return personalized_pagerank(g, std::vector<double>{1, -1}); }),
            "the restart at vertex 1 is -1; expected a finite number from 0");
  EXPECT_EQ(refusal([&] { return personalized_pagerank(g, std::vector<double>{0, 0}); }),
            "restarts that add up to 0; expected more than 0");
}

TEST(Pagerank, HasNoScoresWithoutVertices) {
  EXPECT_TRUE(pagerank(compressed_graph{}).scores.empty());
  EXPECT_TRUE(pagerank(compressed_graph{}).converged);
}

TEST(Pagerank, GivesThePublishedValues) {
  const auto karate = pagerank(fixture::karate()).scores;
  EXPECT_NEAR(karate[33], .100919, 5e-7);
  EXPECT_NEAR(karate[0], .096997, 5e-7);
  const std::vector<edge> langville_meyer{{0, 1}, {0, 2}, {2, 0}, {2, 1}, {2, 4},
                                          {3, 4}, {3, 5}, {4, 3}, {4, 5}, {5, 3}};
  const auto x = pagerank(compressed_graph::from_edges(6, langville_meyer, {.directed = true}), {.damping = .9}).scores;
  const double published[] = {.03721, .05396, .04151, .37508, .20600, .28625};
  for (vertex_index u = 0; u < 6; ++u) EXPECT_NEAR(x[u], published[u], 1e-5);
}

}  // namespace
}  // namespace capnet
