#include <capnet/algorithm/linear_threshold.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

using threshold_starts = std::vector<vertex_index>;
using weighted = std::vector<spread_edge>;

//      .-> 1 -.
//    0         -> 3    all .5: 3 is reached if it picks the arc of one that was: 1/2 x 1/2 + 1/2 x 1/2
//      '-> 2 -'
const weighted four{{0, 1, .5}, {0, 2, .5}, {1, 3, .5}, {2, 3, .5}};

TEST(LinearThreshold, SpreadsToTwoAndAHalfOfADiamond) {
  const auto result = linear_threshold(4, four, threshold_starts{0});
  EXPECT_TRUE(result.exact);
  EXPECT_EQ(result.spread, 2.5);
  EXPECT_EQ(result.probability, (std::vector<double>{1, .5, .5, .5}));
  EXPECT_EQ(result.reachable_edges, 4u);
}

TEST(LinearThreshold, SamplesComeNearTheExactValueAtAnyThreadCount) {
  const auto one = linear_threshold(4, four, threshold_starts{0}, {.samples = 20'000, .seed = 7, .threads = 1});
  EXPECT_FALSE(one.exact);
  EXPECT_NEAR(one.spread, 2.5, 4 * one.standard_error);
  for (const unsigned threads : {2u, 8u}) {
    const auto more =
        linear_threshold(4, four, threshold_starts{0}, {.samples = 20'000, .seed = 7, .threads = threads});
    EXPECT_EQ(more.probability, one.probability);
    EXPECT_EQ(more.standard_error, one.standard_error);
  }
}

// Weights of .5 and .5 into 1 from two who both know: sure. Of .4 and .4: .8. Starts that are reached count once.
TEST(LinearThreshold, AddsUpWeights) {
  EXPECT_EQ(linear_threshold(3, weighted{{0, 2, .5}, {1, 2, .5}}, threshold_starts{0, 1, 1}).spread, 3);
  EXPECT_NEAR(linear_threshold(3, weighted{{0, 2, .4}, {0, 2, .4}, {1, 0, .5}}, threshold_starts{0, 1}).spread, 2.8,
              1e-15);
}

//   0 --.6-- 1 --.4-- 2, from 1: both ways; a loop does nothing
TEST(LinearThreshold, PassesBothWaysAlongAnUndirectedEdge) {
  const auto result =
      linear_threshold(3, weighted{{0, 1, .6, true}, {1, 2, .4, true}, {1, 1, .9}}, threshold_starts{1});
  EXPECT_EQ(result.probability, (std::vector<double>{.6, 1, .4}));
}

TEST(LinearThreshold, RefusesWeightsThatSumToMoreThanOne) {
  const weighted heavy{{0, 2, .75}, {1, 2, .5}, {0, 1, .5}, {2, 1, .75}};
  try {
    static_cast<void>(linear_threshold(3, heavy, threshold_starts{0}));
    FAIL();
  } catch (const input_error& fault) {
    EXPECT_STREQ(fault.what(),
                 "the weights into vertex 1 sum to 1.25; expected at most 1, or normalized_in_weights\n"
                 "the weights into vertex 2 sum to 1.25; expected at most 1, or normalized_in_weights");
  }
}

TEST(LinearThreshold, TakesASumThatRoundsToALittleMoreThanOne) {
  weighted tenths;
  for (vertex_index u = 0; u < 10; ++u) tenths.push_back({u, 10, .1});
  tenths.push_back({10, 11, std::nextafter(1.0, 0)});
  EXPECT_NEAR(linear_threshold(12, tenths, threshold_starts{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}).spread, 12, 1e-9);
}

// Into 2: 3 and 1, divided by 4; into 1: .5, left alone. The edge between 0 and 3 weighs 2 into both, so 1 each.
TEST(LinearThreshold, NormalizesOnlyWhatSumsToMoreThanOne) {
  const auto made = normalized_in_weights(4, weighted{{0, 2, 3}, {1, 2, 1}, {0, 1, .5}, {0, 3, 2, true}});
  ASSERT_EQ(made.edges.size(), 5u);
  EXPECT_EQ(made.edges[0].probability, .75);
  EXPECT_EQ(made.edges[1].probability, .25);
  EXPECT_EQ(made.edges[2].probability, .5);
  EXPECT_EQ(made.edges[4].source, 3u);
  EXPECT_EQ(made.edges[4].probability, 1);
  EXPECT_EQ(made.origin, (std::vector<std::uint32_t>{0, 1, 2, 3, 3}));
  EXPECT_THROW(static_cast<void>(normalized_in_weights(2, weighted{{0, 1, -1}})), input_error);
  EXPECT_THROW(static_cast<void>(normalized_in_weights(2, weighted{{0, 2, 1}})), input_error);
}

//   0 --1--> 1 --1--> 2, where who is reached keeps it with .5: 1 + 1 + 1/2
TEST(LinearThreshold, PassesOnWhatIsKept) {
  EXPECT_EQ(linear_threshold(3, weighted{{0, 1, 1}, {1, 2, 1}}, threshold_starts{0}, {.retention = .5}).spread, 2.5);
}

//   0 --[5,9)--> 1 --[1,5)--> 2: too late for 2
TEST(LinearThreshold, TakesEdgesInTheOrderOfTheirDays) {
  const weighted dated{{0, 1, .5, false, {}, 5, 9}, {1, 2, 1, false, {}, 1, 5}};
  EXPECT_EQ(linear_threshold(3, dated, threshold_starts{0}, {.from = 0}).spread, 1.5);
  EXPECT_EQ(linear_threshold(3, dated, threshold_starts{0}, {.samples = 100, .from = 0}).probability[2], 0);
}

TEST(LinearThreshold, RefusesWhatItCannotDo) {
  EXPECT_THROW(static_cast<void>(linear_threshold(4, four, threshold_starts{4})), input_error);
  EXPECT_THROW(static_cast<void>(linear_threshold(4, four, threshold_starts{0}, {.samples = 0})), input_error);
  EXPECT_THROW(static_cast<void>(linear_threshold(4, four, threshold_starts{0}, {.retention = 2})), input_error);
  EXPECT_EQ(linear_threshold(4, four, threshold_starts{}).spread, 0);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(static_cast<void>(linear_threshold(4, four, threshold_starts{0}, {.stop = stop.get_token()})), stopped);
}

}  // namespace
}  // namespace capnet
