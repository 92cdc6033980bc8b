/// Every command answers with tables, which are the same as text, JSON and CSV.
#include <gtest/gtest.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <capnet/core/text.hpp>

#include "run.hpp"

namespace capnet {
namespace {

namespace json = boost::json;

#define EXAMPLE(name) "'" CAPNET_SOURCE_DIR "/examples/data/" name "' "

struct asked_answer {
  std::string command{};
  std::string main{};                          ///< field of its rows
  std::vector<std::string> shown{};            ///< columns whose cells stand in the text as they are
  std::map<std::string, std::string> units{};  ///< of some columns
};
const std::vector<asked_answer> all_answers{
    {"show " EXAMPLE("nptech"), "measures", {"label", "unit"}, {{"coverage", "share"}}},
    {"show " EXAMPLE("reskilling") "--window 2023-05..2023-10", "measures", {"unit"}, {}},
    {"show --schema " EXAMPLE("own_domain"), "rows", {"of", "name", "type", "unit", "meaning", "description"}, {}},
    {"measure " EXAMPLE("nptech") "--all --group sector",
     "vertices",
     {"id", "degree", "pagerank", "betweenness", "community"},
     {{"degree", "edge"}, {"pagerank", "share"}}},
    {"measure " EXAMPLE("nptech") "--only transitivity,triangles", "graph", {}, {{"transitivity", "share"}}},
    {"measure --list", "rows", {"name", "of", "unit", "source", "cost", "defined_for"}, {}},
    {"series " EXAMPLE("nptech") "--measure members,density.delivers --from 2023 --to 2024 --every 6m",
     "rows",
     {"as_of", "measure", "value", "unit"},
     {{"coverage", "share"}}},
    {"gap " EXAMPLE("probono_generated"),
     "rows",
     {"gap", "low", "high", "coverage", "people", "reason"},
     {{"gap", "share"}, {"low", "share"}, {"people", "person"}}},
    {"drill " EXAMPLE("probono_generated") "--leave .25",
     "rows",
     {},  // the first twenty alone
     {{"probability", "probability"}}},
    {"mesh " EXAMPLE("nptech") "--target .2 --seats 2",
     "rows",
     {"meeting", "joined", "dependence_after", "reason"},
     {{"joined", "organization"}, {"dependence_after", "share"}}},
    {"peers " EXAMPLE("probono_generated") "--for npo_01",
     "rows",
     {"similarity", "reason"},
     {{"similarity", "share"}, {"needs", "share"}}},
    {"spread " EXAMPLE("probono_generated") "--from npo_11 --relation shares_knowledge_with --samples 50",
     "rows",
     {"probability", "reason"},
     {{"probability", "probability"}}},
    {"grow " EXAMPLE("reskilling") "--steps 3 --seed 2 --replicas 3",
     "rows",
     {"step", "day", "members", "joined", "ties", "reason"},
     {{"step", "month"}, {"members", "organization"}, {"ties", "tie"}}},
    {"fit " EXAMPLE("reskilling") "--series members", "rows", {"largest_miss", "ahead"}, {{"weight", "share"}}},
    {"fit " EXAMPLE("cncf") "--joins cncf --train-until 2023-11 --replicas 20", "rows", {"loss", "ahead"}, {}},
    {"whatif " EXAMPLE("reskilling") "--without benesse --steps 2 --replicas 6",
     "rows",
     {"step", "day", "measure", "unit", "baseline", "changed", "difference", "low", "high"},
     {{"step", "month"}}},
    {"sweep " EXAMPLE("reskilling") "--grid 'rate=1,2;ties=1' --steps 3 --seed 2 --replicas 3",
     "rows",
     {"rate", "grid.ties", "replica", "step", "day", "members", "ties", "within_sector"},
     {{"step", "month"}, {"members", "organization"}, {"ties", "tie"}}},
    {"sweep " EXAMPLE("reskilling") "--grid 'rate=1,2;homophily=.25' --steps 3 --seed 2 --replicas 8 --bands",
     "rows",
     {"rate", "homophily", "step", "day", "measure", "replicas", "q50"},
     {{"step", "month"}}},
    {"path " EXAMPLE("own_domain") "--from hill,central --to forest --rank cost --direction out",
     "rows",
     {"rank", "from", "to", "ties", "unknown", "reason"},
     {{"total", "JPY"}, {"ties", "tie"}}},
    {"path " EXAMPLE("nptech") "--from tis,ntt_data --to participants_fy2023 --rank fastest",
     "rows",
     {"rank", "from", "to", "ties", "departure", "arrival", "total", "reason"},
     {{"total", "d"}}},
    {"query " EXAMPLE("probono_generated") "'*[id=npo_01] -requires_skill-> skills <-has_skill- people' --top 9",
     "rows",
     {"rank", "vertex", "walks", "reason"},
     {{"walks", "walk"}}},
    {"query " EXAMPLE("own_domain") "libraries --by cost --no-why",
     "rows",
     {"vertex", "walks", "weight"},
     {{"value", "JPY"}}},
    {"query " EXAMPLE("nptech") "orgs --measure --from 2023 --to 2024 --every 1y",
     "rows",
     {"as_of", "vertex", "reason"},
     {}},
    {"query " EXAMPLE("nptech") "'a:orgs -delivers-> b:events' --select a,b",
     "rows",
     {"a", "b", "matches"},
     {{"matches", "match"}}},
    {"query " EXAMPLE("nptech") "orgs --count --from 2022 --to 2024 --every 1y",
     "rows",
     {"as_of", "count"},
     {{"count", "match"}}},
    {"audit " EXAMPLE("sto"), "findings", {"message", "figures", "cite"}, {}},
    {"bench " EXAMPLE("nptech") "queries.txt --repeat 1",
     "benchmarks",
     {"name", "touched_bytes", "touched_lines", "rows"},
     {{"median_ns", "ns"}, {"touched_bytes", "byte"}}}};

fixture::workplace answers_place() {
  return {{"queries.txt", "orgs[sector=company] -delivers-> events <-attends- cohorts\norgs -runs-> programs\n"}};
}

std::vector<std::string> parts_of(const std::string& text, bool lines) {
  std::vector<std::string> parts;
  std::istringstream in{text};
  for (std::string part; lines ? bool{std::getline(in, part)} : bool{in >> part};) parts.push_back(part);
  return parts;
}

TEST(Answers, FitTheTerminal) {
  const fixture::workplace place = answers_place();
  for (const asked_answer& asked : all_answers) {
    for (const std::string columns : {"80", "120"}) {
      const fixture::outcome told = place.run(asked.command, columns);
      EXPECT_EQ(told.status, 0) << asked.command << told.err;
      for (const std::string& line : parts_of(told.out, true)) {
        EXPECT_TRUE(display_width(line) <= std::stoul(columns) || parts_of(line, false).size() == 1)
            << asked.command << " at " << columns << '\n'
            << line;
      }
    }
  }
}

TEST(Answers, AreNotCutOffWhereTheyAreBroken) {
  const fixture::workplace place = answers_place();
  for (const asked_answer& asked : all_answers) {
    if (asked.command.starts_with("bench")) continue;  // times differ
    const auto counts = [&](const std::string& columns) {
      std::map<std::string, int> words;
      for (const std::string& word : parts_of(place.run(asked.command, columns).out, false)) ++words[word];
      return words;
    };
    std::map<std::string, int> narrow = counts("60");
    for (const auto& [word, times] : counts("1000")) EXPECT_GE(narrow[word], times) << asked.command << ": " << word;
  }
}

// Three wide letters are six columns: lines of at most 40, indented by two where one is continued.
TEST(Answers, AreBrokenBesideWideLetters) {
  const fixture::workplace place{
      {"vertices.csv",
       "id,kind,name\na,organization,特定非営利活動法人市民社会創造ファンド東京事務所および関西支部\nb,person,\ns,skill,\n"},
      {"ties.csv", "relation,source,target,weight\nemploys,a,b,\nrequires_skill,a,s,3\nhas_skill,b,s,1\n"}};
  const std::string text = place.run("query . organizations", "40").out;
  for (const std::string& line : parts_of(text, true)) EXPECT_LE(display_width(line), 40u) << text;
  EXPECT_NE(text.find("\n特定非営利活動法人市民社会創造ファンド東\n  京事務所および関西支部: 1 walk: a\n"),
            std::string::npos)
      << text;
}

void collect_texts(const json::value& cell, std::vector<json::value>& all) {
  if (cell.is_array()) {
    for (const json::value& one : cell.as_array()) collect_texts(one, all);
  } else if (!cell.is_null()) {
    all.push_back(cell);
  }
}

TEST(Answers, ShowPeopleTheCellsThatProgramsRead) {
  const fixture::workplace place = answers_place();
  for (const asked_answer& asked : all_answers) {
    const json::value told = place.run(asked.command + " --format json").json();
    const std::string text = place.run(asked.command, "1000").out;
    std::vector<double> numbers;
    for (std::string word : parts_of(text, false)) {
      std::erase(word, ',');
      char* end = nullptr;
      if (const double number = std::strtod(word.c_str(), &end); end != word.c_str()) numbers.push_back(number);
    }
    std::vector<json::value> rows;
    if (const json::value& main = told.at(asked.main); main.is_array())
      rows.assign(main.as_array().begin(), main.as_array().end());
    else if (asked.main == "measures")
      for (const auto& one : main.as_object()) rows.push_back(one.value());
    const bool best_alone = asked.main == "measures";  // people read densities elsewhere
    for (const json::value& row : rows) {
      if (best_alone && row.at("label").as_string().starts_with("Density: ")) continue;
      for (const std::string& name : asked.shown) {
        std::vector<json::value> cells;
        collect_texts(row.at(name), cells);
        for (const json::value& cell : cells) {
          if (cell.is_string()) {
            EXPECT_NE(text.find(std::string{cell.as_string()}), std::string::npos) << asked.command << ' ' << cell;
            continue;
          }
          const double value = cell.to_number<double>();
          EXPECT_TRUE(
              std::ranges::any_of(numbers, [&](double n) { return std::abs(n - value) <= .01 * std::abs(value); }))
              << asked.command << ' ' << name << ' ' << cell;
        }
      }
    }
  }
}

TEST(Answers, HaveARowOfCsvForEachOfJsonAndColumnsWithUnits) {
  const fixture::workplace place = answers_place();
  for (const asked_answer& asked : all_answers) {
    const json::value told = place.run(asked.command + " --format json").json();
    std::map<std::string, std::string> units;
    std::string header;
    for (const json::value& column : told.at("columns").as_array()) {
      const std::string name{column.at("name").as_string()};
      EXPECT_FALSE(column.at("label").as_string().empty()) << asked.command << name;
      units[name] = column.at("unit").as_string();
      header += (header.empty() ? "" : ",") + name;
    }
    for (const auto& [name, unit] : asked.units) EXPECT_EQ(units[name], unit) << asked.command << ' ' << name;
    const std::string csv = place.run(asked.command + " --format csv").out;
    EXPECT_EQ(csv.substr(0, csv.find("\r\n")), header) << asked.command;
    std::size_t lines = 0;
    for (std::size_t at = csv.find("\r\n"); at != std::string::npos; at = csv.find("\r\n", at + 2)) ++lines;
    const json::value& main = told.at(asked.main);
    const std::size_t rows = main.is_array()            ? main.as_array().size()
                             : asked.main == "measures" ? main.as_object().size()
                                                        : 1;
    EXPECT_EQ(lines, rows + 1) << asked.command;
  }
}

}  // namespace
}  // namespace capnet
