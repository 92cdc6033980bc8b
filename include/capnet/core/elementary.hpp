#pragma once
/// Exponential and logarithm with the same bits everywhere: libraries round theirs differently, and a last bit can
/// decide a simulated event.
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace capnet {

/// The natural logarithm, within two units of the last place of the true one; the same bits with any compiler. -inf of
/// 0, NaN below 0 and of NaN. The series of atanh after a reduction to [sqrt(1/2), sqrt(2)); ln 2 in two parts.
/// Verified against the standard library's in tests/unit/core/elementary_test.cpp.
[[nodiscard]] constexpr double portable_log(double x) noexcept {
  if (!(x >= 0)) return std::numeric_limits<double>::quiet_NaN();
  if (x == 0) return -std::numeric_limits<double>::infinity();
  if (x == std::numeric_limits<double>::infinity()) return x;
  int exponent = 0;
  if (x < 0x1.0p-1022) x *= 0x1.0p54, exponent = -54;
  std::uint64_t bits = std::bit_cast<std::uint64_t>(x);
  exponent += static_cast<int>(bits >> 52) - 1023;
  bits = (bits & 0x000FFFFFFFFFFFFFu) | 0x3FF0000000000000u;
  double m = std::bit_cast<double>(bits);  // in [1, 2)
  if (m > 1.4142135623730951) m *= .5, ++exponent;
  // log m = 2 atanh(s) = 2 (s + s^3/3 + ...), |s| < .1716
  const double f = m - 1, s = f / (2 + f), z = s * s;
  double series = 1.0 / 23;
  for (int odd = 21; odd >= 3; odd -= 2) series = series * z + 1.0 / odd;
  // 2 s = f - s f, so that log m = f - (f^2/2 - s (f^2/2 + 2 z series)), without the rounding of 2 s
  const double half = .5 * f * f, k = exponent;
  constexpr double ln2_high = 0x1.62e42feep-1, ln2_low = 0x1.a39ef35793c76p-33;
  return k * ln2_high - ((half - (s * (half + 2 * z * series) + k * ln2_low)) - f);
}

/// e to the power x, within two units of the last place; the same bits with any compiler. 0 below -745.2, infinite
/// above 709.8. A reduction to [-ln 2 / 2, ln 2 / 2] and the first terms of the series.
[[nodiscard]] constexpr double portable_exp(double x) noexcept {
  if (!(x == x)) return x;
  if (x > 709.782712893384) return std::numeric_limits<double>::infinity();
  if (x < -745.2) return 0;
  constexpr double ln2_high = 0x1.62e42feep-1, ln2_low = 0x1.a39ef35793c76p-33;
  const double scaled = x * 1.4426950408889634;
  const int k = static_cast<int>(scaled < 0 ? scaled - .5 : scaled + .5);
  const double high = x - k * ln2_high, low = k * ln2_low, r = high - low;
  double series = 1.0 / 6227020800.0;  // 1/13!
  double factorial = 6227020800.0;
  for (int n = 13; n >= 3; --n) factorial /= n, series = series * r + 1.0 / factorial;
  const double e = 1 + (r + (r * r * series + ((high - r) - low)));
  const auto power = [](int n) { return std::bit_cast<double>(static_cast<std::uint64_t>(n + 1023) << 52); };
  if (k < -1021) return e * power(k + 1000) * power(-1000);
  if (k > 1023) return e * 2 * power(k - 1);
  return e * power(k);
}

/// The natural logarithm of n!, to 1e-15 of it: the sum up to 15, then Stirling's series (Abramowitz & Stegun 1964,
/// 6.1.41).
[[nodiscard]] constexpr double log_factorial(double n) noexcept {
  if (n < 16) {
    double product = 1;
    for (double k = 2; k <= n; k += 1) product *= k;
    return portable_log(product);
  }
  const double x = n + 1, inverse = 1 / x, square = inverse * inverse;
  const double rest =
      inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square / 1188))));
  return (x - .5) * portable_log(x) - x + .918938533204672741780 + rest;
}

}  // namespace capnet
