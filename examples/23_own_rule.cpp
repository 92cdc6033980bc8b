// A rule of your own: people who know something pass it on to those they work with, and forget; contacts rotate in
// April.
#include <iostream>

#include <capnet/capnet.hpp>
#include <capnet/core/text.hpp>
#include <capnet/sim/frozen_simulation.hpp>
#include <capnet/sim/rule/exit.hpp>
#include <capnet/sim/rule/learning.hpp>
#include <capnet/sim/simulation.hpp>

using namespace capnet;

int main() {
  // Forty organizations employ one person each, who shares knowledge with those of the next two.
  builder net;
  std::vector<id<person>> people;
  const spell since{.begin = make_date(2024, 1, 31)};
  for (int k = 0; k < 40; ++k) {
    people.push_back(net.add<person>("person_" + std::to_string(k)));
    net.tie<employs>(net.add<organization>("npo_" + std::to_string(k)), people.back(), {.active = since});
  }
  for (std::size_t k = 0; k < 40; ++k) {
    for (const std::size_t step : {1u, 2u})
      net.tie<shares_knowledge_with>(people[k], people[(k + step) % 40], {.active = since});
  }
  const snapshot now = net.freeze();

  simulation run{as_of(now, make_date(2024, 1, 31)), {.seed = 7}};
  const auto level = run.state().add_variable<double>("level", 0);  // what each knows, in [0, 1]
  for (vertex_index v = 0; v < run.state().order(); v += 8) run.state().set_value(level, v, 1.0);

  // The rule: each asks one of its contacts, and learns half of what it lacks; whoever took over a post asks whom the
  // post's neighbors know.
  run.add("ask around", [level](simulation_step& step) {
    const tie_store& contacts = step.relation<shares_knowledge_with>();
    step.each<person>([&](actor& v) {
      if (contacts.in(v).empty() || !v.chance(.3)) return;
      const double theirs = step.value(level, contacts.in(v)[v.below(contacts.in(v).size())].vertex);
      const double mine = step.value(level, v);
      if (theirs > mine) v.set(level, mine + (theirs - mine) / 2);
    });
  });
  run.add(forgetting{run.state().schema().index_of<person>(), level, 24});
  run.add(rotation{.share = .3});  // 1 April; who comes knows nothing, and nobody

  // An observer writes down what it wants of each step; nothing is copied.
  run.observe([&](const simulation& at) {
    if (at.step() % 6 != 0) return;
    double sum = 0, n = 0;
    for (vertex_index v = 0; v < at.state().order(); ++v) {
      if (!at.state().is_present(v) || !at.state().is_a(v, at.state().schema().index_of<person>())) continue;
      sum += at.state().value(level, v);
      ++n;
    }
    std::cout << to_string(*at.day()) << ": " << n << " people, mean level " << short_number(sum / n, 3) << '\n';
  });
  run.run(36);

  // The result is a network like any other, in which what was simulated says so and by which run.
  const snapshot then = run.freeze();
  const simulation_run told = simulation_runs(then).back();
  std::cout << told.source << ", seed " << told.seed << ", " << told.steps << " steps: " << told.rules << '\n';
  std::cout << then.order<person>() - now.order<person>() << " people took over a post; on 1 April 2026 "
            << as_of(then, make_date(2026, 4, 30)).order(then.schema().index_of<person>()) << " are there\n";
}
