/// The five conditions of collective impact on small networks, with the arithmetic beside.
#include <capnet/metric/backbone_support.hpp>

#include <capnet/core/error.hpp>
#include <capnet/io/data_folder.hpp>
#include <capnet/network/builder.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

/// A program with members, the first of which may run it.
struct small_initiative {
  builder net;
  id<program> p = net.add<program>("p");
  std::vector<id<organization>> members;

  explicit small_initiative(int n, const spell& since = {}) {
    for (int k = 0; k < n; ++k) {
      members.push_back(net.add<organization>(std::string(1, static_cast<char>('a' + k))));
      net.tie<participates_in>(members.back(), p, {.active = since});
    }
  }
  [[nodiscard]] network_view all() const { return all_held(net.freeze()); }
  [[nodiscard]] network_view on(date day) const { return as_of(net.freeze(), day); }
};

//   a: x y     b: x     c: x     d: unknown      J(a,b) = J(a,c) = 1/2, J(b,c) = 1: mean 2/3
TEST(CommonAgenda, IsTheMeanOverlapOfKnownGoals) {
  small_initiative some{4};
  const auto x = some.net.add<goal>("x"), y = some.net.add<goal>("y");
  for (int k = 0; k < 3; ++k) some.net.tie<pursues>(some.members[static_cast<std::size_t>(k)], x);
  some.net.tie<pursues>(some.members[0], y);
  some.net.tie<pursues>(some.members[3], y, {.status = status::planned});
  const estimate agenda = common_agenda(some.all());
  EXPECT_NEAR(*agenda.value, 2.0 / 3, 1e-15);
  EXPECT_EQ(agenda.denominator, 3);
  EXPECT_NEAR(agenda.coverage, 3.0 / 4, 1e-15) << "planned is not held: what d pursues is unknown";
  EXPECT_EQ(agenda.interval_kind, interval_kinds::bootstrap);
  EXPECT_EQ(agenda.ties.size(), 4u);
  const estimate agreed = agenda_endorsement(some.all());  // x, which three of three pursue
  EXPECT_EQ(agreed.numerator, 3);
  some.net.tie<pursues>(some.p, y);  // the program says y: a alone does
  const estimate other = agenda_endorsement(some.all());
  EXPECT_EQ(other.numerator, 1);
  EXPECT_NEAR(*other.value, 1.0 / 3, 1e-15);
  EXPECT_NEAR(*other.low, wilson(1, 3).low, 1e-15);
}

TEST(CommonAgenda, IsUnknownWhereGoalsAre) {
  EXPECT_EQ(common_agenda(small_initiative{3}.all()).value, std::nullopt);
  EXPECT_EQ(agenda_endorsement(small_initiative{3}.all()).value, std::nullopt);
  EXPECT_EQ(common_agenda(all_held(snapshot{})).value, std::nullopt);
}

struct champions {
  static constexpr std::string_view name = "champions";
  static constexpr bool directed = true;
  static constexpr relation_traits traits = relation_traits::agenda;
  using source = kinds<organization>;
  using target = kinds<goal>;
};
TEST(CommonAgenda, AsksRelationsOfOnesOwnToo) {
  small_initiative some{2};
  const auto x = some.net.add<goal>("x");
  some.net.tie<champions>(some.members[0], x);
  some.net.tie<pursues>(some.members[1], x);
  EXPECT_EQ(common_agenda(some.all()).value, 1.0);
}

TEST(MeanPairSimilarity, EqualsTheMeanOverAllPairs) {
  random_stream rng{{.seed = 3}};
  std::vector<std::vector<int>> sets;
  std::vector<std::uint64_t> keys;
  for (std::uint64_t k = 0; k < 60; ++k) {
    std::vector<int> set;
    for (int goal = 0; goal < 4; ++goal) {
      if (rng.bernoulli(.5)) set.push_back(goal);
    }
    if (set.empty()) set.push_back(9);
    sets.push_back(set), keys.push_back(k);
  }
  std::vector<std::uint32_t> times;
  for (std::size_t k = 0; k < sets.size(); ++k) times.push_back(rng.below(3));
  double sum = 0, pairs = 0;
  for (std::size_t a = 0; a < sets.size(); ++a) {
    for (std::size_t b = a + 1; b < sets.size(); ++b) {
      const double weight = static_cast<double>(times[a]) * times[b];
      sum += weight * *jaccard<int>(sets[a], sets[b]), pairs += weight;
    }
  }
  EXPECT_NEAR(*mean_pair_similarity(sets, keys, 0)(times), sum / pairs, 1e-12);
}

