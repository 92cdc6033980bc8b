/// capnet export: a network as tables again, for other programs and for people.
#include <memory>
#include <string>
#include <vector>

#include <capnet/io/data_folder.hpp>

#include "command/answer.hpp"
#include "command/commands.hpp"
#include "command/common.hpp"

namespace capnet::command {
namespace {

struct export_options {
  folder_options place{};
  std::string out{}, format = "folder";
  bool json = false;
};

void run(export_options& options) {
  name_written(options.place, options.out);
  if (options.out.empty()) throw input_error{"OUT is missing; expected a folder to write: capnet export DIR OUT"};
  const snapshot net = load(options.place);
  (options.format == "csv" ? write_edge_tables : write_folder)(net, options.out);
  std::vector<std::string> arguments{"export", options.place.folder, options.out, "--format", options.format};
  for (const auto& words : {reading_arguments(options.place.reading), part_arguments(options.place)})
    arguments.insert(arguments.end(), words.begin(), words.end());
  if (!options.place.as_of.empty()) arguments.insert(arguments.end(), {"--as-of", options.place.as_of});
  print_written(options.out, net, options.json, arguments);
}

}  // namespace

void add_export(CLI::App& app) {
  auto options = std::make_shared<export_options>();
  CLI::App* command = app.add_subcommand(
      "export", "a new folder with all that was said of a network or a part of it, or with nodes and edges alone");
  add_written_part(*command, options->place);
  command->add_option("OUT", options->out, "the folder to write: a new or an empty one");
  command
      ->add_option("--format", options->format,
                   "folder: reads to the same network; csv: nodes.csv and edges.csv, as capnet measure reads them")
      ->check(CLI::IsMember({"folder", "csv"}))
      ->capture_default_str();
  command->add_flag("--json", options->json, "tell what was written, and errors, as JSON");
  command->callback([options] { run(*options); });
}

}  // namespace capnet::command
