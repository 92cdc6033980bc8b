#pragma once
/// Curves of growth: how many members there are after a time, by a few parameters.
///
/// | model | N(t) | parameters | source |
/// |---|---|---|---|
/// | constant_rate | start + rate t | start, rate | a Poisson process |
/// | changing_rate | start + rate (t + change t^2 / 2), no longer once the rate is 0 | start, rate, change | |
/// | saturating_exponential | ceiling - (ceiling - start) e^(-rate t) | start, ceiling, rate | Goel & Okumoto 1979 |
/// | logistic | ceiling / (1 + e^(-rate (t - midpoint))) | ceiling, rate, midpoint | Verhulst 1838 |
/// | gompertz | ceiling exp(-e^(-rate (t - midpoint))) | ceiling, rate, midpoint | Gompertz 1825 |
/// | bass | ceiling F(t), F' = (p + q F)(1 - F), F(0) = start_share | ceiling, p, q, start_share | Bass 1969 |
/// | weibull | ceiling - (ceiling - start) exp(-(rate t)^power) | start, ceiling, rate, power | a hazard as a power of
/// time |
///
/// Times are months of 30.4375 days from the first day, rates a month. The ceiling is the pool that there is to recruit
/// from, which need not be all whom a network could ever reach. `changing_rate`, `gompertz` and `weibull` have rates
/// that change with time; the first two have no ceiling, or one that only the data know.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <capnet/core/date.hpp>
#include <capnet/core/elementary.hpp>

namespace capnet {

enum class growth_model : std::uint8_t {
  constant_rate,
  changing_rate,
  saturating_exponential,
  logistic,
  gompertz,
  bass,
  weibull
};
inline constexpr std::array<std::string_view, 7> growth_model_names{
    "constant_rate", "changing_rate", "saturating_exponential", "logistic", "gompertz", "bass", "weibull"};
[[nodiscard]] constexpr std::string_view to_string(growth_model model) {
  return growth_model_names[static_cast<std::size_t>(model)];
}

/// What people call it, within a sentence.
inline constexpr std::array<std::string_view, 7> growth_model_labels{
    "constant rate", "changing rate", "saturating exponential", "logistic", "Gompertz", "Bass", "Weibull"};
[[nodiscard]] constexpr std::string_view label(growth_model model) {
  return growth_model_labels[static_cast<std::size_t>(model)];
}

/// Days of a month: a twelfth of 365.25.
inline constexpr double days_per_month = 30.4375;
/// Months from one day to another.
[[nodiscard]] constexpr double months_between(date from, date to) {
  return static_cast<double>((to - from).count()) / days_per_month;
}

/// A curve of growth. `start` and `shape` hold what the model has, the rest is 0.
struct growth_curve {
  growth_model model{};
  double start = 0;               ///< members at time 0, where that is a parameter
  double scale = 0;               ///< the ceiling; of `constant_rate` and `changing_rate` the rate
  std::array<double, 3> shape{};  ///< the others, in the order of `growth_shapes`
  /// Nobody is there at time 0: of `logistic`, `gompertz` and `bass` what they rise by from then on to the ceiling.
  bool from_0 = false;

