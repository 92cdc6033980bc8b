#pragma once
/// How many will have joined by later days, with a band over all curves that the joins allow; and how good that was.
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/sim/growth_fit.hpp>
#include <capnet/sim/growth_forecast.hpp>

namespace capnet {

struct forecast_options {
  double level = .8;  ///< of the band
  std::uint32_t replicas = 2000;
  std::uint64_t seed = 0;
  unsigned threads = 0;  ///< 0: one for each core; the result does not depend on it
  std::stop_token stop{};
  progress_callback report{};
};

/// The joins by each of `days`, in the order given, from a parametric bootstrap: each replica draws a curve by Akaike's
/// weights, draws the joins of the months seen from it, fits it again to them (the uncertainty of the parameters), and
/// draws the joins to come. `fit.before` is counted in every number. Joins come in batches of geometric size
/// (Pólya-Aeppli), so that their variance is `fit.dispersion` times their mean. What the band does not hold: that
/// people join for other reasons than before.
///
/// The center is the median. `linear_trend` has the slope of the line of least squares through the joins at the end of
/// each month, from the last day seen on; `last_period` is empty where the joins do not reach back so far.
///
/// The same bits at any number of threads. Throws input_error unless `fit` is one of `joins` within `seen` with a curve
/// that can be judged, for days not after `seen`, no replicas, more than a million of them, or a level outside (0, 1);
/// `stopped`. Time O(replicas x months x 200), space O(replicas x days).
[[nodiscard]] growth_forecast forecast_joins(const growth_fit& fit, std::span<const partial_date> joins, interval seen,
                                             std::span<const date> days, const forecast_options& options = {});

/// The joins by each day of a forecast up to `last`, as they were observed. `joins` are all, those of the training too;
/// each counts by the last of its days.
void observe(growth_forecast& forecast, std::span<const partial_date> joins, date last);

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/sim/forecast_joins-inl.hpp>  // IWYU pragma: export
#endif
