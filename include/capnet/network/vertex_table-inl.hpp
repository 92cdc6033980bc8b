#pragma once
/// Definitions of vertex_table.hpp: see core/config.hpp.
#include <capnet/core/config.hpp>
#include <capnet/network/vertex_table.hpp>

namespace capnet {

CAPNET_INLINE std::string vertex_table::key(std::uint32_t id) const {
  return keys.offsets.empty() ? prefix + std::to_string(id) : std::string{keys[id - first]};
}

CAPNET_INLINE bool vertex_table::has_key(std::uint32_t id, std::string_view text) const {
  return keys.offsets.empty() ? text == prefix + std::to_string(id) : keys[id - first] == text;
}

CAPNET_INLINE std::size_t vertex_table::memory() const {
  std::size_t bytes = keys.memory() + times.memory() + sectors.size() +
                      (regions.size() + order.positions.size() + order.ids.size()) * 4 + details.memory();
  for (const attribute_column& values : attributes) bytes += values.memory();
  return bytes;
}

CAPNET_INLINE key_slots::key_slots(std::size_t size, std::size_t entries, hash_key key)
    : slots_(size), left_{8 * entries + 512}, key_{key} {}

CAPNET_INLINE void key_slots::add(std::string_view text, std::uint32_t number) {
  if (crowded_) return;
  const std::uint64_t mask = slots_.size() - 1;
  std::uint64_t at = sip_hash(text, key_) & mask;
  std::size_t looked = 1;
  for (; slots_[at] != 0; at = (at + 1) & mask) ++looked;
  crowded_ = looked > key_index::most_probes || looked > left_;
  if (crowded_) return;
  left_ -= looked;
  slots_[at] = number + 1;
}

}  // namespace capnet
