#include "command/answer.hpp"

#include <iostream>
#include <utility>

#include <capnet/core/text.hpp>
#include <capnet/sim/data_hash.hpp>
#include <capnet/version.hpp>

#include "command/answer_csv.hpp"
#include "command/answer_json.hpp"
#include "command/answer_text.hpp"
#include "command/options.hpp"
#include "io/json_text.hpp"
#include "io/json_values.hpp"

namespace capnet::command {
namespace {

namespace json = boost::json;

std::vector<std::string>& arguments() {
  static std::vector<std::string> words;
  return words;
}

struct expected_manifest {
  json::object fields{};
  std::string file{};
};
std::optional<expected_manifest>& expected() {
  static std::optional<expected_manifest> one;
  return one;
}

std::string field_text(const json::object& manifest, std::string_view name) {
  const json::value* const field = manifest.if_contains(name);
  if (field == nullptr) return "none";
  return shortened(field->is_string() ? std::string_view{field->get_string()} : detail::json_text(*field), 200);
}

void check_manifest(const json::object& manifest) {
  if (!expected()) return;
  problem_list problems;
  for (const auto& [name, what] : {std::pair{"version", "of capnet"},
                                   {"data_hash", "which is of other data: folders are looked for from the current one"},
                                   {"seed", "which the arguments give"},
                                   {"arguments", "in the form in which they are answered"}}) {
    const json::value* const mine = manifest.if_contains(name);
    const json::value* const theirs = expected()->fields.if_contains(name);
    if ((mine == nullptr) == (theirs == nullptr) && (mine == nullptr || *mine == *theirs)) continue;
    problems.add({expected()->file, 0, 0,
                  std::string{"the manifest has "} + name + ' ' + field_text(expected()->fields, name) + ", this run " +
                      field_text(manifest, name) + ", " + what +
                      "; expected the same, or the answer would be another one"});
  }
  if (!problems.empty()) throw input_error{std::move(problems)};
}

}  // namespace

void set_arguments(const std::vector<std::string>& words) {
  arguments().clear();
  for (std::size_t k = 0; k < words.size(); ++k) {
    if (words[k] == "--threads") {
      ++k;  // and its number
    } else if (!words[k].starts_with("--threads=")) {
      arguments().push_back(words[k]);
    }
  }
}
void expect_manifest(json::object manifest, std::string file) {
  expected() = {.fields = std::move(manifest), .file = std::move(file)};
}
const std::vector<std::string>& given_arguments() { return arguments(); }

json::object manifest_of(const std::string& hash, std::optional<std::uint64_t> seed) {
  return manifest_of(hash, seed, given_arguments());
}
json::object manifest_of(const std::string& hash, std::optional<std::uint64_t> seed,
                         const std::vector<std::string>& words) {
  json::object manifest{{"version", CAPNET_VERSION}};
  if (seed) manifest["seed"] = *seed;
  manifest["data_hash"] = hash;
  manifest["arguments"] = detail::to_json(words);
  return manifest;
}
json::object manifest_of(const snapshot& net, std::optional<std::uint64_t> seed) {
  return manifest_of(hash_text(data_hash(net)), seed);
}

void print_answer(const output_options& output, const answer& all, const json::object& manifest) {
  if (output.text()) return print_text(std::cout, all, text_width());
  if (output.json()) check_manifest(manifest);
  if (output.json()) return print_json(std::cout, all, manifest);
  if (const answer_table* const rows = all.main_table()) print_csv(std::cout, *rows);
}
void print_answer(const output_options& output, const answer& all, const snapshot& net,
                  std::optional<std::uint64_t> seed) {
  print_answer(output, all, output.json() ? manifest_of(net, seed) : json::object{});
}

void print_written(const std::string& folder, const snapshot& net, bool as_json, const std::vector<std::string>& words,
                   std::optional<std::uint64_t> seed) {
  if (!as_json) {
    std::cout << printable(folder) << ": " << grouped(net.order()) << " vertices and " << grouped(net.size())
              << " ties\n";
    return;
  }
  print(json::object{{"folder", folder},
                     {"vertices", net.order()},
                     {"ties", net.size()},
                     {"manifest", manifest_of(hash_text(data_hash(net)), seed, words)}});
}

}  // namespace capnet::command
