#pragma once
/// Random numbers that are a function of what they are for, so that the order of work can't change them.
#include <array>
#include <cstddef>
#include <cstdint>

#include <capnet/core/error.hpp>

namespace capnet {

/// Philox4x32 with 10 rounds: 128 random bits from a 128-bit counter and a 64-bit key (Salmon, Moraes, Dror & Shaw
/// 2011). A zero key and counter give 6627e8d5 e169c58d bc57ac4c 9b00dbd8.
[[nodiscard]] constexpr std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter,
                                                                std::array<std::uint32_t, 2> key) noexcept {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t a = std::uint64_t{0xD2511F53u} * counter[0];
    const std::uint64_t b = std::uint64_t{0xCD9E8D57u} * counter[2];
    counter = {static_cast<std::uint32_t>(b >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(b),
               static_cast<std::uint32_t>(a >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(a)};
    key[0] += 0x9E3779B9u;
    key[1] += 0xBB67AE85u;
  }
  return counter;
}

/// What a stream of random numbers is for. Two different uses never share numbers.
struct random_use {
  std::uint64_t seed = 0;
  std::uint64_t entity = 0;  ///< stable key of whom the decision is about, e.g. `stable_hash(key)`
  std::uint32_t replica = 0;
  std::uint32_t step = 0;
  std::uint32_t purpose = 0;
};

class random_stream;

/// The streams of one purpose in one step: `random_streams{{...}}.of(entity)` is `random_stream{{..., .entity =
/// entity}}` at half the cost, for loops over entities.
class random_streams {
 public:
  /// `use.entity` does not count.
  constexpr explicit random_streams(const random_use& use) noexcept {
    const auto derived = philox4x32({use.replica, use.step, use.purpose, 0},
                                    {static_cast<std::uint32_t>(use.seed), static_cast<std::uint32_t>(use.seed >> 32)});
    key_ = {derived[0], derived[1]};
    last_ = derived[2];
  }
  [[nodiscard]] constexpr random_stream of(std::uint64_t entity) const noexcept;
  /// Philox's key, and the word of its counter that is no entity's: for who draws many streams at once.
  [[nodiscard]] constexpr std::array<std::uint32_t, 2> key() const noexcept { return key_; }
  [[nodiscard]] constexpr std::uint32_t last_word() const noexcept { return last_; }

 private:
  std::array<std::uint32_t, 2> key_{};
  std::uint32_t last_ = 0;  ///< word of the counter
};

/// The stream of random numbers for one use. Same use, same bits, with any compiler, at any thread count.
/// Models std::uniform_random_bit_generator; the standard's distributions differ between libraries, so use the members.
class random_stream {
 public:
  using result_type = std::uint32_t;

  constexpr explicit random_stream(const random_use& use) noexcept : random_stream{random_streams{use}, use.entity} {}
  constexpr random_stream(const random_streams& all, std::uint64_t entity) noexcept
      : key_{all.key()},
        counter_{0, static_cast<std::uint32_t>(entity), static_cast<std::uint32_t>(entity >> 32), all.last_word()} {}
  /// The same, its first four numbers being known (detail::first_blocks).
  constexpr random_stream(const random_streams& all, std::uint64_t entity,
                          const std::array<std::uint32_t, 4>& first) noexcept
      : random_stream{all, entity} {
    counter_[0] = 1;
    block_ = first;
    used_ = 0;
  }

  static constexpr result_type min() noexcept { return 0; }
  static constexpr result_type max() noexcept { return 0xFFFFFFFFu; }

  constexpr result_type operator()() noexcept {
    if (used_ == 4) {
      block_ = philox4x32(counter_, key_);
      ++counter_[0];
      used_ = 0;
    }
    return block_[used_++];
  }

  /// 64 random bits.
  constexpr std::uint64_t bits64() noexcept {
    const std::uint64_t high = (*this)();
    return high << 32 | (*this)();
  }

  /// Uniform in [0, 1), a multiple of 2^-53.
  constexpr double uniform() noexcept { return static_cast<double>(bits64() >> 11) * 0x1.0p-53; }

  /// Uniform in {0, ..., n - 1}, without bias (Lemire 2019). Pre: n > 0.
  constexpr std::uint32_t below(std::uint32_t n) noexcept {
    CAPNET_ASSERT(n > 0, "below(n) needs a positive n");
    std::uint64_t product = std::uint64_t{(*this)()} * n;
    if (static_cast<std::uint32_t>(product) < n) {
      const std::uint32_t threshold = (0u - n) % n;
      while (static_cast<std::uint32_t>(product) < threshold) product = std::uint64_t{(*this)()} * n;
    }
    return static_cast<std::uint32_t>(product >> 32);
  }

  /// True with probability p, to 2^-64; never for p <= 0, always for p >= 1. As sure as `bernoulli` with half the
  /// words: a second one is drawn only where the first does not decide.
  constexpr bool coin(double p) noexcept {
    if (!(p > 0)) return false;
    if (p >= 1) return true;
    const double scaled = p * 0x1.0p32;
    const auto high = static_cast<std::uint32_t>(scaled);
    const std::uint32_t word = (*this)();
    if (word != high) return word < high;
    return (*this)() < static_cast<std::uint32_t>((scaled - high) * 0x1.0p32);
  }

  /// True with probability p; never for p <= 0, always for p >= 1.
  constexpr bool bernoulli(double p) noexcept { return uniform() < p; }

 private:
  std::array<std::uint32_t, 2> key_{};
  std::array<std::uint32_t, 4> counter_{};
  std::array<std::uint32_t, 4> block_{};
  std::size_t used_ = 4;
};

constexpr random_stream random_streams::of(std::uint64_t entity) const noexcept { return random_stream{*this, entity}; }

}  // namespace capnet
