/// The rhythm of contacts, with the arithmetic beside.
#include <capnet/metric/burstiness.hpp>

#include <cmath>

#include <capnet/network/builder.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

gap_statistics of_gaps(std::vector<std::int32_t> gaps) { return gap_statistics_of(gaps); }

TEST(Burstiness, OfARegularBeatIsMinusOne) {
  const gap_statistics found = of_gaps({7, 7, 7, 7});
  EXPECT_EQ(*found.burstiness, -1);
  EXPECT_EQ(*found.finite_size, -1);
  EXPECT_EQ(found.memory, std::nullopt);
  EXPECT_EQ(*found.mean, 7);
}

// m = 4, s = sqrt((9 + 9 + 1 + 25) / 4) = sqrt(11); n = 4: (sqrt 5 r - sqrt 3) / ((sqrt 5 - 2) r + sqrt 3), r = s / 4.
// M: 1, 1, 3 with 1, 3, 11... of 1, 1, 5 and 1, 5, 9: means 7/3 and 5; (4/3 4 + 0 + 8/3 4) / sqrt(32/3 32) = .866025.
TEST(Burstiness, IsOfTheMeanAndDeviationOfTheGaps) {
  const gap_statistics found = of_gaps({1, 1, 5, 9});
  const double s = std::sqrt(11), r = s / 4;
  EXPECT_NEAR(*found.burstiness, (s - 4) / (s + 4), 1e-15);
  EXPECT_NEAR(*found.finite_size, (std::sqrt(5) * r - std::sqrt(3)) / ((std::sqrt(5) - 2) * r + std::sqrt(3)), 1e-14);
  EXPECT_NEAR(*found.memory, std::sqrt(3) / 2, 1e-14);
  EXPECT_EQ(*found.mean, 4);
  EXPECT_EQ(*found.median, 3) << "(1 + 5) / 2";
}

TEST(Burstiness, ReachesOneForTheBurstiestThatFewGapsCanBe) {
  const gap_statistics found = of_gaps({0, 0, 0, 12});  // m = 3, s = sqrt 27: r = sqrt 3 = sqrt(n - 1)
  EXPECT_NEAR(*found.finite_size, 1, 1e-14);
  EXPECT_NEAR(*found.burstiness, (std::sqrt(27) - 3) / (std::sqrt(27) + 3), 1e-14);
}

TEST(Burstiness, IsUndefinedBelowTwoGaps) {
  EXPECT_EQ(of_gaps({}).burstiness, std::nullopt);
  EXPECT_EQ(of_gaps({5}).mean, std::nullopt);
  EXPECT_EQ(of_gaps({0, 0}).burstiness, std::nullopt);
  EXPECT_EQ(of_gaps({1, 2}).memory, std::nullopt);
}

//  day   0     10    12                 32
//        a,b   a     a (delivers)       a-b (collaborate)      gaps 10, 2, 20
TEST(ContactBurstiness, CountsADayWithManyContactsOnce) {
  builder net;
  const auto day = [](int k) { return make_date(2023, 1, 1) + std::chrono::days{k}; };
  const auto a = net.add<organization>("a"), b = net.add<organization>("b");
  const auto e = net.add<event>("e", {.existence = {day(0)}}), f = net.add<event>("f"), g = net.add<event>("g");
  net.tie<attends>(a, e, {.active = {day(0)}});
  net.tie<attends>(b, e);  // when e began
  net.tie<attends>(a, f, {.active = {day(10)}});
  net.tie<delivers>(a, g, {.active = {day(12)}});
  net.tie<delivers>(a, net.add<course>("c"), {.active = {day(5)}});  // of no event
  net.tie<collaborates_with>(a, b, {.active = {day(32)}});
  net.tie<supports>(a, b, {.active = {day(3)}});                             // no contact
  net.tie<attends>(b, f, {.active = {day(20)}, .status = status::planned});  // nor this
  net.tie<attends>(b, g, {.active = {partial_date{day(14), day(20)}}});      // some day
  net.tie<attends>(b, f);                                                    // some day
  const snapshot frozen = net.freeze();
  const burstiness_estimates found = contact_burstiness(as_of(frozen, day(40)));
  EXPECT_EQ(found.mean_gap.denominator, 3);
  EXPECT_NEAR(*found.mean_gap.value, 32.0 / 3, 1e-14);
  EXPECT_EQ(*found.median_gap.value, 10);
  EXPECT_NEAR(found.mean_gap.coverage, 5.0 / 7, 1e-15);
  EXPECT_EQ(found.burstiness.ties.size(), 5u);
  // As of day 31 the last one is not known yet: 10, 2. m = 6, s = 4: -2 / 10.
  EXPECT_NEAR(*measure::burstiness(as_of(frozen, day(31))).value, -.2, 1e-15);
  EXPECT_EQ(*measure::mean_gap(as_of(frozen, day(31))).value, 6);
  EXPECT_EQ(contact_burstiness(all_held(frozen), frozen.schema().index_of<attends>()).mean_gap.value, std::nullopt)
      << "10 alone";
  const network_view later{frozen, {.window = interval{day(5), day(33)}}};
  EXPECT_EQ(*measure::mean_gap(later).value, 11) << "2, 20";
}

TEST(ContactBurstiness, NarrowsAMonthToTheDayOfTheEvent) {
  builder net;
  const auto a = net.add<organization>("a");
  const auto e = net.add<event>("e", {.existence = {make_date(2023, 9, 5), make_date(2023, 9, 6)}});
  net.tie<attends>(a, e, {.active = {partial_date{make_date(2023, 9, 1), make_date(2023, 9, 30)}}});
  EXPECT_EQ(contact_burstiness(all_held(net.freeze())).burstiness.coverage, 1);
  EXPECT_EQ(contact_burstiness(all_held(snapshot{})).burstiness.value, std::nullopt);
}

}  // namespace
}  // namespace capnet
