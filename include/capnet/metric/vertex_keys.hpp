#pragma once
/// Keys of vertices for random draws that do not depend on the order of rows.
#include <cstdint>
#include <span>
#include <vector>

#include <capnet/core/hash.hpp>
#include <capnet/network/snapshot.hpp>

namespace capnet {

/// A key of each vertex that does not depend on the order of rows: the hash of its id.
[[nodiscard]] inline std::vector<std::uint64_t> vertex_keys(const snapshot& net, std::span<const vertex_ref> vertices) {
  std::vector<std::uint64_t> keys;
  keys.reserve(vertices.size());
  for (const vertex_ref v : vertices) keys.push_back(stable_hash(net.key(v)));
  return keys;
}

}  // namespace capnet
