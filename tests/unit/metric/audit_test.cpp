/// Series, units and statements.
#include <gtest/gtest.h>

#include <capnet/metric/audit.hpp>

#include "unit/metric/audit_fixture.hpp"

namespace capnet {
namespace {

using namespace fixture;

figure change(std::string id, std::string_view points, std::string series) {
  return {
      .id = std::move(id), .kind = figure_kind::change_points, .value = written(points), .series = std::move(series)};
}

TEST(Audit, FindsNothingInNothing) {
  EXPECT_TRUE(audit(snapshot{}).empty());
  EXPECT_TRUE(audit_of({{.id = "nothing known"}}).empty());
}

// 41.5 + 3 = 44.5, give or take (.1 + 1) / 2 = .55 points.
TEST(AuditPreviousValue, UndoesAFallWithBothRoundings) {
  std::vector<figure> figures{percent("level", "41.5"), change("fall", "-3", "trend")};
  figures[0].series = "trend";
  const finding f = one_of(audit_of(figures), "previous_value", "level");
  EXPECT_NEAR(real(f, "previous"), .445, 1e-12);
  EXPECT_NEAR(real(f, "previous_low"), .4395, 1e-12);
  EXPECT_NEAR(real(f, "previous_high"), .4505, 1e-12);
  EXPECT_TRUE(says(f, "a fall of 3 points"));
}

TEST(AuditPreviousValue, TakesTheLevelOfTheSameDay) {
  std::vector<figure> figures{percent("older", "60"), percent("newer", "70"), change("rise", "8", "trend")};
  for (figure& f : figures) f.series = "trend";
  figures[0].day = partial_date::year(2022);
  figures[1].day = partial_date::year(2023);
  figures[2].day = partial_date::year(2023);
  EXPECT_EQ(one_of(audit_of(figures), "previous_value").figures, (texts{"newer", "rise"}));
  figures[2].day.reset();  // of which year is not said
  EXPECT_TRUE(all_of(audit_of(figures), "previous_value").empty());
}

TEST(AuditPreviousValue, StaysInsideAndKnowsWhatItCantBe) {
  std::vector<figure> figures{percent("level", "24"), change("rise", "24", "trend")};
  figures[0].series = "trend";
  const finding f = one_of(audit_of(figures), "previous_value");
  EXPECT_EQ(real(f, "previous"), 0);
  EXPECT_EQ(real(f, "previous_low"), 0);
  EXPECT_NEAR(real(f, "previous_high"), .01, 1e-12);
  figures[1].value = written("30");
  EXPECT_EQ(codes_of(audit_of(figures)), texts{"statements_conflict"});
}

/// A club with 50 then 80 members, and a meeting of it.
struct club {
  builder net;
  id<program> whole = net.add<program>("club");
  id<event> meeting = net.add<event>("meeting");
  figure first = count("first", "club", "50", "school"), second = count("second", "club", "80", "school"),
         guests = count("guests", "meeting", "20", "school");

