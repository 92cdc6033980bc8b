/// What the audit says of rows that are likely slips of the pen, and how much it compares.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include <capnet/core/random.hpp>

#include "metric/audit_context.hpp"
#include "unit/metric/audit_fixture.hpp"

namespace capnet {
namespace {

using namespace fixture;  // NOLINT

TEST(AuditRows, NameADateFarFromAllOthers) {
  builder net;
  const auto a = net.add<organization>("a", {.name_en = "Alpha", .existence = {.begin = make_date(1965, 1, 1)}});
  const auto p = net.add<program>("p", {.name_en = "Program"});
  net.tie<participates_in>(a, p, {.active = {.begin = partial_date::year(7560)}});
  net.tie<runs>(a, p, {.active = {.begin = make_date(2023, 1, 1), .end = make_date(3023, 1, 1)}});
  net.tie<supports>(a, a, {.active = {.begin = make_date(2024, 1, 1)}});
  net.tie<supports>(a, a, {.active = {.begin = make_date(2022, 12, 1)}});
  figure members = count("members", "p", "45", "organization");
  members.day = partial_date::year(203);
  net.add_figure(members);
  const snapshot now = net.freeze();
  EXPECT_EQ(now.last_day(), make_date(2024, 1, 1));
  const auto found = all_of(audit(now), "outlying_date");
  ASSERT_EQ(found.size(), 3u);
  EXPECT_TRUE(says(found[0], "3023-01-01, the end of 'Alpha runs Program'")) << found[0].message;
  EXPECT_TRUE(says(found[1],
                   "7560, the begin of 'Alpha participates in Program', lies far from the other dates, which "
                   "are around 2022"))
      << found[1].message;
  EXPECT_EQ(field<std::string>(found[1], "date"), "7560");
  EXPECT_EQ(found[1].vertices, (texts{"a", "p"}));
  EXPECT_EQ(found[2].figures, texts{"members"});
  EXPECT_TRUE(says(found[2], "0203, the date of 45 organizations")) << found[2].message;
}

TEST(AuditRows, NameWhatHoldsOnNoDay) {
  builder net;
  const date day = make_date(2023, 5, 1);
  const auto a = net.add<organization>("a");
  const auto e = net.add<event>("e", {.existence = {day, day}});
  net.tie<attends>(a, net.add<event>("f"), {.active = {day, day}});
  net.tie<attends>(a, net.add<event>("g"), {.active = {day, day + std::chrono::days{1}}});
  net.tie<attends>(a, net.add<event>("h"), {.active = {partial_date::year(2023), partial_date::year(2023)}});
  const auto found = all_of(audit(net.freeze()), "never_holds");
  ASSERT_EQ(found.size(), 2u) << "of a year it is not known";
  EXPECT_EQ(found[0].message,
            "e exists from 2023-05-01 to 2023-05-01, which is no day: an end is the first day on which it no longer "
            "holds. Give the day after, or no end.");
  EXPECT_TRUE(says(found[1], "a attends f from 2023-05-01 to 2023-05-01")) << found[1].message;
  (void)e;
}

TEST(AuditRows, NameTiesThatAreStatedAgainWordForWord) {
  builder net;
  const auto a = net.add<organization>("a"), b = net.add<organization>("b");
  const tie_properties said{.weight = 2, .role = "host", .cite = "s", .attributes = {{"hours", "3"}}};
  tie_properties other_hours = said, other_day = said;
  other_hours.attributes[0].second = "4";
  other_day.active.begin = make_date(2023, 1, 1);
  for (int k = 0; k < 3; ++k) net.tie<supports>(a, b, said);
  net.tie<supports>(a, b, other_hours), net.tie<supports>(a, b, other_day), net.tie<supports>(b, a, said);
  net.tie<collaborates_with>(a, b), net.tie<collaborates_with>(b, a);  // without direction, the same
  net.tie<collaborates_with>(a, a);                                    // once, though a list has it twice
  const tie_ref gone = net.tie<funds>(a, b, said);
  net.tie<funds>(a, b, said);
  net.retract(gone);
  const auto found = all_of(audit(net.freeze()), "duplicate_tie");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].message,
            "'a supports b' is stated 3 times, word for word, and counts 3 times: keep one, or say what makes them "
            "different.");
  EXPECT_EQ(number(found[0], "count"), 3);
  EXPECT_EQ(found[0].cite, texts{"s"});
  EXPECT_TRUE(says(found[1], "a collaborates with b")) << found[1].message;
}

