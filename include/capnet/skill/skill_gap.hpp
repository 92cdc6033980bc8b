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

/// Whether products of two such numbers can be summed as they are: neither they nor their sums overflow or vanish, so
/// that the sums are those of wide products but for a power of two.
[[nodiscard]] inline bool is_moderate(double number) {
  return number == 0 || (number >= 0x1p-200 && number <= 0x1p200);
}

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

namespace detail {

/// The three quotients of what is missing and what is asked for, by the known levels, the highest and the lowest.
struct gap_quotients {
  double missing[3] = {}, asked[3] = {};

  void write(skill_gap_result& result) const {
    const auto quotient = [&](int k) { return asked[k] > 0 ? std::optional{missing[k] / asked[k]} : std::nullopt; };
    result.gap = quotient(0), result.low = quotient(1), result.high = quotient(2);
  }
};

/// Each product taken relative to the largest of its sum.
template <class Range, class Of>
[[nodiscard]] gap_quotients wide_quotients(const Range& requirements, const Of& of) {
  const auto level = [](const requirement& r, int k) {
    return k == 0 ? r.held : std::optional{k == 1 ? r.range.high : r.range.low};
  };
  gap_quotients sums;
  for (int k = 0; k < 3; ++k) {
    int exponent = wide_product{}.exponent();
    for (const auto& one : requirements) {
      const requirement& r = of(one);
      if (r.required && level(r, k)) exponent = std::max(exponent, wide_product{r.importance, *r.required}.exponent());
    }
    for (const auto& one : requirements) {
      const requirement& r = of(one);
      if (!r.required || !level(r, k)) continue;
      sums.missing[k] += wide_product{r.importance, std::max(0.0, *r.required - *level(r, k))}.over(exponent);
      sums.asked[k] += wide_product{r.importance, *r.required}.over(exponent);
    }
  }
  return sums;
}

/// `skill_gap` of what `of` gives of each element.
template <class Range, class Of>
[[nodiscard]] skill_gap_result weigh(const Range& requirements, const Of& of) {
  gap_quotients sums;
  std::size_t n = 0, known = 0;
  bool moderate = true;
  for (const auto& one : requirements) {
    const requirement& r = of(one);
    ++n;
    moderate = moderate && is_moderate(r.importance) && is_moderate(r.required.value_or(0));
    if (!r.required) continue;
    const double required = *r.required, asked = r.importance * required;
    if (r.held) {
      ++known;
      sums.missing[0] += r.importance * std::max(0.0, required - *r.held);
      sums.asked[0] += asked;
    }
    sums.missing[1] += r.importance * std::max(0.0, required - r.range.high);
    sums.missing[2] += r.importance * std::max(0.0, required - r.range.low);
    sums.asked[1] += asked;
  }
  sums.asked[2] = sums.asked[1];
  if (!moderate) {
    for (const auto& one : requirements) {
      const requirement& r = of(one);
      auto from_0 = [](double number) { return number >= 0 && std::isfinite(number); };
      if (!from_0(r.importance)) throw input_error{"an importance is negative or not finite; expected a number from 0"};
      if (!from_0(r.required.value_or(0)))
        throw input_error{"a required level is negative or not finite; expected a number from 0"};
    }
    sums = wide_quotients(requirements, of);
  }
  skill_gap_result result;
  sums.write(result);
  if (n > 0) result.coverage = static_cast<double>(known) / static_cast<double>(n);
  return result;
}

}  // namespace detail

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
  return detail::weigh(requirements, [](const requirement& r) -> const requirement& { return r; });
}

}  // namespace capnet
