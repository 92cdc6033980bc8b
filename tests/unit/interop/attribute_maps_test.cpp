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

#include "refusal.hpp"

namespace capnet {
namespace {

struct ward {
  static constexpr std::string_view name = "ward";
  struct beds {
    static constexpr std::string_view name = "beds";
    static constexpr value_type type = value_type::integer;
  };
  using attributes = capnet::attributes<beds>;
};
struct sends_to {
  static constexpr std::string_view name = "sends_to";
  static constexpr bool directed = true;
  using source = kinds<ward>;
  using target = kinds<ward>;
  struct distance {
    static constexpr std::string_view name = "distance";
    static constexpr value_type type = value_type::number;
    static constexpr capnet::meaning means = meaning::length;
  };
  struct beds_kept {
    static constexpr std::string_view name = "beds_kept";
    static constexpr value_type type = value_type::integer;
  };
  using attributes = capnet::attributes<distance, beds_kept>;
};

//  a --4--> b --1--> c      a --6--> c
struct three_wards : testing::Test {
  three_wards() {
    for (const char* const key : {"a", "b", "c"})
      net.add<ward>(key, {.attributes = {with<ward::beds>(key[0] - 'a' + 1)}});
    tie(1, 2, 1), tie(0, 1, 4), tie(0, 2, 6);
  }
  void tie(std::uint32_t u, std::uint32_t v, double km) {
    net.tie<sends_to>(id<ward>{u}, id<ward>{v},
                      {.attributes = {with<sends_to::distance>(km), with<sends_to::beds_kept>(2)}});
  }
  builder net;
};

TEST_F(three_wards, AreAMatrixOfDistancesWithoutACopy) {
  const snapshot now = net.freeze();
  const auto distances = make_sparse_map<sends_to, sends_to::distance>(now);
  const auto matrix = distances.out();
  EXPECT_EQ(matrix.coeff(0, 1), 4);
  EXPECT_EQ(matrix.coeff(0, 2), 6);
  EXPECT_EQ(matrix.coeff(1, 2), 1);
  EXPECT_EQ(matrix.valuePtr(), (column_of<sends_to, sends_to::distance>(now).data())) << "the network's own array";
  EXPECT_EQ(distances.in().coeff(2, 1), 1) << "the transpose";
  const auto kept = make_sparse_map<sends_to, sends_to::beds_kept>(now);
  EXPECT_EQ(kept.out().sum(), 6);
}

TEST_F(three_wards, RefuseAMatrixWithUnknownEntries) {
  net.tie<sends_to>(id<ward>{2}, id<ward>{0});
  const snapshot now = net.freeze();
  EXPECT_NE(refusal([&] { (void)make_sparse_map<sends_to, sends_to::distance>(now); }), "no refusal")
      << "missing is never zero";
}

TEST_F(three_wards, GiveBoostTheLengthsOfTheirTies) {
  const snapshot now = net.freeze();
  const layer_graph graph = make_layer_graph<sends_to>(now);
  const auto g = boost_graph(graph);
  std::vector<double> length(3);
  boost::dijkstra_shortest_paths(
      g, vertex_index{0},
      boost::weight_map(edge_attribute_map<sends_to::distance>(g))
          .vertex_index_map(get(boost::vertex_index, g))
          .distance_map(boost::make_iterator_property_map(length.begin(), get(boost::vertex_index, g))));
  EXPECT_EQ(length, (std::vector<double>{0, 4, 5}));
  const auto ours = shortest_path<sends_to::distance>(all_held(now), now.vertex("a"), now.vertex("c"),
                                                      ways_along<sends_to>(now, direction::out));
  EXPECT_EQ(ours->length, length[2]);
  EXPECT_EQ(get(vertex_attribute_map<ward::beds>(g), vertex_index{2}), 3);
}

}  // namespace
}  // namespace capnet
