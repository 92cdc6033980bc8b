/// capnet series: measures on each of many days.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/parallel.hpp>
#include <capnet/core/text.hpp>
#include <capnet/metric/measure_series.hpp>

#include "command/answer.hpp"
#include "command/commands.hpp"
#include "command/common.hpp"
#include "command/days.hpp"
#include "command/estimate_columns.hpp"
#include "command/options.hpp"

namespace capnet::command {
namespace {

struct series_options {
  folder_options folder{};
  output_options output{};
  std::vector<std::string> measures{};
  days_options days{};
  std::string window{};  ///< how long
  bool directed = false;
  unsigned threads = 0;
};

answer series_answer(const series_options& options, const std::vector<date>& days,
                     const std::vector<dated_measure>& points) {
  table_maker rows{{.name = "rows", .keys = 2}, points};
  rows.add({.name = "as_of"}, [](const dated_measure& p) { return capnet::to_string(p.as_of); })
      .add({.name = "measure"}, &dated_measure::measure);
  add_estimate_columns(rows);
  answer_table summary = answer_table::fields("summary", {{"from", capnet::to_string(days.front())},
                                                          {"to", capnet::to_string(days.back())},
                                                          {"every", options.days.every},
                                                          {"days", days.size()}});
  if (!options.window.empty()) summary.set({.name = "window"}, options.window);
  return {.tables = {std::move(summary), std::move(rows.table)}};
}

void run(const series_options& options) {
  std::vector<asked_measure> asked;
  problem_list problems;
  try_to(problems, "--measure", [&] { asked = find_measures(options.measures); });
  if (!problems.empty()) throw input_error{std::move(problems)};
  const std::vector<date> days = days_of(options.days);
  if (days.empty())
    throw input_error{
        "--from, --to and --every say which days; expected all three, such as --from 2020-01-01 "
        "--to 2024-12-31 --every 1m"};
  const std::vector<interval> windows = windows_of(days, options.window);
  folder_options part = options.folder;
  const snapshot whole = load_whole(part);
  std::vector<std::string> names = part.relations;
  if (!part.project.empty() && names.empty()) names = {projected_name(part, whole)};
  std::vector<dated_measure> points;
  const auto measure_on = [&](const snapshot& net, std::size_t first, std::size_t n) {
    measure_options how{.directed = options.directed, .rows = rows_kept::none, .threads = options.threads};
    for (const std::string& name : names) how.relations.push_back(net.schema().relation_named(name));
    auto some = windows.empty() ? measure_series(net, asked, std::span{days}.subspan(first, n), how)
                                : window_series(net, asked, std::span{windows}.subspan(first, n), how);
    for (dated_measure& point : some) points.push_back(std::move(point));
  };
  if (part.sectors.empty()) {
    measure_on(part_of(part, whole), 0, days.size());
  } else {
    // Sectors change: who is meant is another question on each day.
    for (std::size_t k = 0; k < days.size(); ++k) {
      if (windows.empty())
        part.as_of = capnet::to_string(days[k]);
      else
        part.as_of.clear(), part.window = capnet::to_string(windows[k].begin) + ".." + capnet::to_string(days[k]);
      measure_on(part_of(part, whole), k, 1);
    }
  }
  print_answer(options.output, series_answer(options, days, points), whole);
}

}  // namespace

void add_series(CLI::App& app) {
  auto options = std::make_shared<series_options>();
  CLI::App* command = app.add_subcommand("series", "measures on each of many days");
  add_folder_options(*command, options->folder, {.window = true});
  add_output_options(*command, options->output);
  command->add_option("--measure", options->measures, "measures, separated by commas: see capnet measure --list")
      ->delimiter(',')
      ->required()
      ->type_name("NAME,...");
  add_each_day_options(*command, options->days);
  command
      ->add_option("--window", options->window,
                   "of each day what held on some day of the window of that length that ends on it, which counts too: "
                   "30d, 6m, 1y")
      ->type_name("LENGTH");
  command->add_flag("--directed", options->directed, "of measures of graphs: ties of --relation are arcs");
  add_whole_number_with_default(*command, "--threads", options->threads, 0, max_threads,
                                "0: one for each core; the output does not depend on it");
  command->callback([options] { run(*options); });
}

}  // namespace capnet::command