  /// Members at a time from 0 on. Time O(1).
  [[nodiscard]] double value(double months) const;
  friend bool operator==(const growth_curve&, const growth_curve&) = default;
};

namespace detail {

/// How a shape parameter is searched for: a coordinate z on a scale of its own, over a span of T months.
enum class shape_scale : std::uint8_t {
  rate,    ///< e^z / T
  change,  ///< (e^z - 1) / T: the rate is not negative within the span
  time,    ///< z T
  power,   ///< e^z
  share,   ///< z^2
};
struct growth_shape {
  std::string_view name;
  shape_scale scale;
  double low, high;    ///< of z
  double first, last;  ///< of a grid to start from
  std::size_t steps;   ///< points of the grid
  [[nodiscard]] double at(double z, double span) const {
    switch (scale) {
      case shape_scale::rate:
        return portable_exp(z) / span;
      case shape_scale::change:
        return (portable_exp(z) - 1) / span;
      case shape_scale::time:
        return z * span;
      case shape_scale::power:
        return portable_exp(z);
      case shape_scale::share:
        break;
    }
    return z * z;
  }
  /// Where a value lies.
  [[nodiscard]] double coordinate(double value, double span) const {
    switch (scale) {
      case shape_scale::rate:
        return std::clamp(portable_log(value * span), low, high);
      case shape_scale::change:
        return std::clamp(portable_log(value * span + 1), low, high);
      case shape_scale::time:
        return value / span;
      case shape_scale::power:
        return portable_log(value);
      case shape_scale::share:
        break;
    }
    return std::sqrt(value);
  }
};

inline constexpr growth_shape rate_shape{"rate", shape_scale::rate, -14, 9, -3, 4.5, 13};
inline constexpr growth_shape midpoint_shape{"midpoint", shape_scale::time, -200, 200, -1, 2.5, 15};
inline constexpr std::array<growth_shape, 1> change_shapes{{{"change", shape_scale::change, -14, 14, -3, 4, 8}}};
inline constexpr std::array<growth_shape, 1> rate_shapes{rate_shape};
inline constexpr std::array<growth_shape, 2> midpoint_shapes{rate_shape, midpoint_shape};
inline constexpr std::array<growth_shape, 3> bass_shapes{{{"p", shape_scale::rate, -20, 9, -6, 3, 10},
                                                          {"q", shape_scale::rate, -20, 9, -3, 4.5, 9},
                                                          {"start_share", shape_scale::share, -1, 1, 0, .9, 6}}};
inline constexpr std::array<growth_shape, 2> weibull_shapes{rate_shape,
                                                            {"power", shape_scale::power, -4, 4, -1.5, 2, 8}};

/// What a curve is made of beside its shape H: `added` start + rate H, `mixed` start (1 - H) + ceiling H, with H(0) =
/// 0, or `whole` ceiling H.
enum class growth_form : std::uint8_t { added, mixed, whole };
[[nodiscard]] constexpr growth_form form_of(growth_model model) {
  switch (model) {
    case growth_model::constant_rate:
    case growth_model::changing_rate:
      return growth_form::added;
    case growth_model::saturating_exponential:
    case growth_model::weibull:
      return growth_form::mixed;
    default:
      return growth_form::whole;
  }
}

}  // namespace detail

/// Whether the curve has a ceiling; else its scale is a rate.
[[nodiscard]] constexpr bool has_ceiling(growth_model model) {
  return detail::form_of(model) != detail::growth_form::added;
}

/// The shape parameters of a model.
[[nodiscard]] constexpr std::span<const detail::growth_shape> growth_shapes(growth_model model) {
  switch (model) {
    case growth_model::constant_rate:
      return {};
    case growth_model::changing_rate:
      return detail::change_shapes;
    case growth_model::saturating_exponential:
      return detail::rate_shapes;
    case growth_model::logistic:
    case growth_model::gompertz:
      return detail::midpoint_shapes;
    case growth_model::bass:
      return detail::bass_shapes;
    case growth_model::weibull:
      return detail::weibull_shapes;
  }
  return {};
}

namespace detail {

/// 1 - e^-x, without the digits that the subtraction would lose. Pre: x >= 0.
[[nodiscard]] constexpr double one_less_exp(double x) {
  return x < 1e-3 ? x * (1 - x / 2 * (1 - x / 3 * (1 - x / 4))) : 1 - portable_exp(-x);
}

/// H at a time; of a whole curve from 0 (H(t) - H(0)) / (1 - H(0)), without differences of numbers that are alike.
[[nodiscard]] constexpr double growth_share(growth_model model, const std::array<double, 3>& shape, double t,
                                            bool from_0) {
  switch (model) {
    case growth_model::constant_rate:
      return t;
    case growth_model::changing_rate: {
      const double last = shape[0] < 0 && -1 / shape[0] < t ? -1 / shape[0] : t;  // where the rate is 0
      return last * (1 + shape[0] * last / 2);
    }
    case growth_model::saturating_exponential:
      return one_less_exp(shape[0] * t);
    case growth_model::logistic: {
      const double y = portable_exp(-shape[0] * (t - shape[1]));
      return (from_0 ? one_less_exp(shape[0] * t) : 1) / (1 + y);
    }
    case growth_model::gompertz: {
      const double x = portable_exp(-shape[0] * (t - shape[1]));
      return from_0 ? 1 - one_less_exp(x) / one_less_exp(portable_exp(shape[0] * shape[1])) : portable_exp(-x);
    }
    case growth_model::bass: {
      const double p = shape[0], q = shape[1], a = from_0 ? 0 : shape[2], open = 1 - a;
      const double gone = one_less_exp((p + q) * t), left = 1 - gone;
      return (p * gone + a * (q + p * left)) / (p + q * a + q * open * left);
    }
    case growth_model::weibull:
      return t <= 0 ? 0 : one_less_exp(portable_exp(shape[1] * portable_log(shape[0] * t)));
  }
  return 0;
}

}  // namespace detail

inline double growth_curve::value(double months) const {
  const double share = detail::growth_share(model, shape, months, from_0);
  switch (detail::form_of(model)) {
    case detail::growth_form::added:
      return start + scale * share;
    case detail::growth_form::mixed:
      return start + (scale - start) * share;
    case detail::growth_form::whole:
      break;
  }
  return scale * share;
}

}  // namespace capnet
