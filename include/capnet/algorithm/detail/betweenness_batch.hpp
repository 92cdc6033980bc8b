#pragma once
/// Shortest paths from 64 sources at once. Not interface.
#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/core/large_vector.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/core/simd.hpp>

#if CAPNET_X86_SIMD
#include <immintrin.h>
#endif

CAPNET_SIMD_BEGIN
namespace capnet::detail {

/// A vertex and a set of lanes: of sources, numbered 0 to 63 within a batch.
struct vertex_lanes {
  vertex_index vertex = 0;
  std::uint64_t lanes = 0;
};

/// row[lane] += the rows of `from` in the lanes that each names, in their order; `row` has 64 numbers. The other lanes
/// of those rows may hold anything. So the order of each lane's sum is that of `from`, whatever the instructions.
template <class Real>
void add_lanes_portable(Real* row, const Real* rows, std::span<const vertex_lanes> from) {
  for (const vertex_lanes& one : from) {
    const Real* other = rows + std::size_t{one.vertex} * 64;
    if (std::popcount(one.lanes) < 12) {
      for (std::uint64_t left = one.lanes; left != 0; left &= left - 1) {
        const auto lane = static_cast<std::size_t>(std::countr_zero(left));
        row[lane] += other[lane];
      }
    } else {
      for (std::size_t lane = 0; lane < 64; ++lane) row[lane] += (one.lanes >> lane & 1) != 0 ? other[lane] : Real{0};
    }
  }
}

#if CAPNET_X86_SIMD
CAPNET_TARGET_AVX2 inline void add_lanes_avx2(float* row, const float* rows, std::span<const vertex_lanes> from) {
  const __m256i bit = _mm256_setr_epi32(1, 2, 4, 8, 16, 32, 64, 128);
  for (const vertex_lanes& one : from) {
    const float* other = rows + std::size_t{one.vertex} * 64;
    for (unsigned k = 0; k < 8; ++k) {
      const int lanes = static_cast<int>(one.lanes >> (8 * k) & 255);
      if (lanes == 0) continue;
      const __m256i in = _mm256_cmpeq_epi32(_mm256_and_si256(_mm256_set1_epi32(lanes), bit), bit);
      _mm256_storeu_ps(row + 8 * k, _mm256_add_ps(_mm256_loadu_ps(row + 8 * k), _mm256_maskload_ps(other + 8 * k, in)));
    }
  }
}
CAPNET_TARGET_AVX2 inline void add_lanes_avx2(double* row, const double* rows, std::span<const vertex_lanes> from) {
  const __m256i bit = _mm256_setr_epi64x(1, 2, 4, 8);
  for (const vertex_lanes& one : from) {
    const double* other = rows + std::size_t{one.vertex} * 64;
    for (unsigned k = 0; k < 16; ++k) {
      const auto lanes = static_cast<long long>(one.lanes >> (4 * k) & 15);
      if (lanes == 0) continue;
      const __m256i in = _mm256_cmpeq_epi64(_mm256_and_si256(_mm256_set1_epi64x(lanes), bit), bit);
      _mm256_storeu_pd(row + 4 * k, _mm256_add_pd(_mm256_loadu_pd(row + 4 * k), _mm256_maskload_pd(other + 4 * k, in)));
    }
  }
}
CAPNET_TARGET_AVX512 inline void add_lanes_avx512(float* row, const float* rows, std::span<const vertex_lanes> from) {
  __m512 a = _mm512_loadu_ps(row), b = _mm512_loadu_ps(row + 16), c = _mm512_loadu_ps(row + 32),
         d = _mm512_loadu_ps(row + 48);
  for (std::size_t k = 0; k < from.size(); ++k) {
    if (k + 4 < from.size()) {
      const float* ahead = rows + std::size_t{from[k + 4].vertex} * 64;
      const std::uint64_t needed = from[k + 4].lanes;
      for (unsigned line = 0; line < 4; ++line)
        prefetch((needed >> (16 * line) & 0xFFFF) != 0 ? ahead + 16 * line : row);
    }
    const float* other = rows + std::size_t{from[k].vertex} * 64;
    const std::uint64_t in = from[k].lanes;
    const auto part = [in](unsigned first) { return static_cast<__mmask16>(in >> first & 0xFFFF); };
    a = _mm512_mask_add_ps(a, part(0), a, _mm512_maskz_loadu_ps(part(0), other));
    b = _mm512_mask_add_ps(b, part(16), b, _mm512_maskz_loadu_ps(part(16), other + 16));
    c = _mm512_mask_add_ps(c, part(32), c, _mm512_maskz_loadu_ps(part(32), other + 32));
    d = _mm512_mask_add_ps(d, part(48), d, _mm512_maskz_loadu_ps(part(48), other + 48));
  }
  _mm512_storeu_ps(row, a);
  _mm512_storeu_ps(row + 16, b);
  _mm512_storeu_ps(row + 32, c);
  _mm512_storeu_ps(row + 48, d);
}
CAPNET_TARGET_AVX512 inline void add_lanes_avx512(double* row, const double* rows, std::span<const vertex_lanes> from) {
  __m512d sum[8];
  for (int k = 0; k < 8; ++k) sum[k] = _mm512_loadu_pd(row + 8 * k);
  for (std::size_t k = 0; k < from.size(); ++k) {
    if (k + 3 < from.size()) {
      const double* ahead = rows + std::size_t{from[k + 3].vertex} * 64;
      const std::uint64_t needed = from[k + 3].lanes;
      for (unsigned line = 0; line < 8; ++line) prefetch((needed >> (8 * line) & 255) != 0 ? ahead + 8 * line : row);
    }
    const double* other = rows + std::size_t{from[k].vertex} * 64;
    const std::uint64_t in = from[k].lanes;
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC unroll 8
#endif
    for (int j = 0; j < 8; ++j) {
      const auto part = static_cast<__mmask8>(in >> (8 * j) & 255);
      sum[j] = _mm512_mask_add_pd(sum[j], part, sum[j], _mm512_maskz_loadu_pd(part, other + 8 * j));
    }
  }
  for (int k = 0; k < 8; ++k) _mm512_storeu_pd(row + 8 * k, sum[k]);
}
#endif

template <class Real>
void add_lanes(Real* row, const Real* rows, std::span<const vertex_lanes> from) {
#if CAPNET_X86_SIMD
  if (current_simd() == simd_level::avx512) return add_lanes_avx512(row, rows, from);
  if (current_simd() == simd_level::avx2) return add_lanes_avx2(row, rows, from);
#endif
  add_lanes_portable(row, rows, from);
}

/// The most paths that are counted in a Real: their inverse is still a normal number.
template <class Real>
inline constexpr Real most_paths = std::is_same_v<Real, float> ? Real(1e30f) : Real(1e300);

/// row[lane] = paths[lane] in these lanes. False if one is above `most_paths`.
template <class Real>
bool set_lanes_portable(Real* row, const Real* paths, std::uint64_t lanes) {
  bool all = true;
  for (; lanes != 0; lanes &= lanes - 1) {
    const auto lane = static_cast<std::size_t>(std::countr_zero(lanes));
    row[lane] = paths[lane];
    all &= paths[lane] <= most_paths<Real>;
  }
  return all;
}

/// In these lanes: with `row` the paths to a vertex and `pulled` the sum of (1 + dependency) / paths over its
/// successors, sets row = (1 + dependency) / paths. Returns the sum of the dependencies: eight sums, one for each lane
/// modulo 8, added in pairs.
template <class Real>
double turn_lanes_portable(Real* row, const Real* pulled, std::uint64_t lanes) {
  std::array<double, 8> sum{};
  for (; lanes != 0; lanes &= lanes - 1) {
    const auto lane = static_cast<std::size_t>(std::countr_zero(lanes));
    sum[lane % 8] += static_cast<double>(row[lane] * pulled[lane]);
    row[lane] = 1 / row[lane] + pulled[lane];
  }
  return ((sum[0] + sum[1]) + (sum[2] + sum[3])) + ((sum[4] + sum[5]) + (sum[6] + sum[7]));
}

#if CAPNET_X86_SIMD
CAPNET_TARGET_AVX512 inline bool set_lanes_avx512(float* row, const float* paths, std::uint64_t lanes) {
  unsigned over = 0;
  for (unsigned first = 0; first < 64; first += 16) {
    const __m512 value = _mm512_loadu_ps(paths + first);
    _mm512_mask_storeu_ps(row + first, static_cast<__mmask16>(lanes >> first & 0xFFFF), value);
    over |= _mm512_cmp_ps_mask(value, _mm512_set1_ps(most_paths<float>), _CMP_GT_OQ);
  }
  return over == 0;
}
CAPNET_TARGET_AVX512 inline bool set_lanes_avx512(double* row, const double* paths, std::uint64_t lanes) {
  unsigned over = 0;
  for (unsigned first = 0; first < 64; first += 8) {
    const __m512d value = _mm512_loadu_pd(paths + first);
    _mm512_mask_storeu_pd(row + first, static_cast<__mmask8>(lanes >> first & 255), value);
    over |= _mm512_cmp_pd_mask(value, _mm512_set1_pd(most_paths<double>), _CMP_GT_OQ);
  }
  return over == 0;
}
CAPNET_TARGET_AVX512 inline double turn_lanes_avx512(float* row, const float* pulled, std::uint64_t lanes) {
  __m512d sum = _mm512_setzero_pd();
  for (unsigned first = 0; first < 64; first += 8) {
    const auto in = static_cast<__mmask8>(lanes >> first & 255);
    const __m256 paths = _mm256_maskz_loadu_ps(in, row + first);
    const __m256 back = _mm256_loadu_ps(pulled + first);
    sum = _mm512_add_pd(sum, _mm512_maskz_cvtps_pd(255, _mm256_maskz_mul_ps(in, paths, back)));
    _mm256_mask_storeu_ps(row + first, in, _mm256_add_ps(_mm256_maskz_div_ps(in, _mm256_set1_ps(1), paths), back));
  }
  alignas(64) std::array<double, 8> s{};
  _mm512_store_pd(s.data(), sum);
  return ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]));
}
CAPNET_TARGET_AVX512 inline double turn_lanes_avx512(double* row, const double* pulled, std::uint64_t lanes) {
  __m512d sum = _mm512_setzero_pd();
  for (unsigned first = 0; first < 64; first += 8) {
    const auto in = static_cast<__mmask8>(lanes >> first & 255);
    const __m512d paths = _mm512_maskz_loadu_pd(in, row + first);
    const __m512d back = _mm512_loadu_pd(pulled + first);
    sum = _mm512_add_pd(sum, _mm512_maskz_mul_pd(in, paths, back));
    _mm512_mask_storeu_pd(row + first, in, _mm512_add_pd(_mm512_maskz_div_pd(in, _mm512_set1_pd(1), paths), back));
  }
  alignas(64) std::array<double, 8> s{};
  _mm512_store_pd(s.data(), sum);
  return ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]));
}
#endif

