#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <string>

#include "page.hpp"

namespace capnet {
namespace {

using boost::json::value;

//  a -supports-> b -supports-> c    hours 2 and 3: 5. In days: from 1 March; 10 to 20 March
//  a -collaborates_with- c          no hours, and no days
//  c -supports-> d                  hours unknown
const fixture::workplace& place() {
  static const fixture::workplace made{
      {"vertices.csv", "id,kind\na,organization\nb,organization\nc,organization\nd,organization\ne,organization\n"},
      {"ties.csv",
       "relation,source,target,begin,end,hours,gain\nsupports,a,b,2024-03-01,,2,\nsupports,b,c,2024-03-10,2024-03-20,3,\n"
       "collaborates_with,a,c,,,,\nsupports,c,d,2024-03,,,\nsupports,d,e,2023,2024-01,,-1\n"},
      {"attributes.csv", "of,name,type,unit,meaning\nsupports,hours,number,h,duration\nsupports,gain,number,,\n"}};
  return made;
}
fixture::outcome path(const std::string& more) { return place().run("path . --format json " + more); }
value first(const std::string& more) { return path(more).json().at("rows").as_array().at(0); }

TEST(Path, TakesTheFewestTies) {
  const value row = first("--from a --to c --as-of 2024-03-15");
  EXPECT_EQ(row.at("total"), value(1));
  EXPECT_EQ(row.at("reason"), value("1 tie: a -collaborates_with- c"));
  EXPECT_EQ(row.at("departure"), value(nullptr));
  const value back = first("--from c --to a --relation supports --as-of 2024-03-15");
  EXPECT_EQ(back.at("reason"), value("2 ties: c <-supports- b <-supports- a"));
  EXPECT_EQ(path("--from c --to a --relation supports --direction out --as-of 2024-03-15").status, 1);
}

TEST(Path, RanksKnownTotalsBeforeUnknownOnes) {
  const value all = path("--from a,c --to d,c --rank hours --as-of 2024-03-15 --possible").json();
  EXPECT_EQ(all.at("summary").at("unit"), value("h"));
  const auto& relations = all.at("summary").at("relations").as_array();
  EXPECT_NE(std::ranges::find(relations, value("supports")), relations.end());
  EXPECT_EQ(std::ranges::find(relations, value("collaborates_with")), relations.end()) << "it has no hours";
  const auto& rows = all.at("rows").as_array();
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_EQ(rows[0].at("reason"), value("0 h over 0 ties: c"));
  EXPECT_EQ(rows[1].at("total"), value(5));
  EXPECT_EQ(rows[2].at("reason"), value("unknown over 1 tie, 1 of unknown hours: c -supports-> d"));
  EXPECT_EQ(rows[2].at("total"), value(nullptr)) << "unknown is not 0";
  EXPECT_EQ(rows[3].at("total"), value(5));
  EXPECT_EQ(rows[3].at("unknown"), value(1));
  EXPECT_NE(std::string{rows[3].at("reason").as_string()}.find("at least 5 h over 3 ties, 1 of unknown hours: a "),
            std::string::npos);
  const value& leg = rows[3].at("path").as_array().at(2);
  EXPECT_EQ(leg.at("tie"), value("supports:2"));
  EXPECT_EQ(leg.at("begin"), value("2024-03-01..2024-03-31"));
  EXPECT_EQ(leg.at("end"), value(nullptr));
  EXPECT_EQ(leg.at("value"), value(nullptr));
}

// From 1 March to b; on to c from the 10th to the 19th. With a day for each tie: leave on the 18th to be there on the
// 20th, or on the 9th for the first day on which two days suffice.
TEST(Path, RanksByDays) {
  const std::string ask = "--from a --to c --relation supports --direction out --delay 1 --rank ";
  const auto days = [&](const std::string& more) {
    const value row = first(ask + more);
    return std::string{row.at("departure").as_string()} + ' ' + std::string{row.at("arrival").as_string()};
  };
  EXPECT_EQ(days("earliest"), "2024-03-01 2024-03-11");
  EXPECT_EQ(days("latest"), "2024-03-18 2024-03-20");
  EXPECT_EQ(days("fastest"), "2024-03-09 2024-03-11");
  EXPECT_EQ(first(ask + "fastest").at("total"), value(2));
  EXPECT_EQ(days("earliest --from-day 2024-03-12"), "2024-03-12 2024-03-14");
  EXPECT_EQ(path(ask + "earliest --until-day 2024-03-10").status, 1);
  EXPECT_EQ(first("--from a --to c --rank earliest").at("reason"),
            value("leaves any day, arrives any day; 1 tie of unknown begin taken as always there: a "
                  "-collaborates_with- c"));
  EXPECT_EQ(first("--from a --to c --rank earliest").at("arrival"), value(nullptr));
}

TEST(Path, HasNoAnswerWhereNoneLeads) {
  const auto none = path("--from a --to e --as-of 2024-03-15");
  EXPECT_EQ(none.status, 1);
  EXPECT_EQ(none.err, "no path leads from a to e as of 2024-03-15\n");
}

TEST(Path, SaysWhatIsWrongAllAtOnce) {
  const auto wrong = path("--from x --to c --relation support --direction sideways --as-of 2024 --delay 3");
  EXPECT_EQ(wrong.status, 2);
  EXPECT_EQ(wrong.json().at("errors").as_array().size(), 4u) << wrong.err;
  EXPECT_NE(wrong.err.find("did you mean 'supports'?"), std::string::npos) << wrong.err;
  EXPECT_NE(path("--from a --to c --rank hour").err.find("did you mean 'hours'?"), std::string::npos);
  EXPECT_NE(path("--from a --to c --rank fastest --as-of 2024").err.find("expected --from-day and --until-day"),
            std::string::npos);
  EXPECT_NE(path("--from a --to c --rank latest --from-day 2024-03 --until-day 2024-02").err.find("lies before"),
            std::string::npos);
  EXPECT_NE(path("--from a --to c --rank gain --as-of 2023-12-31")
                .err.find("./ties.csv:6: 'gain' of 'supports' from 'd' to 'e' is -1; expected 0 or more"),
            std::string::npos)
      << path("--from a --to c --rank gain --as-of 2023-12-31").err;
}

TEST(Path, RefusesTwoUnitsInOneTotal) {
  const fixture::workplace mixed{
      {"vertices.csv", "id,kind\na,organization\nb,organization\n"},
      {"ties.csv", "relation,source,target,cost\nsupports,a,b,2\nfunds,a,b,3\n"},
      {"attributes.csv", "of,name,type,unit,meaning\nsupports,cost,number,JPY,amount\nfunds,cost,number,USD,amount\n"}};
  const auto refused = mixed.run("path . --from a --to b --rank cost");
  EXPECT_EQ(refused.status, 2);
  EXPECT_NE(refused.err.find("expected one unit and meaning"), std::string::npos) << refused.err;
  EXPECT_EQ(mixed.run("path . --from a --to b --rank cost --relation funds").status, 0);
}

// Every command of docs/paths.md stands there with its answer.
TEST(Path, AnswersAsItsPageSays) { EXPECT_GE(fixture::expect_answers_of("paths.md"), 3u); }

}  // namespace
}  // namespace capnet
