#include "command/sweep_chart.hpp"

#include <array>
#include <cstdint>
#include <utility>

#include <capnet/core/text.hpp>

#include "command/options.hpp"
#include "command/sweep_answer.hpp"
#include "report/band_chart.hpp"

namespace capnet::command {
namespace {

/// What is drawn of each measure: its words, and its value at the start.
struct drawn_measure {
  const char *title, *unit;
  std::uint64_t (*start)(const sweep_start&);
};
constexpr std::array drawn{
    drawn_measure{"Members", "organizations", [](const sweep_start& s) { return s.members; }},
    drawn_measure{"Ties of collaborates_with", "", [](const sweep_start& s) { return s.ties; }},
    drawn_measure{"New ties within a sector since the start", "", [](const sweep_start&) { return std::uint64_t{0}; }}};

std::string tick_label(const sweep_start& start, std::uint32_t step) {
  const auto day = day_of_step(start, step);
  return day ? capnet::to_string(*day).substr(0, 7) : std::to_string(step);  // the month
}

}  // namespace

std::string sweep_chart(const sweep_frame& frame, const ensemble_result& found,
                        const std::vector<quantile_band>& bands) {
  const sweep_start& start = frame.start;
  const std::string months = grouped(frame.steps) + (frame.steps == 1 ? " month" : " months");
  band_chart chart{
      .title = (start.program.empty() ? "Growth" : "Growth of " + quote(start.program, 40)) + " over " + months,
      .note = "Simulated, not observed: " + grouped(frame.replicas) + (frame.replicas == 1 ? " replica" : " replicas") +
              (frame.grid.size() == 1
                   ? ""
                   : " of each of " + grouped(frame.grid.size()) + " cells, with the same random numbers in each") +
              ". Seed " + std::to_string(frame.seed) + ", data " + frame.data_hash + ", capnet " + frame.version + '.',
      .x_title = start.day ? "month" : "months"};
  for (std::uint32_t step = 0; step <= frame.steps; ++step)
    chart.x_ticks.push_back({static_cast<double>(step), tick_label(start, step)});
  for (std::size_t measure = 0; measure < drawn.size() && measure < found.measures.size(); ++measure) {
    band_section section{.title = drawn[measure].title, .unit = drawn[measure].unit};
    const auto first = static_cast<double>(drawn[measure].start(start));
    for (std::size_t cell = 0; cell < frame.grid.size(); ++cell) {
      section.panels.push_back({.title = frame.grid[cell].text()});
      section.panels.back().points.push_back({0, first, first, first, first, first});
    }
    for (const quantile_band& band : bands) {
      if (band.measure != measure || band.quantiles.size() != std::size(usual_quantiles)) continue;
      const auto at = [&](std::size_t k) { return band.quantiles[k].value; };
      section.panels[band.cell].points.push_back({static_cast<double>(band.step), at(0), at(1), at(2), at(3), at(4)});
    }
    chart.sections.push_back(std::move(section));
  }
  return band_chart_svg(chart);
}

}  // namespace capnet::command
