#pragma once
/// A simulated growth of a network: new organizations join a program, month by month, and tie themselves to members.
#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/text.hpp>
#include <capnet/network/snapshot.hpp>
#include <capnet/sim/frozen_simulation.hpp>
#include <capnet/sim/growth_options.hpp>
#include <capnet/sim/program_members.hpp>
#include <capnet/sim/rule/arrival.hpp>
#include <capnet/sim/rule/attachment.hpp>
#include <capnet/sim/rule/exit.hpp>
#include <capnet/sim/simulation.hpp>
#include <capnet/view/part_of.hpp>

namespace capnet {

/// The network after a step. Step 0 is the start.
struct growth_step {
  std::uint32_t step = 0;
  std::optional<date> day{};               ///< empty if the network has no dates and no start was given
  std::uint64_t members = 0;               ///< organizations in the program: by name, and in cohorts of organizations
  std::uint64_t joined = 0;                ///< in this step
  std::uint64_t ties = 0;                  ///< collaborates_with, all of the network
  std::uint64_t formed = 0;                ///< in this step
  std::uint64_t formed_within_sector = 0;  ///< both ends of one known sector
  std::map<std::string, std::uint64_t> joined_by_sector{};  ///< "" is unknown
  friend bool operator==(const growth_step&, const growth_step&) = default;
};

/// What came of a growth, step by step.
struct growth_history {
  std::string program{};  ///< key of the one that they join; empty if the network has none
  growth_step start{};
  std::vector<growth_step> steps{};  ///< after step 1, 2, ...
  friend bool operator==(const growth_history&, const growth_history&) = default;
};

struct growth_result {
  snapshot net{};                       ///< what there was up to the start, and what was simulated
  std::optional<vertex_ref> program{};  ///< that they join; empty if the network has none
  growth_step start{};
  std::vector<growth_step> history{};  ///< after step 1, 2, ...
};

/// The simulation that `simulate_growth` runs: to add rules to, to run on, to freeze when wanted.
struct growth_model {
  simulation run;
  program_groups groups{};
  std::string program{};  ///< key; empty if the network has none
  relation_index ties{};  ///< that newcomers form

