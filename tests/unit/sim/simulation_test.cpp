#include <capnet/sim/simulation.hpp>

#include <capnet/sim/frozen_simulation.hpp>
#include <capnet/sim/rule/arrival.hpp>
#include <capnet/sim/rule/attachment.hpp>
#include <capnet/sim/rule/exit.hpp>
#include <capnet/sim/rule/learning.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace capnet {
namespace {

//   a ring of n organizations, o0 -- o1 -- ... -- o0, since 2024; the odd ones are companies, the others nonprofits
snapshot ring(int n) {
  builder net;
  std::vector<id<organization>> all;
  for (int k = 0; k < n; ++k)
    all.push_back(
        net.add<organization>("o" + std::to_string(k), {.sector = k % 2 == 1 ? sector::company : sector::nonprofit}));
  for (int k = 0; k < n; ++k) {
    net.tie<collaborates_with>(all[static_cast<std::size_t>(k)], all[static_cast<std::size_t>((k + 1) % n)],
                               {.active = {.begin = make_date(2024, 1, 31)}});
  }
  return std::move(net).freeze();
}
const date start_day = make_date(2024, 1, 31);

/// A rule of one's own, as the reference shows it.
void close_triads(simulation_step& now) {
  const tie_store& friends = now.relation<collaborates_with>();
  now.each<organization>([&](actor& v) {
    if (friends.of(v).empty() || !v.chance(.1)) return;
    const auto theirs = friends.of(friends.of(v)[v.below(friends.of(v).size())].vertex);
    const vertex_index w = theirs[v.below(theirs.size())].vertex;
    if (w != v && !friends.joins(v, w)) v.tie(friends, w);
  });
}

/// All organizations of a state in a group.
group_id everybody(simulation& run) {
  const group_id g = run.state().add_group();
  for (vertex_index v = 0; v < run.state().order(); ++v) run.state().group(g).add(v, run.state().sector(v));
  return g;
}

/// All rules at once.
simulation everything(const network_view& start, simulation_options options) {
  simulation run{start, std::move(options)};
  const program_groups to{.members = everybody(run), .partners = everybody(run)};
  const relation_index r = run.state().schema().index_of<collaborates_with>();
  const kind_index organizations = run.state().schema().index_of<organization>();
  const auto level = run.state().add_variable<double>("level", .5);
  run.add(poisson_arrivals{to, 3})
      .add(referral{to, .01})
      .add(homophilous_attachment{to.partners, r, 2, .7})
      .add(preferential_attachment{to.partners, r, 1, .8})
      .add("closure", close_triads)
      .add(triadic_closure{organizations, r, .05})
      .add(actor_choice{organizations, to.partners, r, .02, -1, 0, .5, .5})
      .add(meeting{to.members, r, level, 6, .3, 1})
      .add(learning{organizations, r, level, .2, .5})
      .add(forgetting{organizations, level, 12})
      .add(lapse{r, .02, std::nullopt})
      .add(lapse{r, .2, std::chrono::April / 1})
      .add(leaving{to.members, .02, std::nullopt});
  return run;
}

// The same lists of neighbors from rows alone.
void expect_lists_as_rows(const tie_store& all, vertex_index order) {
  for (vertex_index v = 0; v < order; ++v) {
    std::vector<std::pair<vertex_index, std::uint32_t>> naive, listed;
    for (std::uint32_t row = 0; row < all.rows(); ++row) {
      if (!all.holds(row)) continue;
      if (all.source(row) == v) naive.emplace_back(all.target(row), row);
      if (!all.directed() && all.target(row) == v && all.source(row) != v) naive.emplace_back(all.source(row), row);
    }
    for (const neighbor& uv : all.of(v)) listed.emplace_back(uv.vertex, uv.row);
    std::ranges::sort(naive), std::ranges::sort(listed);
    ASSERT_EQ(listed, naive) << v;
  }
}

TEST(Simulation, KeepsItsListsOfNeighborsAsTheRowsSay) {
  simulation run = everything(as_of(ring(40), start_day), {.seed = 3});
  for (int k = 0; k < 8; ++k) {
    run.run(5);
    expect_lists_as_rows(*run.state().known_ties(run.state().schema().index_of<collaborates_with>()),
                         run.state().order());
  }
}

TEST(Simulation, HasTheSameBitsOnAnyNumberOfThreads) {
  const snapshot net = ring(40);
  std::vector<std::uint64_t> hashes;
  for (const unsigned threads : {1u, 2u, 8u}) {
    simulation run = everything(as_of(net, start_day), {.seed = 3, .threads = threads});
    run.run(100);
    hashes.push_back(run.hash());
  }
  EXPECT_EQ(hashes[1], hashes[0]);
  EXPECT_EQ(hashes[2], hashes[0]);
  EXPECT_EQ(hashes[0], 2717256515229067144u) << "with any compiler, in every release";
}

TEST(Simulation, GoesOnWhereItStopped) {
  const snapshot net = ring(40);
  simulation once = everything(as_of(net, start_day), {.seed = 3}), twice = once;
  once.run(30);
  for (int k = 0; k < 10; ++k) twice.run(3);
  EXPECT_EQ(once.hash(), twice.hash());
  simulation other = everything(as_of(net, start_day), {.seed = 4});
  other.run(30);
  EXPECT_NE(other.hash(), once.hash());
  other = everything(as_of(net, start_day), {.seed = 3, .replica = 1});
  other.run(30);
  EXPECT_NE(other.hash(), once.hash());
}

// A rule throws in its second loop of step 3: nothing of it happens, and running on repeats it with the same numbers.
TEST(Simulation, ChangesNothingByARuleThatThrows) {
  const snapshot net = ring(40);
  bool faulty = true;
  const auto build = [&](const bool& fails) {
    simulation run = everything(as_of(net, start_day), {.seed = 3});
    run.add("fails", [&fails](simulation_step& now) {
      close_triads(now);
      now.each<organization>([&](actor& v) {
        if (v.chance(.1)) v.leave();
        if (fails && now.step() == 3) throw std::runtime_error{"no"};
      });
    });
    run.add(poisson_arrivals{{.members = everybody(run), .partners = everybody(run)}, 2});
    return run;
  };
  const bool never = false;
  simulation whole = build(never), broken = build(faulty);
  whole.run(6);
  EXPECT_THROW(broken.run(6), std::runtime_error);
  EXPECT_EQ(broken.step(), 3u);
  EXPECT_THROW(broken.run(4), std::runtime_error) << "still";
  faulty = false;
  broken.run(4);
  EXPECT_EQ(broken.step(), 6u);
  EXPECT_EQ(broken.hash(), whole.hash());
}

TEST(Simulation, StopsWhenAskedAndCanGoOn) {
  const snapshot net = ring(40);
  std::stop_source stop;
  simulation whole = everything(as_of(net, start_day), {.seed = 3});
  simulation stopping = everything(as_of(net, start_day), {.seed = 3, .stop = stop.get_token()});
  whole.run(4);
  stopping.observe([&](const simulation& run) {
    if (run.step() == 2) stop.request_stop();
  });
  EXPECT_THROW(stopping.run(4), stopped);
  EXPECT_EQ(stopping.step(), 2u);
  stopping.stop_at({});
  stopping.run(2);
  EXPECT_EQ(stopping.hash(), whole.hash());
}

// What others decide does not depend on a rule that only reads, nor on its numbers.
TEST(Simulation, KeysNumbersByTheNameOfARule) {
  const snapshot net = ring(40);
  simulation plain{as_of(net, start_day), {.seed = 3}}, beside{as_of(net, start_day), {.seed = 3}};
  plain.add("closure", close_triads);
  beside.add("looks", [](simulation_step& now) { now.each<organization>([](actor& v) { (void)v.uniform(); }); });
  beside.add("closure", close_triads);
  plain.run(10), beside.run(10);
  EXPECT_EQ(plain.hash(), beside.hash());
  simulation twice{as_of(net, start_day), {.seed = 3}};
  twice.add("closure", close_triads).add("closure", close_triads);
  twice.run(10);
  EXPECT_NE(twice.hash(), plain.hash());
}

// 31 January + 1, 2, 3 months; 1 April lies between 31 March and 30 April.
TEST(Simulation, FindsADayOfTheYear) {
  std::vector<std::string> days;
  simulation run{as_of(ring(3), start_day), {}};
  run.add("asks", [&](simulation_step& now) {
    days.push_back(to_string(*now.day()) + (now.passes(std::chrono::April / 1) ? " April" : ""));
  });
  run.run(4);
  EXPECT_EQ(days, (std::vector<std::string>{"2024-02-29", "2024-03-31", "2024-04-30 April", "2024-05-31"}));
  days.clear();
  simulation weeks{as_of(ring(3), start_day), {.unit = step_unit::day, .every = 7}};
  weeks.add("asks", [&](simulation_step& now) {
    if (now.passes(std::chrono::February / 29)) days.push_back(to_string(*now.day()));
  });
  weeks.run(8);
  EXPECT_EQ(days, (std::vector<std::string>{"2024-03-06"}));
  builder undated;
  undated.add<organization>("a");
  simulation none{all_held(undated.freeze()), {}};
  none.add(lapse{.on = std::chrono::April / 1});
  EXPECT_THROW(none.run(1), input_error);
}

// 20 organizations employ one person each; a quarter moves on each 1 April: 20 persons at any time.
TEST(Rotation, ConservesPersons) {
  builder net;
  for (int k = 0; k < 20; ++k) {
    const auto o = net.add<organization>("o" + std::to_string(k));
    net.tie<employs>(o, net.add<person>("p" + std::to_string(k)), {.active = {.begin = start_day}});
  }
  simulation run{as_of(net.freeze(), start_day), {.seed = 1}};
  run.add(rotation{.share = .25});
  const kind_index persons = run.state().schema().index_of<person>();
  (void)run.state().ties(run.state().schema().index_of<employs>());
  run.observe([&](const simulation& now) {
    EXPECT_EQ(now.state().present(persons), 20u);
    EXPECT_EQ(now.state().known_ties(now.state().schema().index_of<employs>())->size(), 20u);
  });
  run.run(36);
  const vertex_index came = run.state().order() - run.state().start_order();
  EXPECT_GT(came, 5u);
  EXPECT_LT(came, 30u);
  const snapshot after = run.freeze();
  for (const int month : {3, 4, 16, 28, 36}) {
    const network_view then = as_of(after, *run.days().day(static_cast<std::uint64_t>(month)));
    EXPECT_EQ(then.order(persons), 20u) << month;
    EXPECT_EQ(then.size(after.schema().index_of<employs>()), 20u) << month;
  }
}

// o takes part; with a lead that does not there are two groups, and newcomers join both.
TEST(ProgramGroups, AreOneWhereNobodyElseLeads) {
  for (const bool led : {false, true}) {
    builder net;
    const auto p = net.add<program>("p");
    net.tie<participates_in>(net.add<organization>("o"), p);
    if (led) net.tie<runs>(net.add<organization>("lead"), p);
    simulation run{all_held(net.freeze()), {.seed = 5}};
    const program_groups to = add_program_groups(run.state(), run.state().net().vertex("p"));
    EXPECT_EQ(to.members.number == to.partners.number, !led);
    run.add(poisson_arrivals{to, 20});
    run.run(1);
    const simulation_state& state = run.state();
    const std::uint32_t came = state.order() - state.start_order();
    ASSERT_GT(came, 0u);
    EXPECT_EQ(state.group(to.members).size(), 1 + came) << "each once";
    EXPECT_EQ(state.group(to.partners).size(), (led ? 2 : 1) + came);
    const tie_store& parts = *state.known_ties(state.schema().index_of<participates_in>());
    ASSERT_EQ(parts.rows(), 1 + came);
    for (std::uint32_t row = 1; row < parts.rows(); ++row) {
      EXPECT_EQ(parts.source(row), state.start_order() + row - 1);
      EXPECT_EQ(parts.target(row), *to.program);
    }
  }
}

// dx/dt = (p + q x/m)(m - x) a step: m = 200,000 from 2,000; each step within 4 standard errors of its mean given the
// last.
TEST(BassArrivals, FollowTheCurve) {
  builder net;
  const auto p = net.add<program>("p");
  net.tie<participates_in>(net.add<cohort>("those", {.sector = sector::company, .size = 2'000}), p);
  simulation run{all_held(net.freeze()), {.seed = 5}};
  const program_groups to = add_program_groups(run.state(), run.state().net().vertex("p"));
  run.add(bass_arrivals{to, .03, .38, 200'000});
  double x = 2'000, mean = 2'000;
  run.observe([&](const simulation& now) {
    const double chance = .03 + .38 * x / 200'000, left = 200'000 - x;
    const auto n = static_cast<double>(now.state().group(to.members).headcount());
    EXPECT_NEAR(n, x + chance * left, 4.5 * std::sqrt(left * chance * (1 - chance)) + 1);
    x = n;
    mean += (.03 + .38 * mean / 200'000) * (200'000 - mean);
    EXPECT_NEAR(x / mean, 1, .02);
  });
  run.run(20);
}

// Barabási & Albert: a share 2 m (m + 1) / (k (k + 1) (k + 2)) has degree k, with m ties each, for shifted degrees...
// the exponent of the tail is 3 - with one more than the ties as weight and m ties each it is 3 + 1/m.
TEST(PreferentialAttachment, HasTheExponentOfItsTail) {
  builder net;
  const auto p = net.add<program>("p");
  for (int k = 0; k < 3; ++k) net.tie<participates_in>(net.add<organization>("o" + std::to_string(k)), p);
  simulation run{all_held(net.freeze()), {.seed = 5}};
  const program_groups to = add_program_groups(run.state(), run.state().net().vertex("p"));
  const relation_index r = run.state().schema().index_of<collaborates_with>();
  run.add(poisson_arrivals{to, 5}).add(preferential_attachment{to.partners, r, 2, .5});
  run.run(8'000);
  std::vector<double> degree(run.state().order());
  const tie_store& all = *run.state().known_ties(r);
  for (std::uint32_t row = 0; row < all.rows(); ++row) ++degree[all.source(row)], ++degree[all.target(row)];
  // Clauset, Shalizi & Newman 2009: the likeliest exponent of degrees from 20 on, (n / sum log(k / (k_min - 1/2))) + 1.
  double logs = 0, n = 0;
  for (const double k : degree) {
    if (k >= 20) logs += std::log(k / 19.5), ++n;
  }
  EXPECT_GT(n, 200);
  EXPECT_NEAR(1 + n / logs, 3.5, 4 * 2.5 / std::sqrt(n));
}

// With h = .8 a newcomer of the larger or smaller sector ties within it with probability h d_own / (h d_own + (1-h)
// d_other).
TEST(PreferentialAttachment, PrefersItsOwnSectorAsHomophilySays) {
  simulation run{as_of(ring(40), start_day), {.seed = 5}};
  const program_groups to{.members = everybody(run), .partners = everybody(run)};
  const relation_index r = run.state().schema().index_of<collaborates_with>();
  run.add(poisson_arrivals{to, 20'000}).add(preferential_attachment{to.partners, r, 1, .8});
  run.run(1);
  const tie_store& all = *run.state().known_ties(r);
  double within = 0, n = 0;
  for (std::uint32_t row = all.first_row(1); row < all.rows(); ++row)
    ++n, within += run.state().sector(all.source(row)) == run.state().sector(all.target(row)) ? 1 : 0;
  EXPECT_NEAR(within / n, .8, 4 * std::sqrt(.16 / n));
}

// Two choices, of a tie to the one other and of nothing: exp(b) / (1 + exp(b)) takes it, b = -1: .268941.
TEST(ActorChoice, TakesATieAsOftenAsItsUtilitySays) {
  builder net;
  for (int k = 0; k < 2; ++k) net.add<organization>("o" + std::to_string(k));
  int taken = 0;
  for (std::uint32_t replica = 0; replica < 2'000; ++replica) {
    simulation run{all_held(net.freeze()), {.seed = 5, .replica = replica}};
    const relation_index r = run.state().schema().index_of<rel::shares_knowledge_with>();
    const group_id first = run.state().add_group();
    run.state().group(first).add(1, sector::unknown);
    run.add(actor_choice{run.state().schema().index_of<organization>(), first, r, 1, -1});
    run.run(1);
    for (std::uint32_t row = 0; row < run.state().known_ties(r)->rows(); ++row) ++taken;
  }
  EXPECT_NEAR(taken / 2'000., .268941, 4 * std::sqrt(.2 / 2'000));
}

// level e^(-1/12) after a step: .5 -> .460022
TEST(Forgetting, FadesByItsLaw) {
  simulation run{as_of(ring(3), start_day), {}};
  const auto level = run.state().add_variable<double>("level", .5);
  run.add(forgetting{run.state().schema().index_of<organization>(), level, 12});
  run.run(1);
  EXPECT_NEAR(run.state().value(level, 0), .4600222, 1e-7);
  run.run(11);
  EXPECT_NEAR(run.state().value(level, 2), .5 * std::exp(-1.), 1e-15);
}

TEST(Simulation, FreezesWhatEndedAndWhatIsKnown) {
  builder net;
  const auto a = net.add<organization>("a"), b = net.add<organization>("b"), c = net.add<organization>("c");
  net.tie<collaborates_with>(a, b, {.active = {.begin = start_day}, .cite = "register"});
  net.tie<collaborates_with>(b, c, {.active = {.begin = start_day}});
  net.tie<collaborates_with>(a, c, {.active = {.begin = make_date(2025, 1, 1)}});  // later than the start
  const snapshot observed = net.freeze();
  simulation run{as_of(observed, start_day), {.seed = 1}};
  const auto level = run.state().add_variable<double>("level");
  run.add("by hand", [&](simulation_step& now) {
    const tie_store& all = now.relation<collaborates_with>();
    const vertex_index u = *now.state().find(observed.vertex("a"));
    if (now.step() == 1) now.untie(all, all.of(u)[0].row);
    if (now.step() == 2)
      now.arrive(now.kind<organization>(), 1, [&](newcomer& v) { v.tie(all, u, 2.5), v.set(level, .25); });
    if (now.step() == 3) now.leave(*now.state().find(observed.vertex("c")));
  });
  run.run(3);
  const snapshot after = run.freeze();
  const relation_index r = after.schema().index_of<collaborates_with>();
  const auto size_on = [&](date day) { return as_of(after, day).size(r); };
  EXPECT_EQ(size_on(start_day), 2u);
  EXPECT_EQ(size_on(make_date(2024, 2, 29)), 1u);  // a -- b ended
  EXPECT_EQ(size_on(make_date(2024, 3, 31)), 2u);  // the newcomer's
  EXPECT_EQ(size_on(make_date(2024, 4, 30)), 1u);  // c left with b -- c
  EXPECT_EQ(as_of(after, make_date(2025, 2, 1)).size(r), 1u) << "what was observed later does not count beside it";
  EXPECT_FALSE(as_of(after, make_date(2024, 4, 30)).contains(after.vertex("c")));
  EXPECT_EQ(after.properties(after.vertex("grown-2-0")).cite, "simulation");
  EXPECT_EQ(after.value(after.vertex("grown-2-0"), "level")->number(), .25);
  EXPECT_EQ(after.value(after.vertex("grown-2-0"), "simulated")->text(), "yes");
  bool ended = false;
  for (const tie_record& uv : after.ties(r)) ended = ended || uv.properties.cite == "register|simulation";
  EXPECT_TRUE(ended);
}

TEST(Simulation, RefusesWhatItCannotDo) {
  simulation run{as_of(ring(3), start_day), {}};
  EXPECT_THROW(run.run(0), input_error);
  EXPECT_THROW(run.run(10'001), input_error);
  EXPECT_THROW((simulation{as_of(ring(3), start_day), {.every = 0}}), input_error);
  simulation late{as_of(ring(3), start_day), {.start = make_date(9999, 6, 1)}};
  EXPECT_THROW(late.run(7), input_error);
  EXPECT_NO_THROW(late.run(6));
  EXPECT_THROW(run.state().add_variable<double>(""), input_error);
  (void)run.state().add_variable<double>("x");
  EXPECT_THROW(run.state().add_variable<std::int64_t>("x"), input_error);
  run.add(lapse{.hazard = 1.5});
  EXPECT_THROW(run.run(1), input_error);
}

}  // namespace
}  // namespace capnet
