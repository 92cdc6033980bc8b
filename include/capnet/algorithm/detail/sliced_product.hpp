#pragma once
/// Sums over the slices of sliced_rows: portable, with AVX2 and with AVX-512, to the same bits.
#include <cstddef>
#include <cstdint>

#include <capnet/algorithm/detail/sliced_rows.hpp>
#include <capnet/core/simd.hpp>

#if CAPNET_X86_SIMD
#include <immintrin.h>
#endif

CAPNET_SIMD_BEGIN
namespace capnet::detail {

/// What the rows of slices [first, last) are multiplied with: `width` <= 16 columns from a row-major table of `stride`
/// columns. `sums[(16 (s - first) + lane) * width + column]`: each sum starts at 0 and takes the arcs of its lane in
/// their order. A lane that has run out is left alone or gets +0, which changes nothing, as no such sum is -0.
template <class Real>
struct sliced_operand {
  const sliced_rows* rows = nullptr;
  const Real* weights = nullptr;  ///< in the order of the slots; none: all are 1
  const Real* x = nullptr;
  std::size_t stride = 1;
  std::size_t width = 1;
};

template <class Real, bool Weighted>
void sum_slices_portable(const sliced_operand<Real>& of, std::size_t first, std::size_t last, Real* sums) {
  constexpr std::size_t lanes = sliced_rows::lanes;
  for (std::size_t s = first; s < last; ++s) {
    const vertex_index* columns = of.rows->columns(s);
    const Real* weights = Weighted ? of.weights + of.rows->first_slot(s) : nullptr;
    const std::int32_t* lengths = of.rows->lengths(s);
    Real* out = sums + (s - first) * lanes * of.width;
    for (std::size_t k = 0; k < lanes * of.width; ++k) out[k] = 0;
    std::size_t open = lanes;
    for (std::int32_t k = 0; k < lengths[0]; ++k, columns += lanes) {
      while (lengths[open - 1] <= k) --open;
      for (std::size_t lane = 0; lane < open; ++lane) {
        const Real* from = of.x + columns[lane] * of.stride;
        if constexpr (Weighted) {
          for (std::size_t c = 0; c < of.width; ++c) out[lane * of.width + c] += weights[lane] * from[c];
        } else {
          for (std::size_t c = 0; c < of.width; ++c) out[lane * of.width + c] += from[c];
        }
      }
      if constexpr (Weighted) weights += lanes;
    }
  }
}

#if CAPNET_X86_SIMD

#define CAPNET_INLINE_AVX2 [[gnu::always_inline]] CAPNET_TARGET_AVX2 static inline
#define CAPNET_INLINE_AVX512 [[gnu::always_inline]] CAPNET_TARGET_AVX512 static inline

/// A few rows at once (`gather`), or a few columns of one row (`part` of the columns that a mask names).
struct avx512_float {
  using real = float;
  using pack = __m512;
  static constexpr std::size_t size = 16;
  CAPNET_INLINE_AVX512 pack zero() { return _mm512_setzero_ps(); }
  CAPNET_INLINE_AVX512 pack all(float a) { return _mm512_set1_ps(a); }
  CAPNET_INLINE_AVX512 pack add(pack a, pack b) { return _mm512_add_ps(a, b); }
  CAPNET_INLINE_AVX512 pack times(pack a, pack b) { return _mm512_mul_ps(a, b); }
  CAPNET_INLINE_AVX512 pack load(const float* from) { return _mm512_loadu_ps(from); }
  CAPNET_INLINE_AVX512 void store(float* to, pack a) { _mm512_storeu_ps(to, a); }
  CAPNET_INLINE_AVX512 pack gather(const float* x, const vertex_index* at) {
    return _mm512_mask_i32gather_ps(_mm512_setzero_ps(), 0xffff, _mm512_loadu_si512(at), x, 4);
  }
  CAPNET_INLINE_AVX512 pack gather(const float* x, const vertex_index* at, const std::int32_t* lengths,
                                   std::int32_t k) {
    const __mmask16 open = _mm512_cmpgt_epi32_mask(_mm512_loadu_si512(lengths), _mm512_set1_epi32(k));
    return _mm512_mask_i32gather_ps(_mm512_setzero_ps(), open, _mm512_loadu_si512(at), x, 4);
  }
  CAPNET_INLINE_AVX512 pack part(const float* from, unsigned mask) {
    return _mm512_maskz_loadu_ps(static_cast<__mmask16>(mask), from);
  }
  CAPNET_INLINE_AVX512 void store_part(float* to, unsigned mask, pack a) {
    _mm512_mask_storeu_ps(to, static_cast<__mmask16>(mask), a);
  }
};

struct avx512_double {
  using real = double;
  using pack = __m512d;
  static constexpr std::size_t size = 8;
  CAPNET_INLINE_AVX512 pack zero() { return _mm512_setzero_pd(); }
  CAPNET_INLINE_AVX512 pack all(double a) { return _mm512_set1_pd(a); }
  CAPNET_INLINE_AVX512 pack add(pack a, pack b) { return _mm512_add_pd(a, b); }
  CAPNET_INLINE_AVX512 pack times(pack a, pack b) { return _mm512_mul_pd(a, b); }
  CAPNET_INLINE_AVX512 pack load(const double* from) { return _mm512_loadu_pd(from); }
  CAPNET_INLINE_AVX512 void store(double* to, pack a) { _mm512_storeu_pd(to, a); }
  CAPNET_INLINE_AVX512 __m256i eight(const void* from) { return _mm256_loadu_si256(static_cast<const __m256i*>(from)); }
  CAPNET_INLINE_AVX512 pack gather(const double* x, const vertex_index* at) {
    return _mm512_mask_i32gather_pd(_mm512_setzero_pd(), 0xff, eight(at), x, 8);
  }
  CAPNET_INLINE_AVX512 pack gather(const double* x, const vertex_index* at, const std::int32_t* lengths,
                                   std::int32_t k) {
    const __mmask8 open = _mm256_cmpgt_epi32_mask(eight(lengths), _mm256_set1_epi32(k));
    return _mm512_mask_i32gather_pd(_mm512_setzero_pd(), open, eight(at), x, 8);
  }
  CAPNET_INLINE_AVX512 pack part(const double* from, unsigned mask) {
    return _mm512_maskz_loadu_pd(static_cast<__mmask8>(mask), from);
  }
  CAPNET_INLINE_AVX512 void store_part(double* to, unsigned mask, pack a) {
    _mm512_mask_storeu_pd(to, static_cast<__mmask8>(mask), a);
  }
};

/// Half a register: for up to 8 columns of floats.
struct avx512_half_float {
  using real = float;
  using pack = __m256;
  static constexpr std::size_t size = 8;
  CAPNET_INLINE_AVX512 pack zero() { return _mm256_setzero_ps(); }
  CAPNET_INLINE_AVX512 pack all(float a) { return _mm256_set1_ps(a); }
  CAPNET_INLINE_AVX512 pack add(pack a, pack b) { return _mm256_add_ps(a, b); }
  CAPNET_INLINE_AVX512 pack times(pack a, pack b) { return _mm256_mul_ps(a, b); }
  CAPNET_INLINE_AVX512 pack load(const float* from) { return _mm256_loadu_ps(from); }
  CAPNET_INLINE_AVX512 pack part(const float* from, unsigned mask) {
    return _mm256_maskz_loadu_ps(static_cast<__mmask8>(mask), from);
  }
  CAPNET_INLINE_AVX512 void store_part(float* to, unsigned mask, pack a) {
    _mm256_mask_storeu_ps(to, static_cast<__mmask8>(mask), a);
  }
};

struct avx2_float {
  using real = float;
  using pack = __m256;
  static constexpr std::size_t size = 8;
  CAPNET_INLINE_AVX2 pack zero() { return _mm256_setzero_ps(); }
  CAPNET_INLINE_AVX2 pack all(float a) { return _mm256_set1_ps(a); }
  CAPNET_INLINE_AVX2 pack add(pack a, pack b) { return _mm256_add_ps(a, b); }
  CAPNET_INLINE_AVX2 pack times(pack a, pack b) { return _mm256_mul_ps(a, b); }
  CAPNET_INLINE_AVX2 pack load(const float* from) { return _mm256_loadu_ps(from); }
  CAPNET_INLINE_AVX2 void store(float* to, pack a) { _mm256_storeu_ps(to, a); }
  CAPNET_INLINE_AVX2 __m256i eight(const void* from) { return _mm256_loadu_si256(static_cast<const __m256i*>(from)); }
  CAPNET_INLINE_AVX2 pack gather(const float* x, const vertex_index* at) {
    const __m256 open = _mm256_castsi256_ps(_mm256_set1_epi32(-1));
    return _mm256_mask_i32gather_ps(_mm256_setzero_ps(), x, eight(at), open, 4);
  }
  CAPNET_INLINE_AVX2 pack gather(const float* x, const vertex_index* at, const std::int32_t* lengths, std::int32_t k) {
    const __m256 open = _mm256_castsi256_ps(_mm256_cmpgt_epi32(eight(lengths), _mm256_set1_epi32(k)));
    return _mm256_mask_i32gather_ps(_mm256_setzero_ps(), x, eight(at), open, 4);
  }
  CAPNET_INLINE_AVX2 __m256i lanes_of(unsigned mask) {
    const __m256i bit = _mm256_setr_epi32(1, 2, 4, 8, 16, 32, 64, 128);
    return _mm256_cmpeq_epi32(_mm256_and_si256(_mm256_set1_epi32(static_cast<int>(mask)), bit), bit);
  }
  CAPNET_INLINE_AVX2 pack part(const float* from, unsigned mask) { return _mm256_maskload_ps(from, lanes_of(mask)); }
  CAPNET_INLINE_AVX2 void store_part(float* to, unsigned mask, pack a) { _mm256_maskstore_ps(to, lanes_of(mask), a); }
};

struct avx2_double {
  using real = double;
  using pack = __m256d;
  static constexpr std::size_t size = 4;
  CAPNET_INLINE_AVX2 pack zero() { return _mm256_setzero_pd(); }
  CAPNET_INLINE_AVX2 pack all(double a) { return _mm256_set1_pd(a); }
  CAPNET_INLINE_AVX2 pack add(pack a, pack b) { return _mm256_add_pd(a, b); }
  CAPNET_INLINE_AVX2 pack times(pack a, pack b) { return _mm256_mul_pd(a, b); }
  CAPNET_INLINE_AVX2 pack load(const double* from) { return _mm256_loadu_pd(from); }
  CAPNET_INLINE_AVX2 void store(double* to, pack a) { _mm256_storeu_pd(to, a); }
  CAPNET_INLINE_AVX2 __m128i four(const void* from) { return _mm_loadu_si128(static_cast<const __m128i*>(from)); }
  CAPNET_INLINE_AVX2 pack gather(const double* x, const vertex_index* at) {
    const __m256d open = _mm256_castsi256_pd(_mm256_set1_epi32(-1));
    return _mm256_mask_i32gather_pd(_mm256_setzero_pd(), x, four(at), open, 8);
  }
  CAPNET_INLINE_AVX2 pack gather(const double* x, const vertex_index* at, const std::int32_t* lengths, std::int32_t k) {
    const __m256i open = _mm256_cvtepi32_epi64(_mm_cmpgt_epi32(four(lengths), _mm_set1_epi32(k)));
    return _mm256_mask_i32gather_pd(_mm256_setzero_pd(), x, four(at), _mm256_castsi256_pd(open), 8);
  }
  CAPNET_INLINE_AVX2 __m256i lanes_of(unsigned mask) {
    const __m256i bit = _mm256_setr_epi64x(1, 2, 4, 8);
    return _mm256_cmpeq_epi64(_mm256_and_si256(_mm256_set1_epi64x(static_cast<int>(mask)), bit), bit);
  }
  CAPNET_INLINE_AVX2 pack part(const double* from, unsigned mask) { return _mm256_maskload_pd(from, lanes_of(mask)); }
  CAPNET_INLINE_AVX2 void store_part(double* to, unsigned mask, pack a) { _mm256_maskstore_pd(to, lanes_of(mask), a); }
};

#undef CAPNET_INLINE_AVX2
#undef CAPNET_INLINE_AVX512

// The two bodies are alike for each instruction set; they are macros since a function takes its instruction set from
// its attribute.

/// One column: the 16 lanes in 16 / size packs.
#define CAPNET_SUM_SLICES_OF_ONE_COLUMN(NAME, TARGET)                                                \
  template <class P, bool Weighted>                                                                  \
  TARGET void NAME(const sliced_operand<typename P::real>& of, std::size_t first, std::size_t last,  \
                   typename P::real* sums) {                                                         \
    constexpr std::size_t packs = 16 / P::size;                                                      \
    for (std::size_t s = first; s < last; ++s, sums += 16) {                                         \
      const vertex_index* columns = of.rows->columns(s);                                             \
      const typename P::real* weights = Weighted ? of.weights + of.rows->first_slot(s) : nullptr;    \
      const std::int32_t* lengths = of.rows->lengths(s);                                             \
      typename P::pack sum[packs];                                                                   \
      for (std::size_t q = 0; q < packs; ++q) sum[q] = P::zero();                                    \
      const std::int32_t longest = lengths[0], shortest = lengths[15];                               \
      std::int32_t k = 0;                                                                            \
      for (; k < shortest; ++k, columns += 16) {                                                     \
        _mm_prefetch(reinterpret_cast<const char*>(columns) + 4096, _MM_HINT_NTA);                   \
        for (std::size_t q = 0; q < packs; ++q) {                                                    \
          typename P::pack value = P::gather(of.x, columns + q * P::size);                           \
          if constexpr (Weighted) value = P::times(P::load(weights + q * P::size), value);           \
          sum[q] = P::add(sum[q], value);                                                            \
        }                                                                                            \
        if constexpr (Weighted) weights += 16;                                                       \
      }                                                                                              \
      for (; k < longest; ++k, columns += 16) {                                                      \
        _mm_prefetch(reinterpret_cast<const char*>(columns) + 4096, _MM_HINT_NTA);                   \
        for (std::size_t q = 0; q < packs; ++q) {                                                    \
          typename P::pack value = P::gather(of.x, columns + q * P::size, lengths + q * P::size, k); \
          if constexpr (Weighted) value = P::times(P::load(weights + q * P::size), value);           \
          sum[q] = P::add(sum[q], value);                                                            \
        }                                                                                            \
        if constexpr (Weighted) weights += 16;                                                       \
      }                                                                                              \
      for (std::size_t q = 0; q < packs; ++q) P::store(sums + q * P::size, sum[q]);                  \
    }                                                                                                \
  }

/// Up to P::size columns: `Lanes` rows of the slice at a time, each with its sums in one pack. Four steps ahead, what
/// lies beyond the first 256 KiB of the table is asked for.
#define CAPNET_SUM_SLICES_OF_COLUMNS(NAME, TARGET)                                                               \
  template <class P, std::size_t Lanes, bool Full, bool Weighted>                                                \
  TARGET void NAME(const sliced_operand<typename P::real>& of, std::size_t first, std::size_t last,              \
                   typename P::real* sums) {                                                                     \
    const unsigned mask = (1u << of.width) - 1;                                                                  \
    const typename P::real* const x = of.x;                                                                      \
    const std::size_t stride = of.stride, far = (std::size_t{1} << 18) / (stride * sizeof(typename P::real));    \
    for (std::size_t s = first; s < last; ++s) {                                                                 \
      for (std::size_t half = 0; half < 16; half += Lanes, sums += Lanes * of.width) {                           \
        const vertex_index* columns = of.rows->columns(s) + half;                                                \
        const typename P::real* weights = Weighted ? of.weights + of.rows->first_slot(s) + half : nullptr;       \
        const std::int32_t* lengths = of.rows->lengths(s) + half;                                                \
        typename P::pack sum[Lanes];                                                                             \
        for (std::size_t lane = 0; lane < Lanes; ++lane) sum[lane] = P::zero();                                  \
        const std::int32_t longest = lengths[0], shortest = lengths[Lanes - 1];                                  \
        for (std::int32_t k = 0; k < shortest; ++k, columns += 16) {                                             \
          _mm_prefetch(reinterpret_cast<const char*>(columns) + 4096, _MM_HINT_NTA);                             \
          if (columns[64] >= far) {                                                                              \
            _Pragma("GCC unroll 16") for (std::size_t lane = 0; lane < Lanes; ++lane) {                          \
              _mm_prefetch(reinterpret_cast<const char*>(x + columns[64 + lane] * stride), _MM_HINT_T0);         \
            }                                                                                                    \
          }                                                                                                      \
          _Pragma("GCC unroll 16") for (std::size_t lane = 0; lane < Lanes; ++lane) {                            \
            typename P::pack value =                                                                             \
                Full ? P::load(x + columns[lane] * stride) : P::part(x + columns[lane] * stride, mask);          \
            if constexpr (Weighted) value = P::times(P::all(weights[lane]), value);                              \
            sum[lane] = P::add(sum[lane], value);                                                                \
          }                                                                                                      \
          if constexpr (Weighted) weights += 16;                                                                 \
        }                                                                                                        \
        for (std::int32_t k = shortest; k < longest; ++k, columns += 16) {                                       \
          _Pragma("GCC unroll 16") for (std::size_t lane = 0; lane < Lanes; ++lane) {                            \
            if (lengths[lane] <= k) continue;                                                                    \
            typename P::pack value =                                                                             \
                Full ? P::load(x + columns[lane] * stride) : P::part(x + columns[lane] * stride, mask);          \
            if constexpr (Weighted) value = P::times(P::all(weights[lane]), value);                              \
            sum[lane] = P::add(sum[lane], value);                                                                \
          }                                                                                                      \
          if constexpr (Weighted) weights += 16;                                                                 \
        }                                                                                                        \
        for (std::size_t lane = 0; lane < Lanes; ++lane) P::store_part(sums + lane * of.width, mask, sum[lane]); \
      }                                                                                                          \
    }                                                                                                            \
  }

CAPNET_SUM_SLICES_OF_ONE_COLUMN(sum_slices_avx512, CAPNET_TARGET_AVX512)
CAPNET_SUM_SLICES_OF_ONE_COLUMN(sum_slices_avx2, CAPNET_TARGET_AVX2)
CAPNET_SUM_SLICES_OF_COLUMNS(sum_wide_slices_avx512, CAPNET_TARGET_AVX512)
CAPNET_SUM_SLICES_OF_COLUMNS(sum_wide_slices_avx2, CAPNET_TARGET_AVX2)
#undef CAPNET_SUM_SLICES_OF_ONE_COLUMN
#undef CAPNET_SUM_SLICES_OF_COLUMNS

template <class P, std::size_t Lanes, bool Weighted>
void sum_columns_avx512(const sliced_operand<typename P::real>& of, std::size_t first, std::size_t last,
                        typename P::real* sums) {
  of.width == P::size ? sum_wide_slices_avx512<P, Lanes, true, Weighted>(of, first, last, sums)
                      : sum_wide_slices_avx512<P, Lanes, false, Weighted>(of, first, last, sums);
}

template <class P, std::size_t Lanes, bool Weighted>
void sum_columns_avx2(const sliced_operand<typename P::real>& of, std::size_t first, std::size_t last,
                      typename P::real* sums) {
  of.width == P::size ? sum_wide_slices_avx2<P, Lanes, true, Weighted>(of, first, last, sums)
                      : sum_wide_slices_avx2<P, Lanes, false, Weighted>(of, first, last, sums);
}

template <bool Weighted>
void sum_slices_vector(const sliced_operand<float>& of, std::size_t first, std::size_t last, float* sums,
                       simd_level level) {
  if (level == simd_level::avx512) {
    if (of.stride == 1) return sum_slices_avx512<avx512_float, Weighted>(of, first, last, sums);
    if (of.width <= 8) return sum_columns_avx512<avx512_half_float, 16, Weighted>(of, first, last, sums);
    return sum_columns_avx512<avx512_float, 16, Weighted>(of, first, last, sums);
  }
  if (of.stride == 1) return sum_slices_avx2<avx2_float, Weighted>(of, first, last, sums);
  sum_columns_avx2<avx2_float, 8, Weighted>(of, first, last, sums);
}

template <bool Weighted>
void sum_slices_vector(const sliced_operand<double>& of, std::size_t first, std::size_t last, double* sums,
                       simd_level level) {
  if (level == simd_level::avx512) {
    if (of.stride == 1) return sum_slices_avx512<avx512_double, Weighted>(of, first, last, sums);
    return sum_columns_avx512<avx512_double, 16, Weighted>(of, first, last, sums);
  }
  if (of.stride == 1) return sum_slices_avx2<avx2_double, Weighted>(of, first, last, sums);
  sum_columns_avx2<avx2_double, 8, Weighted>(of, first, last, sums);
}

#endif

/// The most columns that `sum_slices` takes at once.
template <class Real>
[[nodiscard]] constexpr std::size_t widest_sum(simd_level level) {
  return level == simd_level::avx2 ? 32 / sizeof(Real) : 64 / sizeof(Real);
}

/// Pre: of.width <= widest_sum(level).
template <class Real>
void sum_slices(const sliced_operand<Real>& of, std::size_t first, std::size_t last, Real* sums, simd_level level) {
#if CAPNET_X86_SIMD
  // Gathers take their numbers as signed.
  if (level != simd_level::portable && of.rows->order() <= 0x7fffffffu) {
    return of.weights != nullptr ? sum_slices_vector<true>(of, first, last, sums, level)
                                 : sum_slices_vector<false>(of, first, last, sums, level);
  }
#else
  static_cast<void>(level);
#endif
  of.weights != nullptr ? sum_slices_portable<Real, true>(of, first, last, sums)
                        : sum_slices_portable<Real, false>(of, first, last, sums);
}

}  // namespace capnet::detail
CAPNET_SIMD_END
