#pragma once
/// Simulations beside loops by hand over arrays.
#include <functional>

#include "row.hpp"

namespace capnet::bench {

/// Growth to a million members, freezing it, and a rule of one's own for a million organizations, beside the same by
/// hand; two threads beside one; a tenth of all if `quick`. `heard` gets each row when it is measured.
void run_simulate(bool quick, const std::function<void(const row&)>& heard);

}  // namespace capnet::bench
