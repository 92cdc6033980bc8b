#pragma once
/// Distances from every vertex to many, 64 at once, added up in integers. Not interface.
#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/algorithm/detail/draw_sources.hpp>
#include <capnet/algorithm/detail/search_order.hpp>
#include <capnet/algorithm/ordered_graph.hpp>
#include <capnet/core/large_vector.hpp>
#include <capnet/core/parallel.hpp>

namespace capnet::detail {

/// What one vertex has to the targets that it reaches, itself left out. Integers: the same in whatever order they are
/// added.
struct distance_sum {
  std::uint64_t total = 0;  ///< of distances
  std::uint64_t part = 0;   ///< of inverse distances, in units of 2^-57, below one
  std::uint32_t whole = 0;  ///< of inverse distances
  std::uint32_t reached = 0;

  /// Pre: 0 < lanes <= 64 targets, and distance > 0.
  void add(std::uint32_t lanes, std::uint32_t distance) noexcept {
    total += std::uint64_t{lanes} * distance;
    reached += lanes;
    part += lanes * ((one + distance / 2) / distance);
    carry();
  }
  distance_sum& operator+=(const distance_sum& other) noexcept {
    total += other.total;
    reached += other.reached;
    whole += other.whole;
    part += other.part;
    carry();
    return *this;
  }
  [[nodiscard]] double inverse() const noexcept { return whole + std::ldexp(static_cast<double>(part), -57); }

 private:
  static constexpr std::uint64_t one = std::uint64_t{1} << 57;
  void carry() noexcept {
    whole += static_cast<std::uint32_t>(part / one);
    part %= one;
  }
};

/// Searches breadth-first from 64 targets at once, against the arcs: a bit for each target in a mask for each vertex
/// (Then et al. 2014).
class distance_search {
 public:
  distance_search(const compressed_rows& out, const compressed_rows& in)
      : out_{out},
        in_{in},
        seen_(out.order()),
        here_(out.order(), 0),
        there_(out.order(), 0),
        marked_(out.order(), 0) {}

  /// Adds to `sums` for each vertex that reaches some of at most 64 targets.
  void add(std::span<const vertex_index> targets, std::span<distance_sum> sums, const execution& how) {
    std::fill(seen_.begin(), seen_.end(), std::uint64_t{0});
    level_.clear();
    std::uint64_t active = 0;
    for (std::size_t lane = 0; lane < targets.size(); ++lane) {
      const vertex_index t = targets[lane];
      if (seen_[t] == 0) level_.push_back(t);
      seen_[t] |= std::uint64_t{1} << lane;
      here_[t] = seen_[t];
      active |= std::uint64_t{1} << lane;
    }
    for (std::uint32_t distance = 1; !level_.empty(); ++distance) active = step(distance, active, sums, how);
  }

 private:
  static constexpr std::size_t grain = 1'024;

  /// Each vertex looks whether a successor is in the level. Returns the lanes in which some were found.
  std::uint64_t step(std::uint32_t distance, std::uint64_t active, std::span<distance_sum> sums, const execution& how) {
    arc_index arcs = 0;
    for (const vertex_index v : level_) arcs += in_.degree(v);
    const bool few = arcs < in_.size() / 16;
    candidates_.clear();
    if (few) {
      for (const vertex_index v : level_) {
        for (const vertex_index u : in_[v]) {
          if (marked_[u] != 0 || (active & ~seen_[u]) == 0) continue;
          marked_[u] = 1;
          candidates_.push_back(u);
        }
      }
      for (const vertex_index u : candidates_) marked_[u] = 0;
    }
    const std::size_t n = few ? candidates_.size() : out_.order();
    found_.resize(n / grain + 1);
    std::atomic<std::uint64_t> reached{0};
    parallel_for_blocks(n, grain, how, [&](std::size_t block, std::size_t first, std::size_t end) {
      std::vector<vertex_index>& mine = found_[block];
      mine.clear();
      std::uint64_t lanes = 0;
      for (std::size_t k = first; k < end; ++k) {
        const vertex_index u = few ? candidates_[k] : static_cast<vertex_index>(k);
        const std::uint64_t missing = active & ~seen_[u];
        if (missing == 0) continue;
        std::uint64_t fresh = 0;
        for (const vertex_index v : out_[u]) {
          fresh |= here_[v];
          if ((missing & ~fresh) == 0) break;
        }
        fresh &= missing;
        if (fresh == 0) continue;
        there_[u] = fresh;
        seen_[u] |= fresh;
        lanes |= fresh;
        sums[u].add(static_cast<std::uint32_t>(std::popcount(fresh)), distance);
        mine.push_back(u);
      }
      if (lanes != 0) reached |= lanes;
    });
    for (const vertex_index v : level_) here_[v] = 0;
    level_.clear();
    for (std::size_t block = 0; block * grain < n; ++block)
      level_.insert(level_.end(), found_[block].begin(), found_[block].end());
    std::swap(here_, there_);
    return reached;
  }

