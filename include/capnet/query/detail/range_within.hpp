#pragma once
/// Where a range of values lies in a sorted list.
#include <cstddef>
#include <cstdint>
#include <utility>

#include <capnet/core/simd.hpp>

namespace capnet::detail {

/// The part of a sorted list that lies in [low, high): by halving for both ends at once without branches, so that
/// places must be asked for ahead; then by counting.
[[nodiscard]] inline std::pair<std::size_t, std::size_t> range_within(const std::int32_t* list, std::size_t n,
                                                                      std::int32_t low, std::int32_t high) {
  const std::int32_t *first = list, *last = list;
  while (n > 64) {
    const std::size_t half = n / 2;
    prefetch(first + half / 2);
    prefetch(first + half + half / 2);
    first = first[half - 1] < low ? first + half : first;
    last = last[half - 1] < high ? last + half : last;
    n -= half;
  }
  std::int32_t before_first = 0, before_last = 0;
  for (std::size_t k = 0; k < n; ++k) before_first += first[k] < low, before_last += last[k] < high;
  return {static_cast<std::size_t>(first - list + before_first), static_cast<std::size_t>(last - list + before_last)};
}

}  // namespace capnet::detail
