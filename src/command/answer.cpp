#include "command/answer.hpp"

#include <iostream>

#include <capnet/sim/data_hash.hpp>
#include <capnet/version.hpp>

#include "command/answer_csv.hpp"
#include "command/answer_json.hpp"
#include "command/answer_text.hpp"
#include "io/json_values.hpp"

namespace capnet::command {
namespace {

namespace json = boost::json;

std::vector<std::string>& arguments() {
  static std::vector<std::string> words;
  return words;
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

}  // namespace capnet::command
