#pragma once
/// At most how much a choice under a limit on its cost and its number can be worth.
#include <algorithm>
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include <capnet/core/expect.hpp>

namespace capnet {

/// The value of max sum u y with 0 <= y <= 1, sum c y <= `limit` and sum y <= `most`: the fractional knapsack with a
/// limit on the number (Dantzig 1957), by its dual min over x >= 0 of x limit + the `most` largest (u - x c)+. Any x
/// gives an upper bound, so that what is returned is one, within 1e-9 of the value.
///
/// Pre: as many costs as gains, all finite and from 0, `limit` from 0. Items that cost more than the limit are left
/// out: no whole choice has them. No items: 0. Throws: input_error for another number of costs. Time O(items), space
/// O(items).
[[nodiscard]] inline double knapsack_bound(std::span<const double> gains, std::span<const double> costs, double limit,
                                           std::size_t most) {
  detail::expect(gains.size() == costs.size(), costs.size(), " costs for ", gains.size(),
                 " items; expected one for each");
  std::vector<double> left(gains.size());
  double steepest = 0;
  for (std::size_t k = 0; k < gains.size(); ++k) {
    if (costs[k] > 0 && costs[k] <= limit) steepest = std::max(steepest, gains[k] / costs[k]);
  }
  const auto dual = [&](double price) {
    left.clear();
    for (std::size_t k = 0; k < gains.size(); ++k) {
      const double worth = costs[k] <= limit ? gains[k] - price * costs[k] : 0;
      if (worth > 0) left.push_back(worth);
    }
    if (left.size() > most) {
      std::nth_element(left.begin(), left.begin() + static_cast<std::ptrdiff_t>(most), left.end(), std::greater{});
      left.resize(most);
    }
    double sum = price * limit;
    for (const double worth : left) sum += worth;
    return sum;
  };
  // Convex in the price: thirds.
  double low = 0, high = steepest, least = std::min(dual(0), dual(steepest));
  for (int step = 0; step < 60 && low < high; ++step) {
    const double a = low + (high - low) / 3, b = high - (high - low) / 3;
    const double at_a = dual(a), at_b = dual(b);
    least = std::min({least, at_a, at_b});
    (at_a <= at_b ? high : low) = at_a <= at_b ? b : a;
  }
  return least;
}

}  // namespace capnet
