#pragma once
/// Definitions of tie_columns.hpp: see core/config.hpp.
#include <capnet/core/config.hpp>
#include <capnet/network/tie_columns.hpp>

namespace capnet {

CAPNET_INLINE held_when tie_columns::when(std::size_t at) const {
  const std::int32_t begin = begins.empty() ? first_of_days : begins[at];
  const std::int32_t end = ends.empty() ? last_of_days : ends[at];
  return {begin, last_begins.empty() ? begin : last_begins[at], end, last_ends.empty() ? end : last_ends[at], status};
}

}  // namespace capnet
