#pragma once
/// Whether the teaching hangs on few providers.
#include <map>
#include <vector>

#include <capnet/algorithm/concentration.hpp>
#include <capnet/metric/partial_dates.hpp>
#include <capnet/metric/provenance.hpp>

namespace capnet {

struct provider_concentration_result {
  estimate herfindahl{};        ///< sum of squared shares of deliveries, [1/k, 1]
  estimate effective_number{};  ///< 1 / herfindahl: as many equal providers would be as concentrated
};

/// Concentration of deliveries, such as `delivers` (relation_traits), over their providers, organizations and persons
/// alike (Herfindahl-Hirschman index; effective number after Laakso & Taagepera 1979). Each delivery counts once,
/// whatever its weight; two providers of one event share nothing: each has a delivery. No delivery: both values are
/// empty. Time O(deliveries).
[[nodiscard]] inline provider_concentration_result provider_concentration(const network_view& view) {
  auto measure = [](bool effective) {
    return [effective](const network_view& sure) {
      std::map<vertex_ref, double> deliveries;
      provenance rows{sure.net()};
      std::int64_t total = 0;
      sure.for_each_tie_with(relation_traits::delivery, [&](tie_ref t, const dated_tie& uv) {
        ++deliveries[uv.source];
        ++total;
        rows.add(t);
      });
      std::vector<double> amounts;
      for (const auto& [provider, amount] : deliveries) amounts.push_back(amount);
      estimate result{
          .value = effective ? effective_number(amounts) : herfindahl_index(amounts),
          .unit = effective ? "provider" : "index",
          .denominator = total,
          .definition = effective ? "1 / Herfindahl-Hirschman index of deliveries by provider (Laakso & Taagepera 1979)"
                                  : "sum of squared shares of deliveries by provider (Herfindahl-Hirschman index)"};
      rows.write(result);
      return result;
    };
  };
  return {over_partial_dates(view, false, measure(false)), over_partial_dates(view, false, measure(true))};
}

}  // namespace capnet
