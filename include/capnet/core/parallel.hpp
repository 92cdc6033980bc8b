#pragma once
/// Parallel loops whose result does not depend on the number of threads.
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>

namespace capnet {

/// The most threads that a loop runs on.
inline constexpr unsigned max_threads = 256;

/// Calls `body(block, first, last)` for consecutive blocks of `grain` indices of [0, n), each once, from up to `threads` threads.
/// The blocks depend on n and `grain` alone. If calls throw, the exception of the first block that threw is rethrown.
/// Pre: grain > 0. `threads` 0 means one for each core; more than `max_threads` mean those, and if the system starts fewer, those
/// that it starts do the work. Time O(n / threads), space O(n / grain) for exceptions.
template <class Body>
void parallel_for_blocks(std::size_t n, std::size_t grain, unsigned threads, const Body& body) {
  CAPNET_ASSERT(grain > 0, "a block has at least one index");
  const std::size_t blocks = n / grain + (n % grain != 0);
  if (threads == 0) threads = std::max(1u, std::thread::hardware_concurrency());
  const std::size_t workers = std::min<std::size_t>({threads, max_threads, blocks});
  auto run = [&](std::size_t block) { body(block, block * grain, std::min(n, (block + 1) * grain)); };
  if (workers <= 1) {
    for (std::size_t block = 0; block < blocks; ++block) run(block);
    return;
  }
  std::vector<std::exception_ptr> failures(blocks);
  std::atomic<std::size_t> next{0};
  auto work = [&] {
    for (std::size_t block; (block = next.fetch_add(1, std::memory_order_relaxed)) < blocks;) {
      try {
        run(block);
      } catch (...) {
        failures[block] = std::current_exception();
      }
    }
  };
  {
    std::vector<std::jthread> pool;
    pool.reserve(workers - 1);
    try {
      for (std::size_t worker = 1; worker < workers; ++worker) pool.emplace_back(work);
    } catch (const std::system_error&) {  // no more threads to be had
    }
    work();
  }
  for (const std::exception_ptr& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
}

/// Combines `map(first, last)` over consecutive blocks of `grain` indices, in the order of the blocks: the same bits at any
/// thread count, also for floating point. `combine(T, T)` need be neither commutative nor associative. Pre: grain > 0.
template <class T, class Map, class Combine>
[[nodiscard]] T parallel_reduce(std::size_t n, std::size_t grain, unsigned threads, T identity, const Map& map,
                                const Combine& combine) {
  struct slot {  // a vector<bool> would let neighbours race
    T value;
  };
  std::vector<slot> partial(n / grain + (n % grain != 0), slot{identity});
  parallel_for_blocks(n, grain, threads, [&](std::size_t block, std::size_t first, std::size_t last) {
    partial[block].value = map(first, last);
  });
  for (slot& part : partial) identity = combine(std::move(identity), std::move(part.value));
  return identity;
}

}  // namespace capnet
