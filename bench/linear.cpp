/// Linear flow on ten million arcs: our steps through the public interface, beside products of other libraries and what
/// the machine can stream and gather.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include <capnet/core/large_vector.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/core/random.hpp>
#include <capnet/flow/linear.hpp>

#include "family_rows.hpp"
#include "linear.hpp"
#include "peers/weighted_product.hpp"
#include "stopwatch.hpp"

namespace capnet::bench {
namespace {

/// Everyone listens to the next and to nine at random: one circle.
compressed_graph listeners(std::uint32_t n) {
  std::vector<edge> arcs;
  arcs.reserve(std::size_t{10} * n);
  random_stream rng{{.seed = 4}};
  for (std::uint32_t u = 0; u < n; ++u) {
    const std::size_t first = arcs.size();
    double sum = 0;
    for (int k = 0; k < 10; ++k) {
      arcs.push_back({u, k == 0 ? (u + 1) % n : rng.below(n), .1 + rng.uniform()});
      sum += arcs.back().weight;
    }
    for (std::size_t a = first; a < arcs.size(); ++a) arcs[a].weight /= sum;
  }
  return compressed_graph::from_edges(n, arcs, {.directed = true, .keep_loops = true});
}

/// Seconds of a step: many steps less one, over as many less one.
template <class Run>
double seconds_of_step(const Run& run, std::size_t steps) {
  stopwatch watch;
  run(1);
  const double one = watch.seconds();
  watch = {};
  run(steps + 1);
  return std::max(1e-9, watch.seconds() - one) / static_cast<double>(steps);
}

/// Reads a table of doubles at random places, as many as there are arcs; and as many bytes in their order.
class limits {
 public:
  explicit limits(const compressed_graph& g) : at_{g.out_rows().columns}, table_(g.order(), 1.0) {
    bytes_.resize(std::size_t{12} * g.size() / 8 + std::size_t{4} * g.order());
    std::fill(bytes_.begin(), bytes_.end(), 1.0);
  }
  [[nodiscard]] double gather_seconds(unsigned threads) const {
    const stopwatch watch;
    sum_ += over(at_.size(), threads, [&](std::size_t k) { return table_[at_[k]]; });
    return watch.seconds();
  }
  [[nodiscard]] double stream_seconds(unsigned threads) const {
    const stopwatch watch;
    sum_ += over(bytes_.size(), threads, [&](std::size_t k) { return bytes_[k]; });
    return watch.seconds();
  }

 private:
  template <class Get>
  static double over(std::size_t n, unsigned threads, const Get& get) {
    return parallel_reduce(
        n, std::size_t{1} << 17, threads, 0.0,
        [&](std::size_t first, std::size_t last) {
          double sums[8] = {};
          std::size_t k = first;
          for (; k + 8 <= last; k += 8) {
            for (std::size_t j = 0; j < 8; ++j) sums[j] += get(k + j);
          }
          for (; k < last; ++k) sums[0] += get(k);
          return std::accumulate(sums, sums + 8, 0.0);
        },
        std::plus{});
  }
  std::span<const vertex_index> at_;
  std::vector<double> table_;
  detail::large_vector<double> bytes_;
  mutable double sum_ = 0;
};

std::vector<std::unique_ptr<weighted_product>> products([[maybe_unused]] const compressed_graph& g) {
  std::vector<std::unique_ptr<weighted_product>> all;
  const compressed_rows out = g.out_rows();
  [[maybe_unused]] const weighted_rows rows{out.offsets, out.columns, out.weights};
#ifdef CAPNET_BENCH_EIGEN_PRODUCT
  all.push_back(make_eigen_product(rows));
#endif
#ifdef CAPNET_BENCH_GRAPHBLAS_PRODUCT
  all.push_back(make_graphblas_product(rows));
#endif
  return all;
}

bool near(const std::vector<double>& a, const std::vector<double>& b) {
  double most = 0;
  for (std::size_t v = 0; v < a.size(); ++v) most = std::max(most, std::abs(a[v] - b[v]));
  return a.size() == b.size() && most < 1e-13;
}

}  // namespace

void run_linear(bool quick, const std::function<void(const row&)>& heard) {
  family_rows rows{"linear", heard};
  const std::uint32_t n = quick ? 100'000 : 1'000'000;
  constexpr std::size_t rounds = 5, steps = 10;
  const compressed_graph g = listeners(n);
  std::vector<double> start(n), gives_way(n), some_wholly(n);
  random_stream rng{{.seed = 5}};
  for (double& x : start) x = rng.uniform();
  for (double& a : gives_way) a = .5 + .4 * rng.uniform();
  for (std::uint32_t u = 0; u < n; ++u) some_wholly[u] = u % 4 == 0 ? gives_way[u] : 1;
  const limits of_machine{g};
  const auto others = products(g);
  for (const auto& one : others) one->set(start);
  for (const unsigned threads : {1u, 2u}) {
    double consensus = 1e300, stubborn = 1e300, both = 1e300, gather = 1e300, stream = 1e300;
    std::vector<double> theirs(others.size(), 1e300);
    for (std::size_t round = 0; round < rounds; ++round) {
      const auto steps_of = [&](double& best, const auto& run) {
        best = std::min(best, seconds_of_step(
                                  [&](std::size_t many) {
                                    return run({.tolerance = 0, .max_iterations = many, .threads = threads});
                                  },
                                  steps));
      };
      steps_of(consensus, [&](const linear_flow_options& o) { return degroot(g, start, o); });
      steps_of(stubborn, [&](const linear_flow_options& o) { return friedkin_johnsen(g, gives_way, start, o); });
      steps_of(both, [&](const linear_flow_options& o) { return friedkin_johnsen(g, some_wholly, start, o); });
      gather = std::min(gather, of_machine.gather_seconds(threads));
      stream = std::min(stream, of_machine.stream_seconds(threads));
      for (std::size_t k = 0; k < others.size(); ++k) {
        const stopwatch watch;
        others[k]->multiply(threads);
        theirs[k] = std::min(theirs[k], watch.seconds());
      }
    }
    const std::vector<double> once = degroot(g, start, {.max_iterations = 1}).values;
    for (std::size_t k = 0; k < others.size(); ++k) {
      const bool equal = near(others[k]->result(), once);
      const std::string peer = others[k]->name() + " product";
      rows.add("degroot-step", threads, consensus, peer, theirs[k], 1, equal, rounds);
      rows.add("friedkin-johnsen-step", threads, stubborn, peer, theirs[k], 1, equal, rounds);
      // Values and their bounds: two products in one.
      rows.add("friedkin-johnsen-bounded-step", threads, both, "two " + peer + "s", 2 * theirs[k], 1, equal, rounds);
    }
    const std::string limit = gather > stream ? "gathers alone" : "streaming alone";
    rows.add("degroot-step", threads, consensus, limit, std::max(gather, stream), 1 / 1.3, true, rounds);
    rows.add("friedkin-johnsen-step", threads, stubborn, limit, std::max(gather, stream), 1 / 1.3, true, rounds);
  }
}

}  // namespace capnet::bench
