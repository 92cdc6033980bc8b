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
  EXPECT_EQ(problems_of(engagement_of({{0, day_of_march(9), true}}), day_of_march(8)),
            "begin -> inventory of ann and site: on 2026-03-09, after 2026-03-08; it has not happened yet\n");
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

date day_of_january(unsigned day) { return make_date(2026, 1, day); }
constexpr partial_date january{date{std::chrono::year{2026} / 1 / 1}, date{std::chrono::year{2026} / 1 / 31}};

/// An active engagement with contact every 7 days, begun then, and what follows.
engagement active_engagement(partial_date begun, std::vector<engagement_entry> then) {
  then.insert(then.begin(), {{0, {}, true}, {1, {}, true}, {2, {}, true}, {3, {}, true}, {4, begun}});
  return engagement_of(std::move(then), 7);
}

TEST(Engagement, EndsNoEarlierThanItsLastContact) {
  EXPECT_EQ(problems_of(active_engagement(day_of_january(3), {{4, day_of_january(9)}, {5, day_of_january(5)}})),
            "active -> closed of ann and site: on 2026-01-05, before the contact on 2026-01-09; expected them in the "
            "order of their days\n");
  EXPECT_EQ(problems_of(active_engagement(day_of_january(3), {{4, day_of_january(9)}, {5, day_of_january(9)}})), "");
}

// 3 January to 10 is 7 days, 10 to 20 is 10. From 20 to 27 is 7 again, to 28 is 8.
TEST(Engagement, ComparesContactsInTheOrderOfTheirDays) {
  const engagement one = active_engagement(day_of_january(3), {{4, day_of_january(20)}, {4, day_of_january(10)}});
  const std::string told =
      "active -> active of ann and site: on 2026-01-10, recorded after the contact on 2026-01-20; expected them in the "
      "order of their days\n"
      "active -> active of ann and site: a contact 10 days after the contact on 2026-01-10; expected one every 7 days, "
      "as agreed\n";
  EXPECT_EQ(problems_of(one), told);
  EXPECT_EQ(problems_of(one, day_of_january(27)), told);
  EXPECT_EQ(problems_of(one, day_of_january(28)),
            told +
                "active -> active of ann and site: no contact 8 days after the contact on 2026-01-20; expected one "
                "every 7 days, as agreed\n");
  EXPECT_EQ(run_engagement({}, one).last_contact, day_of_january(20));
}

// A contact before the begin is out of order and no begin of a time without contact.
TEST(Engagement, HasNoContactBeforeTheActiveStep) {
  EXPECT_EQ(problems_of(active_engagement(day_of_january(20), {{4, day_of_january(1)}, {5, day_of_january(22)}})),
            "active -> active of ann and site: on 2026-01-01, before active on 2026-01-20\n");
}

TEST(Engagement, TellsNothingOfAPartOfADayThatMayNotBeSo) {
  const engagement one = engagement_of({{0, day_of_january(1)}, {1, january}, {2, day_of_january(14)}});
  EXPECT_EQ(problems_of(one), "");
  EXPECT_EQ(problems_of(one, day_of_january(15)), "");
  const engagement_state half =
      run_engagement({}, engagement_of({{0, day_of_january(1)}, {1, january}}), day_of_january(15));
  EXPECT_TRUE(half.problems.empty());
  EXPECT_EQ(half.step, 0u);  // search may have been
  EXPECT_EQ(half.since, day_of_january(1));
  EXPECT_EQ(run_engagement({}, engagement_of({{0, day_of_january(1)}, {1, january}}), day_of_january(31)).since,
            january);
  EXPECT_EQ(problems_of(engagement_of({{0, january}}), make_date(2025, 12, 31)),
            "begin -> inventory of ann and site: in 2026-01, after 2025-12-31; it has not happened yet\n");
}

// Inventory on the 10th, so that a search in January was on the 10th or later, and applying on the 5th is before it.
TEST(Engagement, TellsOfAPartOfADayWhatIsSurelyOutOfOrder) {
  EXPECT_EQ(problems_of(engagement_of({{0, day_of_january(10)}, {1, january}, {2, day_of_january(5)}})),
            "search -> apply of ann and site: on 2026-01-05, before search in 2026-01-10..2026-01-31\n");
}

