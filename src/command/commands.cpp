#include "command/commands.hpp"

#include <algorithm>

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

}  // namespace

void add_commands(CLI::App& app) {
  for (const command_row& one : rows) one.add(app);
}

bool can_replay(std::string_view command) {
  return std::ranges::any_of(rows, [&](const command_row& one) { return one.name == command && one.replays; });
}

}  // namespace capnet::command
