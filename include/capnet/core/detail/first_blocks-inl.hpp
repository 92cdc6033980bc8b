#pragma once
/// Definitions of first_blocks.hpp: see core/config.hpp.
#include <cstddef>
#include <cstdint>

#include <capnet/core/config.hpp>
#include <capnet/core/detail/first_blocks.hpp>
#include <capnet/core/detail/philox_lanes.hpp>
#include <capnet/core/simd.hpp>

namespace capnet::detail {

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
/// Eight at a time.
CAPNET_TARGET_AVX512 inline void first_blocks_avx512(const random_streams& streams,
                                                     std::span<const std::uint64_t> entities, random_block* blocks) {
  const __m512i even = _mm512_setr_epi64(0, 8, 1, 9, 2, 10, 3, 11), odd = _mm512_setr_epi64(4, 12, 5, 13, 6, 14, 7, 15);
  const __m512i last = _mm512_set1_epi64(streams.last_word());
  std::size_t k = 0;
  for (; k + 8 <= entities.size(); k += 8) {
    const __m512i entity = _mm512_loadu_si512(entities.data() + k);
    philox_avx512 s{_mm512_setzero_si512(), entity, _mm512_maskz_srli_epi64(0xFF, entity, 32), last};
    philox_rounds_avx512(streams.key(), s);
    const __m512i low = words_avx512(s.c0, s.c1), high = words_avx512(s.c2, s.c3);
    _mm512_storeu_si512(blocks + k, _mm512_permutex2var_epi64(low, even, high));
    _mm512_storeu_si512(blocks + k + 4, _mm512_permutex2var_epi64(low, odd, high));
  }
  first_blocks_portable(streams, entities.subspan(k), blocks + k);
}

/// Four at a time.
CAPNET_TARGET_AVX2 inline void first_blocks_avx2(const random_streams& streams, std::span<const std::uint64_t> entities,
                                                 random_block* blocks) {
  const __m256i last = _mm256_set1_epi64x(streams.last_word());
  std::size_t k = 0;
  for (; k + 4 <= entities.size(); k += 4) {
    const __m256i entity = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(entities.data() + k));
    philox_avx2 s{_mm256_setzero_si256(), entity, _mm256_srli_epi64(entity, 32), last};
    philox_rounds_avx2(streams.key(), s);
    const __m256i low = words_avx2(s.c0, s.c1), high = words_avx2(s.c2, s.c3);
    const __m256i even = _mm256_unpacklo_epi64(low, high), odd = _mm256_unpackhi_epi64(low, high);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(blocks + k), _mm256_permute2x128_si256(even, odd, 0x20));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(blocks + k + 2), _mm256_permute2x128_si256(even, odd, 0x31));
  }
  first_blocks_portable(streams, entities.subspan(k), blocks + k);
}
CAPNET_SIMD_END
#endif

CAPNET_INLINE void first_blocks(const random_streams& streams, std::span<const std::uint64_t> entities,
                                random_block* blocks) {
#if CAPNET_X86_SIMD
  if (current_simd() == simd_level::avx512) return first_blocks_avx512(streams, entities, blocks);
  if (current_simd() == simd_level::avx2) return first_blocks_avx2(streams, entities, blocks);
#endif
  first_blocks_portable(streams, entities, blocks);
}

}  // namespace capnet::detail
