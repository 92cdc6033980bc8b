/// capnet spread: who hears of something, how probably, and by which way.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <array>
#include <iostream>
#include <limits>
#include <memory>

#include <capnet/core/text.hpp>
#include <capnet/flow/spread.hpp>

#include "command/answer.hpp"
#include "command/commands.hpp"
#include "command/common.hpp"
#include "command/options.hpp"
#include "command/table.hpp"
#include "io/json_values.hpp"

namespace capnet::command {
namespace {

namespace json = boost::json;
using detail::to_json;

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

void spread_json(const spread_options& options, const snapshot& net, std::optional<date> day,
                 const spread_result& result) {
  const cascade_result& cascade = result.cascade;
  json::array rows;
  for (const informed_vertex& row : result.vertices) {
    rows.push_back({{"vertex", net.key(row.vertex)},
                    {"name", net.label(row.vertex)},
                    {"probability", to_json(row.probability)},
                    {"standard_error", to_json(row.standard_error)},
                    {"low", to_json(row.low)},
                    {"high", to_json(row.high)},
                    {"reason", row.reason}});
  }
  json::object summary{{"spread", to_json(cascade.spread)},
                       {"standard_error", to_json(cascade.standard_error)},
                       {"low", to_json(cascade.low)},
                       {"high", to_json(cascade.high)},
                       {"exact", cascade.exact},
                       {"samples", cascade.samples},
                       {"seed", options.cascade.seed},
                       {"reachable_ties", cascade.reachable_ties},
                       {"model", options.model},
                       {"from", to_json(options.from)},
                       {"relations", to_json(options.relations)},
                       {"dated", false},
                       {"note", undated},
                       {"as_of", day ? json::value(capnet::to_string(*day)) : json::value{}}};
  print_answer(options.output, {{"summary", std::move(summary)}, {"rows", std::move(rows)}}, net, options.cascade.seed);
}

void spread_text(const snapshot& net, const spread_result& result) {
  const cascade_result& cascade = result.cascade;
  std::cout << "Expected to hear of it, the starts counted: " << short_number(cascade.spread);
  if (cascade.exact) {
    std::cout << " (exact, over every way that " << cascade.reachable_ties << " ties can turn out)\n\n";
  } else {
    std::cout << " (standard error " << short_number(cascade.standard_error, 2) << ", " << cascade.samples
              << (cascade.samples == 1 ? " sample); " : " samples); ") << "95%: " << short_number(cascade.low) << " to "
              << short_number(cascade.high) << "\n\n";
  }
  table rows{{"vertex", "probability", cascade.exact ? "" : "95%"}, {false, true, true}};
  for (const informed_vertex& row : result.vertices) {
    rows.add({net.label_en(row.vertex), short_number(row.probability),
              cascade.exact ? "" : short_number(row.low) + " to " + short_number(row.high)});
  }
  rows.print(std::cout);
  std::cout << '\n' << undated << '\n';
  std::cout << "\nWhy\n";
  for (const informed_vertex& row : result.vertices)
    std::cout << printable(net.label_en(row.vertex) + ": " + row.reason) << '\n';
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
  options.output.text() ? spread_text(net, result) : spread_json(options, net, day_of(options.folder, net), result);
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
