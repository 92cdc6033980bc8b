#pragma once
/// Definitions of freeze.hpp: see core/config.hpp.
#include <capnet/core/config.hpp>
#include <capnet/network/freeze.hpp>

namespace capnet {

CAPNET_INLINE void run_one_by_one(std::size_t n, const std::function<void(std::size_t)>& body) {
  for (std::size_t k = 0; k < n; ++k) body(k);
}

}  // namespace capnet
