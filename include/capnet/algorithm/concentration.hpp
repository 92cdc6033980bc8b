#pragma once
/// How far a whole is in few hands.
#include <cmath>
#include <optional>
#include <span>

#include <capnet/core/expect.hpp>

namespace capnet {

/// Herfindahl-Hirschman index: the sum of squared shares (Hirschman 1945, Herfindahl 1950).
///
/// Range [1/k, 1] over k positive amounts; 1 is all in one hand. An amount of 0 changes nothing. Unknown amounts must
/// be left out: the index is then that of what is known. No positive amount: empty. The last bits depend on the order
/// of the amounts.
///
/// Throws: input_error for an amount that is negative or not finite.   Time O(k).
[[nodiscard]] inline std::optional<double> herfindahl_index(std::span<const double> amounts) {
  double total = 0;
  for (const double amount : amounts) {
    detail::expect(std::isfinite(amount) && amount >= 0, "an amount of ", amount, "; expected a finite one from 0");
    total += amount;
  }
  if (!(total > 0)) return std::nullopt;
  double sum = 0;
  for (const double amount : amounts) sum += (amount / total) * (amount / total);
  return sum;
}

/// Effective number: how many equal hands would give the same concentration (Laakso & Taagepera 1979).
///
/// 1 / `herfindahl_index`. Range [1, k]. No positive amount: empty.   Throws: as `herfindahl_index`.   Time O(k).
[[nodiscard]] inline std::optional<double> effective_number(std::span<const double> amounts) {
  const std::optional<double> index = herfindahl_index(amounts);
  if (!index) return std::nullopt;
  return 1 / *index;
}

}  // namespace capnet
