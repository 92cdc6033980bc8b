// Products with the adjacency matrix: against a plain loop over the arcs, to the bit.
#include <capnet/algorithm/sparse_product.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "oracle/kernel_cases.hpp"

namespace capnet {
namespace {

// Sums each row in the order of its arcs.
template <class Real>
std::vector<Real> naive_product(const compressed_graph& g, bool weighted, bool transposed, const std::vector<Real>& x,
                                std::size_t columns) {
  std::vector<Real> y(x.size(), 0);
  for (vertex_index u = 0; u < g.order(); ++u) {
    for (std::size_t k = 0; k < g.out_degree(u); ++k) {
      const Real w = weighted ? static_cast<Real>(g.weights(u)[k]) : 1;
      const std::size_t to = transposed ? g.successors(u)[k] : u, from = transposed ? u : g.successors(u)[k];
      for (std::size_t c = 0; c < columns; ++c) y[to * columns + c] += w * x[from * columns + c];
    }
  }
  return y;
}

template <class Real>
std::vector<Real> table(std::size_t size, bool whole, std::uint32_t seed) {
  random_stream rng{{.seed = seed}};
  std::vector<Real> x(size);
  for (Real& value : x)
    value = whole ? static_cast<Real>(rng.below(64)) - 32 : static_cast<Real>(rng.below(1000)) / 997 - Real{.5};
  return x;
}

template <class Real>
std::vector<Real> product(const sparse_operator<Real>& a, const std::vector<Real>& x, std::size_t columns,
                          unsigned threads) {
  std::vector<Real> y(x.size(), std::numeric_limits<Real>::quiet_NaN());
  a.multiply(x, y, columns, {.threads = threads});
  return y;
}

template <class Real, class Graph>
std::vector<Real> product(const Graph& g, const sparse_operator_options& with, const std::vector<Real>& x,
                          std::size_t columns, unsigned threads) {
  return product(sparse_operator<Real>{g, with}, x, columns, threads);
}

template <class Real>
void compare(const compressed_graph& g, std::uint32_t replica) {
  const ordered_graph ordered{g};
  const std::size_t columns = replica % 17 + (replica % 40 == 0 ? 20 : 0);
  for (const bool weighted : {false, true}) {
    for (const bool transposed : {false, true}) {
      const sparse_operator_options with{.weighted = weighted, .transposed = transposed};
      const auto whole = table<Real>(g.order() * columns, true, replica),
                 broken = table<Real>(g.order() * columns, false, replica);
      const auto expected = naive_product(g, weighted, transposed, whole, columns);
      const auto rounded = naive_product(g, weighted, transposed, broken, columns);
      const unsigned threads = replica % 3 == 0 ? 1 : replica % 3 == 1 ? 2 : 8;
      ASSERT_EQ(product(g, with, whole, columns, threads), expected);
      ASSERT_EQ(product(ordered, with, whole, columns, threads), expected);  // whole numbers: any order is exact
      ASSERT_EQ(product(g, with, broken, columns, threads), rounded);
      if (!weighted && !transposed) {
        ASSERT_EQ(product(fixture::row_graph{g}, with, broken, columns, threads), rounded);
      }
    }
  }
}

TEST(SparseProduct, EqualsALoopOverTheArcs) {
  const fixture::any_level restored;
  for (std::uint32_t replica = 0; replica < 1000; ++replica) {
    SCOPED_TRACE("replica " + std::to_string(replica));
    limit_simd(fixture::all_levels[replica / 3 % 3]);
    const auto c = fixture::make_random_case(replica, replica % 2 == 0 ? 9 : 40);
    compare<float>(c.g, replica);
    compare<double>(c.g, replica);
    if (HasFatalFailure()) return;
  }
}

// A hub of more than two pieces, rows on both sides of what counts as long, and many short ones.
compressed_graph with_hubs(bool directed) {
  random_stream rng{{.seed = 5}};
  constexpr vertex_index n = 9000;
  std::vector<edge> edges;
  for (int k = 0; k < 140'000; ++k) edges.push_back({0, rng.below(n), 1.0 + rng.below(8)});
  for (const vertex_index hub : {1u, 2u, 3u}) {
    for (vertex_index v = 0; v < 4094 + hub; ++v) edges.push_back({hub, 10 + v, 1.0 + rng.below(8)});
  }
  for (int k = 0; k < 30'000; ++k)
    edges.push_back({4 + rng.below(n - 1000), 4 + rng.below(n - 1000), 1.0 + rng.below(8)});
  return compressed_graph::from_edges(n, edges,
                                      {.directed = directed, .keep_loops = true, .parallel = parallel_edges::all});
}

template <class Real>
void compare_all_ways(const compressed_graph& g) {
  const ordered_graph ordered{g};
  for (const bool transposed : {false, true}) {
    for (const bool weighted : {false, true}) {
      const sparse_operator_options with{.weighted = weighted, .transposed = transposed};
      const sparse_operator<Real> a{g, with}, of_ordered{ordered, with};
      for (const std::size_t columns : {1u, 3u, 8u, 19u}) {
        const auto whole = table<Real>(g.order() * columns, true, 1),
                   broken = table<Real>(g.order() * columns, false, 1);
        limit_simd(simd_level::portable);
        const auto expected = naive_product(g, weighted, transposed, whole, columns);
        const auto rounded = product(a, broken, columns, 1);
        const auto ordered_rounded = product(of_ordered, broken, columns, 1);
        for (const simd_level level : fixture::all_levels) {
          limit_simd(level);
          for (const unsigned threads : {1u, 2u, 8u}) {
            ASSERT_EQ(product(a, whole, columns, threads), expected);
            ASSERT_EQ(product(a, broken, columns, threads), rounded);
            ASSERT_EQ(product(of_ordered, broken, columns, threads), ordered_rounded);
          }
        }
        // Each column as if it came alone.
        std::vector<Real> first(g.order()), alone(g.order());
        for (vertex_index u = 0; u < g.order(); ++u) {
          first[u] = broken[u * columns + columns - 1];
          alone[u] = rounded[u * columns + columns - 1];
        }
        ASSERT_EQ(product(a, first, 1, 2), alone);
      }
    }
  }
}

TEST(SparseProduct, HasTheSameBitsOnAnyThreadsAndInstructions) {
  const fixture::any_level restored;
  compare_all_ways<float>(with_hubs(false));
  compare_all_ways<double>(with_hubs(true));
}

TEST(SparseProduct, KeepsInfinitiesToTheirRows) {
  //   0---1   2---3     infinity at 2 reaches 3 and nobody else
  const auto g = compressed_graph::from_edges(5, std::vector<edge>{{0, 1}, {2, 3}});
  const double infinite = std::numeric_limits<double>::infinity();
  EXPECT_EQ(product(g, {}, std::vector<double>{1, 2, infinite, 4, 5}, 1, 1),
            (std::vector<double>{2, 1, 4, infinite, 0}));
  EXPECT_EQ(product(ordered_graph{g}, {}, std::vector<double>{1, 2, infinite, 4, 5}, 1, 1),
            (std::vector<double>{2, 1, 4, infinite, 0}));
}

TEST(SparseProduct, TakesGraphsWithoutVerticesOrArcs) {
  EXPECT_TRUE(product(compressed_graph{}, {}, std::vector<float>{}, 1, 2).empty());
  EXPECT_EQ(product(compressed_graph::from_edges(2, std::vector<edge>{}), {}, std::vector<float>{1, 2}, 1, 2),
            (std::vector<float>{0, 0}));
}

TEST(SparseProduct, StopsWhenAsked) {
  const sparse_operator<float> a{fixture::karate()};
  std::stop_source source;
  source.request_stop();
  std::vector<float> x(34), y(34);
  EXPECT_THROW(a.multiply(x, y, {.stop = source.get_token()}), stopped);
}

}  // namespace
}  // namespace capnet
