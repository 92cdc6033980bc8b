// Triangles on every kind of graph, by the definition, and on one with more vertices than have bitmaps.
#include <gtest/gtest.h>

#include <capnet/algorithm/triangles.hpp>

#include "oracle/kernel_cases.hpp"
#include "oracle/naive_kernels.hpp"

namespace capnet {
namespace {

TEST(TrianglesKernel, CountsAllTriplesOnEveryKindOfGraph) {
  fixture::for_kernel_cases([](const fixture::random_case& c) {
    const auto at = naive::triangles(c);
    std::uint64_t corners = 0;
    for (const std::uint64_t one : at) corners += one;
    const ordered_graph ordered{c.g};
    const fixture::row_graph rows{c.g};
    fixture::for_each_way([&](unsigned threads) {
      const auto result = triangles(c.g, {.threads = threads});
      EXPECT_EQ(result.at, at);
      EXPECT_EQ(result.total, corners / 3);
      EXPECT_EQ(triangles(rows, {.threads = threads}).at, at);
      const auto in_order = triangles(ordered, {.threads = threads});
      EXPECT_EQ(in_order.at, at);
      EXPECT_EQ(in_order.local_clustering, result.local_clustering);
      EXPECT_EQ(in_order.transitivity, result.transitivity);
      EXPECT_EQ(count_triangles(c.g, {.threads = threads}), corners / 3);
      EXPECT_EQ(count_triangles(rows, {.threads = threads}), corners / 3);
      EXPECT_EQ(count_triangles(ordered, {.threads = threads}), corners / 3);
    });
  });
}

// For each edge the common neighbors of its ends by merging two sorted rows: twice the triangles at each end.
TEST(TrianglesKernel, CountsBeyondTheVerticesThatHaveBitmaps) {
  const compressed_graph g = fixture::make_hub_graph(30'000, 120'000, false);
  std::vector<std::uint64_t> at(g.order(), 0);
  for (vertex_index u = 0; u < g.order(); ++u) {
    for (const vertex_index v : g.successors(u)) {
      const auto a = g.successors(u);
      const auto b = g.successors(v);
      for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        at[u] += a[i] == b[j];
        const bool forward = a[i] <= b[j];
        j += b[j] <= a[i];
        i += forward;
      }
    }
  }
  std::uint64_t total = 0;
  for (std::uint64_t& twice : at) total += twice /= 2;
  const ordered_graph ordered{g};
  ASSERT_GT(total, 10'000u);
  fixture::for_each_way([&](unsigned threads) {
    EXPECT_EQ(triangles(g, {.threads = threads}).at, at);
    EXPECT_EQ(triangles(ordered, {.threads = threads}).at, at);
    EXPECT_EQ(count_triangles(g, {.threads = threads}), total / 3);
    EXPECT_EQ(count_triangles(ordered, {.threads = threads}), total / 3);
  });
}

TEST(TrianglesKernel, StopsWhenAsked) {
  std::stop_source source;
  source.request_stop();
  EXPECT_THROW(static_cast<void>(count_triangles(fixture::karate(), {.threads = 1, .stop = source.get_token()})),
               stopped);
}

}  // namespace
}  // namespace capnet
