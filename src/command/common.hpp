#pragma once
/// What the subcommands share: reading a folder as of a day, and printing JSON.
#include <CLI/CLI.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/io/data_folder.hpp>
#include <capnet/network/snapshot.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet::command {

/// `--format text|json`; text is the default.
struct output_options {
  std::string format = "text";
  [[nodiscard]] bool json() const { return format == "json"; }
};
void add_output_options(CLI::App& command, output_options& options);

/// `DIR|FILE [--as-of DAY]`, and how the tables of a folder are read.
struct folder_options {
  std::string folder{};
  std::string as_of{};
  data_folder_options reading{};
};
/// All but the day.
void add_place(CLI::App& command, folder_options& options);
void add_folder_options(CLI::App& command, folder_options& options);

/// Adds `--encoding NAME`.
void add_encoding(CLI::App& command, std::string& encoding);
/// The words of the options that say how tables are read, as far as they were given.
[[nodiscard]] std::vector<std::string> reading_arguments(const data_folder_options& reading);

/// Reads a folder, or a file that `capnet pack` wrote. Warnings go to standard error. Throws input_error with all its
/// problems.
[[nodiscard]] snapshot load(const folder_options& options);

/// The last day of `--as-of` (2023 is 31 December 2023), else the last day of the data, else nothing. Throws
/// input_error.
[[nodiscard]] std::optional<date> day_of(const folder_options& options, const snapshot& net);

/// The network on that day, or all that was held if there is none.
[[nodiscard]] network_view view_of(const folder_options& options, const snapshot& net);

/// Prints the attributes of kinds and relations: `show --schema`.
void show_schema(const schema& known, const output_options& output);

/// Prints one line of JSON on standard output. Numbers that are whole are written as such, others so that they read
/// back the same; what would steer a terminal is escaped.
void print(const boost::json::value& json);

}  // namespace capnet::command
