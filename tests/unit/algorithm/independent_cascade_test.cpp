#include <capnet/algorithm/independent_cascade.hpp>

#include <capnet/algorithm/likely_paths.hpp>

#include <gtest/gtest.h>

namespace capnet {
namespace {

using starts = std::vector<vertex_index>;
using cascade_edges = std::vector<spread_edge>;

cascade_edges with_keys(cascade_edges list) {
  for (std::size_t t = 0; t < list.size(); ++t) list[t].key = t;
  return list;
}

//   0 --.5--> 1 --.5--> 2       1 + 1/2 + 1/4
const cascade_edges line_of_three = with_keys({{0, 1, .5}, {1, 2, .5}});

TEST(IndependentCascade, PassesAlongAPath) {
  const auto result = independent_cascade(3, line_of_three, starts{0});
  EXPECT_EQ(result.spread, 1.75);
  EXPECT_EQ(result.standard_error, 0);
  EXPECT_TRUE(result.exact);
  EXPECT_EQ(result.probability, (std::vector<double>{1, .5, .25}));
}

//      .-> 1 -.
//    0         -> 3    all .5: 1 + 1/2 + 1/2 + (1 - (1 - 1/4)^2) = 2.4375
//      '-> 2 -'
const cascade_edges diamond = with_keys({{0, 1, .5}, {0, 2, .5}, {1, 3, .5}, {2, 3, .5}});

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
  const auto eight = independent_cascade(4, cascade_edges{diamond.rbegin(), diamond.rend()}, starts{0}, other);
  EXPECT_EQ(one.spread, eight.spread);
  EXPECT_EQ(one.standard_error, eight.standard_error);
  EXPECT_EQ(one.probability, eight.probability);
  EXPECT_NE(one.spread, independent_cascade(4, diamond, starts{0}, {.samples = 5'000, .seed = 8}).spread);
}

// No keys: the ends name a tie. One coin for all of them gave .5 at the end of the path, and 1 + 3/2 in all.
TEST(IndependentCascade, TossesACoinForEachTieThatHasNoKey) {
  const cascade_edges bare{{0, 1, .5}, {1, 2, .5}};
  const auto result = independent_cascade(3, bare, starts{0}, {.samples = 100'000, .seed = 1});
  EXPECT_NEAR(result.probability[2], .25, 4 * .00137);  // sqrt(.25 x .75 / 100,000)
  EXPECT_NEAR(result.spread, 1.75, 4 * result.standard_error);
}

// Three ways from 0 to 1, of which two differ in nothing, and one from 1 to 0: 1 - (1/2)(1/2)(3/4)
TEST(IndependentCascade, TossesACoinForEachOfParallelTiesInAnyOrder) {
  cascade_edges bare{{0, 1, .5}, {0, 1, .25}, {0, 1, .5}, {1, 0, .5}, {1, 2, .5, true}, {2, 1, .5, true}, {1, 2, .5}};
  const auto result = independent_cascade(3, bare, starts{0}, {.samples = 50'000, .seed = 1});
  EXPECT_NEAR(result.probability[1], .8125, 4 * .00175);
  EXPECT_NEAR(result.probability[2], .8125 * .875, 4 * .00204);
  std::ranges::reverse(bare);
  EXPECT_EQ(independent_cascade(3, bare, starts{0}, {.samples = 50'000, .seed = 1}).probability, result.probability);
}

TEST(IndependentCascade, RefusesOneKeyForTwoTies) {
  const cascade_edges same{{0, 1, .5, false, 7}, {0, 2, .5}, {1, 2, .5, false, 7}};
  try {
    static_cast<void>(independent_cascade(3, same, starts{0}, {.samples = 10, .coins = coin_keys::by_edge}));
    FAIL();
  } catch (const input_error& fault) {
    EXPECT_STREQ(fault.what(), "edges 0 and 2 have the same key; expected another for each edge, or none");
  }
}

// Wilson of 0 in 1,000: [0, z^2 / (1,000 + z^2)] = [0, .003827]; of 1,000 in 1,000 the mirror image; a start is sure.
TEST(IndependentCascade, DoesNotTakeForImpossibleWhatNoSampleReached) {
  const cascade_edges rare{{0, 1, 1e-9}, {0, 2, 1}, {3, 4, .5}};
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
  cascade_edges star;
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
  EXPECT_EQ(independent_cascade(3, line_of_three, starts{}).spread, 0);
  EXPECT_EQ(independent_cascade(0, {}, starts{}).spread, 0);
  EXPECT_EQ(independent_cascade(3, line_of_three, starts{}, {.samples = 10}).spread, 0);
}

TEST(IndependentCascade, RefusesWhatIsNoProbabilityAndNoVertex) {
  EXPECT_THROW(static_cast<void>(independent_cascade(2, cascade_edges{{0, 1, 1.5}}, starts{0})), input_error);
  EXPECT_THROW(static_cast<void>(independent_cascade(2, cascade_edges{{0, 1, std::nan("")}}, starts{0})), input_error);
  EXPECT_THROW(static_cast<void>(independent_cascade(2, cascade_edges{{0, 2, .5}}, starts{0})), input_error);
  EXPECT_THROW(static_cast<void>(independent_cascade(2, cascade_edges{{0, 1, .5}}, starts{2})), input_error);
  EXPECT_THROW(static_cast<void>(independent_cascade(2, cascade_edges{{0, 1, .5}}, starts{0}, {.samples = 0})),
               input_error);
}

//   0 -.9-> 1 -.9-> 2,   0 -.8-> 2:   .81 beats .8
TEST(LikelyPaths, TakeTheGreatestProduct) {
  const auto found = likely_paths(spread_graph{4, cascade_edges{{0, 1, .9}, {1, 2, .9}, {0, 2, .8}}}, starts{0});
  EXPECT_EQ(path_to(found, 2), (std::vector<std::size_t>{0, 1}));
  EXPECT_DOUBLE_EQ(found[2].probability, .81);
  EXPECT_EQ(found[0].probability, 1);
  EXPECT_TRUE(path_to(found, 0).empty());
  EXPECT_EQ(found[3].probability, 0);
}

/// Forty vertices with up to nine arcs each, of differing p, some never and some always passing, one edge both ways.
cascade_edges crowd() {
  cascade_edges made;
  random_stream rng{{.seed = 5}};
  for (vertex_index u = 0; u < 40; ++u) {
    const std::uint32_t n = rng.below(10);
    for (std::uint32_t k = 0; k < n; ++k) {
      const double p = rng.below(6) == 0 ? rng.below(2) : rng.uniform() * .5;
      made.push_back({u, rng.below(40), p, rng.below(4) == 0, made.size() * 77});
    }
  }
  return made;
}

/// How often each vertex is informed, a coin at a time.
template <class Passes>
std::vector<double> naive_shares(const spread_graph& g, std::uint32_t samples, const Passes& passes) {
  std::vector<double> often(g.order());
  for (std::uint32_t sample = 0; sample < samples; ++sample) {
    std::vector<bool> informed(g.order());
    std::vector<vertex_index> queue{0, 7};
    for (const vertex_index v : queue) informed[v] = true;
    for (std::size_t next = 0; next < queue.size(); ++next) {
      std::uint32_t place = 0;
      g.for_each_out(queue[next], [&](vertex_index v, std::uint32_t e) {
        const bool passed = passes(sample, queue[next], place++, e);
        if (!passed || informed[v]) return;
        informed[v] = true;
        queue.push_back(v);
      });
    }
    for (vertex_index v = 0; v < g.order(); ++v) often[v] += informed[v];
  }
  for (double& n : often) n /= samples;
  return often;
}

// What coins are, said in words of random_stream: word k of a vertex's stream for the k-th arc of its row, to 32 bits.
TEST(IndependentCascade, TossesForEachArcOfARowTheNextWordOfItsStream) {
  const cascade_edges all = crowd();
  const spread_graph g{40, all};
  const auto naive = naive_shares(g, 300, [&](std::uint32_t sample, vertex_index u, std::uint32_t k, std::uint32_t e) {
    random_stream row{{.seed = 3, .entity = u, .replica = sample, .purpose = detail::coins_by_row}};
    std::uint32_t word = row();
    while (k-- > 0) word = row();
    return all[e].probability == 1 || word < all[e].probability * 0x1p32;
  });
  EXPECT_EQ(independent_cascade(g, starts{7, 0}, {.samples = 300, .seed = 3}).probability, naive);
}

TEST(IndependentCascade, TossesForEachEdgeACoinOfItsKey) {
  const cascade_edges all = crowd();
  const spread_graph g{40, all};
  const auto naive = naive_shares(g, 300, [&](std::uint32_t sample, vertex_index, std::uint32_t, std::uint32_t e) {
    return random_stream{{.seed = 3, .entity = *all[e].key, .replica = sample, .purpose = detail::coins_by_edge}}
        .bernoulli(all[e].probability);
  });
  const auto found = independent_cascade(g, starts{7, 0}, {.samples = 300, .seed = 3, .coins = coin_keys::by_edge});
  EXPECT_EQ(found.probability, naive);
  EXPECT_EQ(found.coins, coin_keys::by_edge);
}

TEST(IndependentCascade, GivesTheSameBitsUnderEachInstructionSet) {
  const spread_graph g{40, crowd()};
  const simd_level best = current_simd();
  for (const coin_keys coins : {coin_keys::by_row, coin_keys::by_edge}) {
    std::vector<spread_estimate> found;
    for (const simd_level level : {simd_level::portable, simd_level::avx2, simd_level::avx512}) {
      limit_simd(level);
      found.push_back(independent_cascade(g, starts{0}, {.samples = 2'000, .seed = 3, .coins = coins}));
    }
    limit_simd(best);
    for (const auto& one : found) {
      EXPECT_EQ(one.probability, found[0].probability);
      EXPECT_EQ(one.standard_error, found[0].standard_error);
    }
  }
}

// The high half of a coin meets that of its threshold once in 2^32 tosses, and then the low halves decide: p is the
// toss itself, which is not below it, or one more.
TEST(IndependentCascade, ComparesTheLowHalvesWhereTheHighOnesAreEven) {
  const detail::coin_use use{{.seed = 1, .purpose = detail::coins_by_edge}};
  const std::uint64_t bits = use.bits(42) >> 11;
  const auto passes = [&](std::uint64_t below) {
    const cascade_edges one{{0, 1, static_cast<double>(below) * 0x1p-53, false, 42}};
    return independent_cascade(2, one, starts{0}, {.samples = 1, .seed = 1, .coins = coin_keys::by_edge}).spread == 2;
  };
  const std::uint64_t high = detail::coin_use{{.seed = 1, .purpose = detail::coins_by_row}}.words(0, 0)[0];
  const std::uint64_t low = detail::coin_use{{.seed = 1, .purpose = detail::coins_by_row + 1}}.words(0, 0)[0];
  const auto passes_in_row = [&](std::uint64_t below) {
    const cascade_edges one{{0, 1, static_cast<double>(below) * 0x1p-53}};
    return independent_cascade(2, one, starts{0}, {.samples = 1, .seed = 1}).spread == 2;
  };
  const simd_level best = current_simd();
  for (const simd_level level : {simd_level::portable, simd_level::avx2, simd_level::avx512}) {
    limit_simd(level);
    EXPECT_FALSE(passes(bits));
    EXPECT_TRUE(passes(bits + 1));
    EXPECT_FALSE(passes_in_row((high << 32 | low) >> 11));
    EXPECT_TRUE(passes_in_row(((high << 32 | low) >> 11) + 1));
  }
  limit_simd(best);
}

//   0 --.5--> 1 --1--> 2, where 1 keeps it with .5: 1 + 1/2 + 1/4
TEST(IndependentCascade, PassesOnWhatIsKept) {
  const cascade_edges line = with_keys({{0, 1, .5}, {1, 2, 1}});
  const auto exact = independent_cascade(3, line, starts{0}, {.retention = .5});
  EXPECT_TRUE(exact.exact);
  EXPECT_EQ(exact.probability, (std::vector<double>{1, .5, .25}));
  const auto sampled = independent_cascade(3, line, starts{0}, {.samples = 20'000, .retention = .5});
  EXPECT_NEAR(sampled.spread, 1.75, 4 * sampled.standard_error);
  EXPECT_EQ(independent_cascade(3, line, starts{0}, {.retention = 0}).spread, 1.5);
}

//   0 --[5,9)--> 1 --[1,5)--> 2     1 hears at 5, when the tie to 2 has just ended; --[1,6)--> 3 still holds
TEST(IndependentCascade, TakesEdgesInTheOrderOfTheirDays) {
  const cascade_edges dated =
      with_keys({{0, 1, .5, false, {}, 5, 9}, {1, 2, 1, false, {}, 1, 5}, {1, 3, 1, false, {}, 1, 6}});
  EXPECT_EQ(independent_cascade(4, dated, starts{0}, {.from = 0}).probability, (std::vector<double>{1, .5, 0, .5}));
  EXPECT_EQ(independent_cascade(4, dated, starts{0}, {.from = 9}).spread, 1);
  EXPECT_EQ(independent_cascade(4, dated, starts{0}).spread, 2.5);
  const auto sampled = independent_cascade(4, dated, starts{0}, {.samples = 10'000, .from = 0});
  EXPECT_NEAR(sampled.spread, 2, 4 * sampled.standard_error);
  EXPECT_EQ(sampled.probability_high[2], 0);
}

TEST(IndependentCascade, StopsWhenAsked) {
  std::stop_source stop;
  stop.request_stop();
  const spread_graph g{4, diamond};
  EXPECT_THROW(static_cast<void>(independent_cascade(g, starts{0}, {.stop = stop.get_token()})), stopped);
  EXPECT_THROW(static_cast<void>(independent_cascade(g, starts{0}, {.samples = 9, .stop = stop.get_token()})), stopped);
  EXPECT_EQ(independent_cascade(g, starts{0}).spread, 2.4375) << "the graph can be asked again";
}

TEST(IndependentCascade, RefusesARetentionThatIsNoProbability) {
  EXPECT_THROW(static_cast<void>(independent_cascade(2, {}, starts{0}, {.retention = 1.5})), input_error);
  EXPECT_THROW(static_cast<void>(independent_cascade(2, {}, starts{0}, {.retention = -.5})), input_error);
}

// 24 bytes for each vertex and thread: 10 million vertices leave room for 4 threads in a gigabyte, few vertices for
// all.
TEST(IndependentCascade, KeepsItsCountsWithinAGigabyte) {
  const auto threads = [](std::size_t order, unsigned wanted) {
    return detail::sampling_threads(order * detail::cascade_sampler::bytes, wanted);
  };
  EXPECT_EQ(threads(10'000'000, 64), 4u);
  EXPECT_EQ(threads(1'000'000'000, 64), 1u);
  EXPECT_EQ(threads(100, 64), 64u);
  EXPECT_EQ(threads(100, 100'000), max_threads);
}

//   0 --[5,9)--> 1 --[1,5)--> 2 <--[0,3)-- 0, and 0 --[7,8)--> 1 with greater p
TEST(FirstPaths, ArriveAsEarlyAsTiesAllow) {
  const cascade_edges dated{{0, 1, .5, false, {}, 5, 9},
                            {0, 1, .9, false, {}, 7, 8},
                            {1, 2, 1, false, {}, 1, 5},
                            {0, 2, .25, false, {}, 0, 3},
                            {2, 3, 0}};
  const auto found = first_paths(spread_graph{4, dated}, starts{0}, 0);
  EXPECT_EQ(path_to(found, 1), (std::vector<std::size_t>{0}));
  EXPECT_EQ(path_to(found, 2), (std::vector<std::size_t>{3}));
  EXPECT_EQ(found[2].probability, .25);
  EXPECT_EQ(found[3].probability, 0) << "never passes";
  EXPECT_EQ(first_paths(spread_graph{4, dated}, starts{0}, 7, 1)[1].probability, 0.5) << "at 8 the second has ended";
}

}  // namespace
}  // namespace capnet
