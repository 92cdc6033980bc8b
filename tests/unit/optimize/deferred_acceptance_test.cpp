#include <capnet/optimize/deferred_acceptance.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <optional>

#include <capnet/core/random.hpp>

namespace capnet {
namespace {

stable_problem random_stable(std::uint64_t seed, std::uint32_t rows, std::uint32_t columns) {
  random_stream rng{{.seed = seed}};
  stable_problem p{.columns = columns};
  for (std::uint32_t r = 0; r < rows; ++r) {
    for (std::uint32_t j = 0; j < columns; ++j) {
      if (!rng.bernoulli(.7)) continue;
      p.column.push_back(j);
      p.column_likes.push_back(rng.below(4));
      p.row_likes.push_back(rng.below(4));
    }
    p.offset.push_back(p.column.size());
    p.seats.push_back(rng.below(3));
  }
  return p;
}

std::int64_t liking(const stable_problem& p, std::uint32_t row, std::uint32_t column) {
  for (std::size_t a = p.offset[row]; a < p.offset[row + 1]; ++a) {
    if (p.column[a] == column) return p.column_likes[a] * 100 - row;
  }
  return INT64_MIN;
}

/// All stable matchings: every choice of every column, those kept that have no blocking pair.
std::vector<std::vector<std::uint32_t>> stable_by_enumeration(const stable_problem& p) {
  std::vector<std::vector<std::uint32_t>> found;
  std::vector<std::uint32_t> row_of(p.columns, 0xFFFFFFFF), left = p.seats;
  std::function<void(std::uint32_t)> choose = [&](std::uint32_t j) {
    if (j == p.columns) {
      if (blocking_pairs(p, row_of) == 0) found.push_back(row_of);
      return;
    }
    row_of[j] = 0xFFFFFFFF;
    choose(j + 1);
    for (std::uint32_t r = 0; r < p.rows(); ++r) {
      if (left[r] == 0 || liking(p, r, j) == INT64_MIN) continue;
      --left[r];
      row_of[j] = r;
      choose(j + 1);
      ++left[r];
    }
    row_of[j] = 0xFFFFFFFF;
  };
  choose(0);
  return found;
}

TEST(DeferredAcceptance, IsTheStableMatchingThatEveryProposerLikesBest) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const stable_problem p =
        random_stable(seed, 1 + static_cast<std::uint32_t>(seed % 3), static_cast<std::uint32_t>(seed % 5));
    const auto mine = deferred_acceptance(p);
    const auto all = stable_by_enumeration(p);
    ASSERT_NE(std::ranges::find(all, mine), all.end()) << seed;
    for (const auto& other : all) {
      for (std::uint32_t j = 0; j < p.columns; ++j) {
        ASSERT_EQ(mine[j] == 0xFFFFFFFF, other[j] == 0xFFFFFFFF) << seed;
        ASSERT_TRUE(mine[j] == 0xFFFFFFFF || liking(p, mine[j], j) >= liking(p, other[j], j)) << seed;
      }
    }
  }
}

//   ann likes a, then b; bob likes a; a, with one seat, likes bob: ann-a is blocked by bob and a.
TEST(DeferredAcceptance, CountsWhoWouldBothRatherBeTogether) {
  const stable_problem p{.columns = 2,
                         .offset = {0, 2, 3},
                         .column = {0, 1, 0},
                         .column_likes = {2, 1, 1},
                         .row_likes = {1, 2, 1},
                         .seats = {1, 1}};
  EXPECT_EQ(blocking_pairs(p, {0, 0xFFFFFFFF}), 1u);
  EXPECT_EQ(deferred_acceptance(p), (std::vector<std::uint32_t>{1, 0}));
  EXPECT_EQ(blocking_pairs(p, {1, 0}), 0u);
}

TEST(DeferredAcceptance, RefusesListsThatDontFit) {
  EXPECT_THROW((void)deferred_acceptance({.columns = 1, .offset = {0, 1}, .column = {0}}), input_error);
  EXPECT_THROW((void)blocking_pairs({.columns = 2}, {0}), input_error);
  EXPECT_TRUE(deferred_acceptance({}).empty());
}

}  // namespace
}  // namespace capnet
