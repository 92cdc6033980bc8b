/// Attributes as Eigen matrices and as Boost property maps: the network's own arrays.
#include <capnet/interop/boost_attributes.hpp>
#include <capnet/linalg/sparse_map.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include <boost/graph/dijkstra_shortest_paths.hpp>

#include <capnet/network/builder.hpp>
#include <capnet/network/column_of.hpp>
#include <capnet/query/shortest_path.hpp>

#include "own_domain.hpp"
#include "refusal.hpp"

namespace capnet {
namespace {

//  a --4--> b --1--> c      a --6--> c
struct three_clinics : testing::Test {
  three_clinics() {
    for (const char* const key : {"a", "b", "c"})
      net.add<clinic>(key, {.attributes = {with<clinic::beds>(key[0] - 'a' + 1)}});
    tie(1, 2, 1), tie(0, 1, 4), tie(0, 2, 6);
  }
  void tie(std::uint32_t u, std::uint32_t v, double km) {
    net.tie<refers_to>(id<clinic>{u}, id<clinic>{v},
                       {.attributes = {with<refers_to::distance>(km), with<refers_to::beds_kept>(2)}});
  }
  builder net;
};

TEST_F(three_clinics, AreAMatrixOfDistancesWithoutACopy) {
  const snapshot now = net.freeze();
  const auto distances = make_sparse_map<refers_to, refers_to::distance>(now);
  const auto matrix = distances.out();
  EXPECT_EQ(matrix.coeff(0, 1), 4);
  EXPECT_EQ(matrix.coeff(0, 2), 6);
  EXPECT_EQ(matrix.coeff(1, 2), 1);
  EXPECT_EQ(matrix.valuePtr(), (column_of<refers_to, refers_to::distance>(now).data())) << "the network's own array";
  EXPECT_EQ(distances.in().coeff(2, 1), 1) << "the transpose";
  const auto kept = make_sparse_map<refers_to, refers_to::beds_kept>(now);
  EXPECT_EQ(kept.out().sum(), 6);
}

TEST_F(three_clinics, RefuseAMatrixWithUnknownEntries) {
  net.tie<refers_to>(id<clinic>{2}, id<clinic>{0});
  const snapshot now = net.freeze();
  EXPECT_NE(refusal([&] { (void)make_sparse_map<refers_to, refers_to::distance>(now); }), "no refusal")
      << "missing is never zero";
}

TEST_F(three_clinics, GiveBoostTheLengthsOfTheirTies) {
  const snapshot now = net.freeze();
  const layer_graph graph = make_layer_graph<refers_to>(now);
  const auto g = boost_graph(graph);
  std::vector<double> length(3);
  boost::dijkstra_shortest_paths(
      g, vertex_index{0},
      boost::weight_map(edge_attribute_map<refers_to::distance>(g))
          .vertex_index_map(get(boost::vertex_index, g))
          .distance_map(boost::make_iterator_property_map(length.begin(), get(boost::vertex_index, g))));
  EXPECT_EQ(length, (std::vector<double>{0, 4, 5}));
  const auto ours = shortest_path<refers_to::distance>(all_held(now), now.vertex("a"), now.vertex("c"),
                                                       ways_along<refers_to>(now, direction::out));
  EXPECT_EQ(ours->length, length[2]);
  EXPECT_EQ(get(vertex_attribute_map<clinic::beds>(g), vertex_index{2}), 3);
}

}  // namespace
}  // namespace capnet
