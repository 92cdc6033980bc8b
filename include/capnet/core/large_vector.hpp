#pragma once
/// Vectors for arrays of millions: not zeroed before they are filled, and on huge pages where the system has them.
#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace capnet::detail {

/// Leaves new elements of a trivial type without a value, and asks for huge pages from 16 MiB on.
template <class T>
struct page_allocator {
  using value_type = T;
  page_allocator() = default;
  template <class U>
  page_allocator(const page_allocator<U>&) noexcept {}

  [[nodiscard]] T* allocate(std::size_t n) {
    if (n > static_cast<std::size_t>(-1) / 2 / sizeof(T)) throw std::bad_array_new_length{};
    const std::size_t bytes = n * sizeof(T);
    if (bytes < large) return static_cast<T*>(::operator new(bytes, std::align_val_t{small}));
    void* place = ::operator new(bytes, std::align_val_t{page});
#if defined(__linux__)
    (void)::madvise(place, bytes, MADV_HUGEPAGE);  // advice: nothing is wrong if it is not taken
#endif
    return static_cast<T*>(place);
  }
  void deallocate(T* place, std::size_t n) noexcept {
    if (n * sizeof(T) < large) {
      ::operator delete(place, std::align_val_t{small});
    } else {
      ::operator delete(place, std::align_val_t{page});
    }
  }
  template <class U, class... Args>
  void construct(U* place, Args&&... args) {
    if constexpr (sizeof...(Args) == 0 && std::is_trivially_default_constructible_v<U>) {
      ::new (static_cast<void*>(place)) U;  // no value
    } else {
      ::new (static_cast<void*>(place)) U(std::forward<Args>(args)...);
    }
  }
  friend bool operator==(const page_allocator&, const page_allocator&) noexcept { return true; }

 private:
  static constexpr std::size_t page = std::size_t{2} << 20;
  static constexpr std::size_t large = 8 * page;  // what is smaller, the heap hands out again without new pages
  static constexpr std::size_t small = 64;  ///< a cache line, also for types that are aligned to one
};

/// `large_vector<T>(n)` has n elements without a value if T is trivial.
template <class T>
using large_vector = std::vector<T, page_allocator<T>>;

}  // namespace capnet::detail
