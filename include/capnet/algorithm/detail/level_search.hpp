#pragma once
/// Breadth-first search by levels, either way: the work of bfs_distances.
#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/algorithm/concepts.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/large_vector.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/core/simd.hpp>

namespace capnet {

/// The distance of a vertex to which no path leads.
inline constexpr std::uint32_t unreachable = std::numeric_limits<std::uint32_t>::max();

namespace detail {

/// Below this order a queue is faster than levels.
inline constexpr vertex_index small_search = 1024;

template <adjacency_graph Graph>
[[nodiscard]] std::vector<std::uint32_t> queue_search(const Graph& g, std::span<const vertex_index> sources) {
  auto distance = detail::filled_vector<std::uint32_t>(g.order(), unreachable);
  std::vector<vertex_index> queue;
  for (const vertex_index s : sources) {
    expect_vertex(s, g.order());
    if (distance[s] == 0) continue;
    distance[s] = 0;
    queue.push_back(s);
  }
  for (std::size_t head = 0; head < queue.size(); ++head) {
    const vertex_index u = queue[head];
    for (const vertex_index v : g.successors(u)) {
      if (distance[v] != unreachable) continue;
      distance[v] = distance[u] + 1;
      queue.push_back(v);
    }
  }
  return distance;
}

class level_search {
 public:
  /// No further than `deepest` levels.
  level_search(const compressed_rows& out, const compressed_rows& in, std::span<const vertex_index> sources,
               const execution& how, std::uint32_t deepest = unreachable)
      : out_{out}, in_{in}, how_{how}, deepest_{deepest}, order_{out.order()}, level_(order_), words_(order_ / 64 + 1) {
    parallel_for_blocks(order_, std::size_t{1} << 18, how.threads,
                        [&](std::size_t, std::size_t first, std::size_t last) {
                          std::fill(level_.begin() + static_cast<std::ptrdiff_t>(first),
                                    level_.begin() + static_cast<std::ptrdiff_t>(last), unreachable);
                        });
    std::vector<vertex_index> frontier;
    for (const vertex_index s : sources) {
      expect_vertex(s, order_);
      if (level_[s] == 0) continue;
      level_[s] = 0;
      frontier.push_back(s);
    }
    run(std::move(frontier));
  }

  [[nodiscard]] std::span<const std::uint32_t> level() const noexcept { return level_; }

  /// Distances by original number, where vertex u stands at `position[u]`; no positions: as they are.
  void copy_to(std::span<std::uint32_t> distance, std::span<const vertex_index> position, const execution& how) const {
    parallel_for_blocks(order_, std::size_t{1} << 15, how.threads,
                        [&](std::size_t, std::size_t first, std::size_t last) {
                          const std::uint32_t* const from = level_.data();
                          std::uint32_t* const to = distance.data();
                          if (position.empty()) {
                            std::copy(from + first, from + last, to + first);
                          } else {
                            const vertex_index* const at = position.data();
                            for (std::size_t u = first; u < last; ++u) to[u] = from[at[u]];
                          }
                        });
  }

 private:
  static constexpr std::size_t turn = 20;  ///< a level with more than 1/20 of the arcs left is looked for from outside
  static constexpr std::size_t word_grain = 128;  ///< words of 64 vertices in a block

  void run(std::vector<vertex_index> frontier) {
    std::size_t left = in_.size();  // arcs into vertices not yet reached: what a look from outside could cost
    std::uint32_t depth = 0;
    bool any = !frontier.empty();
    bool listed = true;
    std::size_t found = frontier.size();
    while (any && depth < deepest_) {
      throw_if_stopped(how_.stop);
      if (how_.report)
        how_.report({1 - static_cast<double>(left) / static_cast<double>(std::max<std::size_t>(in_.size(), 1)), "bfs"});
      std::size_t arcs = 0;
      if (listed) {
        for (const vertex_index u : frontier) {
          arcs += out_.degree(u);
          left -= std::min<std::size_t>(left, in_.degree(u));
        }
      }
      const bool back = listed ? arcs > left / turn : found > order_ / 32;
      if (back) {
        if (listed) mark(frontier);
        found = look_from_outside(depth, left);
        listed = false;
      } else {
        if (!listed) {
          list(frontier);
          for (const vertex_index u : frontier) arcs += out_.degree(u);
        }
        follow(frontier, arcs, depth);
        found = frontier.size();
        listed = true;
      }
      any = found != 0;
      ++depth;
    }
  }

  /// The level as a bitmap, and who is still to be reached: those without arcs to them can't be.
  void mark(const std::vector<vertex_index>& frontier) {
    if (bits_.empty()) {
      bits_.assign(words_, 0);
      next_bits_.assign(words_, 0);
      open_.resize(words_);
    } else {
      std::fill(bits_.begin(), bits_.end(), std::uint64_t{0});
    }
    for (const vertex_index u : frontier) bits_[u / 64] |= std::uint64_t{1} << (u % 64);
    parallel_for_blocks(words_, 64 * word_grain, how_.threads, [&](std::size_t, std::size_t first, std::size_t last) {
      for (std::size_t w = first; w < last; ++w) {
        const std::size_t end = std::min<std::size_t>(order_, w * 64 + 64);
        std::uint64_t open = 0;
        for (std::size_t v = w * 64; v < end; ++v) {
          open |= std::uint64_t{level_[v] == unreachable && in_.offsets[v] != in_.offsets[v + 1]} << (v % 64);
        }
        open_[w] = open;
      }
    });
  }

