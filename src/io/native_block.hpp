#pragma once
/// What is asked of a block of a native file: its checksum, and that its numbers lead nowhere outside.
#include <cstddef>
#include <cstdint>

namespace capnet::native {

/// The same questions, answered with vectors of one width; all give the same answers.
struct block_checks {
  std::uint64_t (*hash)(const void* bytes, std::size_t size);  ///< XXH3-64
  /// Each value is below `limit`. Pre: 0 < limit <= 2^31.
  bool (*below)(const std::uint32_t* values, std::size_t n, std::uint32_t limit);
  /// No value is below the one before it, nor above `limit`. Pre: n > 0, limit < 2^31.
  bool (*rising)(const std::uint32_t* values, std::size_t n, std::uint32_t limit);
};

extern const block_checks portable_checks, avx2_checks, avx512_checks;

/// The fastest that `current_simd()` allows.
[[nodiscard]] const block_checks& checks();

/// XXH3-64.
[[nodiscard]] std::uint64_t hash(const void* bytes, std::size_t size);

}  // namespace capnet::native
