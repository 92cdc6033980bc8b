#include <capnet/skill/organization_gap.hpp>

#include <capnet/network/builder.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

//   npo requires  web 3 (w 3), data 3 (w 2), cloud 4 (w 5), law 2 (w 1)
//   ann           web 2,       data 0,       -              law 2
//   bob           web 1,       data 1,       cloud 1,       -
// Best of the known: 2, 1, 1, 2: (3*1 + 2*2 + 5*3 + 0) / (9 + 6 + 20 + 2) = 22/37
class OrganizationGap : public testing::Test {
 protected:
  OrganizationGap() {
    npo = net.add<organization>("npo", {.sector = sector::nonprofit});
    ann = net.add<person>("ann");
    bob = net.add<person>("bob");
    for (const char* name : {"web", "data", "cloud", "law"})
      skills.push_back(net.add<skill>(name, {.attributes = {{"scale", "0-4"}}}));
    net.tie<employs>(npo, ann);
    net.tie<employs>(npo, bob);
    ask(0, 3, "3"), ask(1, 3, "2"), ask(2, 4, "5"), ask(3, 2, "");
    has(ann, 0, 2), has(ann, 1, 0), has(ann, 3, 2);
    has(bob, 0, 1), has(bob, 1, 1), has(bob, 2, 1);
  }
  void ask(std::size_t s, double level, std::string importance) {
    net.tie<requires_skill>(npo, skills[s], {.weight = level, .attributes = {{"importance", std::move(importance)}}});
  }
  template <class Holder>
  void has(id<Holder> who, std::size_t s, double level) {
    net.tie<has_skill>(who, skills[s], {.weight = level});
  }
  [[nodiscard]] gap_report report(holder_rule rule = holder_rule::best()) const {
    return skill_gaps(all_held(net.freeze()), {.holders = rule});
  }
  [[nodiscard]] organization_gap row(holder_rule rule = holder_rule::best()) const {
    return report(rule).organizations.at(0);
  }

  builder net;
  id<organization> npo;
  id<person> ann, bob;
  std::vector<id<skill>> skills;
};

TEST_F(OrganizationGap, TakesTheBestHolder) {
  const auto npo_row = row();
  EXPECT_DOUBLE_EQ(*npo_row.gap.gap, 22.0 / 37);
  EXPECT_EQ(npo_row.gap.coverage, 1);
  EXPECT_EQ(npo_row.people, 2u);
}

// Ann's cloud may be 4: then 4 + 3 = 7/37. Bob's law can't change the best. At worst nothing changes.
TEST_F(OrganizationGap, BoundsWhatIsUnknown) {
  EXPECT_DOUBLE_EQ(*row().gap.low, 7.0 / 37);
  EXPECT_DOUBLE_EQ(*row().gap.high, 22.0 / 37);
}

// Means of the known: 1.5, .5, 1, 2: 3*1.5 + 2*2.5 + 5*3 = 24.5
TEST_F(OrganizationGap, TakesTheMeanOfTheKnown) { EXPECT_DOUBLE_EQ(*row(holder_rule::mean()).gap.gap, 24.5 / 37); }

// Second best: web 1, data 0; of cloud and law only one level is known: (3*2 + 2*3) / (9 + 6), coverage 2 of 4.
TEST_F(OrganizationGap, TakesTheSecondBest) {
  const auto npo_row = row(holder_rule::kth_best(2));
  EXPECT_DOUBLE_EQ(*npo_row.gap.gap, 12.0 / 15);
  EXPECT_DOUBLE_EQ(npo_row.gap.coverage, .5);
}

TEST_F(OrganizationGap, ListsWhatWeighsMostFirstAndSaysWhy) {
  const auto npo_row = row();
  const snapshot now = net.freeze();
  EXPECT_EQ(now.key(npo_row.skills[0].skill), "cloud");
  EXPECT_EQ(npo_row.skills[0].unknown, 1u);
  EXPECT_EQ(npo_row.skills[0].decisive, std::vector{now.ref(bob)});
  EXPECT_EQ(npo_row.reason,
            "cloud weighs most: level 4 required (importance 5), 1 held by bob; 2 levels of its people are unknown.");
}

