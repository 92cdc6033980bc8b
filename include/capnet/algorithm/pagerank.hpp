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
  /// [vertex] how likely a walk starts anew there, from 0, with any sum; none: all the same. What dangles goes there
  /// too.
  std::span<const double> restart{};
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
  double bound = 0;     ///< no further than this from the true scores, in L1: d / (1 - d) residual
};
using pagerank_result = basic_pagerank_result<double>;

namespace detail {

/// Refuses a restart that is no distribution, whatever its sum.
inline void expect_restart(std::span<const double> restart, vertex_index order) {
  if (restart.empty()) return;
  expect(restart.size() == order, "restarts at ", restart.size(), " of ", order, " vertices; expected one for each");
  double sum = 0;
  for (std::size_t u = 0; u < restart.size(); ++u) {
    expect(restart[u] >= 0 && std::isfinite(restart[u]), "the restart at vertex ", u, " is ", restart[u],
           "; expected a finite number from 0");
    sum += restart[u];
  }
  expect(sum > 0 && std::isfinite(sum), "restarts that add up to ", sum, "; expected more than 0");
}

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
    place_restart(original);
    x_.resize(order_);
    passed_.resize(order_);
    next_passed_.resize(order_);
    const double uniform = 1.0 / static_cast<double>(order_);
    double dangling = 0;
    for (std::size_t p = 0; p < order_; ++p) {
      x_[p] = restart_.empty() ? static_cast<Real>(uniform) : restart_[p];
      passed_[p] = x_[p] * share_[p];
      if (!(share_[p] > 0)) dangling += static_cast<double>(x_[p]);
    }
    const double tolerance =
        std::max(options_.tolerance, 16.0 * static_cast<double>(std::numeric_limits<Real>::epsilon()));
    while (!result.converged && result.iterations < options_.max_iterations) {
      throw_if_stopped(options_.stop);
      const double anew = 1 - options_.damping + options_.damping * dangling;
      const pagerank_sums sums = step(static_cast<Real>(restart_.empty() ? anew * uniform : anew));
      std::swap(passed_, next_passed_);
      dangling = sums.dangling;
      result.residual = sums.residual;
      result.bound = options_.damping / (1 - options_.damping) * sums.residual;
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

  /// The share of each place in the restarts.
  void place_restart(std::span<const vertex_index> original) {
    if (options_.restart.empty()) return;
    double sum = 0;
    for (const double part : options_.restart) sum += part;
    restart_.resize(order_);
    for (std::size_t p = 0; p < order_; ++p)
      restart_[p] = static_cast<Real>(options_.restart[original[arcs_.row()[p]]] / sum);
  }

  /// A step of the places [first, first + size), where `base` begins anew at each, or in all where there is a choice.
  pagerank_sums take(Real* arriving, std::size_t first, std::size_t size, Real base, simd_level level) {
    if (!restart_.empty()) {
      if (options_.damping == 0) {  // what arrives does not count
        std::copy_n(restart_.data() + first, size, arriving);
        return pagerank_step<Real>(
            {arriving, share_.data() + first, x_.data() + first, next_passed_.data() + first, size, Real{0}, base},
            level);
      }
      const Real anew = base / static_cast<Real>(options_.damping);
      for (std::size_t k = 0; k < size; ++k) arriving[k] += anew * restart_[first + k];
      base = 0;
    }
    return pagerank_step(places(arriving, first, size, base), level);
  }

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
        add(sums[k], take(arriving.data(), first, std::min((end - s) * lanes, order_ - first), base, level));
      }
    });
    std::vector<Real> arriving(arcs_.long_rows(), 0);
    for (std::size_t piece = 0; piece < pieces; ++piece) arriving[arcs_.piece_place()[piece]] += piece_sums[piece];
    add(sums[arcs_.tasks().size()], take(arriving.data(), 0, arriving.size(), base, level));
    parallel_for_blocks(order_ - with_arcs, block, how_, [&](std::size_t k, std::size_t first, std::size_t last) {
      std::vector<Real> nothing(last - first, 0);
      add(sums[arcs_.tasks().size() + 1 + k], take(nothing.data(), with_arcs + first, last - first, base, level));
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
  large_vector<Real> restart_;  ///< none: uniform
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
  detail::expect_restart(options.restart, g.order());
  throw_if_stopped(options.stop);
  if (options.weighted) detail::expect_known_weights(g.graph());
  if (g.order() == 0) return {.converged = true};
  return detail::pagerank_iteration<Real>{g, options}.run(g.original());
}

/// Personalized PageRank (Page, Brin, Motwani & Winograd 1999): the walk starts anew where `restart` says, in
/// proportion to its entries, and so does what lies on vertices without arcs out. What is near to where it starts: x_v
/// = (1 - d) r_v + d (sum over arcs u->v of x_u w_uv / w_u + x_dangling r_v).
///
/// Otherwise as `pagerank`, from r in place of the uniform vector. Verifier: tests/oracle/pagerank_test.cpp (a dense
/// system of equations).   Throws: as `pagerank`, and input_error unless `restart` has an entry from 0 for each vertex,
/// and one above 0.
template <std::floating_point Real = double, class Graph>
[[nodiscard]] basic_pagerank_result<Real> personalized_pagerank(const Graph& g, std::span<const double> restart,
                                                                pagerank_options options = {}) {
  detail::expect(restart.size() == g.order(), "restarts at ", restart.size(), " of ", g.order(),
                 " vertices; expected one for each");
  options.restart = restart;
  return pagerank<Real>(g, options);
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
