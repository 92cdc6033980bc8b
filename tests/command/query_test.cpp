#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

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
            "  rank  id                name                                             sector  walks  weight\n"
            "     1  seminar_literacy  Foundation seminar: IT literacy (choosing a PC)              1       1\n"
            "     2  seminar_security  Foundation seminar: IT security                              1       1\n"
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

// Every query of docs/query.md stands there with its answer.
TEST(Query, AnswersTheExamplesOfItsPage) { EXPECT_GE(fixture::expect_answers_of("query.md"), 5u); }

}  // namespace
}  // namespace capnet
