#include <capnet/skill/crosswalk.hpp>
#include <capnet/skill/inferred_skills.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/random.hpp>

#include "refusal.hpp"

namespace capnet {
namespace {

using mapped = mapping_relation;

crosswalk_link link_of(std::string source, std::string target, double confidence,
                       mapping_relation relation = mapped::exact) {
  return {.source = std::move(source), .target = std::move(target), .relation = relation, .confidence = confidence};
}
crosswalk_link link_of(std::string source, std::string target, double confidence, std::string_view levels) {
  crosswalk_link made = link_of(std::move(source), std::move(target), confidence);
  made.levels = parse_scale_conversion(levels);
  return made;
}
taxonomy taxonomy_of(std::vector<std::string> ids, std::optional<proficiency_scale> scale = {}) {
  std::vector<taxonomy_entry> entries;
  for (std::string& id : ids) entries.push_back({.id = std::move(id), .scale = scale});
  return taxonomy::from_entries(std::move(entries));
}

TEST(Crosswalk, ComposesSkosRelationsNoFurtherThanTheyGo) {
  for (const auto r : {mapped::exact, mapped::close, mapped::broader, mapped::narrower, mapped::related}) {
    EXPECT_EQ(composed(mapped::exact, r), r);
    EXPECT_EQ(composed(r, mapped::exact), r);
    EXPECT_EQ(composed(mapped::related, r), mapped::related);
    EXPECT_EQ(inverse(inverse(r)), r);
    for (const auto s : {mapped::exact, mapped::close, mapped::broader, mapped::narrower, mapped::related}) {
      EXPECT_EQ(inverse(composed(r, s)), composed(inverse(s), inverse(r)));
      for (const auto t : {mapped::exact, mapped::close, mapped::broader, mapped::narrower, mapped::related})
        EXPECT_EQ(composed(composed(r, s), t) == mapped::related, composed(r, composed(s, t)) == mapped::related);
    }
  }
  EXPECT_EQ(composed(mapped::broader, mapped::broader), mapped::broader);
  EXPECT_EQ(composed(mapped::broader, mapped::narrower), mapped::related);
  EXPECT_EQ(composed(mapped::close, mapped::close), mapped::related);
}

//  a --.5--> x --.9--> 1      a -> 1: .5 * .9 = .45 by x, .8 * .6 = .48 by y
//   \--.8--> y --.6--> 1
TEST(Crosswalk, KeepsTheSurestWayWhenItIsComposed) {
  const crosswalk first{{link_of("a", "x", .5), link_of("a", "y", .8)}};
  const crosswalk second{{link_of("x", "1", .9), link_of("y", "1", .6, mapped::broader)}};
  const crosswalk both = compose(first, second);
  ASSERT_EQ(both.size(), 1u);
  EXPECT_DOUBLE_EQ(both.links()[0].confidence, .48);
  EXPECT_EQ(both.links()[0].via, std::vector<std::string>{"y"});
  EXPECT_EQ(both.links()[0].relation, mapped::broader);
}

TEST(Crosswalk, GivesALevelOnlyWhereEveryLinkHasARule) {
  const crosswalk with{{link_of("a", "x", 1, "1=2|2=4")}}, without{{link_of("x", "1", 1)}};
  const crosswalk onward{{link_of("x", "1", 1, "2=20|4=40")}};
  EXPECT_FALSE(compose(with, without).links()[0].levels);
  EXPECT_EQ((*compose(with, onward).links()[0].levels)(2), (level_range{40, 40}));
  // Equally sure, so that the way which says what becomes of levels is kept.
  const crosswalk two_ways = compose(crosswalk{{link_of("a", "v", 1, "same"), link_of("a", "w", 1)}},
                                     crosswalk{{link_of("v", "1", 1, "same"), link_of("w", "1", 1)}});
  EXPECT_EQ(two_ways.links()[0].via, std::vector<std::string>{"v"});
  EXPECT_TRUE(two_ways.links()[0].levels);
}

TEST(Crosswalk, TurnsRound) {
  const crosswalk there{{link_of("a", "x", .5, mapped::broader), link_of("b", "x", .7, "1-2=1|3-4=2")}};
  const crosswalk back = there.inverse();
  ASSERT_EQ(back.of("x").size(), 2u);
  EXPECT_EQ(back.of("x")[0].relation, mapped::narrower);
  EXPECT_EQ((*back.of("x")[1].levels)(2), (level_range{3, 4}));
  EXPECT_TRUE(std::ranges::equal(back.inverse().links(), there.links()));
}

// There and back: a -> x -> a has .5 * .5; it goes round, and only loses.
TEST(Crosswalk, LosesConfidenceOnTheWayRound) {
  const crosswalk there{{link_of("a", "x", .5)}};
  crosswalk round = compose(there, there.inverse());
  EXPECT_DOUBLE_EQ(round.links()[0].confidence, .25);
  for (int k = 0; k < 5; ++k) round = compose(round, round);
  EXPECT_EQ(round.size(), 1u);
  EXPECT_DOUBLE_EQ(round.links()[0].confidence, std::pow(.25, 32));
}

TEST(Crosswalk, FindsNoWayRoundACycle) {
  const crosswalk ring = closure(crosswalk{{link_of("a", "b", .9), link_of("b", "c", .8), link_of("c", "a", 1)}});
  ASSERT_EQ(ring.size(), 6u) << "each to the two others, none to itself";
  EXPECT_DOUBLE_EQ(ring.of("a")[1].confidence, .72);
  EXPECT_EQ(ring.of("a")[1].via, std::vector<std::string>{"b"});
}

/// The largest product over simple paths, by trying all of them.
using pair_confidence = std::map<std::pair<std::string, std::string>, double>;
void try_paths(const std::vector<crosswalk_link>& links, const std::string& start, const std::string& at, double so_far,
               std::vector<std::string>& seen, pair_confidence& best) {
  for (const crosswalk_link& one : links) {
    if (one.source != at || std::ranges::count(seen, one.target) > 0 || one.confidence == 0) continue;
    double& known = best[{start, one.target}];
    known = std::max(known, so_far * one.confidence);
    seen.push_back(one.target);
    try_paths(links, start, one.target, so_far * one.confidence, seen, best);
    seen.pop_back();
  }
}

TEST(Crosswalk, AgreesWithTryingAllPaths) {
  constexpr double confidences[]{0, .25, .5, 1};  // powers of two: products are exact in any order
  std::size_t compared = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    random_stream rng{{.seed = seed}};
    std::vector<crosswalk_link> links;
    const std::uint32_t n = 2 + rng.below(4);
    for (std::uint32_t u = 0; u < n; ++u) {
      for (std::uint32_t v = 0; v < n; ++v) {
        if (u != v && rng.below(2) == 0)
          links.push_back(link_of(std::to_string(u), std::to_string(v), confidences[rng.below(4)]));
      }
    }
    pair_confidence best;
    for (std::uint32_t u = 0; u < n; ++u) {
      std::vector<std::string> seen{std::to_string(u)};
      try_paths(links, std::to_string(u), std::to_string(u), 1, seen, best);
    }
    const crosswalk all = closure(crosswalk{links});
    EXPECT_EQ(all.size(), best.size());
    for (const crosswalk_link& one : all.links()) {
      EXPECT_EQ(one.confidence, (best[{one.source, one.target}]));
      // The way that is told is there, and has that product.
      double product = 1;
      std::vector<std::string> way{one.source};
      way.insert(way.end(), one.via.begin(), one.via.end());
      way.push_back(one.target);
      for (std::size_t k = 0; k + 1 < way.size(); ++k) {
        const auto step = std::ranges::find_if(
            links, [&](const crosswalk_link& l) { return l.source == way[k] && l.target == way[k + 1]; });
        ASSERT_NE(step, links.end());
        product *= step->confidence;
      }
      EXPECT_EQ(product, one.confidence);
      ++compared;
    }
  }
  EXPECT_GT(compared, 1000u);
}

TEST(Crosswalk, DoesNotDependOnTheOrderOfItsLinks) {
  std::vector<crosswalk_link> links{link_of("a", "b", .5), link_of("a", "b", .5, mapped::broader),
                                    link_of("a", "c", .5), link_of("c", "d", .5),
                                    link_of("b", "d", .5), link_of("a", "b", .4, "same")};
  const crosswalk first{links};
  std::ranges::reverse(links);
  const crosswalk second{links};
  EXPECT_TRUE(std::ranges::equal(first.links(), second.links()));
  EXPECT_TRUE(std::ranges::equal(closure(first).links(), closure(second).links()));
  EXPECT_EQ(closure(first).of("a").back().via, std::vector<std::string>{"b"}) << "of two equal ways the first by id";
}

TEST(Crosswalk, ReportsHowMuchItMaps) {
  const crosswalk_coverage found = coverage(
      taxonomy_of({"a", "b", "c", "d"}),
      crosswalk{{link_of("a", "1", 1), link_of("b", "2", 1, "same"), link_of("c", "9", 1), link_of("z", "1", 1)}},
      taxonomy_of({"1", "2"}));
  EXPECT_EQ(found.skills, 4u);
  EXPECT_EQ(found.mapped, 2u);
  EXPECT_EQ(found.with_levels, 1u);
  EXPECT_EQ(*found.share(), .5);
  EXPECT_EQ(found.unmapped, (std::vector<skill_number>{2, 3}));
  EXPECT_EQ(found.unknown_source, std::vector<std::size_t>{3});  // z
  EXPECT_EQ(found.unknown_target, std::vector<std::size_t>{2});  // c -> 9
  EXPECT_FALSE(coverage({}, {}, {}).share()) << "the share of nothing is unknown";
}

TEST(Crosswalk, TellsRulesThatDoNotFitTheScales) {
  const taxonomy from = taxonomy_of({"a"}, proficiency_scale{0, 7}), to = taxonomy_of({"1"}, proficiency_scale{1, 8});
  const auto faults = [&](std::string_view rule) {
    return level_problems(from, crosswalk{{link_of("a", "1", 1, rule)}}, to).size();
  };
  EXPECT_EQ(faults("linear:0-7:1-8"), 0u);
  EXPECT_EQ(faults("1=1|7=8"), 0u);
  EXPECT_EQ(faults("same"), 1u);
  EXPECT_EQ(faults("7=9"), 1u);
  EXPECT_EQ(level_problems(from, crosswalk{{link_of("a", "1", 1, "same")}}, taxonomy_of({"1"})).size(), 0u)
      << "of a scale that is unknown nothing is said";
}

TEST(Crosswalk, TellsRulesOfWhichALevelBetweenTheEndsLeadsOutOfTheScale) {
  const taxonomy from = taxonomy_of({"a"}, proficiency_scale{0, 4}), to = taxonomy_of({"1"}, proficiency_scale{1, 8});
  const auto told = [&](const taxonomy& source, std::string_view rule) {
    const problem_list all = level_problems(source, crosswalk{{link_of("a", "1", 1, rule)}}, to);
    return all.empty() ? std::string{} : input_error{all}.what();
  };
  EXPECT_EQ(told(from, "1=9"),
            "the link from 'a' to '1' has the rule for levels '1=9', but their scales are 0-4 and 1-8, and it leads to "
            "9; expected a rule from the one to the other, or none");
  EXPECT_NE(told(from, "1=20").find("leads to 20;"), std::string::npos);
  EXPECT_NE(told(from, "1=7|2=9").find("leads to 7-9;"), std::string::npos);
  EXPECT_NE(told(from, "1-2=1|3=2 then 1=8|2=8.5").find("leads to 8-8.5;"), std::string::npos);
  EXPECT_NE(told(from, "linear:2-6:0-8").find("leads to 0-4;"), std::string::npos) << "2, which is no end, leads to 0";
  EXPECT_EQ(told(from, "1=1|2=8"), "");
  EXPECT_EQ(told(from, "1=1|2=8|5=9"), "") << "5 is no level of the source";
  EXPECT_EQ(told(taxonomy_of({"a"}), "5=9"),
            "the link from 'a' to '1' has the rule for levels '5=9', but the scale of '1' is 1-8, and it leads to 9; "
            "expected a rule from the one to the other, or none");
  EXPECT_EQ(told(taxonomy_of({"a"}), "5=8"), "");
  EXPECT_EQ(told(taxonomy_of({"a"}), "same"), "");
}

// 3,000 links in a row: some 4.5 million ways with up to 2,999 ids on each.
TEST(Crosswalk, RefusesAClosureThatOutgrowsMemory) {
  std::vector<crosswalk_link> chain;
  for (int k = 0; k < 3000; ++k) chain.push_back(link_of(std::to_string(k), std::to_string(k + 1), 1));
  EXPECT_EQ(refusal([&] { (void)closure(crosswalk{chain}); }),
            "the crosswalk would have over 2000000 links; expected at most so many");
}

TEST(Crosswalk, RefusesConfidencesThatAreNone) {
  for (const double no : {-.1, 1.1, std::nan("")})
    EXPECT_NE(refusal([&] { (void)crosswalk{{link_of("a", "b", no)}}; }).find("expected a number from 0 to 1"),
              std::string::npos);
  EXPECT_NE(refusal([] { (void)crosswalk{{link_of("", "b", 1)}}; }), "no refusal");
}

// ann: a at 2 (rule: 4) with .5, b at an unknown level with .9; both lead to 1. The surer one is kept, without a level.
TEST(InferredSkills, AreTheSurestOfEachAndNeverInventALevel) {
  const crosswalk links{{link_of("a", "1", .5, "2=4"), link_of("b", "1", .9, "same"), link_of("c", "2", .7)}};
  const std::vector<held_skill> held{{"ann", "a", level_range{2, 2}},     {"ann", "b", {}},
                                     {"bob", "a", level_range{2, 2}, .8}, {"bob", "c", level_range{3, 3}},
                                     {"cid", "a", level_range{3, 3}},     {"dan", "unmapped", level_range{1, 1}}};
  const auto all = inferred_skills(held, links);
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[0].from, "b");
  EXPECT_FALSE(all[0].level) << "b's level is unknown, and a's is not put in its place";
  EXPECT_EQ(all[0].others, 1u);
  EXPECT_EQ(all[1].holder, "bob");
  EXPECT_EQ(all[1].level, (level_range{4, 4}));
  EXPECT_DOUBLE_EQ(all[1].confidence, .8 * .5);
  EXPECT_EQ(all[2].skill, "2");
  EXPECT_FALSE(all[2].level) << "the link has no rule";
  EXPECT_FALSE(all[3].level) << "3 stands in no row of the rule";
}

