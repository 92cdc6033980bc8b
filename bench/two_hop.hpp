#pragma once
/// The typed question of the suite: "nonprofits of the same region reachable in two hops over participation ties that are valid on day D:
/// count, and the ten with the largest weight", asked from random organizations.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <capnet/core/random.hpp>
#include <capnet/query/pipeline.hpp>
#include <capnet/query/prepared.hpp>

namespace capnet::bench {

/// D, halfway through the years of the generated network.
inline date two_hop_day() { return make_date(2020, 7, 1); }

inline query_plan two_hop_plan(const snapshot& net) {
  const relation_index r = net.schema().index_of<participates_in>();
  return {.steps = {step_along{r, true}, step_along{r, false}, in_same_region(), in_sector(sector::nonprofit), top_k(10)}, .day = two_hop_day()};
}

/// The same starts in every network of a size.
inline std::vector<vertex_ref> random_organizations(const snapshot& net, std::size_t count) {
  std::vector<vertex_ref> starts;
  random_stream rng{{.seed = 9}};
  const kind_index organizations = net.schema().index_of<organization>();
  for (std::size_t k = 0; k < count; ++k) starts.push_back({organizations, rng.below(static_cast<std::uint32_t>(net.order(organizations)))});
  return starts;
}

inline double sum_of_weights(std::span<const query_row> rows) {
  double sum = 0;
  for (const query_row& row : rows) sum += row.weight;
  return sum;
}

/// What a list of starts gave, and how long it took.
struct answers {
  double p50 = 0, p99 = 0, mean = 0;  ///< seconds
  std::uint64_t results = 0;
  double weight = 0;  ///< sum of the ten largest of each

  [[nodiscard]] bool equal(const answers& other) const {
    return results == other.results && std::abs(weight - other.weight) <= 1e-9 * std::abs(weight);
  }
};

/// Asks all starts in turn; `ask(start)` gives the number of results and the sum of the best weights. Pre: there is a start.
template <class Ask>
answers ask_all(std::span<const vertex_ref> starts, const Ask& ask) {
  using clock = std::chrono::steady_clock;
  answers all;
  std::vector<double> times;
  times.reserve(starts.size());
  for (const vertex_ref start : starts) {
    const auto begin = clock::now();
    const auto [count, weight] = ask(start);
    times.push_back(std::chrono::duration<double>(clock::now() - begin).count());
    all.results += count;
    all.weight += weight;
  }
  for (const double t : times) all.mean += t / static_cast<double>(times.size());
  std::sort(times.begin(), times.end());
  all.p50 = times[times.size() / 2];
  all.p99 = times[times.size() * 99 / 100];
  return all;
}

}  // namespace capnet::bench
