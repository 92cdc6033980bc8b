#pragma once
/// Skill gaps beside what the machine can stream and DuckDB's SQL.
#include <functional>

#include "row.hpp"

namespace capnet::bench {

/// The gap of 10^5 organizations with ten people each, of 10^3 skills and 2 * 10^7 levels, by the best holder, with
/// bounds and coverage: from a view of a network to a value for each organization. Beside it the held and required
/// levels are read once from memory, 8 bytes a cell, in turn with ours: the target is five times that; and DuckDB
/// answers the same in SQL. A twentieth of the size if `quick`.
void run_skills(bool quick, const std::function<void(const row&)>& heard);

}  // namespace capnet::bench
