#include <capnet/algorithm/attribute_assortativity.hpp>

#include <gtest/gtest.h>

#include "oracle/graphs.hpp"

namespace capnet {
namespace {

//   a0---a1---b2---b3    e: aa 2/6, ab 1/6, ba 1/6, bb 2/6; a = b = 1/2
//                        (4/6 - 1/2) / (1 - 1/2) = 1/3

TEST(AttributeAssortativity, ComparesWithTheSharesOfTieEnds) {
  const auto result = attribute_assortativity(compressed_graph::from_edges(4, fixture::path_of_four),
                                              std::vector<group_index>{0, 0, 1, 1});
  EXPECT_NEAR(*result.value, 1.0 / 3, 1e-15);
  EXPECT_EQ(result.coverage, 1);
}

// Only a0-a1 is left, and no other group to compare with.
TEST(AttributeAssortativity, IsUndefinedWithinOneGroup) {
  const auto result = attribute_assortativity(compressed_graph::from_edges(4, fixture::path_of_four),
                                              std::vector<group_index>{0, 0, unknown_group, 1});
  EXPECT_EQ(result.value, std::nullopt);
  EXPECT_DOUBLE_EQ(result.coverage, .75);
}

TEST(AttributeAssortativity, GivesThePublishedValueOfTheKarateClub) {
  EXPECT_NEAR(*attribute_assortativity(fixture::karate(), fixture::karate_clubs()).value, .717531, 5e-7);
}

}  // namespace
}  // namespace capnet
