#pragma once
/// The report: one self-contained HTML file that opens without a network.
#include <filesystem>
#include <optional>
#include <string>

#include <capnet/core/date.hpp>
#include <capnet/network/snapshot.hpp>

namespace capnet {

/// A report holds what a person can look at. What is beyond these limits is counted but left out, and the page says how
/// much that is and where the rest is to be had (`capnet audit DIR --format json`, `figures.csv`). Names and sentences
/// of more than 200 to 1,200 bytes are cut. With the limits as they are a file stays below 6 MB, whatever the network.
struct report_options {
  std::optional<date> day{};  ///< of the measures, and where the day slider starts; by default the last day of the data
  std::string title{};        ///< by default the name of the program that most take part in
  std::string title_en{};
  std::size_t most_vertices = 1'500;  ///< drawn; a larger network shows those with most ties
  std::size_t most_ties = 6'000;      ///< drawn; of more, those of vertices with few ties
  std::size_t most_stops = 400;       ///< days that the slider stops at; of more, evenly many of those with a change
  std::size_t most_findings = 200;    ///< each code its share, the graver first
  std::size_t most_figures = 300;     ///< those of shown findings first, then with a finding, then of long series
  std::size_t most_series = 12;       ///< the longest, with at most 120 points each
};

/// The picture with its day slider, the headline measures, reported figures with their intervals, series, the audit's
/// findings, the five conditions, measures on earlier days and what changed since, roles and communities, skill gaps
/// where requirements are known, and sources, in English and Japanese; each table also as CSV. Text of the network is
/// escaped: it can't become markup or script. Throws input_error for skill levels that are negative or outside their
/// scale, each with its place, as `skill_gaps` does. Time: that of `headline_measures` and `audit`, and O(stops * (n +
/// m)).
[[nodiscard]] std::string html_report(const snapshot& net, const report_options& options = {});

/// The same into a file, whole or not at all. Throws output_error; the old file stays then.
void write_report(const snapshot& net, const std::filesystem::path& file, const report_options& options = {});

}  // namespace capnet
