#pragma once
/// A hash that is the same on every machine and in every release: for stable keys and data fingerprints, not for
/// security.
#include <cstdint>
#include <string_view>

namespace capnet {

/// FNV-1a, 64 bits (Fowler, Noll & Vo), chained over `seed`. The hash of nothing is `seed`.
[[nodiscard]] constexpr std::uint64_t stable_hash(std::string_view bytes,
                                                  std::uint64_t seed = 0xcbf29ce484222325u) noexcept {
  for (const char byte : bytes) {
    seed ^= static_cast<unsigned char>(byte);
    seed *= 0x100000001b3u;
  }
  return seed;
}

}  // namespace capnet
