#pragma once
/// Quantiles of a sample, and intervals for those of what it was drawn from.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include <capnet/core/expect.hpp>

namespace capnet {

/// The sample quantile of Hyndman & Fan's type 7 (1996), as R, NumPy and spreadsheets have it by default: between the
/// values of rank 1 + (n - 1) p, rounded down and up, by linear interpolation. `sorted` ascends.
///
/// Range: from the smallest value to the largest. No value: empty. Pre: `sorted` is sorted and finite. Throws
/// input_error for a p outside [0, 1]. Time O(1).
[[nodiscard]] inline std::optional<double> sample_quantile(std::span<const double> sorted, double p) {
  detail::expect(p >= 0 && p <= 1, "a quantile of ", p, "; expected one in [0, 1]");
  if (sorted.empty()) return std::nullopt;
  const double place = static_cast<double>(sorted.size() - 1) * p;
  const auto below = static_cast<std::size_t>(place);  // rounds down
  const double beyond = place - static_cast<double>(below);
  if (beyond == 0) return sorted[below];
  return sorted[below] + beyond * (sorted[below + 1] - sorted[below]);
}

/// Two ranks of a sorted sample, from 1; either is empty where the sample is too small for a bound on that side.
struct quantile_ranks {
  std::optional<std::size_t> low{}, high{};
  friend bool operator==(const quantile_ranks&, const quantile_ranks&) = default;
};

/// The ranks between whose values the p-quantile of a distribution lies with the given confidence, whatever the
/// distribution is (Clopper & Pearson's interval turned round: Hahn & Meeker 1991, 5.2; David & Nagaraja 2003, 7.1).
///
/// Of n independent values the number below the p-quantile is binomial with n and p, so that of it `low` is the largest
/// rank that lies above the quantile with probability at most half of what the confidence leaves, and `high` the
/// smallest that lies below it so. The true confidence is at least the given one; of a distribution with atoms it is
/// larger.
///
/// Throws input_error for p outside [0, 1] and a confidence outside (0, 1). Only + - * / decide: the same ranks
/// everywhere. Time O(n), space O(n).
[[nodiscard]] inline quantile_ranks ranks_around_quantile(std::size_t n, double p, double confidence = .95) {
  detail::expect(p >= 0 && p <= 1, "a quantile of ", p, "; expected one in [0, 1]");
  detail::expect(confidence > 0 && confidence < 1, "a confidence of ", confidence, "; expected one between 0 and 1");
  // Weights of the binomial numbers 0 to n, from the most probable one outwards: none of them overflows.
  std::vector<double> weight(n + 1);
  const auto mode = std::min(n, static_cast<std::size_t>(static_cast<double>(n + 1) * p));
  weight[mode] = 1;
  for (std::size_t k = mode; k > 0; --k)
    weight[k - 1] = weight[k] * static_cast<double>(k) * (1 - p) / (static_cast<double>(n - k + 1) * p);
  for (std::size_t k = mode; k < n; ++k)
    weight[k + 1] = weight[k] * static_cast<double>(n - k) * p / (static_cast<double>(k + 1) * (1 - p));
  double all = 0;
  for (const double w : weight) all += w;
  const double tail = (1 - confidence) / 2 * all;
  quantile_ranks ranks;
  // P(X <= l - 1): the value of rank l lies above the quantile.
  double below = 0;
  for (std::size_t l = 1; l <= n; ++l) {
    below += weight[l - 1];
    if (below > tail) break;
    ranks.low = l;
  }
  // P(X >= u): the value of rank u lies below the quantile.
  double above = 0;
  for (std::size_t u = n; u >= 1; --u) {
    above += weight[u];
    if (above > tail) break;
    ranks.high = u;
  }
  return ranks;
}

}  // namespace capnet
