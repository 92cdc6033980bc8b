#include <capnet/interop/boost_graph.hpp>

#include <gtest/gtest.h>

#include <set>

#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/graph_concepts.hpp>
#include <boost/graph/reverse_graph.hpp>
#include <boost/graph/topological_sort.hpp>

#include <capnet/algorithm/compressed_graph.hpp>
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
