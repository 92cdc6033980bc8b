#include "command/query_table.hpp"

#include <limits>
#include <utility>

#include <capnet/core/text.hpp>
#include <capnet/query/executor.hpp>
#include <capnet/query/table.hpp>

#include "command/answer.hpp"
#include "command/answer_text.hpp"
#include "command/options.hpp"

namespace capnet::command {
namespace {

answer_cell match_cell(const snapshot& net, const match_value& cell) {
  return cell.vertex || cell.tie ? answer_cell{to_string(net, cell)} : value_cell(cell.value);
}
std::string cell_text(const snapshot& net, const match_value& cell) {
  if (!cell.known()) return "unknown";
  if (cell.value) {
    if (const auto number = cell.value->number()) return short_number(*number);
  }
  return to_string(net, cell);
}
/// Of all rows.
answer_type type_of(const std::vector<table_row>& rows, std::size_t column) {
  answer_type type = answer_type::text;
  for (const table_row& row : rows) {
    const auto& value = row.cells[column].value;
    if (!value || !value->number()) continue;
    if (value->get_if<std::int64_t>() == nullptr) return answer_type::number;
    type = answer_type::integer;
  }
  return type;
}

}  // namespace

answer_cell value_cell(const std::optional<attribute_value>& value) {
  if (!value) return nullptr;
  if (const auto* whole = value->get_if<std::int64_t>()) return *whole;
  if (const auto number = value->number()) return *number;
  return value->text();
}
answer_type type_of(value_type type) {
  return type == value_type::integer  ? answer_type::integer
         : type == value_type::number ? answer_type::number
                                      : answer_type::text;
}

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

answer_table question_fields(const std::string& text, const query_plan& plan, const days_options& days) {
  answer_table summary =
      answer_table::fields("summary", {{"query", text},
                                       {"as_of", days.many() ? std::nullopt : day_cell(plan.day)},
                                       {"certainty", plan.sure == certainty::possible ? "possible" : "certain"}});
  if (plan.window) {
    summary.set({.name = "window"}, capnet::to_string(plan.window->begin) + ".." +
                                        capnet::to_string(plan.window->end - std::chrono::days{1}));
  }
  if (days.many()) {
    summary.set({.name = "from"}, days.from);
    summary.set({.name = "to"}, days.to);
    summary.set({.name = "every"}, days.every);
  }
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
  table_maker shown{{.name = "rows"}, rows};
  if (!asked.on.empty()) shown.add({.name = "as_of"}, [](const table_row& row) { return day_cell(row.as_of); });
  for (std::size_t c = 0; c < request.columns.size(); ++c) {
    const std::string& text = request.columns[c].text;
    shown.add(
        {.name = text, .header = text, .type = type_of(rows, c)},
        [&asked, c](const table_row& row) { return match_cell(asked.net, row.cells[c]); },
        [&asked, c](const table_row& row) { return cell_text(asked.net, row.cells[c]); });
  }
  if (counts) shown.add({.name = "matches", .unit = "match"}, [](const table_row& row) { return row.matches; });
  answer_table summary = question_fields(asked.text, asked.plan, asked.days);
  summary.set({.name = "rows"}, rows.size());
  print_answer(output,
               {.lead = {grouped(rows.size()) + (rows.size() == 1 ? " row" : " rows") +
                         (asked.on.empty() ? when_in_words(asked.plan) : std::string{}) + '.'},
                .tables = {std::move(summary), std::move(shown.table)}},
               asked.net);
}

void print_count(const table_question& asked, const output_options& output) {
  const query_executor executor{asked.net};
  const auto exact = [](const query_total& total) {
    if (total.walks == std::numeric_limits<std::uint64_t>::max())
      throw input_error{"there are more than 18,446,744,073,709,551,614 matches; expected fewer to count"};
    return total.walks;
  };
  std::vector<std::uint64_t> counts;
  if (asked.days.many()) {
    for (const query_total& total : executor.totals_on(asked.plan, asked.on)) counts.push_back(exact(total));
  } else {
    counts = {exact(executor.total_of(asked.plan))};
  }
  answer all;
  table_maker rows{{.name = "rows"}, counts};
  if (asked.days.many()) {
    rows.add({.name = "as_of"}, [&asked](std::uint64_t, std::size_t k) { return day_cell(asked.on[k]); });
    all.tables = {question_fields(asked.text, asked.plan, asked.days)};
  } else {
    all.lead = {grouped(counts[0]) + (counts[0] == 1 ? " match" : " matches") + when_in_words(asked.plan) + '.'};
    all.tables = {answer_table::fields("summary", {{"query", asked.text}, {"count", counts[0]}})};
  }
  rows.add({.name = "count",
            .header = "matches",
            .unit = "match",
            .place = asked.days.many() ? answer_place::cell : answer_place::detail},
           [](std::uint64_t n) { return n; });
  all.tables.push_back(std::move(rows.table));
  print_answer(output, all, asked.net);
}

}  // namespace capnet::command
