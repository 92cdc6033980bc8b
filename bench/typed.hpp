#pragma once
/// Questions to a typed, dated network, beside a plain loop over a CSR of each relation and, where npm is, embedded
/// databases.
#include <cstddef>
#include <functional>
#include <vector>

#include "row.hpp"

namespace capnet::bench {

/// The typed two-hop query of 10,000 random starts on a network of so many ties: single answers, many at once, by a
/// loop over the same columns by hand; questions of other shapes; on a network that was added to; adding a day; opening
/// the packed file. `heard` gets each row when it is measured.
std::vector<row> run_typed(std::size_t ties, bool databases, const std::function<void(const row&)>& heard);

}  // namespace capnet::bench
