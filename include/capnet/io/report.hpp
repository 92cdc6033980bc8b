#pragma once
/// The report: one self-contained HTML file that opens without a network.
#include <filesystem>
#include <optional>
#include <string>

#include <capnet/core/date.hpp>
#include <capnet/network/snapshot.hpp>

namespace capnet {

struct report_options {
  std::optional<date> day{};  ///< of the measures, and where the day slider starts; by default the last day of the data
  std::string title{};        ///< by default the name of the program that most take part in
  std::string title_en{};
  std::size_t most_vertices = 1'500;  ///< drawn; a larger network shows those with most ties and says so
};

/// The picture with its day slider, the headline measures, reported figures with their intervals, series, the audit's
/// findings, skill gaps where requirements are known, and sources, in English and Japanese. Text of the network is
/// escaped: it can't become markup or script. Time: that of `headline_measures` and `audit`, and O(n + m).
[[nodiscard]] std::string html_report(const snapshot& net, const report_options& options = {});

/// The same into a file, whole or not at all. Throws output_error; the old file stays then.
void write_report(const snapshot& net, const std::filesystem::path& file, const report_options& options = {});

}  // namespace capnet
