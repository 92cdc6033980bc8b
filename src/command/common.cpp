#include "command/common.hpp"

#include <boost/json/serialize.hpp>

#include <iostream>

#include <capnet/core/text.hpp>
#include <capnet/io/data_folder.hpp>
#include <capnet/io/native_file.hpp>

namespace capnet::command {

void add_output_options(CLI::App& command, output_options& options) {
  command.add_option("--format", options.format, "text for people, json for programs")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
}

void add_place(CLI::App& command, folder_options& options) {
  command.add_option("DIR", options.folder, "folder with vertices.csv and ties.csv, or a file that capnet pack wrote")
      ->required();
  command.add_flag("--strict", options.reading.strict,
                   "refuse columns, kinds and sectors that look mistyped, such as compny; default: warn of them");
}

void add_folder_options(CLI::App& command, folder_options& options) {
  add_place(command, options);
  command.add_option(
      "--as-of", options.as_of,
      "day such as 2024-07-23, or 2024, FY2024, 2024年度: its last day. Default: the last day of the data");
}

snapshot load(const folder_options& options) {
  if (is_native(options.folder)) {
    if (options.reading.strict) {
      throw input_error{{{options.folder, 0, 0,
                          "is packed, and --strict is about the tables of a folder; expected a folder, or no --strict: "
                          "say it to the capnet pack that packs"}}};
    }
    return read_native(options.folder);
  }
  folder_contents read = read_folder_with_warnings(options.folder, options.reading);
  for (problem& one : read.warnings) {
    one.message.insert(0, "warning: ");
    std::cerr << to_string(one) << '\n';
  }
  return std::move(read.net);
}

std::optional<date> day_of(const folder_options& options, const snapshot& net) {
  if (options.as_of.empty()) return net.last_day();
  if (const auto day = parse_date(options.as_of)) return day->latest;
  throw input_error{"--as-of: " + quote(options.as_of) +
                    " is no date; expected one such as 2024-07-23, 2024-07, 2024, FY2024, 2024年度 or 令和6年7月23日"};
}

network_view view_of(const folder_options& options, const snapshot& net) {
  return network_view{net, {.day = day_of(options, net)}};
}

void print(const boost::json::value& json) { std::cout << boost::json::serialize(json) << '\n'; }

}  // namespace capnet::command
