#pragma once
/// Influence maximization as one would write it from the paper: the contender, and the referee of both.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <queue>
#include <random>
#include <utility>
#include <vector>

#include <capnet/algorithm/compressed_graph.hpp>
#include <capnet/algorithm/influence_bounds.hpp>

namespace capnet::bench {

/// IMM (Tang, Shi & Xiao 2015) with Chen's repair (2018), on one thread: coins by std::mt19937_64, a breadth-first
/// search for each set, greedy choice over an inverted index.
class plain_imm {
 public:
  plain_imm(const compressed_graph& g, std::size_t k, double epsilon) : order_{g.order()}, k_{k}, epsilon_{epsilon} {
    arcs_.resize(order_);
    for (vertex_index u = 0; u < order_; ++u) {
      for (std::size_t j = 0; j < g.out_degree(u); ++j) arcs_[g.successors(u)[j]].push_back({u, g.weights(u)[j]});
    }
    seen_.resize(order_);
  }

  [[nodiscard]] std::vector<vertex_index> seeds() {
    const double n = static_cast<double>(order_);
    const influence_precision precision{order_, k_, epsilon_, adjusted_ell(order_, 1)};
    const double step = std::sqrt(2.0) * epsilon_;
    double least = 1;
    for (int i = 1; i < std::log2(n); ++i) {
      const double x = n / std::exp2(i);
      grow(static_cast<std::size_t>(imm_lambda_prime(precision) / x));
      const double covered = n * static_cast<double>(choose().second) / static_cast<double>(sets_.size());
      if (covered < (1 + step) * x) continue;
      least = covered / (1 + step);
      break;
    }
    sets_.clear();
    grow(static_cast<std::size_t>(imm_lambda_star(precision) / least));
    return choose().first;
  }

 private:
  struct arc {
    vertex_index source;
    double weight;
  };

  void grow(std::size_t sets) {
    while (sets_.size() < sets) {
      std::vector<vertex_index> members{static_cast<vertex_index>(random_() % order_)};
      seen_[members[0]] = true;
      for (std::size_t at = 0; at < members.size(); ++at) {
        for (const arc& in : arcs_[members[at]]) {
          if (seen_[in.source] || !(uniform_(random_) < in.weight)) continue;
          seen_[in.source] = true;
          members.push_back(in.source);
        }
      }
      for (const vertex_index v : members) seen_[v] = false;
      sets_.push_back(std::move(members));
    }
  }

  std::pair<std::vector<vertex_index>, std::size_t> choose() const {
    std::vector<std::vector<std::uint32_t>> holding(order_);
    for (std::uint32_t s = 0; s < sets_.size(); ++s) {
      for (const vertex_index v : sets_[s]) holding[v].push_back(s);
    }
    std::vector<std::size_t> gain(order_);
    std::priority_queue<std::pair<std::size_t, vertex_index>> queue;
    for (vertex_index v = 0; v < order_; ++v) queue.push({gain[v] = holding[v].size(), v});
    std::vector<bool> covered(sets_.size());
    std::vector<vertex_index> chosen;
    std::size_t all = 0;
    while (chosen.size() < k_ && !queue.empty()) {
      const auto [was, v] = queue.top();
      queue.pop();
      if (was != gain[v]) {
        queue.push({gain[v], v});
        continue;
      }
      chosen.push_back(v);
      all += was;
      for (const std::uint32_t s : holding[v]) {
        if (covered[s]) continue;
        covered[s] = true;
        for (const vertex_index u : sets_[s]) --gain[u];
      }
    }
    return {chosen, all};
  }

  vertex_index order_;
  std::size_t k_;
  double epsilon_;
  std::vector<std::vector<arc>> arcs_;
  std::vector<std::vector<vertex_index>> sets_;
  std::vector<bool> seen_;
  std::mt19937_64 random_{1};
  std::uniform_real_distribution<double> uniform_{0, 1};
};

struct simulated_spread {
  double mean = 0, error = 0;
};

/// The spread of seeds by so many runs of the independent cascade.
inline simulated_spread simulate_spread(const compressed_graph& g, const std::vector<vertex_index>& seeds, int runs) {
  std::mt19937_64 random{2};
  std::uniform_real_distribution<double> uniform{0, 1};
  std::vector<int> informed(g.order(), 0);
  double sum = 0, squares = 0;
  for (int run = 1; run <= runs; ++run) {
    std::vector<vertex_index> queue = seeds;
    for (const vertex_index v : seeds) informed[v] = run;
    for (std::size_t at = 0; at < queue.size(); ++at) {
      const vertex_index u = queue[at];
      for (std::size_t k = 0; k < g.out_degree(u); ++k) {
        const vertex_index v = g.successors(u)[k];
        if (informed[v] == run || !(uniform(random) < g.weights(u)[k])) continue;
        informed[v] = run;
        queue.push_back(v);
      }
    }
    sum += static_cast<double>(queue.size());
    squares += static_cast<double>(queue.size()) * static_cast<double>(queue.size());
  }
  const double mean = sum / runs;
  return {mean, std::sqrt((squares / runs - mean * mean) / runs)};
}

}  // namespace capnet::bench
