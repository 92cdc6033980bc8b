#include <capnet/core/distribution.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace capnet {
namespace {

random_stream drawing(std::uint64_t entity = 0, std::uint32_t purpose = 1) {
  return random_stream{{.seed = 42, .entity = entity, .purpose = purpose}};
}

/// Units of the last place between two numbers.
double ulps(double a, double b) {
  return std::abs(a - b) / (std::nextafter(std::abs(b), std::numeric_limits<double>::infinity()) - std::abs(b));
}

TEST(Elementary, LogarithmsAreThoseOfTheStandardLibrary) {
  random_stream rng = drawing();
  for (int k = 0; k < 100'000; ++k) {
    const double x = std::ldexp(1 + rng.uniform(), static_cast<int>(rng.below(2000)) - 1000);
    ASSERT_LE(ulps(portable_log(x), std::log(x)), 2) << x;
    const double near = 1 + (rng.uniform() - .5) * 1e-3;
    ASSERT_NEAR(portable_log(near), std::log(near), 1e-17 + 3e-16 * std::abs(std::log(near))) << near;
  }
  EXPECT_EQ(portable_log(1), 0);
  EXPECT_NEAR(portable_log(std::numeric_limits<double>::denorm_min()), -744.4400719213812, 1e-12);
  EXPECT_EQ(portable_log(0), -std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::isnan(portable_log(-1)));
}

TEST(Elementary, ExponentialsAreThoseOfTheStandardLibrary) {
  random_stream rng = drawing();
  for (int k = 0; k < 100'000; ++k) {
    const double x = (rng.uniform() - .5) * 1400;
    ASSERT_LE(ulps(portable_exp(x), std::exp(x)), 2) << x;
    const double small = (rng.uniform() - .5) * 2;
    ASSERT_LE(ulps(portable_exp(small), std::exp(small)), 2) << small;
  }
  EXPECT_EQ(portable_exp(0), 1);
  EXPECT_EQ(portable_exp(-1000), 0);
  EXPECT_EQ(portable_exp(1000), std::numeric_limits<double>::infinity());
  EXPECT_NEAR(portable_exp(-740), std::exp(-740.0), 1e-323);
}

TEST(Elementary, LogFactorialsAreThoseOfTheGammaFunction) {
  for (double n = 0; n < 200; n += 1)
    EXPECT_NEAR(log_factorial(n), std::lgamma(n + 1), 2e-15 * (1 + std::lgamma(n + 1)));
  EXPECT_NEAR(log_factorial(1e9), std::lgamma(1e9 + 1), 1e-14 * 2e10);
}

// Wichura 1988, p. 483: the values at .25, .001 and 1e-20.
TEST(NormalQuantile, HasThePublishedValues) {
  EXPECT_NEAR(normal_quantile(.25), -0.6744897501960817, 1e-15);
  EXPECT_NEAR(normal_quantile(.001), -3.090232306167814, 1e-14);
  EXPECT_NEAR(normal_quantile(1e-20), -9.262340089798408, 1e-13);
  EXPECT_NEAR(normal_quantile(.975), 1.959963984540054, 1e-14);
  EXPECT_EQ(normal_quantile(.5), 0);
  EXPECT_EQ(normal_quantile(0), -std::numeric_limits<double>::infinity());
}

/// Chi squared of draws against chances, over places with at least five expected; the rest is one place.
template <class Draw, class Chance>
void expect_distributed(std::uint64_t n, const Draw& draw, const Chance& chance, std::uint64_t places) {
  std::vector<double> seen(places + 1);
  for (std::uint64_t k = 0; k < n; ++k) ++seen[std::min(draw(k), places)];
  double squared = 0, rest = static_cast<double>(n), rest_seen = static_cast<double>(n);
  double degrees = 0;
  for (std::uint64_t k = 0; k < places; ++k) {
    const double expected = static_cast<double>(n) * chance(k);
    if (expected < 5) continue;
    squared += (seen[k] - expected) * (seen[k] - expected) / expected;
    rest -= expected;
    rest_seen -= seen[k];
    ++degrees;
  }
  if (rest >= 5) squared += (rest_seen - rest) * (rest_seen - rest) / rest;
  EXPECT_LT(squared, degrees + 4 * std::sqrt(2 * degrees) + 4);
}

TEST(DrawPoisson, IsDistributedAsPoisson) {
  for (const double mean : {.01, .7, 3., 9.9, 10., 14.5, 60., 1000.}) {
    expect_distributed(
        200'000,
        [&](std::uint64_t k) {
          random_stream rng = drawing(k);
          return draw_poisson(rng, mean);
        },
        [&](std::uint64_t k) {
          return std::exp(-mean + static_cast<double>(k) * std::log(mean) - std::lgamma(static_cast<double>(k) + 1));
        },
        static_cast<std::uint64_t>(mean + 10 * std::sqrt(mean) + 10));
  }
}

TEST(DrawGeometric, IsDistributedAsGeometric) {
  for (const double p : {1e-5, .02, .5, .93}) {
    expect_distributed(
        200'000,
        [&](std::uint64_t k) {
          random_stream rng = drawing(k);
          return draw_geometric(rng, p);
        },
        [&](std::uint64_t k) { return p * std::pow(1 - p, static_cast<double>(k)); }, 2000);
  }
  random_stream rng = drawing();
  EXPECT_EQ(draw_geometric(rng, 1), 0u);
  EXPECT_EQ(draw_geometric(rng, 0), std::numeric_limits<std::uint64_t>::max());
}

TEST(DrawBinomial, IsDistributedAsBinomial) {
  for (const double p : {.03, .5, .8}) {
    expect_distributed(
        200'000,
        [&](std::uint64_t k) {
          random_stream rng = drawing(k);
          return draw_binomial(rng, 20, p);
        },
        [&](std::uint64_t k) {
          const auto x = static_cast<double>(k);
          return std::exp(std::lgamma(21.) - std::lgamma(x + 1) - std::lgamma(21 - x)) * std::pow(p, x) *
                 std::pow(1 - p, 20 - x);
        },
        21);
  }
}

// 100,000 draws: mean 3 within 4 x 2 / sqrt(1e5), variance 4 within 4 x 4 sqrt(2e-5)
TEST(DrawNormal, HasItsMeanAndDeviation) {
  double sum = 0, squares = 0;
  for (std::uint64_t k = 0; k < 100'000; ++k) {
    random_stream rng = drawing(k);
    const double x = draw_normal(rng, 3, 2);
    sum += x;
    squares += (x - 3) * (x - 3);
  }
  EXPECT_NEAR(sum / 1e5, 3, .0253);
  EXPECT_NEAR(squares / 1e5, 4, .0716);
}

TEST(DrawCategorical, FollowsTheWeights) {
  const double weights[] = {1, 0, 3, 4, 0};
  expect_distributed(
      100'000,
      [&](std::uint64_t k) {
        random_stream rng = drawing(k);
        return draw_categorical(rng, weights);
      },
      [&](std::uint64_t k) { return weights[k] / 8; }, 5);
}

// Each of the 10 pairs below 5 with the same chance.
TEST(DrawWithoutReplacement, GivesEachSetAlike) {
  expect_distributed(
      100'000,
      [&](std::uint64_t k) {
        random_stream rng = drawing(k);
        const auto drawn = draw_without_replacement(rng, 5, 2);
        const auto [low, high] = std::minmax(drawn[0], drawn[1]);
        EXPECT_NE(low, high);
        return std::uint64_t{high * (high - 1) / 2 + low};
      },
      [](std::uint64_t) { return .1; }, 10);
  for (const std::uint32_t k : {31u, 32u, 90u, 100u}) {
    random_stream rng = drawing(k);
    const auto drawn = draw_without_replacement(rng, 100, k);
    EXPECT_EQ(std::set<std::uint32_t>(drawn.begin(), drawn.end()).size(), k);
  }
}

// What seed 42 draws, for ever and everywhere.
TEST(Distributions, DrawTheSameInEveryRelease) {
  std::vector<std::uint64_t> drawn;
  for (const double mean : {2.5, 40., 1e6}) {
    random_stream rng = drawing(7, 3);
    drawn.push_back(draw_poisson(rng, mean));
  }
  random_stream rng = drawing(7, 4);
  drawn.push_back(draw_geometric(rng, .01));
  drawn.push_back(draw_binomial(rng, 1000, .25));
  EXPECT_EQ(drawn, (std::vector<std::uint64_t>{5, 50, 1001585, 62, 250}));
  EXPECT_EQ(draw_normal(rng), -0x1.03f942d47575ap-1);
  EXPECT_EQ(draw_exponential(rng), 0x1.3c607558abf42p-3);
}

TEST(Distributions, RefuseParametersThatTheyDoNotHave) {
  random_stream rng = drawing();
  EXPECT_THROW((void)draw_poisson(rng, -1), input_error);
  EXPECT_THROW((void)draw_poisson(rng, std::nan("")), input_error);
  EXPECT_THROW((void)draw_geometric(rng, 1.5), input_error);
  EXPECT_THROW((void)draw_binomial(rng, 5, -.1), input_error);
  EXPECT_THROW((void)draw_normal(rng, 0, -1), input_error);
  EXPECT_THROW((void)draw_categorical(rng, std::vector<double>{0, 0}), input_error);
  EXPECT_THROW((void)draw_categorical(rng, {}), input_error);
  EXPECT_THROW((void)draw_without_replacement(rng, 3, 4), input_error);
}

}  // namespace
}  // namespace capnet
