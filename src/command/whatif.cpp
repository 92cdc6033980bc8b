/// capnet whatif: a growth from a day on, with and without something, with the same chance on both sides.
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/parallel.hpp>
#include <capnet/core/text.hpp>
#include <capnet/io/data_folder.hpp>
#include <capnet/sim/data_hash.hpp>
#include <capnet/sim/what_if.hpp>

#include "command/answer.hpp"
#include "command/commands.hpp"
#include "command/common.hpp"
#include "command/growth_parameters.hpp"
#include "command/interrupt.hpp"
#include "command/options.hpp"
#include "command/progress_bar.hpp"

namespace capnet::command {
namespace {

struct whatif_options {
  folder_options folder{};
  output_options output{};
  what_if_options question{};
  std::string from{}, with{};
  std::vector<std::string> without{};
};

date day_to_rewind_to(const std::string& text) {
  if (const auto day = parse_date(text)) return day->latest;
  throw input_error{{{"--from", 0, 0, quote(text) + " is no day; expected one such as 2023-12-31"}}};
}

/// What was changed, in words, and the changed network.
std::pair<std::string, snapshot> changed(const whatif_options& options, const snapshot& net) {
  if (!options.with.empty())
    return {"With what " + quote(options.with) + " adds",
            read_folder_onto(net, options.with, options.folder.reading).net};
  problem_list problems;
  std::vector<vertex_ref> gone;
  std::string names;
  for (const std::string& key : options.without) {
    try_to(problems, "--without", [&] {
      gone.push_back(net.vertex(key));
      names += (names.empty() ? "" : ", ") + net.label_en(gone.back());
    });
  }
  if (!problems.empty()) throw input_error{std::move(problems)};
  return {"Without " + names, without(net, gone)};
}

/// "2.3 fewer (95%: 1.1 to 3.5 fewer)".
std::string in_words(const what_if_row& row, const growth_measure& measure) {
  std::string said = measure.name + " " + short_number(row.changed) + " instead of " + short_number(row.baseline) +
                     ", a difference of " + short_number(row.difference);
  if (row.low) said += " (95%: " + short_number(*row.low) + " to " + short_number(*row.high) + ")";
  return said;
}

answer whatif_answer(const whatif_options& options, const std::string& change, const std::vector<what_if_row>& rows,
                     const std::vector<growth_measure>& measures, std::optional<date> start) {
  table_maker table{{.name = "rows"}, rows};
  table.add({.name = "step", .unit = "month"}, &what_if_row::step)
      .add({.name = "day"}, [](const what_if_row& row) { return day_cell(row.day); })
      .add({.name = "measure"}, [&](const what_if_row& row) { return measures[row.measure].name; })
      .add({.name = "unit"}, [&](const what_if_row& row) { return measures[row.measure].unit; })
      .add({.name = "baseline", .digits = 6}, &what_if_row::baseline)
      .add({.name = "changed", .digits = 6}, &what_if_row::changed)
      .add({.name = "difference", .digits = 4}, &what_if_row::difference)
      .add({.name = "low", .digits = 4},
           [](const what_if_row& row) { return row.low ? answer_cell{*row.low} : answer_cell{}; })
      .add({.name = "high", .digits = 4},
           [](const what_if_row& row) { return row.high ? answer_cell{*row.high} : answer_cell{}; });
  const std::uint32_t replicas = options.question.replicas, steps = options.question.growth.steps;
  answer all;
  std::string lead = "Simulated, not observed. " + change + ", from " +
                     (start ? capnet::to_string(*start) : std::string{"the start"}) + " on, after " +
                     std::to_string(steps) + (steps == 1 ? " month" : " months") + " in " + grouped(replicas) +
                     (replicas == 1 ? " replica: " : " replicas: ");
  for (std::size_t k = rows.size() - measures.size(); k < rows.size(); ++k)
    lead += (k + measures.size() == rows.size() ? "" : "; ") + in_words(rows[k], measures[rows[k].measure]);
  all.lead = {lead + '.'};
  if (replicas < 5) all.lead.emplace_back("Fewer than five replicas tell no interval.");
  all.tables.push_back(answer_table::fields(
      "summary",
      {{"change", change}, {"from", day_cell(start)}, {"replicas", replicas}, {"steps", steps}, {"simulated", true}}));
  all.tables.push_back(std::move(table.table));
  all.notes = {
      "Low and high hold the mean difference with 95% confidence (Student's t over pairs of runs with the same "
      "random numbers). A comparison of models, not a forecast."};
  return all;
}

void run(whatif_options options) {
  if (options.without.empty() == options.with.empty()) {
    throw input_error{{{options.with.empty() ? "--without" : "--with", 0, 0,
                        options.with.empty() ? "is missing; expected --without ID,... or --with FOLDER"
                                             : "stands beside --without; expected one of the two"}}};
  }
  const std::uint64_t all = std::uint64_t{options.question.growth.steps} * options.question.replicas;
  if (all > 1'000'000) {
    throw input_error{{{"--replicas", 0, 0,
                        grouped(options.question.replicas) + " replicas of " + grouped(options.question.growth.steps) +
                            " steps are " + grouped(all) + " steps; expected at most 1,000,000 over all replicas"}}};
  }
  const snapshot net = load(options.folder);
  growth_options& growth = options.question.growth;
  growth.start = options.from.empty() ? day_of(options.folder, net) : std::optional{day_to_rewind_to(options.from)};
  const auto [change, other] = changed(options, net);
  const interrupt_watch watch;
  progress_bar bar{"steps", 2 * all};
  growth.stop = watch.token();
  growth.report = bar.callback();
  const std::vector<what_if_row> rows = what_if(net, other, options.question);
  bar.wipe();
  boost::json::object manifest;
  if (options.output.json()) {
    // Of what is added too, so that a replay tells if that is another folder by now.
    std::uint64_t hash = data_hash(net);
    if (!options.with.empty()) hash = stable_hash(hash_text(data_hash(other)), hash);
    manifest = manifest_of(hash_text(hash), growth.seed);
  }
  print_answer(options.output, whatif_answer(options, change, rows, options.question.measures, growth.start), manifest);
}

}  // namespace

void add_whatif(CLI::App& app) {
  auto options = std::make_shared<whatif_options>();
  CLI::App* command = app.add_subcommand(
      "whatif",
      "a growth from a day on, without a company, a kick-off, the backbone, or with something more: the difference");
  add_folder_options(*command, options->folder);
  add_output_options(*command, options->output);
  command
      ->add_option("--from", options->from,
                   "the day to rewind to: nothing later is known; default: the last one of the data")
      ->type_name("DAY");
  command->add_option("--without", options->without, "ids of what is taken out, separated by commas")->delimiter(',');
  command->add_option("--with", options->with, "a folder whose rows are added, which may name what is there")
      ->type_name("FOLDER");
  growth_options& g = options->question.growth;
  add_whole_number_with_default(*command, "--steps", g.steps, 1, max_simulation_steps, "months");
  add_whole_number_with_default(*command, "--replicas", options->question.replicas, 1, 1'000'000,
                                "pairs of runs with the same random numbers");
  add_whole_number_with_default(*command, "--seed", g.seed, 0, std::numeric_limits<std::uint64_t>::max(),
                                "of the random numbers");
  add_whole_number_with_default(*command, "--threads", g.threads, 0, max_threads,
                                "0: one for each core; the output does not depend on it");
  add_growth_parameters(*command, g);
  command->callback([options] { run(*options); });
}

}  // namespace capnet::command
