/// capnet query: who is reached from whom by which ties, asked in text.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/text.hpp>
#include <capnet/query/executor.hpp>
#include <capnet/query/explain.hpp>
#include <capnet/query/text_form.hpp>
#include <capnet/query/why.hpp>

#include "command/answer.hpp"
#include "command/commands.hpp"
#include "command/common.hpp"
#include "command/days.hpp"
#include "command/options.hpp"
#include "command/query_ranking.hpp"
#include "command/query_table.hpp"
#include "command/question_file.hpp"
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
  days_options days{};
  table_options table{};
  std::string by{};  ///< weight, walks or an attribute; empty: weight where walks have one, else walks
  bool count = false;
  bool possible = false;
  bool explain = false;
  bool measure = false;
  bool time = false;
  bool no_why = false;
};

/// What is shown of a question and its answer.
struct answered {
  query_plan plan{};
  ranking how{};
  bool weighs = true;                                    ///< walks have weights that multiply, or none at all
  std::vector<std::optional<attribute_value>> values{};  ///< [row]: of the attribute that ranks
  std::vector<explained_step> steps{};
  bool run = false;
  std::vector<query_counters> touched{};  ///< with --measure
  std::vector<query_row> rows{};
  std::size_t found = 0;               ///< before the best are taken
  std::vector<std::string> reasons{};  ///< [row]; without --no-why
  query_counters why{};                ///< what finding them touched

  [[nodiscard]] query_counters touched_in_all() const {
    query_counters all;
    for (const query_counters& step : touched) all += step;
    all.rows = found;
    return all;
  }
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
    if (!options.output.text()) throw;
    throw input_error{faults_of(error, true)};
  }
}

