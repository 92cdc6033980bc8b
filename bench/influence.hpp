#pragma once
/// Influence maximization beside IMM as one would write it.
#include <functional>

#include "row.hpp"

namespace capnet::bench {

/// Fifty seeds of a graph of half a million vertices and four million arcs, weighted cascade, as in the instance that
/// ripples is published with; and of a million vertices and ten million arcs. A tenth of the sizes if `quick`. Equal:
/// our spread is no less than that of the other, by one independent simulator, within three standard errors.
void run_influence(bool quick, const std::function<void(const row&)>& heard);

}  // namespace capnet::bench
