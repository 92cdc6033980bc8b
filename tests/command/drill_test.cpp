/// capnet drill and mesh: what they answer, and what bad input gets.
#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cmath>
#include <fstream>
#include <set>
#include <string>
#include <utility>

#include "run.hpp"

namespace capnet {
namespace {

using boost::json::value;
using fixture::workplace;

const std::string drill_generated = "drill '" CAPNET_SOURCE_DIR "/examples/data/probono_generated' ";

workplace drill_place(const std::string& posts = "employs,bank,ann,,,\nemploys,bank,ben,,2025-03-31,\n") {
  return {{"vertices.csv",
           "id,kind,name_en,begin,seats,cost\nbank,organization,Food bank,,,\nann,person,Ann,,,\nben,person,Ben,,,\n"
           "web,skill,Web,,,\ndata,skill,Data,,,\nclinic,event,Clinic,2025-02-01,2,9000\n"},
          {"ties.csv", "relation,source,target,begin,end,weight\n" + posts +
                           "requires_skill,bank,web,2024-06-01,,2\nrequires_skill,bank,data,,,3\n"
                           "has_skill,ann,web,,,2\nhas_skill,ann,data,,,3\nhas_skill,ben,data,,,4\n"
                           "has_skill,ben,web,,,1\nteaches,clinic,web,,,2\n"}};
}

// Ann leaves with 1/4, Ben's post ends on 31 March: web 1/4 x nobody else, data 1/4 x 1.
TEST(Drill, SaysWhoIsLastAndWhatWouldHelp) {
  const workplace place = drill_place();
  const value all = place.run("drill . --as-of 2024-10-01 --leave .25 --format json").json();
  const auto& rows = all.at("rows").as_array();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].at("organization").as_string(), "bank");
  EXPECT_EQ(rows[0].at("skill").as_string(), "data");
  EXPECT_EQ(rows[0].at("probability").as_double(), .25);
  EXPECT_EQ(rows[0].at("holders").as_array(), (boost::json::array{"ann", "ben"}));
  EXPECT_EQ(
      rows[0].at("hedge").as_string(),
      "None is known: it has nobody else who may stay and learn it, and nobody outside an organization is known to hold it.");
  EXPECT_EQ(rows[1].at("holders").as_array(), (boost::json::array{"ann"}));
  EXPECT_EQ(rows[1].at("reason").as_string(),
            "Ann (level 2, 25% gone by 2025-04-01) alone holds Web at level 2 or above.");
  EXPECT_EQ(all.at("summary").at("on").as_string(), "2025-04-01");
  EXPECT_EQ(all.at("summary").at("expected_losses").as_double(), .5);
  EXPECT_EQ(all.at("summary").at("expected_after").as_double(), .5);
  // On a day before Ben goes both stay or leave by chance; a seat in the clinic makes him a second holder.
  const value early = place.run("drill . --as-of 2024-10-01 --on 2025-03-01 --leave .25 --format json").json();
  EXPECT_EQ(early.at("rows").as_array()[0].at("skill").as_string(), "web");
  EXPECT_EQ(early.at("rows").as_array()[0].at("with_hedge").as_int64(), 0);  // Ben's contract says that he stays
  EXPECT_EQ(early.at("summary").at("hedges").as_array()[0].at("what").as_string(), "clinic");
  // A month or a year stands for its last day, as in --as-of.
  const value year = place.run("drill . --as-of 2024 --on 2025 --leave .25 --format json").json();
  EXPECT_EQ(year.at("summary").at("as_of").as_string(), "2024-12-31");
  EXPECT_EQ(year.at("summary").at("on").as_string(), "2025-12-31");
}

