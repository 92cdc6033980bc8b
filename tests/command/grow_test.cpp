#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string>
#include <utility>

#include "run.hpp"

namespace capnet {
namespace {

using boost::json::value;

const std::string grow_generated =
    "grow '" CAPNET_SOURCE_DIR "/examples/data/probono_generated' --steps 6 --seed 7 --format json ";

TEST(Grow, GivesTheSameBytesAtAnyThreadCount) {
  const fixture::workplace place;
  for (const char* replicas : {"1", "5"}) {
    const std::string line = grow_generated + "--rate 90 --replicas " + replicas + " --threads ";
    const auto one = place.run(line + "1");
    EXPECT_EQ(one.status, 0);
    EXPECT_EQ(one.out, place.run(line + "8").out);
  }
}

TEST(Grow, SaysFromWhatItCanBeRunAgain) {
  const value all = fixture::workplace().run(grow_generated + "--threads 3").json();
  const auto& manifest = all.at("manifest").as_object();
  EXPECT_EQ(manifest.at("seed").as_int64(), 7);
  EXPECT_EQ(manifest.at("data_hash").as_string().size(), 16u);
  for (const value& word : manifest.at("arguments").as_array()) EXPECT_NE(word.as_string(), "--threads");
}

TEST(Grow, AddsUp) {
  const value all = fixture::workplace().run(grow_generated).json();
  std::int64_t members = all.at("summary").at("start").at("members").as_int64();
  ASSERT_EQ(all.at("rows").as_array().size(), 6u);
  for (const value& row : all.at("rows").as_array()) {
    members += row.at("joined").as_int64();
    EXPECT_EQ(row.at("members").as_int64(), members);
    EXPECT_FALSE(row.at("reason").as_string().empty());
  }
  EXPECT_EQ(all.at("rows").as_array()[0].at("day").as_string(), "2025-01-31");
}

TEST(Grow, RefusesAProgramThatIsNone) {
  const auto result = fixture::workplace().run(grow_generated + "--program npo_01");
  EXPECT_EQ(result.status, 2);
  EXPECT_NE(result.err.find("'npo_01' is not a program but of kind organization"), std::string::npos) << result.err;
}

TEST(Grow, RefusesNumbersOutOfRangeAndSaysWhichItTakes) {
  const fixture::workplace place;
  const std::pair<std::string, std::string> wrong[] = {
      {"--steps 400000", "--steps: '400000' is out of range; expected a whole number from 1 to 10,000\n"},
      {"--steps 0", "--steps: '0' is out of range; expected a whole number from 1 to 10,000\n"},
      {"--steps 4294967297", "--steps: '4294967297' is out of range; expected a whole number from 1 to 10,000\n"},
      {"--replicas 10001", "--replicas: '10001' is out of range; expected a whole number from 1 to 10,000\n"},
      {"--threads 257", "--threads: '257' is out of range; expected a whole number from 0 to 256\n"},
      {"--seed -1", "--seed: '-1' is no whole number; expected a whole number from 0 to 18,446,744,073,709,551,615\n"},
      {"--seed 18446744073709551616",
       "--seed: '18446744073709551616' is out of range; expected a whole number from 0 to "
       "18,446,744,073,709,551,615\n"},
      {"--ties 0x2", "--ties: '0x2' is no whole number; expected a whole number from 0 to 10,000\n"}};
  for (const auto& [words, message] : wrong) {
    const auto result = place.run("grow '" CAPNET_SOURCE_DIR "/examples/data/probono_generated' " + words);
    EXPECT_EQ(result.status, 2);
    EXPECT_EQ(result.out, "");
    EXPECT_EQ(result.err, message);
  }
}

TEST(Grow, RefusesMoreStepsOverAllReplicasThanItKeeps) {
  const auto result = fixture::workplace().run("grow '" CAPNET_SOURCE_DIR
                                               "/examples/data/probono_generated' --steps 10000 --replicas 10000");
  EXPECT_EQ(result.status, 2);
  EXPECT_EQ(result.err,
            "--replicas: 10,000 replicas of 10,000 steps are 100,000,000 steps; expected at most 1,000,000 over all "
            "replicas\n");
}

TEST(Grow, RefusesDaysBeyondTheYear9999) {
  const auto result = fixture::workplace().run(grow_generated + "--as-of 9999-12-31");
  EXPECT_EQ(result.status, 2);
  EXPECT_NE(result.err.find("6 steps after 9999-12-31 go beyond the year 9999"), std::string::npos) << result.err;
}

TEST(Grow, ReadsALeadingZeroAsDecimal) {
  const auto result = fixture::workplace().run("grow '" CAPNET_SOURCE_DIR
                                               "/examples/data/probono_generated' --steps 010 --format json");
  EXPECT_EQ(result.json().at("rows").as_array().size(), 10u);
}

}  // namespace
}  // namespace capnet
