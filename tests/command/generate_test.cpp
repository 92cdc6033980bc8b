#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "run.hpp"

namespace capnet {
namespace {

TEST(Generate, WritesTheFolderOfTheExamplesAndTellsItsSize) {
  const fixture::workplace place;
  const auto done = place.run("generate probono --seed 7 --volunteers 30 --projects 12 made");
  EXPECT_EQ(done.status, 0) << done.err;
  EXPECT_EQ(done.out, "made: 213 vertices and 1,081 ties\n");
  EXPECT_TRUE(content(place.path() / "made/ties.csv") ==
              content(CAPNET_SOURCE_DIR "/examples/data/probono_generated/ties.csv"));
  const auto told = place.run("generate probono --seed 7 --json again");
  EXPECT_EQ(told.json().at("ties").as_int64(), 1081) << "30 and 12 are what is made where nothing is said";
  EXPECT_EQ(told.json().at("manifest").at("seed").as_int64(), 7);
  EXPECT_EQ(told.json().at("manifest").at("arguments").as_array().size(), 6u);
}

TEST(Generate, RefusesSizesThatAreNone) {
  const fixture::workplace place;
  const std::string expected = "; expected a whole number from 1 to ";
  for (const auto& [words, message] : std::vector<std::pair<std::string, std::string>>{
           {"--volunteers 0", "--volunteers: '0' is out of range" + expected + "1,000,000\n"},
           {"--projects 0", "--projects: '0' is out of range" + expected + "100,000\n"},
           {"--projects 1e4", "--projects: '1e4' is no whole number" + expected + "100,000\n"},
           {"--volunteers -3", "--volunteers: '-3' is no whole number" + expected + "1,000,000\n"}}) {
    const auto refused = place.run("generate probono made " + words);
    EXPECT_EQ(refused.status, 2) << words;
    EXPECT_EQ(refused.err, message);
  }
  EXPECT_FALSE(std::filesystem::exists(place.path() / "made"));
  EXPECT_EQ(place.run("generate").status, 2);
  EXPECT_EQ(place.run("generate others made").status, 2);
  EXPECT_EQ(place.run("generate probono").status, 2);
}

TEST(Generate, RefusesAPlaceThatIsTaken) {
  const fixture::workplace place{{"made/a.txt", "a"}};
  const auto refused = place.run("generate probono made");
  EXPECT_EQ(refused.status, 2);
  EXPECT_NE(refused.err.find("made: can't be written: it is there already, and not empty"), std::string::npos)
      << refused.err;
  EXPECT_EQ(content(place.path() / "made/a.txt"), "a");
}

}  // namespace
}  // namespace capnet
