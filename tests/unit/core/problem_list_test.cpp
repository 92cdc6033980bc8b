#include <capnet/core/error.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace capnet {
namespace {

std::size_t bytes_of(const std::vector<problem>& problems) {
  std::size_t bytes = 0;
  for (const problem& fault : problems) bytes += to_string(fault).size() + 1;
  return bytes;
}

TEST(Problem, IsPrintableAndKeepsTheLineBreaksOfItsMessage) {
  EXPECT_EQ(to_string(problem{"a\n\x1b", 1, 2, "b\r\x1b\n  \xC2\x9B^\n"}), "a\\n\\x1b:1:2: b\\r\\x1b\n  \\x9b^\n");
}

TEST(ProblemList, TellsTheFirstFaultsAndHowManyMore) {
  problem_list list{2, "ties.csv"};
  EXPECT_TRUE(list.empty());
  for (std::size_t line = 1; line <= 5; ++line) list.add({"ties.csv", line, 1, "x"});
  EXPECT_EQ(list.size(), 5u);
  const std::vector<problem> told = std::move(list).told();
  ASSERT_EQ(told.size(), 3u);
  EXPECT_EQ(to_string(told[1]), "ties.csv:2:1: x");
  EXPECT_EQ(to_string(told[2]), "ties.csv: and 3 further problems");
}

TEST(ProblemList, TellsNoRemainderWhereThereIsNone) {
  problem_list list{2};
  list.add({"a", 0, 0, "x"}), list.add({"a", 0, 0, "y"});
  EXPECT_EQ(std::move(list).told().size(), 2u);
}

TEST(ProblemList, HoldsNoMoreThanItsBytes) {
  for (const std::size_t length : {1u, 100u, 1'000u, 10'000u, 1'000'000u}) {
    problem_list list{100'000, "a folder"};
    for (int k = 0; k < 3'000; ++k) list.add({"a folder/\x1b", 1, 1, std::string(length, 'x')});
    const std::vector<problem> told = std::move(list).told();
    EXPECT_LE(bytes_of(told), problem_list::most_bytes) << length;
    EXPECT_GE(told.size(), 2u) << length;
    EXPECT_EQ(told.size() < 3'000, told.back().message.ends_with(" further problems")) << length;
  }
}

TEST(ProblemList, LeavesNoneOutBetweenTwoThatItTells) {
  problem_list list{1'000};
  for (int k = 0; k < 100; ++k) list.add({"", 0, 0, std::string(k % 2 == 0 ? 10'000u : 1u, 'x')});
  const std::size_t listed = list.listed().size();
  EXPECT_EQ(std::move(list).told().back().message, "and " + std::to_string(100 - listed) + " further problems");
}

TEST(ProblemList, CutsALongMessageBetweenTwoLetters) {
  std::string text;
  while (text.size() < 20'000) text += "日";
  problem_list list;
  list.add({"", 0, 0, text});
  const std::string cut = list.listed().front().message;
  EXPECT_TRUE(cut.ends_with("日...")) << cut.substr(cut.size() - 8);
  EXPECT_LE(cut.size(), problem_list::most_message_bytes + 3);
}

TEST(ProblemList, CountsWhatAnotherListDidNotTell) {
  problem_list one{2}, all{3};
  for (int k = 0; k < 5; ++k) one.add({"", 0, 0, "x"});
  all.add({"", 0, 0, "y"});
  all.add(std::move(one));
  const std::vector<problem> told = std::move(all).told();
  ASSERT_EQ(told.size(), 4u);
  EXPECT_EQ(told[3].message, "and 3 further problems");
}

TEST(InputError, TellsNoMoreThanAProblemList) {
  const input_error refusal{std::vector<problem>(50'000, problem{"f", 1, 1, std::string(500, 'x')})};
  EXPECT_LE(std::string_view{refusal.what()}.size(), problem_list::most_bytes);
  EXPECT_TRUE(std::string_view{refusal.what()}.ends_with(" further problems"));
}

}  // namespace
}  // namespace capnet
