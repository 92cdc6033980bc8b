/// capnet gap: which organization lacks which skill, how much, and why.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <iostream>
#include <memory>

#include <capnet/core/text.hpp>
#include <capnet/skill/organization_gap.hpp>

#include "command/answer.hpp"
#include "command/commands.hpp"
#include "command/common.hpp"
#include "command/table.hpp"
#include "io/json_values.hpp"

namespace capnet::command {
namespace {

namespace json = boost::json;
using detail::to_json;

json::value sector_json(const network_view& view, sector s) {
  return s == sector::unknown ? json::value{} : json::value(view.schema().name(s));
}

json::object mean_json(const gap_mean& mean) {
  return {{"organizations", mean.organizations}, {"known", mean.known},
          {"gap", to_json(mean.mean)},           {"low", to_json(mean.low)},
          {"high", to_json(mean.high)},          {"coverage", to_json(mean.coverage())}};
}

json::object row_json(const network_view& view, const organization_gap& row) {
  const snapshot& net = view.net();
  json::array skills;
  for (const required_skill& s : row.skills) {
    skills.push_back({{"skill", net.key(s.skill)},
                      {"importance", to_json(s.level.importance)},
                      {"required", to_json(s.level.required)},
                      {"held", to_json(s.level.held)},
                      {"held_low", to_json(s.level.range.low)},
                      {"held_high", to_json(s.level.range.high)},
                      {"known", s.known},
                      {"unknown", s.unknown}});
  }
  return {{"organization", net.key(row.organization)},
          {"name", net.label(row.organization)},
          {"sector", sector_json(view, view.sector(row.organization))},
          {"gap", to_json(row.gap.gap)},
          {"low", to_json(row.gap.low)},
          {"high", to_json(row.gap.high)},
          {"coverage", to_json(row.gap.coverage)},
          {"people", row.people},
          {"skills", std::move(skills)},
          {"reason", row.reason}};
}

void gap_json(const output_options& output, const network_view& view, std::optional<date> day, holder_rule rule,
              const gap_report& report) {
  json::object summary = mean_json(report.all);
  summary["as_of"] = day ? json::value(capnet::to_string(*day)) : json::value{};
  summary["holders"] = capnet::to_string(rule);
  json::array skills, sectors, rows;
  for (const auto& [skill, mean] : report.skills) {
    json::object one = mean_json(mean);
    one["skill"] = view.net().key(skill);
    skills.push_back(std::move(one));
  }
  for (const auto& [sector, mean] : report.sectors) {
    json::object one = mean_json(mean);
    one["sector"] = sector_json(view, sector);
    sectors.push_back(std::move(one));
  }
  summary["skills"] = std::move(skills);
  summary["sectors"] = std::move(sectors);
  for (const organization_gap& row : report.organizations) rows.push_back(row_json(view, row));
  print_answer(output, {{"summary", std::move(summary)}, {"rows", std::move(rows)}}, view.net());
}

/// "The level of an organization is that of its best holder".
std::string in_words(holder_rule rule) {
  const std::string of = rule.is_mean() ? "the mean of those of its people that are known"
                         : rule == holder_rule::best()
                             ? "that of the best of its people"
                             : "that of number " + std::to_string(rule.k()) + " of its people, the best first";
  return "The level of an organization is " + of;
}

void gap_text(const network_view& view, std::optional<date> day, holder_rule rule, const gap_report& report) {
  std::ostream& out = std::cout;
  const snapshot& net = view.net();
  out << "Skill gaps" << (day ? " as of " + capnet::to_string(*day) : std::string{})
      << ": of what is required, weighed by importance, the share that is missing.\n0: all is held; 1: nothing is. "
      << in_words(rule)
      << ". At least, at most: whatever the unknown levels are.\nCovered: share of the requirements of "
         "which a level held is known.\n\n";
  if (report.organizations.empty()) {
    out << "No organization requires a skill: ties.csv has no requires_skill tie that counts.\n";
    return;
  }
  auto cells = [](std::string name, std::optional<double> gap, std::optional<double> low, std::optional<double> high,
                  double coverage, std::size_t n) {
    return std::vector<std::string>{std::move(name),           gap ? short_number(gap, 3) : "unknown",
                                    short_number(low, 3),      short_number(high, 3),
                                    short_number(coverage, 2), std::to_string(n)};
  };
  const std::vector<bool> right{false, true, true, true, true, true};
  table rows{{"organization", "gap", "at least", "at most", "covered", "people"}, right};
  for (const organization_gap& row : report.organizations) {
    rows.add(
        cells(net.label_en(row.organization), row.gap.gap, row.gap.low, row.gap.high, row.gap.coverage, row.people));
  }
  rows.print(out);
  out << "\nWhy\n";
  for (const organization_gap& row : report.organizations)
    out << printable(net.label_en(row.organization)) << ": " << printable(row.reason) << '\n';
  out << "\nMeans over organizations whose gap is known\n";
  table means{{"of", "gap", "at least", "at most", "covered", "organizations"}, right};
  auto add = [&](const std::string& name, const gap_mean& m) {
    means.add(cells(name, m.mean, m.low, m.high, m.coverage(), m.organizations));
  };
  add("all", report.all);
  for (const auto& [sector, mean] : report.sectors)
    add("sector " + (sector == capnet::sector::unknown ? "unknown" : view.schema().name(sector)), mean);
  for (const auto& [skill, mean] : report.skills) add("skill " + net.label_en(skill), mean);
  means.print(out);
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
    output->text() ? gap_text(view, day, rule, report) : gap_json(*output, view, day, rule, report);
  });
}

}  // namespace capnet::command
