/// capnet groups: who of an event should sit together.
#include <algorithm>
#include <charconv>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/text.hpp>
#include <capnet/skill/breakout_groups.hpp>

#include "command/answer.hpp"
#include "command/commands.hpp"
#include "command/common.hpp"
#include "command/options.hpp"

namespace capnet::command {
namespace {

struct groups_arguments {
  folder_options folder{};
  output_options output{};
  std::string event{}, objective = "shared";
  std::vector<std::string> must{}, cannot{}, fixed{}, absent{};
  breakout_question question{};
};

/// The words between commas.
std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (c == ',')
      words.emplace_back();
    else
      words.back() += c;
  }
  return words;
}

breakout_question question_of(const groups_arguments& asked, const snapshot& net) {
  breakout_question q = asked.question;
  problem_list problems;
  const auto named = [&](const std::string& option, const std::string& id) {
    vertex_ref found{};
    try_to(problems, option, [&] { found = net.vertex(id); });
    return found;
  };
  const auto several = [&](const std::string& option, const std::string& text) {
    std::vector<vertex_ref> all;
    for (const std::string& id : words_of(text)) all.push_back(named(option, id));
    if (all.size() < 2) problems.add({option, 0, 0, quote(text) + " names one; expected two ids or more, such as a,b"});
    return all;
  };
  if (!asked.event.empty()) {
    const vertex_ref event = named("--event", asked.event);
    if (problems.empty() && !net.schema().is_a(event.kind, net.schema().index_of<kind::event>()))
      problems.add(
          {"--event", 0, 0,
           quote(asked.event) + " is of kind " + std::string{net.schema().name(event.kind)} + "; expected an event"});
    q.event = event;
  }
  const auto* const objective = std::ranges::find(group_objective_names, asked.objective);
  if (objective == group_objective_names.end()) {
    const std::vector<std::string> names(group_objective_names.begin(), group_objective_names.end());
    problems.add({"--objective", 0, 0,
                  quote(asked.objective) + " is no objective; expected " + join_names(names, " or ") +
                      did_you_mean(asked.objective, names)});
  } else {
    q.objective = static_cast<group_objective>(objective - group_objective_names.begin());
  }
  for (const std::string& text : asked.must) {
    const auto all = several("--must", text);
    for (std::size_t k = 1; k < all.size(); ++k) q.together.emplace_back(all[k - 1], all[k]);
  }
  for (const std::string& text : asked.cannot) {
    const auto all = several("--cannot", text);
    for (std::size_t a = 0; a < all.size(); ++a) {
      for (std::size_t b = a + 1; b < all.size(); ++b) q.apart.emplace_back(all[a], all[b]);
    }
  }
  for (const std::string& text : asked.fixed) {
    const std::size_t at = std::min(text.rfind('='), text.size());
    const std::string number = at < text.size() ? text.substr(at + 1) : "";
    std::size_t group = 0;
    const auto [end, fault] = std::from_chars(number.data(), number.data() + number.size(), group);
    if (number.empty() || fault != std::errc{} || end != number.data() + number.size())
      problems.add({"--fixed", 0, 0, quote(text) + " has no number of a group; expected one such as a=1"});
    else
      q.fixed.emplace_back(named("--fixed", text.substr(0, at)), group);
  }
  for (const std::string& id : asked.absent) {
    const vertex_ref away = named("--absent", id);
    if (std::ranges::find(q.absent, away) == q.absent.end()) q.absent.push_back(away);
  }
  if (!problems.empty()) throw input_error{std::move(problems)};
  return q;
}

