#pragma once
/// Definitions of parallel.hpp: see core/config.hpp. The home of oneTBB.
#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <exception>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#if !defined(CAPNET_STD_THREADS)
#include <tbb/enumerable_thread_specific.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>
#endif

#include <capnet/core/config.hpp>
#include <capnet/core/parallel.hpp>

namespace capnet::detail {

CAPNET_INLINE unsigned wanted_threads(unsigned threads) {
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
void spread(std::size_t blocks, std::size_t workers, const Work& work) {
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

/// Each thread of a loop makes and reads its own alone.
struct thread_slots::slots {
  std::vector<void*> all = std::vector<void*>(max_threads);  ///< [worker]
  void*& local() { return all[worker_number]; }
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
void spread(std::size_t blocks, std::size_t workers, const Work& work) {
  arena_of(static_cast<unsigned>(workers)).execute([&] {
    tbb::parallel_for(
        tbb::blocked_range<std::size_t>{0, blocks, 1},
        [&](const tbb::blocked_range<std::size_t>& some) {
          for (std::size_t block = some.begin(); block != some.end(); ++block) work(block);
        },
        tbb::simple_partitioner{});
  });
}

struct thread_slots::slots {
  tbb::enumerable_thread_specific<void*> all{nullptr};
  void*& local() { return all.local(); }
};

#endif

/// The exception of the first of many blocks that threw.
class first_failure {
 public:
  void run(const block_body& work, std::size_t block) {
    try {
      work.call(work.body, block);
    } catch (...) {
      const std::lock_guard held{failing_};
      if (failure_ == nullptr || block < first_) {
        first_ = block;
        failure_ = std::current_exception();
      }
    }
  }
  /// Pre: no block runs any more.
  void rethrow() const {
    if (failure_ != nullptr) std::rethrow_exception(failure_);
  }

 private:
  std::mutex failing_;
  std::size_t first_ = 0;
  std::exception_ptr failure_;
};

CAPNET_INLINE void run_blocks(std::size_t blocks, std::size_t workers, const block_body& work) {
  first_failure failure;
  spread(blocks, workers, [&](std::size_t block) { failure.run(work, block); });
  failure.rethrow();
}

/// Not tasks of oneTBB: a thread that waits in a loop of one task takes up others there, and would wait for what it is
/// itself making.
CAPNET_INLINE void run_tasks(std::size_t tasks, std::size_t workers, const block_body& work) {
  first_failure failure;
  std::atomic<std::size_t> next{0};
  const auto take = [&] {
    for (std::size_t task = next++; task < tasks; task = next++) failure.run(work, task);
  };
  {
    std::vector<std::jthread> others;
    others.reserve(workers - 1);
    try {
      while (others.size() + 1 < workers) others.emplace_back(take);
    } catch (const std::system_error&) {  // fewer threads do the same
    }
    take();
  }
  failure.rethrow();
}

CAPNET_INLINE thread_slots::thread_slots() : slots_{std::make_unique<slots>()} {}
CAPNET_INLINE thread_slots::thread_slots(thread_slots&& other) noexcept = default;
CAPNET_INLINE thread_slots::~thread_slots() = default;
CAPNET_INLINE void*& thread_slots::local() { return slots_->local(); }
CAPNET_INLINE void thread_slots::for_each(void* context, void (*visit)(void* context, void* value)) const {
  if (slots_ == nullptr) return;  // moved from
  for (void* const one : slots_->all) {
    if (one != nullptr) visit(context, one);
  }
}

}  // namespace capnet::detail
