#pragma once
/// Reported figures, their series and what the audit found: of many, what a person can look at.
#include <boost/json/object.hpp>

#include <optional>
#include <set>
#include <string>
#include <vector>

#include <capnet/io/report.hpp>
#include <capnet/metric/audit.hpp>

#include "report/json_parts.hpp"
#include "report/picture.hpp"

namespace capnet::detail {

/// Adds `figures`, `findings` and how many there are of each. Of more findings than can be shown each code gets its
/// share; of more figures those that shown findings are about come first, then others with a finding, then those of
/// the longest series. `found`: of the audit.
void add_figures(boost::json::object& payload, const snapshot& net, const std::vector<finding>& found,
                 const picture& drawn, source_list& sources, const report_options& options);

/// Adds `series`: members as recorded in ties, where that changes, and the reported series, the longest if there are
/// more than can be shown. Returns the names of those shown.
std::set<std::string> add_series(boost::json::object& payload, const snapshot& net, const std::optional<interval>& days,
                                 const picture& drawn, source_list& sources, const report_options& options);

}  // namespace capnet::detail