answer groups_answer(const snapshot& net, std::optional<date> day, const breakout_question& question,
                     const breakout_groups_result& result) {
  constexpr answer_place detail = answer_place::detail;
  const auto labels = [&net](const std::vector<vertex_ref>& all) {
    std::string text;
    for (const vertex_ref v : all) text += (text.empty() ? "" : ", ") + net.label_en(v);
    return text;
  };
  table_maker rows{{.name = "rows"}, result.groups};
  if (question.meetings > 1) {
    rows.add({.name = "meeting"}, &breakout_group::meeting);
    rows.table.keys = 2;
  }
  rows.add({.name = "group"}, &breakout_group::group)
      .add(
          {.name = "members"}, [&net](const auto& row) { return keys_of(net, row.members); },
          [=](const auto& row) { return labels(row.members); })
      .add({.name = "value", .place = detail}, &breakout_group::value)
      .add({.name = "pairs", .place = detail}, &breakout_group::pairs)
      .add({.name = "repeated", .place = detail}, &breakout_group::repeated)
      .add({.name = "moved", .place = detail}, [&net](const auto& row) { return keys_of(net, row.moved); })
      .add({.name = "reason", .header = "Why", .place = answer_place::sentence}, &breakout_group::reason)
      .label([several = question.meetings > 1](const auto& row) {
        return (several ? "Meeting " + std::to_string(row.meeting) + ", group " : "Group ") + std::to_string(row.group);
      });
  answer all;
  const std::size_t groups = result.groups.size() / question.meetings;
  if (!result.empty.empty()) {
    all.lead = {result.empty};
  } else {
    const std::string pairs = std::to_string(result.repeats) + (result.repeats == 1 ? " pair meets" : " pairs meet");
    all.lead = {net.label_en(*result.event) + ": " + std::to_string(result.members.size() - question.absent.size()) +
                    " in " + plural(groups, "group") +
                    (question.meetings > 1 ? ", " + std::to_string(question.meetings) + " times" : "") + ".",
                result.optimal
                    ? "These groups are the best: " + pairs + " again."
                    : pairs + " again, " +
                          (result.repeats == result.repeats_at_least
                               ? "as few as can be"
                               : "and at least " + std::to_string(result.repeats_at_least) + " in any groups") +
                          "; the pairs in one group are worth " + short_number(result.value) + ", at most " +
                          short_number(result.bound) + " in any."};
    if (result.unknown > 0)
      all.notes.push_back("Of " + std::to_string(result.unknown) + " of the " + std::to_string(result.members.size()) +
                          " members no " +
                          (question.objective == group_objective::shared  ? "need"
                           : question.objective == group_objective::mixed ? "level"
                                                                          : "region") +
                          " is known; they count for nothing.");
    if (!question.absent.empty())
      all.notes.push_back(std::to_string(result.moved) + (result.moved == 1 ? " changes" : " change") +
                          " groups for those who stay away" +
                          (result.balanced ? "." : "; the constraints let no further one, so that sizes differ."));
    if (!result.left_out.empty())
      all.notes.push_back("Left out: " + labels(result.left_out) +
                          ", as cohorts are known by size alone and organizations never counted among persons.");
  }
  all.tables = {
      answer_table::fields(
          "summary", {{"event", result.event ? std::optional{net.key(*result.event)} : std::nullopt},
                      {"participants", result.members.size()},
                      {"groups", groups},
                      {"meetings", question.meetings},
                      {"objective", std::string{group_objective_names[static_cast<std::size_t>(question.objective)]}},
                      {"value", result.value},
                      {"bound", result.bound},
                      {"optimal", result.optimal},
                      {"repeats", result.repeats},
                      {"repeats_at_least", result.repeats_at_least},
                      {"unknown", result.unknown},
                      {"absent", question.absent.size()},
                      {"moved", result.moved},
                      {"balanced", result.balanced},
                      {"left_out", keys_of(net, result.left_out)},
                      {"empty", result.empty.empty() ? std::nullopt : std::optional{result.empty}},
                      {"as_of", day_cell(day)}}),
      std::move(rows.table)};
  return all;
}

}  // namespace

void add_groups(CLI::App& app) {
  auto asked = std::make_shared<groups_arguments>();
  CLI::App* command = app.add_subcommand("groups", "who of an event should sit together");
  add_folder_options(*command, asked->folder);
  add_output_options(*command, asked->output);
  breakout_question& q = asked->question;
  command->add_option("--event", asked->event, "whose participants; default: the event with most")->type_name("ID");
  add_whole_number(*command, "--into", q.into, 1, std::numeric_limits<std::uint32_t>::max(),
                   "how many groups; default: groups of about 6");
  command
      ->add_option("--objective", asked->objective,
                   "shared: the same needs together; mixed: differing levels; region: of one region")
      ->capture_default_str();
  command->add_option("--must", asked->must, "those who have to be together")->type_name("ID,ID")->take_all();
  command->add_option("--cannot", asked->cannot, "those who can't be")->type_name("ID,ID")->take_all();
  command->add_option("--fixed", asked->fixed, "whose group is fixed")->type_name("ID=GROUP,...")->delimiter(',');
  command->add_option("--absent", asked->absent, "who stays away: as few as possible of the others change groups")
      ->type_name("ID,...")
      ->delimiter(',');
  add_whole_number_with_default(*command, "--meetings", q.meetings, 1, 100, "how many times, with new groups each");
  add_whole_number_with_default(*command, "--seed", q.seed, 0, std::numeric_limits<std::uint64_t>::max(),
                                "for the starts of the exchange");
  command->callback([asked] {
    const snapshot net = load(asked->folder);
    const auto day = day_of(asked->folder, net);
    const breakout_question question = question_of(*asked, net);
    const breakout_groups_result result = breakout_groups(view_of(asked->folder, net), question);
    print_answer(asked->output, groups_answer(net, day, question, result), net, question.seed);
  });
}

}  // namespace capnet::command