template <class Real>
bool set_lanes(Real* row, const Real* paths, std::uint64_t lanes) {
#if CAPNET_X86_SIMD
  if (current_simd() == simd_level::avx512) return set_lanes_avx512(row, paths, lanes);
#endif
  return set_lanes_portable(row, paths, lanes);
}
template <class Real>
double turn_lanes(Real* row, const Real* pulled, std::uint64_t lanes) {
#if CAPNET_X86_SIMD
  if (current_simd() == simd_level::avx512) return turn_lanes_avx512(row, pulled, lanes);
#endif
  return turn_lanes_portable(row, pulled, lanes);
}

/// Adds up the dependencies of 64 sources at a time on each vertex (Brandes 2001). One row of 64 numbers a vertex holds
/// the numbers of shortest paths; on the way back it holds (1 + dependency) / paths instead.
template <class Real>
class betweenness_batch {
 public:
  /// Borrows both. `in` are the rows of arcs in. Only the first `used` vertices have arcs.
  betweenness_batch(const compressed_rows& out, const compressed_rows& in, vertex_index used)
      : out_{out}, in_{in}, used_{used}, rows_(std::size_t{used} * 64), seen_(used), here_(used, 0), marked_(used, 0) {}

  /// Adds to `sum`. False if some number of paths is more than a Real can hold: then nothing is added. Pre: at most 64
  /// sources, each below `used`, and sum has an entry for each such vertex.
  [[nodiscard]] bool add(std::span<const vertex_index> sources, std::span<double> sum, const execution& how) {
    std::fill(seen_.begin(), seen_.end(), std::uint64_t{0});
    overflow_ = false;
    levels_.clear();
    start(sources);
    while (step(how)) {
    }
    if (overflow_) {
      for (const vertex_lanes& one : levels_.back()) here_[one.vertex] = 0;
      return false;
    }
    back(sum, how);
    return true;
  }

