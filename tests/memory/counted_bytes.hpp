#pragma once
/// How much memory is taken at once: this program has its own global `operator new` (counted_bytes_test.cpp).
#include <cstddef>

namespace capnet::memory {

/// The most bytes that were allocated at once while `work` ran, beyond those that were before it.
template <class Work>
[[nodiscard]] std::size_t peak_bytes(const Work& work);

/// Bytes that are allocated now, and the most that ever were since the last `begin_peak`.
[[nodiscard]] std::size_t live_bytes() noexcept;
[[nodiscard]] std::size_t most_bytes() noexcept;
void begin_peak() noexcept;

template <class Work>
std::size_t peak_bytes(const Work& work) {
  begin_peak();
  const std::size_t before = live_bytes();
  work();
  return most_bytes() - before;
}

}  // namespace capnet::memory
