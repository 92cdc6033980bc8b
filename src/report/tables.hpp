#pragma once
/// Further results that the report shows as tables.
#include <boost/json/object.hpp>

#include <capnet/metric/measure.hpp>
#include <capnet/skill/organization_gap.hpp>

#include "report/picture.hpp"

namespace capnet::detail {

/// Adds `organizations`, the best linked ones with their roles; `roles` and `communities` of all (roles.hpp); and
/// `gaps`, the organizations that lack most of the skills they require. Pre: `lacking` is `skill_gaps` of the certain
/// view.
void add_tables(boost::json::object& payload, const measure_context& context, const gap_report& lacking,
                const picture& drawn);

}  // namespace capnet::detail
