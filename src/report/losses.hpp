#pragma once
/// Which organizations would lose the last holder of which skill by the next 1 April, and when.
#include <boost/json/object.hpp>

#include <optional>

#include <capnet/core/date.hpp>
#include <capnet/io/report.hpp>
#include <capnet/view/network_view.hpp>

#include "report/picture.hpp"

namespace capnet::detail {

/// Adds `losses`: `turnover_drill` of the first 1 April after `from`, with three hedges; of its rows the 40 most
/// probable. Where no `leave` is assumed and the data makes it differ, each row has the probability by the first of
/// every month until then, else by that day alone. `none` says why there is no drill: `day` (no day to begin from),
/// `nobody` (nobody is employed), `missing` (of nobody is known how they leave), `slow` (the network is not `quick`) or
/// `refused`. Nothing is added where no skill is required, unless `leave` is given. Throws input_error for a `leave`
/// outside [0, 1] and, if it is given, as `turnover_drill`. Time that of the drill, and of `read_skill_risks` for each
/// month.
void add_losses(boost::json::object& payload, const network_view& view, std::optional<date> from,
                const std::optional<double>& leave, bool any_required, bool quick, const picture& drawn);

}  // namespace capnet::detail
