#pragma once
/// Means over several gaps, with bounds and coverage.
#include <cmath>
#include <compare>
#include <cstddef>
#include <optional>

#include <capnet/skill/skill_gap.hpp>

namespace capnet {

/// Means over several gaps. What is unknown is counted, never taken for 0.
struct gap_mean {
  std::size_t organizations = 0;        ///< or people, projects, programs: whoever has the gaps
  std::size_t known = 0;                ///< of them, with a known gap
  std::optional<double> mean{};         ///< over those
  std::optional<double> low{}, high{};  ///< means of the bounds, over all that have bounds
  [[nodiscard]] double coverage() const {
    return organizations == 0 ? 0 : static_cast<double>(known) / static_cast<double>(organizations);
  }
};

namespace detail {

/// Means gaps up one by one.
struct gap_sum {
  gap_mean mean{};
  double gap = 0, low = 0, high = 0;
  std::size_t bounded = 0;
  void add(const skill_gap_result& one) {
    ++mean.organizations;
    if (one.gap) {
      ++mean.known;
      gap += *one.gap;
    }
    if (one.low) {
      ++bounded;
      low += *one.low;
      high += *one.high;
    }
  }
  [[nodiscard]] gap_mean done() const {
    gap_mean result = mean;
    if (mean.known > 0) result.mean = gap / static_cast<double>(mean.known);
    if (bounded > 0) {
      result.low = low / static_cast<double>(bounded);
      result.high = high / static_cast<double>(bounded);
    }
    return result;
  }
};

// Largest first, unknown last; what is no number is unknown. A total preorder.
[[nodiscard]] inline std::weak_ordering compare_known(const std::optional<double>& a, const std::optional<double>& b) {
  const bool a_known = a && !std::isnan(*a), b_known = b && !std::isnan(*b);
  if (!a_known || !b_known) return b_known <=> a_known;
  return *a > *b ? std::weak_ordering::less : *a < *b ? std::weak_ordering::greater : std::weak_ordering::equivalent;
}

}  // namespace detail
}  // namespace capnet
