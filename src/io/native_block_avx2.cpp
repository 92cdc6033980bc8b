// Compiled for this width of vectors, apart from all other files: see CMakeLists.txt.
#include "io/native_block_checks.hpp"

namespace capnet::native {

const block_checks avx2_checks{block_hash, block_below, block_rising};

}  // namespace capnet::native
