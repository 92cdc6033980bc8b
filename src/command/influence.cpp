/// capnet influence: whom to tell first, so that as many as possible hear of it.
#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/parallel.hpp>
#include <capnet/core/text.hpp>
#include <capnet/flow/influence.hpp>

#include "command/answer.hpp"
#include "command/answer_text.hpp"
#include "command/commands.hpp"
#include "command/common.hpp"
#include "command/options.hpp"
#include "command/progress_bar.hpp"
#include "command/transmission_words.hpp"

namespace capnet::command {
namespace {

struct influence_arguments {
  folder_options folder{};
  output_options output{};
  std::vector<std::string> relations{}, candidates{}, limits{};
  std::string model = "independent_cascade";
  std::optional<std::size_t> seeds{};
  std::optional<double> budget{};
  transmission_words along{};
  influence_question question{};
};

constexpr const char* undated_ties = "Dates of ties are ignored beyond the day --as-of.";

/// "company=2,nonprofit=1" of words split at commas.
std::vector<sector_limit> limits_of(const std::vector<std::string>& words, const schema& schema) {
  std::vector<sector_limit> limits;
  problem_list problems;
  for (const std::string& word : words) {
    const std::size_t at = std::min(word.find('='), word.size());
    const std::string name = word.substr(0, at), number = at < word.size() ? word.substr(at + 1) : "";
    const auto known = schema.find_sector(name);
    std::size_t most = 0;
    const auto [end, fault] = std::from_chars(number.data(), number.data() + number.size(), most);
    if (!known) {
      const std::vector<std::string> names(schema.sector_names().begin() + 1, schema.sector_names().end());
      problems.add(
          {"--at-most", 0, 0,
           quote(name) + " is no sector here; expected " + join_names(names, " or ") + did_you_mean(name, names)});
    } else if (number.empty() || fault != std::errc{} || end != number.data() + number.size()) {
      problems.add({"--at-most", 0, 0, quote(word) + " has no number; expected one such as " + name + "=2"});
    } else {
      limits.push_back({*known, most});
    }
  }
  if (!problems.empty()) throw input_error{std::move(problems)};
  return limits;
}

answer influence_answer(const influence_arguments& asked, const network_view& view, std::optional<date> day,
                        const network_influence& result) {
  constexpr answer_place detail = answer_place::detail;
  const snapshot& net = view.net();
  const influence_result& choice = result.choice;
  table_maker rows{{.name = "rows"}, result.seeds};
  rows.add({.name = "rank", .header = "#"}, [](const chosen_seed&, std::size_t row) { return row + 1; })
      .add({.name = "vertex", .place = detail}, [&](const auto& row) { return net.key(row.vertex); })
      .add(
          {.name = "name", .header = "vertex"}, [&](const auto& row) { return net.label(row.vertex); },
          [&](const auto& row) { return net.label_en(row.vertex); })
      .add({.name = "gain", .unit = "vertex"}, &chosen_seed::gain);
  if (!asked.question.cost.empty()) rows.add({.name = "cost"}, &chosen_seed::cost);
  rows.add({.name = "sector", .place = detail},
           [&](const auto& row) -> std::optional<std::string> {
             const sector of = view.sector(row.vertex);
             if (of == sector::unknown) return std::nullopt;
             return view.schema().name(of);
           })
      .add({.name = "reason", .header = "Why", .place = answer_place::sentence}, &chosen_seed::reason)
      .label([&](const auto& row) { return net.label_en(row.vertex); });
  std::vector<std::string> lead{"Expected to hear of it, those told first counted: " + short_number(choice.spread) +
                                    " of " + std::to_string(result.network.vertices.size()) + " (standard error " +
                                    short_number(choice.standard_error, 2) + "); 95%: " + short_number(choice.low) +
                                    " to " + short_number(choice.high),
                                "At least " + percent_text(choice.bound) +
                                    " of what the best choice reaches (certain for this network, and " +
                                    percent_text(choice.guarantee) + " for any, both with probability " +
                                    short_number(choice.confidence, 6) + ").",
                                undated_ties};
  return {.lead = std::move(lead),
          .tables = {answer_table::fields("summary", {{"spread", choice.spread},
                                                      {"standard_error", choice.standard_error},
                                                      {"low", choice.low},
                                                      {"high", choice.high},
                                                      {"guarantee", choice.guarantee},
                                                      {"confidence", choice.confidence},
                                                      {"bound", choice.bound},
                                                      {"spread_at_least", choice.spread_at_least},
                                                      {"optimum_at_most", choice.optimum_at_most},
                                                      {"samples", choice.sets},
                                                      {"vertices", result.network.vertices.size()},
                                                      {"ties", result.network.edges.size()},
                                                      {"seed", asked.question.seed},
                                                      {"model", asked.model},
                                                      {"epsilon", asked.question.epsilon},
                                                      {"relations", asked.relations},
                                                      {"dated", false},
                                                      {"note", undated_ties},
                                                      {"as_of", day_cell(day)}}),
                     std::move(rows.table)}};
}

void run(influence_arguments& asked) {
  constexpr std::array<std::string_view, 2> models{"independent_cascade", "linear_threshold"};
  problem_list problems;
  const auto fault = [&](const char* option, std::string message) { problems.add({option, 0, 0, std::move(message)}); };
  if (std::ranges::find(models, asked.model) == models.end())
    fault("--model", quote(asked.model) + " is not known; expected " + join_names(models, " or ") +
                         did_you_mean(asked.model, models));
  if (asked.seeds.has_value() == asked.budget.has_value())
    fault("--k", "expected how many to choose, or with --cost and --budget how much they may cost; and one of the two");
  if (asked.budget.has_value() == asked.question.cost.empty())
    fault("--budget", "expected both --cost, the attribute that is what each costs, and --budget");
  if (!problems.empty()) throw input_error{std::move(problems)};
  influence_question& question = asked.question;
  question.model = asked.model == models[0] ? diffusion_model::independent_cascade : diffusion_model::linear_threshold;
  question.seeds = asked.seeds.value_or(0);
  question.budget = asked.budget.value_or(0);
  const snapshot net = load(asked.folder);
  for (const std::string& name : asked.relations)
    try_to(problems, "--relation", [&] { question.relations.push_back(net.schema().relation_named(name)); });
  for (const std::string& name : asked.candidates)
    try_to(problems, "--candidates", [&] { question.candidates.push_back(kind_named(net.schema(), name)); });
  try_to(problems, "--at-most", [&] { question.sector_limits = limits_of(asked.limits, net.schema()); });
  question.along = transmission_named(asked.along, net.schema(), problems);
  if (!problems.empty()) throw input_error{std::move(problems)};
  const network_view view = view_of(asked.folder, net);
  progress_bar bar{"sampling"};
  question.how.report = bar.callback();
  const network_influence result = influence(view, question);
  bar.wipe();
  print_answer(asked.output, influence_answer(asked, view, day_of(asked.folder, net), result), net, question.seed);
}

}  // namespace

void add_influence(CLI::App& app) {
  auto asked = std::make_shared<influence_arguments>();
  CLI::App* command = app.add_subcommand("influence", "whom to tell first, so that as many as possible hear of it");
  add_folder_options(*command, asked->folder, {.relation = true});
  add_output_options(*command, asked->output);
  influence_question& q = asked->question;
  command
      ->add_option(
          "--relation", asked->relations,
          "relations that knowledge passes along; a tie's weight is the probability, or for thresholds how much "
          "its source counts, unless --weight says otherwise")
      ->delimiter(',')
      ->required();
  add_whole_number(*command, "--k", asked->seeds, 1, std::numeric_limits<std::uint32_t>::max(), "how many to choose");
  add_transmission_options(*command, asked->along);
  command->add_option("--model", asked->model, "independent_cascade or linear_threshold")->capture_default_str();
  command->add_flag("--normalize", q.normalize,
                    "thresholds: divide the weights of the ties to a vertex by their sum where that exceeds 1");
  command
      ->add_option("--candidates", asked->candidates,
                   "kinds of those who may be chosen; default: whoever such a tie touches")
      ->delimiter(',')
      ->type_name("KIND,...");
  command->add_option("--at-most", asked->limits, "how many of a sector may be chosen; then nobody of unknown sector")
      ->delimiter(',')
      ->type_name("SECTOR=N,...");
  command->add_option("--cost", q.cost, "the attribute of vertices that is what each costs, with --budget")
      ->type_name("NAME");
  command->add_option("--budget", asked->budget, "how much all may cost together, in place of --k")
      ->type_name("AMOUNT");
  command->add_option("--epsilon", q.epsilon, "how much of the guarantee sampling may take")->capture_default_str();
  add_whole_number_with_default(*command, "--seed", q.seed, 0, std::numeric_limits<std::uint64_t>::max(),
                                "for samples");
  add_whole_number_with_default(*command, "--threads", q.how.threads, 0, max_threads,
                                "0: one for each core; the output does not depend on it");
  command->callback([asked] { run(*asked); });
}

}  // namespace capnet::command
