/// Attributes through the command: what is inferred, filters, ranks, counts, and what a weight is taken for.
#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string>

#include "run.hpp"

namespace capnet {
namespace {

using boost::json::value;

/// A host delivers three events; two people have levels of a skill.
struct attributes_by_command : testing::Test {
  fixture::workplace place;
  std::string folder = (place.path() / "data").string();
  void SetUp() override {
    place.write("data/vertices.csv",
                "id,kind,name,code,cost,seats\n"
                "host,organization,,,,\na,event,,007,1200,10\nb,event,,012,800,\nc,event,,,,30\n"
                "ann,person,,,,\nbo,person,,,,\nsewing,skill,,,,\n");
    place.write("data/ties.csv",
                "relation,source,target,begin,weight\n"
                "delivers,host,a,2024-01-01,\ndelivers,host,b,2024-01-01,\ndelivers,host,c,2024-01-01,\n"
                "delivers,host,c,2024-02-01,\nhas_skill,ann,sewing,2024-01-01,3\nhas_skill,bo,sewing,2024-01-01,2\n"
                "collaborates_with,ann,bo,2024-01-01,0.5\n");
    place.write("data/attributes.csv",
                "of,name,type,unit,meaning,description\nevent,cost,number,JPY,amount,What it costs.\n");
  }
  std::string ids(const value& answer) {
    std::string text;
    for (const value& row : answer.at("rows").as_array())
      text += (text.empty() ? "" : " ") + std::string{row.at("vertex").as_string()};
    return text;
  }
  value query(const std::string& asked) {
    return place.run("query '" + folder + "' " + asked + " --format json").json();
  }
};

TEST_F(attributes_by_command, ShowWhatIsDeclaredAndWhatIsInferred) {
  const value shown = place.run("show '" + folder + "' --schema --format json").json();
  const auto row = [&](const char* of, const char* name) -> const value& {
    for (const value& one : shown.at("rows").as_array()) {
      if (one.at("of").as_string() == of && one.at("name").as_string() == name) return one;
    }
    throw std::runtime_error{name};
  };
  EXPECT_EQ(row("event", "cost").at("unit").as_string(), "JPY");
  EXPECT_EQ(row("event", "cost").at("meaning").as_string(), "amount");
  EXPECT_TRUE(row("event", "cost").at("declared").as_bool());
  EXPECT_EQ(row("event", "code").at("type").as_string(), "text") << "with leading zeros";
  EXPECT_FALSE(row("event", "code").at("declared").as_bool());
  EXPECT_EQ(row("has_skill", "weight").at("meaning").as_string(), "level");
}

TEST_F(attributes_by_command, AreFiltersAndRanks) {
  EXPECT_EQ(ids(query("'events[cost>=1000]'")), "a");
  EXPECT_EQ(ids(query("'events[cost<1000,code=012]'")), "b");
  EXPECT_EQ(ids(query("'events[cost!=800]'")), "a") << "of c nothing is known";
  EXPECT_EQ(ids(query("'events[seats=unknown]'")), "b");
  const value ranked = query("'orgs -delivers-> events' --by seats");
  EXPECT_EQ(ids(ranked), "c a b") << "unknown last";
  EXPECT_EQ(ranked.at("rows").as_array()[0].at("value").as_int64(), 30);
  EXPECT_TRUE(ranked.at("rows").as_array()[2].at("value").is_null());
  EXPECT_EQ(query("'orgs -delivers-> events' --by cost").at("summary").at("unit").as_string(), "JPY");
  EXPECT_EQ(ids(query("'orgs -delivers-> events' --by cost --top 1")), "a");
}

TEST_F(attributes_by_command, CountMatchesNotVertices) {
  EXPECT_EQ(query("'orgs -delivers-> events' --count").at("summary").at("count").to_number<std::uint64_t>(), 4u)
      << "c was delivered twice";
  EXPECT_EQ(query("'orgs -delivers-> events[seats>=30]' --count").at("summary").at("count").to_number<int>(), 2);
  EXPECT_EQ(query("'events[seats>99]' --count").at("summary").at("count").to_number<int>(), 0);
}

TEST_F(attributes_by_command, AreRefusedWithTheirColumn) {
  const auto said = [&](const std::string& asked) { return place.run("query '" + folder + "' " + asked).err; };
  EXPECT_NE(said("'events[costs>5]'").find("query:1:8: 'costs' can't be asked for"), std::string::npos);
  EXPECT_NE(said("'events[costs>5]'").find("did you mean 'cost'?"), std::string::npos);
  EXPECT_NE(said("'events[cost>much]'").find("query:1:13: 'much' is not a number; expected one, as 'cost' is (in JPY)"),
            std::string::npos)
      << said("'events[cost>much]'");
  EXPECT_NE(said("'events[code<5]'").find("'code' is a text, which is neither less nor more"), std::string::npos);
  EXPECT_NE(said("'orgs[sector>company]'").find("'sector' is neither less nor more"), std::string::npos);
  EXPECT_NE(said("'events' --by code").find("--by: 'code' is text"), std::string::npos);
  EXPECT_NE(said("'events' --by costs").find("did you mean 'cost'?"), std::string::npos);
}

TEST_F(attributes_by_command, SayWhetherWalksHaveWeights) {
  const value levels = query("'people -has_skill-> skills <-has_skill- people'");
  EXPECT_TRUE(levels.at("rows").as_array()[0].at("weight").is_null()) << "levels don't multiply";
  EXPECT_EQ(levels.at("summary").at("by").as_string(), "walks");
  const value chances = query("'people -collaborates_with- people'");
  EXPECT_EQ(chances.at("rows").as_array()[0].at("weight").to_number<double>(), .5);
  EXPECT_NE(place.run("query '" + folder + "' 'people -has_skill-> skills' --by weight")
                .err.find("walks of this query have no weight, as that of 'has_skill' is a level"),
            std::string::npos);
  EXPECT_NE(place.run("spread '" + folder + "' --from ann --relation has_skill")
                .err.find("'weight' of relation 'has_skill' is declared as level; expected the probability"),
            std::string::npos);
  EXPECT_EQ(place.run("spread '" + folder + "' --from ann --relation collaborates_with").status, 0);
}

}  // namespace
}  // namespace capnet
