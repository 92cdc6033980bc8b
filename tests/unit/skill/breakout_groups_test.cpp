#include <capnet/skill/breakout_groups.hpp>

#include <capnet/network/builder.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace capnet {
namespace {

// Six at a meeting: a, b, c have the need "money", d, e, f "people". a and d have attended an earlier one.
class BreakoutGroups : public testing::Test {
 protected:
  BreakoutGroups() {
    meeting = net.add<event>("meeting");
    const auto money = net.add<need>("money"), people = net.add<need>("people");
    for (const char* name : {"a", "b", "c", "d", "e", "f"}) {
      who[name] = net.add<person>(name);
      net.tie<attends>(who[name], meeting);
      net.tie<has_need>(who[name], *name < 'd' ? money : people);
    }
  }
  [[nodiscard]] breakout_groups_result groups(breakout_question question = {}) {
    now = net.freeze();
    return breakout_groups(all_held(*now), question);
  }
  [[nodiscard]] vertex_ref ref(const std::string& name) { return net.freeze().ref(who[name]); }
  [[nodiscard]] std::vector<std::string> members(const breakout_groups_result& result) const {
    std::vector<std::string> all;
    for (const breakout_group& row : result.groups) {
      std::string text;
      for (const vertex_ref v : row.members) text += now->key(v);
      all.push_back(text);
    }
    return all;
  }
  builder net;
  id<event> meeting;
  std::map<std::string, id<person>> who;
  std::optional<snapshot> now;
};
using texts = std::vector<std::string>;

TEST_F(BreakoutGroups, PutTogetherWhoSharesANeed) {
  const auto result = groups({.into = 2});
  EXPECT_EQ(members(result), (texts{"abc", "def"}));
  EXPECT_EQ(result.value, 6);  // three pairs in each
  EXPECT_EQ(result.bound, 6);
  EXPECT_TRUE(result.optimal);
  EXPECT_EQ(result.groups[0].reason,
            "3 of 3 have the need money; 3 of 3 pairs share a need; no two of them are known to have met.");
  EXPECT_EQ(groups().groups.size(), 1u);  // six are one group of about six
}

TEST_F(BreakoutGroups, KeepApartWhoHasMetBefore) {
  const auto earlier = net.add<event>("earlier");
  for (const char* name : {"a", "b"}) net.tie<attends>(who[name], earlier);
  const auto result = groups({.into = 2});
  EXPECT_EQ(result.repeats, 0);
  for (const std::string& text : members(result)) EXPECT_FALSE(text.find('a') < 9 && text.find('b') < 9) << text;
}

TEST_F(BreakoutGroups, KeepColleaguesApart) {
  const auto npo = net.add<organization>("npo");
  for (const char* name : {"a", "b"}) net.tie<employs>(npo, who[name]);
  const auto result = groups({.into = 2});
  EXPECT_EQ(result.repeats, 0);
  for (const std::string& text : members(result)) EXPECT_FALSE(text.find('a') < 9 && text.find('b') < 9) << text;
}

TEST_F(BreakoutGroups, HoldWhatHasToBe) {
  const auto result = groups(
      {.into = 2, .together = {{ref("a"), ref("f")}}, .apart = {{ref("a"), ref("b")}}, .fixed = {{ref("c"), 2}}});
  const auto all = members(result);
  const auto group_of = [&](char name) { return all[0].find(name) != std::string::npos ? 1 : 2; };
  EXPECT_EQ(group_of('a'), group_of('f'));
  EXPECT_NE(group_of('a'), group_of('b'));
  EXPECT_EQ(group_of('c'), 2);
}

TEST_F(BreakoutGroups, TellWhichConstraintsConflict) {
  try {
    (void)groups({.into = 2,
                  .together = {{ref("e"), ref("f")}},
                  .apart = {{ref("a"), ref("b")}, {ref("a"), ref("c")}, {ref("b"), ref("c")}}});
    FAIL() << "expected an error";
  } catch (const infeasible_error& error) {
    EXPECT_STREQ(error.what(),
                 "2 groups of 3 members can't hold all of this: 'a' without 'b', 'a' without 'c' and 'b' without 'c'; "
                 "without any one of these they could");
  }
}

TEST_F(BreakoutGroups, MoveAsFewAsTheyCanForThoseWhoStayAway) {
  const auto result = groups({.into = 2, .absent = {ref("a"), ref("b")}});
  EXPECT_EQ(result.moved, 1u);
  EXPECT_TRUE(result.balanced);
  ASSERT_EQ(result.groups[0].members.size(), 2u);
  ASSERT_EQ(result.groups[0].moved.size(), 1u);
  EXPECT_NE(result.groups[0].reason.find("d comes from group 2"), std::string::npos) << result.groups[0].reason;
}

// Levels 0, 0, 4, 4 of a scale to 4 in pairs: each pair has one of either, and differs by the whole scale.
TEST_F(BreakoutGroups, MixStrengths) {
  const auto web = net.add<skill>("web", {.attributes = {{"scale", "0-4"}}});
  for (const char* name : {"a", "b", "c"}) net.tie<has_skill>(who[name], web, {.weight = 0});
  for (const char* name : {"d", "e", "f"}) net.tie<has_skill>(who[name], web, {.weight = 4});
  const auto result = groups({.into = 3, .objective = group_objective::mixed});
  for (const std::string& text : members(result)) EXPECT_TRUE(text[0] < 'd' && text[1] >= 'd') << text;
  EXPECT_NEAR(result.value, 3, 1e-12);
  EXPECT_NE(result.groups[0].reason.find("differ by 100% of the scales on average over 1 of 1 pair"), std::string::npos)
      << result.groups[0].reason;
}

TEST_F(BreakoutGroups, PutNeighborsTogether) {
  const auto kanto = net.add<region>("kanto"), tokyo = net.add<region>("tokyo"), chiba = net.add<region>("chiba"),
             osaka = net.add<region>("osaka");
  net.tie<located_in>(tokyo, kanto);
  net.tie<located_in>(chiba, kanto);
  for (const auto& [name, at] : std::map<std::string, id<region>>{
           {"a", tokyo}, {"b", osaka}, {"c", chiba}, {"d", osaka}, {"e", tokyo}, {"f", osaka}})
    net.tie<located_in>(who[name], at);
  const auto result = groups({.into = 2, .objective = group_objective::region});
  EXPECT_EQ(members(result), (texts{"ace", "bdf"}));
  EXPECT_EQ(result.value, 2 + 1 + 1 + 3 * 2);  // a and e of one region, c beside both
}

TEST_F(BreakoutGroups, LetPeopleSpeakForTheirOrganizations) {
  const auto npo = net.add<organization>("npo");
  const auto shared = net.add<need>("shared");
  net.tie<employs>(npo, who["a"]);
  net.tie<has_need>(npo, shared);
  net.tie<has_need>(who["d"], shared);
  now = net.freeze();
  const auto needs = needs_of_members(all_held(*now), {now->ref(who["a"]), now->ref(who["d"])});
  EXPECT_EQ(needs[0].size(), 2u);
  EXPECT_EQ(detail::common(needs[0], needs[1]), (std::vector<vertex_ref>{now->ref(shared)}));
}

TEST_F(BreakoutGroups, MeetSeveralTimesWithNewPairs) {
  const auto result = groups({.into = 3, .meetings = 3});
  ASSERT_EQ(result.groups.size(), 9u);
  std::map<std::string, int> times;
  for (const std::string& text : members(result)) ++times[text];
  std::int64_t again = 0;
  for (const auto& [pair, n] : times) again += n - 1;
  EXPECT_EQ(result.repeats, again);
  EXPECT_EQ(again, 0);
}

TEST_F(BreakoutGroups, SayWhyThereAreNone) {
  const auto empty = net.add<event>("empty");
  now = net.freeze();
  const auto result = breakout_groups(all_held(*now), {.event = now->ref(empty)});
  EXPECT_TRUE(result.groups.empty());
  EXPECT_NE(result.empty.find("Nobody who is named takes part in 'empty'"), std::string::npos);
  EXPECT_THROW((void)groups({.into = 7}), input_error);
  EXPECT_THROW((void)groups({.into = 2, .fixed = {{ref("a"), 3}}}), input_error);
}

}  // namespace
}  // namespace capnet
