#pragma once
/// Who takes which seat, at the least cost: assignment over sparse arcs, with rows of several seats.
#include <cstdint>
#include <vector>

#include <capnet/optimize/assignment_problem.hpp>
#include <capnet/optimize/detail/transport_simplex.hpp>

namespace capnet {

/// An assignment of the least cost: each seat takes a column that its row has an arc to or stays empty, each column has
/// one seat at most. All numbers are whole, so the optimum is exact. `start`: of each seat a column; what is near the
/// best is found sooner from there. Empty: none is known.
///
/// The network simplex over rows, whose seats flow together, and columns (Dantzig 1951; Cunningham 1976; blocks of arcs
/// are priced as by Grigoriadis 1986). To fill as many seats as can be, let an empty one cost more than all arcs
/// together. Of several optima always the same one, for a start.
///
/// No seats, no columns or no arcs: all seats stay empty. Throws input_error for arcs or seats out of range, for costs
/// over 2^60 / (seats + 2), and for a start that is no assignment. Time: the pivots, as a rule a few for each seat and
/// column (nothing polynomial is proven), each of about sqrt(arcs). Space O(arcs + rows + columns + seats).
[[nodiscard]] inline assignment_result assign(const assignment_problem& problem,
                                              std::vector<std::uint32_t> start = {}) {
  detail::expect_assignment(problem);
  if (start.empty())
    start.assign(problem.seats(), unassigned);
  else
    detail::expect_assigned(problem, start);
  return detail::transport_simplex{problem}.solve(start);
}

}  // namespace capnet
