#pragma once
/// The first numbers of many streams at once, as many at a time as the machine's vectors hold. Not interface.
#include <array>
#include <cstdint>
#include <span>

#include <capnet/core/random.hpp>

namespace capnet::detail {

using random_block = std::array<std::uint32_t, 4>;

/// The first four numbers of the stream of each entity; a random_stream made with them goes on.
void first_blocks(const random_streams& streams, std::span<const std::uint64_t> entities, random_block* blocks);

}  // namespace capnet::detail

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/core/detail/first_blocks-inl.hpp>  // IWYU pragma: export
#endif
