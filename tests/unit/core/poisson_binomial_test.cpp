/// The number of independent events, against trying all outcomes, the binomial's closed form and a naive sum.
#include <capnet/core/poisson_binomial.hpp>

#include <capnet/core/random.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace capnet {
namespace {

// .5 and .25: none .5 x .75 = .375, both .125, one the rest
TEST(PoissonBinomial, OfTwoByHand) {
  const std::vector<double> p{.5, .25};
  EXPECT_EQ(poisson_binomial(p), (std::vector<double>{.375, .5, .125}));
  EXPECT_EQ(probability_of_at_least(p, 0), 1);
  EXPECT_EQ(probability_of_at_least(p, 1), .625);
  EXPECT_EQ(probability_of_at_least(p, 2), .125);
  EXPECT_EQ(probability_of_at_least(p, 3), 0);
}

TEST(PoissonBinomial, OfNobodyIsNone) { EXPECT_EQ(poisson_binomial({}), std::vector<double>{1}); }

TEST(PoissonBinomial, EqualsTheSumOverAllOutcomes) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    random_stream rng{{.seed = seed}};
    std::vector<double> p(seed % 13);
    for (double& one : p) one = rng.bernoulli(.1) ? 0 : rng.bernoulli(.1) ? 1 : rng.uniform();
    std::vector<double> count(p.size() + 1);
    for (std::size_t outcome = 0; outcome < std::size_t{1} << p.size(); ++outcome) {
      double product = 1;
      std::size_t happened = 0;
      for (std::size_t k = 0; k < p.size(); ++k) {
        const bool happens = outcome >> k & 1u;
        product *= happens ? p[k] : 1 - p[k];
        happened += happens;
      }
      count[happened] += product;
    }
    const auto found = poisson_binomial(p);
    ASSERT_EQ(found.size(), count.size());
    for (std::size_t k = 0; k < count.size(); ++k) EXPECT_NEAR(found[k], count[k], 1e-14) << seed << ' ' << k;
    for (std::size_t k = 0; k <= p.size(); ++k)
      EXPECT_NEAR(probability_of_at_least(p, k),
                  std::accumulate(count.begin() + static_cast<std::ptrdiff_t>(k), count.end(), 0.0), 1e-14);
  }
}

// log C(n, k) + k log p + (n - k) log (1 - p): right relative to each entry, the least of them about 1e-301
TEST(PoissonBinomial, OfEqualOnesIsBinomialDownToTheSmallestEntry) {
  const double p = .5, n = 1000;
  const auto found = poisson_binomial(std::vector<double>(1000, p));
  for (double k = 0; k <= n; ++k) {
    const double log_choose = std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
    const double exact = std::exp(log_choose + n * std::log(p));
    EXPECT_NEAR(found[static_cast<std::size_t>(k)] / exact, 1, 1e-10) << k;
  }
}

// One trial after the other, without halves.
TEST(PoissonBinomial, OfManyEqualsOneTrialAfterTheOther) {
  random_stream rng{{.seed = 7}};
  std::vector<double> p(777);
  for (double& one : p) one = rng.uniform();
  std::vector<double> count{1};
  for (const double one : p) {
    count.push_back(0);
    for (std::size_t k = count.size(); k-- > 0;) count[k] = count[k] * (1 - one) + (k > 0 ? count[k - 1] * one : 0);
  }
  const auto found = poisson_binomial(p);
  double sum = 0;
  for (std::size_t k = 0; k < count.size(); ++k) {
    if (count[k] > 1e-290) {
      EXPECT_NEAR(found[k] / count[k], 1, 1e-11) << k;
    }
    sum += found[k];
  }
  EXPECT_NEAR(sum, 1, 1e-12);
}

TEST(PoissonBinomial, RefusesWhatIsNoProbability) {
  for (const double p : {-.1, 1.1, std::nan("")})
    EXPECT_THROW(static_cast<void>(poisson_binomial(std::vector<double>{.5, p})), input_error);
}

}  // namespace
}  // namespace capnet
