#include "command/common.hpp"

#include <iostream>

#include <capnet/core/text.hpp>
#include <capnet/io/data_folder.hpp>
#include <capnet/io/native_file.hpp>
#include <capnet/view/part_of.hpp>

#include "command/days.hpp"
#include "command/edge_tables.hpp"
#include "command/options.hpp"
#include "io/json_text.hpp"

namespace capnet::command {

void add_output_options(CLI::App& command, output_options& options, bool tables) {
  CLI::Option* const format = command.add_option(
      "--format", options.format,
      tables ? "text for people, json for programs, csv: the rows as a table" : "text for people, json for programs");
  if (tables)
    format->check(CLI::IsMember({"text", "json", "csv"}));
  else
    format->check(CLI::IsMember({"text", "json"}));
  format->capture_default_str();
}

void add_place(CLI::App& command, folder_options& options, bool own_tables) {
  command.add_option("DIR", options.folder, "folder with vertices.csv and ties.csv, or a file that capnet pack wrote");
  if (!own_tables) {
    CLI::Option* const nodes =
        command.add_option("--nodes", options.nodes,
                           "in place of DIR: CSV with a column id, and others of vertices.csv; without a column kind "
                           "all are organizations");
    CLI::Option* const edges =
        command.add_option("--edges", options.edges,
                           "CSV with columns source and target, and others of ties.csv; without a column relation all "
                           "are collaborates_with");
    nodes->needs(edges), edges->needs(nodes);
  }
  add_encoding(command, options.reading.encoding);
  command.add_flag("--day-first", options.reading.day_first, "31/12/2023 and 31.12.2023 in the tables are days");
  command.add_flag(
      "--inclusive-ends", options.reading.inclusive_ends,
      "an end in the tables is the last day on which something held; default: the first on which it did not");
  command.add_flag("--strict", options.reading.strict,
                   "refuse columns, kinds and sectors that look mistyped, such as compny; default: warn of them");
}

void add_folder_options(CLI::App& command, folder_options& options, own_options own) {
  add_place(command, options, own.tables);
  command.add_option("--as-of", options.as_of,
                     own.day != nullptr ? own.day
                                        : "day such as 2024-07-23, or 2024, FY2024, 2024年度: its last day. Default: "
                                          "the last day of the data");
  if (!own.window) {
    command
        .add_option("--window", options.window,
                    "what held on some day of DAY..DAY, both counted, instead of on one; with --as-of, both must hold")
        ->type_name("DAY..DAY");
  }
  if (!own.relation) {
    command.add_option("--relation", options.relations, "of the ties those of these relations alone")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->type_name("NAME,...");
  }
  command.add_option("--kind", options.kinds, "of the vertices those of these kinds alone, and what is one of them")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("NAME,...");
  command
      .add_option("--sector", options.sectors,
                  "of the organizations those of these sectors alone, by their sector on the day; 'unknown' too")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("NAME,...");
  command
      .add_option("--project", options.project,
                  "tie the sources of a relation to each other, once for each target that they share, as ties of "
                  "shared_RELATION; RELATION:targets ties its targets")
      ->type_name("RELATION");
}

void add_written_part(CLI::App& command, folder_options& options) {
  add_folder_options(command, options,
                     {.window = true,
                      .day = "the day on which --sector asks for sectors, such as 2024-07-23; what is written has all "
                             "days. Default: the last day of the data"});
  command.get_option("--as-of")->needs(command.get_option("--sector"));
}

void name_written(folder_options& options, std::string& second) {
  if (!options.nodes.empty() && second.empty()) second = std::exchange(options.folder, {});
}

void add_encoding(CLI::App& command, std::string& encoding) {
  command
      .add_option("--encoding", encoding,
                  "of the tables, such as shift_jis, euc-jp, windows-1252, utf-16; default: UTF-8")
      ->type_name("NAME");
}

std::vector<std::string> reading_arguments(const data_folder_options& reading) {
  std::vector<std::string> words;
  if (!reading.encoding.empty()) words.insert(words.end(), {"--encoding", reading.encoding});
  if (reading.day_first) words.emplace_back("--day-first");
  if (reading.inclusive_ends) words.emplace_back("--inclusive-ends");
  if (reading.strict) words.emplace_back("--strict");
  return words;
}

bool asks_part(const folder_options& options) {
  return !options.relations.empty() || !options.kinds.empty() || !options.sectors.empty() || !options.project.empty();
}

std::vector<std::string> part_arguments(const folder_options& options) {
  std::vector<std::string> words;
  const auto add = [&](const char* option, const std::string& value) {
    if (!value.empty()) words.insert(words.end(), {option, value});
  };
  const auto joined = [](const std::vector<std::string>& names) {
    std::string all;
    for (const std::string& name : names) all += (all.empty() ? "" : ",") + name;
    return all;
  };
  add("--nodes", options.nodes), add("--edges", options.edges), add("--window", options.window);
  add("--relation", joined(options.relations)), add("--kind", joined(options.kinds));
  add("--sector", joined(options.sectors)), add("--project", options.project);
  return words;
}

namespace {

snapshot load_edges(const folder_options& options) {
  return read_edge_network(options.nodes, options.edges, options.reading);
}

struct projection_asked {
  relation_index relation{};
  relation_end onto = relation_end::sources;
};
projection_asked projection_in(const folder_options& options, const snapshot& net) {
  std::string name = options.project;
  projection_asked asked;
  for (const auto& [ending, end] :
       {std::pair{std::string{":sources"}, relation_end::sources}, {std::string{":targets"}, relation_end::targets}}) {
    if (!name.ends_with(ending)) continue;
    name.resize(name.size() - ending.size());
    asked.onto = end;
  }
  asked.relation = net.schema().relation_named(name);
  return asked;
}

}  // namespace

namespace {

snapshot read_whole(const folder_options& options) {
  if (!options.nodes.empty()) return load_edges(options);
  if (options.folder.empty())
    throw input_error{"DIR is missing; expected a folder, a file that capnet pack wrote, or --nodes and --edges"};
  if (is_native(options.folder)) {
    std::vector<std::string> given = reading_arguments(options.reading);
    std::erase_if(given, [](const std::string& word) { return !word.starts_with("--"); });
    if (!given.empty()) {
      throw input_error{
          {{options.folder, 0, 0,
            "is packed, and " + join_names(given) +
                " tell how the tables of a folder are read; expected a folder, or none of these options: give them to "
                "capnet pack"}}};
    }
    return read_native(options.folder);
  }
  folder_contents read = read_folder_with_warnings(options.folder, options.reading);
  tell_warnings(std::move(read.warnings));
  return std::move(read.net);
}

}  // namespace

snapshot load_whole(const folder_options& options) {
  snapshot net = read_whole(options);
  options.last_day = net.last_day();
  return net;
}

std::string projected_name(const folder_options& options, const snapshot& net) {
  return "shared_" + net.schema().relation(projection_in(options, net).relation).name;
}

kind_index kind_named(const schema& known, const std::string& name) {
  if (const auto kind = known.find_kind(name)) return *kind;
  throw input_error{quote(name) + " is no kind; expected " + join_names(known.kind_names(), " or ") +
                    did_you_mean(name, known.kind_names())};
}

snapshot part_of(const folder_options& options, const snapshot& net) {
  problem_list problems;
  part_options part;
  std::optional<projection_asked> project;
  if (!options.project.empty()) try_to(problems, "--project", [&] { project = projection_in(options, net); });
  for (const std::string& name : options.relations) {
    if (project && name == projected_name(options, net)) continue;  // there once it is made
    try_to(problems, "--relation", [&] { part.relations.push_back(net.schema().relation_named(name)); });
  }
  for (const std::string& name : options.kinds)
    try_to(problems, "--kind", [&] { part.kinds.push_back(kind_named(net.schema(), name)); });
  for (const std::string& name : options.sectors) {
    const auto known = name == "unknown" ? std::optional{sector::unknown} : net.schema().find_sector(name);
    if (known) {
      part.sectors.push_back(*known);
      continue;
    }
    std::vector<std::string> names(net.schema().sector_names().begin() + 1, net.schema().sector_names().end());
    problems.add(
        {"--sector", 0, 0,
         quote(name) + " is no sector here; expected " + join_names(names, " or ") + did_you_mean(name, names)});
  }
  if (!problems.empty()) throw input_error{std::move(problems)};
  snapshot kept = net;
  if (project) {
    // Of the ties that are left the new ones alone, and those asked for beside them.
    kept = projection_of(network_view{kept}, project->relation, project->onto);
    part.relations.push_back(kept.schema().relation_named("shared_" + net.schema().relation(project->relation).name));
  }
  if (part.relations.empty() && part.kinds.empty() && part.sectors.empty()) return kept;
  return capnet::part_of(view_of(options, kept), part);
}

snapshot load(const folder_options& options) { return part_of(options, load_whole(options)); }

std::optional<date> day_of(const folder_options& options, const snapshot& net) {
  if (options.as_of.empty()) return options.last_day ? options.last_day : net.last_day();
  if (const auto day = parse_date(options.as_of)) return day->latest;
  throw input_error{"--as-of: " + quote(options.as_of) +
                    " is no date; expected one such as 2024-07-23, 2024-07, 2024, FY2024, 2024年度 or 令和6年7月23日"};
}

date day_named(const std::string& option, const std::string& text, bool last) {
  if (const auto day = parse_date(text)) return last ? day->latest : day->earliest;
  throw input_error{option + ": " + quote(text) + " is no date; expected one such as 2024-07-23, 2024-07, 2024 or " +
                    "FY2024"};
}

network_view view_of(const folder_options& options, const snapshot& net) {
  view_options seen;
  seen.window = window_of(options.window);
  if (!seen.window || !options.as_of.empty()) seen.day = day_of(options, net);
  return network_view{net, seen};
}

void print(const boost::json::value& json) { std::cout << detail::json_text(json) << '\n'; }

void tell_warnings(std::vector<problem> warnings) {
  for (problem& one : warnings) {
    one.message.insert(0, "warning: ");
    std::cerr << to_string(one) << '\n';
  }
}

}  // namespace capnet::command
