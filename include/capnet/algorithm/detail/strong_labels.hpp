#pragma once
/// Strongly connected components over rows both ways: the work of strong_components.
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/core/large_vector.hpp>
#include <capnet/core/parallel.hpp>

namespace capnet::detail {

class strong_labels {
 public:
  strong_labels(const compressed_rows& out, const compressed_rows& in, const execution& how)
      : out_{out}, in_{in}, how_{how}, order_{out.order()}, label_(order_, none) {}

  /// For each vertex the smallest member of its component.
  std::vector<vertex_index> run() {
    trim();
    report(.3);
    if (order_ >= large) {
      split_off_largest();
      report(.6);
      trim();
    }
    search_rest();
    report(1);
    return std::move(label_);
  }

 private:
  static constexpr vertex_index none = std::numeric_limits<vertex_index>::max();
  static constexpr vertex_index large = 4096;  ///< below this order a search of all is quicker than splitting

  void report(double fraction) const {
    if (how_.report) how_.report({fraction, "strong components"});
  }

  [[nodiscard]] bool done(vertex_index u) const noexcept {
    return std::atomic_ref<vertex_index>{const_cast<vertex_index&>(label_[u])}.load(std::memory_order_relaxed) != none;
  }

  /// Labels vertices without arcs to, or without arcs from, others that are left; a vertex so removed may free its
  /// neighbours.
  void trim() {
    // How many arcs are left, without loops. One that falls to zero frees its vertex.
    std::vector<arc_index> to(order_), from(order_);
    constexpr std::size_t grain = std::size_t{1} << 12;
    const std::size_t blocks = order_ / grain + 1;
    std::vector<std::vector<vertex_index>> parts(blocks);
    parallel_for_blocks(order_, grain, how_, [&](std::size_t block, std::size_t first, std::size_t last) {
      for (std::size_t k = first; k < last; ++k) {
        const auto u = static_cast<vertex_index>(k);
        if (label_[u] != none) continue;
        const auto left = [&](const compressed_rows& rows) {
          arc_index n = 0;
          for (const vertex_index v : rows[u]) n += v != u && label_[v] == none;
          return n;
        };
        to[u] = left(out_);
        from[u] = left(in_);
        if (to[u] == 0 || from[u] == 0) parts[block].push_back(u);
      }
    });
    std::vector<vertex_index> free;
    for (const auto& part : parts) free.insert(free.end(), part.begin(), part.end());
    for (const vertex_index u : free) label_[u] = u;
    while (!free.empty()) {
      throw_if_stopped(how_.stop);
      const std::size_t size = free.size();
      const std::size_t some = size < 4096 ? size : std::size_t{512};
      std::vector<std::vector<vertex_index>> next(size / some + 1);
      parallel_for_blocks(size, some, how_.threads, [&](std::size_t block, std::size_t first, std::size_t last) {
        const auto take = [&](const compressed_rows& rows, std::vector<arc_index>& counts, vertex_index u) {
          for (const vertex_index v : rows[u]) {
            if (done(v)) continue;
            if (std::atomic_ref<arc_index>{counts[v]}.fetch_sub(1, std::memory_order_relaxed) != 1) continue;
            vertex_index expected = none;
            if (std::atomic_ref<vertex_index>{label_[v]}.compare_exchange_strong(expected, v,
                                                                                 std::memory_order_relaxed)) {
              next[block].push_back(v);
            }
          }
        };
        for (std::size_t k = first; k < last; ++k) {
          take(out_, from, free[k]);
          take(in_, to, free[k]);
        }
      });
      free.clear();
      for (const auto& part : next) free.insert(free.end(), part.begin(), part.end());
    }
  }

