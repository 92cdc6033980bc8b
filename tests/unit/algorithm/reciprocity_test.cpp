#include <capnet/algorithm/reciprocity.hpp>

#include <gtest/gtest.h>

#include "oracle/graphs.hpp"

namespace capnet {
namespace {

//   0--->1<-->2    of 3 arcs, 2 have their reverse; of 2 pairs, 1 is tied both ways
const std::vector<edge> half_answered{{0, 1}, {1, 2}, {2, 1}};

TEST(Reciprocity, IsTheShareOfArcsThatAreAnswered) {
  EXPECT_DOUBLE_EQ(*reciprocity(compressed_graph::from_edges(3, half_answered, {.directed = true})), 2.0 / 3);
}

TEST(Reciprocity, MayCountPairs) {
  const auto g = compressed_graph::from_edges(3, half_answered, {.directed = true});
  EXPECT_DOUBLE_EQ(*reciprocity(g, reciprocity_of::pairs), 1.0 / 2);
  const std::vector<edge> igraph_example{{0, 1}, {0, 2}, {0, 3}, {1, 0}, {2, 3}, {3, 2}};
  EXPECT_DOUBLE_EQ(
      *reciprocity(compressed_graph::from_edges(4, igraph_example, {.directed = true}), reciprocity_of::pairs), .5);
}

TEST(Reciprocity, IgnoresLoopsAndRepeats) {
  const auto g = compressed_graph::from_edges(3, std::vector<edge>{{0, 1}, {0, 1}, {1, 2}, {2, 1}, {2, 2}},
                                              {.directed = true, .keep_loops = true, .parallel = parallel_edges::all});
  EXPECT_DOUBLE_EQ(*reciprocity(g), 2.0 / 3);
}

TEST(Reciprocity, IsUndefinedWithoutArcs) {
  EXPECT_EQ(reciprocity(compressed_graph::from_edges(2, {}, {.directed = true})), std::nullopt);
  EXPECT_EQ(reciprocity(fixture::karate()), std::nullopt);
}

}  // namespace
}  // namespace capnet
