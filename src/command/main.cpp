/// The `capnet` command: the library from a shell. Exit status 0 done, 1 no answer, 2 unusable input or arguments.
#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/execution.hpp>
#include <capnet/core/text.hpp>
#include <capnet/version.hpp>

#include "command/answer.hpp"
#include "command/commands.hpp"
#include "command/common.hpp"
#include "command/interrupt.hpp"

namespace {

constexpr int no_answer = 1;
constexpr int unusable = 2;

/// Whether the user asked for JSON, so that errors come as JSON too even where the arguments are wrong.
bool wants_json(int argc, char** argv) {
  for (int k = 1; k < argc; ++k) {
    const std::string_view word = argv[k];
    const bool names_a_file = std::string_view{argv[1]} == "bench";  // bench --json FILE
    if ((word == "--json" && !names_a_file) || word == "--format=json" ||
        (word == "--format" && k + 1 < argc && std::string_view{argv[k + 1]} == "json"))
      return true;
  }
  return false;
}

int fail(const std::vector<capnet::problem>& problems, int status, bool json) {
  for (const capnet::problem& fault : problems) std::cerr << to_string(fault) << '\n';
  if (json) {
    boost::json::array errors;
    for (const capnet::problem& fault : problems) {
      errors.push_back(
          {{"file", fault.file}, {"line", fault.line}, {"column", fault.column}, {"message", fault.message}});
    }
    capnet::command::print(boost::json::object{{"errors", std::move(errors)}});
  }
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"capnet: cross-sector capacity-building networks as a typed, dated graph", "capnet"};
  app.set_version_flag("--version", "capnet " CAPNET_VERSION);
  app.require_subcommand(1);
  capnet::command::add_commands(app);
  capnet::command::set_arguments(std::vector<std::string>(argv + std::min(argc, 1), argv + argc));
  const bool json = wants_json(argc, argv);
  try {
    std::vector<std::string> known;
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
      known.push_back(command->get_name());
    if (argc > 1 && argv[1][0] != '-' && std::find(known.begin(), known.end(), argv[1]) == known.end()) {
      throw capnet::input_error{"capnet: " + capnet::quote(argv[1]) + " is no command; expected " +
                                capnet::join_names(known, " or ") + capnet::did_you_mean(argv[1], known)};
    }
    int status = 0;
    try {
      app.parse(argc, argv);
    } catch (const capnet::command::exit_status& told) {
      status = told.value;
    }
    std::cout.flush();
    if (!std::cout)
      return fail({{"standard output", 0, 0, "can't be written; expected a place with room"}}, unusable, false);
    return status;
  } catch (const CLI::Success& asked) {
    return app.exit(asked);
  } catch (const CLI::ParseError& fault) {
    return fail({{"capnet", 0, 0,
                  capnet::shortened(fault.what(), 1'000) +
                      "; expected arguments as 'capnet --help' and 'capnet COMMAND --help' tell"}},
                unusable, json);
  } catch (const capnet::input_error& fault) {
    return fail(fault.problems(), unusable, json);
  } catch (const capnet::output_error& fault) {
    return fail({{"", 0, 0, fault.what()}}, unusable, json);
  } catch (const capnet::stopped& fault) {
    std::cerr << fault.what() << '\n';
    return capnet::command::interrupt_watch::status;
  } catch (const capnet::infeasible_error& fault) {
    return fail({{"", 0, 0, fault.what()}}, no_answer, json);
  } catch (const std::exception& fault) {
    return fail({{"capnet", 0, 0, std::string{"unexpected: "} + fault.what()}}, unusable, json);
  }
}
