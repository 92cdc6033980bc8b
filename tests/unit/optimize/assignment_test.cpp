#include <capnet/optimize/assignment.hpp>
#include <capnet/optimize/assignment_certificate.hpp>

#include <gtest/gtest.h>

#include <functional>

#include <capnet/core/random.hpp>

namespace capnet {
namespace {

assignment_problem random_assignment(std::uint64_t seed, std::uint32_t rows, std::uint32_t columns,
                                     std::uint32_t most_seats, std::uint32_t costs, std::int64_t empty) {
  random_stream rng{{.seed = seed}};
  assignment_problem p{.columns = columns};
  for (std::uint32_t r = 0; r < rows; ++r) {
    for (std::uint32_t j = 0; j < columns; ++j) {
      if (!rng.bernoulli(.6)) continue;
      p.column.push_back(j);
      p.cost.push_back(static_cast<std::int64_t>(rng.below(costs)) - static_cast<std::int64_t>(costs / 2));
    }
    p.offset.push_back(p.column.size());
    const std::uint32_t seats = rng.below(most_seats + 1);
    for (std::uint32_t k = 0; k < seats; ++k) {
      p.seat_row.push_back(r);
      p.empty.push_back(empty + static_cast<std::int64_t>(rng.below(3)));
    }
  }
  return p;
}

/// Every choice of every seat.
std::int64_t least_cost_by_enumeration(const assignment_problem& p) {
  std::int64_t best = INT64_MAX;
  std::vector<bool> taken(p.columns);
  std::function<void(std::size_t, std::int64_t)> seat = [&](std::size_t s, std::int64_t cost) {
    if (s == p.seats()) {
      best = std::min(best, cost);
      return;
    }
    seat(s + 1, cost + p.empty[s]);
    for (std::size_t a = p.offset[p.seat_row[s]]; a < p.offset[p.seat_row[s] + 1]; ++a) {
      if (taken[p.column[a]]) continue;
      taken[p.column[a]] = true;
      seat(s + 1, cost + p.cost[a]);
      taken[p.column[a]] = false;
    }
  };
  seat(0, 0);
  return best;
}

//        web  data
//   ann   1    2      ann-web and bob-data cost 1 + 9, ann-data and bob-web 2 + 4: the second is less,
//   bob   4    9      though ann likes web better.
assignment_problem ann_and_bob() {
  return {.columns = 2,
          .offset = {0, 2, 4},
          .column = {0, 1, 0, 1},
          .cost = {1, 2, 4, 9},
          .seat_row = {0, 1},
          .empty = {100, 100}};
}

TEST(Assignment, GivesUpTheBestPairWhereTheOthersLoseMore) {
  const assignment_problem p = ann_and_bob();
  const assignment_result x = assign(p);
  EXPECT_EQ(x.seat_column, (std::vector<std::uint32_t>{1, 0}));
  EXPECT_EQ(check_assignment(p, x).cost, 6);
  EXPECT_TRUE(check_assignment(p, x).optimal());
}

TEST(Assignment, EqualsEnumerationWithItsProof) {
  for (std::uint32_t seed = 0; seed < 400; ++seed) {
    const std::int64_t empty = seed % 3 == 0 ? 0 : seed % 3 == 1 ? 3 : 1'000;
    const assignment_problem p = random_assignment(seed, 1 + seed % 4, seed % 6, 2, seed % 2 == 0 ? 4 : 20, empty);
    const assignment_result x = assign(p);
    const assignment_certificate proof = check_assignment(p, x);
    ASSERT_TRUE(proof.feasible) << seed;
    ASSERT_EQ(proof.cost, least_cost_by_enumeration(p)) << seed;
    ASSERT_TRUE(proof.optimal()) << seed;
  }
}

TEST(Assignment, ProvesLargerOnes) {
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    const assignment_problem p =
        random_assignment(seed, 120, seed % 2 == 0 ? 90 : 400, 4, seed < 3 ? 5 : 10'000, 1 << 20);
    EXPECT_TRUE(check_assignment(p, assign(p)).optimal()) << seed;
  }
}

// More seats than columns, many of each row, and costs that are mostly the same.
TEST(Assignment, ProvesCrowdedOnes) {
  for (std::uint32_t seed = 0; seed < 12; ++seed) {
    const assignment_problem p = random_assignment(seed, 40, 150, 12, 2 + seed % 3, seed % 2 == 0 ? 1 << 20 : 1);
    const assignment_result x = assign(p);
    EXPECT_TRUE(check_assignment(p, x).optimal()) << seed;
    EXPECT_EQ(x.seat_column, assign(p).seat_column);
  }
}

TEST(Assignment, CostsAsMuchFromAnyStart) {
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    const assignment_problem p = random_assignment(seed, 1 + seed % 9, seed % 12, 3, 20, seed % 2 == 0 ? 2 : 1'000);
    random_stream rng{{.seed = seed}};
    std::vector<std::uint32_t> start(p.seats(), unassigned);
    std::vector<bool> taken(p.columns);
    for (std::size_t s = 0; s < p.seats(); ++s) {
      for (std::size_t a = p.offset[p.seat_row[s]]; a < p.offset[p.seat_row[s] + 1]; ++a) {
        if (taken[p.column[a]] || !rng.bernoulli(.3)) continue;
        taken[start[s] = p.column[a]] = true;
        break;
      }
    }
    const assignment_result x = assign(p, start);
    ASSERT_TRUE(check_assignment(p, x).optimal()) << seed;
    ASSERT_EQ(check_assignment(p, assign(p, x.seat_column)).cost, check_assignment(p, assign(p)).cost) << seed;
  }
}

TEST(Assignment, RefusesAStartThatIsNone) {
  const assignment_problem p = ann_and_bob();
  EXPECT_THROW((void)assign(p, {0}), input_error);
  EXPECT_THROW((void)assign(p, {0, 0}), input_error);
  EXPECT_THROW((void)assign(p, {0, 2}), input_error);
  EXPECT_EQ(assign(p, {unassigned, 1}).seat_column, assign(p).seat_column);
}

TEST(Assignment, PricesOfFreeColumnsAreZeroAndNoneIsAbove) {
  const assignment_problem p = random_assignment(5, 10, 30, 2, 100, 1'000);
  const assignment_result x = assign(p);
  for (std::uint32_t j = 0; j < p.columns; ++j) {
    const bool taken = std::ranges::find(x.seat_column, j) != x.seat_column.end();
    EXPECT_LE(x.price[j], 0);
    EXPECT_TRUE(taken || x.price[j] == 0) << j;
  }
}

TEST(Assignment, LeavesEmptyWhatCostsLessEmpty) {
  const assignment_problem p{
      .columns = 1, .offset = {0, 1}, .column = {0}, .cost = {5}, .seat_row = {0, 0}, .empty = {4, 4}};
  EXPECT_EQ(assign(p).seat_column, (std::vector<std::uint32_t>{unassigned, unassigned}));
}

TEST(Assignment, OfNothingIsNothing) {
  EXPECT_TRUE(assign({}).seat_column.empty());
  const assignment_problem seats{.columns = 0, .offset = {0, 0}, .seat_row = {0}, .empty = {7}};
  EXPECT_EQ(check_assignment(seats, assign(seats)).cost, 7);
}

TEST(Assignment, RefusesWhatIsNoProblem) {
  EXPECT_THROW((void)assign({.columns = 1, .offset = {0, 1}, .column = {1}, .cost = {0}}), input_error);
  EXPECT_THROW((void)assign({.columns = 1, .offset = {0, 1}, .column = {0}, .cost = {}}), input_error);
  EXPECT_THROW((void)assign({.columns = 1, .offset = {0, 1}, .column = {0}, .cost = {INT64_MAX / 2}}), input_error);
  EXPECT_THROW((void)assign({.columns = 1, .offset = {0, 0, 0}, .seat_row = {1, 0}, .empty = {0, 0}}), input_error);
}

// The verifier trusts nobody: what is not optimal, not feasible, or comes with other prices is not certified.
TEST(AssignmentCertificate, RefusesWhatIsNotTheBest) {
  const assignment_problem p = ann_and_bob();
  const assignment_result best = assign(p);
  const assignment_certificate worse = check_assignment(p, {.seat_column = {0, 1}, .price = best.price});
  EXPECT_TRUE(worse.feasible);
  EXPECT_EQ(worse.cost, 10);
  EXPECT_EQ(worse.bound, 6);
  EXPECT_FALSE(worse.optimal());
  EXPECT_FALSE(check_assignment(p, {.seat_column = {0, 0}, .price = best.price}).feasible);
  EXPECT_FALSE(check_assignment(p, {.seat_column = best.seat_column, .price = {0, 0}}).optimal());
  EXPECT_LE(check_assignment(p, {.seat_column = best.seat_column, .price = {50, -50}}).bound, 6);
  EXPECT_THROW((void)check_assignment(p, {.seat_column = {0}, .price = best.price}), input_error);
}

}  // namespace
}  // namespace capnet
