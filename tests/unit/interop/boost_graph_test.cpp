#include <capnet/interop/boost_graph.hpp>

#include <gtest/gtest.h>

#include <limits>
#include <set>
#include <tuple>
#include <vector>

#include <boost/graph/bellman_ford_shortest_paths.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/graph_concepts.hpp>
#include <boost/graph/kruskal_min_spanning_tree.hpp>
#include <boost/graph/reverse_graph.hpp>
#include <boost/graph/topological_sort.hpp>

#include <capnet/algorithm/components.hpp>
#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/algorithm/sssp_distances.hpp>
#include <capnet/core/random.hpp>
#include <capnet/interop/layer_graph.hpp>
#include <capnet/network/builder.hpp>

namespace capnet {
namespace {

using directed_view = boost_graph_view<compressed_graph>;
using undirected_view = boost_graph_view<compressed_graph, true>;
using layer_view = boost_graph_view<layer_graph>;

template <class View>
struct models_the_concepts {
  BOOST_CONCEPT_ASSERT((boost::VertexListGraphConcept<View>));
  BOOST_CONCEPT_ASSERT((boost::EdgeListGraphConcept<View>));
  BOOST_CONCEPT_ASSERT((boost::BidirectionalGraphConcept<View>));
  BOOST_CONCEPT_ASSERT((boost::AdjacencyGraphConcept<View>));
  BOOST_CONCEPT_ASSERT((boost::ReadablePropertyGraphConcept<View, vertex_index, boost::vertex_index_t>));
};
template struct models_the_concepts<directed_view>;
template struct models_the_concepts<undirected_view>;
template struct models_the_concepts<layer_view>;
BOOST_CONCEPT_ASSERT((boost::ReadablePropertyGraphConcept<directed_view, boost_edge, boost::edge_weight_t>));

//   0 --1--> 1 --1--> 2      4 (alone)
//   |                 ^
//   +-------5---------+      and 2 --1--> 3
compressed_graph diamond() {
  const std::vector<edge> edges{{0, 1, 1}, {1, 2, 1}, {0, 2, 5}, {2, 3, 1}};
  return compressed_graph::from_edges(5, edges, {.directed = true});
}

template <class View>
std::vector<int> distances(const View& g, vertex_index start) {
  std::vector<int> steps(num_vertices(g), -1);
  steps[start] = 0;
  const auto record = boost::make_bfs_visitor(boost::record_distances(
      boost::make_iterator_property_map(steps.begin(), get(boost::vertex_index, g)), boost::on_tree_edge{}));
  boost::breadth_first_search(g, start, boost::visitor(record).vertex_index_map(get(boost::vertex_index, g)));
  return steps;
}

TEST(BoostGraph, SearchesBreadthFirst) {
  const compressed_graph graph = diamond();
  EXPECT_EQ(distances(boost_graph(graph), 0), (std::vector<int>{0, 1, 1, 2, -1}));
}

TEST(BoostGraph, WalksBackwards) {
  const compressed_graph graph = diamond();
  const auto g = boost_graph(graph);
  EXPECT_EQ(distances(boost::make_reverse_graph(g), 3), (std::vector<int>{2, 2, 1, 0, -1}));
  std::vector<vertex_index> sources;
  for (auto [uv, end] = in_edges(2, g); uv != end; ++uv) sources.push_back((*uv).source);
  EXPECT_EQ(sources, (std::vector<vertex_index>{0, 1}));
}

TEST(BoostGraph, FindsShortestPathsByWeight) {
  const compressed_graph graph = diamond();
  const auto g = boost_graph(graph);
  std::vector<double> length(num_vertices(g));
  boost::dijkstra_shortest_paths(
      g, vertex_index{0},
      boost::weight_map(get(boost::edge_weight, g))
          .distance_map(boost::make_iterator_property_map(length.begin(), get(boost::vertex_index, g)))
          .vertex_index_map(get(boost::vertex_index, g)));
  EXPECT_EQ(length[2], 2);  // 1 + 1, not 5
  EXPECT_EQ(length[3], 3);
}

TEST(BoostGraph, SeesAnUndirectedEdgeFromBothEndsAsTheSame) {
  const std::vector<edge> edges{{0, 1, 2}, {0, 1, 3}, {2, 2, 1}};
  const compressed_graph graph =
      compressed_graph::from_edges(4, edges, {.keep_loops = true, .parallel = parallel_edges::all});
  const auto g = undirected_boost_graph(graph);
  std::multiset<double> weights;
  for (auto [uv, end] = out_edges(0, g); uv != end; ++uv) {
    const auto [vu, other_end] = out_edges(1, g);
    const auto same = std::find(vu, other_end, *uv);
    ASSERT_NE(same, other_end);
    EXPECT_EQ(get(boost::edge_weight, g, *uv), get(boost::edge_weight, g, *same));
    weights.insert(get(boost::edge_weight, g, *uv));
  }
  EXPECT_EQ(weights, (std::multiset<double>{2, 3}));
  EXPECT_EQ(degree(2, g), 1u);  // a loop is seen once
  std::vector<int> component(num_vertices(g));
  EXPECT_EQ(
      boost::connected_components(g, boost::make_iterator_property_map(component.begin(), get(boost::vertex_index, g)),
                                  boost::vertex_index_map(get(boost::vertex_index, g))),
      3);
}

/// Up to 12 vertices, with isolates, loops and parallel edges whose weights differ.
std::vector<edge> random_edges(random_stream& rng, vertex_index n) {
  std::vector<edge> edges;
  for (std::uint32_t k = rng.below(30); k > 0; --k)
    edges.push_back({rng.below(n), rng.below(n), static_cast<double>(1 + rng.below(9))});
  return edges;
}
std::multiset<std::tuple<vertex_index, vertex_index, double>> listed(const auto& g, bool directed) {
  std::multiset<std::tuple<vertex_index, vertex_index, double>> found;
  for (auto [uv, end] = edges(g); uv != end; ++uv) {
    const vertex_index u = (*uv).source, v = (*uv).target;
    found.insert({directed ? u : std::min(u, v), directed ? v : std::max(u, v), get(boost::edge_weight, g, *uv)});
  }
  EXPECT_EQ(found.size(), num_edges(g));
  return found;
}

TEST(BoostGraph, ListsEachEdgeOnce) {
  for (std::uint32_t replica = 0; replica < 200; ++replica) {
    random_stream rng{{.seed = 5, .replica = replica}};
    const vertex_index n = 1 + rng.below(12);
    const std::vector<edge> edges = random_edges(rng, n);
    for (const bool directed : {true, false}) {
      std::multiset<std::tuple<vertex_index, vertex_index, double>> expected, both_ways;
      for (const auto& [u, v, weight] : edges) {
        expected.insert({directed ? u : std::min(u, v), directed ? v : std::max(u, v), weight});
        both_ways.insert({u, v, weight});
        if (u != v) both_ways.insert({v, u, weight});
      }
      const compressed_graph graph = compressed_graph::from_edges(
          n, edges, {.directed = directed, .keep_loops = true, .parallel = parallel_edges::all});
      EXPECT_EQ(listed(boost_graph(graph), true), directed ? expected : both_ways) << replica;
      if (directed) continue;
      EXPECT_EQ(listed(undirected_boost_graph(graph), false), expected) << replica;
    }
  }
}

TEST(BoostGraph, RunsAlgorithmsOverTheListOfEdges) {
  for (std::uint32_t replica = 0; replica < 100; ++replica) {
    random_stream rng{{.seed = 6, .replica = replica}};
    const vertex_index n = 1 + rng.below(12);
    const std::vector<edge> edges = random_edges(rng, n);
    const compressed_graph arcs = compressed_graph::from_edges(n, edges, {.directed = true});
    const auto directed = boost_graph(arcs);
    std::vector<double> length(n, std::numeric_limits<double>::infinity());
    length[0] = 0;
    EXPECT_TRUE(boost::bellman_ford_shortest_paths(
        directed, static_cast<int>(n),
        boost::weight_map(get(boost::edge_weight, directed))
            .distance_map(boost::make_iterator_property_map(length.begin(), get(boost::vertex_index, directed)))
            .distance_compare([](double a, double b) { return a < b; })
            .distance_combine([](double a, double b) { return a + b; })));
    EXPECT_EQ(length, sssp_distances(arcs, 0)) << replica;

    const compressed_graph graph = compressed_graph::from_edges(n, edges);
    const auto undirected = undirected_boost_graph(graph);
    std::vector<boost_undirected_edge> tree;
    boost::kruskal_minimum_spanning_tree(
        undirected, std::back_inserter(tree),
        boost::weight_map(get(boost::edge_weight, undirected)).vertex_index_map(get(boost::vertex_index, undirected)));
    EXPECT_EQ(tree.size(), n - components(graph).count) << replica;
  }
}

TEST(BoostGraph, RunsOnALayerWithoutCopying) {
  // third -> second -> first: later events need earlier ones.
  builder net;
  const auto third = net.add<event>("third");
  const auto second = net.add<event>("second");
  const auto first = net.add<event>("first");
  net.tie<depends_on>(third, second);
  net.tie<depends_on>(second, first);
  const snapshot now = net.freeze();
  const layer_graph graph = make_layer_graph<depends_on>(now);
  const auto g = boost_graph(graph);
  std::vector<vertex_index> order;
  boost::topological_sort(g, std::back_inserter(order), boost::vertex_index_map(get(boost::vertex_index, g)));
  std::vector<std::string> keys;
  for (const vertex_index u : order) keys.push_back(now.key(graph.vertex(u)));
  EXPECT_EQ(keys, (std::vector<std::string>{"first", "second", "third"}));
  EXPECT_EQ(graph.number(now.ref(first)), 2u);
}

TEST(LayerGraph, RefusesARelationBetweenDifferentKinds) {
  const snapshot empty;
  EXPECT_THROW(layer_graph(empty, empty.schema().index_of<attends>()), input_error);
}

}  // namespace
}  // namespace capnet
