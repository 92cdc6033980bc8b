#pragma once
/// Vectors for arrays of millions: not zeroed before they are filled, and on huge pages where the system has them.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace capnet::detail {

inline constexpr std::size_t huge_page = std::size_t{2} << 20;

/// Asks the system for the pages of [place, place + bytes) in one call and as large as it has them: each page that is
/// met alone costs microseconds on virtual machines. Advice: nothing is wrong where it is not taken. Small ranges are
/// left alone.
inline void ask_for_pages([[maybe_unused]] void* place, [[maybe_unused]] std::size_t bytes) noexcept {
#if defined(__linux__)
  constexpr std::size_t page = 4096;
  if (bytes < huge_page / 4) return;
  const auto first = (reinterpret_cast<std::uintptr_t>(place) + page - 1) / page * page;
  const auto last = (reinterpret_cast<std::uintptr_t>(place) + bytes) / page * page;
  void* const start = reinterpret_cast<void*>(first);
  (void)::madvise(start, last - first, MADV_HUGEPAGE);
  constexpr int populate_write = 23;  // MADV_POPULATE_WRITE of Linux 5.14, which older headers lack
  (void)::madvise(start, last - first, populate_write);
#endif
}

/// Leaves new elements of a trivial type without a value, and asks for huge pages from 2 MiB on.
template <class T>
struct page_allocator {
  using value_type = T;
  page_allocator() = default;
  template <class U>
  page_allocator(const page_allocator<U>&) noexcept {}

  [[nodiscard]] T* allocate(std::size_t n) {
    if (n > static_cast<std::size_t>(-1) / 2 / sizeof(T)) throw std::bad_array_new_length{};
    const std::size_t bytes = n * sizeof(T);
    if (bytes < huge_page) return static_cast<T*>(::operator new(bytes, std::align_val_t{small}));
    const std::size_t whole_pages = (bytes + huge_page - 1) / huge_page * huge_page;
    void* place = ::operator new(whole_pages, std::align_val_t{huge_page});
#if defined(__linux__)
    (void)::madvise(place, whole_pages, MADV_HUGEPAGE);  // advice: nothing is wrong if it is not taken
#endif
    return static_cast<T*>(place);
  }
  void deallocate(T* place, std::size_t n) noexcept {
    ::operator delete(place, std::align_val_t{n * sizeof(T) < huge_page ? small : huge_page});
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
  static constexpr std::size_t small = 64;  ///< a cache line, also for types that are aligned to one
};

/// `large_vector<T>(n)` has n elements without a value if T is trivial.
template <class T>
using large_vector = std::vector<T, page_allocator<T>>;

/// A std::vector of n equal values, for results of millions: its pages are asked for at once.
template <class T>
[[nodiscard]] std::vector<T> filled_vector(std::size_t n, T value = T{}) {
  std::vector<T> values;
  values.reserve(n);
  ask_for_pages(values.data(), n * sizeof(T));
  values.resize(n, value);
  return values;
}

}  // namespace capnet::detail
