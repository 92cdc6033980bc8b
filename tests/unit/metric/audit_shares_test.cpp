#include <gtest/gtest.h>

#include <capnet/core/random.hpp>
#include <capnet/metric/audit.hpp>

#include "unit/metric/audit_fixture.hpp"

namespace capnet {
namespace {

using namespace fixture;

// 6/7 = 85.7%, 5/6 = 83.3%, 11/13 = 84.6% is 85%; of 12: 10/12 = 83.3%, 11/12 = 91.7%. Below 13 no n has one.
TEST(AuditPercent, CantBeAShareOfTheStatedGroup) {
  figure f = percent("p", "85");
  f.denominator = 12;
  f.unit = "team";
  f.label = "content";
  const finding found = one_of(audit_of({f}), "percent_impossible");
  EXPECT_EQ(number(found, "smallest_joint_denominator"), 13);
  EXPECT_EQ(found.message,
            "85% (content) can't be a share of 12 teams: 10 of 12 is 83.3%, 11 of 12 is 91.7%. The smallest group that "
            "gives 85% has 13 respondents.");
}

// 1/3 = 33.3%, 3/7 = 42.9%; multiples of 1/21 give both: 7/21, 9/21; below 21 none does.
TEST(AuditPercent, NamesTheSmallestGroupOfTheWholeSurvey) {
  std::vector<figure> figures{percent("a", "33.3", "s"), percent("b", "42.9", "s"), percent("elsewhere", "17", "t")};
  figures[0].denominator = 10;
  figures[1].denominator = 10;
  const auto found = audit_of(figures);
  EXPECT_EQ(all_of(found, "percent_impossible").size(), 2u);
  EXPECT_EQ(number(one_of(found, "percent_impossible", "a"), "smallest_joint_denominator"), 21);
}

TEST(AuditPercent, TakesTheDenominatorThatItsSurveyStates) {
  std::vector<figure> figures{percent("a", "50", "s"), percent("b", "74", "s")};
  figures[0].denominator = 40;
  const auto found = audit_of(figures);
  EXPECT_EQ(list(one_of(found, "count_inferred", "a"), "feasible_counts"), numbers{20});
  const finding b = one_of(found, "percent_impossible", "b");  // 29/40 = 72.5%, 30/40 = 75%
  EXPECT_EQ(number(b, "denominator"), 40);
  EXPECT_EQ(field<std::string>(b, "denominator_stated_by"), "a");
}

// 77.5% of 144 = 111.6, 78.5% = 113.04. 79.5% of 144 = 114.48, 80.5% = 115.92.
TEST(AuditPercent, InfersTheCounts) {
  std::vector<figure> figures{percent("two", "78"), percent("one", "80")};
  for (figure& f : figures) f.denominator = 144;
  const auto found = audit_of(figures);
  EXPECT_EQ(list(one_of(found, "count_inferred", "two"), "feasible_counts"), (numbers{112, 113}));
  EXPECT_EQ(list(one_of(found, "count_inferred", "one"), "feasible_counts"), numbers{115});
  const finding interval = one_of(found, "interval");  // 112 or 113 leaves it open
  EXPECT_EQ(interval.figures, texts{"one"});
  EXPECT_EQ(number(interval, "numerator"), 115);
}

// 7/.105 = 66.7, 7/.095 = 73.7: 67 to 73, of which 70 is the limit of 10 times 7.
TEST(AuditPercent, InfersDenominatorsUpToTenTimesTheCount) {
  figure f = percent("p", "10");
  f.numerator = 7;
  const finding found = one_of(audit_of({f}), "denominator_inferred");
  EXPECT_EQ(list(found, "feasible_denominators"), (numbers{67, 68, 69, 70}));
  EXPECT_TRUE(says(found, "67 to 73"));
}

// 1 of n is 9% to 11%: n = 10 or 11. Only 10 is within the limit, but it is not the only one.
TEST(AuditPercent, DoesNotTakeTheLimitForAProof) {
  figure f = percent("p", "10");
  f.numerator = 1;
  f.rounding = written("2");
  const auto found = audit_of({f});
  EXPECT_EQ(list(one_of(found, "denominator_inferred"), "feasible_denominators"), numbers{10});
  EXPECT_TRUE(all_of(found, "interval").empty());
}

// 23 of 41 is 56.1%; 23 is 63.9% of 36 alone.
TEST(AuditPercent, RefutesAStatedDenominator) {
  figure f = percent("p", "63.9");
  f.numerator = 23;
  f.denominator = 41;
  const auto found = audit_of({f});
  EXPECT_EQ(codes_of(found), (texts{"denominator_inferred", "interval"}));
  EXPECT_EQ(list(found[0], "feasible_denominators"), numbers{36});
  EXPECT_EQ(number(found[0], "stated_denominator"), 41);
  EXPECT_EQ(found[0].severity, severity::error);
  EXPECT_EQ(found[0].message, "63.9% with a count of 23 needs 36 respondents, not the 41 stated: 23 of 41 is 56.1%.");
}

TEST(AuditPercent, OnlyGivesTheIntervalWhereAllIsStatedAndFits) {
  figure f = percent("p", "31");
  f.numerator = 81;
  f.denominator = 263;
  const auto found = audit_of({f});
  EXPECT_EQ(codes_of(found), texts{"interval"});
  EXPECT_NEAR(real(found[0], "low"), .255289, 5e-7);
  EXPECT_NEAR(real(found[0], "high"), .366210, 5e-7);
}

// 7 is 10% of 67..73; 14 is 20.3% of 69 alone (14/.2035 = 68.8, 14/.2025 = 69.1). Together 69, and then 51% is 35
// of 69.
TEST(AuditSurvey, IsSolvedTogether) {
  std::vector<figure> figures{percent("a", "10", "s"), percent("b", "20.3", "s"), percent("c", "51", "s")};
  figures[0].numerator = 7;
  figures[1].numerator = 14;
  const auto found = audit_of(figures);
  EXPECT_EQ(list(one_of(found, "denominator_inferred", "a"), "joint_denominators"), numbers{69});
  EXPECT_TRUE(says(one_of(found, "denominator_inferred", "a"), "with the survey's other figures only 69"));
  const auto pair = [&](const char* id) {
    const finding f = one_of(found, "interval", id);
    return std::pair{number(f, "numerator"), number(f, "denominator")};
  };
  EXPECT_EQ(pair("a"), (std::pair<std::int64_t, std::int64_t>{7, 69}));
  EXPECT_EQ(pair("b"), (std::pair<std::int64_t, std::int64_t>{14, 69}));
  EXPECT_EQ(pair("c"), (std::pair<std::int64_t, std::int64_t>{35, 69}));
  EXPECT_TRUE(all_of(found, "statements_conflict").empty());
}

// 7 is 10% of 67..73, 3 is 5% of 55..66.
TEST(AuditSurvey, HasNoCommonDenominator) {
  std::vector<figure> figures{percent("a", "10", "s"), percent("b", "5", "s")};
  figures[0].numerator = 7;
  figures[1].numerator = 3;
  const finding found = one_of(audit_of(figures), "statements_conflict");
  EXPECT_EQ(found.figures, (texts{"a", "b"}));
  figures[1].survey = "t";
  EXPECT_TRUE(all_of(audit_of(figures), "statements_conflict").empty());
}

TEST(AuditSurvey, StatesTwoNumbersOfRespondents) {
  std::vector<figure> figures{percent("a", "50", "s"), percent("b", "25", "s")};
  figures[0].denominator = 40;
  figures[1].denominator = 36;
  const finding found = one_of(audit_of(figures), "statements_conflict");
  EXPECT_TRUE(says(found, "36 and 40"));
}

// 8 is 20.5% of 39 alone, but another figure of the survey has 36 respondents.
TEST(AuditSurvey, StatesADenominatorThatAnotherCountRefutes) {
  std::vector<figure> figures{percent("a", "50", "s"), percent("b", "20.5", "s")};
  figures[0].denominator = 36;
  figures[1].numerator = 8;
  const auto found = audit_of(figures);
  EXPECT_EQ(one_of(found, "statements_conflict").figures, (texts{"a", "b"}));
  EXPECT_TRUE(is_null(one_of(found, "denominator_inferred", "b"), "stated_denominator"));
}

// "About 80% of 47, to ten points": 75% of 47 = 35.25, 85% = 39.95.
TEST(AuditApproximate, GivesCountsAndNothingElse) {
  figure f = percent("p", "80");
  f.approximate = true;
  EXPECT_EQ(codes_of(audit_of({f})), texts{"approximate"});
  EXPECT_EQ(audit_of({f})[0].find("feasible_counts"), nullptr);
  f.denominator = 47;
  f.rounding = written("10");
  const auto found = audit_of({f});
  EXPECT_EQ(codes_of(found), texts{"approximate"});
  EXPECT_EQ(list(found[0], "feasible_counts"), (numbers{36, 37, 38, 39}));
  f.rounding.reset();
  EXPECT_EQ(list(audit_of({f})[0], "feasible_counts"), numbers{});  // 37/47 = 78.7%, 38/47 = 80.9%
  f.numerator = 38;
  EXPECT_EQ(codes_of(audit_of({f})), texts{"approximate"});
}

TEST(AuditApproximate, DoesNotBindItsSurvey) {
  std::vector<figure> figures{percent("exact", "63.9", "s"), percent("about", "50", "s")};
  figures[0].numerator = 23;
  figures[1].numerator = 35;
  figures[1].approximate = true;
  const auto found = audit_of(figures);
  EXPECT_TRUE(all_of(found, "statements_conflict").empty());
  EXPECT_EQ(number(one_of(found, "interval"), "denominator"), 36);
}

TEST(AuditPercent, LeavesAloneWhatIsNotHeld) {
  figure f = percent("p", "74");
  f.denominator = 41;
  f.status = status::target;
  EXPECT_EQ(codes_of(audit_of({f})), texts{"not_held"});
}

TEST(AuditRatio, IsReadAsAShareUnlessItIsNone) {
  figure f{.id = "r", .kind = figure_kind::ratio, .value = written("0.639"), .numerator = 23};
  EXPECT_EQ(list(one_of(audit_of({f}), "denominator_inferred"), "feasible_denominators"), numbers{36});
  EXPECT_TRUE(
      audit_of({{.id = "r", .kind = figure_kind::ratio, .value = written("1.5"), .numerator = 33, .denominator = 22}})
          .empty());
  EXPECT_TRUE(audit_of({{.id = "r", .kind = figure_kind::ratio, .numerator = 33, .denominator = 22}}).empty());
}

TEST(AuditCount, OfAStatedWholeHasAnInterval) {
  figure f = count("c", "", "23", "person");
  f.denominator = 36;
  EXPECT_NEAR(real(one_of(audit_of({f}), "interval"), "low"), .475751, 5e-7);
  f.denominator = 20;
  EXPECT_EQ(codes_of(audit_of({f})), texts{"statements_conflict"});
}

TEST(AuditShares, SurviveWhateverIsStated) {
  constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min(),
                         most = std::numeric_limits<std::int64_t>::max();
  std::vector<std::optional<decimal>> values{std::nullopt,    decimal{0, 0},   decimal{100, 0},  decimal{-5, 0},
                                             decimal{120, 0}, decimal{639, 1}, decimal{most, 0}, decimal{least, 15},
                                             decimal{1, 15},  decimal{1, 40},  decimal{1, -3}};
  std::vector<std::optional<decimal>> steps{std::nullopt,     decimal{0, 0},  decimal{1, 0}, decimal{-1, 0},
                                            decimal{most, 0}, decimal{1, 15}, decimal{1, 99}};
  std::vector<std::optional<std::int64_t>> counts{std::nullopt, 0, 1, -1, 23, 1'000'000'000'000'000, most, least};
  std::size_t found = 0;
  for (const auto& value : values) {
    for (const auto& step : steps) {
      for (const auto& k : counts) {
        std::vector<figure> figures;
        for (const auto& n : counts) {
          for (std::size_t kind = 0; kind < figure_kind_names.size(); ++kind) {
            const std::string id = std::to_string(figures.size());
            figures.push_back({.id = id,
                               .survey = kind % 2 == 0 ? "" : "s" + id,
                               .kind = static_cast<figure_kind>(kind),
                               .value = value,
                               .numerator = k,
                               .denominator = n,
                               .rounding = step});
            figures.push_back(figures.back());
            figures.back().approximate = true;
          }
        }
        found += audit_of(figures).size();
      }
    }
  }
  EXPECT_GT(found, 0u);
}

// 73.5% to 74.5% of 10^15: 10^13 + 1 counts, of which the first thousand are listed.
TEST(AuditShares, CutsLongLists) {
  figure f = percent("p", "74");
  f.denominator = 1'000'000'000'000'000;
  const finding found = one_of(audit_of({f}), "count_inferred");
  EXPECT_EQ(list(found, "feasible_counts").size(), 1000u);
  EXPECT_EQ(number(found, "feasible_counts_total"), 10'000'000'000'001);
}

// Random figures, each against trying every count and denominator. Everything in tenths of a point: |1000 k/n - v| <=
// r/2.
TEST(AuditShares, AgreeWithTryingEverything) {
  random_stream rng{{.seed = 20230510}};
  for (int round = 0; round < 2000; ++round) {
    const auto v = static_cast<std::int64_t>(rng.below(1001));
    const std::int64_t steps[] = {1, 5, 10, 50, 100};
    const std::int64_t r = steps[rng.below(5)];
    const auto fits = [&](std::int64_t k, std::int64_t n) {
      return n > 0 && k >= 0 && k <= n && 2 * std::abs(1000 * k - v * n) <= r * n;
    };
    figure f{.id = "f", .kind = figure_kind::percent, .value = decimal{v, 1}, .rounding = decimal{r, 1}};
    if (rng.bernoulli(.5)) f.numerator = rng.below(60);
    if (rng.bernoulli(.6)) f.denominator = 1 + rng.below(200);
    const auto found = audit_of({f});
    texts expected;
    if (f.denominator && !f.numerator) {
      numbers counts;
      for (std::int64_t k = 0; k <= *f.denominator; ++k) {
        if (fits(k, *f.denominator)) counts.push_back(k);
      }
      if (counts.empty()) {
        expected = {"percent_impossible"};
        ASSERT_EQ(found.size(), 1u);
        std::int64_t smallest = 1;
        const auto some = [&](std::int64_t n) {
          for (std::int64_t k = 0; k <= n; ++k) {
            if (fits(k, n)) return true;
          }
          return false;
        };
        while (!some(smallest)) ++smallest;
        ASSERT_EQ(number(found[0], "smallest_joint_denominator"), smallest) << v << " step " << r;
      } else {
        expected = {"count_inferred"};
        if (counts.size() == 1) expected.push_back("interval");
        ASSERT_FALSE(found.empty());
        ASSERT_EQ(list(found[0], "feasible_counts"), counts) << v << " step " << r << " of " << *f.denominator;
      }
    } else if (f.numerator) {
      numbers denominators, within;
      for (std::int64_t n = 1; n <= 20'000; ++n) {
        if (!fits(*f.numerator, n)) continue;
        denominators.push_back(n);
        if (n <= 10 * *f.numerator) within.push_back(n);
      }
      if (f.denominator && fits(*f.numerator, *f.denominator)) {
        expected = {"interval"};
      } else {
        expected = {"denominator_inferred"};
        if (denominators.size() == 1) expected.push_back("interval");
        ASSERT_FALSE(found.empty());
        ASSERT_EQ(list(found[0], "feasible_denominators"), within) << v << " step " << r << " count " << *f.numerator;
      }
    }
    ASSERT_EQ(codes_of(found), expected) << v << " step " << r << " count " << f.numerator.value_or(-1) << " of "
                                         << f.denominator.value_or(-1);
  }
}

}  // namespace
}  // namespace capnet
