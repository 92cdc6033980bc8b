#pragma once
/// Neighbors of higher and of lower degree apart: what triangles are counted on. Not interface.
#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include <capnet/algorithm/ordered_graph.hpp>
#include <capnet/core/large_vector.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/core/simd.hpp>

#if CAPNET_X86_SIMD
#include <immintrin.h>
#endif

CAPNET_SIMD_BEGIN
namespace capnet::detail {

/// The vertices of a graph in positions by falling degree, equals by number. Time O(n), space O(n).
inline std::vector<vertex_index> by_falling_degree(const compressed_rows& g) {
  const vertex_index n = g.order();
  arc_index largest = 0;
  for (vertex_index u = 0; u < n; ++u) largest = std::max(largest, g.degree(u));
  std::vector<vertex_index> first(std::size_t{largest} + 2, 0);
  for (vertex_index u = 0; u < n; ++u) ++first[largest - g.degree(u) + 1];
  for (std::size_t k = 1; k < first.size(); ++k) first[k] += first[k - 1];
  auto sorted = detail::filled_vector<vertex_index>(n);
  for (vertex_index u = 0; u < n; ++u) sorted[first[largest - g.degree(u)]++] = u;
  return sorted;
}

/// For each position the neighbors at lower positions, those below `dense_limit` first, and from `dense_limit` on also
/// those at higher positions. Of equal count and set for any order of the neighbors in their rows; within the parts
/// their order is free unless `sorted()`.
class lower_rows {
 public:
  /// Positions below this have a bitmap each where triangles are counted.
  static constexpr vertex_index dense_limit = 16'384;

  /// Borrows the columns of a graph that is in positions already. Time O(n log(largest degree)).
  explicit lower_rows(const ordered_graph& g, const execution& how)
      : rows_(std::size_t{g.order()} + 1), columns_{g.graph().out_rows().columns.data()} {
    const compressed_rows from = g.graph().out_rows();
    rows_.back().begin = from.offsets[g.order()];
    parallel_for_blocks(order(), 4'096, how, [&](std::size_t, std::size_t first, std::size_t last) {
      for (std::size_t p = first; p < last; ++p) {
        const auto row = from[static_cast<vertex_index>(p)];
        const auto end = std::lower_bound(row.begin(), row.end(), static_cast<vertex_index>(p));
        const auto dense = std::lower_bound(row.begin(), end, dense_limit);
        rows_[p] = {from.offsets[p], static_cast<vertex_index>(dense - row.begin()),
                    static_cast<vertex_index>(end - row.begin())};
      }
    });
  }

