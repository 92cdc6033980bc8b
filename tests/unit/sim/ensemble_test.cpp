/// Experiments: grids, runs on threads, in shards, stopped and resumed.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <limits>
#include <set>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/random.hpp>
#include <capnet/sim/ensemble.hpp>

#include "refusal.hpp"

namespace capnet {
namespace {

/// A walk that goes up by `rate` with a chance of one half in each of `steps` steps, and the number of its heads.
run_rows walk(const grid_cell& cell, const random_run& run) {
  run_rows rows{{"height", "heads"}};
  double height = 0, heads = 0;
  for (std::uint32_t step = 1; step <= 6; ++step) {
    random_stream rng{{.seed = run.seed, .replica = run.replica, .step = step}};
    const bool up = rng.bernoulli(.5);
    height += up ? cell["rate"] : 0;
    heads += up ? 1 : 0;
    rows.add(step, {height, step == 3 ? std::nullopt : std::optional{heads}});
  }
  return rows;
}

const parameter_grid two_by_two = parameter_grid::parse("rate=1,2.5;shift=0,7");

ensemble_result walks(ensemble_options options, ensemble_result before = {}) {
  options.replicas = 7, options.seed = 3;
  return ensemble(walk, two_by_two, options, std::move(before));
}

// rate=1,2;homophily=.5,.9: the product in stated order.
//   cell       0    1    2    3
//   rate       1    1    2    2
//   homophily .5   .9   .5   .9
TEST(Grid, IsTheProductInStatedOrder) {
  const auto grid = parameter_grid::parse("rate=1,2; homophily = .5, .9");
  ASSERT_EQ(grid.size(), 4u);
  const std::pair<double, double> expected[]{{1, .5}, {1, .9}, {2, .5}, {2, .9}};
  for (std::size_t k = 0; k < 4; ++k) {
    EXPECT_EQ(grid[k]["rate"], expected[k].first);
    EXPECT_EQ(grid[k]["homophily"], expected[k].second);
    EXPECT_EQ(grid[k].number(), k);
  }
  EXPECT_EQ(grid[1].text(), "rate=1, homophily=0.9");
  EXPECT_EQ(grid.text(), "rate=1,2;homophily=0.5,0.9");
  EXPECT_EQ(parameter_grid::parse(grid.text()), grid);
  EXPECT_EQ(grid, (parameter_grid{{{"rate", {1, 2}}, {"homophily", {.5, .9}}}}));
}

TEST(Grid, WithoutParametersHasOneCell) {
  const parameter_grid none;
  EXPECT_EQ(none.size(), 1u);
  EXPECT_EQ(none[0].text(), "");
  EXPECT_EQ(refusal([&] { (void)none[1]; }), "there is no cell number 1; the grid has 1");
}

TEST(Grid, RefusesWhatIsNoneWithAllProblemsAtOnce) {
  const auto said = [](const std::string& text) { return refusal([&] { (void)parameter_grid::parse(text); }); };
  EXPECT_EQ(said(""), "'' is no parameter with values; expected some such as rate=1,2;homophily=.5,.9");
  EXPECT_EQ(said("rate=1,,2"), "'rate' has an empty value; expected a number between the commas");
  EXPECT_EQ(said("rate="), "'rate' has an empty value; expected a number between the commas");
  EXPECT_EQ(said("=1"), "a parameter has no name; expected one before '='");
  EXPECT_EQ(said("rate=1;rate=2"), "'rate' is stated twice; expected all its values in one list");
  EXPECT_EQ(said("rate=1,2,1.0"), "'rate' has the value 1 twice; expected each once");
  EXPECT_EQ(said("rate=0,-0"), "'rate' has the value 0 twice; expected each once");
  EXPECT_EQ(said("rate=inf"), "'rate': infinity is no value; expected a finite number");
  EXPECT_EQ(
      said("rate=1x;ties"),
      "'rate': '1x' is no number; expected one such as 2 or .5\n'ties' is no parameter with values; expected some "
      "such as rate=1,2;homophily=.5,.9");
  EXPECT_EQ(refusal([] { (void)parameter_grid{{{"a", {}}}}; }), "'a' has no values; expected at least one");
}

TEST(Grid, RefusesMoreCellsThanItTakes) {
  std::vector<double> values;
  for (int k = 0; k < 1'000; ++k) values.push_back(k);
  EXPECT_EQ(refusal([&] { (void)parameter_grid{{{"a", values}, {"b", values}}}; }),
            "the grid has 1000000 cells; expected at most 100000");
  std::vector<grid_axis> many;
  for (int k = 0; k < 9; ++k) many.push_back({"a" + std::to_string(k), values});
  EXPECT_NE(refusal([&] { (void)parameter_grid{many}; }).find("the grid has over "), std::string::npos);
}

TEST(Ensemble, RunsEachCellAndReplicaOnceInOrder) {
  const ensemble_result all = walks({});
  ASSERT_EQ(all.runs.size(), 28u);
  EXPECT_TRUE(all.complete());
  EXPECT_EQ(all.rows(), 28u * 6);
  for (std::size_t k = 0; k < all.runs.size(); ++k) {
    EXPECT_EQ(all.runs[k].cell, k / 7);
    EXPECT_EQ(all.runs[k].replica, k % 7);
    const run_rows alone = walk(two_by_two[k / 7], {3, static_cast<std::uint32_t>(k % 7)});
    EXPECT_EQ(all.runs[k].steps, alone.steps());
    for (std::size_t row = 0; row < 6; ++row) {
      EXPECT_EQ(all.runs[k].value(row, 0), alone.values()[2 * row]);
      EXPECT_EQ(all.runs[k].value(row, 1).has_value(), row != 2);
    }
  }
}

TEST(Ensemble, HasTheSameBitsOnOneTwoAndEightThreads) {
  const std::uint64_t alone = stable_hash(walks({.threads = 1}));
  EXPECT_EQ(stable_hash(walks({.threads = 2})), alone);
  EXPECT_EQ(stable_hash(walks({.threads = 8})), alone);
}

// Common random numbers: the walks of a replica have the same heads in every cell, so that heights differ by the rate.
TEST(Ensemble, GivesEveryCellTheSameRandomNumbers) {
  const ensemble_result all = walks({});
  for (std::size_t k = 0; k < 7; ++k) {
    for (std::size_t row = 0; row < 6; ++row)
      EXPECT_EQ(*all.runs[14 + k].value(row, 0), 2.5 * *all.runs[k].value(row, 0));
  }
}

TEST(Ensemble, InShardsIsTheSameOnceTheyAreMerged) {
  const std::uint64_t whole = stable_hash(walks({}));
  for (const std::uint32_t of : {1u, 3u, 5u, 28u, 40u}) {
    std::vector<ensemble_result> parts;
    std::size_t runs = 0;
    for (std::uint32_t number = of; number >= 1; --number) {
      parts.push_back(walks({.shard = {number, of}}));
      runs += parts.back().runs.size();
      EXPECT_EQ(parts.back().complete(), of == 1);
    }
    EXPECT_EQ(runs, 28u);
    const ensemble_result all = merged(std::move(parts));
    EXPECT_TRUE(all.complete());
    EXPECT_EQ(stable_hash(all), whole);
  }
}

TEST(Ensemble, OfTwoExperimentsAreNotMerged) {
  std::vector<ensemble_result> twice{walks({.shard = {1, 3}}), walks({.shard = {1, 3}})};
  EXPECT_EQ(refusal([&] { (void)merged(twice); }), "replica 0 of cell 0 stands in two parts; expected each run once");
  twice[1].seed = 4;
  EXPECT_NE(refusal([&] { (void)merged(twice); }).find("expected parts of one"), std::string::npos);
  EXPECT_EQ(refusal([] { (void)merged({}); }), "no part of an experiment to merge; expected at least one");
}

TEST(Ensemble, StoppedAndResumedIsAsIfItHadNotBeen) {
  const std::uint64_t whole = stable_hash(walks({}));
  for (const std::size_t after : {0u, 1u, 8u, 27u, 28u}) {
    std::stop_source stop;
    std::size_t reported = 0;
    ensemble_options options{.threads = 1, .stop = stop.get_token()};
    options.report = [&](const progress&) {
      if (reported++ == after) stop.request_stop();
    };
    ensemble_result part = walks(options);
    EXPECT_EQ(part.runs.size(), after);
    EXPECT_EQ(part.complete(), after == 28);
    std::size_t again = 0;
    options = {.threads = 2};
    options.report = [&](const progress&) { ++again; };
    EXPECT_EQ(stable_hash(walks(options, std::move(part))), whole);
    EXPECT_EQ(again, 1 + 28 - after) << "what was finished is not run again";
  }
}

TEST(Ensemble, HandsOverEachCellOnceItIsFinished) {
  std::set<std::uint32_t> cells;
  ensemble_options options{.threads = 4};
  options.keep = [&](std::span<const ensemble_run> runs, const std::vector<std::string>& measures) {
    EXPECT_EQ(measures, (std::vector<std::string>{"height", "heads"}));
    EXPECT_EQ(runs.size(), 7u);
    for (const ensemble_run& run : runs) EXPECT_EQ(run.steps.size(), 6u);
    EXPECT_TRUE(cells.insert(runs.front().cell).second);
  };
  (void)walks(options);
  EXPECT_EQ(cells.size(), 4u);
}

TEST(Ensemble, HandsOverWhatIsFinishedOfACellWhereItIsStopped) {
  std::stop_source stop;
  std::vector<std::size_t> handed;
  ensemble_options options{.threads = 1, .stop = stop.get_token()};
  options.report = [&](const progress& now) {
    if (now.fraction > .35) stop.request_stop();  // 10 of 28: a cell and three runs
  };
  options.keep = [&](std::span<const ensemble_run> runs, const auto&) { handed.push_back(runs.size()); };
  EXPECT_EQ(walks(options).runs.size(), 10u);
  EXPECT_EQ(handed, (std::vector<std::size_t>{7, 3}));
}

TEST(Ensemble, TellsOfTheFirstRunThatThrowsAtAnyThreadCount) {
  for (const unsigned threads : {1u, 2u, 8u}) {
    std::atomic<int> runs = 0;
    const auto model = [&](const grid_cell& cell, const random_run& run) {
      ++runs;
      if (cell["rate"] == 2.5 && run.replica >= 2) throw input_error{"no room left; expected some"};
      return walk(cell, run);
    };
    EXPECT_EQ(refusal([&] { (void)ensemble(model, two_by_two, {.replicas = 5, .threads = threads}); }),
              "rate=2.5, shift=0, replica 2: no room left; expected some");
    EXPECT_LT(runs, 20) << "no run begins after that";
  }
  EXPECT_THROW((void)ensemble([](const grid_cell&, const random_run&) -> run_rows { throw std::bad_alloc{}; },
                              two_by_two, {.replicas = 2}),
               std::bad_alloc);
}

TEST(Ensemble, KeepsTheCellsThatWereFinishedBeforeAModelThrew) {
  std::set<std::uint32_t> cells;
  ensemble_options options{.replicas = 3, .threads = 1};
  options.keep = [&](std::span<const ensemble_run> runs, const auto&) { cells.insert(runs.front().cell); };
  const auto model = [](const grid_cell& cell, const random_run& run) {
    if (cell.number() == 2) throw input_error{"broken; expected whole"};
    return walk(cell, run);
  };
  EXPECT_THROW((void)ensemble(model, two_by_two, options), input_error);
  EXPECT_EQ(cells, (std::set<std::uint32_t>{0, 1}));
}

TEST(Ensemble, RefusesWhatIsNoExperiment) {
  const auto said = [](const ensemble_options& options) {
    return refusal([&] { (void)ensemble(walk, two_by_two, options); });
  };
  EXPECT_EQ(said({.replicas = 0}), "0 replicas; expected at least one");
  EXPECT_EQ(said({.shard = {0, 2}}), "shard 0 of 2; expected one of 1 to that many");
  EXPECT_EQ(said({.shard = {3, 2}}), "shard 3 of 2; expected one of 1 to that many");
  EXPECT_EQ(said({.replicas = 4'000'000'000}),
            "4 cells of 4000000000 replicas are 16000000000 runs; expected at most 10000000");
}

TEST(Ensemble, RefusesRunsThatDifferInTheirMeasures) {
  const auto model = [](const grid_cell& cell, const random_run&) { return run_rows{{cell.number() < 2 ? "a" : "b"}}; };
  EXPECT_NE(refusal([&] {
              (void)ensemble(model, two_by_two, {.threads = 1});
            }).find("the run gives b, another one a; expected the same measures of each"),
            std::string::npos);
}

TEST(Ensemble, RefusesWhatAnotherOneFinished) {
  EXPECT_NE(refusal([] {
              (void)ensemble(walk, two_by_two, {.replicas = 8, .seed = 3}, walks({}));
            }).find("of another grid, seed or number of replicas"),
            std::string::npos);
  EXPECT_NE(refusal([] { (void)walks({.shard = {1, 2}}, walks({})); }).find("runs that are not of this shard"),
            std::string::npos);
  ensemble_result twice = walks({});
  twice.runs[1] = twice.runs[0];
  EXPECT_NE(refusal([&] { (void)walks({}, twice); }).find("a run that comes twice"), std::string::npos);
  ensemble_result cut = walks({});
  cut.runs[1].values.pop_back();
  EXPECT_NE(refusal([&] { (void)walks({}, cut); }).find("rows cut short"), std::string::npos);
}

TEST(RunRows, TakeAscendingStepsAndFiniteValues) {
  run_rows rows{{"a", "b"}};
  rows.add(2, {1, std::nullopt});
  EXPECT_EQ(refusal([&] { rows.add(2, {1, 2}); }), "step 2 after step 2; expected steps to ascend");
  EXPECT_EQ(refusal([&] { rows.add(3, {1}); }), "1 values for 2 measures; expected one for each");
  EXPECT_EQ(refusal([&] { rows.add(3, {1, std::numeric_limits<double>::infinity()}); }),
            "a value of step 3 is infinite or no number; expected a finite one, or none where it is not known");
  EXPECT_EQ(refusal([] { (void)run_rows{{"a", "a"}}; }), "the measure 'a' is named twice; expected each once");
  EXPECT_EQ(rows.steps().size(), 1u);
}

}  // namespace
}  // namespace capnet
