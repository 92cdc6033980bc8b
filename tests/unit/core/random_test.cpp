#include <capnet/core/random.hpp>

#include <gtest/gtest.h>

#include <set>

namespace capnet {
namespace {

TEST(Philox, GivesTheKnownAnswersOfRandom123) {
  const std::uint32_t ones = 0xFFFFFFFFu;
  EXPECT_EQ(philox4x32({0, 0, 0, 0}, {0, 0}),
            (std::array<std::uint32_t, 4>{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox4x32({ones, ones, ones, ones}, {ones, ones}),
            (std::array<std::uint32_t, 4>{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
}

TEST(RandomStream, IsAFunctionOfItsUseAlone) {
  random_stream a{{.seed = 7, .entity = 3, .replica = 1, .step = 2, .purpose = 5}};
  random_stream b{{.seed = 7, .entity = 3, .replica = 1, .step = 2, .purpose = 5}};
  for (int draw = 0; draw < 100; ++draw) EXPECT_EQ(a(), b());
}

TEST(RandomStream, DiffersInEveryPartOfTheUse) {
  std::set<std::uint64_t> first;
  const random_use uses[] = {
      {},          {.seed = 1},   {.seed = 1ull << 32}, {.entity = 1}, {.entity = 1ull << 32}, {.replica = 1},
      {.step = 1}, {.purpose = 1}};
  for (const random_use& use : uses) first.insert(random_stream{use}.bits64());
  EXPECT_EQ(first.size(), std::size(uses));
}

TEST(RandomStream, SpreadsEvenlyBelowASmallBound) {
  random_stream rng{{.seed = 42}};
  std::array<int, 7> drawn{};
  for (int draw = 0; draw < 70'000; ++draw) ++drawn[rng.below(7)];
  for (const int times : drawn) EXPECT_NEAR(times, 10'000, 5 * 93);  // 5 standard deviations of a binomial
}

TEST(RandomStream, StaysInsideTheUnitInterval) {
  random_stream rng{{.seed = 42}};
  double sum = 0;
  for (int draw = 0; draw < 100'000; ++draw) {
    const double u = rng.uniform();
    ASSERT_GE(u, 0.0);
    ASSERT_LT(u, 1.0);
    sum += u;
  }
  EXPECT_NEAR(sum / 100'000, 0.5, 5 * 0.289 / 316.2);
}

}  // namespace
}  // namespace capnet
