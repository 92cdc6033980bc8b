/// capnet sweep: rows, bands, shards, what was finished before.
#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "page.hpp"
#include "run.hpp"

namespace capnet {
namespace {

using boost::json::value;

const std::string sweep_reskilling = "sweep '" CAPNET_SOURCE_DIR "/examples/data/reskilling' ";
const std::string six_cells =
    sweep_reskilling + "--grid 'rate=1,2,3.5;homophily=.5,.9' --replicas 5 --seed 7 --steps 4 ";

double number(const value& cell) { return cell.to_number<double>(); }

TEST(Sweep, GivesARowForEachCellReplicaAndStep) {
  const value all = fixture::workplace().run(six_cells + "--format json").json();
  const auto& rows = all.at("rows").as_array();
  ASSERT_EQ(rows.size(), 6u * 5 * 4);
  std::size_t at = 0;
  for (const double rate : {1., 2., 3.5}) {
    for (const double homophily : {.5, .9}) {
      for (int replica = 0; replica < 5; ++replica) {
        double members = number(all.at("summary").at("start").at("members"));
        for (int step = 1; step <= 4; ++step, ++at) {
          EXPECT_EQ(number(rows[at].at("rate")), rate);
          EXPECT_EQ(number(rows[at].at("homophily")), homophily);
          EXPECT_EQ(number(rows[at].at("replica")), replica);
          EXPECT_EQ(number(rows[at].at("step")), step);
          EXPECT_GE(number(rows[at].at("members")), members);
          members = number(rows[at].at("members"));
        }
      }
    }
  }
}

// One cell and replica is what capnet grow answers.
TEST(Sweep, OfOneCellIsAGrowth) {
  const fixture::workplace place;
  const std::string folder = "'" CAPNET_SOURCE_DIR "/examples/data/reskilling' ";
  const value swept = place.run("sweep " + folder + "--grid rate=3 --homophily .4 --seed 9 --format json").json();
  const value grown = place.run("grow " + folder + "--rate 3 --homophily .4 --seed 9 --format json").json();
  ASSERT_EQ(swept.at("rows").as_array().size(), 12u);
  for (std::size_t k = 0; k < 12; ++k) {
    for (const char* field : {"step", "day", "members", "ties"})
      EXPECT_EQ(swept.at("rows").at(k).at(field), grown.at("rows").at(k).at(field)) << field;
  }
}

TEST(Sweep, GivesTheSameBytesAtAnyThreadCount) {
  const fixture::workplace place;
  for (const std::string format : {"--format json", "--format csv", "--bands --format json", "--bands --format csv"}) {
    const auto one = place.run(six_cells + format + " --threads 1");
    EXPECT_EQ(one.status, 0) << one.err;
    EXPECT_EQ(place.run(six_cells + format + " --threads 2").out, one.out);
    EXPECT_EQ(place.run(six_cells + format + " --threads 8").out, one.out);
  }
}

TEST(Sweep, NamesAVaryingNumberOfTiesApartFromTheTies) {
  const value row =
      fixture::workplace().run(sweep_reskilling + "--grid ties=3 --steps 1 --format json").json().at("rows").at(0);
  EXPECT_EQ(number(row.at("grid.ties")), 3);
  EXPECT_TRUE(row.as_object().contains("ties"));
}

// Type 7 of the five replicas in each cell and step, reckoned from the rows: ranks 1 + 4 p.
TEST(Sweep, TakesBandsOverTheReplicas) {
  const fixture::workplace place;
  const value rows = place.run(six_cells + "--format json").json();
  const value bands = place.run(six_cells + "--bands --format json").json();
  ASSERT_EQ(bands.at("rows").as_array().size(), 6u * 4 * 3);
  for (const value& band : bands.at("rows").as_array()) {
    std::vector<double> values;
    for (const value& row : rows.at("rows").as_array()) {
      if (row.at("rate") == band.at("rate") && row.at("homophily") == band.at("homophily") &&
          row.at("step") == band.at("step"))
        values.push_back(number(row.at(band.at("measure").as_string())));
    }
    ASSERT_EQ(values.size(), 5u);
    std::ranges::sort(values);
    for (const auto& [name, p] : {std::pair{"q05", .05}, {"q25", .25}, {"q50", .5}, {"q75", .75}, {"q95", .95}}) {
      const double rank = 4 * p;
      const auto below = static_cast<std::size_t>(rank);
      const double expected =
          values[below] + (rank - std::floor(rank)) * (values[std::min<std::size_t>(below + 1, 4)] - values[below]);
      EXPECT_NEAR(number(band.at(name)), expected, 1e-9) << name;
    }
    EXPECT_TRUE(band.at("q50_low").is_null()) << "five replicas bound no median";
  }
}

TEST(Sweep, InShardsIsTheSameBytesOnceTheyAreMerged) {
  const fixture::workplace place;
  for (const char* part : {"1/3", "2/3", "3/3"}) {
    const auto told = place.run(six_cells + "--format csv --shard " + part + " -o part" + part[0] + ".sweep");
    EXPECT_EQ(told.status, 0) << told.err;
  }
  for (const std::string format : {"--format json", "--format csv", "--format text", "--bands --format json"}) {
    const auto whole = place.run(six_cells + format);
    const auto merged = place.run("sweep --merge part2.sweep part3.sweep part1.sweep " + format);
    EXPECT_EQ(merged.status, 0) << merged.err;
    EXPECT_EQ(merged.out, whole.out);
  }
}

TEST(Sweep, RefusesToMergeWhatIsNotOneSweep) {
  const fixture::workplace place;
  const auto keep = [&](const std::string& words) { (void)place.run(six_cells + words); };
  keep("--shard 1/2 -o one.sweep"), keep("--shard 2/2 -o two.sweep"), keep("-o whole.sweep");
  (void)place.run(sweep_reskilling + "--grid rate=1 --steps 4 --seed 7 -o other.sweep");
  place.write("text.sweep", "members\n");
  const std::pair<std::string, std::string> wrong[]{
      {"one.sweep", "--merge: the files have 15 of 30 runs; expected all shards, each finished\n"},
      {"one.sweep two.sweep two.sweep", "replica 1 of cell 0 stands in two parts; expected each run once\n"},
      {"one.sweep whole.sweep", "replica 0 of cell 0 stands in two parts; expected each run once\n"},
      {"text.sweep", "text.sweep: is no file of a sweep; expected one that capnet sweep wrote with -o or --resume\n"},
      {"nothing.sweep", "nothing.sweep: there is no such file; expected a file that capnet sweep wrote\n"},
      {". --bands", ".: has no cell of a sweep; expected what --resume wrote\n"},
      {"one.sweep --grid rate=1",
       "--merge: takes the runs of finished sweeps; expected no --grid beside it, but --bands, --format, --svg and "
       "-o\n"},
      {"one.sweep --steps 3 --rate 1",
       "--merge: takes the runs of finished sweeps; expected no --steps or --rate beside it, but --bands, --format, --svg "
       "and -o\n"}};
  for (const auto& [words, message] : wrong) {
    const auto told = place.run("sweep --merge " + words);
    EXPECT_EQ(told.status, 2);
    EXPECT_EQ(told.out, "");
    EXPECT_EQ(told.err, message);
  }
  const auto other = place.run("sweep --merge one.sweep other.sweep");
  EXPECT_NE(other.err.find("other.sweep: is of another sweep, with arguments --grid rate=1 "), std::string::npos)
      << other.err;
}

TEST(Sweep, GoesOnWithWhatItFinishedAndAnswersTheSame) {
  const fixture::workplace place;
  const std::string whole = place.run(six_cells + "--format json").out;
  EXPECT_EQ(place.run(six_cells + "--format json --resume cells").out, whole);
  const auto cell = [&](int number) { return place.path() / ("cells/cell-00000" + std::to_string(number) + ".sweep"); };
  for (int k = 0; k < 6; ++k) EXPECT_TRUE(std::filesystem::exists(cell(k)));
  std::filesystem::remove(cell(1));
  std::filesystem::remove(cell(4));
  EXPECT_EQ(place.run(six_cells + "--format json --resume cells").out, whole);
  EXPECT_EQ(place.run("sweep --merge cells --format json").out, whole);
  // Whatever --bands, --format and the number of threads are.
  EXPECT_EQ(place.run(six_cells + "--bands --format csv --threads 3 --resume cells").out,
            place.run(six_cells + "--bands --format csv").out);
}

TEST(Sweep, RefusesToGoOnWithAnother) {
  const fixture::workplace place;
  (void)place.run(six_cells + "--resume cells");
  const std::pair<std::string, std::string> wrong[]{
      {sweep_reskilling + "--grid 'rate=1,2,3.5;homophily=.5,.9' --replicas 5 --seed 8 --steps 4", "with arguments "},
      {sweep_reskilling + "--grid 'rate=1,2,3.5;homophily=.5,.9' --replicas 6 --seed 7 --steps 4", "with arguments "},
      {six_cells + "--as-of 2023-06-30", "with arguments "},
      {six_cells + "--shard 1/2", "with shard 1/1, not 1/2"},
      {"sweep '" CAPNET_SOURCE_DIR
       "/examples/data/nptech' --grid 'rate=1,2,3.5;homophily=.5,.9' --replicas 5 --seed 7 --steps 4",
       "with data_hash "}};
  for (const auto& [command, message] : wrong) {
    const auto told = place.run(command + " --resume cells");
    EXPECT_EQ(told.status, 2) << command;
    EXPECT_EQ(told.out, "");
    EXPECT_NE(told.err.find("cells/cell-000000.sweep: is of another sweep, " + message), std::string::npos) << told.err;
  }
}

/// A small sweep with one cell, whose file is cut and changed.
const std::string one_cell = sweep_reskilling + "--grid rate=2 --replicas 2 --steps 2 --seed 1 --resume cells ";

TEST(Sweep, RefusesACellThatWasCutShortAnywhere) {
  const fixture::workplace place;
  ASSERT_EQ(place.run(one_cell).status, 0);
  const std::string file = content(place.path() / "cells/cell-000000.sweep");
  ASSERT_GT(file.size(), 400u);
  for (std::size_t size = 0; size < file.size(); size += size + 40 < file.size() ? 11u : 1u) {
    place.write("cells/cell-000000.sweep", file.substr(0, size));
    const auto told = place.run(one_cell + "--format csv");
    EXPECT_EQ(told.status, 2) << size;
    EXPECT_EQ(told.out, "");
    EXPECT_EQ(
        told.err,
        "cells/cell-000000.sweep: was cut short or changed; expected it as capnet sweep wrote it: remove it to run "
        "its part again\n")
        << size;
  }
  for (const std::string& more : {std::string{"\n"}, std::string{"x"}, file}) {
    place.write("cells/cell-000000.sweep", file + more);
    EXPECT_EQ(place.run(one_cell).status, 2);
  }
}

TEST(Sweep, RefusesACellWithAnyByteChanged) {
  const fixture::workplace place;
  ASSERT_EQ(place.run(one_cell).status, 0);
  const std::string file = content(place.path() / "cells/cell-000000.sweep");
  for (std::size_t at = 0; at < file.size(); at += 13) {
    std::string changed = file;
    changed[at] = changed[at] == '7' ? '8' : '7';
    place.write("cells/cell-000000.sweep", changed);
    EXPECT_EQ(place.run(one_cell).status, 2) << at;
  }
}

TEST(Sweep, RefusesACellOfAnotherVersion) {
  const fixture::workplace place;
  ASSERT_EQ(place.run(one_cell).status, 0);
  std::string file = content(place.path() / "cells/cell-000000.sweep");
  const std::string format = "{\"capnet_sweep\":1,";
  ASSERT_TRUE(file.starts_with(format));
  place.write("cells/cell-000000.sweep", "{\"capnet_sweep\":2," + file.substr(format.size()));
  EXPECT_NE(place.run(one_cell).err.find("is of a sweep by capnet format 2, this is "), std::string::npos);
}

TEST(Sweep, RefusesGridsThatAreNone) {
  const fixture::workplace place;
  std::string many = "rate=0";
  for (int k = 1; k < 1'000; ++k) many += ',' + std::to_string(k);
  const std::pair<std::string, std::string> wrong[]{
      {"", "--grid: is missing; expected what varies, such as \"rate=1,2;homophily=.5,.9\"\n"},
      {"--grid rtae=1",
       "--grid: 'rtae' is nothing that a growth varies; expected rate, ties or homophily; did you mean 'rate'?\n"},
      {"--grid rate=", "--grid: 'rate' has an empty value; expected a number between the commas\n"},
      {"--grid rate=1,1", "--grid: 'rate' has the value 1 twice; expected each once\n"},
      {"--grid 'homophily=1.5;ties=.5'",
       "--grid: 'homophily': 1.5 is out of range; expected a number in [0, 1]\n"
       "--grid: 'ties': 0.5 is out of range; expected a whole number from 0 to 10,000\n"},
      {"--grid rate=1 --rate 2", "--grid: 'rate' is also given by --rate; expected one of the two\n"},
      {"--grid rate=1 --homophily 2", "--homophily: '2'; expected a number in [0, 1]\n"},
      {"--grid " + many + " --replicas 1000 --steps 12",
       "--grid: 1,000 cells, 1,000 replicas and 12 steps are 12,000,000 rows; expected at most 10,000,000\n"},
      {"--grid " + many + " --svg a.svg", "--svg: 1,000 cells are too many to compare by eye; expected at most 60\n"},
      {"--grid rate=1 --replicas 0", "--replicas: '0' is out of range; expected a whole number from 1 to 1,000,000\n"},
      {"--grid rate=1 --shard 0/2", "--shard: '0/2' is no shard; expected I/N with I from 1 to N, such as 2/3\n"},
      {"--grid rate=1 --shard 3/2", "--shard: '3/2' is no shard; expected I/N with I from 1 to N, such as 2/3\n"},
      {"--grid rate=1 --shard 1", "--shard: '1' is no shard; expected I/N with I from 1 to N, such as 2/3\n"},
      {"--grid rate=1 --shard 1/2 --bands",
       "--shard: has some of the replicas; expected --bands and --svg of all: capnet sweep --merge FILE...\n"},
      {"--grid rate=1000000 --steps 100",
       "rate=1000000, replica 0: a rate of 1000000 in 100 steps; expected at most 20,000,000 arrivals\n"}};
  for (const auto& [words, message] : wrong) {
    const auto told = place.run(sweep_reskilling + words);
    EXPECT_EQ(told.status, 2) << words;
    EXPECT_EQ(told.out, "");
    EXPECT_EQ(told.err, message);
  }
}

TEST(Sweep, DrawsBandsThatSayThatTheyAreSimulated) {
  const fixture::workplace place;
  const auto told = place.run(six_cells + "--svg bands.svg --format csv");
  EXPECT_EQ(told.status, 0) << told.err;
  EXPECT_EQ(told.out, place.run(six_cells + "--format csv").out) << "the answer is the same";
  const std::string svg = content(place.path() / "bands.svg");
  EXPECT_NE(svg.find("Simulated, not observed: 5 replicas of each of 6 cells"), std::string::npos);
  EXPECT_NE(svg.find(">rate=3.5, homophily=0.9<"), std::string::npos);
  EXPECT_NE(svg.find(">2023-12<"), std::string::npos);
  (void)place.run(six_cells + "-o all.sweep");
  (void)place.run("sweep --merge all.sweep --svg merged.svg");
  EXPECT_EQ(content(place.path() / "merged.svg"), svg);
}

// What docs/experiments.md shows is what is answered.
TEST(Sweep, AnswersAsItsPageSays) { EXPECT_GE(fixture::expect_answers_of("experiments.md"), 1u); }

}  // namespace
}  // namespace capnet
