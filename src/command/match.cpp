/// capnet match: which volunteer works on which project, and why the others don't.
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/parallel.hpp>
#include <capnet/skill/engagement.hpp>
#include <capnet/skill/match_reasons.hpp>

#include "command/answer.hpp"
#include "command/commands.hpp"
#include "command/common.hpp"
#include "command/options.hpp"

namespace capnet::command {
namespace {

struct match_arguments {
  folder_options folder{};
  output_options output{};
  match_options question{};
  bool fair = false, stable = false, hours = false;
};

/// A pair, or a party that is left over.
struct match_row {
  std::optional<std::size_t> volunteer{}, project{};
  std::optional<double> hours{}, score{};
  std::optional<std::uint32_t> places_left{};
  std::string reason{}, change{};
};

constexpr const char* goal_names[]{"places", "fair", "stable", "hours"};

std::vector<match_row> rows_of(const snapshot& net, const match_parties& all, const match_result& result,
                               const match_leftovers& left) {
  std::vector<match_row> rows;
  for (const matched_pair& m : result.pairs) {
    rows.push_back({.volunteer = m.volunteer,
                    .project = m.project,
                    .hours = all.projects[m.project].terms.hours,
                    .score = m.score.score,
                    .reason = reason_of(net, all, m)});
  }
  for (const match_leftover& one : left.projects) {
    rows.push_back({.project = one.self, .places_left = one.missing, .reason = one.reason, .change = one.change});
  }
  for (const match_leftover& one : left.volunteers)
    rows.push_back({.volunteer = one.self, .reason = one.reason, .change = one.change});
  return rows;
}

/// What the matching is the best of, and how that is known.
std::string proof_of(const match_result& result, match_goal goal) {
  const std::string score = short_number(result.score, 6);
  if (goal == match_goal::stable) {
    return result.certified ? "Stable: checked, no volunteer and project would both rather have each other."
                            : "Not stable: the check found " + grouped(*result.blocking_pairs, "blocking pair") + ".";
  }
  const std::string of = goal == match_goal::hours ? "" : " that fills as many places";
  if (result.certified) return "The scores sum to " + score + ": checked, no matching" + of + " has a higher sum.";
  return "The scores sum to " + score + "; no matching" + of + " has more than " + short_number(*result.bound, 6) + ".";
}

/// An engagement under way, as its records say.
struct engagement_row {
  std::string of{};
  std::optional<std::string> step{};
  std::optional<partial_date> since{};
  std::vector<std::string> problems{};
  std::string told{};  ///< the problems as sentences
};

/// "begin -> apply: inventory is skipped; expected it, or that it is left out (ties.csv:39)."
std::string told(const problem& fault, const std::string& of) {
  std::string text = fault.message;
  if (const std::size_t at = text.find(" of " + of); at != std::string::npos) text.erase(at, of.size() + 4);
  const std::string file = std::filesystem::path{fault.file}.filename().string();
  return text + " (" + file + ":" + std::to_string(fault.line) + ").";
}

std::vector<engagement_row> engagements_of(const network_view& view, std::optional<date> day) {
  const life_cycle cycle = read_life_cycle(view);
  std::vector<engagement_row> rows;
  for (const engagement& one : read_engagements(view, cycle)) {
    const engagement_state state = run_engagement(cycle, one, day);
    engagement_row row{.of = one.of, .since = state.since};
    if (state.step) row.step = cycle.steps[*state.step];
    for (const problem& fault : state.problems) {
      row.problems.push_back(to_string(fault));
      row.told += (row.told.empty() ? "" : " ") + told(fault, one.of);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

answer match_answer(const network_view& view, std::optional<date> day, const match_parties& all,
                    const match_options& asked, const match_result& result, const match_leftovers& left) {
  constexpr answer_place sentence = answer_place::sentence;
  const snapshot& net = view.net();
  const auto person = [&](const match_row& row) { return all.volunteers[*row.volunteer].person; };
  const auto project = [&](const match_row& row) { return all.projects[*row.project].project; };
  using text = std::optional<std::string>;
  table_maker rows{{.name = "rows"}, rows_of(net, all, result, left)};
  rows.add(
          {.name = "volunteer"},
          [=, &net](const match_row& row) { return row.volunteer ? text{net.key(person(row))} : text{}; },
          [=, &net](const match_row& row) { return row.volunteer ? net.label_en(person(row)) : std::string{"-"}; })
      .add(
          {.name = "project"},
          [=, &net](const match_row& row) { return row.project ? text{net.key(project(row))} : text{}; },
          [=, &net](const match_row& row) { return row.project ? net.label_en(project(row)) : std::string{"-"}; })
      .add({.name = "hours", .header = "hours a week", .unit = "h", .digits = 3}, &match_row::hours)
      .add({.name = "score", .unit = "share", .digits = 3}, &match_row::score)
      .add({.name = "places_left", .unit = "place"}, &match_row::places_left)
      .add({.name = "reason", .header = "Why, and the nearest change", .place = sentence}, &match_row::reason,
           [](const match_row& row) { return row.change.empty() ? row.reason : row.reason + " " + row.change; })
      .add({.name = "change", .place = answer_place::detail},
           [](const match_row& row) { return row.change.empty() ? text{} : text{row.change}; })
      .label([=, &net](const match_row& row) { return net.label_en(row.volunteer ? person(row) : project(row)); });
  rows.table.keys = 2;

  const std::size_t filled = result.pairs.size();
  answer_table summary =
      answer_table::fields("summary", {{"goal", goal_names[static_cast<std::size_t>(asked.goal)]},
                                       {"volunteers", all.volunteers.size()},
                                       {"volunteers_matched", all.volunteers.size() - left.volunteers.size()},
                                       {"projects", all.projects.size()},
                                       {"projects_over", all.over},
                                       {"projects_served", result.served},
                                       {"places", result.places},
                                       {"places_filled", filled},
                                       {"fitting_pairs", result.fitting},
                                       {"score", result.score},
                                       {"bound", result.bound},
                                       {"certified", result.certified},
                                       {"blocking_pairs", result.blocking_pairs},
                                       {"reasons_sampled", left.sampled},
                                       {"as_of", day_cell(day)}});
  answer said{.lead = {"Volunteers and projects" + (day ? " as of " + capnet::to_string(*day) : std::string{}) + ": " +
                           std::to_string(filled) + " of " + grouped(result.places, "place") + " filled, in " +
                           std::to_string(result.served) + " of " + grouped(all.projects.size(), "project") + "; " +
                           grouped(left.volunteers.size(), "volunteer") + " of " +
                           std::to_string(all.volunteers.size()) + " without one.",
                       proof_of(result, asked.goal),
                       "Score: of what is required, weighed by importance, the share that is surely held at its level "
                       "(.6), a shared cause (.15), tools (.1) and, on site, the region (.15), of what is known."}};
  if (all.volunteers.empty())
    said.notes.emplace_back("There is no volunteer: no person states hours_per_week or takes part as a volunteer.");
  if (all.projects.empty()) {
    said.notes.push_back("There is no project: none requires a skill or is asked for" +
                         (all.over == 0 ? std::string{"."} : " but " + std::to_string(all.over) + " that are over."));
  } else if (result.fitting == 0 && !all.volunteers.empty() && result.places > 0) {
    said.notes.emplace_back("No volunteer meets every condition of any project: see the nearest changes.");
  }
  if (left.sampled) said.notes.emplace_back("Pairs were too many to look at all: the nearest changes are of a sample.");
  table_maker engagements{{.name = "engagements", .title = "Engagements, by the steps that are recorded"},
                          engagements_of(view, day)};
  engagements.add({.name = "of"}, &engagement_row::of)
      .add({.name = "step"}, &engagement_row::step)
      .add(
          {.name = "since"},
          [](const engagement_row& row) { return row.since ? std::optional{shortest_text(*row.since)} : std::nullopt; })
      .add({.name = "problems", .place = sentence, .if_any = true}, &engagement_row::problems, &engagement_row::told)
      .label([](const engagement_row& row) { return row.of; });
  said.tables.push_back(std::move(summary));
  said.tables.push_back(std::move(rows.table));
  if (engagements.table.size == 0) engagements.table.title.clear();
  said.tables.push_back(std::move(engagements.table));
  return said;
}

void run(const match_arguments& asked) {
  if (asked.fair + asked.stable + asked.hours > 1)
    throw input_error{{{"--fair", 0, 0, "expected at most one of --fair, --stable and --hours"}}};
  match_options question = asked.question;
  question.goal = asked.fair     ? match_goal::fair
                  : asked.stable ? match_goal::stable
                  : asked.hours  ? match_goal::hours
                                 : match_goal::places;
  const snapshot net = load(asked.folder);
  const network_view view = view_of(asked.folder, net);
  const match_parties all = read_match_parties(view);
  const match_result result = match_volunteers(all, question);
  const match_leftovers left = match_leftovers_of(net, all, result, question);
  print_answer(asked.output, match_answer(view, day_of(asked.folder, net), all, question, result, left), net);
}

}  // namespace

void add_match(CLI::App& app) {
  auto asked = std::make_shared<match_arguments>();
  CLI::App* command =
      app.add_subcommand("match", "which volunteer works on which project, and what would match the others");
  add_folder_options(*command, asked->folder);
  add_output_options(*command, asked->output);
  command->add_flag("--fair", asked->fair, "first of all as many projects with somebody as can be: none starves");
  command->add_flag("--stable", asked->stable,
                    "so that no volunteer and project would both rather have each other, at the cost of places");
  command->add_flag("--hours", asked->hours,
                    "volunteers take as many projects as they have hours for; the bound tells how far from the best");
  add_whole_number_with_default(*command, "--candidates", asked->question.candidates, 0,
                                std::numeric_limits<std::uint32_t>::max(),
                                "how many volunteers a project is first considered with; 0: all");
  add_whole_number_with_default(*command, "--threads", asked->question.threads, 0, max_threads,
                                "0: one for each core; the output does not depend on it");
  command->callback([asked] { run(*asked); });
}

}  // namespace capnet::command
