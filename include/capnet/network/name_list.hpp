#pragma once
/// Texts that are said over and over, numbered by their first mention.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace capnet::detail {

/// Names of attributes, regions, keys: each stands once, and rows hold its number. Found by an open-addressing table of
/// numbers under `text_hash`, half full at most; the texts are compared where they lie.
class name_list {
 public:
  name_list() = default;
  explicit name_list(const std::vector<std::string>& names);
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] std::size_t size() const { return names_.size(); }
  /// Its number; the next one if it is new. Time O(length), expected. Or throws std::bad_alloc and changes nothing.
  std::uint32_t number(std::string_view name);
  /// Its number, if it stands here.
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view name) const;
  /// Forgets all names from the `n`-th on.
  void truncate(std::size_t n) noexcept;

 private:
  [[nodiscard]] static std::uint32_t hash(std::string_view name) noexcept;
  /// The slot of a name, or the empty one where it belongs. Pre: there are slots.
  [[nodiscard]] std::size_t place(std::string_view name, std::uint32_t hash) const;
  /// The slot where the search for a hash begins, and the one behind another.
  [[nodiscard]] std::size_t home(std::uint64_t hash) const { return hash & (slots_.size() - 1); }
  [[nodiscard]] std::size_t behind(std::size_t at) const { return (at + 1) & (slots_.size() - 1); }
  void widen();

  std::vector<std::string> names_;
  std::vector<std::uint64_t> slots_;  // hash << 32 | number + 1, or 0; a power of two of them
};

}  // namespace capnet::detail

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/network/name_list-inl.hpp>  // IWYU pragma: export
#endif
