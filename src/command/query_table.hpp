#pragma once
/// capnet query --select, --group-by, --aggregate: matches as a table. --count: their number.
#include <CLI/CLI.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <capnet/core/answer.hpp>
#include <capnet/model/attribute.hpp>
#include <capnet/query/plan.hpp>

#include "command/common.hpp"
#include "command/days.hpp"

namespace capnet::command {

struct table_options {
  std::string select{}, group_by{}, aggregate{}, order_by{};
  bool ascending = false;
  [[nodiscard]] bool asked() const { return !select.empty() || !group_by.empty() || !aggregate.empty(); }
};
void add_table_options(CLI::App& command, table_options& options);

/// A question as the command was given it.
struct table_question {
  const snapshot& net;
  const query_plan& plan;
  const std::vector<date>& on;  ///< the days asked; none: as the plan says
  const std::string& text;
  std::optional<std::uint64_t> top{};
  const days_options& days;
};
/// Throws input_error for columns that can't be.
void print_table(const table_question& asked, const table_options& options, const output_options& output);
/// How many matches there are. Throws input_error for more than can be counted.
void print_count(const table_question& asked, const output_options& output);

/// Numbers as such, all else as text; nothing where nothing is known.
[[nodiscard]] answer_cell value_cell(const std::optional<attribute_value>& value);
/// What such cells are.
[[nodiscard]] answer_type type_of(value_type type);

/// The summary `{"query","as_of","certainty"}`, and the window or days if some were given.
[[nodiscard]] answer_table question_fields(const std::string& text, const query_plan& plan, const days_options& days);
/// " as of 2024-12-31, counting what possibly held".
[[nodiscard]] std::string when_in_words(const query_plan& plan);

}  // namespace capnet::command
