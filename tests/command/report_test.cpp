#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "run.hpp"

namespace capnet {
namespace {

const std::string report_nptech = "report '" CAPNET_SOURCE_DIR "/examples/data/nptech' ";

std::string page_in(const fixture::workplace& place, const char* file) {
  std::ostringstream text;
  text << std::ifstream{place.path() / file}.rdbuf();
  return text.str();
}
bool has(const std::string& page, const char* words) { return page.find(words) != std::string::npos; }

TEST(ReportCommand, AssumesNothingUnasked) {
  const fixture::workplace place;
  EXPECT_EQ(place.run(report_nptech).out, "report.html\n");
  const std::string page = page_in(place, "report.html");
  EXPECT_TRUE(has(page, "\"spread\":{\"none\":\"missing\"}"));
  EXPECT_FALSE(has(page, "\"what_if\":{"));
  EXPECT_TRUE(has(page, "\"model\":\"constant_rate\""));
}

TEST(ReportCommand, MakesTheSameBytesAtAnyThreadCount) {
  const fixture::workplace place;
  const std::string asked = report_nptech +
                            "--probability 0.3 --spread-from seminar_storage --what-if --rate 1 --replicas 20 "
                            "--months 6 --seed 7 ";
  const auto one = place.run(asked + "--threads 1 -o one.html");
  EXPECT_EQ(one.status, 0) << one.err;
  EXPECT_EQ(place.run(asked + "--threads 8 -o eight.html").status, 0);
  const std::string page = page_in(place, "one.html");
  EXPECT_EQ(page, page_in(place, "eight.html"));
  EXPECT_TRUE(has(page, "\"what_if\":{\"from\":\"2024-12-31\",\"months\":6,\"replicas\":20,\"seed\":\"7\""));
}

TEST(ReportCommand, ShowsWhatAnAssumedLeaveWouldCost) {
  const fixture::workplace place;
  const std::string generated = "report '" CAPNET_SOURCE_DIR "/examples/data/probono_generated' ";
  EXPECT_EQ(place.run(generated).status, 0);
  EXPECT_TRUE(has(page_in(place, "report.html"), "\"losses\":{\"none\":\"missing\"}"));
  EXPECT_EQ(place.run(generated + "--leave 0.15").status, 0);
  EXPECT_TRUE(has(page_in(place, "report.html"), "\"losses\":{\"days\":[\"2025-04-01\"]"));
  EXPECT_NE(place.run(generated + "--leave 1.5").status, 0);
  EXPECT_NE(place.run(report_nptech + "--leave 0.5").err.find("no organization employs anyone"), std::string::npos);
}

TEST(ReportCommand, RefusesWhatItCannotSimulate) {
  const fixture::workplace place;
  EXPECT_NE(place.run(report_nptech + "--probability 1.5").status, 0);
  EXPECT_NE(place.run(report_nptech + "--spread-from dell").err.find("expected a probability to assume of each link"),
            std::string::npos);
  EXPECT_NE(place.run(report_nptech + "--from 2023").err.find("expected it with --what-if"), std::string::npos);
  EXPECT_NE(place.run(report_nptech + "--what-if --months 600 --replicas 100000").err.find("at most 1,000,000"),
            std::string::npos);
  EXPECT_FALSE(std::ifstream{place.path() / "report.html"}.good()) << "no file where there is no report";
}

}  // namespace
}  // namespace capnet
