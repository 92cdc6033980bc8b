/// capnet replay: an answer again, from its manifest.
#include <boost/json/array.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/core/text.hpp>
#include <capnet/version.hpp>

#include "command/answer.hpp"
#include "command/commands.hpp"
#include "command/manifest_file.hpp"

namespace capnet::command {
namespace {

/// Options that write a file in some command: an answer does not need them to come again.
constexpr std::array<std::string_view, 5> writing{"-o", "--output", "--svg", "--resume", "--json"};

void check_arguments(const std::vector<std::string>& words, const std::string& file) {
  problem_list problems;
  const auto refuse = [&](const std::string& message) { problems.add({file, 0, 0, message}); };
  if (words.empty() || !can_replay(words[0]))
    refuse("its arguments are of " + (words.empty() ? "no command" : "the command " + quote(words[0])) +
           "; expected one that answers and writes no file, such as show, query or sweep");
  bool json = false;
  for (std::size_t k = 1; k < words.size(); ++k) {
    const std::string_view word = words[k];
    json = json || word == "--format=json" || (word == "json" && words[k - 1] == "--format");
    for (const std::string_view option : writing) {
      const bool is =
          word == option || (word.starts_with(option) && (option.size() == 2 || word[option.size()] == '='));
      if (is) refuse("its arguments have " + quote(word) + ", which writes a file; expected those of an answer alone");
    }
  }
  if (!json) refuse("its arguments have no --format json; expected those of an answer in JSON");
  if (!problems.empty()) throw input_error{std::move(problems)};
}

void replay(const std::string& file) {
  const boost::json::object manifest = read_manifest(file);
  if (const auto& version = manifest.at("version").as_string(); version != CAPNET_VERSION)
    throw input_error{
        {{file, 0, 0,
          "was answered by capnet " + shortened(version) +
              ", this is " CAPNET_VERSION "; expected the same version, as another may answer otherwise"}}};
  std::vector<std::string> words;
  for (const boost::json::value& word : manifest.at("arguments").as_array()) words.emplace_back(word.as_string());
  check_arguments(words, file);
  expect_manifest(manifest, file);
  set_arguments(words);
  CLI::App again{"", "capnet"};
  again.require_subcommand(1);
  add_commands(again);
  std::ranges::reverse(words);  // as CLI11 takes them
  try {
    again.parse(words);
  } catch (const CLI::Success&) {
    throw input_error{{{file, 0, 0, "its arguments ask for help; expected those of an answer"}}};
  } catch (const CLI::ParseError& fault) {
    throw input_error{
        {{file, 0, 0,
          "its arguments are refused: " + shortened(fault.what(), 1'000) + "; expected those of an answer"}}};
  }
}

}  // namespace

void add_replay(CLI::App& app) {
  auto file = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand(
      "replay", "an answer again, byte by byte, from its manifest: the same command, version and data");
  command
      ->add_option(
          "FILE", *file,
          "an answer in JSON of another command, its manifest alone, or a file of capnet sweep; folders that it "
          "names are looked for from the current one")
      ->required();
  command->callback([file] { replay(*file); });
}

}  // namespace capnet::command
