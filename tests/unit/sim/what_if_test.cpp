#include <capnet/sim/what_if.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace capnet {
namespace {

//   hub runs p; a and b take part since January 2024, hub -- a -- b
snapshot hub_network() {
  builder net;
  const spell since{.begin = make_date(2024, 1, 31)};
  const auto p = net.add<program>("p");
  const auto hub = net.add<organization>("hub", {.sector = sector::company});
  const auto a = net.add<organization>("a", {.sector = sector::nonprofit}),
             b = net.add<organization>("b", {.sector = sector::nonprofit});
  net.tie<runs>(hub, p, {.active = since});
  for (const auto member : {a, b}) net.tie<participates_in>(member, p, {.active = since});
  net.tie<collaborates_with>(hub, a, {.active = since});
  net.tie<collaborates_with>(a, b, {.active = since});
  return std::move(net).freeze();
}

TEST(WhatIf, OfNothingChangedIsNoDifference) {
  const snapshot net = hub_network();
  for (const what_if_row& row : what_if(net, net, {.growth = {.steps = 3, .seed = 7}, .replicas = 8})) {
    EXPECT_EQ(row.difference, 0);
    EXPECT_EQ(row.low, 0);
    EXPECT_EQ(row.high, 0);
  }
}

// Arrivals do not depend on the hub, and have the same numbers on both sides: as many members, whatever the chance.
TEST(WhatIf, HasTheSameChanceOnBothSides) {
  const snapshot net = hub_network();
  const vertex_ref gone[] = {net.vertex("hub")};
  const what_if_options options{.growth = {.steps = 4, .seed = 7, .rate = 3}, .replicas = 20};
  const auto rows = what_if(net, without(net, gone), options);
  ASSERT_EQ(rows.size(), 16u);
  for (const what_if_row& row : rows) {
    if (options.measures[row.measure].name == "members") {
      EXPECT_EQ(row.difference, 0) << row.step;
    }
    EXPECT_NEAR(row.changed - row.baseline, row.difference, 1e-12);
  }
}

// The same from single growths: means of paired differences, and Student's interval with 2.093024 for 20 replicas.
TEST(WhatIf, IsWhatSingleGrowthsSay) {
  const snapshot net = hub_network();
  const vertex_ref gone[] = {net.vertex("hub")};
  const snapshot other = without(net, gone);
  what_if_options options{.growth = {.steps = 4, .seed = 7, .rate = 3, .referral = .1}, .replicas = 20};
  const auto rows = what_if(net, other, options);
  std::vector<double> differences;
  for (std::uint32_t replica = 0; replica < 20; ++replica) {
    growth_options one = options.growth;
    one.replica = replica;
    const auto ties = [&](const snapshot& from) {
      return static_cast<double>(simulate_growth(from, one).history.back().ties);
    };
    differences.push_back(ties(other) - ties(net));
  }
  double mean = 0, squares = 0;
  for (const double d : differences) mean += d / 20;
  for (const double d : differences) squares += (d - mean) * (d - mean);
  const what_if_row& last = rows[3 * options.measures.size() + 1];
  EXPECT_EQ(options.measures[last.measure].name, "ties");
  EXPECT_NEAR(last.difference, mean, 1e-12);
  EXPECT_NEAR(*last.high - *last.low, 2 * 2.093024 * std::sqrt(squares / 19 / 20), 1e-3);
  options.growth.threads = 8;
  const auto again = what_if(net, other, options);
  for (std::size_t k = 0; k < rows.size(); ++k) EXPECT_EQ(rows[k].difference, again[k].difference);
}

// t of .975 (Abramowitz & Stegun 1964, table 26.10)
TEST(WhatIf, KnowsStudentsQuantiles) {
  EXPECT_NEAR(detail::t_quantile_975(4), 2.776, .002);
  EXPECT_NEAR(detail::t_quantile_975(9), 2.262, .001);
  EXPECT_NEAR(detail::t_quantile_975(120), 1.980, .001);
}

TEST(WhatIf, TellsNoIntervalFromFewReplicas) {
  const snapshot net = hub_network();
  const auto rows = what_if(net, net, {.growth = {.steps = 1}, .replicas = 4});
  EXPECT_EQ(rows[0].low, std::nullopt);
  EXPECT_THROW((void)what_if(net, net, {.replicas = 0}), input_error);
  EXPECT_THROW((void)what_if(net, net, {.growth = {.rate = -1}}), input_error);
}

TEST(Without, TakesVerticesAndTheirTies) {
  const snapshot net = hub_network();
  const vertex_ref gone[] = {net.vertex("a")};
  const snapshot rest = without(net, gone);
  EXPECT_FALSE(rest.find("a"));
  EXPECT_EQ(rest.layer<collaborates_with>().rows(), 0u);
  EXPECT_EQ(rest.layer<participates_in>().rows(), 1u);
  EXPECT_EQ(rest.layer<runs>().rows(), 1u);
}

// What begins or ends after June 2024 is not known by then.
TEST(KnownBy, ForgetsWhatLiesLater) {
  builder net;
  const auto p = net.add<program>("p");
  const auto a = net.add<organization>("a", {.existence = {.end = make_date(2025, 1, 1)}});
  const auto late = net.add<organization>("late", {.existence = {.begin = make_date(2024, 7, 1)}});
  net.tie<participates_in>(a, p, {.active = {.begin = make_date(2024, 1, 1), .end = make_date(2024, 9, 1)}});
  net.tie<participates_in>(late, p, {.active = {.begin = make_date(2024, 8, 1)}});
  net.set_sector(a, sector::company, make_date(2024, 8, 1));
  const snapshot all = net.freeze(), known = known_by(all, make_date(2024, 6, 30));
  EXPECT_FALSE(known.find("late"));
  EXPECT_EQ(known.layer<participates_in>().rows(), 1u);
  EXPECT_EQ(as_of(known, make_date(2030, 1, 1)).size(known.schema().index_of<participates_in>()), 1u);
  EXPECT_EQ(known.sector(known.vertex("a")), sector::unknown);
  EXPECT_EQ(known_by(all, make_date(2025, 6, 1)).layer<participates_in>().rows(), 2u);
}

}  // namespace
}  // namespace capnet
