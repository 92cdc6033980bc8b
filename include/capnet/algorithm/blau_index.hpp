#pragma once
/// How varied a set is over categories.
#include <cstddef>
#include <optional>
#include <span>

#include <capnet/algorithm/graph_measure.hpp>

namespace capnet {

/// Blau's index of heterogeneity: the chance that two draws, with replacement, fall into different categories (Blau
/// 1977).
///
/// 1 - sum p_k^2, with p_k the share of category k among `counts`. Range [0, 1 - 1/k]; 0 is all in one. Unknown members
/// belong in no count. Nothing counted: empty.   Time O(k).
[[nodiscard]] inline std::optional<double> blau_index(std::span<const std::size_t> counts) {
  double total = 0;
  for (const std::size_t count : counts) total += static_cast<double>(count);
  if (total == 0) return std::nullopt;
  double same = 0;
  for (const std::size_t count : counts) {
    const double share = static_cast<double>(count) / total;
    same += share * share;
  }
  return 1 - same;
}

/// Index of qualitative variation: Blau's index over the largest value that k categories allow (Mueller & Schuessler
/// 1961).
///
/// Blau k / (k - 1), with k the number of entries of `counts`: a category that could occur and has no member is an
/// entry of 0. Range [0, 1]; 1 is all equal. Fewer than two categories, or nothing counted: empty.   Time O(k).
[[nodiscard]] inline std::optional<double> qualitative_variation(std::span<const std::size_t> counts) {
  const std::optional<double> blau = blau_index(counts);
  if (!blau || counts.size() < 2) return std::nullopt;
  const double k = static_cast<double>(counts.size());
  return *blau * k / (k - 1);
}

namespace measure {
inline constexpr graph_measure blau{
    .info = {.name = "blau",
             .label = {"Mix of groups (Blau)", "集団の多様性（Blau）"},
             .meaning = {"the chance that two vertices are of different groups", "2つ選んだとき、集団が異なる確率"},
             .unit = "index",
             .range = value_range{0, 1},
             .definition = "1 - sum of squared shares of groups",
             .source = "Blau 1977",
             .cost = measure_cost::linear,
             .defined_for = "graphs with groups",
             .rank = 200},
    .of_groups = true,
    .find = [](const graph_context& context, graph_findings& found) {
      found.add("blau", blau_index(group_sizes(context.groups())));
    }};
inline constexpr graph_measure group_coverage{
    .info = {.name = "group_coverage",
             .label = {"Groups known", "集団が分かる割合"},
             .meaning = {"the share of vertices whose group is known", "集団が分かっている頂点の割合"},
             .unit = "share",
             .range = value_range{0, 1},
             .definition = "vertices of known group / vertices",
             .source = "capnet",
             .cost = measure_cost::linear,
             .defined_for = "graphs with groups",
             .rank = 201},
    .of_groups = true,
    .find = [](const graph_context& context, graph_findings& found) {
      found.add("group_coverage", capnet::group_coverage(context.groups()));
    }};
}  // namespace measure

}  // namespace capnet
