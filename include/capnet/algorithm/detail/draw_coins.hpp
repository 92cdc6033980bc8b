#pragma once
/// Which arcs pass: coins of many at once, portable, with AVX2 and with AVX-512, to the same bits.
#include <bit>
#include <cstddef>
#include <cstdint>

#include <capnet/algorithm/detail/arc_coins.hpp>
#include <capnet/core/detail/philox_lanes.hpp>
#include <capnet/core/simd.hpp>

#if CAPNET_X86_SIMD
#include <immintrin.h>
#endif

CAPNET_SIMD_BEGIN
namespace capnet::detail {

inline std::size_t draw_coins_portable(const coin_source& of, const coin_use& use, const coin_jobs& jobs,
                                       std::uint32_t* passing) {
  std::size_t found = 0;
  for (std::size_t job = 0; job < jobs.size; ++job) {
    const std::uint32_t group = jobs.group[job];
    std::array<std::uint32_t, 4> words{};
    if (of.names == nullptr) {
      words = use.words(jobs.vertex[job], jobs.block[job]);
    } else {
      for (std::size_t lane = 0; lane < 4; ++lane)
        words[lane] = use.words(of.names[4 * std::size_t{group} + lane], 0)[0];
    }
    for (std::size_t lane = 0; lane < 4; ++lane) {
      const std::uint32_t limit = of.groups[group].threshold[lane];
      passing[found] = 4 * group + static_cast<std::uint32_t>(lane);
      found +=
          static_cast<std::size_t>(words[lane] < limit || (words[lane] == limit && of.resolve(use, jobs, job, lane)));
    }
  }
  return found;
}

#if CAPNET_X86_SIMD
#define CAPNET_INLINE_AVX2 [[gnu::always_inline]] CAPNET_TARGET_AVX2 static inline
#define CAPNET_INLINE_AVX512 [[gnu::always_inline]] CAPNET_TARGET_AVX512 static inline

/// Where coins go to.
struct coin_collector {
  const coin_source& of;
  const coin_use& use;
  const coin_jobs& jobs;
  std::uint32_t* passing;
  std::size_t found = 0;
};

/// g++ 12 at -O1 may keep a mask in memory as 16 bits and read 32 of it.
CAPNET_INLINE_AVX512 std::uint32_t mask_bits(__mmask16 mask) {
  std::uint32_t bits = 0;
  asm("kmovw %1, %0" : "=r"(bits) : "k"(mask));
  return bits;
}

/// Sixteen coins, four of each of four jobs, beside their thresholds.
CAPNET_INLINE_AVX512 void collect_avx512(coin_collector& to, __m512i words, std::size_t j0, std::size_t j1,
                                         std::size_t j2, std::size_t j3) {
  const auto& group = to.jobs.group;
  const auto* const limits = reinterpret_cast<const __m128i*>(to.of.groups);  // two of 128 bits for each group
  __m512i limit = _mm512_castsi128_si512(_mm_load_si128(limits + 2 * std::size_t{group[j0]}));
  limit = _mm512_maskz_inserti32x4(0xFFFF, limit, _mm_load_si128(limits + 2 * std::size_t{group[j1]}), 1);
  limit = _mm512_maskz_inserti32x4(0xFFFF, limit, _mm_load_si128(limits + 2 * std::size_t{group[j2]}), 2);
  limit = _mm512_maskz_inserti32x4(0xFFFF, limit, _mm_load_si128(limits + 2 * std::size_t{group[j3]}), 3);
  std::uint32_t passes = mask_bits(_mm512_cmplt_epu32_mask(words, limit));
  std::uint32_t even = mask_bits(_mm512_cmpeq_epu32_mask(words, limit));
  if (even != 0) [[unlikely]] {
    for (; even != 0; even &= even - 1) {
      const auto bit = static_cast<std::uint32_t>(std::countr_zero(even));
      const std::size_t job = bit < 4 ? j0 : bit < 8 ? j1 : bit < 12 ? j2 : j3;
      if (to.of.resolve(to.use, to.jobs, job, bit % 4)) passes |= 1u << bit;
    }
  }
  __m512i at = _mm512_castsi128_si512(_mm_set1_epi32(static_cast<int>(group[j0])));
  at = _mm512_maskz_inserti32x4(0xFFFF, at, _mm_set1_epi32(static_cast<int>(group[j1])), 1);
  at = _mm512_maskz_inserti32x4(0xFFFF, at, _mm_set1_epi32(static_cast<int>(group[j2])), 2);
  at = _mm512_maskz_inserti32x4(0xFFFF, at, _mm_set1_epi32(static_cast<int>(group[j3])), 3);
  at = _mm512_add_epi32(_mm512_maskz_slli_epi32(0xFFFF, at, 2), _mm512_set4_epi32(3, 2, 1, 0));
  _mm512_storeu_si512(to.passing + to.found, _mm512_maskz_compress_epi32(static_cast<__mmask16>(passes), at));
  to.found += static_cast<std::size_t>(std::popcount(passes));
}

/// The words of eight counters of rows, job by job.
CAPNET_INLINE_AVX512 void collect_rows_avx512(coin_collector& to, const philox_avx512& s, std::size_t job) {
  const __m512i w01 = words_avx512(s.c0, s.c1), w23 = words_avx512(s.c2, s.c3);
  collect_avx512(to, _mm512_maskz_unpacklo_epi64(0xFF, w01, w23), job, job + 2, job + 4, job + 6);
  collect_avx512(to, _mm512_maskz_unpackhi_epi64(0xFF, w01, w23), job + 1, job + 3, job + 5, job + 7);
}

CAPNET_INLINE_AVX512 philox_avx512 start_rows_avx512(const coin_use& use, const coin_jobs& jobs, std::size_t job) {
  const auto* const block = reinterpret_cast<const __m256i*>(jobs.block.data() + job);
  const auto* const vertex = reinterpret_cast<const __m256i*>(jobs.vertex.data() + job);
  return {_mm512_maskz_cvtepu32_epi64(0xFF, _mm256_load_si256(block)),
          _mm512_maskz_cvtepu32_epi64(0xFF, _mm256_load_si256(vertex)), _mm512_setzero_si512(),
          _mm512_set1_epi32(static_cast<int>(use.streams.last_word()))};
}
CAPNET_TARGET_AVX512 inline std::size_t draw_rows_avx512(const coin_source& of, const coin_use& use,
                                                         const coin_jobs& jobs, std::uint32_t* passing) {
  coin_collector to{of, use, jobs, passing};
  for (std::size_t job = 0; job < jobs.size; job += 16) {
    philox_avx512 s = start_rows_avx512(use, jobs, job), t = start_rows_avx512(use, jobs, job + 8);
    philox_rounds_avx512(use.streams.key(), s, t);
    collect_rows_avx512(to, s, job);
    collect_rows_avx512(to, t, job + 8);
  }
  return to.found;
}

/// The counters of the names of two groups.
CAPNET_INLINE_AVX512 philox_avx512 start_names_avx512(const coin_source& of, const coin_use& use, const coin_jobs& jobs,
                                                      std::size_t job) {
  const auto* const names = reinterpret_cast<const __m256i*>(of.names);
  const __m512i name =
      _mm512_maskz_inserti64x4(0xFF, _mm512_castsi256_si512(_mm256_loadu_si256(names + jobs.group[job])),
                               _mm256_loadu_si256(names + jobs.group[job + 1]), 1);
  return {_mm512_setzero_si512(), name, _mm512_maskz_srli_epi64(0xFF, name, 32),
          _mm512_set1_epi32(static_cast<int>(use.streams.last_word()))};
}
CAPNET_TARGET_AVX512 inline std::size_t draw_names_avx512(const coin_source& of, const coin_use& use,
                                                          const coin_jobs& jobs, std::uint32_t* passing) {
  coin_collector to{of, use, jobs, passing};
  const __m512i lower = _mm512_set_epi32(30, 28, 26, 24, 22, 20, 18, 16, 14, 12, 10, 8, 6, 4, 2, 0);
  for (std::size_t job = 0; job < jobs.size; job += 4) {
    philox_avx512 s = start_names_avx512(of, use, jobs, job), t = start_names_avx512(of, use, jobs, job + 2);
    philox_rounds_avx512(use.streams.key(), s, t);
    collect_avx512(to, _mm512_permutex2var_epi32(s.c0, lower, t.c0), job, job + 1, job + 2, job + 3);
  }
  return to.found;
}

/// Eight coins, four of each of two jobs, beside their thresholds.
CAPNET_INLINE_AVX2 void collect_avx2(coin_collector& to, __m256i words, std::size_t j0, std::size_t j1) {
  const auto& group = to.jobs.group;
  const auto* const limits = reinterpret_cast<const __m128i*>(to.of.groups);
  const __m256i limit =
      _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_load_si128(limits + 2 * std::size_t{group[j0]})),
                              _mm_load_si128(limits + 2 * std::size_t{group[j1]}), 1);
  const __m256i greater = _mm256_max_epu32(words, limit);
  auto below =
      static_cast<std::uint32_t>(_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(greater, words)))) ^ 0xFFu;
  auto even = static_cast<std::uint32_t>(_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(limit, words))));
  if (even != 0) [[unlikely]] {
    for (; even != 0; even &= even - 1) {
      const auto bit = static_cast<std::uint32_t>(std::countr_zero(even));
      if (to.of.resolve(to.use, to.jobs, bit < 4 ? j0 : j1, bit % 4)) below |= 1u << bit;
    }
  }
  const std::array<std::uint32_t, 2> base{4 * group[j0], 4 * group[j1] - 4};
  for (; below != 0; below &= below - 1) {
    const auto bit = static_cast<std::uint32_t>(std::countr_zero(below));
    to.passing[to.found++] = base[bit / 4] + bit;
  }
}

