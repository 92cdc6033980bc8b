#pragma once
/// What PageRank does to the scores between two products: one pass over a block of places.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include <capnet/core/simd.hpp>

namespace capnet::detail {

/// Sums over a block, each in 16 lanes that are added in a fixed order.
struct pagerank_sums {
  double residual = 0, dangling = 0;
};

template <class Real>
struct pagerank_block {
  const Real* arriving = nullptr;
  const Real* share = nullptr;  ///< 1 / strength, 0 if dangling
  Real* x = nullptr;
  Real* passed = nullptr;  ///< x * share, for the next product
  std::size_t size = 0;
  Real base = 0, damping = 0;
};

template <class Real>
[[gnu::always_inline]] inline pagerank_sums pagerank_step_body(const pagerank_block<Real>& of) {
  constexpr std::size_t lanes = 16;
  std::array<Real, lanes> residual{}, dangling{};
  std::size_t k = 0;
  for (; k + lanes <= of.size; k += lanes) {
    for (std::size_t j = 0; j < lanes; ++j) {
      const Real next = of.base + of.damping * of.arriving[k + j];
      const Real share = of.share[k + j];
      residual[j] += std::abs(next - of.x[k + j]);
      dangling[j] += share > 0 ? Real{0} : next;
      of.x[k + j] = next;
      of.passed[k + j] = next * share;
    }
  }
  for (std::size_t j = 0; k < of.size; ++k, ++j) {
    const Real next = of.base + of.damping * of.arriving[k];
    residual[j] += std::abs(next - of.x[k]);
    dangling[j] += of.share[k] > 0 ? Real{0} : next;
    of.x[k] = next;
    of.passed[k] = next * of.share[k];
  }
  pagerank_sums sums;
  for (std::size_t j = 0; j < lanes; ++j) {
    sums.residual += static_cast<double>(residual[j]);
    sums.dangling += static_cast<double>(dangling[j]);
  }
  return sums;
}

#if CAPNET_X86_SIMD
template <class Real>
CAPNET_TARGET_AVX2 pagerank_sums pagerank_step_avx2(const pagerank_block<Real>& of) {
  return pagerank_step_body(of);
}
template <class Real>
CAPNET_TARGET_AVX512 pagerank_sums pagerank_step_avx512(const pagerank_block<Real>& of) {
  return pagerank_step_body(of);
}
#endif

template <class Real>
[[nodiscard]] pagerank_sums pagerank_step(const pagerank_block<Real>& of, simd_level level) {
#if CAPNET_X86_SIMD
  if (level == simd_level::avx512) return pagerank_step_avx512(of);
  if (level == simd_level::avx2) return pagerank_step_avx2(of);
#else
  static_cast<void>(level);
#endif
  return pagerank_step_body(of);
}

}  // namespace capnet::detail