  /// Puts a simple undirected graph in positions: `original[p]` is the vertex at position p. Time O(n + m), space O(n +
  /// m).
  lower_rows(const compressed_rows& from, std::span<const vertex_index> original, const execution& how)
      : rows_(std::size_t{from.order()} + 1) {
    const std::size_t n = order();
    large_vector<vertex_index> position(n);
    parallel_for_blocks(n, 65'536, how, [&](std::size_t, std::size_t first, std::size_t last) {
      for (std::size_t p = first; p < last; ++p) position[original[p]] = static_cast<vertex_index>(p);
    });
    constexpr std::size_t grain = 512;
    // Blocks begin where they would if all neighbors were kept, as they are from `dense_limit` on: so that blocks need
    // not wait for others.
    static_assert(dense_limit % grain == 0);
    std::vector<arc_index> begin(n / grain + 1, 0);
    arc_index sum = 0;
    for (std::size_t p = 0; p < n; ++p) {
      if (p % grain == 0) begin[p / grain] = sum;
      sum += from.degree(original[p]);
    }
    rows_.back().begin = sum;
    own_.resize(sum);
    columns_ = own_.data();
    parallel_for_blocks(n, grain, how, [&](std::size_t block, std::size_t first, std::size_t last) {
      arc_index end = begin[block];
      std::vector<vertex_index> dense, sparse, higher;
      for (std::size_t p = first; p < last; ++p) {
        const auto row = from[original[p]];
        if (dense.size() < row.size() + 16) {
          dense.resize(2 * row.size() + 16);
          sparse.resize(2 * row.size() + 16);
          higher.resize(2 * row.size() + 16);
        }
        const split parts =
            split_row(row, position, static_cast<vertex_index>(p), {dense.data(), sparse.data(), higher.data()});
        rows_[p] = {end, parts.dense, parts.dense + parts.sparse};
        std::copy_n(dense.data(), parts.dense, own_.data() + end);
        std::copy_n(sparse.data(), parts.sparse, own_.data() + end + parts.dense);
        end += rows_[p].length;
        if (p < dense_limit) continue;
        std::copy_n(higher.data(), parts.higher, own_.data() + end);
        end += parts.higher;
      }
    });
  }

  [[nodiscard]] std::size_t order() const noexcept { return rows_.size() - 1; }
  [[nodiscard]] bool sorted() const noexcept { return own_.empty(); }  ///< all parts ascend
  [[nodiscard]] std::span<const vertex_index> operator[](std::size_t p) const noexcept {
    return {columns_ + rows_[p].begin, rows_[p].length};
  }
  [[nodiscard]] std::span<const vertex_index> dense(std::size_t p) const noexcept {
    return {columns_ + rows_[p].begin, rows_[p].dense};
  }
  [[nodiscard]] std::span<const vertex_index> sparse(std::size_t p) const noexcept {
    return {columns_ + rows_[p].begin + rows_[p].dense, rows_[p].length - rows_[p].dense};
  }
  /// Pre: p >= dense_limit.
  [[nodiscard]] std::span<const vertex_index> higher(std::size_t p) const noexcept {
    const arc_index begin = rows_[p].begin + rows_[p].length;
    return {columns_ + begin, static_cast<std::size_t>(rows_[p + 1].begin - begin)};
  }

  /// Asks for the place of row p early, then for its first two cache lines. Pre: p has a neighbor.
  void touch_place(std::size_t p) const noexcept { touch(&rows_[p]); }
  void touch_row(std::size_t p) const noexcept {
    const vertex_index* row = columns_ + rows_[p].begin;
    touch(row);
    touch(row + std::min<vertex_index>(std::max<vertex_index>(rows_[p].length, 1) - 1, 16));
  }

 private:
  struct row {
    arc_index begin = 0;
    vertex_index dense = 0;
    vertex_index length = 0;
  };
  struct split {
    vertex_index dense = 0;
    vertex_index sparse = 0;
    vertex_index higher = 0;
  };
  struct split_ends {
    vertex_index* dense;
    vertex_index* sparse;
    vertex_index* higher;
  };

  /// Writes up to 15 entries beyond the ends.
  static split split_row(std::span<const vertex_index> row, std::span<const vertex_index> position, vertex_index p,
                         const split_ends& to) {
#if CAPNET_X86_SIMD
    const bool short_enough =
        position.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max());  // gathers take signed indices
    if (current_simd() == simd_level::avx512 && short_enough && row.size() >= 4) {
      return split_row_avx512(row, position, p, to);
    }
#endif
    split parts;
    for (const vertex_index v : row) {
      const vertex_index q = position[v];
      to.dense[parts.dense] = to.sparse[parts.sparse] = to.higher[parts.higher] = q;
      parts.dense += q < p && q < dense_limit;
      parts.sparse += q < p && q >= dense_limit;
      parts.higher += q > p;
    }
    return parts;
  }

#if CAPNET_X86_SIMD
  CAPNET_TARGET_AVX512 static split split_row_avx512(std::span<const vertex_index> row,
                                                     std::span<const vertex_index> position, vertex_index p,
                                                     const split_ends& to) {
    split parts;
    const __m512i here = _mm512_set1_epi32(static_cast<int>(p));
    const __m512i limit = _mm512_set1_epi32(static_cast<int>(dense_limit));
    for (std::size_t k = 0; k < row.size(); k += 16) {
      const __mmask16 in = static_cast<__mmask16>(row.size() - k >= 16 ? 0xFFFFu : (1u << (row.size() - k)) - 1u);
      const __m512i v = _mm512_maskz_loadu_epi32(in, row.data() + k);
      const __m512i q = _mm512_mask_i32gather_epi32(here, in, v, position.data(), 4);
      const __mmask16 lower = _mm512_cmplt_epu32_mask(q, here);
      const __mmask16 low = _mm512_mask_cmplt_epu32_mask(lower, q, limit);
      const __mmask16 middle = static_cast<__mmask16>(lower & ~low);
      const __mmask16 high = _mm512_cmpgt_epu32_mask(q, here);
      _mm512_storeu_si512(to.dense + parts.dense, _mm512_maskz_compress_epi32(low, q));
      _mm512_storeu_si512(to.sparse + parts.sparse, _mm512_maskz_compress_epi32(middle, q));
      _mm512_storeu_si512(to.higher + parts.higher, _mm512_maskz_compress_epi32(high, q));
      parts.dense += static_cast<vertex_index>(_mm_popcnt_u32(low));
      parts.sparse += static_cast<vertex_index>(_mm_popcnt_u32(middle));
      parts.higher += static_cast<vertex_index>(_mm_popcnt_u32(high));
    }
    return parts;
  }
#endif

  large_vector<row> rows_;  ///< and where the last ends
  large_vector<vertex_index> own_;
  const vertex_index* columns_ = nullptr;
};

}  // namespace capnet::detail
CAPNET_SIMD_END
