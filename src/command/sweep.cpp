/// capnet sweep: an experiment, a growth for each cell of a grid and each of many replicas.
#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <iostream>
#include <limits>
#include <memory>
#include <string_view>
#include <system_error>
#include <utility>

#include <capnet/core/parallel.hpp>
#include <capnet/core/text.hpp>
#include <capnet/io/atomic_file.hpp>
#include <capnet/sim/data_hash.hpp>
#include <capnet/sim/ensemble.hpp>
#include <capnet/sim/growth.hpp>
#include <capnet/version.hpp>

#include "command/answer.hpp"
#include "command/commands.hpp"
#include "command/common.hpp"
#include "command/growth_parameters.hpp"
#include "command/interrupt.hpp"
#include "command/options.hpp"
#include "command/progress_bar.hpp"
#include "command/sweep_answer.hpp"
#include "command/sweep_chart.hpp"
#include "command/sweep_file.hpp"

namespace capnet::command {
namespace {

constexpr std::uint64_t most_rows = 10'000'000;
/// The last one: of the ties that were formed since the start, those within a sector.
const std::vector<std::string> measures{"members", "ties", "within_sector"};

struct sweep_options {
  folder_options folder{};
  output_options output{};
  growth_options growth{};  ///< what does not vary
  std::string grid{}, shard{}, resume{}, file{}, svg{};
  std::vector<std::string> fixed{};  ///< names of parameters that an option gave a value
  std::vector<std::string> merge{};
  std::uint32_t replicas = 1;
  bool bands = false;
};

[[noreturn]] void refuse_option(const std::string& option, const std::string& message) {
  throw input_error{{{option, 0, 0, message}}};
}

ensemble_shard shard_of(const std::string& text) {
  ensemble_shard shard;
  if (text.empty()) return shard;
  const char* const last = text.data() + text.size();
  const auto [slash, fault] = std::from_chars(text.data(), last, shard.number);
  const bool first = fault == std::errc{} && slash != last && *slash == '/';
  const auto [end, second_fault] = std::from_chars(first ? slash + 1 : last, last, shard.of);
  if (!first || second_fault != std::errc{} || end != last || shard.number < 1 || shard.number > shard.of)
    refuse_option("--shard", quote(text) + " is no shard; expected I/N with I from 1 to N, such as 2/3");
  return shard;
}

std::vector<std::string_view> growth_names() {
  std::vector<std::string_view> names;
  for (const growth_parameter& one : growth_parameters) names.push_back(one.name);
  return names;
}

/// The grid, its names and values checked, all problems at once.
parameter_grid grid_of(const sweep_options& options) {
  problem_list problems;
  parameter_grid grid;
  try_to(problems, "--grid", [&] { grid = parameter_grid::parse(options.grid); });
  const std::vector<std::string_view> names = growth_names();
  for (const auto& [name, values] : grid.axes()) {
    const auto* const known = std::ranges::find(growth_parameters, std::string_view{name}, &growth_parameter::name);
    if (known == growth_parameters.end()) {
      problems.add({"--grid", 0, 0,
                    quote(name) + " is nothing that a growth varies; expected " +
                        join_names(names, " or ", names.size()) + did_you_mean(name, names)});
      continue;
    }
    if (std::ranges::find(options.fixed, name) != options.fixed.end())
      problems.add({"--grid", 0, 0, quote(name) + " is also given by --" + name + "; expected one of the two"});
    for (const double value : values) {
      if (!known->takes(value))
        problems.add(
            {"--grid", 0, 0,
             quote(name) + ": " + detail::shortest_text(value) + " is out of range; expected " + known->range()});
    }
  }
  const std::uint64_t rows = std::uint64_t{grid.size()} * options.replicas * options.growth.steps;
  if (rows > most_rows)
    problems.add({"--grid", 0, 0,
                  grouped(grid.size()) + " cells, " + grouped(options.replicas) + " replicas and " +
                      grouped(options.growth.steps) + " steps are " + grouped(rows) + " rows; expected at most " +
                      grouped(most_rows)});
  if (!problems.empty()) throw input_error{std::move(problems)};
  return grid;
}

/// What varies, set for a cell.
growth_options growth_of(const growth_options& fixed, const grid_cell& cell, const parameter_grid& grid) {
  growth_options growth = fixed;
  for (const growth_parameter& one : growth_parameters) {
    for (const grid_axis& axis : grid.axes()) {
      if (axis.name == one.name) one.set(growth, cell[axis.name]);
    }
  }
  return growth;
}

/// A growth from a start that all share. The one place that simulates.
growth_history simulated(const growth_origin& start, const growth_options& growth) {
  growth_model model = make_growth(start, growth);
  return run_growth(model, growth.steps);
}

/// The arguments from which the same rows come again. What changes none is left out.
std::vector<std::string> arguments_of(const sweep_options& options, const parameter_grid& grid) {
  std::vector<std::string> all{"sweep"};
  const auto add = [&](const std::vector<std::string>& words) { all.insert(all.end(), words.begin(), words.end()); };
  if (!options.folder.folder.empty()) add({options.folder.folder});
  add(reading_arguments(options.folder.reading));
  add(part_arguments(options.folder));
  add({"--grid", grid.text(), "--replicas", std::to_string(options.replicas), "--steps",
       std::to_string(options.growth.steps), "--seed", std::to_string(options.growth.seed)});
  std::vector<std::string> varied;
  for (const grid_axis& axis : grid.axes()) varied.push_back(axis.name);
  if (!options.folder.as_of.empty()) add({"--as-of", options.folder.as_of});
  add(growth_arguments(options.growth, varied));
  return all;
}

sweep_frame frame_of(const sweep_options& options, const snapshot& net, const growth_origin& start,
                     const parameter_grid& grid) {
  const growth_options nobody{
      .steps = options.growth.steps, .rate = 0, .program = options.growth.program, .start = options.growth.start};
  const growth_history still = simulated(start, nobody);
  std::vector<date> days;
  for (const growth_step& step : still.steps) {
    if (step.day) days.push_back(*step.day);
  }
  return {.version = CAPNET_VERSION,
          .data_hash = hash_text(data_hash(net)),
          .arguments = arguments_of(options, grid),
          .grid = grid,
          .seed = options.growth.seed,
          .replicas = options.replicas,
          .steps = options.growth.steps,
          .shard = shard_of(options.shard),
          .start = {.day = still.start.day,
                    .days = std::move(days),
                    .members = still.start.members,
                    .ties = still.start.ties,
                    .program = still.program}};
}

/// The runs that an earlier call with the same --resume finished.
ensemble_result finished_before(const std::filesystem::path& folder, const sweep_frame& frame) {
  std::vector<ensemble_result> parts;
  problem_list problems;
  for (const std::filesystem::path& file : cell_files_in(folder)) {
    try_to(problems, folder.string(), [&] {
      sweep_part part = read_sweep_file(file);
      expect_same_sweep(frame, part.frame, file, true);
      parts.push_back(std::move(part.result));
    });
  }
  if (!problems.empty()) throw input_error{std::move(problems)};
  return parts.empty() ? ensemble_result{} : merged(std::move(parts));
}

void expect_drawable(const sweep_options& options, const parameter_grid& grid) {
  if (!options.svg.empty() && grid.size() > most_drawn_cells)
    refuse_option("--svg", grouped(grid.size()) + " cells are too many to compare by eye; expected at most " +
                               grouped(most_drawn_cells));
}

void print_sweep(const sweep_options& options, const sweep_frame& frame, const ensemble_result& found) {
  if (!options.file.empty()) write_sweep_file(options.file, frame, found.measures, found.runs);
  const bool asked = options.bands || !options.svg.empty();
  const std::vector<quantile_band> bands = asked ? quantile_bands(found) : std::vector<quantile_band>{};
  if (!options.svg.empty()) write_atomically(options.svg, sweep_chart(frame, found, bands));
  print_answer(options.output, sweep_answer(frame, found, options.bands ? &bands : nullptr),
               sweep_manifest(frame, options.bands));
}

/// Says what is there and how to go on.
[[noreturn]] void stop(const sweep_options& options, const ensemble_result& found, std::size_t wanted) {
  std::cerr << "stopped after " << grouped(found.runs.size()) << " of " << grouped(wanted) << " runs; "
            << (options.resume.empty()
                    ? "none is kept: with --resume FOLDER finished runs are, and the same command goes on"
                    : "the same command with --resume " + quote(options.resume, 1'000) + " goes on")
            << '\n';
  throw exit_status{interrupt_watch::status};
}

void run_sweep(sweep_options options) {
  if (options.grid.empty())
    refuse_option("--grid", "is missing; expected what varies, such as \"rate=1,2;homophily=.5,.9\"");
  const ensemble_shard shard = shard_of(options.shard);
  if ((options.bands || !options.svg.empty()) && shard.of > 1)
    refuse_option("--shard",
                  "has some of the replicas; expected --bands and --svg of all: capnet sweep --merge FILE...");
  const parameter_grid grid = grid_of(options);
  expect_drawable(options, grid);
  const snapshot net = load(options.folder);
  options.growth.start = day_of(options.folder, net);
  const growth_origin start = growth_start(net, options.growth);
  const sweep_frame frame = frame_of(options, net, start, grid);
  ensemble_result before;
  ensemble_options how{
      .replicas = options.replicas, .seed = options.growth.seed, .shard = shard, .threads = options.growth.threads};
  if (!options.resume.empty()) {
    const std::filesystem::path folder = options.resume;
    std::error_code fault;
    std::filesystem::create_directories(folder, fault);
    if (fault)
      throw output_error{printable(folder.string()) + ": can't be made: " + fault.message() + "; expected a folder"};
    before = finished_before(folder, frame);
    how.keep = [&frame, folder](std::span<const ensemble_run> runs, const std::vector<std::string>& of) {
      write_sweep_file(cell_file(folder, runs.front().cell), frame, of, runs);
    };
  }
  const std::uint64_t all = std::uint64_t{grid.size()} * options.replicas;
  const auto wanted = static_cast<std::size_t>((all - shard.number + shard.of) / shard.of);
  const interrupt_watch watch;
  progress_bar bar{"runs", wanted};
  how.stop = watch.token();
  how.report = bar.callback();
  const ensemble_result found = ensemble(
      [&](const grid_cell& cell, const random_run& run) {
        growth_options growth = growth_of(options.growth, cell, grid);
        growth.seed = run.seed, growth.replica = run.replica;
        growth.threads = 1;  // the runs share the threads
        growth.stop = watch.token();
        growth.program = frame.start.program;  // not to be looked for again
        run_rows rows{measures};
        std::uint64_t within_sector = 0;
        for (const growth_step& step : simulated(start, growth).steps) {
          within_sector += step.formed_within_sector;
          rows.add(step.step, {step.members, step.ties, within_sector});
        }
        return rows;
      },
      grid, how, std::move(before));
  bar.wipe();
  if (found.runs.size() < wanted) stop(options, found, wanted);
  print_sweep(options, frame, found);
}

/// The files, and of folders those of their cells.
std::vector<std::filesystem::path> files_to_merge(const std::vector<std::string>& places) {
  std::vector<std::filesystem::path> files;
  for (const std::string& place : places) {
    std::error_code fault;
    if (!std::filesystem::is_directory(place, fault)) {
      files.emplace_back(place);
      continue;
    }
    const auto cells = cell_files_in(place);
    if (cells.empty()) throw input_error{{{place, 0, 0, "has no cell of a sweep; expected what --resume wrote"}}};
    files.insert(files.end(), cells.begin(), cells.end());
  }
  return files;
}

void merge(const sweep_options& options) {
  std::vector<sweep_part> parts;
  problem_list problems;
  for (const std::filesystem::path& file : files_to_merge(options.merge)) {
    try_to(problems, file.string(), [&] {
      sweep_part part = read_sweep_file(file);
      if (!parts.empty()) expect_same_sweep(parts.front().frame, part.frame, file, false);
      parts.push_back(std::move(part));
    });
  }
  if (!problems.empty()) throw input_error{std::move(problems)};
  // As the first shard says where the data lies, whatever the order of the files.
  sweep_frame frame = std::ranges::min_element(parts, {}, [](const sweep_part& p) {
                        return std::pair{p.frame.shard.number, p.frame.arguments};
                      })->frame;
  frame.shard = {};
  expect_drawable(options, frame.grid);
  std::vector<ensemble_result> results;
  for (sweep_part& part : parts) results.push_back(std::move(part.result));
  const ensemble_result found = merged(std::move(results));
  if (!found.complete())
    refuse_option("--merge", "the files have " + grouped(found.runs.size()) + " of " + grouped(found.wanted()) +
                                 " runs; expected all shards, each finished");
  print_sweep(options, frame, found);
}

/// What a finished sweep was asked can't be asked of it anew.
void expect_merge_alone(const CLI::App& command) {
  constexpr std::array<std::string_view, 6> beside{"--merge", "--bands", "--format", "--svg", "--output", "--threads"};
  std::vector<std::string> others;
  for (const CLI::Option* const one : command.get_options()) {
    if (one->count() > 0 && std::ranges::find(beside, one->get_name()) == beside.end())
      others.push_back(one->get_name());
  }
  if (!others.empty())
    refuse_option("--merge", "takes the runs of finished sweeps; expected no " + join_names(others, " or ") +
                                 " beside it, but --bands, --format, --svg and -o");
}

}  // namespace

void add_sweep(CLI::App& app) {
  auto options = std::make_shared<sweep_options>();
  CLI::App* command = app.add_subcommand(
      "sweep", "an experiment: a growth for each cell of a grid and each of many replicas, on all cores");
  add_folder_options(*command, options->folder);
  add_output_options(*command, options->output);
  command
      ->add_option("--grid", options->grid,
                   "what varies, and the values it takes: rate=1,2;homophily=.5,.9 has four cells. Names: " +
                       join_names(growth_names(), " and ", growth_parameters.size()))
      ->type_name("NAME=X,...;...");
  growth_options& g = options->growth;
  add_whole_number_with_default(*command, "--replicas", options->replicas, 1, 1'000'000,
                                "runs of each cell; every cell has the same random numbers");
  add_whole_number_with_default(*command, "--steps", g.steps, 1, max_simulation_steps, "months");
  add_whole_number_with_default(*command, "--seed", g.seed, 0, std::numeric_limits<std::uint64_t>::max(),
                                "of the random numbers");
  add_whole_number_with_default(*command, "--threads", g.threads, 0, max_threads,
                                "0: one for each core; the output does not depend on it");
  add_growth_parameters(*command, g, &options->fixed);
  command->add_flag("--bands", options->bands,
                    "instead of replicas their quantiles .05, .25, .5, .75, .95 for each cell, step and measure");
  command
      ->add_option("--resume", options->resume,
                   "keep each finished cell in this folder; what is there already is not run again")
      ->type_name("FOLDER");
  command->add_option("--shard", options->shard, "run the I-th of N parts alone: on one of N machines, for --merge")
      ->type_name("I/N");
  command
      ->add_option("--svg", options->svg,
                   "also draw the bands in this file: a panel for each cell, from 5% to 95%, 25% to 75%, the median")
      ->type_name("FILE");
  command->add_option("-o,--output", options->file, "also keep the runs in this file, for --merge")->type_name("FILE");
  command
      ->add_option("--merge", options->merge,
                   "instead of running: one answer from the files of all shards, or the folder of --resume")
      ->type_name("FILE");
  command->callback([options, command] {
    if (options->merge.empty()) return run_sweep(*options);
    expect_merge_alone(*command);
    merge(*options);
  });
}

}  // namespace capnet::command
