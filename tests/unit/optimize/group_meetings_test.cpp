#include <capnet/optimize/group_meetings.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <vector>

namespace capnet {
namespace {

std::int64_t repeats_by_hand(const group_problem& p, const group_meetings_result& result, std::vector<char> met) {
  if (met.empty()) met.assign(std::size_t{p.members} * p.members, 0);
  std::int64_t repeats = 0;
  for (const auto& meeting : result.meetings) {
    for (std::uint32_t u = 0; u < p.members; ++u) {
      for (std::uint32_t v = u + 1; v < p.members; ++v) {
        if (meeting.group_of[u] != meeting.group_of[v]) continue;
        repeats += met[u * p.members + v] != 0 ? 1 : 0;
        met[u * p.members + v] = 1;
      }
    }
  }
  return repeats;
}

// Nine in threes: four meetings let each of the 36 pairs meet exactly once (the affine plane of order 3). A fifth can't
// be without 9 repeats: 45 pairs meet, and there are 36.
TEST(GroupMeetings, LetNineInThreesMeetFourTimesWithoutARepeat) {
  const group_problem p{.members = 9, .groups = 3};
  const auto four = group_meetings(p, 4);
  EXPECT_EQ(four.repeats, 0);
  EXPECT_EQ(four.repeats_at_least, 0);
  EXPECT_EQ(repeats_by_hand(p, four, {}), 0);
  const auto five = group_meetings(p, 5);
  EXPECT_EQ(five.repeats_at_least, 9);
  EXPECT_EQ(five.repeats, 9);
}

// Three who have all met, and one who has met nobody, in two pairs: of the three two meet again. That is known only
// since every way was tried: of the three each has one who is new to it.
TEST(GroupMeetings, KnowThatOneMeetingIsTheBestWhereEveryWayWasTried) {
  const group_problem p{.members = 4, .groups = 2};
  std::vector<char> met(16, 0);
  for (const auto& [u, v] : std::vector<std::pair<std::uint32_t, std::uint32_t>>{{0, 1}, {0, 2}, {1, 2}})
    met[u * 4 + v] = met[v * 4 + u] = 1;
  const auto result = group_meetings(p, 1, met);
  EXPECT_EQ(result.repeats, 1);
  EXPECT_EQ(result.repeats_at_least, 1);
  EXPECT_TRUE(result.meetings[0].optimal);
}

TEST(GroupMeetings, KeepApartWhoHaveMetWhereTheyCan) {
  const group_problem p{.members = 6, .groups = 3};  // pairs
  std::vector<char> met(36, 0);
  for (const auto& [u, v] : std::vector<std::pair<std::uint32_t, std::uint32_t>>{{0, 1}, {2, 3}, {4, 5}, {0, 2}})
    met[u * 6 + v] = met[v * 6 + u] = 1;
  const auto result = group_meetings(p, 2, met);
  EXPECT_EQ(result.repeats, repeats_by_hand(p, result, met));
  EXPECT_EQ(result.repeats, 0);
}

// By enumeration of both meetings of six in two threes: 10 ways each. Three of six always meet again: of two triples in
// the second meeting each has two of one old group.
TEST(GroupMeetings, CountRepeatsThatNoPlanAvoids) {
  const group_problem p{.members = 6, .groups = 2};
  const auto result = group_meetings(p, 2);
  std::vector<std::vector<std::uint32_t>> ways;
  for (std::uint32_t set = 0; set < 64; ++set) {
    std::vector<std::uint32_t> group_of;
    for (std::uint32_t v = 0; v < 6; ++v) group_of.push_back(set >> v & 1u);
    if (std::ranges::count(group_of, 0u) == 3) ways.push_back(group_of);
  }
  std::int64_t fewest = 99;
  for (const auto& a : ways) {
    for (const auto& b : ways) {
      group_meetings_result plan;
      plan.meetings.resize(2);
      plan.meetings[0].group_of = a, plan.meetings[1].group_of = b;
      fewest = std::min(fewest, repeats_by_hand(p, plan, {}));
    }
  }
  EXPECT_EQ(result.repeats, fewest);
  EXPECT_LE(result.repeats_at_least, fewest);
}

// Seven who come from five groups have two pairs of one, six one: 3 x 2 + 2 x 1.
TEST(GroupMeetings, OfThirtyThreeInFiveTwiceRepeatEightPairs) {
  const auto result = group_meetings({.members = 33, .groups = 5}, 2);
  EXPECT_EQ(result.repeats_at_least, 8);
  EXPECT_EQ(result.repeats, 8);
}

// Repeats come first: 0 and 1 are worth 100 to each other and have met.
TEST(GroupMeetings, PutNewPairsBeforeWorth) {
  group_problem p{.members = 4, .groups = 2, .worth = std::vector<std::int64_t>(16, 0)};
  p.worth[1] = p.worth[4] = 100;
  std::vector<char> met(16, 0);
  met[1] = met[4] = 1;
  const auto result = group_meetings(p, 1, met);
  EXPECT_EQ(result.repeats, 0);
  EXPECT_NE(result.meetings[0].group_of[0], result.meetings[0].group_of[1]);
  EXPECT_EQ(group_meetings(p, 1).meetings[0].value, 100);
}

TEST(GroupMeetings, OfThirtyTwoInFoursRepeatLittle) {
  const group_problem p{.members = 32, .groups = 8};
  const auto result = group_meetings(p, 6);
  EXPECT_EQ(result.repeats, repeats_by_hand(p, result, {}));
  EXPECT_GE(result.repeats, result.repeats_at_least);
  EXPECT_LE(result.repeats, 10);  // of 288 pairs that meet
}

TEST(GroupMeetings, TellAConflictAndRefuseNonsense) {
  group_problem p{.members = 4, .groups = 2};
  p.apart = {{0, 1}, {1, 2}, {0, 2}};
  const auto result = group_meetings(p, 2);
  ASSERT_EQ(result.meetings.size(), 1u);
  EXPECT_TRUE(result.meetings[0].conflict);
  p.apart.clear();
  EXPECT_THROW((void)group_meetings(p, 0), input_error);
  EXPECT_THROW((void)group_meetings(p, 1, std::vector<char>(3)), input_error);
}

}  // namespace
}  // namespace capnet
