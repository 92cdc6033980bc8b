#pragma once
/// What people ask of a network as a whole: show, report, series.
#include <functional>

#include "row.hpp"

namespace capnet::bench {

/// Show and report of a network of a million ties beside reading its packed file and passing over its ties once, and
/// series of a hundred days of one of 100,000 beside as many single answers; a tenth of the sizes if `quick`. `heard`
/// gets each row when it is measured.
void run_answers(bool quick, const std::function<void(const row&)>& heard);

}  // namespace capnet::bench