  club() {
    first.series = second.series = "size";
    first.day = partial_date::year(2019);
    second.day = make_date(2021, 6, 30);
    guests.day = make_date(2020, 9, 1);
  }
  std::vector<finding> found(status part = status::held) {
    builder made = net;
    made.tie<part_of>(meeting, whole, {.status = part});
    for (const figure& f : {first, second, guests}) made.add_figure(f);
    return audit(made.freeze());
  }
};

// 20/80 = .25, 20/50 = .4.
TEST(AuditRate, LiesBetweenThePartOfTheLargerAndOfTheSmallerWhole) {
  const finding f = one_of(club{}.found(), "rate_bounds", "guests");
  EXPECT_DOUBLE_EQ(real(f, "low"), .25);
  EXPECT_DOUBLE_EQ(real(f, "high"), .4);
}

TEST(AuditRate, OfARatioIsToldForTenSeriesOfItsNameAtMost) {
  builder net;
  for (int k = 0; k < 30; ++k) {
    const std::string n = std::to_string(k);
    net.add<program>("p" + n);
    figure before = count("a" + n, "p" + n, "100", "person"), after = count("b" + n, "p" + n, "200", "person");
    before.series = after.series = "s";
    before.day = make_date(2020, 1, 1), after.day = make_date(2021, 1, 1);
    net.add_figure(before), net.add_figure(after);
  }
  net.add_figure({.id = "r", .kind = figure_kind::ratio, .numerator = 50, .day = make_date(2020, 6, 1), .series = "s"});
  EXPECT_EQ(all_of(audit(net.freeze()), "rate_bounds", "r").size(), 10u);
}

TEST(AuditRate, IsCappedAtOne) {
  club c;
  c.guests.value = written("60");
  EXPECT_EQ(real(one_of(c.found(), "rate_bounds"), "high"), 1);
  c.guests.value = written("81");  // no part of this whole
  EXPECT_TRUE(all_of(c.found(), "rate_bounds").empty());
}

TEST(AuditRate, NeedsADayBetweenAUnitAndAPart) {
  club c;
  EXPECT_TRUE(all_of(c.found(status::planned), "rate_bounds").empty());
  c.guests.unit = "person";
  EXPECT_TRUE(all_of(c.found(), "rate_bounds").empty());
  c.guests.unit = "school";
  for (const date day :
       {make_date(2018, 12, 31), make_date(2021, 7, 1), make_date(2021, 6, 30)}) {  // before, after, known on the day
    c.guests.day = day;
    EXPECT_TRUE(all_of(c.found(), "rate_bounds").empty()) << to_string(day);
  }
  c.guests.day.reset();
  EXPECT_TRUE(all_of(c.found(), "rate_bounds").empty());
}

TEST(AuditRate, SaysWhatItAssumesOfADayThatReachesOver) {
  club c;
  c.guests.day = partial_date::year(2021);
  EXPECT_TRUE(says(one_of(c.found(), "rate_bounds"), "if it was between these dates"));
}

TEST(AuditRate, ReadsARatioOfTheSameSeries) {
  club c;
  c.guests = {.id = "guests", .kind = figure_kind::ratio, .numerator = 30, .day = c.guests.day, .series = "size"};
  const finding f = one_of(c.found(), "rate_bounds", "guests");
  EXPECT_DOUBLE_EQ(real(f, "low"), 30.0 / 80);
  EXPECT_DOUBLE_EQ(real(f, "high"), .6);
}

TEST(AuditUnits, DifferWithinASubjectAndASurvey) {
  builder net;
  net.add<event>("fair");
  net.add_figure(count("firms", "fair", "12", "company"));
  net.add_figure(count("visitors", "fair", "300", "person"));
  net.add_figure(count("unknown", "fair", "7", ""));
  figure asked = count("asked", "", "9", "company"), told = count("told", "", "80", "answer");
  asked.survey = told.survey = "poll";
  net.add_figure(asked);
  net.add_figure(told);
  const auto found = all_of(audit(net.freeze()), "units_differ");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].figures, (texts{"asked", "told"}));
  EXPECT_EQ(found[1].figures, (texts{"firms", "visitors"}));
  EXPECT_EQ(field<texts>(found[1], "units"), (texts{"company", "person"}));
  EXPECT_TRUE(says(found[1], "12 companies and 300 persons cannot be added"));
}

//   series <- club <- monday: 5 schools     one finding for all that is part of the series
//                  <- tuesday: 30 persons
//          <- fair: 2 companies
TEST(AuditUnits, RollUpOverWhatIsPartOfAProgramOnce) {
  builder net;
  const auto series = net.add<program>("series"), club = net.add<program>("club");
  const auto monday = net.add<event>("monday"), tuesday = net.add<event>("tuesday"), fair = net.add<event>("fair");
  net.tie<part_of>(club, series);
  net.tie<part_of>(monday, club);
  net.tie<part_of>(tuesday, club);
  net.tie<part_of>(fair, series);
  net.add_figure(count("a", "monday", "5", "school"));
  net.add_figure(count("b", "tuesday", "30", "person"));
  net.add_figure(count("c", "fair", "2", "company"));
  net.add_figure(count("all", "series", "40", "school"));  // the program's own total is not added to its parts
  EXPECT_EQ(one_of(audit(net.freeze()), "units_differ").figures, (texts{"a", "b", "c"}));
}

TEST(AuditUnits, SurviveACircleOfParts) {
  builder net;
  const auto a = net.add<program>("a"), b = net.add<program>("b");
  net.tie<part_of>(a, b);
  net.tie<part_of>(b, a);
  net.add_figure(count("x", "a", "5", "school"));
  net.add_figure(count("y", "b", "30", "person"));
  net.add_figure(count("z", "b", "3", "school"));
  EXPECT_FALSE(all_of(audit(net.freeze()), "units_differ").empty());
}

TEST(AuditNotHeld, CountsTiesFiguresAndVerticesOfEachStatus) {
  builder net;
  const auto org = net.add<organization>("org");
  const auto forum = net.add<event>("forum", {.status = status::planned});
  net.tie<runs>(org, forum, {.status = status::planned});
  net.retract(net.tie<runs>(org, forum, {.status = status::planned}));
  figure goal = count("goal", "org", "10", "person");
  goal.status = status::target;
  net.add_figure(goal);
  const auto found = audit(net.freeze());
  EXPECT_EQ(codes_of(found), (texts{"not_held", "not_held"}));
  EXPECT_EQ(field<std::string>(found[0], "status"), "planned");
  EXPECT_EQ(number(found[0], "count"), 2);
  EXPECT_EQ(found[0].vertices, texts{"forum"});
  EXPECT_EQ(field<texts>(found[0], "ties"), texts{"org runs forum"});
  EXPECT_EQ(field<std::string>(found[1], "status"), "target");
  EXPECT_EQ(found[1].figures, texts{"goal"});
}