TEST_F(OrganizationGap, CountsTheOrganizationsOwnLevelAsOneMoreHolder) {
  has(npo, 2, 4);
  EXPECT_DOUBLE_EQ(*row().gap.gap, 7.0 / 37);
}

// Shortfalls 4e308, 3e308 and 2e308 are beyond a double, and yet in this order: (4 + 3 + 2) / 12.
TEST_F(OrganizationGap, RanksSkillsOfHugeImportance) {
  const auto city = net.add<organization>("city");
  const auto eve = net.add<person>("eve");
  net.tie<employs>(city, eve);
  for (const std::size_t s : {0u, 1u, 2u}) {
    net.tie<requires_skill>(city, skills[s], {.weight = 4, .attributes = {{"importance", "1e308"}}});
    has(eve, s, 2 - static_cast<double>(s));
  }
  const auto all = report();
  EXPECT_DOUBLE_EQ(*all.organizations[0].gap.gap, .75);
  const snapshot now = net.freeze();
  EXPECT_EQ(now.key(all.organizations[0].skills[0].skill), "cloud");
  EXPECT_EQ(now.key(all.organizations[0].skills[2].skill), "web");
  EXPECT_DOUBLE_EQ(*all.all.mean, (.75 + 22.0 / 37) / 2);
}

// Requires a 4 on 0-4; one employee has 1, the organization has the skill at a level that nobody says: it may be 4.
TEST(OrganizationsOwnTie, OfNoLevelIsOneMoreUnknownHolder) {
  builder net;
  const auto npo = net.add<organization>("npo");
  const auto ann = net.add<person>("ann");
  const auto web = net.add<skill>("web", {.attributes = {{"scale", "0-4"}}});
  net.tie<employs>(npo, ann);
  net.tie<requires_skill>(npo, web, {.weight = 4});
  net.tie<has_skill>(ann, web, {.weight = 1});
  net.tie<has_skill>(npo, web);
  const auto row = skill_gaps(all_held(std::move(net).freeze())).organizations.at(0);
  EXPECT_EQ(row.gap.low, 0);
  EXPECT_EQ(row.gap.gap, .75);
  EXPECT_EQ(row.gap.high, .75);
  EXPECT_EQ(row.skills[0].known, 1u);
  EXPECT_EQ(row.skills[0].unknown, 1u);
  EXPECT_EQ(row.reason,
            "web weighs most: level 4 required (importance 1), 1 held by ann; 1 level of its people or itself is "
            "unknown.");
}

TEST_F(OrganizationGap, CountsItsHoldersInEnglish) {
  const std::pair<std::size_t, const char*> ordinals[] = {{3, "3rd"},   {4, "4th"},   {11, "11th"}, {12, "12th"},
                                                          {13, "13th"}, {21, "21st"}, {22, "22nd"}, {111, "111th"}};
  for (const auto& [k, text] : ordinals) {
    EXPECT_NE(row(holder_rule::kth_best(k)).reason.find("no " + std::string{text} + " best holder"), std::string::npos);
  }
}

// The mean of cloud is (1 + 1 + 0) / 3: the sentence rounds, the numbers do not.
TEST_F(OrganizationGap, RoundsMeansInItsSentence) {
  const auto eve = net.add<person>("eve");
  net.tie<employs>(npo, eve);
  has(eve, 2, 1), has(ann, 2, 0);
  EXPECT_EQ(
      row(holder_rule::mean()).reason,
      "cloud weighs most: level 4 required (importance 5), 0.6667 held on average of the 3 whose level is known; 4 "
      "levels of its people are unknown.");
}

