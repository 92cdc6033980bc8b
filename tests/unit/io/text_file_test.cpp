/// How much of a file is read, also where it is longer than it said at first.
#include "io/text_file.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "scratch_folder.hpp"

namespace capnet::detail {
namespace {

std::string read_whole(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

void expect_limit(const std::filesystem::path& file, const std::string& text) {
  for (const std::size_t most : {text.size(), text.size() + 1, text.size() * 3 / 2, text.size() * 2}) {
    problem_list problems;
    EXPECT_EQ(read_text(file, most, "a file", problems), text) << file << " of at most " << most;
    EXPECT_TRUE(problems.empty());
  }
  for (const std::size_t most : {text.size() - 1, text.size() / 2}) {
    problem_list problems;
    EXPECT_FALSE(read_text(file, most, "a file", problems)) << file << " of at most " << most;
    ASSERT_EQ(problems.size(), 1u);
    EXPECT_EQ(problems.listed()[0].message,
              "has more than " + std::to_string(most) + " bytes; expected at most that many");
  }
}

TEST(TextFile, IsReadUpToItsLimit) {
  const scratch_folder folder{{"text", std::string(1'000, 'x')}};
  expect_limit(folder.path() / "text", std::string(1'000, 'x'));
}

TEST(TextFile, ThatSaysItIsEmptyAndIsNotIsReadUpToItsLimit) {
  const std::filesystem::path grows = "/proc/version";  // its size is said to be 0
  const std::string text = read_whole(grows);
  if (text.size() < 2) GTEST_SKIP() << "no /proc here";
  expect_limit(grows, text);
}

}  // namespace
}  // namespace capnet::detail
