#include <capnet/sim/detail/minimize.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace capnet::detail {
namespace {

// Rosenbrock 1960: least at (1, 1), at the end of a bent valley.
TEST(NelderMead, FindsTheEndOfABentValley) {
  const auto valley = [](const coordinates& x) {
    return 100 * (x[1] - x[0] * x[0]) * (x[1] - x[0] * x[0]) + (1 - x[0]) * (1 - x[0]);
  };
  const least_point found = nelder_mead(valley, 2, {-1.2, 1}, .5);
  EXPECT_NEAR(found.at[0], 1, 1e-6);
  EXPECT_NEAR(found.at[1], 1, 1e-6);
  EXPECT_LT(found.value, 1e-12);
}

TEST(NelderMead, StaysWhereTheFunctionIsFinite) {
  const auto half = [](const coordinates& x) {
    return x[0] < 2 ? std::numeric_limits<double>::infinity() : x[0] * x[0] + x[1] * x[1] + x[2] * x[2];
  };
  const least_point found = nelder_mead(half, 3, {3, 1, -1}, .3);
  EXPECT_NEAR(found.at[0], 2, 1e-5);
  EXPECT_NEAR(found.at[1], 0, 1e-3);
}

TEST(NelderMead, OfNothingIsItsValue) {
  EXPECT_EQ(nelder_mead([](const coordinates&) { return 7.0; }, 0, {}, .1).value, 7);
}

// Table of Student's distribution, two-sided: Fisher & Yates 1938.
TEST(StudentWithin, GivesThePublishedTable) {
  EXPECT_NEAR(student_within(1, .95), 12.706205, 1e-5);
  EXPECT_NEAR(student_within(2, .95), 4.302653, 1e-5);
  EXPECT_NEAR(student_within(3, .9), 2.353363, 1e-5);
  EXPECT_NEAR(student_within(10, .95), 2.228139, 1e-5);
  EXPECT_NEAR(student_within(29, .99), 2.756386, 1e-5);
  EXPECT_NEAR(student_within(120, .95), 1.979930, 1e-5);
  EXPECT_NEAR(student_within(1'000'000, .95), 1.962339, 1e-5);  // as of 1,000
}

TEST(Crossing, HalvesUntilItIsMet) {
  EXPECT_NEAR(crossing([](double x) { return x * x; }, 0, 4, 2, 60), std::sqrt(2.0), 1e-12);
  EXPECT_NEAR(crossing([](double x) { return x * x; }, 0, -4, 2, 60), -std::sqrt(2.0), 1e-12);
}

}  // namespace
}  // namespace capnet::detail
