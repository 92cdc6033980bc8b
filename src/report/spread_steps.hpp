#pragma once
/// How knowledge would spread from a start, step by step.
#include <boost/json/object.hpp>

#include <capnet/io/report.hpp>
#include <capnet/metric/measure.hpp>

#include "report/picture.hpp"

namespace capnet::detail {

/// Adds `spread`: from each of some starts the probability that a vertex is informed by each step.
///
/// Knowledge passes along links in the independent cascade (Goldenberg, Libai & Muller 2001): whoever is informed in a
/// step tries once, in the next one, along each link. The links are the ties of `relations`, else of those whose weight
/// is declared as a probability; where there is none, the organization network of the day, in which all have
/// `probability`. A tie has its own probability, else `probability`; without either `none` says that it is missing, and
/// nothing is assumed. Probabilities of steps are shares of samples, with the same samples for all steps.
///
/// Starts are those asked for, an event standing for its hosts, then the backbone, hosts of events and those with most
/// links: five at most. Throws input_error for starts that can't be, unknown relations, and ties without a probability
/// where some of this was asked for. Time O(starts x steps x samples x links), of large networks with fewer samples.
void add_spread(boost::json::object& payload, const measure_context& context, const picture& drawn,
                const report_simulation& options);

}  // namespace capnet::detail
