#pragma once
/// How many of the pairs of organizations are linked.
#include <cstdint>
#include <string_view>

#include <capnet/algorithm/density.hpp>
#include <capnet/metric/measure.hpp>
#include <capnet/metric/provenance.hpp>

namespace capnet::measure {

/// Density of the organization network (Wasserman & Faust 1994). Range [0, 1]; empty below two organizations.
inline constexpr network_measure organization_density{
    .info = {.name = "organization_density",
             .label = {"Density of the organization network", "団体ネットワークの密度"},
             .meaning = {"linked pairs of organizations of all pairs", "団体の組のうち、つながっている割合"},
             .unit = "share",
             .range = value_range{0, 1},
             .definition = "linked pairs of organizations / pairs",
             .source = "Wasserman & Faust 1994",
             .cost = measure_cost::near_linear,
             .defined_for = "networks with organizations",
             .rank = 105},
    .group = measure_groups::structure,
    .of = [](const network_reading& reading, std::string_view) {
      const flattened& flat = reading.organizations();
      const auto n = static_cast<std::int64_t>(flat.vertices.size());
      estimate result{.value = capnet::density(flat.graph),
                      .unit = "share",
                      .numerator = static_cast<std::int64_t>(flat.graph.size()),
                      .denominator = n * (n - 1) / 2,
                      .definition = "linked pairs of organizations / pairs (Wasserman & Faust 1994)"};
      write_organizations(reading, result);
      return result;
    }};

}  // namespace capnet::measure
