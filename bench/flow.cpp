/// Samples of the independent cascade, beside a naive loop.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include <capnet/algorithm/independent_cascade.hpp>

#include "family_rows.hpp"
#include "flow.hpp"
#include "stopwatch.hpp"

namespace capnet::bench {
namespace {

struct cascade_case {
  std::size_t order = 0;
  std::vector<spread_edge> edges{};
  std::vector<vertex_index> starts{};
};

/// Ten arcs a vertex on average, at random; .12 is a little more than what makes a cascade live on.
cascade_case make_case(std::size_t order, bool uniform) {
  cascade_case made{.order = order};
  random_stream rng{{.seed = 7, .entity = order}};
  const auto n = static_cast<std::uint32_t>(order);
  for (std::size_t k = 0; k < 10 * order; ++k)
    made.edges.push_back({rng.below(n), rng.below(n), uniform ? .12 : .24 * rng.uniform()});
  for (vertex_index v = 0; v < 10; ++v) made.starts.push_back(v);
  return made;
}

/// What twenty lines do: arrays, a queue, and a draw of 64 bits for each arc, compared as an integer.
class naive_cascade {
 public:
  explicit naive_cascade(const cascade_case& of) : starts_{of.starts}, first_(of.order + 1), arcs_(of.edges.size()) {
    for (const spread_edge& uv : of.edges) ++first_[uv.source + 1];
    for (std::size_t u = 0; u < of.order; ++u) first_[u + 1] += first_[u];
    std::vector<std::size_t> next = first_;
    for (const spread_edge& uv : of.edges)
      arcs_[next[uv.source]++] = {uv.target, static_cast<std::uint64_t>(uv.probability * 0x1p64)};
  }
  /// The mean of the numbers reached; how often each vertex was is kept, as ours does.
  double operator()(std::uint32_t samples) {
    const std::size_t order = first_.size() - 1;
    std::vector<std::uint32_t> marks(order, samples), queue(order), times(order);
    std::mt19937_64 rng{1};
    std::uint64_t total = 0;
    for (std::uint32_t sample = 0; sample < samples; ++sample) {
      std::size_t found = 0;
      for (const vertex_index v : starts_) marks[v] = sample, queue[found++] = v;
      for (std::size_t at = 0; at < found; ++at) {
        const std::uint32_t u = queue[at];
        ++times[u];
        for (std::size_t a = first_[u]; a < first_[u + 1]; ++a) {
          if (rng() >= arcs_[a].threshold || marks[arcs_[a].target] == sample) continue;
          marks[arcs_[a].target] = sample;
          queue[found++] = arcs_[a].target;
        }
      }
      total += found;
    }
    return static_cast<double>(total) / samples;
  }

 private:
  struct arc {
    std::uint32_t target;
    std::uint64_t threshold;
  };
  std::vector<vertex_index> starts_;
  std::vector<std::size_t> first_;
  std::vector<arc> arcs_;
};

void run_case(const std::string& name, const cascade_case& of, std::uint32_t samples, std::size_t rounds,
              family_rows& rows) {
  naive_cascade naive{of};
  const spread_graph g{of.order, of.edges};
  static_cast<void>(g.coin_names());
  const auto ours = [&](coin_keys coins, unsigned threads, std::uint32_t times) {
    return independent_cascade(g, of.starts, {.samples = times, .seed = 1, .threads = threads, .coins = coins});
  };
  double naive_s = 1e300, row_s = 1e300, edge_s = 1e300, two_s = 1e300, eight_s = 1e300, eight_two_s = 1e300;
  bool near = true, same = true;
  const auto timed = [](double& best, const auto& run) {
    const stopwatch watch;
    auto found = run();
    best = std::min(best, watch.seconds());
    return found;
  };
  for (std::size_t round = 0; round < rounds; ++round) {
    const double mean = timed(naive_s, [&] { return naive(samples); });
    const auto row = timed(row_s, [&] { return ours(coin_keys::by_row, 1, samples); });
    const auto edge = timed(edge_s, [&] { return ours(coin_keys::by_edge, 1, samples); });
    const auto two = timed(two_s, [&] { return ours(coin_keys::by_row, 2, samples); });
    const auto eight = timed(eight_s, [&] { return ours(coin_keys::by_row, 1, 8); });
    const auto eight_two = timed(eight_two_s, [&] { return ours(coin_keys::by_row, 2, 8); });
    same = same && two.probability == row.probability && eight.probability == eight_two.probability;
    // Three means of as many samples.
    near = near && std::abs(row.spread - mean) < 7 * row.standard_error &&
           std::abs(edge.spread - mean) < 7 * row.standard_error;
  }
  rows.add("cascade-" + name, 1, row_s, "naive mt19937_64", naive_s, 2, near, rounds);
  rows.add("cascade-by-edge-" + name, 1, edge_s, "naive mt19937_64", naive_s, 1, near, rounds);
  rows.add("cascade-" + name, 2, two_s, "one thread", row_s, 1.8, same, rounds);
  rows.add("cascade-8-samples-" + name, 2, eight_two_s, "one thread", eight_s, 1.8, same, rounds);
}

}  // namespace

void run_flow(bool quick, const std::function<void(const row&)>& heard) {
  family_rows rows{"flow", heard};
  for (const std::size_t order : {std::size_t{10'000}, std::size_t{100'000}}) {
    if (quick && order > 10'000) break;
    const std::string size = order == 10'000 ? "-100k" : "-1M";
    const std::uint32_t samples = order == 10'000 ? 1'000 : 200;
    for (const bool uniform : {true, false})
      run_case((uniform ? "uniform" : "differing") + size, make_case(order, uniform), samples, quick ? 5 : 9, rows);
  }
}

}  // namespace capnet::bench
