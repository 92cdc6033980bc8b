#pragma once
/// How many samples make a choice of seeds sure, and how sure some samples make it.
#include <algorithm>
#include <cmath>
#include <cstddef>

#include <capnet/core/elementary.hpp>
#include <capnet/core/expect.hpp>

namespace capnet {

/// ln C(n, k), the logarithm of the number of ways to choose k of n, to 1e-14 of ln n!. Throws input_error for k > n.
[[nodiscard]] inline double log_binomial(std::size_t n, std::size_t k) {
  detail::expect(k <= n, k, " of ", n, " can't be chosen; expected at most ", n);
  const auto whole = static_cast<double>(n), part = static_cast<double>(k);
  return log_factorial(whole) - log_factorial(part) - log_factorial(whole - part);
}

/// What a number of reverse-reachable sets has to be enough for: `seeds` of `order` vertices, spread within `epsilon`
/// of what greedy choice would reach if it knew the spread itself, but for a probability of order^-ell.
struct influence_precision {
  std::size_t order = 0;
  std::size_t seeds = 1;
  double epsilon = .5;
  double ell = 1;
};

namespace detail {

inline void expect_precision(const influence_precision& p) {
  expect(p.order >= 2 && p.seeds >= 1 && p.seeds <= p.order, p.seeds, " seeds of ", p.order,
         " vertices; expected at least two vertices, and of them at least one seed");
  expect(p.epsilon > 0 && p.epsilon < 1, "an epsilon of ", p.epsilon, "; expected more than 0 and less than 1");
  expect(p.ell > 0, "an ell of ", p.ell, "; expected more than 0");
}

}  // namespace detail

/// The exponent with which both phases of IMM together fail with probability order^-ell at most: ell (1 + ln 2 / ln n)
/// (Tang, Shi & Xiao 2015). Throws input_error for less than two vertices.
[[nodiscard]] inline double adjusted_ell(std::size_t order, double ell) {
  detail::expect(order >= 2, order, " vertices; expected at least two");
  return ell * (1 + portable_log(2) / portable_log(static_cast<double>(order)));
}

/// lambda* of IMM (Tang, Shi & Xiao 2015): lambda* / OPT sets suffice for the choice of the seeds, OPT being the
/// largest spread that as many seeds can have. 2 n ((1 - 1/e) a + b)^2 / epsilon^2 with a^2 = ell ln n + ln 2 and b^2 =
/// (1 - 1/e)(ln C(n, k) + ell ln n + ln 2). n = 1000, k = 10, epsilon = .5, ell = 1: 509343.56.
///
/// Throws: input_error unless 0 < epsilon < 1, ell > 0, order >= 2 and 1 <= seeds <= order.
[[nodiscard]] inline double imm_lambda_star(const influence_precision& p) {
  detail::expect_precision(p);
  const double n = static_cast<double>(p.order), share = 1 - portable_exp(-1);
  const double a2 = p.ell * portable_log(n) + portable_log(2);
  const double b = std::sqrt(share * (log_binomial(p.order, p.seeds) + a2));
  const double root = share * std::sqrt(a2) + b;
  return 2 * n * root * root / (p.epsilon * p.epsilon);
}

/// lambda' of IMM: lambda' / x sets tell whether OPT is x. (2 + 2/3 d)(ln C(n, k) + ell ln n + ln log2 n) n / d^2 with
/// d = sqrt(2) epsilon. n = 1000, k = 10, epsilon = .5, ell = 1: 312063.80. Throws as `imm_lambda_star`.
[[nodiscard]] inline double imm_lambda_prime(const influence_precision& p) {
  detail::expect_precision(p);
  const double n = static_cast<double>(p.order), d = std::sqrt(2.0) * p.epsilon;
  const double sure =
      log_binomial(p.order, p.seeds) + p.ell * portable_log(n) + portable_log(portable_log(n) / portable_log(2));
  return (2 + 2 * d / 3) * sure * n / (d * d);
}

/// At least so many vertices are reached on average, if `covered` of `sets` independent reverse-reachable sets of a
/// graph of `order` vertices hold a seed; but for a probability of exp(-sure) (Tang, Tang, Xiao & Yuan 2018, after the
/// martingale bounds of Tang, Shi & Xiao 2015). The seeds may not depend on the sets. Pre: sets > 0.
[[nodiscard]] inline double spread_at_least(double covered, double sets, double order, double sure) {
  const double root = std::sqrt(covered + 2 * sure / 9) - std::sqrt(sure / 2);
  return std::max(0.0, std::max(0.0, root) * std::max(0.0, root) - sure / 18) * order / sets;
}

/// At most so many vertices are reached on average by seeds that are in at most `covered` of the sets, which these may
/// depend on; else as above.
[[nodiscard]] inline double spread_at_most(double covered, double sets, double order, double sure) {
  const double root = std::sqrt(covered + sure / 2) + std::sqrt(sure / 2);
  return root * root * order / sets;
}

}  // namespace capnet
