#include <capnet/core/memo.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/parallel.hpp>

namespace capnet {
namespace {

struct first_key;
struct second_key;

TEST(Memo, MakesAValueOnceForEachKeyAndNumber) {
  const memo kept;
  int made = 0;
  const auto make = [&] { return std::to_string(++made); };
  const std::string& first = kept.once<first_key>(make);
  EXPECT_EQ(&kept.once<first_key>(make), &first);
  EXPECT_EQ(first, "1");
  EXPECT_EQ(kept.once<second_key>(make), "2");
  EXPECT_EQ(kept.once<first_key>(make, 7), "3");
  EXPECT_EQ(kept.once<first_key>(make, 7), "3");
  EXPECT_EQ(made, 3);
}

TEST(Memo, LetsAValueAskForOthers) {
  const memo kept;
  const auto inner = [] { return 2; };
  EXPECT_EQ(kept.once<first_key>([&] { return 10 * kept.once<second_key>(inner); }), 20);
}

TEST(Memo, MakesAnewWhatFailed) {
  const memo kept;
  bool fails = true;
  const auto make = [&]() -> int {
    if (std::exchange(fails, false)) throw std::runtime_error{"not yet"};
    return 5;
  };
  EXPECT_THROW((void)kept.once<first_key>(make), std::runtime_error);
  EXPECT_EQ(kept.once<first_key>(make), 5);
}

TEST(Memo, MakesOnceForSeveralThreads) {
  const memo kept;
  std::atomic<int> made{0};
  std::vector<int> seen(64);
  parallel_tasks(seen.size(), 8, [&](std::size_t k) {
    seen[k] = kept.once<first_key>(
        [&] {
          ++made;
          return static_cast<int>(k % 4);
        },
        k % 4);
  });
  EXPECT_EQ(made, 4);
  for (std::size_t k = 0; k < seen.size(); ++k) EXPECT_EQ(seen[k], static_cast<int>(k % 4));
}

}  // namespace
}  // namespace capnet
