/// capnet spread: who hears of something, how probably, and by which way.
#include <array>
#include <limits>
#include <memory>
#include <utility>

#include <capnet/core/text.hpp>
#include <capnet/flow/spread.hpp>

#include "command/answer.hpp"
#include "command/answer_text.hpp"
#include "command/commands.hpp"
#include "command/common.hpp"
#include "command/options.hpp"
#include "command/transmission_words.hpp"

namespace capnet::command {
namespace {

struct spread_words {
  folder_options folder{};
  output_options output{};
  std::vector<std::string> from{};
  std::vector<std::string> relations{};
  std::string model = "independent_cascade";
  transmission_words along{};
  std::string coins{}, from_day{};
  std::optional<double> retention{}, recovery{}, incubation{}, forgetting{};
  std::optional<std::uint32_t> steps{};
  bool possible = false;
  spread_options how{};
};

constexpr std::array<std::string_view, 2> coin_words{"by_row", "by_tie"};

std::string_view coins_word(coin_keys keys) { return coin_words[static_cast<std::size_t>(keys)]; }

std::string note_on_dates(const spread_words& words) {
  if (!words.how.dated) return "Dates of ties are ignored beyond the day --as-of.";
  return std::string{"Knowledge moves along a tie only on days on which it "} +
         (words.possible ? "possibly" : "surely") + " holds and both its ends exist" +
         (in_steps(words.how.model) ? "; a step is a day." : ".");
}

/// A table for the course in steps, of which people see some twenty.
answer_table steps_table(const spread_result& result, const spread_options& how) {
  using step = epidemic_step;
  table_maker steps{{.name = "steps", .title = "Course"}, result.steps};
  steps.add({.name = "step"}, &step::step);
  if (how.dated) {
    steps.add({.name = "day"}, [day = *how.from_day](const step& at) {  // step 1 is the first day
      return capnet::to_string(day + std::chrono::days{std::int64_t{at.step} - 1});
    });
  }
  const auto add = [&](const char* name, sampled_mean step::* state) {
    steps.add({.name = name, .unit = "vertex"}, [state](const step& at) { return (at.*state).mean; })
        .add({.name = std::string{name} + "_error", .unit = "vertex", .place = answer_place::detail},
             [state](const step& at) { return (at.*state).standard_error; });
  };
  add("susceptible", &step::susceptible);
  if (how.model == spread_model::seir) add("exposed", &step::exposed);
  add("infectious", &step::infectious);
  if (how.model == spread_model::sir || how.model == spread_model::seir) add("recovered", &step::recovered);
  constexpr std::size_t shown = 20;
  if (result.steps.size() > shown) {
    steps.table.rows_shown.emplace();
    for (std::size_t k = 0; k < shown; ++k)
      steps.table.rows_shown->push_back(k * (result.steps.size() - 1) / (shown - 1));
  }
  return std::move(steps.table);
}

answer_table rows_table(const spread_words& words, const snapshot& net, const spread_result& result) {
  constexpr answer_place detail = answer_place::detail;
  const bool exact = result.estimate.exact;
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
            [exact](const auto& row) { return exact ? "" : short_number(row.low) + " to " + short_number(row.high); });
  if (in_steps(words.how.model)) {
    const auto ever = [](const informed_vertex& row) { return row.first && row.first->samples > 0; };
    using step = std::optional<std::uint32_t>;
    rows.add({.name = "first_step"},
             [=](const auto& row) { return ever(row) ? std::optional{row.first->mean} : std::nullopt; })
        .add({.name = "first_step_earliest", .place = detail},
             [=](const auto& row) { return ever(row) ? step{row.first->earliest} : step{}; })
        .add({.name = "first_step_latest", .place = detail},
             [=](const auto& row) { return ever(row) ? step{row.first->latest} : step{}; })
        .add({.name = "infectious_at_end", .unit = "probability", .place = detail}, &informed_vertex::last);
  }
  rows.add({.name = "reason", .header = "Why", .place = answer_place::sentence}, &informed_vertex::reason)
      .label([&](const auto& row) { return net.label_en(row.vertex); });
  return std::move(rows.table);
}

answer spread_answer(const spread_words& words, const snapshot& net, std::optional<date> day,
                     const spread_result& result) {
  const spread_estimate& found = result.estimate;
  const spread_options& how = words.how;
  const bool steps = in_steps(how.model);
  std::string lead = std::string{steps ? "Expected to know of it at some time" : "Expected to hear of it"} +
                     ", the starts counted: " + short_number(found.spread);
  if (how.model == spread_model::complex_contagion) {
    lead += " (nothing is drawn)";
  } else if (found.exact) {
    lead += " (exact, over every way that " + std::to_string(found.reachable_edges) + " ties can turn out)";
  } else {
    lead += " (standard error " + short_number(found.standard_error, 2) + ", " + std::to_string(found.samples) +
            (found.samples == 1 ? " sample); " : " samples); ") + "95%: " + short_number(found.low) + " to " +
            short_number(found.high);
  }
  const std::string note = note_on_dates(words);
  answer all{.lead = {std::move(lead), note},
             .tables = {answer_table::fields("summary", {{"spread", found.spread},
                                                         {"standard_error", found.standard_error},
                                                         {"low", found.low},
                                                         {"high", found.high},
                                                         {"exact", found.exact},
                                                         {"samples", found.samples},
                                                         {"seed", how.seed},
                                                         {"reachable_ties", found.reachable_edges},
                                                         {"model", words.model},
                                                         {"from", words.from},
                                                         {"relations", words.relations},
                                                         {"dated", how.dated},
                                                         {"note", note},
                                                         {"as_of", day_cell(day)}})}};
  answer_table& summary = all.tables.front();
  if (found.coins) summary.set({.name = "coins"}, coins_word(*found.coins));
  if (how.dated) {
    summary.set({.name = "from_day"}, day_cell(how.from_day));
    summary.set({.name = "certainty"}, words.possible ? "possible" : "certain");
  }
  if (how.retention < 1) summary.set({.name = "retention"}, how.retention);
  if (how.model == spread_model::linear_threshold) summary.set({.name = "normalized"}, how.normalize);
  if (!steps) {
    all.tables.push_back(rows_table(words, net, result));
    return all;
  }
  const epidemic_step& last = result.steps.back();
  const auto can_know = static_cast<double>(result.vertices.size());
  const bool contagion = how.model == spread_model::complex_contagion;
  if (how.at_least) summary.set({.name = "at_least"}, *how.at_least);
  if (how.share) summary.set({.name = "share"}, *how.share);
  if (how.model != spread_model::si && !contagion) summary.set({.name = "recovery"}, how.recovery);
  if (how.model == spread_model::seir) summary.set({.name = "incubation"}, how.incubation);
  if (how.forgetting > 0) summary.set({.name = "forgetting"}, how.forgetting);
  summary.set({.name = "steps"}, last.step);
  summary.set({.name = "unfinished"}, result.unfinished);
  summary.set({.name = "infectious_at_end"}, last.infectious.mean);
  summary.set({.name = "share_at_end"}, last.infectious.mean / can_know);
  summary.set({.name = "share_at_end_error"}, last.infectious.standard_error / can_know);
  const std::string settled = contagion ? "; nothing changes any more." : "; nothing changes any more in any sample.";
  all.lead.push_back("After " + std::to_string(last.step) + (last.step == 1 ? " step " : " steps ") +
                     short_number(last.infectious.mean) + " of " + std::to_string(result.vertices.size()) +
                     " who can know of it do and pass it on" +
                     (result.unfinished == 0 ? settled
                      : contagion            ? "; more could follow."
                                  : "; " + std::to_string(result.unfinished) + " of " + std::to_string(found.samples) +
                                        " samples could still change."));
  all.tables.push_back(rows_table(words, net, result));
  all.tables.push_back(steps_table(result, how));
  return all;
}

template <std::size_t N>
std::size_t place_among(const char* option, const std::string& word, const std::array<std::string_view, N>& known) {
  const auto at = std::ranges::find(known, word);
  if (at == known.end())
    throw input_error{std::string{option} + ": " + quote(word) + " is not known; expected " +
                      join_names(known, " or ") + did_you_mean(word, known)};
  return static_cast<std::size_t>(at - known.begin());
}

/// Options that some models have no use for.
void refuse_what_does_not_fit(const spread_words& words, problem_list& problems) {
  const spread_model model = words.how.model;
  const auto only = [&](bool given, bool fits, const char* option, const char* models) {
    if (given && !fits)
      problems.add({option, 0, 0, "is not for " + words.model + "; expected it with --model " + models});
  };
  const bool contagion = model == spread_model::complex_contagion;
  const bool steps = in_steps(model), seir = model == spread_model::seir;
  only(words.recovery.has_value(), steps && model != spread_model::si && !contagion, "--recovery", "sir, sis or seir");
  only(words.incubation.has_value(), seir, "--incubation", "seir");
  only(words.forgetting.has_value(), seir || model == spread_model::sir, "--forgetting", "sir or seir");
  only(words.steps.has_value(), steps, "--steps", "si, sir, sis, seir or complex_contagion");
  only(words.retention.has_value(), !steps, "--retention", "independent_cascade or linear_threshold");
  only(words.how.normalize, model == spread_model::linear_threshold, "--normalize", "linear_threshold");
  only(!words.coins.empty(), model != spread_model::linear_threshold && !contagion, "--coins",
       "independent_cascade, si, sir, sis or seir");
  only(words.how.at_least.has_value(), contagion, "--at-least", "complex_contagion");
  only(words.how.share.has_value(), contagion, "--share", "complex_contagion");
  only(words.how.samples.has_value(), !contagion, "--samples", "any but complex_contagion, which draws nothing");
  only(!words.along.probability.empty(), !contagion, "--probability",
       "any but complex_contagion, which counts neighbors");
  if (contagion && words.how.at_least.has_value() == words.how.share.has_value())
    problems.add({"--model", 0, 0, "complex_contagion needs a threshold; expected --at-least K or --share Q"});
  const auto needs = [&](bool given, const char* option, const char* what) {
    if (given && !words.how.dated) problems.add({option, 0, 0, std::string{what} + "; expected it with --dated"});
  };
  needs(!words.from_day.empty(), "--from-day", "is the first day of a dated spread");
  needs(words.possible, "--possible", "says which days of ties count");
  if (words.how.dated && steps && words.from_day.empty())
    problems.add({"--dated", 0, 0, "steps are days; expected --from-day, the first of them"});
  if (words.how.dated && (!words.folder.as_of.empty() || !words.folder.window.empty()))
    problems.add({"--dated", 0, 0, "ties count on their own days; expected neither --as-of nor --window"});
}

void run(spread_words& words) {
  spread_options& how = words.how;
  std::array<std::string_view, std::size(spread_model_names)> models{};
  std::ranges::copy(spread_model_names, models.begin());
  how.model = static_cast<spread_model>(place_among("--model", words.model, models));
  problem_list problems;
  if (!words.coins.empty())
    try_to(problems, "", [&] { how.coins = static_cast<coin_keys>(place_among("--coins", words.coins, coin_words)); });
  if (!words.from_day.empty())
    try_to(problems, "", [&] { how.from_day = day_named("--from-day", words.from_day, false); });
  refuse_what_does_not_fit(words, problems);
  how.retention = words.retention.value_or(how.retention);
  how.recovery = words.recovery.value_or(how.recovery);
  how.incubation = words.incubation.value_or(how.incubation);
  how.forgetting = words.forgetting.value_or(how.forgetting);
  how.max_steps = words.steps.value_or(how.max_steps);

  const snapshot net = load(words.folder);
  std::vector<vertex_ref> starts;
  std::vector<relation_index> relations;
  for (const std::string& key : words.from) try_to(problems, "", [&] { starts.push_back(net.vertex(key)); });
  for (const std::string& name : words.relations)
    try_to(problems, "", [&] { relations.push_back(net.schema().relation_named(name)); });
  how.along = transmission_named(words.along, net.schema(), problems);
  if (!problems.empty()) throw input_error{std::move(problems)};
  const network_view view = how.dated
                                ? network_view{net, {.sure = words.possible ? certainty::possible : certainty::certain}}
                                : view_of(words.folder, net);
  const spread_result result = spread(view, starts, relations, how);
  const std::optional<date> day = how.dated ? std::nullopt : day_of(words.folder, net);
  print_answer(words.output, spread_answer(words, net, day, result), net, how.seed);
}

}  // namespace