  /// The network after the step done last.
  [[nodiscard]] growth_step now() const;
};

/// What growths begin with, found once for many: the network as it was known on the start day, and its program's
/// groups.
struct growth_origin {
  simulation_state state;
  program_groups groups{};
  std::string program{};  ///< key; empty if the network has none
  relation_index ties{};
};

/// From `options.start` and `options.program`. Throws input_error for a `program` that is not one.
[[nodiscard]] inline growth_origin growth_start(const snapshot& net, const growth_options& options = {}) {
  const std::optional<date> day = options.start ? options.start : net.last_day();
  growth_origin origin{.state = simulation_state{day ? as_of(known_by(net, *day), *day) : all_held(net)}};
  simulation_state& state = origin.state;
  const auto program = program_to_join(state.start(), options.program);
  if (program) origin.program = state.net().key(*program);
  origin.groups = add_program_groups(state, program);
  origin.ties = state.schema().index_of<rel::collaborates_with>();
  (void)state.ties(origin.ties);
  return origin;
}

/// Puts a growth together, from an origin that many replicas may share: its start day and program. Throws input_error
/// as `simulate_growth`.
[[nodiscard]] inline growth_model make_growth(growth_origin origin, const growth_options& options = {}) {
  detail::expect_rate(options.rate, "rate");
  const std::pair<double, const char*> shares[] = {{options.homophily, "homophily"}, {options.innovation, "innovation"},
                                                   {options.imitation, "imitation"}, {options.share, "share"},
                                                   {options.referral, "referral"},   {options.closure, "closure"},
                                                   {options.lapse, "lapse"},         {options.leaving, "leaving"}};
  for (const auto& [share, name] : shares) detail::expect_share(share, name);
  if (!(options.market >= 0 && options.market <= max_growth_arrivals))
    throw input_error{"market " + short_number(options.market, 12) + "; expected one in [0, 20000000]"};
  if (options.arrivals != growth_arrivals::poisson && options.market == 0) {
    throw input_error{"arrivals by " + std::string{growth_arrivals_names[static_cast<std::size_t>(options.arrivals)]} +
                      " without a market; expected how many may join"};
  }
  if (options.rate * options.steps > max_growth_arrivals) {
    throw input_error{"a rate of " + short_number(options.rate, 12) + " in " + std::to_string(options.steps) +
                      " steps; expected at most 20,000,000 arrivals"};
  }
  growth_model model{.run = simulation{std::move(origin.state),
                                       {.seed = options.seed,
                                        .replica = options.replica,
                                        .start = options.start,
                                        .id_prefix = options.id_prefix,
                                        .threads = options.threads,
                                        .stop = options.stop,
                                        .report = options.report}},
                     .groups = origin.groups,
                     .program = std::move(origin.program),
                     .ties = origin.ties};
  switch (options.arrivals) {
    case growth_arrivals::poisson:
      model.run.add(poisson_arrivals{model.groups, options.rate});
      break;
    case growth_arrivals::bass:
      model.run.add(bass_arrivals{model.groups, options.innovation, options.imitation, options.market});
      break;
    case growth_arrivals::pool:
      model.run.add(recruitment_pool{model.groups, static_cast<std::uint64_t>(options.market), options.share});
      break;
  }
  if (options.referral > 0) model.run.add(referral{model.groups, options.referral});
  if (options.preferential)
    model.run.add(preferential_attachment{model.groups.partners, model.ties, options.ties, options.homophily});
  else
    model.run.add(homophilous_attachment{model.groups.partners, model.ties, options.ties, options.homophily});
  const kind_index organizations = model.run.state().schema().index_of<kind::organization>();
  if (options.closure > 0) model.run.add(triadic_closure{organizations, model.ties, options.closure});
  if (options.lapse > 0) model.run.add(lapse{model.ties, options.lapse, std::nullopt});
  if (options.leaving > 0) model.run.add(leaving{model.groups.members, options.leaving, std::nullopt});
  return model;
}

inline growth_step growth_model::now() const {
  const simulation_state& state = run.state();
  const tie_store& all = *state.known_ties(ties);
  growth_step step{.step = run.step() - run.first_step(),
                   .day = run.day(),
                   .members = state.group(groups.members).headcount(),
                   .ties = all.size()};
  if (step.step == 0) return step;
  std::vector<std::uint64_t> by_sector(256);
  const auto [first, last] = run.newcomers();
  for (vertex_index v = first; v < last; ++v) ++by_sector[static_cast<std::size_t>(state.sector(v))];
  for (std::size_t s = 0; s < by_sector.size(); ++s) {
    if (by_sector[s] > 0) step.joined_by_sector[state.schema().name(static_cast<sector>(s))] = by_sector[s];
  }
  step.joined = last - first;
  for (std::uint32_t row = all.first_row(run.step()); row < all.rows(); ++row) {
    ++step.formed;
    const sector s = state.sector(all.source(row));
    step.formed_within_sector += s != sector::unknown && s == state.sector(all.target(row)) ? 1u : 0u;
  }
  return step;
}

/// Runs a growth and writes down each step, without making a network of it. Throws input_error as `simulate_growth`.
[[nodiscard]] inline growth_history run_growth(growth_model& model, std::uint32_t steps) {
  growth_history history{.program = model.program, .start = model.now()};
  model.run.observe([&](const simulation&) { history.steps.push_back(model.now()); });
  model.run.run(steps);
  model.run.forget_observers();
  return history;
}

/// Grows a network by `steps` months:
///
///     const growth_result grown = simulate_growth(net, {.steps = 12, .seed = 7, .rate = 3});
///     const network_view in_a_year = as_of(grown.net, *grown.history.back().day);
///
/// In each step a Poisson number of organizations joins the program, `rate` on average. Each takes the sector of a
/// member drawn at random, so that the mix of sectors goes on in expectation, and forms `ties` ties of
/// collaborates_with to different organizations that took part in or ran the program before the step: with probability
/// `homophily` within its own sector, if that is known, else anywhere; all are equally likely there. A model to compare
/// with, capnet's own, not a forecast: unless options say so nobody leaves, and nothing is calibrated. It is two rules
/// (sim/rule/arrival.hpp, sim/rule/attachment.hpp) of a simulation: `make_growth` gives it, to add others to.
///
/// The members at the start are the organizations that take part on the start day, and the size of cohorts that have a
/// sector (a group of organizations), taken as others than those named; their anonymous members form no ties. What is
/// simulated has the attribute `simulated` = `yes`, cites a source of its run that tells seed, replica and rules
/// (`simulation`, `simulation-2`, ...), has status held and begins on the day of its step. Without any date in the
/// network and without `start`, nothing simulated is dated. What the data says of days after the start is not in `net`
/// (known_by), since the simulation stands for it. A program that has nobody: newcomers are of unknown sector and tie
/// to earlier ones.
///
/// A network that was grown can be grown on: it begins with the members and ties that the last run ended with and
/// counts its steps on, and with the same seed and options does what that run would have done in more steps.
///
/// Same bits with any compiler and thread count: a decision depends on (seed, replica, step, id of who decides, rule)
/// and on the network before the step alone, not on the order of its rows. Throws input_error for a `program` that is
/// not one, a rate outside [0, 1,000,000], a homophily outside [0, 1], no steps or more than `max_simulation_steps`,
/// more than `max_growth_arrivals` to be expected, days beyond the year 9999, and ids that are taken; `stopped`. Time
/// O(n log n + m + joined * ties^2 / threads), space O(n + m).
[[nodiscard]] inline growth_result simulate_growth(const snapshot& net, const growth_options& options = {}) {
  growth_model model = make_growth(growth_start(net, options), options);
  growth_history history = run_growth(model, options.steps);
  growth_result result{
      .net = model.run.freeze(), .start = std::move(history.start), .history = std::move(history.steps)};
  if (!model.program.empty()) result.program = result.net.vertex(model.program);
  return result;
}

}  // namespace capnet