TEST(AuditRows, AreListedUpToAHundred) {
  builder net;
  const auto a = net.add<organization>("a");
  for (int k = 0; k < 150; ++k) {
    const auto b = net.add<organization>("b" + std::to_string(k));
    net.tie<supports>(a, b), net.tie<supports>(a, b);
  }
  const auto found = all_of(audit(net.freeze()), "duplicate_tie");
  ASSERT_EQ(found.size(), 100u);
  EXPECT_TRUE(says(found.back(), " And 50 more like it."));
  EXPECT_EQ(number(found.back(), "more"), 50);
}

TEST(AuditRows, SayNothingThatSteersATerminal) {
  builder net;
  const std::string bad = "x\x1b[2J\r\u202e";
  const auto a = net.add<organization>("a", {.name = bad, .name_en = bad}),
             b = net.add<organization>("b", {.name = bad});
  const tie_properties again{.active = {make_date(2020, 1, 1), make_date(2020, 1, 1)}, .status = status::planned};
  net.tie<supports>(a, b, again), net.tie<supports>(a, b, again);
  net.tie<supports>(a, b, {.active = {.begin = make_date(7560, 1, 1)}});
  net.tie<supports>(b, a, {.active = {.begin = make_date(2023, 1, 1)}});
  for (const char* value : {"74", "70"}) {
    figure f = percent(value, value, bad);
    f.label = f.unit = f.series = bad, f.subject = "a", f.denominator = 41;
    net.add_figure(f);
  }
  figure f = count("c", "a", "3", bad);
  f.label = bad, f.numerator = 4;
  net.add_figure(f);
  const auto found = audit(net.freeze());
  EXPECT_GT(found.size(), 5u);
  for (const finding& one : found) {
    for (const std::string& text : {one.message, one.message_ja}) {
      EXPECT_EQ(text.find_first_of("\x1b\r"), std::string::npos) << one.code;
      EXPECT_EQ(text.find("\u202e"), std::string::npos) << one.code;
    }
  }
}

TEST(AuditFigures, KnowNegativeCounts) {
  figure taken_back = count("back", "s", "-3", "laptop"), again = count("again", "s", "-4", "laptop");
  taken_back.label = again.label = "returned";
  builder net;
  net.add<organization>("s");
  net.add_figure(taken_back), net.add_figure(again);
  figure twice = count("twice", "s", "-3", "person");
  twice.numerator = -2;
  net.add_figure(twice);
  const auto found = audit(net.freeze());
  EXPECT_TRUE(says(one_of(found, "statements_conflict", "back"), "-3 laptops and as -4 laptops"));
  EXPECT_TRUE(says(one_of(found, "statements_conflict", "twice"), "-3 persons is stated with a count of -2"));
}

/// How many pairs of statements an audit compares.
std::size_t compared(const std::vector<figure>& figures) {
  builder net;
  for (int k = 0; k < 50; ++k) net.add<organization>("s" + std::to_string(k));
  for (const figure& f : figures) net.add_figure(f);
  const snapshot now = net.freeze();
  const detail::audit_context context{now};
  std::vector<finding> found;
  detail::audit_shares(context, found);
  detail::audit_series(context, found);
  detail::audit_units(context, found);
  detail::audit_statements(context, found);
  detail::audit_figures(context, found);
  detail::audit_rows(context, found);
  return context.all_compared();
}

