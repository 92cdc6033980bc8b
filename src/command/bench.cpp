/// capnet bench: what questions cost, and whether they cost more than before.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/text.hpp>
#include <capnet/io/atomic_file.hpp>
#include <capnet/query/plan.hpp>
#include <capnet/sim/data_hash.hpp>
#include <capnet/version.hpp>

#include "command/commands.hpp"
#include "command/common.hpp"
#include "command/options.hpp"
#include "command/query_ranking.hpp"
#include "command/question_baseline.hpp"
#include "command/question_cost.hpp"
#include "command/question_file.hpp"
#include "command/table.hpp"
#include "io/json_text.hpp"
#include "io/json_values.hpp"

namespace capnet::command {
namespace {

namespace json = boost::json;
using detail::to_json;

struct bench_options {
  folder_options folder{};
  output_options output{};
  std::string queries{};
  std::optional<std::uint64_t> repeat{};
  std::string json{};
  std::string baseline{};
  bench_tolerance tolerance{};
  bool possible = false;
};

/// All that a run has found.
struct bench_run {
  std::optional<date> day{};
  bench_context context{};
  std::vector<question> questions{};
  std::vector<question_cost> costs{};
};

/// In the form of Google Benchmark's JSON, version 1, with fields of ours. Its fields that tell who ran it where (host,
/// executable, date) are left out: the file is to be kept with the questions.
json::object context_json(const bench_run& done) {
  const bench_context& c = done.context;
  return {{"json_schema_version", 1},
          {"num_cpus", c.place.cores},
          {"cpu_model", c.place.processor},
          {"library_build_type", c.place.build},
          {"capnet_version", CAPNET_VERSION},
          {"data_hash", c.data_hash},
          {"as_of", done.day ? json::value(capnet::to_string(*done.day)) : json::value{}},
          {"asked_as_of", c.as_of ? json::value(*c.as_of) : json::value{}},
          {"certainty", c.possible ? "possible" : "certain"}};
}
json::object benchmark_json(const question& asked, const question_cost& cost, std::size_t number) {
  return {{"name", asked.text},
          {"family_index", number},
          {"per_family_instance_index", 0},
          {"run_name", asked.text},
          {"run_type", "iteration"},
          {"repetitions", 1},
          {"repetition_index", 0},
          {"threads", 1},
          {"iterations", cost.iterations},
          {"real_time", to_json(cost.median_ns)},
          {"cpu_time", to_json(cost.cpu_ns)},
          {"time_unit", "ns"},
          {"median_ns", to_json(cost.median_ns)},
          {"q1_ns", to_json(cost.q1_ns)},
          {"q3_ns", to_json(cost.q3_ns)},
          {"touched_bytes", cost.touched_bytes},
          {"touched_lines", cost.touched_lines},
          {"rows", cost.rows}};
}
json::array benchmarks_json(const bench_run& done) {
  json::array all;
  for (std::size_t k = 0; k < done.questions.size(); ++k)
    all.push_back(benchmark_json(done.questions[k], done.costs[k], k));
  return all;
}
/// A line a question, so that a change of the file shows which.
std::string file_text(const bench_run& done) {
  std::string text = "{\"context\": " + detail::json_text(context_json(done)) + ",\n\"benchmarks\": [";
  const char* between = "\n";
  for (const json::value& one : benchmarks_json(done)) text += between + detail::json_text(one), between = ",\n";
  return text + "\n]}\n";
}

/// The shortest text that reads back as the same number.
std::string share_of(double share) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, share).ptr};
}
json::array arguments(const bench_options& options) {
  json::array all{"bench", json::value(options.folder.folder), json::value(options.queries)};
  const auto add = [&](const std::string& word) { all.push_back(json::value(word)); };
  if (!options.folder.as_of.empty()) add("--as-of"), add(options.folder.as_of);
  for (const std::string& word : reading_arguments(options.folder.reading)) add(word);
  if (options.possible) add("--possible");
  if (options.repeat) add("--repeat"), add(std::to_string(*options.repeat));
  if (!options.baseline.empty()) {
    add("--baseline"), add(options.baseline);
    add("--tolerance"), add(share_of(options.tolerance.touched));
    add("--time-tolerance"), add(share_of(options.tolerance.time));
  }
  add("--format"), add("json");
  return all;
}

