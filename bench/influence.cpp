/// Influence maximization: ours through the public interface, beside IMM as one would write it.
#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <capnet/algorithm/influence_maximization.hpp>

#include "family_rows.hpp"
#include "generate/kronecker.hpp"
#include "influence.hpp"
#include "plain_imm.hpp"
#include "stopwatch.hpp"

namespace capnet::bench {
namespace {

/// A skewed random graph whose arcs each pass with probability 1 / in-degree (weighted cascade, Kempe, Kleinberg &
/// Tardos 2003).
compressed_graph weighted_cascade(unsigned scale, std::size_t arcs) {
  const edge_columns raw = kronecker(scale, 3, arcs);
  const compressed_graph once = compressed_graph::from_columns(raw.order, raw.sources, raw.targets, {},
                                                               {.directed = true, .parallel = parallel_edges::first});
  std::vector<edge> weighted;
  weighted.reserve(once.size());
  for (vertex_index u = 0; u < once.order(); ++u) {
    for (const vertex_index v : once.successors(u))
      weighted.push_back({u, v, 1.0 / static_cast<double>(once.in_degree(v))});
  }
  return compressed_graph::from_edges(once.order(), weighted, {.directed = true});
}

std::vector<vertex_index> vertices_of(const influence_result& result) {
  std::vector<vertex_index> seeds;
  for (const influence_seed& seed : result.seeds) seeds.push_back(seed.vertex);
  return seeds;
}

}  // namespace

void run_influence(bool quick, const std::function<void(const row&)>& heard) {
  family_rows rows{"influence", heard};
  constexpr std::size_t seeds = 50;
  constexpr std::size_t rounds = 3;
  const auto ours = [&](const compressed_graph& g, double epsilon, unsigned threads, influence_result& result) {
    return best_seconds(rounds, [&] {
      const stopwatch watch;
      result = influence_maximization(g, seeds, {.epsilon = epsilon, .seed = 1, .threads = threads});
      return watch.seconds();
    });
  };
  influence_result result;
  {
    const compressed_graph g = weighted_cascade(quick ? 16 : 19, quick ? 400'000 : 4'000'000);
    for (const double epsilon : {.5, .13}) {
      if (quick && epsilon < .5) continue;  // the plain one takes ten seconds a round
      const std::string name = "weighted-cascade-" + std::string{epsilon == .5 ? "0.5" : "0.13"};
      const stopwatch watch;
      const std::vector<vertex_index> plain = plain_imm{g, seeds, epsilon}.seeds();
      const double plain_s = watch.seconds();
      const simulated_spread theirs = simulate_spread(g, plain, 200);
      double one_s = 0;
      for (const unsigned threads : {1u, 2u}) {
        const double ours_s = ours(g, epsilon, threads, result);
        const simulated_spread mine = simulate_spread(g, vertices_of(result), 200);
        const bool no_less = mine.mean >= theirs.mean - 3 * (mine.error + theirs.error);
        rows.add(name, threads, ours_s, "plain IMM", plain_s, epsilon == .5 ? 2 : 2.7, no_less, rounds);
        if (threads == 1)
          one_s = ours_s;
        else
          rows.add(name + "-threads", threads, ours_s, "one thread", one_s, 1.5, true, rounds);
      }
    }
  }
  const compressed_graph g = weighted_cascade(quick ? 17 : 20, quick ? 1'000'000 : 10'000'000);
  const double ours_s = ours(g, .5, 2, result);
  rows.add("ten-million-arcs", 2, ours_s, "five seconds", 5, 1, result.bound >= result.guarantee, rounds);
}

}  // namespace capnet::bench
