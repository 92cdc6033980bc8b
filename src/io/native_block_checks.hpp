/// The body of one `block_checks`: included once for each width of vectors, by a file that is compiled for it. Nothing
/// here may be shared between those files, so that a program does not get a function for wider vectors than its machine
/// has.
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "io/native_block.hpp"

namespace capnet::native {
namespace {

std::uint64_t block_hash(const void* bytes, std::size_t size) { return XXH3_64bits(bytes, size); }

// A number below 2^31 has no top bit, nor has a difference of two unless the second is the larger.
bool block_below(const std::uint32_t* values, std::size_t n, std::uint32_t limit) {
  std::uint32_t bits = 0;
  for (std::size_t k = 0; k < n; ++k) bits |= values[k] | (limit - 1 - values[k]);
  return bits >> 31 == 0;
}

bool block_rising(const std::uint32_t* values, std::size_t n, std::uint32_t limit) {
  std::uint32_t bits = values[0] | (limit - values[n - 1]);
  for (std::size_t k = 1; k < n; ++k) bits |= values[k] | (values[k] - values[k - 1]);
  return bits >> 31 == 0;
}

}  // namespace
}  // namespace capnet::native
