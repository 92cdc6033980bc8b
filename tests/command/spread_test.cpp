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

TEST_F(SpreadCommand, SpreadsByThresholdsToTwoAndAHalf) {
  const value all = run("--model linear_threshold").json();
  EXPECT_EQ(all.at("summary").at("spread").as_double(), 2.5);
  EXPECT_EQ(all.at("summary").at("normalized"), value(false));
  ties(".75");
  EXPECT_EQ(run("--model linear_threshold").err,
            "the weights of the ties into 'd' sum to 1.25; expected at most 1, or to normalize them\n");
  // d: .4 x .5 + .6 x .5
  EXPECT_EQ(run("--model linear_threshold --normalize").json().at("summary").at("spread").as_double(), 2.5);
}

TEST_F(SpreadCommand, SaysWhatCoinsWereDrawnBy) {
  EXPECT_FALSE(run("").json().at("summary").as_object().contains("coins")) << "exact";
  EXPECT_EQ(run("--samples 9").json().at("summary").at("coins"), value("by_row"));
  EXPECT_EQ(run("--samples 9 --coins by_tie").json().at("summary").at("coins"), value("by_tie"));
  EXPECT_NE(run("--coins by_tye").err.find("did you mean 'by_tie'?"), std::string::npos);
}

// SI with p = 1: b and c at step 1, d at step 2.
TEST_F(SpreadCommand, GoesInSteps) {
  std::ofstream{place.path() / "ties.csv"} << "relation,source,target\nshares_knowledge_with,a,b\n"
                                              "shares_knowledge_with,b,d\nshares_knowledge_with,c,d\n";
  const value all = run("--model si --probability 1 --samples 20").json();
  const auto& steps = all.at("steps").as_array();
  ASSERT_EQ(steps.size(), 3u);
  EXPECT_EQ(steps[1].at("infectious"), value(2));
  EXPECT_EQ(steps[2].at("susceptible"), value(1)) << "nobody tells c";
  EXPECT_EQ(all.at("summary").at("steps"), value(2));
  EXPECT_EQ(all.at("summary").at("share_at_end"), value(1));
  EXPECT_EQ(all.at("rows").as_array()[2].at("first_step"), value(2));
  const value by_relation = run("--model sir --recovery 0 --probability shares_knowledge_with=1,.5 --steps 1").json();
  EXPECT_EQ(by_relation.at("summary").at("spread"), value(2));
}

TEST_F(SpreadCommand, SpreadsToThoseOfWhoseNeighborsEnoughKnow) {
  const value all = run("--model complex_contagion --at-least 2").json();
  EXPECT_EQ(all.at("summary").at("spread"), value(1)) << "b and c have one neighbor each";
  EXPECT_EQ(run("--model complex_contagion --share 1").json().at("summary").at("spread"), value(4));
  EXPECT_NE(run("--model complex_contagion").err.find("expected --at-least K or --share Q"), std::string::npos);
  EXPECT_NE(run("--share .5").err.find("expected it with --model complex_contagion"), std::string::npos);
}

TEST_F(SpreadCommand, SpreadsByDays) {
  std::ofstream{place.path() / "ties.csv"} << "relation,source,target,weight,begin,end\n"
                                              "shares_knowledge_with,a,b,1,2020-01-10,\n"
                                              "shares_knowledge_with,b,d,1,,2020-01-05\n";
  EXPECT_EQ(run("--dated").json().at("summary").at("spread"), value(2));
  EXPECT_EQ(run("--dated --from-day 2021").json().at("summary").at("from_day"), value("2021-01-01"));
  const value steps = run("--dated --from-day 2020-01-09 --model si --samples 5").json();
  EXPECT_EQ(steps.at("steps").as_array()[2].at("day"), value("2020-01-10"));
  EXPECT_EQ(steps.at("steps").as_array()[2].at("infectious"), value(2));
  EXPECT_EQ(steps.at("summary").at("dated"), value(true));
}

TEST_F(SpreadCommand, RefusesOptionsThatDoNotFitTheModelAllAtOnce) {
  const auto result = run("--model si --recovery .5 --normalize --from-day 2020 --retention .5");
  EXPECT_EQ(result.status, 2);
  EXPECT_EQ(result.err,
            "--recovery: is not for si; expected it with --model sir, sis or seir\n"
            "--retention: is not for si; expected it with --model independent_cascade or linear_threshold\n"
            "--normalize: is not for si; expected it with --model linear_threshold\n"
            "--from-day: is the first day of a dated spread; expected it with --dated\n");
  EXPECT_NE(run("--model sir --dated").err.find("--dated: steps are days; expected --from-day"), std::string::npos);
  EXPECT_NE(run("--dated --as-of 2020").err.find("expected neither --as-of nor --window"), std::string::npos);
}

TEST_F(SpreadCommand, RefusesWhatIsNoProbabilityAndNoSteps) {
  for (const char* option : {"--model sir --recovery=-1", "--model sir --recovery 1.5", "--model seir --incubation x",
                             "--probability 2", "--probability=-.5", "--retention nan"}) {
    const auto result = run(option);
    EXPECT_EQ(result.status, 2);
    EXPECT_NE(result.err.find(" is no probability; expected a number from 0 to 1"), std::string::npos) << result.err;
  }
  EXPECT_NE(run("--model sir --steps 0").err.find("expected a whole number from 1 to 1,000,000"), std::string::npos);
  EXPECT_NE(run("--probability attend=.5").err.find("did you mean 'attends'?"), std::string::npos);
  EXPECT_EQ(place.run("spread . --from '' --relation shares_knowledge_with").status, 2);
}

}  // namespace
}  // namespace capnet
