#include <capnet/metric/measure_series.hpp>

#include <cstddef>
#include <memory>

#include <capnet/core/parallel.hpp>
#include <capnet/metric/network_history.hpp>

namespace capnet {

namespace {

/// Each of the measures of each of `n` views, by view, then measure. View by view, not measure by measure: a view's
/// measures share most, and its graphs need not be kept for long.
template <class View, class Day>
std::vector<dated_measure> measured(std::size_t n, std::span<const asked_measure> measures, measure_options how,
                                    const View& view_of, const Day& day_of) {
  std::vector<dated_measure> points(n * measures.size());
  how.chance = false;
  parallel_tasks(n, how.threads, [&](std::size_t k) {
    const measure_context context{view_of(k), how};
    for (std::size_t m = 0; m < measures.size(); ++m)
      points[k * measures.size() + m] = {day_of(k), measures[m].name, measures[m](context)};
  });
  return points;
}

}  // namespace

std::vector<dated_measure> measure_series(const snapshot& net, std::span<const asked_measure> measures,
                                          std::span<const date> days, const measure_options& options) {
  // What days share takes as long to find as some days' answers.
  constexpr std::size_t few = 6;
  measure_options how = options;
  if (days.size() > few) {
    if (detail::has_partial_dates(net))
      how.possible_history = std::make_shared<network_history>(net, certainty::possible);
    how.certain_history = std::make_shared<network_history>(net, certainty::certain, how.possible_history);
    if (!how.possible_history) how.possible_history = how.certain_history;
  }
  return measured(
      days.size(), measures, how, [&](std::size_t k) { return as_of(net, days[k]); },
      [&](std::size_t k) { return days[k]; });
}

std::vector<dated_measure> measure_series(const snapshot& net, std::span<const std::string> measures,
                                          std::span<const date> days, const measure_options& options) {
  return measure_series(net, find_measures(measures), days, options);
}

std::vector<dated_measure> window_series(const snapshot& net, std::span<const asked_measure> measures,
                                         std::span<const interval> windows, const measure_options& options) {
  return measured(
      windows.size(), measures, options, [&](std::size_t k) { return network_view{net, {.window = windows[k]}}; },
      [&](std::size_t k) { return windows[k].end - std::chrono::days{1}; });
}

}  // namespace capnet
