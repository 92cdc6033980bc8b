/// capnet plan: which events and courses to hold, and whom to send.
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/parallel.hpp>
#include <capnet/core/text.hpp>
#include <capnet/skill/proficiency_scale.hpp>
#include <capnet/skill/training_plan.hpp>

#include "command/answer.hpp"
#include "command/commands.hpp"
#include "command/common.hpp"
#include "command/options.hpp"

namespace capnet::command {
namespace {

struct plan_arguments {
  folder_options folder{};
  output_options output{};
  plan_question question{};
};

/// Reads `--name AMOUNT`: a finite number from 0.
void add_amount(CLI::App& command, const std::string& name, std::optional<double>& target, const std::string& about) {
  const auto read = [name, &target](const std::string& text) {
    target = parse_number(text);
    if (!target || *target < 0)
      throw input_error{{{name, 0, 0, quote(text) + " is no limit; expected a number of 0 or more"}}};
  };
  command.add_option_function<std::string>(name, read, about)->type_name("AMOUNT");
}

answer_table raised_levels(const snapshot& net, const std::vector<raised_level>& raised) {
  table_maker rows{{}, raised};
  rows.add({.name = "organization"}, [&net](const auto& one) { return net.key(one.organization); })
      .add({.name = "skill"}, [&net](const auto& one) { return net.key(one.skill); })
      .add({.name = "required"}, &raised_level::required)
      .add({.name = "before"}, &raised_level::before)
      .add({.name = "after"}, &raised_level::after)
      .add({.name = "gain", .unit = "share"}, &raised_level::gain);
  return std::move(rows.table);
}

answer_table event_rows(const snapshot& net, const training_plan& plan) {
  constexpr answer_place detail = answer_place::detail;
  table_maker rows{{.name = "rows"}, plan.events};
  rows.add({.name = "event", .place = detail}, [&](const auto& row) { return net.key(row.event); })
      .add(
          {.name = "name", .header = "event"}, [&](const auto& row) { return net.label(row.event); },
          [&](const auto& row) { return net.label_en(row.event); })
      .add({.name = "gain", .unit = "share"}, &planned_event::gain)
      .add({.name = "cost", .unit = plan.currency}, &planned_event::cost)
      .add({.name = "hours", .unit = "h"}, &planned_event::hours)
      .add({.name = "seats", .unit = "person"}, &planned_event::seats)
      .add(
          {.name = "attendees"}, [&](const auto& row) { return keys_of(net, row.attendees); },
          [&](const auto& row) { return std::to_string(row.attendees.size()); })
      .add({.name = "needed_by", .place = detail},
           [&](const auto& row) { return row.needed_by ? std::optional{net.key(*row.needed_by)} : std::nullopt; })
      .add({.name = "raised", .place = detail}, [&](const auto& row) { return raised_levels(net, row.raised); })
      .add({.name = "reason", .header = "Why", .place = answer_place::sentence}, &planned_event::reason)
      .label([&](const auto& row) { return net.label_en(row.event); });
  return std::move(rows.table);
}

answer_table gap_rows(const snapshot& net, const training_plan& plan) {
  constexpr answer_place detail = answer_place::detail;
  table_maker rows{{.name = "organizations", .title = "Organizations whose gap falls"}, plan.organizations};
  rows.add({.name = "organization", .place = detail}, [&](const auto& one) { return net.key(one.organization); })
      .tell({.header = "organization"}, [&](const auto& one) { return net.label_en(one.organization); })
      .add({.name = "before", .unit = "share", .digits = 3}, [](const auto& one) { return one.before.gap; })
      .add({.name = "before_low", .unit = "share", .place = detail}, [](const auto& one) { return one.before.low; })
      .add({.name = "before_high", .unit = "share", .place = detail}, [](const auto& one) { return one.before.high; })
      .add({.name = "after", .unit = "share", .digits = 3}, [](const auto& one) { return one.after.gap; })
      .add({.name = "after_low", .header = "at least", .unit = "share", .digits = 3},
           [](const auto& one) { return one.after.low; })
      .add({.name = "after_high", .header = "at most", .unit = "share", .digits = 3},
           [](const auto& one) { return one.after.high; });
  return std::move(rows.table);
}

/// ".31 (whatever is unknown: .2 to .4)".
std::string gap_words(const gap_mean& mean) {
  std::string text = mean.mean ? short_number(*mean.mean, 3) : "unknown";
  if (mean.low) text += " (" + short_number(*mean.low, 3) + " to " + short_number(*mean.high, 3) + ")";
  return text;
}

answer plan_answer(const plan_arguments& asked, const snapshot& net, std::optional<date> day,
                   const training_plan& plan) {
  constexpr answer_place detail = answer_place::detail;
  const plan_question& q = asked.question;
  answer all;
  if (plan.events.empty()) {
    all.lead = {plan.empty};
  } else {
    all.lead = {
        "The mean skill gap of organizations falls from " + gap_words(plan.before) + " to " + gap_words(plan.after) +
            "; in brackets what it is whatever the unknown levels held are.",
        "No plan within the limits closes more than " + short_number(plan.bound, 3) + "; this one closes " +
            short_number(plan.gain, 3) +
            (plan.ratio.value_or(1) > 1 - 1e-9 ? ": it is the best there is."
                                               : ", which is at least " + percent_text(*plan.ratio) + " of the best.")};
    if (plan.seats_unknown > 0)
      all.notes.push_back(std::to_string(plan.seats_unknown) + " of the " + std::to_string(plan.candidates) +
                          " that could be held " + (plan.seats_unknown == 1 ? "states" : "state") +
                          " no seats: taken as having enough for all who would gain.");
  }
  all.tables = {
      answer_table::fields("summary", {{"gain", plan.gain},
                                       {"bound", plan.bound},
                                       {"ratio", plan.ratio},
                                       {"guarantee", plan.guarantee},
                                       {"gap_before", plan.before.mean},
                                       {"gap_before_low", plan.before.low},
                                       {"gap_before_high", plan.before.high},
                                       {"gap_after", plan.after.mean},
                                       {"gap_after_low", plan.after.low},
                                       {"gap_after_high", plan.after.high},
                                       {"organizations", plan.before.organizations},
                                       {"known", plan.before.known},
                                       {"candidates", plan.candidates},
                                       {"seats_unknown", plan.seats_unknown},
                                       {"seats", plan.seats},
                                       {"cost", plan.cost},
                                       {"hours", plan.hours},
                                       {"currency", plan.currency},
                                       {"most_events", q.events},
                                       {"most_seats", q.seats},
                                       {"most_money", q.money},
                                       {"most_hours", q.hours},
                                       {"empty", plan.empty.empty() ? std::nullopt : std::optional{plan.empty}},
                                       {"as_of", day_cell(day)}}),
      event_rows(net, plan), gap_rows(net, plan)};
  table_maker passed{{.name = "passed_over", .title = "Not chosen for a reason of its own"}, plan.passed_over};
  passed.add({.name = "event", .place = detail}, [&](const auto& one) { return net.key(one.event); })
      .tell({.header = "event"}, [&](const auto& one) { return net.label_en(one.event); })
      .add({.name = "reason", .header = "Why", .place = answer_place::sentence}, &passed_over_event::reason)
      .label([&](const auto& one) { return net.label_en(one.event); });
  constexpr std::size_t shown = 20;
  if (plan.passed_over.size() > shown) {
    passed.table.rows_shown.emplace();
    for (std::size_t k = 0; k < shown; ++k) passed.table.rows_shown->push_back(k);
    passed.table.notes = {"And " + std::to_string(plan.passed_over.size() - shown) + " more: see --format json."};
  }
  all.tables.push_back(std::move(passed.table));
  return all;
}

}  // namespace

void add_plan(CLI::App& app) {
  auto asked = std::make_shared<plan_arguments>();
  CLI::App* command = app.add_subcommand("plan", "which events and courses to hold, and whom to send");
  add_folder_options(*command, asked->folder);
  add_output_options(*command, asked->output);
  plan_question& q = asked->question;
  add_whole_number_with_default(*command, "--events", q.events, 0, std::numeric_limits<std::uint32_t>::max(),
                                "how many events at most");
  add_whole_number(*command, "--seats", q.seats, 0, std::numeric_limits<std::uint32_t>::max(),
                   "how many attend at most, over all events");
  add_amount(*command, "--money", q.money, "how much all events may cost together, in the currency of their cost");
  add_amount(*command, "--hours", q.hours, "how many hours all events may take together");
  add_whole_number_with_default(*command, "--threads", q.how.threads, 0, max_threads,
                                "0: one for each core; the output does not depend on it");
  command->callback([asked] {
    const snapshot net = load(asked->folder);
    const auto day = day_of(asked->folder, net);
    const training_plan plan = plan_training(view_of(asked->folder, net), asked->question);
    print_answer(asked->output, plan_answer(*asked, net, day, plan), net);
  });
}

}  // namespace capnet::command
