#pragma once
/// Training plans.
#include <functional>

#include "row.hpp"

namespace capnet::bench {

/// A plan of 20 of 10,000 events for 100,000 people, each in a group of ten, by lazy greedy with its bound, beside
/// greedy that reckons every gain anew at every step. A tenth of the sizes if `quick`. Equal: the same choice.
void run_planning(bool quick, const std::function<void(const row&)>& heard);

}  // namespace capnet::bench
