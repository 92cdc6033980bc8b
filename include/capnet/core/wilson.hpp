#pragma once
/// How sure a share is: the Wilson interval.
#include <cmath>
#include <cstdint>

#include <capnet/core/expect.hpp>

namespace capnet {

/// The quantile of the normal distribution that leaves 2.5% at either side: a 95% interval.
inline constexpr double z_95 = 1.959963984540054;

/// A share with the bounds between which it lies, as sure as the interval was asked to be. All in [0, 1].
struct share_interval {
  double share = 0;
  double low = 0;
  double high = 1;
};

/// Score interval of the share `numerator / denominator`, taken as a simple random sample (Wilson 1927).
///
/// (p + z^2/2n ± z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n). Unlike p ± z sqrt(p(1-p)/n) it stays inside [0, 1] and is
/// not empty at 0 of n or n of n, where its low is exactly 0 and its high exactly 1.
///
/// Throws: input_error unless 0 <= numerator <= denominator and denominator > 0.   Time O(1).
[[nodiscard]] inline share_interval wilson(std::int64_t numerator, std::int64_t denominator, double z = z_95) {
  detail::expect(denominator > 0 && numerator >= 0 && numerator <= denominator, numerator, " of ", denominator,
                 " is no share; expected a part of something");
  const double n = static_cast<double>(denominator);
  const double p = static_cast<double>(numerator) / n;
  const double z2 = z * z;
  const double scale = 1 + z2 / n;
  const double center = p + z2 / (2 * n);
  const double half = z * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n));
  return {p, numerator == 0 ? 0.0 : (center - half) / scale, numerator == denominator ? 1.0 : (center + half) / scale};
}

}  // namespace capnet
