/// capnet_bench: our kernels and packaged peers in turn, with equal answers, in one table.
#include <algorithm>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "answers.hpp"
#include "ensembles.hpp"
#include "flow.hpp"
#include "graphs.hpp"
#include "guard.hpp"
#include "influence.hpp"
#include "limits.hpp"
#include "linear.hpp"
#include "matching.hpp"
#include "page.hpp"
#include "planning.hpp"
#include "record.hpp"
#include "report.hpp"
#include "scaling.hpp"
#include "simulate.hpp"
#include "skills.hpp"
#include "stopwatch.hpp"
#include "targets.hpp"
#include "typed.hpp"

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace capnet::bench {
namespace {

constexpr std::string_view usage = R"(usage: ./dev bench [OPTIONS]
  --quick            scale 16 and few repetitions: under 50 s
  --scale N          graphs of 2^N vertices (default 20)
  --filter REGEX     only kernels whose names match, such as 'kron20/(bfs|build)'
  --json FILE        write the table as JSON
  --guard FILE       exit 1 if a ratio fell below its baseline by more than its tolerance, 2 if nothing was compared
  --baseline FILE    run --runs times (default 5) and write the baselines for --guard and the quick run's targets;
                     what those in FILE allow stays allowed: delete it to begin anew
  --runs N
  --scaling          instead of kernels: time and memory against size, 10^4 to 10^8 ties and edges
  --most N           the largest size for --scaling (default 100000000)
  --record DIR       write the JSON files that the page is made of: DIR/rows.json and run.json, or scaling.json;
                     of a run of some kernels, their rows alone
  --page FILE        measure nothing, write the page docs/performance.md from what was recorded
  --from DIR         where that is (default bench/results)
  --reasons FILE     why rows are below their targets, for the page (default bench/misses.md)
)";

struct command_line {
  suite_options suite{};
  bool scaling = false;
  std::string json{}, record{}, page{}, from = "bench/results", reasons = "bench/misses.md", guard{}, baseline{};
  unsigned runs = 5, most = 100'000'000;
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
      const bool whole = text.find_first_not_of("0123456789") == std::string::npos && !text.empty() && text.size() < 10;
      const unsigned long n = whole ? std::stoul(text) : high + 1ul;
      if (n < low || n > high) {
        throw std::invalid_argument{std::string{word} + " is '" + text + "'; expected " + std::to_string(low) + " to " +
                                    std::to_string(high)};
      }
      return static_cast<unsigned>(n);
    };
    if (word == "--quick")
      asked.suite.quick = true;
    else if (word == "--scaling")
      asked.scaling = true;
    else if (word == "--scale")
      asked.suite.scale = number(8, 26), scale_given = true;
    else if (word == "--filter")
      asked.suite.filter = value();
    else if (word == "--json")
      asked.json = value();
    else if (word == "--record")
      asked.record = value();
    else if (word == "--page")
      asked.page = value();
    else if (word == "--from")
      asked.from = value();
    else if (word == "--reasons")
      asked.reasons = value();
    else if (word == "--guard")
      asked.guard = value();
    else if (word == "--baseline")
      asked.baseline = value();
    else if (word == "--runs")
      asked.runs = number(1, 100);
    else if (word == "--most")
      asked.most = number(10'000, 100'000'000);
    else
      throw std::invalid_argument{"unknown option '" + std::string{word} + "'"};
  }
  if (asked.suite.quick) {
    if (!scale_given) asked.suite.scale = 16;
    asked.suite.measuring = {.rounds = 12, .seconds = .7, .shortest = .002, .left_behind = 1.5};
  }
  std::regex{asked.suite.filter};  // throws if it is none
  return asked;
}

void write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream out{path};
  if (!(out << text) || !out.flush()) throw std::runtime_error{path.string() + ": can't be written"};
}

