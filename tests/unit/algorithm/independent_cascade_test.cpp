#include <capnet/algorithm/independent_cascade.hpp>

#include <capnet/algorithm/likely_paths.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

using starts = std::vector<vertex_index>;
using ties = std::vector<spread_edge>;

ties with_keys(ties list) {
  for (std::size_t t = 0; t < list.size(); ++t) list[t].key = t;
  return list;
}

//   0 --.5--> 1 --.5--> 2       1 + 1/2 + 1/4
const ties path = with_keys({{0, 1, .5}, {1, 2, .5}});

TEST(IndependentCascade, PassesAlongAPath) {
  const auto result = independent_cascade(3, path, starts{0});
  EXPECT_EQ(result.spread, 1.75);
  EXPECT_EQ(result.standard_error, 0);
  EXPECT_TRUE(result.exact);
  EXPECT_EQ(result.probability, (std::vector<double>{1, .5, .25}));
}

//      .-> 1 -.
//    0         -> 3    all .5: 1 + 1/2 + 1/2 + (1 - (1 - 1/4)^2) = 2.4375
//      '-> 2 -'
const ties diamond = with_keys({{0, 1, .5}, {0, 2, .5}, {1, 3, .5}, {2, 3, .5}});

TEST(IndependentCascade, CountsWhoHearsTwiceOnce) {
  const auto result = independent_cascade(4, diamond, starts{0});
  EXPECT_EQ(result.spread, 2.4375);
  EXPECT_EQ(result.probability[3], .4375);
}

