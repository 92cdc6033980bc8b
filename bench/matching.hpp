#pragma once
/// Assignment beside LEMON's network simplex.
#include <functional>

#include "row.hpp"

namespace capnet::bench {

/// 2,000 rows and columns with every arc, and 20,000 with 20 arcs a row; of costs up to 100 and up to a million. A
/// tenth of the rows if `quick`. Equal: the costs, and our certificate. Without LEMON: no rows.
void run_matching(bool quick, const std::function<void(const row&)>& heard);

}  // namespace capnet::bench
