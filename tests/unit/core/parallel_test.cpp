#include <capnet/core/parallel.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <mutex>
#include <numeric>
#include <set>

#ifdef __linux__
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace capnet {
namespace {

TEST(ParallelForBlocks, VisitsEveryIndexOnce) {
  for (const unsigned threads : {1u, 2u, 8u}) {
    std::vector<int> visits(1'003);
    parallel_for_blocks(visits.size(), 10, threads, [&](std::size_t, std::size_t first, std::size_t last) {
      for (std::size_t index = first; index < last; ++index) ++visits[index];
    });
    EXPECT_EQ(std::count(visits.begin(), visits.end(), 1), 1'003);
  }
}

TEST(ParallelForBlocks, RethrowsTheFailureOfTheFirstBlock) {
  for (const unsigned threads : {1u, 8u}) {
    try {
      parallel_for_blocks(100, 10, threads, [](std::size_t block, std::size_t, std::size_t) {
        if (block >= 3) throw block;
      });
      FAIL();
    } catch (const std::size_t block) {
      EXPECT_EQ(block, 3u);
    }
  }
}

TEST(ParallelForBlocks, StartsNoMoreThreadsThanItsMost) {
  std::mutex lock;
  std::set<std::thread::id> seen;
  parallel_for_blocks(4'000, 1, 100'000, [&](std::size_t, std::size_t, std::size_t) {
    const std::lock_guard held{lock};
    seen.insert(std::this_thread::get_id());
  });
  EXPECT_LE(seen.size(), max_threads);
}

#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
// With room for a few stacks of 64 MiB only, not all of 200 threads can start.
TEST(ParallelForBlocks, GoesOnWithTheThreadsThatStarted) {
  const auto with_little_memory = [] {
    pthread_attr_t stacks;
    pthread_attr_init(&stacks);
    pthread_attr_setstacksize(&stacks, std::size_t{64} << 20);
    pthread_setattr_default_np(&stacks);
    std::size_t pages = 0;
    std::ifstream{"/proc/self/statm"} >> pages;
    const auto bytes = static_cast<rlim_t>(pages) * static_cast<rlim_t>(sysconf(_SC_PAGESIZE)) + (rlim_t{300} << 20);
    const rlimit limit{bytes, bytes};
    if (setrlimit(RLIMIT_AS, &limit) != 0) std::exit(2);
    const std::size_t sum = parallel_reduce(
        1'000, 1, 200, std::size_t{0}, [](std::size_t first, std::size_t) { return first; }, std::plus<>{});
    std::exit(sum == 499'500 ? 0 : 1);
  };
  EXPECT_EXIT(with_little_memory(), testing::ExitedWithCode(0), "");
}
#endif

TEST(ParallelReduce, GivesTheSameBitsAtAnyThreadCount) {
  auto harmonic_sum = [](unsigned threads) {
    return parallel_reduce(
        100'000, 64, threads, 0.0,
        [](std::size_t first, std::size_t last) {
          double sum = 0;
          for (std::size_t index = first; index < last; ++index) sum += 1.0 / static_cast<double>(index + 1);
          return sum;
        },
        std::plus<>{});
  };
  EXPECT_EQ(harmonic_sum(1), harmonic_sum(2));
  EXPECT_EQ(harmonic_sum(1), harmonic_sum(8));
  EXPECT_NEAR(harmonic_sum(1), 12.090146129863428, 1e-9);  // H(100000)
}

TEST(ParallelReduce, OfNothingIsTheIdentity) {
  EXPECT_EQ(parallel_reduce(0, 8, 4, 17, [](std::size_t, std::size_t) { return 1; }, std::plus<>{}), 17);
}

}  // namespace
}  // namespace capnet
