#pragma once
/// Triangles by bitmaps. Not interface.
#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <capnet/algorithm/detail/lower_rows.hpp>

CAPNET_SIMD_BEGIN
namespace capnet::detail {

/// 512 positions, one bit each.
struct alignas(64) bit_block {
  std::array<std::uint64_t, 8> word{};
  void set(vertex_index p) noexcept { word[p / 64 % 8] |= std::uint64_t{1} << p % 64; }
};

/// Counts for each position p and each lower neighbor q the neighbors that both have below q. Where q has a bitmap, by
/// what it shares with the bits of p. Else by looking up the neighbors of p in the bits of q, or those of q in the bits
/// of p: whichever is less to read, by a sample.
class triangle_counter {
 public:
  triangle_counter(const lower_rows& rows, const execution& how)
      : rows_{rows}, dense_{std::min<std::size_t>(rows.order(), lower_rows::dense_limit)}, bitmap_(row_begin(dense_)) {
    parallel_for_blocks(dense_, 64, how, [&](std::size_t, std::size_t first, std::size_t last) {
      for (std::size_t p = first; p < last; ++p) {
        bit_block* row = bitmap_.data() + row_begin(p);
        for (const vertex_index q : rows[p]) row[q / 512].set(q);
      }
    });
    looks_up_ = looking_up_is_less();
  }

  /// All triangles.
  [[nodiscard]] std::uint64_t total(const execution& how) const {
    std::atomic<std::uint64_t> sum{0};
    for_each_position(how, [&](std::size_t first, std::size_t last, local& mine) {
      std::uint64_t count = 0;
      for (std::size_t p = first; p < last; ++p) {
        touch_after(p);
        if (counts_at(p)) count += at(p, mine.marks);
      }
      sum += count;
    });
    return sum;
  }

  /// For each position the triangles that it is a corner of.
  [[nodiscard]] std::vector<std::uint64_t> at_each(const execution& how) const {
    std::vector<std::uint64_t> at(rows_.order(), 0);
    const auto locals = for_each_position(how, [&](std::size_t first, std::size_t last, local& mine) {
      mine.low.resize(dense_);
      for (std::size_t p = first; p < last; ++p) {
        touch_after(p);
        if (counts_at(p)) add_corners(p, mine.marks, mine.low, at);
      }
    });
    locals.for_each([&](const local& one) {
      for (std::size_t p = 0; p < one.low.size(); ++p) at[p] += one.low[p];
    });
    return at;
  }

 private:
  static constexpr std::size_t dense_blocks = lower_rows::dense_limit / 512;

  /// The neighbors of one position, as bits over all lower positions; which blocks or words of the dense part are not
  /// empty.
  struct scratch {
    explicit scratch(std::size_t n) : marks(n / 512 + 1) {}
    large_vector<bit_block> marks;
    std::array<std::uint32_t, dense_blocks * 8> used{};         ///< numbers of blocks or words, ascending
    std::array<std::uint32_t, dense_blocks + 1> used_before{};  ///< how many of them lie below block b
  };

  /// Whether the bits of p are needed.
  [[nodiscard]] bool counts_at(std::size_t p) const noexcept {
    return !rows_[p].empty() && (rows_[p].size() > 1 || !others(p).empty());
  }
  /// Whose neighbors are looked up in the bits of p.
  [[nodiscard]] std::span<const vertex_index> others(std::size_t p) const noexcept {
    if (!looks_up_) return rows_.sparse(p);
    return p < dense_ ? std::span<const vertex_index>{} : rows_.higher(p);
  }
  /// Counts the vectors that are read for every 64th position.
  [[nodiscard]] bool looking_up_is_less() const noexcept {
    std::size_t down = 0, up = 0;
    for (std::size_t p = dense_; p < rows_.order(); p += 64) {
      for (const vertex_index q : rows_.sparse(p)) down += rows_[q].size() / 16 + 1;
      for (const vertex_index q : rows_.higher(p))
        up += (rows_.sorted() ? rows_.dense(q).size() : rows_[q].size()) / 16 + 1;
    }
    return up < down;
  }

