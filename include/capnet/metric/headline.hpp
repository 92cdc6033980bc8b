#pragma once
/// The measures that every network is first looked at with, by name: what `capnet show` and the report print.
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/metric/measure.hpp>
#include <capnet/model/estimate.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// A measure with the names people know it by.
struct named_estimate {
  std::string name{};  ///< stable, for programs: "sector_heterogeneity"
  std::string label{};
  std::string label_ja{};
  std::string group{};  ///< neighbours of one group belong under one heading
  std::string group_ja{};
  std::string meaning{};  ///< how to read it, in a few words
  std::string meaning_ja{};
  std::optional<double> range_low{}, range_high{};  ///< of the scale it is drawn on
  std::string series{}, subject{};                  ///< of a measure of a reported series: its name, whom it is about
  std::optional<partial_date> since{}, day{};       ///< and the day it was reported for, or the days it grew between
  estimate value{};
};

/// All measures that are shown of every network (registry.hpp), by rank: sectors and concentration, the five
/// conditions, the organization network with its backbone, density of each relation in use, and growth of each reported
/// series. What is undefined for this network has no value; a measure of a relation not in use, or of a backbone where
/// there is none, is left out. Time: that of the measures, dominated by `organization_network`, which they share; on up
/// to `measure_options::threads` threads, with the same values.
/// `without`: names of measures, or of families, that are left out.
[[nodiscard]] std::vector<named_estimate> headline_measures(const measure_context& context,
                                                            std::span<const std::string_view> without = {});
[[nodiscard]] std::vector<named_estimate> headline_measures(const network_view& view);

/// Who stands where in the organization network: scores of each organization that counts.
struct organization_score {
  vertex_ref vertex{};
  std::size_t degree = 0;
  std::optional<double> betweenness{};  ///< raw, unordered pairs (Brandes 2001); empty above `betweenness_limit`
  std::optional<double> betweenness_normalized{};  ///< / ((n - 1)(n - 2) / 2); empty below three organizations too
  double pagerank = 0;                             ///< damping .85 (Brin & Page 1998)
};

/// Above this many organizations betweenness, which takes O(n m), is left unknown.
inline constexpr std::size_t betweenness_limit = 3'000;

/// By falling degree, then betweenness, then key: the first `most`. Time O(n m) up to `betweenness_limit`
/// organizations, near O(n + m) above.
[[nodiscard]] std::vector<organization_score> organization_scores(
    const measure_context& context, std::size_t most = std::numeric_limits<std::size_t>::max());
[[nodiscard]] std::vector<organization_score> organization_scores(
    const network_view& view, std::size_t most = std::numeric_limits<std::size_t>::max());

}  // namespace capnet
