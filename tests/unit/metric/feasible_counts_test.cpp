#include <capnet/metric/feasible_counts.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

rounded_share percent(std::string_view value, std::string_view rounding = "") {
  return rounded_share::percent(parse_decimal(value).value(), parse_decimal(rounding)).value();
}

// 30/41 = 73.17%, 31/41 = 75.61%: none in [73.5, 74.5]. 28/41 = 68.29%, 29/41 = 70.73%: none in [69.5, 70.5].
TEST(FeasibleCounts, FindsNoCountOf41ThatRoundsTo74Or70) {
  EXPECT_TRUE(percent("74").feasible_counts(41).empty());
  EXPECT_TRUE(percent("70").feasible_counts(41).empty());
}

// 17/23 = 73.91%, 16/23 = 69.57%.
TEST(FeasibleCounts, NeedsAtLeast23For74And70Together) {
  const share_statement both[] = {{percent("74")}, {percent("70")}};
  EXPECT_EQ(smallest_joint_denominator(both), 23);
  EXPECT_TRUE(fits_all(both, 23));
  EXPECT_FALSE(fits_all(both, 41));
}

// 23 / .6395 = 35.97, 23 / .6385 = 36.02; 12 / .3335 = 35.98, 12 / .3325 = 36.09.
// 23 / .595 = 38.66, 23 / .585 = 39.32; 8 / .2055 = 38.93, 8 / .2045 = 39.12.
TEST(FeasibleCounts, FindsTheDenominatorsBehindTheConsultationsCounts) {
  EXPECT_EQ(percent("63.9").feasible_denominators(23), (count_range{36, 36}));
  EXPECT_EQ(percent("33.3").feasible_denominators(12), (count_range{36, 36}));
  EXPECT_EQ(percent("59").feasible_denominators(23), (count_range{39, 39}));
  EXPECT_EQ(percent("20.5").feasible_denominators(8), (count_range{39, 39}));
  EXPECT_EQ(percent("63.9").feasible_counts(36), (count_range{23, 23}));
}

// 35% of 47 = 16.45, 45% = 21.15; 39.5% = 18.57, 40.5% = 19.04.
TEST(FeasibleCounts, ReadsFourTenthsWithItsStep) {
  EXPECT_EQ(percent("40", "10").feasible_counts(47), (count_range{17, 21}));
  EXPECT_EQ(percent("40", "1").feasible_counts(47), (count_range{19, 19}));
}

// 79.5% of 144 = 114.48, 80.5% = 115.92; 77.5% = 111.6, 78.5% = 113.04.
TEST(FeasibleCounts, CountsWhat144Allows) {
  EXPECT_EQ(percent("80").feasible_counts(144), (count_range{115, 115}));
  EXPECT_EQ(percent("78").feasible_counts(144), (count_range{112, 113}));
}

// 1/8 = 12.5% is written 12 or 13; 1/200 = 0.5% is written 0 or 1.
TEST(FeasibleCounts, TakesAHalfEitherWay) {
  EXPECT_TRUE(percent("12").fits(1, 8));
  EXPECT_TRUE(percent("13").fits(1, 8));
  EXPECT_FALSE(percent("12.4").fits(1, 8));
  EXPECT_TRUE(percent("0").fits(1, 200));
  EXPECT_TRUE(percent("1").fits(1, 200));
}

TEST(FeasibleCounts, TakesARoundingOfNothingAsExact) {
  EXPECT_EQ(percent("25", "0").feasible_counts(8), (count_range{2, 2}));
  EXPECT_TRUE(percent("25", "0").feasible_counts(9).empty());
  EXPECT_EQ(percent("25", "0").feasible_denominators(3), (count_range{12, 12}));
  EXPECT_EQ(percent("33.3").smallest_denominator(), 3);
  EXPECT_EQ(percent("33.3", "0").smallest_denominator(), 1000);
  EXPECT_EQ(percent("74", "-1").feasible_counts(23), (count_range{17, 17}));
}

TEST(FeasibleCounts, ReadsARatioAsAShare) {
  EXPECT_EQ(*rounded_share::ratio({74, 2}), percent("74"));
  EXPECT_EQ(rounded_share::ratio({5, 1})->feasible_counts(10), (count_range{5, 5}));
}

TEST(FeasibleCounts, EndsAtNoneAndAll) {
  EXPECT_EQ(percent("0").feasible_counts(300), (count_range{0, 1}));
  EXPECT_EQ(percent("100").feasible_counts(300), (count_range{299, 300}));
  EXPECT_EQ(percent("0").feasible_denominators(0), (count_range{1, count_range::unbounded}));
  EXPECT_EQ(percent("0").feasible_denominators(3), (count_range{600, count_range::unbounded}));
  EXPECT_EQ(percent("100").feasible_denominators(3), (count_range{3, 3}));
  EXPECT_TRUE(percent("50").feasible_denominators(0).empty());
  EXPECT_TRUE(percent("0", "0").feasible_denominators(1).empty());
}

TEST(FeasibleCounts, HasNothingForWhatIsNoShare) {
  for (const char* value : {"120", "-3", "100.6"}) {
    EXPECT_TRUE(percent(value).empty()) << value;
    EXPECT_TRUE(percent(value).feasible_counts(100).empty());
    EXPECT_TRUE(percent(value).feasible_denominators(1).empty());
    EXPECT_EQ(percent(value).smallest_denominator(), std::nullopt);
  }
  for (const std::int64_t n : {std::int64_t{0}, std::int64_t{-5}, std::numeric_limits<std::int64_t>::min()}) {
    EXPECT_TRUE(percent("0").feasible_counts(n).empty());
    EXPECT_FALSE(percent("0").fits(0, n));
  }
  EXPECT_TRUE(percent("0").feasible_denominators(-1).empty());
  EXPECT_EQ(rounded_share::percent({1, 16}), std::nullopt);
  EXPECT_EQ(rounded_share::percent({1, -1}), std::nullopt);
}