  /// Adds the triangles that are counted at p to each of their corners.
  void add_corners(std::size_t p, scratch& s, std::span<std::uint64_t> low, std::vector<std::uint64_t>& at) const {
    const auto add = [&](std::size_t position, std::uint64_t triangles) {
      if (position < low.size()) {
        low[position] += triangles;
      } else {
        std::atomic_ref{at[position]}.fetch_add(triangles, std::memory_order_relaxed);
      }
    };
    for (const vertex_index q : rows_[p]) s.marks[q / 512].set(q);
    list_words(s);
    const std::uint64_t* marks = s.marks.data()->word.data();
    std::uint64_t top = 0;
    for (const vertex_index q : rows_.dense(p)) {
      const std::uint64_t* row = bitmap_[row_begin(q)].word.data();
      const std::uint32_t end = s.used_before[q / 512 + 1];
      std::uint64_t count = 0;
      for (std::uint32_t k = 0; k < end; ++k) {
        const std::uint32_t w = s.used[k];
        for (std::uint64_t both = marks[w] & row[w]; both != 0; both &= both - 1) {
          ++low[std::size_t{w} * 64 + static_cast<std::size_t>(std::countr_zero(both))];
          ++count;
        }
      }
      low[q] += count;
      top += count;
    }
    for (const vertex_index other : others(p)) {
      std::uint64_t count = 0;
      for (const vertex_index r : rows_[other]) {
        if (rows_.sorted() && r >= p) break;
        if ((marks[r / 64] >> (r % 64) & 1) == 0) continue;
        add(r, 1);
        ++count;
      }
      if (count > 0) add(other, count);
      top += count;
    }
    if (top > 0) add(p, top);
    for (const vertex_index q : rows_[p]) s.marks[q / 512] = {};
  }

  /// Row q has the blocks 0 to q / 512.
  static std::size_t row_begin(std::size_t q) noexcept {
    const std::size_t b = q / 512;
    return 512 * (b * (b + 1) / 2) + q % 512 * (b + 1);
  }

  /// What one thread has to itself.
  struct local {
    scratch marks;
    std::vector<std::uint64_t> low{};  ///< triangles at the dense positions
  };

  /// body(first, last, local) over blocks of positions; returns what the threads had. All that is added up are
  /// integers, so that it does not matter which thread takes which block.
  template <class Body>
  per_thread<local> for_each_position(const execution& how, const Body& body) const {
    per_thread<local> locals{[&] { return local{scratch{rows_.order()}}; }};
    parallel_for_blocks(rows_.order(), 128, how,
                        [&](std::size_t, std::size_t first, std::size_t last) { body(first, last, locals.local()); });
    return locals;
  }

  void touch_after(std::size_t p) const noexcept {
    if (p + 2 >= rows_.order()) return;
    const auto first = [](std::span<const vertex_index> row, std::size_t count) {
      return row.first(std::min(row.size(), count));
    };
    for (const vertex_index other : first(others(p + 2), 2 * ahead)) rows_.touch_place(other);
    for (const vertex_index other : first(others(p + 1), ahead)) rows_.touch_row(other);
  }
  static constexpr std::size_t ahead = 16;
  void touch_along(std::span<const vertex_index> row, std::size_t k) const noexcept {
    if (k + 2 * ahead < row.size()) rows_.touch_place(row[k + 2 * ahead]);
    if (k + ahead < row.size()) rows_.touch_row(row[k + ahead]);
  }

  /// Triangles whose highest position is p and whose next one has a bitmap, and those of p with its `others`.
  std::uint64_t at(std::size_t p, scratch& s) const {
    const auto all = rows_[p];
    const auto dense = rows_.dense(p);
    const auto rest = others(p);
    for (const vertex_index q : all) s.marks[q / 512].set(q);
    std::uint64_t count = 0;
#if CAPNET_X86_SIMD
    if (current_simd() == simd_level::avx512) {
      count = dense_avx512(dense, s) + sparse_avx512(p, rest, s);
    } else
#endif
    {
      list_words(s);
#if CAPNET_X86_SIMD
      count = current_simd() == simd_level::avx2 ? dense_avx2(dense, s) : dense_portable(dense, s);
#else
      count = dense_portable(dense, s);
#endif
      count += sparse_portable(p, rest, s);
    }
    for (const vertex_index q : all) s.marks[q / 512] = {};
    return count;
  }

  /// Lists the words of the dense part that are not empty.
  static void list_words(scratch& s) noexcept {
    std::uint32_t used = 0;
    for (std::size_t b = 0; b < dense_blocks && b < s.marks.size(); ++b) {
      for (std::uint32_t w = 0; w < 8; ++w) {
        s.used[used] = static_cast<std::uint32_t>(b) * 8 + w;
        used += s.marks[b].word[w] != 0;
      }
      s.used_before[b + 1] = used;
    }
  }

