#pragma once
/// Definitions of name_list.hpp: see core/config.hpp.
#include <utility>

#include <capnet/core/config.hpp>
#include <capnet/core/hash.hpp>
#include <capnet/network/name_list.hpp>

namespace capnet::detail {

CAPNET_INLINE name_list::name_list(const std::vector<std::string>& names) {
  for (const std::string& name : names) (void)number(name);
}

CAPNET_INLINE std::uint32_t name_list::hash(std::string_view name) noexcept {
  return static_cast<std::uint32_t>(text_hash{}(name));
}

CAPNET_INLINE std::size_t name_list::place(std::string_view name, std::uint32_t hash) const {
  std::size_t at = home(hash);
  for (; slots_[at] != 0; at = behind(at)) {
    if (slots_[at] >> 32 == hash && names_[(slots_[at] & 0xFFFFFFFFu) - 1] == name) break;
  }
  return at;
}

CAPNET_INLINE std::uint32_t name_list::number(std::string_view name) {
  if (2 * names_.size() >= slots_.size()) widen();
  const std::uint32_t hashed = hash(name);
  std::uint64_t& slot = slots_[place(name, hashed)];
  if (slot == 0) {
    names_.emplace_back(name);
    slot = std::uint64_t{hashed} << 32 | static_cast<std::uint32_t>(names_.size());
  }
  return static_cast<std::uint32_t>(slot) - 1;
}

CAPNET_INLINE std::optional<std::uint32_t> name_list::find(std::string_view name) const {
  if (slots_.empty()) return std::nullopt;
  const auto number = static_cast<std::uint32_t>(slots_[place(name, hash(name))]);
  return number == 0 ? std::nullopt : std::optional{number - 1};
}

CAPNET_INLINE void name_list::widen() {
  std::vector<std::uint64_t> narrow(slots_.empty() ? 8 : 2 * slots_.size(), 0);
  narrow.swap(slots_);
  for (const std::uint64_t slot : narrow) {
    if (slot == 0) continue;
    std::size_t at = home(slot >> 32);
    while (slots_[at] != 0) at = behind(at);
    slots_[at] = slot;
  }
}

CAPNET_INLINE void name_list::truncate(std::size_t n) noexcept {
  for (; names_.size() > n; names_.pop_back()) {
    std::size_t gap = place(names_.back(), hash(names_.back()));
    // What was passed on from the gap or before moves up, so that no search ends too early.
    for (std::size_t at = behind(gap); slots_[at] != 0; at = behind(at)) {
      const std::size_t passed = (at - home(slots_[at] >> 32)) & (slots_.size() - 1);
      if (passed < ((at - gap) & (slots_.size() - 1))) continue;
      slots_[gap] = slots_[at];
      gap = at;
    }
    slots_[gap] = 0;
  }
}

}  // namespace capnet::detail
