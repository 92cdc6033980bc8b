#include <capnet/network/day_spread.hpp>

#include <gtest/gtest.h>

#include <capnet/core/random.hpp>
#include <capnet/network/builder.hpp>

namespace capnet {
namespace {

day_spread spread_of(std::initializer_list<date> days) {
  day_spread all;
  for (const date day : days) all.see(held_when::number(day));
  all.settle();
  return all;
}
const date in_2022 = make_date(2022, 5, 1), in_2023 = make_date(2023, 5, 1), in_2024 = make_date(2024, 5, 1);

TEST(DaySpread, LeavesOutADayFarFromTheMedian) {
  const day_spread days = spread_of({in_2022, in_2023, in_2024, make_date(7560, 1, 1)});
  EXPECT_TRUE(days.outlying(make_date(7560, 1, 1)));
  EXPECT_TRUE(days.outlying(make_date(202, 5, 1))) << "whether or not it was counted";
  EXPECT_FALSE(days.outlying(make_date(1950, 1, 1)));
  EXPECT_FALSE(days.outlying(unbounded_past));
  EXPECT_EQ(days.last(), in_2024);
  EXPECT_LE(std::chrono::abs(*days.usual() - in_2023), std::chrono::days{512});
}

TEST(DaySpread, KnowsThatNothingHeldLiesAfter2200UnlessAllDoes) {
  EXPECT_EQ(spread_of({in_2023, make_date(7560, 1, 1)}).last(), in_2023) << "of two days too";
  EXPECT_EQ(spread_of({in_2023, make_date(7560, 1, 1), make_date(7561, 1, 1)}).last(), in_2023);
  EXPECT_EQ(spread_of({make_date(2350, 1, 1), make_date(2351, 1, 1)}).last(), make_date(2351, 1, 1));
}

// Founded every 20 years from 1700 to 2020: half lie within 80 years of the median, so that 800 are usual.
TEST(DaySpread, IsAsWideAsTheData) {
  day_spread days;
  for (int year = 1700; year <= 2020; year += 20) days.see(held_when::number(make_date(year, 1, 1)));
  days.settle();
  EXPECT_FALSE(days.outlying(make_date(1700, 1, 1)));
  EXPECT_FALSE(days.outlying(make_date(2120, 1, 1)));
  EXPECT_TRUE(days.outlying(make_date(1000, 1, 1)));
}

TEST(DaySpread, OfNothingChoosesNothing) {
  const day_spread none = spread_of({});
  EXPECT_EQ(none.last(), std::nullopt);
  EXPECT_EQ(none.usual(), std::nullopt);
  EXPECT_FALSE(none.outlying(in_2023));
  const day_spread unbounded = spread_of({unbounded_past, unbounded_future});
  EXPECT_EQ(unbounded.last(), std::nullopt);
}

// The same days, whether the network is frozen at once, in steps or again, and whichever form its columns have.
TEST(DaySpread, IsTheSameHoweverTheNetworkWasBuilt) {
  for (std::uint32_t replica = 0; replica < 60; ++replica) {
    random_stream rng{{.seed = 5, .replica = replica}};
    builder at_once, first;
    std::optional<snapshot> base;
    std::map<std::int32_t, std::uint64_t> expected;
    std::vector<id<organization>> who;
    for (std::uint32_t k = 0; k < 4; ++k) {
      who.push_back(at_once.add<organization>("o" + std::to_string(k)));
      first.add<organization>("o" + std::to_string(k));
    }
    for (std::uint32_t k = 0; k < 40; ++k) {
      if (k == 20) base = first.freeze(), first = builder{*base};
      const bool wide = replica % 3 == 0;  // days that two bytes can't tell apart
      tie_properties p{.status = rng.bernoulli(.8) || replica % 2 == 0 ? status::held : status::planned};
      const date day = make_date(wide && rng.bernoulli(.1) ? 1500 : 2000, 1, 1) + std::chrono::days{rng.below(9'000)};
      if (rng.bernoulli(.9)) p.active.begin = day;
      const auto u = who[rng.below(4)], v = who[rng.below(4)];
      for (builder* net : {&at_once, &first})
        k % 2 == 0 ? net->tie<collaborates_with>(u, v, p) : net->tie<supports>(u, v, p);
      if (p.status == status::held && p.active.begin != never_began)
        ++expected[static_cast<std::int32_t>(std::floor(held_when::number(day) / 512.0))];
    }
    const snapshot whole = at_once.freeze(), extended = first.freeze(), again = extended.compacted();
    for (const snapshot* net : {&whole, &extended, &again}) {
      std::map<std::int32_t, std::uint64_t> found;
      for (const auto& [number, s] : net->parts().days.stretches()) found[number] = s.count;
      EXPECT_EQ(found, expected) << replica;
      EXPECT_EQ(net->last_day(), whole.last_day()) << replica;
    }
  }
}

}  // namespace
}  // namespace capnet
