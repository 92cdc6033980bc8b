/// Quantiles over replicas and how sure they are; experiments as tables.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <capnet/core/random.hpp>
#include <capnet/sim/ensemble.hpp>
#include <capnet/sim/ensemble_table.hpp>
#include <capnet/sim/quantile_bands.hpp>

#include "refusal.hpp"

namespace capnet {
namespace {

// Type 7 of R: quantile(c(1, 2, 4, 8, 16), c(0, .05, .25, .5, .9, 1)) is 1.0 1.2 2.0 4.0 12.8 16.0.
TEST(SampleQuantile, IsTypeSeven) {
  const std::vector<double> five{1, 2, 4, 8, 16};
  const std::pair<double, double> expected[]{{0, 1}, {.05, 1.2}, {.25, 2}, {.5, 4}, {.9, 12.8}, {1, 16}};
  for (const auto& [p, value] : expected) EXPECT_NEAR(*sample_quantile(five, p), value, 1e-12) << p;
  EXPECT_EQ(sample_quantile({}, .5), std::nullopt);
  EXPECT_EQ(sample_quantile(std::vector<double>{3}, .05), 3);
  EXPECT_NE(refusal([&] { (void)sample_quantile(five, 1.5); }), "no refusal");
}

// Naive: the definition with real ranks, by a loop over the ranks that lie around 1 + (n - 1) p.
TEST(SampleQuantile, IsTheInterpolationOfItsDefinition) {
  random_stream rng{{.seed = 5}};
  for (std::size_t n = 1; n < 40; ++n) {
    std::vector<double> sorted(n);
    for (double& x : sorted) x = rng.uniform();
    std::ranges::sort(sorted);
    for (double p = 0; p <= 1; p += 1. / 64) {
      const double rank = 1 + static_cast<double>(n - 1) * p;
      std::size_t r = 1;
      while (r < n && static_cast<double>(r + 1) <= rank) ++r;
      const double next = sorted[std::min(r, n - 1)];
      EXPECT_NEAR(*sample_quantile(sorted, p), sorted[r - 1] + (rank - static_cast<double>(r)) * (next - sorted[r - 1]),
                  1e-12);
    }
  }
}

double choose(std::size_t n, std::size_t k) {
  double all = 1;
  for (std::size_t i = 1; i <= k; ++i) all = all * static_cast<double>(n - k + i) / static_cast<double>(i);
  return all;
}

// The definition with binomial coefficients: P(X = k) = C(n, k) p^k (1 - p)^(n - k).
TEST(RanksAroundQuantile, AreThoseOfTheBinomialDistribution) {
  for (std::size_t n = 1; n <= 50; ++n) {
    for (const double p : {.05, .25, .5, .75, .95}) {
      const auto below = [&](std::size_t k) {  // P(X <= k)
        double sum = 0;
        for (std::size_t i = 0; i <= k; ++i)
          sum += choose(n, i) * std::pow(p, static_cast<double>(i)) * std::pow(1 - p, static_cast<double>(n - i));
        return sum;
      };
      quantile_ranks expected;
      for (std::size_t l = 1; l <= n; ++l) {
        if (below(l - 1) <= .025) expected.low = l;
      }
      for (std::size_t u = n; u >= 1; --u) {
        if (1 - below(u - 1) <= .025 + 1e-12) expected.high = u;
      }
      EXPECT_EQ(ranks_around_quantile(n, p), expected) << n << ' ' << p;
    }
  }
}

// Published: of 100 values the median lies between the 40th and the 61st with at least 95% (Conover 1999, 3.2).
TEST(RanksAroundQuantile, AreAsPublishedForAHundred) {
  EXPECT_EQ(ranks_around_quantile(100, .5), (quantile_ranks{40, 61}));
  EXPECT_EQ(ranks_around_quantile(0, .5), quantile_ranks{});
  EXPECT_EQ(ranks_around_quantile(5, .5), quantile_ranks{}) << "2^-5 is more than 2.5%: no bound";
  EXPECT_EQ(ranks_around_quantile(6, .5), (quantile_ranks{1, 6})) << "2^-6 is less";
  EXPECT_EQ(ranks_around_quantile(20, .95).high, std::nullopt);
  EXPECT_TRUE(ranks_around_quantile(20'000, .95).high) << "no weight overflows";
}

// 400 samples of 60 uniform numbers: the interval holds the true quantile p in at least 95% of them but for chance.
TEST(RanksAroundQuantile, HoldTheTrueQuantileAsOftenAsTheySay) {
  for (const double p : {.25, .5}) {
    const quantile_ranks ranks = ranks_around_quantile(60, p);
    int held = 0;
    for (std::uint32_t sample = 0; sample < 400; ++sample) {
      random_stream rng{{.seed = 9, .replica = sample}};
      std::vector<double> sorted(60);
      for (double& x : sorted) x = rng.uniform();
      std::ranges::sort(sorted);
      held += sorted[*ranks.low - 1] <= p && p <= sorted[*ranks.high - 1];
    }
    EXPECT_GE(held, 380 - 13) << p;  // three standard errors: 3 sqrt(400 .95 .05)
    EXPECT_LT(held, 400) << p;
  }
}

/// Step k of replica r has the value r * k; the even replicas go on to step 2, and replica 4 does not know it.
ensemble_result small() {
  return ensemble(
      [](const grid_cell& cell, const random_run& run) {
        run_rows rows{{"x"}};
        const double value = run.replica + 100 * cell["a"];
        rows.add(1, {value});
        if (run.replica % 2 == 0) rows.add(2, {run.replica == 4 ? std::nullopt : std::optional{2 * value}});
        return rows;
      },
      parameter_grid::parse("a=0,1"), {.replicas = 5, .seed = 1});
}

TEST(QuantileBands, AreOverTheReplicasThatKnowTheMeasureInTheStep) {
  const ensemble_result all = small();
  const auto bands = quantile_bands(all, {.25, .5});
  ASSERT_EQ(bands.size(), 4u);
  EXPECT_EQ(bands[0].replicas, 5u);  // 0 1 2 3 4
  EXPECT_EQ(bands[0].quantiles[0].value, 1);
  EXPECT_EQ(bands[0].quantiles[1].value, 2);
  EXPECT_EQ(bands[1].step, 2u);
  EXPECT_EQ(bands[1].replicas, 2u);  // 0 and 4, of replicas 0 and 2
  EXPECT_EQ(bands[1].unknown, 1u);
  EXPECT_EQ(bands[1].quantiles[1].value, 2);
  EXPECT_EQ(bands[2].cell, 1u);
  EXPECT_EQ(bands[2].quantiles[0].value, 101);
  EXPECT_EQ(bands[0].quantiles[1].low, std::nullopt) << "five replicas bound no median";
}

// The band's own uncertainty shrinks as the replicas grow: by about half from 200 to 800.
TEST(QuantileBands, SettleAsReplicasGrow) {
  const auto width = [](std::uint32_t replicas) {
    const ensemble_result all = ensemble(
        [](const grid_cell&, const random_run& run) {
          run_rows rows{{"x"}};
          rows.add(1, {random_stream{{.seed = run.seed, .replica = run.replica}}.uniform()});
          return rows;
        },
        {}, {.replicas = replicas, .seed = 2});
    const auto bands = quantile_bands(all, {.5});
    EXPECT_LE(*bands[0].quantiles[0].low, .5);
    EXPECT_GE(*bands[0].quantiles[0].high, .5);
    return *bands[0].quantiles[0].high - *bands[0].quantiles[0].low;
  };
  EXPECT_LT(width(800), .7 * width(200));
}

TEST(EnsembleTable, HasARowForEachCellReplicaAndStep) {
  const ensemble_result all = small();
  const answer_table table = ensemble_table(all);
  std::vector<std::string> names;
  for (const answer_column& column : table.columns) names.push_back(column.name);
  EXPECT_EQ(names, (std::vector<std::string>{"a", "replica", "step", "x"}));
  ASSERT_EQ(table.size, 2u * (5 + 3));
  // Rows of the first cell: replica 0 has two, 1 one, 2 two, 3 one, 4 two.
  EXPECT_EQ(*table.columns[1].cell(4).get_if<std::uint64_t>(), 2u);
  EXPECT_EQ(*table.columns[2].cell(4).get_if<std::uint64_t>(), 2u);
  EXPECT_EQ(*table.columns[3].cell(4).get_if<double>(), 4);
  EXPECT_FALSE(table.columns[3].cell(7).known()) << "not known is not zero";
}

TEST(EnsembleTable, NamesAParameterApartFromAMeasureOfThatName) {
  const auto model = [](const grid_cell&, const random_run&) {
    run_rows rows{{"ties"}};
    rows.add(1, {1});
    return rows;
  };
  const ensemble_result all = ensemble(model, parameter_grid::parse("ties=1,2"));
  EXPECT_EQ(ensemble_table(all).columns[0].name, "grid.ties");
  const auto bands = quantile_bands(all);
  const answer_table table = band_table(all, bands);
  EXPECT_EQ(table.columns[0].name, "ties");
  EXPECT_EQ(table.columns[5].name, "q05");
}

}  // namespace
}  // namespace capnet
