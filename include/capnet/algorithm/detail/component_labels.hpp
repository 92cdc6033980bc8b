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
#include <capnet/algorithm/detail/level_search.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/core/large_vector.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/core/simd.hpp>

namespace capnet::detail {

class component_labels {
 public:
  /// Writes to `parent`, one for each row. `back` is empty if `rows` hold each edge from both ends.
  component_labels(const compressed_rows& rows, const compressed_rows& back, std::span<vertex_index> parent,
                   const execution& how)
      : rows_{rows}, back_{back}, parent_{parent}, how_{how} {
    const std::size_t workers = wanted_threads(how.threads);
    grain_ =
        std::max<std::size_t>(std::size_t{1} << 14, workers == 1 ? parent.size() : parent.size() / (4 * workers) + 1);
  }

  /// Leaves in `parent` the root of each vertex, which is the smallest member of its component.
  void run() {
    if (parent_.empty()) return;
    hang_under_first();
    if (!agree()) search_from_hub();
    find_others();
    link_others();
    const vertex_index before = std::exchange(common_, root_of(common_));
    parallel_for_blocks(others_.size(), list_grain, how_, [&](std::size_t, std::size_t begin, std::size_t end) {
      for (std::size_t k = begin; k < end; ++k) store(others_[k], root_of(others_[k]));
    });
    std::erase_if(others_, [&](vertex_index u) { return parent_[u] == common_; });
    if (common_ == before) return;
    store(before, common_);
    parallel_for_blocks(parent_.size(), list_grain, how_, [&](std::size_t, std::size_t begin, std::size_t end) {
      for (std::size_t u = begin; u < end; ++u) {
        if (parent_[u] == before) parent_[u] = common_;
      }
    });
  }

  /// How many components there are, and the vertices of the largest, after `run`.
  [[nodiscard]] std::pair<vertex_index, vertex_index> count() const {
    if (parent_.empty()) return {0, 0};
    vertex_index roots = 1;
    std::vector<vertex_index> hung;  // the roots of those that are none
    for (const vertex_index u : others_) parent_[u] == u ? void(++roots) : hung.push_back(parent_[u]);
    std::sort(hung.begin(), hung.end());
    auto largest = static_cast<vertex_index>(parent_.size() - others_.size());
    for (std::size_t first = 0, last = 0; first < hung.size(); first = last) {
      while (last < hung.size() && hung[last] == hung[first]) ++last;
      largest = std::max(largest, static_cast<vertex_index>(last - first + 1));
    }
    return {roots, largest};
  }

  /// The root of a component, the largest as a rule.
  [[nodiscard]] vertex_index common() const noexcept { return common_; }
  /// The vertices outside that component, in ascending order.
  [[nodiscard]] const large_vector<vertex_index>& others() const noexcept { return others_; }

 private:
  [[nodiscard]] vertex_index load(vertex_index u) const noexcept {
    return std::atomic_ref<vertex_index>{parent_[u]}.load(std::memory_order_relaxed);
  }
  void store(vertex_index u, vertex_index to) const noexcept {
    std::atomic_ref<vertex_index>{parent_[u]}.store(to, std::memory_order_relaxed);
  }

  [[nodiscard]] vertex_index first_of(const compressed_rows& rows, std::size_t u,
                                      vertex_index otherwise) const noexcept {
    return rows.offsets[u] == rows.offsets[u + 1] ? otherwise : std::min(otherwise, rows.columns[rows.offsets[u]]);
  }