TEST(Drill, AsksUndatedDataForNoDay) {
  const workplace place = {{"vertices.csv", "id,kind\nbank,organization\nann,person\nweb,skill\n"},
                           {"ties.csv", "relation,source,target\nemploys,bank,ann\nhas_skill,ann,web\n"}};
  const value all = place.run("drill . --leave .5 --format json").json();
  EXPECT_EQ(all.at("rows").as_array()[0].at("probability").as_double(), .5);
  EXPECT_TRUE(all.at("summary").at("on").is_null());
  EXPECT_NE(place.run("drill . --leave .5")
                .prose()
                .find("Of 1 skill that organizations hold through their people, 1 may "
                      "be lost"),
            std::string::npos);
  const auto bare = place.run("drill .");
  EXPECT_EQ(bare.status, 2);
  EXPECT_NE(bare.err.find("expected --leave P"), std::string::npos) << bare.err;
}

/// A checker of the rows: that what they say follows from the data, read anew.
TEST(Drill, RowsOfAGeneratedNetworkAreTrue) {
  const workplace place;
  const value all = place.run(drill_generated + "--leave .2 --format json").json();
  std::set<std::pair<std::string, std::string>> staff;
  std::ifstream ties{CAPNET_SOURCE_DIR "/examples/data/probono_generated/ties.csv"};
  for (std::string line; std::getline(ties, line);) {
    if (!line.starts_with("employs,")) continue;
    const std::size_t first = line.find(','), second = line.find(',', first + 1), third = line.find(',', second + 1);
    staff.emplace(line.substr(first + 1, second - first - 1), line.substr(second + 1, third - second - 1));
  }
  double expected = 0, before = 2;
  ASSERT_FALSE(all.at("rows").as_array().empty());
  for (const value& row : all.at("rows").as_array()) {
    const auto& holders = row.at("holders").as_array();
    for (const value& holder : holders)
      EXPECT_TRUE(staff.contains({std::string{row.at("organization").as_string()}, std::string{holder.as_string()}}));
    const double p = row.at("probability").as_double();
    EXPECT_NEAR(p, std::pow(.2, static_cast<double>(holders.size())), 1e-15);
    EXPECT_LE(p, before);
    EXPECT_LE(row.at("low").as_double(), p);
    EXPECT_NEAR(row.at("low").as_double(), p * std::pow(.2, row.at("unknown").to_number<double>()), 1e-15);
    if (!row.at("with_hedge").is_null()) {
      EXPECT_NEAR(row.at("with_hedge").as_double(), p * .2, 1e-15);
    }
    EXPECT_FALSE(row.at("reason").as_string().empty());
    EXPECT_FALSE(row.at("hedge").as_string().empty());
    before = p, expected += p;
  }
  EXPECT_NEAR(all.at("summary").at("expected_losses").as_double(), expected, 1e-12);
  double left = expected;
  for (const value& one : all.at("summary").at("hedges").as_array()) left -= one.at("cut").as_double();
  EXPECT_NEAR(all.at("summary").at("expected_after").as_double(), left, 1e-12);
}

TEST(Drill, RefusesWhatItCantAnswer) {
  const workplace place = drill_place();
  const auto refused = [&](const std::string& options, const std::string& message) {
    const auto told = place.run("drill . " + options);
    EXPECT_EQ(told.status, 2) << options;
    EXPECT_EQ(told.out, "") << options;
    EXPECT_NE(told.err.find(message), std::string::npos) << options << told.err;
  };
  refused("--leave 1.5", "--leave: '1.5' is no probability; expected a number from 0 to 1");
  refused("--leave -.1", "is no probability");
  refused("--hazard -1", "--hazard: '-1' is no hazard; expected a number from 0");
  refused("--leave .2 --rotation .2", "expected one of --leave, --rotation and --hazard");
  refused("--stability 0", "--stability: '0' is no number of days; expected a number above 0");
  refused("--as-of 2024-10-01 --on 2024-09-30 --leave .2",
          "--on: 2024-09-30 lies before the day of the network, 2024-10-01; expected that day or a later one");
  refused("--on never --leave .2", "--on: 'never' is no date");
  const auto nobody = drill_place("").run("drill . --leave .2");
  EXPECT_EQ(nobody.status, 2);
  EXPECT_NE(nobody.err.find("no organization employs anyone"), std::string::npos) << nobody.err;
}

