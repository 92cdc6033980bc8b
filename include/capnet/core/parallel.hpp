#pragma once
/// Parallel loops whose result does not depend on the number of threads.
#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#if !defined(CAPNET_STD_THREADS)
#include <tbb/enumerable_thread_specific.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>
#endif

#include <capnet/core/execution.hpp>
#include <capnet/core/expect.hpp>

namespace capnet {

/// The most threads that a loop runs on. Nor does one run on more than 16 or four for each core: no one gains by it,
/// and oneTBB ends the program where the system refuses it a thread.
inline constexpr unsigned max_threads = 256;

namespace detail {

/// The number of threads that `threads` asks for.
inline unsigned wanted_threads(unsigned threads) {
  // Asked once: asking takes longer than a short loop.
  static const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
  static const unsigned most = std::min(max_threads, std::max(16u, 4 * cores));
  return std::min(most, threads != 0 ? threads : cores);
}

#if defined(CAPNET_STD_THREADS)

/// The number of this thread among those of the loop that it works for.
inline thread_local std::size_t worker_number = 0;

/// Without oneTBB, for the thread sanitizer, which does not see how oneTBB's own code hands work over: each loop begins
/// its threads and waits for them, and the k-th takes the k-th block and each so many further on. Nothing orders them,
/// and each has its share however busy the machine is, so that no race between two blocks is hidden.
template <class Work>
void run_blocks(std::size_t blocks, std::size_t workers, const Work& work) {
  auto take = [&](std::size_t worker) {
    const std::size_t outside = std::exchange(worker_number, worker);
    for (std::size_t block = worker; block < blocks; block += workers) work(block);
    worker_number = outside;
  };
  std::vector<std::jthread> others;
  others.reserve(workers - 1);
  while (others.size() + 1 < workers) others.emplace_back(take, others.size() + 1);
  take(0);
}

/// As tbb::enumerable_thread_specific, as far as it is used: each thread of a loop makes and reads its own value alone.
template <class T>
class value_of_thread {
 public:
  template <class Make>
  explicit value_of_thread(const Make& make) : make_{make}, values_(max_threads) {}
  T& local() {
    std::unique_ptr<T>& mine = values_[worker_number];
    if (!mine) mine = std::make_unique<T>(make_());
    return *mine;
  }
  struct iterator {
    const std::unique_ptr<T>* at = nullptr;
    const std::unique_ptr<T>* last = nullptr;
    const T& operator*() const { return **at; }
    iterator& operator++() {
      while (++at != last && !*at) continue;
      return *this;
    }
    friend bool operator==(const iterator&, const iterator&) = default;
  };
  [[nodiscard]] iterator begin() const {
    iterator first{values_.data(), values_.data() + values_.size()};
    if (!*first.at) ++first;
    return first;
  }
  [[nodiscard]] iterator end() const { return {values_.data() + values_.size(), values_.data() + values_.size()}; }

 private:
  std::function<T()> make_;
  std::vector<std::unique_ptr<T>> values_;  // [worker]
};

#else

/// A place for that many threads to work; made once, since making one costs more than a short loop.
inline tbb::task_arena& arena_of(unsigned threads) {
  // As many as are asked for, also above the number of cores; a lower limit that the application sets holds.
  static const tbb::global_control allowed{tbb::global_control::max_allowed_parallelism, max_threads};
  static std::mutex lock;
  static std::array<std::unique_ptr<tbb::task_arena>, max_threads + 1> arenas;
  const std::lock_guard held{lock};
  if (!arenas[threads]) arenas[threads] = std::make_unique<tbb::task_arena>(static_cast<int>(threads));
  return *arenas[threads];
}

/// Calls `work(block)` for each block on up to so many threads. Pre: it does not throw.
template <class Work>
void run_blocks(std::size_t blocks, std::size_t workers, const Work& work) {
  arena_of(static_cast<unsigned>(workers)).execute([&] {
    tbb::parallel_for(
        tbb::blocked_range<std::size_t>{0, blocks, 1},
        [&](const tbb::blocked_range<std::size_t>& some) {
          for (std::size_t block = some.begin(); block != some.end(); ++block) work(block);
        },
        tbb::simple_partitioner{});
  });
}

template <class T>
using value_of_thread = tbb::enumerable_thread_specific<T>;

#endif

}  // namespace detail

/// A value for each thread that takes part in a loop, made where it is first asked for. Only for what does not change
/// the result.
template <class T>
using per_thread = detail::value_of_thread<T>;

/// Calls `body(block, first, last)` for consecutive blocks of `grain` indices of [0, n), each once, from up to
/// `threads` threads (oneTBB). The blocks depend on n and `grain` alone. If calls throw, the exception of the first
/// block that threw is rethrown. Throws input_error for a grain of 0. `threads` 0 means one for each core; more than a
/// loop runs on mean those. Time O(n / threads), space O(1).
template <class Body>
void parallel_for_blocks(std::size_t n, std::size_t grain, unsigned threads, const Body& body) {
  detail::expect(grain > 0, "a block of 0 indices; expected at least one");
  const std::size_t blocks = n / grain + (n % grain != 0);
  const std::size_t workers = std::min<std::size_t>(detail::wanted_threads(threads), blocks);
  auto run = [&](std::size_t block) { body(block, block * grain, std::min(n, (block + 1) * grain)); };
  if (workers <= 1) {
    for (std::size_t block = 0; block < blocks; ++block) run(block);
    return;
  }
  std::atomic<std::size_t> first_failed{blocks};
  std::exception_ptr failure;
  std::mutex failing;
  auto work = [&](std::size_t block) {
    try {
      run(block);
    } catch (...) {
      const std::lock_guard held{failing};
      if (block < first_failed) {
        first_failed = block;
        failure = std::current_exception();
      }
    }
  };
  detail::run_blocks(blocks, workers, work);
  if (failure) std::rethrow_exception(failure);
}

/// The same under `execution`: throws `stopped` before a block if that is asked for.
template <class Body>
void parallel_for_blocks(std::size_t n, std::size_t grain, const execution& how, const Body& body) {
  parallel_for_blocks(n, grain, how.threads, [&](std::size_t block, std::size_t first, std::size_t last) {
    throw_if_stopped(how.stop);
    body(block, first, last);
  });
}

/// Combines `map(first, last)` over consecutive blocks of `grain` indices, in the order of the blocks: the same bits at
/// any thread count, also for floating point. `combine(T, T)` need be neither commutative nor associative. Throws
/// as `parallel_for_blocks`.
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
