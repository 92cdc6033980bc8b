#pragma once
/// Draws from named distributions by specified algorithms: the same use of random numbers gives the same draw with any
/// compiler and library, which the standard's distributions do not promise.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <unordered_set>
#include <vector>

#include <capnet/core/elementary.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/random.hpp>
#include <capnet/core/text.hpp>

namespace capnet {

/// The value that a standard normal number stays below with probability p (Wichura 1988, algorithm AS 241, PPND16), to
/// 1e-15 of it: -inf for 0, inf for 1, NaN outside [0, 1].
[[nodiscard]] inline double normal_quantile(double p) noexcept {
  const auto ratio = [](double r, const auto& over, const auto& under) {
    double a = over[7], b = under[7];
    for (int k = 6; k >= 0; --k) a = a * r + over[k], b = b * r + under[k];
    return a / b;
  };
  constexpr double a[] = {3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
                          45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727};
  constexpr double b[] = {1,
                          42.313330701600911252,
                          687.18700749205790830,
                          5394.1960214247511077,
                          21213.794301586595867,
                          39307.895800092710610,
                          28729.085735721942674,
                          5226.4952788528545610};
  constexpr double c[] = {1.42343711074968357734,  4.63033784615654529590,   5.76949722146069140550,
                          3.64784832476320460504,  1.27045825245236838258,   .241780725177450611770,
                          .0227238449892691845833, 7.74545014278341407640e-4};
  constexpr double d[] = {1,
                          2.05319162663775882187,
                          1.67638483018380384940,
                          .689767334985100004550,
                          .148103976427480074590,
                          .0151986665636164571966,
                          5.47593808499534494600e-4,
                          1.05075007164441684324e-9};
  constexpr double e[] = {6.65790464350110377720,    5.46378491116411436990,   1.78482653991729133580,
                          .296560571828504891230,    .0265321895265761230930,  .00124266094738807843860,
                          2.71155556874348757815e-5, 2.01033439929228813265e-7};
  constexpr double f[] = {1,
                          .599832206555887937690,
                          .136929880922735805310,
                          .0148753612908506148525,
                          7.86869131145613259100e-4,
                          1.84631831751005468180e-5,
                          1.42151175831644588870e-7,
                          2.04426310338993978564e-15};
  if (!(p >= 0 && p <= 1)) return std::numeric_limits<double>::quiet_NaN();
  if (p == 0 || p == 1)
    return p == 0 ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
  const double q = p - .5;
  if (q >= -.425 && q <= .425) return q * ratio(.180625 - q * q, a, b);
  const double tail = std::sqrt(-portable_log(q < 0 ? p : 1 - p));
  const double value = tail <= 5 ? ratio(tail - 1.6, c, d) : ratio(tail - 5, e, f);
  return q < 0 ? -value : value;
}

/// A normal number by inversion of one uniform number: larger numbers give larger draws, so that runs with common
/// random numbers stay close. Throws input_error for a deviation below 0 or parameters that are not finite.
[[nodiscard]] inline double draw_normal(random_stream& rng, double mean = 0, double deviation = 1) {
  detail::expect(std::isfinite(mean) && deviation >= 0 && std::isfinite(deviation), "a normal number of mean ", mean,
                 " and deviation ", deviation, "; expected finite ones, the deviation at least 0");
  const double middle = (static_cast<double>(rng.bits64() >> 12) + .5) * 0x1.0p-52;  // never 0 nor 1
  return mean + deviation * normal_quantile(middle);
}

/// An exponential number of rate 1, by inversion.
[[nodiscard]] inline double draw_exponential(random_stream& rng) { return -portable_log(1 - rng.uniform()); }

namespace detail {

/// Poisson numbers of a mean of 10 and more: transformed rejection (Hörmann 1993, PTRS).
[[nodiscard]] inline std::uint64_t draw_large_poisson(random_stream& rng, double mean) {
  const double root = std::sqrt(mean), log_mean = portable_log(mean);
  const double b = .931 + 2.53 * root, a = -.059 + .02483 * b;
  const double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4), v_r = .9277 - 3.6224 / (b - 2);
  for (;;) {
    const double u = rng.uniform() - .5, v = rng.uniform();
    const double us = .5 - (u < 0 ? -u : u);
    if (us <= 0) continue;
    const double k = std::floor((2 * a / us + b) * u + mean + .43);
    if (us >= .07 && v <= v_r) return static_cast<std::uint64_t>(k);
    if (k < 0 || (us < .013 && v > us)) continue;
    if (v <= 0) continue;
    if (portable_log(v) + portable_log(inverse_alpha) - portable_log(a / (us * us) + b) <=
        -mean + k * log_mean - log_factorial(k)) {
      return static_cast<std::uint64_t>(k);
    }
  }
}

}  // namespace detail

