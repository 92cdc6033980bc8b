#include <capnet/metric/measure_series.hpp>

namespace capnet {

std::vector<dated_measure> window_series(const snapshot& net, std::span<const asked_measure> measures,
                                         std::span<const interval> windows, const measure_options& options) {
  std::vector<dated_measure> points;
  points.reserve(windows.size() * measures.size());
  measure_options how = options;
  how.chance = false;
  for (const interval& window : windows) {
    const measure_context context{network_view{net, {.window = window}}, how};
    for (const asked_measure& one : measures)
      points.push_back({window.end - std::chrono::days{1}, one.name, one(context)});
  }
  return points;
}

}  // namespace capnet
