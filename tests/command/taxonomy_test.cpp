#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string>

#include "run.hpp"

namespace capnet {
namespace {

using boost::json::value;

const std::string taxonomies_at = "'" CAPNET_SOURCE_DIR "/examples/data/taxonomies/";
const std::string probono_at = "'" CAPNET_SOURCE_DIR "/examples/data/probono_generated' ";
const std::string probono_to_digcomp = "taxonomy " + probono_at + "--to " + taxonomies_at + "digcomp' --crosswalk " +
                                       taxonomies_at + "probono_to_digcomp.csv' ";

// 5 + 21 + 362 + 523 = 911
TEST(Taxonomy, CountsWhatDigcompHolds) {
  const fixture::outcome told = fixture::workplace().run("taxonomy " + taxonomies_at + "digcomp' --format json");
  EXPECT_EQ(told.status, 0) << told.err;
  EXPECT_NE(told.err.find("warning: entries of type 'Glossary' are no skills"), std::string::npos);
  const value all = told.json();
  EXPECT_EQ(all.at("summary").at("skills").as_int64(), 911);
  EXPECT_EQ(all.at("summary").at("languages").as_array().size(), 1u);
  EXPECT_EQ(all.at("types").as_array()[2].at("type").as_string(), "statement");
  EXPECT_EQ(all.at("types").as_array()[2].at("skills").as_int64(), 362);
  EXPECT_EQ(all.at("levels").as_array().size(), 8u);
  EXPECT_EQ(all.at("rows").as_array().size(), 911u);
}

TEST(Taxonomy, FindsSkillsByNameOrSuggestsTheNearest) {
  const fixture::workplace place;
  const value found =
      place.run("taxonomy " + taxonomies_at + "digcomp' --find 'MANAGING information' --format json").json();
  ASSERT_EQ(found.at("rows").as_array().size(), 1u);
  EXPECT_EQ(found.at("rows").as_array()[0].at("skill").as_string(), "1.3");
  EXPECT_NE(place.run("taxonomy " + taxonomies_at + "digcomp' --find 'managing informaton'")
                .prose()
                .find("did you mean 'Managing information'?"),
            std::string::npos);
}

// 13 of the 25 skills have a link, some two: 15 links. Those of six skills have a rule for levels.
TEST(Taxonomy, ReportsHowMuchACrosswalkMapsAndWhy) {
  const value all = fixture::workplace().run(probono_to_digcomp + "--format json").json();
  EXPECT_EQ(all.at("summary").at("mapped").as_int64(), 13);
  EXPECT_EQ(all.at("summary").at("with_levels").as_int64(), 6);
  EXPECT_DOUBLE_EQ(all.at("summary").at("coverage").as_double(), 13. / 25);
  EXPECT_EQ(all.at("summary").at("unmapped").as_array().size(), 12u);
  std::size_t mapped = 0;
  for (const value& row : all.at("rows").as_array()) {
    EXPECT_FALSE(row.at("reason").as_string().empty());
    mapped += !row.at("target").is_null();
    EXPECT_EQ(row.at("target").is_null(), row.at("confidence").is_null());
  }
  EXPECT_EQ(mapped, 15u);
  EXPECT_EQ(all.at("rows").as_array().size(), 15u + 12u);
}

// Level 2 of 0-4 is 3-4 of DigComp's eight by the rule of the link.
TEST(Taxonomy, InfersWhatIsHeldWithItsConfidence) {
  const fixture::workplace place;
  place.write("skills.csv", "id,name\nsecurity,Security\nseo,SEO\n");
  place.write("vertices.csv", "id,kind\nann,person\nbob,person\n");
  place.write("ties.csv",
              "relation,source,target,weight,evidence\nhas_skill,ann,security,2,assessed\nhas_skill,bob,security,,\n"
              "has_skill,ann,seo,0,\nhas_skill,bob,seo,1,inferred\n");
  const value all = place.run(probono_to_digcomp + "--held . --format json").json();
  const auto& rows = all.at("rows").as_array();
  ASSERT_EQ(rows.size(), 4u) << "seo is not had by the one, and inferred of the other: nothing follows";
  EXPECT_EQ(rows[0].at("skill").as_string(), "4.1");
  EXPECT_EQ(rows[0].at("level_low").as_int64(), 3);
  EXPECT_EQ(rows[0].at("level_high").as_int64(), 4);
  EXPECT_DOUBLE_EQ(rows[0].at("confidence").as_double(), .8);
  EXPECT_TRUE(rows[1].at("level_low").is_null()) << "no rule";
  EXPECT_TRUE(rows[2].at("level_low").is_null()) << "no level";
}

/// A folder with the taxonomies a (of a0 and a1, on the scale 0-4) and t (of t0, on 1-8), and who holds what of a.
fixture::workplace held_of_a(const std::string& links, const std::string& ties) {
  return fixture::workplace{{"a.csv", "id,name,scale\na0,A0,0-4\na1,A1,0-4\n"},
                            {"t.csv", "id,name,scale\nt0,T0,1-8\n"},
                            {"at.csv", "source,target,relation,confidence,levels\n" + links},
                            {"d/skills.csv", "id,name\na0,A0\na1,A1\n"},
                            {"d/vertices.csv", "id,kind\np,person\n"},
                            {"d/ties.csv", "relation,source,target,weight\n" + ties}};
}
const std::string from_a_to_t = "taxonomy a.csv --to t.csv --crosswalk at.csv ";

TEST(Taxonomy, RefusesRulesAndLevelsThatLeadOutOfAScale) {
  const fixture::workplace place = held_of_a("a0,t0,close,.8,1=9\n", "has_skill,p,a0,1\n");
  for (const char* const with : {"", "--held d"}) {
    const fixture::outcome told = place.run(from_a_to_t + with);
    EXPECT_EQ(told.status, 2);
    EXPECT_NE(told.err.find("at.csv:2: the link from 'a0' to 't0' has the rule for levels '1=9', but their scales "
                            "are 0-4 and 1-8, and it leads to 9"),
              std::string::npos);
  }
  const fixture::workplace beyond = held_of_a("a0,t0,close,.8,1=1|5=9\n", "has_skill,p,a0,5\n");
  EXPECT_EQ(beyond.run(from_a_to_t + "--held d").err,
            "--held: the level of 'a0' that 'p' holds is 5, but its scale is 0-4; expected a level on the scale that "
            "the source gives it\n");
}

TEST(Taxonomy, TellsOfLinksToWhatNoTaxonomyHasWhetherSkillsAreHeldOrNot) {
  const fixture::workplace place =
      held_of_a("a0,zz,close,.5,\na0,t0,close,.8,\nyy,t0,close,.5,\n", "has_skill,p,a0,1\n");
  for (const char* const with : {"", "--held d"}) {
    const std::string told = place.run(from_a_to_t + with).prose();
    EXPECT_NE(told.find("1 link names a skill that the source does not have, such as yy."), std::string::npos) << told;
    EXPECT_NE(told.find("1 link names a skill that the target does not have, such as zz."), std::string::npos) << told;
  }
  const value all = place.run(from_a_to_t + "--held d --format json").json();
  EXPECT_EQ(all.at("summary").at("inferred").as_int64(), 1) << "t0, and no zz";
  EXPECT_EQ(all.at("rows").as_array()[0].at("skill").as_string(), "t0");
}

TEST(Taxonomy, SaysWhetherOtherHeldSkillsLeadToASkillAsSurely) {
  const auto reason = [](const std::string& links) {
    const fixture::workplace place = held_of_a(links, "has_skill,p,a0,1\nhas_skill,p,a1,1\n");
    return std::string{
        place.run(from_a_to_t + "--held d --format json").json().at("rows").as_array()[0].at("reason").as_string()};
  };
  EXPECT_EQ(reason("a0,t0,close,.8,1=1-2\na1,t0,close,.8,1=3-4\n"),
            "p holds 'a0', which is close to 'T0' with confidence 0.8; the level is the range of those that follow as "
            "surely; 1 other held skill leads to it as surely.");
  EXPECT_EQ(reason("a0,t0,close,.8,1=1-2\na1,t0,close,.7,1=3-4\n"),
            "p holds 'a0', which is close to 'T0' with confidence 0.8; the level follows by the link's rule; 1 other "
            "held skill leads to it less surely.");
}

TEST(Taxonomy, ComposesCrosswalksAndTurnsThemRound) {
  const fixture::workplace place;
  place.write("a.csv", "id,name\na,A\n");
  place.write("c.csv", "id,name\nc,C\n");
  place.write("ab.csv", "source,target,relation,confidence\na,b,exact,0.5\n");
  place.write("bc.csv", "source,target,relation,confidence\nb,c,broader,0.5\n");
  const value there = place.run("taxonomy a.csv --to c.csv --crosswalk ab.csv --crosswalk bc.csv --format json").json();
  EXPECT_DOUBLE_EQ(there.at("rows").as_array()[0].at("confidence").as_double(), .25);
  EXPECT_EQ(there.at("rows").as_array()[0].at("via").as_array()[0].as_string(), "b");
  const value back =
      place.run("taxonomy c.csv --to a.csv --crosswalk ab.csv --crosswalk bc.csv --inverse --format json").json();
  EXPECT_EQ(back.at("rows").as_array()[0].at("relation").as_string(), "narrower");
}

TEST(Taxonomy, WritesSkillsAndRequirementsForADataFolder) {
  const fixture::workplace place;
  EXPECT_EQ(place.run("taxonomy " + taxonomies_at + "onet' -o skills.csv --prefix onet.").status, 0);
  EXPECT_EQ(
      place.run("taxonomy " + taxonomies_at + "onet' --occupation Fundraisers --for npo -o ties.csv --prefix onet.")
          .status,
      0);
  place.write("vertices.csv", "id,kind\nnpo,organization\n");
  const fixture::outcome told = place.run("gap . --format json");
  ASSERT_EQ(told.status, 0) << told.err;
  EXPECT_EQ(told.json().at("rows").as_array()[0].at("skills").as_array().size(), 30u);
}

TEST(Taxonomy, RefusesWhatDoesNotGoTogether) {
  const fixture::workplace place;
  place.write("a.csv", "id,name\na,A\n");
  const auto err = [&](const std::string& words) {
    const fixture::outcome told = place.run("taxonomy a.csv " + words);
    EXPECT_EQ(told.status, 2) << words;
    EXPECT_EQ(told.out, "");
    return told.err;
  };
  EXPECT_EQ(err("--to a.csv"), "--to: nothing says which skill is which; expected --crosswalk with a table of links\n");
  EXPECT_EQ(err("--crosswalk x.csv"),
            "--crosswalk: a crosswalk leads to another taxonomy; expected --to with that taxonomy\n");
  EXPECT_EQ(err("--occupation x"),
            "--occupation: 'x' is no occupation of the taxonomy, which has none; expected a taxonomy such as O*NET or "
            "ESCO\n");
  EXPECT_EQ(err("--as-of 2020"),
            "--as-of: is the day of which skills are held; expected --held with a data folder too\n");
  EXPECT_NE(err("--to a.csv --crosswalk x.csv").find("x.csv: there is no such file"), std::string::npos);
}

}  // namespace
}  // namespace capnet
