/// Trust and value after PARTNER, by hand.
#include <capnet/metric/partner.hpp>

#include <capnet/network/builder.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

tie_properties rated_as(const char* reliability, const char* mission_support, const char* openness) {
  tie_properties said;
  for (const auto& [name, value] : {std::pair{"reliability", reliability},
                                    std::pair{"mission_support", mission_support}, std::pair{"openness", openness}}) {
    if (*value != 0) said.attributes.push_back({name, value});
  }
  return said;
}

//   a rates c: 4 3 2 -> 3        b rates c: 2 _ 4 -> 3, one item missing      c rates itself: left out
//   c rates a: 1 1 _ -> 1        trust of c 3, of a 1: mean 2
TEST(PartnerTrust, IsTheMeanOfWhatOthersAnswered) {
  builder net;
  const auto a = net.add<organization>("a"), b = net.add<organization>("b"), c = net.add<organization>("c");
  net.tie<shares_knowledge_with>(a, c, rated_as("4", "3", "2"));
  net.tie<shares_knowledge_with>(b, c, rated_as("2", "", "4"));
  net.tie<shares_knowledge_with>(c, c, rated_as("4", "4", "4"));
  net.tie<supports>(c, a, rated_as("1", "1", ""));
  const network_view view = all_held(net.freeze());
  const auto scores = partner_scores(view, partner_scale::trust);
  ASSERT_EQ(scores.size(), 2u);
  EXPECT_EQ(scores[0].value.value, 1.0);
  EXPECT_EQ(scores[0].value.low, std::nullopt) << "one rater says nothing of how raters vary";
  EXPECT_EQ(scores[1].value.value, 3.0);
  EXPECT_EQ(scores[1].value.denominator, 2);
  EXPECT_NEAR(scores[1].value.coverage, 5.0 / 6, 1e-15);
  const estimate trust = partner_trust(view);
  EXPECT_EQ(trust.value, 2.0);
  EXPECT_EQ(trust.denominator, 2);
  EXPECT_EQ(trust.interval_kind, interval_kinds::bootstrap);
  EXPECT_EQ(partner_value(view).value, std::nullopt);
}

TEST(PartnerTrust, LeavesOutAnswersThatAreNone) {
  builder net;
  const auto a = net.add<organization>("a"), b = net.add<organization>("b");
  net.tie<shares_knowledge_with>(a, b, rated_as("9", "0", "4"));
  const auto scores = partner_scores(all_held(net.freeze()), partner_scale::trust);
  ASSERT_EQ(scores.size(), 1u);
  EXPECT_EQ(scores[0].value.value, 4.0);
  EXPECT_NEAR(scores[0].value.coverage, 1.0 / 3, 1e-15);
}

TEST(PartnerTrust, HasAStudentIntervalOverRaters) {
  builder net;
  const auto rated = net.add<organization>("rated");
  for (const char* level : {"2", "3", "4"})
    net.tie<shares_knowledge_with>(net.add<person>(level), rated, rated_as(level, level, level));
  const auto scores = partner_scores(all_held(net.freeze()), partner_scale::trust);
  ASSERT_EQ(scores.size(), 1u);  // 3 +- 4.3027 * 1 / sqrt(3) = 3 +- 2.4842, cut to [1, 4]
  EXPECT_EQ(scores[0].value.low, 1.0);
  EXPECT_EQ(scores[0].value.high, 4.0);
}

TEST(PartnerTrust, OfARelationWithoutADirectionIsRatedByItsSource) {
  builder net;
  const auto a = net.add<organization>("a"), b = net.add<organization>("b");
  net.tie<collaborates_with>(b, a, rated_as("3", "3", "3"));
  const snapshot now = net.freeze();
  const auto scores = partner_scores(all_held(now), partner_scale::trust);
  ASSERT_EQ(scores.size(), 1u);
  EXPECT_EQ(scores[0].vertex, now.ref(a));
}

TEST(Student, HasThePrintedQuantiles) {
  EXPECT_NEAR(student_95(1), 12.7062047364, 1e-9);
  EXPECT_NEAR(student_95(2), 4.3026527297, 1e-9);
  EXPECT_NEAR(student_95(5), 2.5705818366, 1e-9);
  EXPECT_NEAR(student_95(10), 2.2281388520, 1e-9);
  EXPECT_NEAR(student_95(1'000), student_95(1'001), 1e-5);
  EXPECT_GT(student_95(1'000), student_95(1'001));
}

}  // namespace
}  // namespace capnet
