#pragma once
/// Backbone support as one of the five conditions, and all five by given weights (after Kania & Kramer 2011; the
/// operationalization is capnet's own).
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <capnet/core/expect.hpp>
#include <capnet/core/text.hpp>
#include <capnet/core/wilson.hpp>
#include <capnet/metric/backbone.hpp>
#include <capnet/metric/common_agenda.hpp>
#include <capnet/metric/continuous_communication.hpp>
#include <capnet/metric/mutually_reinforcing_activities.hpp>
#include <capnet/metric/shared_measurement.hpp>

namespace capnet {

namespace measure {
inline constexpr network_measure backbone_support{
    .info = {.name = "backbone_support",
             .label = {"Backbone support", "バックボーンによる支援"},
             .meaning = {"share of the other organizations that are linked to it; good with falling dependence",
                         "ほかの団体のうち直接つながる割合。依存が下がっていればなおよい"},
             .unit = "share",
             .range = value_range{0, 1},
             .definition = "organizations linked to the backbone / other organizations",
             .source = "capnet, after Kania & Kramer 2011",
             .cost = measure_cost::near_linear,
             .defined_for = "networks with a program that an organization runs",
             .rank = 58},
    .group = measure_groups::conditions,
    .of =
        [](const network_reading& reading, std::string_view) {
          estimate result = detail::backbone_reach_in(reading, reading.backbone());
          if (!result.value) return result;
          const share_interval share = wilson(*result.numerator, *result.denominator);
          result.low = share.low, result.high = share.high;
          result.interval_kind = std::string{interval_kinds::wilson};
          return result;
        },
    .about = [](const network_reading& reading) { return reading.backbone(); }};
}  // namespace measure

/// Backbone support: the value of `backbone_reach`, with Wilson's interval over the other organizations. What the
/// network would lose is `backbone_dependence`: high support with falling dependence is good. Range [0, 1]; no
/// backbone, or no other organization: `value` is empty. Time as `organization_network`.
[[nodiscard]] inline estimate backbone_support(const network_view& view) { return measure::backbone_support(view); }

/// How much each condition counts in a composite. There is no default: whoever wants one number says what it weighs.
struct condition_weights {
  double common_agenda = 0;
  double shared_measurement = 0;
  double mutually_reinforcing_activities = 0;
  double continuous_communication = 0;
  double backbone_support = 0;
};

/// Weighted mean of the five conditions: sum w v / sum w. Report the five themselves beside it.
///
/// Range [0, 1]. A condition of some weight without a value leaves the composite without one: it is never taken as 0.
/// `low` and `high` are the same mean of the conditions' own, or of their values where they have none; so they are as
/// wide as if all were low, or high, at once. `coverage` is the weighted mean of theirs. Rows are those of all
/// conditions that weigh.
///
/// Throws input_error unless each weight is finite and not negative, and one is positive. Time: that of the conditions.
[[nodiscard]] inline estimate composite_impact(const measure_context& context, const condition_weights& weights) {
  const std::array<std::pair<double, const network_measure*>, 5> parts{
      {{weights.common_agenda, &measure::common_agenda},
       {weights.shared_measurement, &measure::shared_measurement},
       {weights.mutually_reinforcing_activities, &measure::mutually_reinforcing_activities},
       {weights.continuous_communication, &measure::continuous_communication},
       {weights.backbone_support, &measure::backbone_support}}};
  double sum = 0;
  for (const auto& [weight, condition] : parts) {
    detail::expect(std::isfinite(weight) && weight >= 0, "the weight of ", condition->info.name, " is ", weight,
                   "; expected a number that is not negative");
    sum += weight;
  }
  detail::expect(sum > 0 && std::isfinite(sum), "weights that sum to ", sum,
                 "; expected at least one that is positive, and a sum that is finite");
  estimate result{.value = 0, .low = 0, .high = 0, .unit = "index", .coverage = 0};
  bool bounded = false;
  for (const auto& [weight, condition] : parts) {
    if (weight == 0) continue;
    estimate one = (*condition)(context);
    const double share = weight / sum;
    result.coverage += share * one.coverage;
    result.definition +=
        (result.definition.empty() ? "" : " + ") + short_number(share) + " " + std::string{condition->info.name};
    if (one.value && result.value) {
      *result.value += share * *one.value;
      *result.low += share * one.low.value_or(*one.value);
      *result.high += share * one.high.value_or(*one.value);
      bounded |= one.low.has_value();
    } else {
      result.value.reset();
    }
    result.cite.insert(result.cite.end(), one.cite.begin(), one.cite.end());
    result.vertices.insert(result.vertices.end(), one.vertices.begin(), one.vertices.end());
    result.ties.insert(result.ties.end(), one.ties.begin(), one.ties.end());
  }
  const auto once = [](auto& rows) {
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  };
  once(result.cite), once(result.vertices), once(result.ties);
  result.definition += " (weights as given; capnet, after Kania & Kramer 2011)";
  if (result.value && bounded) {
    result.interval_kind = std::string{interval_kinds::combined};
  } else {
    result.low.reset(), result.high.reset();
  }
  return result;
}

}  // namespace capnet
