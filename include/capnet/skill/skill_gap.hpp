#pragma once
/// How far what is held falls short of what is required.
#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>

#include <capnet/core/error.hpp>
#include <capnet/skill/holder_rule.hpp>

namespace capnet {

/// A skill that is required, and what is held of it.
struct requirement {
  double importance = 1;
  std::optional<double> required{};  ///< level; empty if nobody says which: such a requirement can't weigh anything
  std::optional<double> held{};      ///< level; empty if unknown, which is never 0
  level_range range{};               ///< what `held` can be once unknown levels become known

  /// importance * max(0, required - level): how much this skill adds to the gap. Pre: `required` is known.
  [[nodiscard]] double shortfall(double level) const { return importance * std::max(0.0, *required - level); }
};

/// A gap with its bounds.
struct skill_gap_result {
  std::optional<double>
      gap{};  ///< over the requirements whose held level is known; empty if there are none, or they ask for nothing
  std::optional<double> low{},
      high{};           ///< over all requirements of known level, for every way that the unknown can turn out
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
/// Pre: importances and levels are at least 0.   Throws: nothing.   Time O(n), space O(1).
[[nodiscard]] inline skill_gap_result skill_gap(std::span<const requirement> requirements) {
  double short_known = 0, asked_known = 0, short_low = 0, short_high = 0, asked = 0;
  std::size_t known = 0;
  for (const requirement& r : requirements) {
    CAPNET_ASSERT(r.importance >= 0 && r.required.value_or(0) >= 0, "importances and levels are at least 0");
    if (!r.required) continue;
    asked += r.importance * *r.required;
    short_low += r.shortfall(r.range.high);
    short_high += r.shortfall(r.range.low);
    if (!r.held) continue;
    asked_known += r.importance * *r.required;
    short_known += r.shortfall(*r.held);
    ++known;
  }
  skill_gap_result result;
  if (asked_known > 0) result.gap = short_known / asked_known;
  if (asked > 0) {
    result.low = short_low / asked;
    result.high = short_high / asked;
  }
  if (!requirements.empty()) result.coverage = static_cast<double>(known) / static_cast<double>(requirements.size());
  return result;
}

}  // namespace capnet
