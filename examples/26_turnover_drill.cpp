// Staff rotate on 1 April: which skill leaves with whom, what would keep it, and which meetings make a hub a mesh.
#include <iomanip>
#include <iostream>

#include <capnet/capnet.hpp>
#include <capnet/metric/fewest_meetings.hpp>
#include <capnet/skill/turnover_drill.hpp>

using namespace capnet;
using namespace std::chrono_literals;

int main() {
  builder net;
  const auto web = net.add<skill>("web", {.name_en = "Websites"}), data = net.add<skill>("data", {.name_en = "Data"});
  const auto town = net.add<organization>("town", {.name_en = "Town hall", .sector = sector::municipality});
  const auto bank = net.add<organization>("bank", {.name_en = "Food bank", .sector = sector::nonprofit});
  const auto person_at = [&](id<organization> at, const char* key, const char* name, tie_properties post = {}) {
    const auto v = net.add<person>(key, {.name_en = name});
    net.tie<employs>(at, v, std::move(post));
    return v;
  };
  const auto ann = person_at(town, "ann", "Ann"), ben = person_at(town, "ben", "Ben");
  const auto chie = person_at(bank, "chie", "Chie", {.active = {never_began, date{2025y / 3 / 31}}});  // a contract
  const auto dai = person_at(bank, "dai", "Dai");
  for (const auto organization : {town, bank}) net.tie<requires_skill>(organization, data, {.weight = 2});
  net.tie<requires_skill>(town, web, {.weight = 3});
  net.tie<has_skill>(ann, web, {.weight = 3});
  net.tie<has_skill>(ann, data, {.weight = 2});
  net.tie<has_skill>(ben, data, {.weight = 4});
  net.tie<has_skill>(ben, web, {.weight = 1});
  net.tie<has_skill>(chie, data, {.weight = 3});
  net.tie<has_skill>(dai, data, {.weight = 1});
  const auto clinic = net.add<event>("clinic", {.name_en = "Data clinic",
                                                .existence = {date{2025y / 1 / 20}, date{2025y / 1 / 21}},
                                                .status = status::planned,
                                                .attributes = {{"cost", "9000"}, {"seats", "5"}}});
  net.tie<teaches>(clinic, data, {.weight = 2});

  // A hub: the association runs the program that all the others take part in.
  const auto program = net.add<capnet::program>("program", {.name_en = "Program"});
  const auto hub = net.add<organization>("hub", {.name_en = "Association"});
  net.tie<runs>(hub, program);
  for (const auto v : {town, bank}) net.tie<participates_in>(v, program);
  for (const char* key : {"shelter", "library", "clinic_npo"})
    net.tie<participates_in>(net.add<organization>(key), program);
  net.tie<collaborates_with>(town, bank);

  // Each official moves on with probability 1/4; of Chie the data says more.
  const snapshot now = net.freeze();
  const network_view autumn = as_of(now, date{2024y / 10 / 1});
  const turnover_question april{
      .from = date{2024y / 10 / 1}, .until = date{2025y / 4 / 1}, .leaving = yearly_rotation{.25}};
  const turnover_drill_report drill = turnover_drill(autumn, april, 2);
  // Town hall: data 1/4 x 1/4, websites 1/4; food bank: data 1. Together 1.3125.
  std::cout << "expected losses by 1 April: " << drill.expected << '\n';
  for (const drill_row& row : drill.rows) {
    std::cout << now.label_en(row.risk.organization) << ", " << now.label_en(row.risk.skill) << ": "
              << *row.risk.probability << "\n  " << row.reason << "\n  " << row.hedge << '\n';
  }
  std::cout << "what helps most:\n";
  for (const drill_hedge& one : drill.hedges) std::cout << "  " << one.reason << '\n';

  // Three who all hold it and leave at a third a year: after two years somebody is left with 1 - (1 - e^(-2/3))^3.
  const double gone = *leaving_law{leaving_hazard{1. / 3}}.probability(date{2024y / 4 / 1}, date{2026y / 4 / 1});
  const double gone_by_then[] = {gone, gone, gone};
  std::cout << std::setprecision(3) << "kept for two years by one of three: " << kept_probability(gone_by_then) << '\n';

  // Without the association, town and food bank hold together, three others are alone: 3 of 5 fall away.
  const meeting_plan mesh = plan_meetings(measure_context{autumn}, {.target = .2, .seats = 3});
  std::cout << "dependence " << *mesh.dependence_before << "; fewest meetings: " << mesh.bound << '\n';
  for (const mesh_meeting& one : mesh.meetings) std::cout << "  " << one.reason << '\n';
}
