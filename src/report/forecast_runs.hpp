#pragma once
/// Runs of growth from the last day seen: one band of quantiles for each growth.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include <capnet/io/report.hpp>
#include <capnet/sim/growth.hpp>
#include <capnet/sim/growth_fit.hpp>

namespace capnet::detail {

/// A growth and the curve that it goes by; none where it was asked for.
struct growth_to_run {
  std::string model{};
  growth_options growth{};
};

/// The curves of a fit as rules of growth.
struct growths_of_fit {
  std::vector<growth_to_run> growths{};
  boost::json::array none{};  ///< `model`, and `why` it is no rule
};
/// Of the family the first three that are rules. `last` is what was observed last; `members` the headcount from which
/// runs begin, which curves with imitation depend on. A curve's rate of r a month is a chance of 1 - e^-r where each
/// joins on its own.
[[nodiscard]] growths_of_fit growths_of(const growth_fit& fit, double last, double members);

/// Where runs begin, and how far they go.
struct runs_from {
  const growth_origin& origin;
  date start{};
  std::uint32_t months = 0;
  double last = 0;     ///< what was observed last
  double members = 0;  ///< the headcount there
};
/// Adds `start`, `months`, `seed`, `replicas`, `band_days` and `bands`: a growth each, with its `model` and `rules`,
/// and at each of the days the five usual quantiles of `last` and those who joined since. Same bits at any number of
/// threads. Time O(growths x replicas x months).
void add_bands(boost::json::object& into, const std::vector<growth_to_run>& growths, const runs_from& from,
               const report_simulation& options);

}  // namespace capnet::detail
