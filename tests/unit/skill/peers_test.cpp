#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include <capnet/core/random.hpp>
#include <capnet/network/builder.hpp>
#include <capnet/sim/pro_bono_network.hpp>
#include <capnet/skill/peers.hpp>
#include <capnet/view/network_view.hpp>

#include "refusal.hpp"

namespace capnet {
namespace {

const date peers_day = make_date(2024, 6, 1);

/// Organizations with everything that is compared, some of it unknown, many of it alike.
snapshot random_peers(std::uint64_t seed, std::size_t n, std::uint32_t needs) {
  builder net;
  random_stream rng{{.seed = seed}};
  std::vector<id<kind::need>> need;
  std::vector<id<kind::practice>> practice;
  std::vector<id<kind::skill>> skill;
  std::vector<id<kind::region>> region;
  for (std::uint32_t k = 0; k < needs; ++k) need.push_back(net.add<kind::need>("need_" + std::to_string(k)));
  const auto west = net.add<kind::region>("west");
  for (int k = 0; k < 3; ++k) {
    skill.push_back(net.add<kind::skill>("skill_" + std::to_string(k)));
    region.push_back(net.add<kind::region>("region_" + std::to_string(k), {.name = "Region " + std::to_string(k)}));
    if (k < 2) net.tie<rel::located_in>(region.back(), west);
    practice.push_back(net.add<kind::practice>("practice_" + std::to_string(k)));
    net.tie<rel::addresses>(practice.back(), need[rng.below(needs)]);
  }
  for (std::size_t v = 0; v < n; ++v) {
    const std::string key = "org_" + std::to_string(v);
    const std::uint32_t size = rng.below(4), where = rng.below(5);
    const auto org =
        net.add<kind::organization>(key, {.region = where == 3   ? "Region 1"
                                                    : where == 4 ? "elsewhere"
                                                                 : "",
                                          .size = size == 0 ? std::nullopt : std::optional<std::int64_t>{1 << size}});
    if (where < 3) net.tie<rel::located_in>(org, region[where]);
    for (std::uint32_t told = rng.below(4); told > 0; --told) {
      spell when{.begin = partial_date::year(2023)};
      if (rng.bernoulli(.3)) when.end = partial_date{make_date(2024, 2, 1), make_date(2024, rng.below(9) + 2, 1)};
      net.tie<rel::has_need>(org, need[rng.below(needs)], {.active = when});
    }
    for (const auto& one : practice) {
      if (rng.bernoulli(.3)) net.tie<rel::uses>(org, one);
    }
    const auto person = net.add<kind::person>(key + "_person");
    net.tie<rel::employs>(org, person);
    for (const auto& one : skill) {
      const bool required = rng.bernoulli(.6), held = rng.bernoulli(.7);
      const double level = 1 + rng.below(4), has = rng.below(4);
      if (required) net.tie<rel::requires_skill>(org, one, {.weight = level, .attributes = {{"importance", 2}}});
      if (held) net.tie<rel::has_skill>(person, one, {.weight = has});
    }
  }
  return net.freeze();
}

/// Peers by the definitions alone: sets and maps of keys, read tie by tie.
class naive_peers {
 public:
  explicit naive_peers(const snapshot& net) : net_{net} {
    each<rel::addresses>([&](const tie_record& uv) { addresses[key(uv.source)].insert(key(uv.target)); });
    each<rel::has_need>([&](const tie_record& uv) {
      const spell when = uv.properties.active;
      if (when.active_on(peers_day, certainty::possible)) perhaps[key(uv.source)].insert(key(uv.target));
      if (when.begin.latest > peers_day) return;
      told[key(uv.source)].insert(key(uv.target));
      if (when.end.earliest > peers_day) held[key(uv.source)].insert(key(uv.target));
      if (when.end.latest <= peers_day) ended[key(uv.source)].insert(key(uv.target));
    });
    for (auto& [who, needs] : ended)
      std::erase_if(needs, [&](const std::string& need) { return perhaps[who].contains(need); });  // it may be back
    each<rel::uses>([&](const tie_record& uv) { practiced[key(uv.source)].insert(key(uv.target)); });
    std::map<std::string, std::string> up;
    std::map<std::string, double> level;
    each<rel::located_in>([&](const tie_record& uv) {
      if (net.schema().name(uv.source.kind) == "region")
        up[key(uv.source)] = key(uv.target);
      else
        places[key(uv.source)].insert(key(uv.target));
    });
    each<rel::has_skill>([&](const tie_record& uv) { level[key(uv.source) + key(uv.target)] = *uv.properties.weight; });
    each<rel::requires_skill>([&](const tie_record& uv) {
      const auto found = level.find(key(uv.source) + "_person" + key(uv.target));
      gap[key(uv.source)][key(uv.target)] =
          found == level.end() ? NAN : 2 * std::max(0., *uv.properties.weight - found->second);
    });
    for (const vertex_record& v : net.records(net.schema().index_of<kind::organization>())) {
      keys.push_back(v.key);
      if (v.properties.size) size[v.key] = static_cast<double>(*v.properties.size);
      if (v.properties.region == "Region 1") places[v.key].insert("region_1");
      if (v.properties.region == "elsewhere") places[v.key].insert("a text");
      if (const auto above = up.find(*places[v.key].begin()); above != up.end()) places[v.key].insert(above->second);
    }
    std::ranges::sort(keys);
  }
  static std::optional<double> jaccard_of(const std::set<std::string>& a, const std::set<std::string>& b) {
    if (a.empty() || b.empty()) return std::nullopt;
    std::set<std::string> all = a;
    all.insert(b.begin(), b.end());
    double both = 0;
    for (const std::string& one : a) both += b.contains(one) ? 1 : 0;
    return both / static_cast<double>(all.size());
  }
  std::vector<std::optional<double>> parts(const std::string& a, const std::string& b) {
    double less = 0, more = 0;
    bool a_known = false, b_known = false;
    for (int k = 0; k < 3; ++k) {
      const std::string skill = "skill_" + std::to_string(k);
      const auto of = [&](const std::string& who, bool& known) {
        const auto at = gap[who].find(skill);
        if (at == gap[who].end()) return 0.;
        known = known || !std::isnan(at->second);
        return at->second;
      };
      const double u = of(a, a_known), v = of(b, b_known);
      if (std::isnan(u) || std::isnan(v)) continue;
      less += std::min(u, v), more += std::max(u, v);
    }
    std::optional<double> skills, sizes;
    if (a_known && b_known && more > 0) skills = less / more;
    if (size.contains(a) && size.contains(b)) sizes = std::exp(-std::abs(std::log(size[a] / size[b])));
    return {jaccard_of(told[a], told[b]), jaccard_of(practiced[a], practiced[b]), skills, sizes,
            jaccard_of(places[a], places[b])};
  }
  std::optional<double> similarity(const std::string& a, const std::string& b, const peer_weights& weights) {
    double sum = 0, known = 0;
    const auto all = parts(a, b);
    for (std::size_t k = 0; k < peer_parts; ++k) {
      if (all[k]) sum += weights[k] * *all[k], known += weights[k];
    }
    return known > 0 && all[0] && *all[0] > 0 ? std::optional{sum / known} : std::nullopt;
  }
  bool answered(const std::string& who, const std::string& need) {
    return std::ranges::any_of(practiced[who], [&](const std::string& p) { return addresses[p].contains(need); });
  }
  std::set<std::string> learned(const std::string& who, const std::string& from) {
    std::set<std::string> found;
    for (const std::string& need : held[who]) {
      if (!answered(who, need) && told[from].contains(need) && (ended[from].contains(need) || answered(from, need)))
        found.insert(need);
    }
    return found;
  }

