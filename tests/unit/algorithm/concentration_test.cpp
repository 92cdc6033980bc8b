#include <capnet/algorithm/concentration.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

using amounts = std::vector<double>;

// Shares 1/2, 1/4, 1/4: (4 + 1 + 1) / 16.
TEST(HerfindahlIndex, AddsSquaredShares) { EXPECT_DOUBLE_EQ(*herfindahl_index(amounts{20, 10, 10}), 6.0 / 16); }

TEST(HerfindahlIndex, IsOneInASingleHand) { EXPECT_DOUBLE_EQ(*herfindahl_index(amounts{0, 7, 0}), 1); }

TEST(HerfindahlIndex, IsUndefinedForNothing) {
  EXPECT_EQ(herfindahl_index({}), std::nullopt);
  EXPECT_EQ(herfindahl_index(amounts{0}), std::nullopt);
}

TEST(EffectiveNumber, IsTheNumberOfEqualHands) {
  EXPECT_DOUBLE_EQ(*effective_number(amounts{3, 3, 3, 3}), 4);
  EXPECT_DOUBLE_EQ(*effective_number(amounts{20, 10, 10}), 16.0 / 6);
  EXPECT_EQ(effective_number({}), std::nullopt);
}

}  // namespace
}  // namespace capnet
