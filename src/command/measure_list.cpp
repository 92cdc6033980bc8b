#include "command/measure_list.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <iostream>
#include <string>

#include <capnet/metric/registry.hpp>
#include <capnet/version.hpp>

#include "command/answer.hpp"
#include "command/table.hpp"
#include "io/json_values.hpp"

namespace capnet::command {
namespace {

namespace json = boost::json;

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
  if (output.text()) {
    table shown{{"measure", "of", "unit", "cost", "defined for", "source"}};
    for (const measure_row& row : measure_rows()) {
      shown.add({name_of(row), std::string{of(row)}, std::string{row.info->unit},
                 std::string{to_string(row.info->cost)}, std::string{row.info->defined_for},
                 std::string{row.info->source}});
    }
    shown.print(std::cout);
    return;
  }
  json::array rows;
  for (const measure_row& row : measure_rows()) {
    const measure_info& info = *row.info;
    json::object one{{"name", name_of(row)},
                     {"label", info.label.en},
                     {"label_ja", info.label.ja},
                     {"meaning", info.meaning.en},
                     {"meaning_ja", info.meaning.ja},
                     {"of", of(row)},
                     {"unit", info.unit},
                     {"low", nullptr},
                     {"high", nullptr},
                     {"definition", info.definition},
                     {"source", info.source},
                     {"cost", to_string(info.cost)},
                     {"header", "capnet/" + std::string{row.header}},
                     {"defined_for", info.defined_for}};
    if (info.range) one["low"] = detail::to_json(info.range->low), one["high"] = detail::to_json(info.range->high);
    rows.push_back(std::move(one));
  }
  json::object manifest{{"version", CAPNET_VERSION}, {"data_hash", nullptr}};
  manifest["arguments"] = detail::to_json(given_arguments());
  print_answer(output, {{"rows", std::move(rows)}}, std::move(manifest));
}

}  // namespace capnet::command
