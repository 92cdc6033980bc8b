#pragma once
/// Which planned events and courses would close most of the gaps: before and after.
#include <boost/json/object.hpp>

#include <capnet/skill/organization_gap.hpp>
#include <capnet/view/network_view.hpp>

#include "report/picture.hpp"

namespace capnet::detail {

/// Adds `training`: `plan_training` of at most five events, without another limit: what is chosen, in order, with its
/// reason in parts, and the organizations whose gap falls, of which it shows 30. `none` says why there is no plan:
/// `teaching` (nothing that is planned teaches), `unknown` (no gap is known), `met` (nothing is lacking), `nothing`
/// (what is planned closes nothing), `slow` (the network is not `quick`) or `refused` (the plan's data can't
/// be read). Nothing is added where nothing is required. Pre: `lacking` is `skill_gaps(view)`. Time that of
/// `plan_training`.
void add_training(boost::json::object& payload, const network_view& view, gap_report lacking, bool quick,
                  const picture& drawn);

}  // namespace capnet::detail
