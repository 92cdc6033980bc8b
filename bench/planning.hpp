#pragma once
/// Training plans and groups.
#include <functional>

#include "row.hpp"

namespace capnet::bench {

/// A plan of 20 of 10,000 events for 100,000 people, each in a group of ten, by lazy greedy with its bound, beside
/// greedy that reckons every gain anew at every step; and 500 people in 84 groups by exchange, beside tries of random
/// exchanges as many as ours looks at. A tenth of the sizes if `quick`. Equal: the same choice; no worse groups.
void run_planning(bool quick, const std::function<void(const row&)>& heard);

}  // namespace capnet::bench
