#pragma once
/// Definitions of vertex_columns.hpp: see core/config.hpp.
#include <capnet/core/config.hpp>
#include <capnet/network/vertex_columns.hpp>

namespace capnet {

CAPNET_INLINE std::string vertex_columns::key(std::size_t at, std::size_t id) const {
  return keys.empty() ? prefix + std::to_string(id) : std::string{keys[at]};
}

CAPNET_INLINE std::string_view vertex_columns::region(std::size_t at) const {
  return regions.empty() ? std::string_view{} : region_names[regions[at]];
}

CAPNET_INLINE held_when vertex_columns::when(std::size_t at) const {
  const std::int32_t begin = begins.empty() ? first_of_days : begins[at];
  const std::int32_t end = ends.empty() ? last_of_days : ends[at];
  return {begin, last_begins.empty() ? begin : last_begins[at], end, last_ends.empty() ? end : last_ends[at],
          status::held};
}

}  // namespace capnet
