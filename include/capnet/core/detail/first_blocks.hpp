#pragma once
/// The first numbers of many streams at once, as many at a time as the machine's vectors hold. Not interface.
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <capnet/core/random.hpp>
#include <capnet/core/simd.hpp>

#if CAPNET_X86_SIMD
#include <immintrin.h>
#endif

namespace capnet::detail {

using random_block = std::array<std::uint32_t, 4>;

inline void first_blocks_portable(const random_streams& streams, std::span<const std::uint64_t> entities,
                                  random_block* blocks) {
  for (std::size_t k = 0; k < entities.size(); ++k) {
    blocks[k] = philox4x32({0, static_cast<std::uint32_t>(entities[k]), static_cast<std::uint32_t>(entities[k] >> 32),
                            streams.last_word()},
                           streams.key());
  }
}

#if CAPNET_X86_SIMD
CAPNET_SIMD_BEGIN
/// The forms with a mask of all lanes say the same, and g++ 12 warns of the others. Each of the four words of a counter
/// lies in the lower half of a 64-bit lane: eight counters at a time.
CAPNET_TARGET_AVX512 inline void first_blocks_avx512(const random_streams& streams,
                                                     std::span<const std::uint64_t> entities, random_block* blocks) {
  const __m512i lower = _mm512_set1_epi64(0xFFFFFFFF), m0 = _mm512_set1_epi64(0xD2511F53),
                m2 = _mm512_set1_epi64(0xCD9E8D57);
  const __m512i even = _mm512_setr_epi64(0, 8, 1, 9, 2, 10, 3, 11), odd = _mm512_setr_epi64(4, 12, 5, 13, 6, 14, 7, 15);
  std::size_t k = 0;
  for (; k + 8 <= entities.size(); k += 8) {
    const __m512i entity = _mm512_loadu_si512(entities.data() + k);
    __m512i c0 = _mm512_setzero_si512(), c1 = _mm512_and_si512(entity, lower),
            c2 = _mm512_maskz_srli_epi64(0xFF, entity, 32);
    __m512i c3 = _mm512_set1_epi64(streams.last_word());
    std::uint32_t k0 = streams.key()[0], k1 = streams.key()[1];
    for (int round = 0; round < 10; ++round) {
      const __m512i a = _mm512_maskz_mul_epu32(0xFF, c0, m0), b = _mm512_maskz_mul_epu32(0xFF, c2, m2);
      c0 = _mm512_xor_si512(_mm512_xor_si512(_mm512_maskz_srli_epi64(0xFF, b, 32), c1), _mm512_set1_epi64(k0));
      c2 = _mm512_xor_si512(_mm512_xor_si512(_mm512_maskz_srli_epi64(0xFF, a, 32), c3), _mm512_set1_epi64(k1));
      c1 = _mm512_and_si512(b, lower);
      c3 = _mm512_and_si512(a, lower);
      k0 += 0x9E3779B9u;
      k1 += 0xBB67AE85u;
    }
    const __m512i low = _mm512_or_si512(c0, _mm512_maskz_slli_epi64(0xFF, c1, 32));
    const __m512i high = _mm512_or_si512(c2, _mm512_maskz_slli_epi64(0xFF, c3, 32));
    _mm512_storeu_si512(blocks + k, _mm512_permutex2var_epi64(low, even, high));
    _mm512_storeu_si512(blocks + k + 4, _mm512_permutex2var_epi64(low, odd, high));
  }
  first_blocks_portable(streams, entities.subspan(k), blocks + k);
}

/// Four at a time.
CAPNET_TARGET_AVX2 inline void first_blocks_avx2(const random_streams& streams, std::span<const std::uint64_t> entities,
                                                 random_block* blocks) {
  const __m256i lower = _mm256_set1_epi64x(0xFFFFFFFF), m0 = _mm256_set1_epi64x(0xD2511F53),
                m2 = _mm256_set1_epi64x(0xCD9E8D57);
  std::size_t k = 0;
  for (; k + 4 <= entities.size(); k += 4) {
    const __m256i entity = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(entities.data() + k));
    __m256i c0 = _mm256_setzero_si256(), c1 = _mm256_and_si256(entity, lower), c2 = _mm256_srli_epi64(entity, 32);
    __m256i c3 = _mm256_set1_epi64x(streams.last_word());
    std::uint32_t k0 = streams.key()[0], k1 = streams.key()[1];
    for (int round = 0; round < 10; ++round) {
      const __m256i a = _mm256_mul_epu32(c0, m0), b = _mm256_mul_epu32(c2, m2);
      c0 = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(b, 32), c1), _mm256_set1_epi64x(k0));
      c2 = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(a, 32), c3), _mm256_set1_epi64x(k1));
      c1 = _mm256_and_si256(b, lower);
      c3 = _mm256_and_si256(a, lower);
      k0 += 0x9E3779B9u;
      k1 += 0xBB67AE85u;
    }
    const __m256i low = _mm256_or_si256(c0, _mm256_slli_epi64(c1, 32));
    const __m256i high = _mm256_or_si256(c2, _mm256_slli_epi64(c3, 32));
    const __m256i even = _mm256_unpacklo_epi64(low, high), odd = _mm256_unpackhi_epi64(low, high);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(blocks + k), _mm256_permute2x128_si256(even, odd, 0x20));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(blocks + k + 2), _mm256_permute2x128_si256(even, odd, 0x31));
  }
  first_blocks_portable(streams, entities.subspan(k), blocks + k);
}
CAPNET_SIMD_END
#endif

/// The first four numbers of the stream of each entity; a random_stream made with them goes on.
inline void first_blocks(const random_streams& streams, std::span<const std::uint64_t> entities, random_block* blocks) {
#if CAPNET_X86_SIMD
  if (current_simd() == simd_level::avx512) return first_blocks_avx512(streams, entities, blocks);
  if (current_simd() == simd_level::avx2) return first_blocks_avx2(streams, entities, blocks);
#endif
  first_blocks_portable(streams, entities, blocks);
}

}  // namespace capnet::detail
