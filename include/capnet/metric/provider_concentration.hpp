#pragma once
/// Whether the teaching hangs on few providers.
#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include <capnet/algorithm/concentration.hpp>
#include <capnet/metric/measure.hpp>
#include <capnet/metric/provenance.hpp>

namespace capnet {

struct provider_concentration_result {
  estimate herfindahl{};        ///< sum of squared shares of deliveries, [1/k, 1]
  estimate effective_number{};  ///< 1 / herfindahl: as many equal providers would be as concentrated
};

namespace detail {

[[nodiscard]] inline estimate delivery_concentration(const network_reading& reading, bool effective) {
  struct deliveries_of;
  const estimate& shared = reading.once<deliveries_of>([&] {
    std::map<vertex_ref, double> deliveries;
    provenance rows{reading};
    std::int64_t total = 0;
    std::vector<double> amounts;
    if (reading.history() != nullptr && reading.options().rows == rows_kept::none) {
      reading.history()->for_each_provider(*reading.view().options().day, [&](vertex_ref, std::int64_t n) {
        amounts.push_back(static_cast<double>(n));
        total += n;
      });
    } else {
      reading.view().for_each_tie_with(relation_traits::delivery, [&](tie_ref t, const dated_tie& uv) {
        ++deliveries[uv.source];
        ++total;
        rows.add(t);
      });
    }
    for (const auto& [provider, amount] : deliveries) amounts.push_back(amount);
    estimate result{.value = herfindahl_index(amounts),
                    .unit = "index",
                    .denominator = total,
                    .definition = "sum of squared shares of deliveries by provider (Herfindahl-Hirschman index)"};
    rows.write(result);
    return result;
  });
  estimate result = shared;
  if (!effective) return result;
  if (result.value) result.value = 1 / *result.value;
  result.unit = "provider";
  result.definition = "1 / Herfindahl-Hirschman index of deliveries by provider (Laakso & Taagepera 1979)";
  return result;
}

}  // namespace detail

namespace measure {
inline constexpr network_measure provider_concentration{
    .info = {.name = "provider_concentration",
             .label = {"Concentration of providers (HHI)", "講師・提供者の集中度（HHI）"},
             .meaning = {"1 if one provider delivers all, 1/n with n equal ones",
                         "1: 1者がすべてを提供、n者が等しければ1/n"},
             .unit = "index",
             .range = value_range{0, 1},
             .definition = "sum of squared shares of deliveries by provider",
             .source = "Herfindahl-Hirschman index",
             .defined_for = "networks with deliveries",
             .rank = 80},
    .group = measure_groups::hub,
    .of = [](const network_reading& reading, std::string_view) {
      return detail::delivery_concentration(reading, false);
    }};
inline constexpr network_measure effective_providers{
    .info = {.name = "effective_providers",
             .label = {"Effective number of providers", "実効的な提供者数"},
             .meaning = {"so many equal providers would be as concentrated", "同じ集中度になる、等しい提供者の数"},
             .unit = "provider",
             .definition = "1 / sum of squared shares of deliveries by provider",
             .source = "Laakso & Taagepera 1979",
             .defined_for = "networks with deliveries",
             .rank = 81},
    .group = measure_groups::hub,
    .of = [](const network_reading& reading, std::string_view) {
      return detail::delivery_concentration(reading, true);
    }};
}  // namespace measure

/// Concentration of deliveries, such as `delivers` (relation_traits), over their providers, organizations and persons
/// alike (Herfindahl-Hirschman index; effective number after Laakso & Taagepera 1979). Each delivery counts once,
/// whatever its weight; two providers of one event share nothing: each has a delivery. No delivery: both values are
/// empty. Time O(deliveries log providers).
[[nodiscard]] inline provider_concentration_result provider_concentration(const network_view& view) {
  const measure_context context{view};
  return {measure::provider_concentration(context), measure::effective_providers(context)};
}

}  // namespace capnet
