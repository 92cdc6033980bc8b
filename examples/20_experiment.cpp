// An experiment: how far apart would two rates of joining be after half a year, and would sticking to the own sector
// matter? Many replicas of each case, bands instead of one guess, and differences with the same chance on both sides.
#include <algorithm>
#include <iostream>
#include <vector>

#include <capnet/capnet.hpp>
#include <capnet/core/text.hpp>
#include <capnet/sim/ensemble.hpp>
#include <capnet/sim/growth.hpp>
#include <capnet/sim/quantile_bands.hpp>

using namespace capnet;

int main() {
  builder net;
  const auto network = net.add<program>("network", {.name_en = "Reskilling network"});
  const auto began = make_date(2023, 5, 10);
  const auto secretariat = net.add<organization>("secretariat", {.sector = sector::company});
  net.tie<runs>(secretariat, network, {.active = {.begin = began}});
  for (const char* key : {"town_a", "city_b", "city_c"}) {
    const auto member = net.add<organization>(key, {.sector = sector::municipality});
    net.tie<participates_in>(member, network, {.active = {.begin = began}});
  }
  const snapshot now = net.freeze();

  // A model is any function of a cell of the grid and of what keys the random numbers. It gives a row for each step.
  const auto model = [&](const grid_cell& cell, const random_run& run) {
    const growth_options assumed{.steps = 6,
                                 .seed = run.seed,
                                 .replica = run.replica,
                                 .threads = 1,  // the runs share the cores
                                 .rate = cell["rate"],
                                 .homophily = cell["homophily"],
                                 .start = began};
    run_rows rows{{"members", "within"}};
    std::uint64_t within = 0;
    for (const growth_step& step : simulate_growth(now, assumed).history) {
      within += step.formed_within_sector;
      rows.add(step.step, {step.members, within});
    }
    return rows;
  };
  const auto grid = parameter_grid::parse("rate=1,2; homophily=.5,.9");
  const ensemble_result all = ensemble(model, grid, {.replicas = 200, .seed = 7});

  // Simulated, not observed. The interval in brackets is that of the median itself: it narrows as replicas grow.
  for (const quantile_band& band : quantile_bands(all)) {
    if (band.step != 6) continue;
    const auto& q = band.quantiles;
    std::cout << grid[band.cell].text() << ", " << all.measures[band.measure] << ": " << q[0].value << " to "
              << q[4].value << ", median " << q[2].value << " [" << *q[2].low << ", " << *q[2].high << "]\n";
  }

  // Replicas are paired: the k-th of each cell has the same random numbers, so that chance cancels in the difference.
  const auto at_end = [&](std::size_t cell, std::uint32_t replica) {
    return *all.runs[cell * all.replicas + replica].value(5, 0);
  };
  std::vector<double> paired, apart;
  for (std::uint32_t k = 0; k < all.replicas; ++k) {
    paired.push_back(at_end(2, k) - at_end(0, k));
    apart.push_back(at_end(2, (k + 1) % all.replicas) - at_end(0, k));
  }
  for (auto* differences : {&paired, &apart}) std::ranges::sort(*differences);
  std::cout << "rate 2 instead of 1: " << *sample_quantile(paired, .05) << " to " << *sample_quantile(paired, .95)
            << " more members; with other chance on either side " << *sample_quantile(apart, .05) << " to "
            << *sample_quantile(apart, .95) << '\n';
  std::cout << "the same on any machine: " << stable_hash(all) << '\n';
}
