#pragma once
/// Where a reader who follows ties at random spends the time.
#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdio>
#include <limits>
#include <memory>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

#include <capnet/algorithm/concepts.hpp>
#include <capnet/algorithm/detail/pagerank_step.hpp>
#include <capnet/algorithm/detail/reversed_rows.hpp>
#include <capnet/algorithm/detail/sliced_product.hpp>
#include <capnet/algorithm/detail/sliced_rows.hpp>
#include <capnet/algorithm/graph_measure.hpp>
#include <capnet/algorithm/ordered_graph.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/large_vector.hpp>
#include <capnet/core/parallel.hpp>

namespace capnet {

struct pagerank_options {
  double damping = .85;
  double tolerance = 1e-12;  ///< of the L1 change in one iteration
  int max_iterations = 1000;
  bool weighted = false;  ///< follow an arc in proportion to its weight; weights are then not negative
  unsigned threads = 0;   ///< 0: one for each core
  std::stop_token stop{};
  /// The stage is "pagerank, residual 1.2e-05"; the fraction of the digits that are wanted.
  progress_callback report{};
};

template <std::floating_point Real>
struct basic_pagerank_result {
  std::vector<Real> scores{};  ///< they sum to 1
  bool converged = false;
  int iterations = 0;
  double residual = 0;  ///< L1 change in the last iteration
};
using pagerank_result = basic_pagerank_result<double>;

namespace detail {

/// Power iteration in the order of the places of the arcs in.
template <class Real>
class pagerank_iteration {
 public:
  pagerank_iteration(const ordered_graph& g, const pagerank_options& options)
      : options_{options},
        how_{options.threads, options.stop, {}},
        order_{g.order()},
        slices_{g.sliced_in_rows(how_)},
        arcs_{*slices_} {
    const compressed_rows out = g.graph().out_rows();
    if (options.weighted && !out.weights.empty())
      weights_ = arcs_.template weights_of<Real>(*reversed_rows{g.graph()}, how_);
    share_.resize(order_);
    parallel_for_blocks(order_, 1u << 14, how_, [&](std::size_t, std::size_t first, std::size_t last) {
      for (std::size_t p = first; p < last; ++p) {
        const vertex_index u = arcs_.row()[p];
        double strength = static_cast<double>(out.degree(u));
        if (options_.weighted && !out.weights.empty()) {
          strength = 0;
          for (arc_index k = out.offsets[u]; k < out.offsets[u + 1]; ++k) strength += out.weights[k];
        }
        share_[p] = strength > 0 ? static_cast<Real>(1 / strength) : 0;
      }
    });
  }

  /// `original[u]` is what vertex u of the graph is called in the answer.
  [[nodiscard]] basic_pagerank_result<Real> run(std::span<const vertex_index> original) {
    basic_pagerank_result<Real> result;
    x_.resize(order_);
    passed_.resize(order_);
    next_passed_.resize(order_);
    const double uniform = 1.0 / static_cast<double>(order_);
    double dangling = 0;
    for (std::size_t p = 0; p < order_; ++p) {
      x_[p] = static_cast<Real>(uniform);
      passed_[p] = x_[p] * share_[p];
      if (!(share_[p] > 0)) dangling += uniform;
    }
    const double tolerance =
        std::max(options_.tolerance, 16.0 * static_cast<double>(std::numeric_limits<Real>::epsilon()));
    while (!result.converged && result.iterations < options_.max_iterations) {
      throw_if_stopped(options_.stop);
      const double base = (1 - options_.damping + options_.damping * dangling) * uniform;
      const pagerank_sums sums = step(static_cast<Real>(base));
      std::swap(passed_, next_passed_);
      dangling = sums.dangling;
      result.residual = sums.residual;
      ++result.iterations;
      result.converged = result.residual < tolerance;
      report(result, tolerance);
    }
    result.scores = filled_vector<Real>(order_);
    parallel_for_blocks(order_, 1u << 14, how_, [&](std::size_t, std::size_t first, std::size_t last) {
      for (std::size_t p = first; p < last; ++p) result.scores[original[arcs_.row()[p]]] = x_[p];
    });
    return result;
  }

 private:
  static constexpr std::size_t lanes = 16;
  static constexpr std::size_t group = 64;  ///< slices whose sums stay near until they are scores
  static constexpr std::size_t block = 1u << 14;

  [[nodiscard]] pagerank_block<Real> places(const Real* arriving, std::size_t first, std::size_t size, Real base) {
    return {arriving,
            share_.data() + first,
            x_.data() + first,
            next_passed_.data() + first,
            size,
            base,
            static_cast<Real>(options_.damping)};
  }

