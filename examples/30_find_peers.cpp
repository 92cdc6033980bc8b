// Municipalities that learn digital skills want to meet those with the same problem, and one that has solved it. The
// needs are topics of the second event of the All-Japan Municipal Reskilling Network; the towns are invented.
#include <iomanip>
#include <iostream>
#include <string>

#include <capnet/capnet.hpp>
#include <capnet/skill/peers.hpp>

using namespace capnet;

int main() {
  builder net;
  const auto program_need = net.add<need>("program", {.name_en = "Building a training program"});
  const auto motivation = net.add<need>("motivation", {.name_en = "Motivation"});
  const auto retention = net.add<need>("retention", {.name_en = "Retention of what was learned"});
  const auto outcomes = net.add<need>("outcomes", {.name_en = "What counts as an outcome"});
  const auto circles = net.add<practice>("circles", {.name_en = "Learning circles"});
  const auto sheet = net.add<practice>("sheet", {.name_en = "An outcome sheet of one page"});
  net.tie<addresses>(circles, motivation);
  net.tie<addresses>(circles, retention);
  net.tie<addresses>(sheet, outcomes);

  const auto north = net.add<region>("north", {.name_en = "The north"});
  const auto coast = net.add<region>("coast", {.name_en = "The coast"});
  const auto valley = net.add<region>("valley", {.name_en = "The valley"});
  net.tie<located_in>(coast, north);
  net.tie<located_in>(valley, north);
  const auto town = [&](const std::string& key, const std::string& name, id<region> where, int staff) {
    const auto added = net.add<organization>(key, {.name_en = name, .sector = sector::municipality, .size = staff});
    net.tie<located_in>(added, where);
    return added;
  };
  const auto alder = town("alder", "Alder", coast, 120);
  const auto birch = town("birch", "Birch", valley, 150);
  const auto cedar = town("cedar", "Cedar", coast, 900);
  const auto elm = town("elm", "Elm", valley, 110);

  const spell since_2022{.begin = partial_date::year(2022)};
  for (const auto& who : {alder, birch, cedar}) net.tie<has_need>(who, outcomes, {.active = since_2022});
  for (const auto& who : {alder, birch, elm}) net.tie<has_need>(who, motivation, {.active = since_2022});
  net.tie<has_need>(alder, program_need, {.active = since_2022});
  // Elm had trouble with retention until June 2023; how that ended nobody wrote down. Alder has it still.
  net.tie<has_need>(elm, retention, {.active = {.begin = partial_date::year(2022), .end = make_date(2023, 6, 1)}});
  net.tie<has_need>(alder, retention, {.active = since_2022});
  net.tie<uses>(birch, circles, {.active = {.begin = make_date(2023, 4, 1)}});
  net.tie<uses>(cedar, sheet, {.active = {.begin = make_date(2023, 4, 1)}});

  // Whom should Alder sit with at the event of September 2023?
  const snapshot now = net.freeze();
  const network_view on_the_day = as_of(now, make_date(2023, 9, 1));
  std::cout << std::fixed << std::setprecision(3);
  for (const peer_row& row : find_peers(on_the_day, {.of = now.ref(alder)}).rows) {
    std::cout << now.label_en(row.peer) << " is " << row.alike.similarity << " alike (needs "
              << row.alike.part(peer_part::needs) << ", size " << row.alike.part(peer_part::size) << ", region "
              << row.alike.part(peer_part::region) << ")\n  " << row.reason << '\n';
  }

  // The pairs that would have most to tell each other, if only what is solved counts.
  std::cout << "pairs in which one has solved what is open for the other:\n";
  for (const peer_row& row : find_peers(on_the_day, {.k = 3, .solved_only = true}).rows)
    std::cout << "  " << now.label_en(row.organization) << " from " << now.label_en(row.peer) << '\n';
}
