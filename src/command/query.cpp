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
#include <tuple>
#include <utility>
#include <vector>

#include <capnet/core/text.hpp>
#include <capnet/query/executor.hpp>
#include <capnet/query/explain.hpp>
#include <capnet/query/text_form.hpp>
#include <capnet/query/why.hpp>

#include "command/commands.hpp"
#include "command/common.hpp"
#include "command/days.hpp"
#include "command/options.hpp"
#include "command/query_table.hpp"
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

/// What makes a row better than another: weight or walks, or an attribute of what was found.
struct ranking {
  std::string by{};
  std::optional<attribute_info> attribute{};
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

ranking ranking_of(const query_options& options, const snapshot& net, const query_plan& plan) {
  const auto level = unweighable_way(net, plan);
  const std::string& by = options.by.empty() ? options.table.order_by : options.by;
  if (!options.by.empty() && !options.table.order_by.empty())
    throw input_error{"--by and --order-by say both what makes the best; expected one of them"};
  if (by.empty()) return {level ? "walks" : "weight", std::nullopt};
  if (by == "weight" && level) {
    const meaning means = net.schema().weight_meaning(*level);
    throw input_error{"--by: walks of this query have no weight, as that of " +
                      quote(net.schema().relation(*level).name) + " is " + (means == meaning::amount ? "an " : "a ") +
                      std::string{to_string(means)} + "; expected walks or an attribute"};
  }
  if (by == "weight" || by == "walks") return {by, std::nullopt};
  std::vector<kind_index> kinds;
  std::vector<std::string_view> names{"weight", "walks", "size"};
  for (std::size_t k = 0; k < net.schema().kind_count(); ++k) {
    kinds.push_back(static_cast<kind_index>(k));
    for (const attribute_info& info : net.schema().attributes(kinds.back())) names.push_back(info.name);
  }
  const auto attribute = attribute_named(net.schema(), net, kinds, by);
  if (!attribute)
    throw input_error{"--by: " + quote(by) + " is no attribute; expected weight, walks or one of a kind" +
                      did_you_mean(by, names)};
  if (attribute->type == value_type::text || attribute->type == value_type::category ||
      attribute->type == value_type::yes_no)
    throw input_error{"--by: " + quote(by) + " is " + std::string{to_string(attribute->type)} +
                      ", which is neither less nor more than another; expected a number or date"};
  return {by, attribute};
}

/// Largest first, or smallest; unknown last; equals by kind and id.
void rank(const network_view& view, answered& a, std::size_t most, bool ascending) {
  const attribute_info* first = nullptr;  // of the kinds that were found
  for (const query_row& row : a.rows) {
    const auto k = view.schema().find_attribute(row.vertex.kind, a.how.by);
    if (!k) continue;
    const attribute_info& info = view.schema().attributes(row.vertex.kind)[static_cast<std::size_t>(*k)];
    if (first == nullptr) first = &info;
    if (info.unit != first->unit) {
      throw input_error{"--by: what is found has " + quote(a.how.by) + " in " + quote(first->unit) + " and in " +
                        quote(info.unit) + "; expected one unit: name a kind"};
    }
  }
  if (first != nullptr && a.how.attribute) a.how.attribute = *first;
  const auto value_of = [&](const query_row& row) -> std::optional<attribute_value> {
    if (a.how.attribute) return detail::value_seen(view, row.vertex, a.how.by);
    if (a.how.by == "walks") return attribute_value{static_cast<std::int64_t>(row.walks)};
    return row.unknown > 0 ? std::nullopt : std::optional{attribute_value{row.weight}};
  };
  struct ranked {
    query_row row;
    std::optional<attribute_value> value;
    std::string kind, key;
  };
  std::vector<ranked> all;
  for (const query_row& row : a.rows) {
    all.push_back({row, value_of(row), view.schema().name(row.vertex.kind), view.net().key(row.vertex)});
  }
  std::ranges::sort(all, [ascending](const ranked& x, const ranked& y) {
    if (x.value.has_value() != y.value.has_value()) return x.value.has_value();
    if (x.value) {
      if (const auto m = x.value->number(), n = y.value->number(); m && n && *m != *n) return (*m > *n) != ascending;
      if (const auto *m = x.value->get_if<partial_date>(), *n = y.value->get_if<partial_date>(); m && n && *m != *n)
        return (*m > *n) != ascending;
    }
    return std::tie(x.kind, x.key) < std::tie(y.kind, y.key);
  });
  all.resize(std::min(all.size(), most));
  a.rows.clear();
  for (const ranked& one : all) {
    a.rows.push_back(one.row);
    a.values.push_back(one.value);
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

json::value value_json(const std::optional<attribute_value>& value) {
  if (!value) return {};
  if (const auto* whole = value->get_if<std::int64_t>()) return *whole;
  if (const auto number = value->number()) return to_json(*number);
  return json::value(value->text());
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
  if (a.how.attribute) one["value"] = value_json(a.values[k]);
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
      const network_view view{net, {.day = a.plan.day, .window = a.plan.window, .sure = a.plan.sure}};
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
  print(shown);
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

void run_count(const query_options& options, const snapshot& net, const query_plan& plan,
               const std::vector<date>& days) {
  const query_executor executor{net};
  const auto exact = [](const query_total& total) {
    if (total.walks == std::numeric_limits<std::uint64_t>::max())
      throw input_error{"there are more than 18,446,744,073,709,551,614 matches; expected fewer to count"};
    return total.walks;
  };
  if (!options.days.many()) {
    const std::uint64_t n = exact(executor.total_of(plan));
    if (options.output.json()) return print({{"summary", json::object{{"query", options.text}, {"count", n}}}});
    std::cout << grouped(n) << (n == 1 ? " match" : " matches") << when_in_words(plan) << ".\n";
    return;
  }
  const std::vector<query_total> totals = executor.totals_on(plan, days);
  json::array rows;
  table shown{{"as of", "matches"}, {false, true}};
  for (std::size_t d = 0; d < days.size(); ++d) {
    const std::uint64_t n = exact(totals[d]);
    rows.push_back(json::object{{"as_of", capnet::to_string(days[d])}, {"count", n}});
    shown.add({capnet::to_string(days[d]), grouped(n)});
  }
  if (options.output.json())
    return print(json::object{{"summary", question_json(options.text, plan, options.days)}, {"rows", std::move(rows)}});
  shown.print(std::cout);
}

/// Ranks what the plan itself does not.
void finish(const query_options& options, const snapshot& net, std::size_t most, answered& a) {
  const network_view view{net, {.day = a.plan.day, .window = a.plan.window, .sure = a.plan.sure}};
  if (a.how.attribute || options.table.ascending) rank(view, a, most, options.table.ascending);
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
  a.plan.window = window_of(options.days);
  if (!a.plan.window || !options.folder.as_of.empty()) a.plan.day = day_of(options.folder, net);
  a.plan.sure = options.possible ? certainty::possible : certainty::certain;
  if (options.table.asked())
    return print_table({net, a.plan, days, options.text, options.top, options.days}, options.table, options.output);
  if (options.count) return run_count(options, net, a.plan, days);
  a.how = ranking_of(options, net, a.plan);
  a.weighs = !unweighable_way(net, a.plan);
  const auto most = static_cast<std::size_t>(options.top.value_or(std::numeric_limits<std::uint32_t>::max()));
  const bool cut_later = a.how.attribute || options.table.ascending;
  a.plan.steps.emplace_back(step_top{.k = cut_later ? std::numeric_limits<std::uint32_t>::max() : most,
                                     .by_weight = a.how.by == "weight",
                                     .by_key = !cut_later});
  const double parse_ms = watch.lap();
  double run_ms = 0, why_ms = 0;
  std::vector<answered> answers;
  query_executor executor{net};
  if (options.explain && !options.measure) {
    answers.push_back(std::move(a));
  } else if (options.days.many()) {
    for (day_rows& on : executor.run_on(a.plan, days, options.measure ? &a.touched : nullptr)) {
      answered& one = answers.emplace_back(a);
      one.plan.day = on.day;
      one.rows = std::move(on.rows);
      one.found = on.total;
      one.run = true;
      finish(options, net, most, one);
    }
    run_ms = watch.lap();
    for (answered& one : answers) {
      if (options.no_why) break;
      query_trace trace;
      static_cast<void>(executor.run(one.plan, nullptr, &trace));
      find_reasons(net, std::move(trace), one);
      if (&one != &answers.front()) answers.front().why += one.why;  // of all days, as what was touched is
    }
    why_ms = watch.lap();
  } else {
    query_trace trace;
    watch.lap();
    a.rows = executor.run(a.plan, options.measure ? &a.touched : nullptr, options.no_why ? nullptr : &trace);
    a.found = executor.total();
    a.run = true;
    finish(options, net, most, a);
    run_ms = watch.lap();
    if (!options.no_why) find_reasons(net, std::move(trace), a);
    why_ms = watch.lap();
    answers.push_back(std::move(a));
  }
  if (options.explain || options.measure) answers.front().steps = explain(net, answers.front().plan);
  if (options.output.json()) {
    query_json(options, net, answers);
  } else {
    if (options.explain || options.measure) plan_text(answers.front());
    for (const answered& one : answers) {
      if (one.run && (options.measure || &one != &answers.front())) std::cout << '\n';
      query_text(options, network_view{net, {.day = one.plan.day, .window = one.plan.window, .sure = one.plan.sure}},
                 one);
    }
  }
  if (!options.time) return;
  std::cout.flush();
  std::cerr << "load " << short_number(load_ms, 3) << " ms, parse " << short_number(parse_ms, 3) << " ms";
  if (answers.front().run) std::cerr << ", run " << short_number(run_ms, 3) << " ms";
  if (answers.front().run && !options.no_why) std::cerr << ", why " << short_number(why_ms, 3) << " ms";
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