json::object comparison_json(const bench_options& options, const bench_comparison& found) {
  json::array losses, notes;
  for (const question_loss& loss : found.losses) {
    losses.push_back({{"name", loss.asked->text},
                      {"line", loss.asked->line},
                      {"field", loss.field},
                      {"value", loss.value},
                      {"baseline", loss.baseline},
                      {"message", loss.message}});
  }
  for (const std::string& note : found.notes) notes.push_back(json::value(note));
  return {{"baseline", options.baseline},
          {"compared", found.compared},
          {"times_compared", found.times},
          {"losses", std::move(losses)},
          {"notes", std::move(notes)}};
}

void bench_text(const bench_options& options, const bench_run& done, const bench_comparison* found) {
  std::cout << grouped(done.questions.size()) << (done.questions.size() == 1 ? " question" : " questions")
            << (done.day ? " as of " + capnet::to_string(*done.day) : std::string{})
            << (options.possible ? ", counting what possibly held" : "") << ".\n\n";
  table rows{{"line", "rows", "touched bytes", "cache lines", "median us", "quartiles us", "question"},
             {true, true, true, true, true, true, false}};
  for (std::size_t k = 0; k < done.questions.size(); ++k) {
    const question_cost& c = done.costs[k];
    rows.add({std::to_string(done.questions[k].line), grouped(c.rows), grouped(c.touched_bytes),
              grouped(c.touched_lines), short_number(c.median_ns / 1'000, 3),
              short_number(c.q1_ns / 1'000, 3) + " to " + short_number(c.q3_ns / 1'000, 3), done.questions[k].text});
  }
  rows.print(std::cout);
  if (found == nullptr) return;
  std::cout << '\n';
  for (const question_loss& loss : found->losses) {
    std::cout << to_string(problem{options.queries, loss.asked->line, 0, quote(loss.asked->text) + ' ' + loss.message})
              << '\n';
  }
  std::size_t lost = 0;  // questions: the losses of one stand together
  for (std::size_t k = 0; k < found->losses.size(); ++k)
    lost += k == 0 || found->losses[k].asked != found->losses[k - 1].asked;
  std::cout << (lost == 0 ? "No loss" : "A loss in " + grouped(lost)) << (lost == 0 ? " in " : " of ")
            << grouped(found->compared) << (found->compared == 1 ? " question" : " questions") << " compared with "
            << printable(options.baseline) << ".\n";
  for (const std::string& note : found->notes) std::cout << "Note: " << printable(note) << ".\n";
}

/// The plan as `capnet query` runs it: all that is found, ranked.
void complete(query_plan& plan, const snapshot& net, const std::optional<date>& day, bool possible) {
  plan.day = day;
  plan.sure = possible ? certainty::possible : certainty::certain;
  complete(plan, default_ranking(net, plan));
}

std::vector<const question*> pointers_to(const std::vector<question>& questions) {
  std::vector<const question*> all;
  for (const question& one : questions) all.push_back(&one);
  return all;
}

/// Refuses a baseline with which nothing can be compared, before time is spent.
void expect_comparable(const bench_options& options, const question_baseline& before, const bench_run& now) {
  const auto refuse = [&](const std::string& why) {
    throw input_error{{{options.baseline, 0, 0, "nothing was compared: " + why}}};
  };
  if (std::ranges::none_of(now.questions, [&](const question& q) { return before.costs.contains(q.text); })) {
    refuse("it has none of the questions of " + printable(options.queries) +
           "; expected a baseline of them, which capnet bench --json FILE writes");
  }
  const auto asked = [](const bench_context& c) {
    return (c.as_of ? "as of " + quote(*c.as_of) : std::string{"as of the last day of the data"}) +
           (c.possible ? ", counting what possibly held" : "");
  };
  if (before.context.as_of != now.context.as_of || before.context.possible != now.context.possible)
    refuse("it is of questions " + asked(before.context) + ", these are asked " + asked(now.context) +
           "; expected the same --as-of and --possible");
}

/// Measures again what looks slower, up to three times; the fastest counts: a busy machine makes a question slow, never
/// fast.
bench_comparison compare_steadily(const bench_options& options, const snapshot& net, const question_baseline& before,
                                  bench_run& done) {
  const auto compared = [&] { return compare(before, done.context, done.questions, done.costs, options.tolerance); };
  bench_comparison found = compared();
  for (int again = 0; again < 3; ++again) {
    std::vector<const question*> slower;
    for (const question_loss& loss : found.losses) {
      if (loss.field == "q1_ns") slower.push_back(loss.asked);
    }
    if (slower.empty()) break;
    const std::vector<question_cost> costs = ask(net, slower, options.repeat);
    for (std::size_t k = 0; k < slower.size(); ++k) {
      question_cost& best = done.costs[static_cast<std::size_t>(slower[k] - done.questions.data())];
      if (costs[k].q1_ns < best.q1_ns) best = costs[k];
    }
    found = compared();
  }
  return found;
}

void run(const bench_options& options) {
  std::error_code none;
  if (!options.json.empty() && !options.baseline.empty() &&
      (options.json == options.baseline || std::filesystem::equivalent(options.json, options.baseline, none))) {
    throw input_error{{{options.json, 0, 0,
                        "is named by --json and by --baseline; expected two files: a loss would become the baseline"}}};
  }
  const snapshot net = load(options.folder);
  bench_run done{.day = day_of(options.folder, net)};
  done.context = {.place = timing_here(), .data_hash = hash_text(data_hash(net)), .possible = options.possible};
  if (!options.folder.as_of.empty()) done.context.as_of = options.folder.as_of;
  done.questions = read_questions(options.queries, net, !options.output.json());
  for (question& one : done.questions) complete(one.plan, net, done.day, options.possible);
  std::optional<question_baseline> before;
  if (!options.baseline.empty()) {
    before = read_question_baseline(options.baseline);
    expect_comparable(options, *before, done);
  }
  done.costs = ask(net, pointers_to(done.questions), options.repeat);
  std::optional<bench_comparison> found;
  if (before) found = compare_steadily(options, net, *before, done);
  if (!options.json.empty()) write_atomically(options.json, file_text(done));
  if (options.output.json()) {
    json::object shown{{"context", context_json(done)}, {"benchmarks", benchmarks_json(done)}};
    if (found) shown["comparison"] = comparison_json(options, *found);
    shown["manifest"] = {
        {"version", CAPNET_VERSION}, {"data_hash", done.context.data_hash}, {"arguments", arguments(options)}};
    print(shown);
  } else {
    bench_text(options, done, found ? &*found : nullptr);
  }
  if (found && !found->losses.empty()) throw exit_status{1};
}

/// Adds `--name SHARE`: a number from 0 to 1,000.
void add_share(CLI::App& command, const std::string& name, double& target, const std::string& about) {
  command
      .add_option_function<std::string>(
          name,
          [name, &target](const std::string& text) {
            const char* const last = text.data() + text.size();
            double share = -1;
            const auto [end, fault] = std::from_chars(text.data(), last, share);
            if (fault != std::errc{} || end != last || !(share >= 0 && share <= 1'000)) {
              throw input_error{
                  {{name, 0, 0,
                    quote(text) + " is no share; expected a number from 0 to 1,000, such as 0.1 for a tenth"}}};
            }
            target = share;
          },
          about)
      ->type_name("SHARE")
      ->default_str(short_number(target));
}

}  // namespace

void add_bench(CLI::App& app) {
  auto options = std::make_shared<bench_options>();
  CLI::App* command = app.add_subcommand(
      "bench", "what questions cost: counted, timed, and compared with a baseline; exit status 1 if they cost more");
  add_folder_options(*command, options->folder);
  command->add_option("QUERIES", options->queries, "file with a query a line; blank lines and # lines are left out")
      ->required();
  add_output_options(*command, options->output, false);
  add_whole_number(
      *command, "--repeat", options->repeat, 1, 1'000'000,
      "rounds, in each of which all questions are timed in turn; default: 100, or what 5 seconds allow, at least 5");
  command->add_option("--json", options->json, "write the result there, as a baseline for later")->type_name("FILE");
  command
      ->add_option("--baseline", options->baseline,
                   "compare with a file that --json wrote: exit status 1 on a loss, 2 if nothing could be compared")
      ->type_name("FILE");
  add_share(*command, "--tolerance", options->tolerance.touched,
            "by how much more bytes and cache lines a question may touch than in the baseline");
  add_share(*command, "--time-tolerance", options->tolerance.time,
            "by how much the fastest quarter of the answers may take longer than the slowest of the baseline, where "
            "that is of a machine like this one");
  command->add_flag("--possible", options->possible,
                    "count what possibly held on the day, given partial dates; default: what surely did");
  command->callback([options] { run(*options); });
}

}  // namespace capnet::command
