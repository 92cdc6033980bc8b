#pragma once
/// An experiment as tables: for text, JSON, CSV and Arrow.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/answer.hpp>
#include <capnet/core/text.hpp>
#include <capnet/sim/ensemble_result.hpp>
#include <capnet/sim/quantile_bands.hpp>

namespace capnet {

/// What a table says of steps beyond their number.
struct step_words {
  std::string unit{};                                    ///< "month"; empty: none
  std::function<answer_cell(std::uint32_t step)> day{};  ///< a column `day`; none without
  std::string measure_unit{};                            ///< of all measures
  std::vector<std::string> measure_units{};              ///< of each, in their order; empty: `measure_unit`
};

namespace detail {

/// A column for each parameter. One that is named as another column of the table stands as `grid.NAME`.
template <class T, class Cell>
void add_grid_columns(table_maker<T>& rows, const parameter_grid& grid, const std::vector<std::string>& others,
                      const Cell& cell_of) {
  for (std::size_t axis = 0; axis < grid.axes().size(); ++axis) {
    const std::string& name = grid.axes()[axis].name;
    const bool taken = std::ranges::find(others, name) != others.end();
    rows.add({.name = (taken ? "grid." : "") + name, .digits = 12},
             [&grid, axis, cell_of](const T& row) { return grid[cell_of(row)].value(axis); });
  }
}
template <class T, class Step>
void add_step_columns(table_maker<T>& rows, const step_words& words, const Step& step_of) {
  rows.add({.name = "step", .unit = words.unit}, step_of);
  if (words.day) rows.add({.name = "day"}, [day = words.day, step_of](const T& row) { return day(step_of(row)); });
}
[[nodiscard]] inline std::string unit_of_measure(const step_words& words, std::size_t measure) {
  return measure < words.measure_units.size() ? words.measure_units[measure] : words.measure_unit;
}

}  // namespace detail

/// The table `rows`: a row for each cell, replica and step, with the grid's names, `replica`, `step`, `day` where it is
/// given, and the measures. Refers to the result, which outlives it. Space O(rows), eight bytes each.
[[nodiscard]] inline answer_table ensemble_table(const ensemble_result& all, const step_words& words = {}) {
  struct place {
    std::uint32_t run = 0, row = 0;
  };
  std::vector<place> places;
  places.reserve(all.rows());
  for (std::size_t run = 0; run < all.runs.size(); ++run) {
    for (std::size_t row = 0; row < all.runs[run].steps.size(); ++row)
      places.push_back({static_cast<std::uint32_t>(run), static_cast<std::uint32_t>(row)});
  }
  std::vector<std::string> others = all.measures;
  others.insert(others.end(), {"replica", "step", "day"});
  table_maker<place> rows{{.name = "rows", .keys = all.grid.axes().size() + 2}, std::move(places)};
  detail::add_grid_columns(rows, all.grid, others, [&all](const place& at) { return all.runs[at.run].cell; });
  rows.add({.name = "replica"}, [&all](const place& at) { return all.runs[at.run].replica; });
  detail::add_step_columns(rows, words, [&all](const place& at) { return all.runs[at.run].steps[at.row]; });
  for (std::size_t measure = 0; measure < all.measures.size(); ++measure) {
    rows.add({.name = all.measures[measure], .unit = detail::unit_of_measure(words, measure), .digits = 9},
             [&all, measure](const place& at) { return all.runs[at.run].value(at.row, measure); });
  }
  return std::move(rows.table);
}

/// The table `rows`: a row for each band, with the grid's names, `step`, `day` where it is given, `measure`,
/// `replicas`, and for each quantile `q05`, `q05_low`, `q05_high` and so on. Refers to both, which outlive it.
[[nodiscard]] inline answer_table band_table(const ensemble_result& all, const std::vector<quantile_band>& bands,
                                             const step_words& words = {}) {
  const std::vector<std::string> others{"step", "day", "measure", "unit", "replicas"};
  table_maker rows{{.name = "rows", .keys = all.grid.axes().size() + 2 + (words.day ? 1u : 0u)}, bands};
  detail::add_grid_columns(rows, all.grid, others, [](const quantile_band& band) { return band.cell; });
  detail::add_step_columns(rows, words, [](const quantile_band& band) { return band.step; });
  rows.add({.name = "measure"}, [&all](const quantile_band& band) { return all.measures[band.measure]; })
      .add({.name = "unit", .place = answer_place::detail},
           [words](const quantile_band& band) { return detail::unit_of_measure(words, band.measure); })
      .add({.name = "replicas"}, [](const quantile_band& band) { return band.replicas; });
  const auto any = std::ranges::find_if(bands, [](const quantile_band& band) { return !band.quantiles.empty(); });
  for (std::size_t k = 0; any != bands.end() && k < any->quantiles.size(); ++k) {
    std::string percent = short_number(any->quantiles[k].probability * 100, 6);
    if (percent.find('.') == std::string::npos && percent.size() < 2) percent.insert(0, "0");
    const auto find = [k](auto part) {
      return [k, part](const quantile_band& band) -> std::optional<double> {
        if (band.quantiles.empty()) return std::nullopt;
        return band.quantiles[k].*part;
      };
    };
    rows.add({.name = "q" + percent, .header = short_number(any->quantiles[k].probability * 100, 6) + '%'},
             find(&band_quantile::value))
        .add({.name = "q" + percent + "_low", .place = answer_place::detail}, find(&band_quantile::low))
        .add({.name = "q" + percent + "_high", .place = answer_place::detail}, find(&band_quantile::high));
  }
  return std::move(rows.table);
}

}  // namespace capnet
