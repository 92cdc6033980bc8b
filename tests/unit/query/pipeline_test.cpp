#include <capnet/network/builder.hpp>
#include <capnet/query/pipeline.hpp>

#include <gtest/gtest.h>

#include <map>
#include <numeric>

#include <capnet/core/random.hpp>

#include "refusal.hpp"

namespace capnet {
namespace {

using found = std::vector<std::pair<std::string, std::uint64_t>>;

found walks_of(const snapshot& net, const query& q) {
  found rows;
  for (const query_row& row : q.rows()) rows.emplace_back(net.key(row.vertex), row.walks);
  return rows;
}

//  tis --delivers--> s1 <--attends-- npo1 (nonprofit), npo2 (nonprofit, from 2024)
//  dell --delivers (x2)--> s2 <--attends-- npo2, city (municipality)
struct seminars : testing::Test {
  builder b;
  id<organization> tis = b.add<organization>("tis", {.sector = sector::company}),
                   dell = b.add<organization>("dell", {.sector = sector::company});
  id<organization> npo1 = b.add<organization>("npo1", {.sector = sector::nonprofit}),
                   npo2 = b.add<organization>("npo2", {.sector = sector::nonprofit});
  id<organization> city = b.add<organization>("city", {.sector = sector::municipality});
  id<event> s1 = b.add<event>("s1"), s2 = b.add<event>("s2");
  snapshot net;
  void SetUp() override {
    b.tie<delivers>(tis, s1);
    b.tie<delivers>(dell, s2, {.weight = 2});
    b.tie<delivers>(dell, s2, {.weight = 3});
    b.tie<attends>(npo1, s1);
    b.tie<attends>(npo2, s1, {.active = {.begin = make_date(2024, 1, 1)}, .weight = .5});
    b.tie<attends>(npo2, s2, {.weight = .5});
    b.tie<attends>(city, s2);
    net = b.freeze();
  }
};

TEST_F(seminars, ReachTheirAudienceInTwoSteps) {
  EXPECT_EQ(walks_of(net, from<organization>(net, {tis}) | out<delivers> | in<attends>),
            (found{{"npo1", 1}, {"npo2", 1}}));
  EXPECT_EQ(walks_of(net, from<organization>(net, {dell}) | out<delivers> | in<attends>),
            (found{{"npo2", 2}, {"city", 2}}))
      << "by id, two deliveries are two walks";
}

TEST_F(seminars, AreAskedAboutAsOfADay) {
  EXPECT_EQ(
      walks_of(net, from<organization>(net, {tis}) | out<delivers> | in<attends> | active_on(make_date(2023, 12, 31))),
      (found{{"npo1", 1}}));
}

//  start --runs 1e200--> vast --succeeds 1e200--> vaster <--part_of 0-- one of e0, e1, e2
//        --runs 1------> tame --succeeds 1------> tamer  <--part_of 2 and 3-- the others
// Beyond a double, times 0: no number, and so last, whichever of the three it is.
TEST(TopK, RanksWhatIsNoNumberLast) {
  for (std::size_t odd = 0; odd < 3; ++odd) {
    builder b;
    const auto start = b.add<organization>("start");
    const auto vast = b.add<program>("vast"), vaster = b.add<program>("vaster");
    const auto tame = b.add<program>("tame"), tamer = b.add<program>("tamer");
    b.tie<runs>(start, vast, {.weight = 1e200});
    b.tie<succeeds>(vast, vaster, {.weight = 1e200});
    b.tie<runs>(start, tame);
    b.tie<succeeds>(tame, tamer);
    double weight = 2;
    for (std::size_t e = 0; e < 3; ++e) {
      const auto v = b.add<event>("e" + std::to_string(e));
      e == odd ? b.tie<part_of>(v, vaster, {.weight = 0}) : b.tie<part_of>(v, tamer, {.weight = weight++});
    }
    const snapshot net = b.freeze();
    const auto rows = (from<organization>(net, {start}) | out<runs> | out<succeeds> | in<part_of> | top_k(3)).rows();
    ASSERT_EQ(rows.size(), 3u);
    EXPECT_EQ(rows[0].weight, 3);
    EXPECT_EQ(rows[1].weight, 2);
    EXPECT_EQ(net.key(rows[2].vertex), "e" + std::to_string(odd));
  }
}

//  a --supports .25--> b     a --supports ?--> c     a --supports ?, 9--> d     a --attends--> e
TEST(TopK, RanksWhatMetAnUnknownWeightBehindWhatIsKnown) {
  builder net;
  const auto a = net.add<organization>("a"), b = net.add<organization>("b"), c = net.add<organization>("c"),
             d = net.add<organization>("d");
  const auto e = net.add<event>("e");
  net.tie<supports>(a, c), net.tie<supports>(a, b, {.weight = .25});
  net.tie<supports>(a, d), net.tie<supports>(a, d, {.weight = 9});
  net.tie<attends>(a, e);
  const snapshot now = net.freeze();
  const auto rows = (from<organization>(now, {a}) | out<supports> | top_k(10)).rows();
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0], (query_row{now.ref(b), 1, .25, 0}));
  EXPECT_EQ(rows[1], (query_row{now.ref(d), 2, 10, 1})) << "10 or any other";
  EXPECT_EQ(rows[2], (query_row{now.ref(c), 1, 1, 1}));
  EXPECT_EQ((from<organization>(now, {a}) | out<supports> | top_k(1, by_walks)).rows()[0].vertex, now.ref(d));
  // There and back, over d: 2 x 2 walks, of which one met two unknown weights and two met one.
  const auto back = (from<organization>(now, {a}) | out<supports> | among({now.ref(d)}) | in<supports>).rows();
  ASSERT_EQ(back.size(), 1u);
  EXPECT_EQ(back[0], (query_row{now.ref(a), 4, (1 + 9) * (1 + 9), 4}));
  EXPECT_EQ((from<organization>(now, {a}) | out<attends>).rows()[0].unknown, 0u) << "nobody weighs attendance";
  EXPECT_EQ((from<organization>(now) | out<supports> | in<supports> | out<attends>).rows()[0].unknown, 12u)
      << "1 + 1 + 4 walks met 0 + 2 + 4, and beside what is weighed each meets one of attends";
}

