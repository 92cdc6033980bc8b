#pragma once
/// Shortest paths from one source at a time. Not interface.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/algorithm/ordered_graph.hpp>
#include <capnet/core/parallel.hpp>

namespace capnet::detail {

/// A positive number of any size, or 0, with the precision of a double: what counts paths where a double is too small.
class wide_number {
 public:
  wide_number() = default;
  wide_number(double value) : part_{value} { normalize(); }
  wide_number& operator+=(const wide_number& other) {
    if (part_ == 0) return *this = other;
    if (other.part_ == 0) return *this;
    const std::int64_t top = std::max(exponent_, other.exponent_);
    part_ = scaled(top) + other.scaled(top);
    exponent_ = top;
    normalize();
    return *this;
  }
  /// The ratio of two as a double. Pre: b is not 0.
  friend double operator/(const wide_number& a, const wide_number& b) {
    const std::int64_t shift = a.exponent_ - b.exponent_;
    return std::ldexp(a.part_ / b.part_, static_cast<int>(std::clamp<std::int64_t>(shift, -5'000, 5'000)));
  }

 private:
  [[nodiscard]] double scaled(std::int64_t top) const {
    return std::ldexp(part_, static_cast<int>(std::max<std::int64_t>(exponent_ - top, -5'000)));
  }
  void normalize() {
    int shift = 0;
    part_ = std::frexp(part_, &shift);
    exponent_ += shift;
  }
  double part_ = 0;
  std::int64_t exponent_ = 0;
};

/// Adds to `sum` the dependency of each source on each vertex (Brandes 2001). False if a number of paths is too large
/// for a double: then nothing of that source and those after it is added.
template <class Paths>
bool add_single_source_dependencies(const compressed_graph& g, std::span<const vertex_index> sources,
                                    std::span<double> sum, const std::stop_token& stop) {
  const vertex_index n = g.order();
  std::vector<Paths> paths(n, 0);   // shortest paths from the source
  std::vector<double> share(n, 0);  // dependency of the source on the vertex
  std::vector<vertex_index> distance(n, n);
  std::vector<vertex_index> queue;
  queue.reserve(n);
  for (const vertex_index source : sources) {
    throw_if_stopped(stop);
    queue.assign(1, source);
    distance[source] = 0;
    paths[source] = 1;
    for (std::size_t head = 0; head < queue.size(); ++head) {
      const vertex_index u = queue[head];
      if constexpr (std::is_same_v<Paths, double>) {
        if (!(paths[u] < 1e300)) return false;
      }
      for (const vertex_index v : g.successors(u)) {
        if (distance[v] == n) {
          distance[v] = distance[u] + 1;
          queue.push_back(v);
        }
        if (distance[v] == distance[u] + 1) paths[v] += paths[u];
      }
    }
    for (std::size_t k = queue.size(); k-- > 0;) {
      const vertex_index u = queue[k];
      for (const vertex_index v : g.successors(u)) {
        if (distance[v] == distance[u] + 1) share[u] += paths[u] / paths[v] * (1 + share[v]);
      }
      if (u != source) sum[u] += share[u];
    }
    for (const vertex_index u : queue) {
      distance[u] = n;
      paths[u] = 0;
      share[u] = 0;
    }
  }
  return true;
}

/// Sums of the dependencies of the sources, in 16 blocks that are added in their order.
inline std::vector<double> single_source_dependencies(const compressed_graph& g, std::span<const vertex_index> sources,
                                                      const execution& how) {
  const vertex_index n = g.order();
  const std::size_t grain = std::max<std::size_t>(1, (sources.size() + 15) / 16);
  std::vector<std::vector<double>> partial(16);
  parallel_for_blocks(sources.size(), grain, how, [&](std::size_t block, std::size_t first, std::size_t last) {
    std::vector<double>& sum = partial[block];
    sum.assign(n, 0);
    const auto mine = sources.subspan(first, last - first);
    if (add_single_source_dependencies<double>(g, mine, sum, how.stop)) return;
    sum.assign(n, 0);
    add_single_source_dependencies<wide_number>(g, mine, sum, how.stop);
  });
  if (how.report) how.report({1, "betweenness"});
  std::vector<double> all(n, 0);
  for (const std::vector<double>& sum : partial) {
    for (std::size_t u = 0; u < sum.size(); ++u) all[u] += sum[u];
  }
  return all;
}

/// The graph that g was made from.
inline compressed_graph in_original_order(const ordered_graph& g) {
  std::vector<edge> edges;
  edges.reserve(g.size());
  for (vertex_index p = 0; p < g.order(); ++p) {
    for (const vertex_index q : g.graph().successors(p)) {
      if (g.directed() || p <= q) edges.push_back({g.original()[p], g.original()[q], 1});
    }
  }
  return compressed_graph::from_edges(g.order(), edges,
                                      {.directed = g.directed(), .keep_loops = true, .parallel = parallel_edges::all});
}

}  // namespace capnet::detail
