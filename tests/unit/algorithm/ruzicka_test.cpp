#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include <capnet/algorithm/ruzicka.hpp>

namespace capnet {
namespace {

// (2, 3, 0) and (0, 1, 4): min 0 + 1 + 0, max 2 + 3 + 4.
TEST(Ruzicka, IsTheSumOfMinimaOverThatOfMaxima) {
  const std::vector<std::uint32_t> of_a{0, 1}, of_b{1, 2};
  const std::vector<double> a{2, 3}, b{1, 4};
  const overlap found = ruzicka({of_a, a}, {of_b, b});
  EXPECT_DOUBLE_EQ(*found.similarity(), 1. / 9);
  EXPECT_EQ(found.coverage(), 1);
}

// The second coordinate is unknown of one: 2/5 of the first alone, one of two compared.
TEST(Ruzicka, LeavesOutWhatIsUnknownOfEither) {
  const std::vector<std::uint32_t> of{4, 7};
  const std::vector<double> a{2, NAN}, b{5, 3};
  const overlap found = ruzicka({of, a}, {of, b});
  EXPECT_DOUBLE_EQ(*found.similarity(), .4);
  EXPECT_EQ(found.coverage(), .5);
}

TEST(Ruzicka, IsUndefinedWhereNothingIsThere) {
  const std::vector<std::uint32_t> of{4};
  const std::vector<double> none{0};
  EXPECT_FALSE(ruzicka({}, {}).similarity().has_value());
  EXPECT_FALSE(ruzicka({of, none}, {of, none}).similarity().has_value());
  EXPECT_FALSE(set_overlap({}, {}).similarity().has_value());
}

// {1, 2, 5} and {2, 5, 9, 11}: 2 of 5.
TEST(Ruzicka, IsJaccardsOfSets) {
  const std::vector<std::uint32_t> a{1, 2, 5}, b{2, 5, 9, 11};
  EXPECT_DOUBLE_EQ(*set_overlap(a, b).similarity(), .4);
}

}  // namespace
}  // namespace capnet
