#pragma once
/// How far a network crosses sectors: heterogeneity of its members, and ties between sectors against ties within.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/algorithm/blau_index.hpp>
#include <capnet/algorithm/ei_index.hpp>
#include <capnet/core/text.hpp>
#include <capnet/metric/measure.hpp>
#include <capnet/metric/organization_network.hpp>
#include <capnet/metric/provenance.hpp>
#include <capnet/metric/sector_groups.hpp>
#include <capnet/metric/vertex_keys.hpp>

namespace capnet {

/// Number of `vertices` in each sector that has any, on the view's day. Unknown sectors are under `sector::unknown`.
/// O(k log k).
[[nodiscard]] inline std::map<sector, std::int64_t> sector_counts(const network_view& view,
                                                                  std::span<const vertex_ref> vertices) {
  std::map<sector, std::int64_t> counts;
  for (const vertex_ref v : vertices) ++counts[view.sector(v)];
  return counts;
}

namespace detail {

/// `index` over the sector counts of the members; unknown sectors lower the coverage and count in nothing.
template <class Index>
estimate sector_index(const network_reading& reading, const Index& index, std::string definition) {
  std::vector<std::size_t> counts;
  std::int64_t known = 0;
  const std::vector<vertex_ref>& members = reading.members();
  for (const auto& [which, n] : sector_counts(reading.view(), members)) {
    if (which == sector::unknown) continue;
    counts.push_back(static_cast<std::size_t>(n));
    known += n;
  }
  provenance rows{reading};
  for (const vertex_ref v : members) rows.add(v);
  estimate result{.value = index(std::span<const std::size_t>{counts}),
                  .unit = "index",
                  .denominator = known,
                  .coverage = members.empty() ? 1 : static_cast<double>(known) / static_cast<double>(members.size()),
                  .definition = std::move(definition)};
  rows.write(result);
  return result;
}

[[nodiscard]] inline estimate sector_ei_estimate(const network_reading& reading) {
  // Fewer relabelings where each costs more: p is coarser there, and needs less.
  constexpr std::size_t most_steps = 20'000'000;
  const flattened& flat = reading.organizations();
  const auto permutations =
      static_cast<std::uint32_t>(std::clamp<std::size_t>(most_steps / (flat.graph.size() + 1), 19, 999));
  const bool drawn = reading.options().chance;
  const std::vector<std::uint64_t> keys =
      drawn ? vertex_keys(reading.net(), flat.vertices) : std::vector<std::uint64_t>{};
  const ei_result ei =
      ei_index(flat.graph, sector_groups(reading.view(), flat.vertices),
               {.permutations = drawn ? permutations : 0, .seed = reading.options().seed, .keys = keys});
  estimate result{.value = ei.value,
                  .unit = "index",
                  .denominator = static_cast<std::int64_t>(ei.external + ei.internal),
                  .coverage = ei.coverage,
                  .interval_kind = std::string{interval_kinds::permutation},
                  .definition = "ties across sectors less ties within / both (Krackhardt & Stern 1988)",
                  .expected = ei.expected,
                  .p = ei.p};
  auto three_decimals = [](double value) { return short_number(std::round(1000 * value) / 1000); };
  if (ei.expected) result.definition += "; " + three_decimals(*ei.expected) + " is expected under random mixing";
  if (ei.p) result.definition += ", p = " + three_decimals(*ei.p) + " by permutation";
  write_organizations(reading, result);
  return result;
}

}  // namespace detail

namespace measure {
inline constexpr network_measure sector_heterogeneity{
    .info = {.name = "sector_heterogeneity",
             .label = {"Mix of sectors (Blau)", "セクターの多様性（Blau）"},
             .meaning = {"the chance that two organizations taking part are of different sectors",
                         "参加団体から2つ選んだとき、セクターが異なる確率"},
             .unit = "index",
             .range = value_range{0, 1},
             .definition =
                 "1 - sum of squared shares of the sectors of the organizations that run or participate in a program",
             .source = "Blau 1977",
             .defined_for = "networks with a program",
             .rank = 30},
    .group = measure_groups::reach,
    .of = [](const network_reading& reading, std::string_view) {
      return detail::sector_index(
          reading, blau_index,
          "Blau's index over the sectors of the organizations that run or participate in a program (Blau 1977)");
    }};
inline constexpr network_measure sector_variation{
    .info = {.name = "sector_variation",
             .label = {"Mix of sectors (IQV)", "セクターの多様性（IQV）"},
             .meaning = {"the same as a share of the most that the sectors present allow",
                         "同じ値を、いまあるセクターで取りうる最大値で割ったもの"},
             .unit = "index",
             .range = value_range{0, 1},
             .definition = "Blau's index k / (k - 1) over the k sectors present",
             .source = "Mueller & Schuessler 1961",
             .defined_for = "networks with a program",
             .rank = 31},
    .group = measure_groups::reach,
    .of = [](const network_reading& reading, std::string_view) {
      return detail::sector_index(
          reading, qualitative_variation,
          "index of qualitative variation over the sectors present among members (Mueller & Schuessler 1961)");
    }};
inline constexpr network_measure sector_ei_index{
    .info =
        {.name = "sector_ei_index",
         .label = {"Links across sectors (E-I)", "セクターを越えるつながり（E-I）"},
         .meaning = {"1 if all links cross sectors, -1 if none does",
                     "1: つながりがすべてセクターを越える、-1: まったく越えない"},
         .unit = "index",
         .range = value_range{-1, 1},
         .definition =
             "(links across sectors - links within) / both, with its expectation under random mixing and a permutation p",
         .source = "Krackhardt & Stern 1988",
         .cost = measure_cost::near_linear,
         .defined_for = "networks with organizations",
         .rank = 32},
    .group = measure_groups::reach,
    .of = [](const network_reading& reading, std::string_view) { return detail::sector_ei_estimate(reading); }};
}  // namespace measure

/// Blau's index over the sectors of the member organizations (Blau 1977): the chance that two of them, drawn with
/// replacement, are of different sectors. Range [0, 1 - 1/k]. `denominator` is the number of members of known sector;
/// the others lower `coverage`. No member of known sector: `value` is empty. Time O(ties of participation).
[[nodiscard]] inline estimate sector_heterogeneity(const network_view& view) {
  return measure::sector_heterogeneity(view);
}

/// The same over the largest value that the sectors present allow: the index of qualitative variation (Mueller &
/// Schuessler 1961). Empty where fewer than two sectors are present.
[[nodiscard]] inline estimate sector_variation(const network_view& view) { return measure::sector_variation(view); }

/// E-I index of the organization network over sectors (Krackhardt & Stern 1988), with its expectation under random
/// mixing and a permutation p: see `ei_index`. `low` and `high` stay empty: `p` says how sure it is. Vertices have the
/// keys of `vertex_keys` unless there are others, so that p does not depend on the order of rows.
[[nodiscard]] inline ei_result sector_ei_index(const network_view& view, ei_options options = {}) {
  const flattened flat = organization_network(view);
  const std::vector<std::uint64_t> keys = vertex_keys(view.net(), flat.vertices);
  if (options.keys.empty()) options.keys = keys;
  return ei_index(flat.graph, sector_groups(view, flat.vertices), options);
}

}  // namespace capnet
