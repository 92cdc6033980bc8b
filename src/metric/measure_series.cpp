#include <capnet/metric/measure_series.hpp>

#include <memory>

#include <capnet/metric/network_history.hpp>

namespace capnet {

std::vector<dated_measure> measure_series(const snapshot& net, std::span<const asked_measure> measures,
                                          std::span<const date> days, const measure_options& options) {
  std::vector<dated_measure> points;
  points.reserve(days.size() * measures.size());
  measure_options how = options;
  how.chance = false;
  const auto certain = std::make_shared<network_history>(net, certainty::certain);
  how.possible_history =
      detail::has_partial_dates(net) ? std::make_shared<network_history>(net, certainty::possible) : certain;
  how.certain_history = certain;
  for (const date day : days) {
    const measure_context context{as_of(net, day), how};
    for (const asked_measure& one : measures) points.push_back({day, one.name, one(context)});
  }
  return points;
}

std::vector<dated_measure> measure_series(const snapshot& net, std::span<const std::string> measures,
                                          std::span<const date> days, const measure_options& options) {
  return measure_series(net, find_measures(measures), days, options);
}

}  // namespace capnet
