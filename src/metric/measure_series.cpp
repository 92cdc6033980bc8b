#include <capnet/metric/measure_series.hpp>

#include <cstddef>
#include <memory>

#include <capnet/core/parallel.hpp>
#include <capnet/metric/network_history.hpp>

namespace capnet {

std::vector<dated_measure> measure_series(const snapshot& net, std::span<const asked_measure> measures,
                                          std::span<const date> days, const measure_options& options) {
  std::vector<dated_measure> points(days.size() * measures.size());
  measure_options how = options;
  how.chance = false;
  const auto certain = std::make_shared<network_history>(net, certainty::certain);
  how.possible_history =
      detail::has_partial_dates(net) ? std::make_shared<network_history>(net, certainty::possible) : certain;
  how.certain_history = certain;
  // Day by day, not measure by measure: a day's measures share most, and its graphs need not be kept for long.
  parallel_tasks(days.size(), options.threads, [&](std::size_t k) {
    const measure_context context{as_of(net, days[k]), how};
    for (std::size_t m = 0; m < measures.size(); ++m)
      points[k * measures.size() + m] = {days[k], measures[m].name, measures[m](context)};
  });
  return points;
}

std::vector<dated_measure> measure_series(const snapshot& net, std::span<const std::string> measures,
                                          std::span<const date> days, const measure_options& options) {
  return measure_series(net, find_measures(measures), days, options);
}

}  // namespace capnet
