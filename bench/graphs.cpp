#include "graphs.hpp"

#include <algorithm>
#include <optional>
#include <thread>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/core/random.hpp>

#include "byte_model.hpp"
#include "generate/kronecker.hpp"
#include "generate/uniform.hpp"
#include "ours.hpp"
#include "peers/peers.hpp"
#include "targets.hpp"

namespace capnet::bench {
namespace {

/// The columns and rows that a dataset borrows.
struct held_dataset {
  edge_columns raw{};
  compressed_graph simple{};
  dataset data{};
};

std::vector<std::uint32_t> with_neighbors(const dataset& data, std::size_t count, std::uint64_t entity) {
  random_stream rng{{.seed = 1, .entity = entity, .purpose = 4}};
  std::vector<std::uint32_t> chosen;
  while (chosen.size() < count) {
    const std::uint32_t v = rng.below(data.order);
    if (data.degree(v) != 0 && std::find(chosen.begin(), chosen.end(), v) == chosen.end()) chosen.push_back(v);
  }
  return chosen;
}

std::unique_ptr<held_dataset> make_dataset(const std::string& family, unsigned scale, std::size_t searches) {
  auto held = std::make_unique<held_dataset>();
  held->raw = family == "kron" ? kronecker(scale) : uniform(scale);
  // All are given these rows; that they are right, the kernel "build" shows against what peers build.
  held->simple = compressed_graph::from_columns(held->raw.order, held->raw.sources, held->raw.targets);
  dataset& data = held->data;
  data = {.name = family + std::to_string(scale),
          .order = held->raw.order,
          .raw_sources = held->raw.sources,
          .raw_targets = held->raw.targets};
  data.offsets = held->simple.out_rows().offsets;
  data.columns = held->simple.out_rows().columns;
  data.search_sources = with_neighbors(data, searches, 1);
  data.batch_sources = with_neighbors(data, 64, 2);
  return held;
}

/// Slower than another peer on every graph that was tried: left out of the quick run.
bool never_best(const std::string& peer, kernel k) {
  if (peer == "igraph") return k != kernel::pagerank_solve;
  if (peer == "Boost.Graph") return k == kernel::build || k == kernel::betweenness_fp64;
  return false;
}

/// What the quick run leaves out, since it takes a tenth of its time: both the numbers and the graph are guarded by
/// other rows.
bool too_long_for_quick(const std::string& family, kernel k) {
  return family == "urand" && k == kernel::betweenness_fp64;
}

struct comparison {
  double units = 1;
  double tolerance = 0;
  double floor = 0;
};

comparison compared(kernel k, const dataset& data) {
  switch (k) {
    case kernel::bfs:
    case kernel::shortest_paths:
      return {.units = static_cast<double>(data.search_sources.size())};
    case kernel::pagerank_fp32:
      return {.units = pagerank_iterations<float>, .tolerance = 1e-4, .floor = 1e-9};
    case kernel::pagerank_fp64:
      return {.units = pagerank_iterations<double>, .tolerance = 1e-9, .floor = 1e-9};
    case kernel::pagerank_solve:
      return {.tolerance = 1e-5, .floor = 1e-9};  // both stop at a change of 1e-10 in all
    case kernel::betweenness_fp32:
      return {.tolerance = 1e-4, .floor = 1};
    case kernel::betweenness_fp64:
      return {.tolerance = 1e-9, .floor = 1};
    default:
      return {};
  }
}

}  // namespace

std::vector<std::unique_ptr<library>> peers() {
  std::vector<std::unique_ptr<library>> all;
#ifdef CAPNET_BENCH_GRAPHBLAS
  all.push_back(make_graphblas());
#endif
#ifdef CAPNET_BENCH_EIGEN
  all.push_back(make_eigen());
#endif
#ifdef CAPNET_BENCH_BOOST_GRAPH
  all.push_back(make_boost_graph());
#endif
#ifdef CAPNET_BENCH_IGRAPH
  all.push_back(make_igraph());
#endif
#ifdef CAPNET_BENCH_LEMON
  all.push_back(make_lemon());
#endif
  return all;
}

std::vector<row> run_graph(const std::string& family, const suite_options& options,
                           std::span<const std::unique_ptr<library>> theirs, const machine_limits& limits,
                           const std::function<void(const row&)>& heard) {
  const std::regex wanted{options.filter};
  const std::string prefix = family + std::to_string(options.scale) + "/";
  const auto matches = [&](const std::string& name) {
    return options.filter.empty() || std::regex_search(name, wanted);
  };
  std::vector<kernel> chosen;
  for (const kernel k : kernels) {
    const std::string name = prefix + std::string{name_of(k)};
    if (options.quick && too_long_for_quick(family, k)) continue;
    if (matches(name) || matches(name + "-unordered")) chosen.push_back(k);
  }
  if (chosen.empty()) return {};

  const auto held = make_dataset(family, options.scale, options.quick ? 4 : 8);
  const dataset& data = held->data;
  const std::unique_ptr<library> ordered = make_ours(true);
  const std::unique_ptr<library> plain = make_ours(false);
  std::vector<row> rows;
  for (const kernel k : chosen) {
    const comparison how = compared(k, data);
    group all{
        .kernel = prefix + std::string{name_of(k)}, .units = how.units, .tolerance = how.tolerance, .floor = how.floor};
    for (const unsigned threads : {1u, 2u}) {
      if (threads > std::thread::hardware_concurrency()) continue;
      all.contenders.push_back({"capnet", threads, "", true, true, ordered->prepare(k, data, threads)});
      all.contenders.push_back({"capnet", threads, "-unordered", true, true, plain->prepare(k, data, threads)});
    }
    if (!all.contenders.front().work) continue;
    for (const auto& peer : theirs) {
      if (options.quick && never_best(peer->name(), k)) continue;
      for (const unsigned threads : {1u, 2u}) {
        if (threads == 2 && (!peer->parallel(k) || std::thread::hardware_concurrency() < 2)) continue;
        all.contenders.push_back(
            {peer->name(), threads, "", false, peer->parallel(k), peer->prepare(k, data, threads)});
      }
    }
    const std::optional<double> bytes = least_bytes(k, data);
    for (row& r : measure(all, options.measuring)) {
      if (!matches(r.kernel)) continue;
      r.target = target_of(r.kernel, r.threads);
      if (bytes) r.limit_fraction = *bytes / limits.bandwidth(*bytes, r.threads) / r.ours_s;
      heard(r);
      rows.push_back(std::move(r));
    }
  }
  for (const auto& peer : theirs) peer->forget();
  return rows;
}

}  // namespace capnet::bench
