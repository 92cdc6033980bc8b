#pragma once
/// How fast knowledge spreads in samples.
#include <functional>

#include "row.hpp"

namespace capnet::bench {

/// Samples of the independent cascade beside a naive loop with std::mt19937_64, in graphs of 10^5 and 10^6 arcs of one
/// probability or differing ones, a third of whose vertices are reached, with coins by row and by edge; and two threads
/// beside one. The smaller graphs alone if `quick`. `heard` gets each row when it is measured.
void run_flow(bool quick, const std::function<void(const row&)>& heard);

}  // namespace capnet::bench
