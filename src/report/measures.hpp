#pragma once
/// The headline measures as the report shows them.
#include <boost/json/object.hpp>

#include <set>
#include <string>

#include <capnet/view/network_view.hpp>

#include "report/json_parts.hpp"

namespace capnet::detail {

/// Adds `measures` and `headline`, the four that say most. Of measures of reported series only those of `series`, the
/// names of the series shown.
void add_measures(boost::json::object& payload, const network_view& view, const std::set<std::string>& series,
                  source_list& sources);

}  // namespace capnet::detail
