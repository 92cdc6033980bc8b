#include <capnet/core/parallel.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <mutex>
#include <numeric>
#include <set>
#include <thread>

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

TEST(ParallelTasks, RunsEachOnceWithLoopsInside) {
  for (const unsigned threads : {1u, 2u, 8u}) {
    std::vector<std::size_t> sums(17);
    parallel_tasks(sums.size(), threads, [&](std::size_t task) {
      sums[task] += parallel_reduce(
          1'000, 10, threads, std::size_t{0},
          [&](std::size_t first, std::size_t last) { return task * (last - first); }, std::plus{});
    });
    for (std::size_t task = 0; task < sums.size(); ++task) EXPECT_EQ(sums[task], 1'000 * task);
  }
}

TEST(ParallelTasks, RethrowsTheFailureOfTheFirstTask) {
  for (const unsigned threads : {1u, 8u}) {
    try {
      parallel_tasks(20, threads, [](std::size_t task) {
        if (task >= 3) throw task;
      });
      FAIL();
    } catch (const std::size_t task) {
      EXPECT_EQ(task, 3u);
    }
  }
}

// 100 blocks count themselves, each on the thread that it runs on: together 100, on at most 4 threads.
TEST(PerThread, HoldsAValueForEachThreadThatTookPart) {
  per_thread<int> counts{[] { return 0; }};
  parallel_for_blocks(100, 1, 4, [&](std::size_t, std::size_t, std::size_t) { ++counts.local(); });
  int sum = 0, threads = 0;
  counts.for_each([&](int count) { sum += count, ++threads; });
  EXPECT_EQ(sum, 100);
  EXPECT_GE(threads, 1);
  EXPECT_LE(threads, 4);
}

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
