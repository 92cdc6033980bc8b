#include "command/measure_list.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <span>
#include <string>
#include <utility>

#include <capnet/metric/registry.hpp>
#include <capnet/version.hpp>

#include "command/answer.hpp"
#include "io/json_values.hpp"

namespace capnet::command {
namespace {

/// "density.RELATION": of a family one for each of its subjects.
std::string name_of(const measure_row& row) {
  const std::string name{row.info->name};
  return row.family() ? name + (row.network->group.en == measure_groups::growth.en ? "SERIES" : "RELATION") : name;
}
std::string_view of(const measure_row& row) {
  return row.network != nullptr ? "network" : row.graph->of_vertices ? "vertices" : "graph";
}

}  // namespace

void list_measures(const output_options& output) {
  constexpr answer_place detail = answer_place::detail;
  const std::span<const measure_row> all = measure_rows();
  table_maker rows{{.name = "rows"}, all};
  rows.add({.name = "name", .header = "measure"}, name_of)
      .add({.name = "label", .place = detail}, [](const measure_row& row) { return row.info->label.en; })
      .add({.name = "label_ja", .place = detail}, [](const measure_row& row) { return row.info->label.ja; })
      .add({.name = "meaning", .place = detail}, [](const measure_row& row) { return row.info->meaning.en; })
      .add({.name = "meaning_ja", .place = detail}, [](const measure_row& row) { return row.info->meaning.ja; })
      .add({.name = "of"}, of)
      .add({.name = "unit"}, [](const measure_row& row) { return row.info->unit; });
  for (const auto& [name, end] : {std::pair{"low", &value_range::low}, {"high", &value_range::high}}) {
    rows.add({.name = name, .place = detail}, [end = end](const measure_row& row) {
      return row.info->range ? std::optional{(*row.info->range).*end} : std::nullopt;
    });
  }
  rows.add({.name = "definition", .place = detail}, [](const measure_row& row) { return row.info->definition; })
      .add({.name = "source"}, [](const measure_row& row) { return row.info->source; })
      .add({.name = "cost"}, [](const measure_row& row) { return to_string(row.info->cost); })
      .add({.name = "header", .place = detail}, [](const auto& row) { return "capnet/" + std::string{row.header}; })
      .add({.name = "defined_for"}, [](const measure_row& row) { return row.info->defined_for; });
  print_answer(
      output, {.tables = {std::move(rows.table)}},
      {{"version", CAPNET_VERSION}, {"data_hash", nullptr}, {"arguments", capnet::detail::to_json(given_arguments())}});
}

}  // namespace capnet::command
