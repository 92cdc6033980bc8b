#pragma once
/// Philox4x32-10 of several counters at once: each of their four words in the lower half of a 64-bit lane, whatever
/// lies above. Not interface.
#include <array>
#include <cstdint>

#include <capnet/core/simd.hpp>

#if CAPNET_X86_SIMD
#include <immintrin.h>

CAPNET_SIMD_BEGIN
namespace capnet::detail {

#define CAPNET_INLINE_AVX2 [[gnu::always_inline]] CAPNET_TARGET_AVX2 static inline
#define CAPNET_INLINE_AVX512 [[gnu::always_inline]] CAPNET_TARGET_AVX512 static inline

/// Eight counters. The forms with a mask of all lanes say the same as those without, of which g++ 12 warns.
struct philox_avx512 {
  __m512i c0, c1, c2, c3;
};
CAPNET_INLINE_AVX512 void philox_round_avx512(philox_avx512& s, __m512i k0, __m512i k1) {
  const __m512i a = _mm512_maskz_mul_epu32(0xFF, s.c0, _mm512_set1_epi32(static_cast<int>(0xD2511F53u)));
  const __m512i b = _mm512_maskz_mul_epu32(0xFF, s.c2, _mm512_set1_epi32(static_cast<int>(0xCD9E8D57u)));
  // Exclusive or of three. One upper half is shifted and one shuffled, which two units of the machine share.
  s.c0 = _mm512_ternarylogic_epi64(_mm512_maskz_srli_epi64(0xFF, b, 32), s.c1, k0, 0x96);
  s.c2 = _mm512_ternarylogic_epi64(_mm512_maskz_shuffle_epi32(0xFFFF, a, _MM_PERM_DDBB), s.c3, k1, 0x96);
  s.c1 = b;
  s.c3 = a;
}
template <class... States>
CAPNET_INLINE_AVX512 void philox_rounds_avx512(std::array<std::uint32_t, 2> key, States&... states) {
  for (int round = 0; round < 10; ++round) {
    const __m512i k0 = _mm512_set1_epi32(static_cast<int>(key[0])), k1 = _mm512_set1_epi32(static_cast<int>(key[1]));
    (philox_round_avx512(states, k0, k1), ...);
    key[0] += 0x9E3779B9u;
    key[1] += 0xBB67AE85u;
  }
}
/// Two words of each counter, side by side.
CAPNET_INLINE_AVX512 __m512i words_avx512(__m512i first, __m512i second) {
  return _mm512_mask_shuffle_epi32(first, 0xAAAA, second, _MM_PERM_CCAA);
}

/// Four counters.
struct philox_avx2 {
  __m256i c0, c1, c2, c3;
};
CAPNET_INLINE_AVX2 void philox_round_avx2(philox_avx2& s, __m256i k0, __m256i k1) {
  const __m256i a = _mm256_mul_epu32(s.c0, _mm256_set1_epi32(static_cast<int>(0xD2511F53u)));
  const __m256i b = _mm256_mul_epu32(s.c2, _mm256_set1_epi32(static_cast<int>(0xCD9E8D57u)));
  s.c0 = _mm256_xor_si256(_mm256_srli_epi64(b, 32), _mm256_xor_si256(s.c1, k0));
  s.c2 = _mm256_xor_si256(_mm256_srli_epi64(a, 32), _mm256_xor_si256(s.c3, k1));
  s.c1 = b;
  s.c3 = a;
}
template <class... States>
CAPNET_INLINE_AVX2 void philox_rounds_avx2(std::array<std::uint32_t, 2> key, States&... states) {
  for (int round = 0; round < 10; ++round) {
    const __m256i k0 = _mm256_set1_epi32(static_cast<int>(key[0])), k1 = _mm256_set1_epi32(static_cast<int>(key[1]));
    (philox_round_avx2(states, k0, k1), ...);
    key[0] += 0x9E3779B9u;
    key[1] += 0xBB67AE85u;
  }
}
CAPNET_INLINE_AVX2 __m256i words_avx2(__m256i first, __m256i second) {
  return _mm256_blend_epi32(first, _mm256_slli_epi64(second, 32), 0xAA);
}

#undef CAPNET_INLINE_AVX2
#undef CAPNET_INLINE_AVX512

}  // namespace capnet::detail
CAPNET_SIMD_END
#endif
