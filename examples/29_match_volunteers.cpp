// Which volunteers should work on which nonprofits' projects, how do we know that it is the best there is, and what
// would have to change for the others? The generated network of examples/data/probono_generated.
#include <iostream>
#include <string>
#include <vector>

#include <capnet/capnet.hpp>
#include <capnet/io/data_folder.hpp>
#include <capnet/skill/engagement.hpp>
#include <capnet/skill/match_reasons.hpp>

namespace {

void say_what_is_best(const capnet::match_parties& all) {
  for (const auto& [goal, name] : {std::pair{capnet::match_goal::places, "places"},
                                   {capnet::match_goal::fair, "fair"},
                                   {capnet::match_goal::stable, "stable"},
                                   {capnet::match_goal::hours, "hours"}}) {
    const capnet::match_result found = capnet::match_volunteers(all, {.goal = goal});
    std::cout << name << ": " << found.pairs.size() << " of " << found.places << " places, " << found.served
              << " projects served, scores " << capnet::short_number(found.score);
    if (found.bound) std::cout << ", at most " << capnet::short_number(*found.bound);
    std::cout << (found.certified ? ", checked\n" : "\n");
  }
}

}  // namespace

int main() {
  const capnet::snapshot net = capnet::read_folder("examples/data/probono_generated");
  const capnet::network_view view = capnet::as_of(net, capnet::make_date(2024, 12, 31));
  const capnet::match_parties all = capnet::read_match_parties(view);
  std::cout << all.volunteers.size() << " volunteers, " << all.projects.size() << " projects, and " << all.over
            << " that are over\n\n";
  say_what_is_best(all);

  const capnet::match_result found = capnet::match_volunteers(all);
  std::cout << "\nThe first three pairs:\n";
  for (std::size_t k = 0; k < 3 && k < found.pairs.size(); ++k) {
    const capnet::matched_pair& pair = found.pairs[k];
    std::cout << net.key(all.volunteers[pair.volunteer].person) << " - " << net.key(all.projects[pair.project].project)
              << ": " << capnet::reason_of(net, all, pair) << '\n';
  }
  const capnet::match_leftovers left = capnet::match_leftovers_of(net, all, found);
  std::cout << "\nThe first three left over:\n";
  for (std::size_t k = 0; k < 3 && k < left.volunteers.size(); ++k) {
    const capnet::match_leftover& one = left.volunteers[k];
    std::cout << net.key(all.volunteers[one.self].person) << ": " << one.reason << ' ' << one.change << '\n';
  }

  // Once they have met, the engagement has a course: what skips a step is told.
  const capnet::engagement one{.of = "volunteer_19 and project_05",
                               .entries = {{0, capnet::make_date(2025, 6, 1)},
                                           {1, capnet::make_date(2025, 6, 10)},
                                           {2, capnet::make_date(2025, 6, 20)},
                                           {4, capnet::make_date(2025, 8, 1)}},
                               .contact_days = capnet::contact_days("every two weeks")};
  std::cout << "\nThe engagement:\n";
  for (const capnet::problem& fault : capnet::run_engagement({}, one, capnet::make_date(2025, 8, 20)).problems)
    std::cout << fault.message << '\n';
  return found.certified ? 0 : 1;
}
