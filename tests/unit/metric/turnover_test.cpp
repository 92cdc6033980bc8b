/// What comes and goes between two days, with the arithmetic beside.
#include <capnet/metric/turnover.hpp>

#include <capnet/network/builder.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

const date first_of_2023 = make_date(2023, 1, 1), first_of_2024 = make_date(2024, 1, 1);

/// Organizations a to f and what a supports when.
struct supporters {
  builder net{};
  id<organization> who(const std::string& key) {
    const auto known = net.find(key);
    return known ? id<organization>{known->value} : net.add<organization>(key);
  }
  void tie(const std::string& from, const std::string& to, spell when, status how = status::held) {
    const auto u = who(from), v = who(to);
    net.tie<supports>(u, v, {.active = when, .status = how});
  }
};

//          1 Jan 2023        1 Jan 2024
//  a > b   =====|================|====    stayed
//  a > c   =====|=======                  left
//  a > d        |      ==========|====    joined
//  a > e        |  =====         |        neither
//  a > f   =====|=====  +  ======|====    stayed, after a gap
//  turnover (1 + 1) / (3 + 3), persistence 2 / 3, Jaccard 2 / 4
TEST(TieTurnover, ComparesThePairsOfTwoDays) {
  supporters all;
  all.tie("a", "b", {make_date(2022, 1, 1)});
  all.tie("a", "c", {make_date(2022, 1, 1), make_date(2023, 6, 1)});
  all.tie("a", "d", {make_date(2023, 5, 1)});
  all.tie("a", "e", {make_date(2023, 2, 1), make_date(2023, 3, 1)});
  all.tie("a", "f", {make_date(2022, 1, 1), make_date(2023, 4, 1)});
  all.tie("a", "f", {make_date(2023, 8, 1)});
  const snapshot net = all.net.freeze();
  const turnover_estimates found = tie_turnover<supports>(net, first_of_2023, first_of_2024);
  EXPECT_EQ(*found.joined.value, 1);
  EXPECT_EQ(*found.left.value, 1);
  EXPECT_EQ(*found.stayed.value, 2);
  EXPECT_EQ(found.stayed.ties.size(), 3u);
  EXPECT_NEAR(*found.turnover.value, 2.0 / 6, 1e-15);
  EXPECT_NEAR(*found.persistence.value, 2.0 / 3, 1e-15);
  EXPECT_NEAR(*found.persistence.low, wilson(2, 3).low, 1e-15);
  EXPECT_NEAR(*found.jaccard.value, 2.0 / 4, 1e-15);
  // Wilson of 2 of 4 is [.150039, .849961]; (1 - .849961) / (1 + .849961) = .081104 and .849961 / 1.150039 = .739071.
  EXPECT_NEAR(*found.turnover.low, .081104, 1e-6);
  EXPECT_NEAR(*found.turnover.high, .739071, 1e-6);
  EXPECT_EQ(found.turnover.interval_kind, interval_kinds::wilson);
  EXPECT_EQ(found.turnover.coverage, 1);
}

TEST(TieTurnover, CountsParallelTiesAndPairsWithoutDirectionOnce) {
  builder net;
  const auto a = net.add<organization>("a"), b = net.add<organization>("b");
  net.tie<collaborates_with>(a, b, {.active = {make_date(2022, 1, 1), make_date(2023, 2, 1)}});
  net.tie<collaborates_with>(b, a, {.active = {make_date(2023, 3, 1)}});
  const turnover_estimates found = tie_turnover<collaborates_with>(net.freeze(), first_of_2023, first_of_2024);
  EXPECT_EQ(found.persistence.denominator, 1);
  EXPECT_EQ(*found.persistence.value, 1);
  EXPECT_EQ(*found.turnover.value, 0);
}