/// Keeps the heap's pages for ours and theirs alike: else the first large array that anyone frees decides, by glibc's
/// rules, who pays for new pages from then on.
void keep_heap() {
#if defined(__GLIBC__)
  mallopt(M_MMAP_THRESHOLD, 32 << 20);  // the most that it takes
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
}

/// The suite with what it needs.
class suite {
 public:
  explicit suite(const command_line& asked) : options_{asked.suite}, run_{here(asked.suite.quick, asked.suite.scale)} {
    for (const auto& peer : theirs_) run_.libraries.push_back(peer->name() + " " + peer->version());
    const std::filesystem::path quick = std::filesystem::path{CAPNET_BENCH_SOURCE_DIR} / "baseline.json";
    if (options_.quick && options_.scale == 16 && std::filesystem::exists(quick))
      quick_targets_ = read_baselines(quick.string());
    std::cout << run_.date << "  " << run_.machine << "\n" << run_.compiler << ", " << run_.simd << "\npeers:";
    for (const std::string& name : run_.libraries) std::cout << "  " << name;
    limits_ = measure_limits(options_.quick);
    std::cout << '\n' << limits_as_text(limits_) << '\n';
  }

  /// All rows whose names match; each is printed when it is there.
  [[nodiscard]] std::vector<row> rows(const std::string& filter) const {
    suite_options options = options_;
    options.filter = filter;
    std::vector<row> all;
    std::cout << head_of_table() << '\n';
    const auto heard = [&](row r) {
      if (quick_targets_) r.target = quick_targets_->target_of(r.kernel, r.threads);
      std::cout << line_of_table(r) << std::endl;
      all.push_back(std::move(r));
    };
    if (filter.empty() || filter.find("typed") != std::string::npos)
      run_typed(options.quick ? 1'000'000 : 10'000'000, !options.quick, heard);
    if (filter.empty() || filter.find("answers") != std::string::npos) run_answers(options.quick, heard);
    if (filter.empty() || filter.find("ensembles") != std::string::npos) run_ensembles(options.quick, heard);
    if (filter.empty() || filter.find("simulate") != std::string::npos) run_simulate(options.quick, heard);
    if (filter.empty() || filter.find("flow") != std::string::npos) run_flow(options.quick, heard);
    if (filter.empty() || filter.find("influence") != std::string::npos) run_influence(options.quick, heard);
    if (filter.empty() || filter.find("skills") != std::string::npos) run_skills(options.quick, heard);
    if (filter.empty() || filter.find("planning") != std::string::npos) run_planning(options.quick, heard);
    if (filter.empty() || filter.find("matching") != std::string::npos) run_matching(options.quick, heard);
    if (filter.empty() || filter.find("linear") != std::string::npos) run_linear(options.quick, heard);
    for (const char* family : {"kron", "urand"}) run_graph(family, options, theirs_, limits_, heard);
    return all;
  }
  [[nodiscard]] const circumstances& run() const { return run_; }
  [[nodiscard]] const machine_limits& limits() const { return limits_; }

 private:
  suite_options options_;
  circumstances run_;
  std::vector<std::unique_ptr<library>> theirs_ = peers();
  std::optional<baselines> quick_targets_;
  machine_limits limits_;
};

/// Writes what the page is made of. A run of some kernels takes the place of their rows in what was recorded alike;
/// others stay, and what their run was, with the date of the new ones beside theirs.
void record_run(const std::string& folder, const std::string& filter, const suite& all, std::vector<row> rows) {
  circumstances run = all.run();
  machine_limits limits = all.limits();
  if (std::filesystem::exists(std::filesystem::path{folder} / rows_file)) {
    const record before = read_record(folder);
    const auto measured = [now = rows](const row& r) {
      return std::ranges::any_of(now, [&](const row& n) { return n.kernel == r.kernel && n.threads == r.threads; });
    };
    if (before.run.quick == run.quick && !std::ranges::all_of(before.rows, measured)) {
      const std::string anew = "; " + filter + " on ";
      const std::string today = anew + run.date;
      run = before.run;
      if (const std::size_t at = run.date.find(anew); at != std::string::npos)
        run.date.erase(at, run.date.find(';', at + 1) - at);
      run.date += today;
      limits = before.limits;
      std::ranges::copy_if(before.rows, std::back_inserter(rows), std::not_fn(measured));
    }
  }
  std::filesystem::create_directories(folder);
  write(std::filesystem::path{folder} / rows_file, as_json(rows));
  write(std::filesystem::path{folder} / run_file, as_json(run, limits));
}

