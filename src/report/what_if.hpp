#pragma once
/// What would come of the network without its backbone, or without another organization.
#include <boost/json/object.hpp>

#include <capnet/io/report.hpp>
#include <capnet/metric/measure.hpp>

#include "report/picture.hpp"

namespace capnet::detail {

/// Adds `what_if` where it is asked for: two growths each, with and without the backbone and each of up to four
/// organizations with the most links, from `from` on, with the same random numbers (what_if.hpp). A row is the paired
/// difference of a measure after the last month, with the 95% interval of its mean. Without a day to rewind to `none`
/// says so. Throws input_error as `what_if` does. Time O(organizations x replicas x (2 growths + measures)).
void add_what_if(boost::json::object& payload, const measure_context& context, const picture& drawn,
                 const report_simulation& options);

}  // namespace capnet::detail