TEST(MeanPairSimilarity, DrawsPairsOfManyDifferentSets) {
  std::vector<std::vector<int>> sets;
  std::vector<std::uint64_t> keys;
  for (int k = 0; k < 2'000; ++k) sets.push_back({k % 2, 2 + k}), keys.push_back(static_cast<std::uint64_t>(k));
  const mean_pair_similarity alike{sets, keys, 0};  // 1/3 within halves: 999/1999 of the pairs
  EXPECT_TRUE(alike.drawn());
  EXPECT_NEAR(*alike.value(), 999.0 / 1999 / 3, .001);
}

figure report_of(std::string id, std::string subject, std::string unit, int year) {
  return {.id = std::move(id),
          .subject = std::move(subject),
          .label = "skill",
          .value = decimal{5, 0},
          .unit = std::move(unit),
          .day = partial_date::year(year)};
}

//              2022      2023
//   a          person    person        cells: 3 members x 2 years = 6
//   b          person    -             reported in persons: a a b = 3
//   c          -         response      3/6; of c a report is known, but not of the same unit
TEST(SharedMeasurement, CountsCellsReportedInTheUsualUnit) {
  small_initiative some{3};
  some.net.tie<measures>(some.p, some.net.add<indicator>("skill"));
  some.net.add_figure(report_of("1", "a", "person", 2022));
  some.net.add_figure(report_of("2", "a", "person", 2023));
  some.net.add_figure(report_of("3", "b", "person", 2022));
  some.net.add_figure(report_of("4", "c", "response", 2023));
  const estimate shared = shared_measurement(some.on(make_date(2023, 12, 31)));
  EXPECT_EQ(shared.numerator, 3);
  EXPECT_EQ(shared.denominator, 6);
  EXPECT_NEAR(*shared.value, .5, 1e-15);
  EXPECT_EQ(shared.coverage, 1);
  EXPECT_EQ(shared_measurement(some.on(make_date(2022, 12, 31))).denominator, 3) << "nothing of 2023 was reported yet";
}

TEST(SharedMeasurement, AsksNothingForTheYearsBeforeAMemberCame) {
  small_initiative some{1};
  const auto late = some.net.add<organization>("late");
  some.net.tie<participates_in>(late, some.p, {.active = {.begin = make_date(2023, 4, 1)}});
  some.net.tie<measures>(some.p, some.net.add<indicator>("skill"));
  some.net.add_figure(report_of("1", "a", "person", 2022));
  some.net.add_figure(report_of("2", "a", "person", 2023));
  const estimate shared = shared_measurement(some.on(make_date(2023, 12, 31)));
  EXPECT_EQ(shared.numerator, 2);
  EXPECT_EQ(shared.denominator, 3);
  EXPECT_NEAR(shared.coverage, .5, 1e-15);
}

TEST(SharedMeasurement, TakesWhatMembersMeasureWhereTheyReportNothing) {
  small_initiative some{2};
  const auto i = some.net.add<indicator>("i"), other = some.net.add<indicator>("other");
  EXPECT_EQ(shared_measurement(some.all()).value, std::nullopt) << "no indicator";
  some.net.tie<measures>(some.p, i);
  some.net.tie<measures>(some.p, other);
  EXPECT_EQ(shared_measurement(some.all()).value, std::nullopt) << "of no member anything is known";
  some.net.tie<measures>(some.members[0], i);
  EXPECT_NEAR(*shared_measurement(some.all()).value, 1.0 / 4, 1e-15);
}

//   a needs 1, 2     b needs 2, 3      a's seminar addresses 2; b's practice 3; another's addresses 1
TEST(MutuallyReinforcingActivities, AddressNeedsOfMembers) {
  small_initiative some{2};
  const auto stranger = some.net.add<organization>("stranger");
  std::vector<id<need>> needs;
  for (const char* key : {"1", "2", "3"}) needs.push_back(some.net.add<need>(key));
  const auto seminar = some.net.add<event>("seminar"), part = some.net.add<event>("part"),
             other = some.net.add<event>("other");
  const auto way = some.net.add<practice>("way");
  for (const int k : {0, 1}) some.net.tie<has_need>(some.members[0], needs[static_cast<std::size_t>(k)]);
  for (const int k : {1, 2}) some.net.tie<has_need>(some.members[1], needs[static_cast<std::size_t>(k)]);
  some.net.tie<delivers>(some.members[0], seminar);
  some.net.tie<uses>(some.members[1], way);
  some.net.tie<delivers>(stranger, other);
  some.net.tie<addresses>(seminar, needs[1]);
  some.net.tie<addresses>(way, needs[2]);
  some.net.tie<addresses>(other, needs[0]);
  const estimate met = mutually_reinforcing_activities(some.all());
  EXPECT_EQ(met.numerator, 2);
  EXPECT_EQ(met.denominator, 3);
  EXPECT_NEAR(*met.value, 2.0 / 3, 1e-15);
  EXPECT_EQ(met.coverage, 1);
  EXPECT_EQ(activity_differentiation(some.all()).value, 1.0);
  EXPECT_EQ(hand_off_share(some.all()).value, std::nullopt);
  some.net.tie<addresses>(part, needs[0]);
  some.net.tie<delivers>(some.members[1], seminar);  // b: seminar, way; a: seminar. 1 - 1/2
  EXPECT_EQ(*activity_differentiation(some.all()).value, .5);
  EXPECT_EQ(mutually_reinforcing_activities(some.all()).numerator, 2);
  some.net.tie<runs>(some.members[0], some.p);
  some.net.tie<part_of>(part, some.p);  // what a runs has a part that addresses 1
  EXPECT_EQ(mutually_reinforcing_activities(some.all()).numerator, 3);
  some.net.tie<depends_on>(part, seminar);
  some.net.tie<collaborates_with>(some.members[0], some.members[1]);
  some.net.tie<collaborates_with>(some.members[0], stranger);  // no member
  EXPECT_EQ(*hand_off_share(some.all()).value, .5);
}

//   2023        Jan-Jun  Jul-Dec     cells 4
//   a           seminar  seminar     2
//   b           -        meets a     1        b was silent from 1 January to 1 October: 273 days
TEST(ContinuousCommunication, CountsHalfYearsWithAContact) {
  small_initiative some{2, {.begin = make_date(2023, 1, 1)}};
  const auto spring = some.net.add<event>("spring", {.existence = {.begin = make_date(2023, 3, 1)}});
  const auto fall = some.net.add<event>("fall");
  some.net.tie<attends>(some.members[0], spring);
  some.net.tie<delivers>(some.members[0], fall, {.active = {.begin = make_date(2023, 7, 1)}});
  some.net.tie<collaborates_with>(some.members[0], some.members[1],
                                  {.active = {.begin = make_date(2023, 10, 1), .end = make_date(2023, 11, 1)}});
  const network_view view = some.on(make_date(2023, 12, 31));
  const estimate contact = continuous_communication(view);
  EXPECT_EQ(contact.numerator, 3);
  EXPECT_EQ(contact.denominator, 4);
  EXPECT_EQ(contact.interval_kind, interval_kinds::bootstrap);
  const estimate silence = longest_silence(view);
  EXPECT_EQ(*silence.value, 273);
  EXPECT_EQ(silence.unit, "day");
  EXPECT_EQ(continuous_communication(some.on(make_date(2023, 6, 30))).denominator, 2);
}

TEST(ContinuousCommunication, LeavesOpenDaysOpen) {
  small_initiative some{1, {.begin = make_date(2023, 1, 1)}};
  some.net.tie<attends>(some.members[0], some.net.add<event>("e"), {.active = {.begin = partial_date::year(2023)}});
  const estimate contact = continuous_communication(some.on(make_date(2023, 12, 31)));
  EXPECT_EQ(contact.value, 0.0);
  EXPECT_EQ(contact.low, 0.0);
  EXPECT_EQ(contact.high, 1.0);
  EXPECT_EQ(contact.interval_kind, interval_kinds::readings);
}

TEST(ContinuousCommunication, IsUnknownWithoutDatesOrContacts) {
  EXPECT_EQ(continuous_communication(small_initiative{2}.all()).value, std::nullopt);
  const small_initiative quiet{2, {.begin = make_date(2023, 1, 1)}};
  EXPECT_EQ(continuous_communication(quiet.on(make_date(2023, 12, 31))).value, std::nullopt);
  EXPECT_EQ(longest_silence(quiet.on(make_date(2023, 12, 31))).value, std::nullopt);
}

TEST(BackboneSupport, IsItsReachWithAnInterval) {
  small_initiative some{3};
  const auto hub = some.net.add<organization>("hub");
  some.net.add<organization>("far");
  some.net.tie<runs>(hub, some.p);
  const estimate support = backbone_support(some.all());
  EXPECT_NEAR(*support.value, 3.0 / 4, 1e-15);
  EXPECT_NEAR(*support.high, wilson(3, 4).high, 1e-15);
}

TEST(CompositeImpact, WeighsWhatIsKnownAndTakesNothingForZero) {
  small_initiative some{2};
  some.net.tie<runs>(some.net.add<organization>("hub"), some.p);
  const auto x = some.net.add<goal>("x"), y = some.net.add<goal>("y");
  some.net.tie<pursues>(some.members[0], x);
  some.net.tie<pursues>(some.members[1], x);
  some.net.tie<pursues>(some.members[1], y);
  const measure_context context{some.all()};  // agenda 1/2, support 1: (3 * 1/2 + 1) / 4
  EXPECT_NEAR(*composite_impact(context, {.common_agenda = 3, .backbone_support = 1}).value, .625, 1e-15);
  EXPECT_EQ(composite_impact(context, {.common_agenda = 3, .shared_measurement = 1}).value, std::nullopt);
  EXPECT_THROW((void)composite_impact(context, {}), input_error);
  EXPECT_THROW((void)composite_impact(context, {.common_agenda = -1, .backbone_support = 2}), input_error);
  EXPECT_THROW((void)composite_impact(context, {.common_agenda = std::nan("")}), input_error);
}

}  // namespace
}  // namespace capnet
