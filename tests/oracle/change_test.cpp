/// Turnover, survival and rhythm of random histories, against what the definitions say day by day.
#include <capnet/metric/burstiness.hpp>
#include <capnet/metric/survival.hpp>
#include <capnet/metric/turnover.hpp>

#include <cmath>
#include <map>
#include <set>

#include <capnet/core/random.hpp>
#include <capnet/network/builder.hpp>

#include <gtest/gtest.h>

#include "naive_validity.hpp"

namespace capnet {
namespace {

constexpr int horizon = 80;
date on(std::int32_t k) { return make_date(2020, 1, 1) + std::chrono::days{k}; }

/// A day that is known only in part as often as `partial` says; the whole spell may lack either end.
spell some_spell(random_stream& rng, double partial) {
  const auto some_day = [&] {
    const auto day = static_cast<std::int32_t>(rng.below(horizon));
    const auto more = static_cast<std::int32_t>(rng.bernoulli(partial) ? rng.below(15) : 0);
    return partial_date{on(day), on(day + more)};
  };
  spell when;
  if (rng.bernoulli(.85)) when.begin = some_day();
  if (rng.bernoulli(.6)) {
    when.end = some_day();
    if (when.end.earliest < when.begin.latest && when.begin != never_began) std::swap(when.begin, when.end);
  }
  return when;
}

/// Up to 60 ties of four relations among few vertices, so that many are parallel; some planned, some retracted.
snapshot some_changes(std::uint32_t replica, double partial) {
  random_stream rng{{.seed = 71, .replica = replica}};
  builder net;
  std::vector<id<organization>> who;
  std::vector<id<program>> what;
  std::vector<id<event>> where;
  for (int k = 0; k < 4; ++k) {
    const spell life = rng.bernoulli(.3) ? some_spell(rng, partial) : spell{};
    who.push_back(net.add<organization>("o" + std::to_string(k), {.existence = life}));
    what.push_back(net.add<program>("p" + std::to_string(k)));
    where.push_back(net.add<event>("e" + std::to_string(k)));
  }
  for (std::uint32_t k = rng.below(60); k > 0; --k) {
    const tie_properties how{.active = some_spell(rng, partial),
                             .status = rng.bernoulli(.9) ? status::held : status::planned};
    const auto u = who[rng.below(4)], v = who[rng.below(4)];
    const std::uint32_t w = rng.below(4);
    tie_ref tie{};
    switch (rng.below(5)) {
      case 0:
        tie = net.tie<supports>(u, v, how);
        break;
      case 1:
        tie = net.tie<collaborates_with>(u, v, how);
        break;
      case 2:
        tie = net.tie<participates_in>(u, what[w], how);
        break;
      case 3:
        tie = net.tie<runs>(u, what[w], how);
        break;
      default:
        tie = net.tie<attends>(u, where[w], how);
    }
    if (rng.bernoulli(.1)) net.retract(tie);
  }
  return net.freeze();
}

using pair_key = std::pair<vertex_ref, vertex_ref>;

/// Calls `visit(pair, relation, tie, source, target)` for each tie of a relation, or for each taking part.
template <class Visit>
void each_pair(const snapshot& net, std::optional<relation_index> relation, const Visit& visit) {
  const auto all = [&](relation_index r) {
    for (const tie_record& uv : net.ties(r)) {
      pair_key pair{uv.source, relation ? uv.target : uv.source};
      if (!net.schema().relation(r).directed && pair.second < pair.first) std::swap(pair.first, pair.second);
      visit(pair, net.schema().relation(r), uv, net.properties(uv.source), net.properties(uv.target));
    }
  };
  if (relation) return all(*relation);
  all(net.schema().index_of<runs>());
  all(net.schema().index_of<participates_in>());
}

struct shares {
  std::int64_t joined = 0, left = 0, stayed = 0, pairs = 0;
};
shares naive_turnover(const snapshot& net, std::optional<relation_index> relation, date first, date second) {
  std::map<pair_key, std::array<bool, 4>> seen;  // surely and possibly on the first, on the second
  each_pair(net, relation,
            [&](const pair_key& pair, const relation_info& r, const tie_record& uv, const auto& u, const auto& v) {
              const spell& when = uv.properties.active;
              const bool undated = when.begin == never_began && when.end == never_ends;
              for (std::size_t k = 0; k < 4; ++k) {
                const certainty sure = k % 2 == 0 ? certainty::certain : certainty::possible;
                const naive::validity then{k < 2 ? first : second, sure};
                if (then.counts(r, uv, u, v) && !(undated && sure == certainty::certain)) seen[pair][k] = true;
              }
            });
  shares found;
  for (const auto& [pair, days] : seen) {
    ++found.pairs;
    if (days[0] != days[1] || days[2] != days[3]) continue;  // unknown
    found.joined += !days[0] && days[2];
    found.left += days[0] && !days[2];
    found.stayed += days[0] && days[2];
  }
  return found;
}

void expect_turnover(const turnover_estimates& found, const shares& naive) {
  ASSERT_EQ(found.joined.numerator, naive.joined);
  ASSERT_EQ(found.left.numerator, naive.left);
  ASSERT_EQ(found.stayed.numerator, naive.stayed);
  const std::int64_t known = naive.joined + naive.left + naive.stayed;
  if (naive.pairs > 0) {
    ASSERT_NEAR(found.turnover.coverage, static_cast<double>(known) / static_cast<double>(naive.pairs), 1e-12);
  }
  ASSERT_EQ(found.turnover.value.has_value(), known > 0);
  ASSERT_EQ(found.persistence.value.has_value(), naive.left + naive.stayed > 0);
  if (known == 0) return;
  const auto before = static_cast<double>(naive.left + naive.stayed),
             after = static_cast<double>(naive.joined + naive.stayed);
  ASSERT_NEAR(*found.turnover.value, static_cast<double>(naive.joined + naive.left) / (2 * ((before + after) / 2)),
              1e-12);
  ASSERT_LE(*found.turnover.low, *found.turnover.value + 1e-12);
  ASSERT_GE(*found.turnover.high, *found.turnover.value - 1e-12);
}

TEST(RandomChanges, HaveTheTurnoverOfTheSetsOfTwoDays) {
  for (std::uint32_t replica = 0; replica < 300; ++replica) {
    const snapshot net = some_changes(replica, replica % 2 == 0 ? 0 : .5);
    const date first = on(static_cast<std::int32_t>(replica % 40)), second = first + std::chrono::days{replica % 41};
    for (const relation_index r : {net.schema().index_of<supports>(), net.schema().index_of<collaborates_with>(),
                                   net.schema().index_of<attends>()})
      expect_turnover(tie_turnover(net, r, first, second), naive_turnover(net, r, first, second));
    expect_turnover(member_turnover(net, first, second), naive_turnover(net, std::nullopt, first, second));
  }
}

/// The lengths of the runs of days on which each pair is tied, walked day by day; and how many begins are unknown.
std::pair<std::vector<spell_length>, std::int64_t> naive_spells(const snapshot& net,
                                                                std::optional<relation_index> relation,
                                                                std::int32_t last) {
  std::map<pair_key, std::set<std::int32_t>> days;
  std::int64_t unknown = 0;
  each_pair(net, relation,
            [&](const pair_key& pair, const relation_info& r, const tie_record& uv, const auto& u, const auto& v) {
              bool ever = false;
              const bool known = uv.properties.active.begin != never_began;
              for (std::int32_t k = -1; k <= horizon + 1; ++k) {
                if (!naive::validity{on(k)}.counts(r, uv, u, v)) continue;
                ever = ever || k <= last;
                if (known) days[pair].insert(k);
              }
              unknown += ever && !known;
            });
  std::vector<spell_length> found;
  for (const auto& [pair, some] : days) {
    for (const std::int32_t k : some) {
      if (some.contains(k - 1) || k > last) continue;
      std::int32_t end = k;
      while (some.contains(end)) ++end;
      found.push_back(end <= last ? spell_length{end - k, true} : spell_length{last - k, false});
    }
  }
  return {found, unknown};
}

/// S(t) by the formula, each number at risk counted anew.
double naive_share(const std::vector<spell_length>& spells, std::int32_t t) {
  double share = 1;
  for (std::int32_t d = 0; d <= t; ++d) {
    double at_risk = 0, ended = 0;
    for (const spell_length& one : spells) at_risk += one.days >= d, ended += one.days == d && one.ended;
    if (ended > 0) share *= 1 - ended / at_risk;
  }
  return share;
}

void expect_survival(const spell_survival& found, const std::pair<std::vector<spell_length>, std::int64_t>& naive) {
  const auto& [spells, unknown] = naive;
  ASSERT_EQ(found.shortest.spells, static_cast<std::int64_t>(spells.size()));
  const auto known = static_cast<double>(spells.size());
  if (unknown > 0) {
    ASSERT_NEAR(found.basis.coverage, known / (known + static_cast<double>(unknown)), 1e-12);
  }
  std::int32_t longest = 0;
  for (const spell_length& one : spells) longest = std::max(longest, one.days);
  for (std::int32_t t = 0; t <= horizon; ++t) {
    const estimate lasting = found.lasting(t);
    const double share = naive_share(spells, t);
    ASSERT_EQ(lasting.value.has_value(), !spells.empty() && (t <= longest || share == 0)) << t;
    if (!lasting.value) continue;
    ASSERT_NEAR(*lasting.value, share, 1e-12) << t;
    if (!lasting.low) continue;
    ASSERT_LE(*lasting.low, share);
    ASSERT_GE(*lasting.high, share);
  }
}

TEST(RandomChanges, HaveTheSurvivalOfRunsOfDays) {
  for (std::uint32_t replica = 0; replica < 150; ++replica) {
    const snapshot net = some_changes(replica, 0);
    const std::int32_t last = 20 + static_cast<std::int32_t>(replica % 50);
    for (const relation_index r : {net.schema().index_of<supports>(), net.schema().index_of<collaborates_with>()})
      expect_survival(tie_survival(as_of(net, on(last)), r), naive_spells(net, r, last));
    expect_survival(member_survival(as_of(net, on(last))), naive_spells(net, std::nullopt, last));
  }
}

TEST(RandomChanges, KnowNothingAfterTheDayOfTheView) {
  for (std::uint32_t replica = 0; replica < 50; ++replica) {
    const snapshot net = some_changes(replica, .3);
    builder cut;
    for (const vertex_record& v : net.records(net.schema().index_of<organization>()))
      cut.add_vertex(net.schema().index_of<organization>(), v.key, v.properties);
    const date last = on(40);
    for (const tie_record& uv : net.ties(net.schema().index_of<supports>())) {
      tie_properties how = uv.properties;
      if (how.active.begin.earliest > last || uv.retracted) continue;
      if (how.active.end.earliest > last) how.active.end = never_ends;
      cut.add_tie(net.schema().index_of<supports>(), uv.source, uv.target, how);
    }
    EXPECT_EQ(tie_survival<supports>(as_of(net, last)).lasting(20).value,
              tie_survival<supports>(as_of(cut.freeze(), last)).lasting(20).value);
  }
}

TEST(RandomChanges, HaveTheRhythmOfTheSetOfContactDays) {
  for (std::uint32_t replica = 0; replica < 300; ++replica) {
    const snapshot net = some_changes(replica, .2);
    const date last = on(20 + static_cast<std::int32_t>(replica % 60));
    std::set<date> days;
    for (const relation_index r : {net.schema().index_of<attends>(), net.schema().index_of<collaborates_with>()}) {
      for (const tie_record& uv : net.ties(r)) {
        const partial_date& begin = uv.properties.active.begin;
        if (!uv.retracted && uv.properties.status == status::held && begin.exact() && begin != never_began &&
            begin.latest <= last)
          days.insert(begin.latest);
      }
    }
    std::vector<double> gaps;
    for (auto day = days.begin(); day != days.end(); ++day) {
      if (day != days.begin()) gaps.push_back(static_cast<double>((*day - *std::prev(day)).count()));
    }
    const burstiness_estimates found = contact_burstiness(as_of(net, last));
    ASSERT_EQ(found.mean_gap.value.has_value(), gaps.size() >= 2);
    if (gaps.size() < 2) continue;
    const auto n = static_cast<double>(gaps.size());
    double sum = 0, squares = 0;
    for (const double gap : gaps) sum += gap, squares += gap * gap;
    const double r = std::sqrt(std::max(0.0, squares / n - sum / n * sum / n)) / (sum / n);
    ASSERT_NEAR(*found.mean_gap.value, static_cast<double>((*days.rbegin() - *days.begin()).count()) / n, 1e-9);
    ASSERT_NEAR(*found.burstiness.value, (r - 1) / (r + 1), 1e-6);
    ASSERT_LE(*found.finite_size.value, 1 + 1e-12);
    std::sort(gaps.begin(), gaps.end());
    ASSERT_EQ(*found.median_gap.value, (gaps[(gaps.size() - 1) / 2] + gaps[gaps.size() / 2]) / 2);
  }
}

}  // namespace
}  // namespace capnet
