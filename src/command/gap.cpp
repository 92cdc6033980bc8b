/// capnet gap: which organization lacks which skill, how much, and why.
#include <memory>
#include <span>

#include <capnet/skill/organization_gap.hpp>

#include "command/answer.hpp"
#include "command/commands.hpp"
#include "command/common.hpp"

namespace capnet::command {
namespace {

answer_table skill_levels(const snapshot& net, const std::vector<required_skill>& skills) {
  table_maker rows{{}, skills};
  rows.add({.name = "skill"}, [&net](const auto& s) { return net.key(s.skill); })
      .add({.name = "importance"}, [](const auto& s) { return s.level.importance; })
      .add({.name = "required"}, [](const auto& s) { return s.level.required; })
      .add({.name = "held"}, [](const auto& s) { return s.level.held; })
      .add({.name = "held_low"}, [](const auto& s) { return s.level.range.low; })
      .add({.name = "held_high"}, [](const auto& s) { return s.level.range.high; })
      .add({.name = "known"}, &required_skill::known)
      .add({.name = "unknown"}, &required_skill::unknown);
  return std::move(rows.table);
}

/// The columns of a gap, of an organization or a mean; `of` gives its value, bounds and coverage.
template <class T, class Of>
void add_gap_columns(table_maker<T>& rows, Of of) {
  rows.add({.name = "gap", .unit = "share", .digits = 3, .unknown = "unknown"},
           [of](const T& row) { return of(row).gap; })
      .add({.name = "low", .header = "at least", .unit = "share", .digits = 3},
           [of](const T& row) { return of(row).low; })
      .add({.name = "high", .header = "at most", .unit = "share", .digits = 3},
           [of](const T& row) { return of(row).high; })
      .add({.name = "coverage", .header = "covered", .unit = "share", .digits = 2},
           [of](const T& row) { return of(row).coverage; });
}
/// The columns of a mean.
template <class T, class Of>
void add_mean_columns(table_maker<T>& rows, Of of) {
  rows.add({.name = "organizations", .unit = "organization"}, [of](const T& row) { return of(row).organizations; })
      .add({.name = "known", .unit = "organization"}, [of](const T& row) { return of(row).known; });
  add_gap_columns(rows, [of](const T& row) {
    const gap_mean& mean = of(row);
    return skill_gap_result{mean.mean, mean.low, mean.high, mean.coverage()};
  });
}

/// "The level of an organization is that of its best holder".
std::string in_words(holder_rule rule) {
  const std::string of = rule.is_mean() ? "the mean of those of its people that are known"
                         : rule == holder_rule::best()
                             ? "that of the best of its people"
                             : "that of number " + std::to_string(rule.k()) + " of its people, the best first";
  return "The level of an organization is " + of;
}

answer gap_answer(const network_view& view, std::optional<date> day, holder_rule rule, const gap_report& report) {
  constexpr answer_place detail = answer_place::detail;
  const snapshot& net = view.net();
  const auto known_sector = [&view](sector s) {
    return s == sector::unknown ? std::nullopt : std::optional{view.schema().name(s)};
  };
  table_maker rows{{.name = "rows"}, report.organizations};
  rows.add({.name = "organization", .place = detail}, [&](const auto& row) { return net.key(row.organization); })
      .add(
          {.name = "name", .header = "organization"}, [&](const auto& row) { return net.label(row.organization); },
          [&](const auto& row) { return net.label_en(row.organization); })
      .add({.name = "sector", .place = detail},
           [&, known_sector](const auto& row) { return known_sector(view.sector(row.organization)); });
  add_gap_columns(rows, [](const auto& row) -> const auto& { return row.gap; });
  rows.add({.name = "people", .unit = "person"}, &organization_gap::people)
      .add({.name = "skills", .place = detail}, [&](const auto& row) { return skill_levels(net, row.skills); })
      .add({.name = "reason", .header = "Why", .place = answer_place::sentence}, &organization_gap::reason)
      .label([&](const auto& row) { return net.label_en(row.organization); });

  table_maker summary{
      {.name = "summary", .title = "Mean over organizations whose gap is known", .shape = answer_shape::fields},
      std::span{&report.all, 1}};
  add_mean_columns(summary, [](const gap_mean& all) -> const auto& { return all; });
  summary.table.set({.name = "as_of", .place = detail}, day_cell(day));
  summary.table.set({.name = "holders", .place = detail}, capnet::to_string(rule));

  const auto mean_of = [](const auto& one) -> const auto& { return one.second; };
  table_maker skills{{.name = "summary.skills", .title = "The same of each skill"}, report.skills};
  skills.tell({.header = "skill"}, [&](const auto& one) { return net.label_en(one.first); });
  add_mean_columns(skills, mean_of);
  skills.add({.name = "skill", .place = detail}, [&](const auto& one) { return net.key(one.first); });

  table_maker sectors{{.name = "summary.sectors", .title = "The same of each sector"}, report.sectors};
  sectors.tell({.header = "sector"}, [=](const auto& one) { return known_sector(one.first).value_or("unknown"); });
  add_mean_columns(sectors, mean_of);
  sectors.add({.name = "sector", .place = detail}, [=](const auto& one) { return known_sector(one.first); });

  answer all{.lead = {"Skill gaps" + (day ? " as of " + capnet::to_string(*day) : std::string{}) +
                          ": of what is required, weighed by importance, the share that is missing.",
                      "0: all is held; 1: nothing is. " + in_words(rule) +
                          ". At least, at most: whatever the unknown levels are. Covered: share of the requirements of "
                          "which a level held is known."}};
  if (report.organizations.empty()) {
    summary.table.title.clear();
    all.notes = {"No organization requires a skill: ties.csv has no requires_skill tie that counts."};
  }
  for (answer_table* const one : {&rows.table, &summary.table, &skills.table, &sectors.table})
    all.tables.push_back(std::move(*one));
  return all;
}

}  // namespace

void add_gap(CLI::App& app) {
  auto folder = std::make_shared<folder_options>();
  auto output = std::make_shared<output_options>();
  auto holders = std::make_shared<std::string>("best");
  CLI::App* command = app.add_subcommand("gap", "which organization lacks which skill, how much, and why");
  add_folder_options(*command, *folder);
  add_output_options(*command, *output);
  command->add_option("--holders", *holders, "whose level is the organization's: best, mean, or k:N for the N-th best")
      ->capture_default_str();
  command->callback([folder, output, holders] {
    const holder_rule rule = parse_holder_rule(*holders);
    const snapshot net = load(*folder);
    const auto day = day_of(*folder, net);
    const network_view view = view_of(*folder, net);
    const gap_report report = skill_gaps(view, {.holders = rule});
    print_answer(*output, gap_answer(view, day, rule, report), net);
  });
}

}  // namespace capnet::command
