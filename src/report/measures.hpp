#pragma once
/// The headline measures as the report shows them.
#include <boost/json/object.hpp>

#include <set>
#include <string>
#include <vector>

#include <capnet/metric/headline.hpp>
#include <capnet/metric/measure.hpp>

#include "report/json_parts.hpp"
#include "report/picture.hpp"

namespace capnet::detail {

/// Adds `measures` and `headline`, the four that say most, and returns the measures by place. Of measures of reported
/// series only those of `series`, the names of the series shown.
std::vector<named_estimate> add_measures(boost::json::object& payload, const measure_context& context,
                                         const std::set<std::string>& series, const picture& drawn,
                                         source_list& sources);

}  // namespace capnet::detail
