/// capnet grow: a network month by month, if it grows as simulated.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

#include <capnet/core/detail/progress_count.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/core/text.hpp>
#include <capnet/io/native_file.hpp>
#include <capnet/sim/data_hash.hpp>
#include <capnet/sim/growth.hpp>
#include <capnet/version.hpp>

#include "command/answer.hpp"
#include "command/answer_text.hpp"
#include "command/commands.hpp"
#include "command/common.hpp"
#include "command/growth_parameters.hpp"
#include "command/options.hpp"
#include "command/progress_bar.hpp"

namespace capnet::command {
namespace {

namespace json = boost::json;

struct grow_options {
  folder_options folder{};
  output_options output{};
  growth_options growth{};
  std::uint32_t replicas = 1;
  std::string file{};  ///< to write the grown network to
  bool hash = false;
};

/// What is left of a replica.
struct replica_result {
  std::uint64_t hash = 0;  ///< data_hash of its network; 0 if nobody asks
  growth_step start{};
  std::vector<growth_step> history{};
  std::string program{};
};

/// A number over the replicas.
struct replica_mean {
  double mean = 0, low = 0, high = 0;
};
template <class Member>
replica_mean over(const std::vector<replica_result>& replicas, std::size_t row, Member member) {
  double sum = 0;
  replica_mean result{.low = static_cast<double>(replicas[0].history[row].*member), .high = 0};
  for (const replica_result& one : replicas) {
    const auto value = static_cast<double>(one.history[row].*member);
    sum += value;
    result.low = std::min(result.low, value);
    result.high = std::max(result.high, value);
  }
  result.mean = sum / static_cast<double>(replicas.size());
  return result;
}

std::string reason(const std::vector<replica_result>& replicas, std::size_t row) {
  auto ties = [](double within, double formed) {
    if (formed == 0) return std::string{"no ties are formed"};
    return short_number(within) + " of " + short_number(formed) + " new ties " + (within == 1 ? "stays" : "stay") +
           " within a sector";
  };
  const growth_step& first = replicas[0].history[row];
  if (replicas.size() > 1) {
    const replica_mean members = over(replicas, row, &growth_step::members);
    return "Mean of " + std::to_string(replicas.size()) +
           " replicas: " + short_number(over(replicas, row, &growth_step::joined).mean) + " join, and " +
           ties(over(replicas, row, &growth_step::formed_within_sector).mean,
                over(replicas, row, &growth_step::formed).mean) +
           "; members lie between " + short_number(members.low, 15) + " and " + short_number(members.high, 15) + ".";
  }
  if (first.joined == 0) return "Nobody joins in this step.";
  std::string sectors;
  for (const auto& [name, n] : first.joined_by_sector) {
    sectors += (sectors.empty() ? "" : ", ") + std::to_string(n) + ' ' + (name.empty() ? "of unknown sector" : name);
  }
  return std::to_string(first.joined) + (first.joined == 1 ? " joins: " : " join: ") + sectors + "; " +
         ties(static_cast<double>(first.formed_within_sector), static_cast<double>(first.formed)) + ".";
}

/// The arguments from which the same output comes again. Threads are left out: they change nothing.
json::array arguments(const grow_options& options) {
  json::array all;
  auto add = [&](std::initializer_list<std::string> words) {
    for (const std::string& word : words) all.push_back(json::value(word));
  };
  const growth_options& g = options.growth;
  add({"grow"});
  if (!options.folder.folder.empty()) add({options.folder.folder});
  if (!options.folder.as_of.empty()) add({"--as-of", options.folder.as_of});
  for (const std::string& word : reading_arguments(options.folder.reading)) add({word});
  for (const std::string& word : part_arguments(options.folder)) add({word});
  add({"--steps", std::to_string(g.steps), "--seed", std::to_string(g.seed), "--replicas",
       std::to_string(options.replicas)});
  for (const std::string& word : growth_arguments(g)) add({word});
  if (options.hash) add({"--hash"});
  add({"--format", "json"});
  return all;
}

answer grow_answer(const grow_options& options, const std::vector<replica_result>& replicas) {
  std::uint64_t hash = stable_hash("capnet networks 1");
  for (const replica_result& one : replicas) hash = stable_hash(hash_text(one.hash), hash);
  const growth_step& start = replicas[0].start;
  const std::string& program = replicas[0].program;
  table_maker rows{{.name = "rows"}, replicas[0].history};
  const auto mean = [&replicas](auto member) {
    return [&replicas, member](const growth_step&, std::size_t row) { return over(replicas, row, member).mean; };
  };
  rows.add({.name = "step", .unit = "month"}, [](const growth_step& step) { return step.step; })
      .add({.name = "day"}, [](const growth_step& step) { return day_cell(step.day); })
      .add({.name = "members", .unit = "organization", .digits = 9}, mean(&growth_step::members));
  for (const auto& [name, end] :
       {std::pair{"members_low", &replica_mean::low}, {"members_high", &replica_mean::high}}) {
    rows.add({.name = name, .unit = "organization", .place = answer_place::detail},
             [&replicas, end = end](const growth_step&, std::size_t row) {
               return over(replicas, row, &growth_step::members).*end;
             });
  }
  rows.add({.name = "joined", .unit = "organization"}, mean(&growth_step::joined))
      .add({.name = "ties", .unit = "tie", .digits = 9}, mean(&growth_step::ties))
      .add({.name = "formed", .unit = "tie", .place = answer_place::detail}, mean(&growth_step::formed))
      .add({.name = "formed_within_sector", .unit = "tie", .place = answer_place::detail},
           mean(&growth_step::formed_within_sector))
      .add({.name = "reason", .header = "why"},
           [&replicas](const growth_step&, std::size_t row) { return reason(replicas, row); });
  answer_table& table = rows.table;
  const auto last = [&](std::size_t column, std::size_t none) {
    return table.size == 0 ? answer_cell{none} : table.columns[column].cell(table.size - 1);
  };
  answer all;
  all.lead = {"Simulated, not observed. " + (program.empty() ? "No program to join" : "Joining " + quote(program)) +
              "; at the start" + (start.day ? " (" + capnet::to_string(*start.day) + ")" : std::string{}) + ' ' +
              grouped(start.members) + " members and " + grouped(start.ties) + " ties of collaborates_with."};
  all.tables.push_back(answer_table::fields(
      "summary", {{"program", program.empty() ? answer_cell{} : answer_cell{program}},
                  {"start", answer_table::fields(
                                {}, {{"day", day_cell(start.day)}, {"members", start.members}, {"ties", start.ties}})},
                  {"members", last(2, start.members)},
                  {"ties", last(6, start.ties)},
                  {"replicas", options.replicas},
                  {"network_hash", options.hash ? answer_cell{hash_text(hash)} : answer_cell{}},
                  {"simulated", true}}));
  all.tables.push_back(std::move(table));
  return all;
}

void run(grow_options options) {
  if (const std::uint64_t all = std::uint64_t{options.growth.steps} * options.replicas; all > 1'000'000) {
    throw input_error{{{"--replicas", 0, 0,
                        grouped(options.replicas) + " replicas of " + grouped(options.growth.steps) + " steps are " +
                            grouped(all) + " steps; expected at most 1,000,000 over all replicas"}}};
  }
  if (!options.file.empty() && options.replicas > 1) {
    throw input_error{{{"-o", 0, 0,
                        "a file for the network of " + grouped(options.replicas) +
                            " replicas; expected one replica, whose network it is"}}};
  }
  const snapshot net = load(options.folder);
  options.growth.start = day_of(options.folder, net);
  const growth_origin start = growth_start(net, options.growth);
  const std::uint64_t steps = std::uint64_t{options.growth.steps} * options.replicas;
  progress_bar bar{"steps", steps};
  detail::progress_count told{bar.callback(), steps, "growth"};
  std::vector<replica_result> replicas(options.replicas);
  // Either the replicas or the members of a step share the threads.
  const unsigned outer = options.replicas > 1 ? options.growth.threads : 1;
  parallel_for_blocks(replicas.size(), 1, outer, [&](std::size_t replica, std::size_t, std::size_t) {
    growth_options one = options.growth;
    one.replica = static_cast<std::uint32_t>(replica);
    if (options.replicas > 1) one.threads = 1;
    growth_model model = make_growth(start, one);
    model.run.observe([&](const simulation&) { told.done(); });
    growth_history grown = run_growth(model, one.steps);
    replicas[replica] = {0, std::move(grown.start), std::move(grown.steps), std::move(grown.program)};
    if (!options.hash && options.file.empty()) return;
    const snapshot after = model.run.freeze();
    if (options.hash) replicas[replica].hash = data_hash(after);
    if (!options.file.empty()) write_native(after, options.file);
  });
  bar.wipe();
  const std::uint64_t data = options.output.json() ? data_hash(net) : 0;
  json::object manifest{{"version", CAPNET_VERSION},
                        {"seed", options.growth.seed},
                        {"data_hash", hash_text(data)},
                        {"arguments", arguments(options)}};
  print_answer(options.output, grow_answer(options, replicas), manifest);
}

}  // namespace

void add_grow(CLI::App& app) {
  auto options = std::make_shared<grow_options>();
  CLI::App* command = app.add_subcommand("grow", "a network month by month, if it grows as simulated");
  add_folder_options(*command, options->folder);
  add_output_options(*command, options->output);
  growth_options& g = options->growth;
  add_whole_number_with_default(*command, "--steps", g.steps, 1, max_simulation_steps, "months");
  add_whole_number_with_default(*command, "--seed", g.seed, 0, std::numeric_limits<std::uint64_t>::max(),
                                "of the random numbers");
  add_whole_number_with_default(*command, "--threads", g.threads, 0, max_threads,
                                "0: one for each core; the output does not depend on it");
  add_whole_number_with_default(*command, "--replicas", options->replicas, 1, 10'000,
                                "runs with other random numbers, of which rows give the mean");
  add_growth_parameters(*command, g);
  command->add_option("-o", options->file, "writes the grown network to a file such as grown.capnet, of one replica");
  command->add_flag("--hash", options->hash,
                    "also a hash of the grown networks, which takes as long as they are large");
  command->callback([options] { run(*options); });
}

}  // namespace capnet::command
