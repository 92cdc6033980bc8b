/// capnet bench: what it counts, when it calls that a loss, and what bad input gets. No time is compared here.
#include <gtest/gtest.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <functional>
#include <string>

#include "run.hpp"

namespace capnet {
namespace {

using boost::json::object;
using boost::json::value;
using fixture::outcome;
using fixture::workplace;

//   acme -runs-> help <-participates_in- npo      "programs <-participates_in- orgs" finds npo alone
//   corp -runs-> care
const std::string vertices =
    "id,kind,sector\nacme,organization,company\ncorp,organization,company\nnpo,organization,nonprofit\n"
    "help,program,\ncare,program,\n";
const std::string ties = "relation,source,target\nruns,acme,help\nruns,corp,care\nparticipates_in,npo,help\n";
const std::string reached = "orgs[sector=company] -runs-> programs <-participates_in- orgs";
const std::string run_by = "programs <-runs- orgs";

class Bench : public testing::Test {
 protected:
  /// A baseline of now, after `change` was made to each of its benchmarks.
  void baseline(const std::function<void(object&)>& change = [](object&) {}) const {
    ASSERT_EQ(place.run("bench net queries.txt --repeat 1 --json now.json").status, 0);
    value made = boost::json::parse(content(place.path() / "now.json"));
    for (value& one : made.at("benchmarks").as_array()) change(one.as_object());
    place.write("before.json", boost::json::serialize(made));
  }
  /// Compares with it, whatever time it takes.
  outcome compare(const std::string& more = {}) const {
    return place.run("bench net queries.txt --repeat 1 --baseline before.json --time-tolerance 1000 " + more);
  }
  const workplace place{
      {"net/vertices.csv", vertices}, {"net/ties.csv", ties}, {"queries.txt", reached + "\n" + run_by + "\n"}};
};

TEST_F(Bench, WritesWhatEachQueryTouchesInTheFieldsOfGoogleBenchmarkAndItsOwn) {
  ASSERT_EQ(place.run("bench net queries.txt --repeat 2 --json now.json").status, 0);
  const value made = boost::json::parse(content(place.path() / "now.json"));
  EXPECT_EQ(made.at("context").at("json_schema_version").as_int64(), 1);
  const auto& all = made.at("benchmarks").as_array();
  ASSERT_EQ(all.size(), 2);
  EXPECT_EQ(all[0].at("name").as_string(), reached);
  EXPECT_EQ(all[1].at("name").as_string(), run_by);
  EXPECT_EQ(all[0].at("rows").as_int64(), 1) << "npo";
  EXPECT_EQ(all[1].at("rows").as_int64(), 2) << "acme and corp";
  for (const value& one : all) {
    for (const char* field : {"median_ns", "q1_ns", "q3_ns", "touched_bytes", "touched_lines", "iterations",
                              "real_time", "cpu_time", "repetitions", "threads"}) {
      ASSERT_TRUE(one.as_object().contains(field)) << field;
      EXPECT_GT(one.at(field).to_number<double>(), 0) << field;
    }
    EXPECT_EQ(one.at("run_name"), one.at("name"));
    EXPECT_EQ(one.at("run_type").as_string(), "iteration");
    EXPECT_EQ(one.at("time_unit").as_string(), "ns");
    EXPECT_LE(one.at("q1_ns").as_int64(), one.at("median_ns").as_int64());
    EXPECT_LE(one.at("median_ns").as_int64(), one.at("q3_ns").as_int64());
  }
}

TEST_F(Bench, CountsWhatQueryMeasureCounts) {
  const value made = place.run("bench net queries.txt --repeat 1 --format json").json();
  const value measured = place.run("query net '" + reached + "' --measure --format json").json();
  std::int64_t bytes = 0, lines = 0;
  for (const value& step : measured.at("plan").as_array()) {
    bytes += step.at("touched").at("bytes").as_int64();
    lines += step.at("touched").at("lines").as_int64();
  }
  EXPECT_EQ(made.at("benchmarks").at(0).at("touched_bytes").as_int64(), bytes);
  EXPECT_EQ(made.at("benchmarks").at(0).at("touched_lines").as_int64(), lines);
  EXPECT_EQ(made.at("manifest").at("arguments").at(0).as_string(), "bench");
}

TEST_F(Bench, FindsNoLossAgainstItself) {
  baseline();
  const outcome same = compare();
  EXPECT_EQ(same.status, 0) << same.out << same.err;
  EXPECT_NE(same.out.find("No loss in 2 questions compared with before.json."), std::string::npos) << same.out;
}

TEST_F(Bench, FailsWhereMoreIsTouchedThanTheBaselineAllows) {
  for (const char* field : {"touched_bytes", "touched_lines"}) {
    baseline([&](object& one) { one[field] = one[field].as_int64() - 1; });
    const outcome lost = compare();
    EXPECT_EQ(lost.status, 1) << lost.out << lost.err;
    EXPECT_NE(lost.out.find("queries.txt:1: '" + reached + "' touches "), std::string::npos) << lost.out;
    EXPECT_NE(lost.out.find("A loss in 2 of 2 questions"), std::string::npos) << lost.out;
    EXPECT_EQ(compare("--tolerance .2").status, 0);
    const value told = compare("--format json").json().at("comparison");
    ASSERT_EQ(told.at("losses").as_array().size(), 2);
    EXPECT_EQ(told.at("losses").at(0).at("field").as_string(), field);
    EXPECT_EQ(told.at("losses").at(0).at("value").as_int64(), told.at("losses").at(0).at("baseline").as_int64() + 1);
  }
}

TEST_F(Bench, FailsWhereTheAnswerChanged) {
  baseline([](object& one) { one["rows"] = one["rows"].as_int64() + 1; });
  const outcome lost = compare("--tolerance 10");
  EXPECT_EQ(lost.status, 1) << "of the same network nothing is tolerated" << lost.err;
  EXPECT_NE(lost.prose().find("has another answer: 1 row; expected 2, as in the baseline"), std::string::npos)
      << lost.out;
}

TEST_F(Bench, AllowsMoreRowsOfANetworkThatGrewWithinTheTolerance) {
  baseline();
  place.write("net/ties.csv", ties + "runs,npo,care\n");  // run_by finds 3 where it found 2
  const outcome grown = compare();
  EXPECT_EQ(grown.status, 1) << grown.err;
  EXPECT_NE(grown.out.find("the network is not the one of the baseline"), std::string::npos) << grown.out;
  EXPECT_EQ(compare("--tolerance .5").status, 0);
}

TEST_F(Bench, TellsQuestionsWithoutABaselineAndBaselinesWithoutAQuestion) {
  baseline();
  place.write("queries.txt", run_by + "\nprograms\n");
  const outcome some = compare();
  EXPECT_EQ(some.status, 0) << some.err;
  EXPECT_NE(some.out.find("1 question compared"), std::string::npos) << some.out;
  EXPECT_NE(some.out.find("1 question has no baseline"), std::string::npos) << some.out;
  EXPECT_NE(some.prose().find("1 question is in the baseline but not asked: '" + reached + "'"), std::string::npos);
}

TEST_F(Bench, SaysWithStatus2ThatNothingWasCompared) {
  baseline([](object& one) { one["name"] = "another " + std::string{one["name"].as_string()}; });
  const outcome others = compare("--json later.json");
  EXPECT_EQ(others.status, 2);
  EXPECT_EQ(others.out, "");
  EXPECT_NE(others.err.find("before.json: nothing was compared: it has none of the questions of queries.txt"),
            std::string::npos)
      << others.err;
  EXPECT_FALSE(std::filesystem::exists(place.path() / "later.json"));
  place.write("before.json", R"({"benchmarks": []})");
  EXPECT_EQ(compare().status, 2);
  baseline();
  const outcome other_day = compare("--as-of 2020");
  EXPECT_EQ(other_day.status, 2);
  EXPECT_NE(other_day.err.find("expected the same --as-of"), std::string::npos) << other_day.err;
}

TEST_F(Bench, PlacesFaultyQueriesInTheirFile) {
  place.write("queries.txt",
              "\xEF\xBB\xBF# of whom\r\n\r\nprograms\r\n  orgs -rns-> programs\r\nevnts\r\n programs \r\n\xFF\n");
  const outcome bad = place.run("bench net queries.txt --json now.json");
  EXPECT_EQ(bad.status, 2);
  EXPECT_EQ(bad.out, "");
  EXPECT_NE(bad.err.find("queries.txt:4:9: relation 'rns' is not known"), std::string::npos) << bad.err;
  EXPECT_NE(bad.err.find("queries.txt:5:1: kind 'evnts' is not known"), std::string::npos) << bad.err;
  EXPECT_NE(bad.err.find("queries.txt:6: 'programs' stands on line 3 already"), std::string::npos) << bad.err;
  EXPECT_NE(bad.err.find("queries.txt:7:1: this is not UTF-8"), std::string::npos) << bad.err;
  EXPECT_FALSE(std::filesystem::exists(place.path() / "now.json"));
  const value told = place.run("bench net queries.txt --format json").json();
  EXPECT_EQ(told.at("errors").at(0).at("file").as_string(), "queries.txt");
  EXPECT_EQ(told.at("errors").at(0).at("line").as_int64(), 4);
}

TEST_F(Bench, RefusesFilesOfQueriesThatHoldNoneOrTooMany) {
  for (const char* text : {"", "\n\n", "# nothing\n", "\xEF\xBB\xBF"}) {
    place.write("queries.txt", text);
    const outcome none = place.run("bench net queries.txt");
    EXPECT_EQ(none.status, 2);
    EXPECT_NE(none.err.find("queries.txt: holds no query"), std::string::npos) << none.err;
  }
  std::string many;
  for (int n = 0; n < 10'001; ++n) many += "programs[size=" + std::to_string(n) + "]\n";
  place.write("queries.txt", many);
  EXPECT_NE(place.run("bench net queries.txt").err.find("queries.txt:10001: is the 10,001st query"), std::string::npos);
  place.write("queries.txt", std::string(20'000, 'x'));
  EXPECT_EQ(place.run("bench net queries.txt").status, 2);
  EXPECT_NE(place.run("bench net net").err.find("net: is a directory"), std::string::npos);
  EXPECT_NE(place.run("bench net none.txt").err.find("none.txt: there is no such file"), std::string::npos);
}

TEST_F(Bench, RefusesBaselinesThatAreNone) {
  const outcome missing = compare();
  EXPECT_EQ(missing.status, 2);
  EXPECT_NE(missing.err.find("before.json: there is no such file; expected the file that capnet bench NET QUERIES.txt "
                             "--json FILE writes"),
            std::string::npos)
      << missing.err;
  const auto refused = [&](const std::string& text, const std::string& why) {
    place.write("before.json", text);
    const outcome bad = compare();
    EXPECT_EQ(bad.status, 2) << text;
    EXPECT_EQ(bad.out, "") << text;
    EXPECT_NE(bad.err.find("before.json: " + why), std::string::npos) << bad.err;
  };
  const std::string counts = R"("touched_bytes": 1, "touched_lines": 1, "rows": 1)";
  refused("", "is no JSON");
  refused("{", "is no JSON");
  refused(std::string(100'000, '['), "is no JSON");
  refused("[]", "has no list 'benchmarks'");
  refused(R"({"benchmarks": 3})", "has no list 'benchmarks'");
  refused(R"({"benchmarks": [3]})", "benchmark 1 is no object");
  refused(R"({"benchmarks": [{}]})", "benchmark 1 has no text 'name'");
  refused(R"({"benchmarks": [{"name": "programs"}]})", "'programs' has no 'rows'");
  refused(R"({"benchmarks": [{"name": "programs", "rows": -1}]})", "'programs' has 'rows' that is no count");
  refused(R"({"benchmarks": [{"name": "programs", "rows": 1, "touched_bytes": "1"}]})",
          "'programs' has 'touched_bytes' that is no count");
  refused(R"({"benchmarks": [{"name": "programs", "q3_ns": "x", )" + counts + "}]}",
          "'programs' has 'q3_ns' that is no time");
  refused(R"({"benchmarks": [{"name": "a", )" + counts + R"(}, {"name": "a", )" + counts + "}]}", "'a' stands twice");
  refused(R"({"context": [], "benchmarks": []})", "has a 'context' that is no object");
  refused(R"({"context": {"data_hash": 1}, "benchmarks": []})", "has a context with 'data_hash' that is no text");
}

TEST_F(Bench, ComparesCountsAloneWithABaselineThatSaysNothingOfItsMachine) {
  place.write("before.json", R"({"benchmarks": [{"name": ")" + run_by +
                                 R"(", "median_ns": 1, "q1_ns": 1, "q3_ns": 1, "touched_bytes": 9000,
                                 "touched_lines": 9000, "rows": 2}]})");
  const outcome lean = place.run("bench net queries.txt --repeat 1 --baseline before.json");
  EXPECT_EQ(lean.status, 0) << lean.out << lean.err;
  EXPECT_NE(lean.out.find("times were not compared"), std::string::npos) << lean.out;
  EXPECT_NE(lean.out.find("1 question touches less than in the baseline"), std::string::npos) << lean.out;
}

// A baseline of one nanosecond is beaten by no machine.
TEST_F(Bench, ComparesTimesOnAMachineOfTheSameKindAlone) {
  baseline([](object& one) { one["median_ns"] = one["q1_ns"] = one["q3_ns"] = 1; });
  value before = boost::json::parse(content(place.path() / "before.json"));
  if (before.at("context").at("cpu_model").as_string().empty()) GTEST_SKIP() << "the processor has no name here";
  const std::string command = "bench net queries.txt --repeat 1 --baseline before.json";
  const outcome slower = place.run(command);
  EXPECT_EQ(slower.status, 1) << slower.err;
  EXPECT_NE(slower.prose().find("even in its fastest quarter; expected at most 0.002 microseconds, which is 100% over"),
            std::string::npos)
      << slower.out;
  before.at("context").at("num_cpus") = 4'000;
  place.write("before.json", boost::json::serialize(before));
  const outcome elsewhere = place.run(command);
  EXPECT_EQ(elsewhere.status, 0) << elsewhere.out;
  EXPECT_NE(elsewhere.out.find("times were not compared"), std::string::npos) << elsewhere.out;
}

TEST_F(Bench, NeverMakesALossTheBaseline) {
  baseline();
  const outcome both = compare("--json ./before.json");
  EXPECT_EQ(both.status, 2);
  EXPECT_NE(both.err.find("is named by --json and by --baseline"), std::string::npos) << both.err;
}

TEST_F(Bench, RefusesSharesThatAreNone) {
  for (const char* share : {"x", "-1", "10%", "nan", "inf", "1001", "''"}) {
    const outcome bad = place.run("bench net queries.txt --tolerance " + std::string{share});
    EXPECT_EQ(bad.status, 2) << share;
  }
  EXPECT_EQ(place.run("bench net queries.txt --repeat 0").status, 2);
}

TEST_F(Bench, TakesAPackedNetwork) {
  baseline();
  ASSERT_EQ(place.run("pack net net.capnet").status, 0);
  const outcome same =
      place.run("bench net.capnet queries.txt --repeat 1 --baseline before.json --time-tolerance 1000");
  EXPECT_EQ(same.status, 0) << same.out << same.err;
}

}  // namespace
}  // namespace capnet
