#include "command/query_table.hpp"

#include <boost/json/array.hpp>

#include <iostream>
#include <limits>
#include <utility>

#include <capnet/core/text.hpp>
#include <capnet/query/executor.hpp>
#include <capnet/query/table.hpp>

#include "command/answer.hpp"
#include "command/options.hpp"
#include "command/table.hpp"
#include "io/json_values.hpp"

namespace capnet::command {
namespace {

namespace json = boost::json;

json::value cell_json(const snapshot& net, const match_value& cell) {
  return cell.vertex || cell.tie ? json::value(to_string(net, cell)) : detail::value_json(cell.value);
}
std::string cell_text(const snapshot& net, const match_value& cell) {
  if (!cell.known()) return "unknown";
  if (cell.value) {
    if (const auto number = cell.value->number()) return short_number(*number);
  }
  return to_string(net, cell);
}
bool is_number(const match_value& cell) { return cell.value && cell.value->number(); }

}  // namespace

void add_table_options(CLI::App& command, table_options& options) {
  command
      .add_option("--select", options.select,
                  "a row for each tuple of these, with its number of matches: names of the query and their "
                  "attributes, such as a,b,t.hours")
      ->type_name("TERMS");
  command
      .add_option("--group-by", options.group_by, "a row for each tuple of these, such as b.region; see --aggregate")
      ->type_name("TERMS");
  command
      .add_option("--aggregate", options.aggregate,
                  "what the matches of each row come to: count(), sum(t.hours), mean, min, max, unknown, "
                  "quantile(t.hours,.9)")
      ->type_name("SUMS");
  command.add_option("--order-by", options.order_by, "a column, as it is written: the largest first, unknown last")
      ->type_name("TEXT");
  command.add_flag("--ascending", options.ascending, "the smallest first");
}

json::object question_json(const std::string& text, const query_plan& plan, const days_options& days) {
  json::object summary{{"query", text},
                       {"as_of", plan.day && !days.many() ? json::value(capnet::to_string(*plan.day)) : json::value{}},
                       {"certainty", plan.sure == certainty::possible ? "possible" : "certain"}};
  if (plan.window) {
    summary["window"] =
        capnet::to_string(plan.window->begin) + ".." + capnet::to_string(plan.window->end - std::chrono::days{1});
  }
  if (days.many()) summary["from"] = days.from, summary["to"] = days.to, summary["every"] = days.every;
  return summary;
}

std::string when_in_words(const query_plan& plan) {
  std::string words = plan.day ? " as of " + capnet::to_string(*plan.day) : std::string{};
  if (plan.window) {
    words += " on some day from " + capnet::to_string(plan.window->begin) + " to " +
             capnet::to_string(plan.window->end - std::chrono::days{1});
  }
  return words + (plan.sure == certainty::possible ? ", counting what possibly held" : "");
}

void print_table(const table_question& asked, const table_options& options, const output_options& output) {
  if (!options.select.empty() && (!options.group_by.empty() || !options.aggregate.empty()))
    throw input_error{"--select shows matches and --group-by with --aggregate adds them up; expected one of the two"};
  table_request request{.order_by = options.order_by, .ascending = options.ascending};
  if (asked.top) request.top = static_cast<std::size_t>(*asked.top);
  const std::string& terms = options.select.empty() ? options.group_by : options.select;
  if (!terms.empty()) request.columns = table_columns(asked.net, asked.plan, terms, false);
  if (!options.aggregate.empty()) {
    for (table_column& column : table_columns(asked.net, asked.plan, options.aggregate, true))
      request.columns.push_back(std::move(column));
  }
  const bool counts = options.aggregate.empty();
  const std::vector<table_row> rows = query_table(asked.net, asked.plan, request, asked.on);
  if (!output.text()) {
    json::array shown;
    for (const table_row& row : rows) {
      json::object one;
      if (row.as_of) one["as_of"] = capnet::to_string(*row.as_of);
      for (std::size_t c = 0; c < row.cells.size(); ++c)
        one[request.columns[c].text] = cell_json(asked.net, row.cells[c]);
      if (counts) one["matches"] = row.matches;
      shown.push_back(std::move(one));
    }
    json::object summary = question_json(asked.text, asked.plan, asked.days);
    summary["rows"] = rows.size();
    return print_answer(output, {{"summary", std::move(summary)}, {"rows", std::move(shown)}}, asked.net);
  }
  std::cout << grouped(rows.size()) << (rows.size() == 1 ? " row" : " rows")
            << (asked.on.empty() ? when_in_words(asked.plan) : std::string{}) << ".\n";
  if (rows.empty()) return;
  std::vector<std::string> header;
  std::vector<bool> right;
  if (!asked.on.empty()) header.emplace_back("as of"), right.push_back(false);
  for (std::size_t c = 0; c < request.columns.size(); ++c) {
    header.push_back(request.columns[c].text);
    bool numbers = false;
    for (const table_row& row : rows) numbers = numbers || is_number(row.cells[c]);
    right.push_back(numbers);
  }
  if (counts) header.emplace_back("matches"), right.push_back(true);
  table shown{std::move(header), std::move(right)};
  for (const table_row& row : rows) {
    std::vector<std::string> cells;
    if (row.as_of) cells.push_back(capnet::to_string(*row.as_of));
    for (const match_value& cell : row.cells) cells.push_back(cell_text(asked.net, cell));
    if (counts) cells.push_back(grouped(row.matches));
    shown.add(std::move(cells));
  }
  std::cout << '\n';
  shown.print(std::cout);
}

void print_count(const table_question& asked, const output_options& output) {
  const query_executor executor{asked.net};
  const auto exact = [](const query_total& total) {
    if (total.walks == std::numeric_limits<std::uint64_t>::max())
      throw input_error{"there are more than 18,446,744,073,709,551,614 matches; expected fewer to count"};
    return total.walks;
  };
  if (!asked.days.many()) {
    const std::uint64_t n = exact(executor.total_of(asked.plan));
    if (!output.text()) {
      return print_answer(output,
                          {{"summary", json::object{{"query", asked.text}, {"count", n}}},
                           {"rows", json::array{json::object{{"count", n}}}}},
                          asked.net);
    }
    std::cout << grouped(n) << (n == 1 ? " match" : " matches") << when_in_words(asked.plan) << ".\n";
    return;
  }
  const std::vector<query_total> totals = executor.totals_on(asked.plan, asked.on);
  json::array rows;
  table shown{{"as of", "matches"}, {false, true}};
  for (std::size_t d = 0; d < asked.on.size(); ++d) {
    const std::uint64_t n = exact(totals[d]);
    rows.push_back(json::object{{"as_of", capnet::to_string(asked.on[d])}, {"count", n}});
    shown.add({capnet::to_string(asked.on[d]), grouped(n)});
  }
  if (!output.text())
    return print_answer(
        output, {{"summary", question_json(asked.text, asked.plan, asked.days)}, {"rows", std::move(rows)}}, asked.net);
  shown.print(std::cout);
}

}  // namespace capnet::command