  std::uint64_t dense_portable(std::span<const vertex_index> dense, const scratch& s) const {
    const std::uint64_t* marks = s.marks.data()->word.data();
    std::uint64_t count = 0;
    for (const vertex_index q : dense) {
      const std::uint64_t* row = bitmap_[row_begin(q)].word.data();
      const std::uint32_t end = s.used_before[q / 512 + 1];
      for (std::uint32_t k = 0; k < end; ++k)
        count += static_cast<std::uint64_t>(std::popcount(marks[s.used[k]] & row[s.used[k]]));
    }
    return count;
  }

  /// Of the marks of p, those that the neighbors of others are.
  std::uint64_t sparse_portable(std::size_t p, std::span<const vertex_index> rest, const scratch& s) const {
    const std::uint64_t* marks = s.marks.data()->word.data();
    std::uint64_t count = 0;
    for (std::size_t k = 0; k < rest.size(); ++k) {
      touch_along(rest, k);
      for (const vertex_index r : rows_[rest[k]]) {
        if (rows_.sorted() && r >= p) break;
        count += marks[r / 64] >> (r % 64) & 1;
      }
    }
    return count;
  }

#if CAPNET_X86_SIMD
  CAPNET_TARGET_AVX2 std::uint64_t dense_avx2(std::span<const vertex_index> dense, const scratch& s) const {
    const std::uint64_t* marks = s.marks.data()->word.data();
    std::uint64_t count = 0;
    for (const vertex_index q : dense) {
      const std::uint64_t* row = bitmap_[row_begin(q)].word.data();
      const std::uint32_t end = s.used_before[q / 512 + 1];
      for (std::uint32_t k = 0; k < end; ++k)
        count += static_cast<std::uint64_t>(_mm_popcnt_u64(marks[s.used[k]] & row[s.used[k]]));
    }
    return count;
  }

  CAPNET_TARGET_AVX512 std::uint64_t dense_avx512(std::span<const vertex_index> dense, scratch& s) const {
    std::uint32_t used = 0;
    for (std::size_t b = 0; b < dense_blocks && b < s.marks.size(); ++b) {
      const __m512i bits = _mm512_load_si512(&s.marks[b]);
      s.used[used] = static_cast<std::uint32_t>(b);
      used += _mm512_test_epi64_mask(bits, bits) != 0;
      s.used_before[b + 1] = used;
    }
    const bit_block* marks = s.marks.data();
    __m512i sum = _mm512_setzero_si512();
    for (const vertex_index q : dense) {
      const bit_block* row = &bitmap_[row_begin(q)];
      const std::uint32_t end = s.used_before[q / 512 + 1];
      for (std::uint32_t k = 0; k < end; ++k) {
        const __m512i both = _mm512_and_si512(_mm512_load_si512(marks + s.used[k]), _mm512_load_si512(row + s.used[k]));
        sum = _mm512_add_epi64(sum, _mm512_popcnt_epi64(both));
      }
    }
    alignas(64) std::array<std::uint64_t, 8> lane{};
    _mm512_store_si512(lane.data(), sum);
    return lane[0] + lane[1] + lane[2] + lane[3] + lane[4] + lane[5] + lane[6] + lane[7];
  }

  CAPNET_TARGET_AVX512 std::uint64_t sparse_avx512(std::size_t p, std::span<const vertex_index> rest,
                                                   const scratch& s) const {
    const bit_block* marks = s.marks.data();
    const __m512i one = _mm512_set1_epi32(1);
    const bool sorted = rows_.sorted();
    std::uint64_t count = 0;
    for (std::size_t k = 0; k < rest.size(); ++k) {
      touch_along(rest, k);
      const auto row = rows_[rest[k]];
      for (std::size_t j = 0; j < row.size(); j += 16) {
        if (sorted && row[j] >= p) break;
        const __mmask16 in = static_cast<__mmask16>(row.size() - j >= 16 ? 0xFFFFu : (1u << (row.size() - j)) - 1u);
        const __m512i r = _mm512_maskz_loadu_epi32(in, row.data() + j);
        const __m512i words =
            _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), in, _mm512_maskz_srli_epi32(in, r, 5), marks, 4);
        const __m512i bits = _mm512_maskz_sllv_epi32(in, one, _mm512_and_si512(r, _mm512_set1_epi32(31)));
        count += static_cast<std::uint64_t>(_mm_popcnt_u32(_mm512_test_epi32_mask(words, bits)));
      }
    }
    return count;
  }
#endif

  const lower_rows& rows_;
  std::size_t dense_;
  bool looks_up_ = false;
  large_vector<bit_block> bitmap_;
};

}  // namespace capnet::detail
CAPNET_SIMD_END
