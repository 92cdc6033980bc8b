#pragma once
/// Freezing large networks on several threads.
#include <functional>

#include <capnet/core/execution.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/network/builder.hpp>

namespace capnet {

/// For `freeze_options::run`: `net.freeze({.run = on_threads()})`. The snapshot is the same at any
/// number of threads. Throws `stopped` out of `freeze` if that is asked for; the builder is then as it was.
[[nodiscard]] inline block_runner on_threads(execution how = {}) {
  return [how](std::size_t n, const std::function<void(std::size_t)>& body) {
    parallel_for_blocks(n, 1, how, [&](std::size_t k, std::size_t, std::size_t) { body(k); });
  };
}

}  // namespace capnet