  pagerank_sums step(Real base) {
    const simd_level level = current_simd();
    const std::size_t pieces = arcs_.piece_place().size();
    const std::size_t with_arcs = std::min<std::size_t>(order_, arcs_.first_place(arcs_.slices()));
    std::vector<Real> piece_sums(pieces);
    std::vector<pagerank_sums> sums(arcs_.tasks().size() + 1 + (order_ - with_arcs + block - 1) / block);
    parallel_for_blocks(arcs_.tasks().size(), 1, how_, [&](std::size_t k, std::size_t, std::size_t) {
      alignas(64) std::array<Real, group * lanes> arriving;
      const auto task = arcs_.tasks()[k];
      for (std::size_t s = task.first; s < task.last; s += group) {
        const std::size_t end = std::min(s + group, task.last);
        sum_slices<Real>({&arcs_, weights_.empty() ? nullptr : weights_.data(), passed_.data(), 1, 1}, s, end,
                         arriving.data(), level);
        if (s < pieces) {
          for (std::size_t piece = s; piece < end; ++piece)
            piece_sums[piece] = sum_of_strands(arriving.data() + (piece - s) * lanes);
          continue;
        }
        const std::size_t first = arcs_.first_place(s);
        add(sums[k],
            pagerank_step(places(arriving.data(), first, std::min((end - s) * lanes, order_ - first), base), level));
      }
    });
    std::vector<Real> arriving(arcs_.long_rows(), 0);
    for (std::size_t piece = 0; piece < pieces; ++piece) arriving[arcs_.piece_place()[piece]] += piece_sums[piece];
    add(sums[arcs_.tasks().size()], pagerank_step(places(arriving.data(), 0, arriving.size(), base), level));
    const std::vector<Real> nothing(std::min(block, order_ - with_arcs), 0);
    parallel_for_blocks(order_ - with_arcs, block, how_, [&](std::size_t k, std::size_t first, std::size_t last) {
      add(sums[arcs_.tasks().size() + 1 + k],
          pagerank_step(places(nothing.data(), with_arcs + first, last - first, base), level));
    });
    pagerank_sums all;
    for (const pagerank_sums& part : sums) add(all, part);
    return all;
  }

  static void add(pagerank_sums& to, const pagerank_sums& more) {
    to.residual += more.residual;
    to.dangling += more.dangling;
  }

  void report(const basic_pagerank_result<Real>& result, double tolerance) {
    if (!options_.report) return;
    const double digits = result.converged ? 1 : std::log(std::max(result.residual, tolerance)) / std::log(tolerance);
    fraction_ =
        std::max({fraction_, std::min(1.0, digits), static_cast<double>(result.iterations) / options_.max_iterations});
    char text[48];
    std::snprintf(text, sizeof text, "pagerank, residual %.2g", result.residual);
    options_.report({fraction_, text});
  }

  const pagerank_options& options_;
  execution how_;
  std::size_t order_;
  std::shared_ptr<const sliced_rows> slices_;
  const sliced_rows& arcs_;
  large_vector<Real> weights_;  ///< none: all are 1
  large_vector<Real> share_, x_, passed_, next_passed_;
  double fraction_ = 0;
};

}  // namespace detail

/// PageRank (Brin & Page 1998): x_v = (1 - d) / n + d (sum over arcs u->v of x_u w_uv / w_u + x_dangling / n).
///
/// Scores are in (0, 1) and sum to 1. What lies on vertices without arcs out (or without weight) is spread uniformly.
/// Undirected edges are followed both ways; a parallel edge is one more way, a loop a way back to where one is. Without
/// vertices: no scores, converged. `pagerank<float>(g)` computes in single precision: twice the scores in a cache, of
/// which about six digits hold. A tolerance below 16 epsilon of the precision (of float 1.9e-6) counts as that.
///
/// Kernel: power iteration from the uniform vector, over the arcs in of a graph in order of degree, 16 rows side by
/// side (see sparse_operator). Sums over arcs, the residual and what dangles run in a fixed order: the same bits at any
/// number of threads, with any instructions, of any type of graph, in any order of its edges. It is that of the
/// vertices' numbers, so the same graph numbered otherwise may differ in the last bits. Verifier: tests/oracle (a dense
/// table), NetworkX (tests/golden).
///
/// Throws: input_error unless 0 <= damping < 1 and tolerance > 0, for weights of a graph that has none, and if one is
/// not known; stopped. Time O(n log n + m + iterations (n + m) / threads), space O(n + m).
template <std::floating_point Real = double>
[[nodiscard]] basic_pagerank_result<Real> pagerank(const ordered_graph& g, const pagerank_options& options = {}) {
  detail::expect(options.damping >= 0 && options.damping < 1, "a damping of ", options.damping,
                 "; expected at least 0 and below 1");
  detail::expect(options.tolerance > 0, "a tolerance of ", options.tolerance, "; expected more than 0");
  throw_if_stopped(options.stop);
  if (options.weighted) detail::expect_known_weights(g.graph());
  if (g.order() == 0) return {.converged = true};
  return detail::pagerank_iteration<Real>{g, options}.run(g.original());
}

template <std::floating_point Real = double, adjacency_graph Graph>
[[nodiscard]] basic_pagerank_result<Real> pagerank(const Graph& g, const pagerank_options& options = {}) {
  detail::expect(!options.weighted || weighted_graph<Graph>,
                 "weights of a graph that has none; expected a weighted_graph, or weighted = false");
  return pagerank<Real>(ordered_graph{*detail::compressed_view<Graph>{g}}, options);
}

namespace measure {
inline constexpr graph_measure pagerank{
    .info = {.name = "pagerank",
             .label = {"PageRank", "PageRank"},
             .meaning = {"the share of its time that a walk along links, which starts anew now and then, spends there",
                         "つながりをたどり、ときに出直す歩みが、そこで過ごす時間の割合"},
             .unit = "share",
             .range = value_range{0, 1},
             .definition = "stationary probabilities of a walk with damping .85, dangling mass uniform",
             .source = "Brin & Page 1998",
             .cost = measure_cost::near_linear,
             .defined_for = "graphs",
             .rank = 230},
    .of_vertices = true,
    .find = [](const graph_context& context, graph_findings& found) {
      found.add_column("pagerank", capnet::pagerank(context.graph(), {.weighted = context.weighted()}).scores);
    }};
}  // namespace measure

}  // namespace capnet
