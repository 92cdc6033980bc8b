#pragma once
/// What an experiment found: the rows of each of its runs.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/hash.hpp>
#include <capnet/core/text.hpp>
#include <capnet/sim/grid.hpp>

namespace capnet {

/// The most runs of an experiment, over all cells.
inline constexpr std::uint64_t max_ensemble_runs = 10'000'000;

/// The rows of one run: steps ascend, and values stand row by row, one for each measure, NaN where nothing is known.
struct ensemble_run {
  std::uint32_t cell = 0;
  std::uint32_t replica = 0;
  std::vector<std::uint32_t> steps{};
  std::vector<double> values{};

  /// The value of a measure in the row with that place; nothing where it is not known.
  [[nodiscard]] std::optional<double> value(std::size_t row, std::size_t measure) const {
    const double found = values[row * (values.size() / steps.size()) + measure];
    return std::isnan(found) ? std::nullopt : std::optional{found};
  }
};

/// All runs that are finished, by cell and replica, and what they are of.
struct ensemble_result {
  parameter_grid grid{};
  std::uint64_t seed = 0;
  std::uint32_t replicas = 0;
  std::vector<ensemble_run> runs{};
  std::vector<std::string> measures{};

  /// The runs of the whole experiment.
  [[nodiscard]] std::uint64_t wanted() const { return std::uint64_t{grid.size()} * replicas; }
  [[nodiscard]] bool complete() const { return runs.size() == wanted(); }
  [[nodiscard]] std::size_t rows() const {
    std::size_t all = 0;
    for (const ensemble_run& run : runs) all += run.steps.size();
    return all;
  }
};

/// A fingerprint of all rows and what they are of: the same wherever and however they were made. Time O(values).
[[nodiscard]] inline std::uint64_t stable_hash(const ensemble_result& all) {
  std::uint64_t hash = stable_hash("capnet ensemble 1");
  const auto add_number = [&hash](std::uint64_t number) {
    char bytes[8];
    for (std::size_t k = 0; k < 8; ++k) bytes[k] = static_cast<char>(number >> (8 * k) & 0xFF);
    hash = stable_hash({bytes, 8}, hash);
  };
  const auto add_text = [&](const std::string& text) {
    add_number(text.size());
    hash = stable_hash(text, hash);
  };
  add_text(all.grid.text());
  add_number(all.seed);
  add_number(all.replicas);
  add_number(all.measures.size());
  for (const std::string& name : all.measures) add_text(name);
  for (const ensemble_run& run : all.runs) {
    add_number(run.cell);
    add_number(run.replica);
    add_number(run.steps.size());
    for (const std::uint32_t step : run.steps) add_number(step);
    // All that is not known has one pattern.
    for (const double value : run.values) add_number(std::isnan(value) ? ~0ull : std::bit_cast<std::uint64_t>(value));
  }
  return hash;
}

/// One experiment from its shards, in any order. Throws input_error for parts that differ in grid, seed, replicas or
/// measures, and for a run that two of them have. What no part has is missing: see `complete()`. Time O(runs log runs).
[[nodiscard]] inline ensemble_result merged(std::vector<ensemble_result> parts) {
  if (parts.empty()) throw input_error{"no part of an experiment to merge; expected at least one"};
  ensemble_result all = std::move(parts.front());
  for (std::size_t k = 1; k < parts.size(); ++k) {
    ensemble_result& part = parts[k];
    if (!(part.grid == all.grid) || part.seed != all.seed || part.replicas != all.replicas)
      throw input_error{"parts of two experiments: the grid " + quote(all.grid.text()) + ", seed " +
                        std::to_string(all.seed) + ", " + std::to_string(all.replicas) + " replicas, and the grid " +
                        quote(part.grid.text()) + ", seed " + std::to_string(part.seed) + ", " +
                        std::to_string(part.replicas) + " replicas; expected parts of one"};
    if (all.runs.empty()) all.measures = part.measures;
    if (!part.runs.empty() && part.measures != all.measures)
      throw input_error{"parts with differing measures: " + join_names(all.measures) + ", and " +
                        join_names(part.measures) + "; expected parts of one experiment"};
    std::move(part.runs.begin(), part.runs.end(), std::back_inserter(all.runs));
  }
  const auto place = [](const ensemble_run& run) { return std::pair{run.cell, run.replica}; };
  std::ranges::sort(all.runs, {}, place);
  const auto twice = std::ranges::adjacent_find(all.runs, {}, place);
  if (twice != all.runs.end())
    throw input_error{"replica " + std::to_string(twice->replica) + " of cell " + std::to_string(twice->cell) +
                      " stands in two parts; expected each run once"};
  return all;
}

}  // namespace capnet
