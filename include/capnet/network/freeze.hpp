#pragma once
/// How a network is frozen.
#include <cstddef>
#include <functional>

namespace capnet {

/// Calls a body for 0 to n - 1, in any order, perhaps at once: how a build is spread over threads.
using block_runner = std::function<void(std::size_t n, const std::function<void(std::size_t)>& body)>;
void run_one_by_one(std::size_t n, const std::function<void(std::size_t)>& body);

/// How a network is frozen. The answers of questions do not depend on it; where vertices and ties lie does. What is
/// added beside a network that was frozen before lies as that one does, until all is laid anew.
struct freeze_options {
  /// Vertices of a kind lie by region, then by falling degree, then by id: what large queries want. Otherwise by id.
  bool by_locality = true;
  bool renumber = false;  ///< ties of columns get row numbers in the order in which they lie: 8 bytes a tie less
  block_runner run = run_one_by_one;  ///< see network/bulk.hpp for threads
};

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/network/freeze-inl.hpp>  // IWYU pragma: export
#endif