TEST(IndependentCascade, SamplesComeNearTheExactValue) {
  const auto result = independent_cascade(4, diamond, starts{0}, {.samples = 20'000, .seed = 7});
  EXPECT_FALSE(result.exact);
  EXPECT_EQ(result.samples, 20'000u);
  EXPECT_GT(result.standard_error, 0);
  EXPECT_NEAR(result.spread, 2.4375, 4 * result.standard_error);
  EXPECT_NEAR(result.probability[3], .4375, 4 * result.probability_error[3]);
  EXPECT_EQ(result.probability[0], 1);
}

TEST(IndependentCascade, GivesTheSameBitsAtAnyThreadCountAndOrderOfTies) {
  const independent_cascade_options options{.samples = 5'000, .seed = 7, .threads = 1};
  auto other = options;
  other.threads = 8;
  const auto one = independent_cascade(4, diamond, starts{0}, options);
  const auto eight = independent_cascade(4, ties{diamond.rbegin(), diamond.rend()}, starts{0}, other);
  EXPECT_EQ(one.spread, eight.spread);
  EXPECT_EQ(one.standard_error, eight.standard_error);
  EXPECT_EQ(one.probability, eight.probability);
  EXPECT_NE(one.spread, independent_cascade(4, diamond, starts{0}, {.samples = 5'000, .seed = 8}).spread);
}

// No keys: the ends name a tie. One coin for all of them gave .5 at the end of the path, and 1 + 3/2 in all.
TEST(IndependentCascade, TossesACoinForEachTieThatHasNoKey) {
  const ties bare{{0, 1, .5}, {1, 2, .5}};
  const auto result = independent_cascade(3, bare, starts{0}, {.samples = 100'000, .seed = 1});
  EXPECT_NEAR(result.probability[2], .25, 4 * .00137);  // sqrt(.25 x .75 / 100,000)
  EXPECT_NEAR(result.spread, 1.75, 4 * result.standard_error);
}

// Three ways from 0 to 1, of which two differ in nothing, and one from 1 to 0: 1 - (1/2)(1/2)(3/4)
TEST(IndependentCascade, TossesACoinForEachOfParallelTiesInAnyOrder) {
  ties bare{{0, 1, .5}, {0, 1, .25}, {0, 1, .5}, {1, 0, .5}, {1, 2, .5, true}, {2, 1, .5, true}, {1, 2, .5}};
  const auto result = independent_cascade(3, bare, starts{0}, {.samples = 50'000, .seed = 1});
  EXPECT_NEAR(result.probability[1], .8125, 4 * .00175);
  EXPECT_NEAR(result.probability[2], .8125 * .875, 4 * .00204);
  std::ranges::reverse(bare);
  EXPECT_EQ(independent_cascade(3, bare, starts{0}, {.samples = 50'000, .seed = 1}).probability, result.probability);
}

TEST(IndependentCascade, RefusesOneKeyForTwoTies) {
  const ties same{{0, 1, .5, false, 7}, {0, 2, .5}, {1, 2, .5, false, 7}};
  try {
    static_cast<void>(independent_cascade(3, same, starts{0}, {.samples = 10, .coins = coin_keys::by_edge}));
    FAIL();
  } catch (const input_error& fault) {
    EXPECT_STREQ(fault.what(), "edges 0 and 2 have the same key; expected another for each edge, or none");
  }
}

// Wilson of 0 in 1,000: [0, z^2 / (1,000 + z^2)] = [0, .003827]; of 1,000 in 1,000 the mirror image; a start is sure.
TEST(IndependentCascade, DoesNotTakeForImpossibleWhatNoSampleReached) {
  const ties rare{{0, 1, 1e-9}, {0, 2, 1}, {3, 4, .5}};
  const auto result = independent_cascade(5, rare, starts{0}, {.samples = 1'000, .seed = 1});
  EXPECT_EQ(result.probability, (std::vector<double>{1, 0, 1, 0, 0}));
  EXPECT_EQ(result.standard_error, 0);
  EXPECT_EQ(result.probability_low[1], 0);
  EXPECT_NEAR(result.probability_high[1], .003827, 5e-7);
  EXPECT_NEAR(result.probability_low[2], 1 - .003827, 5e-7);
  EXPECT_EQ(result.probability_high[2], 1);
  EXPECT_EQ(result.probability_low[0], 1);
  EXPECT_EQ(result.probability_high[4], 0) << "no way leads there";
  EXPECT_NEAR(result.low, 2 - .003827, 5e-7);
  EXPECT_NEAR(result.high, 2.003827, 5e-7);
  const auto exact = independent_cascade(5, rare, starts{0});
  EXPECT_EQ(exact.probability_high, exact.probability);
  EXPECT_EQ(exact.low, exact.spread);
}

// 1 - (1 - 1/2)(1 - 1/4)
TEST(IndependentCascade, LetsParallelTiesTryEach) {
  EXPECT_EQ(independent_cascade(2, with_keys({{0, 1, .5}, {0, 1, .25}}), starts{0}).probability[1], .625);
}

//   0 --.5-- 1 --.5-- 2     undirected, from the end: as along the path; loops do nothing
TEST(IndependentCascade, PassesBothWaysAlongAnUndirectedTie) {
  const auto result =
      independent_cascade(3, with_keys({{0, 1, .5, true}, {1, 2, .5, true}, {1, 1, .5, true}}), starts{2});
  EXPECT_EQ(result.probability, (std::vector<double>{.25, .5, 1}));
  EXPECT_EQ(result.reachable_edges, 2u);
}

// A triangle with one coin for each tie is as good as with one for each direction.
TEST(IndependentCascade, NeedsOneCoinForBothDirections) {
  const auto undirected =
      independent_cascade(3, with_keys({{0, 1, .5, true}, {1, 2, .25, true}, {2, 0, .75, true}}), starts{0});
  const auto directed = independent_cascade(
      3, with_keys({{0, 1, .5}, {1, 0, .5}, {1, 2, .25}, {2, 1, .25}, {2, 0, .75}, {0, 2, .75}}), starts{0});
  for (std::size_t v = 0; v < 3; ++v) EXPECT_NEAR(undirected.probability[v], directed.probability[v], 1e-15);
}

//   0 -> 1..16: one tie too many. Ties out of reach and repeated starts don't count.
TEST(IndependentCascade, IsExactUpToFifteenReachableTies) {
  ties star;
  for (vertex_index v = 1; v <= 15; ++v) star.push_back({0, v, .5});
  for (vertex_index v = 1; v <= 20; ++v) star.push_back({20, v, .5});
  star = with_keys(star);
  EXPECT_EQ(independent_cascade(21, star, starts{0, 0}).spread, 8.5);
  star.push_back({0, 16, .5});
  const auto sampled = independent_cascade(21, star, starts{0}, {.seed = 7});
  EXPECT_FALSE(sampled.exact);
  EXPECT_NEAR(sampled.spread, 9, 4 * sampled.standard_error);
}

TEST(IndependentCascade, StopsAtATieThatNeverPassesAndGoesOnWhereOneAlwaysDoes) {
  const auto result = independent_cascade(4, with_keys({{0, 1, 1}, {1, 2, 0}, {2, 3, 1}}), starts{0});
  EXPECT_EQ(result.probability, (std::vector<double>{1, 1, 0, 0}));
}

TEST(IndependentCascade, OfNoStartsInformsNobody) {
  EXPECT_EQ(independent_cascade(3, path, starts{}).spread, 0);
  EXPECT_EQ(independent_cascade(0, {}, starts{}).spread, 0);
  EXPECT_EQ(independent_cascade(3, path, starts{}, {.samples = 10}).spread, 0);
}

TEST(IndependentCascade, RefusesWhatIsNoProbabilityAndNoVertex) {
  EXPECT_THROW(static_cast<void>(independent_cascade(2, ties{{0, 1, 1.5}}, starts{0})), input_error);
  EXPECT_THROW(static_cast<void>(independent_cascade(2, ties{{0, 1, std::nan("")}}, starts{0})), input_error);
  EXPECT_THROW(static_cast<void>(independent_cascade(2, ties{{0, 2, .5}}, starts{0})), input_error);
  EXPECT_THROW(static_cast<void>(independent_cascade(2, ties{{0, 1, .5}}, starts{2})), input_error);
  EXPECT_THROW(static_cast<void>(independent_cascade(2, ties{{0, 1, .5}}, starts{0}, {.samples = 0})), input_error);
}

//   0 -.9-> 1 -.9-> 2,   0 -.8-> 2:   .81 beats .8
TEST(LikelyPaths, TakeTheGreatestProduct) {
  const auto found = likely_paths(spread_graph{4, ties{{0, 1, .9}, {1, 2, .9}, {0, 2, .8}}}, starts{0});
  EXPECT_EQ(path_to(found, 2), (std::vector<std::size_t>{0, 1}));
  EXPECT_DOUBLE_EQ(found[2].probability, .81);
  EXPECT_EQ(found[0].probability, 1);
  EXPECT_TRUE(path_to(found, 0).empty());
  EXPECT_EQ(found[3].probability, 0);
}

// 24 bytes for each vertex and thread: 10 million vertices leave room for 4 threads in a gigabyte, few vertices for all.
TEST(IndependentCascade, KeepsItsCountsWithinAGigabyte) {
  const auto threads = [](std::size_t order, unsigned wanted) {
    return detail::sampling_threads(order * detail::cascade_sampler::bytes, wanted);
  };
  EXPECT_EQ(threads(10'000'000, 64), 4u);
  EXPECT_EQ(threads(1'000'000'000, 64), 1u);
  EXPECT_EQ(threads(100, 64), 64u);
  EXPECT_EQ(threads(100, 100'000), max_threads);
}

}  // namespace
}  // namespace capnet
