#pragma once
/// What is checked in every build: the arguments that a caller passes at the boundary of the library.
///
/// CAPNET_ASSERT is for what loops do with every vertex and tie; which calls check what: docs/decisions/0011.
#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/text.hpp>

namespace capnet::detail {

/// Throws input_error with the parts one after the other, numbers among them. Lies apart from the code that checks.
template <class... Parts>
[[noreturn, gnu::cold, gnu::noinline]] void refuse(Parts... parts) {
  std::string sentence;
  auto add = [&](const auto& part) {
    using type = std::remove_cvref_t<decltype(part)>;
    if constexpr (std::is_floating_point_v<type>)
      sentence += short_number(part, 12);
    else if constexpr (std::is_integral_v<type>)
      sentence += std::to_string(part);
    else
      sentence += part;
  };
  (add(parts), ...);
  throw input_error{std::move(sentence)};
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