CAPNET_INLINE_AVX2 void collect_rows_avx2(coin_collector& to, const philox_avx2& s, std::size_t job) {
  const __m256i w01 = words_avx2(s.c0, s.c1), w23 = words_avx2(s.c2, s.c3);
  collect_avx2(to, _mm256_unpacklo_epi64(w01, w23), job, job + 2);
  collect_avx2(to, _mm256_unpackhi_epi64(w01, w23), job + 1, job + 3);
}
CAPNET_INLINE_AVX2 philox_avx2 start_rows_avx2(const coin_use& use, const coin_jobs& jobs, std::size_t job) {
  const auto* const block = reinterpret_cast<const __m128i*>(jobs.block.data() + job);
  const auto* const vertex = reinterpret_cast<const __m128i*>(jobs.vertex.data() + job);
  return {_mm256_cvtepu32_epi64(_mm_load_si128(block)), _mm256_cvtepu32_epi64(_mm_load_si128(vertex)),
          _mm256_setzero_si256(), _mm256_set1_epi32(static_cast<int>(use.streams.last_word()))};
}
CAPNET_TARGET_AVX2 inline std::size_t draw_rows_avx2(const coin_source& of, const coin_use& use, const coin_jobs& jobs,
                                                     std::uint32_t* passing) {
  coin_collector to{of, use, jobs, passing};
  for (std::size_t job = 0; job < jobs.size; job += 8) {
    philox_avx2 s = start_rows_avx2(use, jobs, job), t = start_rows_avx2(use, jobs, job + 4);
    philox_rounds_avx2(use.streams.key(), s, t);
    collect_rows_avx2(to, s, job);
    collect_rows_avx2(to, t, job + 4);
  }
  return to.found;
}

