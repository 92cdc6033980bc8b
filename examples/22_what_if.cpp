// What if the backbone stops? The same network grows with and without it, with the same chance on both sides.
#include <iostream>

#include <capnet/capnet.hpp>
#include <capnet/core/text.hpp>
#include <capnet/sim/what_if.hpp>

using namespace capnet;

//   backbone runs the network; 9 towns take part since April 2024, each tied to it and the first three to each other
int main() {
  builder net;
  const spell since{.begin = make_date(2024, 4, 1)};
  const auto network = net.add<program>("network", {.name_en = "Reskilling network"});
  const auto backbone = net.add<organization>("backbone", {.sector = sector::company});
  net.tie<runs>(backbone, network, {.active = since});
  std::vector<id<organization>> towns;
  for (int k = 0; k < 9; ++k) {
    towns.push_back(net.add<organization>("town_" + std::to_string(k), {.sector = sector::municipality}));
    net.tie<participates_in>(towns.back(), network, {.active = since});
    net.tie<collaborates_with>(backbone, towns.back(), {.active = since});
    if (k == 1 || k == 2) net.tie<collaborates_with>(towns.front(), towns.back(), {.active = since});
  }
  const snapshot now = net.freeze();

  // A year of a model, not a forecast: one or two join each month, members bring others along, some ties lapse.
  const what_if_options assumed{
      .growth = {.steps = 12, .seed = 7, .rate = 1.5, .referral = .02, .lapse = .05, .start = make_date(2024, 4, 1)},
      .replicas = 200};
  const vertex_ref stops[] = {now.ref(backbone)};
  const auto rows = what_if(now, without(now, stops), assumed);

  // Of each measure the last month, and the 95% interval of the mean difference between paired runs.
  for (const what_if_row& row : rows) {
    if (row.step != 12) continue;
    const growth_measure& measure = assumed.measures[row.measure];
    std::cout << measure.name << ": " << short_number(row.baseline, 4) << " with it, " << short_number(row.changed, 4)
              << " without: " << short_number(row.difference, 3) << " [" << short_number(*row.low, 3) << ", "
              << short_number(*row.high, 3) << "]\n";
  }
}
