#pragma once
/// The least value of a function of up to three numbers, without derivatives.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>
#include <vector>

namespace capnet::detail {

inline constexpr std::size_t most_coordinates = 3;
using coordinates = std::array<double, most_coordinates>;

struct least_point {
  coordinates at{};
  double value = std::numeric_limits<double>::infinity();
};

/// The simplex method of Nelder & Mead (1965) over the first n coordinates: a fixed sequence of steps from `from`, at
/// first `step` long, until the simplex is shorter than `tolerance` or `most` values were asked. The function is
/// infinite where it may not go. Time O(most n).
template <class Function>
[[nodiscard]] least_point nelder_mead(const Function& f, std::size_t n, const coordinates& from, double step,
                                      double tolerance = 1e-12, std::size_t most = 900) {
  if (n == 0) return {from, f(from)};
  std::array<least_point, most_coordinates + 1> simplex{};
  const auto ask = [&](const coordinates& at) {
    const double value = f(at);
    return least_point{at, value == value ? value : std::numeric_limits<double>::infinity()};
  };
  for (std::size_t k = 0; k <= n; ++k) {
    coordinates at = from;
    if (k > 0) at[k - 1] += step;
    simplex[k] = ask(at);
    if (k > 0 && !std::isfinite(simplex[k].value)) at[k - 1] = from[k - 1] - step, simplex[k] = ask(at);
  }
  const auto between = [&](const coordinates& a, const coordinates& b, double share) {
    coordinates at = a;
    for (std::size_t c = 0; c < n; ++c) at[c] = a[c] + share * (b[c] - a[c]);
    return at;
  };
  for (std::size_t asked = n + 1; asked < most;) {
    // Insertion sort: equals keep their order, so that the steps are the same everywhere.
    for (std::size_t k = 1; k <= n; ++k) {
      for (std::size_t j = k; j > 0 && simplex[j].value < simplex[j - 1].value; --j)
        std::swap(simplex[j], simplex[j - 1]);
    }
    double size = 0;
    for (std::size_t k = 1; k <= n; ++k) {
      for (std::size_t c = 0; c < n; ++c) size = std::max(size, std::abs(simplex[k].at[c] - simplex[0].at[c]));
    }
    if (size < tolerance) break;
    coordinates center{};
    for (std::size_t k = 0; k < n; ++k) {
      for (std::size_t c = 0; c < n; ++c) center[c] += simplex[k].at[c] / static_cast<double>(n);
    }
    least_point& worst = simplex[n];
    const least_point reflected = ask(between(center, worst.at, -1));
    ++asked;
    if (reflected.value < simplex[0].value) {
      const least_point expanded = ask(between(center, worst.at, -2));
      ++asked;
      worst = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < simplex[n - 1].value) {
      worst = reflected;
    } else {
      const bool outside = reflected.value < worst.value;
      const least_point contracted = ask(between(center, outside ? reflected.at : worst.at, .5));
      ++asked;
      if (contracted.value < std::min(reflected.value, worst.value)) {
        worst = contracted;
      } else {
        for (std::size_t k = 1; k <= n; ++k) simplex[k] = ask(between(simplex[0].at, simplex[k].at, .5));
        asked += n;
      }
    }
  }
  return *std::min_element(simplex.begin(), simplex.begin() + static_cast<std::ptrdiff_t>(n) + 1,
                           [](const least_point& a, const least_point& b) { return a.value < b.value; });
}

/// Where a function that is below `limit` at `inside` and not at `outside` reaches it: by halves. Pre: `f(inside)` <
/// `limit`. `halvings` values are asked.
template <class Function>
[[nodiscard]] double crossing(const Function& f, double inside, double outside, double limit, int halvings = 40) {
  for (int k = 0; k < halvings; ++k) {
    const double middle = inside + (outside - inside) / 2;
    if (middle == inside || middle == outside) break;
    (f(middle) < limit ? inside : outside) = middle;
  }
  return inside + (outside - inside) / 2;
}

/// The t that a Student number with `freedom` degrees lies within, on both sides of 0, with that probability
/// (Abramowitz & Stegun 1964, 26.7.3 and 26.7.4). Pre: freedom > 0, 0 < within < 1. Time O(freedom), at most 1,000.
[[nodiscard]] inline double student_within(std::size_t freedom, double within) {
  const std::size_t n = std::min<std::size_t>(freedom, 1'000);
  const auto probability = [n](double t) {
    const double theta = std::atan(t / std::sqrt(static_cast<double>(n)));
    const double c2 = std::cos(theta) * std::cos(theta);
    double term = n % 2 == 1 ? std::cos(theta) : 1, sum = n == 1 ? 0 : term;
    for (std::size_t k = n % 2 == 1 ? 3 : 2; k + 1 < n; k += 2) {
      term *= c2 * static_cast<double>(k - 1) / static_cast<double>(k);
      sum += term;
    }
    constexpr double pi = 3.14159265358979323846;
    return n % 2 == 1 ? 2 / pi * (theta + std::sin(theta) * sum) : std::sin(theta) * sum;
  };
  double high = 1;
  while (probability(high) < within && high < 1e12) high *= 2;
  return crossing(probability, 0, high, within, 60);
}

}  // namespace capnet::detail
