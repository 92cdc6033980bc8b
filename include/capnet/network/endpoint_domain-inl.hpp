#pragma once
/// Definitions of endpoint_domain.hpp: see core/config.hpp.
#include <algorithm>
#include <utility>

#include <capnet/core/config.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/network/endpoint_domain.hpp>

namespace capnet {

CAPNET_INLINE void endpoint_domain::append(kind_index kind, std::uint32_t first, std::size_t count, kind_order order) {
  if (count == 0) return;
  if (std::uint64_t{size_} + count > 0x7FFFFFFF) {
    detail::refuse_with({"a relation joins more than 2,147,483,647 vertices; expected at most that many"});
  }
  const auto k = static_cast<std::size_t>(kind);
  if (k >= extents_of_.size()) extents_of_.resize(k + 1);
  if (!extents_.empty() && extents_.back().kind == kind && extents_.back().order.ids.empty() && order.ids.empty() &&
      extents_.back().first_id + extents_.back().count == first) {
    extents_.back().count += static_cast<std::uint32_t>(count);
  } else {
    extents_of_[k].push_back(static_cast<std::uint32_t>(extents_.size()));
    extents_.push_back({kind, first, static_cast<std::uint32_t>(count), size_, std::move(order)});
  }
  size_ += static_cast<std::uint32_t>(count);
}

}  // namespace capnet
