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

}  // namespace
}  // namespace capnet
