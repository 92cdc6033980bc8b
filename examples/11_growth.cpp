// A first growth: what would half a year of newcomers make of a young network, if joining went on as assumed?
#include <iostream>

#include <capnet/capnet.hpp>
#include <capnet/sim/growth.hpp>

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
    net.tie<collaborates_with>(secretariat, member, {.active = {.begin = began}});
  }
  const snapshot now = net.freeze();

  // Not a forecast: a model to compare with. Rate and homophily are assumptions; the seed makes the run repeatable, bit
  // by bit, on any machine and with any number of threads.
  const growth_options assumed{.steps = 6, .seed = 7, .rate = 1.5, .ties = 2, .homophily = 0.7, .start = began};
  const auto grown = simulate_growth(now, assumed);
  std::cout << to_string(*grown.start.day) << ": " << grown.start.members << " members, " << grown.start.ties
            << " ties\n";
  for (const growth_step& step : grown.history) {
    std::cout << to_string(*step.day) << ": " << step.members << " members (+" << step.joined << "), " << step.ties
              << " ties, " << step.formed_within_sector << " of " << step.formed << " new ones within a sector\n";
  }

  // The result is a network like any other. What was simulated says so, and can't be mistaken for what was observed.
  std::size_t simulated = 0;
  for (const vertex_ref v : grown.net.vertices(grown.net.schema().index_of<organization>())) {
    simulated += grown.net.properties(v).cite == "simulation" ? 1u : 0u;
  }
  std::cout << simulated << " of " << grown.net.order<organization>() << " organizations are simulated\n";

  // Other replicas of the same assumptions show how wide chance alone makes the answer.
  std::cout << "members after half a year:";
  for (std::uint32_t replica = 0; replica < 8; ++replica) {
    growth_options again = assumed;
    again.replica = replica;
    std::cout << ' ' << simulate_growth(now, again).history.back().members;
  }
  std::cout << '\n';
}
