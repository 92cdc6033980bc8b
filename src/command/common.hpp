#pragma once
/// What the subcommands share: reading a folder as of a day, and printing JSON.
#include <CLI/CLI.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/core/error.hpp>
#include <capnet/io/data_folder.hpp>
#include <capnet/network/snapshot.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet::command {

/// `--format text|json|csv`; text is the default.
struct output_options {
  std::string format = "text";
  [[nodiscard]] bool json() const { return format == "json"; }
  [[nodiscard]] bool csv() const { return format == "csv"; }
  [[nodiscard]] bool text() const { return format == "text"; }
};
/// `tables`: the answer has rows, which CSV can be.
void add_output_options(CLI::App& command, output_options& options, bool tables = true);

/// `DIR|FILE [--as-of DAY]` or a file of nodes and one of edges, how their tables are read, and which part is meant.
struct folder_options {
  std::string folder{};
  std::string nodes{}, edges{};  ///< in place of a folder
  std::string as_of{}, window{};
  std::vector<std::string> relations{}, kinds{}, sectors{};
  std::string project{};
  data_folder_options reading{};
  mutable std::optional<date> last_day{};  ///< of the data as a whole, once it is loaded
};
/// All but the day and the part.
void add_place(CLI::App& command, folder_options& options, bool own_tables = false);
/// Which of the options a command has under the same name for something of its own.
struct own_options {
  bool relation = false, window = false;
  bool tables = false;        ///< --nodes and --edges
  const char* day = nullptr;  ///< what --as-of means, where it is not the day that is asked
};
void add_folder_options(CLI::App& command, folder_options& options, own_options own = {});
/// The same for a command that writes a network, to a second word after DIR: a part of it, of all days. --as-of says of
/// which day --sector is.
void add_written_part(CLI::App& command, folder_options& options);
/// With --nodes and --edges in place of DIR the only word is the second one.
void name_written(folder_options& options, std::string& second);

/// Adds `--encoding NAME`.
void add_encoding(CLI::App& command, std::string& encoding);
/// The words of the options that say how tables are read, as far as they were given.
[[nodiscard]] std::vector<std::string> reading_arguments(const data_folder_options& reading);

/// Whether a part is meant.
[[nodiscard]] bool asks_part(const folder_options& options);
/// The words of the options that say which tables or which part is meant, as far as they were given.
[[nodiscard]] std::vector<std::string> part_arguments(const folder_options& options);

/// Calls `find`; the problems that it throws join others, those without a place with the option as theirs.
template <class Find>
void try_to(problem_list& problems, const std::string& option, const Find& find) {
  try {
    find();
  } catch (const input_error& error) {
    for (problem fault : error.problems()) {
      if (fault.file.empty()) fault.file = option;
      problems.add(std::move(fault));
    }
  }
}

/// Reads a folder, a file that `capnet pack` wrote, or nodes and edges, and keeps the part that is meant. Warnings go
/// to standard error. Throws input_error with all its problems.
[[nodiscard]] snapshot load(const folder_options& options);
/// The same as it was read, whatever part is meant.
[[nodiscard]] snapshot load_whole(const folder_options& options);
/// The part of a network that is meant, by `--project`, `--relation`, `--kind` and `--sector`.
[[nodiscard]] snapshot part_of(const folder_options& options, const snapshot& net);
/// The kind of a name. Throws input_error that suggests the nearest.
[[nodiscard]] kind_index kind_named(const schema& known, const std::string& name);
/// The relation that `--project` makes of a network.
[[nodiscard]] std::string projected_name(const folder_options& options, const snapshot& net);

/// The last day of `--as-of` (2023 is 31 December 2023), else the last day of the data, else nothing. Throws
/// input_error.
[[nodiscard]] std::optional<date> day_of(const folder_options& options, const snapshot& net);

/// The first or last day of a date that an option gives. Throws input_error.
[[nodiscard]] date day_named(const std::string& option, const std::string& text, bool last);

/// The network on that day or in that window, or all that was held if there is neither.
[[nodiscard]] network_view view_of(const folder_options& options, const snapshot& net);

/// Prints the attributes of kinds and relations: `show --schema`.
void show_schema(const snapshot& net, const output_options& output);

/// Prints what was left out or looks incomplete on standard error, a line each.
void tell_warnings(std::vector<problem> warnings);

/// Prints one line of JSON on standard output. Numbers that are whole are written as such, others so that they read
/// back the same; what would steer a terminal is escaped.
void print(const boost::json::value& json);

}  // namespace capnet::command
