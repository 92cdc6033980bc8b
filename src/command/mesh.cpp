/// capnet mesh: the fewest meetings that turn a hub into a mesh.
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/text.hpp>
#include <capnet/metric/fewest_meetings.hpp>

#include "command/answer.hpp"
#include "command/commands.hpp"
#include "command/common.hpp"
#include "command/options.hpp"

namespace capnet::command {
namespace {

struct mesh_arguments {
  folder_options folder{};
  output_options output{};
  std::string backbone{};
  std::optional<std::size_t> groups{};
  meeting_limits limits{};
};

/// What the plan does, and why no smaller one would.
std::vector<std::string> lead_of(const mesh_arguments& asked, const snapshot& net, const meeting_plan& plan) {
  const std::string hub = net.label_en(*plan.backbone);
  if (!plan.dependence_before) return {"Nobody is linked to " + hub + ", so that nothing depends on it."};
  std::string now = "Without " + hub + ", " + grouped(static_cast<std::uint64_t>(plan.organizations), "organization") +
                    (plan.organizations == 1 ? " falls into " : " fall into ") + grouped(plan.pieces, "piece") +
                    ": dependence " + percent_text(*plan.dependence_before) + ".";
  const std::size_t seats = asked.limits.seats;
  const std::string target = percent_text(asked.limits.target);
  if (plan.bound == 0) return {now, "That is " + target + " or less already: no meeting is needed."};
  const std::string size = " of up to " + std::to_string(seats);
  if (!plan.reached) {
    std::string far = plan.meetings.empty()
                          ? std::string{"With none"}
                          : "With " + grouped(plan.meetings.size(), "meeting") + size + " it comes down to " +
                                percent_text(*plan.dependence_after) + ", which is as far as so many get";
    if (plan.meetings.empty()) far += " it stays as it is";
    return {now, far + "; " + target + " takes " + grouped(plan.bound, "meeting") + "."};
  }
  const std::size_t fewer = plan.bound - 1;
  return {now, grouped(plan.bound, "meeting") + size + (plan.bound == 1 ? " brings" : " bring") + " it to " +
                   percent_text(*plan.dependence_after) + "; the target is " + target + ". No plan of fewer does: " +
                   (fewer == 0
                        ? "without one nothing changes."
                        : grouped(fewer, "meeting") + size + (fewer == 1 ? " joins " : " join ") + "at most " +
                              grouped(1 + fewer * (seats - 1), "piece") + ", and the largest so many are not enough.")};
}

answer mesh_answer(const mesh_arguments& asked, const snapshot& net, std::optional<date> day,
                   const meeting_plan& plan) {
  table_maker rows{{.name = "rows"}, plan.meetings};
  rows.add({.name = "meeting", .header = "#"}, [](const mesh_meeting&, std::size_t row) { return row + 1; })
      .add(
          {.name = "members"}, [&](const mesh_meeting& one) { return keys_of(net, one.members); },
          [&](const mesh_meeting& one) {
            std::vector<std::string> names;
            for (const vertex_ref v : one.members) names.push_back(net.label(v));
            return join_names(names, ", ", 100);
          })
      .add({.name = "joined", .unit = "organization"}, &mesh_meeting::joined)
      .add({.name = "dependence_after", .unit = "share", .digits = 3}, &mesh_meeting::dependence_after)
      .add({.name = "reason", .header = "Why", .place = answer_place::sentence}, &mesh_meeting::reason)
      .label([](const mesh_meeting&, std::size_t row) { return "Meeting " + std::to_string(row + 1); });
  return {.lead = lead_of(asked, net, plan),
          .tables = {answer_table::fields("summary", {{"backbone", net.key(*plan.backbone)},
                                                      {"target", asked.limits.target},
                                                      {"reached", plan.reached},
                                                      {"meetings", plan.meetings.size()},
                                                      {"bound", plan.bound},
                                                      {"dependence_before", plan.dependence_before},
                                                      {"dependence_after", plan.dependence_after},
                                                      {"organizations", plan.organizations},
                                                      {"pieces", plan.pieces},
                                                      {"seats", asked.limits.seats},
                                                      {"groups", asked.groups},
                                                      {"as_of", day_cell(day)}}),
                     std::move(rows.table)}};
}

void run(mesh_arguments& asked) {
  if (asked.groups) asked.limits.meetings = *asked.groups;
  const snapshot net = load(asked.folder);
  capnet::measure_options how;
  if (!asked.backbone.empty()) {
    problem_list problems;
    try_to(problems, "--backbone", [&] {
      how.backbone = net.vertex(asked.backbone);
      if (!net.schema().is_a(how.backbone->kind, net.schema().index_of<kind::organization>()))
        throw input_error{quote(asked.backbone) + " is no organization; expected the id of one"};
    });
    if (!problems.empty()) throw input_error{std::move(problems)};
  }
  const network_view view = view_of(asked.folder, net);
  const measure_context context{view, how};
  if (!context.certain().backbone()) {
    throw input_error{
        "no organization runs a program then, so that none is the backbone; expected a 'runs' tie, or --backbone ID"};
  }
  print_answer(asked.output, mesh_answer(asked, net, day_of(asked.folder, net), plan_meetings(context, asked.limits)),
               net);
}

}  // namespace

void add_mesh(CLI::App& app) {
  auto asked = std::make_shared<mesh_arguments>();
  CLI::App* command = app.add_subcommand(
      "mesh", "the fewest meetings after which the network depends on its backbone no more than that");
  add_folder_options(*command, asked->folder);
  add_output_options(*command, asked->output);
  add_share(*command, "--target", asked->limits.target,
            "the dependence to come down to: of the others, who would fall away without the backbone")
      ->required();
  add_whole_number_with_default(*command, "--seats", asked->limits.seats, 2, 1'000'000,
                                "organizations that a meeting has room for");
  add_whole_number(*command, "--groups", asked->groups, 0, 1'000'000,
                   "how many meetings, of a group each, there can be; default: as many as it takes");
  command->add_option("--backbone", asked->backbone, "the organization; default: the one that the programs hang on")
      ->type_name("ID");
  command->callback([asked] { run(*asked); });
}

}  // namespace capnet::command
