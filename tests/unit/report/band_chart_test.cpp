/// Bands as SVG.
#include <gtest/gtest.h>

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>

#include <sstream>
#include <string>
#include <vector>

#include "report/band_chart.hpp"

namespace capnet {
namespace {

band_chart two_panels() {
  return {.title = "Growth of 'a <b> & c'",
          .note = "Simulated, not observed.",
          .x_title = "month",
          .x_ticks = {{0, "2024-01"}, {1, "2024-02"}, {2, "2024-03"}},
          .sections = {{.title = "Members",
                        .unit = "organizations",
                        .panels = {{"rate=1", {{0, 80, 80, 80, 80, 80}, {2, 82, 90, 95, 100, 120}}}, {"rate=2", {}}}}}};
}

std::size_t times(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++n;
  return n;
}

TEST(BandChart, IsWellFormedAndStandsAlone) {
  const std::string svg = band_chart_svg(two_panels());
  std::istringstream in{svg};
  boost::property_tree::ptree read;
  ASSERT_NO_THROW(boost::property_tree::read_xml(in, read));
  EXPECT_EQ(read.get<std::string>("svg.title"), "Growth of 'a <b> & c'");
  EXPECT_EQ(read.get<std::string>("svg.<xmlattr>.role"), "img");
  for (const char* outside : {"<script", "href", "url(", "@import", "<image", "onload"})
    EXPECT_EQ(svg.find(outside), svg.npos) << outside;
}

TEST(BandChart, TellsInWordsWhatItShows) {
  const std::string svg = band_chart_svg(two_panels());
  EXPECT_NE(
      svg.find("<desc id=\"chart-desc\">Simulated, not observed. Members, rate=1: median 95 at the end, 5% to 95% "
               "is 82 to 120 organizations. Members, rate=2: not known.</desc>"),
      svg.npos)
      << svg.substr(0, 600);
  EXPECT_EQ(times(svg, ">not known<"), 1u);
  EXPECT_EQ(times(svg, ">month<"), 1u);
  EXPECT_EQ(times(svg, ">2024-01<"), 2u) << "once below each panel";
}

// Of the values 80 to 120 the ticks are 80, 90, ..., 120; the panel is 150 high, so that a step is 37.5, and 95 lies
// (120 - 95) / 40 * 150 = 93.75 below the highest.
TEST(BandChart, DrawsTheMedianWhereTheAxisSaysIt) {
  const std::string svg = band_chart_svg(two_panels());
  const std::size_t path = svg.find("class=\"m\"", svg.find("rate=1</text>"));
  const std::size_t last = svg.find('L', path);
  const double y_last = std::stod(svg.substr(svg.find(' ', last)));
  const std::size_t first = svg.find('M', path);
  const double y_first = std::stod(svg.substr(svg.find(' ', first)));
  EXPECT_NEAR(y_first - y_last, 15. / 40 * 150, .02) << "from 80 to 95";
}

TEST(BandChart, DrawsARangeWhereThereIsOnePlace) {
  band_chart chart = two_panels();
  chart.sections[0].panels[0].points.resize(1);
  EXPECT_EQ(times(band_chart_svg(chart), "<circle"), 1u);
}

TEST(BandChart, TakesNothingAtAll) {
  const std::string svg = band_chart_svg({});
  EXPECT_TRUE(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
  EXPECT_EQ(svg.find("nan"), svg.npos);
  EXPECT_EQ(svg.find("inf"), svg.npos);
}

TEST(BandChart, ShowsWhatWouldSteerADisplay) {
  const std::string svg = band_chart_svg({.title = "a\x1b[31m\xe2\x80\xae"});
  EXPECT_NE(svg.find("a\\x1b[31m\\u202e"), svg.npos);
}

TEST(AxisTicks, AreRoundAndReachOverAll) {
  EXPECT_EQ(axis_ticks(80, 120, 5), (std::vector<double>{80, 90, 100, 110, 120}));
  EXPECT_EQ(axis_ticks(0, 17, 5), (std::vector<double>{0, 5, 10, 15, 20}));
  EXPECT_EQ(axis_ticks(87, 87, 5), (std::vector<double>{87, 87.5, 88}));
  EXPECT_EQ(axis_ticks(-3, 4, 5).front(), -4);
  for (const double high : {1e-9, .3, 7., 1e12}) {
    const auto ticks = axis_ticks(0, high, 5);
    EXPECT_LE(ticks.size(), 7u);
    EXPECT_GE(ticks.back(), high);
  }
}

}  // namespace
}  // namespace capnet
