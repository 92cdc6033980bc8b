#pragma once
/// How far everybody is from one vertex when arcs have lengths, and by which way.
#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <queue>
#include <span>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <capnet/algorithm/concepts.hpp>
#include <capnet/algorithm/ordered_graph.hpp>
#include <capnet/core/error.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/large_vector.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/core/text.hpp>

namespace capnet {

/// Shortest ways from one vertex. Of those to a vertex the tree takes one with the fewest arcs.
struct sssp_result {
  std::vector<double> distances{};      ///< infinity if there is no way
  std::vector<vertex_index> parents{};  ///< the vertex before; `sssp_no_parent` of the source and where there is no way
};

inline constexpr vertex_index sssp_no_parent = std::numeric_limits<vertex_index>::max();

namespace detail {

/// Throws: input_error naming the first arc, by the numbers in `original`, whose weight is negative or not a number.
inline void check_lengths(const compressed_rows& rows, std::span<const vertex_index> original, const execution& how) {
  const std::size_t arcs = rows.weights.size();
  constexpr std::size_t grain = 1u << 16;
  std::vector<std::size_t> wrong((arcs + grain - 1) / grain, arcs);
  parallel_for_blocks(arcs, grain, how, [&](std::size_t block, std::size_t first, std::size_t last) {
    bool right = true;
    for (std::size_t k = first; k < last; ++k) right &= rows.weights[k] >= 0;
    for (std::size_t k = first; !right && wrong[block] == arcs; ++k) {
      if (!(rows.weights[k] >= 0)) wrong[block] = k;
    }
  });
  const auto found = std::find_if(wrong.begin(), wrong.end(), [&](std::size_t k) { return k < arcs; });
  if (found == wrong.end()) return;
  const auto row = std::upper_bound(rows.offsets.begin(), rows.offsets.end(), static_cast<arc_index>(*found)) -
                   rows.offsets.begin() - 1;
  const auto name = [&](std::size_t u) { return std::to_string(original.empty() ? u : original[u]); };
  throw input_error{"the arc from vertex " + name(static_cast<std::size_t>(row)) + " to vertex " +
                    name(rows.columns[*found]) + " has the weight " + short_number(rows.weights[*found], 12) +
                    "; expected a length that is not negative"};
}

/// Labels that only fall, shared by threads. Doubles that are not negative are in the order of their bits.
class distance_labels {
 public:
  explicit distance_labels(std::size_t n) : bits_(n) {}
  void clear(std::size_t first, std::size_t last) {
    std::fill(bits_.begin() + static_cast<std::ptrdiff_t>(first), bits_.begin() + static_cast<std::ptrdiff_t>(last),
              std::bit_cast<std::uint64_t>(std::numeric_limits<double>::infinity()));
  }
  [[nodiscard]] double operator[](vertex_index v) const {
    return std::bit_cast<double>(std::atomic_ref{const_cast<std::uint64_t&>(bits_[v])}.load(std::memory_order_relaxed));
  }
  /// Whether `to` is less than the label, which then is `to`.
  bool lower(vertex_index v, double to) {
    std::atomic_ref label{bits_[v]};
    const auto wish = std::bit_cast<std::uint64_t>(to);
    std::uint64_t now = label.load(std::memory_order_relaxed);
    while (wish < now) {
      if (label.compare_exchange_weak(now, wish, std::memory_order_relaxed)) return true;
    }
    return false;
  }
  void lower_alone(vertex_index v, double to) { bits_[v] = std::bit_cast<std::uint64_t>(to); }

 private:
  large_vector<std::uint64_t> bits_;
};

class sssp_search {
 public:
  sssp_search(const compressed_rows& rows, const execution& how) : rows_{rows}, how_{how}, labels_{rows.order()} {
    parallel_for_blocks(rows.order(), block, how,
                        [&](std::size_t, std::size_t first, std::size_t last) { labels_.clear(first, last); });
  }

