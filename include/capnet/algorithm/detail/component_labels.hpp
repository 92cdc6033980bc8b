#pragma once
/// Disjoint sets over the rows of a graph: the work of components.
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/core/large_vector.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/core/simd.hpp>

namespace capnet::detail {

class component_labels {
 public:
  /// Writes to `parent`, one for each row. `back` is empty if `rows` hold each edge from both ends.
  component_labels(const compressed_rows& rows, const compressed_rows& back, std::span<vertex_index> parent, const execution& how)
      : rows_{rows}, back_{back}, parent_{parent}, how_{how} {
    const std::size_t workers = wanted_threads(how.threads);
    grain_ = std::max<std::size_t>(std::size_t{1} << 14, workers == 1 ? parent.size() : parent.size() / (4 * workers) + 1);
  }

  /// Leaves the smallest member of each vertex's component in `parent`; returns the number of components and the size of the largest.
  std::pair<vertex_index, vertex_index> run() {
    if (parent_.empty()) return {0, 0};
    hang_under_first();
    bool agree = sample();
    for (arc_index k = 1; k <= 3 && !agree; ++k) {
      link_neighbor(k);
      compress();
      agree = sample();
    }
    link_rest();
    compress();
    return count();
  }

  /// The root that most of the sample had.
  [[nodiscard]] vertex_index common() const noexcept { return common_; }
  /// The first row from which on no row has arcs.
  [[nodiscard]] vertex_index first_untied() const {
    const auto first = [](const compressed_rows& rows) {
      return rows.offsets.empty() ? std::ptrdiff_t{0}
                                  : std::lower_bound(rows.offsets.begin(), rows.offsets.end(), rows.size()) - rows.offsets.begin();
    };
    return static_cast<vertex_index>(std::max(first(rows_), first(back_)));
  }

 private:
  [[nodiscard]] vertex_index load(vertex_index u) const noexcept {
    return std::atomic_ref<vertex_index>{parent_[u]}.load(std::memory_order_relaxed);
  }
  void store(vertex_index u, vertex_index to) const noexcept {
    std::atomic_ref<vertex_index>{parent_[u]}.store(to, std::memory_order_relaxed);
  }

  [[nodiscard]] vertex_index first_of(const compressed_rows& rows, std::size_t u, vertex_index otherwise) const noexcept {
    return rows.offsets[u] == rows.offsets[u + 1] ? otherwise : std::min(otherwise, rows.columns[rows.offsets[u]]);
  }

  /// In ascending order each vertex takes the label of its first neighbour, if that comes before it. Across blocks it takes the
  /// neighbour itself, and the chain from block to block is followed later.
  void hang_under_first() {
    const bool both = !back_.offsets.empty();
    parallel_for_blocks(parent_.size(), grain_, how_, [&](std::size_t, std::size_t begin, std::size_t end) {
      vertex_index* const parent = parent_.data();
      const arc_index* const offsets = rows_.offsets.data();
      const vertex_index* const columns = rows_.columns.data();
      for (std::size_t u = begin; u < end; ++u) {
        auto first = static_cast<vertex_index>(u);
        if (u + 32 < end) prefetch(columns + offsets[u + 32]);
        if (offsets[u] != offsets[u + 1]) first = std::min(first, columns[offsets[u]]);
        if (both) first = first_of(back_, u, first);
        parent[u] = first >= begin && first < u ? parent[first] : first;
      }
    });
    if (parent_.size() > grain_) compress();
  }

  void link(vertex_index u, vertex_index v) const noexcept {
    vertex_index a = load(u);
    vertex_index b = load(v);
    while (a != b) {
      const vertex_index high = std::max(a, b);
      const vertex_index low = std::min(a, b);
      vertex_index above = load(high);
      if (above == low) return;
      if (above == high && std::atomic_ref<vertex_index>{parent_[high]}.compare_exchange_strong(above, low, std::memory_order_relaxed)) return;
      a = load(load(high));
      b = load(low);
    }
  }

  void link_neighbor(arc_index k) {
    parallel_for_blocks(parent_.size(), std::size_t{1} << 12, how_, [&](std::size_t, std::size_t begin, std::size_t end) {
      const arc_index* const offsets = rows_.offsets.data();
      const vertex_index* const columns = rows_.columns.data();
      const vertex_index common = common_;
      for (std::size_t u = begin; u < end; ++u) {
        if (u + 32 < end) prefetch(columns + offsets[u + 32] + k);
        if (u + 16 < end && offsets[u + 16] + k < offsets[u + 17]) prefetch(parent_.data() + columns[offsets[u + 16] + k]);
        if (offsets[u] + k >= offsets[u + 1]) continue;
        const auto v = static_cast<vertex_index>(u);
        if (load(v) != common) link(v, columns[offsets[u] + k]);  // what is common already is linked from outside
      }
    });
  }

