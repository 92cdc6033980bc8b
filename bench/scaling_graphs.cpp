#include <algorithm>
#include <bit>
#include <optional>

#include <capnet/algorithm/bfs_distances.hpp>
#include <capnet/algorithm/ordered_graph.hpp>
#include <capnet/algorithm/pagerank.hpp>

#include "generate/kronecker.hpp"
#include "memory.hpp"
#include "scaling.hpp"
#include "stopwatch.hpp"
#include "text.hpp"

namespace capnet::bench {
namespace {

std::size_t bytes_of(const ordered_graph& g) {
  const compressed_rows rows = g.graph().out_rows();
  return rows.offsets.size_bytes() + rows.columns.size_bytes() + rows.weights.size_bytes() + g.original().size_bytes() +
         g.position().size_bytes();
}

}  // namespace

std::vector<graph_scale> scale_graphs(std::size_t most_edges, const std::function<void(const graph_scale&)>& heard) {
  std::vector<graph_scale> rows;
  for (std::size_t edges = 10'000; edges <= most_edges; edges *= 10) {
    if (edges * 48 > free_memory()) break;  // columns, both directions, the build's own
    const auto scale = static_cast<unsigned>(std::bit_width(edges / 16));
    const edge_columns raw = kronecker(scale, 1, edges);
    graph_scale r{.edges = edges, .order = raw.order};
    const int times = edges >= 10'000'000 ? 3 : 7;
    std::optional<ordered_graph> g;
    r.build_s = best_seconds(times, [&] {
      g.reset();
      const stopwatch watch;
      g.emplace(ordered_graph::from_columns(raw.order, raw.sources, raw.targets));
      return watch.seconds();
    });
    g.reset();
    r.peak_bytes = peak_of([&] { g.emplace(ordered_graph::from_columns(raw.order, raw.sources, raw.targets)); });
    r.bytes = bytes_of(*g);
    const vertex_index source = g->original()[0];
    r.bfs_s = best_seconds(times, [&] {
      const stopwatch watch;
      static_cast<void>(bfs_distances(*g, source));
      return watch.seconds();
    });
    constexpr int iterations = 10;
    r.pagerank_s = best_seconds(times, [&] {
      const stopwatch watch;
      static_cast<void>(pagerank(*g, {.tolerance = 1e-300, .max_iterations = iterations}));
      return watch.seconds() / iterations;
    });
    heard(r);
    rows.push_back(r);
  }
  return rows;
}

std::string head_of_graph_scaling() {
  return format("%12s %11s %9s %8s %9s %8s %9s %8s %11s %10s", "edges", "vertices", "build", "ns/edge", "BFS",
                "ns/edge", "PageRank", "ns/edge", "bytes/edge", "peak/graph");
}
std::string line_of(const graph_scale& r) {
  const auto m = static_cast<double>(r.edges);
  return format("%12s %11s %9s %8.2f %9s %8.2f %9s %8.2f %11.1f %10s", digits(r.edges).c_str(), digits(r.order).c_str(),
                duration(r.build_s).c_str(), r.build_s / m * 1e9, duration(r.bfs_s).c_str(), r.bfs_s / m * 1e9,
                duration(r.pagerank_s).c_str(), r.pagerank_s / m * 1e9, static_cast<double>(r.bytes) / m,
                peak_text(r.peak_bytes, r.bytes).c_str());
}

}  // namespace capnet::bench
