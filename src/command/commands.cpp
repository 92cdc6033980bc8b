#include "command/commands.hpp"

#include <algorithm>
#include <string>

#include <capnet/core/error.hpp>

namespace capnet::command {
namespace {

struct command_row {
  std::string_view name;
  void (*add)(CLI::App&);
  bool replays = true;
};
constexpr command_row rows[]{{"audit", add_audit},
                             {"report", add_report, false},  // writes a file
                             {"show", add_show},
                             {"measure", add_measure},
                             {"series", add_series},
                             {"query", add_query},
                             {"path", add_path},
                             {"gap", add_gap},
                             {"taxonomy", add_taxonomy},
                             {"drill", add_drill},
                             {"mesh", add_mesh},
                             {"plan", add_plan},
                             {"groups", add_groups},
                             {"match", add_match},
                             {"peers", add_peers},
                             {"spread", add_spread},
                             {"influence", add_influence},
                             {"grow", add_grow},
                             {"fit", add_fit},
                             {"sweep", add_sweep},
                             {"whatif", add_whatif},
                             {"replay", add_replay, false},      // or it could run itself
                             {"pack", add_pack, false},          // writes a file
                             {"export", add_export, false},      // writes a folder
                             {"generate", add_generate, false},  // the same
                             {"bench", add_bench, false}};       // times differ

/// An option without a value says nothing: refused, rather than taken for one that was not given.
void refuse_empty_values(CLI::App& command) {
  for (CLI::Option* const option : command.get_options()) {
    if (option->get_positional() || option->get_expected_max() == 0) continue;  // a flag
    const std::string name = option->get_name();
    option->check(CLI::Validator{[name](std::string& value) -> std::string {
                                   if (!value.empty()) return {};
                                   throw input_error{{{name, 0, 0, "is empty; expected a value"}}};
                                 },
                                 ""});
  }
}

}  // namespace

void add_commands(CLI::App& app) {
  for (const command_row& one : rows) one.add(app);
  for (CLI::App* const command : app.get_subcommands([](const CLI::App*) { return true; }))
    refuse_empty_values(*command);
}

bool can_replay(std::string_view command) {
  return std::ranges::any_of(rows, [&](const command_row& one) { return one.name == command && one.replays; });
}

}  // namespace capnet::command