  const compressed_rows out_, in_;
  large_vector<std::uint64_t> seen_;   ///< targets that the vertex has reached
  large_vector<std::uint64_t> here_;   ///< and that in the last step
  large_vector<std::uint64_t> there_;  ///< in this one; 0 in between
  large_vector<std::uint8_t> marked_;
  std::vector<vertex_index> level_, candidates_;
  std::vector<std::vector<vertex_index>> found_;
};

/// For each vertex of g the sums over the targets. Loops and parallel edges change nothing. Time O(targets (n + m) /
/// 64) where most vertices are at the same few distances, at most O(targets (n + m)); space O(n + m), below 65,536
/// vertices O(n) a thread.
inline std::vector<distance_sum> distance_sums(const compressed_graph& g, std::span<const vertex_index> targets,
                                               const execution& how) {
  auto sums = detail::filled_vector<distance_sum>(g.order());
  const auto batch = [&](std::size_t first) {
    return targets.subspan(first, std::min<std::size_t>(64, targets.size() - first));
  };
  const auto report = [&](std::size_t done) {
    if (how.report)
      how.report({targets.empty() ? 1. : static_cast<double>(done) / static_cast<double>(targets.size()), "distances"});
  };
  if (g.order() < 65'536) {  // each batch by one thread
    struct local {
      distance_search search;
      std::vector<distance_sum> sums;
    };
    per_thread<local> locals{
        [&] { return local{distance_search{g.out_rows(), g.in_rows()}, std::vector<distance_sum>(g.order())}; }};
    parallel_for_blocks(targets.size(), 64, how, [&](std::size_t, std::size_t first, std::size_t) {
      local& mine = locals.local();
      mine.search.add(batch(first), mine.sums, {.threads = 1, .stop = how.stop});
    });
    locals.for_each([&](const local& one) {
      for (std::size_t u = 0; u < sums.size(); ++u) sums[u] += one.sums[u];
    });
    report(targets.size());
    return sums;
  }
  distance_search search{g.out_rows(), g.in_rows()};
  for (std::size_t first = 0; first < targets.size(); first += 64) {
    search.add(batch(first), sums, {how.threads, how.stop, {}});
    report(std::min(targets.size(), first + 64));
  }
  return sums;
}

/// Distance sums to all vertices, or to `samples` drawn ones; how many of them are others than the vertex itself.
struct sampled_distances {
  std::vector<distance_sum> sums{};
  std::vector<std::uint32_t> others{};
};
inline sampled_distances distances_to_samples(const compressed_graph& g, const ordered_graph* ordered,
                                              std::size_t samples, std::uint64_t seed, const execution& how) {
  const vertex_index n = g.order();
  std::vector<vertex_index> targets = draw_sources(n, samples == 0 ? n : samples, seed);
  sampled_distances result;
  result.others.assign(n, static_cast<std::uint32_t>(targets.size()));
  for (const vertex_index t : targets) --result.others[t];
  std::optional<ordered_graph> own;
  if (ordered == nullptr && n >= 4'096) ordered = &own.emplace(g, how.threads);
  if (ordered == nullptr) {
    result.sums = distance_sums(g, targets, how);
    return result;
  }
  for (vertex_index& t : targets) t = ordered->position()[t];
  if (targets.size() > 64) sort_by_place(targets, search_places(ordered->graph()));
  const std::vector<distance_sum> sums = distance_sums(ordered->graph(), targets, how);
  result.sums.resize(n);
  for (vertex_index p = 0; p < n; ++p) result.sums[ordered->original()[p]] = sums[p];
  return result;
}

}  // namespace capnet::detail
