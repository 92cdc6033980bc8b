/// A question on several days at once answers as it does on each day alone.
#include <capnet/query/executor.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include <capnet/core/random.hpp>
#include <capnet/core/simd.hpp>
#include <capnet/network/builder.hpp>
#include <capnet/query/pipeline.hpp>

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

TEST(ManyDays, AnswerAsEachDayAlone) {
  for (std::uint32_t replica = 0; replica < 600; ++replica) {
    limit_simd(static_cast<simd_level>(replica % 3));
    const snapshot net = fixture::frozen_network(replica, replica % 2 == 0);
    random_stream rng{{.seed = 33, .replica = replica}};
    query_plan plan = some_plan(net, rng);
    const std::vector<date> days = some_days(rng, replica % 50 == 0 ? 100 : 1 + rng.below(5));
    query_executor executor{net};
    for (const vertex_ref start : fixture::all_vertices(net)) {
      plan.start = {start};
      const auto found = executor.run_on(plan, days);
      const auto totals = executor.totals_on(plan, days);
      ASSERT_EQ(found.size(), days.size());
      ASSERT_EQ(totals.size(), days.size());
      for (std::size_t d = 0; d < days.size(); ++d) {
        ASSERT_EQ(found[d].day, days[d]);
        plan.day = days[d];
        ASSERT_EQ(found[d].rows, executor.run(plan))
            << replica << " from " << net.key(start) << " on " << to_string(days[d]);
        ASSERT_EQ(found[d].total, executor.total());
        ASSERT_EQ(totals[d], executor.total_of(plan));
      }
    }
  }
  limit_simd(simd_level::avx512);
}

// Weights whose sums round, over one to four hops, with repeats: the same bits as on each day alone.
TEST(ManyDays, GiveTheSameBits) {
  random_stream rng{{.seed = 34}};
  builder recorded;
  for (std::uint32_t k = 0; k < 60; ++k) recorded.add<organization>("o" + std::to_string(k));
  for (std::uint32_t k = 0; k < 10; ++k) recorded.add<program>("p" + std::to_string(k));
  for (std::uint32_t k = 0; k < 900; ++k) {
    const date begin = make_date(2024, 1, 1) + std::chrono::days{rng.below(300)};
    const tie_properties p{.active = {begin, begin + std::chrono::days{1 + rng.below(200)}},
                           .weight = rng.uniform() / 3};
    k % 3 == 0 ? recorded.tie<collaborates_with>(id<organization>{rng.below(60)}, id<organization>{rng.below(60)}, p)
               : recorded.tie<participates_in>(id<organization>{rng.below(60)}, id<program>{rng.below(10)}, p);
  }
  const snapshot net = recorded.freeze();
  const relation_index r = net.schema().index_of<participates_in>(), c = net.schema().index_of<collaborates_with>();
  std::vector<date> days;
  for (int k = 0; k < 70; ++k) days.push_back(make_date(2024, 1, 20) + std::chrono::days{k * 7 % 490});
  const std::vector<std::vector<plan_step>> ways{
      {step_along{r, true}, step_along{r, false}, top_k(10)},
      {step_along{r, true}, step_along{r, false}, step_along{c, true}, top_k(40)},
      {step_along{c, true}, step_along{r, true}, step_along{r, false}, step_along{c, true}},
      {step_walk{.ways = {{r, true}, {r, false}, {c, true}}, .fewest = 1, .most = 3}},
      {step_along{r, true}, step_along{r, false}, top_k(5), step_along{c, true}, step_along{r, true}}};
  std::size_t most = 0;
  for (const auto& steps : ways) {
    query_plan plan{.steps = steps};
    query_executor executor{net};
    for (std::uint32_t v = 0; v < 60; v += 5) {
      plan.start = {net.ref(id<organization>{v})};
      const auto found = executor.run_on(plan, days);
      for (std::size_t d = 0; d < days.size(); ++d) {
        plan.day = days[d];
        ASSERT_EQ(found[d].rows, executor.run(plan)) << v << ' ' << to_string(days[d]);
        most = std::max(most, found[d].total);
      }
      plan.day.reset();
    }
  }
  EXPECT_GT(most, 40u);
}

// Ties that all end on one day amid those asked, or whose days lie far apart: bounds that no single comparison says.
TEST(ManyDays, AnswerAlikeWhereAllTiesEndOnOneDay) {
  for (const bool far_apart : {false, true}) {
    random_stream rng{{.seed = 35}};
    builder recorded;
    for (std::uint32_t k = 0; k < 8; ++k) recorded.add<organization>("o" + std::to_string(k));
    const date end = make_date(2024, 4, 1);
    for (std::uint32_t k = 0; k < 60; ++k) {
      const date begin = make_date(far_apart && k == 0 ? 1800 : 2024, 1, 1) + std::chrono::days{rng.below(80)};
      recorded.tie<collaborates_with>(id<organization>{k % 8}, id<organization>{(k + 1 + rng.below(7)) % 8},
                                      {.active = {begin, end + std::chrono::days{far_apart ? k * 4 : 0}}});
    }
    const snapshot net = recorded.freeze();
    query_plan plan{.steps = {step_along{net.schema().index_of<collaborates_with>(), true}}};
    std::vector<date> days;
    for (int k = 0; k < 60; ++k) days.push_back(make_date(2023, 12, 28) + std::chrono::days{k * 2});
    query_executor executor{net};
    std::size_t met = 0;
    for (std::uint32_t v = 0; v < 8; ++v) {
      plan.start = {net.ref(id<organization>{v})};
      const auto found = executor.run_on(plan, days);
      for (std::size_t d = 0; d < days.size(); ++d) {
        plan.day = days[d];
        ASSERT_EQ(found[d].rows, executor.run(plan)) << v << ' ' << to_string(days[d]);
        met += found[d].total;
      }
      plan.day.reset();
    }
    EXPECT_GT(met, 100u);
  }
}

TEST(ManyDays, MayBeNone) {
  const snapshot net = fixture::query_network(1, false).freeze();
  const query_plan plan{.steps = {step_along{net.schema().index_of<participates_in>(), true}}};
  EXPECT_TRUE(query_executor{net}.run_on(plan, {}).empty());
  EXPECT_TRUE(query_executor{net}.totals_on(plan, {}).empty());
}

}  // namespace
}  // namespace capnet
