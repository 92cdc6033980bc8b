#include <bit>
#include <chrono>
#include <cmath>
#include <fstream>
#include <optional>
#include <string>
#include <unistd.h>

#include <capnet/algorithm/bfs_distances.hpp>
#include <capnet/algorithm/ordered_graph.hpp>
#include <capnet/algorithm/pagerank.hpp>

#include "generate/kronecker.hpp"
#include "graphs.hpp"

namespace capnet::bench {
namespace {

/// From /proc/self/status, in bytes; 0 where there is none.
std::size_t memory(const std::string& what) {
  std::ifstream in{"/proc/self/status"};
  for (std::string word; in >> word;) {
    std::size_t kilobytes = 0;
    if (word == what + ":" && in >> kilobytes) return kilobytes << 10;
  }
  return 0;
}
void forget_peak() { std::ofstream{"/proc/self/clear_refs"} << "5"; }

template <class Run>
double best_seconds(int times, const Run& run) {
  double best = 1e300;
  for (int k = 0; k < times; ++k) {
    const auto start = std::chrono::steady_clock::now();
    run();
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return best;
}

std::size_t bytes_of(const ordered_graph& g) {
  const compressed_rows rows = g.graph().out_rows();
  return rows.offsets.size_bytes() + rows.columns.size_bytes() + rows.weights.size_bytes() + g.original().size_bytes() + g.position().size_bytes();
}

}  // namespace

std::vector<scale_row> run_scaling(const std::function<void(const scale_row&)>& heard) {
  std::vector<scale_row> rows;
  for (std::size_t edges = 10'000; edges <= 100'000'000; edges *= 10) {
    const auto available = static_cast<std::size_t>(sysconf(_SC_AVPHYS_PAGES)) * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    if (edges * 48 > available) break;  // columns, both directions, the build's own
    const auto scale = static_cast<unsigned>(std::bit_width(edges / 16));
    const edge_columns raw = kronecker(scale, 1, edges);
    scale_row r{.edges = edges, .order = raw.order};
    const int times = edges >= 10'000'000 ? 3 : 7;
    std::optional<ordered_graph> g;
    r.build_s = best_seconds(times, [&] {
      g.reset();
      forget_peak();
      const std::size_t before = memory("VmRSS");
      g.emplace(ordered_graph::from_columns(raw.order, raw.sources, raw.targets));
      r.peak_bytes = memory("VmHWM") - before;
    });
    r.graph_bytes = bytes_of(*g);
    const vertex_index source = g->original()[0];
    r.bfs_s = best_seconds(times, [&] { static_cast<void>(bfs_distances(*g, source)); });
    constexpr int iterations = 5;
    r.pagerank_s = best_seconds(times, [&] { static_cast<void>(pagerank(*g, {.tolerance = 1e-300, .max_iterations = iterations})); }) / iterations;
    heard(r);
    rows.push_back(r);
  }
  return rows;
}

}  // namespace capnet::bench
