#pragma once
/// `--weight` and `--probability`: how probably knowledge passes along a tie.
#include <CLI/CLI.hpp>

#include <string>
#include <vector>

#include <capnet/flow/spread_network.hpp>

namespace capnet::command {

struct transmission_words {
  std::string attribute = transmission{}.attribute;
  std::vector<std::string> probability{};
};

void add_transmission_options(CLI::App& command, transmission_words& words);

/// What the words mean in a network: `P` for ties without a probability of their own, `RELATION=P` for those of a
/// relation. Adds what is wrong with them to `problems`.
[[nodiscard]] transmission transmission_named(const transmission_words& words, const schema& known,
                                              problem_list& problems);

}  // namespace capnet::command
