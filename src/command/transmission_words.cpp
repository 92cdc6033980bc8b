#include "command/transmission_words.hpp"

#include "command/common.hpp"
#include "command/options.hpp"

namespace capnet::command {

void add_transmission_options(CLI::App& command, transmission_words& words) {
  command
      .add_option("--weight", words.attribute,
                  "the attribute of ties that is the probability; one that is declared as something else is refused")
      ->capture_default_str();
  command
      .add_option("--probability", words.probability,
                  "P for ties that have no probability of their own, RELATION=P for those of a relation")
      ->delimiter(',')
      ->type_name("P,...");
}

transmission transmission_named(const transmission_words& words, const schema& known, problem_list& problems) {
  transmission along;
  along.attribute = words.attribute;
  for (const std::string& word : words.probability) {
    try_to(problems, "--probability", [&] {
      const std::size_t equals = word.find('=');
      const double p = probability_named("--probability", equals == word.npos ? word : word.substr(equals + 1));
      if (equals == word.npos)
        along.otherwise = p;
      else
        along.of_relation[known.relation_named(word.substr(0, equals))] = p;
    });
  }
  return along;
}

}  // namespace capnet::command
