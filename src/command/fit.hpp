#pragma once
/// What `capnet fit` found, and its answer.
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <capnet/sim/fit_counts.hpp>
#include <capnet/sim/forecast_joins.hpp>
#include <capnet/sim/membership_data.hpp>

#include "command/answer.hpp"
#include "command/common.hpp"

namespace capnet::command {

struct fit_options {
  folder_options folder{};
  output_options output{};
  std::string series{}, joins{};
  std::string train_until{}, until{};
  std::vector<std::string> days{}, models{};
  forecast_options forecast{};
};

/// What the curves would be if a count were of another of its days.
struct other_day {
  std::string figure{};
  date day{};
  growth_fit fit{};
};

struct fit_answer_parts {
  std::variant<series_counts, program_joins> source{};
  std::string lead{};
  growth_fit fit{};
  std::vector<other_day> other_days{};
  growth_forecast forecast{};
  std::optional<forecast_score> score{};
  std::optional<std::uint64_t> seed{};
};

/// The fits at the first and the last day of each partial date for which a day was chosen.
[[nodiscard]] std::vector<other_day> other_days(const series_counts& all, std::span<const dated_count> fitted,
                                                const growth_fit& fit, const count_fit_options& how);

[[nodiscard]] answer fit_answer(const fit_options& options, const fit_answer_parts& parts);

}  // namespace capnet::command