struct club {
  static constexpr std::string_view name = "club";
};
struct hosts {
  static constexpr std::string_view name = "hosts";
  using source = kinds<organization, club>;
  using target = kinds<event>;
  static constexpr bool directed = true;
};

// The same ten organizations of one weight, recorded in any order; with a kind of which the name comes first.
TEST(TopK, RanksEqualsByKeyWhateverTheOrderOfRecording) {
  for (std::uint32_t replica = 0; replica < 20; ++replica) {
    random_stream rng{{.seed = 8, .replica = replica}};
    builder net;
    const auto e = net.add<event>("e");
    std::vector<int> order(10);
    std::iota(order.begin(), order.end(), 0);
    for (std::uint32_t k = 9; k > 0; --k) std::swap(order[k], order[rng.below(k + 1)]);
    for (const int k : order) {
      const std::string key = "v" + std::to_string(k);
      k % 3 == 0 ? net.tie<hosts>(net.add<club>(key), e) : net.tie<hosts>(net.add<organization>(key), e);
    }
    const snapshot now = net.freeze({.by_locality = replica % 2 == 0});
    query_plan plan{.start = {now.ref(e)},
                    .steps = {step_along{now.schema().index_of<hosts>(), false}, step_top{.k = 7, .by_key = true}}};
    std::vector<std::string> found, of_each;
    for (const query_row& row : query_executor{now}.run(plan)) found.push_back(now.key(row.vertex));
    EXPECT_EQ(found, (std::vector<std::string>{"v0", "v3", "v6", "v9", "v1", "v2", "v4"})) << replica;
    const vertex_ref start = now.ref(e);
    query_executor{now}.run_each(plan, {&start, 1}, [&](std::size_t, std::span<const query_row> rows, std::size_t) {
      for (const query_row& row : rows) of_each.push_back(now.key(row.vertex));
    });
    EXPECT_EQ(of_each, found) << replica;
  }
}

