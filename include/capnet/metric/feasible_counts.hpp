#pragma once
/// Which whole numbers can stand behind a rounded percentage.
#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>

#include <capnet/core/error.hpp>
#include <capnet/model/figure.hpp>

namespace capnet {

namespace detail {
__extension__ typedef __int128 wide_int;  ///< exact for every product below: see rounded_share
}

/// The whole numbers from `first` to `last`, both included; none if `last < first`.
struct count_range {
  static constexpr std::int64_t unbounded = std::numeric_limits<std::int64_t>::max();

  std::int64_t first = 1;
  std::int64_t last = 0;

  [[nodiscard]] constexpr bool empty() const { return last < first; }
  [[nodiscard]] constexpr bool single() const { return last == first; }
  [[nodiscard]] constexpr bool bounded() const { return last != unbounded; }
  [[nodiscard]] constexpr bool contains(std::int64_t k) const { return first <= k && k <= last; }
  /// How many they are; `unbounded` if there is no last one.
  [[nodiscard]] constexpr std::int64_t size() const {
    if (empty()) return 0;
    if (single()) return 1;
    return !bounded() || (first <= 0 && last >= unbounded + first - 1) ? unbounded : last - first + 1;
  }
  friend constexpr count_range operator&(count_range a, count_range b) {
    return {std::max(a.first, b.first), std::min(a.last, b.last)};
  }
  friend constexpr bool operator==(count_range, count_range) = default;
};

/// A share as reported, with its rounding: every share of [0, 1] that could have been written so.
///
/// "74%" with step 1 is [73.5%, 74.5%], both ends included: a half may have been rounded either way. The bounds are
/// fractions of whole numbers and every question below is answered without floating point.
class rounded_share {
 public:
  /// Most digits behind the point of a value or step.
  static constexpr int max_decimals = 15;

  /// `value` percent. Without a rounding step it counts as given to its last digit: 74 to 1, 63.9 to 0.1. The sign of a
  /// step is ignored. Nothing if a number has more than `max_decimals` decimals, as `parse_decimal` never gives.
  [[nodiscard]] static constexpr std::optional<rounded_share> percent(decimal value,
                                                                      std::optional<decimal> rounding = {}) {
    return of(value, rounding.value_or(step_of(value)), 100);
  }
  /// The same for a share given as such: 0.74 is 74%.
  [[nodiscard]] static constexpr std::optional<rounded_share> ratio(decimal value,
                                                                    std::optional<decimal> rounding = {}) {
    return of(value, rounding.value_or(step_of(value)), 1);
  }
  /// One unit of the last digit given: {1, 1} for 63.9.
  [[nodiscard]] static constexpr decimal step_of(decimal value) { return {1, value.decimals}; }

  /// Whether no share of [0, 1] could have been written so, as for 120%.
  [[nodiscard]] constexpr bool empty() const { return high_ < low_; }
  [[nodiscard]] constexpr double low() const { return static_cast<double>(low_) / static_cast<double>(scale_); }
  [[nodiscard]] constexpr double high() const { return static_cast<double>(high_) / static_cast<double>(scale_); }

  /// Whether `k` of `n` could have been written so. False unless 0 <= k <= n and n > 0. O(1).
  [[nodiscard]] constexpr bool fits(std::int64_t k, std::int64_t n) const {
    return n > 0 && k >= 0 && k <= n && low_ * n <= scale_ * k && scale_ * k <= high_ * n;
  }
  /// The counts k of n that fit (GRIM: Brown & Heathers 2017). If none does, `last` is the largest below and `first`
  /// the smallest above. None at all if n <= 0 or `empty()`. O(1).
  [[nodiscard]] constexpr count_range feasible_counts(std::int64_t n) const {
    if (n <= 0 || empty()) return {};
    return {narrow(ceil_div(low_ * n, scale_)), narrow(high_ * n / scale_)};
  }
  /// The denominators n that fit a count k, without gaps; unbounded if the share may be 0. None if k < 0. O(1).
  [[nodiscard]] constexpr count_range feasible_denominators(std::int64_t k) const {
    if (k < 0 || empty() || (k > 0 && high_ == 0)) return {};
    if (k == 0) return low_ == 0 ? count_range{1, count_range::unbounded} : count_range{};
    return {std::max(k, narrow(ceil_div(scale_ * k, high_))),
            low_ == 0 ? count_range::unbounded : narrow(scale_ * k / low_)};
  }
  /// The smallest n of which some count fits: the denominator of the simplest fraction within the bounds (Stern 1858,
  /// Brocot 1861). Nothing if `empty()`. Time O(log of the bounds' digits).
  [[nodiscard]] constexpr std::optional<std::int64_t> smallest_denominator() const {
    if (empty()) return std::nullopt;
    return narrow(simplest_denominator({low_, scale_}, {high_, scale_}));
  }

