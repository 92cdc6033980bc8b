#include <capnet/skill/engagement.hpp>

#include <gtest/gtest.h>

#include <capnet/io/data_folder.hpp>
#include <capnet/network/builder.hpp>

namespace capnet {
namespace {

date day_of_march(unsigned day) { return make_date(2026, 3, day); }

/// The problems of an engagement, a line each.
std::string problems_of(const engagement& one, std::optional<date> today = {}) {
  std::string text;
  for (const problem& fault : run_engagement({}, one, today).problems) text += fault.message + "\n";
  return text;
}

engagement engagement_of(std::vector<engagement_entry> entries, std::optional<std::size_t> contact = {}) {
  return {.of = "ann and site", .entries = std::move(entries), .contact_days = contact};
}

TEST(Engagement, RunsFromInventoryToClose) {
  const engagement one = engagement_of({{0, day_of_march(1)},
                                        {1, day_of_march(1)},
                                        {2, day_of_march(3)},
                                        {3, day_of_march(5)},
                                        {4, day_of_march(9)},
                                        {4, day_of_march(16)},
                                        {5, day_of_march(20)}},
                                       7);
  const engagement_state state = run_engagement({}, one);
  EXPECT_TRUE(state.problems.empty());
  EXPECT_EQ(state.step, 5u);
  EXPECT_EQ(state.since, day_of_march(20));
  EXPECT_EQ(state.last_contact, day_of_march(16));
}

TEST(Engagement, NamesTheTransitionThatSkipsAStep) {
  EXPECT_EQ(problems_of(engagement_of(
                {{0, day_of_march(1)}, {1, day_of_march(2)}, {2, day_of_march(3)}, {4, day_of_march(9)}})),
            "apply -> active of ann and site: agree is skipped; expected it, or that it is left out\n");
  EXPECT_EQ(problems_of(engagement_of({{0, {}, true}, {1, {}, true}, {2, day_of_march(3)}, {3, day_of_march(9)}})), "");
}

TEST(Engagement, RefusesStepsBackAndDaysBack) {
  EXPECT_EQ(problems_of(engagement_of({{0, day_of_march(5)}, {1, day_of_march(2)}})),
            "inventory -> search of ann and site: on 2026-03-02, before inventory on 2026-03-05\n");
  EXPECT_EQ(problems_of(engagement_of({{0, day_of_march(5)}, {1, day_of_march(6)}, {0, day_of_march(7)}})),
            "search -> inventory of ann and site: a step back; expected apply\n");
  EXPECT_EQ(problems_of(engagement_of({{0, std::nullopt}})),
            "begin -> inventory of ann and site: no day; expected one, or that the step is left out\n");
  EXPECT_EQ(problems_of(engagement_of({{0, day_of_march(9)}}), day_of_march(8)),
            "begin -> inventory of ann and site: on 2026-03-09, after 2026-03-08; it has not happened yet\n");
}

TEST(Engagement, NothingFollowsTheClose) {
  const std::vector<engagement_entry> all{{0, {}, true},       {1, {}, true},        {2, {}, true},
                                          {3, {}, true},       {4, day_of_march(1)}, {5, day_of_march(2)},
                                          {4, day_of_march(3)}};
  EXPECT_EQ(problems_of(engagement_of(all)), "closed -> active of ann and site: after the last step nothing follows\n");
}

// Contact every 7 days: 1 to 8 March is 7, 8 to 20 is 12; then 12 until 1 April.
TEST(Engagement, WatchesContactAsAgreed) {
  const engagement one = engagement_of({{0, {}, true},
                                        {1, {}, true},
                                        {2, {}, true},
                                        {3, {}, true},
                                        {4, day_of_march(1)},
                                        {4, day_of_march(8)},
                                        {4, day_of_march(20)}},
                                       7);
  const std::string late =
      "active -> active of ann and site: a contact 12 days after the contact on 2026-03-08; expected one every 7 days, "
      "as agreed\n";
  EXPECT_EQ(problems_of(one, day_of_march(27)), late);
  EXPECT_EQ(problems_of(one, make_date(2026, 4, 1)),
            late +
                "active -> active of ann and site: no contact 12 days after the contact on 2026-03-20; expected one "
                "every 7 days, as agreed\n");
}

TEST(Engagement, ReadsFrequencies) {
  EXPECT_EQ(contact_days("every two weeks"), 14u);
  EXPECT_EQ(contact_days("10"), 10u);
  EXPECT_EQ(contact_days("often"), std::nullopt);
  EXPECT_EQ(contact_days("0"), std::nullopt);
}

TEST(Engagement, ReadsTheLifeCycleOfTheGuideArticle) {
  const snapshot net = read_folder(CAPNET_SOURCE_DIR "/examples/data/probono");
  const life_cycle cycle = read_life_cycle(all_held(net));
  EXPECT_EQ(cycle.steps, (std::vector<std::string>{"step_inventory", "step_search", "step_apply", "step_agree",
                                                   "step_active", "step_closed"}));
  EXPECT_EQ(cycle.active, 4u);
  EXPECT_TRUE(read_engagements(all_held(net), cycle).empty());
}

TEST(Engagement, ReadsWhatANetworkRecords) {
  builder net;
  const auto ann = net.add<kind::person>("ann");
  net.add<kind::project>("site", {.attributes = {{"communication", "weekly"}}});
  std::vector<id<kind::practice>> steps;
  for (unsigned k = 0; k < 3; ++k)
    steps.push_back(net.add<kind::practice>(
        "step" + std::to_string(k),
        {.attributes = {{"step", std::to_string(k + 1)}, {"terms", k == 1 ? "regular contact" : ""}}}));
  const auto take = [&](unsigned k, unsigned day) {
    net.tie<rel::uses>(ann, steps[k], {.active = {.begin = day_of_march(day)}, .role = "site"});
  };
  take(0, 1), take(1, 2), take(1, 20);
  const network_view view = all_held(net.freeze());
  const life_cycle cycle = read_life_cycle(view);
  const auto all = read_engagements(view, cycle);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].of, "ann and site");
  EXPECT_EQ(all[0].contact_days, 7u);
  const engagement_state state = run_engagement(cycle, all[0]);
  EXPECT_EQ(state.step, 1u);
  ASSERT_EQ(state.problems.size(), 1u);
  EXPECT_EQ(state.problems[0].message,
            "step1 -> step1 of ann and site: a contact 18 days after the contact on 2026-03-02; expected one every 7 "
            "days, as agreed");
}

TEST(Engagement, RefusesALifeCycleThatIsNone) {
  builder net;
  net.add<kind::practice>("a", {.attributes = {{"step", "1"}}});
  EXPECT_THROW((void)read_life_cycle(all_held(net.freeze())), input_error);
  net.add<kind::practice>("b", {.attributes = {{"step", "1"}, {"terms", "regular contact"}}});
  EXPECT_THROW((void)read_life_cycle(all_held(net.freeze())), input_error);
}

// Steps in words are none of a life cycle; one beside whole numbers is a slip.
TEST(Engagement, RefusesAPartOfAStepAmongWholeOnes) {
  builder net;
  net.add<kind::practice>("half", {.attributes = {{"step", "2.5"}}});
  EXPECT_EQ(read_life_cycle(all_held(net.freeze())).steps.size(), 6u);
  net.add<kind::practice>("one", {.attributes = {{"step", "1"}, {"terms", "regular contact"}}});
  try {
    (void)read_life_cycle(all_held(net.freeze()));
    FAIL() << "expected an error";
  } catch (const input_error& error) {
    EXPECT_NE(std::string{error.what()}.find("step '2.5' of 'half'; expected a whole number"), std::string::npos)
        << error.what();
  }
}

}  // namespace
}  // namespace capnet