//   hub - a1 - a2, hub - b, hub - c, hub - d: pieces 2, 1, 1, 1; 3/5 fall away
workplace mesh_place() {
  return {{"vertices.csv",
           "id,kind\nhub,organization\na1,organization\na2,organization\nb,organization\nc,organization\n"
           "d,organization\np,program\n"},
          {"ties.csv",
           "relation,source,target\nruns,hub,p\nparticipates_in,a1,p\nparticipates_in,b,p\nparticipates_in,c,p\n"
           "participates_in,d,p\ncollaborates_with,a1,a2\n"}};
}

TEST(Mesh, TellsTheFewestMeetingsAndWhoMeets) {
  const workplace place = mesh_place();
  const value all = place.run("mesh . --target .3 --seats 2 --format json").json();
  const auto& rows = all.at("rows").as_array();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].at("meeting").as_int64(), 1);
  EXPECT_EQ(rows[0].at("members").as_array(), (boost::json::array{"a1", "b"}));
  EXPECT_EQ(rows[0].at("dependence_after").as_double(), .4);
  EXPECT_EQ(rows[1].at("members").as_array(), (boost::json::array{"a2", "c"}));
  EXPECT_EQ(rows[1].at("dependence_after").as_double(), .2);
  EXPECT_EQ(all.at("summary").at("bound").as_int64(), 2);
  EXPECT_EQ(all.at("summary").at("dependence_before").as_double(), .6);
  EXPECT_TRUE(all.at("summary").at("reached").as_bool());
}

TEST(Mesh, SaysHowFarItGetsWithFewerMeetingsThanItTakes) {
  const workplace place = mesh_place();
  const auto told = place.run("mesh . --target 0 --seats 2 --groups 1");
  EXPECT_EQ(told.status, 0);
  EXPECT_NE(
      told.prose().find("With 1 meeting of up to 2 it comes down to 40%, which is as far as so many get; 0% takes "
                        "3 meetings."),
      std::string::npos)
      << told.out;
  EXPECT_NE(place.run("mesh . --target 1").prose().find("no meeting is needed"), std::string::npos);
}

TEST(Mesh, RefusesAbsurdTargetsAndNetworksWithoutABackbone) {
  const workplace place = mesh_place();
  const auto refused = [&](const std::string& options, const std::string& message) {
    const auto told = place.run("mesh . " + options);
    EXPECT_EQ(told.status, 2) << options;
    EXPECT_NE(told.err.find(message), std::string::npos) << options << told.err;
  };
  refused("--target 1.1", "--target: '1.1' is no share; expected a number from 0 to 1");
  refused("--target x", "is no share");
  refused("", "--target");
  refused("--target .1 --seats 1", "--seats: '1' is out of range; expected a whole number from 2");
  refused("--target .1 --backbone p", "'p' is no organization");
  const workplace none = {{"vertices.csv", "id,kind\na,organization\n"}, {"ties.csv", "relation,source,target\n"}};
  const auto told = none.run("mesh . --target .1");
  EXPECT_EQ(told.status, 2);
  EXPECT_NE(told.err.find("expected a 'runs' tie, or --backbone ID"), std::string::npos) << told.err;
}

/// What docs/turnover.md shows is what the command prints.
TEST(Drill, PageShowsWhatTheCommandPrints) {
  const workplace place;
  std::ifstream page{CAPNET_SOURCE_DIR "/docs/turnover.md"};
  std::string shown, printed;
  std::size_t commands = 0;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("$ capnet ")) {
      const auto told = place.run(line.substr(9, line.find(" examples/") - 9) + " '" CAPNET_SOURCE_DIR "'/" +
                                      line.substr(line.find("examples/")),
                                  "100");
      EXPECT_EQ(told.status, 0) << line << told.err;
      printed = told.out, shown.clear(), ++commands;
    } else if (line.starts_with("```")) {
      if (!printed.empty()) {
        EXPECT_TRUE(printed.starts_with(shown)) << shown << printed;
      }
      printed.clear();
    } else if (!printed.empty()) {
      shown += line + "\n";
    }
  }
  EXPECT_EQ(commands, 2u);
}

}  // namespace
}  // namespace capnet
