#pragma once
/// Bands over the replicas of an experiment: quantiles of each measure, step by step, and how settled they are.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <capnet/core/expect.hpp>
#include <capnet/sim/ensemble_result.hpp>
#include <capnet/sim/quantile.hpp>

namespace capnet {

/// A quantile over replicas. `low` and `high` are the interval for that of all replicas there could be; either is empty
/// where there are too few replicas to bound it on that side.
struct band_quantile {
  double probability = 0;
  double value = 0;
  std::optional<double> low{}, high{};
  friend bool operator==(const band_quantile&, const band_quantile&) = default;
};

/// A measure in one step of one cell, over the replicas.
struct quantile_band {
  std::uint32_t cell = 0;
  std::uint32_t step = 0;
  std::size_t measure = 0;                 ///< its place among the measures
  std::size_t replicas = 0;                ///< that know it in this step
  std::size_t unknown = 0;                 ///< that have the step and don't
  std::vector<band_quantile> quantiles{};  ///< as asked; none where no replica knows it
};

/// 5%, 25%, 50%, 75%, 95%.
inline constexpr double usual_quantiles[]{.05, .25, .5, .75, .95};

/// The quantiles over replicas for each cell, step and measure, in this order: sample quantiles of type 7 (Hyndman &
/// Fan 1996; `sample_quantile`), each with an interval from order statistics (`ranks_around_quantile`), which narrows
/// as replicas grow with the root of their number. Replicas that lack a step, or do not know the value, are left out.
///
/// Steps need not be those of all replicas. Throws input_error for a probability outside [0, 1] and a confidence
/// outside (0, 1). Time O(values log replicas), space O(bands + rows of a cell).
[[nodiscard]] inline std::vector<quantile_band> quantile_bands(const ensemble_result& all,
                                                               std::span<const double> probabilities = usual_quantiles,
                                                               double confidence = .95) {
  for (const double p : probabilities)
    detail::expect(p >= 0 && p <= 1, "a quantile of ", p, "; expected one in [0, 1]");
  std::map<std::size_t, std::vector<quantile_ranks>> ranks;  // by number of replicas
  const auto ranks_of = [&](std::size_t n) -> const std::vector<quantile_ranks>& {
    auto [at, fresh] = ranks.try_emplace(n);
    if (fresh) {
      for (const double p : probabilities) at->second.push_back(ranks_around_quantile(n, p, confidence));
    }
    return at->second;
  };
  const std::size_t measures = all.measures.size();
  std::vector<quantile_band> bands;
  for (auto first = all.runs.begin(); first != all.runs.end();) {
    const auto last = std::find_if(first, all.runs.end(), [&](const auto& run) { return run.cell != first->cell; });
    std::map<std::uint32_t, std::vector<std::pair<const ensemble_run*, std::size_t>>> rows;  // by step
    for (auto run = first; run != last; ++run) {
      for (std::size_t row = 0; row < run->steps.size(); ++row) rows[run->steps[row]].emplace_back(&*run, row);
    }
    for (const auto& [step, at] : rows) {
      for (std::size_t measure = 0; measure < measures; ++measure) {
        std::vector<double> sorted;
        for (const auto& [run, row] : at) {
          if (const auto value = run->value(row, measure)) sorted.push_back(*value);
        }
        std::sort(sorted.begin(), sorted.end());
        quantile_band band{.cell = first->cell,
                           .step = step,
                           .measure = measure,
                           .replicas = sorted.size(),
                           .unknown = at.size() - sorted.size()};
        for (std::size_t k = 0; k < probabilities.size() && !sorted.empty(); ++k) {
          const quantile_ranks& r = ranks_of(sorted.size())[k];
          const auto of_rank = [&](std::optional<std::size_t> rank) {
            return rank ? std::optional{sorted[*rank - 1]} : std::nullopt;
          };
          band.quantiles.push_back(
              {probabilities[k], *sample_quantile(sorted, probabilities[k]), of_rank(r.low), of_rank(r.high)});
        }
        bands.push_back(std::move(band));
      }
    }
    first = last;
  }
  return bands;
}
[[nodiscard]] inline std::vector<quantile_band> quantile_bands(const ensemble_result& all,
                                                               std::initializer_list<double> probabilities,
                                                               double confidence = .95) {
  return quantile_bands(all, std::span{probabilities.begin(), probabilities.size()}, confidence);
}

}  // namespace capnet
