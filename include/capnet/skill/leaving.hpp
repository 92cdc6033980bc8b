#pragma once
/// Turnover: how probably a person has left by a day, and an organization still holds what its people held.
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>

#include <capnet/core/date.hpp>
#include <capnet/core/elementary.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/poisson_binomial.hpp>
#include <capnet/core/text.hpp>

namespace capnet {

inline constexpr double days_a_year = 365.25;

/// How often a day of the year, such as 1 April, comes after one day and not after another. 29 February comes in leap
/// years. Time O(years).
[[nodiscard]] inline std::uint32_t times_passed(std::chrono::month_day of_year, date from, date until) {
  std::uint32_t times = 0;
  for (auto year = std::chrono::year_month_day{from}.year(); year <= std::chrono::year_month_day{until}.year();
       ++year) {
    const std::chrono::year_month_day that = year / of_year;
    times += that.ok() && from < date{that} && date{that} <= until ? 1u : 0u;
  }
  return times;
}
/// The first such day after a day. Pre: a day that comes every year, or 29 February.
[[nodiscard]] inline date next_day_of_year(std::chrono::month_day of_year, date after) {
  for (auto year = std::chrono::year_month_day{after}.year();; ++year) {
    const std::chrono::year_month_day that = year / of_year;
    if (that.ok() && date{that} > after) return date{that};
  }
}

/// A person is gone by the day with a probability, however long that is.
struct gone_by_then {
  double probability = 0;
};
/// A person leaves at a constant rate: after t years all the same with probability 1 - exp(-h t).
struct leaving_hazard {
  double a_year = 0;
};
/// On a day of each year a person moves on with some probability, as officials of Japanese administrations do on 1
/// April: after k such days with 1 - (1 - share)^k.
struct yearly_rotation {
  double share = 0;
  std::chrono::month_day on = std::chrono::April / 1;
};

/// How people leave of whom the data does not say it; none: nobody knows.
class leaving_law {
 public:
  leaving_law() = default;
  /// Throw input_error for a probability outside [0, 1], a hazard below 0 or above 1e6, and a day that no year has.
  leaving_law(gone_by_then law) : law_{law} { expect_share(law.probability); }  // NOLINT
  leaving_law(leaving_hazard law) : law_{law} {                                 // NOLINT
    detail::expect(law.a_year >= 0 && law.a_year <= 1e6, "a hazard of ", law.a_year,
                   " a year; expected a number from 0 to 1e6");
  }
  leaving_law(yearly_rotation law) : law_{law} {  // NOLINT
    expect_share(law.share);
    detail::expect(law.on.ok(), "a day of the year that no year has; expected one such as 1 April");
  }

  [[nodiscard]] bool known() const { return law_.index() != 0; }
  /// The probability that a person who is there on one day is gone on another. Nothing if there is no law, or if it
  /// is a hazard or a rotation, which tell only between days, and a day is not known.
  [[nodiscard]] std::optional<double> probability(std::optional<date> from, std::optional<date> until) const {
    if (const auto* const by_then = std::get_if<gone_by_then>(&law_)) return by_then->probability;
    if (!from || !until) return std::nullopt;
    if (const auto* const hazard = std::get_if<leaving_hazard>(&law_)) return of_hazard(hazard->a_year, *from, *until);
    if (const auto* const rotation = std::get_if<yearly_rotation>(&law_)) {
      double gone = 0;
      for (std::uint32_t k = times_passed(rotation->on, *from, *until); k > 0; --k)
        gone += rotation->share * (1 - gone);
      return gone;
    }
    return std::nullopt;
  }
  [[nodiscard]] static double of_hazard(double a_year, date from, date until) {
    return 1 - portable_exp(-a_year * static_cast<double>((until - from).count()) / days_a_year);
  }

 private:
  static void expect_share(double share) {
    detail::expect(share >= 0 && share <= 1, "a probability of ", share, " to leave; expected a number from 0 to 1");
  }
  std::variant<std::monostate, gone_by_then, leaving_hazard, yearly_rotation> law_{};
};

/// The probability that at least `needed` of some holders are still there, who leave independently, each with a
/// probability of its own: exact (poisson_binomial). With one needed of m who leave at hazard h it is
/// 1 - (1 - exp(-h t))^m.
///
/// Throws: input_error for a probability outside [0, 1].   Time O(m^2).
[[nodiscard]] inline double kept_probability(std::span<const double> leave, std::size_t needed = 1) {
  if (needed == 0) return 1;
  if (needed > leave.size()) return 0;
  const std::vector<double> gone = poisson_binomial(leave);  // kept if at most m - needed are gone
  double kept = 0, lost = 0;
  for (std::size_t n = leave.size() + 1; n-- > 0;) (n + needed <= leave.size() ? kept : lost) += gone[n];
  return kept < lost ? kept : 1 - lost;
}

}  // namespace capnet