  /// In how many lanes on average a vertex was reached in a level where it was, in the last batch: 1 to 64.
  [[nodiscard]] double shared_lanes() const {
    std::size_t entries = 0, lanes = 0;
    for (const lane_level& level : levels_) {
      entries += level.size();
      for (const vertex_lanes& one : level) lanes += static_cast<std::size_t>(std::popcount(one.lanes));
    }
    return static_cast<double>(lanes) / static_cast<double>(std::max<std::size_t>(1, entries));
  }

 private:
  using lane_level = large_vector<vertex_lanes>;
  static constexpr std::size_t grain = 128;

  void start(std::span<const vertex_index> sources) {
    lane_level level;
    active_ = 0;
    for (std::size_t lane = 0; lane < sources.size(); ++lane) {
      const vertex_index s = sources[lane];
      const std::uint64_t bit = std::uint64_t{1} << lane;
      active_ |= bit;
      if (seen_[s] == 0) level.push_back({s, 0});
      seen_[s] |= bit;
      rows_[std::size_t{s} * 64 + lane] = 1;
    }
    for (vertex_lanes& one : level) here_[one.vertex] = one.lanes = seen_[one.vertex];
    levels_.push_back(std::move(level));
  }

  /// One level forward: each vertex pulls from its predecessors. False if none was reached.
  bool step(const execution& how) {
    const lane_level& last = levels_.back();
    arc_index arcs = 0;
    for (const vertex_lanes& one : last) arcs += out_.degree(one.vertex);
    const bool few = arcs < out_.size() / 32;
    std::vector<vertex_index> candidates;
    if (few) {
      for (const vertex_lanes& one : last) {
        for (const vertex_index u : out_[one.vertex]) {
          if (marked_[u] != 0 || (active_ & ~seen_[u]) == 0) continue;
          marked_[u] = 1;
          candidates.push_back(u);
        }
      }
      for (const vertex_index u : candidates) marked_[u] = 0;
    }
    const std::size_t n = few ? candidates.size() : used_;
    std::vector<std::vector<vertex_lanes>> found(n / grain + 1);
    std::atomic<std::uint64_t> reached{0};
    std::atomic<bool> overflow{false};
    parallel_for_blocks(n, grain, how, [&](std::size_t block, std::size_t first, std::size_t end) {
      std::vector<vertex_lanes> mine;
      lane_list from;
      std::uint64_t lanes = 0;
      bool finite = true;
      for (std::size_t k = first; k < end; ++k) {
        const vertex_index u = few ? candidates[k] : static_cast<vertex_index>(k);
        const std::uint64_t missing = active_ & ~seen_[u];
        if (missing == 0) continue;
        const std::uint64_t fresh = collect(in_[u], here_, missing, from);
        if (fresh == 0) continue;
        lanes |= fresh;
        alignas(64) std::array<Real, 64> paths{};
        add_lanes(paths.data(), rows_.data(), from.all());
        finite &= set_lanes(rows_.data() + std::size_t{u} * 64, paths.data(), fresh);
        mine.push_back({u, fresh});
      }
      if (lanes != 0) reached |= lanes;
      if (!finite) overflow = true;
      found[block] = std::move(mine);
    });
    lane_level next;
    std::size_t size = 0;
    for (const auto& some : found) size += some.size();
    next.reserve(size);
    for (const auto& some : found) next.insert(next.end(), some.begin(), some.end());
    for (const vertex_lanes& one : last) here_[one.vertex] = 0;
    for (const vertex_lanes& one : next) {
      here_[one.vertex] = one.lanes;
      seen_[one.vertex] |= one.lanes;
    }
    active_ = reached;
    overflow_ = overflow;
    if (next.empty()) return false;
    levels_.push_back(std::move(next));
    return !overflow_;
  }