  /// Delta-stepping; if it lowers labels too often, Dijkstra's algorithm takes over what is left.
  void run(vertex_index source) {
    labels_.lower_alone(source, 0);
    const std::size_t arcs = rows_.columns.size();
    if (arcs < 4096) return settle({source});
    const double delta = width();
    queued_.assign(rows_.order(), 0);
    std::vector<vertex_index> now{source}, later;
    queued_[source] = 1;
    std::size_t relaxed = 0;
    double reach = delta;
    while (!now.empty() || !later.empty()) {
      throw_if_stopped(how_.stop);
      if (now.empty()) {  // the next bucket that isn't empty
        double nearest = std::numeric_limits<double>::infinity();
        scanned_ += later.size();
        std::erase_if(later, [&](vertex_index v) { return queued_[v] != 1; });  // came within reach before
        for (const vertex_index v : later) nearest = std::min(nearest, labels_[v]);
        reach = std::max(nearest + delta, std::nextafter(nearest, std::numeric_limits<double>::infinity()));
        std::size_t kept = 0;
        for (const vertex_index v : later) {
          if (labels_[v] < reach || labels_[v] == nearest) {
            now.push_back(v);
          } else {
            later[kept++] = v;
          }
        }
        later.resize(kept);
      }
      for (const vertex_index u : now) relaxed += rows_.degree(u);
      if (relaxed > 8 * arcs + rows_.order() || scanned_ > 8 * (arcs + rows_.order())) {
        now.insert(now.end(), later.begin(), later.end());
        return settle(now);
      }
      relax(now, later, reach);
      tell();
    }
  }

  [[nodiscard]] const distance_labels& labels() const noexcept { return labels_; }

 private:
  static constexpr std::size_t block = 1u << 14;

  /// Of a bucket: twice the mean length over the mean degree, which was the fastest on Kronecker and uniform graphs.
  [[nodiscard]] double width() const {
    if (rows_.weights.empty()) return 1;
    const std::size_t m = rows_.weights.size(), step = std::max<std::size_t>(1, m / 4096);
    double sum = 0;
    std::size_t count = 0;
    for (std::size_t k = 0; k < m; k += step, ++count) sum += rows_.weights[k];
    const double degree = static_cast<double>(m) / rows_.order();
    return sum / static_cast<double>(count) * 2 / std::max(2.0, degree);
  }

  /// Relaxes the arcs out of `now`; those who come within `reach` are the next `now`, others join `later`.
  void relax(std::vector<vertex_index>& now, std::vector<vertex_index>& later, double reach) {
    constexpr std::size_t grain = 256;
    const bool alone = wanted_threads(how_.threads) == 1 || now.size() <= grain;
    struct reached {
      std::vector<vertex_index> near, far;
    };
    std::vector<reached> found(alone ? 1 : (now.size() + grain - 1) / grain);
    const auto visit = [&](std::size_t first, std::size_t last, reached& to, auto lower, auto enter) {
      for (std::size_t k = first; k < last; ++k) {
        const vertex_index u = now[k];
        const double here = labels_[u];
        for (arc_index a = rows_.offsets[u]; a < rows_.offsets[u + 1]; ++a) {
          const vertex_index v = rows_.columns[a];
          const double there = here + (rows_.weights.empty() ? 1 : rows_.weights[a]);
          if (there < labels_[v] && lower(v, there)) {
            if (there < reach ? enter(v, 2) : enter(v, 1)) (there < reach ? to.near : to.far).push_back(v);
          }
        }
      }
    };
    // Marks: 1 waits among the later, 2 among the next. Leave before arcs are relaxed, so that a lower label comes
    // back.
    for (const vertex_index u : now) queued_[u] = 0;
    if (alone) {
      visit(
          0, now.size(), found[0],
          [&](vertex_index v, double d) {
            labels_.lower_alone(v, d);
            return true;
          },
          [&](vertex_index v, std::uint8_t mark) { return queued_[v] < mark ? (queued_[v] = mark, true) : false; });
    } else {
      parallel_for_blocks(now.size(), grain, how_, [&](std::size_t k, std::size_t first, std::size_t last) {
        visit(
            first, last, found[k], [&](vertex_index v, double d) { return labels_.lower(v, d); },
            [&](vertex_index v, std::uint8_t mark) {
              std::atomic_ref at{queued_[v]};
              std::uint8_t old = at.load(std::memory_order_relaxed);
              while (old < mark) {
                if (at.compare_exchange_weak(old, mark)) return true;
              }
              return false;
            });
      });
    }
    now.clear();
    for (reached& part : found) {
      now.insert(now.end(), part.near.begin(), part.near.end());
      later.insert(later.end(), part.far.begin(), part.far.end());
    }
  }

