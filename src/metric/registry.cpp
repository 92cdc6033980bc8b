#include <capnet/metric/registry.hpp>

#include <algorithm>
#include <tuple>

#include <capnet/core/error.hpp>
#include <capnet/core/text.hpp>

#include "measure_rows.hpp"

namespace capnet {
namespace {

measure_row row_of(const network_measure& measure, std::string_view header) {
  return {.info = &measure.info, .header = header, .network = &measure};
}
measure_row row_of(const graph_measure& measure, std::string_view header) {
  return {.info = &measure.info, .header = header, .graph = &measure};
}

}  // namespace

std::span<const measure_row> measure_rows() {
  static const std::vector<measure_row> rows = [] {
    std::vector<measure_row> all{
#define CAPNET_ROW(NAME, HEADER) row_of(measure::NAME, HEADER),
        CAPNET_MEASURE_ROWS(CAPNET_ROW)
#undef CAPNET_ROW
    };
    std::ranges::sort(all, {}, [](const measure_row& row) { return std::tuple{row.info->rank, row.info->name}; });
    return all;
  }();
  return rows;
}

estimate asked_measure::operator()(const measure_context& context) const {
  return row->graph != nullptr ? estimate_of(*row->graph, context) : (*row->network)(context, subject);
}

std::vector<asked_measure> find_measures(std::span<const std::string> names) {
  std::vector<asked_measure> found;
  problem_list problems;
  std::vector<std::string_view> known;
  for (const measure_row& row : measure_rows()) {
    if (row.graph == nullptr || !row.graph->of_vertices) known.push_back(row.info->name);
  }
  for (const std::string& name : names) {
    const auto rows = measure_rows();
    const auto row = std::ranges::find_if(rows, [&](const measure_row& r) {
      return r.info->name == name ||
             (r.family() && name.starts_with(r.info->name) && name.size() > r.info->name.size());
    });
    if (row == rows.end() || (row->family() && name == row->info->name)) {
      problems.add({"", 0, 0,
                    quote(name) + " is no measure; expected some of " + join_names(known, " or ", known.size()) +
                        did_you_mean(name, known)});
    } else if (row->graph != nullptr && row->graph->of_vertices) {
      problems.add({"", 0, 0, quote(name) + " gives a value for each vertex; expected a measure of the whole"});
    } else {
      found.push_back({name, &*row, row->family() ? name.substr(row->info->name.size()) : std::string{}});
    }
  }
  if (!problems.empty()) throw input_error{std::move(problems)};
  return found;
}

}  // namespace capnet
