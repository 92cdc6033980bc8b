#include "memory/counted_bytes.hpp"

#include <gtest/gtest.h>

#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <new>
#include <vector>

namespace {

std::atomic<std::size_t> live{0}, most{0};

void* allocate(std::size_t bytes, std::size_t alignment) {
  if (bytes == 0) bytes = 1;
  void* const place = alignment <= alignof(std::max_align_t)
                          ? std::malloc(bytes)
                          : std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
  if (place == nullptr) throw std::bad_alloc{};
  const std::size_t now = live += ::malloc_usable_size(place);
  std::size_t before = most;
  while (before < now && !most.compare_exchange_weak(before, now)) {
  }
  return place;
}
void release(void* place) noexcept {
  if (place != nullptr) live -= ::malloc_usable_size(place);
  std::free(place);
}

}  // namespace

void* operator new(std::size_t bytes) { return allocate(bytes, 1); }
void* operator new[](std::size_t bytes) { return allocate(bytes, 1); }
void* operator new(std::size_t bytes, std::align_val_t alignment) {
  return allocate(bytes, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t bytes, std::align_val_t alignment) {
  return allocate(bytes, static_cast<std::size_t>(alignment));
}
void operator delete(void* place) noexcept { release(place); }
void operator delete[](void* place) noexcept { release(place); }
void operator delete(void* place, std::size_t) noexcept { release(place); }
void operator delete[](void* place, std::size_t) noexcept { release(place); }
void operator delete(void* place, std::align_val_t) noexcept { release(place); }
void operator delete[](void* place, std::align_val_t) noexcept { release(place); }
void operator delete(void* place, std::size_t, std::align_val_t) noexcept { release(place); }
void operator delete[](void* place, std::size_t, std::align_val_t) noexcept { release(place); }

namespace capnet::memory {

std::size_t live_bytes() noexcept { return live; }
std::size_t most_bytes() noexcept { return most; }
void begin_peak() noexcept { most = live.load(); }

namespace {

TEST(PeakBytes, AreThoseAllocatedAtOnce) {
  const std::size_t one_after_another = peak_bytes([] {
    for (int k = 0; k < 10; ++k) static_cast<void>(std::vector<char>(100'000));
  });
  EXPECT_GE(one_after_another, 100'000u);
  EXPECT_LT(one_after_another, 120'000u);
  const std::size_t beside = peak_bytes([] { std::vector<std::vector<char>>(10, std::vector<char>(100'000)); });
  EXPECT_GE(beside, 1'000'000u);
}

}  // namespace
}  // namespace capnet::memory
