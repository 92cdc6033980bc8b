#include "command/growth_parameters.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

#include <capnet/core/error.hpp>
#include <capnet/core/text.hpp>

namespace capnet::command {
namespace {

[[noreturn]] void refuse(const std::string& option, const std::string& message) {
  throw input_error{{{option, 0, 0, message}}};
}

void add_parameter(CLI::App& command, const growth_parameter& one, growth_options& growth,
                   std::vector<std::string>* fixed) {
  const std::string name{one.name};
  command
      .add_option_function<std::string>(
          "--" + name,
          [&one, &growth, fixed, name](const std::string& text) {
            double value = 0;
            const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
            if (fault != std::errc{} || end != text.data() + text.size() || !one.takes(value))
              refuse("--" + name, quote(text) + "; expected " + one.range());
            one.set(growth, value);
            if (fixed != nullptr) fixed->push_back(name);
          },
          one.about)
      ->type_name("X")
      ->default_str(detail::shortest_text(one.get(growth)));
}

}  // namespace

void add_growth_parameters(CLI::App& command, growth_options& growth, std::vector<std::string>* fixed) {
  for (const growth_parameter& one : growth_parameters) add_parameter(command, one, growth, fixed);
  command
      .add_option_function<std::string>(
          "--arrivals",
          [&growth](const std::string& text) {
            const auto at = std::ranges::find(growth_arrivals_names, text);
            if (at == growth_arrivals_names.end()) {
              refuse("--arrivals", quote(text) + " is not known; expected " +
                                       join_names(growth_arrivals_names, " or ") +
                                       did_you_mean(text, growth_arrivals_names));
            }
            growth.arrivals = static_cast<growth_arrivals>(at - growth_arrivals_names.begin());
          },
          "how many join: poisson (--rate), bass (--market, --innovation, --imitation) or pool (--market, --share)")
      ->type_name("NAME")
      ->default_str("poisson");
  command.add_option("--program", growth.program,
                     "id of the program they join; default: the one with the most members");
}

std::vector<std::string> growth_arguments(const growth_options& growth, const std::vector<std::string>& but) {
  std::vector<std::string> words;
  const growth_options usual;
  for (const growth_parameter& one : growth_parameters) {
    const std::string name{one.name};
    const bool always = name == "rate" || name == "ties" || name == "homophily";
    if (std::ranges::find(but, name) != but.end() || (!always && one.get(growth) == one.get(usual))) continue;
    words.push_back("--" + name);
    words.push_back(detail::shortest_text(one.get(growth)));
  }
  if (growth.arrivals != usual.arrivals) {
    words.emplace_back("--arrivals");
    words.emplace_back(growth_arrivals_names[static_cast<std::size_t>(growth.arrivals)]);
  }
  if (!growth.program.empty()) words.insert(words.end(), {"--program", growth.program});
  return words;
}

}  // namespace capnet::command
