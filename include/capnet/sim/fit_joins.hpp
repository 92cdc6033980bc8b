#pragma once
/// Fits curves of growth to dated joins: maximum likelihood of a point process.
#include <cstddef>
#include <span>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/sim/growth_fit.hpp>

namespace capnet {

struct join_fit_options {
  std::vector<growth_model> models{};  ///< empty: all but `logistic`, which from 0 on is Bass's curve
  double level = .95;                  ///< of the intervals
  std::size_t before = 0;              ///< how many had joined before `seen`
};

/// The curves of growth that dated joins allow, and whether the joins can tell them apart.
///
/// Joins are taken as a Poisson process whose expected number up to a day is a curve that starts at 0 when `seen`
/// begins (of Bass's curve: Schmittlein & Mahajan 1982). What happens after `seen` is not known and says nothing (right
/// truncation): the likelihood is that of the joins within `seen`. A join whose day is known in part counts with the
/// chance of all of its days. The scale is found in closed form, the shape as for counts. A `gompertz` or
/// `logistic` curve counts from its value at time 0 on.
///
/// Joins come in batches (a campaign, the first of a month): `dispersion`, their variance by their mean over bins of
/// months (McCullagh & Nelder 1989, at least 1, of the curve that fits best), widens the intervals and weakens the
/// comparison by AICc. Intervals are those of profile likelihood; `loss` is minus the log-likelihood of days.
///
/// Only those who are known to have joined count: if those who left are missing, these are the survivors' joins, and
/// the rates of long ago read too low. Joins may come in any order. Throws input_error for fewer than two joins, a join
/// that is not within `seen`, a window without begin or end, an unknown model or a level outside (0, 1). Time
/// O(different days x 10^4 for each model), space O(joins).
[[nodiscard]] growth_fit fit_growth(std::span<const partial_date> joins, interval seen,
                                    const join_fit_options& options = {});

namespace detail {
/// Refuses what can't be fitted.
void expect_joins(std::span<const partial_date> joins, interval seen, const join_fit_options& options);
}  // namespace detail

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/sim/fit_joins-inl.hpp>  // IWYU pragma: export
#endif
