/// The registry, as the command and the document list it.
#include <gtest/gtest.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "run.hpp"

namespace capnet {
namespace {

using boost::json::value;

TEST(MeasureList, SaysOfEveryMeasureWhatItIs) {
  const fixture::workplace place;
  std::set<std::string> names;
  const value told = place.run("measure --list --format json").json();
  for (const value& row : told.at("rows").as_array()) {
    const std::string name{row.at("name").as_string()};
    EXPECT_TRUE(names.insert(name).second) << name << " stands twice";
    for (const char* field : {"label", "label_ja", "meaning", "meaning_ja", "unit", "definition", "source", "cost",
                              "header", "defined_for"})
      EXPECT_FALSE(row.at(field).as_string().empty()) << name << ' ' << field;
    EXPECT_TRUE(std::ifstream{CAPNET_SOURCE_DIR "/include/" + std::string{row.at("header").as_string()}}.good())
        << name;
  }
  for (const char* name :
       {"common_agenda", "shared_measurement", "mutually_reinforcing_activities", "continuous_communication",
        "backbone_support", "participation", "partner_trust", "density.RELATION", "betweenness"})
    EXPECT_TRUE(names.contains(name)) << name;
}

/// The table of docs/measures.md is that of the registry. CAPNET_WRITE_DOCUMENTS=1 writes it anew.
TEST(MeasureList, IsTheTableOfTheDocument) {
  const std::string file = CAPNET_SOURCE_DIR "/docs/measures.md";
  std::ostringstream read;
  read << std::ifstream{file}.rdbuf();
  const std::string page = read.str();
  const std::size_t first = page.find("measure_list_test.cpp -->\n") + 26, last = page.find("<!-- end of measures -->");
  ASSERT_NE(last, std::string::npos);
  std::string table = "| measure | of | unit | definition | source | time | header |\n|---|---|---|---|---|---|---|\n";
  const fixture::workplace place;
  const value told = place.run("measure --list --format json").json();
  for (const value& row : told.at("rows").as_array()) {
    const auto text = [&](const char* field) { return std::string{row.at(field).as_string()}; };
    table += "| `" + text("name") + "` | " + text("of") + " | " + text("unit") + " | " + text("definition") + " | " +
             text("source") + " | " + text("cost") + " | `" + text("header").substr(7) + "` |\n";
  }
  if (std::getenv("CAPNET_WRITE_DOCUMENTS") != nullptr) {
    std::ofstream{file} << page.substr(0, first) << table << page.substr(last);
    return;
  }
  EXPECT_EQ(page.substr(first, last - first), table);
}

}  // namespace
}  // namespace capnet
