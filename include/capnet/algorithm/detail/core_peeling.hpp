#pragma once
/// Core numbers of rows in memory. Not interface.
#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/core/large_vector.hpp>
#include <capnet/core/simd.hpp>

#if CAPNET_X86_SIMD
#include <immintrin.h>
#endif

CAPNET_SIMD_BEGIN
namespace capnet::detail {

/// What one look at the vertices that are left finds. Those of fewer than k neighbors have been taken away at an
/// earlier k.
struct peel_scan {
  std::size_t left = 0;    ///< of more than k neighbors: they stay, in their order
  std::size_t queued = 0;  ///< of k
  vertex_index least = std::numeric_limits<vertex_index>::max();  ///< neighbors of one that stays
};

/// Splits the first `count` of `alive` in place. Both arrays have room for 16 entries more.
inline peel_scan scan_alive_portable(vertex_index* alive, std::size_t count, const vertex_index* degree, vertex_index k,
                                     vertex_index* queue) {
  peel_scan found;
  for (std::size_t j = 0; j < count; ++j) {
    const vertex_index u = alive[j];
    const bool stays = degree[u] > k;
    alive[found.left] = queue[found.queued] = u;
    found.left += stays;
    found.queued += degree[u] == k;
    if (stays) found.least = std::min(found.least, degree[u]);
  }
  return found;
}

#if CAPNET_X86_SIMD
/// Pre: vertices are below 2^31, since gathers take signed indices.
CAPNET_TARGET_AVX512 inline peel_scan scan_alive_avx512(vertex_index* alive, std::size_t count,
                                                        const vertex_index* degree, vertex_index k,
                                                        vertex_index* queue) {
  peel_scan found;
  const __m512i limit = _mm512_set1_epi32(static_cast<int>(k));
  __m512i least = _mm512_set1_epi32(-1);
  for (std::size_t j = 0; j < count; j += 16) {
    const auto in = static_cast<__mmask16>(count - j >= 16 ? 0xFFFFu : (1u << (count - j)) - 1u);
    const __m512i u = _mm512_maskz_loadu_epi32(in, alive + j);
    const __m512i d = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), in, u, degree, 4);
    const __mmask16 stays = _mm512_mask_cmpgt_epu32_mask(in, d, limit);
    const __mmask16 goes = _mm512_mask_cmpeq_epu32_mask(in, d, limit);
    _mm512_storeu_si512(alive + found.left, _mm512_maskz_compress_epi32(stays, u));
    if (goes != 0) _mm512_storeu_si512(queue + found.queued, _mm512_maskz_compress_epi32(goes, u));
    found.left += static_cast<std::size_t>(_mm_popcnt_u32(stays));
    found.queued += static_cast<std::size_t>(_mm_popcnt_u32(goes));
    least = _mm512_mask_min_epu32(least, stays, least, d);
  }
  alignas(64) vertex_index lanes[16];
  _mm512_store_si512(lanes, least);
  found.least = *std::min_element(lanes, lanes + 16);
  return found;
}
#endif

inline peel_scan scan_alive(vertex_index* alive, std::size_t count, const vertex_index* degree, vertex_index k,
                            vertex_index* queue, [[maybe_unused]] std::size_t order) {
#if CAPNET_X86_SIMD
  if (current_simd() == simd_level::avx512 && order <= static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    return scan_alive_avx512(alive, count, degree, k, queue);
  }
#endif
  return scan_alive_portable(alive, count, degree, k, queue);
}

/// Takes one of k neighbors from its neighbors, up to `end` if `Cut`; those that then have k themselves go to the end
/// of the queue, whose size it returns.
template <bool Cut>
std::size_t peel_one(std::span<const vertex_index> neighbors, [[maybe_unused]] vertex_index end, vertex_index k,
                     vertex_index* degree, vertex_index* queue, std::size_t size) {
  for (const vertex_index v : neighbors) {
    if constexpr (Cut) {
      if (v >= end) break;
    }
    const vertex_index before = degree[v];
    const bool falls = before > k;
    degree[v] = before - falls;
    queue[size] = v;
    size += falls && before == k + 1;
  }
  return size;
}

/// Pre: g is undirected and simple. If no vertex has more neighbors than one before it (`falling`), those of at most k
/// neighbors, all gone by then, are at the ends of rows, which are not read once they are the most. Time O(n + m),
/// space O(n).
inline large_vector<vertex_index> peel(const compressed_rows& g, bool falling, const execution& how) {
  const vertex_index n = g.order();
  vertex_index end = n;                  // from here on, nobody is left
  large_vector<vertex_index> degree(n);  // what is left of it; in the end the core number
  large_vector<vertex_index> alive(std::size_t{n} + 16), queue(std::size_t{n} + 16);
  std::size_t count = 0;
  for (vertex_index u = 0; u < n; ++u) {
    degree[u] = g.degree(u);
    alive[count] = u;
    count += degree[u] > 0;
  }
  for (vertex_index k = 1; count > 0;) {
    throw_if_stopped(how.stop);
    const peel_scan found = scan_alive(alive.data(), count, degree.data(), k, queue.data(), n);
    count = found.left;
    if (found.queued == 0) {  // nobody has so few: on to the fewest that somebody has
      if (count > 0) k = found.least;
      continue;
    }
    while (falling && end > 0 && g.degree(end - 1) <= k) --end;
    std::size_t size = found.queued;
    for (std::size_t head = 0; head < size; ++head) {
      if (head + 4 < size) prefetch(g.columns.data() + g.offsets[queue[head + 4]]);
      const auto row = g[queue[head]];
      size = end < n / 2 ? peel_one<true>(row, end, k, degree.data(), queue.data(), size)
                         : peel_one<false>(row, end, k, degree.data(), queue.data(), size);
    }
    ++k;
  }
  return degree;
}

}  // namespace capnet::detail
CAPNET_SIMD_END