// Four times the figures, four times the comparisons; pairs would be sixteen times as many.
TEST(AuditFigures, AreComparedInProportionToTheirNumber) {
  using make = figure (*)(int);
  const auto base = [](int k, std::string value) {
    figure f = count("f" + std::to_string(k), "s0", value, "person");
    f.label = "members", f.day = make_date(2023, 5, 1);
    return f;
  };
  static const auto make_base = base;
  const std::vector<std::pair<std::string, make>> shapes{
      {"one value", [](int) { return make_base(0, "45"); }},
      {"all values differ", [](int k) { return make_base(k, std::to_string(k)); }},
      {"in the order of falling values", [](int k) { return make_base(k, std::to_string(100'000 - k)); }},
      {"a day each",
       [](int k) {
         figure f = make_base(k, "45");
         f.day = make_date(2000, 1, 1) + std::chrono::days{k};
         return f;
       }},
      {"a year among days",
       [](int k) {
         figure f = make_base(k, std::to_string(k));
         f.day = k % 2 == 0 ? partial_date::year(2000 + k % 7) : make_date(2000, 1, 1) + std::chrono::days{k};
         return f;
       }},
      {"a survey each",
       [](int k) {
         figure f = make_base(k, std::to_string(k));
         f.survey = std::to_string(k);
         return f;
       }},
      {"percentages with a change each",
       [](int k) {
         figure f = make_base(k, std::to_string(k % 50));
         f.kind = k % 2 == 0 ? figure_kind::percent : figure_kind::change_points;
         f.series = "satisfied", f.subject = "s" + std::to_string(k % 50);
         f.day = make_date(2000, 1, 1) + std::chrono::days{k / 2};
         return f;
       }},
      {"parts of a series",
       [](int k) {
         figure f = make_base(k, std::to_string(k));
         f.series = k % 2 == 0 ? "whole" : "part";
         f.day = make_date(2000, 1, 1) + std::chrono::days{k};
         return f;
       }},
      {"counts of other days beside a percentage", [](int k) {
         figure f = make_base(k, k % 2 == 0 ? "1000" : "50");
         if (k % 2 == 1) f.kind = figure_kind::percent, f.numerator = 20;
         f.day = make_date(2000, 1, 1) + std::chrono::days{k};
         return f;
       }}};
  for (const auto& [name, shape] : shapes) {
    std::vector<figure> few, many;
    for (int k = 0; k < 500; ++k) few.push_back(shape(k));
    for (int k = 0; k < 2'000; ++k) many.push_back(shape(k));
    const std::size_t of_few = compared(few), of_many = compared(many);
    EXPECT_LE(of_many, 20u * many.size()) << name;
    EXPECT_LE(of_many, 6 * of_few + 100) << name;
  }
}

TEST(AuditFigures, OfOneStatementAreToldTenTimes) {
  builder net;
  net.add<organization>("s");
  for (int k = 0; k < 100; ++k) {
    figure f = count("f" + std::to_string(k), "s", std::to_string(k), "person");
    f.label = "members";
    net.add_figure(f);
  }
  const auto found = all_of(audit(net.freeze()), "statements_conflict");
  ASSERT_EQ(found.size(), 10u);
  std::size_t more = 0;
  for (const finding& f : found) more += f.find("more") != nullptr ? static_cast<std::size_t>(number(f, "more")) : 0;
  EXPECT_EQ(more, 89u) << "99 of 100 can't be the least";
}

// Verifier: every pair of figures by the definition.
TEST(AuditFigures, ContradictEachOtherWhereAPairDoes) {
  std::size_t contradictions = 0;
  for (std::uint32_t replica = 0; replica < 2'000; ++replica) {
    random_stream rng{{.seed = 12, .replica = replica}};
    builder net;
    net.add<organization>("s");
    std::vector<figure> figures;
    const date new_year = make_date(2023, 1, 1);
    for (std::uint32_t k = 2 + rng.below(5); k > 0; --k) {
      figure f = count("f" + std::to_string(k), "s", std::to_string(rng.below(6)), "person");
      f.label = "members";
      if (rng.below(2) == 0) f.rounding = decimal{static_cast<std::int64_t>(rng.below(4)), 0};
      if (rng.below(3) == 0) f.survey = rng.below(2) == 0 ? "a" : "b";
      if (rng.below(3) == 0) f.series = rng.below(2) == 0 ? "x" : "y";
      switch (rng.below(4)) {
        case 0:
          break;
        case 1:
          f.day = partial_date{new_year, new_year + std::chrono::days{rng.below(4)}};
          break;
        default:
          f.day = new_year + std::chrono::days{rng.below(3)};
      }
      figures.push_back(f);
      net.add_figure(f);
    }
    std::set<std::set<std::string>> expected;
    for (const figure& a : figures) {
      for (const figure& b : figures) {
        const double slack = ((a.rounding ? a.rounding->value() : 0) + (b.rounding ? b.rounding->value() : 0)) / 2;
        const bool unequal = std::abs(a.value->value() - b.value->value()) > slack;
        const bool same_people = a.survey.empty() || b.survey.empty() || a.survey == b.survey;
        const bool same_day = a.day == b.day;
        const bool overlap = a.day && b.day && a.day->earliest <= b.day->latest && b.day->earliest <= a.day->latest;
        const bool series = !a.series.empty() && a.series == b.series;
        if (unequal && same_people && (same_day || (overlap && !series))) expected.insert({a.id, b.id});
      }
    }
    std::set<std::set<std::string>> told;
    for (const finding& f : all_of(audit(net.freeze()), "statements_conflict")) {
      ASSERT_EQ(f.figures.size(), 2u);
      told.insert({f.figures[0], f.figures[1]});
    }
    EXPECT_EQ(told.empty(), expected.empty()) << replica;
    for (const auto& pair : told) EXPECT_TRUE(expected.contains(pair)) << replica;
    contradictions += told.size();
  }
  EXPECT_GT(contradictions, 1'000u);
}

}  // namespace
}  // namespace capnet
