#pragma once
/// A query in text: how much it may ask, and which words name a kind. docs/query.md has the grammar.
#include <cstddef>
#include <optional>
#include <string_view>

#include <capnet/model/schema.hpp>
#include <capnet/query/query_text_error.hpp>

namespace capnet {

/// How much a query in text may ask before it is refused: so that a hostile one costs an error, not the machine.
struct query_text_limits {
  std::size_t bytes = 10'000;
  std::size_t ties = 64;       ///< that a walk has, repeats counted
  std::size_t values = 1'000;  ///< in all filters and alternatives together
};

/// The kind that a word of a query names: a kind's name, its plural, or a short form (org, orgs, people, persons).
[[nodiscard]] std::optional<kind_index> find_kind_by_word(const schema& schema, std::string_view word);

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/query/query_text-inl.hpp>  // IWYU pragma: export
#endif