  /// The level as a list, in ascending order.
  void list(std::vector<vertex_index>& frontier) const {
    frontier.clear();
    for (std::size_t w = 0; w < words_; ++w) {
      for (std::uint64_t left = bits_[w]; left != 0; left &= left - 1) {
        frontier.push_back(static_cast<vertex_index>(w * 64 + static_cast<unsigned>(std::countr_zero(left))));
      }
    }
  }

  /// Each vertex not yet reached looks for one of `bits_` among those with an arc to it. Each block owns its words of
  /// the next bitmap.
  std::size_t look_from_outside(std::uint32_t depth, std::size_t& left) {
    struct tally {
      std::size_t found = 0, arcs = 0;
    };
    const std::uint64_t* const bits = bits_.data();
    const tally sum = parallel_reduce(
        words_, word_grain, how_.threads, tally{},
        [&](std::size_t first, std::size_t last) {
          tally mine;
          const vertex_index* const columns = in_.columns.data();
          const arc_index* const offsets = in_.offsets.data();
          std::uint32_t* const level = level_.data();
          const std::size_t most = order_;
          for (std::size_t w = first; w < last; ++w) {
            std::uint64_t reached = 0;
            for (std::uint64_t open = open_[w]; open != 0; open &= open - 1) {
              const std::size_t v = w * 64 + static_cast<unsigned>(std::countr_zero(open));
              prefetch(columns + offsets[std::min(v + 24, most)]);
              const vertex_index* column = columns + offsets[v];
              const vertex_index* const stop = columns + offsets[v + 1];
              for (; column != stop; ++column) {
                if ((bits[*column / 64] >> (*column % 64) & 1) == 0) continue;
                level[v] = depth + 1;
                reached |= std::uint64_t{1} << (v % 64);
                ++mine.found;
                mine.arcs += offsets[v + 1] - offsets[v];
                break;
              }
            }
            next_bits_[w] = reached;
            open_[w] &= ~reached;
          }
          return mine;
        },
        [](const tally& a, const tally& b) { return tally{a.found + b.found, a.arcs + b.arcs}; });
    bits_.swap(next_bits_);
    left -= std::min(left, sum.arcs);
    return sum.found;
  }

  /// Follows the arcs of `frontier`, which becomes the next level. With several threads a vertex is taken by whoever
  /// changes its level first: which levels come out does not depend on it.
  void follow(std::vector<vertex_index>& frontier, std::size_t arcs, std::uint32_t depth) {
    std::vector<vertex_index> next;
    if (arcs < (std::size_t{1} << 14) || wanted_threads(how_.threads) == 1) {
      const std::size_t n = frontier.size();
      for (std::size_t k = 0; k < n; ++k) {
        if (k + 4 < n) prefetch(out_.columns.data() + out_.offsets[frontier[k + 4]]);
        for (const vertex_index v : out_[frontier[k]]) {
          if (level_[v] != unreachable) continue;
          level_[v] = depth + 1;
          next.push_back(v);
        }
      }
      frontier.swap(next);
      return;
    }
    const std::size_t grain =
        std::max<std::size_t>(16, frontier.size() / (16 * std::size_t{wanted_threads(how_.threads)}));
    std::vector<std::vector<vertex_index>> parts(frontier.size() / grain + 1);
    parallel_for_blocks(frontier.size(), grain, how_.threads,
                        [&](std::size_t block, std::size_t first, std::size_t last) {
                          std::vector<vertex_index>& mine = parts[block];
                          for (std::size_t k = first; k < last; ++k) {
                            if (k + 4 < last) prefetch(out_.columns.data() + out_.offsets[frontier[k + 4]]);
                            for (const vertex_index v : out_[frontier[k]]) {
                              std::atomic_ref<std::uint32_t> level{level_[v]};
                              std::uint32_t expected = unreachable;
                              if (level.load(std::memory_order_relaxed) != unreachable) continue;
                              if (level.compare_exchange_strong(expected, depth + 1, std::memory_order_relaxed))
                                mine.push_back(v);
                            }
                          }
                        });
    for (const auto& part : parts) next.insert(next.end(), part.begin(), part.end());
    frontier.swap(next);
  }

  compressed_rows out_;
  compressed_rows in_;
  const execution& how_;
  std::uint32_t deepest_;
  vertex_index order_;
  large_vector<std::uint32_t> level_;
  std::size_t words_;
  large_vector<std::uint64_t> bits_{}, next_bits_{};  ///< of the level
  large_vector<std::uint64_t> open_{};                ///< not yet reached
};

}  // namespace detail
}  // namespace capnet
