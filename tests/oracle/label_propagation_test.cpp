// Label propagation against one vertex after the other, in the order of colors.
#include <capnet/algorithm/label_propagation.hpp>

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <vector>

#include "oracle/graphs.hpp"

namespace capnet {
namespace {

std::vector<std::vector<vertex_index>> neighbors(const compressed_graph& g) {
  std::vector<std::vector<vertex_index>> of(g.order());
  for (vertex_index u = 0; u < g.order(); ++u) {
    for (const vertex_index v : g.successors(u)) {
      if (v == u) continue;
      of[u].push_back(v);
      if (g.directed()) of[v].push_back(u);
    }
  }
  return of;
}

label_propagation_result naive(const compressed_graph& g, int max_iterations) {
  const auto around = neighbors(g);
  std::vector<vertex_index> color(g.order()), label(g.order());
  vertex_index colors = 0;
  for (vertex_index u = 0; u < g.order(); ++u) {
    std::set<vertex_index> taken;
    for (const vertex_index v : around[u]) {
      if (v < u) taken.insert(color[v]);
    }
    while (taken.contains(color[u])) ++color[u];
    colors = std::max(colors, color[u] + 1);
    label[u] = u;
  }
  label_propagation_result result;
  while (!result.converged && result.iterations < max_iterations) {
    ++result.iterations;
    result.converged = true;
    for (vertex_index c = 0; c < colors; ++c) {
      for (vertex_index u = 0; u < g.order(); ++u) {
        if (color[u] != c) continue;
        std::map<vertex_index, int> votes;
        for (const vertex_index v : around[u]) ++votes[label[v]];
        vertex_index to = label[u];
        for (const auto& [name, count] : votes) {
          if (count > (votes.contains(to) ? votes.at(to) : 0)) to = name;
        }
        if (to == label[u]) continue;
        label[u] = to;
        result.converged = false;
      }
    }
  }
  std::map<vertex_index, vertex_index> smallest;
  for (vertex_index u = 0; u < g.order(); ++u) smallest.try_emplace(label[u], u);
  for (const vertex_index name : label) result.label.push_back(smallest.at(name));
  result.communities = smallest.size();
  return result;
}

void compare(const label_propagation_result& found, const label_propagation_result& expected) {
  ASSERT_EQ(found.label, expected.label);
  ASSERT_EQ(found.communities, expected.communities);
  ASSERT_EQ(found.converged, expected.converged);
  ASSERT_EQ(found.iterations, expected.iterations);
}

void compare_all_ways(const compressed_graph& g, int max_iterations) {
  const auto expected = naive(g, max_iterations);
  const ordered_graph ordered{g};
  for (const unsigned threads : {1u, 2u, 8u}) {
    compare(label_propagation(g, {.max_iterations = max_iterations, .threads = threads}), expected);
    compare(label_propagation(fixture::row_graph{g}, {.max_iterations = max_iterations, .threads = threads}), expected);
    compare(label_propagation(ordered, {.max_iterations = max_iterations, .threads = threads}), expected);
  }
}

TEST(LabelPropagation, EqualsOneVertexAfterTheOther) {
  for (std::uint32_t replica = 0; replica < 1000; ++replica) {
    SCOPED_TRACE("replica " + std::to_string(replica));
    compare_all_ways(fixture::make_random_case(replica, replica % 2 == 0 ? 9 : 60).g, replica % 7 == 0 ? 1 : 100);
    if (HasFatalFailure()) return;
  }
}

TEST(LabelPropagation, EqualsThatOnALargerGraph) {
  for (const bool directed : {false, true}) {
    random_stream rng{{.seed = 6}};
    std::vector<edge> edges;
    for (int k = 0; k < 30'000; ++k) {  // groups of 100, some ties beyond, and a few that know everybody
      const vertex_index u = rng.below(5000), v = rng.below(10) == 0 ? rng.below(5000) : u / 100 * 100 + rng.below(100);
      edges.push_back({u, v});
      edges.push_back({rng.below(4), rng.below(5000)});
    }
    compare_all_ways(compressed_graph::from_edges(
                         5200, edges, {.directed = directed, .keep_loops = true, .parallel = parallel_edges::all}),
                     100);
  }
}

//  0---1   4---5
//  | X |   | X |    two complete graphs, joined by 3-6: three neighbors say 0 to vertex 3 and one says 4
//  2---3---6---7
TEST(LabelPropagation, FindsTwoCliques) {
  auto edges = fixture::two_cliques(4);
  edges.push_back({3, 6});
  const auto found = label_propagation(compressed_graph::from_edges(8, edges));
  EXPECT_TRUE(found.converged);
  EXPECT_EQ(found.communities, 2u);
  EXPECT_EQ(found.label, (std::vector<vertex_index>{0, 0, 0, 0, 4, 4, 4, 4}));
}

TEST(LabelPropagation, EndsWhereAllAtOnceWouldSwapForever) {
  const auto found = label_propagation(compressed_graph::from_edges(3, std::vector<edge>{{0, 1}}));
  EXPECT_TRUE(found.converged);
  EXPECT_EQ(found.label, (std::vector<vertex_index>{0, 0, 2}));
}

TEST(LabelPropagation, HasNothingToDoWithoutVerticesOrIterations) {
  EXPECT_TRUE(label_propagation(compressed_graph{}).converged);
  const auto none = label_propagation(fixture::karate(), {.max_iterations = 0});
  EXPECT_FALSE(none.converged);
  EXPECT_EQ(none.communities, 34u);
}

TEST(LabelPropagation, StopsAndReports) {
  double last = 0;
  (void)label_propagation(fixture::karate(), {.report = [&](const progress& now) {
                            EXPECT_GE(now.fraction, last);
                            last = now.fraction;
                          }});
  EXPECT_EQ(last, 1);
  std::stop_source source;
  source.request_stop();
  EXPECT_THROW((void)label_propagation(fixture::karate(), {.stop = source.get_token()}), stopped);
}

}  // namespace
}  // namespace capnet