  /// Dijkstra's algorithm from vertices whose arcs are still to be relaxed.
  void settle(const std::vector<vertex_index>& open) {
    using entry = std::pair<double, vertex_index>;
    std::priority_queue<entry, std::vector<entry>, std::greater<>> queue;
    for (const vertex_index v : open) queue.push({labels_[v], v});
    for (std::size_t steps = 0; !queue.empty(); ++steps) {
      if (steps % 4096 == 0) {
        throw_if_stopped(how_.stop);
        tell();
      }
      const auto [here, u] = queue.top();
      queue.pop();
      if (here > labels_[u]) continue;
      for (arc_index a = rows_.offsets[u]; a < rows_.offsets[u + 1]; ++a) {
        const vertex_index v = rows_.columns[a];
        const double there = here + (rows_.weights.empty() ? 1 : rows_.weights[a]);
        if (!(there < labels_[v])) continue;
        labels_.lower_alone(v, there);
        queue.push({there, v});
      }
    }
  }

  void tell() {
    if (how_.report) how_.report({fraction_ += (1 - fraction_) / 16, "shortest paths"});
  }

  const compressed_rows& rows_;
  const execution& how_;
  distance_labels labels_;
  large_vector<std::uint8_t> queued_;
  std::size_t scanned_ = 0;
  double fraction_ = 0;
};

/// The tree: level by level along arcs that lie on a shortest way, each vertex from the smallest of those one arc
/// before it.
inline std::vector<vertex_index> shortest_parents(const compressed_rows& rows, vertex_index source,
                                                  const distance_labels& distance,
                                                  std::span<const vertex_index> original, const execution& how) {
  const auto name = [&](vertex_index u) { return original.empty() ? u : original[u]; };
  auto parent = filled_vector<vertex_index>(rows.order(), sssp_no_parent),
       level = filled_vector<vertex_index>(rows.order(), sssp_no_parent);
  std::vector<vertex_index> frontier{source};
  level[source] = 0;
  for (vertex_index depth = 1; !frontier.empty(); ++depth) {
    constexpr std::size_t grain = 256;
    std::vector<std::vector<vertex_index>> found((frontier.size() + grain - 1) / grain);
    parallel_for_blocks(frontier.size(), grain, how, [&](std::size_t k, std::size_t first, std::size_t last) {
      for (std::size_t f = first; f < last; ++f) {
        const vertex_index u = frontier[f], called = name(u);
        const double here = distance[u];
        for (arc_index a = rows.offsets[u]; a < rows.offsets[u + 1]; ++a) {
          const vertex_index v = rows.columns[a];
          const double there = here + (rows.weights.empty() ? 1 : rows.weights[a]);
          if (there != distance[v] || std::isinf(there)) continue;
          std::atomic_ref at{level[v]};
          vertex_index known = at.load(std::memory_order_relaxed);
          if (known < depth) continue;
          if (known > depth && at.compare_exchange_strong(known, depth)) {
            found[k].push_back(v);
          } else if (known != depth) {
            continue;
          }
          std::atomic_ref best{parent[v]};
          vertex_index now = best.load(std::memory_order_relaxed);
          while (called < now && !best.compare_exchange_weak(now, called)) {
          }
        }
      }
    });
    frontier.clear();
    for (const auto& part : found) frontier.insert(frontier.end(), part.begin(), part.end());
  }
  return parent;
}

inline sssp_result sssp(const compressed_rows& rows, vertex_index source, bool tree,
                        std::span<const vertex_index> original, const execution& how) {
  check_lengths(rows, original, how);
  sssp_search search{rows, how};
  search.run(source);
  sssp_result result;
  const auto name = [&](vertex_index p) { return original.empty() ? p : original[p]; };
  result.distances = filled_vector<double>(rows.order());
  for (vertex_index p = 0; p < rows.order(); ++p) result.distances[name(p)] = search.labels()[p];
  if (tree) {
    const std::vector<vertex_index> parent = shortest_parents(rows, source, search.labels(), original, how);
    result.parents = filled_vector<vertex_index>(rows.order());
    for (vertex_index p = 0; p < rows.order(); ++p) result.parents[name(p)] = parent[p];
  }
  if (how.report) how.report({1, "shortest paths"});
  return result;
}

}  // namespace detail

/// Lengths of the shortest ways from `source` along arcs, the weight of an arc being its length; infinity where there
/// is no way.
///
/// The length of a way is the sum of its arcs from the source on, each sum rounded. The distance is the least of these
/// over all ways: rounded sums never fall when a term grows, so the start of a shortest way is a shortest way, and any
/// order of relaxing arcs ends at the same bits. Without weights every arc has length 1. Loops don't matter; of
/// parallel arcs the shortest counts, so make the graph with `parallel_edges::min` (or `all`): by default it would add
/// up their lengths. Length 0 is fine.
///
/// Kernel: delta-stepping (Meyer & Sanders 2003) with light and heavy arcs together, the next bucket starting at the
/// nearest open vertex; when labels are lowered too often, Dijkstra's algorithm (1959) with a heap finishes, which
/// bounds the time. Verifier: tests/oracle/sssp_distances_test.cpp (Bellman-Ford).
///
/// Throws: input_error for a source that is no vertex, and naming an arc whose weight is negative or not a number;
/// stopped. Time O(m + n log n) where labels seldom fall twice, at most O((n + m) log m); space O(n + m).
template <adjacency_graph Graph>
[[nodiscard]] std::vector<double> sssp_distances(const Graph& g, vertex_index source, const execution& how = {}) {
  detail::expect_vertex(source, g.order());
  const detail::compressed_view<Graph> view{g};
  return detail::sssp((*view).out_rows(), source, false, {}, how).distances;
}

[[nodiscard]] inline std::vector<double> sssp_distances(const ordered_graph& g, vertex_index source,
                                                        const execution& how = {}) {
  detail::expect_vertex(source, g.order());
  return detail::sssp(g.graph().out_rows(), g.position()[source], false, g.original(), how).distances;
}

/// Distances and a tree of shortest ways. The ways are those with the fewest arcs among the shortest, so they don't run
/// in circles of length 0; the parent is the vertex of smallest number that such a way has before this one. Kernel: as
/// sssp_distances, then breadth first along the arcs that a shortest way can take. Verifier, Throws, Time: as there.
template <adjacency_graph Graph>
[[nodiscard]] sssp_result sssp_tree(const Graph& g, vertex_index source, const execution& how = {}) {
  detail::expect_vertex(source, g.order());
  const detail::compressed_view<Graph> view{g};
  return detail::sssp((*view).out_rows(), source, true, {}, how);
}

[[nodiscard]] inline sssp_result sssp_tree(const ordered_graph& g, vertex_index source, const execution& how = {}) {
  detail::expect_vertex(source, g.order());
  return detail::sssp(g.graph().out_rows(), g.position()[source], true, g.original(), how);
}

}  // namespace capnet
