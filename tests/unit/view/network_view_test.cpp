#include <capnet/network/builder.hpp>
#include <capnet/view/flatten.hpp>
#include <capnet/view/network_view.hpp>

#include <gtest/gtest.h>

#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/random.hpp>

namespace capnet {
namespace {

//  a --collaborates (2023)--> b --supports (held, w 2)--> c      d alone
//  a --supports (planned)--> c    b --supports again--> c
struct four_organizations : testing::Test {
  builder net;
  id<organization> a = net.add<organization>("a"), b = net.add<organization>("b"), c = net.add<organization>("c");
  id<organization> d = net.add<organization>("d", {.existence = {.begin = make_date(2024, 1, 1)}});
  void SetUp() override {
    net.tie<collaborates_with>(a, b, {.active = {.begin = partial_date::year(2023)}});
    net.tie<supports>(b, c, {.weight = 2});
    net.tie<supports>(a, c, {.status = status::planned});
    net.tie<supports>(b, c, {.weight = 5});
  }
};

TEST_F(four_organizations, AreCountedAsOfADay) {
  const snapshot now = net.freeze();
  const kind_index organizations = now.schema().index_of<organization>();
  EXPECT_EQ(as_of(now, make_date(2023, 6, 1)).order(organizations), 3u);
  EXPECT_EQ(as_of(now, make_date(2024, 1, 1)).order(organizations), 4u);
  EXPECT_EQ(as_of(now, make_date(2023, 6, 1)).size(now.schema().index_of<collaborates_with>()), 0u);
  EXPECT_EQ(as_of(now, make_date(2023, 6, 1), certainty::possible).size(now.schema().index_of<collaborates_with>()),
            1u);
  EXPECT_EQ(all_held(now).size(now.schema().index_of<supports>()), 2u) << "planned is not held";
  EXPECT_EQ(network_view(now, {.statuses = 0b11}).size(now.schema().index_of<supports>()), 3u);
}

TEST_F(four_organizations, FlattenToASimpleGraph) {
  const snapshot now = net.freeze();
  const flattened flat = flatten<collaborates_with, supports>(as_of(now, make_date(2023, 12, 31)));
  // Vertices are all that the relations admit and that count: 3 organizations; d is not there yet.
  EXPECT_EQ(flat.vertices.size(), 3u);
  EXPECT_EQ(flat.graph.size(), 2u) << "the second supports tie is a repeat";
  EXPECT_EQ(flat.graph.dropped().repeats, 1u);
  const flattened directed =
      flatten<collaborates_with, supports>(all_held(now), {.directed = true, .keep_parallel = true});
  EXPECT_EQ(directed.graph.size(), 4u) << "an undirected tie is an arc both ways";
  EXPECT_EQ((flatten<supports>(all_held(now), {.only_tied = true}).vertices.size()), 2u);
}

TEST_F(four_organizations, KeepTheirWeights) {
  const snapshot now = net.freeze();
  const flattened flat = flatten<supports>(all_held(now), {.directed = true, .keep_parallel = true});
  const vertex_index from_b = flat.numbers.at(now.vertex("b"));
  ASSERT_EQ(flat.graph.weights(from_b).size(), 2u);
  EXPECT_EQ(flat.graph.weights(from_b)[0] + flat.graph.weights(from_b)[1], 7);
}

TEST_F(four_organizations, HaveNoNumberInAGraphThatLeavesThemOut) {
  const snapshot now = net.freeze();
  const flattened flat = flatten<supports>(all_held(now), {.only_tied = true});  // b, c
  EXPECT_EQ(flat.numbers.at(now.vertex("c")), 1u);
  EXPECT_FALSE(flat.numbers.contains(now.vertex("a")));
  EXPECT_THROW((void)flat.numbers.at(now.vertex("d")), std::out_of_range);
}

// Verifier: arcs from one vertex to another in a map, in the order of relations and rows.
TEST(Flatten, AgreesWithAMapOnRandomTies) {
  random_stream rng{{.seed = 11}};
  for (int round = 0; round < 50; ++round) {
    builder net;
    std::vector<id<organization>> who;
    for (int k = 0; k < 12; ++k) {
      const int born = 2020 + static_cast<int>(rng.below(3));
      who.push_back(net.add<organization>("o" + std::to_string(k), {.existence = {.begin = make_date(born, 1, 1)}}));
    }
    for (int k = 0; k < 40; ++k) {
      tie_properties how{.active = {.begin = make_date(2020 + static_cast<int>(rng.below(3)), 1, 1)}};
      if (rng.below(2) == 0) how.weight = 1 + rng.below(9);
      const auto u = who[rng.below(12)], v = who[rng.below(12)];
      if (rng.below(2) == 0)
        net.tie<collaborates_with>(u, v, how);
      else
        net.tie<supports>(u, v, how);
    }
    const snapshot now = net.freeze({.by_locality = round % 2 == 0});
    const network_view view = as_of(now, make_date(2021, 6, 1));
    const relation_index relations[] = {now.schema().index_of<collaborates_with>(), now.schema().index_of<supports>()};
    for (const bool directed : {false, true}) {
      const flattened flat = flatten(view, relations, {.directed = directed, .unknown_weight = 3});
      std::vector<vertex_ref> expected;
      for (const vertex_ref v : now.vertices(now.schema().index_of<organization>())) {
        if (view.contains(v)) expected.push_back(v);
      }
      ASSERT_EQ(flat.vertices, expected);
      std::map<std::pair<vertex_ref, vertex_ref>, double> arcs;  // the first weight counts
      for (const relation_index r : relations) {
        for (std::uint32_t row = 0; row < now.layer(r).rows(); ++row) {
          const dated_tie uv = now.layer(r).tie(row);
          if (uv.source == uv.target || !view.contains(tie_ref{r, row}) || !view.contains(uv.source) ||
              !view.contains(uv.target))
            continue;
          arcs.try_emplace({uv.source, uv.target}, uv.weight.value_or(3));
          if (!directed || !now.schema().relation(r).directed)
            arcs.try_emplace({uv.target, uv.source}, uv.weight.value_or(3));
        }
      }
      std::map<std::pair<vertex_ref, vertex_ref>, double> found;
      for (vertex_index u = 0; u < flat.graph.order(); ++u) {
        for (std::size_t k = 0; k < flat.graph.out_degree(u); ++k) {
          found.try_emplace({flat.vertices[u], flat.vertices[flat.graph.successors(u)[k]]}, flat.graph.weights(u)[k]);
        }
      }
      ASSERT_EQ(found, arcs) << "round " << round << (directed ? ", directed" : "");
    }
  }
}

TEST(NetworkView, OfAllTimesKeepsWhatSurelyHeldOnNoDay) {
  builder net;
  const auto a = net.add<organization>("a");
  const auto b = net.add<organization>("b");
  net.tie<supports>(a, b,
                    {.active = {.begin = partial_date::fiscal_year(2023), .end = partial_date::fiscal_year(2023)}});
  const snapshot now = net.freeze();
  const relation_index r = now.schema().index_of<supports>();
  EXPECT_EQ(all_held(now).size(r), 1u);
  EXPECT_EQ(as_of(now, make_date(2023, 6, 1)).size(r), 0u);
  EXPECT_EQ(as_of(now, make_date(2023, 6, 1), certainty::possible).size(r), 1u);
}

TEST(NetworkView, OfNothingCountsNothing) {
  const network_view view = all_held(snapshot{});
  EXPECT_EQ(view.order(view.schema().index_of<organization>()), 0u);
  EXPECT_EQ(flatten<supports>(view).graph.order(), 0u);
}

}  // namespace
}  // namespace capnet
