#pragma once
/// How long things last, where some of them still do: the product-limit estimator.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <capnet/core/expect.hpp>
#include <capnet/core/wilson.hpp>

namespace capnet {

/// How long something was seen to last, in days, and whether it ended then or was lost from sight (censored).
struct spell_length {
  std::int32_t days = 0;
  bool ended = false;
  friend bool operator==(const spell_length&, const spell_length&) = default;
};

/// The share that lasts longer than some days, with its 95% interval; none where the share is 0 or 1.
struct survival_share {
  double share = 1;
  std::optional<double> low{}, high{};
};
/// A number of days after which spells ended.
struct survival_step {
  std::int32_t days = 0;
  std::int64_t at_risk = 0;  ///< spells that lasted until then, whether they ended, were lost from sight or went on
  std::int64_t ended = 0;    ///< of these, the ones that ended then
  survival_share after{};    ///< the share that lasts longer
};
/// The days that half of the spells outlast at most; each empty where the curve does not fall so far.
struct median_days {
  std::optional<std::int32_t> value{}, low{}, high{};
};

/// A curve that starts at 1 and falls at each of its steps.
struct survival_curve {
  std::vector<survival_step> steps{};  ///< by days
  std::int64_t spells = 0;
  std::int64_t ended = 0;    ///< the others are censored
  std::int32_t longest = 0;  ///< of all spells

  /// The share that lasts longer than `days`. Empty without spells, and beyond the longest one where that did not end:
  /// nobody knows. O(log steps).
  [[nodiscard]] std::optional<survival_share> at(std::int32_t days) const {
    if (spells == 0) return std::nullopt;
    const auto after = std::upper_bound(steps.begin(), steps.end(), days,
                                        [](std::int32_t x, const survival_step& step) { return x < step.days; });
    const survival_share found = after == steps.begin() ? survival_share{} : std::prev(after)->after;
    if (days > longest && found.share > 0) return std::nullopt;
    return found;
  }
  /// The first day by which no more than half still last, with the days on which the ends of the intervals get there
  /// (Brookmeyer & Crowley 1982). O(steps).
  [[nodiscard]] median_days median() const {
    constexpr double half = .5 * (1 + 1e-12);  // a product of ratios may miss it by its last bits
    median_days found;
    for (const survival_step& step : steps) {
      const auto note = [&](std::optional<std::int32_t>& day, std::optional<double> share) {
        if (!day && share.value_or(step.after.share) <= half) day = step.days;
      };
      note(found.value, step.after.share);
      note(found.low, step.after.low);
      note(found.high, step.after.high);
    }
    return found;
  }
};

/// The product-limit estimate of the share of spells that last longer than t days: the product over all days d <= t on
/// which some ended of 1 - ended / at risk (Kaplan & Meier 1958).
///
/// A spell that was lost from sight after d days counts among those at risk up to d: on a day on which others end, ends
/// come first. The variance is that of Greenwood 1926, the sum of ended / (at risk (at risk - ended)); the 95% interval
/// is share^exp(±z sqrt(variance) / ln share), on the scale of log(-log), which stays in [0, 1] (Kalbfleisch & Prentice
/// 1980). Spells that nobody could have seen from their begin on (left truncation) are not known as such.
///
/// No spells: no steps, and the share is unknown. None ended: it is 1 up to the longest.
/// Throws: input_error for a spell of negative length. Time O(n log n), O(n) where they ascend by days.
[[nodiscard]] inline survival_curve kaplan_meier(std::span<const spell_length> spells) {
  std::vector<spell_length> by_days(spells.begin(), spells.end());
  const auto shorter = [](const spell_length& a, const spell_length& b) { return a.days < b.days; };
  if (!std::is_sorted(by_days.begin(), by_days.end(), shorter)) std::sort(by_days.begin(), by_days.end(), shorter);
  survival_curve curve;
  if (by_days.empty()) return curve;
  detail::expect(by_days.front().days >= 0, "a spell of ", by_days.front().days, " days; expected 0 or more");
  curve.spells = static_cast<std::int64_t>(by_days.size());
  curve.longest = by_days.back().days;
  double share = 1, variance = 0;
  std::int64_t at_risk = curve.spells;
  for (auto at = by_days.begin(); at != by_days.end();) {
    survival_step step{.days = at->days, .at_risk = at_risk};
    for (; at != by_days.end() && at->days == step.days; ++at) step.ended += at->ended, --at_risk;
    if (step.ended == 0) continue;
    const auto n = static_cast<double>(step.at_risk), lasting = static_cast<double>(step.at_risk - step.ended);
    share *= lasting / n;
    step.after.share = share;
    if (lasting > 0) {
      variance += static_cast<double>(step.ended) / (n * lasting);
      const double power = std::exp(z_95 * std::sqrt(variance) / -std::log(share));
      step.after.low = std::pow(share, power);
      step.after.high = std::pow(share, 1 / power);
    }
    curve.ended += step.ended;
    curve.steps.push_back(step);
  }
  return curve;
}

}  // namespace capnet
