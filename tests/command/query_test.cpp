#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <string>

#include "page.hpp"

namespace capnet {
namespace {

using boost::json::value;

const std::string query_nptech = "query '" CAPNET_SOURCE_DIR "/examples/data/nptech' ";

std::string ids(const value& answer) {
  std::string text;
  for (const value& row : answer.at("rows").as_array())
    text += (text.empty() ? "" : " ") + std::string{row.at("vertex").as_string()};
  return text;
}

// ties.csv, held by the end of 2024: NTT Data delivers literacy and trends, Dell storage, TIS security; those whom a
// cohort attends are storage and security.
TEST(Query, FindsWhoAttendsWhatCompaniesDeliver) {
  const value found =
      fixture::workplace()
          .run(query_nptech + "'orgs[sector=company] -delivers-> events <-attends- cohorts' --format json")
          .json();
  EXPECT_EQ(ids(found), "attendees_security attendees_storage") << "equals by id";
  EXPECT_EQ(found.at("summary").at("found").as_int64(), 2);
  EXPECT_EQ(found.at("summary").at("as_of").as_string(), "2024-12-31");
  const value& row = found.at("rows").as_array()[0];
  EXPECT_EQ(row.at("rank").as_int64(), 1);
  EXPECT_EQ(row.at("kind").as_string(), "cohort");
  EXPECT_EQ(row.at("walks").as_int64(), 1);
  EXPECT_TRUE(row.at("sector").is_null());
  EXPECT_EQ(row.at("reason").as_string(), "1 walk: tis -delivers-> seminar_security <-attends- attendees_security");
}

// The planned study visit, follow-up and vendor course and the intended AI training are no deliveries.
TEST(Query, CountsNothingPlanned) {
  const value found =
      fixture::workplace().run(query_nptech + "'orgs -delivers-> events -part_of-> programs' --format json").json();
  EXPECT_EQ(ids(found), "nptech");
  EXPECT_EQ(found.at("rows").as_array()[0].at("walks").as_int64(), 4);
}

// participates_in nptech: NTT Data, Dell, Intel and TIS from 2023, which surely holds on 31 December 2023; CTC and NWEC
// from 2024.
TEST(Query, AsksAsOfADay) {
  const fixture::workplace place;
  const std::string who = query_nptech + "'*[id=nptech] <-participates_in- orgs' --format json ";
  EXPECT_EQ(ids(place.run(who + "--as-of 2023").json()), "dell intel ntt_data tis");
  EXPECT_EQ(ids(place.run(who + "--as-of 2023-06-30").json()), "");
  EXPECT_EQ(ids(place.run(who + "--as-of 2023-06-30 --possible").json()), "dell intel ntt_data tis");
  EXPECT_EQ(ids(place.run(who).json()), "ctc dell intel ntt_data nwec tis");
}

const fixture::workplace& weighed() {
  static const fixture::workplace place{
      {"vertices.csv",
       "id,kind\nz,organization\na,organization\nlow,organization\nhigh,organization\ny,organization\n"},
      {"ties.csv",
       "relation,source,target,weight\nsupports,a,y,\nsupports,a,z,\nsupports,a,low,.25\n"
       "supports,a,high,.5\ncollaborates_with,a,z,\ncollaborates_with,z,a,\n"}};
  return place;
}

TEST(Query, RanksUnknownWeightsLastAndEqualsById) {
  const auto found = weighed().run("query . '*[id=a] -supports-> orgs' --format json").json();
  EXPECT_EQ(ids(found), "high low y z");
  EXPECT_EQ(found.at("rows").as_array()[1].at("unknown").as_int64(), 0);
  EXPECT_EQ(found.at("rows").as_array()[2].at("unknown").as_int64(), 1);
  const std::string shown = weighed().run("query . '*[id=a] -supports-> orgs'").out;
  EXPECT_NE(shown.find("walks  weight  unknown\n"), std::string::npos) << shown;
  EXPECT_NE(shown.find("y: 1 walk: a -supports-> y; 1 unknown weight counts 1\n"), std::string::npos) << shown;
  EXPECT_EQ(weighed().run("query . '*[id=a] -collaborates_with- orgs'").out.find("unknown"), std::string::npos);
}

TEST(Query, SaysWhereCountingStopped) {
  const std::string ask = "query . '*[id=a] -collaborates_with{64}- orgs' ";
  const std::string shown = weighed().run(ask).out;
  EXPECT_NE(shown.find("  at least 18,446,744,073,709,551,615 (counting stopped)  "), std::string::npos) << shown;
  EXPECT_NE(shown.find("a: at least 18,446,744,073,709,551,615 walks (counting stopped), such as a -"),
            std::string::npos)
      << shown;
  const auto row = weighed().run(ask + "--format json").json().at("rows").as_array()[0];
  EXPECT_TRUE(row.at("counting_stopped").as_bool());
  EXPECT_EQ(row.at("walks").as_uint64(), 18446744073709551615u);
}

TEST(Query, LeavesOutWhyAndSaysWhatItCosts) {
  const fixture::workplace place;
  const std::string ask = query_nptech + "'orgs[sector=company] -delivers-> events' ";
  const auto with = place.run(ask + "--time --measure --format json");
  EXPECT_NE(with.err.find(", why "), std::string::npos) << with.err;
  // Back from each of the four seminars to the one that delivers it.
  EXPECT_EQ(with.json().at("why").at("touched").at("vertices").as_int64(), 4);
  EXPECT_EQ(with.json().at("why").at("touched").at("ties").as_int64(), 4);
  const auto without = place.run(ask + "--time --no-why --format json");
  EXPECT_EQ(without.err.find(", why "), std::string::npos) << without.err;
  EXPECT_TRUE(without.json().at("rows").as_array()[0].at("reason").is_null());
  EXPECT_EQ(place.run(ask + "--no-why").out.find("Why"), std::string::npos);
}

// Each of the four seminars is delivered once, so that they stand by id.
TEST(Query, ShowsTheBestAsATable) {
  const auto shown =
      fixture::workplace().run(query_nptech + "'orgs[sector=company] -delivers-> events' --top 2 --by walks");
  EXPECT_EQ(shown.status, 0);
  EXPECT_EQ(shown.out,
            "4 found as of 2024-12-31; the 2 with the most walks.\n"
            "\n"
            "  rank  id                name                                             walks  weight\n"
            "     1  seminar_literacy  Foundation seminar: IT literacy (choosing a PC)      1       1\n"
            "     2  seminar_security  Foundation seminar: IT security                      1       1\n"
            "\n"
            "Why\n"
            "Foundation seminar: IT literacy (choosing a PC): 1 walk: ntt_data -delivers-> seminar_literacy\n"
            "Foundation seminar: IT security: 1 walk: tis -delivers-> seminar_security\n");
  EXPECT_EQ(shown.err, "");
  const auto none = fixture::workplace().run(query_nptech + "'people'");
  EXPECT_EQ(none.status, 0);
  EXPECT_EQ(none.out, "0 found as of 2024-12-31.\n");
}

TEST(Query, PointsAtWhatIsWrong) {
  const fixture::workplace place;
  const auto text = place.run(query_nptech + "'orgs[id=\"国立女性教育会館\"] -delivrs-> events'");
  EXPECT_EQ(text.status, 2);
  EXPECT_EQ(text.out, "");
  EXPECT_EQ(text.err,
            "query:1:9: '国立女性教育会館' is not in the network; expected the id of a vertex\n"
            "  orgs[id=\"国立女性教育会館\"] -delivrs-> events\n"
            "          ^\n"
            "query:1:22: relation 'delivrs' is not known; did you mean 'delivers'?\n"
            "  orgs[id=\"国立女性教育会館\"] -delivrs-> events\n"
            "                               ^\n");
  const auto json = place.run(query_nptech + "'orgs -delivers- orgs' --format json");
  EXPECT_EQ(json.status, 2);
  const value refused = json.json();
  const value& error = refused.at("errors").as_array()[0];
  EXPECT_EQ(error.at("file").as_string(), "query");
  EXPECT_EQ(error.at("line").as_int64(), 1);
  EXPECT_EQ(error.at("column").as_int64(), 7);
}

TEST(Query, ExplainsMeasuresAndTimes) {
  const fixture::workplace place;
  const value explained = place.run(query_nptech + "'orgs -delivers-> events' --explain --format json").json();
  EXPECT_FALSE(explained.as_object().contains("rows"));
  ASSERT_EQ(explained.at("plan").as_array().size(), 4u);
  EXPECT_EQ(explained.at("plan").as_array()[1].at("step").as_string(), "-delivers->");
  EXPECT_FALSE(explained.at("plan").as_array()[1].as_object().contains("touched"));
  const value measured = place.run(query_nptech + "'orgs -delivers-> events' --measure --format json").json();
  EXPECT_EQ(measured.at("rows").as_array().size(), 4u);
  EXPECT_EQ(measured.at("plan").as_array()[0].at("touched").at("rows").as_int64(), 8) << "organizations";
  EXPECT_EQ(measured.at("plan").as_array()[1].at("touched").at("rows").as_int64(), 4) << "seminars held";
  EXPECT_EQ(measured, place.run(query_nptech + "'orgs -delivers-> events' --measure --format json").json())
      << "counted, not timed";
  const auto timed = place.run(query_nptech + "orgs --time");
  EXPECT_EQ(timed.err.rfind("load ", 0), 0u) << timed.err;
  EXPECT_NE(timed.err.find(" ms, run "), std::string::npos) << timed.err;
}

// Six visits: aki 2 and 3 hours, ben 1, chie for how long nobody wrote down; dai 4, from April on; and eri until May.
const fixture::workplace& visits() {
  static const fixture::workplace place{
      {"vertices.csv",
       "id,kind,region\naki,person,Tokyo\nben,person,Osaka\nchie,person,Tokyo\ndai,person,\neri,person,Osaka\n"
       "storage,event,\nsecurity,event,\n"},
      {"ties.csv",
       "relation,source,target,begin,end,hours\nattends,aki,storage,,,2\nattends,aki,security,,,3\n"
       "attends,ben,storage,,,1\nattends,chie,storage,,,\nattends,dai,security,2024-04-01,,4\n"
       "attends,eri,security,,2024-05-01,2.5\n"}};
  return place;
}
const std::string visits_of = "query . 'a:people -t:attends-> e:events' ";

/// The rows of an answer, each in brackets, cell by cell.
std::string cells(const value& answer) {
  std::string text;
  for (const value& row : answer.at("rows").as_array()) {
    text += '[';
    for (const auto& [name, cell] : row.as_object()) text += (text.back() == '[' ? "" : " ") + serialize(cell);
    text += ']';
  }
  return text;
}
std::string cells_asked(const std::string& arguments) {
  return cells(visits().run(visits_of + arguments + " --format json").json());
}

TEST(QueryTable, SelectsNamesAndAttributesWithTheirMatches) {
  const value found = visits().run(visits_of + "--select a,t.hours,t --as-of 2024-03 --format json").json();
  EXPECT_EQ(cells(found), R"(["aki" 2 "attends:0" 1]["aki" 3 "attends:1" 1]["ben" 1 "attends:2" 1])"
                          R"(["chie" null "attends:3" 1]["eri" 2.5E0 "attends:5" 1])");
  const auto& row = found.at("rows").as_array()[0].as_object();
  EXPECT_EQ(row.begin()->key(), "a");
  EXPECT_TRUE(row.contains("t.hours") && row.contains("matches"));
  EXPECT_EQ(found.at("summary").at("rows").as_int64(), 5);
  EXPECT_EQ(cells_asked("--select e --as-of 2024-04"), R"(["security" 3]["storage" 3])");
  EXPECT_EQ(cells_asked("--select a.region --order-by matches --top 1 --as-of 2024-04"), R"(["Tokyo" 3])");
}

// Tokyo: 2 + 3 and one unknown; Osaka: 1 + 2.5; unknown: 4.
TEST(QueryTable, GroupsAndAddsUpWhatIsKnown) {
  const std::string by = "--as-of 2024-04 --group-by a.region --aggregate ";
  EXPECT_EQ(cells_asked(by + "'count(),sum(t.hours),unknown(t.hours)'"),
            R"(["Osaka" 2 3.5E0 0]["Tokyo" 3 5 1][null 1 4 0])");
  EXPECT_EQ(cells_asked(by + "'mean(t.hours),min(t.hours),max(t.hours),quantile(t.hours,.5)'"),
            R"(["Osaka" 1.75E0 1 2.5E0 1]["Tokyo" 2.5E0 2 3 2][null 4 4 4 4])");
  EXPECT_EQ(cells_asked(by + "'sum(t.hours)' --order-by 'sum(t.hours)' --top 2"), R"(["Tokyo" 5][null 4])");
  EXPECT_EQ(cells_asked(by + "'sum(t.hours)' --order-by 'sum(t.hours)' --ascending"),
            R"(["Osaka" 3.5E0][null 4]["Tokyo" 5])");
  EXPECT_EQ(cells_asked("--as-of 2024-04 --aggregate 'count(),sum(t.hours)'"), "[6 1.25E1]");
  EXPECT_EQ(visits().run(visits_of + by + "'sum(t.hours),unknown(t.hours)'").out,
            "3 rows as of 2024-04-30.\n"
            "\n"
            "  a.region  sum(t.hours)  unknown(t.hours)\n"
            "  Osaka              3.5                 0\n"
            "  Tokyo                5                 1\n"
            "  unknown              4                 0\n");
}

TEST(QueryDays, AsksOnEachOfManyDays) {
  EXPECT_EQ(cells_asked("--from 2024-03-31 --to 2024-05-31 --every 1m --aggregate 'count()'"),
            R"(["2024-03-31" 5]["2024-04-30" 6]["2024-05-31" 5])")
      << "the end of a month stays one, and the last day counts";
  EXPECT_EQ(cells_asked("--from 2024-03-31 --to 2024-05-31 --every 1m --count"),
            R"(["2024-03-31" 5]["2024-04-30" 6]["2024-05-31" 5])");
  const value rows =
      visits().run(visits_of + "--from 2024-03-31 --to 2024-04-30 --every 1m --format json --no-why").json();
  EXPECT_EQ(ids(rows), "storage security security storage") << "by walks there is no weight to multiply";
  EXPECT_EQ(rows.at("rows").as_array()[0].at("as_of").as_string(), "2024-03-31");
  EXPECT_EQ(rows.at("summary").at("every").as_string(), "1m");
  EXPECT_TRUE(rows.at("summary").at("as_of").is_null());
}

TEST(QueryDays, AskOfAWindow) {
  const auto within = [](const std::string& days) {
    return visits().run(visits_of + "--count --window " + days + " --format json").json().at("summary").at("count");
  };
  EXPECT_EQ(within("2024-03-01..2024-03-31").as_int64(), 5);
  EXPECT_EQ(within("2024-03..2024-04").as_int64(), 6) << "up to all that a date can be";
  EXPECT_EQ(within("2024-05-01..2024-06-01").as_int64(), 5) << "eri's ended before the first of May";
  const std::string shown = visits().run(visits_of + "--count --window 2024-04..2024-05").out;
  EXPECT_EQ(shown, "6 matches on some day from 2024-04-01 to 2024-05-31.\n");
}

// All of one network is read once for both days; the counts are of the two together.
TEST(QueryDays, AreMeasuredTogether) {
  const std::string ask = visits_of + "--from 2024-03-31 --to 2024-04-30 --every 1m --measure --format json";
  const value both = visits().run(ask).json();
  EXPECT_EQ(both.at("plan").as_array()[0].at("touched").at("rows").as_int64(), 5) << "people";
  EXPECT_EQ(both.at("plan").as_array()[1].at("touched").at("rows").as_int64(), 5) << "a name leaves all";
  EXPECT_EQ(both.at("plan").as_array()[2].at("touched").at("ties").as_int64(), 6) << "not 12";
  EXPECT_NE(visits().run(visits_of + "--from 2024-03 --to 2024-04 --every 1m --measure").out.find("Plan: "),
            std::string::npos);
}

TEST(QueryTable, TellsWhatCantBeAsked) {
  const auto refusal_of = [](const std::string& arguments) {
    const auto refused = visits().run(visits_of + arguments);
    EXPECT_EQ(refused.status, 2) << arguments;
    EXPECT_EQ(refused.out, "") << arguments;
    return refused.err;
  };
  EXPECT_EQ(refusal_of("--select b"), "'b' is no name of the query; expected a, e or t\n");
  EXPECT_EQ(refusal_of("--select t.houurs"),
            "'t.houurs' can't be asked for; expected hours, relation or weight; did you mean 'hours'?\n");
  EXPECT_EQ(refusal_of("--select a,a"), "'a' stands twice; expected each column once\n");
  EXPECT_EQ(refusal_of("--aggregate 'sum(a.region)'"),
            "'sum(a.region)' adds up what is no number; expected a term that is one\n");
  EXPECT_EQ(refusal_of("--aggregate 'quantile(t.hours,9)'"),
            "'quantile(t.hours,9)' has no share from 0 to 1; expected one, such as quantile(t.hours,.9)\n");
  EXPECT_EQ(refusal_of("--select a --order-by b"), "rows can't be ordered by 'b'; expected matches or a\n");
  EXPECT_EQ(refusal_of("--select a --aggregate 'count()'"),
            "--select shows matches and --group-by with --aggregate adds them up; expected one of the two\n");
  EXPECT_EQ(refusal_of("--select a --count"),
            "--count and a table (--select, --group-by, --aggregate) are two answers; expected one of the two\n");
  EXPECT_EQ(refusal_of("--count --measure"),
            "--explain or --measure and a table or --count are two answers; expected one of the two\n");
  EXPECT_EQ(refusal_of("--from 2024"),
            "--from, --to and --every ask on many days together; expected all three, such as --from 2020-01-01 --to "
            "2024-12-31 --every 1m\n");
  EXPECT_EQ(refusal_of("--from 2024 --to 2024 --every month"),
            "--every: 'month' is no step; expected a number with d, w, m or y, such as 1m\n");
  EXPECT_EQ(refusal_of("--from 2024 --to 2023 --every 1m"), "--to: '2023' lies before --from; expected a later day\n");
  EXPECT_EQ(refusal_of("--from 2024 --to 2024 --every 1m --as-of 2024"),
            "--as-of and --from say both on which day to ask; expected one of the two\n");
  EXPECT_EQ(refusal_of("--window 2024"),
            "--window: '2024' is no window; expected two days, such as 2024-01-01..2024-06-30\n");
  EXPECT_EQ(refusal_of("--window 2024..2023"),
            "--window: '2024..2023' ends before it begins; expected the first day first\n");
}

TEST(Query, KeepsMatchesByNamesAndTies) {
  const std::string met = "query . 'a:people -t:attends-> events <-u:attends- b:people where ";
  const auto count = [&](const std::string& where) {
    return visits()
        .run(met + where + "' --count --as-of 2024-04 --format json")
        .json()
        .at("summary")
        .at("count")
        .as_int64();
  };
  EXPECT_EQ(count("a = a"), 3 * 3 + 3 * 3);
  EXPECT_EQ(count("a < b"), 3 + 3) << "each pair once";
  EXPECT_EQ(count("a < b and a.region = b.region"), 1) << "aki and chie; what is unknown equals nothing";
  EXPECT_EQ(count("t.hours > u.hours"), 1 + 3) << "2 > 1; 4 > 3, 4 > 2.5, 3 > 2.5";
  EXPECT_EQ(count("b = aki and t != u"), 2 + 2);
  EXPECT_EQ(visits().run("query . 'people -attends[hours>=2.5]-> events' --count --as-of 2024-04").out,
            "3 matches as of 2024-04-30.\n");
}

// Every query of docs/query.md stands there with its answer.
TEST(Query, AnswersTheExamplesOfItsPage) { EXPECT_GE(fixture::expect_answers_of("query.md"), 14u); }

}  // namespace
}  // namespace capnet
