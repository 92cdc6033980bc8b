/// Measures of a network, and of parts of it: by relation, kind, sector, day, window and projection.
#include <gtest/gtest.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string>

#include "run.hpp"

namespace capnet {
namespace {

using boost::json::object;
using boost::json::value;

//   a --- b --- c      d       2023
//   a --- b     c --- d        2024 (b-c has ended)
// a and b are companies, c became a municipality in 2024, d is a clinic, which is an organization.
fixture::workplace small_network() {
  return fixture::workplace{
      {"net/kinds.csv", "kind,is\nclinic,organization\n"},
      {"net/vertices.csv",
       "id,kind,sector\na,organization,company\nb,organization,company\nc,organization,nonprofit\nd,clinic,nonprofit\n"
       "e,event,\nf,event,\n"},
      {"net/changes.csv", "vertex,attribute,from,value\nc,sector,2024-01-01,municipality\n"},
      {"net/schema.csv", "relation,source_kinds,target_kinds,directed\nrefers,organization,organization,yes\n"},
      {"net/ties.csv",
       "relation,source,target,begin,end,weight\ncollaborates_with,a,b,2023-01-01,,1\n"
       "collaborates_with,b,c,2023-01-01,2024-01-01,1\ncollaborates_with,c,d,2024-01-01,,1\n"
       "refers,a,c,2023-01-01,,3\nrefers,c,a,2023-01-01,,\nattends,a,e,2023-02-01,,\nattends,b,e,2023-02-01,,\n"
       "attends,b,f,2024-02-01,,\nattends,a,f,2024-02-01,,\nattends,c,f,2024-02-01,,\n"}};
}
std::string day_of_answer(const value& answer) { return std::string{answer.at("as_of").as_string()}; }

TEST(MeasureNetwork, TakesTheTiesOfARelationOnADay) {
  const fixture::workplace place = small_network();
  const value in_2023 =
      place.run("measure net --relation collaborates_with --as-of 2023 --only density,components,degree --format json")
          .json();
  EXPECT_EQ(day_of_answer(in_2023), "2023-12-31");
  EXPECT_EQ(in_2023.at("graph").at("size").as_int64(), 2);
  EXPECT_EQ(in_2023.at("graph").at("components").as_int64(), 2);  // a-b-c, d
  EXPECT_NEAR(in_2023.at("graph").at("density").as_double(), 2 / 6., 1e-15);
  EXPECT_EQ(in_2023.at("vertices").as_array()[1].at("id").as_string(), "b");
  EXPECT_EQ(in_2023.at("vertices").as_array()[1].at("degree").as_int64(), 2);
  const value in_2024 =
      place.run("measure net --relation collaborates_with --as-of 2024 --only components --format json").json();
  EXPECT_EQ(in_2024.at("graph").at("components").as_int64(), 2);  // a-b, c-d
}

TEST(MeasureNetwork, OfARelationOfOnesOwnFollowsArcs) {
  const fixture::workplace place = small_network();
  const value own = place.run("measure net --relation refers --directed --only reciprocity --format json").json();
  EXPECT_EQ(own.at("graph").at("size").as_int64(), 2);
  EXPECT_EQ(own.at("graph").at("reciprocity").as_int64(), 1);
  const fixture::outcome unknown = place.run("measure net --relation refer");
  EXPECT_EQ(unknown.status, 2);
  EXPECT_NE(unknown.err.find("did you mean 'refers'"), std::string::npos) << unknown.err;
}

TEST(MeasureNetwork, ComparesSectorsAsGroups) {
  const fixture::workplace place = small_network();
  const value grouped = place
                            .run(
                                "measure net --relation collaborates_with --as-of 2024 --group sector "
                                "--only ei_index,blau --format json")
                            .json();
  EXPECT_EQ(grouped.at("graph").at("ei_index").as_int64(), 0);                  // a-b within, c-d across
  EXPECT_NEAR(grouped.at("graph").at("blau").as_double(), 1 - 6 / 16., 1e-15);  // 2 companies, 1 and 1
}

// An own relation is declared nowhere in these tables: it joins whatever it joins.
TEST(MeasureNetwork, OfNodesAndEdgesIsThatOfTheSameFolder) {
  const fixture::workplace place;
  const std::string folder = "'" CAPNET_SOURCE_DIR "/examples/data/nptech'";
  ASSERT_EQ(place.run("export " + folder + " out --format csv").status, 0);
  const std::string tables = " --nodes out/nodes.csv --edges out/edges.csv --as-of 2024 --format json";
  const value of_folder = place.run("show " + folder + " --as-of 2024 --format json").json(),
              of_tables = place.run("show" + tables).json();
  for (const char* part : {"orders", "sectors", "sizes"}) EXPECT_EQ(of_folder.at(part), of_tables.at(part)) << part;
  for (const char* name : {"members", "sector_heterogeneity", "backbone_dependence", "components", "backbone_support"})
    EXPECT_EQ(of_folder.at("measures").at(name).at("value"), of_tables.at("measures").at(name).at("value")) << name;
  EXPECT_EQ(place.run("gap" + tables).status, 0);
}

TEST(NetworkPart, KeepsASectorOnTheDay) {
  const fixture::workplace place = small_network();
  const auto organizations = [&](const std::string& how) {
    const value shown = place.run("show net --format json " + how).json();
    return shown.at("measures").at("organizations").at("value").as_int64();
  };
  EXPECT_EQ(organizations("--sector nonprofit --as-of 2023"), 2);  // c and d
  EXPECT_EQ(organizations("--sector nonprofit --as-of 2024"), 1);
  EXPECT_EQ(organizations("--sector municipality,company --as-of 2024"), 3);
  EXPECT_EQ(organizations("--kind clinic"), 1);
  EXPECT_EQ(organizations("--kind organization,event"), 4);
  const value some = place.run("show net --relation attends --format json").json();
  EXPECT_FALSE(some.at("sizes").as_object().contains("collaborates_with"));
  EXPECT_EQ(some.at("sizes").at("attends").as_int64(), 5);
  const fixture::outcome wrong = place.run("show net --sector compny --kind orgnization");
  EXPECT_EQ(wrong.status, 2);
  EXPECT_NE(wrong.err.find("--sector: 'compny'"), std::string::npos) << wrong.err;
  EXPECT_NE(wrong.err.find("--kind: 'orgnization'"), std::string::npos) << wrong.err;
}

// In a window what held on some day of it counts: both b-c and c-d.
TEST(NetworkPart, SeesAWindow) {
  const fixture::workplace place = small_network();
  const value shown = place.run("show net --window 2023-06-01..2024-06-01 --format json").json();
  EXPECT_EQ(shown.at("sizes").at("collaborates_with").as_int64(), 3);
}

// a and b share e and, from 2024 on, f; c shares f with both.
TEST(NetworkPart, TiesOneEndThroughTheOther) {
  const fixture::workplace place = small_network();
  const std::string measure = "measure net --project attends --only triangles,degree --weight weight --format json";
  const value in_2023 = place.run(measure + " --as-of 2023").json(),
              in_2024 = place.run(measure + " --as-of 2024").json();
  EXPECT_EQ(in_2023.at("graph").at("size").as_int64(), 1);
  EXPECT_EQ(in_2024.at("graph").at("size").as_int64(), 3);
  EXPECT_EQ(in_2024.at("graph").at("triangles").as_int64(), 1);
  const value targets =
      place.run("measure net --project attends:targets --as-of 2024 --only degree --format json").json();
  EXPECT_EQ(targets.at("graph").at("order").as_int64(), 2);  // e and f, which share a and b
  EXPECT_EQ(targets.at("graph").at("size").as_int64(), 1);
}

/// A part that was written answers on each day as the part that is asked for does.
TEST(NetworkPart, IsWrittenAsItIsAsked) {
  const fixture::workplace place = small_network();
  int number = 0;
  const auto expect_written = [&](const std::string& part, const std::string& how, std::initializer_list<int> days) {
    const std::string to = "out" + std::to_string(++number);
    ASSERT_EQ(place.run("export net " + to + ' ' + part + how).status, 0) << part;
    ASSERT_EQ(place.run("pack net " + part + how + ' ' + to + ".capnet").status, 0) << part;
    for (const int day : days) {
      const std::string on = " --format json --as-of " + std::to_string(day);
      const std::string asked = place.run("show net " + part + on).answer();
      EXPECT_EQ(place.run("show " + to + on).answer(), asked) << part << on;
      EXPECT_EQ(place.run("show " + to + ".capnet" + on).answer(), asked) << part << on;
    }
  };
  for (const char* part : {"--relation collaborates_with", "--kind clinic,event", "--project attends",
                           "--kind organization --relation refers,attends"})
    expect_written(part, "", {2023, 2024});
  expect_written("--sector nonprofit", " --as-of 2023", {2023});  // c and d; in 2024 d alone
  expect_written("--sector nonprofit", "", {2024});
  EXPECT_EQ(place.run("export net more --format csv --relation attends --json").json().at("ties").as_int64(), 5);
  const fixture::outcome dayless = place.run("pack net x.capnet --as-of 2023");
  EXPECT_EQ(dayless.status, 2);
  EXPECT_NE(dayless.err.find("--sector"), std::string::npos) << "all days are written: " << dayless.err;
  const fixture::outcome wrong = place.run("export net x --relation attend");
  EXPECT_EQ(wrong.status, 2);
  EXPECT_NE(wrong.err.find("did you mean 'attends'"), std::string::npos) << wrong.err;
  EXPECT_EQ(place.run("pack --check out1.capnet --kind event").status, 2) << "a file is checked as a whole";
}

TEST(NetworkPart, OfNodesAndEdgesIsWrittenToo) {
  const fixture::workplace place = small_network();
  ASSERT_EQ(place.run("export net tables --format csv --relation attends,refers").status, 0);
  const std::string tables = " --nodes tables/nodes.csv --edges tables/edges.csv";
  const fixture::outcome packed = place.run("pack" + tables + " n.capnet --relation attends");
  ASSERT_EQ(packed.status, 0) << packed.err;
  ASSERT_EQ(place.run("export" + tables + " again --relation attends").status, 0);
  for (const char* written : {"n.capnet", "again"})
    EXPECT_EQ(place.run("show " + std::string{written} + " --format json").json().at("sizes").at("attends").as_int64(),
              5);
  EXPECT_EQ(place.run("export" + tables).status, 2);
}

// 74% can't be a share of 41 of those who were at e in 2023, nor 10% of 3 at f in 2024.
TEST(NetworkPart, IsAuditedByItself) {
  const fixture::workplace place = small_network();
  place.write("net/figures.csv",
              "id,subject,label,kind,value,unit,denominator,date\ne1,e,glad,percent,74,person,41,2023-02-01\n"
              "f1,f,glad,percent,10,person,3,2024-02-01\n");
  const auto impossible = [&](const std::string& part) {
    std::string found;
    const value told = place.run("audit net --format json " + part).json();
    for (const value& one : told.at("findings").as_array()) {
      if (one.at("code") == "percent_impossible")
        found += std::string{one.at("figures").as_array()[0].as_string()} + ' ';
    }
    return found;
  };
  EXPECT_EQ(impossible(""), "e1 f1 ");
  EXPECT_EQ(impossible("--as-of 2023"), "e1 ") << "f1 is of a later day";
  EXPECT_EQ(impossible("--kind organization"), "") << "figures go with those whom they are of";
  EXPECT_EQ(impossible("--kind event --as-of 2022"), "");
  EXPECT_EQ(impossible("--relation refers"), "e1 f1 ");
  EXPECT_EQ(place.run("audit net --as-of 2022 --fail-on impossible").status, 0);
  EXPECT_EQ(place.run("audit net --as-of 2023 --fail-on impossible").status, 1);
}

TEST(SeriesCommand, GivesEachDayWhatItsOwnCommandGives) {
  const fixture::workplace place = small_network();
  const value told = place
                         .run(
                             "series net --measure organizations,components,density,density.collaborates_with "
                             "--relation collaborates_with --from 2023-12-31 --to 2024-12-31 --every 1y --format json")
                         .json();
  const auto& rows = told.at("rows").as_array();
  ASSERT_EQ(rows.size(), 8u);
  std::size_t at = 0;
  for (const std::string day : {"2023-12-31", "2024-12-31"}) {
    const std::string of_day = " net --relation collaborates_with --format json --as-of " + day;
    const value shown = place.run("show" + of_day).json(), measured = place.run("measure" + of_day).json();
    EXPECT_EQ(rows[at].at("as_of").as_string(), day);
    EXPECT_EQ(rows[at++].at("value"), shown.at("measures").at("organizations").at("value"));
    EXPECT_EQ(rows[at++].at("value"), shown.at("measures").at("components").at("value"));
    EXPECT_EQ(rows[at++].at("value"), measured.at("graph").at("density"));
    EXPECT_EQ(rows[at++].at("value"), shown.at("measures").at("density.collaborates_with").at("value"));
  }
}

// The window of a year that ends on 31 December is that year; of a month that ends on 29 February, February.
TEST(SeriesCommand, AnswersForTheWindowThatEndsOnEachDay) {
  const fixture::workplace place = small_network();
  const auto expect_windows = [&](const std::string& how, const std::string& days,
                                  const std::vector<std::string>& each) {
    const value told = place
                           .run("series net --measure organizations,members,components,density.collaborates_with " +
                                days + " --format json" + how)
                           .json();
    const auto& rows = told.at("rows").as_array();
    ASSERT_EQ(rows.size(), 4 * each.size()) << days;
    std::size_t at = 0;
    for (const std::string& window : each) {
      const value shown = place.run("show net --window " + window + " --format json" + how).json();
      for (const char* name : {"organizations", "members", "components", "density.collaborates_with"}) {
        const auto* const one = shown.at("measures").as_object().if_contains(name);
        EXPECT_EQ(rows[at].at("as_of").as_string(), window.substr(12)) << window;
        for (const char* part : {"value", "low", "high", "coverage"}) {
          if (one == nullptr) continue;  // not shown where the relation has no tie
          EXPECT_EQ(rows[at].at(part), one->at(part)) << name << ' ' << part << ' ' << window << how;
        }
        ++at;
      }
    }
  };
  for (const std::string how : {"", " --relation collaborates_with", " --sector nonprofit,unknown"}) {
    expect_windows(how, "--from 2022-12-31 --to 2024-12-31 --every 1y --window 1y",
                   {"2022-01-01..2022-12-31", "2023-01-01..2023-12-31", "2024-01-01..2024-12-31"});
  }
  expect_windows("", "--from 2024-01-31 --to 2024-03-31 --every 1m --window 1m",
                 {"2024-01-01..2024-01-31", "2024-02-01..2024-02-29", "2024-03-01..2024-03-31"});
  expect_windows("", "--from 2024-01-15 --to 2024-02-15 --every 1m --window 2m",
                 {"2023-11-16..2024-01-15", "2023-12-16..2024-02-15"});
  expect_windows("", "--from 2024-01-15 --to 2024-01-15 --every 1d --window 2w", {"2024-01-02..2024-01-15"});
  const fixture::outcome wrong = place.run("series net --measure members --from 2023 --to 2024 --every 1y --window 1x");
  EXPECT_EQ(wrong.status, 2);
  EXPECT_NE(wrong.err.find("--window: '1x' is no step"), std::string::npos) << wrong.err;
}

TEST(SeriesCommand, IsATableToo) {
  const fixture::workplace place = small_network();
  const fixture::outcome table = place.run(
      "series net --measure components --relation collaborates_with --from 2023 --to 2024 --every 1y --format csv");
  EXPECT_EQ(table.out,
            "as_of,measure,value,low,high,unit,numerator,denominator,coverage,interval\r\n"
            "2023-01-01,components,2,2,2,component,2,,1,certain and possible reading of partial dates\r\n"
            "2024-01-01,components,2,2,2,component,2,,1,certain and possible reading of partial dates\r\n");
  const fixture::outcome wrong = place.run("series net --measure componnts,degree --from 2023 --to 2024 --every 1y");
  EXPECT_EQ(wrong.status, 2);
  EXPECT_NE(wrong.err.find("did you mean 'components'"), std::string::npos) << wrong.err;
  EXPECT_NE(wrong.err.find("'degree' gives a value for each vertex"), std::string::npos) << wrong.err;
}

TEST(ShowCommand, GivesItsMeasuresAsATable) {
  const fixture::workplace place = small_network();
  const fixture::outcome table = place.run("show net --format csv");
  EXPECT_EQ(
      table.out.substr(0, table.out.find("\r\n")),
      "measure,label,label_ja,value,low,high,unit,numerator,denominator,coverage,interval,definition,cite,expected,p");
  EXPECT_NE(table.out.find("\r\norganizations,Organizations named,"), std::string::npos);
}

}  // namespace
}  // namespace capnet
