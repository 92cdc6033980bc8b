/// Experiments: how many replicas two threads run while one runs one, and what bands over them cost.
#include "ensembles.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>

#include <capnet/network/builder.hpp>
#include <capnet/sim/ensemble.hpp>
#include <capnet/sim/growth.hpp>
#include <capnet/sim/quantile_bands.hpp>

#include "family_rows.hpp"
#include "stopwatch.hpp"

namespace capnet::bench {
namespace {

/// One program with so many members, each tied to the one before.
snapshot program_of(std::uint32_t members) {
  builder net;
  const auto joined = net.add<program>("program");
  const spell active{.begin = make_date(2020, 1, 1)};
  id<organization> before{};
  for (std::uint32_t k = 0; k < members; ++k) {
    const auto member =
        net.add<organization>("o" + std::to_string(k), {.sector = k % 3 == 0 ? sector::company : sector::nonprofit});
    net.tie<participates_in>(member, joined, {.active = active});
    if (k > 0) net.tie<collaborates_with>(before, member, {.active = active});
    before = member;
  }
  return net.freeze();
}

ensemble_result grown(const growth_origin& start, std::uint32_t replicas, unsigned threads) {
  const auto model = [&](const grid_cell& cell, const random_run& run) {
    const growth_options growth{.steps = 12,
                                .seed = run.seed,
                                .replica = run.replica,
                                .threads = 1,
                                .rate = cell["rate"],
                                .program = "program"};
    growth_model one = make_growth(start, growth);
    run_rows rows{{"members", "ties"}};
    for (const growth_step& step : run_growth(one, growth.steps).steps) rows.add(step.step, {step.members, step.ties});
    return rows;
  };
  return ensemble(model, parameter_grid::parse("rate=80"), {.replicas = replicas, .seed = 7, .threads = threads});
}

}  // namespace

void run_ensembles(bool quick, const std::function<void(const row&)>& heard) {
  const std::uint32_t replicas = quick ? 100 : 1'000;
  constexpr std::size_t rounds = 5;
  const snapshot net = program_of(10'000);
  const growth_origin start = growth_start(net);
  double one_s = 1e300, two_s = 1e300, bands_s = 1e300;
  bool same = true;
  for (std::size_t round = 0; round < rounds; ++round) {
    stopwatch watch;
    const ensemble_result alone = grown(start, replicas, 1);
    one_s = std::min(one_s, watch.seconds());
    watch = {};
    const ensemble_result both = grown(start, replicas, 2);
    two_s = std::min(two_s, watch.seconds());
    same = same && stable_hash(alone) == stable_hash(both);
    watch = {};
    same = same && quantile_bands(both).size() == 24;
    bands_s = std::min(bands_s, watch.seconds());
  }
  family_rows rows{"ensembles", heard};
  rows.add("replicas", 2, two_s, "one thread", one_s, 1.9, same, rounds);
  rows.add("bands", 1, bands_s, "the runs", one_s, 20, same, rounds);
}

}  // namespace capnet::bench