//          1 Jan 2023        1 Jan 2024
//  a > b   =====|================|====    stayed
//  a > c  ......|................|....    no dates: perhaps all of it
//  a > d     ...|................|....    began some day of 2022..2023: perhaps there on the first day
TEST(TieTurnover, LeavesOutWhatIsUnknownOnOneOfTheDays) {
  supporters all;
  all.tie("a", "b", {make_date(2022, 1, 1)});
  all.tie("a", "c", {});
  all.tie("a", "d", {partial_date{make_date(2022, 1, 1), make_date(2023, 12, 31)}});
  all.tie("a", "e", {make_date(2022, 1, 1)}, status::planned);
  const turnover_estimates found = tie_turnover<supports>(all.net.freeze(), first_of_2023, first_of_2024);
  EXPECT_EQ(found.jaccard.numerator, 1);
  EXPECT_EQ(found.jaccard.denominator, 1);
  EXPECT_NEAR(found.jaccard.coverage, 1.0 / 3, 1e-15);
  EXPECT_NEAR(found.persistence.coverage, 1.0 / 3, 1e-15);
  EXPECT_EQ(*found.joined.low, 0);
  EXPECT_EQ(*found.joined.high, 2) << "c and d";
  EXPECT_EQ(*found.left.high, 1) << "c; d surely is there on the second day";
  EXPECT_EQ(*found.stayed.low, 1);
  EXPECT_EQ(*found.stayed.high, 3);
  EXPECT_EQ(found.joined.interval_kind, interval_kinds::dates);
}

TEST(TieTurnover, IsUnknownWhereNobodyIsTied) {
  const turnover_estimates found = tie_turnover<supports>(snapshot{}, first_of_2023, first_of_2024);
  EXPECT_EQ(found.turnover.value, std::nullopt);
  EXPECT_EQ(found.turnover.low, std::nullopt);
  EXPECT_EQ(found.persistence.value, std::nullopt);
  EXPECT_EQ(*found.joined.value, 0);
  EXPECT_THROW((void)tie_turnover<supports>(snapshot{}, first_of_2024, first_of_2023), input_error);
}

// a takes part in p, then in q; b runs p throughout; c is a person; d joins. 2 of 2 stayed, turnover 1 / (2 + 3).
TEST(MemberTurnover, CountsOrganizationsWhateverTheyTakePartIn) {
  builder net;
  const auto p = net.add<program>("p"), q = net.add<program>("q");
  const auto a = net.add<organization>("a"), b = net.add<organization>("b"), d = net.add<organization>("d");
  net.tie<participates_in>(a, p, {.active = {make_date(2022, 1, 1), make_date(2023, 5, 1)}});
  net.tie<participates_in>(a, q, {.active = {make_date(2023, 9, 1)}});
  net.tie<runs>(b, p, {.active = {make_date(2022, 1, 1)}});
  net.tie<participates_in>(net.add<person>("c"), p, {.active = {make_date(2022, 1, 1), make_date(2023, 5, 1)}});
  net.tie<participates_in>(d, q, {.active = {make_date(2023, 9, 1)}});
  const snapshot frozen = net.freeze();
  const turnover_estimates found = member_turnover(frozen, first_of_2023, first_of_2024);
  EXPECT_NEAR(*found.turnover.value, 1.0 / 5, 1e-15);
  EXPECT_EQ(*found.persistence.value, 1);
  EXPECT_EQ(found.joined.vertices, std::vector{frozen.vertex("d")});
  EXPECT_EQ(found.persistence.vertices, (std::vector{frozen.vertex("a"), frozen.vertex("b")}));
  // The rows: the year up to the view's day; the days of its window.
  EXPECT_NEAR(*measure::member_turnover(as_of(frozen, first_of_2024)).value, 1.0 / 5, 1e-15);
  EXPECT_NEAR(*measure::member_persistence(as_of(frozen, first_of_2024)).value, 1, 1e-15);
  const network_view summer{frozen, {.window = interval{make_date(2023, 6, 1), make_date(2023, 9, 2)}}};
  EXPECT_NEAR(*measure::member_turnover(summer).value, 2.0 / 4, 1e-15) << "b stayed, a came back, d joined";
}

TEST(TurnoverRows, NameTheStatesWithDates) {
  supporters all;
  all.tie("a", "b", {make_date(2022, 1, 1)});
  all.net.tie<attends>(all.who("a"), all.net.add<event>("e"), {.active = {make_date(2022, 1, 1)}});
  all.net.tie<funds>(all.who("a"), all.who("b"));
  const network_reading reading{all_held(all.net.freeze()), {}};
  EXPECT_EQ(measure::tie_turnover.subjects(reading), std::vector<std::string>{"supports"});
  EXPECT_EQ(measure::tie_turnover.of(reading, "supports").numerator, 1) << "from 2021 to the last day of the data";
}

}  // namespace
}  // namespace capnet
