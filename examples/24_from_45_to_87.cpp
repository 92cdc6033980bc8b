// From 45 to 87: a network of municipalities was counted three times. How would a pool that runs dry have grown?
#include <iostream>

#include <capnet/capnet.hpp>
#include <capnet/core/elementary.hpp>
#include <capnet/core/text.hpp>
#include <capnet/io/data_folder.hpp>
#include <capnet/sim/ensemble.hpp>
#include <capnet/sim/growth.hpp>
#include <capnet/sim/quantile_bands.hpp>

using namespace capnet;

int main() {
  const snapshot net = read_folder("examples/data/reskilling");

  // 45 in May 2023, 86 at the end of October, 87 at the end of December. The counts don't tell curves apart (example
  // 19): one that fits is a pool of some 42 more, of which each month a share 1 - exp(-.59) of those that are left
  // joins.
  growth_options assumed{.steps = 7,
                         .seed = 7,
                         .threads = 1,
                         .ties = 0,
                         .arrivals = growth_arrivals::pool,
                         .market = 42,
                         .share = 1 - portable_exp(-.59),
                         .program = "network",
                         .start = make_date(2023, 5, 31)};  // by when the 45 surely were
  const growth_origin may = growth_start(net, assumed);     // what was known then: the later counts are not in it
  const ensemble_result all = ensemble(
      [&](const grid_cell&, const random_run& run) {
        growth_options one = assumed;
        one.seed = run.seed, one.replica = run.replica;
        growth_model model = make_growth(may, one);
        run_rows rows{{"members"}};
        for (const growth_step& step : run_growth(model, one.steps).steps) rows.add(step.step, {step.members});
        return rows;
      },
      parameter_grid{}, {.replicas = 1'000, .seed = 7});

  const calendar days{.start = assumed.start};
  std::cout << to_string(*assumed.start) << ": 45 members, as counted\n";
  for (const quantile_band& band : quantile_bands(all)) {
    const auto& q = band.quantiles;
    std::cout << to_string(*days.day(band.step)) << ": " << short_number(q[0].value) << " to "
              << short_number(q[4].value) << ", median " << short_number(q[2].value);
    if (band.step == 5) std::cout << "  (86 were counted on 2023-10-31)";
    if (band.step == 7) std::cout << "  (87 were counted on 2023-12-31)";
    std::cout << '\n';
  }
}
