/// capnet spread: who hears of something, how probably, and by which way.
#include <array>
#include <limits>
#include <memory>

#include <capnet/core/text.hpp>
#include <capnet/flow/spread.hpp>

#include "command/answer.hpp"
#include "command/answer_text.hpp"
#include "command/commands.hpp"
#include "command/common.hpp"
#include "command/options.hpp"

namespace capnet::command {
namespace {

struct spread_options {
  folder_options folder{};
  output_options output{};
  std::vector<std::string> from{};
  std::vector<std::string> relations{};
  std::string model = "independent_cascade";
  std::string probability = "weight";  ///< the attribute that is one
  independent_cascade_options cascade{};
};

constexpr const char* undated = "Dates of ties are ignored beyond the day --as-of.";

answer spread_answer(const spread_options& options, const snapshot& net, std::optional<date> day,
                     const spread_result& result) {
  constexpr answer_place detail = answer_place::detail;
  const cascade_result& cascade = result.cascade;
  const bool exact = cascade.exact;
  table_maker rows{{.name = "rows"}, result.vertices};
  rows.add({.name = "vertex", .place = detail}, [&](const auto& row) { return net.key(row.vertex); })
      .add(
          {.name = "name", .header = "vertex"}, [&](const auto& row) { return net.label(row.vertex); },
          [&](const auto& row) { return net.label_en(row.vertex); })
      .add({.name = "probability", .unit = "probability"}, &informed_vertex::probability)
      .add({.name = "standard_error", .unit = "probability", .place = detail}, &informed_vertex::standard_error)
      .add({.name = "low", .unit = "probability", .place = detail}, &informed_vertex::low)
      .add({.name = "high", .unit = "probability", .place = detail}, &informed_vertex::high)
      .tell({.header = "95%", .if_any = true},
            [exact](const auto& row) { return exact ? "" : short_number(row.low) + " to " + short_number(row.high); })
      .add({.name = "reason", .header = "Why", .place = answer_place::sentence}, &informed_vertex::reason)
      .label([&](const auto& row) { return net.label_en(row.vertex); });
  std::string lead = "Expected to hear of it, the starts counted: " + short_number(cascade.spread);
  if (exact) {
    lead += " (exact, over every way that " + std::to_string(cascade.reachable_ties) + " ties can turn out)";
  } else {
    lead += " (standard error " + short_number(cascade.standard_error, 2) + ", " + std::to_string(cascade.samples) +
            (cascade.samples == 1 ? " sample); " : " samples); ") + "95%: " + short_number(cascade.low) + " to " +
            short_number(cascade.high);
  }
  return {.lead = {std::move(lead), undated},
          .tables = {answer_table::fields("summary", {{"spread", cascade.spread},
                                                      {"standard_error", cascade.standard_error},
                                                      {"low", cascade.low},
                                                      {"high", cascade.high},
                                                      {"exact", exact},
                                                      {"samples", cascade.samples},
                                                      {"seed", options.cascade.seed},
                                                      {"reachable_ties", cascade.reachable_ties},
                                                      {"model", options.model},
                                                      {"from", options.from},
                                                      {"relations", options.relations},
                                                      {"dated", false},
                                                      {"note", undated},
                                                      {"as_of", day_cell(day)}}),
                     std::move(rows.table)}};
}

void run(const spread_options& options) {
  constexpr std::array<std::string_view, 1> models{"independent_cascade"};
  if (std::ranges::find(models, options.model) == models.end()) {
    throw input_error{"--model: " + quote(options.model) + " is not known; expected " + join_names(models, " or ") +
                      did_you_mean(options.model, models)};
  }
  const snapshot net = load(options.folder);
  problem_list problems;
  std::vector<vertex_ref> starts;
  std::vector<relation_index> relations;
  for (const std::string& key : options.from) try_to(problems, "", [&] { starts.push_back(net.vertex(key)); });
  for (const std::string& name : options.relations)
    try_to(problems, "", [&] { relations.push_back(net.schema().relation_named(name)); });
  if (!problems.empty()) throw input_error{std::move(problems)};
  const spread_result result =
      spread(view_of(options.folder, net), starts, relations, options.cascade, options.probability);
  print_answer(options.output, spread_answer(options, net, day_of(options.folder, net), result), net,
               options.cascade.seed);
}

}  // namespace

void add_spread(CLI::App& app) {
  auto options = std::make_shared<spread_options>();
  CLI::App* command = app.add_subcommand("spread", "who hears of something, how probably, and by which way");
  add_folder_options(*command, options->folder, {.relation = true});
  add_output_options(*command, options->output);
  command->add_option("--from", options->from, "ids of who knows at first, separated by commas")
      ->delimiter(',')
      ->required();
  command
      ->add_option(
          "--relation", options->relations,
          "relations that knowledge passes along; a tie's weight is the probability, unless --weight says otherwise")
      ->delimiter(',')
      ->required();
  command
      ->add_option("--weight", options->probability,
                   "the attribute of ties that is the probability; one that is declared as something else is refused")
      ->capture_default_str();
  command->add_option("--model", options->model, "independent_cascade")->capture_default_str();
  independent_cascade_options& c = options->cascade;
  add_whole_number_with_default(*command, "--seed", c.seed, 0, std::numeric_limits<std::uint64_t>::max(),
                                "for samples");
  add_whole_number(*command, "--samples", c.samples, 1, 1'000'000'000,
                   "number of samples; default: exact up to 15 reachable ties, else 10000");
  add_whole_number_with_default(*command, "--threads", c.threads, 0, max_threads,
                                "0: one for each core; the output does not depend on it");
  command->callback([options] { run(*options); });
}

}  // namespace capnet::command
