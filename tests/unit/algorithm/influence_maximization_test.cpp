#include <capnet/algorithm/influence_maximization.hpp>

#include <gtest/gtest.h>

#include <limits>
#include <map>
#include <numeric>
#include <vector>

#include "refusal.hpp"

namespace capnet {
namespace {

compressed_graph arcs_of_influence(std::size_t order, const std::vector<edge>& arcs, bool directed = true) {
  return compressed_graph::from_edges(order, arcs,
                                      {.directed = directed, .keep_loops = true, .parallel = parallel_edges::all});
}

std::vector<vertex_index> seeds_of(const influence_result& result) {
  std::vector<vertex_index> seeds;
  for (const influence_seed& seed : result.seeds) seeds.push_back(seed.vertex);
  return seeds;
}

std::vector<edge> star(vertex_index hub, vertex_index first, vertex_index leaves, double p) {
  std::vector<edge> arcs;
  for (vertex_index v = first; v < first + leaves; ++v) arcs.push_back({hub, v, p});
  return arcs;
}

//   0 -> 1 (.5)   4 -> 5 (1)
//   0 -> 2 (.5)             spread of 0: 1 + .5 + .5 + P(3) = 1 + 1 + (1 - (1 - .25)^2) = 2.4375
//   1 -> 3 (.5)             spread of 4: 2
//   2 -> 3 (.5)
const std::vector<edge> diamond_and_arc{{0, 1, .5}, {0, 2, .5}, {1, 3, .5}, {2, 3, .5}, {4, 5, 1}};

TEST(InfluenceMaximization, ChoosesTheVertexOfLargestSpread) {
  const auto result = influence_maximization(arcs_of_influence(6, diamond_and_arc), 1);
  EXPECT_EQ(seeds_of(result), std::vector<vertex_index>{0});
  EXPECT_NEAR(result.spread, 2.4375, 5 * result.standard_error);
  EXPECT_GT(result.standard_error, 0);
  EXPECT_LT(result.standard_error, .02);
  EXPECT_LE(result.low, 2.4375);
  EXPECT_GE(result.high, 2.4375);
  EXPECT_GE(result.bound, result.guarantee);
  EXPECT_LE(result.bound, 1);
  EXPECT_NEAR(result.guarantee, 1 - std::exp(-1) - .1, 1e-15);
  EXPECT_NEAR(result.confidence, .99, 1e-15);
  EXPECT_NEAR(influence_maximization(arcs_of_influence(1000, diamond_and_arc), 1).confidence, .999, 1e-12);
}

// Linear threshold, weights .5: 3 is reached from 0 by way of 1, of 2, or not: 1 + .5 + .5 + .5 = 2.5
TEST(InfluenceMaximization, KnowsTheThresholdModel) {
  const auto result =
      influence_maximization(arcs_of_influence(6, diamond_and_arc), 1, {.model = diffusion_model::linear_threshold});
  EXPECT_EQ(seeds_of(result), std::vector<vertex_index>{0});
  EXPECT_NEAR(result.spread, 2.5, 5 * result.standard_error);
}

TEST(InfluenceMaximization, GivesGainsThatAddUpToTheSpread) {
  const auto result = influence_maximization(arcs_of_influence(6, diamond_and_arc), 3);
  ASSERT_EQ(result.seeds.size(), 3u);
  double sum = 0;
  for (const influence_seed& seed : result.seeds) sum += seed.gain;
  EXPECT_NEAR(sum, result.spread, 1e-9);
  EXPECT_NEAR(result.seeds[1].gain, 2, .05);
}

TEST(InfluenceMaximization, CountsEveryoneWhoIsChosenWhereNothingPasses) {
  const auto result = influence_maximization(arcs_of_influence(5, {{0, 1, 0}, {1, 1, 1}}), 5);
  EXPECT_EQ(seeds_of(result).size(), 5u);
  EXPECT_EQ(result.spread, 5);
  EXPECT_EQ(result.standard_error, 0);
  EXPECT_EQ(result.bound, 1);
}

TEST(InfluenceMaximization, ChoosesNobodyAmongNobody) {
  EXPECT_TRUE(influence_maximization(compressed_graph{}, 3).seeds.empty());
  EXPECT_TRUE(influence_maximization(arcs_of_influence(6, diamond_and_arc), 0).seeds.empty());
  const auto none =
      influence_maximization(arcs_of_influence(6, diamond_and_arc), 2, {.candidates = std::vector<vertex_index>{}});
  EXPECT_TRUE(none.seeds.empty());
  EXPECT_EQ(none.spread, 0);
  EXPECT_EQ(none.bound, 1);
}

TEST(InfluenceMaximization, ChoosesAllWhereThereAreFewer) {
  const auto result = influence_maximization(arcs_of_influence(3, {{0, 1, .5}}), 10);
  EXPECT_EQ(result.seeds.size(), 3u);
  EXPECT_EQ(result.bound, 1);
}

TEST(InfluenceMaximization, FollowsAnUndirectedEdgeBothWays) {
  // 0 - 1 - 2 with 1 each: any of them reaches all.
  const auto result = influence_maximization(arcs_of_influence(3, {{0, 1, 1}, {1, 2, 1}}, false), 1);
  EXPECT_EQ(result.spread, 3);
  EXPECT_EQ(seeds_of(result), std::vector<vertex_index>{0});
}

TEST(InfluenceMaximization, TriesParallelArcsEachOnItsOwn) {
  const auto result = influence_maximization(arcs_of_influence(2, {{0, 1, .5}, {0, 1, .5}}), 1);
  EXPECT_NEAR(result.spread, 1.75, 5 * result.standard_error);
}

TEST(InfluenceMaximization, ChoosesAmongCandidatesOnly) {
  const std::vector<vertex_index> candidates{1, 4, 1};
  const auto result = influence_maximization(arcs_of_influence(6, diamond_and_arc), 1, {.candidates = candidates});
  EXPECT_EQ(seeds_of(result), std::vector<vertex_index>{4});
  EXPECT_EQ(influence_maximization(arcs_of_influence(6, diamond_and_arc), 9, {.candidates = candidates}).seeds.size(),
            2u);
}

//   0 -> four, 1 -> three, 2 -> two, with 1 each; 0 and 1 are of one group.
std::vector<edge> three_stars() {
  std::vector<edge> arcs = star(0, 3, 4, 1);
  for (const edge& arc : star(1, 7, 3, 1)) arcs.push_back(arc);
  for (const edge& arc : star(2, 10, 2, 1)) arcs.push_back(arc);
  return arcs;
}

TEST(InfluenceMaximization, KeepsToTheLimitsOfGroups) {
  std::vector<std::uint32_t> group(12, 1);
  group[0] = group[1] = 0;
  group[2] = 2;
  const std::vector<std::size_t> limits{1, 0, 5};
  const auto result =
      influence_maximization(arcs_of_influence(12, three_stars()), 2, {.group = group, .group_limits = limits});
  EXPECT_EQ(seeds_of(result), (std::vector<vertex_index>{0, 2}));
  EXPECT_NEAR(result.guarantee, .4, 1e-15);
  EXPECT_NEAR(result.spread, 8, 5 * result.standard_error);
  group[2] = 7;  // a group that is not there
  EXPECT_EQ(seeds_of(influence_maximization(arcs_of_influence(12, three_stars()), 2,
                                            {.group = group, .group_limits = limits})),
            std::vector<vertex_index>{0});
}

TEST(InfluenceMaximization, BuysWhatGivesMostForItsCost) {
  std::vector<double> costs(12, 2);
  costs[0] = 6;  // 5 / 6 < 4 / 3 < 3 / 1
  costs[1] = 3;
  costs[2] = 1;
  const auto g = arcs_of_influence(12, three_stars());
  const auto result = influence_within_budget(g, costs, 4);
  EXPECT_EQ(seeds_of(result), (std::vector<vertex_index>{2, 1}));
  EXPECT_NEAR(result.guarantee, (1 - std::exp(-1)) / 2 - .1, 1e-15);
  EXPECT_EQ(seeds_of(influence_within_budget(g, costs, 0)), std::vector<vertex_index>{});
}

TEST(InfluenceMaximization, BuysTheBestSingleOneWhereManyCheapOnesGiveLess) {
  // 2 gives 3 for 1, 0 gives 5 for 4: with 4 to spend the cheap one comes first and leaves too little for 0.
  std::vector<double> costs(12, 100);
  costs[0] = 4;
  costs[2] = 1;
  const auto result = influence_within_budget(arcs_of_influence(12, three_stars()), costs, 4);
  EXPECT_EQ(seeds_of(result), std::vector<vertex_index>{0});
}

TEST(InfluenceMaximization, HasTheSameBitsAtAnyNumberOfThreads) {
  std::vector<edge> arcs;
  random_stream random{{.seed = 5}};
  for (int k = 0; k < 2000; ++k)
    arcs.push_back({random.below(300), random.below(300), k % 3 == 0 ? .1 : .3 * random.uniform()});
  const auto g = arcs_of_influence(300, arcs);
  const auto one = influence_maximization(g, 12, {.epsilon = .3, .seed = 3, .threads = 1});
  for (const unsigned threads : {2u, 8u}) {
    const auto many = influence_maximization(g, 12, {.epsilon = .3, .seed = 3, .threads = threads});
    EXPECT_EQ(many.seeds, one.seeds);
    EXPECT_EQ(many.spread, one.spread);
    EXPECT_EQ(many.bound, one.bound);
    EXPECT_EQ(many.sets, one.sets);
  }
  EXPECT_NE(influence_maximization(g, 12, {.epsilon = .3, .seed = 4, .threads = 1}).spread, one.spread);
}

TEST(InfluenceMaximization, SaysHowFarItIsAndStopsIfAsked) {
  std::vector<edge> arcs;
  random_stream random{{.seed = 6}};
  for (int k = 0; k < 300; ++k) arcs.push_back({random.below(100), random.below(100), .02});
  const auto g = arcs_of_influence(100, arcs);
  std::vector<double> fractions;
  std::string stage;
  influence_options options{.epsilon = .1, .report = [&](const progress& p) {
                              fractions.push_back(p.fraction);
                              stage = p.stage;
                            }};
  EXPECT_GT(influence_maximization(g, 5, options).bound, .53);
  EXPECT_FALSE(fractions.empty());
  EXPECT_TRUE(std::ranges::is_sorted(fractions));
  EXPECT_LE(fractions.back(), 1);
  EXPECT_EQ(stage.rfind("influence, bound 0.", 0), 0u);
  std::stop_source stop;
  options.stop = stop.get_token();
  options.report = [&](const progress&) { stop.request_stop(); };
  options.epsilon = .02;
  EXPECT_THROW((void)influence_maximization(g, 5, options), stopped);
}

TEST(InfluenceMaximization, RefusesWhatIsNoProbability) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto unknown =
      compressed_graph::from_edges(2, std::vector<edge>{{0, 1, nan}}, {.directed = true, .unknown_weights = true});
  EXPECT_EQ(refusal([&] { return influence_maximization(unknown, 1); }),
            "the arc from vertex 0 to 1 weighs no number; expected a probability in [0, 1]");
  EXPECT_EQ(refusal([&] { return influence_maximization(arcs_of_influence(2, {{0, 1, 1.5}, {1, 0, -.1}}), 1); }),
            "the arc from vertex 1 to 0 weighs -0.1; expected a probability in [0, 1]\n"
            "the arc from vertex 0 to 1 weighs 1.5; expected a probability in [0, 1]");
  EXPECT_EQ(refusal([&] {
              return influence_maximization(arcs_of_influence(3, {{0, 2, .6}, {1, 2, .6}}), 1,
                                            {.model = diffusion_model::linear_threshold});
            }),
            "the weights of the arcs to vertex 2 add up to 1.2; expected at most 1");
}

TEST(InfluenceMaximization, RefusesOptionsThatDoNotFit) {
  const auto g = arcs_of_influence(6, diamond_and_arc);
  const std::vector<vertex_index> beyond{2, 6};
  const std::vector<double> costs{1, 2, 0, 1, 1, std::numeric_limits<double>::quiet_NaN()}, few{1};
  const std::vector<std::uint32_t> group(6), short_group(5);
  const std::vector<std::size_t> limits{2};
  EXPECT_EQ(refusal([&] { return influence_maximization(g, 1, {.candidates = beyond}); }),
            "candidate 6 is no vertex; expected one below 6");
  EXPECT_NE(refusal([&] { return influence_maximization(g, 1, {.epsilon = .7}); }).find("an epsilon of 0.7"),
            std::string::npos);
  EXPECT_NE(refusal([&] { return influence_maximization(g, 1, {.epsilon = 0}); }).find("an epsilon of 0"),
            std::string::npos);
  EXPECT_NE(refusal([&] { return influence_maximization(g, 1, {.ell = 0}); }).find("an ell of 0"), std::string::npos);
  EXPECT_NE(refusal([&] {
              return influence_maximization(g, 1, {.group = short_group, .group_limits = limits});
            }).find("groups of 5 vertices of 6"),
            std::string::npos);
  EXPECT_NE(refusal([&] { return influence_maximization(g, 1, {.group_limits = limits}); }).find("without groups"),
            std::string::npos);
  EXPECT_EQ(refusal([&] { return influence_within_budget(g, costs, 3); }),
            "the cost of vertex 2 is 0; expected a finite cost above 0 for every candidate\n"
            "the cost of vertex 5 is no number; expected a finite cost above 0 for every candidate");
  EXPECT_NE(refusal([&] { return influence_within_budget(g, few, 3); }).find("1 costs for 6 vertices"),
            std::string::npos);
  EXPECT_NE(refusal([&] { return influence_within_budget(g, costs, -1); }).find("a budget of -1"), std::string::npos);
  EXPECT_NE(refusal([&] { return influence_maximization(g, 1, {.max_members = 100}); }).find("more than 100 members"),
            std::string::npos);
}

/// How often each source is live in `draws` drawings of the arcs in of vertex 0, and how many are at once.
struct drawn_arcs {
  std::map<vertex_index, int> times;
  double mean = 0, squares = 0;
};
drawn_arcs draw_arcs(const std::vector<edge>& arcs, std::size_t order, detail::live_arcs live, int draws) {
  const detail::incoming_arcs incoming{arcs_of_influence(order, arcs), live, {.threads = 1}};
  drawn_arcs all;
  for (int k = 0; k < draws; ++k) {
    detail::set_stream random{11, static_cast<std::uint64_t>(k), 1};
    int live_at_once = 0;
    incoming.draw(0, random, [&](arc_index arc) {
      ++all.times[incoming.source(arc)];
      ++live_at_once;
    });
    all.mean += live_at_once;
    all.squares += live_at_once * live_at_once;
  }
  all.mean /= draws;
  all.squares /= draws;
  return all;
}

/// Each arc on its own: so its frequency is its weight, and the variance of their number the sum of p (1 - p).
void expect_each_alone(const std::vector<edge>& arcs) {
  constexpr int draws = 40'000;
  const auto drawn = draw_arcs(arcs, arcs.size() + 1, detail::live_arcs::each_alone, draws);
  double variance = 0;
  for (const edge& arc : arcs) {
    const double p = arc.weight, often = drawn.times.contains(arc.source) ? drawn.times.at(arc.source) : 0;
    EXPECT_NEAR(often / draws, p, 5 * std::sqrt(p * (1 - p) / draws) + 1e-12) << arc.source;
    variance += p * (1 - p);
  }
  EXPECT_NEAR(drawn.squares - drawn.mean * drawn.mean, variance,
              5 * std::sqrt((variance + 2 * variance * variance) / draws) + 1e-12);
}

TEST(InfluenceMaximization, DrawsArcsEachWithItsProbability) {
  for (const double p : {1e-3, .02, .2, .25, .6, 1.0}) {
    std::vector<edge> equal;
    for (vertex_index v = 1; v <= 50; ++v) equal.push_back({v, 0, p});
    expect_each_alone(equal);
    equal.resize(4);
    expect_each_alone(equal);
  }
  std::vector<edge> falling;
  for (vertex_index v = 1; v <= 100; ++v) falling.push_back({v, 0, .9 / v});
  expect_each_alone(falling);
  for (edge& arc : falling) arc.weight = arc.source % 3 == 0 ? .01 : .001;
  expect_each_alone(falling);
}

TEST(InfluenceMaximization, DrawsAtMostOneArcOfARowForThresholds) {
  constexpr int draws = 40'000;
  for (const bool equal : {true, false}) {
    std::vector<edge> arcs;
    for (vertex_index v = 1; v <= 12; ++v) arcs.push_back({v, 0, equal ? .05 : .01 * v});  // .6 or .78 together
    const auto drawn = draw_arcs(arcs, 13, detail::live_arcs::one_of_row, draws);
    EXPECT_EQ(drawn.mean, drawn.squares);  // 0 or 1
    for (const edge& arc : arcs)
      EXPECT_NEAR(1.0 * drawn.times.at(arc.source) / draws, arc.weight, 5 * std::sqrt(arc.weight / draws));
  }
}

}  // namespace
}  // namespace capnet
