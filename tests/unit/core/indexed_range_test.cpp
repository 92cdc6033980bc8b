#include <capnet/core/indexed_range.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <vector>

namespace capnet {
namespace {

struct square {
  std::size_t operator()(std::size_t at) const { return at * at; }
};
using squares = indexed_range<square>;

static_assert(std::ranges::random_access_range<squares> && std::ranges::sized_range<squares>);
static_assert(std::ranges::view<squares> && std::ranges::borrowed_range<squares>);

TEST(IndexedRange, ComputesItsElementsFromTheirPositions) {
  const squares some{{}, 2, 6};  // 4 9 16 25
  EXPECT_EQ(std::vector<std::size_t>(some.begin(), some.end()), (std::vector<std::size_t>{4, 9, 16, 25}));
  EXPECT_EQ(some.size(), 4u);
  EXPECT_EQ(some[1], 9u);
  EXPECT_EQ(some.position(1), 3u);
  EXPECT_TRUE(squares{}.empty());
}

TEST(IndexedRange, IsWalkedAtRandom) {
  const squares some{{}, 0, 100};
  EXPECT_EQ(*std::ranges::lower_bound(some, 2'000u), 2'025u);  // 45^2
  auto at = some.begin() + 10;
  EXPECT_EQ(*at--, 100u);
  EXPECT_EQ(*at, 81u);
  EXPECT_EQ(at[2], 121u);
  EXPECT_EQ(some.end() - some.begin(), 100);
  EXPECT_LT(some.begin(), at);
}

}  // namespace
}  // namespace capnet