// Two ties between a and b: after 64 of them 2^64 walks, one more than can be counted.
TEST(QueryRow, SaysThatCountingStopped) {
  builder net;
  const auto a = net.add<organization>("a"), b = net.add<organization>("b");
  net.tie<collaborates_with>(a, b), net.tie<collaborates_with>(a, b);
  const snapshot now = net.freeze();
  step_walk walk{.ways = {{now.schema().index_of<collaborates_with>(), true}}, .fewest = 63, .most = 63};
  EXPECT_FALSE((from<organization>(now, {a}) | walk).rows()[0].saturated());
  walk.fewest = walk.most = 64;
  EXPECT_TRUE((from<organization>(now, {a}) | walk).rows()[0].saturated());
}

TEST_F(seminars, AreFilteredAndRanked) {
  const auto nonprofits =
      from<organization>(net) | out<delivers> | in<attends> | in_sector(sector::nonprofit) | top_k(1);
  const std::vector<query_row> rows = nonprofits.rows();
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(net.key(rows[0].vertex), "npo2");
  EXPECT_EQ(rows[0].walks, 3u);
  EXPECT_DOUBLE_EQ(rows[0].weight, .5 + 2 * .5 + 3 * .5);  // over tis, and twice over dell
}

TEST_F(seminars, AnswerNothingFromNothing) {
  EXPECT_TRUE((from<person>(net) | out<attends>).rows().empty());
  EXPECT_TRUE((from(snapshot{}, {}) | out<attends> | top_k(3)).rows().empty());
}

//  aki --2 h, 3 h--> s1 <--1 h-- ben        aki --? h--> s2 <--5 h-- chie
struct visits_met : testing::Test {
  builder b;
  id<event> s1 = b.add<event>("s1"), s2 = b.add<event>("s2");
  id<person> aki = b.add<person>("aki", {.region = "Tokyo"}), ben = b.add<person>("ben", {.region = "Osaka"}),
             chie = b.add<person>("chie", {.region = "Tokyo"});
  snapshot net;
  void SetUp() override {
    const auto visit = [&](id<person> who, id<event> what, double hours) {
      b.tie<attends>(who, what, {.attributes = {with<attr::hours>(hours)}});
    };
    visit(aki, s1, 2), visit(aki, s1, 3), visit(ben, s1, 1), visit(chie, s2, 5);
    b.tie<attends>(aki, s2);
    net = b.freeze();
  }
};

// Of all nine and four ways there and back, those that don't end where they began.
TEST_F(visits_met, AreTiedTogetherByNames) {
  const auto met = from<person>(net) | named("a") | out<attends> | in<attends> | only<person> | named("b");
  EXPECT_EQ(walks_of(net, met), (found{{"aki", 4 + 2 + 1 + 1}, {"ben", 2 + 1}, {"chie", 1 + 1}}));
  EXPECT_EQ(walks_of(net, met | query_condition{term("a"), comparison::not_equal, term("b")}),
            (found{{"aki", 2 + 1}, {"ben", 2}, {"chie", 1}}));
  EXPECT_EQ(walks_of(net, met | query_condition{term("a"), comparison::less, term("b")}),
            (found{{"ben", 2}, {"chie", 1}}))
      << "by kind and id";
  EXPECT_EQ(walks_of(net, met | query_condition{term("a", "region"), comparison::not_equal, term("b", "region")}),
            (found{{"aki", 2}, {"ben", 2}}));
  EXPECT_EQ(walks_of(net, from<person>(net) | named("a") | out<attends> | in<attends> | step_name{"a", true}),
            (found{{"aki", 4 + 1}, {"ben", 1}, {"chie", 1}}))
      << "back where it began, along the same tie or another";
}

TEST_F(visits_met, AreTiedTogetherByNamesOfTies) {
  const auto there_and_back = from<person>(net) | out<attends> | tie_named("t") | in<attends> | tie_named("u");
  EXPECT_EQ(walks_of(net, there_and_back | query_condition{term("t"), comparison::not_equal, term("u")}),
            (found{{"aki", 4 - 2 + 2 + 1}, {"ben", 2}, {"chie", 1}}))
      << "not back by the tie it came on";
  EXPECT_EQ(
      walks_of(net, there_and_back | query_condition{term<attr::hours>("t"), comparison::less, term<attr::hours>("u")}),
      (found{{"aki", 1 + 2}}))
      << "1 < 2, 1 < 3, 2 < 3; unknown is less than nothing and nothing than it";
}

