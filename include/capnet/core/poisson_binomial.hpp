#pragma once
/// How many of several independent things happen, where each has a probability of its own.
#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include <capnet/core/expect.hpp>

namespace capnet {

namespace detail {

/// Of two independent counts: of their sum.
[[nodiscard]] inline std::vector<double> sum_distribution(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> sum(a.size() + b.size() - 1);
  for (std::size_t j = 0; j < a.size(); ++j) {
    for (std::size_t k = 0; k < b.size(); ++k) sum[j + k] += a[j] * b[k];
  }
  return sum;
}

[[nodiscard]] inline std::vector<double> distribution_of(std::span<const double> probabilities) {
  constexpr std::size_t few = 64;
  if (probabilities.size() > few) {
    const std::size_t half = probabilities.size() / 2;
    return sum_distribution(distribution_of(probabilities.first(half)), distribution_of(probabilities.subspan(half)));
  }
  std::vector<double> count(probabilities.size() + 1);
  count[0] = 1;
  for (std::size_t n = 0; n < probabilities.size(); ++n) {
    const double p = probabilities[n], q = 1 - p;
    count[n + 1] = count[n] * p;
    for (std::size_t k = n; k > 0; --k) count[k] = count[k] * q + count[k - 1] * p;
    count[0] *= q;
  }
  return count;
}

}  // namespace detail

/// The Poisson-binomial distribution: entry k is the probability that exactly k of n independent trials succeed, trial
/// i with probability p_i; n + 1 entries that sum to 1. Equal probabilities give the binomial distribution.
///
/// Exact: one trial after the other (Barlow & Heidtmann 1984) up to 64, larger sets as sums of two halves. All terms
/// are positive, so that nothing cancels and even the smallest entry is right to about n rounding errors of itself,
/// which a Fourier transform (Hong 2013) does not give. No trials: {1}.
///
/// Throws: input_error for a probability outside [0, 1] or that is no number.   Time O(n^2), space O(n).
[[nodiscard]] inline std::vector<double> poisson_binomial(std::span<const double> probabilities) {
  for (const double p : probabilities)
    detail::expect(p >= 0 && p <= 1, "a probability is ", p, "; expected a number from 0 to 1");
  return detail::distribution_of(probabilities);
}

/// The probability that at least `k` of them succeed: the sum of the smaller end of the distribution, or what it
/// leaves. For k = 1 of n equal ones 1 - (1 - p)^n.
///
/// Throws and costs as `poisson_binomial`.
[[nodiscard]] inline double probability_of_at_least(std::span<const double> probabilities, std::size_t k) {
  if (k == 0) return 1;
  if (k > probabilities.size()) return 0;
  const std::vector<double> count = poisson_binomial(probabilities);
  double below = 0, above = 0;
  for (std::size_t n = 0; n < k; ++n) below += count[n];
  for (std::size_t n = count.size(); n-- > k;) above += count[n];
  return std::clamp(above < below ? above : 1 - below, 0.0, 1.0);
}

}  // namespace capnet
