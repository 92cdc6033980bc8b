#pragma once
/// How much two sets or two sparse vectors have in common.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>

namespace capnet {

/// What two vectors share: sums over the coordinates that are known of both.
struct overlap {
  double both = 0;             ///< sum of min(a, b)
  double either = 0;           ///< sum of max(a, b)
  std::uint32_t compared = 0;  ///< coordinates that at least one of them has, known of both
  std::uint32_t left_out = 0;  ///< those that are unknown of one: in neither sum

  /// Ruzicka's similarity, in [0, 1]; nothing where there is nothing to compare: both are 0 or unknown.
  [[nodiscard]] std::optional<double> similarity() const {
    return either > 0 ? std::optional{both / either} : std::nullopt;
  }
  /// Share of the coordinates that were compared; 0 if there are none.
  [[nodiscard]] double coverage() const {
    const double all = static_cast<double>(compared) + left_out;
    return all > 0 ? compared / all : 0;
  }
};

/// Of two sets, ascending and without repeats: |a ∩ b| and |a ∪ b|; the similarity is Jaccard's (1901). O(|a| + |b|).
[[nodiscard]] inline overlap set_overlap(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b) {
  std::size_t both = 0;
  for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
    if (*x == *y)
      ++both, ++x, ++y;
    else
      ++(*x < *y ? x : y);
  }
  const std::size_t either = a.size() + b.size() - both;
  return {static_cast<double>(both), static_cast<double>(either), static_cast<std::uint32_t>(either), 0};
}

/// A sparse vector: coordinates ascending, without repeats; values finite and at least 0, or NaN where unknown. What
/// has no coordinate is 0, not unknown.
struct sparse_row {
  std::span<const std::uint32_t> columns{};
  std::span<const double> values{};
};

/// Of two sparse vectors: sum of min and of max of their coordinates (Ruzicka 1958: weighted Jaccard), those that are
/// unknown of either left out of both sums. Sums run in the order of the coordinates. Symmetric. O(|a| + |b|).
[[nodiscard]] inline overlap ruzicka(const sparse_row& a, const sparse_row& b) {
  overlap sum;
  constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
  for (std::size_t x = 0, y = 0; x < a.columns.size() || y < b.columns.size();) {
    const std::uint32_t at_x = x < a.columns.size() ? a.columns[x] : none;
    const std::uint32_t at_y = y < b.columns.size() ? b.columns[y] : none;
    const double u = at_x <= at_y ? a.values[x] : 0, v = at_y <= at_x ? b.values[y] : 0;
    x += at_x <= at_y ? 1u : 0u, y += at_y <= at_x ? 1u : 0u;
    if (std::isnan(u) || std::isnan(v)) {
      ++sum.left_out;
      continue;
    }
    ++sum.compared;
    sum.both += std::min(u, v), sum.either += std::max(u, v);
  }
  return sum;
}

}  // namespace capnet
