// Algorithms take any adjacency_graph: on rows in deques they say the same as on a compressed graph.
#include <gtest/gtest.h>

#include <capnet/algorithm/attribute_assortativity.hpp>
#include <capnet/algorithm/betweenness.hpp>
#include <capnet/algorithm/components.hpp>
#include <capnet/algorithm/core_numbers.hpp>
#include <capnet/algorithm/cuts.hpp>
#include <capnet/algorithm/degree_assortativity.hpp>
#include <capnet/algorithm/degree_centralization.hpp>
#include <capnet/algorithm/density.hpp>
#include <capnet/algorithm/ei_index.hpp>
#include <capnet/algorithm/harmonic_centrality.hpp>
#include <capnet/algorithm/modularity.hpp>
#include <capnet/algorithm/pagerank.hpp>
#include <capnet/algorithm/reciprocity.hpp>
#include <capnet/algorithm/structural_holes.hpp>
#include <capnet/algorithm/triangles.hpp>

#include "oracle/graphs.hpp"

namespace capnet {
namespace {

static_assert(adjacency_graph<fixture::row_graph>);
static_assert(!bidirectional_graph<fixture::row_graph> && !weighted_graph<fixture::row_graph>);

TEST(Algorithms, SayTheSameOfAnyGraphType) {
  for (std::uint32_t replica = 0; replica < 100; ++replica) {
    SCOPED_TRACE("replica " + std::to_string(replica));
    const compressed_graph g = fixture::make_random_case(replica).g;
    const fixture::row_graph rows{g};
    std::vector<group_index> groups(g.order());
    for (vertex_index u = 0; u < g.order(); ++u) groups[u] = u % 2;

    EXPECT_EQ(density(g), density(rows));
    EXPECT_EQ(degree_centralization(g), degree_centralization(rows));
    EXPECT_EQ(components(g).label, components(rows).label);
    EXPECT_EQ(core_numbers(g), core_numbers(rows));
    EXPECT_EQ(cuts(g).bridges, cuts(rows).bridges);
    EXPECT_EQ(triangles(g).at, triangles(rows).at);
    EXPECT_EQ(reciprocity(g), reciprocity(rows));
    EXPECT_EQ(degree_assortativity(g), degree_assortativity(rows));
    EXPECT_EQ(attribute_assortativity(g, groups).value, attribute_assortativity(rows, groups).value);
    EXPECT_EQ(modularity(g, groups), modularity(rows, groups));
    EXPECT_EQ(ei_index(g, groups).p, ei_index(rows, groups).p);
    EXPECT_EQ(pagerank(g).scores, pagerank(rows).scores);
    EXPECT_EQ(betweenness(g).raw, betweenness(rows).raw);
    EXPECT_EQ(harmonic_centrality(g), harmonic_centrality(rows));
    EXPECT_EQ(structural_holes(g).constraint, structural_holes(rows).constraint);
  }
}

}  // namespace
}  // namespace capnet