/// The largest mean of a Poisson number.
inline constexpr double max_poisson_mean = 1e15;

/// A Poisson number: below a mean of 10 by inversion of one uniform number, from 10 on by transformed rejection
/// (Hörmann 1993). Throws input_error for a mean outside [0, max_poisson_mean]. Time O(1 + mean) below 10, then O(1).
[[nodiscard]] inline std::uint64_t draw_poisson(random_stream& rng, double mean) {
  detail::expect(mean >= 0 && mean <= max_poisson_mean, "a Poisson number of mean ", mean,
                 "; expected a mean in [0, 1e15]");
  if (mean == 0) return 0;
  if (mean >= 10) return detail::draw_large_poisson(rng, mean);
  const double u = rng.uniform();
  double chance = portable_exp(-mean), below = chance;
  std::uint64_t k = 0;
  while (u >= below && chance > 1e-18) below += chance *= mean / static_cast<double>(++k);
  return k;
}

/// How many trials fail before the first success, each on its own with probability p: by inversion. The largest number
/// for p = 0. Throws input_error for a p outside [0, 1].
[[nodiscard]] inline std::uint64_t draw_geometric(random_stream& rng, double p) {
  detail::expect(p >= 0 && p <= 1, "a geometric number of probability ", p, "; expected one in [0, 1]");
  constexpr double most = 0x1.0p63;
  if (p == 1) return 0;
  // log(1 - p) = -2 atanh(p / (2 - p)), which small p do not round away
  const double s = p / (2 - p), z = s * s;
  const double log_failure = p < 1e-4 ? -2 * s * (1 + z * (1.0 / 3 + z * .2)) : portable_log(1 - p);
  if (p == 0) return std::numeric_limits<std::uint64_t>::max();
  const double k = std::floor(portable_log(1 - rng.uniform()) / log_failure);
  return k >= most ? std::numeric_limits<std::uint64_t>::max() : static_cast<std::uint64_t>(k);
}

/// How many of n trials succeed, each on its own with probability p: by the gaps between successes (Devroye 1986,
/// X.4.3), of failures where p is above one half. Throws input_error for a p outside [0, 1]. Time O(n min(p, 1 - p) +
/// 1).
[[nodiscard]] inline std::uint64_t draw_binomial(random_stream& rng, std::uint64_t n, double p) {
  detail::expect(p >= 0 && p <= 1, "a binomial number of probability ", p, "; expected one in [0, 1]");
  if (p > .5) return n - draw_binomial(rng, n, 1 - p);
  if (p == 0) return 0;
  std::uint64_t successes = 0;
  for (std::uint64_t left = n;;) {
    const std::uint64_t gap = draw_geometric(rng, p);
    if (gap >= left) return successes;
    left -= gap + 1;
    ++successes;
  }
}

/// A place in `weights`, each with its share of their sum. Throws input_error for weights below 0, unknown or infinite,
/// and where none is above 0. Time O(weights).
[[nodiscard]] inline std::size_t draw_categorical(random_stream& rng, std::span<const double> weights) {
  double sum = 0;
  std::size_t last = weights.size();
  for (std::size_t k = 0; k < weights.size(); ++k) {
    detail::expect(weights[k] >= 0 && std::isfinite(weights[k]), "weight ", k, " is ", weights[k],
                   "; expected finite weights from 0");
    sum += weights[k];
    if (weights[k] > 0) last = k;
  }
  detail::expect(last < weights.size() && std::isfinite(sum),
                 "weights that add up to nothing, or beyond all numbers; expected a finite sum above 0");
  double at = rng.uniform() * sum;
  for (std::size_t k = 0; k < last; ++k) {
    if (at < weights[k]) return k;
    at -= weights[k];
  }
  return last;
}

/// k different numbers below n, each such set with the same chance (Floyd; Bentley & Floyd 1987), in the order drawn.
/// Throws input_error for more numbers than there are. Time O(k) from 32 on, O(k^2) below.
[[nodiscard]] inline std::vector<std::uint32_t> draw_without_replacement(random_stream& rng, std::uint32_t n,
                                                                         std::uint32_t k) {
  detail::expect(k <= n, k, " different numbers below ", n, "; expected at most as many");
  std::vector<std::uint32_t> drawn;
  std::unordered_set<std::uint32_t> seen;  // only asked, never walked
  drawn.reserve(k);
  const auto is_drawn = [&](std::uint32_t number) {
    return k < 32 ? std::ranges::find(drawn, number) != drawn.end() : seen.contains(number);
  };
  for (std::uint32_t top = n - k; top < n; ++top) {
    const std::uint32_t number = rng.below(top + 1);
    drawn.push_back(is_drawn(number) ? top : number);
    if (k >= 32) seen.insert(drawn.back());
  }
  return drawn;
}

}  // namespace capnet
