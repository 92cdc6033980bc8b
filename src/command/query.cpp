/// capnet query: who is reached from whom by which ties, asked in text.
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
#include "command/answer_text.hpp"
#include "command/commands.hpp"
#include "command/common.hpp"
#include "command/days.hpp"
#include "command/options.hpp"
#include "command/query_ranking.hpp"
#include "command/query_table.hpp"
#include "command/question_file.hpp"

namespace capnet::command {
namespace {

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

answer_table counters_table(const query_counters& c) {
  return answer_table::fields(
      {}, {{"rows", c.rows}, {"vertices", c.vertices}, {"ties", c.ties}, {"bytes", c.bytes}, {"lines", c.lines}});
}

/// For programs a row a step; for people also what they come to, and what finding reasons touched.
void add_plan(answer& all, const answered& a) {
  constexpr answer_place detail = answer_place::detail;
  table_maker steps{{.name = "plan"}, a.steps};
  steps.add({.name = "step", .place = detail}, [](const explained_step& step) { return step.what; })
      .add({.name = "expected", .place = detail},
           [](const explained_step& step) { return counters_table(step.expected); });
  if (!a.touched.empty()) {
    steps.add({.name = "touched", .place = detail},
              [&a](const explained_step&, std::size_t k) { return counters_table(a.touched[k]); });
  }
  struct line {
    std::string what{};
    std::optional<query_counters> expected{};
    query_counters touched{};
  };
  std::vector<line> lines;
  line sum{.what = "in all", .expected = query_counters{}};
  for (std::size_t k = 0; k < a.steps.size(); ++k) {
    const line& one = lines.emplace_back(a.steps[k].what, a.steps[k].expected, a.run ? a.touched[k] : query_counters{});
    *sum.expected += *one.expected, sum.touched += one.touched;
    sum.expected->rows = one.expected->rows, sum.touched.rows = one.touched.rows;
  }
  lines.push_back(std::move(sum));
  if (!a.reasons.empty()) lines.push_back({.what = "why", .touched = a.why});
  table_maker shown{{.title = a.run ? "Plan: expected / touched" : "Plan: expected"}, std::move(lines)};
  shown.tell({.header = "step"}, [](const line& one) { return one.what; });
  for (const auto& [header, field] : {std::pair{"rows", &query_counters::rows},
                                      {"vertices", &query_counters::vertices},
                                      {"ties", &query_counters::ties},
                                      {"bytes", &query_counters::bytes},
                                      {"cache lines", &query_counters::lines}}) {
    shown.tell({.header = header, .type = answer_type::integer}, [run = a.run, field = field](const line& one) {
      return (one.expected ? grouped(*one.expected.*field) : "-") + (run ? " / " + grouped(one.touched.*field) : "");
    });
  }
  all.tables.push_back(std::move(steps.table));
  all.tables.push_back(std::move(shown.table));
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

/// A row of one of the answers.
struct found_row {
  const answered& of;
  std::size_t k = 0;
  std::optional<std::string> sector{};
  [[nodiscard]] const query_row& row() const { return of.rows[k]; }
};

answer_table rows_table(const query_options& options, const snapshot& net, const std::vector<answered>& answers) {
  const auto shown_if = [](bool shown) { return shown ? answer_place::cell : answer_place::detail; };
  const answered& first = answers.front();
  std::vector<found_row> found;
  bool open = false;
  for (const answered& a : answers) {
    const network_view view = view_of(net, a.plan);
    for (std::size_t k = 0; k < a.rows.size(); ++k) {
      const sector s = view.sector(a.rows[k].vertex);
      found.push_back({a, k, s == sector::unknown ? std::nullopt : std::optional{net.schema().name(s)}});
      open = open || a.rows[k].unknown > 0;
    }
  }
  table_maker rows{{.name = "rows", .keys = options.days.many() ? 2u : 1u}, std::move(found)};
  if (options.days.many())
    rows.add({.name = "as_of"}, [](const found_row& r) { return capnet::to_string(*r.of.plan.day); });
  rows.add({.name = "rank"}, [](const found_row& r) { return r.k + 1; })
      .add({.name = "vertex", .header = "id"}, [&net](const found_row& r) { return net.key(r.row().vertex); })
      .add({.name = "kind", .place = answer_place::detail},
           [&net](const found_row& r) { return net.schema().name(r.row().vertex.kind); })
      .add(
          {.name = "name"}, [&net](const found_row& r) { return net.label(r.row().vertex); },
          [&net](const found_row& r) { return net.label_en(r.row().vertex); })
      .add({.name = "sector", .unknown = "", .if_any = true}, [](const found_row& r) { return r.sector; })
      .add(
          {.name = "walks", .unit = "walk"}, [](const found_row& r) { return r.row().walks; },
          [](const found_row& r) { return walks_of(r.row()); })
      .add({.name = "counting_stopped", .place = answer_place::detail},
           [](const found_row& r) { return r.row().saturated(); })
      .add({.name = "weight", .place = shown_if(first.weighs)},
           [](const found_row& r) { return r.of.weighs ? std::optional{r.row().weight} : std::nullopt; })
      .add({.name = "unknown", .unit = "weight", .place = shown_if(open)},
           [](const found_row& r) { return r.row().unknown; })
      .add({.name = "reason", .header = "Why", .place = options.no_why ? answer_place::detail : answer_place::sentence},
           [no_why = options.no_why](const found_row& r) {
             return no_why ? std::nullopt : std::optional{r.of.reasons[r.k]};
           })
      .label([&net](const found_row& r) { return net.label_en(r.row().vertex); });
  if (const auto& by = first.how.attribute) {
    rows.add(
        {.name = "value",
         .header = first.how.by + (by->unit.empty() ? "" : " (" + by->unit + ")"),
         .unit = by->unit,
         .type = type_of(by->type)},
        [](const found_row& r) { return value_cell(r.of.values[r.k]); },
        [](const found_row& r) { return r.of.values[r.k] ? r.of.values[r.k]->text() : "unknown"; });
  }
  if (open)
    rows.table.notes = {"unknown: how many unknown weights the walks met; each counts 1, and such rows come last."};
  return std::move(rows.table);
}

/// `answers`: of one day, or of each of several.
answer query_answer(const query_options& options, const snapshot& net, const std::vector<answered>& answers) {
  const answered& first = answers.front();
  answer all{.order = {"plan", "why", "rows", "summary"}};
  answer_table summary = question_fields(options.text, first.plan, options.days);
  summary.set({.name = "by"}, first.how.by);
  if (options.explain || options.measure) add_plan(all, first);
  if (options.measure && !options.no_why)
    all.tables.push_back(answer_table::fields("why", {{"touched", counters_table(first.why)}}));
  if (first.run) {
    std::size_t found = 0, shown = 0;
    for (const answered& a : answers) found += a.found, shown += a.rows.size();
    const std::string best =
        grouped(shown / answers.size()) + " with the " + (options.table.ascending ? "least " : "most ") + first.how.by;
    std::string lead = grouped(found) + " found";
    if (options.days.many())
      lead +=
          " on " + grouped(answers.size()) + " days" + (shown < found ? "; of each the best by " + first.how.by : "");
    else
      lead += when_in_words(first.plan) + (shown < found ? "; the " + best : "");
    all.lead = {lead + '.'};
    summary.set({.name = "found"}, found);
    if (first.how.attribute && !first.how.attribute->unit.empty())
      summary.set({.name = "unit"}, first.how.attribute->unit);
    if (options.measure) {
      query_counters touched = first.touched_in_all();
      touched.rows = found;
      summary.set({.name = "touched"}, counters_table(touched));
    }
    if (options.days.many()) {
      table_maker days{{.name = "days"}, answers};
      days.add({.name = "as_of"}, [](const answered& a) { return capnet::to_string(*a.plan.day); })
          .add({.name = "found", .unit = "vertex"}, [](const answered& a) { return a.found; });
      all.tables.push_back(std::move(days.table));
    }
    all.tables.push_back(rows_table(options, net, answers));
  }
  all.tables.push_back(std::move(summary));
  return all;
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
void answer_day(const query_options& options, const snapshot& net, answered& a, std::vector<query_counters>* touched,
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
      answer_day(options, net, one, nullptr, times);
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
    if (options.measure || !options.explain) answer_day(options, net, a, options.measure ? &a.touched : nullptr, times);
    answers.push_back(std::move(a));
  }
  if (options.explain || options.measure) answers.front().steps = explain(net, answers.front().plan);
  if (options.output.csv() && !answers.front().run)
    throw input_error{"--explain has no rows; expected --format text or json"};
  print_answer(options.output, query_answer(options, net, answers), net);
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
