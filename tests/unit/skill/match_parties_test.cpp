#include <capnet/skill/match_parties.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <capnet/network/builder.hpp>
#include <capnet/skill/match_fit.hpp>
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

}  // namespace
}  // namespace capnet
