/// Ensembles on several threads: growth and cascades, beside each other on one network.
#include <gtest/gtest.h>

#include <span>
#include <vector>

#include <capnet/core/parallel.hpp>
#include <capnet/flow/spread.hpp>
#include <capnet/network/bulk.hpp>
#include <capnet/sim/data_hash.hpp>
#include <capnet/sim/ensemble.hpp>
#include <capnet/sim/growth.hpp>

#include "race/at_once.hpp"

namespace capnet::race {
namespace {

TEST(ConcurrentEnsembles, OfGrowthAreTheSameOnTwoAndEightThreads) {
  const snapshot net = recorded(300).freeze();
  const auto grown = [&](unsigned threads) {
    std::vector<std::uint64_t> hashes(6);
    parallel_for_blocks(hashes.size(), 1, threads, [&](std::size_t replica, std::size_t, std::size_t) {
      const growth_options options{
          .steps = 4, .seed = 3, .replica = static_cast<std::uint32_t>(replica), .threads = threads, .rate = 150};
      hashes[replica] = data_hash(simulate_growth(net, options).net);
    });
    return hashes;
  };
  const auto alone = grown(1);
  EXPECT_EQ(grown(2), alone);
  EXPECT_EQ(grown(8), alone);
}

TEST(ConcurrentEnsembles, OfCascadesAreTheSameOnTwoAndEightThreads) {
  const snapshot net = recorded(300).freeze();
  const network_view view = all_held(net);
  const std::vector<vertex_ref> starts{{net.schema().index_of<organization>(), 0}};
  const std::vector<relation_index> relations{net.schema().index_of<collaborates_with>()};
  const auto spread_on = [&](unsigned threads) {
    return spread(view, starts, relations, {.samples = 4'000, .seed = 5, .threads = threads}).estimate.probability;
  };
  const auto alone = spread_on(1);
  EXPECT_EQ(spread_on(2), alone);
  EXPECT_EQ(spread_on(8), alone);
  std::vector<std::vector<double>> beside(3);
  at_once(beside.size(), [&](std::size_t k) { beside[k] = spread_on(2); });
  for (const auto& one : beside) EXPECT_EQ(one, alone);
}

TEST(ConcurrentEnsembles, OfAnExperimentAreTheSameOnTwoAndEightThreads) {
  const snapshot net = recorded(300).freeze();
  const auto model = [&](const grid_cell& cell, const random_run& run) {
    run_rows rows{{"members"}};
    const growth_options growth{
        .steps = 3, .seed = run.seed, .replica = run.replica, .threads = 1, .rate = cell["rate"]};
    for (const growth_step& step : simulate_growth(net, growth).history) rows.add(step.step, {step.members});
    return rows;
  };
  const auto run_on = [&](unsigned threads) {
    double last = 0;
    std::size_t kept = 0;
    ensemble_options options{.replicas = 6, .seed = 3, .threads = threads};
    options.report = [&](const progress& now) { last = now.fraction; };  // one at a time
    options.keep = [&](std::span<const ensemble_run> runs, const auto&) { kept += runs.size(); };
    const std::uint64_t hash = stable_hash(ensemble(model, parameter_grid::parse("rate=3,20,60"), options));
    EXPECT_EQ(last, 1);
    EXPECT_EQ(kept, 18u);
    return hash;
  };
  const std::uint64_t alone = run_on(1);
  EXPECT_EQ(run_on(2), alone);
  EXPECT_EQ(run_on(8), alone);
}

TEST(ConcurrentEnsembles, FreezeOnThreadsAsOnOne) {
  const builder net = recorded(2'000);
  const std::uint64_t alone = data_hash(net.freeze());
  EXPECT_EQ(data_hash(net.freeze({.by_locality = false, .run = on_threads({.threads = 8})})), alone);
}

}  // namespace
}  // namespace capnet::race
