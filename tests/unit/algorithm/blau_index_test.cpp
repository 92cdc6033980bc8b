#include <capnet/algorithm/blau_index.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

using counts = std::vector<std::size_t>;

// Shares 1/2, 1/4, 1/4: 1 - (4 + 1 + 1) / 16 = 10/16.
TEST(BlauIndex, IsTheChanceOfTwoDifferentDraws) { EXPECT_DOUBLE_EQ(*blau_index(counts{2, 1, 1}), 10.0 / 16); }

TEST(BlauIndex, IsZeroIfAllAreAlike) { EXPECT_DOUBLE_EQ(*blau_index(counts{5, 0}), 0); }

TEST(BlauIndex, IsUndefinedForNothing) {
  EXPECT_EQ(blau_index({}), std::nullopt);
  EXPECT_EQ(blau_index(counts{0, 0}), std::nullopt);
}

// 10/16 of at most 2/3: 15/16.
TEST(QualitativeVariation, ScalesByTheCategories) {
  EXPECT_DOUBLE_EQ(*qualitative_variation(counts{2, 1, 1}), 15.0 / 16);
  EXPECT_DOUBLE_EQ(*qualitative_variation(counts{3, 3, 3}), 1);
}

// 1/2 of at most 2/3: 3/4.
TEST(QualitativeVariation, CountsACategoryWithoutMembers) {
  EXPECT_DOUBLE_EQ(*qualitative_variation(counts{1, 1, 0}), 3.0 / 4);
}

TEST(QualitativeVariation, IsUndefinedForOneCategory) { EXPECT_EQ(qualitative_variation(counts{4}), std::nullopt); }

}  // namespace
}  // namespace capnet
