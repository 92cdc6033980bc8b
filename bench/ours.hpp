#pragma once
/// Our own kernels, as a user calls them: through the public headers, in a portable binary that chooses instructions as
/// it runs.
#include <memory>

#include "contender.hpp"

namespace capnet::bench {

/// On an ordered_graph, whose order its build makes and the row "build" counts; or on a compressed_graph, where what a
/// kernel does to the order is part of its time. Answers are in original numbers either way.
std::unique_ptr<library> make_ours(bool ordered);

}  // namespace capnet::bench
