#include <capnet/algorithm/compressed_graph.hpp>

#include <gtest/gtest.h>

#include <map>
#include <vector>

#include <capnet/core/random.hpp>

namespace capnet {
namespace {

std::vector<vertex_index> successors(const compressed_graph& g, vertex_index u) {
  return {g.successors(u).begin(), g.successors(u).end()};
}
std::vector<vertex_index> predecessors(const compressed_graph& g, vertex_index u) {
  return {g.predecessors(u).begin(), g.predecessors(u).end()};
}
std::vector<double> weights(const compressed_graph& g, vertex_index u) {
  return {g.weights(u).begin(), g.weights(u).end()};
}
using vertices = std::vector<vertex_index>;

//   0---1    3 (alone)
//    \  |
//      2
const std::vector<edge> triangle{{2, 0}, {0, 1}, {1, 2}};

TEST(CompressedGraph, SortsTheSuccessorsOfEachVertex) {
  const auto g = compressed_graph::from_edges(4, triangle);
  EXPECT_EQ(g.order(), 4u);
  EXPECT_EQ(g.size(), 3u);
  EXPECT_FALSE(g.directed());
  EXPECT_EQ(successors(g, 0), (vertices{1, 2}));
  EXPECT_EQ(successors(g, 1), (vertices{0, 2}));
  EXPECT_EQ(successors(g, 2), (vertices{0, 1}));
  EXPECT_EQ(successors(g, 3), vertices{});
  EXPECT_TRUE(g.simple());
}

TEST(CompressedGraph, TakesRowsThatAreThereAlready) {
  const auto made = compressed_graph::from_edges(4, triangle);
  const auto g = compressed_graph::from_rows({0, 2, 4, 6, 6}, {1, 2, 0, 2, 0, 1});
  EXPECT_EQ(g.order(), made.order());
  EXPECT_EQ(g.size(), made.size());
  EXPECT_TRUE(g.simple());
  for (vertex_index u = 0; u < 4; ++u) {
    EXPECT_EQ(successors(g, u), successors(made, u));
    EXPECT_EQ(predecessors(g, u), predecessors(made, u));
    EXPECT_EQ(weights(g, u), weights(made, u));
  }
  EXPECT_EQ(compressed_graph::from_rows({0}, {}).order(), 0u);
}

TEST(CompressedGraph, RefusesRowsThatAreNone) {
  const auto refused = [](std::vector<arc_index> offsets, vertices targets) {
    EXPECT_THROW((void)compressed_graph::from_rows({offsets.begin(), offsets.end()}, {targets.begin(), targets.end()}),
                 input_error);
  };
  refused({}, {});
  refused({1, 2}, {0, 0});              // begins behind 0
  refused({0, 1}, {});                  // ends behind all
  refused({0, 5, 2, 2}, {1, 0});        // in the middle too
  refused({0, 2, 1, 2}, {1, 0});        // falls
  refused({0, 2, 3, 4}, {2, 1, 0, 0});  // does not ascend
  refused({0, 2, 3}, {1, 1, 0});        // twice
  refused({0, 1, 2}, {0, 0});           // a loop
  refused({0, 1, 2}, {1, 2});           // no vertex
}

TEST(CompressedGraph, KnowsBothEndsOfAnArc) {
  const auto g = compressed_graph::from_edges(3, std::vector<edge>{{2, 0}, {1, 0}, {0, 2}}, {.directed = true});
  EXPECT_EQ(successors(g, 0), vertices{2});
  EXPECT_EQ(successors(g, 1), vertices{0});
  EXPECT_EQ(predecessors(g, 0), (vertices{1, 2}));
  EXPECT_EQ(predecessors(g, 1), vertices{});
  EXPECT_EQ(g.in_degree(2), 1u);
  EXPECT_EQ(g.size(), 3u);
}

TEST(CompressedGraph, ReadsAnUndirectedEdgeFromEitherEndAsTheSame) {
  const auto g = compressed_graph::from_edges(2, std::vector<edge>{{1, 0, 5}, {0, 1, 7}, {1, 0, 9}});
  EXPECT_EQ(g.size(), 1u);
  EXPECT_EQ(g.dropped(), (dropped_edges{.loops = 0, .repeats = 2}));
  EXPECT_EQ(weights(g, 0), std::vector<double>{21});  // the sum, seen from both ends
  EXPECT_EQ(weights(g, 1), std::vector<double>{21});
}

TEST(CompressedGraph, MakesOneOfParallelEdgesAsAsked) {
  const std::vector<edge> three{{1, 0, 5}, {0, 1, 7}, {1, 0, 9}, {1, 2, 4}};
  const auto weight = [&](parallel_edges how) {
    return weights(compressed_graph::from_edges(3, three, {.parallel = how}), 0);
  };
  EXPECT_EQ(weight(parallel_edges::sum), std::vector<double>{21});
  EXPECT_EQ(weight(parallel_edges::min), std::vector<double>{5});
  EXPECT_EQ(weight(parallel_edges::max), std::vector<double>{9});
  EXPECT_EQ(weight(parallel_edges::mean), std::vector<double>{7});
  EXPECT_EQ(weight(parallel_edges::first), std::vector<double>{5});
  EXPECT_EQ(weight(parallel_edges::all), (std::vector<double>{5, 7, 9}));
}

// An edge weighs 1 unless it says otherwise: two of them 2. Columns without weights make a graph without weights.
TEST(CompressedGraph, SumsWeightsOfOne) {
  const auto g = compressed_graph::from_edges(3, std::vector<edge>{{0, 1}, {1, 0}, {1, 2}});
  EXPECT_TRUE(g.weighted());
  EXPECT_EQ(weights(g, 1), (std::vector<double>{2, 1}));
  EXPECT_EQ(g.dropped().repeats, 1u);
  const vertices sources{0, 1}, targets{1, 0};
  EXPECT_FALSE(compressed_graph::from_columns(2, sources, targets).weighted());
  const std::vector<double> ones{1, 1};
  EXPECT_EQ(weights(compressed_graph::from_columns(2, sources, targets, ones), 0), std::vector<double>{2});
}

// .1 + .2 + .3 is another double than .3 + .2 + .1, and 1e16 + 1 - 1e16 than 1e16 - 1e16 + 1: 200 shuffles, one graph.
TEST(CompressedGraph, WeighsTheSameBitsInAnyOrderOfEdges) {
  random_stream rng{{.seed = 5}};
  std::vector<edge> edges;
  for (vertex_index k = 0; k < 40; ++k)
    edges.push_back({k % 3, (k + 1) % 3, (rng.uniform() - .5) * (k % 5 == 0 ? 1e16 : 1)});
  for (const parallel_edges how :
       {parallel_edges::sum, parallel_edges::mean, parallel_edges::min, parallel_edges::max}) {
    for (const bool directed : {false, true}) {
      const auto before = compressed_graph::from_edges(3, edges, {.directed = directed, .parallel = how});
      for (int round = 0; round < 25; ++round) {
        for (std::uint32_t k = 40; k > 1; --k) std::swap(edges[k - 1], edges[rng.below(k)]);
        if (!directed) std::swap(edges[0].source, edges[0].target);
        const auto g = compressed_graph::from_edges(3, edges, {.directed = directed, .parallel = how});
        for (vertex_index u = 0; u < 3; ++u) EXPECT_EQ(weights(g, u), weights(before, u));
      }
    }
  }
}

TEST(CompressedGraph, KeepsUnknownWeightsUnknown) {
  const double unknown = std::nan("");
  const std::vector<edge> edges{{0, 1, 2}, {1, 0, unknown}, {1, 2, 3}, {3, 2, unknown}, {2, 2, unknown}};
  for (const parallel_edges how :
       {parallel_edges::sum, parallel_edges::min, parallel_edges::max, parallel_edges::mean}) {
    const auto g = compressed_graph::from_edges(4, edges, {.parallel = how, .unknown_weights = true});
    EXPECT_EQ(g.unknown_weights(), 2u);
    EXPECT_TRUE(std::isnan(weights(g, 0)[0]));
    EXPECT_EQ(weights(g, 1)[1], 3);
    EXPECT_TRUE(std::isnan(weights(g, 3)[0]));
  }
  EXPECT_EQ(compressed_graph::from_edges(4, edges, {.parallel = parallel_edges::first, .unknown_weights = true})
                .unknown_weights(),
            1u);
  EXPECT_THROW((void)compressed_graph::from_edges(4, edges), input_error);
  EXPECT_THROW((void)compressed_graph::from_edges(2, std::vector<edge>{{0, 1, HUGE_VAL}}, {.unknown_weights = true}),
               input_error);
}

TEST(CompressedGraph, RefusesAnEdgeThatWeighsMoreThanANumberHolds) {
  try {
    (void)compressed_graph::from_edges(4, std::vector<edge>{{3, 1, 1e308}, {0, 1, 1}, {1, 3, 1e308}});
    FAIL() << "nothing was thrown";
  } catch (const input_error& fault) {
    EXPECT_STREQ(fault.what(),
                 "the weights of the parallel edges between the vertices 3 and 1 add up to more than a number holds; "
                 "expected smaller weights");
  }
}

TEST(CompressedGraph, TakesArcsInBothDirectionsForTwo) {
  const auto g =
      compressed_graph::from_edges(2, std::vector<edge>{{1, 0, 5}, {0, 1, 7}, {1, 0, 9}}, {.directed = true});
  EXPECT_EQ(g.size(), 2u);
  EXPECT_EQ(g.dropped().repeats, 1u);
  EXPECT_EQ(weights(g, 1), std::vector<double>{14});
  EXPECT_EQ(weights(g, 0), std::vector<double>{7});
}

TEST(CompressedGraph, CountsEveryLoopThatItDrops) {
  const auto g = compressed_graph::from_edges(2, std::vector<edge>{{0, 0}, {0, 0}, {1, 1}, {0, 1}});
  EXPECT_EQ(g.size(), 1u);
  EXPECT_EQ(g.dropped(), (dropped_edges{.loops = 3, .repeats = 0}));
}

TEST(CompressedGraph, KeepsALoopInItsRowOnce) {
  const auto g = compressed_graph::from_edges(2, std::vector<edge>{{1, 1}, {0, 1}, {1, 1}}, {.keep_loops = true});
  EXPECT_EQ(successors(g, 1), (vertices{0, 1}));
  EXPECT_EQ(g.size(), 2u);
  EXPECT_EQ(g.dropped(), (dropped_edges{.loops = 0, .repeats = 1}));
  EXPECT_FALSE(g.simple());
}

TEST(CompressedGraph, KeepsParallelEdgesInTheOrderGiven) {
  const auto g = compressed_graph::from_edges(3, std::vector<edge>{{0, 2, 8}, {0, 1, 3}, {1, 0, 2}, {0, 1, 4}},
                                              {.parallel = parallel_edges::all});
  EXPECT_EQ(successors(g, 0), (vertices{1, 1, 1, 2}));
  EXPECT_EQ(weights(g, 0), (std::vector<double>{3, 2, 4, 8}));
  EXPECT_EQ(weights(g, 1), (std::vector<double>{3, 2, 4}));
  EXPECT_EQ(g.size(), 4u);
  EXPECT_FALSE(g.simple());
}

TEST(CompressedGraph, HasAWeightOfOneWhereNoneIsGiven) {
  const auto g = compressed_graph::from_edges(4, triangle);
  EXPECT_FALSE(g.weighted());
  EXPECT_EQ(weights(g, 0), (std::vector<double>{1, 1}));
  EXPECT_EQ(weights(g, 3), std::vector<double>{});
}

TEST(CompressedGraph, MayHaveNoVertexAndNoEdge) {
  EXPECT_EQ(compressed_graph{}.order(), 0u);
  const auto g = compressed_graph::from_edges(0, {}, {.directed = true});
  EXPECT_EQ(g.order(), 0u);
  EXPECT_EQ(g.size(), 0u);
}

TEST(CompressedGraph, NamesEveryUnusableEdge) {
  try {
    (void)compressed_graph::from_edges(2, std::vector<edge>{{0, 2}, {0, 1}, {1, 0, std::nan("")}});
    FAIL() << "nothing was thrown";
  } catch (const input_error& fault) {
    ASSERT_EQ(fault.problems().size(), 2u);
    EXPECT_EQ(fault.problems()[0].message, "edge 0 ends at vertex 2; expected a vertex below the order 2");
    EXPECT_EQ(fault.problems()[1].message, "edge 2 has the weight no number; expected a finite number");
  }
}

TEST(CompressedGraph, RefusesAnOrderBeyond32Bits) {
  EXPECT_THROW((void)compressed_graph::from_edges(std::size_t{1} << 32, {}), input_error);
}

TEST(CompressedGraph, TakesColumns) {
  const vertices sources{2, 0, 1};
  const vertices targets{0, 1, 2};
  const std::vector<double> given{5, 1, 2};
  const auto g = compressed_graph::from_columns(4, sources, targets);
  EXPECT_FALSE(g.weighted());
  EXPECT_EQ(successors(g, 0), (vertices{1, 2}));
  const auto heavy = compressed_graph::from_columns(4, sources, targets, given, {.directed = true});
  EXPECT_EQ(weights(heavy, 2), std::vector<double>{5});
  EXPECT_EQ(predecessors(heavy, 0), vertices{2});
}

TEST(CompressedGraph, RefusesColumnsOfDifferentLength) {
  const vertices two{0, 1};
  const vertices one{0};
  const std::vector<double> three{1, 2, 3};
  EXPECT_THROW((void)compressed_graph::from_columns(2, two, one), input_error);
  EXPECT_THROW((void)compressed_graph::from_columns(2, two, two, three), input_error);
}

// The columns have no such length: nothing is read before it is refused.
TEST(CompressedGraph, RefusesMoreArcsThan32BitsCount) {
  const vertex_index one = 0;
  const std::span<const vertex_index> half{&one, std::size_t{1} << 31};
  const std::span<const vertex_index> full{&one, std::size_t{1} << 32};
  try {
    (void)compressed_graph::from_columns(1, half, half);
    FAIL() << "nothing was thrown";
  } catch (const input_error& fault) {
    EXPECT_STREQ(fault.what(), "a graph of 2147483648 edges; expected at most 2147483647");
  }
  try {
    (void)compressed_graph::from_columns(1, full, full, {}, {.directed = true});
    FAIL() << "nothing was thrown";
  } catch (const input_error& fault) {
    EXPECT_STREQ(fault.what(), "a graph of 4294967296 arcs; expected at most 4294967295");
  }
  EXPECT_THROW((void)compressed_graph::from_columns(std::size_t{1} << 32, {}, {}), input_error);
}

TEST(CompressedGraph, ListsAHundredFaultsAndCountsTheRest) {
  const vertices beyond(70, 9);
  try {
    (void)compressed_graph::from_columns(3, beyond, beyond);
    FAIL() << "nothing was thrown";
  } catch (const input_error& fault) {
    ASSERT_EQ(fault.problems().size(), 101u);
    EXPECT_EQ(fault.problems().back().message, "and 40 more faults of edges");
  }
}

// Oracle: std::map from a pair of ends to the weights given, in order.
TEST(CompressedGraph, AgreesWithAMapOnRandomEdges) {
  for (std::uint32_t replica = 0; replica < 200; ++replica) {
    random_stream rng{{.seed = 1, .replica = replica}};
    const vertex_index n = 1 + rng.below(7);
    const bool all = rng.below(2) == 1;
    const graph_options options{.directed = rng.below(2) == 1,
                                .keep_loops = rng.below(2) == 1,
                                .parallel = all ? parallel_edges::all : parallel_edges::sum};
    std::vector<edge> edges(rng.below(25));
    for (edge& uv : edges) uv = {rng.below(n), rng.below(n), double(rng.below(9))};
    std::map<std::pair<vertex_index, vertex_index>, std::vector<double>> arcs;
    std::size_t loops = 0;
    std::size_t repeats = 0;
    for (const auto& [u, v, weight] : edges) {
      if (u == v && !options.keep_loops) {
        ++loops;
      } else if (!all && arcs.count({u, v}) != 0) {
        ++repeats;
        arcs[{u, v}][0] += weight;
        if (!options.directed && u != v) arcs[{v, u}][0] += weight;
      } else {
        arcs[{u, v}].push_back(weight);
        if (!options.directed && u != v) arcs[{v, u}].push_back(weight);
      }
    }
    const auto g = compressed_graph::from_edges(n, edges, options);
    EXPECT_EQ(g.dropped(), (dropped_edges{loops, repeats}));
    EXPECT_EQ(g.size(), edges.size() - loops - repeats);
    bool simple = true;
    for (vertex_index u = 0; u < n; ++u) {
      vertices out;
      vertices in;
      std::vector<double> w;
      for (const auto& [uv, list] : arcs) {
        simple = simple && list.size() == 1 && uv.first != uv.second;
        if (uv.second == u) in.insert(in.end(), list.size(), uv.first);
        if (uv.first != u) continue;
        out.insert(out.end(), list.size(), uv.second);
        w.insert(w.end(), list.begin(), list.end());
      }
      EXPECT_EQ(successors(g, u), out);
      EXPECT_EQ(predecessors(g, u), in);
      EXPECT_EQ(weights(g, u), w);
      for (vertex_index v = 0; v < n; ++v) EXPECT_EQ(g.has_arc(u, v), arcs.count({u, v}) != 0);
    }
    EXPECT_EQ(g.simple(), simple);
  }
}

}  // namespace
}  // namespace capnet
