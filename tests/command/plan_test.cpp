#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string>
#include <vector>

#include "run.hpp"

namespace capnet {
namespace {

// npo requires web 4; ann holds 2. Gap 1/2. "basics" teaches 3 for 100, "expert" 4 for 300, after "basics".
class PlanCommand : public testing::Test {
 protected:
  PlanCommand() {
    place.write("vertices.csv",
                "id,kind,name_en,seats,hours,cost\nnpo,organization,Food bank,,,\nann,person,Ann,,,\nweb,skill,Web,,,\n"
                "basics,event,Basics,5,2,100\nexpert,event,Expert,5,6,300\n");
    place.write("ties.csv", ties);
    place.write("attributes.csv", "of,name,type,unit,meaning,description\nevent,cost,number,JPY,amount,\n");
  }
  [[nodiscard]] boost::json::value ask(const std::string& more) const {
    const auto result = place.run("plan . --format json " + more);
    EXPECT_EQ(result.status, 0) << result.err;
    return result.json();
  }
  [[nodiscard]] static std::vector<std::string> events(const boost::json::value& all) {
    std::vector<std::string> keys;
    for (const auto& row : all.at("rows").as_array()) keys.emplace_back(row.at("event").as_string());
    return keys;
  }
  const std::string ties =
      "relation,source,target,status,weight\nrequires_skill,npo,web,,4\nemploys,npo,ann,,\nhas_skill,ann,web,,2\n"
      "teaches,basics,web,planned,3\nteaches,expert,web,planned,4\ndepends_on,expert,basics,planned,\n";
  fixture::workplace place{};
};
using plan_keys = std::vector<std::string>;

TEST_F(PlanCommand, TellsWhatToHoldForWhomAndWhy) {
  const auto all = ask("");
  ASSERT_EQ(events(all), (plan_keys{"basics", "expert"}));
  const auto& first = all.at("rows").as_array()[0];
  EXPECT_EQ(first.at("gain").to_number<double>(), .25);
  EXPECT_EQ(first.at("cost").to_number<double>(), 100);
  EXPECT_EQ(first.at("attendees").as_array()[0].as_string(), "ann");
  EXPECT_EQ(first.at("reason").as_string(),
            "Web of Food bank rises from 2 to 3 where 4 is required; one attends of 5 seats.");
  const auto& summary = all.at("summary");
  EXPECT_EQ(summary.at("gap_before").to_number<double>(), .5);
  EXPECT_EQ(summary.at("gap_after").to_number<double>(), 0);
  EXPECT_GE(summary.at("bound").to_number<double>(), .5);
  EXPECT_EQ(summary.at("cost").to_number<double>(), 400);
  EXPECT_TRUE(all.at("manifest").is_object());
}

TEST_F(PlanCommand, KeepsItsLimits) {
  EXPECT_EQ(events(ask("--events 1")), plan_keys{"basics"});
  EXPECT_EQ(events(ask("--money 399")), plan_keys{"basics"});
  EXPECT_EQ(events(ask("--hours 2")), plan_keys{"basics"});
  EXPECT_EQ(events(ask("--seats 1")), plan_keys{"basics"});
  const auto none = ask("--money 99");
  EXPECT_TRUE(events(none).empty());
  EXPECT_TRUE(none.at("summary").at("empty").is_string());
  const auto passed = none.at("passed_over").as_array();
  ASSERT_EQ(passed.size(), 2u);
  EXPECT_EQ(passed[0].at("reason").as_string(), "Its cost is 100 JPY, more than the limit of 99 JPY.");
}

TEST_F(PlanCommand, IsReadByPeopleAndAsCsv) {
  const auto told = place.run("plan . --money 400");
  EXPECT_EQ(told.status, 0) << told.err;
  EXPECT_NE(told.prose().find("falls from 0.5 (0.5 to 0.5) to 0 (0 to 0)"), std::string::npos) << told.out;
  const auto csv = place.run("plan . --format csv");
  EXPECT_EQ(csv.out.substr(0, csv.out.find('\n')).find("event,"), 0u) << csv.out;
}

TEST_F(PlanCommand, SaysThatThePlanIsTheBestWhereItIs) {
  EXPECT_NE(place.run("plan .").prose().find("this one closes 0.5: it is the best there is."), std::string::npos);
}

TEST_F(PlanCommand, RefusesARoundAndAbsurdNumbers) {
  EXPECT_EQ(place.run("plan . --money -1").status, 2);
  EXPECT_EQ(place.run("plan . --seats 1.5").status, 2);
  place.write("ties.csv", ties + "depends_on,basics,expert,planned,\n");
  const auto round = place.run("plan .");
  EXPECT_EQ(round.status, 2);
  EXPECT_EQ(round.out, "");
  EXPECT_NE(round.err.find("basics -> expert -> basics"), std::string::npos) << round.err;
}

TEST_F(PlanCommand, DoesNotDependOnThreads) {
  EXPECT_EQ(place.run("plan . --format json --threads 1").out, place.run("plan . --format json --threads 3").out);
}

}  // namespace
}  // namespace capnet
