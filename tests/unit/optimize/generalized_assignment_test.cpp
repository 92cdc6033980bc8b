#include <capnet/optimize/generalized_assignment.hpp>

#include <gtest/gtest.h>

#include <functional>

#include <capnet/core/random.hpp>

namespace capnet {
namespace {

generalized_problem random_generalized(std::uint64_t seed, std::uint32_t rows, std::uint32_t columns) {
  random_stream rng{{.seed = seed}};
  generalized_problem p;
  for (std::uint32_t j = 0; j < columns; ++j) p.capacity.push_back(rng.below(12));
  for (std::uint32_t r = 0; r < rows; ++r) {
    for (std::uint32_t j = 0; j < columns; ++j) {
      if (!rng.bernoulli(.7)) continue;
      p.column.push_back(j);
      p.value.push_back(1 + rng.below(20));
      p.size.push_back(1 + rng.below(9));
    }
    p.offset.push_back(p.column.size());
    p.seats.push_back(1 + rng.below(2));
  }
  return p;
}

/// Whether the arcs keep to seats and capacities, and what they are worth.
std::int64_t worth_of(const generalized_problem& p, const std::vector<bool>& taken) {
  std::vector<std::int64_t> left = p.capacity;
  std::int64_t worth = 0;
  for (std::size_t r = 0; r < p.rows(); ++r) {
    std::uint32_t filled = 0;
    for (std::size_t a = p.offset[r]; a < p.offset[r + 1]; ++a) {
      if (!taken[a]) continue;
      ++filled;
      left[p.column[a]] -= p.size[a];
      worth += p.value[a];
    }
    if (filled > p.seats[r]) return -1;
  }
  return std::ranges::all_of(left, [](std::int64_t c) { return c >= 0; }) ? worth : -1;
}

std::int64_t most_worth_by_enumeration(const generalized_problem& p) {
  std::int64_t best = 0;
  std::vector<bool> taken(p.column.size());
  for (std::uint32_t set = 0; set < (1u << p.column.size()); ++set) {
    for (std::size_t a = 0; a < taken.size(); ++a) taken[a] = (set >> a & 1) != 0;
    best = std::max(best, worth_of(p, taken));
  }
  return best;
}

TEST(GeneralizedAssignment, LiesBetweenTheOptimumAndItsBound) {
  std::size_t met = 0, all = 0;
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    const generalized_problem p = random_generalized(seed, 1 + seed % 4, 1 + seed % 3);
    if (p.column.size() > 13) continue;
    const generalized_result x = generalized_assignment(p);
    const std::int64_t best = most_worth_by_enumeration(p);
    ASSERT_EQ(worth_of(p, x.taken), x.value) << seed;
    ASSERT_LE(x.value, best) << seed;
    ASSERT_GE(x.bound, static_cast<double>(best)) << seed;
    ++all;
    met += x.value == best ? 1u : 0u;
  }
  EXPECT_GE(met * 10, all * 9) << met << " of " << all;  // a heuristic, but no poor one
}

// The bound is that of the prices that come with it, whoever reckons it, and one of prices that are no good holds too.
TEST(GeneralizedAssignment, BoundIsThatOfItsPrices) {
  const generalized_problem p = random_generalized(4, 4, 3);
  const generalized_result x = generalized_assignment(p);
  EXPECT_EQ(lagrangian_bound(p, x.price), x.bound);
  for (const double price : {0.0, .3, 5.0, -1.0})
    EXPECT_GE(lagrangian_bound(p, {price, price, price}), static_cast<double>(x.value));
}

// Two rows of value 6 that take 6 of 10, and one of value 9 that takes 10: of the linear program 6 + 6 * 4/6 = 10 is
// the best, of whole arcs 9. Price 1 a unit gives 10 + 0 + 0 + 0 = 10.
TEST(GeneralizedAssignment, BoundsByTheLinearProgram) {
  const generalized_problem p{.capacity = {10},
                              .offset = {0, 1, 2, 3},
                              .column = {0, 0, 0},
                              .value = {6, 6, 9},
                              .size = {6, 6, 10},
                              .seats = {1, 1, 1}};
  const generalized_result x = generalized_assignment(p);
  EXPECT_EQ(x.value, 9);
  EXPECT_EQ(x.taken, (std::vector<bool>{false, false, true}));
  EXPECT_NEAR(x.bound, 10, .01);
  EXPECT_GE(x.bound, 10);
}

TEST(GeneralizedAssignment, WithRoomForAllMeetsItsBound) {
  const generalized_problem p{
      .capacity = {10, 10}, .offset = {0, 2}, .column = {0, 1}, .value = {3, 4}, .size = {1, 1}, .seats = {2}};
  const generalized_result x = generalized_assignment(p);
  EXPECT_EQ(x.value, 7);
  EXPECT_NEAR(x.bound, 7, 1e-9);
}

TEST(GeneralizedAssignment, RefusesWhatIsNoProblem) {
  EXPECT_THROW((void)generalized_assignment({.capacity = {-1}}), input_error);
  EXPECT_THROW((void)generalized_assignment(
                   {.capacity = {1}, .offset = {0, 1}, .column = {0}, .value = {-1}, .size = {1}, .seats = {1}}),
               input_error);
  EXPECT_EQ(generalized_assignment({}).value, 0);
}

}  // namespace
}  // namespace capnet
