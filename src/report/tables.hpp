#pragma once
/// Further results that the report shows as tables.
#include <boost/json/object.hpp>

#include <capnet/view/network_view.hpp>

#include "report/picture.hpp"

namespace capnet::detail {

/// Adds `organizations`, the best linked ones, and `gaps`, the organizations that lack most of the skills they require.
void add_tables(boost::json::object& payload, const network_view& view, const picture& drawn);

}  // namespace capnet::detail
