#include <capnet/skill/match_parties.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <capnet/network/builder.hpp>
#include <capnet/skill/match_obstacles.hpp>
#include <capnet/skill/volunteer_match.hpp>

namespace capnet {
namespace {

/// Persons that hold a skill at level 2 and projects that require it at that level, but for what a test says.
class MatchParties : public testing::Test {
 protected:
  MatchParties() : skill{net.add<kind::skill>("s1", {.name_en = "S1", .attributes = {{"scale", "0-4"}}})} {}
  id<kind::person> add_person(const char* key, std::vector<attribute> said, const char* region = "") {
    const auto who = net.add<kind::person>(key, {.region = region, .attributes = std::move(said)});
    net.tie<rel::has_skill>(who, skill, {.weight = 2});
    return who;
  }
  id<kind::project> add_project(const char* key, std::vector<attribute> said, const char* region = "") {
    const auto p = net.add<kind::project>(key, {.region = region, .attributes = std::move(said)});
    net.tie<rel::requires_skill>(p, skill, {.weight = 2});
    return p;
  }
  struct matched {
    snapshot frozen;
    match_parties all;
    [[nodiscard]] std::vector<match_obstacle> between(std::size_t v = 0, std::size_t p = 0) const {
      return obstacles_between(frozen, all, all.volunteers.at(v), all.projects.at(p));
    }
    [[nodiscard]] std::size_t pairs() const { return match_volunteers(all).pairs.size(); }
  };
  [[nodiscard]] matched read() const {
    snapshot frozen = net.freeze();
    match_parties all = read_match_parties(as_of(frozen, make_date(2026, 4, 1)));
    return {std::move(frozen), std::move(all)};
  }
  builder net;
  id<kind::skill> skill;
};

TEST_F(MatchParties, HeedConflictsWithEveryOrganizationThatAsks) {
  for (const char* named : {"o1", "o2"}) {
    builder fresh;
    net = std::move(fresh);
    skill = net.add<kind::skill>("s1");
    add_person("v1", {{"hours_per_week", "5"}, {"conflicts", named}});
    const auto p1 = add_project("p1", {{"hours_per_week", "3"}});
    net.tie<rel::asks_for>(net.add<kind::organization>("o1"), p1);
    net.tie<rel::asks_for>(net.add<kind::organization>("o2"), p1);
    const matched found = read();
    ASSERT_EQ(found.between().size(), 1u) << named;
    EXPECT_EQ(found.between()[0].what, match_condition::conflict) << named;
    EXPECT_EQ(found.pairs(), 0u) << named;
  }
}

TEST_F(MatchParties, HeedConflictsOfEveryOrganizationThatAsks) {
  add_person("v1", {{"hours_per_week", "5"}});
  add_person("v2", {{"hours_per_week", "5"}});
  const auto p1 = add_project("p1", {{"hours_per_week", "3"}, {"team", "2"}});
  net.tie<rel::asks_for>(net.add<kind::organization>("o1", {.attributes = {{"causes", "elderly"}}}), p1);
  net.tie<rel::asks_for>(net.add<kind::organization>("o2", {.attributes = {{"conflicts", "v1"}, {"causes", "sea"}}}),
                         p1);
  const matched found = read();
  ASSERT_EQ(found.between(0).size(), 1u);
  EXPECT_EQ(found.between(0)[0].what, match_condition::conflict);
  EXPECT_TRUE(found.between(1).empty());
  EXPECT_EQ(found.pairs(), 1u);
  // The causes that stand in are those of the first one alone.
  const match_project& project = found.all.projects.at(0);
  ASSERT_EQ(project.terms.causes.size(), 1u);
  EXPECT_EQ(found.all.words[project.terms.causes[0]], "elderly");
  EXPECT_EQ(found.frozen.key(project.organization.value()), "o1");
}

// The largest double is about 1.8e308: the sum of two of 1e308 is beyond. Shares: 1/2; and 1e308 of 1.25e308 is 4/5.
TEST_F(MatchParties, ShareOutImportancesWhoseSumIsBeyondAllNumbers) {
  const auto other = net.add<kind::skill>("s2"), third = net.add<kind::skill>("s3");
  add_person("v1", {{"hours_per_week", "5"}});
  const auto add_pair = [&](const char* key, const char* mine, id<kind::skill> with, const char* others) {
    const auto p = net.add<kind::project>(key, {.attributes = {{"hours_per_week", "3"}}});
    net.tie<rel::requires_skill>(p, skill, {.weight = 2, .attributes = {{"importance", mine}}});
    net.tie<rel::requires_skill>(p, with, {.weight = 2, .attributes = {{"importance", others}}});
  };
  add_pair("p1", "1e308", other, "1e308");
  add_pair("p2", "1e308", third, "0.25e308");
  add_pair("p3", "3", other, "1");
  add_pair("p4", "1.5e308", third, "0.5e308");
  const matched found = read();
  const double shares[] = {.5, .8, .75, .75};
  const match_candidates candidates{found.all, {}};
  for (std::size_t p = 0; p < 4; ++p) {
    EXPECT_DOUBLE_EQ(match_skills{found.all}.share(found.all.volunteers[0], found.all.projects[p]), shares[p]) << p;
    const auto fits = candidates.of(p);
    ASSERT_EQ(fits.size(), 1u) << p;
    EXPECT_DOUBLE_EQ(fits[0].score.score, shares[p]) << p;
  }
  const match_result best = match_volunteers(found.all);
  ASSERT_EQ(best.pairs.size(), 1u);
  EXPECT_DOUBLE_EQ(best.pairs[0].score.score, .8);
}

TEST_F(MatchParties, CountWhoeverWorksOnAProjectVolunteerOrNot) {
  add_person("v1", {{"hours_per_week", "5"}});
  const auto p1 = add_project("p1", {{"hours_per_week", "3"}, {"team", "3"}});
  const auto npo = net.add<kind::organization>("npo");
  net.tie<rel::asks_for>(npo, p1);
  const auto staff = net.add<kind::person>("x1"), friend_of = net.add<kind::person>("x2");
  net.tie<rel::collaborates_with>(staff, npo, {.role = "p1"});  // the organization fills no place
  EXPECT_EQ(read().all.projects.at(0).working, 1u);
  EXPECT_EQ(read().all.projects.at(0).places(), 2u);
  net.tie<rel::collaborates_with>(staff, friend_of, {.role = "p1"});  // both do, each once
  EXPECT_EQ(read().all.projects.at(0).working, 2u);
  EXPECT_EQ(read().pairs(), 1u);
  net.tie<rel::collaborates_with>(net.add<kind::person>("x3"), npo, {.role = "p1"});
  EXPECT_EQ(read().all.projects.at(0).places(), 0u);
  EXPECT_EQ(read().pairs(), 0u);
}

TEST_F(MatchParties, AskOfAnOrganizationOnlyWhatConcernsIt) {
  add_person("v1", {{"hours_per_week", "5"}});
  const auto p1 = add_project("p1", {{"hours_per_week", "3"}}), p2 = add_project("p2", {{"hours_per_week", "3"}});
  const auto o1 = net.add<kind::organization>("o1", {.attributes = {{"hours_per_week", "400"},
                                                                    {"months", "-1"},
                                                                    {"period_begin", "once"},
                                                                    {"mode", "by post"},
                                                                    {"causes", "sea"}}});
  net.tie<rel::asks_for>(o1, p1);
  EXPECT_EQ(read().pairs(), 1u);
  EXPECT_EQ(read().all.projects.at(0).terms.causes.size(), 1u);
  const auto o2 = net.add<kind::organization>("o2", {.attributes = {{"conflicts", "nobody"}}});
  net.tie<rel::asks_for>(o2, p1);
  net.tie<rel::asks_for>(o2, p2);
  try {
    (void)read();
    FAIL();
  } catch (const input_error& error) {
    EXPECT_EQ(error.problems().size(), 1u) << error.what();  // once, though it asks for both
  }
}

// Where no level is required any above 0 will do: the least on a scale of 5 to 10 is 5; 1 is beyond one of 0 to 0.5.
TEST_F(MatchParties, NameALevelThatTheScaleHas) {
  const auto asked_on = [](const char* scale) {
    builder one;
    const auto s1 = one.add<kind::skill>("s1", {.attributes = {{"scale", scale}}});
    const auto v1 = one.add<kind::person>("v1", {.attributes = {{"hours_per_week", "5"}}});
    one.tie<rel::requires_skill>(one.add<kind::project>("p1", {.attributes = {{"hours_per_week", "3"}}}), s1);
    const snapshot frozen = one.freeze();
    const match_parties all = read_match_parties(all_held(frozen));
    const auto obstacles = obstacles_between(frozen, all, all.volunteers.at(0), all.projects.at(0));
    const std::string to = obstacles.at(0).to;
    one.tie<rel::has_skill>(v1, s1, {.weight = std::stod(to)});
    EXPECT_EQ(match_volunteers(read_match_parties(all_held(one.freeze()))).pairs.size(), 1u) << scale;
    return to;
  };
  EXPECT_EQ(asked_on("5-10"), "5");
  EXPECT_EQ(asked_on("0-4"), "1");
  EXPECT_EQ(asked_on("0.5-3"), "0.5");
  EXPECT_EQ(asked_on("0-0.5"), "0.5");
  EXPECT_EQ(asked_on(""), "1");
}

TEST_F(MatchParties, ChangeTheRegionThatCounts) {
  const auto tokyo = net.add<kind::region>("tokyo"), kobe = net.add<kind::region>("kobe");
  net.add<kind::region>("osaka");
  const auto v1 = add_person("v1", {{"hours_per_week", "5"}, {"mode", "on site"}}, "kobe");
  net.tie<rel::located_in>(v1, tokyo);
  add_person("v2", {{"hours_per_week", "5"}, {"mode", "on site"}}, "tokyo");
  const auto v3 = add_person("v3", {{"hours_per_week", "5"}});
  net.tie<rel::located_in>(v3, tokyo);
  net.tie<rel::located_in>(v3, kobe);
  add_project("p1", {{"hours_per_week", "3"}, {"mode", "on site"}}, "osaka");
  add_project("p2", {{"hours_per_week", "3"}, {"mode", "on site"}}, "Mars");
  const matched found = read();
  const auto expect = [&](std::size_t v, std::size_t p, const char* attribute, const char* from, const char* to) {
    const auto obstacles = found.between(v, p);
    ASSERT_EQ(obstacles.size(), 1u) << v << p;
    EXPECT_EQ(obstacles[0].what, match_condition::place);
    EXPECT_EQ(obstacles[0].attribute, attribute) << v << p;
    EXPECT_EQ(obstacles[0].from, from) << v << p;
    EXPECT_EQ(obstacles[0].to, to) << v << p;
    const auto distance = distance_between(found.frozen, found.all, found.all.volunteers[v], found.all.projects[p]);
    EXPECT_EQ(distance.has_value(), *attribute != '\0') << v << p;
  };
  expect(0, 0, "located_in", "tokyo", "osaka");
  expect(1, 0, "region", "tokyo", "osaka");
  expect(2, 0, "located_in", "tokyo|kobe", "osaka");
  expect(0, 1, "", "tokyo", "");  // no region of the network
  expect(1, 1, "region", "tokyo", "Mars");
}

// P1 lacks the period alone, by a begin and by months. P2 lacks .1 h and
// .1 of a level.
TEST_F(MatchParties, CountAConditionOnce) {
  add_person("v1", {{"hours_per_week", "2.9"}, {"months", "1"}, {"period_begin", "2026-04-02"}});
  add_project("p1", {{"hours_per_week", "2"}, {"months", "2"}, {"period_begin", "2026-04-01"}});
  const auto p2 = net.add<kind::project>("p2", {.attributes = {{"hours_per_week", "3"}}});
  net.tie<rel::requires_skill>(p2, skill, {.weight = 2.1});
  add_project("p3", {{"hours_per_week", "3"}});
  const matched found = read();
  const auto conditions = [&](std::size_t p) {
    return distance_between(found.frozen, found.all, found.all.volunteers[0], found.all.projects[p]).value().first;
  };
  EXPECT_EQ(found.between(0, 0).size(), 2u);  // two changes
  EXPECT_EQ(conditions(0), 1u);
  EXPECT_EQ(conditions(1), 2u);
  EXPECT_EQ(conditions(2), 1u);
}

TEST_F(MatchParties, FollowRegionsAllTheWayUp) {
  std::vector<id<kind::region>> regions;
  for (int k = 0; k < 900; ++k) {
    regions.push_back(net.add<kind::region>("r" + std::to_string(k)));
    if (k > 0) net.tie<rel::located_in>(regions[static_cast<std::size_t>(k)], regions[static_cast<std::size_t>(k) - 1]);
  }
  net.tie<rel::located_in>(add_person("v1", {{"hours_per_week", "5"}, {"mode", "on site"}}), regions[34]);
  net.tie<rel::located_in>(add_person("v2", {{"hours_per_week", "5"}, {"mode", "on site"}}), regions[899]);
  add_project("p1", {{"hours_per_week", "3"}, {"mode", "on site"}}, "r0");
  {
    const matched found = read();
    EXPECT_TRUE(found.between(0).empty());
    EXPECT_TRUE(found.between(1).empty());
    EXPECT_EQ(found.all.volunteers[0].terms.regions.size(), 35u);  // r34 down to r0
  }
  net.tie<rel::located_in>(regions[0], regions[40]);  // round in a circle: r0 .. r40
  EXPECT_EQ(read().all.volunteers[0].terms.regions.size(), 41u);
}

}  // namespace
}  // namespace capnet
