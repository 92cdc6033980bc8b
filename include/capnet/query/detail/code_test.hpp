#pragma once
/// Which ends of a list have a code, such as that of a region: one bit for each of up to 64.
#include <bit>
#include <cstddef>
#include <cstdint>

#include <capnet/core/simd.hpp>

#if CAPNET_X86_SIMD
#include <immintrin.h>
#endif

namespace capnet::detail {

#if CAPNET_X86_SIMD
CAPNET_SIMD_BEGIN
CAPNET_TARGET_AVX2 inline std::uint64_t have_code_avx2(const std::int32_t* ends, std::size_t n, std::uint64_t word,
                                                       const std::uint32_t* codes, std::uint32_t code) {
  const __m256i wanted = _mm256_set1_epi32(static_cast<int>(code)),
                lanes = _mm256_setr_epi32(1, 2, 4, 8, 16, 32, 64, 128);
  std::uint64_t found = 0;
  for (std::size_t k = 0; k < n; k += 8) {
    const auto some = static_cast<int>(word >> k & 0xFF);
    if (some == 0) continue;
    const __m256i asked = _mm256_cmpeq_epi32(_mm256_and_si256(_mm256_set1_epi32(some), lanes), lanes);
    const __m256i places = _mm256_maskload_epi32(ends + k, asked);
    const __m256i seen = _mm256_mask_i32gather_epi32(wanted, reinterpret_cast<const int*>(codes), places, asked, 4);
    const __m256i equal = _mm256_and_si256(_mm256_cmpeq_epi32(seen, wanted), asked);
    found |= std::uint64_t{static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(equal)))} << k;
  }
  return found;
}
CAPNET_TARGET_AVX512 inline std::uint64_t have_code_avx512(const std::int32_t* ends, std::size_t n, std::uint64_t word,
                                                           const std::uint32_t* codes, std::uint32_t code) {
  const __m512i wanted = _mm512_set1_epi32(static_cast<int>(code));
  std::uint64_t found = 0;
  for (std::size_t k = 0; k < n; k += 16) {
    const auto asked = static_cast<__mmask16>(word >> k);
    if (asked == 0) continue;
    const __m512i places = _mm512_maskz_loadu_epi32(asked, ends + k);
    const __m512i seen = _mm512_mask_i32gather_epi32(wanted, asked, places, codes, 4);
    found |= std::uint64_t{_mm512_mask_cmpeq_epi32_mask(asked, seen, wanted)} << k;
  }
  return found;
}
CAPNET_SIMD_END
#endif

/// Of the ends whose bits are set, those with the code: `codes[ends[k]]`. Pre: n <= 64, as many bits.
[[nodiscard]] inline std::uint64_t have_code(const std::int32_t* ends, [[maybe_unused]] std::size_t n,
                                             std::uint64_t word, const std::uint32_t* codes, std::uint32_t code,
                                             [[maybe_unused]] simd_level level) {
#if CAPNET_X86_SIMD
  if (level == simd_level::avx512) return have_code_avx512(ends, n, word, codes, code);
  if (level == simd_level::avx2) return have_code_avx2(ends, n, word, codes, code);
#endif
  std::uint64_t found = 0;
  for (; word != 0; word &= word - 1) {
    const auto k = static_cast<std::size_t>(std::countr_zero(word));
    found |= std::uint64_t{codes[ends[k]] == code} << k;
  }
  return found;
}

}  // namespace capnet::detail
