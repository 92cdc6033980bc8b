#pragma once
/// Definitions of name_list.hpp: see core/config.hpp.
#include <capnet/core/config.hpp>
#include <capnet/network/name_list.hpp>

namespace capnet::detail {

CAPNET_INLINE name_list::name_list(const std::vector<std::string>& names) {
  for (const std::string& name : names) (void)number(name);
}

CAPNET_INLINE std::uint32_t name_list::number(std::string_view name) {
  if (const auto known = numbers_.find(name); known != numbers_.end()) return known->second;
  const auto fresh = static_cast<std::uint32_t>(names_.size());
  names_.emplace_back(name);
  try {
    numbers_.emplace(names_.back(), fresh);
  } catch (...) {
    names_.pop_back();
    throw;
  }
  return fresh;
}

CAPNET_INLINE std::optional<std::uint32_t> name_list::find(std::string_view name) const {
  const auto known = numbers_.find(name);
  return known == numbers_.end() ? std::nullopt : std::optional{known->second};
}

CAPNET_INLINE void name_list::truncate(std::size_t n) noexcept {
  for (; names_.size() > n; names_.pop_back()) numbers_.erase(names_.back());
}

}  // namespace capnet::detail
