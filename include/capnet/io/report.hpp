#pragma once
/// The report: one self-contained HTML file that opens without a network.
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/network/snapshot.hpp>
#include <capnet/sim/growth_options.hpp>

namespace capnet {

/// What a report simulates. A forecast is made by itself where counts of members or dated joins allow curves of growth
/// and that is quick; the rest only as asked. Nothing is assumed in silence: what is not in the data stands in the
/// report as an assumption, and where one is missing the report says so.
struct report_simulation {
  std::uint64_t seed = 0;
  std::uint32_t replicas = 200;  ///< of each growth, and pairs of what-if
  std::uint32_t months = 12;     ///< ahead
  unsigned threads = 0;          ///< 0: one for each core; the report does not depend on it
  bool forecast = false;         ///< also where it takes a while: for many joins or a large network
  /// The growth that `what_if` compares; the forecast shows its bands too. Its steps, seed, replica and start are those
  /// said here. Empty: `what_if` takes that of growth_options, and the forecast goes by the data alone.
  std::optional<growth_options> growth{};
  bool what_if = false;                 ///< the growth without the backbone, and without each of those with most links
  std::optional<date> from{};           ///< of `what_if`, the day to rewind to; by default that of the report
  std::optional<double> probability{};  ///< that knowledge passes along a link, where ties say none
  std::vector<std::string> spread_from{};  ///< keys of who knows at first: the choices that come first
  std::optional<double>
      leave{};  ///< that a person is gone by the next 1 April, where the data says neither how nor when
  std::vector<std::string> relations{};  ///< that knowledge passes along, instead of the organization network
};

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
  report_simulation simulation{};
};

/// The picture with its day slider, the headline measures, reported figures with their intervals, series, the audit's
/// findings, the five conditions, measures on earlier days and what changed since, roles and communities, skill gaps
/// by organization and skill where requirements are known, with a training plan and what turnover may cost, a forecast,
/// a spread of knowledge and a what-if as `simulation` says, and sources, in English and Japanese; each table also as
/// CSV. Text of the network is escaped: it can't become markup or script. Same network and options, same bytes. Throws
/// input_error for skill levels that are negative or outside their scale, each with its place, as `skill_gaps` does;
/// for numbers of `simulation` that are out of range; and for a spread, a what-if or a `leave` that is asked for and
/// can't be made. Time: that of `headline_measures` and `audit`, O(stops * (n + m)), and what is simulated.
[[nodiscard]] std::string html_report(const snapshot& net, const report_options& options = {});

/// The same into a file, whole or not at all. Throws output_error; the old file stays then.
void write_report(const snapshot& net, const std::filesystem::path& file, const report_options& options = {});

}  // namespace capnet
