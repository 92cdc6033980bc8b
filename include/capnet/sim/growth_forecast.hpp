#pragma once
/// Forecasts of growth beside two that need no curve, and what came of them.
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/sim/fit_counts.hpp>
#include <capnet/sim/growth_fit.hpp>

namespace capnet {

/// Members, or joins up to and on a day.
struct forecast_day {
  date day{};
  double low = 0, center = 0, high = 0;  ///< the band
  double last_value = 0;                 ///< naive: nobody joins any more
  std::optional<double> last_period{};   ///< naive, of joins: as many again as in the last period of the same length
  double linear_trend = 0;               ///< naive: the line of least squares goes on
  std::optional<double> observed{};
  /// Whether what was observed lies in the band.
  [[nodiscard]] std::optional<bool> inside() const {
    return observed ? std::optional{low <= *observed && *observed <= high} : std::nullopt;
  }
};
using growth_forecast = std::vector<forecast_day>;

/// What the family of curves says of the days of later counts: the band is between its lowest and its highest curve,
/// its center the most likely one. It holds nothing of what counts miss a curve by. The line is that of `counts`. Pre:
/// a fit of `counts`. Time O(curves x later + counts).
[[nodiscard]] growth_forecast forecast_counts(const growth_fit& fit, std::span<const dated_count> counts,
                                              std::span<const dated_count> later);

/// What came of a forecast, over the days that were observed: how many lay in the band, and mean absolute errors.
struct forecast_score {
  std::size_t days = 0, inside = 0;
  double coverage = 0;  ///< inside / days. Days that follow each other are alike: on one network it says little
  double center_error = 0, last_value_error = 0, linear_trend_error = 0;
  std::optional<double> last_period_error{};  ///< empty if it has none on some day
};
/// Empty if no day was observed.
[[nodiscard]] std::optional<forecast_score> score_of(const growth_forecast& forecast);

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/sim/growth_forecast-inl.hpp>  // IWYU pragma: export
#endif