  /// The way back, level by level: each vertex pulls from its successors one level on.
  void back(std::span<double> sum, const execution& how) {
    for (const vertex_lanes& one : levels_.back()) here_[one.vertex] = 0;
    for (std::size_t at = levels_.size(); at-- > 0;) {
      const lane_level& level = levels_[at];
      parallel_for_blocks(level.size(), grain, how, [&](std::size_t, std::size_t first, std::size_t end) {
        lane_list from;
        for (std::size_t k = first; k < end; ++k) {
          const auto [u, lanes] = level[k];
          alignas(64) std::array<Real, 64> pulled{};
          collect(out_[u], here_, lanes, from);
          add_lanes(pulled.data(), rows_.data(), from.all());
          const double dependency = turn_lanes(rows_.data() + std::size_t{u} * 64, pulled.data(), lanes);
          if (at > 0) sum[u] += dependency;  // level 0: the sources themselves
        }
      });
      if (at + 1 < levels_.size()) {
        for (const vertex_lanes& one : levels_[at + 1]) here_[one.vertex] = 0;
      }
      for (const vertex_lanes& one : level) here_[one.vertex] = one.lanes;
    }
    for (const vertex_lanes& one : levels_.front()) here_[one.vertex] = 0;
  }

  struct lane_list {
    std::vector<vertex_lanes> room{};
    std::size_t size = 0;
    [[nodiscard]] std::span<const vertex_lanes> all() const noexcept { return {room.data(), size}; }
  };

  /// Lists the neighbors in `row` that are `where` in some of these lanes. Returns in which.
  static std::uint64_t collect(std::span<const vertex_index> row, const large_vector<std::uint64_t>& where,
                               std::uint64_t lanes, lane_list& list) {
    if (list.room.size() <= row.size()) list.room.resize(2 * row.size() + 1);
    std::size_t size = 0;
    std::uint64_t any = 0;
    for (const vertex_index v : row) {
      const std::uint64_t common = where[v] & lanes;
      list.room[size] = {v, common};
      size += common != 0;
      any |= common;
    }
    list.size = size;
    return any;
  }

  const compressed_rows out_, in_;
  const vertex_index used_;
  large_vector<Real> rows_;
  large_vector<std::uint64_t> seen_;  ///< lanes that have reached the vertex
  large_vector<std::uint64_t> here_;  ///< lanes of the level last done
  large_vector<std::uint8_t> marked_;
  std::vector<lane_level> levels_;
  std::uint64_t active_ = 0;  ///< lanes that reached something in the last level
  bool overflow_ = false;
};

}  // namespace capnet::detail
CAPNET_SIMD_END
