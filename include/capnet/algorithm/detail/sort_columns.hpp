#pragma once
/// Sorting the columns of one row: mostly few numbers, sometimes very many.
///
/// With AVX-512: up to 128 numbers in registers by bitonic networks (Batcher 1968), more by partitions around a sampled
/// median until they fit, more than 3,072 by radix. Otherwise: insertion, std::sort and radix.
#include <cstddef>
#include <cstdint>

#include <capnet/core/simd.hpp>

namespace capnet::detail {

/// to[k] = table[from[k]], then sorted, with as much room in `spare`; the numbers of `from` are below 2^bits.
using column_sort = void (*)(const std::uint32_t* table, const std::uint32_t* from, std::uint32_t* to,
                             std::uint32_t* spare, std::size_t n, unsigned bits);
/// What does so on a machine of that level.
[[nodiscard]] column_sort map_and_sort(simd_level level, unsigned bits);

}  // namespace capnet::detail

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/algorithm/detail/sort_columns-inl.hpp>  // IWYU pragma: export
#endif