// Begun in January and in contact on the 5th: begun on the 5th at the latest, so 15 days are without contact until the
// 20th. From January to 7 February may be 7 days, to the 8th are 8 or more.
TEST(Engagement, TellsOfAPartOfADayWhatIsSurelyTooLong) {
  EXPECT_EQ(problems_of(active_engagement(january, {{4, day_of_january(5)}, {4, day_of_january(20)}})),
            "active -> active of ann and site: a contact 15 days after the contact on 2026-01-05; expected one every 7 "
            "days, as agreed\n");
  EXPECT_EQ(problems_of(active_engagement(january, {{4, make_date(2026, 2, 7)}})), "");
  EXPECT_EQ(problems_of(active_engagement(january, {{4, make_date(2026, 2, 8)}})),
            "active -> active of ann and site: a contact at least 8 days after the contact in 2026-01; expected one "
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

/// Three steps, the second one active, and what ann did of them for the weekly site.
struct recorded_steps {
  builder net{};
  id<kind::person> ann = net.add<kind::person>("ann");
  std::vector<id<kind::practice>> steps{};

  recorded_steps() {
    net.add<kind::project>("site", {.attributes = {{"communication", "weekly"}}});
    for (const auto& [step, terms] : {std::pair{"1", ""}, {"2", "regular contact"}, {"3", ""}})
      steps.push_back(
          net.add<kind::practice>("st" + std::string{step}, {.attributes = {{"step", step}, {"terms", terms}}}));
  }
  void take(std::size_t step, const spell& when, status how = status::held) {
    net.tie<rel::uses>(ann, steps[step - 1], {.active = when, .status = how, .role = "site"});
  }
  /// As the command does: read as of a day, run until then.
  engagement_state state(date day, certainty sure = certainty::certain) {
    const network_view view = as_of(net.freeze(), day, sure);
    const life_cycle cycle = read_life_cycle(view);
    return run_engagement(cycle, read_engagements(view, cycle).at(0), day);
  }
  std::string told(date day, certainty sure = certainty::certain) {
    std::string text;
    for (const problem& fault : state(day, sure).problems) text += fault.message + "\n";
    return text;
  }
};

TEST(Engagement, TellsOfAStepThatIsToComeOnTheDayOfTheView) {
  recorded_steps all;
  all.take(1, {.begin = day_of_january(1)});
  all.take(2, {.begin = day_of_march(3)});
  EXPECT_EQ(all.told(make_date(2026, 2, 1)),
            "st1 -> st2 of ann and site: on 2026-03-03, after 2026-02-01; it has not happened yet\n");
  EXPECT_EQ(all.state(make_date(2026, 2, 1)).step, 0u);
  EXPECT_EQ(all.told(day_of_march(3)), "");
  EXPECT_EQ(all.state(day_of_march(3)).step, 1u);
}

TEST(Engagement, CountsAStepThatHasEndedOrMayHaveBegun) {
  recorded_steps ended, partly;
  for (recorded_steps* all : {&ended, &partly}) all->take(1, {.begin = day_of_january(1)});
  ended.take(2, {.begin = day_of_january(8), .end = day_of_january(12)});
  partly.take(2, {.begin = january});
  for (recorded_steps* all : {&ended, &partly}) {
    all->take(3, {.begin = day_of_january(14)});
    for (const certainty sure : {certainty::certain, certainty::possible}) {
      EXPECT_EQ(all->told(day_of_january(15), sure), "");
      EXPECT_EQ(all->state(day_of_january(15), sure).step, 2u);
    }
  }
}

TEST(Engagement, TakesNoStepThatIsPlanned) {
  recorded_steps all;
  all.take(1, {.begin = day_of_january(1)});
  all.take(2, {.begin = day_of_january(8)}, status::planned);
  all.take(2, {.begin = day_of_march(8)}, status::planned);
  EXPECT_EQ(all.told(day_of_january(15)), "");  // neither taken nor to come
  EXPECT_EQ(all.state(day_of_january(15)).step, 0u);
  all.take(3, {.begin = day_of_january(14)});
  EXPECT_EQ(all.told(day_of_january(15)),
            "st1 -> st3 of ann and site: st2 is skipped; expected it, or that it is left out\n");
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
