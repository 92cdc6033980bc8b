#include <capnet/core/date.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

partial_date whole(int y, unsigned m, unsigned d) { return {make_date(y, m, d)}; }

TEST(ParseDate, ReadsEveryPromisedForm) {
  const partial_date day = whole(2024, 7, 23);
  for (const char* text :
       {"2024-07-23", "2024/7/23", "2024年7月23日", "令和6年7月23日", "２０２４年７月２３日", "２０２４-０７-２３"}) {
    EXPECT_EQ(parse_date(text), day) << text;
  }
  const partial_date july{make_date(2024, 7, 1), make_date(2024, 7, 31)};
  for (const char* text : {"2024-07", "2024/7", "2024年7月", "令和6年7月"}) EXPECT_EQ(parse_date(text), july) << text;
  for (const char* text : {"2024", "2024年", "令和6年"}) EXPECT_EQ(parse_date(text), partial_date::year(2024)) << text;
  for (const char* text : {"FY2024", "2024年度", "令和6年度"})
    EXPECT_EQ(parse_date(text), partial_date::fiscal_year(2024)) << text;
}

TEST(ParseDate, KnowsTheErasAndTheirFirstYear) {
  EXPECT_EQ(parse_date("令和元年5月1日"), whole(2019, 5, 1));
  EXPECT_EQ(parse_date("平成31年4月30日"), whole(2019, 4, 30));
  EXPECT_EQ(parse_date("昭和64年1月7日"), whole(1989, 1, 7));
  EXPECT_EQ(parse_date("大正元年"), partial_date::year(1912));
  EXPECT_EQ(parse_date("明治元年"), partial_date::year(1868));
}

TEST(ParseDate, KnowsTheLastYearOfAnEra) {
  EXPECT_EQ(parse_date("明治45年"), partial_date::year(1912));
  EXPECT_EQ(parse_date("大正15年"), partial_date::year(1926));
  EXPECT_EQ(parse_date("昭和64年"), partial_date::year(1989));
  EXPECT_EQ(parse_date("平成31年度"), partial_date::fiscal_year(2019));
  EXPECT_EQ(parse_date("令和99年"), partial_date::year(2117));
  for (const char* text : {"明治46年", "明治9999", "大正16年1月1日", "昭和65", "昭和６５年度", "平成32年4月1日"})
    EXPECT_FALSE(parse_date(text)) << text;
}

TEST(ParseDate, EndsWithTheYear9999) {
  EXPECT_EQ(parse_date("9999-12-31"), whole(9999, 12, 31));
  EXPECT_EQ(parse_date("令和7981年"), partial_date::year(9999));
  EXPECT_EQ(parse_date("FY9998"), partial_date::fiscal_year(9998));
  for (const char* text : {"10000", "10000-01-01", "令和7982年", "令和9999年", "FY9999", "9999年度", "令和7981年度"})
    EXPECT_FALSE(parse_date(text)) << text;
}

TEST(ParseDate, RefusesWhatIsNoDate) {
  for (const char* text : {"",         " ",           "2024-13",     "2024-02-30",     "2023-02-29", "2024-07-23x",
                           "20240723", "2024-",       "2024-07-257", "2024-0007-0773", "2024/7-23",  "07/23/2024",
                           "FY",       "FY24",        "令和平成6年", "FY20x",          "令和",       "令和0年",
                           "2024年7",  "2024年7月23", "99",          "-2024",          "2024-00",    "yesterday"}) {
    EXPECT_FALSE(parse_date(text)) << text;
  }
}

TEST(ParseDate, ReadsFromOneDateToAnother) {
  const partial_date spring{make_date(2024, 3, 1), make_date(2024, 5, 14)};
  EXPECT_EQ(parse_date("2024-03-01..2024-05-14"), spring);
  EXPECT_EQ(parse_date("2024年3月..令和6年5月14日"), spring);
  EXPECT_EQ(parse_date("2023..FY2024"), (partial_date{make_date(2023, 1, 1), make_date(2025, 3, 31)}));
  EXPECT_EQ(parse_day_first("1.3.2024..14.5.2024"), spring);
  for (const char* text : {"..", "2024..", "..2024", "2025..2024", "2024...2025", "2024..2025..2026", "2024 .. 2025"})
    EXPECT_FALSE(parse_date(text)) << text;
}