void add_spread(CLI::App& app) {
  auto words = std::make_shared<spread_words>();
  CLI::App* command = app.add_subcommand("spread", "who hears of something, how probably, and by which way");
  add_folder_options(*command, words->folder, {.relation = true});
  add_output_options(*command, words->output);
  command->add_option("--from", words->from, "ids of who knows at first, separated by commas")
      ->delimiter(',')
      ->required();
  command
      ->add_option(
          "--relation", words->relations,
          "relations that knowledge passes along; a tie's weight is the probability, unless --weight says otherwise")
      ->delimiter(',')
      ->required();
  add_transmission_options(*command, words->along);
  command
      ->add_option("--model", words->model,
                   "independent_cascade: one try along each tie; linear_threshold: when those who know weigh enough; "
                   "si, sir, sis, seir: in steps, with a try along each tie in each; complex_contagion: in steps, by "
                   "those of whose neighbors enough know")
      ->capture_default_str();
  command->add_option("--coins", words->coins,
                      "by_row: fast; by_tie: each tie keeps its coins whatever else the data holds, to compare two "
                      "networks; default: by_row");
  add_probability(*command, "--retention", words->retention,
                  "probability that who hears of it keeps it and passes it on; default: 1");
  add_probability(*command, "--recovery", words->recovery,
                  "a step, of who passes it on (sis: to be open to it again); default: 0.1");
  add_probability(*command, "--incubation", words->incubation,
                  "seir: a step, that who was told begins to pass it on; default: 0.2");
  add_probability(*command, "--forgetting", words->forgetting,
                  "sir, seir: a step, that who recovered is open to it again; default: 0");
  add_whole_number(*command, "--at-least", words->how.at_least, 1, 1'000'000'000,
                   "complex_contagion: neighbors with a tie to one who know before one does");
  add_probability(*command, "--share", words->how.share, "complex_contagion: the share of those neighbors instead");
  add_whole_number(*command, "--steps", words->steps, 1, 1'000'000,
                   "at most; default: until nothing changes, at most 1000");
  command->add_flag("--normalize", words->how.normalize,
                    "linear_threshold: weights into one that sum to more than 1 are divided by their sum");
  command->add_flag("--dated", words->how.dated, "ties pass knowledge only on days on which they hold");
  command
      ->add_option("--from-day", words->from_day, "dated: the day from which the starts know; in steps the first one")
      ->type_name("DAY");
  command->add_flag("--possible", words->possible,
                    "dated: count days on which ties possibly hold, given partial dates; default: surely");
  spread_options& how = words->how;
  add_whole_number_with_default(*command, "--seed", how.seed, 0, std::numeric_limits<std::uint64_t>::max(),
                                "for samples");
  add_whole_number(*command, "--samples", how.samples, 1, 1'000'000'000,
                   "number of samples; default: exact up to 15 reachable ties, else 10000; in steps 1000");
  add_whole_number_with_default(*command, "--threads", how.threads, 0, max_threads,
                                "0: one for each core; the output does not depend on it");
  command->callback([words] { run(*words); });
}

}  // namespace capnet::command