TEST_F(visits_met, AreKeptByWhatIsSaidOfTies) {
  const auto who = from<person>(net) | out<attends>;
  EXPECT_EQ(walks_of(net, who | where_tie<attr::hours>(comparison::at_least, 2)), (found{{"s1", 2}, {"s2", 1}}));
  EXPECT_EQ(walks_of(net, who | only<event> | where_tie<attr::hours>(comparison::less, 5) |
                              where_tie<attr::hours>(comparison::greater, 1)),
            (found{{"s1", 2}}))
      << "of the step before, filters between or not; all hold";
}

// s1: 2 + 3 + 1; s2: 5, and one that is unknown.
TEST_F(visits_met, AddUpWhatIsSaidOfTies) {
  const std::vector<query_row> rows = (from<person>(net) | out<attends> | sum_of<attr::hours>).rows();
  EXPECT_EQ(rows, (std::vector<query_row>{{net.ref(s1), 3, 6, 0}, {net.ref(s2), 2, 5, 1}}));
  const query_total all = (from<person>(net) | out<attends> | sum_of<attr::hours>).total();
  EXPECT_EQ(all, (query_total{.vertices = 2, .walks = 5, .weight = 11, .unknown = 1}));
}

TEST_F(visits_met, TellWhatNothingWasCalled) {
  const auto who = from<person>(net) | named("a") | out<attends>;
  EXPECT_EQ(refusal([&] { (void)(who | query_condition{term("a"), comparison::equal, term("b")}).rows(); }),
            "nothing was given the name 'b'; expected a name that was");
  EXPECT_EQ(refusal([&] { (void)(who | step_name{"b", true}).rows(); }),
            "no vertex was given the name 'b' before; expected one that was");
  const auto twice = who | named("a") | query_condition{term("a"), comparison::not_equal, term("a")};
  EXPECT_EQ(refusal([&] { (void)twice.rows(); }), "the name 'a' is given twice; expected each once");
}

TEST(QueryExecutor, EqualsTheNaiveWalkOnRandomNetworks) {
  for (std::uint32_t replica = 0; replica < 100; ++replica) {
    random_stream rng{{.seed = 5, .replica = replica}};
    builder b;
    std::vector<id<organization>> who;
    for (std::uint32_t k = 0; k < 8; ++k) who.push_back(b.add<organization>(std::to_string(k)));
    for (int k = 0; k < 30; ++k) {
      const date begin = make_date(2024, 1, 1 + rng.below(28));
      const tie_properties p{.active = {.begin = begin, .end = begin + std::chrono::days{10}}};
      const auto u = who[rng.below(8)];
      const auto v = who[rng.below(8)];
      rng.bernoulli(.5) ? b.tie<supports>(u, v, p) : b.tie<collaborates_with>(u, v, p);
    }
    const snapshot net = b.freeze();
    const date day = make_date(2024, 1, 15);
    const auto start = who[rng.below(8)];
    // Naive: every pair of ties, in every direction they allow.
    std::map<vertex_ref, std::uint64_t> expected;
    const auto active = [&](const tie_record& uv) { return uv.properties.active.active_on(day); };
    for (const tie_record& first : net.ties(net.schema().index_of<supports>())) {
      if (!active(first) || first.source != net.ref(start)) continue;
      for (const tie_record& second : net.ties(net.schema().index_of<collaborates_with>())) {
        if (!active(second)) continue;
        if (second.source == first.target)
          ++expected[second.target];
        else if (second.target == first.target)
          ++expected[second.source];
      }
    }
    std::map<vertex_ref, std::uint64_t> got;
    for (const query_row& row :
         (from<organization>(net, {start}) | out<supports> | out<collaborates_with> | active_on(day)).rows())
      got[row.vertex] = row.walks;
    ASSERT_EQ(got, expected) << replica;
  }
}

}  // namespace
}  // namespace capnet
