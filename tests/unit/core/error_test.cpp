#include <capnet/core/error.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

TEST(Problem, IsWrittenWithThePlaceAsFarAsItIsKnown) {
  EXPECT_EQ(to_string(problem{"ties.csv", 14, 9, "what; expected"}), "ties.csv:14:9: what; expected");
  EXPECT_EQ(to_string(problem{"ties.csv", 14, 0, "what"}), "ties.csv:14: what");
  EXPECT_EQ(to_string(problem{"ties.csv", 0, 0, "what"}), "ties.csv: what");
  EXPECT_EQ(to_string(problem{"", 0, 0, "what"}), "what");
}

TEST(InputError, TellsAllItsProblemsOneOnALine) {
  const input_error refusal{{{"a", 1, 0, "x"}, {"b", 0, 0, "y"}}};
  EXPECT_STREQ(refusal.what(), "a:1: x\nb: y");
  EXPECT_EQ(refusal.problems().size(), 2u);
}

}  // namespace
}  // namespace capnet
