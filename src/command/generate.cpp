/// capnet generate: a folder of made-up data, in which nobody and nothing is real.
#include <limits>
#include <memory>
#include <string>

#include <capnet/io/data_folder.hpp>
#include <capnet/sim/pro_bono_network.hpp>

#include "command/answer.hpp"
#include "command/commands.hpp"
#include "command/options.hpp"

namespace capnet::command {
namespace {

struct generate_options {
  pro_bono_options network{};
  std::string out{};
  bool json = false;
};

}  // namespace

void add_generate(CLI::App& app) {
  auto options = std::make_shared<generate_options>();
  CLI::App* command = app.add_subcommand("generate", "a new folder of made-up data, the same from the same seed");
  command->require_subcommand(1);
  CLI::App* pro_bono = command->add_subcommand(
      "probono", "volunteers, nonprofits with staff and needs, projects, courses, and who met whom");
  add_whole_number_with_default(*pro_bono, "--seed", options->network.seed, 0,
                                std::numeric_limits<std::uint64_t>::max(), "of all random choices");
  add_whole_number_with_default(*pro_bono, "--volunteers", options->network.volunteers, 1,
                                pro_bono_options::most_volunteers, "how many volunteers");
  add_whole_number_with_default(*pro_bono, "--projects", options->network.projects, 1, pro_bono_options::most_projects,
                                "how many projects; nonprofits are twice as many");
  pro_bono->add_option("DIR", options->out, "the folder to write: a new or an empty one")->required();
  pro_bono->add_flag("--json", options->json, "tell what was written, and errors, as JSON");
  pro_bono->callback([options] {
    const snapshot net = pro_bono_network(options->network);
    write_folder(net, options->out);
    print_written(options->out, net, options->json, given_arguments(), options->network.seed);
  });
}

}  // namespace capnet::command
