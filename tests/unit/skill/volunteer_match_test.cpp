#include <capnet/skill/volunteer_match.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include <capnet/core/random.hpp>
#include <capnet/network/builder.hpp>
#include <capnet/skill/match_reasons.hpp>

namespace capnet {
namespace {

/// A small network of volunteers and projects, random in everything that a match asks for.
snapshot random_matching_network(std::uint64_t seed, std::uint32_t volunteers, std::uint32_t projects) {
  random_stream rng{{.seed = seed}};
  builder net;
  std::vector<id<kind::skill>> skills;
  for (const char* name : {"web", "data", "cloud", "law"})
    skills.push_back(net.add<kind::skill>(name, {.attributes = {{"scale", "0-4"}}}));
  const auto one_of = [&](std::vector<std::string> texts) {
    return texts[rng.below(static_cast<std::uint32_t>(texts.size()))];
  };
  for (std::uint32_t v = 0; v < volunteers; ++v) {
    const std::string hours = std::to_string(1 + rng.below(9)), months = std::to_string(1 + rng.below(6));
    const std::string mode = one_of({"online", "on site", "either", ""}), causes = one_of({"children", "elderly", ""});
    const std::string region = one_of({"Osaka", "Tokyo", ""}), language = one_of({"ja", "en|ja", "en", ""});
    const std::string begin = one_of({"", "", "2026-04-01", "2026-06-01"});
    const auto person = net.add<kind::person>("v" + std::to_string(v), {.region = region,
                                                                        .attributes = {{"hours_per_week", hours},
                                                                                       {"months", months},
                                                                                       {"mode", mode},
                                                                                       {"causes", causes},
                                                                                       {"language", language},
                                                                                       {"period_begin", begin}}});
    for (const auto s : skills) {
      const bool holds = rng.bernoulli(.5);
      const double level = rng.below(5);
      if (holds) net.tie<rel::has_skill>(person, s, {.weight = level});
    }
  }
  for (std::uint32_t p = 0; p < projects; ++p) {
    const std::string hours = std::to_string(1 + rng.below(6)), months = std::to_string(1 + rng.below(4));
    const std::string team = std::to_string(1 + rng.below(2)), mode = one_of({"online", "on site", "either"});
    const std::string region = one_of({"Osaka", "Tokyo"}), causes = one_of({"children", "elderly"});
    const std::string conflicts = rng.bernoulli(.2) ? "v0" : "", language = one_of({"ja", ""});
    const auto project =
        net.add<kind::project>("p" + std::to_string(p), {.region = region,
                                                         .attributes = {{"hours_per_week", hours},
                                                                        {"months", months},
                                                                        {"team", team},
                                                                        {"mode", mode},
                                                                        {"causes", causes},
                                                                        {"conflicts", conflicts},
                                                                        {"language", language},
                                                                        {"period_begin", "2026-05-01"}}});
    for (const auto s : skills) {
      const bool asks = rng.bernoulli(.4);
      const double level = 1 + rng.below(4);
      const std::string importance = std::to_string(rng.below(4));
      if (asks) net.tie<rel::requires_skill>(project, s, {.weight = level, .attributes = {{"importance", importance}}});
    }
  }
  return net.freeze();
}

/// The score of each pair in whole units, by looking at all of them; -1 where a condition is not met.
std::vector<std::vector<std::int64_t>> scores_of_all_pairs(const snapshot& net, const match_parties& all) {
  std::vector<std::vector<std::int64_t>> scores;
  for (const match_volunteer& v : all.volunteers) {
    scores.emplace_back();
    for (const match_project& p : all.projects) {
      const double skills = match_skills{all}.share(v, p);
      const bool fits = obstacles_between(net, all, v, p).empty();
      EXPECT_EQ(fits, skills > 0 && terms_fit(v, p));
      scores.back().push_back(fits ? detail::score_in_units(score_of(v, p, skills, {}).score) : -1);
    }
  }
  return scores;
}

struct enumerated_best {
  std::size_t served = 0, places = 0;
  std::int64_t score = 0;
  auto operator<=>(const enumerated_best&) const = default;
};

/// The best of all matchings of one project for each volunteer; of `several`, as many as there are hours for.
enumerated_best best_by_enumeration(const match_parties& all, const std::vector<std::vector<std::int64_t>>& scores,
                                    match_goal goal) {
  enumerated_best best;
  std::vector<std::uint32_t> filled(all.projects.size());
  std::function<void(std::size_t, std::size_t, double, enumerated_best)> choose =
      [&](std::size_t v, std::size_t from, double hours, enumerated_best now) {
        if (v == all.volunteers.size()) {
          now.served = 0;
          for (const std::uint32_t n : filled) now.served += n > 0 ? 1u : 0u;
          if (goal == match_goal::places) now.served = 0;
          if (goal == match_goal::hours) now.served = now.places = 0;
          best = std::max(best, now);
          return;
        }
        const auto next = [&](std::size_t w) {
          return w < all.volunteers.size() ? all.volunteers[w].free_hours().value_or(0) : 0;
        };
        choose(v + 1, 0, next(v + 1), now);
        for (std::size_t p = from; p < all.projects.size(); ++p) {
          if (scores[v][p] < 0 || filled[p] == all.projects[p].places() || *all.projects[p].terms.hours > hours + 1e-9)
            continue;
          ++filled[p];
          const enumerated_best then{0, now.places + 1, now.score + scores[v][p]};
          if (goal == match_goal::hours)
            choose(v, p + 1, hours - *all.projects[p].terms.hours, then);
          else
            choose(v + 1, 0, next(v + 1), then);
          --filled[p];
        }
      };
  if (!all.volunteers.empty()) choose(0, 0, all.volunteers[0].free_hours().value_or(0), {});
  return best;
}

TEST(VolunteerMatch, FindsTheOptimumOfEnumerationAndProvesIt) {
  for (std::uint64_t seed = 0; seed < 120; ++seed) {
    const snapshot net = random_matching_network(seed, 6, 4);
    const match_parties all = read_match_parties(all_held(net));
    const auto scores = scores_of_all_pairs(net, all);
    for (const match_goal goal : {match_goal::places, match_goal::fair}) {
      const enumerated_best best = best_by_enumeration(all, scores, goal);
      // One candidate at first: prices have to bring in the others.
      for (const std::size_t candidates : {std::size_t{0}, std::size_t{1}}) {
        const match_result mine = match_volunteers(all, {.goal = goal, .candidates = candidates});
        ASSERT_EQ(mine.pairs.size(), best.places) << seed;
        ASSERT_NEAR(mine.score * detail::score_units, static_cast<double>(best.score), .5) << seed;
        if (goal == match_goal::fair) {
          ASSERT_EQ(mine.served, best.served) << seed;
        }
        ASSERT_TRUE(mine.certified) << seed;
        ASSERT_NEAR(*mine.bound, mine.score, 1e-9) << seed;
      }
    }
  }
}

TEST(VolunteerMatch, ByHoursLiesBetweenTheOptimumAndItsBound) {
  std::size_t met = 0;
  for (std::uint64_t seed = 0; seed < 80; ++seed) {
    const snapshot net = random_matching_network(seed, 5, 4);
    const match_parties all = read_match_parties(all_held(net));
    const double best =
        static_cast<double>(best_by_enumeration(all, scores_of_all_pairs(net, all), match_goal::hours).score) /
        detail::score_units;
    for (const std::size_t candidates : {std::size_t{0}, std::size_t{1}}) {
      const match_result mine = match_volunteers(all, {.goal = match_goal::hours, .candidates = candidates});
      ASSERT_LE(mine.score, best + 1e-9) << seed;
      ASSERT_GE(*mine.bound, best - 1e-9) << seed;
      if (mine.certified) {
        ASSERT_NEAR(mine.score, best, 1e-9) << seed;
      }
      if (candidates == 0) met += mine.score > best - 1e-9 ? 1u : 0u;
      std::vector<double> hours(all.volunteers.size());
      for (const matched_pair& m : mine.pairs) hours[m.volunteer] += *all.projects[m.project].terms.hours;
      for (std::size_t v = 0; v < hours.size(); ++v) EXPECT_LE(hours[v], *all.volunteers[v].free_hours() + 1e-6);
    }
  }
  EXPECT_GE(met, 76u);
}

TEST(VolunteerMatch, StableHasNoBlockingPair) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const match_parties all = read_match_parties(all_held(random_matching_network(seed, 8, 4)));
    const match_result mine = match_volunteers(all, {.goal = match_goal::stable});
    EXPECT_EQ(mine.blocking_pairs, 0u);
    EXPECT_TRUE(mine.certified);
  }
}

