#pragma once
/// Where opinions of people who partly hold on to their own settle, by solving for it.
///
///     const auto settled = solve_friedkin_johnsen(g, susceptibility, start);
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <Eigen/IterativeLinearSolvers>
#include <Eigen/SparseCore>
#include <Eigen/SparseLU>

#include <capnet/algorithm/concepts.hpp>
#include <capnet/algorithm/detail/linear_averaging.hpp>
#include <capnet/algorithm/ordered_graph.hpp>
#include <capnet/core/error.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/core/expect.hpp>

namespace capnet {

/// How a sparse system of equations is solved.
enum class sparse_solver : std::uint8_t {
  automatic,  ///< lu up to 2,000 vertices, else bicgstab
  lu,         ///< factors of the matrix, which may be far denser than it
  bicgstab,   ///< stabilized biconjugate gradients (van der Vorst 1992), preconditioned by the diagonal
};

struct solve_options {
  sparse_solver solver = sparse_solver::automatic;
  double tolerance = 1e-12;             ///< converged if `bound` is no more than this, or than rounding
  std::size_t max_iterations = 10'000;  ///< of bicgstab
};

struct linear_solution {
  std::vector<double> values{};
  bool converged = false;      ///< bicgstab may not within its iterations; nor what hardly holds on, by rounding
  std::size_t iterations = 0;  ///< 0 of lu
  double residual = 0;         ///< largest of |(I - A) x0 - (I - A W) x|
  double bound = 0;            ///< no value is further from the solution than this
};

namespace detail {

/// I - A W; identity where nobody is listened to.
[[nodiscard]] inline Eigen::SparseMatrix<double> averaging_matrix(const averaging& of) {
  const compressed_graph& g = *of.graph;
  std::vector<Eigen::Triplet<double, int>> entries;
  entries.reserve(g.order() + g.out_rows().size());
  for (vertex_index u = 0; u < g.order(); ++u) {
    entries.emplace_back(static_cast<int>(u), static_cast<int>(u), 1.0);
    for (std::size_t k = 0; k < g.out_degree(u); ++k)
      entries.emplace_back(static_cast<int>(u), static_cast<int>(g.successors(u)[k]),
                           -of.a(u) * g.weights(u)[k] / of.sums[u]);
  }
  const auto n = static_cast<Eigen::Index>(g.order());
  Eigen::SparseMatrix<double> matrix(n, n);
  matrix.setFromTriplets(entries.begin(), entries.end());
  return matrix;
}

/// Solves for `right`, then once more for what was left. Then for ones, as (I - A W)^-1 has no entry below 0: the
/// distance to the solution is at most the residual times the largest row sum of it.
template <class Solver>
void solve_twice(const Solver& solver, const Eigen::SparseMatrix<double>& matrix, const Eigen::VectorXd& right,
                 double tolerance, linear_solution& result) {
  const double unit = 0x1p-53 * 4;
  Eigen::VectorXd x = solver.solve(right);
  const auto count = [&] {
    if constexpr (requires { solver.iterations(); }) result.iterations += static_cast<std::size_t>(solver.iterations());
  };
  count();
  const Eigen::VectorXd more = solver.solve(right - matrix * x);
  count();
  if (more.allFinite()) x += more;
  const Eigen::VectorXd ones = solver.solve(Eigen::VectorXd::Ones(right.size()));
  const double rounding = unit * (right.lpNorm<Eigen::Infinity>() + x.lpNorm<Eigen::Infinity>());
  result.residual = (right - matrix * x).template lpNorm<Eigen::Infinity>();
  // As `ones` has an error of its own: M ones >= 1 - left, so that the row sums are at most ones / (1 - left).
  const double left = (Eigen::VectorXd::Ones(right.size()) - matrix * ones).template lpNorm<Eigen::Infinity>();
  result.bound = left < 1 ? (result.residual + rounding) * ones.template lpNorm<Eigen::Infinity>() / (1 - left)
                          : std::numeric_limits<double>::infinity();
  result.values.assign(x.data(), x.data() + x.size());
  result.converged = x.allFinite() && result.bound <= std::max(tolerance, 16 * rounding);
}

}  // namespace detail

/// Friedkin & Johnsen (1990), see `friedkin_johnsen`: the fixed point itself, x = (I - A W)^-1 (I - A) x0. Faster than
/// steps where these are many, as they are where nearly all give way.
///
/// `bound` holds whatever the solver did. Weights and start as for `friedkin_johnsen`; a vertex without arcs keeps its
/// value. Without vertices: no values, converged.
///
/// Throws: input_error as `friedkin_johnsen`; where members of a group that listens to itself alone all give way, so
/// that where they end depends on how they began and not on what they hold on to (`degroot` finds it); and for more
/// than 2^31 - 1 vertices or entries. Space of lu up to O(n^2), else O(n + m). One thread.
template <weighted_graph Graph>
[[nodiscard]] linear_solution solve_friedkin_johnsen(const Graph& g, std::span<const double> susceptibility,
                                                     std::span<const double> start, const solve_options& options = {}) {
  const detail::compressed_view<Graph> view{g};
  detail::expect((*view).out_rows().size() < 0x7fffffffu - (*view).order(), "a matrix of ", (*view).out_rows().size(),
                 " entries; expected fewer than 2147483647");
  if (susceptibility.size() != (*view).order())
    detail::refuse(susceptibility.size(), " susceptibilities for ", (*view).order(),
                   " vertices; expected one for each");
  detail::averaging of{.graph = &*view, .susceptibility = susceptibility, .start = start};
  of.sums = detail::check_averaging(of, {.threads = 1});
  of.circle = detail::closed_circles(of, {.threads = 1});
  linear_solution result{.converged = true};
  if ((*view).order() == 0) return result;
  Eigen::VectorXd right(static_cast<Eigen::Index>((*view).order()));
  for (vertex_index u = 0; u < (*view).order(); ++u) {
    const bool keeps = (*view).out_degree(u) == 0;
    if (!keeps && of.circle[u] != detail::averaging::nowhere) {
      detail::refuse("vertex ", u,
                     " is in a group that listens to itself alone and in which all give way; expected someone "
                     "who holds on, or degroot");
    }
    right[static_cast<Eigen::Index>(u)] = keeps ? start[u] : (1 - of.a(u)) * start[u];
  }
  const Eigen::SparseMatrix<double> matrix = detail::averaging_matrix(of);
  if (options.solver == sparse_solver::lu || (options.solver == sparse_solver::automatic && (*view).order() <= 2'000)) {
    Eigen::SparseLU<Eigen::SparseMatrix<double>> solver;
    solver.compute(matrix);
    if (solver.info() != Eigen::Success)
      throw input_error{"the equations have no one solution; expected weights as of friedkin_johnsen"};
    detail::solve_twice(solver, matrix, right, options.tolerance, result);
    return result;
  }
  Eigen::BiCGSTAB<Eigen::SparseMatrix<double>> solver;
  solver.setTolerance(1e-15);
  solver.setMaxIterations(static_cast<Eigen::Index>(options.max_iterations));
  solver.compute(matrix);
  detail::solve_twice(solver, matrix, right, options.tolerance, result);
  return result;
}

}  // namespace capnet
