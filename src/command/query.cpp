/// capnet query: who is reached from whom by which ties, asked in text.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/text.hpp>
#include <capnet/query/explain.hpp>
#include <capnet/query/text_form.hpp>
#include <capnet/query/why.hpp>

#include "command/commands.hpp"
#include "command/common.hpp"
#include "command/options.hpp"
#include "command/table.hpp"
#include "io/json_values.hpp"

namespace capnet::command {
namespace {

namespace json = boost::json;
using detail::to_json;

struct query_options {
  folder_options folder{};
  output_options output{};
  std::string text{};
  std::optional<std::uint64_t> top{};
  std::string by = "weight";
  bool possible = false;
  bool explain = false;
  bool measure = false;
  bool time = false;
  bool no_why = false;
};

/// What is shown of a question and its answer.
struct answered {
  query_plan plan{};
  std::vector<explained_step> steps{};
  bool run = false;
  std::vector<query_counters> touched{};  ///< with --measure
  std::vector<query_row> rows{};
  std::size_t found = 0;               ///< before the best are taken
  std::vector<std::string> reasons{};  ///< [row]; without --no-why
  query_counters why{};                ///< what finding them touched
};

class stopwatch {
 public:
  /// Milliseconds since the last lap.
  double lap() {
    const auto now = std::chrono::steady_clock::now();
    return std::chrono::duration<double, std::milli>(now - std::exchange(since_, now)).count();
  }

