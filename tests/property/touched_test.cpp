/// What questions touch on a generated network, to the tie: a guard of speed that no busy machine can upset.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include <capnet/query/pipeline.hpp>

#include "../bench/generate/typed_network.hpp"

namespace capnet {
namespace {

struct sums {
  std::uint64_t ties = 0, found = 0;
};

sums ask(const snapshot& net, bool same_region) {
  const relation_index r = net.schema().index_of<participates_in>();
  query_plan plan{.steps = {step_along{r, true}, step_along{r, false}}, .day = make_date(2020, 7, 1)};
  if (same_region) plan.steps.push_back(in_same_region());
  sums all;
  for (std::uint32_t v = 0; v < 200; ++v) {
    plan.start = {{net.schema().index_of<organization>(), v * 7}};
    std::vector<query_counters> touched;
    all.found += query_executor{net}.run(plan, &touched).size();
    for (const query_counters& step : touched) all.ties += step.ties;
  }
  return all;
}

TEST(Touched, ARegionIsARangeOfAListWhereTheNetworkLiesByRegion) {
  const bench::typed_columns columns = bench::make_typed_columns(50'000);
  const builder recorded = bench::build(columns);
  const snapshot by_id = recorded.freeze({.by_locality = false});
  const snapshot by_region = recorded.freeze();
  const sums everyone = ask(by_region, false), scanned = ask(by_id, true), found = ask(by_region, true);
  EXPECT_EQ(everyone.ties, ask(by_id, false).ties) << "the order of vertices adds no work";
  EXPECT_EQ(scanned.ties, everyone.ties) << "by id, every tie of a list is looked at";
  EXPECT_EQ(found.found, scanned.found);
  EXPECT_LT(found.ties * 8, scanned.ties) << "by region, a small part of it";
  EXPECT_LE(found.ties, found.found * 8) << "little is looked at in vain";
}

TEST(Touched, ByTheExecutorEqualsTheTiesOfTheListsItOpens) {
  const bench::typed_columns columns = bench::make_typed_columns(20'000);
  const snapshot net = bench::build(columns).freeze();
  const relation_index r = net.schema().index_of<participates_in>();
  const layer& ties = net.layer(r);
  query_executor executor{net};
  for (std::uint32_t v = 0; v < 50; ++v) {
    const vertex_ref start{net.schema().index_of<organization>(), v};
    std::vector<query_counters> touched;
    (void)executor.run({.start = {start}, .steps = {step_along{r, true}, step_along{r, false}}}, &touched);
    EXPECT_EQ(touched[1].ties, ties.out(start).size());
    std::uint64_t back = 0;
    std::vector<vertex_ref> programs;
    for (const tie_end& end : ties.out(start)) {
      if (std::find(programs.begin(), programs.end(), end.vertex) == programs.end()) programs.push_back(end.vertex);
    }
    for (const vertex_ref p : programs) back += ties.in(p).size();
    EXPECT_EQ(touched[2].ties, back) << "a list is read once, however many ways lead to it";
  }
}

TEST(Touched, DaysAskedTogetherShareTheListsThatTheyReachBoth) {
  const bench::typed_columns columns = bench::make_typed_columns(50'000);
  const snapshot net = bench::build(columns).freeze();
  const relation_index r = net.schema().index_of<participates_in>();
  query_plan plan{.steps = {step_along{r, true}, step_along{r, false}, in_same_region()}};
  const std::vector<date> days{make_date(2020, 7, 1), make_date(2020, 10, 1)}, twice{days[1], days[1]};
  query_executor executor{net};
  query_counters both{}, a{}, b{}, same{};
  const auto add = [](query_counters& all, const std::vector<query_counters>& touched) {
    for (const query_counters& step : touched) all += step;
  };
  for (std::uint32_t v = 0; v < 200; ++v) {
    plan.start = {{net.schema().index_of<organization>(), v * 7}};
    std::vector<query_counters> touched;
    const auto found = executor.run_on(plan, days, &touched);
    add(both, touched);
    plan.day = days[0];
    EXPECT_EQ(found[0].rows, executor.run(plan, &touched));
    add(a, touched);
    plan.day = days[1];
    EXPECT_EQ(found[1].rows, executor.run(plan, &touched));
    add(b, touched);
    (void)executor.run_on(plan, twice, &touched);
    add(same, touched);
  }
  EXPECT_GE(both.ties, std::max(a.ties, b.ties));
  EXPECT_LT(both.ties * 10, (a.ties + b.ties) * 7) << "three of four ties that hold in July hold in October";
  EXPECT_LT(both.vertices * 10, (a.vertices + b.vertices) * 7);
  EXPECT_EQ(same, b) << "the same day twice touches what it does once";
}

/// How many entries are written anew when some ties are added.
std::size_t written(const snapshot& before, const snapshot& after) {
  std::size_t entries = 0;
  for (const layer& ties : after.layers()) {
    const auto& old = before.layer(ties.relation()).blocks();
    for (const auto& block : ties.blocks()) {
      if (std::find(old.begin(), old.end(), block) == old.end())
        entries += block->out.neighbors.size() + block->in.neighbors.size();
    }
  }
  return entries;
}

TEST(Touched, ADaysTiesCostWhatTheyTouchWhateverTheSizeOfTheNetwork) {
  std::vector<std::size_t> entries;
  for (const std::size_t m : {20'000u, 200'000u}) {
    const bench::typed_columns columns = bench::make_typed_columns(m);
    const snapshot base = bench::build(columns).freeze();
    builder next{base};
    random_stream rng{{.seed = 3}};
    // Among the last, which are no hubs at either size.
    const auto n = static_cast<std::uint32_t>(base.order<organization>()),
               p = static_cast<std::uint32_t>(base.order<program>());
    for (int k = 0; k < 50; ++k)
      next.tie<participates_in>(id<organization>{n - 1 - rng.below(100)}, id<program>{p - 1 - rng.below(50)});
    const snapshot after = next.freeze();
    EXPECT_TRUE(after.extended());
    entries.push_back(written(base, after));
    EXPECT_EQ(after.size(), base.size() + 50);
    for (const layer& ties : base.layers()) {
      if (ties.size() > 0) {
        EXPECT_EQ(after.layer(ties.relation()).blocks().front(), ties.blocks().front()) << "the base is shared";
      }
    }
  }
  EXPECT_LT(entries[1], 2 * entries[0]) << "ten times the network, the same day";
}

}  // namespace
}  // namespace capnet
