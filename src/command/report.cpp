/// capnet report: one HTML file that shows a network to people.
#include <iostream>
#include <memory>

#include <capnet/core/text.hpp>
#include <capnet/io/report.hpp>

#include "command/commands.hpp"
#include "command/common.hpp"

namespace capnet::command {

void add_report(CLI::App& app) {
  struct arguments {
    folder_options folder;
    std::string file = "report.html";
    std::string title;
  };
  auto options = std::make_shared<arguments>();
  CLI::App* command =
      app.add_subcommand("report", "one self-contained HTML file: picture, measures, figures, findings");
  add_folder_options(*command, options->folder);
  command->add_option("-o,--output", options->file, "the file to write")->capture_default_str();
  command->add_option("--title", options->title, "default: the name of the program that most take part in");
  command->callback([options] {
    const snapshot net = load(options->folder);
    write_report(net, options->file, {.day = day_of(options->folder, net), .title = options->title});
    std::cout << printable(options->file) << '\n';
  });
}

}  // namespace capnet::command
