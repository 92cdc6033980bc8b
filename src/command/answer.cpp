#include "command/answer.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <iostream>
#include <utility>

#include <capnet/sim/data_hash.hpp>
#include <capnet/version.hpp>

#include "command/answer_csv.hpp"
#include "command/answer_json.hpp"
#include "command/answer_text.hpp"
#include "io/json_text.hpp"
#include "io/json_values.hpp"

namespace capnet::command {
namespace {

namespace json = boost::json;

std::vector<std::string>& arguments() {
  static std::vector<std::string> words;
  return words;
}

std::string old_quoted_cell(std::string text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  for (std::size_t at = text.find('"'); at != std::string::npos; at = text.find('"', at + 2)) text.insert(at, 1, '"');
  return '"' + text + '"';
}

/// Without the quotes of CSV.
std::string old_cell_text(const json::value& cell) {
  if (cell.is_null()) return {};
  if (cell.is_string()) return std::string{cell.get_string()};
  if (cell.is_array() && std::ranges::none_of(cell.get_array(), [](const json::value& one) {
        return one.is_object() || one.is_array();
      })) {
    std::string joined;
    for (const json::value& one : cell.get_array()) joined += (joined.empty() ? "" : "|") + old_cell_text(one);
    return joined;
  }
  return detail::json_text(cell);
}

void old_print_csv(const json::array& rows) {
  std::vector<std::string> columns;
  for (const json::value& row : rows) {
    for (const auto& field : row.as_object()) {
      if (std::ranges::find(columns, field.key(), [](const std::string& c) { return json::string_view{c}; }) ==
          columns.end())
        columns.emplace_back(field.key());
    }
  }
  std::string text;
  const auto add_line = [&](const auto& cell_of) {
    for (std::size_t c = 0; c < columns.size(); ++c) text += (c == 0 ? "" : ",") + old_quoted_cell(cell_of(columns[c]));
    text += "\r\n";
  };
  add_line([](const std::string& name) { return name; });
  for (const json::value& row : rows) {
    add_line([&](const std::string& name) {
      const json::value* const cell = row.as_object().if_contains(name);
      return cell != nullptr ? old_cell_text(*cell) : std::string{};
    });
  }
  std::cout << text;
}

}  // namespace

void set_arguments(int argc, char** argv) {
  for (int k = 1; k < argc; ++k) {
    const std::string_view word = argv[k];
    if (word == "--threads") {
      ++k;  // and its number
    } else if (!word.starts_with("--threads=")) {
      arguments().emplace_back(word);
    }
  }
}
const std::vector<std::string>& given_arguments() { return arguments(); }

json::object manifest_of(const std::string& hash, std::optional<std::uint64_t> seed) {
  json::object manifest{{"version", CAPNET_VERSION}};
  if (seed) manifest["seed"] = *seed;
  manifest["data_hash"] = hash;
  manifest["arguments"] = detail::to_json(given_arguments());
  return manifest;
}
json::object manifest_of(const snapshot& net, std::optional<std::uint64_t> seed) {
  return manifest_of(hash_text(data_hash(net)), seed);
}

void print_answer(const output_options& output, const answer& all, const json::object& manifest) {
  if (output.text()) return print_text(std::cout, all, text_width());
  if (output.json()) return print_json(std::cout, all, manifest);
  if (const answer_table* const rows = all.main_table()) print_csv(std::cout, *rows);
}
void print_answer(const output_options& output, const answer& all, const snapshot& net,
                  std::optional<std::uint64_t> seed) {
  print_answer(output, all, output.json() ? manifest_of(net, seed) : json::object{});
}

void print_answer(const output_options& output, json::object answer, json::object manifest, std::string_view rows) {
  if (output.csv()) return old_print_csv(answer.at(rows).as_array());
  answer["manifest"] = std::move(manifest);
  print(answer);
}
void print_answer(const output_options& output, json::object answer, const snapshot& net,
                  std::optional<std::uint64_t> seed, std::string_view rows) {
  print_answer(output, std::move(answer), output.json() ? manifest_of(net, seed) : json::object{}, rows);
}

}  // namespace capnet::command
