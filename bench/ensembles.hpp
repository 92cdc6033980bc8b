#pragma once
/// Experiments: many replicas of a growth on all cores.
#include <functional>

#include "row.hpp"

namespace capnet::bench {

/// A thousand replicas of a year's growth from 10,000 members on two threads beside one, and the bands over them beside
/// the runs; a tenth of the replicas if `quick`. `heard` gets each row when it is measured.
void run_ensembles(bool quick, const std::function<void(const row&)>& heard);

}  // namespace capnet::bench
