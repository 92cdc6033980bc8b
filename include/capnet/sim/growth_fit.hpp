#pragma once
/// What a fit of growth says: every curve that the data allow, how sure each parameter is, and whether the data can
/// tell the curves apart at all. Never one curve as the truth.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/sim/growth_curve.hpp>

namespace capnet {

/// A parameter of a fitted curve with the interval that its profile likelihood gives. The value is empty where the data
/// show no end to it: a ceiling over a hundred times what they hold, a midpoint ten times as far ahead as they reach
/// back. A bound is empty where the data set none: an open interval, or no data left to say how far the curve misses.
struct fitted_parameter {
  std::string_view name{};
  std::optional<double> value{};
  std::optional<double> low{}, high{};
};

/// What the data say of a curve beside the others.
enum class curve_support : std::uint8_t {
  best,      ///< the most likely one for its number of parameters
  possible,  ///< not ruled out: at least 1 in 20 as likely by AICc, or no worse a fit than the best
  unlikely,  ///< less
  unjudged,  ///< too few data for so many parameters: what it misses by says nothing
};
inline constexpr std::array<std::string_view, 4> curve_support_names{"best", "possible", "unlikely", "unjudged"};
[[nodiscard]] constexpr std::string_view to_string(curve_support support) {
  return curve_support_names[static_cast<std::size_t>(support)];
}

struct fitted_curve {
  growth_curve curve{};
  std::vector<fitted_parameter> parameters{};
  double loss = 0;               ///< counts: the sum of squares; joins: minus the log-likelihood
  double deviance = 0;           ///< minus twice the log-likelihood but for a constant; of joins by their dispersion
  std::optional<double> aicc{};  ///< Akaike's criterion, corrected for few data; empty: too few
  double weight = 0;             ///< Akaike's, among all that are judged
  double largest_miss = 0;       ///< of a count, or of the joins up to any day
  bool exact = false;            ///< of counts: misses none by more than half a step
  curve_support support = curve_support::unjudged;
};

/// The answer of a fit: curves by how likely they are.
struct growth_fit {
  date first{}, last{};  ///< the days from and to which the data go
  bool identifiable = false;
  std::string reason{};  ///< why, in a sentence or two
  std::vector<fitted_curve> curves{};
  std::vector<growth_model> left_out{};  ///< more parameters than data
  double dispersion = 1;                 ///< of joins: their variance by their mean
  double step = 0;                       ///< of counts
  double before = 0;                     ///< of joins: how many came before, which no curve counts

  /// Members on a day by a curve; joins before it.
  [[nodiscard]] double value(const fitted_curve& of, date day) const {
    return before + of.curve.value(months_between(first, day));
  }
  /// The curves that the data allow: the best and the possible ones; where none is judged, those that miss nothing, or
  /// else all.
  [[nodiscard]] std::vector<const fitted_curve*> family() const;
};

/// The difference in Akaike's criterion at which a curve is 1 in 20 as likely as the best (Burnham & Anderson 2002).
inline constexpr double ruled_out_difference = 5.991464547107982;

namespace detail {

/// Akaike's weights, supports and the order of the curves.
void judge(growth_fit& fit);
/// "logistic, gompertz and bass".
[[nodiscard]] std::string models_in_words(const std::vector<const fitted_curve*>& curves);
/// The most that two curves of the family differ by between the first day and as long after the last again.
struct family_spread {
  double most = 0;           ///< on any day
  double low = 0, high = 0;  ///< as long ahead as the data reach back
};
[[nodiscard]] family_spread spread_of(const growth_fit& fit);
/// Says whether the family is one curve and its parameters are bounded; else why not. `most_alike` is how far two
/// curves may be apart and still be the same.
void identify(growth_fit& fit, double most_alike, std::string_view of);

}  // namespace detail

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/sim/growth_fit-inl.hpp>  // IWYU pragma: export
#endif