  std::map<std::string, std::set<std::string>> addresses, told, held, perhaps, ended, practiced, places;
  std::map<std::string, std::map<std::string, double>> gap;
  std::map<std::string, double> size;
  std::vector<std::string> keys;

 private:
  [[nodiscard]] std::string key(vertex_ref v) const { return net_.key(v); }
  template <class Relation, class Visit>
  void each(const Visit& visit) const {
    for (const tie_record& uv : net_.ties(net_.schema().index_of<Relation>())) visit(uv);
  }
  const snapshot& net_;
};

std::set<std::string> keys_of_solved(const snapshot& net, const peer_row& row) {
  std::set<std::string> keys;
  for (const solved_need& one : row.solved) keys.insert(net.key(one.need));
  return keys;
}

TEST(Peers, AgreeWithTheDefinitionsReadTieByTie) {
  for (const std::uint64_t seed : {1u, 2u, 3u, 4u}) {
    const snapshot net = random_peers(seed, 30, seed < 3 ? 5 : 2);
    naive_peers naive{net};
    const peer_weights weights = seed == 2   ? peer_weights{1, 0, 3, .5, 0}
                                 : seed == 4 ? peer_weights{0, 1, 1, 1, 1}
                                             : default_peer_weights;
    for (const bool solved_only : {false, true}) {
      std::vector<double> expected;
      for (const std::string& a : naive.keys) {
        for (const std::string& b : naive.keys) {
          if (!(a < b)) continue;
          if (solved_only && naive.learned(a, b).empty() && naive.learned(b, a).empty()) continue;
          if (const auto alike = naive.similarity(a, b, weights)) expected.push_back(*alike);
        }
      }
      std::ranges::sort(expected, std::greater{});
      ASSERT_GT(expected.size(), 10u);
      for (const std::size_t k : {std::size_t{1}, std::size_t{7}, std::size_t{10'000}}) {
        const peer_report found =
            find_peers(as_of(net, peers_day), {.k = k, .weights = weights, .solved_only = solved_only});
        ASSERT_EQ(found.rows.size(), std::min(k, expected.size()));
        for (std::size_t row = 0; row < found.rows.size(); ++row) {
          const peer_row& one = found.rows[row];
          const std::string a = net.key(one.organization), b = net.key(one.peer);
          EXPECT_NEAR(one.alike.similarity, expected[row], 1e-12) << seed << ' ' << row;
          EXPECT_NEAR(one.alike.similarity, *naive.similarity(a, b, weights), 1e-12);
          EXPECT_EQ(keys_of_solved(net, one), naive.learned(a, b));
          EXPECT_GE(naive.learned(a, b).size(), naive.learned(b, a).size()) << "who learns more comes first";
          EXPECT_EQ(one.returned.size(), naive.learned(b, a).size());
          const auto parts = naive.parts(a, b);
          for (std::size_t part = 0; part < peer_parts; ++part) {
            EXPECT_EQ(std::isnan(one.alike.parts[part]), !parts[part]) << peer_part_names[part];
            if (!parts[part]) continue;
            EXPECT_NEAR(one.alike.parts[part], *parts[part], 1e-12) << peer_part_names[part];
          }
        }
      }
    }
  }
}

/// The k best of all that share a need, by comparing all: with the order of equals.
std::vector<std::pair<std::string, std::string>> best_by_comparing_all(const network_view& view, std::size_t k,
                                                                       std::optional<std::size_t> of) {
  const peer_profiles all = read_peer_profiles(view);
  std::vector<detail::peer_pair> pairs;
  for (std::uint32_t a = 0; a < all.size(); ++a) {
    for (std::uint32_t b = 0; b < all.size(); ++b) {
      if (a == b || (of ? a != *of : b < a) || set_overlap(all.told.of(a), all.told.of(b)).both == 0) continue;
      pairs.push_back({a, b, similarity_of(all, a, b, default_peer_weights)});
    }
  }
  std::sort(pairs.begin(), pairs.end());
  if (pairs.size() > k) pairs.resize(k);
  std::vector<std::pair<std::string, std::string>> keys;
  for (const auto& one : pairs)
    keys.emplace_back(view.net().key(all.organizations[one.a]), view.net().key(all.organizations[one.b]));
  return keys;
}
std::vector<std::pair<std::string, std::string>> keys_of(const snapshot& net, const peer_report& report, bool sorted) {
  std::vector<std::pair<std::string, std::string>> keys;
  for (const peer_row& row : report.rows) {
    keys.emplace_back(net.key(row.organization), net.key(row.peer));
    if (sorted && keys.back().second < keys.back().first) std::swap(keys.back().first, keys.back().second);
  }
  return keys;
}

TEST(Peers, AreTheSameAsByComparingAllAtAnyThreadCount) {
  for (const snapshot& net : {random_peers(11, 300, 3), pro_bono_network({3, 20, 200}), random_peers(5, 280, 1)}) {
    const network_view view = as_of(net, net.last_day() ? *net.last_day() : peers_day);
    for (const std::size_t k : {std::size_t{1}, std::size_t{25}}) {
      const auto expected = best_by_comparing_all(view, k, {});
      EXPECT_EQ(keys_of(net, find_peers(view, {.k = k, .threads = 1}), true), expected);
      EXPECT_EQ(keys_of(net, find_peers(view, {.k = k, .threads = 4}), true), expected);
    }
    const peer_profiles all = read_peer_profiles(view);
    std::vector<std::pair<std::string, std::string>> each;
    for (std::size_t v = 0; v < 40; ++v) {
      const auto of_one = best_by_comparing_all(view, 5, v);
      EXPECT_EQ(keys_of(net, find_peers(view, {.of = all.organizations[v], .k = 5}), false), of_one);
      each.insert(each.end(), of_one.begin(), of_one.end());
    }
    auto found = keys_of(net, find_peers(view, {.each = true, .k = 5, .threads = 3}), false);
    ASSERT_GE(found.size(), each.size());
    found.resize(each.size());
    EXPECT_EQ(found, each);
  }
}

//  hill:  outcomes (open), motivation (open)       staff 20, Osaka in the west
//  lake:  outcomes (uses the sheet), motivation    staff 10, Kyoto in the west
//  shore: outcomes (ended in May)                  staff unknown, region unknown
//
//  hill-lake: needs 2/2, size 10/20, regions {Osaka, west} and {Kyoto, west} 1/3; practices and skills unknown:
//    (4 * 1 + 1 * .5 + 1/3) / 6 = 29/36, covered 6/9.   hill-shore: needs 1/2 alone: .5, covered 4/9.
struct municipalities {
  snapshot net;
  vertex_ref hill, lake, shore;
};
municipalities three_municipalities() {
  builder net;
  const auto west = net.add<kind::region>("west"), osaka = net.add<kind::region>("osaka"),
             kyoto = net.add<kind::region>("kyoto");
  net.tie<rel::located_in>(osaka, west);
  net.tie<rel::located_in>(kyoto, west);
  const auto outcomes = net.add<kind::need>("outcomes", {.name_en = "Showing outcomes"});
  const auto motivation = net.add<kind::need>("motivation", {.name_en = "Motivation"});
  const auto sheet = net.add<kind::practice>("sheet", {.name_en = "An outcome sheet"});
  net.tie<rel::addresses>(sheet, outcomes);
  const auto hill = net.add<kind::organization>("hill", {.size = 20}),
             lake = net.add<kind::organization>("lake", {.size = 10}), shore = net.add<kind::organization>("shore");
  net.tie<rel::located_in>(hill, osaka);
  net.tie<rel::located_in>(lake, kyoto);
  for (const auto& who : {hill, lake}) {
    net.tie<rel::has_need>(who, outcomes);
    net.tie<rel::has_need>(who, motivation);
  }
  net.tie<rel::has_need>(shore, outcomes, {.active = {.end = make_date(2024, 5, 1)}});
  net.tie<rel::uses>(lake, sheet);
  const kind_index kind = net.schema().index_of<kind::organization>();
  return {net.freeze(), {kind, hill.value()}, {kind, lake.value()}, {kind, shore.value()}};
}

TEST(Peers, TellWhoHasSolvedTheSameProblemAndHow) {
  const municipalities all = three_municipalities();
  const peer_report found = find_peers(as_of(all.net, peers_day), {.of = all.hill});
  ASSERT_EQ(found.rows.size(), 2u);
  EXPECT_EQ(found.rows[0].peer, all.lake);
  EXPECT_NEAR(found.rows[0].alike.similarity, 29. / 36, 1e-15);
  EXPECT_NEAR(found.rows[0].alike.coverage, 6. / 9, 1e-15);
  EXPECT_NEAR(found.rows[0].alike.part(peer_part::region), 1. / 3, 1e-15);
  EXPECT_TRUE(std::isnan(found.rows[0].alike.part(peer_part::practices))) << "unknown of hill, not none";
  EXPECT_EQ(
      found.rows[0].reason,
      "Both have or had Motivation and Showing outcomes: 2 of 2 needs of the two. Open for hill, and solved by lake: "
      "Showing outcomes (by An outcome sheet).");
  EXPECT_NEAR(found.rows[1].alike.similarity, .5, 1e-15);
  EXPECT_EQ(found.rows[1].reason,
            "Both have or had Showing outcomes: 1 of 2 needs of the two. Open for hill, and solved by shore: Showing "
            "outcomes (the need has ended, how is not known).");
  const peer_report back = find_peers(as_of(all.net, peers_day), {.of = all.lake});
  EXPECT_EQ(
      back.rows[0].reason,
      "Both have or had Motivation and Showing outcomes: 2 of 2 needs of the two. hill has not solved what is open "
      "for lake.");
  EXPECT_EQ(find_peers(as_of(all.net, peers_day), {.of = all.lake, .solved_only = true}).rows.size(), 0u);
  const peer_report pairs = find_peers(as_of(all.net, peers_day));
  ASSERT_EQ(pairs.rows.size(), 3u);
  EXPECT_EQ(pairs.rows[0].organization, all.hill) << "it learns from lake";
  EXPECT_EQ(pairs.with_needs, 3u);
}

TEST(Peers, TakeANeedAsSolvedOnlyOnceItHasEnded) {
  const municipalities all = three_municipalities();
  const peer_report before = find_peers(as_of(all.net, make_date(2024, 4, 30)), {.of = all.hill});
  ASSERT_EQ(before.rows.size(), 2u);
  EXPECT_EQ(before.rows[1].peer, all.shore);
  EXPECT_TRUE(before.rows[1].solved.empty());
  EXPECT_EQ(find_peers(all_held(all.net), {.of = all.hill}).rows[1].solved.size(), 0u) << "without a day nothing ended";
}

TEST(Peers, AreNoneWithoutSharedNeeds) {
  builder net;
  const auto a = net.add<kind::organization>("a"), b = net.add<kind::organization>("b");
  EXPECT_EQ(find_peers(all_held(net.freeze())).rows.size(), 0u);
  net.tie<rel::has_need>(a, net.add<kind::need>("x"));
  net.tie<rel::has_need>(b, net.add<kind::need>("y"));
  const peer_report found = find_peers(all_held(net.freeze()));
  EXPECT_EQ(found.rows.size(), 0u);
  EXPECT_EQ(found.with_needs, 2u);
  EXPECT_EQ(find_peers(all_held(builder{}.freeze())).organizations, 0u);
}

TEST(Peers, RefuseWhatCannotBeAsked) {
  const municipalities all = three_municipalities();
  const network_view view = as_of(all.net, peers_day);
  const vertex_ref need = *all.net.find("outcomes");
  EXPECT_EQ(refusal([&] { (void)find_peers(view, {.of = need}); }),
            "'outcomes' is no organization that counts on this day; expected one that does");
  EXPECT_EQ(refusal([&] { (void)find_peers(view, {.k = 0}); }), "0 peers; expected at least one");
  EXPECT_EQ(refusal([&] { (void)find_peers(view, {.weights = {1, 1, -1, 1, 1}}); }),
            "weight -1 of skills; expected a number from 0 to 1e9");
  EXPECT_EQ(refusal([&] { (void)find_peers(view, {.weights = {0, 0, 0, 0, 0}}); }),
            "weights that are all 0; expected one above 0");
}

// b's need ended in 2019 and begins again on some day of 2020: in June it may be back, in 2021 it is, in December 2019
// it surely is not.
TEST(Peers, DoNotCountANeedAsEndedThatMayHaveComeBack) {
  builder net;
  const auto a = net.add<kind::organization>("a"), b = net.add<kind::organization>("b");
  const auto n = net.add<kind::need>("n");
  net.tie<rel::has_need>(a, n);
  net.tie<rel::has_need>(b, n, {.active = {.end = *parse_date("2019-01-01")}});
  net.tie<rel::has_need>(b, n, {.active = {.begin = *parse_date("2020")}});
  const snapshot all = net.freeze();
  const auto solved = [&](date day) {
    const peer_report told = find_peers(as_of(all, day), {.of = all.ref(a)});
    return told.rows.size() == 1 ? told.rows[0].solved.size() : 99u;
  };
  EXPECT_EQ(solved(make_date(2019, 12, 31)), 1u);
  EXPECT_EQ(solved(make_date(2020, 6, 15)), 0u);
  EXPECT_EQ(solved(make_date(2021, 1, 1)), 0u);
}

}  // namespace
}  // namespace capnet
