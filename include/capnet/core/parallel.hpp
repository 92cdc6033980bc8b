#pragma once
/// Parallel loops whose result does not depend on the number of threads.
#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include <capnet/core/execution.hpp>
#include <capnet/core/expect.hpp>

namespace capnet {

/// The most threads that a loop runs on. Nor does one run on more than 16 or four for each core: no one gains by it,
/// and oneTBB ends the program where the system refuses it a thread.
inline constexpr unsigned max_threads = 256;

namespace detail {

/// The number of threads that `threads` asks for.
unsigned wanted_threads(unsigned threads);

/// What is called for each block; refers to it.
struct block_body {
  const void* body;
  void (*call)(const void* body, std::size_t block);
};
/// Calls `work` for each block on up to so many threads, and rethrows the exception of the first block that threw.
void run_blocks(std::size_t blocks, std::size_t workers, const block_body& work);
/// The same with threads of its own.
void run_tasks(std::size_t tasks, std::size_t workers, const block_body& work);

/// A pointer for each thread, null until it is written.
class thread_slots {
 public:
  thread_slots();
  thread_slots(thread_slots&& other) noexcept;
  thread_slots& operator=(thread_slots&&) = delete;
  ~thread_slots();
  /// This thread's.
  [[nodiscard]] void*& local();
  /// Calls `visit(context, value)` for each that was written, of all threads. Not while a loop runs.
  void for_each(void* context, void (*visit)(void* context, void* value)) const;

 private:
  struct slots;
  std::unique_ptr<slots> slots_;
};

}  // namespace detail

/// A value for each thread that takes part in a loop, made where it is first asked for. Only for what does not change
/// the result.
template <class T>
class per_thread {
 public:
  template <class Make>
  explicit per_thread(const Make& make) : make_{make} {}
  per_thread(per_thread&&) noexcept = default;
  per_thread& operator=(per_thread&&) = delete;
  ~per_thread() {
    slots_.for_each(nullptr, [](void*, void* made) { delete static_cast<T*>(made); });
  }
  [[nodiscard]] T& local() {
    void*& mine = slots_.local();
    if (mine == nullptr) mine = new T(make_());
    return *static_cast<T*>(mine);
  }
  /// Calls `visit(value)` for each that was made.
  template <class Visit>
  void for_each(Visit visit) const {
    slots_.for_each(&visit, [](void* call, void* made) { (*static_cast<Visit*>(call))(*static_cast<const T*>(made)); });
  }

 private:
  std::function<T()> make_;
  detail::thread_slots slots_;
};

/// Calls `body(block, first, last)` for consecutive blocks of `grain` indices of [0, n), each once, from up to
/// `threads` threads (oneTBB). The blocks depend on n and `grain` alone. If calls throw, the exception of the first
/// block that threw is rethrown. Throws input_error for a grain of 0. `threads` 0 means one for each core; more than a
/// loop runs on mean those. Time O(n / threads), space O(1).
template <class Body>
void parallel_for_blocks(std::size_t n, std::size_t grain, unsigned threads, const Body& body) {
  detail::expect(grain > 0, "a block of 0 indices; expected at least one");
  const std::size_t blocks = n / grain + (n % grain != 0);
  const std::size_t workers = std::min<std::size_t>(detail::wanted_threads(threads), blocks);
  const auto run = [&](std::size_t block) { body(block, block * grain, std::min(n, (block + 1) * grain)); };
  if (workers <= 1) {
    for (std::size_t block = 0; block < blocks; ++block) run(block);
    return;
  }
  detail::run_blocks(blocks, workers,
                     {&run, [](const void* call, std::size_t block) { (*static_cast<decltype(&run)>(call))(block); }});
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

/// Calls `body(task)` for each task of [0, n), each once, in their order from threads of its own, up to `threads` at a
/// time: for few long tasks of differing lengths, which may themselves run loops in parallel and wait for each other's
/// results. If calls throw, the exception of the first task that threw is rethrown. `threads` as above.
template <class Body>
void parallel_tasks(std::size_t n, unsigned threads, const Body& body) {
  const std::size_t workers = std::min<std::size_t>(detail::wanted_threads(threads), n);
  if (workers <= 1) {
    for (std::size_t task = 0; task < n; ++task) body(task);
    return;
  }
  detail::run_tasks(n, workers,
                    {&body, [](const void* call, std::size_t task) { (*static_cast<const Body*>(call))(task); }});
}

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/core/parallel-inl.hpp>  // IWYU pragma: export
#endif
