#include <capnet/algorithm/one_mode_projection.hpp>

#include <gtest/gtest.h>

#include "oracle/graphs.hpp"

namespace capnet {
namespace {

double weight(const compressed_graph& g, vertex_index u, vertex_index v) {
  const auto row = g.successors(u);
  for (std::size_t k = 0; k < row.size(); ++k) {
    if (row[k] == v) return g.weights(u)[k];
  }
  return 0;
}
double total(const compressed_graph& g) {
  double sum = 0;
  for (vertex_index u = 0; u < g.order(); ++u) {
    for (const double w : g.weights(u)) sum += w / 2;
  }
  return sum;
}

//   0   1   2   3        0, 1 and 2 meet at 4 (k = 3); 0 and 1 at 5 (k = 2); 2 is alone at 6; 3 nowhere
//   |\ /|\ /|
//   5 4 5 4 6
const two_mode_graph meetings{
    compressed_graph::from_edges(7, std::vector<edge>{{0, 4}, {1, 4}, {2, 4}, {0, 5}, {1, 5}, {2, 6}}), 4};

TEST(OneModeProjection, WeighsByWhatIsShared) {
  const auto g = one_mode_projection(meetings, mode::first);
  EXPECT_EQ(g.order(), 4u);
  EXPECT_EQ(g.size(), 3u);
  EXPECT_EQ(weight(g, 0, 1), 2);
  EXPECT_EQ(weight(g, 0, 2), 1);
  EXPECT_EQ(weight(g, 2, 1), 1);
  EXPECT_EQ(g.out_degree(3), 0u);
  EXPECT_TRUE(g.simple());
}

//   0-1: 1/(3-1) + 1/(2-1) = 1.5; 0-2: 1/2; of 0 in all 2, of 2 in all 1: those of its meetings that others came to
TEST(OneModeProjection, GivesALargeMeetingLessSayAfterNewman) {
  const auto g = one_mode_projection(meetings, mode::first, projection_weight::newman);
  EXPECT_DOUBLE_EQ(weight(g, 0, 1), 1.5);
  EXPECT_DOUBLE_EQ(weight(g, 0, 2), .5);
  EXPECT_DOUBLE_EQ(weight(g, 0, 1) + weight(g, 0, 2), 2);
  EXPECT_DOUBLE_EQ(weight(g, 2, 0) + weight(g, 2, 1), 1);
}

//   4-5 by 0 and 1; 4-6 by 2. Numbers are places: 4 -> 0, 5 -> 1, 6 -> 2
TEST(OneModeProjection, NumbersByThePlaceInTheMode) {
  const auto g = one_mode_projection(meetings, mode::second);
  EXPECT_EQ(g.order(), 3u);
  EXPECT_EQ(weight(g, 0, 1), 2);
  EXPECT_EQ(weight(g, 2, 0), 1);
  EXPECT_EQ(g.size(), 2u);
}

//   second 0   2    the same when modes alternate: 1 and 3 share 0 and 2
//          |\ /|
//   first  1 X 3
TEST(OneModeProjection, TakesAnyMapOfModes) {
  const std::vector<mode> modes{mode::second, mode::first, mode::second, mode::first};
  const two_mode_graph square{compressed_graph::from_edges(4, std::vector<edge>{{0, 1}, {1, 2}, {2, 3}, {3, 0}}),
                              modes};
  EXPECT_EQ(weight(one_mode_projection(square, mode::first), 0, 1), 2);
  EXPECT_EQ(weight(one_mode_projection(square, mode::second), 0, 1), 2);
}

TEST(OneModeProjection, OfNothingIsNothing) {
  EXPECT_EQ(one_mode_projection(two_mode_graph{}, mode::first).order(), 0u);
  const two_mode_graph lonely{compressed_graph::from_edges(3, {}), 3};
  EXPECT_EQ(one_mode_projection(lonely, mode::first).order(), 3u);
  EXPECT_EQ(one_mode_projection(lonely, mode::second).order(), 0u);
}

TEST(OneModeProjection, GivesThePublishedValuesOfTheSouthernWomen) {
  const two_mode_graph davis{fixture::southern_women(), fixture::women};
  constexpr vertex_index evelyn = 0, laura = 1, theresa = 2;
  const auto together = one_mode_projection(davis, mode::first);
  EXPECT_EQ(together.size(), 139u);
  EXPECT_EQ(total(together), 322);
  EXPECT_EQ(weight(together, evelyn, theresa), 7);
  for (vertex_index u = 0; u < together.order(); ++u) {
    for (const double shared : together.weights(u)) EXPECT_LE(shared, 7);
  }
  const auto events = one_mode_projection(davis, mode::second);
  EXPECT_EQ(events.size(), 66u);
  EXPECT_EQ(total(events), 214);
  const auto newman = one_mode_projection(davis, mode::first, projection_weight::newman);
  EXPECT_EQ(newman.size(), 139u);
  EXPECT_NEAR(weight(newman, evelyn, laura), 1.562637, 5e-7);
  EXPECT_NEAR(total(newman), 44.5, 1e-12);  // half of the 89 ties: no woman was anywhere alone
}

}  // namespace
}  // namespace capnet