  /// Finds the most common root among 1,024 vertices; nine of ten agree.
  bool sample() {
    constexpr std::size_t size = 1024;
    std::vector<vertex_index> roots;
    roots.reserve(size);
    std::uint64_t state = 88172645463325252u;  // xorshift (Marsaglia 2003)
    for (std::size_t k = 0; k < size; ++k) {
      state ^= state << 13;
      state ^= state >> 7;
      state ^= state << 17;
      roots.push_back(parent_[static_cast<std::size_t>((state >> 32) * parent_.size() >> 32)]);
    }
    // Isolated vertices agree with nobody, and cost nothing later: they count as agreed.
    std::sort(roots.begin(), roots.end());
    std::size_t most = 0;
    std::size_t alone = 0;
    for (std::size_t first = 0, last = 0; first < size; first = last) {
      while (last < size && roots[last] == roots[first]) ++last;
      const vertex_index r = roots[first];
      const bool isolated = rows_.offsets[r] == rows_.offsets[r + 1] && (back_.offsets.empty() || back_.offsets[r] == back_.offsets[r + 1]);
      if (isolated) {
        alone += last - first;
      } else if (last - first > most) {
        most = last - first;
        common_ = r;
      }
    }
    if (alone == size) common_ = roots[0];
    return 10 * most >= 9 * (size - alone);
  }

  /// Links all arcs of vertices outside the common set: an arc from within it to outside is seen from outside.
  void link_rest() {
    const vertex_index common = common_;
    parallel_for_blocks(parent_.size(), std::size_t{1} << 12, how_, [&](std::size_t, std::size_t begin, std::size_t end) {
      for (std::size_t k = begin; k < end; ++k) {
        const auto u = static_cast<vertex_index>(k);
        if (load(u) == common) continue;
        for (const vertex_index v : rows_[u]) link(u, v);
        if (back_.offsets.empty()) continue;
        for (const vertex_index v : back_[u]) link(u, v);
      }
    });
  }

  void compress() {
    parallel_for_blocks(parent_.size(), std::size_t{1} << 14, how_, [&](std::size_t, std::size_t begin, std::size_t end) {
      for (std::size_t k = begin; k < end; ++k) {
        const auto u = static_cast<vertex_index>(k);
        vertex_index to = load(u);
        vertex_index above = load(to);
        if (above == to) continue;
        for (vertex_index next = load(above); next != above; next = load(above)) above = next;
        store(u, above);
      }
    });
  }

  std::pair<vertex_index, vertex_index> count() {
    common_ = parent_[common_];
    struct tally {
      vertex_index roots = 0, common = 0, largest = 0;
    };
    std::vector<vertex_index> hung;      // vertices in such sets that are not roots
    const std::size_t blocks = parent_.size() / grain_ + 1;
    std::vector<std::vector<vertex_index>> parts(blocks);
    const tally sum = parallel_reduce(
        parent_.size(), grain_, how_.threads, tally{},
        [&](std::size_t begin, std::size_t end) {
          tally mine;
          const vertex_index* const parent = parent_.data();
          const vertex_index common = common_;
          for (std::size_t u = begin; u < end; ++u) {
            mine.roots += parent[u] == u;
            mine.common += parent[u] == common;
          }
          const auto mixed = static_cast<std::size_t>(mine.common) + mine.roots != end - begin;
          for (std::size_t u = begin; mixed && u < end; ++u) {
            if (parent[u] != u && parent[u] != common) parts[begin / grain_].push_back(parent[u]);
          }
          return mine;
        },
        [](const tally& a, const tally& b) { return tally{a.roots + b.roots, a.common + b.common, 0}; });
    for (const auto& part : parts) hung.insert(hung.end(), part.begin(), part.end());
    std::sort(hung.begin(), hung.end());
    vertex_index largest = std::max<vertex_index>(sum.common, 1);
    for (std::size_t first = 0, last = 0; first < hung.size(); first = last) {
      while (last < hung.size() && hung[last] == hung[first]) ++last;
      largest = std::max(largest, static_cast<vertex_index>(last - first + 1));
    }
    return {sum.roots, largest};
  }

  compressed_rows rows_;
  compressed_rows back_;
  std::span<vertex_index> parent_;
  const execution& how_;
  std::size_t grain_ = 0;
  vertex_index common_ = 0;
};

}  // namespace capnet::detail
