#pragma once
/// Who lacks which skill how much: organizations by skills.
#include <boost/json/object.hpp>

#include <capnet/skill/organization_gap.hpp>

#include "report/picture.hpp"

namespace capnet::detail {

/// Adds `gap_map`: of the organizations with the largest gaps, in their order, each skill that is required of them,
/// with the share missing and the bounds of that (`skill_gap` of that one requirement). Columns are the skills of which
/// most is missing in the mean first. At most 40 rows and 40 columns; nothing where nothing is required. Time O(skills
/// required of the organizations shown * log).
void add_gap_map(boost::json::object& payload, const snapshot& net, const gap_report& lacking, const picture& drawn);

}  // namespace capnet::detail
