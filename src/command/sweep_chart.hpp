#pragma once
/// A sweep drawn as bands.
#include <cstddef>
#include <string>
#include <vector>

#include <capnet/sim/quantile_bands.hpp>

#include "command/sweep_file.hpp"

namespace capnet::command {

/// The most cells that are drawn: beyond, no one compares them.
inline constexpr std::size_t most_drawn_cells = 60;

/// SVG: a section for each measure and a panel for each cell, from the start on. `bands` have the usual quantiles. Pre:
/// at most `most_drawn_cells` cells.
[[nodiscard]] std::string sweep_chart(const sweep_frame& frame, const ensemble_result& found,
                                      const std::vector<quantile_band>& bands);

}  // namespace capnet::command
