/// capnet peers: who has the same problem and has solved it.
#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/parallel.hpp>
#include <capnet/core/text.hpp>
#include <capnet/skill/peers.hpp>
#include <capnet/skill/proficiency_scale.hpp>

#include "command/answer.hpp"
#include "command/commands.hpp"
#include "command/common.hpp"
#include "command/options.hpp"

namespace capnet::command {
namespace {

struct peers_arguments {
  folder_options folder{};
  output_options output{};
  std::string of{};
  std::vector<std::string> weights{};
  peer_options question{};
};

std::optional<double> known(double part) { return std::isnan(part) ? std::nullopt : std::optional{part}; }

/// "needs=2,size=0" of words split at commas: parts that are not named keep their weight.
peer_weights weights_of(const std::vector<std::string>& words) {
  peer_weights weights = default_peer_weights;
  std::array<bool, peer_parts> given{};
  problem_list problems;
  for (const std::string& word : words) {
    const std::size_t at = std::min(word.find('='), word.size());
    const std::string name = word.substr(0, at), number = at < word.size() ? word.substr(at + 1) : "";
    const auto part = static_cast<std::size_t>(std::ranges::find(peer_part_names, name) - peer_part_names.begin());
    const auto weight = parse_number(number);
    if (part == peer_parts) {
      problems.add({"--weights", 0, 0,
                    quote(name) + " is no part; expected " + join_names(peer_part_names, " or ") +
                        did_you_mean(name, peer_part_names)});
    } else if (given[part]) {
      problems.add({"--weights", 0, 0, quote(name) + " has two weights; expected one"});
    } else if (!weight || *weight < 0 || *weight > 1e9) {
      problems.add(
          {"--weights", 0, 0, quote(word) + " has no weight; expected a number from 0 to 1e9 such as " + name + "=2"});
    } else {
      weights[part] = *weight, given[part] = true;
    }
  }
  if (problems.empty() && std::ranges::all_of(weights, [](double weight) { return weight == 0; }))
    problems.add({"--weights", 0, 0, "all weights are 0; expected one above 0"});
  if (!problems.empty()) throw input_error{std::move(problems)};
  return weights;
}

vertex_ref organization_named(const network_view& view, const std::string& id) {
  const snapshot& net = view.net();
  const auto found = net.find(id);
  const kind_index organization = view.schema().index_of<kind::organization>();
  if (found && view.schema().is_a(found->kind, organization) && view.contains(*found)) return *found;
  std::vector<std::string> ids;
  view.for_each_vertex_of(organization, [&](vertex_ref v) { ids.push_back(net.key(v)); });
  const std::string what = !found ? " is not in the network"
                           : view.schema().is_a(found->kind, organization)
                               ? " does not exist on this day"
                               : " is one of the kind " + view.schema().name(found->kind);
  throw input_error{{{"--for", 0, 0, quote(id) + what + "; expected an organization" + did_you_mean(id, ids)}}};
}

answer peers_answer(const peers_arguments& asked, const network_view& view, std::optional<date> day,
                    const peer_report& report) {
  constexpr answer_place detail = answer_place::detail;
  const snapshot& net = view.net();
  const auto keys = [&net](const std::vector<vertex_ref>& vertices) {
    std::vector<std::string> all;
    for (const vertex_ref v : vertices) all.push_back(net.key(v));
    return all;
  };
  table_maker rows{{.name = "rows", .keys = asked.of.empty() ? 2u : 1u}, report.rows};
  rows.add({.name = "organization", .place = detail}, [&](const auto& row) { return net.key(row.organization); })
      .add({.name = "peer", .place = detail}, [&](const auto& row) { return net.key(row.peer); });
  if (asked.of.empty())
    rows.tell({.header = "organization"}, [&](const auto& row) { return net.label_en(row.organization); });
  rows.tell({.header = "peer"}, [&](const auto& row) { return net.label_en(row.peer); })
      .add({.name = "similarity", .header = "alike", .unit = "share", .digits = 3},
           [](const auto& row) { return row.alike.similarity; })
      .add({.name = "coverage", .header = "covered", .unit = "share", .digits = 2},
           [](const auto& row) { return row.alike.coverage; });
  for (std::size_t part = 0; part < peer_parts; ++part) {
    rows.add({.name = std::string{peer_part_names[part]}, .unit = "share", .digits = 2},
             [part](const auto& row) { return known(row.alike.parts[part]); });
  }
  rows.tell({.header = "solved"}, [](const auto& row) { return std::to_string(row.solved.size()); })
      .add({.name = "shared", .place = detail}, [=](const auto& row) { return keys(row.shared); })
      .add({.name = "solved", .place = detail},
           [=](const auto& row) {
             std::vector<vertex_ref> needs;
             for (const solved_need& one : row.solved) needs.push_back(one.need);
             return keys(needs);
           })
      .add({.name = "solved_by", .place = detail},
           [&](const auto& row) {
             std::vector<std::string> ways;
             for (const solved_need& one : row.solved) ways.push_back(one.by ? net.key(*one.by) : "");
             return ways;
           })
      .add({.name = "returned", .place = detail}, [=](const auto& row) { return keys(row.returned); })
      .add({.name = "reason", .header = "Why", .place = answer_place::sentence}, &peer_row::reason)
      .label([&](const auto& row) { return net.label_en(row.organization) + " - " + net.label_en(row.peer); });

  answer_table summary = answer_table::fields("summary", {{"as_of", day_cell(day)},
                                                          {"organizations", report.organizations},
                                                          {"with_needs", report.with_needs},
                                                          {"needs", report.needs}});
  answer_table weights = answer_table::fields("summary.weights");
  std::vector<std::string> told;
  for (std::size_t part = 0; part < peer_parts; ++part) {
    weights.set({.name = std::string{peer_part_names[part]}}, report.weights[part]);
    told.push_back(std::string{peer_part_names[part]} + ' ' + short_number(report.weights[part]));
  }
  const std::string when = day ? " as of " + capnet::to_string(*day) : std::string{};
  answer all{.lead = {(asked.of.empty() ? "Organizations" : "Peers of " + net.label_en(*asked.question.of)) + when +
                          (asked.of.empty() ? " that have or had the same needs" : ": who has or had the same needs") +
                          ", the most alike first.",
                      "Alike: mean of the parts that are known of both, by their weights (" + join_names(told) +
                          "). Covered: share of the weights of which that is known. Solved: how many of the needs that "
                          "are open for the first the peer has solved."}};
  if (report.rows.empty()) {
    all.notes = {report.with_needs < 2
                     ? "Fewer than two organizations have a need: ties.csv has too few has_need ties that count."
                 : asked.question.solved_only ? "Nobody who had the same need has solved one that is still open."
                                              : "No other organization had one of the same needs."};
  }
  all.tables.push_back(std::move(rows.table));
  all.tables.push_back(std::move(summary));
  all.tables.push_back(std::move(weights));
  return all;
}

}  // namespace

void add_peers(CLI::App& app) {
  auto asked = std::make_shared<peers_arguments>();
  CLI::App* command = app.add_subcommand("peers", "who has the same problem and has solved it");
  add_folder_options(*command, asked->folder);
  add_output_options(*command, asked->output);
  CLI::Option* const of = command->add_option("--for", asked->of, "the organization whose peers are asked");
  command->add_flag("--each", asked->question.each, "the best peers of each organization, not the best pairs of all")
      ->excludes(of);
  add_whole_number_with_default(*command, "--k", asked->question.k, 1, 1'000'000, "how many peers, or pairs");
  command
      ->add_option("--weights", asked->weights,
                   "how much each part counts: needs=4,practices=1,skills=2,size=1,region=1 where not said")
      ->delimiter(',');
  command->add_flag("--solved-only", asked->question.solved_only,
                    "only peers that have solved a need that is still open");
  add_whole_number_with_default(*command, "--threads", asked->question.threads, 0, max_threads,
                                "0: one for each core; the answer does not depend on it");
  command->callback([asked] {
    asked->question.weights = weights_of(asked->weights);
    const snapshot net = load(asked->folder);
    const auto day = day_of(asked->folder, net);
    const network_view view = view_of(asked->folder, net);
    if (!asked->of.empty()) asked->question.of = organization_named(view, asked->of);
    const peer_report report = find_peers(view, asked->question);
    print_answer(asked->output, peers_answer(*asked, view, day, report), net);
  });
}

}  // namespace capnet::command
