#pragma once
/// Memory that is refused at the n-th time it is asked for: what is promised when there is none left.
///
/// This program has its own global `operator new` (failing_allocations_test.cpp), so that it must be a program by
/// itself.
#include <cstddef>
#include <exception>
#include <new>

#include <gtest/gtest.h>

namespace capnet::fault {

/// Whether one allocation fails, or that one and all that follow: a rollback that allocates passes the first.
enum class failing { once, from_then_on };

/// While it lives, the n-th allocation, counted from 1 over all threads, throws std::bad_alloc. One at a time.
class failing_allocation {
 public:
  failing_allocation(std::size_t n, failing how);
  ~failing_allocation();
  failing_allocation(const failing_allocation&) = delete;
  failing_allocation& operator=(const failing_allocation&) = delete;
  /// Whether there were so many allocations that one was refused.
  [[nodiscard]] static bool happened() noexcept;
};

/// Calls `attempt(prepare())` again and again, with the first allocation failing, then the second, ... until it goes
/// through without one that fails, or a test is broken. After each that failed, `check(prepared, n, thrown)`, with
/// memory enough; `thrown` is null if the call went through although it was refused memory. Returns how many failed.
template <class Prepare, class Attempt, class Check>
std::size_t fail_each_allocation(failing how, const Prepare& prepare, const Attempt& attempt, const Check& check,
                                 std::size_t stride = 1) {
  std::size_t last = 0;
  for (std::size_t n = 1;; n += n < 400 ? 1 : stride) {
    auto prepared = prepare();
    std::exception_ptr thrown;
    bool refused = false;
    {
      const failing_allocation armed{n, how};
      try {
        attempt(prepared);
      } catch (...) {
        thrown = std::current_exception();
      }
      refused = armed.happened();
    }
    if (!refused) {
      if (thrown) std::rethrow_exception(thrown);
      return last;
    }
    last = n;
    check(prepared, n, thrown);
    if (testing::Test::HasFatalFailure()) return last;
  }
}

}  // namespace capnet::fault
