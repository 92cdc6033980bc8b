/// capnet report: one HTML file that shows a network to people.
#include <iostream>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include <capnet/core/parallel.hpp>
#include <capnet/core/text.hpp>
#include <capnet/io/report.hpp>

#include "command/commands.hpp"
#include "command/common.hpp"
#include "command/growth_parameters.hpp"
#include "command/options.hpp"

namespace capnet::command {
namespace {

struct report_words {
  folder_options folder{};
  std::string file = "report.html", title{}, from{};
  growth_options growth{};
  std::vector<std::string> stated{};  ///< the numbers of the growth that were given
  report_simulation simulation{};
};

void run(const report_words& words) {
  report_simulation simulation = words.simulation;
  if (!words.stated.empty() || !growth_arguments(words.growth, {"rate", "ties", "homophily"}).empty())
    simulation.growth = words.growth;
  if (const std::uint64_t all = std::uint64_t{simulation.months} * simulation.replicas; all > 1'000'000) {
    throw input_error{{{"--replicas", 0, 0,
                        grouped(simulation.replicas) + " replicas of " + grouped(simulation.months) + " months are " +
                            grouped(all) + " steps; expected at most 1,000,000 over all replicas"}}};
  }
  if (!words.from.empty()) {
    if (!simulation.what_if)
      throw input_error{{{"--from", 0, 0, "is the day that a what-if rewinds to; expected it with --what-if"}}};
    simulation.from = day_named("--from", words.from, true);
  }
  const snapshot net = load(words.folder);
  write_report(net, words.file,
               {.day = day_of(words.folder, net), .title = words.title, .simulation = std::move(simulation)});
  std::cout << printable(words.file) << '\n';
}

}  // namespace

void add_report(CLI::App& app) {
  auto words = std::make_shared<report_words>();
  CLI::App* command =
      app.add_subcommand("report", "one self-contained HTML file: picture, measures, figures, findings, forecast");
  add_folder_options(*command, words->folder);
  command->add_option("-o,--output", words->file, "the file to write")->capture_default_str();
  command->add_option("--title", words->title, "default: the name of the program that most take part in");
  report_simulation& s = words->simulation;
  command->add_flag("--forecast", s.forecast,
                    "a forecast of members also where it takes a while: of many joins, of a large network");
  command
      ->add_option("--spread-from", s.spread_from,
                   "ids of organizations or events, a spread of knowledge from each; separated by commas; default: the "
                   "backbone, hosts of events and those with most links")
      ->delimiter(',')
      ->type_name("ID,...");
  add_probability(*command, "--probability", s.probability,
                  "assumes that knowledge passes along a link with that probability, where the data say none");
  command
      ->add_option("--spread-along", s.relations,
                   "relations that knowledge passes along; default: those whose weight is declared as a probability, "
                   "else the organization network")
      ->delimiter(',')
      ->type_name("RELATION,...");
  add_probability(
      *command, "--leave", s.leave,
      "assumes that a person is gone by the next 1 April with that probability, where the data gives no other, "
      "and shows which skills organizations would lose");
  command->add_flag("--what-if", s.what_if,
                    "compares the growth with and without the backbone and the organizations with most links");
  command->add_option("--from", words->from, "the day that --what-if rewinds to; default: that of the report")
      ->type_name("DAY");
  add_whole_number_with_default(*command, "--months", s.months, 1, 600, "of a forecast and of --what-if");
  add_whole_number_with_default(*command, "--seed", s.seed, 0, std::numeric_limits<std::uint64_t>::max(),
                                "of the random numbers");
  add_whole_number_with_default(*command, "--replicas", s.replicas, 1, 1'000'000, "runs of each growth");
  add_whole_number_with_default(*command, "--threads", s.threads, 0, max_threads,
                                "0: one for each core; the report does not depend on it");
  add_growth_parameters(*command, words->growth, &words->stated);
  command->callback([words] { run(*words); });
}

}  // namespace capnet::command
