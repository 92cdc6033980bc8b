#pragma once
/// Hashes of texts: one that is the same in every release, and one that nobody can make collide.
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace capnet {

/// FNV-1a, 64 bits (Fowler, Noll & Vo), chained over `seed`. The hash of nothing is `seed`. The same on every machine
/// and in every release: for stable keys and data fingerprints. Whoever wants two texts to collide finds such: for
/// tables of texts see `sip_hash`.
[[nodiscard]] constexpr std::uint64_t stable_hash(std::string_view bytes,
                                                  std::uint64_t seed = 0xcbf29ce484222325u) noexcept {
  for (const char byte : bytes) {
    seed ^= static_cast<unsigned char>(byte);
    seed *= 0x100000001b3u;
  }
  return seed;
}

/// What a `sip_hash` is keyed with.
struct hash_key {
  std::uint64_t k0 = 0, k1 = 0;
  friend bool operator==(const hash_key&, const hash_key&) = default;
};

/// SipHash-c-d (Aumasson & Bernstein 2012), 64 bits: who does not know the key can't choose texts that collide, so that
/// a table of hostile texts stays as fast as one of any. 1 and 3 rounds, as tables of texts use; 2 and 4 are the
/// published ones. The same on every machine. Time O(bytes), some 10 ns for a short text.
template <int Rounds = 1, int Last = 3>
[[nodiscard]] constexpr std::uint64_t sip_hash(std::string_view bytes, hash_key key) noexcept {
  std::uint64_t a = key.k0 ^ 0x736f6d6570736575u, b = key.k1 ^ 0x646f72616e646f6du;
  std::uint64_t c = key.k0 ^ 0x6c7967656e657261u, d = key.k1 ^ 0x7465646279746573u;
  const auto mix = [&](int rounds) {
    for (int k = 0; k < rounds; ++k) {
      a += b, b = std::rotl(b, 13) ^ a, a = std::rotl(a, 32);
      c += d, d = std::rotl(d, 16) ^ c;
      a += d, d = std::rotl(d, 21) ^ a;
      c += b, b = std::rotl(b, 17) ^ c, c = std::rotl(c, 32);
    }
  };
  const auto word_at = [&](std::size_t first, std::size_t count) {
    std::uint64_t word = 0;
    for (std::size_t k = 0; k < count; ++k)
      word |= std::uint64_t{static_cast<unsigned char>(bytes[first + k])} << (8 * k);
    return word;
  };
  const auto take = [&](std::uint64_t word) {
    d ^= word;
    mix(Rounds);
    a ^= word;
  };
  std::size_t at = 0;
  for (; at + 8 <= bytes.size(); at += 8) take(word_at(at, 8));
  take(word_at(at, bytes.size() - at) | std::uint64_t{bytes.size()} << 56);
  c ^= 0xFF;
  mix(Last);
  return a ^ b ^ c ^ d;
}

/// A key that nobody outside this process knows: for tables in memory alone, whose order shows nowhere.
[[nodiscard]] const hash_key& process_hash_key() noexcept;

/// The hash of texts for tables in memory: std::unordered_map<std::string, T, text_hash, std::equal_to<>>.
struct text_hash {
  using is_transparent = void;
  using is_avalanching = void;  ///< for Boost.Unordered: all bits are good
  [[nodiscard]] std::size_t operator()(std::string_view text) const noexcept {
    return static_cast<std::size_t>(sip_hash(text, process_hash_key()));
  }
};

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/core/hash-inl.hpp>  // IWYU pragma: export
#endif
