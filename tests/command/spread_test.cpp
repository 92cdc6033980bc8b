#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <fstream>
#include <string>

#include "run.hpp"

namespace capnet {
namespace {

using boost::json::value;

//      .-> b -.
//    a         -> d    all .5: 1 + 1/2 + 1/2 + 7/16 = 2.4375
//      '-> c -'
class SpreadCommand : public testing::Test {
 protected:
  SpreadCommand() { ties(".5"); }
  void ties(const std::string& last) const {
    std::ofstream{place.path() / "vertices.csv"}
        << "id,kind\na,organization\nb,organization\nc,organization\nd,organization\n";
    std::ofstream{place.path() / "ties.csv"}
        << "relation,source,target,weight\nshares_knowledge_with,a,b,.5\nshares_knowledge_with,a,c,.5\n"
           "shares_knowledge_with,b,d,.5\nshares_knowledge_with,c,d,"
        << last << '\n';
  }
  [[nodiscard]] fixture::outcome run(const std::string& more) const {
    return place.run("spread . --from a --relation shares_knowledge_with --format json " + more);
  }
  fixture::workplace place{};
};

TEST_F(SpreadCommand, IsExactForFewTies) {
  const value all = run("--model independent_cascade").json();
  EXPECT_EQ(all.at("summary").at("spread").as_double(), 2.4375);
  EXPECT_EQ(all.at("summary").at("standard_error").as_int64(), 0);
  EXPECT_TRUE(all.at("summary").at("exact").as_bool());
  const auto& rows = all.at("rows").as_array();
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_EQ(rows[0].at("vertex").as_string(), "a");
  EXPECT_EQ(rows[1].at("vertex").as_string(), "b");
  EXPECT_EQ(rows[3].at("probability").as_double(), .4375);
  EXPECT_EQ(rows[3].at("reason").as_string(),
            "Most likely by a -> b -> d, which passes with probability 0.5 x 0.5 = 0.25; other ways add to it.");
}

TEST_F(SpreadCommand, SamplesTheSameAtAnyThreadCount) {
  const auto one = run("--samples 2000 --seed 7 --threads 1");
  EXPECT_EQ(one.out, run("--samples 2000 --seed 7 --threads 8").out);
  EXPECT_FALSE(one.json().at("summary").at("exact").as_bool());
  EXPECT_NEAR(one.json().at("summary").at("spread").as_double(), 2.4375,
              4 * one.json().at("summary").at("standard_error").as_double());
}

// c -> d passes once in 10^9: no sample shows it, and yet it is possible.
TEST_F(SpreadCommand, SaysHowProbableWhatNoSampleShowedMayBe) {
  std::ofstream{place.path() / "ties.csv"} << "relation,source,target,weight\nshares_knowledge_with,a,d,1e-9\n";
  const value all = run("--samples 1000").json();
  EXPECT_EQ(all.at("summary").at("spread"), value(1));
  EXPECT_EQ(all.at("summary").at("standard_error"), value(0));
  EXPECT_EQ(all.at("summary").at("low"), value(1));
  EXPECT_NEAR(all.at("summary").at("high").as_double(), 1.003827, 5e-7);
  const value& d = all.at("rows").as_array()[1];
  EXPECT_EQ(d.at("probability"), value(0));
  EXPECT_EQ(d.at("low"), value(0));
  EXPECT_NEAR(d.at("high").as_double(), .003827, 5e-7);
  const std::string text = place.run("spread . --from a --relation shares_knowledge_with --samples 1000").out;
  EXPECT_NE(text.find("(standard error 0, 1000 samples); 95%: 1 to 1.004\n"), std::string::npos) << text;
}

TEST_F(SpreadCommand, SaysThatItIgnoresDates) {
  const value all = run("").json();
  EXPECT_EQ(all.at("summary").at("dated"), value(false));
  EXPECT_EQ(all.at("summary").at("note"), value("Dates of ties are ignored beyond the day --as-of."));
  EXPECT_EQ(all.at("summary").at("low"), all.at("summary").at("spread"));
  const std::string text = place.run("spread . --from a --relation shares_knowledge_with").out;
  EXPECT_NE(text.find("\nDates of ties are ignored beyond the day --as-of.\n"), std::string::npos) << text;
}

TEST_F(SpreadCommand, TellsOfManyWeightsThatAreNoProbabilityTheFirstAndHowManyMore) {
  std::ofstream file{place.path() / "ties.csv"};
  file << "relation,source,target,weight\n";
  for (int k = 0; k < 3'000; ++k) file << "shares_knowledge_with,a,b," << 1'000'000 + k << '\n';
  file.close();
  const auto result = run("");
  EXPECT_EQ(result.status, 2);
  EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1'001);
  EXPECT_TRUE(result.err.ends_with("and 2000 further problems\n")) << result.err.substr(result.err.size() - 99);
}

TEST_F(SpreadCommand, RefusesAMissingProbability) {
  ties("");
  const auto result = run("");
  EXPECT_EQ(result.status, 2);
  EXPECT_NE(result.err.find("ties.csv:5: the tie 'shares_knowledge_with' from 'c' to 'd' has no weight"),
            std::string::npos)
      << result.err;
}

TEST_F(SpreadCommand, SuggestsTheNearestNames) {
  const auto result = place.run("spread . --from a --relation share_knowledge_with --model independent_cascade");
  EXPECT_EQ(result.status, 2);
  EXPECT_NE(result.err.find("did you mean 'shares_knowledge_with'?"), std::string::npos) << result.err;
  EXPECT_NE(run("--model independent_casade").err.find("did you mean 'independent_cascade'?"), std::string::npos);
}

TEST_F(SpreadCommand, RefusesNumbersOutOfRange) {
  for (const char* samples : {"0", "1000000001", "4294967297", "-1", "1e3", "+5"}) {
    const auto result = run(std::string{"--samples "} + samples);
    EXPECT_EQ(result.status, 2);
    EXPECT_NE(result.err.find("; expected a whole number from 1 to 1,000,000,000"), std::string::npos) << result.err;
  }
  EXPECT_EQ(run("--samples 010").json().at("summary").at("samples").as_int64(), 10);
}

TEST_F(SpreadCommand, KnowsNoErrorFromOneSample) {
  const value one = run("--samples 1").json();
  EXPECT_TRUE(one.at("summary").at("standard_error").is_null());
  EXPECT_TRUE(one.at("rows").as_array()[1].at("standard_error").is_null());
  const std::string text = place.run("spread . --from a --relation shares_knowledge_with --samples 1").out;
  EXPECT_NE(text.find("(standard error -, 1 sample)"), std::string::npos) << text;
  EXPECT_EQ(text.find("nan"), std::string::npos) << text;
}

}  // namespace
}  // namespace capnet
