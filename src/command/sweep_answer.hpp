#pragma once
/// A sweep told as an answer.
#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <capnet/core/answer.hpp>
#include <capnet/sim/ensemble_table.hpp>

#include "command/sweep_file.hpp"

namespace capnet::command {

/// The day after so many steps.
[[nodiscard]] std::optional<date> day_of_step(const sweep_start& start, std::uint32_t step);

/// A row for each replica and step, or, where there are bands, for each band. Refers to all three, which outlive it.
[[nodiscard]] answer sweep_answer(const sweep_frame& frame, const ensemble_result& found,
                                  const std::vector<quantile_band>* bands);

/// The manifest from which the answer comes again.
[[nodiscard]] boost::json::object sweep_manifest(const sweep_frame& frame, bool bands);

}  // namespace capnet::command