ranking ranking_of(const query_options& options, const snapshot& net, const query_plan& plan) {
  const std::string& by = options.by.empty() ? options.table.order_by : options.by;
  if (!options.by.empty() && !options.table.order_by.empty())
    throw input_error{"--by and --order-by say both what makes the best; expected one of them"};
  ranking how = by.empty() ? default_ranking(net, plan) : ranking_by(net, plan, by);
  how.ascending = options.table.ascending;
  if (options.top) how.most = static_cast<std::size_t>(*options.top);
  return how;
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
  const auto add = [&](const std::string& what, const query_counters* e, const query_counters& t) {
    std::vector<std::string> cells{what};
    for (const auto field : {&query_counters::rows, &query_counters::vertices, &query_counters::ties,
                             &query_counters::bytes, &query_counters::lines})
      cells.push_back((e != nullptr ? grouped(e->*field) : "-") + (run ? " / " + grouped(t.*field) : ""));
    steps.add(std::move(cells));
  };
  for (std::size_t k = 0; k < a.steps.size(); ++k) {
    const query_counters t = run ? a.touched[k] : query_counters{};
    add(a.steps[k].what, &a.steps[k].expected, t);
    expected += a.steps[k].expected, touched += t;
    expected.rows = a.steps[k].expected.rows, touched.rows = t.rows;
  }
  add("in all", &expected, touched);
  if (!a.reasons.empty()) add("why", nullptr, a.why);
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

json::object row_json(const query_options& options, const network_view& view, const answered& a, std::size_t k) {
  const query_row& row = a.rows[k];
  json::object one;
  if (options.days.many()) one["as_of"] = capnet::to_string(*a.plan.day);
  one["rank"] = k + 1;
  one["vertex"] = view.net().key(row.vertex);
  one["kind"] = view.schema().name(row.vertex.kind);
  one["name"] = view.net().label(row.vertex);
  one["sector"] = sector_json(view, row.vertex);
  one["walks"] = row.walks;
  one["counting_stopped"] = row.saturated();
  one["weight"] = a.weighs ? to_json(std::optional{row.weight}) : json::value{};
  one["unknown"] = row.unknown;
  one["reason"] = options.no_why ? json::value{} : json::value(a.reasons[k]);
  if (a.how.attribute) one["value"] = detail::value_json(a.values[k]);
  return one;
}

/// `answers`: of one day, or of each of several.
void query_json(const query_options& options, const snapshot& net, const std::vector<answered>& answers) {
  const answered& first = answers.front();
  json::object summary = question_json(options.text, first.plan, options.days);
  summary["by"] = first.how.by;
  json::object shown;
  if (options.explain || options.measure) shown["plan"] = plan_json(first);
  if (options.measure && !options.no_why) shown["why"] = json::object{{"touched", counters_json(first.why)}};
  if (first.run) {
    std::size_t found = 0;
    json::array rows;
    for (const answered& a : answers) {
      const network_view view = view_of(net, a.plan);
      for (std::size_t k = 0; k < a.rows.size(); ++k) rows.push_back(row_json(options, view, a, k));
      found += a.found;
    }
    summary["found"] = found;
    if (first.how.attribute && !first.how.attribute->unit.empty()) summary["unit"] = first.how.attribute->unit;
    if (options.measure) {
      query_counters all = first.touched_in_all();
      all.rows = found;
      summary["touched"] = counters_json(all);
    }
    shown["rows"] = std::move(rows);
  }
  shown["summary"] = std::move(summary);
  if (options.output.csv() && !first.run) throw input_error{"--explain has no rows; expected --format text or json"};
  print_answer(options.output, std::move(shown), net);
}

void query_text(const query_options& options, const network_view& view, const answered& a) {
  if (!a.run) return;
  std::cout << grouped(a.found) << " found" << when_in_words(a.plan);
  if (a.rows.size() < a.found)
    std::cout << "; the " << grouped(a.rows.size()) << " with the " << (options.table.ascending ? "least " : "most ")
              << a.how.by;
  std::cout << ".\n";
  if (a.rows.empty()) return;
  std::cout << '\n';
  const bool open = std::ranges::any_of(a.rows, [](const query_row& row) { return row.unknown > 0; });
  std::vector<std::string> header{"rank", "id", "name", "sector", "walks"};
  if (a.weighs) header.emplace_back("weight");
  if (open) header.emplace_back("unknown");
  if (a.how.attribute)
    header.push_back(a.how.by + (a.how.attribute->unit.empty() ? "" : " (" + a.how.attribute->unit + ")"));
  table rows{std::move(header), {true, false, false, false, true, true, true, true}};
  for (std::size_t k = 0; k < a.rows.size(); ++k) {
    const query_row& row = a.rows[k];
    const sector s = view.sector(row.vertex);
    std::vector<std::string> cells{std::to_string(k + 1), view.net().key(row.vertex), view.net().label_en(row.vertex),
                                   s == sector::unknown ? "" : view.schema().name(s), walks_of(row)};
    if (a.weighs) cells.push_back(short_number(row.weight));
    if (open) cells.push_back(grouped(row.unknown));
    if (a.how.attribute) cells.push_back(a.values[k] ? a.values[k]->text() : "unknown");
    rows.add(std::move(cells));
  }
  rows.print(std::cout);
  if (open) std::cout << "  unknown: how many unknown weights the walks met; each counts 1, and such rows come last.\n";
  if (options.no_why) return;
  std::cout << "\nWhy\n";
  for (std::size_t k = 0; k < a.rows.size(); ++k)
    std::cout << printable(view.net().label_en(a.rows[k].vertex)) << ": " << printable(a.reasons[k]) << '\n';
}

/// How long a question took, by what was done.
struct times_taken {
  double run_ms = 0, why_ms = 0;
};
/// What was found, ranked.
void take(const snapshot& net, answered& a, std::vector<query_row> rows, std::size_t found) {
  a.rows = std::move(rows);
  a.found = found;
  a.run = true;
  if (!a.how.by_plan()) a.values = rank(view_of(net, a.plan), a.how, a.rows);
}
/// Answers as of one day, with reasons if they are wanted.
void answer(const query_options& options, const snapshot& net, answered& a, std::vector<query_counters>* touched,
            times_taken& times) {
  stopwatch watch;
  query_executor executor{net};
  query_trace trace;
  std::vector<query_row> rows = executor.run(a.plan, touched, options.no_why ? nullptr : &trace);
  take(net, a, std::move(rows), executor.total());
  times.run_ms += watch.lap();
  if (options.no_why) return;
  find_reasons(net, std::move(trace), a);
  times.why_ms += watch.lap();
}
/// The same on each of several days: together, unless reasons need the walks of each day.
std::vector<answered> answer_each(const query_options& options, const snapshot& net, answered a,
                                  const std::vector<date>& days, times_taken& times) {
  stopwatch watch;
  std::vector<day_rows> found;
  if (options.no_why || options.measure)
    found = query_executor{net}.run_on(a.plan, days, options.measure ? &a.touched : nullptr);
  times.run_ms += watch.lap();
  std::vector<answered> answers;
  for (std::size_t d = 0; d < days.size(); ++d) {
    answered& one = answers.emplace_back(a);
    one.plan.day = days[d];
    if (options.no_why)
      take(net, one, std::move(found[d].rows), found[d].total);
    else
      answer(options, net, one, nullptr, times);
    if (d > 0) answers.front().why += one.why;  // of all days, as what was touched is
  }
  return answers;
}

/// Refuses options that say two things, of which one would be passed over.
void expect_one_answer(const query_options& options) {
  const auto both = [](bool is, const std::string& two, const std::string& what) {
    if (is) throw input_error{two + ' ' + what + "; expected one of the two"};
  };
  const std::string& by = options.by;
  const bool table = options.table.asked(), plan = options.explain || options.measure;
  both(options.days.many() && !options.folder.as_of.empty(), "--as-of and --from", "say both on which day to ask");
  both(table && options.count, "--count and a table (--select, --group-by, --aggregate)", "are two answers");
  both(table && !by.empty(), "--by and a table (--select, --group-by, --aggregate)",
       "don't go together, as --order-by orders tables");
  both((table || options.count) && plan, "--explain or --measure and a table or --count", "are two answers");
}

void run(const query_options& options) {
  expect_one_answer(options);
  stopwatch watch;
  const snapshot net = load(options.folder);
  const double load_ms = watch.lap();
  answered a{.plan = parse(options, net)};
  const std::vector<date> days = days_of(options.days);
  a.plan.window = window_of(options.days.window);
  if (!a.plan.window || !options.folder.as_of.empty()) a.plan.day = day_of(options.folder, net);
  a.plan.sure = options.possible ? certainty::possible : certainty::certain;
  const table_question question{net, a.plan, days, options.text, options.top, options.days};
  if (options.table.asked()) return print_table(question, options.table, options.output);
  if (options.count) return print_count(question, options.output);
  a.how = ranking_of(options, net, a.plan);
  a.weighs = !unweighable_way(net, a.plan);
  complete(a.plan, a.how);
  const double parse_ms = watch.lap();
  times_taken times;
  std::vector<answered> answers;
  if (options.days.many() && (options.measure || !options.explain)) {
    answers = answer_each(options, net, std::move(a), days, times);
  } else {
    if (options.measure || !options.explain) answer(options, net, a, options.measure ? &a.touched : nullptr, times);
    answers.push_back(std::move(a));
  }
  if (options.explain || options.measure) answers.front().steps = explain(net, answers.front().plan);
  if (!options.output.text()) {
    query_json(options, net, answers);
  } else {
    if (options.explain || options.measure) plan_text(answers.front());
    for (const answered& one : answers) {
      if (one.run && (options.measure || &one != &answers.front())) std::cout << '\n';
      query_text(options, view_of(net, one.plan), one);
    }
  }
  if (!options.time) return;
  std::cout.flush();
  std::cerr << "load " << short_number(load_ms, 3) << " ms, parse " << short_number(parse_ms, 3) << " ms";
  if (answers.front().run) std::cerr << ", run " << short_number(times.run_ms, 3) << " ms";
  if (answers.front().run && !options.no_why) std::cerr << ", why " << short_number(times.why_ms, 3) << " ms";
  std::cerr << '\n';
}

}  // namespace

void add_query(CLI::App& app) {
  auto options = std::make_shared<query_options>();
  CLI::App* command = app.add_subcommand(
      "query",
      "who is reached from whom by which ties, such as 'orgs[sector=company] -delivers-> events <-attends- orgs'");
  add_folder_options(*command, options->folder, {.window = true});
  command
      ->add_option(
          "QUERY", options->text,
          "kinds with filters, and steps: 'orgs[sector=company] -delivers-> events <-attends- orgs[region=Tokyo]'")
      ->required();
  add_output_options(*command, options->output);
  add_whole_number(*command, "--top", options->top, 1, 1'000'000'000, "only the best N; default: all");
  command->add_option(
      "--by", options->by,
      "what makes the best: weight (sum over walks of the product of their ties' weights), walks (their number) or "
      "an attribute of what is found; default: weight, or walks where weights are levels or amounts");
  command->add_flag("--count", options->count, "how many matches there are, and nothing else");
  add_table_options(*command, options->table);
  add_days_options(*command, options->days);
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
