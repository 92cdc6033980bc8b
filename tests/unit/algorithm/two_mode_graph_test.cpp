#include <capnet/algorithm/two_mode_density.hpp>
#include <capnet/algorithm/two_mode_graph.hpp>

#include <gtest/gtest.h>

#include "oracle/graphs.hpp"

namespace capnet {
namespace {

using vertices = std::vector<vertex_index>;

vertices of(std::span<const vertex_index> row) { return {row.begin(), row.end()}; }

//   first   1   3 . 4        edges 1-0, 3-0, 3-2; 4 is alone
//           |  /|
//   second  0-' 2
const std::vector<mode> modes{mode::second, mode::first, mode::second, mode::first, mode::first};
const std::vector<edge> ties{{1, 0}, {0, 3}, {3, 2}};

TEST(TwoModeGraph, KnowsTheVerticesOfEitherMode) {
  const two_mode_graph g{compressed_graph::from_edges(5, ties), modes};
  EXPECT_EQ(of(g.vertices(mode::first)), (vertices{1, 3, 4}));
  EXPECT_EQ(of(g.vertices(mode::second)), (vertices{0, 2}));
  EXPECT_EQ(g.order(mode::first), 3u);
  EXPECT_EQ(g.order(), 5u);
  EXPECT_EQ(g.size(), 3u);
  EXPECT_EQ(g.mode_of(3), mode::first);
  EXPECT_EQ(g.place(3), 1u);
  EXPECT_EQ(g.place(2), 1u);
  EXPECT_EQ(of(g.successors(0)), (vertices{1, 3}));
}

//   0<-->2<===1      two edges: 0-2 and 1-2, all that there can be
TEST(TwoModeGraph, ForgetsDirectionsAndRepeats) {
  const auto g = compressed_graph::from_edges(3, std::vector<edge>{{0, 2}, {2, 0}, {1, 2}, {1, 2}},
                                              {.directed = true, .parallel = parallel_edges::all});
  const two_mode_graph two{g, 2};
  EXPECT_EQ(two.size(), 2u);
  EXPECT_EQ(of(two.successors(2)), (vertices{0, 1}));
  EXPECT_DOUBLE_EQ(*two_mode_density(two), 1);
}

TEST(TwoModeGraph, RefusesEdgesWithinAMode) {
  const auto g = compressed_graph::from_edges(4, std::vector<edge>{{0, 1}, {0, 2}, {3, 3}}, {.keep_loops = true});
  try {
    const two_mode_graph two{g, 2};
    FAIL() << "nothing was thrown";
  } catch (const input_error& fault) {
    EXPECT_STREQ(fault.what(),
                 "the edge 0-1 lies within the first mode; expected edges between the two\n"
                 "the edge 3-3 lies within the second mode; expected edges between the two");
  }
}

//   K_8 has 28 edges, all within the one mode
TEST(TwoModeGraph, NamesTwentyEdgesAndCountsTheRest) {
  try {
    const two_mode_graph two{compressed_graph::from_edges(16, fixture::two_cliques(8)), 8};
    FAIL() << "nothing was thrown";
  } catch (const input_error& fault) {
    ASSERT_EQ(fault.problems().size(), 21u);
    EXPECT_EQ(fault.problems().back().message, "and 36 further edges within a mode");
  }
}

//   3 of 3 * 2 pairs
TEST(TwoModeDensity, IsTheShareOfPairsOfEitherMode) {
  EXPECT_DOUBLE_EQ(*two_mode_density(two_mode_graph{compressed_graph::from_edges(5, ties), modes}), .5);
  EXPECT_EQ(two_mode_density(two_mode_graph{compressed_graph::from_edges(5, {}), 2}), 0);
}

TEST(TwoModeDensity, IsUndefinedIfAModeIsEmpty) {
  EXPECT_EQ(two_mode_density(two_mode_graph{}), std::nullopt);
  EXPECT_EQ(two_mode_density(two_mode_graph{compressed_graph::from_edges(3, {}), 3}), std::nullopt);
}

//   89 / (18 * 14)
TEST(TwoModeDensity, GivesThePublishedValue) {
  const two_mode_graph davis{fixture::southern_women(), fixture::women};
  EXPECT_EQ(davis.order(mode::second), 14u);
  EXPECT_EQ(davis.size(), 89u);
  EXPECT_NEAR(*two_mode_density(davis), .353175, 5e-7);
}

}  // namespace
}  // namespace capnet
