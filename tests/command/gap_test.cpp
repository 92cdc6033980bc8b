#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <fstream>
#include <string>

#include "run.hpp"

namespace capnet {
namespace {

using boost::json::value;

const std::string gap_generated = "gap '" CAPNET_SOURCE_DIR "/examples/data/probono_generated' ";

// npo_03: (4*3 + 3*2 + 2*1) / (12 + 9 + 4) = 20/25; the website's 2 of weight 2 may be wholly lacking: 24/29
TEST(Gap, RanksOrganizationsAndSaysWhy) {
  const value all = fixture::workplace().run(gap_generated + "--format json").json();
  const auto& rows = all.at("rows").as_array();
  ASSERT_EQ(rows.size(), 24u);
  EXPECT_EQ(rows[0].at("organization").as_string(), "npo_03");
  EXPECT_DOUBLE_EQ(rows[0].at("gap").as_double(), .8);
  EXPECT_DOUBLE_EQ(rows[0].at("high").as_double(), 24. / 29);
  EXPECT_DOUBLE_EQ(rows[0].at("coverage").as_double(), .75);
  EXPECT_EQ(rows[0].at("skills").as_array()[0].at("skill").as_string(), "security");
  EXPECT_EQ(rows[0].at("skills").as_array()[0].at("held").as_int64(), 0);
  EXPECT_TRUE(rows[0].at("skills").as_array()[3].at("held").is_null());
  for (const value& row : rows) EXPECT_FALSE(row.at("reason").as_string().empty());
  EXPECT_TRUE(rows[23].at("gap").is_null());
  EXPECT_EQ(rows[23].at("low").as_int64(), 0);
  EXPECT_EQ(rows[23].at("high").as_int64(), 1);
  EXPECT_EQ(all.at("summary").at("known").as_int64(), 22);
  EXPECT_EQ(all.at("summary").at("as_of").as_string(), "2024-12-31");
}

TEST(Gap, RefusesARuleThatIsNone) {
  const auto result = fixture::workplace().run(gap_generated + "--holders k:0");
  EXPECT_EQ(result.status, 2);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err, "'k:0' is no rule for holders; expected best, mean or k:N with N from 1, such as k:2\n");
}

// Of two skills of which 1e300 is required, one is held at .1 and one at half of that: (1 + .5) / 2.
TEST(Gap, WritesHugeNumbersAndNeverNan) {
  const fixture::workplace place;
  std::ofstream{place.path() / "vertices.csv"} << "id,kind\nnpo,organization\nann,person\nweb,skill\ndata,skill\n";
  std::ofstream{place.path() / "ties.csv"}
      << "relation,source,target,weight,importance\nemploys,npo,ann,,\n"
         "requires_skill,npo,web,1e300,1e308\nrequires_skill,npo,data,1e300,1e308\n"
         "has_skill,ann,web,0.1,\nhas_skill,ann,data,5e299,\n";
  const auto result = place.run("gap .");
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(result.out.find("nan"), std::string::npos) << result.out;
  EXPECT_DOUBLE_EQ(place.run("gap . --format json").json().at("rows").as_array()[0].at("gap").as_double(), .75);
}

// Security 3 (w 4), networks 3 (w 3), business systems 2 (w 2), and a website nobody knows of. The second holds 0, 1,
// 1: (12 + 6 + 2) / 25; of the first networks 1 and business systems 1 are known: (6 + 2) / 13.
TEST(Gap, IsToldOfPeopleOfAnOrganization) {
  const value all = fixture::workplace().run(gap_generated + "--by person --for npo_03 --format json").json();
  const auto& rows = all.at("rows").as_array();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].at("person").as_string(), "npo_03_staff_2");
  EXPECT_DOUBLE_EQ(rows[0].at("gap").as_double(), 20. / 25);
  EXPECT_DOUBLE_EQ(rows[1].at("gap").as_double(), 8. / 13);
  EXPECT_DOUBLE_EQ(rows[1].at("coverage").as_double(), .5);
}

// The same means as in the summary of all organizations, with what adds most.
TEST(Gap, IsToldBySectorRegionAndSkill) {
  const fixture::workplace place;
  const value whole = place.run(gap_generated + "--format json").json();
  const value sectors = place.run(gap_generated + "--by sector --format json").json();
  const value skills = place.run(gap_generated + "--by skill --format json").json();
  EXPECT_EQ(sectors.at("rows").as_array()[0].at("gap"), whole.at("summary").at("sectors").as_array()[0].at("gap"));
  ASSERT_EQ(skills.at("rows").as_array().size(), whole.at("summary").at("skills").as_array().size());
  EXPECT_EQ(skills.at("rows").as_array()[0].at("skill"), whole.at("summary").at("skills").as_array()[0].at("skill"));
  double sum = 0;
  for (const value& one : sectors.at("rows").as_array()[0].at("adds").as_array()) sum += one.at("share").as_double();
  EXPECT_NEAR(sum, sectors.at("rows").as_array()[0].at("gap").as_double(), 1e-12);
  EXPECT_EQ(place.run(gap_generated + "--by region --format json").json().at("rows").as_array().size(), 6u);
}

