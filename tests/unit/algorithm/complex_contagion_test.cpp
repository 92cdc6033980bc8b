#include <capnet/algorithm/complex_contagion.hpp>

#include <gtest/gtest.h>

#include <capnet/algorithm/exposure.hpp>

namespace capnet {
namespace {

using contagion_edges = std::vector<spread_edge>;
using seeds = std::vector<vertex_index>;
using after = std::vector<std::optional<std::uint32_t>>;

//   0 -- 1 -- 2 -- 3 -- 4     a ring lattice has two ways, a path one: at 2 neighbors a path stops
const contagion_edges five_in_a_row{{0, 1, 1, true}, {1, 2, 1, true}, {2, 3, 1, true}, {3, 4, 1, true}};

TEST(ComplexContagion, NeedsAsManyNeighborsAsItsThreshold) {
  const spread_graph g{5, five_in_a_row};
  const std::vector<double> one(5, 1), two(5, 2);
  const contagion_options count{.unit = adoption_unit::neighbors};
  const auto simple = complex_contagion(g, seeds{0}, one, count);
  EXPECT_EQ(simple.adopted, (after{0, 1, 2, 3, 4}));
  EXPECT_EQ(simple.steps, (std::vector<std::size_t>{1, 2, 3, 4, 5}));
  EXPECT_EQ(complex_contagion(g, seeds{0}, two, count).steps, (std::vector<std::size_t>{1}));
  EXPECT_EQ(complex_contagion(g, seeds{0, 2, 4}, two, count).adopted, (after{0, 1, 0, 1, 0}));
}

// Granovetter's crowd of 100, of whom k riots once k others do: all join in turn. Without the one who needs one, nobody
// follows the instigator.
TEST(ComplexContagion, RunsThroughGranovettersCrowdUnlessOneLinkIsMissing) {
  contagion_edges crowd;
  for (vertex_index u = 0; u < 100; ++u) {
    for (vertex_index v = u + 1; v < 100; ++v) crowd.push_back({u, v, 1, true});
  }
  const spread_graph g{100, crowd};
  std::vector<double> thresholds(100);
  for (std::size_t v = 0; v < 100; ++v) thresholds[v] = static_cast<double>(v);
  const contagion_options count{.unit = adoption_unit::neighbors};
  EXPECT_EQ(complex_contagion(g, seeds{}, thresholds, count).steps.back(), 100u);
  thresholds[1] = 2;
  EXPECT_EQ(complex_contagion(g, seeds{}, thresholds, count).steps.back(), 1u);
}

// Of 3's neighbors 0, 1, 2 (0 twice): two of three suffice for .6; loops count for nothing.
TEST(ComplexContagion, TakesAShareOfDistinctNeighbors) {
  const spread_graph g{4, contagion_edges{{0, 3, 1}, {0, 3, 1}, {1, 3, .1}, {2, 3, 1}, {3, 3, 1}}};
  const std::vector<double> share{1, 1, 1, .6};
  EXPECT_FALSE(complex_contagion(g, seeds{0}, share).adopted[3]);
  EXPECT_EQ(complex_contagion(g, seeds{0, 1}, share).adopted[3], 1u);
}

//   0 --[1,3)--> 2 <--[3,5)-- 1: never both at once
TEST(ComplexContagion, CountsNeighborsOfTheTime) {
  const spread_graph g{3, contagion_edges{{0, 2, 1, false, {}, 1, 3}, {1, 2, 1, false, {}, 3, 5}}};
  const std::vector<double> two(3, 2), half(3, .5);
  EXPECT_FALSE(complex_contagion(g, seeds{0, 1}, two, {.unit = adoption_unit::neighbors, .from = 0}).adopted[2]);
  EXPECT_EQ(complex_contagion(g, seeds{0, 1}, two, {.unit = adoption_unit::neighbors}).adopted[2], 1u);
  EXPECT_EQ(complex_contagion(g, seeds{1}, half, {.from = 0}).adopted[2], 4u) << "at time 3";
}

/// All at once until nothing changes, by the definition.
after fixed_point(std::size_t n, const contagion_edges& edges, const seeds& from, const std::vector<double>& share) {
  after adopted(n);
  for (const vertex_index v : from) adopted[v] = 0;
  for (std::uint32_t step = 1; step <= n; ++step) {
    after next = adopted;
    for (vertex_index v = 0; v < n; ++v) {
      std::vector<bool> in(n);
      for (const spread_edge& uv : edges) {
        if (uv.target == v && uv.source != v) in[uv.source] = true;
        if (uv.both_ways && uv.source == v && uv.target != v) in[uv.target] = true;
      }
      int all = 0, those = 0;
      for (vertex_index u = 0; u < n; ++u) all += in[u], those += in[u] && adopted[u];
      if (!adopted[v] && (share[v] <= 0 || (all > 0 && static_cast<double>(those) / all >= share[v]))) next[v] = step;
    }
    adopted = next;
  }
  return adopted;
}

TEST(ComplexContagion, ReachesTheNaiveFixedPoint) {
  for (std::uint32_t replica = 0; replica < 200; ++replica) {
    random_stream rng{{.seed = 13, .replica = replica}};
    const std::uint32_t n = 2 + rng.below(9);
    contagion_edges edges;
    for (std::uint32_t k = 0; k < 2 * n; ++k) edges.push_back({rng.below(n), rng.below(n), 1, rng.bernoulli(.3)});
    std::vector<double> share(n);
    for (double& s : share) s = rng.below(6) / 6.0;
    const seeds from{rng.below(n)};
    EXPECT_EQ(complex_contagion(spread_graph{n, edges}, from, share).adopted, fixed_point(n, edges, from, share));
  }
}

// Thresholds uniform in [0, 1) and one neighbor of one who has adopted: sure; of two neighbors, one of whom: half.
TEST(ComplexContagion, DrawsThresholds) {
  const spread_graph g{4, contagion_edges{{0, 1, 1}, {0, 2, 1}, {3, 2, 1}}};
  const auto one = drawn_contagion(g, seeds{0}, {.low = .25, .samples = 20'000, .seed = 3, .threads = 1});
  EXPECT_EQ(one.adopted.probability[1], 1);
  EXPECT_NEAR(one.adopted.probability[2], 1. / 3, 4 * one.adopted.probability_error[2]) << "(.5 - .25) / .75";
  EXPECT_EQ(one.adopted.probability[3], 0);
  EXPECT_EQ(one.steps[0].mean, 1);
  EXPECT_DOUBLE_EQ(one.steps.back().mean, one.adopted.spread);
  const auto eight = drawn_contagion(g, seeds{0}, {.low = .25, .samples = 20'000, .seed = 3, .threads = 8});
  EXPECT_EQ(eight.adopted.probability, one.adopted.probability);
  EXPECT_THROW(static_cast<void>(drawn_contagion(g, seeds{0}, {.low = .5, .high = .25})), input_error);
}

TEST(ComplexContagion, RefusesWhatItCannotDo) {
  const spread_graph g{5, five_in_a_row};
  EXPECT_THROW(static_cast<void>(complex_contagion(g, seeds{0}, std::vector<double>(4))), input_error);
  EXPECT_THROW(static_cast<void>(complex_contagion(g, seeds{5}, std::vector<double>(5))), input_error);
  EXPECT_THROW(static_cast<void>(complex_contagion(g, seeds{0}, std::vector<double>(5), {.max_steps = 0})),
               input_error);
  EXPECT_THROW(static_cast<void>(complex_contagion(g, seeds{0}, std::vector<double>(5, std::nan("")))), input_error);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(static_cast<void>(complex_contagion(g, seeds{0}, std::vector<double>(5, 1), {.stop = stop.get_token()})),
               stopped);
}

//   0 (1) --+                 3 adopts at 5: of its three neighbors 0 and 1 had before, 2 did on the same day
//   1 (2) --+--> 3 (5) --> 4  4 has not: its one neighbor has
//   2 (5) --+
TEST(AdoptionExposure, CountsNeighborsWhoHadAdoptedBefore) {
  const spread_graph g{5, contagion_edges{{0, 3, 1}, {0, 3, .5}, {1, 3, 1}, {2, 3, 1}, {3, 4, 1}}};
  const std::vector<std::optional<adoption_time>> times{adoption_time{1, 1}, adoption_time{2, 2}, adoption_time{5, 5},
                                                        adoption_time{5, 5}, std::nullopt};
  const auto found = adoption_exposure(g, times);
  EXPECT_EQ(found[3].neighbors, 3u);
  EXPECT_EQ(found[3].adopted, 2u);
  EXPECT_EQ(*found[3].share(), 2. / 3);
  EXPECT_TRUE(found[3].adopter);
  EXPECT_EQ(*found[4].share(), 1);
  EXPECT_FALSE(found[4].adopter);
  EXPECT_FALSE(found[0].share()) << "no neighbors";
}

TEST(AdoptionExposure, BoundsWhatIsKnownInPart) {
  const spread_graph g{4, contagion_edges{{0, 3, 1}, {1, 3, 1}, {2, 3, 1}}};
  // 0 at some time of 1 to 9, 1 perhaps never, 2 surely before 3 at 5
  const std::vector<std::optional<adoption_time>> times{adoption_time{1, 9}, adoption_time{}, adoption_time{1, 4},
                                                        adoption_time{5, 5}};
  const auto found = adoption_exposure(g, times);
  EXPECT_EQ(found[3].adopted, 1u);
  EXPECT_EQ(found[3].may_have, 3u);
  EXPECT_EQ(*found[3].share_high(), 1);
}

TEST(AdoptionExposure, LooksAtTheTiesOfTheTime) {
  const spread_graph g{3, contagion_edges{{0, 2, 1, false, {}, 0, 5}, {1, 2, 1, false, {}, 5, 9}}};
  const std::vector<std::optional<adoption_time>> times{adoption_time{1, 1}, std::nullopt, adoption_time{5, 5}};
  EXPECT_EQ(*adoption_exposure(g, times)[2].share(), .5);
  EXPECT_EQ(*adoption_exposure(g, times, true)[2].share(), 0) << "the tie to 0 has ended";
  EXPECT_THROW(static_cast<void>(adoption_exposure(g, std::vector<std::optional<adoption_time>>(2))), input_error);
}

}  // namespace
}  // namespace capnet
