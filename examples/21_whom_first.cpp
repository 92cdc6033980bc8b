// Whom to train first, if what they learn travels on by chance? Three seats, and a proof of how good the choice is.
#include <iostream>
#include <string>

#include <capnet/capnet.hpp>
#include <capnet/core/random.hpp>
#include <capnet/core/text.hpp>
#include <capnet/flow/influence.hpp>

using namespace capnet;

int main() {
  // Sixty nonprofits and companies, tied at random; a tie's weight is the probability that knowledge passes along it.
  builder net;
  std::vector<id<organization>> all;
  for (int k = 0; k < 60; ++k) {
    const std::string number = std::to_string(k);
    all.push_back(k % 3 == 0 ? net.add<organization>("company_" + number, {.sector = sector::company})
                             : net.add<organization>("npo_" + number, {.sector = sector::nonprofit}));
  }
  random_stream rng{{.seed = 7}};
  for (int k = 0; k < 180; ++k) {
    const auto teller = all[rng.below(20)], hearer = all[rng.below(60)];
    if (teller != hearer) net.tie<shares_knowledge_with>(teller, hearer, {.weight = .25});
  }
  const snapshot now = net.freeze();

  influence_question question{.seeds = 3, .relations = {now.schema().index_of<shares_knowledge_with>()}, .seed = 1};
  const auto tell = [&](const char* title) {
    const network_influence found = influence(all_held(now), question);
    std::cout << title << ": " << short_number(found.choice.spread, 4) << " of " << now.order<organization>()
              << " come to know on average\n";
    for (const chosen_seed& one : found.seeds) std::cout << "  " << now.key(one.vertex) << "  " << one.reason << '\n';
    std::cout << "  no other choice reaches more than " << short_number(found.choice.optimum_at_most, 4)
              << ", surely to 99%\n";
  };
  tell("Any three");

  // No company: the seats are for nonprofits.
  question.sector_limits = {{sector::company, 0}, {sector::nonprofit, 3}};
  tell("Nonprofits alone");
}
