#include <unistd.h>
#include <algorithm>
#include <filesystem>
#include <optional>
#include <stdexcept>

#include <capnet/algorithm/bfs_distances.hpp>
#include <capnet/algorithm/pagerank.hpp>
#include <capnet/io/native_file.hpp>
#include <capnet/view/flatten.hpp>

#include "generate/typed_network.hpp"
#include "memory.hpp"
#include "scaling.hpp"
#include "stopwatch.hpp"
#include "text.hpp"
#include "typed/question.hpp"

namespace capnet::bench {
namespace {

std::size_t bytes_of(const typed_columns& columns) {
  std::size_t bytes = 0;
  for (const typed_columns::relation& r : columns.relations) {
    bytes += (r.sources.size() + r.targets.size() + r.begins.size() + r.ends.size()) * 4 + r.weights.size() * 8;
  }
  for (const typed_columns::kind& k : columns.kinds) bytes += k.sectors.size() * sizeof(sector) + k.regions.size() * 4;
  return bytes;
}

/// Builds and freezes; the columns are freed at the end.
snapshot measured_build(std::size_t ties, int times, network_scale& r) {
  const typed_columns columns = make_typed_columns(ties);
  r.column_bytes = bytes_of(columns);
  std::optional<snapshot> net;
  r.check_s = r.freeze_s = 1e300;
  for (int k = 0; k < times; ++k) {
    net.reset();
    r.peak_bytes = peak_of([&] {
      stopwatch watch;
      const builder recorded = build(columns);
      r.check_s = std::min(r.check_s, watch.seconds());
      watch = {};
      net.emplace(recorded.freeze({.renumber = true, .run = on_threads()}));
      r.freeze_s = std::min(r.freeze_s, watch.seconds());
    });
  }
  return *net;
}

void measure_questions(const snapshot& net, network_scale& r) {
  const std::vector<vertex_ref> starts = random_organizations(net, 10'000);
  latencies times;
  for (int round = 0; round < 3; ++round) times.round(starts, asking(net, two_hop_plan(net)));
  r.p50_s = times.p50(), r.p99_s = times.p99();
}

void measure_file(const snapshot& net, network_scale& r) {
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / ("capnet_scaling_" + std::to_string(::getpid()) + ".capnet");
  query_plan plan = two_hop_plan(net);
  double expected = 0;
  for (const vertex_ref start : random_organizations(net, 1'000)) {  // the first that finds someone
    plan.start = {start};
    expected = answer_of(query_executor{net}.run(plan)).weight;
    if (expected > 0) break;
  }
  const stopwatch writing;
  write_native(net, file);
  r.write_s = writing.seconds();
  r.file_bytes = std::filesystem::file_size(file);
  bool equal = true;
  r.open_s = r.first_s = 1e300;
  for (int k = 0; k < 3; ++k) {
    const stopwatch watch;
    const snapshot opened = read_native(file);
    r.open_s = std::min(r.open_s, watch.seconds());
    equal = equal && answer_of(query_executor{opened}.run(plan)).weight == expected;
    r.first_s = std::min(r.first_s, watch.seconds());
  }
  std::filesystem::remove(file);
  if (!equal) throw std::runtime_error{"the answer from the file is not the one from memory"};
}

void measure_kernels(const snapshot& net, int times, network_scale& r) {
  std::vector<relation_index> relations;
  for (const layer& ties : net.layers()) {
    if (ties.size() > 0) relations.push_back(ties.relation());
  }
  const stopwatch flattening;
  const flattened flat = flatten(all_held(net), relations);
  r.flatten_s = flattening.seconds();
  r.flat_edges = flat.graph.size();
  vertex_index hub = 0;
  for (vertex_index u = 0; u < flat.graph.order(); ++u) {
    if (flat.graph.out_degree(u) > flat.graph.out_degree(hub)) hub = u;
  }
  r.bfs_s = best_seconds(times, [&] {
    const stopwatch watch;
    static_cast<void>(bfs_distances(flat.graph, hub));
    return watch.seconds();
  });
  constexpr int iterations = 10;
  r.pagerank_s = best_seconds(times, [&] {
    const stopwatch watch;
    static_cast<void>(pagerank(flat.graph, {.tolerance = 1e-300, .max_iterations = iterations}));
    return watch.seconds() / iterations;
  });
}

}  // namespace

std::vector<network_scale> scale_networks(std::size_t most_ties,
                                          const std::function<void(const network_scale&)>& heard) {
  std::vector<network_scale> rows;
  for (std::size_t ties = 10'000; ties <= most_ties; ties *= 10) {
    if (ties * 120 > free_memory()) break;  // columns and the snapshot; then the snapshot, edges and the graph
    const int times = ties >= 100'000'000 ? 1 : ties >= 10'000'000 ? 3 : 7;
    network_scale r{.ties = ties};
    const snapshot net = measured_build(ties, times, r);
    r.order = net.order();
    const snapshot::memory_use bytes = net.memory();
    r.hot_bytes = bytes.ties, r.cold_bytes = bytes.cold, r.vertex_bytes = bytes.vertices;
    measure_questions(net, r);
    measure_file(net, r);
    measure_kernels(net, times, r);
    heard(r);
    rows.push_back(r);
  }
  return rows;
}

std::string head_of_network_scaling() {
  return format("%12s %11s %9s %9s %8s %9s %9s %10s %9s %9s %9s %9s %9s %9s %9s %9s %9s", "ties", "vertices", "check",
                "freeze", "ns/tie", "hot B/tie", "cold B/tie", "peak/snap", "with cols", "write", "open", "first",
                "p50", "p99", "flatten", "BFS", "PageRank");
}
std::string line_of(const network_scale& r) {
  const auto m = static_cast<double>(r.ties);
  return format("%12s %11s %9s %9s %8.2f %9.1f %9.1f %10s %9s %9s %9s %9s %9s %9s %9s %9s %9s", digits(r.ties).c_str(),
                digits(r.order).c_str(), duration(r.check_s).c_str(), duration(r.freeze_s).c_str(),
                (r.check_s + r.freeze_s) / m * 1e9, static_cast<double>(r.hot_bytes) / m,
                static_cast<double>(r.cold_bytes) / m, peak_text(r.peak_bytes, r.snapshot_bytes()).c_str(),
                peak_text(r.peak_bytes + r.column_bytes, r.snapshot_bytes()).c_str(), duration(r.write_s).c_str(),
                duration(r.open_s).c_str(), duration(r.first_s).c_str(), duration(r.p50_s).c_str(),
                duration(r.p99_s).c_str(), duration(r.flatten_s).c_str(), duration(r.bfs_s).c_str(),
                duration(r.pagerank_s).c_str());
}

}  // namespace capnet::bench
