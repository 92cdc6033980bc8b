#include "fault/failing_allocations.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

std::atomic<std::size_t> allocations_left{0};  // 0: none fails
std::atomic<bool> stays_failing{false}, has_failed{false};

bool is_refused() noexcept {
  std::size_t left = allocations_left.load();
  do {
    if (left == 0) return has_failed && stays_failing;
  } while (!allocations_left.compare_exchange_weak(left, left - 1));
  if (left == 1) has_failed = true;
  return left == 1;
}

void* allocate(std::size_t bytes, std::size_t alignment) noexcept {
  if (is_refused()) return nullptr;
  if (bytes == 0) bytes = 1;
  return alignment <= alignof(std::max_align_t)
             ? std::malloc(bytes)
             : std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
}

}  // namespace

void* operator new(std::size_t bytes) {
  if (void* place = allocate(bytes, 1)) return place;
  throw std::bad_alloc{};
}
void* operator new(std::size_t bytes, std::align_val_t alignment) {
  if (void* place = allocate(bytes, static_cast<std::size_t>(alignment))) return place;
  throw std::bad_alloc{};
}
void* operator new[](std::size_t bytes) { return ::operator new(bytes); }
void* operator new[](std::size_t bytes, std::align_val_t alignment) { return ::operator new(bytes, alignment); }
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept { return allocate(bytes, 1); }
void* operator new[](std::size_t bytes, const std::nothrow_t&) noexcept { return allocate(bytes, 1); }
void operator delete(void* place) noexcept { std::free(place); }
void operator delete[](void* place) noexcept { std::free(place); }
void operator delete(void* place, std::size_t) noexcept { std::free(place); }
void operator delete[](void* place, std::size_t) noexcept { std::free(place); }
void operator delete(void* place, std::align_val_t) noexcept { std::free(place); }
void operator delete[](void* place, std::align_val_t) noexcept { std::free(place); }
void operator delete(void* place, std::size_t, std::align_val_t) noexcept { std::free(place); }
void operator delete[](void* place, std::size_t, std::align_val_t) noexcept { std::free(place); }
void operator delete(void* place, const std::nothrow_t&) noexcept { std::free(place); }
void operator delete[](void* place, const std::nothrow_t&) noexcept { std::free(place); }

namespace capnet::fault {

failing_allocation::failing_allocation(std::size_t n, failing how) {
  has_failed = false;
  stays_failing = how == failing::from_then_on;
  allocations_left = n;
}
failing_allocation::~failing_allocation() {
  allocations_left = 0;
  stays_failing = false;
}
bool failing_allocation::happened() noexcept { return has_failed; }

namespace {

TEST(FailingAllocations, AreTheNthAloneOrAllFromThereOn) {
  for (const failing how : {failing::once, failing::from_then_on}) {
    std::vector<bool> refused;
    {
      std::vector<std::unique_ptr<int>> kept(4);
      refused.reserve(4);
      const failing_allocation armed{2, how};
      for (auto& place : kept) {
        try {
          place = std::make_unique<int>(1);
          refused.push_back(false);
        } catch (const std::bad_alloc&) {
          refused.push_back(true);
        }
      }
    }
    EXPECT_EQ(refused, (std::vector<bool>{false, true, how == failing::from_then_on, how == failing::from_then_on}));
    EXPECT_NO_THROW(std::make_unique<int>(1)) << "no longer";
  }
}

TEST(FailingAllocations, FailOneAfterTheOtherUntilACallGoesThrough) {
  std::vector<std::size_t> failed;
  const auto count = fail_each_allocation(
      failing::once, [] { return 3; },
      [](int pieces) {
        for (int k = 0; k < pieces; ++k) std::vector<int>(8).swap(*std::make_unique<std::vector<int>>());
      },
      [&](int, std::size_t n, const std::exception_ptr& thrown) {
        failed.push_back(n);
        EXPECT_THROW(std::rethrow_exception(thrown), std::bad_alloc);
      });
  EXPECT_EQ(count, 6u) << "three pieces of two allocations";
  EXPECT_EQ(failed, (std::vector<std::size_t>{1, 2, 3, 4, 5, 6}));
}

}  // namespace
}  // namespace capnet::fault
