#pragma once
/// Definitions of sort_columns.hpp: see core/config.hpp.
#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>

#include <capnet/algorithm/detail/sort_columns.hpp>
#include <capnet/core/config.hpp>
#include <capnet/core/simd.hpp>

#if CAPNET_X86_SIMD
#include <immintrin.h>
#endif

CAPNET_SIMD_BEGIN
namespace capnet::detail {

/// More numbers than this are sorted by radix.
inline constexpr std::size_t most_partitioned = 3072;

/// Sorts n numbers; no number has more than `bits` bits that differ from the others'. `spare` has room for n.
inline void radix_sort_columns(std::uint32_t* numbers, std::uint32_t* spare, std::size_t n, unsigned bits) {
  const unsigned digits = std::max(1u, (bits + 10) / 11);
  const unsigned width = (bits + digits - 1) / digits;
  const std::uint32_t mask = (std::uint32_t{1} << width) - 1;
  std::uint32_t* from = numbers;
  std::uint32_t* to = spare;
  for (unsigned d = 0; d < digits; ++d) {
    std::array<std::size_t, 2048> next{};
    for (std::size_t k = 0; k < n; ++k) ++next[from[k] >> (d * width) & mask];
    std::size_t sum = 0;
    for (std::size_t value = 0; value <= mask; ++value) sum += std::exchange(next[value], sum);
    for (std::size_t k = 0; k < n; ++k) to[next[from[k] >> (d * width) & mask]++] = from[k];
    std::swap(from, to);
  }
  if (from != numbers) std::copy_n(from, n, numbers);
}

inline void sort_columns_portable(std::uint32_t* numbers, std::uint32_t* spare, std::size_t n, unsigned bits) {
  if (n > 2048 && bits <= 32) return radix_sort_columns(numbers, spare, n, bits);
  if (n > 24) return std::sort(numbers, numbers + n);
  for (std::size_t k = 1; k < n; ++k) {
    const std::uint32_t moved = numbers[k];
    std::size_t to = k;
    for (; to > 0 && numbers[to - 1] > moved; --to) numbers[to] = numbers[to - 1];
    numbers[to] = moved;
  }
}

#if CAPNET_X86_SIMD

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push  // g++ 12 takes the undefined lanes inside its own intrinsics for ours
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

/// One step of a bitonic network on 16 lanes: each lane and its partner at `Distance` keep the smaller and the larger;
/// a lane in `Larger` keeps the larger.
template <int Distance, __mmask16 Larger>
CAPNET_TARGET_AVX512 inline __m512i bitonic_step(__m512i v) {
  __m512i w = v;
  if constexpr (Distance == 1) w = _mm512_shuffle_epi32(v, _MM_PERM_ENUM(0xB1));
  if constexpr (Distance == 2) w = _mm512_shuffle_epi32(v, _MM_PERM_ENUM(0x4E));
  if constexpr (Distance == 4) w = _mm512_shuffle_i32x4(v, v, 0xB1);
  if constexpr (Distance == 8) w = _mm512_shuffle_i32x4(v, v, 0x4E);
  return _mm512_mask_max_epu32(_mm512_min_epu32(v, w), Larger, v, w);
}

CAPNET_TARGET_AVX512 inline __m512i bitonic_merge_lanes(__m512i v) {
  v = bitonic_step<8, 0xFF00>(v);
  v = bitonic_step<4, 0xF0F0>(v);
  v = bitonic_step<2, 0xCCCC>(v);
  return bitonic_step<1, 0xAAAA>(v);
}

CAPNET_TARGET_AVX512 inline __m512i bitonic_sort_lanes(__m512i v) {
  v = bitonic_step<1, 0x6666>(v);
  v = bitonic_step<2, 0x3C3C>(v);
  v = bitonic_step<1, 0x5A5A>(v);
  v = bitonic_step<4, 0x0FF0>(v);
  v = bitonic_step<2, 0x33CC>(v);
  v = bitonic_step<1, 0x55AA>(v);
  return bitonic_merge_lanes(v);
}

/// Merges the sorted halves of 16 Count numbers.
template <std::size_t Count>
CAPNET_TARGET_AVX512 inline void bitonic_merge(__m512i* v) {
  const __m512i backward = _mm512_setr_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  for (std::size_t k = 0; k < Count / 2; ++k) {
    const __m512i low = v[k];
    const __m512i high = _mm512_permutexvar_epi32(backward, v[Count - 1 - k]);
    v[k] = _mm512_min_epu32(low, high);
    v[Count - 1 - k] = _mm512_permutexvar_epi32(backward, _mm512_max_epu32(low, high));
  }
  for (std::size_t distance = Count / 4; distance != 0; distance /= 2) {
    for (std::size_t k = 0; k < Count; ++k) {
      if ((k & distance) != 0) continue;
      const __m512i low = v[k];
      const __m512i high = v[k + distance];
      v[k] = _mm512_min_epu32(low, high);
      v[k + distance] = _mm512_max_epu32(low, high);
    }
  }
  for (std::size_t k = 0; k < Count; ++k) v[k] = bitonic_merge_lanes(v[k]);
}

template <std::size_t Count>
CAPNET_TARGET_AVX512 inline void bitonic_sort(__m512i* v) {
  if constexpr (Count == 1) {
    v[0] = bitonic_sort_lanes(v[0]);
  } else {
    bitonic_sort<Count / 2>(v);
    bitonic_sort<Count / 2>(v + Count / 2);
    bitonic_merge<Count>(v);
  }
}

/// Sorts n numbers, at most 16 Count, from `from` to `to`.
template <std::size_t Count>
CAPNET_TARGET_AVX512 inline void sort_in_registers(const std::uint32_t* from, std::uint32_t* to, std::size_t n) {
  const __m512i last = _mm512_set1_epi32(-1);
  __m512i v[Count];
  __mmask16 there[Count];
  for (std::size_t k = 0; k < Count; ++k) {
    const std::size_t left = n > 16 * k ? n - 16 * k : 0;
    there[k] = static_cast<__mmask16>(left >= 16 ? 0xFFFFu : (1u << left) - 1);
    v[k] = _mm512_mask_loadu_epi32(last, there[k], from + 16 * k);
  }
  bitonic_sort<Count>(v);
  for (std::size_t k = 0; k < Count; ++k) _mm512_mask_storeu_epi32(to + 16 * k, there[k], v[k]);
}

CAPNET_TARGET_AVX512 inline void sort_few(const std::uint32_t* from, std::uint32_t* to, std::size_t n) {
  if (n <= 16) return sort_in_registers<1>(from, to, n);
  if (n <= 32) return sort_in_registers<2>(from, to, n);
  if (n <= 64) return sort_in_registers<4>(from, to, n);
  sort_in_registers<8>(from, to, n);
}

/// Sorts n numbers in place or into `other`, which has room for n.
CAPNET_TARGET_AVX512 inline void partition_sort(std::uint32_t* numbers, std::uint32_t* other, std::size_t n,
                                                bool into_other) {
  while (true) {
    std::uint32_t* const target = into_other ? other : numbers;
    if (n <= 128) return sort_few(numbers, target, n);
    std::uint32_t sample[16];
    for (std::size_t k = 0; k < 16; ++k) sample[k] = numbers[(n - 1) * k / 15];
    sort_in_registers<1>(sample, sample, 16);
    const std::uint32_t median = sample[8];
    // What is below the median goes to the front of `other`, the rest to its end.
    const __m512i pivot = _mm512_set1_epi32(static_cast<int>(median));
    std::uint32_t* front = other;
    std::uint32_t* back = other + n;
    for (std::size_t k = 0; k < n; k += 16) {
      const auto there = static_cast<__mmask16>(n - k >= 16 ? 0xFFFFu : (1u << (n - k)) - 1);
      const __m512i v = _mm512_maskz_loadu_epi32(there, numbers + k);
      const __mmask16 below = _mm512_mask_cmplt_epu32_mask(there, v, pivot);
      const auto above = static_cast<__mmask16>(there & ~below);
      const auto fewer = static_cast<unsigned>(__builtin_popcount(below));
      const auto more = static_cast<unsigned>(__builtin_popcount(above));
      back -= more;
      const __m512i low = _mm512_maskz_compress_epi32(below, v);
      const __m512i high = _mm512_maskz_compress_epi32(above, v);
      _mm512_mask_storeu_epi32(front, static_cast<__mmask16>((1u << fewer) - 1), low);
      _mm512_mask_storeu_epi32(back, static_cast<__mmask16>((1u << more) - 1), high);
      front += fewer;
    }
    const auto first = static_cast<std::size_t>(front - other);
    if (first == 0) {  // the median is the smallest, and repeated: put all that equal it in front
      std::size_t equal = 0;
      for (std::size_t k = 0; k < n; ++k) {
        if (numbers[k] == median) std::swap(numbers[k], numbers[equal++]);
      }
      if (into_other) std::copy_n(numbers, equal, other);
      numbers += equal;
      other += equal;
      n -= equal;
      continue;
    }
    partition_sort(other, numbers, first, !into_other);
    other += first;
    numbers += first;
    n -= first;
    std::swap(numbers, other);
    into_other = !into_other;
  }
}

/// to[k] = table[from[k]], then sorted, with as much room in `spare`.
CAPNET_TARGET_AVX512 inline void map_and_sort_avx512(const std::uint32_t* table, const std::uint32_t* from,
                                                     std::uint32_t* to, std::uint32_t* spare, std::size_t n,
                                                     unsigned bits) {
  for (std::size_t k = 0; k < n; k += 16) {
    const auto there = static_cast<__mmask16>(n - k >= 16 ? 0xFFFFu : (1u << (n - k)) - 1);
    const __m512i at = _mm512_maskz_loadu_epi32(there, from + k);
    const __m512i v = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), there, at, table, 4);
    if (n <= 16) {
      const __m512i sorted = bitonic_sort_lanes(_mm512_mask_mov_epi32(_mm512_set1_epi32(-1), there, v));
      _mm512_mask_storeu_epi32(to, there, sorted);
      return;
    }
    _mm512_mask_storeu_epi32(to + k, there, v);
  }
  if (n > most_partitioned) return radix_sort_columns(to, spare, n, bits);
  partition_sort(to, spare, n, false);
}

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif
#endif

inline void map_and_sort_portable(const std::uint32_t* table, const std::uint32_t* from, std::uint32_t* to,
                                  std::uint32_t* spare, std::size_t n, unsigned bits) {
  for (std::size_t k = 0; k < n; ++k) to[k] = table[from[k]];
  sort_columns_portable(to, spare, n, bits);
}

CAPNET_INLINE column_sort map_and_sort([[maybe_unused]] simd_level level, [[maybe_unused]] unsigned bits) {
#if CAPNET_X86_SIMD
  if (level == simd_level::avx512 && bits <= 31) return map_and_sort_avx512;
#endif
  return map_and_sort_portable;
}

}  // namespace capnet::detail
CAPNET_SIMD_END
