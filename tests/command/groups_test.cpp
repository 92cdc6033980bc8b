#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "run.hpp"

namespace capnet {
namespace {

// Persons p01, ..., p33 at "forum", of whom every third has the need "money"; two at "small".
class GroupsCommand : public testing::Test {
 protected:
  GroupsCommand() {
    std::string vertices = "id,kind\nforum,event\nsmall,event\nmoney,need\n", ties = "relation,source,target\n";
    for (int p = 1; p <= 33; ++p) {
      const std::string id = (p < 10 ? "p0" : "p") + std::to_string(p);
      vertices += id + ",person\n";
      ties += "attends," + id + ",forum\n";
      if (p % 3 == 0) ties += "has_need," + id + ",money\n";
      if (p <= 2) ties += "attends," + id + ",small\n";
    }
    place.write("vertices.csv", vertices);
    place.write("ties.csv", ties);
  }
  [[nodiscard]] static std::vector<std::size_t> sizes(const boost::json::value& all) {
    std::vector<std::size_t> found;
    for (const auto& row : all.at("rows").as_array()) found.push_back(row.at("members").as_array().size());
    return found;
  }
  fixture::workplace place{};
};

TEST_F(GroupsCommand, SplitsThirtyThreeInFive) {
  const auto told = place.run("groups . --into 5 --format json");
  ASSERT_EQ(told.status, 0) << told.err;
  const auto all = told.json();
  EXPECT_EQ(sizes(all), (std::vector<std::size_t>{7, 7, 7, 6, 6}));
  EXPECT_EQ(all.at("summary").at("event").as_string(), "forum");
  EXPECT_EQ(all.at("summary").at("repeats").as_int64(), 0);  // p01 and p02 met at "small", and are apart
  for (const auto& row : all.at("rows").as_array()) EXPECT_FALSE(row.at("reason").as_string().empty());
  EXPECT_EQ(all.at("manifest").at("seed").as_int64(), 0);
  EXPECT_EQ(place.run("groups . --into 5 --format json").out, told.out);
  EXPECT_EQ(sizes(place.run("groups . --format json").json()), (std::vector<std::size_t>{6, 6, 6, 5, 5, 5}));
}

TEST_F(GroupsCommand, KeepsWhatIsAskedOrSaysWhatConflicts) {
  const auto held =
      place.run("groups . --into 5 --must p01,p02,p03 --cannot p04,p05 --fixed p06=4 --absent p07 --format json");
  ASSERT_EQ(held.status, 0) << held.err;
  const auto all = held.json();
  const auto& fourth = all.at("rows").as_array()[3].at("members").as_array();
  EXPECT_NE(std::find(fourth.begin(), fourth.end(), boost::json::value("p06")), fourth.end());
  EXPECT_EQ(held.out.find("\"p07\",\"p"), std::string::npos);
  const auto conflict = place.run("groups . --into 2 --cannot p01,p02,p03 --must p08,p09");
  EXPECT_EQ(conflict.status, 1);
  EXPECT_NE(conflict.err.find("'p01' without 'p02'"), std::string::npos) << conflict.err;
  EXPECT_EQ(conflict.err.find("p08"), std::string::npos) << conflict.err;
}

TEST_F(GroupsCommand, CountsWhoStaysAwayOnce) {
  const auto all = place.run("groups . --into 5 --absent p07,p07 --format json").json();
  EXPECT_EQ(all.at("summary").at("absent").to_number<int>(), 1);
}

TEST_F(GroupsCommand, RefusesWhatItDoesNotKnow) {
  for (const char* const words :
       {"--event money", "--event nowhere", "--into 34", "--into 0", "--objective shape", "--must p01", "--fixed p01",
        "--fixed p01=9 --into 5", "--absent nobody", "--event small --cannot p01,p09"}) {
    const auto told = place.run(std::string{"groups . "} + words);
    EXPECT_EQ(told.status, 2) << words;
    EXPECT_EQ(told.out, "") << words;
  }
}

TEST_F(GroupsCommand, SaysWhereNobodyTakesPart) {
  place.write("ties.csv", "relation,source,target\n");
  const auto told = place.run("groups . --format json");
  EXPECT_EQ(told.status, 0) << told.err;
  EXPECT_TRUE(told.json().at("rows").as_array().empty());
  EXPECT_TRUE(told.json().at("summary").at("empty").is_string());
}

TEST_F(GroupsCommand, TellsEachMeetingApart) {
  const auto told = place.run("groups . --event forum --into 11 --meetings 2 --format json");
  ASSERT_EQ(told.status, 0) << told.err;
  const auto all = told.json();
  EXPECT_EQ(all.at("rows").as_array().size(), 22u);
  EXPECT_EQ(all.at("rows").as_array()[11].at("meeting").as_int64(), 2);
  EXPECT_EQ(all.at("summary").at("repeats").as_int64(), 0);
}

}  // namespace
}  // namespace capnet
