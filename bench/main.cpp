/// capnet_bench: our kernels and packaged peers in turn, with equal answers, in one table.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "graphs.hpp"
#include "limits.hpp"
#include "report.hpp"
#include "typed.hpp"

namespace capnet::bench {
namespace {

constexpr std::string_view usage = R"(usage: ./dev bench [OPTIONS]
  --quick            scale 16 and few repetitions: under 50 s
  --scale N          graphs of 2^N vertices (default 20)
  --filter REGEX     only kernels whose names match, such as 'kron20/(bfs|build)'
  --scaling          also time and memory against size, 10^4 to 10^8 edges
  --json FILE        write the table as JSON
  --markdown FILE    write the page docs/performance.md
  --guard FILE       fail if a ratio fell below its baseline by more than its tolerance
  --baseline FILE    run --runs times and write the baselines for --guard
  --runs N           default 5
)";

struct command_line {
  suite_options suite{};
  bool scaling = false;
  std::string json{}, markdown{}, guard{}, baseline{};
  std::size_t runs = 5;
};

command_line parse(int count, char** words) {
  command_line asked;
  bool scale_given = false;
  for (int at = 1; at < count; ++at) {
    const std::string_view word = words[at];
    const auto value = [&]() -> std::string {
      if (at + 1 == count) throw std::invalid_argument{std::string{word} + " needs a value"};
      return words[++at];
    };
    const auto number = [&](unsigned low, unsigned high) {
      const std::string text = value();
      std::size_t used = 0;
      const unsigned long n = text.find_first_not_of("0123456789") == std::string::npos && text.size() < 6 ? std::stoul(text, &used) : high + 1ul;
      if (n < low || n > high) {
        throw std::invalid_argument{std::string{word} + " is '" + text + "'; expected " + std::to_string(low) + " to " + std::to_string(high)};
      }
      return static_cast<unsigned>(n);
    };
    if (word == "--quick") asked.suite.quick = true;
    else if (word == "--scaling") asked.scaling = true;
    else if (word == "--scale") asked.suite.scale = number(8, 26), scale_given = true;
    else if (word == "--filter") asked.suite.filter = value();
    else if (word == "--json") asked.json = value();
    else if (word == "--markdown") asked.markdown = value();
    else if (word == "--guard") asked.guard = value();
    else if (word == "--baseline") asked.baseline = value();
    else if (word == "--runs") asked.runs = number(1, 100);
    else throw std::invalid_argument{"unknown option '" + std::string{word} + "'"};
  }
  if (asked.suite.quick) {
    if (!scale_given) asked.suite.scale = 16;
    asked.suite.measuring = {.rounds = 5, .seconds = .5, .shortest = .002, .left_behind = 1.5};
  }
  std::regex{asked.suite.filter};  // throws if it is none
  return asked;
}

std::vector<row> run_all(const suite_options& options, const std::vector<std::unique_ptr<library>>& theirs, const machine_limits& limits) {
  std::vector<row> rows;
  std::cout << head_of_table() << '\n';
  for (const char* family : {"kron", "urand"}) {
    std::vector<row> more = run_graph(family, options, theirs, limits, [](const row& r) { std::cout << line_of_table(r) << std::endl; });
    std::move(more.begin(), more.end(), std::back_inserter(rows));
  }
  if (options.filter.empty() || options.filter.find("typed") != std::string::npos) {
    std::vector<row> more = run_typed(options.quick ? 1'000'000 : 10'000'000, !options.quick, [](const row& r) { std::cout << line_of_table(r) << std::endl; });
    std::move(more.begin(), more.end(), std::back_inserter(rows));
  }
  return rows;
}

/// Measures what looks like a loss again, up to three times, since a busy machine gives bad figures but never good ones by chance alone.
/// Returns false and says which if a loss stays.
bool guarded(const baselines& expected, std::vector<row> rows, const command_line& asked, const std::vector<std::unique_ptr<library>>& theirs,
             const machine_limits& limits) {
  const std::string simd = here(asked.suite.quick, asked.suite.scale).simd;
  if (simd != expected.simd) {
    std::cout << "guard: the baselines are from a machine with " << expected.simd << ", this one has " << simd << ": not compared\n";
    return true;
  }
  std::map<std::pair<std::string, unsigned>, double> best;
  const auto note = [&](const std::vector<row>& some) {
    for (const row& r : some) {
      if (r.ratio) best[{r.kernel, r.threads}] = std::max(best[{r.kernel, r.threads}], *r.ratio);
    }
  };
  const auto losses = [&] {
    std::vector<const baseline*> lost;
    for (const baseline& b : expected.rows) {
      const auto found = best.find({b.kernel, b.threads});
      if (found != best.end() && found->second < b.ratio * (1 - b.tolerance)) lost.push_back(&b);
    }
    return lost;
  };
  note(rows);
  for (int again = 0; again < 3 && !losses().empty(); ++again) {
    std::set<std::string> names;
    for (const baseline* b : losses()) names.insert(b->kernel.substr(0, b->kernel.find("-unordered")));
    std::string filter = "^(";
    for (const std::string& name : names) filter += (filter.size() > 2 ? "|" : "") + name;
    std::cout << "guard: measuring " << names.size() << " again\n";
    suite_options repeat = asked.suite;
    repeat.filter = filter + ")(-unordered)?$";
    note(run_all(repeat, theirs, limits));
  }
  const auto lost = losses();
  for (const baseline* b : lost) {
    std::cerr << "guard: " << b->kernel << " with " << b->threads << (b->threads == 1 ? " thread" : " threads") << " is "
              << best[{b->kernel, b->threads}] << " times faster than the best peer; the baseline is " << b->ratio << " less "
              << b->tolerance * 100 << "%\n";
  }
  const auto compared = std::count_if(expected.rows.begin(), expected.rows.end(), [&](const baseline& b) { return best.contains({b.kernel, b.threads}); });
  if (lost.empty()) std::cout << "guard: no loss against " << compared << " of " << expected.rows.size() << " baselines\n";
  return lost.empty();
}

void write(const std::string& path, const std::string& text) {
  std::ofstream out{path};
  if (!(out << text) || !out.flush()) throw std::runtime_error{path + ": can't be written"};
}

int run(const command_line& asked) {
  const auto start = std::chrono::steady_clock::now();
  const auto theirs = peers();
  circumstances run = here(asked.suite.quick, asked.suite.scale);
  for (const auto& peer : theirs) run.libraries.push_back(peer->name() + " " + peer->version());
  std::cout << run.date << "  " << run.machine << "\n" << run.compiler << ", " << run.simd << "\npeers:";
  for (const std::string& name : run.libraries) std::cout << "  " << name;
  const machine_limits limits = measure_limits(asked.suite.quick);
  std::cout << '\n' << limits_as_text(limits) << '\n';

  std::vector<std::vector<row>> runs;
  for (std::size_t k = 0; k < (asked.baseline.empty() ? 1 : asked.runs); ++k) runs.push_back(run_all(asked.suite, theirs, limits));
  const std::vector<row>& rows = runs.back();
  std::vector<scale_row> scaling;
  if (asked.scaling) {
    std::cout << '\n' << head_of_scaling() << '\n';
    scaling = run_scaling([](const scale_row& r) { std::cout << line_of_scaling(r) << std::endl; });
  }
  if (!asked.json.empty()) write(asked.json, as_json(rows));
  if (!asked.markdown.empty()) write(asked.markdown, as_markdown(run, limits, rows, scaling));
  if (!asked.baseline.empty()) write(asked.baseline, as_baselines(run.simd, runs));
  bool good = std::all_of(rows.begin(), rows.end(), [](const row& r) { return r.checksum_equal; });
  if (!asked.guard.empty()) good = guarded(read_baselines(asked.guard), rows, asked, theirs, limits) && good;
  std::cout << rows.size() << " rows in " << std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() << " s\n";
  return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace capnet::bench

int main(int count, char** words) {
  using namespace capnet::bench;
  command_line asked;
  try {
    asked = parse(count, words);
  } catch (const std::exception& wrong) {
    std::cerr << "capnet_bench: " << wrong.what() << '\n' << usage;
    return 2;
  }
  try {
    return run(asked);
  } catch (const std::exception& wrong) {
    std::cerr << "capnet_bench: " << wrong.what() << '\n';
    return EXIT_FAILURE;
  }
}
