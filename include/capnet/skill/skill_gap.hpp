#pragma once
/// How far what is held falls short of what is required.
#include <algorithm>
#include <cmath>
#include <compare>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <string>

#include <capnet/core/error.hpp>
#include <capnet/skill/holder_rule.hpp>

namespace capnet {

namespace detail {

/// A product of two numbers from 0 that can neither overflow nor vanish: mantissa * 2^exponent, the mantissa in [.5,
/// 1), or 0. Rounded as the product of doubles is.
class wide_product {
 public:
  constexpr wide_product() = default;
  /// Pre: both at least 0 and finite.
  wide_product(double a, double b) {
    if (a == 0 || b == 0) return;
    int of_a = 0, of_b = 0;
    mantissa_ = std::frexp(std::frexp(a, &of_a) * std::frexp(b, &of_b), &exponent_);
    exponent_ += of_a + of_b;
  }
  [[nodiscard]] int exponent() const { return exponent_; }
  /// Divided by 2^exponent.
  [[nodiscard]] double over(int exponent) const { return std::ldexp(mantissa_, exponent_ - exponent); }
  friend bool operator==(const wide_product&, const wide_product&) = default;
  friend std::strong_ordering operator<=>(const wide_product& a, const wide_product& b) {
    if (a.exponent_ != b.exponent_) return a.exponent_ <=> b.exponent_;
    return a.mantissa_ < b.mantissa_   ? std::strong_ordering::less
           : a.mantissa_ > b.mantissa_ ? std::strong_ordering::greater
                                       : std::strong_ordering::equal;
  }

 private:
  int exponent_ = std::numeric_limits<int>::min() / 2;  // that of 0 lies below all others
  double mantissa_ = 0;
};

}  // namespace detail

/// A skill that is required, and what is held of it.
struct requirement {
  double importance = 1;
  std::optional<double> required{};  ///< level; empty if nobody says which: such a requirement can't weigh anything
  std::optional<double> held{};      ///< level; empty if unknown, which is never 0
  level_range range{};               ///< what `held` can be once unknown levels become known

  /// importance * max(0, required - level): how much this skill adds to the gap; infinite if that is no double. Pre:
  /// `required` is known.
  [[nodiscard]] double shortfall(double level) const { return importance * std::max(0.0, *required - level); }
};

/// A gap with its bounds.
struct skill_gap_result {
  /// Over the requirements whose held level is known; empty if there are none, or they ask for nothing.
  std::optional<double> gap{};
  /// Over all requirements of known level, for every way that the unknown can turn out.
  std::optional<double> low{}, high{};
  double coverage = 0;  ///< share of the requirements, not weighted, whose required and held levels are both known
};

/// Skill gap: sum w max(0, r - h) / sum w r, with importance w, required level r and held level h. Range [0, 1]; 0 all
/// met.
///
/// A requirement of unknown held level is left out of `gap`, never taken for 0, and lowers `coverage`; `low` and `high`
/// contain it. One without a required level lowers `coverage` too and is in neither. What is held beyond a requirement
/// does not offset another. `gap` speaks of less than the bounds do: it lies in [low, high] by `best` and `mean` on
/// scales from 0, but need not by the k-th best (what is left out can be sure to fall short) or on a scale from 1 (the
/// bounds let the unknown be 1, though the known can be worse). No requirements, or none that asks for more than 0:
/// `gap`, `low` and `high` are empty; coverage of no requirements is 0.
///
/// Every sum is taken relative to its largest term, so that the quotient is right for any finite importances and
/// levels.
///
/// Throws: input_error for importances and required levels that are negative or not finite.   Time O(n), space O(1).
[[nodiscard]] inline skill_gap_result skill_gap(std::span<const requirement> requirements) {
  for (const requirement& r : requirements) {
    auto from_0 = [](double number) { return number >= 0 && std::isfinite(number); };
    if (!from_0(r.importance)) throw input_error{"an importance is negative or not finite; expected a number from 0"};
    if (!from_0(r.required.value_or(0)))
      throw input_error{"a required level is negative or not finite; expected a number from 0"};
  }
  // What `level` of each falls short, over what is asked for; nothing of those that `level` leaves out.
  auto quotient = [&](const auto& level) -> std::optional<double> {
    int exponent = detail::wide_product{}.exponent();
    for (const requirement& r : requirements) {
      if (r.required && level(r))
        exponent = std::max(exponent, detail::wide_product{r.importance, *r.required}.exponent());
    }
    double missing = 0, asked = 0;
    for (const requirement& r : requirements) {
      if (!r.required || !level(r)) continue;
      missing += detail::wide_product{r.importance, std::max(0.0, *r.required - *level(r))}.over(exponent);
      asked += detail::wide_product{r.importance, *r.required}.over(exponent);
    }
    return asked > 0 ? std::optional{missing / asked} : std::nullopt;
  };
  skill_gap_result result;
  result.gap = quotient([](const requirement& r) { return r.held; });
  result.low = quotient([](const requirement& r) { return std::optional{r.range.high}; });
  result.high = quotient([](const requirement& r) { return std::optional{r.range.low}; });
  const auto known = std::ranges::count_if(requirements, [](const requirement& r) { return r.required && r.held; });
  if (!requirements.empty()) result.coverage = static_cast<double>(known) / static_cast<double>(requirements.size());
  return result;
}

}  // namespace capnet
