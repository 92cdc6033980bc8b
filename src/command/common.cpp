#include "command/common.hpp"

#include <iostream>

#include <capnet/core/text.hpp>
#include <capnet/io/data_folder.hpp>
#include <capnet/io/native_file.hpp>

#include "io/json_text.hpp"

namespace capnet::command {

void add_output_options(CLI::App& command, output_options& options) {
  command.add_option("--format", options.format, "text for people, json for programs")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
}

void add_place(CLI::App& command, folder_options& options) {
  command.add_option("DIR", options.folder, "folder with vertices.csv and ties.csv, or a file that capnet pack wrote")
      ->required();
  add_encoding(command, options.reading.encoding);
  command.add_flag("--day-first", options.reading.day_first, "31/12/2023 and 31.12.2023 in the tables are days");
  command.add_flag(
      "--inclusive-ends", options.reading.inclusive_ends,
      "an end in the tables is the last day on which something held; default: the first on which it did not");
  command.add_flag("--strict", options.reading.strict,
                   "refuse columns, kinds and sectors that look mistyped, such as compny; default: warn of them");
}

void add_folder_options(CLI::App& command, folder_options& options) {
  add_place(command, options);
  command.add_option(
      "--as-of", options.as_of,
      "day such as 2024-07-23, or 2024, FY2024, 2024年度: its last day. Default: the last day of the data");
}

void add_encoding(CLI::App& command, std::string& encoding) {
  command
      .add_option("--encoding", encoding,
                  "of the tables, such as shift_jis, euc-jp, windows-1252, utf-16; default: UTF-8")
      ->type_name("NAME");
}

std::vector<std::string> reading_arguments(const data_folder_options& reading) {
  std::vector<std::string> words;
  if (!reading.encoding.empty()) words.insert(words.end(), {"--encoding", reading.encoding});
  if (reading.day_first) words.emplace_back("--day-first");
  if (reading.inclusive_ends) words.emplace_back("--inclusive-ends");
  if (reading.strict) words.emplace_back("--strict");
  return words;
}

snapshot load(const folder_options& options) {
  if (is_native(options.folder)) {
    std::vector<std::string> given = reading_arguments(options.reading);
    std::erase_if(given, [](const std::string& word) { return !word.starts_with("--"); });
    if (!given.empty()) {
      throw input_error{
          {{options.folder, 0, 0,
            "is packed, and " + join_names(given) +
                " tell how the tables of a folder are read; expected a folder, or none of these options: give them to "
                "capnet pack"}}};
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

void print(const boost::json::value& json) { std::cout << detail::json_text(json) << '\n'; }

}  // namespace capnet::command
