#pragma once
/// What is different from an earlier day.
#include <boost/json/object.hpp>

#include <span>

#include <capnet/metric/headline.hpp>
#include <capnet/metric/measure.hpp>

#include "report/picture.hpp"

namespace capnet::detail {

/// Adds `changed`, unless there is no earlier day: which organizations joined and left, which ties began, ended, or
/// came and went in between, relation by relation, and by how much the measures differ. The earlier day is one year
/// before that of the context where the data reach so far back, else the one before last of `days`, those of the
/// measures' series. What surely changed and what may have are told apart: something surely began if it surely holds
/// now and can't have held then. `range`: of the network's days. `measures` are those of the payload, by place. Time
/// O(n + m), and that of the measures.
void add_changed(boost::json::object& payload, const measure_context& context, const std::optional<interval>& range,
                 std::span<const named_estimate> measures, std::span<const date> days, const picture& drawn);

}  // namespace capnet::detail