  /// Labels the component of the vertex left with most arcs in times arcs out: usually the largest.
  void split_off_largest() {
    struct choice {
      std::uint64_t arcs = 0;
      vertex_index vertex = none;
    };
    const choice pivot = parallel_reduce(
        order_, std::size_t{1} << 14, how_.threads, choice{},
        [&](std::size_t first, std::size_t last) {
          choice best;
          for (std::size_t k = first; k < last; ++k) {
            const auto u = static_cast<vertex_index>(k);
            if (label_[u] != none) continue;
            const std::uint64_t arcs = std::uint64_t{out_.degree(u)} * in_.degree(u);
            if (best.vertex == none || arcs > best.arcs) best = {arcs, u};
          }
          return best;
        },
        [](const choice& a, const choice& b) {
          return a.vertex == none || (b.vertex != none && b.arcs > a.arcs) ? b : a;
        });
    if (pivot.vertex == none) return;
    const std::vector<std::uint8_t> forward = reach(out_, pivot.vertex);
    const std::vector<std::uint8_t> backward = reach(in_, pivot.vertex);
    vertex_index smallest = none;
    for (vertex_index u = 0; u < order_ && smallest == none; ++u) {
      if (forward[u] != 0 && backward[u] != 0) smallest = u;
    }
    parallel_for_blocks(order_, std::size_t{1} << 14, how_.threads,
                        [&](std::size_t, std::size_t first, std::size_t last) {
                          for (std::size_t u = first; u < last; ++u) {
                            if (forward[u] != 0 && backward[u] != 0) label_[u] = smallest;
                          }
                        });
  }

  /// Marks what is left and a path leads to from `start`.
  std::vector<std::uint8_t> reach(const compressed_rows& rows, vertex_index start) {
    auto seen = detail::filled_vector<std::uint8_t>(order_);
    std::vector<vertex_index> frontier{start};
    seen[start] = 1;
    while (!frontier.empty()) {
      throw_if_stopped(how_.stop);
      const std::size_t size = frontier.size();
      const std::size_t some = size < 1024 ? size : std::size_t{256};
      std::vector<std::vector<vertex_index>> next(size / some + 1);
      parallel_for_blocks(size, some, how_.threads, [&](std::size_t block, std::size_t first, std::size_t last) {
        for (std::size_t k = first; k < last; ++k) {
          for (const vertex_index v : rows[frontier[k]]) {
            if (label_[v] != none) continue;
            std::atomic_ref<std::uint8_t> mark{seen[v]};
            if (mark.load(std::memory_order_relaxed) != 0) continue;
            if (mark.exchange(1, std::memory_order_relaxed) == 0) next[block].push_back(v);
          }
        }
      });
      frontier.clear();
      for (const auto& part : next) frontier.insert(frontier.end(), part.begin(), part.end());
    }
    return seen;
  }

  /// Depth first through what is left. `low` is the earliest visited that a vertex is known to reach among those
  /// without a component.
  void search_rest() {
    auto visit = detail::filled_vector<vertex_index>(order_, none);
    auto low = detail::filled_vector<vertex_index>(order_);
    std::vector<vertex_index> waiting;  // visited, without a component yet
    struct step {
      vertex_index vertex;
      arc_index next;
    };
    std::vector<step> path;
    vertex_index time = 0;
    for (vertex_index start = 0; start < order_; ++start) {
      if (label_[start] != none) continue;
      throw_if_stopped(how_.stop);
      path.push_back({start, out_.offsets[start]});
      visit[start] = low[start] = time++;
      waiting.push_back(start);
      while (!path.empty()) {
        const vertex_index u = path.back().vertex;
        if (path.back().next != out_.offsets[u + 1]) {
          const vertex_index v = out_.columns[path.back().next++];
          if (label_[v] != none) continue;
          if (visit[v] == none) {
            visit[v] = low[v] = time++;
            waiting.push_back(v);
            path.push_back({v, out_.offsets[v]});
          } else {
            low[u] = std::min(low[u], visit[v]);
          }
          continue;
        }
        path.pop_back();
        if (!path.empty()) low[path.back().vertex] = std::min(low[path.back().vertex], low[u]);
        if (low[u] != visit[u]) continue;
        std::size_t first = waiting.size();
        vertex_index smallest = u;
        do {
          --first;
          smallest = std::min(smallest, waiting[first]);
        } while (waiting[first] != u);
        for (std::size_t k = first; k < waiting.size(); ++k) label_[waiting[k]] = smallest;
        waiting.resize(first);
      }
    }
  }

  compressed_rows out_;
  compressed_rows in_;
  const execution& how_;
  vertex_index order_;
  std::vector<vertex_index> label_;
};

}  // namespace capnet::detail
