#pragma once
/// What partial dates do to a measure.
#include <algorithm>

#include <capnet/model/estimate.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// `measure(view)` on what surely held, with `low` and `high` spanning it and its value on what possibly held.
///
/// For counts of vertices or ties these are bounds: a day that is known only in part adds, never removes. For other
/// measures they are two readings of the same data, between which the truth usually but not provably lies;
/// `interval_kind` says which. Left as they are where the measure has an interval of its own, or where the view has no
/// day and no window. Time: twice the measure's.
template <class Measure>
[[nodiscard]] estimate over_partial_dates(const network_view& view, bool monotone, const Measure& measure) {
  estimate result = measure(view.with(certainty::certain));
  if ((!view.options().day && !view.options().window) || result.low || result.high) return result;
  const estimate possible = measure(view.with(certainty::possible));
  if (!result.value || !possible.value) return result;
  result.low = std::min(*result.value, *possible.value);
  result.high = std::max(*result.value, *possible.value);
  result.interval_kind = monotone ? interval_kinds::dates : interval_kinds::readings;
  return result;
}

}  // namespace capnet
