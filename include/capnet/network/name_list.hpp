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
  explicit name_list(const std::vector<std::string>& names);
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] std::size_t size() const { return names_.size(); }
  /// Its number; the next one if it is new. Time O(length), expected.
  std::uint32_t number(std::string_view name);
  /// Its number, if it stands here.
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view name) const;
  /// Forgets all names from the `n`-th on.
  void truncate(std::size_t n) noexcept;

 private:
  std::vector<std::string> names_;
  std::unordered_map<std::string, std::uint32_t, text_hash, std::equal_to<>> numbers_;
};

}  // namespace capnet::detail

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/network/name_list-inl.hpp>  // IWYU pragma: export
#endif