// 73.5% and 74.5% of 10^15, both ends whole.
TEST(FeasibleCounts, AnswersHostileNumbersAtOnce) {
  constexpr std::int64_t huge = 1'000'000'000'000'000;
  EXPECT_EQ(percent("74").feasible_counts(huge), (count_range{735'000'000'000'000, 745'000'000'000'000}));
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(percent("100", "0").feasible_counts(most), (count_range{most, most}));
  EXPECT_FALSE(percent("74").feasible_denominators(most).bounded());
  EXPECT_TRUE(rounded_share::percent({1, 15}, decimal{0, 0})->feasible_counts(most).empty());  // most / 10^17 = 92.2
  const decimal finest{std::numeric_limits<std::int64_t>::max(), 15};
  EXPECT_TRUE(rounded_share::percent(finest)->empty());  // 9223%
  EXPECT_EQ(rounded_share::percent({0, 0}, decimal{std::numeric_limits<std::int64_t>::min(), 0})->feasible_counts(7),
            (count_range{0, 7}));
  EXPECT_EQ(percent("61.803398874989").smallest_denominator(), 9227465);  // 5702887 of them: Fibonacci numbers
  EXPECT_EQ((count_range{0, most}).size(), count_range::unbounded);
  EXPECT_EQ((count_range{most, most}).size(), 1);
  const share_statement all[] = {{percent("100", "0"), most}};
  EXPECT_EQ(smallest_joint_denominator(all), most);
}

// 7 of n is [9.5%, 10.5%] for n = 67..73; 3 of n is [4.5%, 5.5%] for n = 55..66: no n has both.
TEST(FeasibleCounts, SeesThatCountsOfOneSurveyDisagree) {
  const share_statement apart[] = {{percent("10"), 7}, {percent("5"), 3}};
  EXPECT_TRUE(denominators_of_counts(apart).empty());
  EXPECT_EQ(smallest_joint_denominator(apart), std::nullopt);
  const share_statement together[] = {{percent("10"), 7}, {percent("50")}};
  EXPECT_EQ(denominators_of_counts(together), (count_range{67, 73}));
  EXPECT_EQ(smallest_joint_denominator(together), 68);  // 34 of 68; 33/67 = 49.25%, 34/67 = 50.75%
}

// Every v and r that are multiples of 1/20 point, in whole numbers: |100 k/n - v| <= r/2  <=>  2 |2000 k - 20 v n| <=
// 20 r n.
TEST(FeasibleCounts, AgreesWithTryingEveryCount) {
  for (const std::int64_t step : {0, 1, 2, 10, 20, 100, 200}) {
    for (std::int64_t v = -40; v <= 2040; v += 7) {
      const rounded_share share = *rounded_share::percent({v * 5, 2}, decimal{step * 5, 2});
      std::int64_t smallest = 0;
      std::vector<count_range> denominators(41);
      for (std::int64_t n = 1; n <= 300; ++n) {
        count_range counts{0, -1};
        bool found = false;
        for (std::int64_t k = 0; k <= n; ++k) {
          if (2 * std::abs(2000 * k - v * n) > step * n) {
            if (n <= 40) {
              ASSERT_FALSE(share.fits(k, n));
            }
            continue;
          }
          if (n <= 40) {
            ASSERT_TRUE(share.fits(k, n));
          }
          if (!found) counts.first = k;
          counts.last = k;
          found = true;
          if (k <= 40) {
            count_range& range = denominators[static_cast<std::size_t>(k)];
            if (range.empty()) range.first = n;
            range.last = n;
          }
        }
        if (found && smallest == 0) smallest = n;
        const count_range answer = share.feasible_counts(n);
        ASSERT_EQ(answer.empty(), !found) << v << "/20 % step " << step << "/20 of " << n;
        if (found) {
          ASSERT_EQ(answer, counts) << v << "/20 % step " << step << "/20 of " << n;
        }
      }
      if (smallest != 0) {
        ASSERT_EQ(share.smallest_denominator(), smallest) << v << "/20 % step " << step << "/20";
      }
      for (std::int64_t k = 0; k <= 40; ++k) {
        const count_range expected = denominators[static_cast<std::size_t>(k)];
        const count_range answer = share.feasible_denominators(k) & count_range{1, 300};
        ASSERT_EQ(answer.empty(), expected.empty()) << k << " at " << v << "/20 % step " << step << "/20";
        if (!expected.empty()) {
          ASSERT_EQ(answer, expected) << k << " at " << v << "/20 % step " << step << "/20";
        }
      }
    }
  }
}

TEST(FeasibleCounts, AgreesWithTryingEveryJointDenominator) {
  for (const char* first : {"74", "63.9", "12.5", "0.1"}) {
    for (const char* second : {"70", "33.3", "99", "50"}) {
      const share_statement both[] = {{percent(first)}, {percent(second)}};
      std::int64_t n = 1;
      while (percent(first).feasible_counts(n).empty() || percent(second).feasible_counts(n).empty()) ++n;
      EXPECT_EQ(smallest_joint_denominator(both), n) << first << " and " << second;
    }
  }
}

}  // namespace
}  // namespace capnet
