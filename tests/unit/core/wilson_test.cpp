#include <capnet/core/wilson.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

void expect_interval(std::int64_t k, std::int64_t n, double low, double high) {
  const share_interval found = wilson(k, n);
  EXPECT_DOUBLE_EQ(found.share, static_cast<double>(k) / static_cast<double>(n));
  EXPECT_NEAR(found.low, low, 5e-7) << k << " of " << n;
  EXPECT_NEAR(found.high, high, 5e-7) << k << " of " << n;
}

// Newcombe 1998, table I: the four textbook shares.
TEST(Wilson, GivesThePublishedIntervals) {
  expect_interval(81, 263, .255289, .366210);
  expect_interval(15, 148, .062386, .160487);
  expect_interval(0, 20, 0, .161125);
  expect_interval(1, 29, .006113, .171755);
}

TEST(Wilson, GivesTheIntervalsOfTheConsultationAndTheProgram) {
  expect_interval(23, 36, .475751, .775244);
  expect_interval(23, 39, .434186, .729207);
  expect_interval(8, 39, .107797, .355340);
  expect_interval(112, 144, .703158, .837963);
}

// k = 0: center - half = z^2/2n - z sqrt(z^2/4n^2) = 0, exactly and not a rounding error away. k = n mirrors it.
TEST(Wilson, TouchesTheEndsAtNoneAndAll) {
  for (const std::int64_t n : {1, 3, 20, 1'000'000'007}) {
    EXPECT_EQ(wilson(0, n).low, 0);
    EXPECT_EQ(wilson(n, n).high, 1);
    EXPECT_NEAR(wilson(0, n).high, 1 - wilson(n, n).low, 1e-15);
  }
}

TEST(Wilson, StaysInsideAndHoldsTheShare) {
  for (std::int64_t n = 1; n <= 60; ++n) {
    for (std::int64_t k = 0; k <= n; ++k) {
      const share_interval found = wilson(k, n);
      EXPECT_LE(0, found.low);
      EXPECT_LE(found.low, found.share);
      EXPECT_LE(found.share, found.high);
      EXPECT_LE(found.high, 1);
    }
  }
}

// The bounds are where the score test is just z away: |p - x| = z sqrt(x (1 - x) / n).
TEST(Wilson, InvertsTheScoreTest) {
  const share_interval found = wilson(23, 36);
  for (const double x : {found.low, found.high})
    EXPECT_NEAR(std::abs(23.0 / 36 - x), z_95 * std::sqrt(x * (1 - x) / 36), 1e-15);
}

}  // namespace
}  // namespace capnet