/// One firm in one program that lasted from 2010 to some day of 2012.
struct lifetimes {
  builder net;
  id<organization> firm = net.add<organization>("firm");
  id<program> course =
      net.add<program>("course", {.existence = {.begin = make_date(2010, 1, 1), .end = partial_date::year(2012)}});
  std::size_t conflicts(const spell& active) {
    builder made = net;
    made.tie<participates_in>(firm, course, {.active = active});
    return all_of(audit(made.freeze()), "statements_conflict").size();
  }
};

TEST(AuditConflict, IsATieThatCantMeetAnEnd) {
  lifetimes l;
  EXPECT_EQ(l.conflicts({.begin = partial_date::year(2013)}), 1u);
  EXPECT_EQ(l.conflicts({.begin = partial_date::year(2012)}), 0u);  // perhaps in time
  EXPECT_EQ(l.conflicts({.begin = make_date(2011, 1, 1), .end = make_date(2015, 1, 1)}), 0u);
  EXPECT_EQ(l.conflicts({.begin = make_date(2008, 1, 1), .end = make_date(2009, 6, 1)}), 1u);
  EXPECT_EQ(l.conflicts({}), 0u);
}

TEST(AuditConflict, IsNotATieOfADayWithAnEventOfThatDay) {
  builder net;
  const auto org = net.add<organization>("org");
  const date day = make_date(2020, 5, 15);
  const auto talk = net.add<event>("talk", {.existence = {.begin = day, .end = day}});
  net.tie<attends>(org, talk, {.active = {.begin = day}});
  EXPECT_EQ(codes_of(audit(net.freeze())), texts{"never_holds"}) << "the talk; but no conflict";
}

TEST(AuditConflict, IsNotTheSuccessorOfWhatHasEnded) {
  builder net;
  const auto early = net.add<program>("early", {.existence = {.end = make_date(2010, 1, 1)}});
  const auto late = net.add<program>("late", {.existence = {.begin = make_date(2012, 1, 1)}});
  net.tie<succeeds>(late, early, {.active = {.begin = make_date(2012, 1, 1)}});
  EXPECT_TRUE(audit(net.freeze()).empty());
}

TEST(AuditConflict, IsAFigureStatedTwiceWithValuesNoRoundingReconciles) {
  builder net;
  net.add<program>("club", {.aliases = {"the club"}});
  figure a = count("a", "club", "45", "school"), b = count("b", "the club", "46", "school");
  a.label = b.label = "members";
  a.day = b.day = partial_date::year(2020);
  const auto conflicts = [&] {
    builder made = net;
    made.add_figure(a);
    made.add_figure(b);
    return all_of(audit(made.freeze()), "statements_conflict");
  };
  ASSERT_EQ(conflicts().size(), 1u);
  EXPECT_EQ(conflicts()[0].figures, (texts{"a", "b"}));
  EXPECT_TRUE(says(conflicts()[0], "45 schools and as 46 schools"));
  b.rounding = written("10");  // 41 to 51
  EXPECT_TRUE(conflicts().empty());
  b.rounding.reset();
  b.approximate = true;
  EXPECT_TRUE(conflicts().empty());
  b.approximate = false;
  b.day = partial_date::year(2021);
  EXPECT_TRUE(conflicts().empty());
  b.day = make_date(2020, 4, 1);
  EXPECT_EQ(conflicts().size(), 1u);
  a.series = b.series = "growth";  // two points of a year in which it grew
  EXPECT_TRUE(conflicts().empty());
}

// 74 could be 74.5, and 75 too.
TEST(AuditConflict, IsNotWhatAHalfReconciles) {
  builder net;
  net.add<event>("talk");
  for (const char* value : {"74", "75"}) {
    figure f = percent(value, value);
    f.subject = "talk";
    f.label = "content";
    net.add_figure(f);
  }
  EXPECT_TRUE(audit(net.freeze()).empty());
}

TEST(AuditConflict, IsATieHeldAndNotAtOnceButNotAPlanThatCameTrue) {
  const auto conflicts = [](date said_held, date said_planned) {
    builder net;
    const auto org = net.add<organization>("org");
    const auto talk = net.add<event>("talk");
    const spell when{.begin = make_date(2024, 10, 1)};
    net.tie<attends>(org, talk, {.active = when, .status = status::planned, .recorded = said_planned});
    net.tie<attends>(org, talk, {.active = when, .recorded = said_held});
    return all_of(audit(net.freeze()), "statements_conflict").size();
  };
  const date early = make_date(2024, 7, 1), late = make_date(2024, 12, 1);
  EXPECT_EQ(conflicts(late, early), 0u);
  EXPECT_EQ(conflicts(late, late), 1u);
  EXPECT_EQ(conflicts(early, late), 1u);
}

TEST(AuditConflict, IsACountThatItsRowStatesTwice) {
  figure f = count("c", "", "23", "person");
  f.numerator = 24;
  EXPECT_EQ(codes_of(audit_of({f})), texts{"statements_conflict"});
}

}  // namespace
}  // namespace capnet
