#include <capnet/query/common_neighbors.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "unit/query/random_network.hpp"

namespace capnet {
namespace {

//  npo1 attends s1, s2;  npo2 attends s1, s2, s3;  npo3 attends s1 (twice);  npo4 attends s4
struct attendance : testing::Test {
  builder b;
  std::vector<vertex_ref> npo, s;
  snapshot net;
  tie_ways ways;
  void SetUp() override {
    for (int k = 0; k < 4; ++k)
      npo.push_back(b.add_vertex(b.schema().index_of<organization>(), "npo" + std::to_string(k + 1)));
    for (int k = 0; k < 4; ++k) s.push_back(b.add_vertex(b.schema().index_of<event>(), "s" + std::to_string(k + 1)));
    const relation_index r = b.schema().index_of<attends>();
    for (const auto& [who, what] : std::vector<std::pair<std::size_t, std::size_t>>{
             {0, 0}, {0, 1}, {1, 0}, {1, 1}, {1, 2}, {2, 0}, {2, 0}, {3, 3}})
      b.add_tie(r, npo[who], s[what]);
    b.add_tie(r, npo[3], s[0], {.status = status::planned});
    net = b.freeze();
    ways = ways_along<attends>(net, direction::out);
  }
};

// npo1 and npo2: 2 common of 3; s1 has three guests, s2 two: 1/ln 3 + 1/ln 2
TEST_F(attendance, MakesAlikeWhatItShares) {
  const network_view view = all_held(net);
  EXPECT_EQ(common_neighbors(view, npo[0], npo[1], ways), (std::vector{s[0], s[1]}));
  const neighbor_similarity alike = similarity(view, npo[0], npo[1], ways);
  EXPECT_EQ(alike.common, 2u);
  EXPECT_DOUBLE_EQ(*alike.jaccard, 2.0 / 3);
  EXPECT_DOUBLE_EQ(alike.adamic_adar, 1 / std::log(3) + 1 / std::log(2));
  EXPECT_DOUBLE_EQ(*similarity(view, npo[0], npo[2], ways).jaccard, 1.0 / 2) << "two ties to s1 are one neighbor";
  EXPECT_EQ(*similarity(view, npo[0], npo[3], ways).jaccard, 0) << "a planned visit is none";
  EXPECT_FALSE(similarity(view, s[0], s[1], ways).jaccard) << "events attend nothing: nothing to compare";
}

TEST_F(attendance, RanksWhoIsMostAlike) {
  const auto rows = most_similar(all_held(net), npo[0], ways);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].vertex, npo[1]);
  EXPECT_EQ(rows[1].vertex, npo[2]);
  EXPECT_EQ(most_similar(all_held(net), npo[0], ways, 1).size(), 1u);
  EXPECT_TRUE(most_similar(all_held(net), npo[3], ways).empty());
}

TEST(MostSimilar, EqualsItsDefinition) {
  std::size_t pairs = 0;
  for (std::uint32_t replica = 0; replica < 1'000; ++replica) {
    const fixture::random_network drawn{replica};
    const network_view view = all_held(drawn.net);
    const tie_ways ways = fixture::some_ways(drawn, replica);
    std::map<vertex_ref, std::set<vertex_ref>> to, from;
    for (const auto& uv : drawn.arcs(view, ways)) {
      if (uv.from == uv.to) continue;
      to[uv.from].insert(uv.to);
      from[uv.to].insert(uv.from);
    }
    const vertex_ref u = drawn.vertices[0];
    const auto rows = most_similar(view, u, ways, 100, static_cast<similarity_by>(replica % 3));
    std::map<vertex_ref, neighbor_similarity> got;
    for (const neighbor_similarity& s : rows) got[s.vertex] = s;
    for (const vertex_ref v : drawn.vertices) {
      if (v == u) continue;
      std::vector<vertex_ref> both;
      std::ranges::set_intersection(to[u], to[v], std::back_inserter(both));
      std::set<vertex_ref> either = to[u];
      either.insert(to[v].begin(), to[v].end());
      double share = 0;
      for (const vertex_ref z : both) share += 1 / std::log(static_cast<double>(from[z].size()));
      const neighbor_similarity s = similarity(view, u, v, ways);
      ASSERT_EQ(s.common, both.size()) << replica;
      ASSERT_EQ(s.jaccard.has_value(), !either.empty());
      if (s.jaccard) {
        ASSERT_DOUBLE_EQ(*s.jaccard, static_cast<double>(both.size()) / static_cast<double>(either.size()));
      }
      ASSERT_NEAR(s.adamic_adar, share, 1e-12);
      ASSERT_EQ(got.contains(v), !both.empty()) << replica;
      if (both.empty()) continue;
      ++pairs;
      EXPECT_EQ(got[v].common, s.common);
      EXPECT_EQ(got[v].jaccard, s.jaccard);
      EXPECT_NEAR(got[v].adamic_adar, s.adamic_adar, 1e-12);
    }
    for (std::size_t k = 1; k < rows.size(); ++k) {
      const double before = replica % 3 == 0   ? *rows[k - 1].jaccard
                            : replica % 3 == 1 ? rows[k - 1].adamic_adar
                                               : static_cast<double>(rows[k - 1].common);
      const double after = replica % 3 == 0   ? *rows[k].jaccard
                           : replica % 3 == 1 ? rows[k].adamic_adar
                                              : static_cast<double>(rows[k].common);
      EXPECT_TRUE(before > after || (before == after && rows[k - 1].vertex < rows[k].vertex));
    }
  }
  EXPECT_GT(pairs, 150u);
}

}  // namespace
}  // namespace capnet
