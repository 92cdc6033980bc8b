#pragma once
/// A random-access view whose elements are computed from their position: how capnet shows rows without showing where
/// they lie.
#include <compare>
#include <cstddef>
#include <iterator>
#include <span>  // declares std::ranges::enable_view at a fifth of the cost of <ranges>
#include <utility>

#include <capnet/core/expect.hpp>

namespace capnet {

/// `Access` is a small copyable function object from a position to an element. The range is a view over what `Access`
/// refers to: copying costs O(1), and iterators outlive the range object. Works with std::ranges and, with
/// interop/range_v3.hpp, range-v3.
template <class Access>
class indexed_range {
 public:
  class iterator {
   public:
    using value_type = decltype(std::declval<const Access&>()(std::size_t{}));
    using reference = value_type;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using iterator_category = std::input_iterator_tag;
    using iterator_concept = std::random_access_iterator_tag;

    iterator() = default;
    iterator(Access access, std::size_t position) : access_{access}, position_{position} {}
    reference operator*() const { return access_(position_); }
    reference operator[](difference_type n) const { return *(*this + n); }
    iterator& operator++() { return ++position_, *this; }
    iterator& operator--() { return --position_, *this; }
    iterator operator++(int) { return {access_, position_++}; }
    iterator operator--(int) { return {access_, position_--}; }
    iterator& operator+=(difference_type n) { return position_ += static_cast<std::size_t>(n), *this; }
    iterator& operator-=(difference_type n) { return position_ -= static_cast<std::size_t>(n), *this; }
    friend iterator operator+(iterator at, difference_type n) { return at += n; }
    friend iterator operator+(difference_type n, iterator at) { return at += n; }
    friend iterator operator-(iterator at, difference_type n) { return at -= n; }
    friend difference_type operator-(const iterator& a, const iterator& b) {
      return static_cast<difference_type>(a.position_ - b.position_);
    }
    friend bool operator==(const iterator& a, const iterator& b) { return a.position_ == b.position_; }
    friend auto operator<=>(const iterator& a, const iterator& b) { return a.position_ <=> b.position_; }

   private:
    Access access_{};
    std::size_t position_ = 0;
  };

  indexed_range() = default;
  indexed_range(Access access, std::size_t first, std::size_t last) : access_{access}, first_{first}, last_{last} {}
  [[nodiscard]] iterator begin() const { return {access_, first_}; }
  [[nodiscard]] iterator end() const { return {access_, last_}; }
  [[nodiscard]] std::size_t size() const { return last_ - first_; }
  [[nodiscard]] bool empty() const { return first_ == last_; }
  /// Where the k-th element lies in what the range looks at.
  [[nodiscard]] std::size_t position(std::size_t k) const { return first_ + k; }
  /// The k-th element. Throws input_error if there are not so many; iterators, as in the standard library, don't look.
  [[nodiscard]] auto operator[](std::size_t k) const {
    detail::expect(k < size(), "element ", k, " of a range that has ", size(), "; expected one below that");
    return access_(first_ + k);
  }

 private:
  Access access_{};
  std::size_t first_ = 0;
  std::size_t last_ = 0;
};

}  // namespace capnet

template <class Access>
inline constexpr bool std::ranges::enable_view<capnet::indexed_range<Access>> = true;
template <class Access>
inline constexpr bool std::ranges::enable_borrowed_range<capnet::indexed_range<Access>> = true;
