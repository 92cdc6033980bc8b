/// How long things last, against published values and a naive product.
#include <capnet/metric/survival.hpp>

#include <cmath>

#include <capnet/network/builder.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

/// Weeks in remission on 6-MP (Freireich et al. 1963).
const std::vector<spell_length> remissions{{6, true},   {6, true},   {6, true},   {7, true},   {10, true},  {13, true},
                                           {16, true},  {22, true},  {23, true},  {6, false},  {9, false},  {10, false},
                                           {11, false}, {17, false}, {19, false}, {20, false}, {25, false}, {32, false},
                                           {32, false}, {34, false}, {35, false}};

// n at risk, of 21: 6: 3 of 21; 7: 1 of 17; 10: 1 of 15; 13: 1 of 12; 16: 1 of 11; 22: 1 of 7; 23: 1 of 6.
TEST(KaplanMeier, OfTheRemissionsIsAsPublished) {
  const survival_curve curve = kaplan_meier(remissions);
  const double published[][4] = {{6, 21, 3, .857},  {7, 17, 1, .807}, {10, 15, 1, .753}, {13, 12, 1, .690},
                                 {16, 11, 1, .627}, {22, 7, 1, .538}, {23, 6, 1, .448}};
  ASSERT_EQ(curve.steps.size(), 7u);
  for (std::size_t k = 0; k < 7; ++k) {
    const survival_step& step = curve.steps[k];
    EXPECT_EQ(step.days, published[k][0]);
    EXPECT_EQ(step.at_risk, published[k][1]);
    EXPECT_EQ(step.ended, published[k][2]);
    EXPECT_NEAR(step.after.share, published[k][3], 5e-4);
  }
  EXPECT_EQ(curve.spells, 21);
  EXPECT_EQ(curve.ended, 9);
  EXPECT_EQ(curve.median().value, 23);
  EXPECT_EQ(curve.median().low, 13);
  EXPECT_EQ(curve.median().high, std::nullopt);
}

// S(10) = 18/21 16/17 14/15 = 32/42.5 = .752941; the sum of d / (n (n - d)) = 3/378 + 1/272 + 1/210 = .016375.
// Standard error .752941 sqrt(.016375) = .0963, as published. z sqrt(.016375) / ln(.752941) = -.883828:
// .752941^exp(.883828) = .503200, .752941^exp(-.883828) = .889362.
TEST(KaplanMeier, HasTheIntervalOfGreenwoodOnTheScaleOfLogLog) {
  const survival_share after = *kaplan_meier(remissions).at(12);
  const double variance = 3.0 / 378 + 1.0 / 272 + 1.0 / 210;
  EXPECT_NEAR(after.share, 18.0 / 21 * 16 / 17 * 14 / 15, 1e-12);
  EXPECT_NEAR(after.share * std::sqrt(variance), .0963, 5e-5);
  EXPECT_NEAR(*after.low, .503200, 1e-6);
  EXPECT_NEAR(*after.high, .889362, 1e-6);
}

TEST(KaplanMeier, KnowsNothingBeyondTheLongestSpellThatGoesOn) {
  const survival_curve curve = kaplan_meier(remissions);
  EXPECT_EQ(curve.at(5)->share, 1);
  EXPECT_EQ(curve.at(5)->low, std::nullopt);
  EXPECT_NEAR(curve.at(35)->share, .448, 5e-4);
  EXPECT_EQ(curve.at(36).has_value(), false);
  EXPECT_EQ(kaplan_meier({}).at(0).has_value(), false);
  const spell_length over[] = {{3, true}, {5, true}};
  EXPECT_EQ(kaplan_meier(over).at(400)->share, 0);
  EXPECT_EQ(kaplan_meier(over).median().value, 3) << "(2 - 1) / 2 = .5";
  const spell_length negative[] = {{-1, true}};
  EXPECT_THROW((void)kaplan_meier(negative), input_error);
}

