/// A question on several days at once answers as it does on each day alone.
#include <capnet/query/prepared_days.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include <capnet/core/random.hpp>
#include <capnet/core/simd.hpp>
#include <capnet/network/builder.hpp>
#include <capnet/query/pipeline.hpp>
#include <capnet/query/prepared.hpp>

#include "query_network.hpp"

namespace capnet {
namespace {

using fixture::sorted;

std::vector<date> some_days(random_stream& rng, std::size_t count) {
  std::vector<date> days;
  while (days.size() < count)
    days.push_back(make_date(2023, 12, 20) + std::chrono::days{rng.below(160)});  // in no order, some twice
  return days;
}

/// One to three hops with a random choice of filters behind each.
query_plan some_plan(const snapshot& net, random_stream& rng) {
  const relation_index r = net.schema().index_of<participates_in>(), c = net.schema().index_of<collaborates_with>();
  query_plan plan{.steps = {step_along{r, true}}};
  const auto filter = [&] {
    if (rng.below(3) == 0) plan.steps.push_back(in_same_region());
    if (rng.below(3) == 0) plan.steps.push_back(in_sector(static_cast<sector>(rng.below(4))));
  };
  const std::uint32_t hops = 1 + rng.below(3);
  if (hops > 1) plan.steps.push_back(step_along{r, false}), filter();
  if (hops > 2) plan.steps.push_back(rng.below(2) == 0 ? step_along{c, true} : step_along{r, true});
  if (hops > 2) filter();
  if (rng.below(4) == 0) plan.window = interval{make_date(2024, 2, 1), make_date(2024, 3, 1)};
  if (rng.below(3) == 0) plan.sure = certainty::possible;
  if (rng.below(3) == 0) plan.steps.push_back(rng.below(2) == 0 ? top_k(3) : step_top{.k = 2, .by_weight = false});
  return plan;
}

TEST(PreparedDays, AnswerAsEachDayAlone) {
  for (std::uint32_t replica = 0; replica < 600; ++replica) {
    limit_simd(static_cast<simd_level>(replica % 3));
    const snapshot net = fixture::frozen_network(replica, replica % 2 == 0);
    random_stream rng{{.seed = 33, .replica = replica}};
    query_plan plan = some_plan(net, rng);
    const std::vector<date> days = some_days(rng, replica % 50 == 0 ? 64 : 1 + rng.below(5));
    prepared_days together{net, plan, days};
    std::vector<prepared_query> alone;
    for (const date day : days) {
      plan.day = day;
      alone.emplace_back(net, plan);
    }
    for (const vertex_ref start : fixture::all_vertices(net)) {
      const auto found = together.run(start);
      ASSERT_EQ(found.size(), days.size());
      for (std::size_t d = 0; d < days.size(); ++d) {
        ASSERT_EQ(found[d].day, days[d]);
        ASSERT_EQ(sorted(found[d].rows), sorted(alone[d].run(start)))
            << replica << " from " << net.key(start) << " on " << to_string(days[d]);
        ASSERT_EQ(found[d].total, alone[d].total());
      }
    }
  }
  limit_simd(simd_level::avx512);
}

TEST(PreparedDays, GivesTheSameBitsUpToTwoHopsAndTheSameOrderOfTheBest) {
  random_stream rng{{.seed = 34}};
  builder recorded;
  for (std::uint32_t k = 0; k < 60; ++k) recorded.add<organization>("o" + std::to_string(k));
  for (std::uint32_t k = 0; k < 10; ++k) recorded.add<program>("p" + std::to_string(k));
  for (std::uint32_t k = 0; k < 900; ++k) {
    const date begin = make_date(2024, 1, 1) + std::chrono::days{rng.below(300)};
    recorded.tie<participates_in>(
        id<organization>{rng.below(60)}, id<program>{rng.below(10)},
        {.active = {begin, begin + std::chrono::days{1 + rng.below(200)}}, .weight = rng.uniform() / 3});  // sums round
  }
  const snapshot net = recorded.freeze();
  const relation_index r = net.schema().index_of<participates_in>();
  const std::vector<date> days{make_date(2024, 5, 1), make_date(2024, 9, 1), make_date(2024, 2, 1)};
  for (const std::size_t k : {0u, 10u, 40u}) {
    query_plan plan{.steps = {step_along{r, true}, step_along{r, false}, top_k(k)}};
    prepared_days first{net, plan, days};
    prepared_days together{first};  // a copy works alone
    std::size_t most = 0;
    for (const vertex_ref start : net.vertices(net.schema().index_of<organization>())) {
      const auto found = together.run(start);
      for (std::size_t d = 0; d < days.size(); ++d) {
        plan.day = days[d];
        plan.start = {start};
        EXPECT_EQ(std::vector<query_row>(found[d].rows.begin(), found[d].rows.end()), query_executor{net}.run(plan));
        most = std::max(most, found[d].total);
      }
    }
    EXPECT_GT(most, 40);
    EXPECT_EQ(first.touched(), query_counters{});
  }
}

TEST(PreparedDays, RefusesNoDaysTooManyAndWhatCantBePrepared) {
  const snapshot net = fixture::query_network(1, false).freeze();
  const query_plan plan{.steps = {step_along{net.schema().index_of<participates_in>(), true}}};
  const std::vector<date> days(65, make_date(2024, 1, 1));
  EXPECT_THROW((prepared_days{net, plan, {}}), input_error);
  EXPECT_THROW((prepared_days{net, plan, days}), input_error);
  EXPECT_NO_THROW((prepared_days{net, plan, std::span{days}.first(64)}));
  EXPECT_THROW((prepared_days{net, {}, std::span{days}.first(1)}), input_error);
}

}  // namespace
}  // namespace capnet
