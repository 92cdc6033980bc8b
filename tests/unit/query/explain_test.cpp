#include <capnet/network/builder.hpp>
#include <capnet/query/executor.hpp>
#include <capnet/query/explain.hpp>
#include <capnet/query/text_form.hpp>
#include <capnet/query/why.hpp>

#include <gtest/gtest.h>

#include <set>

#include <capnet/core/random.hpp>

namespace capnet {
namespace {

//  o0, o1 --delivers--> e0; o1 --delivers--> e1; o2, o3 deliver nothing
snapshot deliveries() {
  builder b;
  std::vector<id<organization>> o;
  for (int k = 0; k < 4; ++k)
    o.push_back(b.add<organization>("o" + std::to_string(k), {.sector = k < 2 ? sector::company : sector::nonprofit}));
  const auto e0 = b.add<event>("e0"), e1 = b.add<event>("e1");
  b.tie<delivers>(o[0], e0);
  b.tie<delivers>(o[1], e0);
  b.tie<delivers>(o[1], e1);
  return b.freeze();
}

TEST(Explain, TellsStepsInWords) {
  const snapshot net = deliveries();
  query_plan plan = parse_query(net,
                                "orgs[sector!=company, region=unknown, id!=o0|o1] -delivers-> events "
                                "<-delivers|attends- orgs -supports|employs|collaborates_with{1,2}- *");
  plan.steps.emplace_back(step_top{3});
  std::vector<std::string> words;
  for (const explained_step& step : explain(net, plan)) words.push_back(step.what);
  EXPECT_EQ(words, (std::vector<std::string>{"all of kind organization", "keep sector != company",
                                             "keep region = unknown", "keep id != o0 or o1", "-delivers->",
                                             "keep kind = event", "<-delivers|attends-", "keep kind = organization",
                                             "-supports|employs|collaborates_with{1,2}-", "the 3 of most weight"}));
  EXPECT_EQ(explain(net, {.start = {*net.find("o0")}}).front().what, "o0");
}

// Half of four organizations; three ties over four sources are .75 each, so 1.5 ties, which reach 2 (1 - exp(-1.5 / 2))
// = 1.06 events.
TEST(Explain, ExpectsFromOrdersAndMeanDegrees) {
  const snapshot net = deliveries();
  const auto steps = explain(net, parse_query(net, "orgs[sector=company] -delivers-> events"));
  ASSERT_EQ(steps.size(), 4u);
  EXPECT_EQ(steps[0].expected.rows, 4u);
  EXPECT_EQ(steps[1].expected.rows, 2u);
  EXPECT_EQ(steps[2].expected.vertices, 2u);
  EXPECT_EQ(steps[2].expected.ties, 2u);
  EXPECT_EQ(steps[2].expected.rows, 1u);
}

TEST(Measure, CountsWhatIsTouchedTheSameEachTime) {
  const snapshot net = deliveries();
  const query_plan plan = parse_query(net, "orgs[sector=company] -delivers-> events");
  query_executor executor{net};
  std::vector<query_counters> touched, again;
  EXPECT_EQ(executor.run(plan, &touched), executor.run(plan));
  static_cast<void>(executor.run(plan, &again));
  EXPECT_EQ(touched, again);
  ASSERT_EQ(touched.size(), 4u);
  EXPECT_EQ(touched[0].rows, 4u);
  EXPECT_EQ(touched[1].rows, 2u);
  EXPECT_EQ(touched[2].vertices, 2u) << "two lists";
  EXPECT_EQ(touched[2].ties, 3u);
  EXPECT_EQ(touched[2].rows, 2u);
  EXPECT_GT(touched[2].bytes, 0u);
  EXPECT_GE(touched[2].bytes, touched[2].lines) << "no line without a byte";
}

// A name that nothing asks for is passed over, and what it leaves are all that came to it.
TEST(Measure, CountsRowsPastStepsThatDoNothing) {
  const snapshot net = deliveries();
  std::vector<query_counters> touched;
  static_cast<void>(query_executor{net}.run(parse_query(net, "a:orgs -delivers-> b:events"), &touched));
  ASSERT_EQ(touched.size(), 5u);
  EXPECT_EQ(touched[1].rows, 4u) << "a";
  EXPECT_EQ(touched[4].rows, 2u) << "b";
}

// Whatever is asked for: as many lines as bytes could fill, and no more than one for each byte.
TEST(Cost, CountsLinesOfRuns) {
  EXPECT_EQ(query_cost::lines_of(0, 0), 0u);
  EXPECT_EQ(query_cost::lines_of(0, 64), 1u);
  EXPECT_EQ(query_cost::lines_of(63, 65), 2u);
  double mean = 0;  // of a run of 20 bytes, over where it begins
  for (std::uint64_t at = 0; at < 64; ++at) mean += static_cast<double>(query_cost::lines_of(at, at + 20)) / 64;
  EXPECT_DOUBLE_EQ(query_cost::expected_lines(1, 20), mean);
}

// Each leg of a walk is a tie that counts, as its relation and direction allow; it starts and ends where it should.
TEST(Why, GivesAWalkThatCountsForEachRow) {
  const std::vector<std::string> queries{
      "orgs -supports-> orgs -supports- orgs", "orgs[sector=company] -collaborates_with{1,3}- orgs",
      "*[id=o1] -supports|collaborates_with{0,2}- *", "orgs -supports{2}-> orgs[sector!=company]"};
  std::size_t walks = 0;
  for (std::uint32_t replica = 0; replica < 200; ++replica) {
    random_stream rng{{.seed = 4, .replica = replica}};
    builder b;
    std::vector<id<organization>> o;
    for (std::uint32_t k = 0; k < 7; ++k)
      o.push_back(b.add<organization>("o" + std::to_string(k), {.sector = static_cast<sector>(rng.below(3))}));
    for (int k = 0; k < 12; ++k) {
      const tie_properties p{.status = rng.bernoulli(.2) ? status::planned : status::held};
      const auto u = o[rng.below(7)], v = o[rng.below(7)];
      rng.bernoulli(.5) ? b.tie<supports>(u, v, p) : b.tie<collaborates_with>(u, v, p);
    }
    const snapshot net = b.freeze();
    const query_plan plan = parse_query(net, queries[replica % queries.size()]);
    const auto rows = query_executor{net}.run(plan);
    walk_finder find{net, plan};
    std::set<vertex_ref> reached;
    for (const query_row& row : rows) {
      reached.insert(row.vertex);
      const auto walk = find(row.vertex);
      ASSERT_TRUE(walk) << replica;
      ++walks;
      vertex_ref at = walk->start;
      for (const tie_path::leg& leg : walk->legs) {
        const auto& tie = net.tie(leg.tie);
        EXPECT_EQ(tie.properties.status, status::held);
        const bool along = tie.source == at && tie.target == leg.to, against = tie.target == at && tie.source == leg.to;
        EXPECT_TRUE(net.schema().relation(leg.tie.relation).directed ? (leg.forward ? along : against)
                                                                     : along || against);
        at = leg.to;
      }
      EXPECT_EQ(at, row.vertex);
      if (replica % queries.size() == 1) {
        EXPECT_EQ(net.sector(walk->start), sector::company);
        EXPECT_GE(walk->legs.size(), 1u);
        EXPECT_LE(walk->legs.size(), 3u);
      }
      EXPECT_TRUE(replica % queries.size() != 3 || walk->legs.size() == 2);
    }
    for (const id<organization> v : o) {
      EXPECT_EQ(find(net.ref(v)).has_value(), reached.contains(net.ref(v)));
    }
  }
  EXPECT_GT(walks, 200u);
}

//  o0 ... o1999 -participates_in-> p: who shares a program with whom. Going back from all 2,000 opens each of their
//  lists, with one tie, and the list of p, with 2,000, once: 4,000 ties, and not 2,000 x 2,000.
TEST(Why, LooksOnceWhereAHubWasComeFrom) {
  constexpr std::uint32_t n = 2'000;
  builder b;
  const auto p = b.add<program>("p");
  for (std::uint32_t k = 0; k < n; ++k) b.tie<participates_in>(b.add<organization>("o" + std::to_string(k)), p);
  const snapshot net = b.freeze();
  const query_plan plan = parse_query(net, "orgs -participates_in-> programs <-participates_in- orgs");
  query_executor executor{net};
  query_trace trace;
  const auto rows = executor.run(plan, nullptr, &trace);
  ASSERT_EQ(rows.size(), n);
  walk_finder find{net, plan, std::move(trace)};
  for (const query_row& row : rows) {
    const auto walk = find(row.vertex);
    ASSERT_TRUE(walk);
    EXPECT_EQ(net.key(walk->start), "o0");
    EXPECT_EQ(walk->legs.size(), 2u);
  }
  EXPECT_EQ(find.touched().vertices, n + 1);
  EXPECT_EQ(find.touched().ties, 2 * n);
}

TEST(QueryExecutor, TellsHowManyThereWereBeforeTheBestWereTaken) {
  const snapshot net = deliveries();
  query_executor executor{net};
  const query_plan plan = parse_query(net, "orgs -delivers-> events <-delivers- orgs");
  const std::size_t all = executor.run(plan).size();
  EXPECT_EQ(executor.total(), all);
  query_plan best = plan;
  best.steps.emplace_back(step_top{.k = 1});
  EXPECT_EQ(executor.run(best).size(), 1u);
  EXPECT_EQ(executor.total(), all);
}

TEST(Why, ReadsAsASentence) {
  const snapshot net = deliveries();
  const query_plan plan = parse_query(net, "*[id=o0] -delivers-> events <-delivers- orgs");
  EXPECT_EQ(to_string(net, *walk_finder{net, plan}(*net.find("o1"))), "o0 -delivers-> e0 <-delivers- o1");
  EXPECT_FALSE((walk_finder{net, plan}(*net.find("o2"))));
}

}  // namespace
}  // namespace capnet
