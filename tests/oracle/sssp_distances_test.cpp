// Shortest ways against Bellman and Ford's rounds over all arcs, to the bit.
#include <capnet/algorithm/sssp_distances.hpp>

#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "oracle/naive_kernels.hpp"

namespace capnet {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

// Lengths that round when they are added, many equal, some 0.
compressed_graph with_lengths(const std::vector<edge>& given, vertex_index order, bool directed, std::uint32_t seed) {
  random_stream rng{{.seed = seed}};
  std::vector<edge> edges = given;
  for (edge& uv : edges) uv.weight = rng.below(5) == 0 ? 0 : rng.below(3) == 0 ? 1 : .1 * rng.below(40);
  return compressed_graph::from_edges(order, edges,
                                      {.directed = directed, .keep_loops = true, .parallel = parallel_edges::all});
}

void compare(const compressed_graph& g, vertex_index source) {
  const auto expected = naive::sssp(g, source);
  const ordered_graph ordered{g};
  for (const unsigned threads : {1u, 2u, 8u}) {
    ASSERT_EQ(sssp_distances(g, source, {.threads = threads}), expected.distances);
    ASSERT_EQ(sssp_distances(ordered, source, {.threads = threads}), expected.distances);
    const auto tree = sssp_tree(g, source, {.threads = threads});
    ASSERT_EQ(tree.distances, expected.distances);
    ASSERT_EQ(tree.parents, expected.parents);
    ASSERT_EQ(sssp_tree(ordered, source, {.threads = threads}).parents, expected.parents);
  }
}

TEST(SsspDistances, EqualsBellmanAndFordsRounds) {
  for (std::uint32_t replica = 0; replica < 1000; ++replica) {
    SCOPED_TRACE("replica " + std::to_string(replica));
    const auto c = fixture::make_random_case(replica, replica % 2 == 0 ? 9 : 50);
    compare(with_lengths(c.edges, c.order, c.directed, replica), replica % c.order);
    const auto unit = compressed_graph::from_edges(c.order, c.edges, {.directed = c.directed});
    ASSERT_EQ(sssp_distances(fixture::row_graph{unit}, 0),
              sssp_distances(compressed_graph::from_edges(c.order,
                                                          [&] {
                                                            auto edges = c.edges;
                                                            for (edge& uv : edges) uv.weight = 1;
                                                            return edges;
                                                          }(),
                                                          {.directed = c.directed, .parallel = parallel_edges::min}),
                             0));
    if (HasFatalFailure()) return;
  }
}

TEST(SsspDistances, EqualsThemOnGraphsLargeEnoughForBuckets) {
  for (const bool directed : {false, true}) {
    random_stream rng{{.seed = 3}};
    std::vector<edge> edges;
    for (int k = 0; k < 60'000; ++k) edges.push_back({rng.below(5000), rng.below(rng.below(5000) + 1)});
    compare(with_lengths(edges, 5100, directed, 8), 77);
  }
}

TEST(SsspDistances, FinishesLengthsOfAllSizes) {
  // A long cycle with chords whose lengths span twenty powers of ten: what fixed buckets are bad at.
  random_stream rng{{.seed = 4}};
  std::vector<edge> edges;
  constexpr vertex_index n = 6000;
  for (vertex_index u = 0; u < n; ++u) {
    double length = 1;
    for (std::uint32_t digits = rng.below(20); digits > 0; --digits) length *= .1;
    edges.push_back({u, (u + 1) % n, length});
    edges.push_back({u, rng.below(n), length * 1e6});
  }
  compare(
      compressed_graph::from_edges(n, edges, {.directed = true, .keep_loops = true, .parallel = parallel_edges::all}),
      0);
}

TEST(SsspDistances, NamesAnArcThatIsNoLength) {
  const auto g = compressed_graph::from_edges(4, std::vector<edge>{{0, 1, 1}, {2, 3, -5e-10}}, {.directed = true});
  for (const bool ordered : {false, true}) {
    try {
      (void)(ordered ? sssp_distances(ordered_graph{g}, 0) : sssp_distances(g, 0));
      FAIL() << "a negative length was taken";
    } catch (const input_error& refused) {
      EXPECT_STREQ(refused.what(),
                   "the arc from vertex 2 to vertex 3 has the weight -5e-10; expected a length that is not negative");
    }
  }
}

TEST(SsspDistances, KeepsParentsOutOfCirclesOfLengthZero) {
  //  0 -1- 1 =0= 2   both 1 and 2 are at 1; 1 is one arc away and 2 comes by it
  const auto g = compressed_graph::from_edges(3, std::vector<edge>{{0, 1, 1}, {1, 2, 0}});
  EXPECT_EQ(sssp_tree(g, 0).parents, (std::vector<vertex_index>{sssp_no_parent, 0, 1}));
}

TEST(SsspDistances, CallsWhatOverflowsUnreachable) {
  const auto g =
      compressed_graph::from_edges(3, std::vector<edge>{{0, 1, 1.5e308}, {1, 2, 1.5e308}}, {.directed = true});
  const auto tree = sssp_tree(g, 0);
  EXPECT_EQ(tree.distances, (std::vector<double>{0, 1.5e308, infinite}));
  EXPECT_EQ(tree.parents, (std::vector<vertex_index>{sssp_no_parent, 0, sssp_no_parent}));
}

TEST(SsspDistances, StopsAndReports) {
  double last = 0;
  (void)sssp_distances(fixture::karate(), 0, {.report = [&](const progress& now) {
                         EXPECT_GE(now.fraction, last);
                         last = now.fraction;
                       }});
  EXPECT_EQ(last, 1);
  std::stop_source source;
  source.request_stop();
  EXPECT_THROW((void)sssp_distances(fixture::karate(), 0, {.stop = source.get_token()}), stopped);
}

}  // namespace
}  // namespace capnet
