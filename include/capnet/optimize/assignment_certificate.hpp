#pragma once
/// Whether an assignment is one, and how far from the best it can be: a verifier that knows nothing of the solver.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <capnet/optimize/assignment_problem.hpp>

namespace capnet {

struct assignment_certificate {
  bool feasible = false;   ///< each column has one seat at most, and each seat that has one an arc to it
  std::int64_t cost = 0;   ///< of the arcs taken and of the seats left empty; 0 if not feasible
  std::int64_t bound = 0;  ///< no assignment costs less
  [[nodiscard]] bool optimal() const { return feasible && cost == bound; }
};

/// Checks an assignment against its prices by weak duality, in whole numbers.
///
/// With prices v_j <= 0 of columns (those above 0 are taken for 0) let u_s = min(empty_s, min over the arcs of its row
/// of c - v_j): then every reduced cost c - u_s - v_j is 0 or more, and the sum of u_s and v_j is no more than the cost
/// of any assignment. Where it equals the cost of this one, that is optimal. The bound holds for whatever prices.
///
/// Throws input_error for what is no such problem, and for a result of another size. Time O(m + seats * arcs of a row).
[[nodiscard]] inline assignment_certificate check_assignment(const assignment_problem& p, const assignment_result& x) {
  detail::expect_assignment(p);
  detail::expect(x.seat_column.size() == p.seats() && x.price.size() == p.columns, "a result of ", x.seat_column.size(),
                 " seats and ", x.price.size(), " prices for ", p.seats(), " seats and ", p.columns, " columns");
  assignment_certificate found{.feasible = true};
  std::vector<bool> taken(p.columns);
  const auto price = [&](std::uint32_t j) { return std::min<std::int64_t>(x.price[j], 0); };
  for (std::uint32_t j = 0; j < p.columns; ++j) found.bound += price(j);
  for (std::size_t s = 0; s < p.seats(); ++s) {
    const std::size_t r = p.seat_row[s];
    std::int64_t least = p.empty[s], cost = p.empty[s];
    bool arc = x.seat_column[s] == unassigned;
    for (std::size_t a = p.offset[r]; a < p.offset[r + 1]; ++a) {
      least = std::min(least, p.cost[a] - price(p.column[a]));
      if (p.column[a] == x.seat_column[s]) arc = true, cost = p.cost[a];
    }
    found.bound += least;
    found.cost += cost;
    found.feasible = found.feasible && arc;
    if (const std::uint32_t j = x.seat_column[s]; arc && j != unassigned) {
      found.feasible = found.feasible && !taken[j];
      taken[j] = true;
    }
  }
  if (!found.feasible) found.cost = 0;
  return found;
}

}  // namespace capnet
