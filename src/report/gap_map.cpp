#include "report/gap_map.hpp"

#include <algorithm>
#include <cstddef>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "io/json_values.hpp"

namespace capnet::detail {
namespace {

using boost::json::array;
using boost::json::object;

constexpr std::size_t most_map_rows = 40, most_map_columns = 40, most_decisive = 5;

/// The skills that the rows require, those of which most is missing first, then those without a stated level by key.
std::vector<vertex_ref> map_columns(const snapshot& net, const gap_report& lacking,
                                    std::span<const organization_gap> rows) {
  std::unordered_set<vertex_ref> needed;
  for (const organization_gap& row : rows) {
    for (const required_skill& s : row.skills) needed.insert(s.skill);
  }
  std::vector<vertex_ref> columns;
  for (const auto& [skill, mean] : lacking.skills) {
    if (needed.erase(skill) > 0) columns.push_back(skill);
  }
  const auto rated = static_cast<std::ptrdiff_t>(columns.size());
  columns.insert(columns.end(), needed.begin(), needed.end());
  std::ranges::sort(columns.begin() + rated, columns.end(),
                    [&](vertex_ref u, vertex_ref v) { return net.key(u) < net.key(v); });
  return columns;
}

object gap_cell(const snapshot& net, const required_skill& s, std::size_t column, const picture& drawn) {
  const skill_gap_result missing = skill_gap({&s.level, 1});
  object cell{{"skill", column},
              {"missing", to_json(missing.gap)},
              {"low", to_json(missing.low)},
              {"high", to_json(missing.high)},
              {"required", to_json(s.level.required)},
              {"held", to_json(s.level.held)},
              {"importance", s.level.importance},
              {"known", s.known},
              {"unknown", s.unknown}};
  array holders = drawn_or_named(net, drawn, s.decisive, most_decisive);
  if (s.decisive.size() > holders.size()) cell["more"] = s.decisive.size() - holders.size();
  if (!holders.empty()) cell["holders"] = std::move(holders);
  return cell;
}

}  // namespace

void add_gap_map(object& payload, const snapshot& net, const gap_report& lacking, const picture& drawn) {
  if (lacking.organizations.empty()) return;
  const auto rows = std::span{lacking.organizations}.first(std::min(most_map_rows, lacking.organizations.size()));
  const std::vector<vertex_ref> skills = map_columns(net, lacking, rows);
  std::unordered_map<vertex_ref, std::size_t> column;
  array titles, shown;
  for (const vertex_ref skill : std::span{skills}.first(std::min(most_map_columns, skills.size()))) {
    column.emplace(skill, titles.size());
    titles.push_back(drawn_or_named(net, drawn, skill));
  }
  for (const organization_gap& row : rows) {
    array cells;
    for (const required_skill& s : row.skills) {
      if (const auto at = column.find(s.skill); at != column.end())
        cells.push_back(gap_cell(net, s, at->second, drawn));
    }
    shown.push_back(std::move(cells));
  }
  object map{{"skills", std::move(titles)}, {"rows", std::move(shown)}};
  if (skills.size() > column.size()) map["more"] = skills.size() - column.size();
  payload["gap_map"] = std::move(map);
}

}  // namespace capnet::detail
