#pragma once
/// Measures as series: the same numbers on earlier days.
#include <boost/json/object.hpp>

#include <span>
#include <string_view>
#include <vector>

#include <capnet/metric/headline.hpp>
#include <capnet/metric/registry.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet::detail {

/// Ends of months, quarters, half years, years or several years from `first` on, and `last`, which comes last: the
/// finest of them that are at most `most` days. Pre: first <= last, most >= 2.
struct day_series {
  std::vector<date> days{};
  int months = 1;  ///< from one to the next
};
[[nodiscard]] day_series days_in_step(date first, date last, std::size_t most);

/// Adds `measure_series`, unless the network has fewer than two days up to that of the view: the measures worth a line,
/// among them all of the five conditions, on at most 24 days, fewer where the network is large. Returns the days.
/// `range`: of the network's days. `measures` are those of the payload, by place. Time O(days * (n + m)), near enough.
[[nodiscard]] std::vector<date> add_measure_series(boost::json::object& payload, const network_view& view,
                                                   const std::optional<interval>& range,
                                                   std::span<const named_estimate> measures);

/// What the numbers around a value are: proven `bounds`, the values of two `readings` between which the truth need not
/// lie, or an interval that samples leave, `sampling`.
[[nodiscard]] std::string_view interval_word(const estimate& e);

}  // namespace capnet::detail
