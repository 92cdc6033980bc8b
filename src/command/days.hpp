#pragma once
/// Options that say which days are asked: `--window`, `--from --to --every`.
#include <CLI/CLI.hpp>

#include <optional>
#include <string>
#include <vector>

#include <capnet/core/date.hpp>

namespace capnet::command {

struct days_options {
  std::string window{}, from{}, to{}, every{};
  [[nodiscard]] bool many() const { return !from.empty() || !to.empty() || !every.empty(); }
};
void add_days_options(CLI::App& command, days_options& options);
/// All but the window.
void add_each_day_options(CLI::App& command, days_options& options);

/// Of `--window A..B`, with both days and all that a partial date can be. Throws input_error.
[[nodiscard]] std::optional<interval> window_of(const std::string& window);
/// Of `--from A --to B --every 1d|1w|1m|1y`, the last one too if it is met; none if not asked for. Months and years are
/// counted from the first day: one that a month lacks is its last, and the end of a month stays one. Throws
/// input_error.
[[nodiscard]] std::vector<date> days_of(const days_options& options);
/// Of `--window 1y` and the like, counted as `--every` counts: the windows of that length that end on each of the days,
/// which are their last ones; none if not asked for. Throws input_error.
[[nodiscard]] std::vector<interval> windows_of(const std::vector<date>& days, const std::string& length);

}  // namespace capnet::command
