#include <capnet/sim/growth.hpp>

#include <capnet/sim/data_hash.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace capnet {
namespace {

//   dell, tis (company), npo_a, npo_b, npo_c (nonprofit) take part in `initiative`, which jnpoc (nonprofit) runs, since
//   2024; city is in the smaller program `other`.
snapshot small_network(bool reversed = false) {
  builder net;
  std::vector<std::pair<const char*, sector>> members{{"dell", sector::company},
                                                      {"tis", sector::company},
                                                      {"npo_a", sector::nonprofit},
                                                      {"npo_b", sector::nonprofit},
                                                      {"npo_c", sector::nonprofit}};
  if (reversed) std::reverse(members.begin(), members.end());
  const auto initiative = net.add<program>("initiative");
  const auto other = net.add<program>("other");
  const auto jnpoc = net.add<organization>("jnpoc", {.sector = sector::nonprofit});
  net.tie<runs>(jnpoc, initiative);
  for (const auto& [key, s] : members) {
    net.tie<participates_in>(net.add<organization>(key, {.sector = s}), initiative,
                             {.active = {.begin = make_date(2024, 1, 31)}});
  }
  net.tie<participates_in>(net.add<organization>("city", {.sector = sector::municipality}), other);
  return std::move(net).freeze();
}

TEST(SimulateGrowth, AddsMembersAndTiesMonthByMonth) {
  const snapshot net = small_network();
  const auto grown = simulate_growth(net, {.steps = 3, .seed = 7, .rate = 4, .ties = 2});
  EXPECT_EQ(net.key(*grown.program), "initiative");
  EXPECT_EQ(grown.start.members, 5u);
  ASSERT_EQ(grown.history.size(), 3u);
  EXPECT_EQ(to_string(*grown.history[0].day), "2024-02-29");
  EXPECT_EQ(to_string(*grown.history[1].day), "2024-03-31");
  std::uint64_t joined = 0;
  for (const growth_step& step : grown.history) {
    EXPECT_EQ(step.formed, 2 * step.joined);
    joined += step.joined;
  }
  EXPECT_GT(joined, 0u);
  EXPECT_EQ(grown.history[2].members, 5 + joined);
  EXPECT_EQ(grown.history[2].ties, 2 * joined);
}

// 400 steps of a Poisson number of mean 2.5, and so variance 2.5.
TEST(SimulateGrowth, LetsAsManyJoinAsTheRateSaysOnAverage) {
  const auto grown = simulate_growth(small_network(), {.steps = 400, .seed = 7, .rate = 2.5, .ties = 0});
  double sum = 0, squares = 0;
  for (const growth_step& step : grown.history) {
    const auto joined = static_cast<double>(step.joined);
    sum += joined;
    squares += (joined - 2.5) * (joined - 2.5);
  }
  EXPECT_NEAR(sum / 400, 2.5, 4 * std::sqrt(2.5 / 400));
  EXPECT_NEAR(squares / 400, 2.5, 4 * 2.5 * std::sqrt(2.4 / 400));
}

TEST(SimulateGrowth, RefusesMoreStepsThanItCanDate) {
  const snapshot net = small_network();
  EXPECT_THROW(static_cast<void>(simulate_growth(net, {.steps = 4'294'967'295, .rate = 0})), input_error);
  EXPECT_THROW(static_cast<void>(simulate_growth(net, {.steps = 10'001, .rate = 0})), input_error);
  const auto last = simulate_growth(net, {.steps = 12, .rate = 0, .start = make_date(9998, 12, 31)});
  EXPECT_EQ(to_string(*last.history.back().day), "9999-12-31");
  EXPECT_THROW(static_cast<void>(simulate_growth(net, {.steps = 13, .rate = 0, .start = make_date(9998, 12, 31)})),
               input_error);
}

TEST(DataHash, DependsOnTheOrderOfChangesOnOneDay) {
  auto changed = [](sector first, sector last) {
    builder net;
    const auto city = net.add<organization>("city", {.sector = sector::municipality});
    net.set_sector(city, first, make_date(2024, 4, 1));
    net.set_sector(city, last, make_date(2024, 4, 1));
    return data_hash(std::move(net).freeze());
  };
  EXPECT_NE(changed(sector::company, sector::nonprofit), changed(sector::nonprofit, sector::company));
}

TEST(SimulateGrowth, LetsNobodyJoinAtRateZero) {
  const auto grown = simulate_growth(small_network(), {.steps = 2, .rate = 0});
  EXPECT_EQ(grown.history[1].members, 5u);
}

TEST(SimulateGrowth, MarksAllThatIsSimulated) {
  const snapshot net = small_network();
  const auto grown = simulate_growth(net, {.steps = 2, .seed = 7, .rate = 2});
  std::uint64_t marked = 0;
  for (const vertex_ref v : grown.net.vertices(grown.net.schema().index_of<organization>())) {
    const vertex_properties& p = grown.net.properties(v);
    if (net.find(grown.net.key(v))) continue;
    EXPECT_EQ(p.cite, "simulation");
    EXPECT_EQ(p.attributes, (std::vector<attribute>{{"simulated", "yes"}}));
    ++marked;
  }
  EXPECT_EQ(marked, grown.history[0].joined + grown.history[1].joined);
  EXPECT_TRUE(grown.net.find("grown-2-0"));
  EXPECT_EQ(grown.net.sources().back().id, "simulation");
}

// Two more runs on what the first one left, with its seed.
TEST(SimulateGrowth, CitesTheRunThatSimulatedIt) {
  const snapshot once = simulate_growth(small_network(), {.steps = 2, .seed = 7, .rate = 9}).net;
  const snapshot twice = simulate_growth(once, {.steps = 2, .seed = 8, .rate = 9, .id_prefix = "again"}).net;
  ASSERT_EQ(twice.sources().size(), 2u);
  EXPECT_EQ(twice.sources()[1].id, "simulation-2");
  EXPECT_EQ(twice.sources()[1].title, "Simulated by capnet with seed 8, replica 0; not observed");
  const std::vector<simulation_run> runs = simulation_runs(twice);
  EXPECT_EQ(runs[0],
            (simulation_run{.source = "simulation",
                            .seed = 7,
                            .steps = 2,
                            .from = make_date(2024, 1, 31),
                            .rules = "poisson_arrivals(rate=9); homophilous_attachment(ties=2, homophily=0.7)"}));
  EXPECT_EQ(runs[1].seed, 8u);
  EXPECT_EQ(runs[1].first_step, 2u);
  EXPECT_EQ(runs[1].steps, 4u);
  EXPECT_EQ(twice.properties(twice.vertex("grown-1-0")).cite, "simulation");
  EXPECT_EQ(twice.properties(twice.vertex("again-3-0")).cite, "simulation-2");
  builder own;
  own.add_source({.id = "simulation", .title = "A report of that name"});
  const snapshot beside = simulate_growth(std::move(own).freeze(), {.steps = 1}).net;
  EXPECT_EQ(beside.sources()[1].id, "simulation-2");
}

TEST(SimulateGrowth, GoesOnWithOtherArrivals) {
  const growth_options first{.steps = 30, .seed = 7, .rate = 5};
  growth_options second = first;
  second.id_prefix = "again";
  const auto arrivals = [](const growth_result& grown) {
    std::vector<std::uint64_t> joined;
    for (const growth_step& step : grown.history) joined.push_back(step.joined);
    return joined;
  };
  const growth_result once = simulate_growth(small_network(), first);
  const growth_result twice = simulate_growth(once.net, second);
  second.id_prefix = "once more";
  const growth_result thrice = simulate_growth(twice.net, second);
  EXPECT_NE(arrivals(twice), arrivals(once));
  EXPECT_NE(arrivals(thrice), arrivals(once));
  EXPECT_NE(arrivals(thrice), arrivals(twice));
}

// Grown by 3 months and then by 2, and by 5 at once: the same newcomers, days, ties and counts. Months end on 31
// January, 29 February, 31 March.
TEST(SimulateGrowth, GoesOnAsTheRunWouldHave) {
  const growth_options options{.steps = 3, .seed = 7, .rate = 9};
  growth_options two = options, five = options;
  two.steps = 2;
  five.steps = 5;
  const growth_result first = simulate_growth(small_network(), options);
  const growth_result then = simulate_growth(first.net, two);
  const growth_result at_once = simulate_growth(small_network(), five);
  for (std::size_t k = 0; k < 2; ++k) {
    growth_step step = then.history[k];
    step.step += 3;
    EXPECT_EQ(step, at_once.history[3 + k]);
  }
  const relation_index r = at_once.net.schema().index_of<collaborates_with>();
  ASSERT_EQ(then.net.layer(r).rows(), at_once.net.layer(r).rows());
  for (std::uint32_t row = 0; row < at_once.net.layer(r).rows(); ++row) {
    const tie_record a = at_once.net.tie({r, row}), b = then.net.tie({r, row});
    EXPECT_EQ(at_once.net.key(a.source), then.net.key(b.source));
    EXPECT_EQ(at_once.net.key(a.target), then.net.key(b.target));
    EXPECT_EQ(a.properties.active, b.properties.active);
  }
}

//   45 municipalities from May 2023, 86 from November on. Grown from May: the 86 are what the newcomers stand for.
TEST(SimulateGrowth, GoesOnFromWhereItEnded) {
  builder net;
  const auto network = net.add<program>("network");
  const auto host = net.add<organization>("host", {.sector = sector::company});
  const auto partner = net.add<organization>("partner", {.sector = sector::company});
  net.tie<runs>(host, network);
  const auto may = make_date(2023, 5, 31), november = make_date(2023, 11, 1);
  const auto members = [&](const char* key, std::int64_t size, const spell& when) {
    const auto group = net.add<cohort>(key, {.sector = sector::municipality, .size = size, .existence = when});
    net.tie<participates_in>(group, network, {.active = when});
  };
  members("of_may", 45, {.begin = may, .end = november});
  members("of_november", 86, {.begin = november});
  net.tie<collaborates_with>(host, partner, {.active = {.begin = november}});
  const snapshot observed = std::move(net).freeze();
  const growth_result once = simulate_growth(observed, {.steps = 8, .seed = 7, .rate = 5, .start = may});
  EXPECT_EQ(once.start.members, 45u);
  const growth_result twice = simulate_growth(once.net, {.steps = 4, .seed = 7, .rate = 5, .id_prefix = "again"});
  EXPECT_EQ(twice.start.day, once.history.back().day);
  EXPECT_EQ(twice.start.members, once.history.back().members);
  EXPECT_EQ(twice.start.ties, once.history.back().ties);
  const growth_result thrice = simulate_growth(twice.net, {.steps = 1, .rate = 5, .id_prefix = "once more"});
  EXPECT_EQ(thrice.start.members, twice.history.back().members);
  EXPECT_EQ(simulate_growth(observed, {.steps = 1}).start.members, 86u) << "nothing was simulated: as observed";
}

//   u1, u2 of unknown sector, npo, in a program: nobody is known to be of the sector of u1.
TEST(SimulateGrowth, DoesNotTakeTwoUnknownSectorsForOne) {
  builder net;
  const auto program_1 = net.add<program>("p");
  for (const char* key : {"u1", "u2"}) net.tie<participates_in>(net.add<organization>(key), program_1);
  net.tie<participates_in>(net.add<organization>("npo", {.sector = sector::nonprofit}), program_1);
  const auto grown =
      simulate_growth(std::move(net).freeze(), {.steps = 1, .seed = 1, .rate = 10'000, .ties = 1, .homophily = 1});
  const growth_step& step = grown.history[0];
  const std::uint64_t unknown = step.joined_by_sector.at("");
  EXPECT_EQ(step.formed_within_sector, step.joined - unknown) << "all nonprofits tie to the one there was";
  // Those of unknown sector tie to each of the three alike: a third of them to npo, give or take sqrt(2/9 / unknown).
  const relation_index r = grown.net.schema().index_of<collaborates_with>();
  const auto to_npo = static_cast<double>(grown.net.layer(r).in(grown.net.vertex("npo")).size());
  const auto n = static_cast<double>(unknown);
  EXPECT_NEAR((to_npo - static_cast<double>(step.joined - unknown)) / n, 1.0 / 3, 4 * std::sqrt(2.0 / 9 / n));
}

TEST(SimulateGrowth, AgreesWithItsNetworkOnEveryDay) {
  const auto grown = simulate_growth(small_network(), {.steps = 6, .seed = 3, .rate = 1.5, .ties = 3});
  for (const growth_step& step : grown.history) {
    const network_view then = as_of(grown.net, *step.day);
    EXPECT_EQ(then.size(then.schema().index_of<collaborates_with>()), step.ties);
    EXPECT_EQ(members_of(then, *grown.program).size(), step.members);
  }
}

// The golden value: any change of it is a change of what a seed means, and belongs in the changelog.
TEST(SimulateGrowth, GivesTheSameBitsWithAnyCompilerAndThreadCount) {
  const snapshot net = small_network();
  const growth_options one{.steps = 5, .seed = 7, .threads = 1, .rate = 200.25, .ties = 3};
  growth_options eight = one;
  eight.threads = 8;
  const auto grown = simulate_growth(net, one);
  EXPECT_EQ(hash_text(data_hash(grown.net)), "5648ecba2885dd80");
  EXPECT_EQ(data_hash(simulate_growth(net, eight).net), data_hash(grown.net));
  EXPECT_EQ(simulate_growth(net, eight).history, grown.history);
}

TEST(SimulateGrowth, DependsOnItsSeedAndReplicaAndNoOrderOfRows) {
  const snapshot net = small_network();
  const auto hash = [](const snapshot& from, const growth_options& options) {
    return data_hash(simulate_growth(from, options).net);
  };
  EXPECT_EQ(hash(net, {.seed = 7}), hash(small_network(true), {.seed = 7}));
  EXPECT_NE(hash(net, {.seed = 7}), hash(net, {.seed = 8}));
  EXPECT_NE(hash(net, {.seed = 7}), hash(net, {.seed = 7, .replica = 1}));
}

TEST(SimulateGrowth, TiesWithinTheSectorAloneIfHomophilyIsOne) {
  const auto grown = simulate_growth(small_network(), {.steps = 20, .seed = 1, .rate = 3, .ties = 2, .homophily = 1});
  for (const growth_step& step : grown.history) EXPECT_EQ(step.formed_within_sector, step.formed);
}

// Of 5 members 3 are nonprofits: of about 10,000 newcomers 3/5 are, give or take sqrt(.24 / 10,000).
TEST(SimulateGrowth, KeepsTheMixOfSectors) {
  const auto grown = simulate_growth(small_network(), {.steps = 1, .seed = 1, .rate = 10'000, .ties = 1});
  const auto nonprofits = static_cast<double>(grown.history[0].joined_by_sector.at("nonprofit"));
  EXPECT_NEAR(nonprofits / static_cast<double>(grown.history[0].joined), .6, 4 * .0049);
}

// A newcomer of a sector with s of the 6 partners looks within with .5, else anywhere: .5 + .5 s/6, with s = 4 for
// nonprofits (3 of 5 newcomers) and 2 for companies: .6 * 5/6 + .4 * 4/6 = .766667
TEST(SimulateGrowth, TiesAsOftenWithinTheSectorAsHomophilySays) {
  const auto grown =
      simulate_growth(small_network(), {.steps = 1, .seed = 1, .rate = 10'000, .ties = 1, .homophily = .5});
  const auto within = static_cast<double>(grown.history[0].formed_within_sector);
  EXPECT_NEAR(within / static_cast<double>(grown.history[0].formed), 2.3 / 3, 4 * .0043);
}

TEST(SimulateGrowth, TiesToDifferentPartners) {
  const auto grown = simulate_growth(small_network(), {.steps = 1, .seed = 1, .rate = 50, .ties = 9});
  const relation_index r = grown.net.schema().index_of<collaborates_with>();
  for (const vertex_ref v : grown.net.vertices(grown.net.schema().index_of<organization>())) {
    if (!grown.net.key(v).starts_with("grown")) continue;
    const auto ties = grown.net.layer(r).out(v);
    EXPECT_EQ(ties.size(), 6u);  // all that there are
    for (std::size_t k = 1; k < ties.size(); ++k) EXPECT_NE(ties[k].vertex, ties[k - 1].vertex);
  }
}

//   86 municipalities in a cohort, run by a company
TEST(SimulateGrowth, CountsCohortsOfOrganizations) {
  builder net;
  const auto network = net.add<program>("network");
  net.tie<participates_in>(net.add<cohort>("members", {.sector = sector::municipality, .size = 86}), network);
  net.tie<participates_in>(net.add<cohort>("visitors", {.size = 33}), network);  // of persons
  net.tie<runs>(net.add<organization>("benesse", {.sector = sector::company}), network);
  const auto grown = simulate_growth(std::move(net).freeze(), {.steps = 1, .rate = 3});
  EXPECT_EQ(grown.start.members, 86u);
  EXPECT_GT(grown.history[0].joined, 0u);
  EXPECT_EQ(grown.history[0].joined_by_sector.at("municipality"), grown.history[0].joined);
  EXPECT_EQ(grown.history[0].formed, grown.history[0].joined);  // benesse is all there is to tie to
  EXPECT_EQ(grown.history[0].day, std::nullopt);
}

TEST(SimulateGrowth, BeginsWithNobody) {
  const auto grown = simulate_growth(snapshot{}, {.steps = 2, .rate = 9, .start = make_date(2024, 12, 31)});
  EXPECT_EQ(grown.program, std::nullopt);
  EXPECT_EQ(grown.history[0].formed, 0u);
  EXPECT_EQ(grown.history[1].formed, 2 * grown.history[1].joined);
  EXPECT_EQ(grown.history[1].members, grown.history[0].joined + grown.history[1].joined);
  EXPECT_EQ(to_string(*grown.history[1].day), "2025-02-28");
}

TEST(SimulateGrowth, RefusesWhatItCannotDo) {
  const snapshot net = small_network();
  EXPECT_THROW(static_cast<void>(simulate_growth(net, {.program = "dell"})), input_error);
  EXPECT_THROW(static_cast<void>(simulate_growth(net, {.program = "initiativ"})), input_error);
  EXPECT_THROW(static_cast<void>(simulate_growth(net, {.rate = -1})), input_error);
  EXPECT_THROW(static_cast<void>(simulate_growth(net, {.homophily = 2})), input_error);
  EXPECT_THROW(static_cast<void>(simulate_growth(net, {.steps = 0})), input_error);
  EXPECT_THROW(static_cast<void>(simulate_growth(net, {.rate = std::nan("")})), input_error);
  builder taken{net};
  taken.add<organization>("grown-1-0");
  EXPECT_THROW(static_cast<void>(simulate_growth(taken.freeze(), {.steps = 1, .rate = 9})), input_error);
}

// Rows added to one network in another order, and on another network that says the same.
TEST(DataHash, OfAnExtensionIsThatOfItsBaseAndOfWhatWasAdded) {
  const snapshot base = small_network(), same = small_network(true);
  const std::uint64_t hash = data_hash(base);
  const auto grown = [&](const snapshot& from, std::vector<const char*> keys) {
    builder next{from};
    for (const char* key : keys)
      next.tie<collaborates_with>(next.add<organization>(key), from.as<organization>(from.vertex("dell")));
    return extended_hash(std::move(next).freeze(), from, hash);
  };
  EXPECT_EQ(grown(base, {"a", "b"}), grown(base, {"b", "a"}));
  EXPECT_EQ(grown(base, {"a", "b"}), grown(same, {"a", "b"}));
  EXPECT_NE(grown(base, {"a", "b"}), grown(base, {"a", "c"}));
  EXPECT_NE(grown(base, {}), hash);
  EXPECT_NE(extended_hash(base, base, hash), extended_hash(base, base, hash + 1));
}

TEST(DataHash, SeesWhatIsSaidAndNotInWhichOrder) {
  builder net;
  net.add<organization>("a");
  const auto b = net.add<organization>("b");
  builder other;
  other.add<organization>("b");
  other.add<organization>("a");
  const std::uint64_t plain = data_hash(net.freeze());
  EXPECT_EQ(data_hash(other.freeze()), plain);
  EXPECT_NE(data_hash(snapshot{}), plain);
  const tie_ref t = net.tie<collaborates_with>(b, b, {.weight = .5});
  EXPECT_NE(data_hash(net.freeze()), plain);
  net.retract(t);
  EXPECT_EQ(data_hash(net.freeze()), plain);
  EXPECT_EQ(hash_text(0x1fu), "000000000000001f");
}

}  // namespace
}  // namespace capnet
