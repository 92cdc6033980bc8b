#pragma once
/// The subcommands of `capnet`, one file each. Every callback throws: main turns what it throws into messages and an
/// exit status.
#include <CLI/CLI.hpp>

#include <string_view>

namespace capnet::command {

/// Thrown by a callback that has printed its answer, where the exit status tells more: `audit --fail-on`,
/// `bench --baseline`.
struct exit_status {
  int value = 0;
};

void add_audit(CLI::App& app);
void add_bench(CLI::App& app);
void add_drill(CLI::App& app);
void add_export(CLI::App& app);
void add_fit(CLI::App& app);
void add_gap(CLI::App& app);
void add_generate(CLI::App& app);
void add_groups(CLI::App& app);
void add_grow(CLI::App& app);
void add_influence(CLI::App& app);
void add_match(CLI::App& app);
void add_measure(CLI::App& app);
void add_mesh(CLI::App& app);
void add_pack(CLI::App& app);
void add_path(CLI::App& app);
void add_plan(CLI::App& app);
void add_peers(CLI::App& app);
void add_query(CLI::App& app);
void add_replay(CLI::App& app);
void add_report(CLI::App& app);
void add_series(CLI::App& app);
void add_show(CLI::App& app);
void add_spread(CLI::App& app);
void add_sweep(CLI::App& app);
void add_taxonomy(CLI::App& app);
void add_whatif(CLI::App& app);

/// All of them, in the order in which `--help` lists them.
void add_commands(CLI::App& app);
/// Whether it writes nothing and answers in JSON with a manifest, from which `replay` runs it again.
[[nodiscard]] bool can_replay(std::string_view command);

}  // namespace capnet::command
