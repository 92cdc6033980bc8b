#include "io/native_block.hpp"

#include <capnet/core/simd.hpp>

#include "io/native_block_checks.hpp"

namespace capnet::native {

const block_checks portable_checks{block_hash, block_below, block_rising};

const block_checks& checks() {
  switch (current_simd()) {
    case simd_level::avx512:
      return avx512_checks;
    case simd_level::avx2:
      return avx2_checks;
    case simd_level::portable:
      break;
  }
  return portable_checks;
}

std::uint64_t hash(const void* bytes, std::size_t size) { return checks().hash(bytes, size); }

}  // namespace capnet::native
