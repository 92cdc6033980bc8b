#include <capnet/algorithm/cuts.hpp>

#include <gtest/gtest.h>

#include "oracle/graphs.hpp"

namespace capnet {
namespace {

using pairs = std::vector<std::pair<vertex_index, vertex_index>>;

//   0---1        4
//    \ /        / \.
//     2---3    5---6     without 2, 3 is alone; only 2-3 is on no cycle
TEST(Cuts, AreWhereAComponentHangsTogetherByOne) {
  const auto result =
      cuts(compressed_graph::from_edges(7, std::vector<edge>{{0, 1}, {1, 2}, {2, 0}, {2, 3}, {4, 5}, {5, 6}, {6, 4}}));
  EXPECT_EQ(result.articulation_points, (std::vector<vertex_index>{2}));
  EXPECT_EQ(result.bridges, (pairs{{2, 3}}));
}

//   1---0---2    the root of the search
TEST(Cuts, FindARoot) {
  const auto result = cuts(compressed_graph::from_edges(3, std::vector<edge>{{0, 1}, {2, 0}}));
  EXPECT_EQ(result.articulation_points, (std::vector<vertex_index>{0}));
  EXPECT_EQ(result.bridges, (pairs{{0, 1}, {0, 2}}));
}

//   0===1---2    two edges between 0 and 1: losing one changes nothing
TEST(Cuts, DoNotTakeOneOfTwoParallelEdgesForABridge) {
  const auto result = cuts(compressed_graph::from_edges(3, std::vector<edge>{{0, 1}, {1, 0}, {1, 2}, {2, 2}},
                                                        {.keep_loops = true, .parallel = parallel_edges::all}));
  EXPECT_EQ(result.articulation_points, (std::vector<vertex_index>{1}));
  EXPECT_EQ(result.bridges, (pairs{{1, 2}}));
}

TEST(Cuts, TakeArcsBothWaysForOneEdge) {
  const auto result = cuts(compressed_graph::from_edges(2, std::vector<edge>{{0, 1}, {1, 0}}, {.directed = true}));
  EXPECT_EQ(result.bridges, (pairs{{0, 1}}));
}

TEST(Cuts, StandAPathOfAMillionVertices) {
  std::vector<edge> path;
  for (vertex_index u = 0; u + 1 < 1'000'000; ++u) path.push_back({u, u + 1});
  const auto result = cuts(compressed_graph::from_edges(1'000'000, path));
  EXPECT_EQ(result.articulation_points.size(), 999'998u);
  EXPECT_EQ(result.bridges.size(), 999'999u);
}

TEST(Cuts, GiveThePublishedValues) {
  EXPECT_EQ(cuts(fixture::karate()).articulation_points, (std::vector<vertex_index>{0}));
  EXPECT_EQ(cuts(fixture::karate()).bridges.size(), 1u);
  EXPECT_EQ(cuts(fixture::florentine()).articulation_points,
            (std::vector<vertex_index>{fixture::albizzi, fixture::guadagni, fixture::medici, fixture::salviati}));
  EXPECT_EQ(cuts(compressed_graph{}).bridges, pairs{});
}

}  // namespace
}  // namespace capnet
