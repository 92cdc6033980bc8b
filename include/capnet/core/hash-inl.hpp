#pragma once
/// Definitions of hash.hpp: see core/config.hpp.
#include <cstdint>

#if __has_include(<sys/random.h>)
#include <sys/random.h>
#endif

#include <capnet/core/config.hpp>
#include <capnet/core/hash.hpp>

namespace capnet {

CAPNET_INLINE const hash_key& process_hash_key() noexcept {
  static const hash_key key = [] {
    // Where the system has no randomness to give, at least what address randomization makes of two places.
    hash_key drawn{reinterpret_cast<std::uintptr_t>(&drawn), reinterpret_cast<std::uintptr_t>(&process_hash_key)};
#if __has_include(<sys/random.h>)
    (void)::getentropy(&drawn, sizeof drawn);
#endif
    return drawn;
  }();
  return key;
}

}  // namespace capnet
