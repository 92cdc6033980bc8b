#pragma once
/// Forgetting: what is left of a level that nobody practices.
#include <chrono>
#include <cmath>
#include <optional>

#include <capnet/core/elementary.hpp>
#include <capnet/core/expect.hpp>

namespace capnet {

/// Exponential forgetting: after t days the share exp(-t / S) of a level is left (Ebbinghaus 1885 in the form of
/// Wozniak, Gorzelanczyk & Murakowski 1995). S, the stability, is the number of days after which 1/e, 37%, is left;
/// each skill has its own. The law takes levels for numbers, which ordinal ones are not: it is used only where a
/// stability is stated.
class forgetting_law {
 public:
  /// Nothing is forgotten.
  constexpr forgetting_law() = default;
  /// Throws input_error unless the stability is above 0; infinite: nothing is forgotten.
  explicit constexpr forgetting_law(double stability_days) : stability_{stability_days} {
    detail::expect(stability_days > 0, "a stability of ", stability_days, " days; expected a number above 0");
  }

  /// In days; nothing if nothing is forgotten.
  [[nodiscard]] constexpr std::optional<double> stability() const { return stability_; }
  /// Of 1 at first. Range [0, 1]; 1 before the first day.
  [[nodiscard]] constexpr double retention(double days) const {
    return !stability_ || !(days > 0) ? 1 : portable_exp(-days / *stability_);
  }
  /// The level that is left.
  [[nodiscard]] constexpr double level_after(double level, double days) const { return level * retention(days); }
  /// How many days it takes until less than `required` is left: S ln(level / required), and 0 if it is less already.
  /// Nothing if that never comes: nothing is forgotten, or nothing required. Pre: both at least 0.
  [[nodiscard]] constexpr std::optional<double> days_until_below(double level, double required) const {
    if (level < required) return 0;
    if (!stability_ || std::isinf(*stability_) || required == 0) return std::nullopt;
    return *stability_ * portable_log(level / required);
  }

 private:
  std::optional<double> stability_{};
};

}  // namespace capnet
