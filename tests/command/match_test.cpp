#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <fstream>
#include <string>

#include "run.hpp"

namespace capnet {
namespace {

using boost::json::value;

const std::string match_generated = "match '" CAPNET_SOURCE_DIR "/examples/data/probono_generated' ";

/// ann and bob fit the site by web, which has one place; eve's level is too low and she has too few hours.
fixture::workplace match_place(const std::string& ann_hours = "5") {
  return {
      {"vertices.csv",
       "id,kind,hours_per_week,months,mode,team\nann,person," + ann_hours +
           ",3,online,\nbob,person,6,3,either,\neve,person,1,3,online,\nweb,skill,,,,\nsite,project,4,2,online,1\n"},
      {"ties.csv",
       "relation,source,target,weight\nhas_skill,ann,web,3\nhas_skill,bob,web,2\nhas_skill,eve,web,1\n"
       "requires_skill,site,web,2\n"}};
}

TEST(Match, TellsPairsAndWhyOthersAreLeftOver) {
  const value all = match_place().run("match . --format json").json();
  const auto& rows = all.at("rows").as_array();
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].at("volunteer").as_string(), "ann");
  EXPECT_EQ(rows[0].at("project").as_string(), "site");
  EXPECT_EQ(rows[0].at("hours").as_int64(), 4);
  EXPECT_EQ(rows[0].at("score").as_int64(), 1);
  EXPECT_EQ(rows[0].at("reason").as_string(), "Meets 1 of 1 skill (100% by importance): web; gives 4 of 5 h a week.");
  EXPECT_EQ(rows[1].at("volunteer").as_string(), "bob");
  EXPECT_TRUE(rows[1].at("project").is_null());
  EXPECT_TRUE(rows[1].at("score").is_null());
  EXPECT_EQ(rows[1].at("reason").as_string(), "The project that it fits has no place left, at a score of 1.");
  EXPECT_EQ(rows[1].at("change").as_string(), "One more place in site would fill one more, and could be this one's.");
  EXPECT_EQ(rows[2].at("reason").as_string(),
            "No place is left that it is near to. Nearest of all is site: web at level 2 is required, level 1 is held; "
            "4 h a week are asked, 1 offered.");
  const value& summary = all.at("summary");
  EXPECT_EQ(summary.at("places_filled").as_int64(), 1);
  EXPECT_EQ(summary.at("bound").as_int64(), 1);
  EXPECT_TRUE(summary.at("certified").as_bool());
}

// 30 hours in a month are 6.8994 a week. Numbers stand as they suffice, and begin no word with a capital but the first.
TEST(Match, TellsChangesThatSufficeAsTheyAreWritten) {
  const fixture::workplace place{
      {"vertices.csv",
       "id,kind,hours_per_week,hours_total,months,mode\neve,person,1,,1,online\nweb,skill,,,,\n"
       "site,project,,30,1,on site\n"},
      {"ties.csv", "relation,source,target,weight\nhas_skill,eve,web,1\nrequires_skill,site,web,2\n"}};
  const value all = place.run("match . --format json").json();
  const auto& rows = all.at("rows").as_array();
  ASSERT_EQ(rows.size(), 2u);
  const std::string change = "evel 2 in web instead of 1, 6.9 h a week instead of 1 and mode either instead of online";
  EXPECT_EQ(rows[0].at("change").as_string(),
            "eve with l" + change + " would fill one more place, and could fill this one.");
  EXPECT_EQ(rows[1].at("change").as_string(), "L" + change + " would match it.");
}

TEST(Match, AnswersForEveryGoalOfTheGeneratedNetwork) {
  std::int64_t served = 0;
  for (const std::string goal : {"", "--fair ", "--stable ", "--hours "}) {
    const value all = fixture::workplace().run(match_generated + "--as-of 2024-12-31 " + goal + "--format json").json();
    const value& summary = all.at("summary");
    EXPECT_EQ(summary.at("as_of").as_string(), "2024-12-31");
    EXPECT_EQ(summary.at("projects").as_int64(), 8);
    EXPECT_EQ(summary.at("projects_over").as_int64(), 4);
    EXPECT_GT(summary.at("places_filled").as_int64(), 0);
    EXPECT_TRUE(goal == "--hours " || summary.at("certified").as_bool()) << goal;
    EXPECT_TRUE(goal != "--stable " || summary.at("blocking_pairs").as_int64() == 0);
    if (goal.empty()) {
      served = summary.at("projects_served").as_int64();
    } else if (goal == "--fair ") {
      EXPECT_GE(summary.at("projects_served").as_int64(), served);
    }
    for (const value& row : all.at("rows").as_array()) EXPECT_FALSE(row.at("reason").as_string().empty());
  }
}

TEST(Match, RefusesAbsurdHoursWithTheirLine) {
  const auto result = match_place("-5").run("match .");
  EXPECT_EQ(result.status, 2);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err, "./vertices.csv:2: hours_per_week '-5' of 'ann'; expected a number from 0 to 168\n");
  EXPECT_EQ(match_place("5").run("match . --fair --stable").err,
            "--fair: expected at most one of --fair, --stable and --hours\n");
}

TEST(Match, ExplainsThatThereIsNothingToMatch) {
  const auto result = fixture::workplace().run("match '" CAPNET_SOURCE_DIR "/examples/data/probono'");
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_NE(result.out.find("There is no volunteer"), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("There is no project"), std::string::npos) << result.out;
}

TEST(Match, TellsWhatAnEngagementSkips) {
  const fixture::workplace place = match_place();
  std::ofstream{place.path() / "ties.csv"}
      << "relation,source,target,weight,begin,role\nhas_skill,ann,web,3,,\nrequires_skill,site,web,2,,\n"
         "uses,ann,inventory,,2026-03-01,site\nuses,ann,active,,2026-03-09,site\n";
  std::ofstream{place.path() / "vertices.csv"}
      << "id,kind,hours_per_week,step,terms\nann,person,5,,\nweb,skill,,,\nsite,project,4,,\n"
         "inventory,practice,,1,\nagree,practice,,2,\nactive,practice,,3,regular contact\n";
  const value all = place.run("match . --format json").json();
  const auto& rows = all.at("engagements").as_array();
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].at("of").as_string(), "ann and site");
  EXPECT_EQ(rows[0].at("step").as_string(), "active");
  EXPECT_EQ(rows[0].at("problems").as_array()[0].as_string(),
            "./ties.csv:5: inventory -> active of ann and site: agree is skipped; expected it, or that it is left out");
}

}  // namespace
}  // namespace capnet
