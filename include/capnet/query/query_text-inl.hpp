#pragma once
/// Definitions of query_text.hpp: see core/config.hpp.
#include <optional>
#include <string>
#include <string_view>

#include <capnet/core/config.hpp>
#include <capnet/query/query_text.hpp>

namespace capnet {

CAPNET_INLINE std::optional<kind_index> find_kind_by_word(const schema& schema, std::string_view word) {
  if (const auto exact = schema.find_kind(word)) return exact;
  if (word == "org" || word == "orgs") return schema.find_kind("organization");
  if (word == "people") return schema.find_kind("person");
  if (word.size() > 3 && word.ends_with("ies")) {  // libraries
    if (const auto found = schema.find_kind(std::string{word.substr(0, word.size() - 3)} + 'y')) return found;
  }
  if (word.size() > 2 && word.ends_with("es")) {  // branches
    if (const auto found = schema.find_kind(word.substr(0, word.size() - 2))) return found;
  }
  return word.size() > 1 && word.ends_with('s') ? schema.find_kind(word.substr(0, word.size() - 1)) : std::nullopt;
}

}  // namespace capnet
