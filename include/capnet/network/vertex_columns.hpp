#pragma once
/// Many vertices at once, in columns.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/model/sector.hpp>
#include <capnet/network/attribute_column.hpp>
#include <capnet/network/time_columns.hpp>

namespace capnet {

/// Vertices of one kind: the k-th is the k-th entry of each column. Borrowed: the columns must stay as they are until
/// the builder that they were given to is frozen or gone.
struct vertex_columns {
  std::size_t count = 0;
  std::string prefix{};                       ///< the key is the prefix and the id, unless `keys` are given
  std::span<const std::string_view> keys{};   ///< empty, or `count` of them
  std::span<const capnet::sector> sectors{};  ///< empty: all unknown
  std::span<const std::uint32_t> regions{};   ///< places in region_names; empty: none has one
  std::span<const std::string> region_names{};
  std::span<const std::int32_t> begins{};  ///< of existence, as in tie_columns
  std::span<const std::int32_t> ends{};
  std::span<const std::int32_t> last_begins{};
  std::span<const std::int32_t> last_ends{};
  std::vector<value_column> attributes{};
  std::string cite{};              ///< of each of them
  std::vector<attribute> texts{};  ///< the same: attributes that no column of a type has

  [[nodiscard]] std::size_t size() const { return count; }
  [[nodiscard]] std::string key(std::size_t at, std::size_t id) const;
  [[nodiscard]] capnet::sector sector(std::size_t at) const {
    return sectors.empty() ? capnet::sector::unknown : sectors[at];
  }
  [[nodiscard]] std::string_view region(std::size_t at) const;
  [[nodiscard]] held_when when(std::size_t at) const;
};

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/network/vertex_columns-inl.hpp>  // IWYU pragma: export
#endif
