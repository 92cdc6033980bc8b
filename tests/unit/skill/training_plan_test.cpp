#include <capnet/skill/training_plan.hpp>

#include <capnet/core/random.hpp>
#include <capnet/network/builder.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace capnet {
namespace {

//   A requires web 4 (importance 3) and data 2: 14 in all.   ann: web 2, data 2;  bob: web 1
//   B requires web 3.                                        cho: web 1
// Gap of A: 3 x 2 / 14 = 3/7; of B 2/3.
class TrainingPlan : public testing::Test {
 protected:
  TrainingPlan() {
    for (const char* name : {"web", "data"}) skills[name] = net.add<skill>(name, {.attributes = {{"scale", "0-4"}}});
    const auto a = net.add<organization>("a"), b = net.add<organization>("b");
    net.tie<requires_skill>(a, skills["web"], {.weight = 4, .attributes = {{"importance", "3"}}});
    net.tie<requires_skill>(a, skills["data"], {.weight = 2});
    net.tie<requires_skill>(b, skills["web"], {.weight = 3});
    staff(a, "ann", {{"web", 2}, {"data", 2}});
    staff(a, "bob", {{"web", 1}});
    staff(b, "cho", {{"web", 1}});
  }
  void staff(id<organization> at, const std::string& name, const std::map<std::string, double>& levels) {
    people[name] = net.add<person>(name);
    net.tie<employs>(at, people[name]);
    for (const auto& [of, level] : levels) net.tie<has_skill>(people[name], skills[of], {.weight = level});
  }
  id<event> seminar(const std::string& name, double level, std::vector<attribute> attributes,
                    const std::string& of = "web") {
    const auto one = net.add<event>(name, {.attributes = std::move(attributes)});
    net.tie<teaches>(one, skills[of], {.status = status::planned, .weight = level});
    events[name] = one;
    return one;
  }
  [[nodiscard]] training_plan plan(const plan_question& question = {}) {
    now = net.freeze();
    return plan_training(all_held(*now), question);
  }
  [[nodiscard]] std::vector<std::string> chosen(const training_plan& plan) const {
    std::vector<std::string> keys;
    for (const planned_event& row : plan.events) keys.push_back(now->key(row.event));
    return keys;
  }
  [[nodiscard]] std::vector<std::string> attendees(const planned_event& row) const {
    std::vector<std::string> keys;
    for (const vertex_ref v : row.attendees) keys.push_back(now->key(v));
    return keys;
  }
  builder net;
  std::map<std::string, id<skill>> skills;
  std::map<std::string, id<person>> people;
  std::map<std::string, id<event>> events;
  std::optional<snapshot> now;
};
using keys = std::vector<std::string>;

// Up to 4: A falls by 3 x 2 / 14 = 3/7, B by 2/3; half of that is the fall of the mean: 23/42. Then nothing is left.
TEST_F(TrainingPlan, HoldsWhatClosesMost) {
  seminar("basics", 3, {{"seats", "1"}, {"cost", "10"}, {"hours", "2"}});
  seminar("expert", 4, {{"seats", "2"}, {"cost", "30"}, {"hours", "6"}});
  const auto all = plan();
  ASSERT_EQ(chosen(all), keys{"expert"});
  EXPECT_NEAR(all.events[0].gain, 23.0 / 42, 1e-15);
  EXPECT_EQ(attendees(all.events[0]), (keys{"ann", "cho"}));
  EXPECT_EQ(all.events[0].cost, 30);
  EXPECT_NEAR(*all.before.mean, (3.0 / 7 + 2.0 / 3) / 2, 1e-15);
  EXPECT_NEAR(*all.after.mean, 0, 1e-15);
  EXPECT_NEAR(all.bound, all.gain, 1e-11);
  EXPECT_EQ(
      all.events[0].reason,
      "web of b rises from 1 to 4 where 3 is required, which closes most of the 2 levels that rise at 2 organizations; 2 attend, "
      "which takes every seat.");
}

// With 20 only "basics" can be paid, and its one seat goes to B: 2/3, not A: 3 x 1 / 14.
TEST_F(TrainingPlan, KeepsTheLimits) {
  seminar("basics", 3, {{"seats", "1"}, {"cost", "10"}, {"hours", "2"}});
  seminar("expert", 4, {{"seats", "2"}, {"cost", "30"}, {"hours", "6"}});
  seminar("free", 4, {{"seats", "2"}, {"hours", "1"}});
  const auto paid = plan({.money = 20});
  ASSERT_EQ(chosen(paid), keys{"basics"});
  EXPECT_EQ(attendees(paid.events[0]), keys{"cho"});
  EXPECT_NEAR(paid.gain, 1.0 / 3, 1e-15);
  ASSERT_EQ(paid.passed_over.size(), 2u);
  EXPECT_EQ(paid.passed_over[0].reason, "Its cost is 30, more than the limit of 20.");
  EXPECT_EQ(paid.passed_over[1].reason, "Its cost is unknown, so that it can't be chosen under a limit of 20.");
  EXPECT_EQ(chosen(plan({.hours = 2})), keys{"free"});
  EXPECT_EQ(attendees(plan({.seats = 1}).events.at(0)), keys{"cho"});
  const auto none = plan({.money = 5});
  EXPECT_TRUE(none.events.empty());
  EXPECT_EQ(none.empty,
            "None of the 3 events and courses that could be held closes anything within the limits: below is why.");
  EXPECT_EQ(none.bound, 0);
}

TEST_F(TrainingPlan, SendsThoseToAFollowUpWhoAttendWhatItDependsOn) {
  const auto first = seminar("first", 2, {{"seats", "1"}});
  const auto second = seminar("second", 4, {});
  net.tie<depends_on>(second, first, {.status = status::planned});
  // With one seat in "first" one of A and B: B's 2/3 (2 -> 1/3 there, then 1/3 more).
  const auto all = plan();
  ASSERT_EQ(chosen(all), (keys{"first", "second"}));
  EXPECT_EQ(attendees(all.events[0]), keys{"cho"});
  EXPECT_EQ(attendees(all.events[1]), keys{"cho"});
  EXPECT_NEAR(all.gain, 1.0 / 3, 1e-15);
  EXPECT_TRUE(plan({.events = 1}).gain > 0);  // "first" alone
}

TEST_F(TrainingPlan, AsksWhoAttendedWhatTookPlace) {
  const auto first = net.add<event>("first");
  net.tie<attends>(people["bob"], first);
  const auto second = seminar("second", 4, {});
  net.tie<depends_on>(second, first);
  const auto all = plan();
  ASSERT_EQ(chosen(all), keys{"second"});
  EXPECT_EQ(attendees(all.events[0]), keys{"bob"});  // ann did not attend it
  EXPECT_NEAR(all.gain, 3.0 / 14, 1e-15);
}

// It is held and its day has passed: it can't be held again, and nobody is known to have been there.
TEST_F(TrainingPlan, DoesNotPlanAnewWhatIsOver) {
  const auto first = net.add<event>("first", {.existence = {.begin = *parse_date("2024-05-01")}});
  net.tie<depends_on>(seminar("second", 4, {}), first);
  now = net.freeze();
  const auto on = [&](const char* day) { return plan_training(as_of(*now, parse_date(day)->earliest)); };
  EXPECT_TRUE(on("2024-06-01").events.empty());
  ASSERT_EQ(on("2024-06-01").passed_over.size(), 1u);
  EXPECT_EQ(on("2024-06-01").passed_over[0].reason,
            "It depends on first, which nobody who lacks a level is known to have attended.");
  EXPECT_EQ(chosen(on("2024-04-01")), (keys{"first", "second"}));  // it is to come
}

// "first" is held on no known day and planned nowhere: it isn't to come, and who is known to have been there may
// follow.
TEST_F(TrainingPlan, DoesNotPlanAnewWhatIsHeldOnNoKnownDay) {
  const auto first = net.add<event>("first");
  net.tie<depends_on>(seminar("second", 4, {}), first);
  const auto ask = [&](bool dated) {
    now = net.freeze();
    return dated ? plan_training(as_of(*now, parse_date("2024-06-01")->earliest)) : plan_training(all_held(*now));
  };
  for (const bool dated : {false, true}) {
    const auto none = ask(dated);
    EXPECT_TRUE(none.events.empty());
    ASSERT_EQ(none.passed_over.size(), 1u);
    EXPECT_EQ(none.passed_over[0].reason,
              "It depends on first, which nobody who lacks a level is known to have attended.");
  }
  net.tie<attends>(people["cho"], first);
  for (const bool dated : {false, true}) {
    const auto all = ask(dated);
    ASSERT_EQ(chosen(all), keys{"second"});
    EXPECT_EQ(attendees(all.events[0]), keys{"cho"});
  }
}

// Held ties of `teaches`, those who attended, or its own begin tell that it took place, whatever else is planned of it.
TEST_F(TrainingPlan, HoldsNothingAgainThatTookPlace) {
  const spell past{.begin = *parse_date("2024-05-01")};
  const auto taught = seminar("taught", 4, {}), attended = seminar("attended", 4, {});
  net.tie<teaches>(taught, skills["web"], {.active = past, .weight = 4});
  net.tie<attends>(people["ann"], attended, {.active = {.begin = past.begin, .end = *parse_date("2024-05-02")}});
  const auto begun = net.add<event>("begun", {.existence = past});
  net.tie<teaches>(begun, skills["web"], {.status = status::planned, .weight = 4});
  now = net.freeze();
  const auto on = [&](const char* day) { return plan_training(as_of(*now, parse_date(day)->earliest)); };
  for (const char* day : {"2024-05-01", "2024-06-01"}) {
    const auto after = on(day);
    EXPECT_TRUE(after.events.empty());
    EXPECT_EQ(after.candidates, 0u);
    EXPECT_EQ(after.empty, "No event or course that teaches a skill can still be held: below is why.");
    ASSERT_EQ(after.passed_over.size(), 3u);
    for (const auto& one : after.passed_over) EXPECT_EQ(one.reason, "It took place, and can't be held again.");
  }
  EXPECT_EQ(on("2024-04-01").candidates, 3u);
  EXPECT_EQ(chosen(on("2024-04-01")), keys{"attended"});  // of equals the first by key
}

// Planned for 2024-05-01, and nobody said that it was held: on the day itself it still can be, later it can't, nor can
// what depends on it. A course goes on, until its end.
TEST_F(TrainingPlan, HoldsNothingOnDaysThatAreOver) {
  const auto planned = [](const char* begin, const char* end) {
    spell when{.begin = *parse_date(begin)};
    if (*end != 0) when.end = *parse_date(end);
    return vertex_properties{.existence = when, .status = status::planned};
  };
  const auto teach = [&](auto one) {
    net.tie<teaches>(one, skills["web"], {.status = status::planned, .weight = 4});
    return one;
  };
  const auto day = teach(net.add<event>("day", planned("2024-05-01", "")));
  teach(net.add<event>("long", planned("2024-05-01", "2024-07-01")));
  teach(net.add<course>("on", planned("2024-05-01", "")));
  teach(net.add<course>("until", planned("2024-05-01", "2024-07-01")));
  net.tie<depends_on>(seminar("then", 4, {}), day, {.status = status::planned});
  now = net.freeze();
  using reasons = std::map<std::string, std::string>;
  const auto on = [&](const char* day_named) {
    const auto all = plan_training(as_of(*now, parse_date(day_named)->earliest));
    reasons told;
    for (const auto& one : all.passed_over) told[now->key(one.event)] = one.reason;
    return std::pair{all.candidates, told};
  };
  const std::string over = "The days that it was planned for are over.";
  const std::string after = "It depends on day, which was planned for days that are over.";
  EXPECT_EQ(on("2024-05-01"), std::pair(std::size_t{5}, reasons{}));
  EXPECT_EQ(on("2024-05-02"), std::pair(std::size_t{4}, reasons{{"day", over}, {"then", after}}));
  EXPECT_EQ(on("2024-07-01"),
            std::pair(std::size_t{2}, reasons{{"day", over}, {"long", over}, {"then", after}, {"until", over}}));
  EXPECT_EQ(plan_training(all_held(*now)).candidates, 5u);  // on no day nothing is over
}

// Neither took it place nor is it decided to hold it; so what depends on it, at any remove, can't be held.
TEST_F(TrainingPlan, HoldsNothingThatDependsOnWhatIsNotDecided) {
  for (const status how : {status::intended, status::potential, status::target}) {
    const std::string word{to_string(how)};
    const auto first = net.add<event>("first_" + word, {.status = how});
    const auto between = net.add<event>("between_" + word, {.status = status::planned});
    net.tie<depends_on>(between, first);
    net.tie<depends_on>(seminar("second_" + word, 4, {}), first);
    net.tie<depends_on>(seminar("third_" + word, 4, {}), between);
  }
  // A tie that is only intended asks for nothing.
  net.tie<depends_on>(seminar("free", 2, {}), net.add<event>("other", {.status = status::intended}),
                      {.status = status::intended});
  const auto all = plan();
  EXPECT_EQ(chosen(all), keys{"free"});
  std::map<std::string, std::string> told;
  for (const auto& one : all.passed_over) told[now->key(one.event)] = one.reason;
  std::map<std::string, std::string> expected;
  for (const std::string word : {"intended", "potential", "target"}) {
    for (const char* later : {"between_", "second_", "third_"})
      expected[later + word] =
          "It depends on first_" + word + ", which is only " + word + ": it is neither held nor planned.";
  }
  EXPECT_EQ(told, expected);
}

TEST_F(TrainingPlan, RefusesEventsThatDependOnEachOther) {
  const auto one = seminar("one", 3, {}), two = seminar("two", 4, {});
  net.tie<depends_on>(one, two, {.where = {.line = 7}});
  net.tie<depends_on>(two, one, {.where = {.line = 8}});
  try {
    (void)plan();
    FAIL() << "expected an error";
  } catch (const input_error& error) {
    EXPECT_NE(std::string{error.what()}.find("one -> two -> one"), std::string::npos) << error.what();
    ASSERT_EQ(error.problems().size(), 1u);
    EXPECT_EQ(error.problems()[0].line, 7u) << "that of one -> two";
  }
}

TEST_F(TrainingPlan, RefusesNegativeCostsAndLimits) {
  EXPECT_THROW((void)plan({.money = -1}), input_error);
  EXPECT_THROW(seminar("bad", 3, {{"seats", "-1"}}), input_error);  // the builder's
}

TEST_F(TrainingPlan, SaysWhyItIsEmpty) {
  EXPECT_NE(plan().empty.find("No event or course can be held"), std::string::npos);
  seminar("of_data", 2, {}, "data");  // nobody lacks that
  const auto all = plan();
  EXPECT_TRUE(all.events.empty());
  ASSERT_EQ(all.passed_over.size(), 1u);
  EXPECT_EQ(all.passed_over[0].reason, "No organization whose gap is known lacks what it teaches.");
}

// What the limits forbid only together with what an event depends on is told too: 10 + 10 cost, 1 + 1 hours, 2 events
// and 2 seats for each who attends both.
TEST_F(TrainingPlan, SaysWhichLimitForbidsAnEventWithWhatItDependsOn) {
  const auto basics =
      net.add<event>("basics", {.status = status::planned, .attributes = {{"cost", "10"}, {"hours", "1"}}});
  net.tie<depends_on>(seminar("advanced", 4, {{"cost", "10"}, {"hours", "1"}}), basics);
  const auto reason = [&](const plan_question& question) {
    const auto all = plan(question);
    EXPECT_TRUE(all.events.empty());
    return all.passed_over.empty() ? std::string{} : all.passed_over[0].reason;
  };
  EXPECT_EQ(reason({.events = 1}), "With what it depends on it is 2 events, more than the limit of 1.");
  EXPECT_EQ(reason({.money = 15}), "With what it depends on it costs 20, more than the limit of 15.");
  EXPECT_EQ(reason({.hours = 1.5}), "With what it depends on it takes 2 hours, more than the limit of 1.5.");
  EXPECT_EQ(reason({.seats = 1}),
            "Who attends it attends what it depends on too, which takes 2 seats, more than the limit of 1.");
  EXPECT_EQ(chosen(plan()), (keys{"basics", "advanced"}));
}

TEST_F(TrainingPlan, SaysThatWhatAnEventDependsOnHasNoSeats) {
  const auto basics = net.add<event>("a_basics", {.status = status::planned, .attributes = {{"seats", "0"}}});
  net.tie<depends_on>(seminar("advanced", 4, {}), basics);
  const auto all = plan();
  ASSERT_EQ(all.passed_over.size(), 2u);  // by key
  EXPECT_EQ(all.passed_over[0].reason, "It has no seats.");
  EXPECT_EQ(all.passed_over[1].reason, "It depends on a_basics, which has no seats.");
}

TEST_F(TrainingPlan, TakesCoursesAndNoEventThatTookPlace) {
  const auto held = net.add<event>("held");
  net.tie<teaches>(held, skills["web"], {.weight = 4});
  const auto course_ = net.add<course>("course");
  net.tie<teaches>(course_, skills["web"], {.weight = 4});
  EXPECT_EQ(chosen(plan()), keys{"course"});
}

// Nobody knows dan's level in web: his organization's gap is not known and gains nothing, but its bounds rise.
TEST_F(TrainingPlan, LeavesTheUnknownToTheInterval) {
  const auto c = net.add<organization>("c");
  net.tie<requires_skill>(c, skills["web"], {.weight = 4});
  net.tie<requires_skill>(c, skills["data"], {.weight = 4});
  staff(c, "dan", {{"data", 1}});
  seminar("data_seminar", 3, {}, "data");
  const auto all = plan();
  ASSERT_EQ(attendees(all.events.at(0)), keys{"dan"});
  // c before: data 3 of 4 short = 3/4 known; at most (4 + 3) / 8, at least 3 / 8. After: 1/4; (4 + 1) / 8, 1 / 8.
  ASSERT_EQ(all.organizations.size(), 1u);
  EXPECT_NEAR(*all.organizations[0].after.gap, 1.0 / 4, 1e-15);
  EXPECT_NEAR(*all.organizations[0].before.high, 7.0 / 8, 1e-15);
  EXPECT_NEAR(*all.organizations[0].after.high, 5.0 / 8, 1e-15);
  EXPECT_NEAR(*all.organizations[0].after.low, 1.0 / 8, 1e-15);
  EXPECT_NEAR(all.gain, (3.0 / 4 - 1.0 / 4) / 3, 1e-15);
  EXPECT_NEAR(*all.before.mean - *all.after.mean, all.gain, 1e-15);
}

// A checker of its own: whoever attends gets the level taught, as a tie; then `skill_gaps` tells the gap that the plan
// foretold, event by event, and every seat and limit is kept.
TEST(TrainingPlanChecked, FallsAsTheGapOfTheNetworkDoesIfItsPeopleLearn) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    random_stream rng{{.seed = seed}};
    builder net;
    std::vector<id<skill>> skills;
    std::vector<id<organization>> orgs;
    for (int s = 0; s < 5; ++s)
      skills.push_back(net.add<skill>("s" + std::to_string(s), {.attributes = {{"scale", "0-4"}}}));
    std::map<std::string, std::map<std::uint32_t, double>> levels;
    std::map<std::string, id<person>> people;
    for (int o = 0; o < 6; ++o) {
      orgs.push_back(net.add<organization>("o" + std::to_string(o)));
      for (std::uint32_t s = 0; s < 5; ++s) {
        const std::uint32_t required = 1 + rng.below(4), importance = 1 + rng.below(3);
        if (rng.below(3) > 0)
          net.tie<requires_skill>(
              orgs.back(), skills[s],
              {.weight = double(required), .attributes = {{"importance", std::to_string(importance)}}});
      }
      const std::uint32_t staff = 1 + rng.below(3);
      for (std::uint32_t p = 0; p < staff; ++p) {
        const std::string name = "p" + std::to_string(o) + std::to_string(p);
        people[name] = net.add<person>(name);
        net.tie<employs>(orgs.back(), people[name]);
        for (std::uint32_t s = 0; s < 5; ++s) {
          const double level = rng.below(4);
          levels[name][s] = level;
          net.tie<has_skill>(people[name], skills[s], {.weight = level});
        }
      }
    }
    net.tie<employs>(orgs[0], people["p10"]);  // works at two
    std::vector<std::map<std::uint32_t, double>> taught;
    for (int e = 0; e < 8; ++e) {
      const std::uint32_t seats = 1 + rng.below(4), cost = rng.below(9);
      const auto one = net.add<event>(
          "e" + std::to_string(e), {.attributes = {{"seats", std::to_string(seats)}, {"cost", std::to_string(cost)}}});
      taught.emplace_back();
      for (int k = 0; k < 2; ++k) {
        const std::uint32_t s = rng.below(5);
        const double level = 1 + rng.below(4);
        if (taught.back().contains(s)) continue;
        taught.back()[s] = level;
        net.tie<teaches>(one, skills[s], {.status = status::planned, .weight = level});
      }
    }
    const snapshot now = net.freeze();
    const auto plan = plan_training(all_held(now), {.events = 4, .money = 15});
    double gap = *skill_gaps(all_held(now)).all.mean, cost = 0;
    EXPECT_NEAR(*plan.before.mean, gap, 1e-14);
    for (const planned_event& row : plan.events) {
      EXPECT_GT(row.gain, 0);
      EXPECT_LE(std::ssize(row.attendees), *row.seats);
      cost += *row.cost;
      const std::size_t e = static_cast<std::size_t>(now.key(row.event)[1] - '0');
      double raised = 0;
      for (const raised_level& one : row.raised) raised += one.gain;
      EXPECT_NEAR(raised, row.gain, 1e-14);
      for (const vertex_ref v : row.attendees) {
        for (const auto& [s, level] : taught[e]) {
          double& held = levels[now.key(v)][s];
          held = std::max(held, level);
        }
      }
      // The best of an organization by hand.
      double sum = 0;
      std::size_t known = 0;
      for (const organization_gap& before : skill_gaps(all_held(now)).organizations) {
        double missing = 0, asked = 0;
        for (const required_skill& s : before.skills) {
          double best = 0;
          all_held(now).for_each_out(now.schema().index_of<employs>(), before.organization, [&](const tie_end& end) {
            best = std::max(best, levels[now.key(end.vertex)][static_cast<std::uint32_t>(now.key(s.skill)[1] - '0')]);
          });
          missing += s.level.importance * std::max(0.0, *s.level.required - best);
          asked += s.level.importance * *s.level.required;
        }
        sum += missing / asked, ++known;
      }
      const double after = sum / static_cast<double>(known);
      EXPECT_NEAR(gap - after, row.gain, 1e-12) << seed;
      gap = after;
    }
    EXPECT_NEAR(*plan.after.mean, gap, 1e-12);
    EXPECT_LE(cost, 15);
    EXPECT_LE(plan.events.size(), 4u);
    EXPECT_GE(plan.bound, plan.gain);
  }
}

}  // namespace
}  // namespace capnet
