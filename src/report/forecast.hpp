#pragma once
/// How large a program may become: the curves of growth that its counts or joins allow, and runs of growth by them.
#include <boost/json/object.hpp>

#include <optional>

#include <capnet/io/report.hpp>

#include "report/json_parts.hpp"
#include "report/picture.hpp"

namespace capnet::detail {

/// Adds `forecast`, a program each: the main one, and others of which a series counts members, three at most. A program
/// goes by the series of figures with the most counts of it (of organizations, whatever they are called; persons are
/// not counted), else by the days on which its members joined. Left out without a day or a program.
///
/// Where two counts, or joins after the first day, are there, the curves of `fit_growth` that they allow; and of up to
/// three of them that are a rule of growth the quantiles of `replicas` runs from the last day seen, month by month: a
/// constant rate is `poisson_arrivals`, a saturating exponential `recruitment_pool`, a logistic curve and Bass's
/// `bass_arrivals`. Bands hold chance alone, not that the curve may be another. Else `none` says why.
///
/// `day`: of the report; what is said of later days is not looked at. Time: the fits', O(replicas x months).
void add_forecast(boost::json::object& payload, const snapshot& net, std::optional<date> day, const picture& drawn,
                  source_list& sources, const report_simulation& options);

}  // namespace capnet::detail
