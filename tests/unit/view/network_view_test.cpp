#include <capnet/network/builder.hpp>
#include <capnet/view/flatten.hpp>
#include <capnet/view/network_view.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <capnet/algorithm/modularity.hpp>
#include <capnet/algorithm/pagerank.hpp>
#include <capnet/algorithm/sparse_product.hpp>
#include <capnet/algorithm/sssp_distances.hpp>
#include <capnet/algorithm/structural_holes.hpp>
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
      flatten<collaborates_with, supports>(all_held(now), {.directed = true, .parallel = parallel_edges::all});
  EXPECT_EQ(directed.graph.size(), 4u) << "an undirected tie is an arc both ways";
  EXPECT_EQ((flatten<supports>(all_held(now), {.only_tied = true}).vertices.size()), 2u);
}

TEST_F(four_organizations, KeepTheirWeights) {
  const snapshot now = net.freeze();
  const flattened flat = flatten<supports>(all_held(now), {.directed = true, .parallel = parallel_edges::all});
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

// b supports c twice, 2 and 5.
TEST_F(four_organizations, AreOneEdgeByWhatItsWeightsMean) {
  const snapshot now = net.freeze();
  const auto weight = [&](const flatten_options& options) {
    const flattened flat = flatten<supports>(all_held(now), options);
    return flat.graph.weights(flat.numbers.at(now.vertex("b")))[0];
  };
  EXPECT_EQ(weight({}), 7);
  EXPECT_EQ(weight({.parallel = parallel_edges::min}), 2);
  EXPECT_EQ(weight({.parallel = parallel_edges::max}), 5);
  EXPECT_EQ(weight({.parallel = parallel_edges::mean}), 3.5);
}

//   a ==10, 1== b --2-- c: from a to c 3, the shorter of the parallel ties; 13 if they were summed as strengths
TEST_F(four_organizations, AreAsFarApartAsTheirShortestTies) {
  builder lengths;
  const auto x = lengths.add<organization>("x"), y = lengths.add<organization>("y"), z = lengths.add<organization>("z");
  lengths.tie<collaborates_with>(x, y, {.weight = 10});
  lengths.tie<collaborates_with>(y, x, {.weight = 1});
  lengths.tie<collaborates_with>(y, z, {.weight = 2});
  const flattened flat = flatten<collaborates_with>(all_held(lengths.freeze()), {.parallel = parallel_edges::min});
  EXPECT_EQ(sssp_distances(flat.graph, flat.numbers.at(lengths.freeze().vertex("x"))), (std::vector<double>{0, 1, 3}));
}

// a collaborates with b, of unknown weight: neither 0 nor 1. Whoever needs no weights is not bothered.
TEST_F(four_organizations, KeepAnUnknownWeightUnknown) {
  const snapshot now = net.freeze();
  const flattened flat = flatten<collaborates_with, supports>(all_held(now));
  EXPECT_EQ(flat.graph.unknown_weights(), 1u);
  EXPECT_TRUE(std::isnan(flat.graph.weights(flat.numbers.at(now.vertex("a")))[0]));
  EXPECT_EQ(pagerank(flat.graph).scores.size(), 4u);
  EXPECT_THROW((void)pagerank(flat.graph, {.weighted = true}), input_error);
  EXPECT_THROW((void)pagerank(ordered_graph{flat.graph}, {.weighted = true}), input_error);
  EXPECT_THROW((void)sssp_distances(flat.graph, 0), input_error);
  EXPECT_THROW((void)modularity(flat.graph, std::vector<group_index>(4, 0), {.weighted = true}), input_error);
  EXPECT_THROW((void)structural_holes(flat.graph, {.weighted = true}), input_error);
  EXPECT_THROW((void)sparse_operator<double>(flat.graph), input_error);
  const flattened taken = flatten<collaborates_with, supports>(all_held(now), {.unknown_weight = .5});
  EXPECT_EQ(taken.graph.weights(taken.numbers.at(now.vertex("a")))[0], .5);
  EXPECT_EQ(taken.graph.unknown_weights(), 0u);
}

TEST_F(four_organizations, HaveNoWeightsWhereNoTieEverHadOne) {
  net.tie<collaborates_with>(b, a);
  const flattened flat = flatten<collaborates_with>(all_held(net.freeze()));
  EXPECT_FALSE(flat.graph.weighted());
  EXPECT_EQ(flat.graph.size(), 1u);
}

// 1e16 swallows what is added to it one by one. Rows in 30 orders, ends swapped: one graph.
TEST(Flatten, WeighsTheSameBitsInAnyOrderOfRows) {
  std::vector<std::pair<double, bool>> rows{{1e16, false}, {-1e16, true}, {.1, false},
                                            {.2, true},    {.3, false},   {1, true}};
  random_stream rng{{.seed = 3}};
  std::vector<double> before;
  for (int round = 0; round < 30; ++round) {
    builder net;
    const auto a = net.add<organization>("a"), b = net.add<organization>("b");
    for (const auto& [weight, back] : rows) net.tie<collaborates_with>(back ? b : a, back ? a : b, {.weight = weight});
    const flattened flat = flatten<collaborates_with>(all_held(net.freeze()));
    const std::vector<double> now(flat.graph.weights(0).begin(), flat.graph.weights(0).end());
    if (round == 0) before = now;
    EXPECT_EQ(now, before);
    for (std::uint32_t k = 6; k > 1; --k) std::swap(rows[k - 1], rows[rng.below(k)]);
  }
}

// Verifier: the weights of the arcs from one vertex to another in a map. They are whole numbers: sums are exact.
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
      const bool least = round % 3 == 0;
      const auto join = [&](double& known, double more) { known = least ? std::min(known, more) : known + more; };
      const flattened flat = flatten(
          view, relations,
          {.directed = directed, .parallel = least ? parallel_edges::min : parallel_edges::sum, .unknown_weight = 3});
      std::vector<vertex_ref> expected;
      for (const vertex_ref v : now.vertices(now.schema().index_of<organization>())) {
        if (view.contains(v)) expected.push_back(v);
      }
      ASSERT_EQ(flat.vertices, expected);
      std::map<std::pair<vertex_ref, vertex_ref>, double> arcs;
      for (const relation_index r : relations) {
        for (std::uint32_t row = 0; row < now.layer(r).rows(); ++row) {
          const dated_tie uv = now.layer(r).tie(row);
          if (uv.source == uv.target || !view.contains(tie_ref{r, row}) || !view.contains(uv.source) ||
              !view.contains(uv.target))
            continue;
          const auto add = [&](vertex_ref u, vertex_ref v) {
            const auto [at, fresh] = arcs.try_emplace({u, v}, uv.weight.value_or(3));
            if (!fresh) join(at->second, uv.weight.value_or(3));
          };
          add(uv.source, uv.target);
          if (!directed || !now.schema().relation(r).directed) add(uv.target, uv.source);
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