 private:
  std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
};

query_plan parse(const query_options& options, const snapshot& net) {
  try {
    return parse_query(net, options.text);
  } catch (const query_text_error& error) {
    if (options.output.json()) throw;
    problem_list problems;
    const std::vector<problem>& told = error.problems();
    for (std::size_t k = 0; k < error.excerpts().size(); ++k) {  // one for each fault, told or not
      problem one = told[std::min(k, told.size() - 1)];
      if (one.line != 0) one.message += '\n' + error.excerpts()[k];
      problems.add(std::move(one));
    }
    throw input_error{std::move(problems)};
  }
}

json::object counters_json(const query_counters& c) {
  return {{"rows", c.rows}, {"vertices", c.vertices}, {"ties", c.ties}, {"bytes", c.bytes}, {"lines", c.lines}};
}

json::array plan_json(const answered& a) {
  json::array steps;
  for (std::size_t k = 0; k < a.steps.size(); ++k) {
    json::object step{{"step", a.steps[k].what}, {"expected", counters_json(a.steps[k].expected)}};
    if (!a.touched.empty()) step["touched"] = counters_json(a.touched[k]);
    steps.push_back(std::move(step));
  }
  return steps;
}

void plan_text(const answered& a) {
  const bool run = a.run;
  std::cout << (run ? "Plan: expected / touched\n" : "Plan: expected\n");
  table steps{{"step", "rows", "vertices", "ties", "bytes", "cache lines"}, {false, true, true, true, true, true}};
  query_counters expected, touched;
  const auto add = [&](const std::string& what, const query_counters& e, const query_counters& t) {
    const auto cell = [&](std::uint64_t left, std::uint64_t right) {
      return grouped(left) + (run ? " / " + grouped(right) : "");
    };
    steps.add({what, cell(e.rows, t.rows), cell(e.vertices, t.vertices), cell(e.ties, t.ties), cell(e.bytes, t.bytes),
               cell(e.lines, t.lines)});
  };
  for (std::size_t k = 0; k < a.steps.size(); ++k) {
    const query_counters t = run ? a.touched[k] : query_counters{};
    add(a.steps[k].what, a.steps[k].expected, t);
    expected += a.steps[k].expected, touched += t;
    expected.rows = a.steps[k].expected.rows, touched.rows = t.rows;
  }
  add("in all", expected, touched);
  if (!a.reasons.empty()) {
    steps.add({"why", "- / " + grouped(a.why.rows), "- / " + grouped(a.why.vertices), "- / " + grouped(a.why.ties),
               "- / " + grouped(a.why.bytes), "- / " + grouped(a.why.lines)});
  }
  steps.print(std::cout);
}

std::string walks_of(const query_row& row, const std::string& noun = {}) {
  const std::string number = grouped(row.walks) + noun;
  return row.saturated() ? "at least " + number + " (counting stopped)" : number;
}

std::string reason(const snapshot& net, walk_finder& walks, const query_row& row) {
  const auto walk = walks(row.vertex);
  const std::string text = walk ? to_string(net, *walk) : std::string{};
  std::string why = row.walks == 1 ? "1 walk: " : walks_of(row, " walks") + ", such as ";
  why += text;
  if (row.unknown == 0) return why;
  return why + "; " +
         (row.unknown == 1 ? "1 unknown weight counts 1" : grouped(row.unknown) + " unknown weights count 1 each");
}

void find_reasons(const snapshot& net, query_trace trace, answered& a) {
  walk_finder walks{net, a.plan, std::move(trace)};
  for (const query_row& row : a.rows) a.reasons.push_back(reason(net, walks, row));
  a.why = walks.touched();
  a.why.rows = a.rows.size();
}

json::value sector_json(const network_view& view, vertex_ref v) {
  const sector s = view.sector(v);
  return s == sector::unknown ? json::value{} : json::value(view.schema().name(s));
}

void query_json(const query_options& options, const network_view& view, const answered& a) {
  json::object shown{
      {"summary", json::object{{"query", options.text},
                               {"as_of", a.plan.day ? json::value(capnet::to_string(*a.plan.day)) : json::value{}},
                               {"certainty", options.possible ? "possible" : "certain"},
                               {"by", options.by}}}};
  if (options.explain || options.measure) shown["plan"] = plan_json(a);
  if (options.measure && !options.no_why) shown["why"] = json::object{{"touched", counters_json(a.why)}};
  if (a.run) {
    shown["summary"].as_object()["found"] = a.found;
    json::array rows;
    for (std::size_t k = 0; k < a.rows.size(); ++k) {
      const query_row& row = a.rows[k];
      rows.push_back({{"rank", k + 1},
                      {"vertex", view.net().key(row.vertex)},
                      {"kind", view.schema().name(row.vertex.kind)},
                      {"name", view.net().label(row.vertex)},
                      {"sector", sector_json(view, row.vertex)},
                      {"walks", row.walks},
                      {"counting_stopped", row.saturated()},
                      {"weight", to_json(std::optional{row.weight})},
                      {"unknown", row.unknown},
                      {"reason", options.no_why ? json::value{} : json::value(a.reasons[k])}});
    }
    shown["rows"] = std::move(rows);
  }
  print(shown);
}

void query_text(const query_options& options, const network_view& view, const answered& a) {
  if (options.explain || options.measure) plan_text(a);
  if (!a.run) return;
  if (options.measure) std::cout << '\n';
  std::cout << grouped(a.found) << " found" << (a.plan.day ? " as of " + capnet::to_string(*a.plan.day) : std::string{})
            << (options.possible ? ", counting what possibly held" : "");
  if (a.rows.size() < a.found) std::cout << "; the " << grouped(a.rows.size()) << " with the most " << options.by;
  std::cout << ".\n";
  if (a.rows.empty()) return;
  std::cout << '\n';
  const bool open = std::ranges::any_of(a.rows, [](const query_row& row) { return row.unknown > 0; });
  std::vector<std::string> header{"rank", "id", "name", "sector", "walks", "weight"};
  if (open) header.emplace_back("unknown");
  table rows{std::move(header), {true, false, false, false, true, true, true}};
  for (std::size_t k = 0; k < a.rows.size(); ++k) {
    const query_row& row = a.rows[k];
    const sector s = view.sector(row.vertex);
    std::vector<std::string> cells{std::to_string(k + 1),
                                   view.net().key(row.vertex),
                                   view.net().label_en(row.vertex),
                                   s == sector::unknown ? "" : view.schema().name(s),
                                   walks_of(row),
                                   short_number(row.weight)};
    if (open) cells.push_back(grouped(row.unknown));
    rows.add(std::move(cells));
  }
  rows.print(std::cout);
  if (open) std::cout << "  unknown: how many unknown weights the walks met; each counts 1, and such rows come last.\n";
  if (options.no_why) return;
  std::cout << "\nWhy\n";
  for (std::size_t k = 0; k < a.rows.size(); ++k)
    std::cout << printable(view.net().label_en(a.rows[k].vertex)) << ": " << printable(a.reasons[k]) << '\n';
}

void run(const query_options& options) {
  stopwatch watch;
  const snapshot net = load(options.folder);
  const double load_ms = watch.lap();
  answered a{.plan = parse(options, net)};
  a.plan.day = day_of(options.folder, net);
  a.plan.sure = options.possible ? certainty::possible : certainty::certain;
  a.plan.steps.emplace_back(
      step_top{.k = static_cast<std::size_t>(options.top.value_or(std::numeric_limits<std::uint32_t>::max())),
               .by_weight = options.by == "weight",
               .by_key = true});
  const double parse_ms = watch.lap();
  double run_ms = 0, why_ms = 0;
  if (options.measure || !options.explain) {
    query_executor executor{net};
    query_trace trace;
    watch.lap();
    a.rows = executor.run(a.plan, options.measure ? &a.touched : nullptr, options.no_why ? nullptr : &trace);
    a.found = executor.total();
    a.run = true;
    run_ms = watch.lap();
    if (!options.no_why) find_reasons(net, std::move(trace), a);
    why_ms = watch.lap();
  }
  if (options.explain || options.measure) a.steps = explain(net, a.plan);
  const network_view view{net, {.day = a.plan.day, .sure = a.plan.sure}};
  options.output.json() ? query_json(options, view, a) : query_text(options, view, a);
  if (!options.time) return;
  std::cout.flush();
  std::cerr << "load " << short_number(load_ms, 3) << " ms, parse " << short_number(parse_ms, 3) << " ms";
  if (a.run) std::cerr << ", run " << short_number(run_ms, 3) << " ms";
  if (a.run && !options.no_why) std::cerr << ", why " << short_number(why_ms, 3) << " ms";
  std::cerr << '\n';
}

}  // namespace

void add_query(CLI::App& app) {
  auto options = std::make_shared<query_options>();
  CLI::App* command = app.add_subcommand(
      "query",
      "who is reached from whom by which ties, such as 'orgs[sector=company] -delivers-> events <-attends- orgs'");
  add_folder_options(*command, options->folder);
  command
      ->add_option(
          "QUERY", options->text,
          "kinds with filters, and steps: 'orgs[sector=company] -delivers-> events <-attends- orgs[region=Tokyo]'")
      ->required();
  add_output_options(*command, options->output);
  add_whole_number(*command, "--top", options->top, 1, 1'000'000'000, "only the best N; default: all");
  command
      ->add_option(
          "--by", options->by,
          "what makes the best: weight (sum over walks of the product of their ties' weights) or walks (their number)")
      ->check(CLI::IsMember({"weight", "walks"}))
      ->capture_default_str();
  command->add_flag("--possible", options->possible,
                    "count what possibly held on the day, given partial dates; default: what surely did");
  command->add_flag("--explain", options->explain,
                    "show the plan, with what it is expected to touch, instead of the answer");
  command->add_flag("--measure", options->measure, "show the plan, with what it touched, and the answer");
  command->add_flag("--time", options->time,
                    "tell on standard error how long loading, parsing, running and finding reasons took");
  command->add_flag("--no-why", options->no_why, "leave out why each is found: one of its walks");
  command->callback([options] { run(*options); });
}

}  // namespace capnet::command
