#pragma once
/// What is checked in every build: the arguments that a caller passes at the boundary of the library.
///
/// CAPNET_ASSERT is for what loops do with every vertex and tie; which calls check what: docs/decisions/0011.
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <capnet/core/error.hpp>

namespace capnet::detail {

/// A piece of a sentence: a text or a number.
class message_part {
 public:
  message_part(const char* text) : text_{text} {}         // NOLINT: what a sentence is put together of
  message_part(std::string_view text) : text_{text} {}    // NOLINT
  message_part(const std::string& text) : text_{text} {}  // NOLINT
  template <class Number>
    requires std::is_arithmetic_v<Number>
  message_part(Number number) {  // NOLINT
    if constexpr (std::is_floating_point_v<Number>)
      kind_ = kind::real, real_ = number;
    else if constexpr (std::is_signed_v<Number>)
      kind_ = kind::whole, whole_ = number;
    else
      kind_ = kind::natural, natural_ = number;
  }
  void append_to(std::string& sentence) const;

 private:
  enum class kind : std::uint8_t { text, real, whole, natural } kind_ = kind::text;
  union {
    std::string_view text_{};
    double real_;
    std::int64_t whole_;
    std::uint64_t natural_;
  };
};

/// Throws input_error with the parts one after the other.
[[noreturn, gnu::cold]] void refuse_with(std::initializer_list<message_part> parts);

/// The same, with numbers among them. Lies apart from the code that checks.
template <class... Parts>
[[noreturn, gnu::cold, gnu::noinline]] void refuse(const Parts&... parts) {
  refuse_with({parts...});
}

/// Refuses an argument unless `holds`, at the cost of one compare: `expect(k > 0, "k is ", k, "; expected 1 or more")`.
template <class... Parts>
constexpr void expect(bool holds, Parts... parts) {
  static_assert((std::is_trivially_copyable_v<Parts> && ...), "made at every call: write `if (...) refuse(...)`");
  if (!holds) [[unlikely]]
    refuse(parts...);
}

/// The element of that number: refuses a number that is none of these. `what`: the word for one.
template <class T, class Index>
[[nodiscard]] const T& one_of(const std::vector<T>& all, Index index, const char* what) {
  const auto at = static_cast<std::size_t>(index);
  expect(at < all.size(), "there is no ", what, " number ", at, " in this network; expected one of its ", all.size());
  return all[at];
}

/// Refuses a vertex that a graph of that order does not have, and a list that does not have an entry for each.
constexpr void expect_vertex(std::size_t v, std::size_t order) {
  expect(v < order, "vertex ", v, " of a graph that has ", order, "; expected a number below that");
}
constexpr void expect_entries(std::size_t entries, std::size_t order) {
  expect(entries == order, entries, " entries for ", order, " vertices; expected one for each");
}

}  // namespace capnet::detail

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/core/expect-inl.hpp>  // IWYU pragma: export
#endif