  friend constexpr bool operator==(const rounded_share&, const rounded_share&) = default;

 private:
  using wide = detail::wide_int;
  struct fraction {
    wide over, under;
  };

  // The bounds are low_ / scale_ and high_ / scale_ with scale_ <= 2 * 100 * 10^15, clipped to [0, scale_]: times a
  // 64-bit count below 2 * 10^36, and before clipping below 10^35; 128 bits hold 1.7 * 10^38.
  static constexpr std::optional<rounded_share> of(decimal value, decimal rounding, int whole) {
    if (value.decimals < 0 || value.decimals > max_decimals || rounding.decimals < 0 ||
        rounding.decimals > max_decimals) {
      return std::nullopt;
    }
    const int decimals = std::max(value.decimals, rounding.decimals);
    const wide twice = 2 * wide{value.mantissa} * power_of_ten(decimals - value.decimals);
    wide step = wide{rounding.mantissa} * power_of_ten(decimals - rounding.decimals);
    if (step < 0) step = -step;
    rounded_share share;
    share.scale_ = 2 * whole * power_of_ten(decimals);
    share.low_ = std::max<wide>(twice - step, 0);
    share.high_ = std::min(twice + step, share.scale_);
    if (share.high_ < share.low_) share.low_ = 1, share.high_ = 0;
    return share;
  }
  static constexpr wide power_of_ten(int k) {
    wide power = 1;
    while (k-- > 0) power *= 10;
    return power;
  }
  static constexpr wide ceil_div(wide over, wide under) { return over / under + (over % under != 0); }
  static constexpr std::int64_t narrow(wide number) {
    return static_cast<std::int64_t>(std::min<wide>(number, count_range::unbounded));
  }
  // The simplest fraction of [low, high] is an integer if there is one; else low = f + 1/x and high = f + 1/y with the
  // same f, and it is f plus the reciprocal of the simplest fraction of [y, x]. `q` and `q_before` are the denominators
  // of the convergents.
  static constexpr wide simplest_denominator(fraction low, fraction high) {
    wide q = 0, q_before = 1;
    for (;;) {
      const wide whole = ceil_div(low.over, low.under);
      if (whole * high.under <= high.over) return q * whole + q_before;
      const wide f = whole - 1;
      const wide q_next = q * f + q_before;
      q_before = q;
      q = q_next;
      const fraction inverse_low{low.under, low.over - f * low.under};
      low = {high.under, high.over - f * high.under};
      high = inverse_low;
    }
  }

  wide low_ = 0, high_ = 0, scale_ = 1;
};

/// What is said of the respondents of one survey by one of its figures: a share, and the count where it is stated.
struct share_statement {
  rounded_share share;
  std::optional<std::int64_t> count{};
};

/// Whether n respondents can give all the statements.
[[nodiscard]] inline bool fits_all(std::span<const share_statement> statements, std::int64_t n) {
  return std::ranges::all_of(statements, [&](const share_statement& s) {
    return s.count ? s.share.fits(*s.count, n) : !s.share.feasible_counts(n).empty();
  });
}

/// The denominators that the counts among the statements leave possible, each by itself a range; all from 1 if no count
/// is stated.
[[nodiscard]] inline count_range denominators_of_counts(std::span<const share_statement> statements) {
  count_range range{1, count_range::unbounded};
  for (const share_statement& s : statements) {
    if (s.count) range = range & s.share.feasible_denominators(*s.count);
  }
  return range;
}

/// How many candidates `smallest_joint_denominator` tries. Any percentages given to a thousandth of a point have one
/// among them.
inline constexpr std::int64_t joint_search_limit = 100'000;

/// The smallest n that gives all the statements of one survey; nothing if there is none among the first `limit` that
/// the counts leave possible. Without statements 1. Time O(statements * candidates); a single share is answered at
/// once. Pre: limit > 0.
[[nodiscard]] inline std::optional<std::int64_t> smallest_joint_denominator(std::span<const share_statement> statements,
                                                                            std::int64_t limit = joint_search_limit) {
  if (statements.size() == 1 && !statements[0].count) return statements[0].share.smallest_denominator();
  if (std::ranges::any_of(statements, [](const share_statement& s) { return s.share.empty(); })) return std::nullopt;
  const count_range range = denominators_of_counts(statements);
  if (range.empty()) return std::nullopt;
  const std::int64_t last = range.last - range.first < limit ? range.last : range.first + limit - 1;
  for (std::int64_t n = range.first; n < last; ++n) {
    if (fits_all(statements, n)) return n;
  }
  return fits_all(statements, last) ? std::optional{last} : std::nullopt;
}

}  // namespace capnet
