#include <capnet/skill/taxonomy.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <capnet/core/random.hpp>

#include "refusal.hpp"

namespace capnet {
namespace {

taxonomy_entry node_of(std::string id, std::vector<std::string> parents = {}, std::size_t line = 0) {
  return {.id = std::move(id), .parents = std::move(parents), .file = "skills.csv", .line = line};
}

//      a       b
//     / \     /
//    c   d---+        d has two parents
//         \.
//          e
TEST(Taxonomy, KnowsWhatIsBroaderAndNarrower) {
  const auto t = taxonomy::from_entries(
      {node_of("a"), node_of("b"), node_of("c", {"a"}), node_of("d", {"a", "b", "a"}), node_of("e", {"d"})});
  const auto numbers = [](auto span) { return std::vector<skill_number>(span.begin(), span.end()); };
  EXPECT_EQ(numbers(t.parents(3)), (std::vector<skill_number>{0, 1}));
  EXPECT_EQ(numbers(t.children(0)), (std::vector<skill_number>{2, 3}));
  EXPECT_EQ(t.ancestors(4), (std::vector<skill_number>{0, 1, 3}));
  EXPECT_EQ(t.descendants(1), (std::vector<skill_number>{3, 4}));
  EXPECT_EQ(t.depth(4), 2u);
  EXPECT_EQ(t.depth(0), 0u);
}

TEST(Taxonomy, FindsByIdThenLabelThenAliasInAnyAsciiCase) {
  taxonomy_entry web = node_of("web"), site = node_of("site"), other = node_of("3.1");
  web.labels = {{"ja", "ウェブサイト"}, {"en", "Website"}};
  web.aliases = {{"en", "home page"}};
  site.labels = {{"en", "website"}};
  other.labels = {{"en", "Web"}};
  other.aliases = {{"", "site"}};
  const auto t = taxonomy::from_entries({web, site, other});
  using found = std::vector<skill_number>;
  EXPECT_EQ(t.named("ウェブサイト"), found{0});
  EXPECT_EQ(t.named("WEBSITE"), (found{0, 1})) << "a label need not be unique";
  EXPECT_EQ(t.named("Home Page"), found{0});
  EXPECT_EQ(t.named("site"), found{1}) << "an id wins over an alias";
  EXPECT_EQ(t.named("Site"), found{2}) << "ids are found as they are written";
  EXPECT_EQ(t.named("nothing"), found{});
  EXPECT_EQ(t.languages(), (std::vector<std::string>{"en", "ja"}));
  EXPECT_EQ(t.label_in(0, "en"), "Website");
  EXPECT_EQ(t.label_in(0, "fr"), "ウェブサイト") << "the first one, where there is none in that language";
  EXPECT_EQ(taxonomy::from_entries({node_of("x")}).label_in(0, "en"), "x");
}

TEST(Taxonomy, TellsAllProblemsAtOnceWithTheirPlaces) {
  EXPECT_EQ(refusal([] {
              (void)taxonomy::from_entries({node_of("data", {}, 2), node_of("data", {}, 3), node_of("sql", {"date"}, 4),
                                            node_of("", {}, 5), node_of("me", {"me"}, 6)});
            }),
            "skills.csv:3: 'data' is also the id on line 2; expected each id once\n"
            "skills.csv:5: a skill without an id; expected one\n"
            "skills.csv:4: 'date', the parent of 'sql', is no skill here; expected an id; did you mean 'data'?\n"
            "skills.csv:6: the parents of 'me' go round: 'me' in 'me'; expected that no skill is part of itself");
}

TEST(Taxonomy, TellsEachCycleOnceAndWhoIsOnIt) {
  EXPECT_EQ(
      refusal([] {
        (void)taxonomy::from_entries({node_of("a", {"b"}, 2), node_of("b", {"c"}, 3), node_of("c", {"a"}, 4),
                                      node_of("below", {"a"}, 5), node_of("x", {"y"}, 6), node_of("y", {"x"}, 7)});
      }),
      "skills.csv:4: the parents of 'c' go round: 'a' in 'b' in 'c' in 'a'; expected that no skill is part of "
      "itself\n"
      "skills.csv:7: the parents of 'y' go round: 'x' in 'y' in 'x'; expected that no skill is part of itself");
}

TEST(Taxonomy, ShortensALongCycle) {
  std::vector<taxonomy_entry> ring;
  for (int k = 0; k < 100'000; ++k) ring.push_back(node_of(std::to_string(k), {std::to_string((k + 1) % 100'000)}));
  const std::string told = refusal([&] { (void)taxonomy::from_entries(ring); });
  EXPECT_LT(told.size(), 400u);
  EXPECT_NE(told.find("'0' in ... in '99994'"), std::string::npos) << told;
}

TEST(Taxonomy, BoundsParentsAndStaysLinear) {
  taxonomy_entry child = node_of("child");
  for (int k = 0; k < 5000; ++k) child.parents.push_back("p");
  EXPECT_EQ(refusal([&] { (void)taxonomy::from_entries({node_of("p"), child}); }),
            "skills.csv: 'child' has 5000 parents; expected at most 1000");
}

// Any graph: a naive search says whether it has a cycle, and who is above whom.
TEST(Taxonomy, AgreesWithANaiveSearchOnSmallGraphs) {
  std::size_t with_cycle = 0, without = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    random_stream rng{{.seed = seed}};
    const std::size_t n = 1 + rng.below(6u);
    std::vector<std::vector<bool>> above(n, std::vector<bool>(n));
    std::vector<taxonomy_entry> entries;
    for (std::size_t u = 0; u < n; ++u) {
      entries.push_back(node_of(std::to_string(u)));
      for (std::size_t v = 0; v < n; ++v) {
        if (rng.below(5) != 0) continue;
        above[u][v] = true;
        entries.back().parents.push_back(std::to_string(v));
      }
    }
    auto reach = above;  // Warshall
    for (std::size_t w = 0; w < n; ++w)
      for (std::size_t u = 0; u < n; ++u)
        for (std::size_t v = 0; v < n; ++v) reach[u][v] = reach[u][v] || (reach[u][w] && reach[w][v]);
    bool cyclic = false;
    for (std::size_t u = 0; u < n; ++u) cyclic = cyclic || reach[u][u];
    problem_list problems;
    const taxonomy t = taxonomy::from_entries(entries, problems);
    EXPECT_EQ(!problems.empty(), cyclic) << seed;
    (cyclic ? with_cycle : without) += 1;
    for (skill_number u = 0; u < n; ++u) {
      const auto found = t.ancestors(u);
      EXPECT_FALSE(std::ranges::count(found, u) > 0) << "no skill is above itself, even after cycles were cut";
      if (cyclic) continue;
      for (skill_number v = 0; v < n; ++v) {
        EXPECT_EQ(std::ranges::count(found, v) > 0, reach[u][v]);
        const auto below = t.descendants(v);
        EXPECT_EQ(std::ranges::count(below, u) > 0, reach[u][v]);
      }
    }
  }
  EXPECT_GT(with_cycle, 50u);
  EXPECT_GT(without, 50u);
}

}  // namespace
}  // namespace capnet
