#include <capnet/network/builder.hpp>
#include <capnet/query/pipeline.hpp>
#include <capnet/query/table.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <capnet/core/random.hpp>
#include <capnet/query/text_form.hpp>

#include "refusal.hpp"

namespace capnet {
namespace {

/// "Tokyo 2 7.5 ?; unknown 1 4 2": cells, and the number of matches behind a bar where nothing is added up.
std::string told(const snapshot& net, const std::vector<table_row>& rows, bool matches = false) {
  std::string text;
  for (const table_row& row : rows) {
    if (!text.empty()) text += "; ";
    if (row.as_of) text += to_string(*row.as_of) + ' ';
    for (std::size_t c = 0; c < row.cells.size(); ++c)
      text += (c == 0 ? "" : " ") + (row.cells[c].known() ? to_string(net, row.cells[c]) : "?");
    if (matches) text += " |" + std::to_string(row.matches);
  }
  return text;
}

//  aki (Tokyo) --2--> storage    ben (Osaka) --1--> storage    chie (Tokyo) --?--> storage
//  aki         --3--> security   dai (?)     --4, from April--> security
struct visits_table : testing::Test {
  builder b;
  id<event> storage = b.add<event>("storage"), security = b.add<event>("security");
  id<person> aki = b.add<person>("aki", {.region = "Tokyo"}), ben = b.add<person>("ben", {.region = "Osaka"}),
             chie = b.add<person>("chie", {.region = "Tokyo"}), dai = b.add<person>("dai");
  date march = make_date(2024, 3, 1), april = make_date(2024, 4, 1);
  snapshot net;
  void SetUp() override {
    b.tie<attends>(aki, storage, {.attributes = {with<attr::hours>(2)}});
    b.tie<attends>(ben, storage, {.attributes = {with<attr::hours>(1)}});
    b.tie<attends>(chie, storage);
    b.tie<attends>(aki, security, {.attributes = {with<attr::hours>(3)}});
    b.tie<attends>(dai, security, {.active = {.begin = april}, .attributes = {with<attr::hours>(4)}});
    net = b.freeze();
  }
  [[nodiscard]] query_plan plan() const {
    return (from<person>(net) | named("a") | out<attends> | tie_named("t") | named("e")).plan();
  }
  [[nodiscard]] std::string table(const table_request& asked, std::span<const date> days = {}) const {
    return told(net, query_table(net, plan(), asked, days), asked.columns.empty() || !sums(asked));
  }
  static bool sums(const table_request& asked) { return asked.columns.back().how != table_column::kind::term; }
};

TEST_F(visits_table, HasARowForEachTupleWithItsMatches) {
  EXPECT_EQ(table({.columns = {term_column(term("e")), term_column(term("a", "region"))}}),
            "security Tokyo |1; security ? |1; storage Osaka |1; storage Tokyo |2")
      << "vertices by kind and id";
  EXPECT_EQ(table({.columns = {term_column(term<attr::hours>("t"))}}), "1 |1; 2 |1; 3 |1; 4 |1; ? |1")
      << "what is unknown last";
}

// Tokyo: 2 + 3, and one unknown; Osaka: 1; unknown: 4.
TEST_F(visits_table, LeavesWhatIsUnknownOutOfSumsAndCountsIt) {
  const table_request asked{.columns = {term_column(term("a", "region")), count_column(), sum_column<attr::hours>("t"),
                                        mean_column<attr::hours>("t"), min_column<attr::hours>("t"),
                                        max_column<attr::hours>("t"), unknown_column<attr::hours>("t")}};
  EXPECT_EQ(table(asked), "Osaka 1 1 1 1 1 0; Tokyo 3 5 2.5 2 3 1; ? 1 4 4 4 4 0");
  const query_plan none = (from<person>(net) | named("a") | out<attends> | tie_named("t") |
                           where_tie<attr::hours>(comparison::at_least, 100))
                              .plan();
  EXPECT_EQ(told(net, query_table(net, none, {.columns = {count_column(), sum_column<attr::hours>("t")}})), "0 ?")
      << "of nothing known there is no sum, and one row all the same";
  EXPECT_EQ(told(net, query_table(net, none, asked)), "");
}

TEST_F(visits_table, IsCalledInCodeAsInText) {
  const auto columns =
      table_columns(net, plan(), "count(),sum(t.hours),mean(t.hours),quantile(t.hours,.9),unknown(t.hours)", true);
  const std::vector<table_column> made{count_column(), sum_column<attr::hours>("t"), mean_column<attr::hours>("t"),
                                       quantile_column<attr::hours>("t", ".9"), unknown_column<attr::hours>("t")};
  ASSERT_EQ(columns.size(), made.size());
  for (std::size_t c = 0; c < made.size(); ++c) {
    EXPECT_EQ(columns[c].text, made[c].text);
    EXPECT_EQ(columns[c].how, made[c].how);
    EXPECT_EQ(columns[c].of, made[c].of);
    EXPECT_EQ(columns[c].quantile, made[c].quantile);
  }
}

TEST_F(visits_table, IsOrderedByAColumnOrItsMatches) {
  const std::vector<table_column> columns{term_column(term("a", "region")), sum_column<attr::hours>("t")};
  EXPECT_EQ(table({.columns = columns, .order_by = "sum(t.hours)"}), "Tokyo 5; ? 4; Osaka 1");
  EXPECT_EQ(table({.columns = columns, .order_by = "sum(t.hours)", .ascending = true}), "Osaka 1; ? 4; Tokyo 5");
  EXPECT_EQ(table({.columns = columns, .order_by = "a.region"}), "Tokyo 5; Osaka 1; ? 4") << "unknown last, either way";
  EXPECT_EQ(table({.columns = columns, .order_by = "a.region", .ascending = true}), "Osaka 1; Tokyo 5; ? 4");
  EXPECT_EQ(table({.columns = columns, .order_by = "matches", .top = 2}), "Tokyo 5; Osaka 1")
      << "3 matches, then of two with one the first by its terms";
}

// In March without dai. Each day's rows equal those of the day alone.
TEST_F(visits_table, IsMadeOfManyDaysInTheOrderTheyAreAsked) {
  const table_request asked{.columns = {count_column(), sum_column<attr::hours>("t")}};
  const std::vector<date> days{april, march, april};
  EXPECT_EQ(table(asked, days), "2024-04-01 5 10; 2024-03-01 4 6; 2024-04-01 5 10");
  query_plan alone = plan();
  alone.day = march;
  EXPECT_EQ(told(net, query_table(net, alone, asked)), "4 6");
  const table_request best{.columns = {term_column(term("a"))}, .order_by = "matches", .top = 1};
  EXPECT_EQ(table(best, days), "2024-04-01 aki |2; 2024-03-01 aki |2; 2024-04-01 aki |2") << "the best of each day";
}

TEST_F(visits_table, TellsWhatCantBeAColumn) {
  EXPECT_EQ(refusal([&] { (void)table_columns(net, plan(), "b.region", false); }),
            "'b.region' is no name of the query; expected a, e or t");
  EXPECT_EQ(refusal([&] { (void)table({.columns = {term_column(term("b"))}}); }),
            "'b' is no name of the query; expected a, e or t");
  EXPECT_EQ(refusal([&] { (void)table({.columns = {count_column(), term_column(term("a"))}}); }),
            "a term stands behind what is added up; expected all terms first");
  EXPECT_EQ(refusal([&] { (void)table({.columns = {quantile_column<attr::hours>("t", "90%")}}); }),
            "'quantile(t.hours,90%)' has no share from 0 to 1; expected one, such as quantile(t.hours,.9)");
  table_column names = sum_column<attr::hours>("t");
  names.of = term("a", "region"), names.text = "sum(a.region)";
  EXPECT_EQ(refusal([&] { (void)table({.columns = {names}}); }),
            "'sum(a.region)' adds up what is no number; expected a term that is one");
  EXPECT_EQ(refusal([&] { (void)table({.columns = {count_column()}, .order_by = "cuont()"}); }),
            "rows can't be ordered by 'cuont()'; expected matches or count(); did you mean 'count()'?");
}

// Ten visits of 1, 2, .., 10 hours: nine tenths don't exceed 9, and 91 of 100 need the tenth.
TEST(TableQuantile, IsTheLeastValueThatTheShareDoesNotExceed) {
  builder b;
  const auto seminar = b.add<event>("seminar");
  for (int k = 1; k <= 10; ++k)
    b.tie<attends>(b.add<person>("p" + std::to_string(k)), seminar, {.attributes = {with<attr::hours>(k)}});
  const snapshot net = b.freeze();
  const query_plan plan = (from<person>(net) | out<attends> | tie_named("t")).plan();
  const auto quantile = [&](const char* share) {
    return told(net, query_table(net, plan, {.columns = {quantile_column<attr::hours>("t", share)}}));
  };
  EXPECT_EQ(quantile(".9"), "9") << "as decimals: .9 of 10 is 9, and no hair more";
  EXPECT_EQ(quantile("0.91"), "10");
  EXPECT_EQ(quantile(".3"), "3") << "though .3 * 10 is more than 3 in binary";
  EXPECT_EQ(quantile("0"), "1");
  EXPECT_EQ(quantile("1"), "10");
}

// 2^53, 2^53 + 1 and 1: neither the second nor the sum, 2^54 + 2, is a double.
TEST(TableSum, OfWholeNumbersIsWhole) {
  builder b;
  const auto host = b.add<organization>("host");
  const std::int64_t many = (std::int64_t{1} << 53) + 1;
  for (const std::int64_t seats : {many - 1, many, std::int64_t{1}}) {
    b.tie<delivers>(host, b.add<event>("e" + std::to_string(seats), {.attributes = {with<attr::seats>(seats)}}));
  }
  const snapshot net = b.freeze();
  const query_plan plan = (from<organization>(net) | out<delivers> | only<event> | named("e")).plan();
  EXPECT_EQ(
      told(net, query_table(net, plan, {.columns = {sum_column<attr::seats>("e"), max_column<attr::seats>("e")}})),
      "18014398509481986 9007199254740993");
}

// Tenths have no exact sum: it is the same to the last bit, because rows are added up in one order.
TEST(QueryTable, OfManyDaysEqualsThatOfEach) {
  for (std::uint32_t replica = 0; replica < 3; ++replica) {
    random_stream rng{{.seed = 17, .replica = replica}};
    builder b;
    std::vector<id<event>> events;
    for (int e = 0; e < 6; ++e) events.push_back(b.add<event>("e" + std::to_string(e)));
    for (int p = 0; p < 12; ++p) {
      const auto who = b.add<person>("p" + std::to_string(p), {.region = rng.bernoulli(.3) ? ""
                                                                         : p % 2 == 0      ? "A"
                                                                                           : "B"});
      for (int k = 0; k < 6; ++k) {
        const date begin = make_date(2024, 1, 1 + rng.below(28));
        tie_properties how{.active = {.begin = begin, .end = begin + std::chrono::days{20}}};
        if (rng.bernoulli(.8)) how.attributes = {with<attr::hours>(.1 * rng.below(100))};
        b.tie<attends>(who, events[rng.below(6)], how);
      }
    }
    const snapshot net = b.freeze();
    query_plan plan = (from<person>(net) | named("a") | out<attends> | tie_named("t") | named("e") | in<attends> |
                       tie_named("u") | query_condition{term("t"), comparison::not_equal, term("u")})
                          .plan();
    const table_request asked{.columns = {term_column(term("a", "region")), term_column(term("e")), count_column(),
                                          sum_column<attr::hours>("t"), mean_column<attr::hours>("u"),
                                          quantile_column<attr::hours>("t", ".9"), unknown_column<attr::hours>("u")}};
    std::vector<date> days;
    for (int d = 0; d < 70; ++d) days.push_back(make_date(2024, 1, 1) + std::chrono::days{d});
    std::string each;
    for (const date day : days) {
      plan.day = day;
      std::vector<table_row> rows = query_table(net, plan, asked);
      for (table_row& row : rows) row.as_of = day;
      if (!rows.empty()) each += (each.empty() ? "" : "; ") + told(net, rows);
    }
    EXPECT_EQ(told(net, query_table(net, plan, asked, days)), each) << replica;
  }
}

struct visits_for {
  static constexpr std::string_view name = "visits_for";
  static constexpr bool directed = true;
  using source = kinds<person>;
  using target = kinds<organization>;
  struct minutes {
    static constexpr std::string_view name = "hours";
    static constexpr value_type type = value_type::number;
    static constexpr capnet::meaning means = capnet::meaning::duration;
    static constexpr std::string_view unit = "min";
  };
  using attributes = capnet::attributes<minutes>;
};

//  npo --attends 2 h--> seminar <--attends 3 h-- aki --visits_for 90 min--> npo
TEST(TableSum, AddsNoMinutesToHours) {
  builder b;
  const auto aki = b.add<person>("aki");
  b.tie<attends>(aki, b.add<event>("seminar"), {.attributes = {with<attr::hours>(3)}});
  b.tie<visits_for>(aki, b.add<organization>("npo"), {.attributes = {with<visits_for::minutes>(90)}});
  const snapshot net = b.freeze();
  const query_plan plan = parse_query(net, "people -t:attends|visits_for-> *");
  EXPECT_EQ(refusal([&] { (void)query_table(net, plan, {.columns = {sum_column<attr::hours>("t")}}); }),
            "'sum(t.hours)' meets numbers in 'h' and in 'min'; expected one unit: name a kind or relation");
  EXPECT_EQ(told(net, query_table(net, plan, {.columns = {term_column(term("t", "relation")), count_column()}})),
            "attends 1; visits_for 1");
}

}  // namespace
}  // namespace capnet
