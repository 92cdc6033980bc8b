/// capnet bench: what questions cost, and whether they cost more than before.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <filesystem>
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

#include "command/answer.hpp"
#include "command/answer_json.hpp"
#include "command/answer_text.hpp"
#include "command/commands.hpp"
#include "command/common.hpp"
#include "command/options.hpp"
#include "command/query_ranking.hpp"
#include "command/question_baseline.hpp"
#include "command/question_cost.hpp"
#include "command/question_file.hpp"
#include "io/json_text.hpp"

namespace capnet::command {
namespace {

namespace json = boost::json;

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
answer_table context_fields(const bench_run& done) {
  const bench_context& c = done.context;
  return answer_table::fields("context", {{"json_schema_version", 1},
                                          {"num_cpus", c.place.cores},
                                          {"cpu_model", c.place.processor},
                                          {"library_build_type", c.place.build},
                                          {"capnet_version", CAPNET_VERSION},
                                          {"data_hash", c.data_hash},
                                          {"as_of", day_cell(done.day)},
                                          {"asked_as_of", c.as_of},
                                          {"certainty", c.possible ? "possible" : "certain"}});
}
answer_table benchmarks_table(const bench_run& done) {
  constexpr answer_place detail = answer_place::detail;
  const auto always = [](auto value) { return [value](const question_cost&) { return value; }; };
  const auto name = [&done](const question_cost&, std::size_t k) { return done.questions[k].text; };
  const auto micro = [](double ns) { return short_number(ns / 1'000, 3); };
  table_maker rows{{.name = "benchmarks"}, done.costs};
  rows.tell({.header = "line", .type = answer_type::integer},
            [&done](const question_cost&, std::size_t k) { return std::to_string(done.questions[k].line); })
      .add({.name = "name", .place = detail}, name)
      .add({.name = "family_index", .place = detail}, [](const question_cost&, std::size_t k) { return k; })
      .add({.name = "per_family_instance_index", .place = detail}, always(0))
      .add({.name = "run_name", .place = detail}, name)
      .add({.name = "run_type", .place = detail}, always("iteration"))
      .add({.name = "repetitions", .place = detail}, always(1))
      .add({.name = "repetition_index", .place = detail}, always(0))
      .add({.name = "threads", .place = detail}, always(1))
      .add({.name = "iterations", .place = detail}, &question_cost::iterations)
      .add({.name = "real_time", .unit = "ns", .place = detail}, &question_cost::median_ns)
      .add({.name = "cpu_time", .unit = "ns", .place = detail}, &question_cost::cpu_ns)
      .add({.name = "time_unit", .place = detail}, always("ns"))
      .add({.name = "median_ns", .header = "median us", .unit = "ns"}, &question_cost::median_ns,
           [micro](const question_cost& c) { return micro(c.median_ns); })
      .tell({.header = "quartiles us", .type = answer_type::number},
            [micro](const question_cost& c) { return micro(c.q1_ns) + " to " + micro(c.q3_ns); })
      .add({.name = "q1_ns", .unit = "ns", .place = detail}, &question_cost::q1_ns)
      .add({.name = "q3_ns", .unit = "ns", .place = detail}, &question_cost::q3_ns)
      .add({.name = "touched_bytes", .unit = "byte"}, &question_cost::touched_bytes)
      .add({.name = "touched_lines", .header = "cache lines", .unit = "cache line"}, &question_cost::touched_lines)
      .add({.name = "rows", .unit = "row"}, &question_cost::rows)
      .tell({.header = "question"}, name);
  return std::move(rows.table);
}
/// A line a question, so that a change of the file shows which.
std::string file_text(const bench_run& done) {
  std::string text = "{\"context\": " + detail::json_text(table_json(context_fields(done))) + ",\n\"benchmarks\": [";
  const answer_table all = benchmarks_table(done);
  for (std::size_t k = 0; k < all.size; ++k) text += (k == 0 ? "\n" : ",\n") + detail::json_text(row_json(all, k));
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

/// What is lost, a line each, and what the comparison comes to.
void add_comparison(answer& all, const bench_options& options, const bench_comparison& found) {
  constexpr answer_place detail = answer_place::detail;
  table_maker losses{{.name = "comparison.losses"}, found.losses};
  losses.add({.name = "name", .place = detail}, [](const question_loss& loss) { return loss.asked->text; })
      .add({.name = "line", .place = detail}, [](const question_loss& loss) { return loss.asked->line; })
      .add({.name = "field", .place = detail}, &question_loss::field)
      .add({.name = "value", .place = detail}, &question_loss::value)
      .add({.name = "baseline", .place = detail}, &question_loss::baseline)
      .add({.name = "message", .place = answer_place::sentence}, &question_loss::message,
           [&options](const question_loss& loss) {
             return to_string(
                 problem{options.queries, loss.asked->line, 0, quote(loss.asked->text) + ' ' + loss.message});
           });
  all.tables.push_back(answer_table::fields(
      "comparison", {{"baseline", options.baseline}, {"compared", found.compared}, {"times_compared", found.times}}));
  all.tables.push_back(std::move(losses.table));
  all.tables.push_back(answer_table::fields("comparison", {{"notes", found.notes}}));
  std::size_t lost = 0;  // questions: the losses of one stand together
  for (std::size_t k = 0; k < found.losses.size(); ++k)
    lost += k == 0 || found.losses[k].asked != found.losses[k - 1].asked;
  all.notes.push_back((lost == 0 ? "No loss in " : "A loss in " + grouped(lost) + " of ") + grouped(found.compared) +
                      (found.compared == 1 ? " question" : " questions") + " compared with " + options.baseline + '.');
  for (const std::string& note : found.notes) all.notes.push_back("Note: " + note + '.');
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
  answer all{.lead = {grouped(done.questions.size()) + (done.questions.size() == 1 ? " question" : " questions") +
                      (done.day ? " as of " + capnet::to_string(*done.day) : std::string{}) +
                      (options.possible ? ", counting what possibly held" : "") + '.'},
             .tables = {context_fields(done), benchmarks_table(done)},
             .main = "benchmarks"};
  if (found) add_comparison(all, options, *found);
  print_answer(options.output, all,
               {{"version", CAPNET_VERSION}, {"data_hash", done.context.data_hash}, {"arguments", arguments(options)}});
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
  add_output_options(*command, options->output);
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