/// The exit status: 1 if answers differ or, with a guard, speed was lost; 2 if it compared nothing.
int run_suite(const command_line& asked) {
  const stopwatch watch;
  const suite all{asked};
  std::vector<std::vector<row>> runs;
  for (unsigned k = 0; k < (asked.baseline.empty() ? 1 : asked.runs); ++k) runs.push_back(all.rows(asked.suite.filter));
  const std::vector<row>& rows = runs.back();
  if (!asked.json.empty()) write(asked.json, as_json(rows));
  if (!asked.record.empty()) record_run(asked.record, asked.suite.filter, all, rows);
  if (!asked.baseline.empty()) {
    const bool there = std::filesystem::exists(asked.baseline);
    write(asked.baseline,
          as_baselines(all.run().simd, all.run().machine, runs, there ? read_baselines(asked.baseline) : baselines{}));
  }
  const bool equal = std::all_of(rows.begin(), rows.end(), [](const row& r) { return r.checksum_equal; });
  auto verdict = guard_verdict::no_loss;
  if (!asked.guard.empty()) {
    const auto again = [&](const std::string& filter) { return all.rows(filter); };
    verdict = guard(read_baselines(asked.guard), rows, all.run().simd, again, std::cout);
  }
  std::cout << rows.size() << " rows in " << watch.seconds() << " s\n";
  return equal ? static_cast<int>(verdict) : EXIT_FAILURE;
}

void run_scaling(const command_line& asked) {
  const stopwatch watch;
  scaling_tables tables;
  std::cout << head_of_network_scaling() << std::endl;
  tables.networks = scale_networks(asked.most, [](const network_scale& r) { std::cout << line_of(r) << std::endl; });
  std::cout << '\n' << head_of_graph_scaling() << std::endl;
  tables.graphs = scale_graphs(asked.most, [](const graph_scale& r) { std::cout << line_of(r) << std::endl; });
  if (!asked.record.empty()) {
    std::filesystem::create_directories(asked.record);
    write(std::filesystem::path{asked.record} / scaling_file, as_json(here(false, 0), tables));
  }
  std::cout << watch.seconds() << " s\n";
}

void write_page(const command_line& asked) {
  const record all = read_record(asked.from);
  const reasons why = read_reasons(asked.reasons);
  const auto missed = [&](const std::string& kernel) {
    return std::any_of(all.rows.begin(), all.rows.end(),
                       [&](const row& r) { return r.kernel == kernel && r.missed(); });
  };
  for (const auto& [kernel, reason] : why) {
    if (!missed(kernel))
      std::cerr << asked.reasons << ": gives a reason for " << kernel << ", which is not below its target\n";
  }
  for (const row& r : all.rows) {
    if (r.missed() && !why.contains(r.kernel))
      std::cerr << asked.reasons << ": gives no reason for " << r.kernel << ", which is below its target\n";
  }
  write(asked.page, as_page(all, why));
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
    keep_heap();
    if (!asked.page.empty()) return write_page(asked), EXIT_SUCCESS;
    if (asked.scaling) return run_scaling(asked), EXIT_SUCCESS;
    return run_suite(asked);
  } catch (const std::exception& wrong) {
    std::cerr << "capnet_bench: " << wrong.what() << '\n';
    return 2;  // such as baselines that can't be read: nothing was compared
  }
}