//            2021      2022      2023      2024   as of 1 Jan 2024
//  a > b     ====                                 ended after 365 days
//  a > c     =========.========                   two ties that touch: ended after 730
//  a > d               ==========================|= goes on after 730
//  a > e                         ================|== (ends in 2025: not known yet) goes on after 365
//  a > f                                          | ==  not yet
// At risk at 365: 4, one ended; the others go on: 3/4. At 730 one of two: 3/8.
TEST(TieSurvival, CensorsWhatGoesOn) {
  builder net;
  const auto a = net.add<organization>("a");
  const auto tie = [&](const char* to, spell when) {
    net.tie<supports>(a, net.add<organization>(to), {.active = when});
  };
  tie("b", {make_date(2021, 1, 1), make_date(2022, 1, 1)});
  tie("c", {make_date(2021, 1, 1), make_date(2022, 1, 1)});
  net.tie<supports>(a, id<organization>{net.find("c")->value},
                    {.active = {make_date(2022, 1, 1), make_date(2023, 1, 1)}});
  tie("d", {make_date(2022, 1, 1)});
  tie("e", {make_date(2023, 1, 1), make_date(2025, 1, 1)});
  tie("f", {make_date(2024, 2, 1)});
  const network_view view = as_of(net.freeze(), make_date(2024, 1, 1));
  const spell_survival found = tie_survival<supports>(view);
  EXPECT_EQ(found.shortest.spells, 4);
  EXPECT_EQ(found.shortest.ended, 2);
  EXPECT_NEAR(*found.lasting(365).value, 3.0 / 4, 1e-15);
  EXPECT_NEAR(*found.lasting(730).value, 3.0 / 8, 1e-15);
  EXPECT_EQ(found.lasting(731).value, std::nullopt);
  EXPECT_EQ(found.lasting(365).interval_kind, interval_kinds::greenwood);
  EXPECT_EQ(found.lasting(365).denominator, 4);
  EXPECT_EQ(found.basis.ties.size(), 5u);
  EXPECT_EQ(*found.median().value, 730);
  EXPECT_NEAR(*measure::tie_survival.of(network_reading{view, {}}, "supports").value, 3.0 / 4, 1e-15);
}

// 2021 to 2022 is known by the year alone: 1 to 729 days. Without dates nothing is known.
TEST(TieSurvival, KeepsTheRangeOfPartialDatesAndLeavesOutTheUndated) {
  builder net;
  const auto a = net.add<organization>("a"), b = net.add<organization>("b"), c = net.add<organization>("c");
  net.tie<supports>(a, b, {.active = {partial_date::year(2021), partial_date::year(2022)}});
  net.tie<supports>(a, c);
  net.tie<supports>(b, c, {.active = {never_began, make_date(2022, 1, 1)}});
  net.tie<supports>(c, b, {.active = {make_date(2022, 1, 1)}, .status = status::planned});
  const spell_survival found = tie_survival<supports>(as_of(net.freeze(), make_date(2024, 1, 1)));
  ASSERT_EQ(found.shortest.steps.size(), 1u);
  EXPECT_EQ(found.shortest.steps[0].days, 1) << "31 December to 1 January";
  EXPECT_EQ(found.longest.steps[0].days, 729) << "1 January to 31 December of the next year";
  EXPECT_NEAR(found.basis.coverage, 1.0 / 3, 1e-15);
  EXPECT_EQ(*found.lasting(365).value, 0);
}

TEST(TieSurvival, EndsAStateWithItsParties) {
  builder net;
  const auto a = net.add<organization>("a");
  const auto b = net.add<organization>("b", {.existence = {never_began, make_date(2021, 1, 11)}});
  net.tie<supports>(a, b, {.active = {make_date(2021, 1, 1)}});
  const spell_survival found = tie_survival<supports>(as_of(net.freeze(), make_date(2024, 1, 1)));
  ASSERT_EQ(found.shortest.steps.size(), 1u);
  EXPECT_EQ(found.shortest.steps[0].days, 10);
}

// a runs p for 100 days and takes part in q from day 50 to 200: one spell of 200 days. Back for 30 days: another.
TEST(MemberSurvival, JoinsWhatAMemberTakesPartIn) {
  builder net;
  const auto p = net.add<program>("p"), q = net.add<program>("q");
  const auto a = net.add<organization>("a");
  const auto day = [](int k) { return make_date(2020, 1, 1) + std::chrono::days{k}; };
  net.tie<runs>(a, p, {.active = {day(0), day(100)}});
  net.tie<participates_in>(a, q, {.active = {day(50), day(200)}});
  net.tie<participates_in>(a, p, {.active = {day(300), day(330)}});
  const spell_survival found = member_survival(as_of(net.freeze(), day(1000)));
  ASSERT_EQ(found.shortest.steps.size(), 2u);
  EXPECT_EQ(found.shortest.steps[0].days, 30);
  EXPECT_EQ(found.shortest.steps[1].days, 200);
  EXPECT_EQ(member_survival(all_held(snapshot{})).lasting(365).value, std::nullopt);
}

}  // namespace
}  // namespace capnet
