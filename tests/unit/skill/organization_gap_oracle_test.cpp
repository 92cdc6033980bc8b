#include <gtest/gtest.h>

#include <limits>
#include <optional>
#include <set>

#include <capnet/core/random.hpp>
#include <capnet/io/data_folder.hpp>
#include <capnet/network/builder.hpp>
#include <capnet/skill/organization_gap.hpp>

namespace capnet {
namespace {

/// What a random network says, as plain tables: nothing where nobody says anything.
struct tables {
  std::size_t organizations = 0, people = 0, skills = 0;
  std::vector<std::vector<std::optional<double>>> required{},
      importance{};                                         // [organization][skill]; level -1: required, no level
  std::vector<std::vector<std::optional<double>>> level{};  // [person][skill]
  std::vector<std::vector<std::optional<double>>> own{};    // [organization][skill]; -1: held, no level
  std::vector<std::set<std::size_t>> staff{};               // [organization]
};

tables make_tables(std::uint32_t replica) {
  random_stream rng{{.seed = 21, .replica = replica}};
  tables t{.organizations = 1 + rng.below(4)};
  t.people = rng.below(6);
  t.skills = 1 + rng.below(4);
  const std::vector<std::optional<double>> none(t.skills);
  t.required.assign(t.organizations, none);
  t.importance = t.own = t.required;
  t.level.assign(t.people, none);
  t.staff.resize(t.organizations);
  for (std::size_t o = 0; o < t.organizations; ++o) {
    for (std::size_t s = 0; s < t.skills; ++s) {
      if (rng.bernoulli(.7)) t.required[o][s] = rng.bernoulli(.1) ? -1.0 : rng.below(5);
      if (rng.bernoulli(.7)) t.importance[o][s] = rng.below(6);
      if (rng.bernoulli(.2)) t.own[o][s] = rng.bernoulli(.5) ? -1.0 : rng.below(5);
    }
    for (std::size_t p = 0; p < t.people; ++p) {
      if (rng.bernoulli(.4)) t.staff[o].insert(p);
    }
  }
  for (auto& person : t.level) {
    for (auto& one : person) {
      if (rng.bernoulli(.6)) one = rng.below(5);
    }
  }
  return t;
}

snapshot make_network(const tables& t, bool reversed) {
  builder net;
  std::vector<id<skill>> skills;
  std::vector<id<person>> people;
  std::vector<id<organization>> organizations;
  for (std::size_t s = 0; s < t.skills; ++s) {
    skills.push_back(net.add<skill>("s" + std::to_string(s), {.attributes = {{"scale", "0-4"}}}));
  }
  for (std::size_t p = 0; p < t.people; ++p) people.push_back(net.add<person>("p" + std::to_string(p)));
  for (std::size_t o = 0; o < t.organizations; ++o)
    organizations.push_back(net.add<organization>("o" + std::to_string(o)));
  std::vector<std::pair<std::size_t, std::size_t>> cells;
  for (std::size_t row = 0; row < std::max(t.organizations, t.people); ++row) {
    for (std::size_t s = 0; s < std::max(t.skills, t.people); ++s) cells.emplace_back(row, s);
  }
  if (reversed) std::reverse(cells.begin(), cells.end());
  for (const auto& [row, s] : cells) {
    if (row < t.organizations && s < t.skills && t.required[row][s]) {
      tie_properties properties;
      if (*t.required[row][s] >= 0) properties.weight = t.required[row][s];
      if (t.importance[row][s])
        properties.attributes = {{"importance", std::to_string(static_cast<int>(*t.importance[row][s]))}};
      net.tie<requires_skill>(organizations[row], skills[s], properties);
    }
    if (row < t.organizations && s < t.skills && t.own[row][s]) {
      tie_properties properties;
      if (*t.own[row][s] >= 0) properties.weight = t.own[row][s];
      net.tie<has_skill>(organizations[row], skills[s], properties);
    }
    if (row < t.people && s < t.skills && t.level[row][s]) {
      net.tie<has_skill>(people[row], skills[s], {.weight = t.level[row][s]});
    }
    if (row < t.organizations && t.staff[row].count(s) != 0) net.tie<employs>(organizations[row], people[s]);
  }
  return std::move(net).freeze({.by_locality = !reversed});
}

/// The level held by a rule, sorted and counted by hand. `fill` stands for every unknown level; without it they are
/// left out.
std::optional<double> naive_held(const tables& t, std::size_t o, std::size_t s, std::size_t k,
                                 std::optional<double> fill) {
  std::vector<double> levels;
  std::size_t group = 0;
  for (const std::size_t p : t.staff[o]) {
    ++group;
    if (t.level[p][s])
      levels.push_back(*t.level[p][s]);
    else if (fill)
      levels.push_back(*fill);
  }
  if (t.own[o][s]) {
    ++group;
    if (*t.own[o][s] >= 0)
      levels.push_back(*t.own[o][s]);
    else if (fill)
      levels.push_back(*fill);
  }
  if (group == 0) return fill;
  if (k == 0) {  // the mean
    if (levels.empty()) return std::nullopt;
    double sum = 0;
    for (const double level : levels) sum += level;
    return sum / static_cast<double>(levels.size());
  }
  if (group < k) return 0;
  if (levels.size() < k) return std::nullopt;
  std::sort(levels.rbegin(), levels.rend());
  return levels[k - 1];
}

struct naive_gap {
  std::optional<double> gap{}, low{}, high{};
  double coverage = 0;
};

naive_gap naive(const tables& t, std::size_t o, std::size_t k) {
  double shortfall[3] = {}, asked[3] = {};
  std::size_t skills = 0, known = 0;
  const std::optional<double> fills[] = {std::nullopt, 4.0, 0.0};
  for (std::size_t s = 0; s < t.skills; ++s) {
    if (!t.required[o][s]) continue;
    ++skills;
    const double r = *t.required[o][s], w = t.importance[o][s].value_or(1);
    if (r < 0) continue;
    for (std::size_t way = 0; way < 3; ++way) {
      const auto held = naive_held(t, o, s, k, fills[way]);
      if (!held) continue;
      known += way == 0;
      shortfall[way] += w * std::max(0.0, r - *held);
      asked[way] += w * r;
    }
  }
  naive_gap result{.coverage = static_cast<double>(known) / static_cast<double>(skills)};
  std::optional<double>* values[] = {&result.gap, &result.low, &result.high};
  for (std::size_t way = 0; way < 3; ++way) {
    if (asked[way] > 0) *values[way] = shortfall[way] / asked[way];
  }
  return result;
}

void expect_near(const std::optional<double>& a, const std::optional<double>& b) {
  ASSERT_EQ(a.has_value(), b.has_value());
  EXPECT_NEAR(a.value_or(0), b.value_or(0), 1e-12);
}

TEST(OrganizationGapOracle, AgreesWithCountingByHandInAnyOrderOfRows) {
  for (std::uint32_t replica = 0; replica < 300; ++replica) {
    const tables t = make_tables(replica);
    const snapshot net = make_network(t, false);
    const snapshot backward = make_network(t, true);
    for (const std::size_t k : {std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{3}}) {
      const gap_options options{.holders = k == 0 ? holder_rule::mean() : holder_rule::kth_best(k)};
      const gap_report report = skill_gaps(all_held(net), options);
      const gap_report again = skill_gaps(all_held(backward), options);
      ASSERT_EQ(report.organizations.size(), again.organizations.size());
      std::optional<double> before = std::numeric_limits<double>::infinity();
      for (std::size_t row = 0; row < report.organizations.size(); ++row) {
        const organization_gap& o = report.organizations[row];
        const naive_gap expected = naive(t, o.organization.value, k);
        expect_near(o.gap.gap, expected.gap);
        expect_near(o.gap.low, expected.low);
        expect_near(o.gap.high, expected.high);
        EXPECT_NEAR(o.gap.coverage, expected.coverage, 1e-12);
        EXPECT_TRUE(!o.gap.gap || (before && *o.gap.gap <= *before));
        EXPECT_FALSE(o.reason.empty());
        EXPECT_EQ(o.reason, again.organizations[row].reason);
        before = o.gap.gap;
      }
    }
  }
}

// npo_03 requires security 3 (w 4), networks 3 (w 3), business systems 2 (w 2) and a website 2 (w 2, nobody's level
// known); its best hold 0, 1 and 1: (4*3 + 3*2 + 2*1) / (12 + 9 + 4) = 20/25
TEST(GeneratedNonprofits, AreRankedByTheirGap) {
  const snapshot net = read_folder(CAPNET_SOURCE_DIR "/examples/data/probono_generated");
  const gap_report report = skill_gaps(all_held(net));
  ASSERT_EQ(report.organizations.size(), 24u);
  EXPECT_EQ(net.key(report.organizations[0].organization), "npo_03");
  EXPECT_DOUBLE_EQ(*report.organizations[0].gap.gap, .8);
  EXPECT_DOUBLE_EQ(report.organizations[0].gap.coverage, .75);
  EXPECT_EQ(report.all.known, 22u);
  EXPECT_EQ(report.organizations.back().gap.gap, std::nullopt);
}

}  // namespace
}  // namespace capnet
