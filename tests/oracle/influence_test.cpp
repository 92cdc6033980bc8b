/// Influence maximization against all choices of seeds over all ways that arcs can turn out, and against a naive
/// simulator.
#include <capnet/algorithm/influence_maximization.hpp>

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <functional>
#include <random>
#include <vector>

namespace capnet {
namespace {

struct influence_case {
  std::size_t order = 0;
  std::vector<edge> arcs{};
  [[nodiscard]] compressed_graph graph() const {
    return compressed_graph::from_edges(order, arcs, {.directed = true, .parallel = parallel_edges::all});
  }
};

/// Whom a set of vertices, a bit each, reaches over some arcs.
std::uint32_t reached(const influence_case& of, std::uint32_t from, const std::vector<bool>& live) {
  for (std::size_t pass = 0; pass < of.order; ++pass) {
    for (std::size_t a = 0; a < of.arcs.size(); ++a) {
      if (live[a] && (from >> of.arcs[a].source & 1u) != 0) from |= 1u << of.arcs[a].target;
    }
  }
  return from;
}

/// [set of seeds] its spread, by all live-edge graphs: each arc on its own, or at most one into each vertex.
std::vector<double> all_spreads(const influence_case& of, diffusion_model model) {
  std::vector<double> spreads(std::size_t{1} << of.order, 0);
  std::vector<bool> live(of.arcs.size(), false);
  const auto add = [&](double chance) {
    for (std::uint32_t seeds = 0; seeds < spreads.size(); ++seeds)
      spreads[seeds] += chance * std::popcount(reached(of, seeds, live));
  };
  if (model == diffusion_model::independent_cascade) {
    std::function<void(std::size_t, double)> turn = [&](std::size_t a, double chance) {
      if (chance == 0) return;
      if (a == of.arcs.size()) return add(chance);
      live[a] = true;
      turn(a + 1, chance * of.arcs[a].weight);
      live[a] = false;
      turn(a + 1, chance * (1 - of.arcs[a].weight));
    };
    turn(0, 1);
    return spreads;
  }
  std::function<void(std::size_t, double)> turn = [&](std::size_t v, double chance) {
    if (v == of.order) return add(chance);
    double none = 1;
    for (std::size_t a = 0; a < of.arcs.size(); ++a) {
      if (of.arcs[a].target != v) continue;
      none -= of.arcs[a].weight;
      live[a] = true;
      turn(v + 1, chance * of.arcs[a].weight);
      live[a] = false;
    }
    turn(v + 1, chance * none);
  };
  turn(0, 1);
  return spreads;
}

influence_case random_case(std::mt19937_64& random, std::size_t order, std::size_t arcs, diffusion_model model) {
  influence_case made{order, {}};
  std::vector<double> sums(order);
  for (std::size_t a = 0; a < arcs; ++a) {
    const auto u = static_cast<vertex_index>(random() % order), v = static_cast<vertex_index>(random() % order);
    if (u == v) continue;
    double weight = static_cast<double>(random() % 100) / 100;
    if (random() % 3 == 0) weight = .25;  // rows of equal weights too
    if (model == diffusion_model::linear_threshold) weight = std::min(weight, 1 - sums[v]);
    sums[v] += weight;
    made.arcs.push_back({u, v, weight});
  }
  return made;
}

std::uint32_t bits_of(const influence_result& result) {
  std::uint32_t bits = 0;
  for (const influence_seed& seed : result.seeds) bits |= 1u << seed.vertex;
  return bits;
}

/// What the answer promises, where the best that is allowed is known.
struct kept_promises {
  int cases = 0, best = 0, inside = 0;
  void check(const influence_result& result, const std::vector<double>& spreads,
             const std::function<bool(std::uint32_t)>& allowed) {
    double optimum = 0;
    for (std::uint32_t seeds = 0; seeds < spreads.size(); ++seeds) {
      if (allowed(seeds)) optimum = std::max(optimum, spreads[seeds]);
    }
    const std::uint32_t chosen = bits_of(result);
    ASSERT_TRUE(allowed(chosen));
    const double spread = spreads[chosen];
    EXPECT_GE(spread, result.guarantee * optimum - 1e-9);
    EXPECT_GE(spread, result.bound * optimum - 1e-9);
    EXPECT_GE(result.optimum_at_most, optimum - 1e-9);
    EXPECT_LE(result.spread_at_least, spread + 1e-9);
    EXPECT_GE(result.bound, result.guarantee);
    EXPECT_LE(result.bound, 1);
    EXPECT_NEAR(result.spread, spread, 5 * result.standard_error + 1e-9);
    double sum = 0;
    for (const influence_seed& seed : result.seeds) sum += seed.gain;
    EXPECT_NEAR(sum, result.spread, 1e-9);
    ++cases;
    best += spread >= optimum - .01;
    inside += result.low <= spread + 1e-9 && spread <= result.high + 1e-9;
  }
};

class InfluenceOracle : public testing::TestWithParam<diffusion_model> {};

TEST_P(InfluenceOracle, IsNearTheBestOfAllChoices) {
  std::mt19937_64 random{17};
  kept_promises kept;
  for (int k = 0; k < 24; ++k) {
    const influence_case of = random_case(random, 7, 11, GetParam());
    const auto spreads = all_spreads(of, GetParam());
    const std::size_t seeds = 1 + static_cast<std::size_t>(k) % 3;
    kept.check(influence_maximization(of.graph(), seeds,
                                      {.model = GetParam(), .epsilon = .05, .seed = static_cast<std::uint64_t>(k)}),
               spreads, [&](std::uint32_t set) { return std::popcount(set) <= static_cast<int>(seeds); });
  }
  EXPECT_GE(kept.best, kept.cases * 3 / 4);
  EXPECT_GE(kept.inside, kept.cases * 4 / 5);
}

TEST_P(InfluenceOracle, IsNearTheBestWithinLimitsOfGroups) {
  std::mt19937_64 random{18};
  kept_promises kept;
  for (int k = 0; k < 12; ++k) {
    const influence_case of = random_case(random, 7, 11, GetParam());
    const std::vector<std::uint32_t> group{0, 1, 0, 1, 2, 2, 0};
    const std::vector<std::size_t> limits{1, 2, 1};
    const std::vector<vertex_index> candidates{0, 1, 2, 3, 4, 6};
    kept.check(
        influence_maximization(
            of.graph(), 3,
            {.model = GetParam(), .epsilon = .05, .candidates = candidates, .group = group, .group_limits = limits}),
        all_spreads(of, GetParam()), [&](std::uint32_t set) {
          return std::popcount(set) <= 3 && std::popcount(set & 0b1000101u) <= 1 &&
                 std::popcount(set & 0b0001010u) <= 2 && std::popcount(set & 0b0010000u) <= 1 &&
                 (set & 0b0100000u) == 0;
        });
  }
  EXPECT_GE(kept.best, kept.cases / 2);
}

TEST_P(InfluenceOracle, IsNearTheBestThatABudgetBuys) {
  std::mt19937_64 random{19};
  kept_promises kept;
  for (int k = 0; k < 12; ++k) {
    const influence_case of = random_case(random, 7, 11, GetParam());
    const std::vector<double> costs{3, 1, 2, 2, 1, 5, 4};
    kept.check(influence_within_budget(of.graph(), costs, 5, {.model = GetParam(), .epsilon = .05}),
               all_spreads(of, GetParam()), [&](std::uint32_t set) {
                 double cost = 0;
                 for (std::size_t v = 0; v < costs.size(); ++v) cost += (set >> v & 1u) != 0 ? costs[v] : 0;
                 return cost <= 5;
               });
  }
  EXPECT_GE(kept.best, kept.cases / 3);
}

/// The spread of some seeds by `runs` runs, step by step; mean and standard error.
std::pair<double, double> simulated(const compressed_graph& g, const influence_result& of, diffusion_model model,
                                    int runs) {
  std::mt19937_64 random{20};
  const auto uniform = [&] { return static_cast<double>(random() >> 11) * 0x1p-53; };
  double sum = 0, squares = 0;
  for (int run = 0; run < runs; ++run) {
    std::vector<bool> informed(g.order());
    std::vector<double> heard(g.order()), threshold(g.order());
    for (double& t : threshold) t = uniform();
    std::vector<vertex_index> queue;
    for (const influence_seed& seed : of.seeds) queue.push_back(seed.vertex), informed[seed.vertex] = true;
    for (std::size_t at = 0; at < queue.size(); ++at) {
      const vertex_index u = queue[at];
      for (std::size_t k = 0; k < g.out_degree(u); ++k) {
        const vertex_index v = g.successors(u)[k];
        heard[v] += g.weights(u)[k];
        const bool hears =
            model == diffusion_model::independent_cascade ? uniform() < g.weights(u)[k] : heard[v] > threshold[v];
        if (informed[v] || !hears) continue;
        informed[v] = true;
        queue.push_back(v);
      }
    }
    sum += static_cast<double>(queue.size());
    squares += static_cast<double>(queue.size()) * static_cast<double>(queue.size());
  }
  const double mean = sum / runs;
  return {mean, std::sqrt((squares / runs - mean * mean) / runs)};
}

TEST_P(InfluenceOracle, FindsTheSpreadThatASimulatorFinds) {
  std::mt19937_64 random{21};
  for (int kind = 0; kind < 3; ++kind) {
    std::vector<edge> arcs;
    std::vector<double> sums(600);
    for (int k = 0; k < 6'000; ++k) {
      const auto u = static_cast<vertex_index>(random() % 600),
                 v = static_cast<vertex_index>(random() % (random() % 600 + 1));
      if (u != v) arcs.push_back({u, v, kind == 0 ? 1.0 : static_cast<double>(random() % 1000 + 1)});
    }
    for (const edge& arc : arcs) sums[arc.target] += arc.weight;
    for (edge& arc : arcs) arc.weight *= (kind == 2 ? .7 : 1) / (sums[arc.target] * (1 + 1e-12));
    const auto g = compressed_graph::from_edges(600, arcs, {.directed = true, .parallel = parallel_edges::all});
    const auto result = influence_maximization(g, 8, {.model = GetParam()});
    const auto [mean, error] = simulated(g, result, GetParam(), 4'000);
    EXPECT_NEAR(result.spread, mean, 4 * (result.standard_error + error));
    EXPECT_LT(result.standard_error, .02 * result.spread);
  }
}

INSTANTIATE_TEST_SUITE_P(Models, InfluenceOracle,
                         testing::Values(diffusion_model::independent_cascade, diffusion_model::linear_threshold));

}  // namespace
}  // namespace capnet
