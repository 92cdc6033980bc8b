// Graphs built from columns, plain and in order of degree, against sorting the arcs themselves: at sizes where buckets,
// blocks and wide keys are really taken, and at 1, 2 and 8 threads.
#include <gtest/gtest.h>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/algorithm/ordered_graph.hpp>
#include <capnet/core/simd.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "oracle/graphs.hpp"

namespace capnet {
namespace {

struct columns {
  std::size_t order = 0;
  std::vector<vertex_index> sources{}, targets{};
  std::vector<double> weights{};
};

/// Half of the ends lie among the first few vertices: hubs, loops and repeats.
columns make_columns(std::uint32_t seed, std::size_t order, std::size_t edges, bool weighted) {
  random_stream rng{{.seed = 77, .replica = seed}};
  columns c;
  c.order = order;
  const auto n = static_cast<vertex_index>(order);
  const auto end = [&] { return rng.below(2) == 0 ? rng.below(n) : rng.below(std::min(n, 40u)); };
  for (std::size_t k = 0; k < edges; ++k) {
    c.sources.push_back(end());
    c.targets.push_back(end());
    if (weighted) c.weights.push_back(1.0 + rng.below(5));
  }
  return c;
}

struct arc {
  vertex_index source, target;
  std::size_t edge;
  friend auto operator<=>(const arc&, const arc&) = default;
};

/// Every arc that `options` keep, by source, target and place in the columns; of those that become one the first.
std::vector<arc> sorted_arcs(const columns& c, const graph_options& options) {
  std::vector<arc> arcs;
  for (std::size_t k = 0; k < c.sources.size(); ++k) {
    const vertex_index u = c.sources[k];
    const vertex_index v = c.targets[k];
    if (u == v && !options.keep_loops) continue;
    arcs.push_back({u, v, k});
    if (!options.directed && u != v) arcs.push_back({v, u, k});
  }
  std::sort(arcs.begin(), arcs.end());
  if (options.parallel != parallel_edges::all) {
    const auto same = [](const arc& a, const arc& b) { return a.source == b.source && a.target == b.target; };
    arcs.erase(std::unique(arcs.begin(), arcs.end(), same), arcs.end());
  }
  return arcs;
}

/// What the arcs from u to v weigh together. Small whole numbers: the order of a sum is no matter.
std::map<std::pair<vertex_index, vertex_index>, double> summed_weights(const columns& c, const graph_options& options) {
  std::map<std::pair<vertex_index, vertex_index>, double> sum;
  for (std::size_t k = 0; k < c.weights.size(); ++k) {
    sum[{c.sources[k], c.targets[k]}] += c.weights[k];
    if (!options.directed && c.sources[k] != c.targets[k]) sum[{c.targets[k], c.sources[k]}] += c.weights[k];
  }
  return sum;
}

void expect_rows(const compressed_graph& g, const columns& c, const graph_options& options) {
  const std::vector<arc> arcs = sorted_arcs(c, options);
  const auto sum = summed_weights(c, options);
  const auto weight = [&](const arc& uv) {
    if (c.weights.empty()) return 1.0;
    return options.parallel == parallel_edges::sum ? sum.at({uv.source, uv.target}) : c.weights[uv.edge];
  };
  const compressed_rows out = g.out_rows();
  ASSERT_EQ(out.columns.size(), arcs.size());
  std::vector<std::pair<vertex_index, vertex_index>> backward;
  std::size_t loops = 0;
  for (std::size_t k = 0; k < arcs.size(); ++k) {
    ASSERT_TRUE(out.offsets[arcs[k].source] <= k && k < out.offsets[arcs[k].source + 1]) << k;
    ASSERT_EQ(out.columns[k], arcs[k].target) << k;
    ASSERT_EQ(out.weights.empty() ? 1.0 : out.weights[k], weight(arcs[k])) << k;
    backward.emplace_back(arcs[k].target, arcs[k].source);
    loops += arcs[k].source == arcs[k].target;
  }
  EXPECT_EQ(g.size(), options.directed ? arcs.size() : (arcs.size() - loops) / 2 + loops);
  EXPECT_EQ(g.size() + g.dropped().loops + g.dropped().repeats, c.sources.size());
  std::sort(backward.begin(), backward.end());
  const compressed_rows in = g.in_rows();
  ASSERT_EQ(in.columns.size(), backward.size());
  for (std::size_t k = 0; k < backward.size(); ++k) {
    ASSERT_TRUE(in.offsets[backward[k].first] <= k && k < in.offsets[backward[k].first + 1]) << k;
    ASSERT_EQ(in.columns[k], backward[k].second) << k;
  }
}

void expect_same(const compressed_graph& a, const compressed_graph& b) {
  const auto equal = [](auto x, auto y) { return std::equal(x.begin(), x.end(), y.begin(), y.end()); };
  EXPECT_TRUE(equal(a.out_rows().offsets, b.out_rows().offsets));
  EXPECT_TRUE(equal(a.out_rows().columns, b.out_rows().columns));
  EXPECT_TRUE(equal(a.out_rows().weights, b.out_rows().weights));
  EXPECT_TRUE(equal(a.in_rows().offsets, b.in_rows().offsets));
  EXPECT_TRUE(equal(a.in_rows().columns, b.in_rows().columns));
  EXPECT_EQ(a.size(), b.size());
  EXPECT_EQ(a.dropped(), b.dropped());
  EXPECT_EQ(a.simple(), b.simple());
  EXPECT_EQ(a.weighted(), b.weighted());
}

/// Positions by falling degree, then number; rows that are the graph's, renumbered.
void expect_ordered(const ordered_graph& o, const compressed_graph& g) {
  ASSERT_EQ(o.order(), g.order());
  const auto degree = [&](vertex_index u) { return g.out_degree(u) + (g.directed() ? g.in_degree(u) : 0); };
  std::vector<std::pair<vertex_index, double>> expected;
  std::vector<std::pair<vertex_index, double>> row;
  for (vertex_index p = 0; p < o.order(); ++p) {
    const vertex_index u = o.original()[p];
    ASSERT_EQ(o.position()[u], p);
    if (p > 0) {
      const vertex_index before = o.original()[p - 1];
      ASSERT_TRUE(degree(before) > degree(u) || (degree(before) == degree(u) && before < u)) << p;
    }
    expected.clear();
    row.clear();
    for (std::size_t k = 0; k < g.out_degree(u); ++k)
      expected.emplace_back(o.position()[g.successors(u)[k]], g.weights(u)[k]);
    std::sort(expected.begin(), expected.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t k = 0; k < o.graph().out_degree(p); ++k)
      row.emplace_back(o.graph().successors(p)[k], o.graph().weights(p)[k]);
    if (g.simple()) {
      ASSERT_EQ(row, expected) << p;
    } else {
      ASSERT_TRUE(std::is_sorted(row.begin(), row.end(), [](const auto& a, const auto& b) {
        return a.first < b.first;
      })) << p;
      ASSERT_TRUE(std::is_permutation(row.begin(), row.end(), expected.begin(), expected.end())) << p;
    }
    std::vector<vertex_index> sources;
    for (const vertex_index v : g.predecessors(u)) sources.push_back(o.position()[v]);
    std::sort(sources.begin(), sources.end());
    ASSERT_TRUE(
        std::equal(sources.begin(), sources.end(), o.graph().predecessors(p).begin(), o.graph().predecessors(p).end()))
        << p;
  }
  EXPECT_EQ(o.size(), g.size());
  EXPECT_EQ(o.graph().simple(), g.simple());
  EXPECT_EQ(o.graph().weighted(), g.weighted());
}

void expect_all(const columns& c, graph_options options) {
  options.threads = 1;
  const auto g = compressed_graph::from_columns(c.order, c.sources, c.targets, c.weights, options);
  expect_rows(g, c, options);
  const ordered_graph o{g, 1};
  expect_ordered(o, g);
  std::vector<edge> edges;
  for (std::size_t k = 0; k < c.sources.size(); ++k) {
    edges.push_back({c.sources[k], c.targets[k], c.weights.empty() ? 1.0 : c.weights[k]});
  }
  for (const unsigned threads : {2u, 8u}) {
    options.threads = threads;
    expect_same(compressed_graph::from_columns(c.order, c.sources, c.targets, c.weights, options), g);
    if (!c.weights.empty() || options.parallel == parallel_edges::all)  // else the edges' weights of 1 add up
      expect_same(compressed_graph::from_edges(c.order, edges, options), g);
    expect_same(ordered_graph::from_columns(c.order, c.sources, c.targets, c.weights, options).graph(), o.graph());
  }
  limit_simd(simd_level::portable);
  expect_same(ordered_graph{g, 2}.graph(), o.graph());
  limit_simd(simd_level::avx512);
}

graph_options variant(unsigned bits) {
  return {.directed = (bits & 1) != 0,
          .keep_loops = (bits & 2) != 0,
          .parallel = (bits & 4) != 0   ? parallel_edges::all
                      : (bits & 8) != 0 ? parallel_edges::first
                                        : parallel_edges::sum};
}

TEST(Build, AgreesWithSortedArcsOnSmallGraphs) {
  for (std::uint32_t replica = 0; replica < 1000; ++replica) {
    SCOPED_TRACE("replica " + std::to_string(replica));
    expect_all(make_columns(replica, 1 + replica % 12, replica % 29, replica % 3 == 0), variant(replica % 16));
    if (HasFatalFailure()) return;
  }
}

TEST(Build, AgreesWithSortedArcsOnGraphsOfManyBuckets) {
  for (std::uint32_t bits = 0; bits < 24; ++bits) {
    SCOPED_TRACE("variant " + std::to_string(bits));
    expect_all(make_columns(bits, 5000, 50'000, bits >= 8), variant(bits % 16));
    if (HasFatalFailure()) return;
  }
}

// Keys of more than 32 bits.
TEST(Build, AgreesWithSortedArcsOnTwoMillionVertices) {
  expect_all(make_columns(5, 2'100'000, 20'000, false), {});
  expect_all(make_columns(6, 2'100'000, 20'000, true), {.directed = true, .keep_loops = true});
}

}  // namespace
}  // namespace capnet
