// Who lacks what: the skill gaps of two nonprofits, and what is not known about them.
#include <iomanip>
#include <iostream>

#include <capnet/capnet.hpp>
#include <capnet/skill/organization_gap.hpp>
#include <capnet/skill/skill_holders.hpp>

using namespace capnet;

int main() {
  // Levels from 1 to 5, as the weights of ties. `importance` says what a skill weighs against the others.
  builder net;
  const auto literacy = net.add<skill>("literacy", {.name_en = "IT literacy", .attributes = {{"scale", "1-5"}}});
  const auto security = net.add<skill>("security", {.name_en = "IT security", .attributes = {{"scale", "1-5"}}});

  const auto food_bank = net.add<organization>("food_bank", {.name_en = "Food bank"});
  net.tie<requires_skill>(food_bank, literacy, {.weight = 3});
  net.tie<requires_skill>(food_bank, security, {.weight = 4, .attributes = {{"importance", "2"}}});
  const auto aki = net.add<person>("aki", {.name_en = "Aki"});
  const auto ben = net.add<person>("ben", {.name_en = "Ben"});
  net.tie<employs>(food_bank, aki);
  net.tie<employs>(food_bank, ben);
  net.tie<has_skill>(aki, literacy, {.weight = 4});
  net.tie<has_skill>(aki, security, {.weight = 2});
  net.tie<has_skill>(ben, literacy, {.weight = 2});
  net.tie<has_skill>(ben, security, {.weight = 1});

  // Of the shelter's one employee nobody ever asked about security: that is unknown, not zero.
  const auto shelter = net.add<organization>("shelter", {.name_en = "Shelter"});
  net.tie<requires_skill>(shelter, literacy, {.weight = 3});
  net.tie<requires_skill>(shelter, security, {.weight = 3});
  const auto chie = net.add<person>("chie", {.name_en = "Chie"});
  net.tie<employs>(shelter, chie);
  net.tie<has_skill>(chie, literacy, {.weight = 2});

  // A volunteer whom nobody employs yet.
  const auto dai = net.add<person>("dai", {.name_en = "Dai"});
  net.tie<has_skill>(dai, literacy, {.weight = 3});
  net.tie<has_skill>(dai, security, {.weight = 4});
  net.tie<has_skill>(net.add<person>("emi", {.name_en = "Emi"}), security);  // at a level that nobody stated

  const snapshot now = net.freeze();
  std::cout << std::fixed << std::setprecision(3) << "the best holder of each skill counts\n";
  for (const organization_gap& row : skill_gaps(all_held(now)).organizations) {
    // Food bank: literacy is met (4 of 3); security lacks 4 - 2, twice as important: 2 x 2 / (3 + 2 x 4) = .364.
    std::cout << now.label(row.organization) << ": gap " << *row.gap.gap << ", surely in [" << *row.gap.low << ", "
              << *row.gap.high << "], coverage " << row.gap.coverage << '\n'
              << "  " << row.reason << '\n';
  }

  // Staff rotate in April. What is left if the best holder of each skill goes? Of the shelter's skills, nothing: Chie
  // is all it has.
  std::cout << "the second best counts\n";
  for (const organization_gap& row : skill_gaps(all_held(now), {.holders = holder_rule::kth_best(2)}).organizations) {
    std::cout << now.label(row.organization) << ": gap " << *row.gap.gap << '\n';
  }

  // Who could close them: whoever holds what is lacking, wherever they are.
  const skill_index index{all_held(now)};
  std::cout << "security at level 4:";
  for (const skill_holder& h : index.holders(now.ref(security), 4)) std::cout << ' ' << now.label(h.vertex);
  std::cout << "; worth asking:";
  for (const skill_holder& h : index.of_unknown_level(now.ref(security))) std::cout << ' ' << now.label(h.vertex);
  const wanted_skill both[] = {{now.ref(literacy), 3}, {now.ref(security), 3}};
  std::cout << "; both skills at level 3:";
  for (const vertex_ref v : index.holders_of_all(both).surely) std::cout << ' ' << now.label(v);
  std::cout << '\n';
}
