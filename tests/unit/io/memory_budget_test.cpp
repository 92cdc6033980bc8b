/// What a budget of memory allows.
#include "io/memory_budget.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace capnet::detail {
namespace {

constexpr std::size_t all = std::numeric_limits<std::size_t>::max();

/// Bytes that a budget takes beyond those of a file of `read` bytes.
std::size_t room(const load_limits& limits, std::size_t read) {
  std::size_t low = 0, high = std::size_t{1} << 40;
  while (low < high) {
    const std::size_t middle = low + (high - low + 1) / 2;
    memory_budget budget{limits};
    if (read > 0) budget.read(read);
    budget.take(middle) ? low = middle : high = middle - 1;
  }
  return low;
}

TEST(MemoryBudget, AllowsSoMuchForEachByteAndBeforeTheFirst) {
  constexpr std::size_t taken = 1 << 17;  // of a network about which nothing is said
  for (const std::size_t read : {0u, 1u, 7u, 1'000'000u}) {
    for (const std::size_t factor : {1u, 2u, 20u}) {
      const load_limits limits{.memory_factor = factor, .memory_base = 1'000'000};
      EXPECT_EQ(room(limits, read), 1'000'000 + factor * read - read - taken) << factor << " times " << read;
    }
  }
}

TEST(MemoryBudget, DoesNotWrap) {
  for (const std::size_t factor : {all, all / 2 + 1, all / 3}) {
    memory_budget budget{{.memory_factor = factor, .memory_base = 0}};
    budget.read(1'000);
    EXPECT_TRUE(budget.take(1'000)) << factor;
  }
  memory_budget budget{{.memory_factor = 1, .memory_base = all}};
  budget.read(1'000);
  EXPECT_TRUE(budget.take(1'000));
}

}  // namespace
}  // namespace capnet::detail
