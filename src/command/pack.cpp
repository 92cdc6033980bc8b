/// capnet pack: a network in one checked file that opens at once, whatever its size.
#include <boost/json/object.hpp>

#include <iostream>
#include <memory>
#include <string>

#include <capnet/core/text.hpp>
#include <capnet/io/native_file.hpp>
#include <capnet/network/builder.hpp>
#include <capnet/network/bulk.hpp>

#include "command/commands.hpp"
#include "command/common.hpp"
#include "command/options.hpp"

namespace capnet::command {
namespace {

struct pack_options {
  folder_options place{};
  std::string file{};
  bool by_locality = false, check = false;
  output_options output{};
};

void run(pack_options& options) {
  name_written(options.place, options.file);
  if (options.check) {
    if (!options.file.empty()) throw input_error{"--check takes one file; expected no second one"};
    if (asks_part(options.place) || !options.place.as_of.empty())
      throw input_error{"--check reads a file as a whole; expected no option that says which part is meant"};
    const native_check done = verify_native(options.place.folder);
    if (options.output.json()) {
      print({{"file", options.place.folder},
             {"bytes", done.bytes},
             {"columns", done.sections},
             {"blocks", done.blocks},
             {"good", true}});
    } else {
      std::cout << printable(options.place.folder) << ": " << grouped(done.bytes) << " bytes in "
                << grouped(done.sections) << " columns, all as they were written\n";
    }
    return;
  }
  if (options.file.empty()) throw input_error{"pack needs a file to write; expected capnet pack DIR FILE.capnet"};
  snapshot net = load(options.place);
  if (options.by_locality) net = net.compacted({.run = on_threads()});
  write_native(net, options.file);
  const native_check done = verify_native(options.file);
  if (options.output.json()) {
    print({{"file", options.file}, {"bytes", done.bytes}, {"vertices", net.order()}, {"ties", net.size()}});
  } else {
    std::cout << printable(options.file) << ": " << grouped(net.order()) << " vertices and " << grouped(net.size())
              << " ties in " << grouped(done.bytes) << " bytes\n";
  }
}

}  // namespace

void add_pack(CLI::App& app) {
  auto options = std::make_shared<pack_options>();
  CLI::App* command = app.add_subcommand(
      "pack",
      "one file, of a network or a part of it, that every command reads in place of the folder, checked as it is read");
  add_written_part(*command, options->place);
  command->add_option("FILE", options->file, "the file to write, such as net.capnet");
  add_output_options(*command, options->output, false);
  command->add_flag("--by-region", options->by_locality,
                    "lay vertices anew by region and degree, as a folder that is read has them: for older files");
  command->add_flag("--check", options->check, "read a packed file as a whole and check it, and write nothing");
  command->callback([options] { run(*options); });
}

}  // namespace capnet::command