TEST_F(OrganizationGap, BelievesTheTieThatBeganLast) {
  net.tie<has_skill>(bob, skills[2], {.active = {.begin = make_date(2024, 4, 1)}, .weight = 4});
  net.tie<has_skill>(bob, skills[2], {.active = {.begin = make_date(2023, 4, 1)}, .weight = 2});
  EXPECT_DOUBLE_EQ(*row().gap.gap, 7.0 / 37);
  const auto before = skill_gaps(as_of(net.freeze(), make_date(2023, 6, 1))).organizations.at(0);
  EXPECT_DOUBLE_EQ(*before.gap.gap, 17.0 / 37);  // cloud 2: 22 - 5
}

TEST_F(OrganizationGap, SeesOnlyWhatCountsOnTheDay) {
  net.tie<requires_skill>(npo, skills[3], {.active = {.begin = make_date(2030, 1, 1)}, .weight = 4});
  net.tie<has_skill>(bob, skills[2], {.status = status::planned, .weight = 4});
  EXPECT_DOUBLE_EQ(*skill_gaps(as_of(net.freeze(), make_date(2024, 1, 1))).organizations.at(0).gap.gap, 22.0 / 37);
}

TEST_F(OrganizationGap, OfNobodyIsUnknownAndNeverZero) {
  const auto city = net.add<organization>("city", {.sector = sector::municipality});
  net.tie<requires_skill>(city, skills[0], {.weight = 3});
  const auto all = report();
  ASSERT_EQ(all.organizations.size(), 2u);
  const auto& last = all.organizations[1];
  EXPECT_EQ(last.gap.gap, std::nullopt);
  EXPECT_EQ(last.gap.low, 0);
  EXPECT_EQ(last.gap.high, 1);
  EXPECT_EQ(last.reason, "Nobody is known to work there, so no held level is known of the 1 skill it requires.");
  EXPECT_EQ(all.all.organizations, 2u);
  EXPECT_EQ(all.all.known, 1u);
  EXPECT_DOUBLE_EQ(*all.all.mean, 22.0 / 37);
  EXPECT_DOUBLE_EQ(all.all.coverage(), .5);
  ASSERT_EQ(all.sectors.size(), 2u);
  EXPECT_EQ(all.sectors[1].first, sector::municipality);
  EXPECT_EQ(all.sectors[1].second.mean, std::nullopt);
}

// Of each skill alone: cloud 3/4, data 2/3, web 1/3, law 0.
TEST_F(OrganizationGap, SumsBySkill) {
  const auto all = report();
  ASSERT_EQ(all.skills.size(), 4u);
  EXPECT_DOUBLE_EQ(*all.skills[0].second.mean, .75);
  EXPECT_DOUBLE_EQ(*all.skills[1].second.mean, 2.0 / 3);
  EXPECT_EQ(*all.skills[3].second.mean, 0);
}

TEST_F(OrganizationGap, KeepsARequirementWithoutALevelAsNotCovered) {
  const auto city = net.add<organization>("city");
  net.tie<requires_skill>(city, skills[0]);
  EXPECT_EQ(report().organizations[1].reason, "No level is stated for the one skill it requires.");
  EXPECT_EQ(report().organizations[1].gap.high, std::nullopt);
}

TEST_F(OrganizationGap, RefusesAllThatCannotBeReadWithItsPlace) {
  const auto file = net.add_file("ties.csv");
  const auto city = net.add<organization>("city");
  net.tie<requires_skill>(city, skills[0], {.weight = 3, .attributes = {{"importance", -2}}, .where = {file, 7}});
  net.tie<requires_skill>(city, skills[1], {.weight = 5, .where = {file, 9}});
  try {
    static_cast<void>(report());
    FAIL();
  } catch (const input_error& error) {
    EXPECT_STREQ(
        error.what(),
        "ties.csv:7: importance '-2' of 'web' for 'city'; expected a number of 0 or more, or an empty cell for 1\n"
        "ties.csv:9: level 5 of 'data' lies outside its scale; expected 0 to 4, 0 for none at all, or an empty cell if "
        "unknown");
  }
}

TEST_F(OrganizationGap, CountsAPersonOnce) {
  net.tie<employs>(npo, bob, {.active = {.begin = make_date(2020, 1, 1)}, .role = "part time"});
  EXPECT_EQ(row().people, 2u);
}

}  // namespace
}  // namespace capnet
