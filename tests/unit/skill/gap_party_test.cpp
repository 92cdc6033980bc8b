#include <capnet/skill/gap_change.hpp>
#include <capnet/skill/gap_parts.hpp>
#include <capnet/skill/organization_gap.hpp>

#include <capnet/network/builder.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include <capnet/core/random.hpp>

namespace capnet {
namespace {

//   npo requires  web 3 (w 3), data 3 (w 2), cloud 4 (w 5), law 2 (w 1)
//   ann           web 2,       data 0,       -              law 2
//   bob           web 1,       data 1,       cloud 1,       -
// Best of the known: 2, 1, 1, 2: (3*1 + 2*2 + 5*3 + 0) / (9 + 6 + 20 + 2) = 22/37
struct gap_parties : testing::Test {
  builder net;
  id<organization> npo = net.add<organization>("npo", {.sector = sector::nonprofit, .region = "Tokyo"});
  id<person> ann = net.add<person>("ann"), bob = net.add<person>("bob"), gil = net.add<person>("gil");
  std::map<std::string, id<skill>> skills;
  gap_parties() {
    for (const char* name : {"web", "data", "cloud", "law"})
      skills[name] = net.add<skill>(name, {.attributes = {{"scale", "0-4"}}});
    net.tie<employs>(npo, ann), net.tie<employs>(npo, bob);
    ask(npo, "web", 3, 3), ask(npo, "data", 3, 2), ask(npo, "cloud", 4, 5), ask(npo, "law", 2, 1);
    has(ann, "web", 2), has(ann, "data", 0), has(ann, "law", 2);
    has(bob, "web", 1), has(bob, "data", 1), has(bob, "cloud", 1);
  }
  template <class Party>
  void ask(id<Party> who, const char* what, double level, double importance) {
    net.tie<requires_skill>(who, skills.at(what), {.weight = level, .attributes = {{"importance", importance}}});
  }
  void has(id<person> who, const char* what, double level, tie_properties said = {}) {
    said.weight = level;
    net.tie<has_skill>(who, skills.at(what), std::move(said));
  }
  [[nodiscard]] gap_report report(gap_options options = {}) const {
    return skill_gaps(all_held(net.freeze()), options);
  }
};

// Ann, of what is known of her: (3*1 + 2*3 + 0) / (9 + 6 + 2) = 9/17, three of four. Bob: (3*2 + 2*2 + 5*3) / 35 =
// 25/35.
TEST_F(gap_parties, OfPeopleAreWhatTheirEmployerRequiresLessWhatTheyHold) {
  const gap_report all = report({.by = gap_party::person});
  ASSERT_EQ(all.organizations.size(), 2u);
  const snapshot now = net.freeze();
  EXPECT_EQ(all.organizations[0].organization, now.ref(bob));
  EXPECT_DOUBLE_EQ(*all.organizations[0].gap.gap, 25.0 / 35);
  EXPECT_DOUBLE_EQ(*all.organizations[1].gap.gap, 9.0 / 17);
  EXPECT_DOUBLE_EQ(all.organizations[1].gap.coverage, .75);
  EXPECT_EQ(all.organizations[0].reason,
            "cloud weighs most: level 4 required (importance 5), 1 held; unknown what is held of law.");
}

// The city requires web 4 (w 1) of ann too: 4 is the higher, 3 the higher importance: (3*2 + 2*3 + 0) / (12 + 6 + 2).
TEST_F(gap_parties, OfAPersonOfSeveralEmployersAreTheHighestThatAnyRequires) {
  const auto city = net.add<organization>("city");
  net.tie<employs>(city, ann);
  ask(city, "web", 4, 1);
  const snapshot now = net.freeze();
  const gap_report all = report({.by = gap_party::person, .parties = {{now.ref(ann)}}});
  ASSERT_EQ(all.organizations.size(), 1u);
  EXPECT_DOUBLE_EQ(*all.organizations[0].gap.gap, 12.0 / 20);
}

TEST_F(gap_parties, OfAPersonDoNotDependOnTheRuleForGroups) {
  const auto best = report({.by = gap_party::person}),
             second = report({.holders = holder_rule::kth_best(2), .by = gap_party::person});
  EXPECT_EQ(best.all.mean, second.all.mean);
}

// The npo asks for a job that needs web 4; its best is ann's 2: 2/4.
TEST_F(gap_parties, OfAProjectAreWhatThoseWhoAskForItLack) {
  const auto job = net.add<project>("job");
  ask(job, "web", 4, 1);
  EXPECT_EQ(report({.by = gap_party::project}).organizations.at(0).reason,
            "Nobody who works for it is known, so no held level is known of the 1 skill it requires.");
  net.tie<asks_for>(npo, job);
  const organization_gap row = report({.by = gap_party::project}).organizations.at(0);
  EXPECT_EQ(row.gap.gap, .5);
  EXPECT_EQ(row.people, 2u);
}

// A program of the npo and of gil, who has law 3 of the 4 that it requires: 1/4; ann's 2 is less.
TEST_F(gap_parties, OfAProgramAreWhatThoseInItLack) {
  const auto joint = net.add<program>("joint");
  ask(joint, "law", 4, 1);
  net.tie<participates_in>(npo, joint), net.tie<participates_in>(gil, joint);
  has(gil, "law", 3);
  const organization_gap row = report({.by = gap_party::program}).organizations.at(0);
  EXPECT_EQ(row.gap.gap, .25);
  EXPECT_EQ(row.people, 3u);
}

TEST_F(gap_parties, AreAskedForAlone) {
  const snapshot now = net.freeze();
  EXPECT_TRUE(report({.parties = {{}}}).organizations.empty());
  EXPECT_EQ(report({.parties = {{now.ref(npo), now.ref(ann)}}}).organizations.size(), 1u);
}

// Bob's cloud 1 is his own word; assessed alone counts ann's web 3: of the rest nothing is known.
TEST_F(gap_parties, LeaveOutLevelsOfOtherEvidence) {
  has(ann, "web", 3, {.active = {.begin = make_date(2020, 1, 1)}, .attributes = {{"evidence", "assessed"}}});
  const organization_gap row = report({.evidence = {"assessed"}}).organizations.at(0);
  EXPECT_EQ(row.gap.gap, 0);
  EXPECT_EQ(row.gap.coverage, .25);
  EXPECT_EQ(row.gap.high, 28.0 / 37);
}

TEST_F(gap_parties, HaveNoMeanOfOrdinalLevels) {
  net.tie<requires_skill>(npo, net.add<skill>("law 2", {.attributes = {{"scale", "1-8 ordinal"}}}), {.weight = 2});
  try {
    static_cast<void>(report({.holders = holder_rule::mean()}));
    FAIL();
  } catch (const input_error& error) {
    EXPECT_STREQ(error.what(),
                 "the levels of 'law 2' are ordinal and have no mean; expected the best or the k-th best holder, or a "
                 "scale that is declared as interval, such as '0-4 interval'");
  }
  EXPECT_EQ(report().organizations.size(), 1u);
}

TEST(ProficiencyScaleType, IsReadBehindTheScale) {
  EXPECT_EQ(parse_scale("0-100 interval"), (proficiency_scale{0, 100, scale_type::interval}));
  EXPECT_EQ(parse_scale(" 1..8  ordinal "), (proficiency_scale{1, 8, scale_type::ordinal}));
  EXPECT_EQ(parse_scale("1-8"), (proficiency_scale{1, 8}));
  EXPECT_EQ(parse_scale("1-8 nominal"), std::nullopt);
  EXPECT_EQ(parse_scale("interval"), std::nullopt);
}

// Of 22/37 cloud adds 15/37, data 4/37 and web 3/37. The city lacks all of web: 1. By sector: 22/37 and 1; of web in
// both: (1/3 + 1) / 2.
TEST_F(gap_parties, ArePutTogetherBySectorRegionAndSkill) {
  const auto city = net.add<organization>("city", {.sector = sector::municipality});
  const auto cat = net.add<person>("cat");
  net.tie<employs>(city, cat);
  ask(city, "web", 4, 1), has(cat, "web", 0);
  const network_view view = all_held(net.freeze());
  const gap_report all = skill_gaps(view);
  const auto sectors = gap_parts(view, all, gap_grouping::sector);
  ASSERT_EQ(sectors.size(), 2u);
  EXPECT_EQ(sectors[0].key, "municipality");
  EXPECT_EQ(sectors[1].key, "nonprofit");
  EXPECT_DOUBLE_EQ(*sectors[1].mean.mean, 22.0 / 37);
  ASSERT_EQ(sectors[1].adds.size(), 4u);
  EXPECT_EQ(view.net().key(sectors[1].adds[0].vertex), "cloud");
  EXPECT_DOUBLE_EQ(sectors[1].adds[0].share, 15.0 / 37);
  EXPECT_DOUBLE_EQ(sectors[1].adds[1].share, 4.0 / 37);
  EXPECT_EQ(sectors[1].reason, "cloud adds most: 0.4054 of 0.5946, then data with 0.1081.");
  const auto regions = gap_parts(view, all, gap_grouping::region);
  ASSERT_EQ(regions.size(), 2u);
  EXPECT_EQ(regions[0].key, "");
  EXPECT_EQ(regions[1].key, "Tokyo");
  const auto by_skill = gap_parts(view, all, gap_grouping::skill);
  ASSERT_EQ(by_skill.size(), 4u);
  EXPECT_EQ(by_skill[0].key, "cloud");
  EXPECT_EQ(by_skill[1].key, "data");
  EXPECT_EQ(by_skill[2].key, "web");
  EXPECT_DOUBLE_EQ(*by_skill[2].mean.mean, (1 + 1.0 / 3) / 2);
  EXPECT_EQ(by_skill[2].reason, "city adds most: 0.5 of 0.6667, then npo with 0.1667.");
}

// Bob's cloud is 4 from 2024 on: 22/37 - 15/37.
TEST_F(gap_parties, TellWhatChangedThem) {
  has(bob, "cloud", 4, {.active = {.begin = make_date(2024, 1, 1)}});
  const snapshot now = net.freeze();
  const auto changes = gap_changes(now, skill_gaps(as_of(now, make_date(2023, 6, 1))), skill_gaps(all_held(now)));
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_DOUBLE_EQ(*changes[0].change, -15.0 / 37);
  ASSERT_EQ(changes[0].skills.size(), 1u);
  EXPECT_DOUBLE_EQ(changes[0].skills[0].change(), -15.0 / 37);
  EXPECT_EQ(changes[0].reason, "cloud lowered it most, by 0.4054: held from 1 to 4.");
}

TEST_F(gap_parties, TellWhereNoChangeIsKnown) {
  const auto city = net.add<organization>("city"), club = net.add<organization>("club");
  ask(city, "web", 4, 1);
  net.tie<requires_skill>(club, skills.at("web"), {.active = {.begin = make_date(2024, 1, 1)}, .weight = 1});
  const snapshot now = net.freeze();
  const auto changes =
      gap_changes(now, skill_gaps(as_of(now, make_date(2023, 6, 1))), skill_gaps(as_of(now, make_date(2024, 6, 1))));
  ASSERT_EQ(changes.size(), 3u);
  EXPECT_EQ(changes[0].change, 0);
  EXPECT_EQ(changes[0].reason, "Nothing changed it.");
  EXPECT_EQ(changes[1].reason, "No gap was known on either day.");
  EXPECT_EQ(changes[2].change, std::nullopt);
  EXPECT_EQ(changes[2].reason, "It required nothing before.");
}

// Every person by loops over the ties themselves; numbers alone and rows agree to the bit, at one thread and two, and
// the changes of skills sum to that of the gap.
TEST(GapPartiesOracle, AgreesWithLoopsOverTies) {
  for (std::uint32_t replica = 0; replica < 150; ++replica) {
    random_stream rng{{.seed = 8, .replica = replica}};
    builder b;
    std::vector<id<organization>> organizations;
    std::vector<id<person>> people;
    std::vector<id<skill>> skills;
    for (std::uint32_t n = 1 + rng.below(4); n > 0; --n)
      organizations.push_back(b.add<organization>("o" + std::to_string(n)));
    for (std::uint32_t n = 1 + rng.below(6); n > 0; --n) people.push_back(b.add<person>("p" + std::to_string(n)));
    for (std::uint32_t n = 1 + rng.below(5); n > 0; --n)
      skills.push_back(b.add<skill>("s" + std::to_string(n), {.attributes = {{"scale", "0-4"}}}));
    const std::size_t n = people.size(), m = skills.size();
    std::vector<std::vector<double>> required(n, std::vector<double>(m, -2)), weight(n, std::vector<double>(m, 0)),
        held(n, std::vector<double>(m, -1));  // -2: not; -1: no level
    std::vector<std::vector<bool>> works(organizations.size(), std::vector<bool>(n));
    for (std::size_t o = 0; o < organizations.size(); ++o) {
      for (std::size_t p = 0; p < n; ++p) {
        works[o][p] = rng.bernoulli(.5);
        if (works[o][p]) b.tie<employs>(organizations[o], people[p]);
      }
      for (std::size_t s = 0; s < m; ++s) {
        if (rng.bernoulli(.4)) continue;
        const double level = rng.bernoulli(.1) ? -1.0 : rng.below(5), w = rng.below(4);
        tie_properties said{.attributes = {{"importance", w}}};
        if (level >= 0) said.weight = level;
        b.tie<requires_skill>(organizations[o], skills[s], said);
        for (std::size_t p = 0; p < n; ++p) {
          if (!works[o][p]) continue;
          required[p][s] = std::max(required[p][s], level);
          weight[p][s] = std::max(weight[p][s], w);
        }
      }
    }
    for (std::size_t p = 0; p < n; ++p) {
      for (std::size_t s = 0; s < m; ++s) {
        if (rng.bernoulli(.3)) continue;
        held[p][s] = rng.below(5);
        b.tie<has_skill>(people[p], skills[s], {.weight = held[p][s]});
      }
    }
    const snapshot net = b.freeze();
    const gap_options options{.by = gap_party::person, .threads = 1};
    const std::vector<gap_value> values = skill_gap_values(all_held(net), options);
    const auto again = skill_gap_values(all_held(net), {.by = gap_party::person, .threads = 2});
    std::size_t row = 0;
    for (std::size_t p = 0; p < n; ++p) {
      double missing = 0, asked = 0, low = 0, high = 0, in_all = 0;
      std::size_t known = 0, cells = 0;
      for (std::size_t s = 0; s < m; ++s) {
        const double r = required[p][s], w = weight[p][s], h = held[p][s];
        if (r == -2) continue;
        ++cells;
        if (r < 0) continue;
        in_all += w * r;
        low += w * std::max(0.0, r - (h < 0 ? 4 : h)), high += w * std::max(0.0, r - std::max(h, 0.0));
        if (h < 0) continue;
        ++known, asked += w * r, missing += w * std::max(0.0, r - h);
      }
      if (cells == 0) continue;
      ASSERT_LT(row, values.size());
      const gap_value& one = values[row];
      EXPECT_EQ(one.party, net.ref(people[p]));
      EXPECT_EQ(one.gap.gap.has_value(), asked > 0);
      EXPECT_NEAR(one.gap.gap.value_or(0), asked > 0 ? missing / asked : 0, 1e-12);
      EXPECT_EQ(one.gap.low.has_value(), in_all > 0);
      EXPECT_NEAR(one.gap.low.value_or(0), in_all == 0 ? 0 : low / in_all, 1e-12);
      EXPECT_NEAR(one.gap.high.value_or(0), in_all == 0 ? 0 : high / in_all, 1e-12);
      EXPECT_NEAR(one.gap.coverage, static_cast<double>(known) / static_cast<double>(cells), 1e-12);
      EXPECT_EQ(one.gap.gap, again[row].gap.gap);
      ++row;
    }
    EXPECT_EQ(row, values.size());
    const gap_report rows = skill_gaps(all_held(net), options);
    ASSERT_EQ(rows.organizations.size(), values.size());
    for (const organization_gap& full : rows.organizations) {
      const auto lean = std::ranges::find(values, full.organization, &gap_value::party);
      EXPECT_EQ(lean->gap.gap, full.gap.gap);
      EXPECT_EQ(lean->gap.low, full.gap.low);
      double sum = 0;
      for (const gap_share& share : detail::shares_of(full)) sum += share.share;
      EXPECT_NEAR(sum, full.gap.gap.value_or(0), 1e-12);
    }
  }
}

}  // namespace
}  // namespace capnet
