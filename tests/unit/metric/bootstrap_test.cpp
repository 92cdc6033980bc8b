/// The bootstrap against one written another way, and against the binomial distribution.
#include <capnet/metric/bootstrap.hpp>

#include <algorithm>
#include <numeric>

#include <capnet/core/wilson.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

/// Draws members one after another and takes the statistic of the drawn values.
std::pair<double, double> naive_bootstrap_mean(std::vector<std::pair<std::uint64_t, double>> members,
                                               std::uint64_t seed) {
  std::sort(members.begin(), members.end());
  std::vector<double> means;
  for (std::uint32_t replica = 0; replica < 999; ++replica) {
    random_stream draws{{.seed = seed, .replica = replica, .purpose = 0x626f6f74}};
    double sum = 0;
    for (std::size_t k = 0; k < members.size(); ++k)
      sum += members[draws.below(static_cast<std::uint32_t>(members.size()))].second;
    means.push_back(sum / static_cast<double>(members.size()));
  }
  std::sort(means.begin(), means.end());
  return {means[24], means[974]};
}

struct mean_of {
  const std::vector<double>* values;
  std::optional<double> operator()(std::span<const std::uint32_t> times) const {
    double sum = 0, n = 0;
    for (std::size_t k = 0; k < times.size(); ++k) sum += times[k] * (*values)[k], n += times[k];
    return sum / n;
  }
};

TEST(Bootstrap, EqualsOneThatDrawsMemberAfterMember) {
  const std::vector<std::uint64_t> keys{50, 10, 40, 30, 20};
  const std::vector<double> values{1, 2, 4, 8, 16};
  std::vector<std::pair<std::uint64_t, double>> members;
  for (std::size_t k = 0; k < keys.size(); ++k) members.emplace_back(keys[k], values[k]);
  const auto bounds = bootstrap(keys, mean_of{&values}, {.seed = 7});
  const auto [low, high] = naive_bootstrap_mean(members, 7);
  ASSERT_TRUE(bounds);
  EXPECT_EQ(bounds->replicas, 999u);
  EXPECT_NEAR(bounds->low, low, 1e-12);
  EXPECT_NEAR(bounds->high, high, 1e-12);
}

TEST(Bootstrap, DependsNeitherOnTheOrderOfMembersNorOnThreads) {
  const std::vector<std::uint64_t> keys{3, 1, 2, 9}, turned{9, 2, 1, 3};
  const std::vector<double> values{0, 1, 1, 5}, turned_values{5, 1, 1, 0};
  const auto one = bootstrap(keys, mean_of{&values}, {.threads = 1});
  const auto two = bootstrap(turned, mean_of{&turned_values}, {.threads = 4});
  EXPECT_EQ(one->low, two->low);
  EXPECT_EQ(one->high, two->high);
}

TEST(Bootstrap, OfAShareIsNearTheBinomialInterval) {
  std::vector<std::uint64_t> keys(400);
  std::iota(keys.begin(), keys.end(), 0u);
  std::vector<double> values(400);
  std::fill_n(values.begin(), 120, 1.0);  // .3 +- 1.96 sqrt(.3 * .7 / 400) = .3 +- .0449
  const auto bounds = bootstrap(keys, mean_of{&values});
  EXPECT_NEAR(bounds->low, .3 - .0449, .006);
  EXPECT_NEAR(bounds->high, .3 + .0449, .006);
}

TEST(Bootstrap, NeedsTwoMembersAndHalfOfTheReplicas) {
  const std::vector<double> values{1};
  EXPECT_FALSE(bootstrap(std::vector<std::uint64_t>{1}, mean_of{&values}));
  const auto nothing = [](std::span<const std::uint32_t>) { return std::optional<double>{}; };
  EXPECT_FALSE(bootstrap(std::vector<std::uint64_t>{1, 2}, nothing));
}

TEST(Bootstrap, TakesFewerReplicasWhereTheyCostMore) {
  const std::vector<double> values{1, 2};
  const std::vector<std::uint64_t> keys{1, 2};
  EXPECT_EQ(bootstrap(keys, mean_of{&values}, {.most_work = 200})->replicas, 100u);
  EXPECT_EQ(bootstrap(keys, mean_of{&values}, {.work = 98, .most_work = 200})->replicas, 39u);
}

}  // namespace
}  // namespace capnet