// 300 teams of 100,000 are more places than an exact flow could hold; only 3 * 300 of them could ever be filled.
TEST(VolunteerMatch, LeavesPlacesOutThatNobodyCouldFill) {
  builder net;
  const auto web = net.add<kind::skill>("web");
  for (const char* key : {"ann", "bob", "eve"})
    net.tie<rel::has_skill>(net.add<kind::person>(key, {.attributes = {{"hours_per_week", 5}}}), web, {.weight = 3});
  for (int k = 0; k < 300; ++k) {
    const auto team =
        net.add<kind::project>("team_" + std::to_string(k), {.attributes = {{"hours_per_week", 5}, {"team", 100'000}}});
    net.tie<rel::requires_skill>(team, web, {.weight = 2});
  }
  const snapshot frozen = net.freeze();
  const match_parties all = read_match_parties(as_of(frozen, make_date(2026, 4, 1)));
  for (const match_goal goal : {match_goal::places, match_goal::fair}) {
    const match_result found = match_volunteers(all, {.goal = goal});
    EXPECT_EQ(found.places, 30'000'000u);
    EXPECT_EQ(found.pairs.size(), 3u);
    EXPECT_EQ(found.served, goal == match_goal::fair ? 3u : found.served);
    EXPECT_TRUE(found.certified);
    EXPECT_EQ(found.bound, 3.0);
  }
}

// Thirty places and thirty who fit: one candidate at a time is enough, however many rounds that takes.
TEST(VolunteerMatch, BringsInAsManyAsThereArePlaces) {
  builder net;
  const auto web = net.add<kind::skill>("web");
  for (int k = 0; k < 30; ++k) {
    const auto who = net.add<kind::person>("v" + std::to_string(k), {.attributes = {{"hours_per_week", 5}}});
    net.tie<rel::has_skill>(who, web, {.weight = 3});
  }
  const auto team = net.add<kind::project>("team", {.attributes = {{"hours_per_week", 5}, {"team", 30}}});
  net.tie<rel::requires_skill>(team, web, {.weight = 2});
  const snapshot frozen = net.freeze();
  const match_parties all = read_match_parties(all_held(frozen));
  for (const match_goal goal : {match_goal::places, match_goal::fair, match_goal::hours}) {
    const match_options options{.goal = goal, .candidates = 1};
    const match_result found = match_volunteers(all, options);
    EXPECT_EQ(found.pairs.size(), 30u);
    EXPECT_NEAR(*found.bound, 30, 1e-6);
    EXPECT_TRUE(found.certified);
    EXPECT_TRUE(match_leftovers_of(frozen, all, found, options).projects.empty());
  }
}

TEST(VolunteerMatch, IsTheSameAtAnyThreadCount) {
  const snapshot net = random_matching_network(9, 60, 30);
  const match_parties all = read_match_parties(all_held(net));
  for (const match_goal goal : {match_goal::places, match_goal::fair, match_goal::stable, match_goal::hours}) {
    const match_result one = match_volunteers(all, {.goal = goal, .threads = 1, .candidates = 3});
    const match_result four = match_volunteers(all, {.goal = goal, .threads = 4, .candidates = 3});
    ASSERT_EQ(one.pairs.size(), four.pairs.size());
    for (std::size_t k = 0; k < one.pairs.size(); ++k) {
      EXPECT_EQ(one.pairs[k].volunteer, four.pairs[k].volunteer);
      EXPECT_EQ(one.pairs[k].project, four.pairs[k].project);
    }
    EXPECT_EQ(one.bound, four.bound);
  }
}

/// The network with the changes made: what a volunteer says, and places or a twin of the volunteer where they are
/// meant.
snapshot with_changes(const snapshot& net, const match_parties& all, const match_leftover& left, bool of_volunteer) {
  event_log log = net.to_log();
  const std::size_t v = of_volunteer ? left.self : *left.other, p = of_volunteer ? *left.other : left.self;
  vertex_ref who = all.volunteers[v].person;
  const auto set = [&](vertex_ref one, const std::string& name, const std::string& value) {
    auto& attributes = log.vertices[static_cast<std::size_t>(one.kind)][one.value].properties.attributes;
    std::erase_if(attributes, [&](const auto& a) { return a.first == name; });
    attributes.push_back({name, value});
  };
  const auto has = static_cast<std::size_t>(net.schema().index_of<rel::has_skill>());
  if (left.another_volunteer) {
    auto& people = log.vertices[static_cast<std::size_t>(who.kind)];
    vertex_record twin = people[who.value];
    twin.key += "_twin";
    const vertex_ref other{who.kind, static_cast<std::uint32_t>(people.size())};
    people.push_back(std::move(twin));
    const auto ties = log.ties[has];
    for (tie_record uv : ties) {
      if (uv.source != who) continue;
      uv.source = other;
      log.ties[has].push_back(std::move(uv));
    }
    who = other;
  }
  if (left.another_place) set(all.projects[p].project, "team", std::to_string(all.projects[p].team + 1));
  for (const match_obstacle& o : left.obstacles) {
    if (o.attribute == "has_skill") {
      std::erase_if(log.ties[has], [&](const tie_record& uv) { return uv.source == who && uv.target == o.skill; });
      log.ties[has].push_back({who, o.skill, {.weight = std::stod(o.to)}});
    } else if (o.attribute == "region") {
      log.vertices[static_cast<std::size_t>(who.kind)][who.value].properties.region = o.to;
    } else {
      set(who, o.attribute, o.to);
    }
  }
  return snapshot{std::move(log)};
}

// Every change is made and the matching found anew: one place more is filled, and, where the volunteer changes what it
// says and a place is left, it is this volunteer who is matched.
TEST(MatchLeftovers, SayChangesThatWouldMatch) {
  std::size_t own = 0, places = 0, twins = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const bool scarce = seed % 2 == 0;
    const snapshot net = random_matching_network(seed, scarce ? 2 : 9, scarce ? 6 : 3);
    const match_parties all = read_match_parties(all_held(net));
    for (const match_goal goal : {match_goal::places, match_goal::fair}) {
      const match_options asked{.goal = goal};
      const match_result before = match_volunteers(all, asked);
      const match_leftovers left = match_leftovers_of(net, all, before, asked);
      std::size_t open = 0;
      for (const match_leftover& one : left.projects) open += one.missing;
      EXPECT_EQ(before.pairs.size() + open, before.places);
      EXPECT_EQ(before.pairs.size() + left.volunteers.size(), all.volunteers.size());
      for (const bool of_volunteer : {true, false}) {
        for (const match_leftover& one : of_volunteer ? left.volunteers : left.projects) {
          EXPECT_FALSE(one.reason.empty());
          if (one.change.empty()) continue;
          const match_parties changed = read_match_parties(all_held(with_changes(net, all, one, of_volunteer)));
          const match_result after = match_volunteers(changed, asked);
          if (goal == match_goal::places) {
            ASSERT_EQ(after.pairs.size(), before.pairs.size() + 1) << seed << one.reason << one.change;
          }
          const auto matched = [&](std::size_t v) {
            return std::ranges::any_of(after.pairs, [&](const matched_pair& m) { return m.volunteer == v; });
          };
          (one.another_place ? places : one.another_volunteer ? twins : own) += 1;
          if (!one.another_place && !one.another_volunteer && goal == match_goal::places) {
            ASSERT_TRUE(matched(of_volunteer ? one.self : *one.other)) << seed << one.reason << one.change;
          }
        }
      }
    }
  }
  EXPECT_GT(own, 50u);  // each way was met
  EXPECT_GT(places, 10u);
  EXPECT_GT(twins, 5u);
}

class MatchConditions : public testing::Test {
 protected:
  MatchConditions() {
    web = net.add<kind::skill>("web", {.attributes = {{"scale", "0-4"}}});
    npo = net.add<kind::organization>("npo");
    ann = add_person("ann", {{"hours_per_week", "5"}, {"months", "3"}, {"mode", "online"}});
  }
  id<kind::person> add_person(const char* key, std::vector<attribute> said) {
    const auto who = net.add<kind::person>(key, {.attributes = std::move(said)});
    net.tie<rel::has_skill>(who, web, {.weight = 2});
    return who;
  }
  id<kind::project> add_project(const char* key, std::vector<attribute> said, double level = 2) {
    const auto p = net.add<kind::project>(key, {.attributes = std::move(said)});
    net.tie<rel::requires_skill>(p, web, {.weight = level});
    net.tie<rel::asks_for>(npo, p);
    return p;
  }
  [[nodiscard]] std::string obstacles() const {
    const snapshot frozen = net.freeze();
    const match_parties all = read_match_parties(as_of(frozen, make_date(2026, 4, 1)));
    std::string text;
    for (const match_obstacle& o : obstacles_between(frozen, all, all.volunteers.at(0), all.projects.at(0)))
      text +=
          std::string{match_condition_names[static_cast<std::size_t>(o.what)]} + ": " + o.text + " -> " + o.to + "\n";
    return text;
  }
  builder net;
  id<kind::skill> web;
  id<kind::organization> npo;
  id<kind::person> ann;
};

// 1.3333 hours are offered and asked: neither is rounded away from the other.
TEST_F(MatchConditions, AreMetByHoursThatAreTheSame) {
  add_project("site", {{"hours_per_week", "1.3333"}, {"mode", "on site"}});
  add_person("bob", {{"hours_per_week", "1.3333"}});
  const match_parties all = read_match_parties(all_held(net.freeze()));
  const match_result found = match_volunteers(all, {.goal = match_goal::hours});
  EXPECT_EQ(found.pairs.size(), 1u);
  EXPECT_NEAR(*found.bound, 1, 1e-6);
}

// Bob is at work in "first" already: it is no project without anybody, so that ann goes to "second".
TEST_F(MatchConditions, CountWhoIsAtWorkAsSomebody) {
  add_project("first", {{"hours_per_week", "3"}, {"team", "2"}, {"causes", "x"}});
  add_project("second", {{"hours_per_week", "3"}, {"causes", "y"}});
  const auto bob = add_person("bob", {{"hours_per_week", "3"}, {"causes", "x"}});
  net.tie<rel::collaborates_with>(bob, npo, {.role = "first"});
  const snapshot frozen = net.freeze();
  const match_parties all = read_match_parties(all_held(frozen));
  const match_result found = match_volunteers(all, {.goal = match_goal::fair});
  ASSERT_EQ(found.pairs.size(), 1u);
  EXPECT_EQ(frozen.key(all.projects[found.pairs[0].project].project), "second");
}

// Ann has the one place that there is, and the one place that is left is not for her: nobody is free, nothing is near.
TEST_F(MatchConditions, AreNotSaidOfWhoIsNotFree) {
  add_project("a", {{"hours_per_week", "3"}, {"mode", "online"}});
  add_project("b", {{"hours_per_week", "3"}, {"conflicts", "ann"}});
  const snapshot frozen = net.freeze();
  const match_parties all = read_match_parties(all_held(frozen));
  const match_leftovers left = match_leftovers_of(frozen, all, match_volunteers(all));
  ASSERT_EQ(left.projects.size(), 1u);
  EXPECT_EQ(left.projects[0].reason,
            "One place is left. Nobody is free; nearest is ann: they are said to be in conflict.");
  EXPECT_EQ(left.projects[0].change, "");
}

// By stability eve, who meets both skills, moves to "p" once it has one more place: bob, whom "q" can't use, stays out,
// unless that place is kept for him.
TEST_F(MatchConditions, SayWhatKeepsAPlaceInAStableMatching) {
  const auto data = net.add<kind::skill>("data", {.attributes = {{"scale", "0-4"}}});
  const auto p = add_project("p", {{"hours_per_week", "3"}, {"causes", "x"}, {"mode", "on site"}}, 1);
  net.tie<rel::requires_skill>(p, data, {.weight = 1});
  const auto eve = add_person("eve", {{"hours_per_week", "3"}, {"causes", "x"}});
  net.tie<rel::has_skill>(eve, data, {.weight = 1});
  add_person("bob", {{"hours_per_week", "3"}, {"causes", "x"}});
  const snapshot frozen = net.freeze();
  const match_parties all = read_match_parties(all_held(frozen));
  const match_options stable{.goal = match_goal::stable};
  const match_result found = match_volunteers(all, stable);
  const match_leftovers left = match_leftovers_of(frozen, all, found, stable);
  const auto bob =
      std::ranges::find(left.volunteers, "One more place in p, kept for it, would match it.", &match_leftover::change);
  ASSERT_NE(bob, left.volunteers.end());
  EXPECT_EQ(frozen.key(all.volunteers[bob->self].person), "bob");
}

// 130.4 hours by one person in one month of 30.4375 / 7 = 4.348 weeks are 30 a week.
TEST_F(MatchConditions, SharesHoursOutOverWeeks) {
  add_project("site", {{"hours_total", "130.446428"}, {"months", "1"}, {"mode", "either"}});
  EXPECT_EQ(obstacles(), "hours: 30 h a week are asked, 5 offered -> 30\n");
}

// 30 hours in a month are 30 / 4.348 = 6.8994 a week: the change is a number that suffices as it is written.
TEST_F(MatchConditions, RoundTheHoursThatWouldDoUp) {
  add_project("site", {{"hours_total", "30"}, {"months", "1"}});
  EXPECT_EQ(obstacles(), "hours: 6.9 h a week are asked, 5 offered -> 6.9\n");
}

// Seven months from 1 August and one from 1 February end on the same day; half of March are 15.5 days.
TEST(MatchTerms, EndByTheCalendar) {
  const auto end = [](date begin, double months) { return *match_terms{.months = months, .begin = begin}.end(); };
  EXPECT_EQ(end(make_date(2025, 8, 1), 7), make_date(2026, 3, 1));
  EXPECT_EQ(end(make_date(2026, 2, 1), 1), make_date(2026, 3, 1));
  EXPECT_EQ(end(make_date(2026, 1, 31), 1), make_date(2026, 2, 28));
  EXPECT_EQ(end(make_date(2026, 2, 1), 1.5), make_date(2026, 3, 17));
}

TEST(MatchTerms, RoundMonthsUntilADayUp) {
  for (const date begin : {make_date(2025, 8, 1), make_date(2026, 1, 30)}) {
    for (date last = begin; last < begin + std::chrono::days{800}; last += std::chrono::days{1}) {
      match_terms offer{.begin = begin};
      offer.months = offer.months_until(last);
      EXPECT_EQ(*offer.end(), last);
      if (last == begin) continue;
      *offer.months -= .029;  // a hundredth, and half a day, which is at most .018 of a month
      EXPECT_LT(*offer.end(), last);
    }
  }
}

TEST_F(MatchConditions, SayHowFar) {
  add_project("site", {{"hours_per_week", "8"}, {"months", "5"}, {"mode", "on site"}}, 4);
  EXPECT_EQ(obstacles(),
            "skill: web at level 4 is required, level 2 is held -> 4\nhours: 8 h a week are asked, 5 offered -> 8\n"
            "period: 5 months are needed, 3 are offered -> 5\nmode: it is on site, the offer online alone -> either\n");
}

// Two hours a week of ann's five are spent: four are more than what is left.
TEST_F(MatchConditions, CountHoursOfWhatIsUnderWay) {
  add_project("site", {{"hours_per_week", "4"}});
  add_project("running", {{"hours_per_week", "2"}});
  net.tie<rel::collaborates_with>(ann, npo, {.role = "running"});
  EXPECT_EQ(obstacles(), "hours: 4 h a week are asked, 3 of 5 are left -> 6\n");
}

TEST_F(MatchConditions, HeedConflictsWithEmployersAndOfWhoAsks) {
  const auto firm = net.add<kind::organization>("firm"),
             rival = net.add<kind::organization>("rival", {.attributes = {{"conflicts", "ann"}}});
  net.tie<rel::employs>(firm, ann);
  add_project("audited", {{"hours_per_week", "4"}, {"conflicts", "firm"}});
  add_project("free", {{"hours_per_week", "4"}});
  const auto other = net.add<kind::project>("other", {.attributes = {{"hours_per_week", "4"}}});
  net.tie<rel::requires_skill>(other, web, {.weight = 2});
  net.tie<rel::asks_for>(rival, other);
  const snapshot frozen = net.freeze();
  const match_parties all = read_match_parties(as_of(frozen, make_date(2026, 4, 1)));
  const match_result found = match_volunteers(all);
  ASSERT_EQ(found.pairs.size(), 1u);
  EXPECT_EQ(found.fitting, 1u);
  EXPECT_EQ(frozen.key(all.projects[found.pairs[0].project].project), "free");
}

TEST_F(MatchConditions, LeaveOutWhatIsOver) {
  add_project("old", {{"hours_per_week", "4"}, {"months", "2"}, {"period_begin", "2026-01"}});
  const match_parties all = read_match_parties(as_of(net.freeze(), make_date(2026, 4, 1)));
  EXPECT_TRUE(all.projects.empty());
  EXPECT_EQ(all.over, 1u);
}

// By regions: Osaka and Kyoto lie in Kansai, one step up from each.
TEST_F(MatchConditions, MeasureRegionsByTheirHierarchy) {
  const auto kansai = net.add<kind::region>("kansai"), osaka = net.add<kind::region>("osaka"),
             kyoto = net.add<kind::region>("kyoto");
  net.tie<rel::located_in>(osaka, kansai);
  net.tie<rel::located_in>(kyoto, kansai);
  const auto bob = net.add<kind::person>("bob", {.region = "osaka", .attributes = {{"hours_per_week", "5"}}});
  net.tie<rel::has_skill>(bob, web, {.weight = 3});
  const auto site =
      net.add<kind::project>("site", {.region = "kyoto", .attributes = {{"hours_per_week", "1"}, {"mode", "on site"}}});
  net.tie<rel::requires_skill>(site, web, {.weight = 2});
  const match_parties all = read_match_parties(all_held(net.freeze()));
  const match_result found = match_volunteers(all);
  ASSERT_EQ(found.pairs.size(), 1u);
  EXPECT_DOUBLE_EQ(found.pairs[0].score.interest, 1. / 3);
  EXPECT_DOUBLE_EQ(found.pairs[0].score.score, .8667);  // (.6 + .15 / 3) / .75, rounded to 1/10,000
}

TEST_F(MatchConditions, RefuseWhatIsAbsurdAllAtOnce) {
  add_project("site", {{"hours_per_week", "-4"}, {"team", "1.5"}, {"mode", "by post"}});
  add_person("bob", {{"hours_per_week", "200"}, {"period_begin", "soon"}, {"conflicts", "nobody"}});
  try {
    (void)read_match_parties(all_held(net.freeze()));
    FAIL();
  } catch (const input_error& error) {
    EXPECT_EQ(error.problems().size(), 6u) << error.what();
    EXPECT_NE(std::string{error.what()}.find("hours_per_week '200' of 'bob'; expected a number from 0 to 168"),
              std::string::npos)
        << error.what();
  }
}

TEST_F(MatchConditions, OfNobodyAndNothingAreNone) {
  const match_parties none = read_match_parties(all_held(builder{}.freeze()));
  EXPECT_TRUE(match_volunteers(none).pairs.empty());
  const match_parties alone = read_match_parties(all_held(net.freeze()));
  const match_result found = match_volunteers(alone);
  const match_leftovers left = match_leftovers_of(net.freeze(), alone, found);
  ASSERT_EQ(left.volunteers.size(), 1u);
  EXPECT_EQ(left.volunteers[0].reason, "There is no project to match.");
}

}  // namespace
}  // namespace capnet
