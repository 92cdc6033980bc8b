#pragma once
/// The native file, byte by byte: see docs/native-file.md. All numbers are little-endian.
#include <array>
#include <cstdint>

#include "io/native_block.hpp"

namespace capnet::native {

inline constexpr std::array<char, 8> magic{'C', 'A', 'P', 'N', 'E', 'T', '\r', '\n'};
inline constexpr std::uint32_t byte_order = 0x01020304;
inline constexpr std::uint32_t version = 2;        ///< that is written
inline constexpr std::uint32_t first_version = 1;  ///< that is read: without attributes of a type
inline constexpr std::uint64_t block_bytes = 65'536;
inline constexpr std::uint64_t alignment = 64;
/// No file has a longer one: a reader holds it in memory.
inline constexpr std::uint64_t description_limit = std::uint64_t{1} << 32;

/// The first 64 bytes. `checksum` is XXH3-64 of the header with this field 0, chained with that of the contents.
struct header {
  std::array<char, 8> magic = native::magic;
  std::uint32_t byte_order = native::byte_order;
  std::uint32_t version = native::version;
  std::uint64_t file_bytes = 0;
  std::uint64_t contents_offset = 0;  ///< sections, then block checksums, then the description of the network
  std::uint64_t section_count = 0;
  std::uint64_t block_count = 0;
  std::uint64_t description_bytes = 0;
  std::uint64_t checksum = 0;
};
static_assert(sizeof(header) == 64);

enum class owner : std::uint32_t { keys, kind, relation };
enum class column_id : std::uint32_t {
  offsets = 1,
  neighbors,
  rows,
  weights,
  begin_latest,
  end_earliest,
  begin_earliest,
  end_latest,
  statuses,
  places,
  detail_offsets,
  detail_bytes,
  key_offsets,
  key_bytes,
  sectors,
  regions,
  positions,
  ids,
  slots,
  alias_offsets,
  alias_bytes,
  alias_owners,
};
inline constexpr std::uint32_t backward = 0x100;  ///< added to the column of a relation's `in`
/// The column of the k-th attribute of a kind or relation; of a date that of the first days, and with `last` the last.
[[nodiscard]] constexpr column_id attribute_column_id(std::size_t k, bool last = false) {
  return static_cast<column_id>((static_cast<std::uint32_t>(k) + 1) << 16 | (last ? 2u : 1u));
}

/// One column.
struct section {
  std::uint32_t owner = 0, index = 0, column = 0, element_bytes = 0;
  std::uint64_t offset = 0, bytes = 0;
  std::uint64_t first_block = 0;  ///< of its checksums
  std::uint64_t checksum = 0;     ///< XXH3-64 of its block checksums
};
static_assert(sizeof(section) == 48);

/// How many blocks a column of that size has.
inline constexpr std::uint64_t blocks_of(std::uint64_t bytes) {
  return bytes / block_bytes + (bytes % block_bytes != 0);
}

}  // namespace capnet::native
