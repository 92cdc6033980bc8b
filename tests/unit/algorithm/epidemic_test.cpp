#include <capnet/algorithm/epidemic.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>

namespace capnet {
namespace {

using edges_of = std::vector<spread_edge>;
using first_ones = std::vector<vertex_index>;

edges_of complete(vertex_index n, double p) {
  edges_of all;
  for (vertex_index u = 0; u < n; ++u) {
    for (vertex_index v = u + 1; v < n; ++v) all.push_back({u, v, p, true});
  }
  return all;
}

/// P(v is infectious after each step) of SI from vertex 0, over all sets of infectious vertices.
std::vector<std::vector<double>> enumerated_si(std::size_t n, const edges_of& edges, std::size_t steps) {
  std::map<unsigned, double> sets{{1u, 1.0}};
  std::vector<std::vector<double>> all;
  for (std::size_t step = 0; step <= steps; ++step) {
    all.emplace_back(n);
    std::map<unsigned, double> next;
    for (const auto& [set, chance] : sets) {
      for (std::size_t v = 0; v < n; ++v) all.back()[v] += (set >> v & 1u) != 0 ? chance : 0;
      for (unsigned live = 0; live < 1u << edges.size(); ++live) {
        double both = chance;
        unsigned then = set;
        for (std::size_t e = 0; e < edges.size(); ++e) {
          const bool on = (live >> e & 1u) != 0;
          both *= on ? edges[e].probability : 1 - edges[e].probability;
          if (on && (set >> edges[e].source & 1u) != 0) then |= 1u << edges[e].target;
        }
        next[then] += both;
      }
    }
    sets = next;
  }
  return all;
}

//   0 -.5-> 1 -.25-> 2, 0 -.1-> 2
TEST(Epidemic, SiStepsAsItsStatesEnumerated) {
  const edges_of edges{{0, 1, .5}, {1, 2, .25}, {0, 2, .1}};
  const auto exact = enumerated_si(3, edges, 4);
  const auto found = simulate_epidemic(spread_graph{3, edges}, first_ones{0},
                                       {.model = epidemic_model::si, .max_steps = 4, .samples = 40'000, .seed = 2});
  ASSERT_EQ(found.steps.size(), 5u);
  for (std::size_t step = 0; step < 5; ++step) {
    const auto& at = found.steps[step];
    EXPECT_NEAR(at.infectious.mean, exact[step][0] + exact[step][1] + exact[step][2],
                4 * at.infectious.standard_error + 1e-12);
    EXPECT_NEAR(at.susceptible.mean + at.infectious.mean, 3, 1e-12);
  }
  for (std::size_t v = 0; v < 3; ++v) EXPECT_NEAR(found.reached.probability[v], exact[4][v], 4 * .0025);
  EXPECT_EQ(found.last_infectious, found.reached.probability);
}

// Geometric: 1 is reached at step k with .5^k, on average at step 2.
TEST(Epidemic, TellsWhenVerticesAreFirstReached) {
  const auto found = simulate_epidemic(spread_graph{3, edges_of{{0, 1, .5}, {1, 2, 0}}}, first_ones{0},
                                       {.model = epidemic_model::si, .max_steps = 1'000, .samples = 20'000});
  EXPECT_EQ(found.first[0].mean, 0);
  EXPECT_NEAR(found.first[1].mean, 2, 4 * std::sqrt(2.0 / 20'000));  // variance (1 - p) / p^2
  EXPECT_EQ(found.first[1].samples, 20'000u);
  EXPECT_EQ(found.first[1].earliest, 1u);
  EXPECT_TRUE(std::isnan(found.first[2].mean));
  EXPECT_EQ(found.unfinished, 0u);
  EXPECT_EQ(found.steps.size(), found.first[1].latest + 1u) << "ended when all were reached who can be";
}

// SIR on a complete graph of 400: S' = S (1 - p)^I, I' = I (1 - g) + S (1 - (1 - p)^I), within 3% of all vertices.
TEST(Epidemic, SirFollowsTheMeanFieldOnACompleteGraph) {
  constexpr vertex_index n = 400;
  constexpr double p = .5 / n, recovery = .2;
  const auto found = simulate_epidemic(spread_graph{n, complete(n, p)},
                                       first_ones{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19},
                                       {.recovery = recovery, .samples = 200, .seed = 4});
  double s = n - 20, i = 20, r = 0;
  for (std::size_t step = 0; step < 60; ++step) {
    const auto& at = found.steps[step];
    EXPECT_NEAR(at.susceptible.mean, s, .03 * n) << step;
    EXPECT_NEAR(at.infectious.mean, i, .03 * n) << step;
    EXPECT_NEAR(at.recovered.mean, r, .03 * n) << step;
    const double reached = s * (1 - std::pow(1 - p, i)), better = i * recovery;
    s -= reached, i += reached - better, r += better;
  }
  EXPECT_EQ(found.steps.back().infectious.mean, 0);
  EXPECT_NEAR(found.steps.back().recovered.mean, found.reached.spread, 1e-9);
}

struct rates {
  epidemic_model model;
  double recovery, incubation, forgetting;
};

/// Counts of the four states after so many steps, a state machine a vertex with a sequential generator.
std::array<int, 4> naive_states(const edges_of& arcs, std::size_t n, const rates& how, int steps,
                                std::mt19937_64& rng) {
  enum { s, e, i, r };
  const auto toss = [&](double p) { return static_cast<double>(rng() >> 11) * 0x1p-53 < p; };
  std::vector<int> state(n, s);
  state[0] = i;
  for (int step = 0; step < steps; ++step) {
    std::vector<int> next = state;
    for (const spread_edge& uv : arcs) {
      if (state[uv.source] == i && state[uv.target] == s && toss(uv.probability))
        next[uv.target] = how.model == epidemic_model::seir ? e : i;
    }
    for (std::size_t v = 0; v < n; ++v) {
      if (state[v] == e && toss(how.incubation)) next[v] = i;
      if (state[v] == i && how.model != epidemic_model::si && toss(how.recovery))
        next[v] = how.model == epidemic_model::sis ? s : r;
      if (state[v] == r && toss(how.forgetting)) next[v] = s;
    }
    state = next;
  }
  std::array<int, 4> counts{};
  for (const int one : state) ++counts[static_cast<std::size_t>(one)];
  return counts;
}

TEST(Epidemic, StepsAsANaiveSimulationOfEachModel) {
  edges_of arcs;
  std::mt19937_64 rng{3};
  for (vertex_index u = 0; u < 12; ++u) {
    for (int k = 0; k < 3; ++k)
      arcs.push_back({u, static_cast<vertex_index>(rng() % 12), static_cast<double>(rng() % 5) / 10});
  }
  std::erase_if(arcs, [](const spread_edge& uv) { return uv.source == uv.target; });
  const spread_graph g{12, arcs};
  constexpr int times = 8'000;
  for (const rates& how : {rates{epidemic_model::si, 0, 0, 0}, rates{epidemic_model::sir, .3, 0, 0},
                           rates{epidemic_model::sir, .3, 0, .2}, rates{epidemic_model::sis, .4, 0, 0},
                           rates{epidemic_model::seir, .3, .5, .1}, rates{epidemic_model::seir, 1, 1, 1}}) {
    for (const coin_keys coins : {coin_keys::by_row, coin_keys::by_edge}) {
      const auto found = simulate_epidemic(g, first_ones{0},
                                           {.model = how.model,
                                            .recovery = how.recovery,
                                            .incubation = how.incubation,
                                            .forgetting = how.forgetting,
                                            .max_steps = 7,
                                            .samples = times,
                                            .seed = 9,
                                            .coins = coins});
      std::array<double, 4> sum{}, squares{};
      for (int k = 0; k < times; ++k) {
        const auto counts = naive_states(arcs, 12, how, 7, rng);
        for (std::size_t s = 0; s < 4; ++s) sum[s] += counts[s], squares[s] += counts[s] * counts[s];
      }
      // Where all samples end sooner, their counts stay.
      const auto& at = found.steps.back();
      const sampled_mean ours[] = {at.susceptible, at.exposed, at.infectious, at.recovered};
      for (std::size_t s = 0; s < 4; ++s) {
        const double mean = sum[s] / times, variance = squares[s] / times - mean * mean;
        EXPECT_NEAR(ours[s].mean, mean,
                    4.5 * std::sqrt(variance / times + ours[s].standard_error * ours[s].standard_error) + 1e-12)
            << static_cast<int>(how.model) << " state " << s;
      }
    }
  }
}

TEST(Epidemic, GivesTheSameBitsAtAnyThreadCountAndUnderEachInstructionSet) {
  const spread_graph g{40, complete(40, .02)};
  const simd_level best = current_simd();
  epidemic_options how{.model = epidemic_model::seir, .forgetting = .05, .max_steps = 60, .samples = 500, .threads = 1};
  const auto alone = simulate_epidemic(g, first_ones{0}, how);
  EXPECT_GT(alone.unfinished, 0u);
  const auto same = [&](const epidemic_result& other) {
    EXPECT_EQ(other.reached.probability, alone.reached.probability);
    ASSERT_EQ(other.steps.size(), alone.steps.size());
    for (std::size_t k = 0; k < alone.steps.size(); ++k) {
      EXPECT_EQ(other.steps[k].infectious.mean, alone.steps[k].infectious.mean);
      EXPECT_EQ(other.steps[k].exposed.standard_error, alone.steps[k].exposed.standard_error);
    }
    for (std::size_t v = 0; v < 40; ++v) EXPECT_EQ(other.first[v].mean, alone.first[v].mean);
  };
  for (const unsigned threads : {2u, 8u}) {
    how.threads = threads;
    same(simulate_epidemic(g, first_ones{0}, how));
  }
  for (const simd_level level : {simd_level::portable, simd_level::avx2}) {
    limit_simd(level);
    same(simulate_epidemic(g, first_ones{0}, how));
  }
  limit_simd(best);
}

//   0 --[10,12)--> 1 --[10,11)--> 2: steps at 9, 10, 11; 1 knows after the second, and the tie to 2 has ended in the
//   third
TEST(Epidemic, UsesEdgesOnlyWhileTheyHold) {
  const edges_of dated{{0, 1, 1, false, {}, 10, 12}, {1, 2, 1, false, {}, 10, 11}};
  const auto found =
      simulate_epidemic(spread_graph{3, dated}, first_ones{0}, {.model = epidemic_model::si, .samples = 4, .from = 9});
  EXPECT_EQ(found.reached.probability, (std::vector<double>{1, 1, 0}));
  EXPECT_EQ(found.first[1].mean, 2);
  EXPECT_EQ(found.steps.size(), 3u) << "then all know who can in time";
}

TEST(Epidemic, EndsWhenNothingCanChange) {
  const spread_graph alone{2, {}};
  EXPECT_EQ(simulate_epidemic(alone, first_ones{0}, {.model = epidemic_model::si, .samples = 3}).steps.size(), 1u);
  EXPECT_EQ(simulate_epidemic(alone, first_ones{}, {.samples = 3}).steps.size(), 1u);
  const auto recovers = simulate_epidemic(alone, first_ones{0}, {.recovery = 1, .samples = 3});
  EXPECT_EQ(recovers.steps.size(), 2u);
  EXPECT_EQ(recovers.steps[1].recovered.mean, 1);
}

TEST(Epidemic, RefusesWhatItCannotDo) {
  const spread_graph g{2, edges_of{{0, 1, .5}}};
  const auto refused = [&](const epidemic_options& how) {
    EXPECT_THROW(static_cast<void>(simulate_epidemic(g, first_ones{0}, how)), input_error);
  };
  refused({.recovery = -.1});
  refused({.incubation = 1.5});
  refused({.forgetting = std::nan("")});
  refused({.max_steps = 0});
  refused({.samples = 0});
  EXPECT_THROW(static_cast<void>(simulate_epidemic(g, first_ones{2})), input_error);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(static_cast<void>(simulate_epidemic(g, first_ones{0}, {.stop = stop.get_token()})), stopped);
}

}  // namespace
}  // namespace capnet