TEST(ShortestText, IsReadAsTheSameDays) {
  EXPECT_EQ(shortest_text(whole(2024, 7, 23)), "2024-07-23");
  EXPECT_EQ(shortest_text(partial_date::year(2024)), "2024");
  EXPECT_EQ(shortest_text(partial_date::fiscal_year(2024)), "FY2024");
  EXPECT_EQ(shortest_text({make_date(2024, 2, 1), make_date(2024, 2, 29)}), "2024-02");
  EXPECT_EQ(shortest_text({make_date(2023, 2, 1), make_date(2023, 2, 27)}), "2023-02-01..2023-02-27");
  EXPECT_EQ(shortest_text(never_began), "-inf");
  EXPECT_EQ(shortest_text({unbounded_past, make_date(2024, 1, 1)}), "-inf..2024-01-01");
  for (const int year : {100, 999, 1000, 2024, 9998, 9999}) {
    for (const auto& [first, days] : {std::pair{1, 1}, {1, 365}, {1, 31}, {91, 365}, {32, 29}, {59, 2}, {2, 30}}) {
      const date begin = make_date(year, 1, 1) + std::chrono::days{first - 1};
      const partial_date day{begin, std::min(begin + std::chrono::days{days - 1}, make_date(9999, 12, 31))};
      EXPECT_EQ(parse_date(shortest_text(day)), day) << shortest_text(day);
    }
  }
}

TEST(ParseDate, TakesALeapDay) { EXPECT_EQ(parse_date("2024-02-29"), whole(2024, 2, 29)); }

TEST(FiscalYear, RunsFromAprilToMarch) {
  EXPECT_EQ(to_string(partial_date::fiscal_year(2023)), "2023-04-01..2024-03-31");
}

//  begin 2024 (some day)        end 2025 (some day)
//  |---------?---------|=======|---------?---------|
//  Jan 24         Dec 24        Jan 25        Dec 25
TEST(Spell, IsSureOnlyBetweenTheLatestBeginAndTheEarliestEnd) {
  const spell when{.begin = partial_date::year(2024), .end = partial_date::year(2025)};
  EXPECT_FALSE(when.active_on(make_date(2023, 12, 31), certainty::possible));
  EXPECT_TRUE(when.active_on(make_date(2024, 1, 1), certainty::possible));
  EXPECT_FALSE(when.active_on(make_date(2024, 12, 30)));
  EXPECT_TRUE(when.active_on(make_date(2024, 12, 31)));
  EXPECT_FALSE(when.active_on(make_date(2025, 1, 1)));
  EXPECT_TRUE(when.active_on(make_date(2025, 12, 30), certainty::possible));
  EXPECT_FALSE(when.active_on(make_date(2025, 12, 31), certainty::possible));
}

TEST(ParseDayFirst, TakesTheYearLastAndAllOtherForms) {
  for (const char* text : {"3/12/2023", "03/12/2023", "03.12.2023", "3-12-2023", "３/１２/２０２３", "2023-12-03"})
    EXPECT_EQ(parse_day_first(text), make_date(2023, 12, 3)) << text;
  for (const char* text : {"12/2023", "12.2023", "2023-12", "2023年12月"})
    EXPECT_EQ(parse_day_first(text), (partial_date{make_date(2023, 12, 1), make_date(2023, 12, 31)})) << text;
  EXPECT_EQ(parse_day_first("FY2023"), partial_date::fiscal_year(2023));
  for (const char* text :
       {"12/31/2023", "31/12/23", "0/12/2023", "31.12/2023", "1/2/2023/4", "1/2/2023 ", "/2/2023", ""})
    EXPECT_EQ(parse_day_first(text), std::nullopt) << text;
  EXPECT_EQ(parse_date("3/12/2023"), std::nullopt) << "which comes first?";
}

TEST(Spell, IsHalfOpenAndUnboundedWhereNothingIsSaid) {
  const spell when{.begin = make_date(2024, 4, 1), .end = make_date(2024, 5, 1)};
  EXPECT_TRUE(when.active_on(make_date(2024, 4, 1)));
  EXPECT_TRUE(when.active_on(make_date(2024, 4, 30)));
  EXPECT_FALSE(when.active_on(make_date(2024, 5, 1)));
  EXPECT_TRUE(spell{}.active_on(make_date(1, 1, 1)));
  EXPECT_TRUE(spell{}.active_on(make_date(9999, 12, 31)));
}

TEST(Spell, OverlapsAWindowByAtLeastOneDay) {
  const spell when{.begin = make_date(2024, 4, 1), .end = make_date(2024, 5, 1)};
  EXPECT_TRUE(when.active_in({make_date(2024, 4, 30), make_date(2024, 6, 1)}));
  EXPECT_FALSE(when.active_in({make_date(2024, 5, 1), make_date(2024, 6, 1)}));
  EXPECT_FALSE(when.active_in({make_date(2024, 3, 1), make_date(2024, 4, 1)}));
}

TEST(ToString, WritesDaysAndOpenEnds) {
  EXPECT_EQ(to_string(make_date(970, 1, 2)), "0970-01-02");
  EXPECT_EQ(to_string(unbounded_past), "-inf");
  EXPECT_EQ(to_string(unbounded_future), "+inf");
}

}  // namespace
}  // namespace capnet