// ann: a at 1 is 1-2, b at 1 is 3-4, c at 1 is 6, the first two with .8, the last with .5: 1-4, whatever the ids are.
TEST(InferredSkills, SpanTheLevelsOfThoseThatAreEquallySure) {
  for (const auto& [a, b] : {std::pair{"a", "b"}, std::pair{"b", "a"}}) {
    const crosswalk links{{link_of(a, "1", .8, "1=1-2"), link_of(b, "1", .8, "1=3-4"), link_of("c", "1", .5, "1=6"),
                           link_of("d", "1", .8)}};
    std::vector<held_skill> held{{"ann", "a", level_range{1, 1}}, {"ann", "b", level_range{1, 1}}};
    const auto two = inferred_skills(held, links);
    ASSERT_EQ(two.size(), 1u);
    EXPECT_EQ(two[0].level, (level_range{1, 4}));
    EXPECT_EQ(two[0].from, "a");
    EXPECT_TRUE(two[0].spans);
    EXPECT_EQ(two[0].others, 1u);
    EXPECT_EQ(two[0].as_sure, 1u);
    held.push_back({"ann", "c", level_range{1, 1}});
    held.push_back({"ann", "d", level_range{1, 1}});
    const auto all = inferred_skills(held, links);
    EXPECT_EQ(all[0].level, (level_range{1, 4})) << "c is less sure, and d gives none";
    EXPECT_EQ(all[0].others, 3u);
    EXPECT_EQ(all[0].as_sure, 2u) << "b and d";
  }
}

// .1 * .3 is .03 but for rounding, and so is .3 * .1; two that say the same leave the level as it is.
TEST(InferredSkills, AreEquallySureUpToRounding) {
  const crosswalk links{{link_of("a", "1", .3, "1=2"), link_of("b", "1", .03, "1=2")}};
  const auto same = inferred_skills(
      std::vector<held_skill>{{"ann", "a", level_range{1, 1}, .1}, {"ann", "b", level_range{1, 1}}}, links);
  EXPECT_EQ(same[0].as_sure, 1u);
  EXPECT_FALSE(same[0].spans);
  EXPECT_EQ(same[0].level, (level_range{2, 2}));
}

TEST(InferredSkills, FollowFromNothingThatIsNotHeld) {
  EXPECT_TRUE(
      inferred_skills(std::vector<held_skill>{{"ann", "a", level_range{0, 0}}}, crosswalk{{link_of("a", "1", 1)}})
          .empty());
  EXPECT_NE(refusal([] {
              (void)inferred_skills(std::vector<held_skill>{{"ann", "a", {}, 2}}, crosswalk{{link_of("a", "1", 1)}});
            }),
            "no refusal");
}

}  // namespace
}  // namespace capnet