TEST(Gap, IsToldOfAPart) {
  const fixture::workplace place;
  const auto rows = [&](const std::string& words) {
    return place.run(gap_generated + words + " --format json").json().at("rows").as_array().size();
  };
  EXPECT_EQ(rows("--for npo_03,npo_04"), 2u);
  EXPECT_EQ(rows("--for pro_bono"), rows("--query 'programs'"));
  EXPECT_EQ(place.run(gap_generated + "--for npo_3").status, 2);
  EXPECT_EQ(place.run(gap_generated + "--by program").out.find("No program requires a skill") == std::string::npos,
            false);
}

// People are counted as people, and who is asked for without requiring anything does not make the others' ties vanish.
TEST(Gap, CountsPeopleAsPeopleAndSaysOfWhomNothingIsRequired) {
  const fixture::workplace place;
  std::ofstream{place.path() / "vertices.csv"}
      << "id,kind\nnpo,organization\nidle,organization\nann,person\nweb,skill\n";
  std::ofstream{place.path() / "ties.csv"} << "relation,source,target,begin,weight\nemploys,npo,ann,2023-01-01,\n"
                                              "requires_skill,npo,web,2023-01-01,4\nhas_skill,ann,web,2023-01-01,1\n";
  const value all = place.run("gap . --by person --format json").json();
  EXPECT_EQ(all.at("summary").at("people").as_int64(), 1);
  EXPECT_EQ(all.at("summary").as_object().if_contains("organizations"), nullptr);
  EXPECT_NE(place.run("gap . --for idle")
                .prose()
                .find("No organization of those asked for requires a skill: ties.csv "
                      "has no requires_skill tie of one that counts."),
            std::string::npos);
  const auto later = place.run("gap . --since 2024-01-01");
  EXPECT_EQ(later.status, 2);
  EXPECT_NE(later.err.find("--since: 2024-01-01 lies after the day of the network, 2023-01-01"), std::string::npos)
      << later.err;
}

// The level is 1 until 2024, then 3 of 4: 3/4 before, 1/4 after.
TEST(Gap, IsToldSinceADayAndByEvidence) {
  const fixture::workplace place;
  std::ofstream{place.path() / "vertices.csv"}
      << "id,kind,scale\nnpo,organization,\nann,person,\nweb,skill,0-4 ordinal\n";
  std::ofstream{place.path() / "ties.csv"} << "relation,source,target,begin,weight,evidence\nemploys,npo,ann,,,\n"
                                              "requires_skill,npo,web,,4,\nhas_skill,ann,web,2023,1,assessed\n"
                                              "has_skill,ann,web,2024,3,self-assessed\n";
  const value all = place.run("gap . --since 2023 --format json").json();
  const value& row = all.at("rows").as_array().at(0);
  EXPECT_EQ(row.at("before").as_double(), .75);
  EXPECT_EQ(row.at("after").as_double(), .25);
  EXPECT_EQ(row.at("skills").as_array().at(0).at("change").as_double(), -.5);
  EXPECT_EQ(row.at("reason").as_string(), "web lowered it most, by 0.5: held from 1 to 3.");
  EXPECT_EQ(place.run("gap . --evidence assessed --format json").json().at("rows").as_array()[0].at("gap").as_double(),
            .75);
  EXPECT_NE(place.run("gap . --evidence assesed").err.find("did you mean 'assessed'?"), std::string::npos);
  for (const char* const word : {"ordinal", "npo"})  // none is evidence of a level here
    EXPECT_NE(place.run(std::string{"gap . --evidence "} + word).err.find("is the evidence of nothing here"),
              std::string::npos);
  EXPECT_NE(place.run("gap . --holders mean").err.find("ordinal and have no mean"), std::string::npos);
  EXPECT_EQ(place.run("gap . --since 2023 --by skill").status, 2);
}

TEST(Gap, SaysWhichScalesItCantRead) {
  const fixture::workplace place;
  std::ofstream{place.path() / "vertices.csv"} << "id,kind,scale\nnpo,organization,\nann,person,\nweb,skill,4-0\n";
  std::ofstream{place.path() / "ties.csv"}
      << "relation,source,target,weight\nemploys,npo,ann,\nrequires_skill,npo,web,4\n";
  EXPECT_NE(
      place.run("gap .").prose().find("No scale that can be read (such as '0-4' or '1-8 ordinal'): '4-0' of web."),
      std::string::npos);
}

// Levels without a stated type are averaged as they were, and the answer says so.
TEST(Gap, SaysWhereItAveragesLevels) {
  const fixture::workplace place;
  EXPECT_NE(place.run(gap_generated + "--holders mean").out.find("Averaged as numbers"), std::string::npos);
  EXPECT_EQ(place.run(gap_generated + "--holders best").out.find("Averaged as numbers"), std::string::npos);
}

}  // namespace
}  // namespace capnet
