#include <capnet/algorithm/influence_bounds.hpp>

#include <gtest/gtest.h>

#include <cmath>

#include "refusal.hpp"

namespace capnet {
namespace {

TEST(InfluenceBounds, CountsChoices) {
  EXPECT_NEAR(log_binomial(5, 2), std::log(10), 1e-13);
  EXPECT_NEAR(log_binomial(52, 5), std::log(2598960), 1e-12);
  EXPECT_NEAR(log_binomial(7, 0), 0, 1e-13);
  EXPECT_NEAR(log_binomial(7, 7), 0, 1e-13);
  EXPECT_EQ(refusal([] { return log_binomial(2, 3); }), "3 of 2 can't be chosen; expected at most 2");
}

TEST(InfluenceBounds, GivesThePublishedNumbersOfImm) {
  EXPECT_NEAR(imm_lambda_star({.order = 1000, .seeds = 10}), 509343.56, .005);
  EXPECT_NEAR(imm_lambda_prime({.order = 1000, .seeds = 10}), 312063.80, .005);
  const double ell = adjusted_ell(1000, 1);
  EXPECT_NEAR(ell, 1.1003433, 1e-7);
  EXPECT_NEAR(imm_lambda_star({.order = 1000, .seeds = 10, .ell = ell}), 523840.93, .005);
  EXPECT_NEAR(imm_lambda_prime({.order = 1000, .seeds = 10, .ell = ell}), 315489.90, .005);
}

TEST(InfluenceBounds, RefusesPrecisionsThatMeanNothing) {
  EXPECT_EQ(refusal([] { return imm_lambda_star({.order = 10, .seeds = 11}); }),
            "11 seeds of 10 vertices; expected at least two vertices, and of them at least one seed");
  EXPECT_EQ(refusal([] { return imm_lambda_star({.order = 10, .seeds = 0}); }),
            "0 seeds of 10 vertices; expected at least two vertices, and of them at least one seed");
  EXPECT_EQ(refusal([] { return imm_lambda_prime({.order = 10, .epsilon = 0}); }),
            "an epsilon of 0; expected more than 0 and less than 1");
  EXPECT_EQ(refusal([] { return imm_lambda_prime({.order = 10, .ell = -1}); }), "an ell of -1; expected more than 0");
}

// 50 of 100 sets hold a seed, n = 10, so that the spread is near 5; one failure in e^2 is allowed:
// (sqrt(50 + 4/9) - 1)^2 - 1/9 = 37.1286, (sqrt(50 + 1) + 1)^2 = 66.2829
TEST(InfluenceBounds, LieOnEitherSideOfWhatWasSeen) {
  EXPECT_NEAR(spread_at_least(50, 100, 10, 2), 3.71286, 1e-4);
  EXPECT_NEAR(spread_at_most(50, 100, 10, 2), 6.62829, 1e-4);
  EXPECT_EQ(spread_at_least(0, 100, 10, 2), 0);
  EXPECT_GT(spread_at_most(0, 100, 10, 2), 0);
  EXPECT_GT(spread_at_least(5e5, 1e6, 10, 2), 4.98);
  EXPECT_LT(spread_at_most(5e5, 1e6, 10, 2), 5.02);
}

}  // namespace
}  // namespace capnet