/// The counters of the names of a group.
CAPNET_INLINE_AVX2 philox_avx2 start_names_avx2(const coin_source& of, const coin_use& use, const coin_jobs& jobs,
                                                std::size_t job) {
  const __m256i name = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(of.names) + jobs.group[job]);
  return {_mm256_setzero_si256(), name, _mm256_srli_epi64(name, 32),
          _mm256_set1_epi32(static_cast<int>(use.streams.last_word()))};
}
CAPNET_TARGET_AVX2 inline std::size_t draw_names_avx2(const coin_source& of, const coin_use& use, const coin_jobs& jobs,
                                                      std::uint32_t* passing) {
  coin_collector to{of, use, jobs, passing};
  const __m256i lower = _mm256_set_epi32(0, 0, 0, 0, 6, 4, 2, 0);
  for (std::size_t job = 0; job < jobs.size; job += 2) {
    philox_avx2 s = start_names_avx2(of, use, jobs, job), t = start_names_avx2(of, use, jobs, job + 1);
    philox_rounds_avx2(use.streams.key(), s, t);
    const __m256i words = _mm256_inserti128_si256(_mm256_permutevar8x32_epi32(s.c0, lower),
                                                  _mm256_castsi256_si128(_mm256_permutevar8x32_epi32(t.c0, lower)), 1);
    collect_avx2(to, words, job, job + 1);
  }
  return to.found;
}

#undef CAPNET_INLINE_AVX2
#undef CAPNET_INLINE_AVX512
#endif

/// Writes the positions of the arcs of `jobs` that pass, and how many; the order depends on the instructions. Empties
/// the jobs.
inline std::size_t draw_coins(const coin_source& of, const coin_use& use, coin_jobs& jobs, passing_arcs& passing,
                              simd_level level) {
  std::size_t found = 0;
#if CAPNET_X86_SIMD
  if (level != simd_level::portable) {
    jobs.fill(of.no_row);
    const bool most = level == simd_level::avx512;
    const auto draw =
        of.names == nullptr ? (most ? draw_rows_avx512 : draw_rows_avx2) : (most ? draw_names_avx512 : draw_names_avx2);
    found = draw(of, use, jobs, passing.data());
    jobs.size = 0;
    return found;
  }
#else
  static_cast<void>(level);
#endif
  found = draw_coins_portable(of, use, jobs, passing.data());
  jobs.size = 0;
  return found;
}

}  // namespace capnet::detail
CAPNET_SIMD_END
