#pragma once
/// Texts that are said over and over, numbered by their first mention.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <capnet/core/hash.hpp>

namespace capnet::detail {

/// Names of attributes, regions: each stands once, and rows hold its number.
class name_list {
 public:
  name_list() = default;
  explicit name_list(const std::vector<std::string>& names) {
    for (const std::string& name : names) (void)number(name);
  }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] std::size_t size() const { return names_.size(); }
  /// Its number; the next one if it is new. Time O(length), expected.
  std::uint32_t number(std::string_view name) {
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
  /// Its number, if it stands here.
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view name) const {
    const auto known = numbers_.find(name);
    return known == numbers_.end() ? std::nullopt : std::optional{known->second};
  }
  /// Forgets all names from the `n`-th on.
  void truncate(std::size_t n) noexcept {
    for (; names_.size() > n; names_.pop_back()) numbers_.erase(names_.back());
  }

 private:
  std::vector<std::string> names_;
  std::unordered_map<std::string, std::uint32_t, text_hash, std::equal_to<>> numbers_;
};

}  // namespace capnet::detail
