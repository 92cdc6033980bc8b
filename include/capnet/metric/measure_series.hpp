#pragma once
/// Measures on each of many days.
#include <span>
#include <string>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/metric/measure.hpp>
#include <capnet/metric/registry.hpp>

namespace capnet {

/// A measure's value on a day.
struct dated_measure {
  date as_of{};
  std::string measure{};
  estimate value{};
};

/// Each of the measures on each of the days, by day, then measure: what each gives as of that day by itself, to the
/// last bit. What the days share, such as the links of the organization network, is found once
/// (metric/organization_history.hpp). Measures of relations or series that are not in use on a day have no value there.
/// Time: that history, and for each day what each measure takes of its graph.
[[nodiscard]] std::vector<dated_measure> measure_series(const snapshot& net, std::span<const asked_measure> measures,
                                                        std::span<const date> days,
                                                        const measure_options& options = {.rows = rows_kept::none});

/// The same for measures by name: `measure_series(net, {"members", "backbone_dependence"}, days)`. Throws input_error
/// for names of none.
[[nodiscard]] std::vector<dated_measure> measure_series(const snapshot& net, std::span<const std::string> measures,
                                                        std::span<const date> days,
                                                        const measure_options& options = {.rows = rows_kept::none});

/// Each of the measures over each of the windows, by window, then measure: what each gives of what held on some day of
/// it, to the last bit; `as_of` is its last day. Windows share nothing. Time: for each what its measures take.
[[nodiscard]] std::vector<dated_measure> window_series(const snapshot& net, std::span<const asked_measure> measures,
                                                       std::span<const interval> windows,
                                                       const measure_options& options = {.rows = rows_kept::none});

}  // namespace capnet