  /// In ascending order each vertex takes the label of its first neighbour, if that comes before it. Across blocks it
  /// takes the neighbour itself, and the chain from block to block is followed later.
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
      if (above == high &&
          std::atomic_ref<vertex_index>{parent_[high]}.compare_exchange_strong(above, low, std::memory_order_relaxed))
        return;
      a = load(load(high));
      b = load(low);
    }
  }

  /// What a breadth-first search from the vertex with most arcs meets in its first levels is of one component, if not
  /// all of it.
  void search_from_hub() {
    constexpr std::uint32_t deepest =
        32;  // a network with hubs or without structure is met within; of a long path not all is
    struct place {
      vertex_index vertex = 0;
      arc_index degree = 0;
    };
    const auto larger = [](const place& a, const place& b) { return b.degree > a.degree ? b : a; };
    const place hub = parallel_reduce(
        parent_.size(), list_grain, how_.threads, place{},
        [&](std::size_t begin, std::size_t end) {
          place most;
          for (std::size_t u = begin; u < end; ++u)
            most = larger(most, {static_cast<vertex_index>(u), rows_.degree(static_cast<vertex_index>(u))});
          return most;
        },
        larger);
    const level_search search{rows_, back_.offsets.empty() ? rows_ : back_, {&hub.vertex, 1}, how_, deepest};
    const std::span<const std::uint32_t> level = search.level();
    common_ = parallel_reduce(
        parent_.size(), list_grain, how_.threads, hub.vertex,
        [&](std::size_t begin, std::size_t end) {
          const auto met = std::find_if(level.begin() + static_cast<std::ptrdiff_t>(begin),
                                        level.begin() + static_cast<std::ptrdiff_t>(end),
                                        [](std::uint32_t d) { return d != unreachable; });
          return met == level.begin() + static_cast<std::ptrdiff_t>(end)
                     ? hub.vertex
                     : static_cast<vertex_index>(met - level.begin());
        },
        [](vertex_index a, vertex_index b) { return std::min(a, b); });
    parallel_for_blocks(parent_.size(), list_grain, how_, [&](std::size_t, std::size_t begin, std::size_t end) {
      for (std::size_t u = begin; u < end; ++u) parent_[u] = level[u] != unreachable ? common_ : parent_[u];
    });
  }

  /// Finds the most common root among 1,024 vertices: whether it is that of nine in ten.
  bool agree() {
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
      const bool isolated = rows_.offsets[r] == rows_.offsets[r + 1] &&
                            (back_.offsets.empty() || back_.offsets[r] == back_.offsets[r + 1]);
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

  /// Lists the vertices outside the common set.
  void find_others() {
    const std::size_t blocks = parent_.size() / list_grain + 1;
    std::vector<std::size_t> first(blocks + 1, 0);
    const vertex_index common = common_;
    parallel_for_blocks(parent_.size(), list_grain, how_, [&](std::size_t block, std::size_t begin, std::size_t end) {
      const vertex_index* const parent = parent_.data();
      std::size_t outside = 0;
      for (std::size_t u = begin; u < end; ++u) outside += parent[u] != common;
      first[block + 1] = outside;
    });
    for (std::size_t block = 0; block < blocks; ++block) first[block + 1] += first[block];
    others_.resize(first[blocks]);
    parallel_for_blocks(parent_.size(), list_grain, how_, [&](std::size_t block, std::size_t begin, std::size_t end) {
      std::size_t to = first[block];
      if (to == first[block + 1]) return;
      for (std::size_t u = begin; u < end; ++u) {
        if (parent_[u] != common) others_[to++] = static_cast<vertex_index>(u);
      }
    });
  }

  /// Links all arcs of vertices outside the common set: an arc from within it to outside is seen from outside.
  void link_others() {
    parallel_for_blocks(others_.size(), std::size_t{1} << 10, how_,
                        [&](std::size_t, std::size_t begin, std::size_t end) {
                          for (std::size_t k = begin; k < end; ++k) {
                            const vertex_index u = others_[k];
                            for (const vertex_index v : rows_[u]) link(u, v);
                            if (back_.offsets.empty()) continue;
                            for (const vertex_index v : back_[u]) link(u, v);
                          }
                        });
  }

  [[nodiscard]] vertex_index root_of(vertex_index u) const noexcept {
    vertex_index root = load(u);
    for (vertex_index above = load(root); above != root; above = load(root)) root = above;
    return root;
  }

  void compress() {
    parallel_for_blocks(parent_.size(), std::size_t{1} << 14, how_,
                        [&](std::size_t, std::size_t begin, std::size_t end) {
                          for (std::size_t k = begin; k < end; ++k) {
                            const auto u = static_cast<vertex_index>(k);
                            const vertex_index to = load(u);
                            const vertex_index root = root_of(to);
                            if (root != to) store(u, root);
                          }
                        });
  }

  static constexpr std::size_t list_grain = std::size_t{1} << 15;

  compressed_rows rows_;
  compressed_rows back_;
  std::span<vertex_index> parent_;
  const execution& how_;
  std::size_t grain_ = 0;
  vertex_index common_ = 0;
  large_vector<vertex_index> others_;
};

}  // namespace capnet::detail
